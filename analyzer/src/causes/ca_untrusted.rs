//! A certificate whose issuer the client does not know.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::listed::{answered, claim, find, told};
use super::reasoning::scene::Scene;
use crate::model::certificate::Certificate;
use crate::model::listing::Fact;
use crate::report::Confidence;

const ID: &str = "ca-untrusted";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// `X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT` and what follows it: self-signed in the chain, issuer not found, leaf not verified.
const UNKNOWN: std::ops::RangeInclusive<u32> = 18..=21;

/// How TLS libraries say it to curl.
const SAYS: &[&str] =
    &["self signed", "self-signed", "unable to get local issuer", "unable to get issuer", "unable to verify"];

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let of_client = answered(scene, &[60, 77], SAYS);
    // openssl checks against the system's list alone, which a private authority need not be in.
    let verdict = || {
        find(
            scene,
            &|_, fact| matches!(fact, Fact::Certificate(Certificate::Verified(code, _)) if UNKNOWN.contains(code)),
        )
    };
    let sure = of_client.is_some();
    let line = of_client.or_else(verdict)?;
    let confidence = match (sure, told(scene)) {
        (true, _) => Confidence::Proven,
        (false, Some(_)) => Confidence::Likely,
        (false, None) => Confidence::Possible,
    };
    let mut found = claim(scene, ID, confidence, &line).score(20);
    let issuer = find(scene, &|_, fact| matches!(fact, Fact::Certificate(Certificate::Issuer(_))));
    if let Some(issuer) = issuer {
        found.cite_line(issuer.listing.source, issuer.item.line, "issuer");
    }
    found.done()
}
