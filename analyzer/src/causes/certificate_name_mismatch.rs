//! A certificate that is not for the name that was asked for.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::listed::{answered, claim, find};
use super::reasoning::scene::Scene;
use crate::model::certificate::Certificate;
use crate::model::listing::Fact;
use crate::report::Confidence;

const ID: &str = "certificate-name-mismatch";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// `X509_V_ERR_HOSTNAME_MISMATCH`.
const MISMATCH: u32 = 62;

/// How the libraries that curl is built with say it.
const SAYS: &[&str] =
    &["no alternative certificate subject name", "does not match target host name", "name does not match"];

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let verdict = find(
        scene,
        &|_, fact| matches!(fact, Fact::Certificate(Certificate::Verified(code, _)) if *code == MISMATCH),
    );
    let line = verdict.or_else(|| answered(scene, &[51, 60], SAYS))?;
    let mut found = claim(scene, ID, Confidence::Proven, &line).score(25);
    let name = find(scene, &|_, fact| matches!(fact, Fact::Certificate(Certificate::Subject(_))));
    if let Some(name) = name {
        found.cite_line(name.listing.source, name.item.line, "name");
    }
    found.done()
}
