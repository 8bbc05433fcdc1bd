//! A certificate whose time is over, or has not begun.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::listed::{Line, answered, claim, find, last};
use super::reasoning::scene::Scene;
use crate::model::certificate::Certificate;
use crate::model::listing::Fact;
use crate::report::Confidence;

const ID: &str = "certificate-expired";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// `X509_V_ERR_CERT_NOT_YET_VALID` and `X509_V_ERR_CERT_HAS_EXPIRED`.
const EARLY: u32 = 9;
const EXPIRED: u32 = 10;

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let verdict = |number: u32| {
        find(
            scene,
            &|_, fact| matches!(fact, Fact::Certificate(Certificate::Verified(code, _)) if *code == number),
        )
        .map(|line| (line, number == EARLY))
    };
    let of_client = || {
        let late = answered(scene, &[35, 60], &["certificate has expired"]).map(|line| (line, false));
        late.or_else(|| answered(scene, &[35, 60], &["not yet valid"]).map(|line| (line, true)))
    };
    if let Some((line, early)) = verdict(EXPIRED).or_else(|| verdict(EARLY)).or_else(of_client) {
        return say(scene, &line, early, Confidence::Proven);
    }
    let (line, early) = out_of_time(scene)?;
    say(scene, &line, early, Confidence::Likely)
}

/// A clock without a zone may be ahead by half a day and more.
const DAY: i64 = 86_400_000_000;

/// A certificate whose time does not hold the time of the machine's clock.
fn out_of_time<'a>(scene: &Scene<'a>) -> Option<(Line<'a>, bool)> {
    let clock = last(scene, &|_, fact| matches!(fact, Fact::Clock))?.item.time?.utc_micros();
    let ended = find(
        scene,
        &|_, fact| matches!(fact, Fact::Certificate(Certificate::NotAfter(end)) if end.utc_micros() < clock),
    );
    let early = || {
        find(
            scene,
            &|_, fact| matches!(fact, Fact::Certificate(Certificate::NotBefore(begin)) if begin.utc_micros() > clock.saturating_add(DAY)),
        )
    };
    ended.map(|line| (line, false)).or_else(|| early().map(|line| (line, true)))
}

fn say(scene: &Scene<'_>, line: &Line<'_>, early: bool, confidence: Confidence) -> Option<Finding> {
    let mut found = claim(scene, ID, confidence, line).score(25).variant("early", early);
    let end = find(scene, &|_, fact| matches!(fact, Fact::Certificate(Certificate::NotAfter(_))));
    if let Some(end) = end.filter(|_| !early) {
        found.cite_line(end.listing.source, end.item.line, "end");
    }
    found.done()
}
