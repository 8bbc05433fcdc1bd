//! Which diagnosis comes first, and which are left out.

use super::Case;
use super::reasoning::claim::Finding;
use crate::order::{Change, InList};
use crate::report::{Confidence, Diagnosis};
use crate::seek;

/// No report names more than this many diagnoses.
const MOST: usize = 4;

/// Ranks what the causes found: sure before unsure, strong before weak, specific before general.
///
/// `findings` stand in the order of the list of causes, which is from the specific to the general.
/// Of two that blame the same call, the first one stays. Behind a firm diagnosis all others are only possible:
/// one failure has one cause, and a second firm answer would be a wrong one.
pub fn ranked(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let known = kept.iter().any(|other| {
            other.diagnosis.cause == finding.diagnosis.cause
                || (other.fault.is_some() && other.fault == finding.fault)
        });
        if !known {
            kept.push(finding);
        }
    }
    // The sort is stable: equal ones keep the order of the list.
    crate::order::by_key(&mut kept, |finding| {
        std::cmp::Reverse((finding.diagnosis.confidence, finding.score))
    });
    kept.truncate(MOST);
    for finding in kept.iter_mut().skip(1) {
        finding.diagnosis.confidence = Confidence::Possible;
    }
    kept
}

/// Words of advice that is for nginx alone.
const OF_NGINX: &[&str] = &["nginx", "error.log", "proxy_", "stub_status"];
/// Formats that another server writes or reads.
const OTHERS: &[&str] = &["haproxy", "apache", "envoy", "caddy", "traefik"];

/// Leaves out advice for a product that nothing here is of, where other advice is left: Kubernetes' where nothing
/// speaks of it, nginx's where another server's lines are given and none of nginx.
pub fn leave_out_strangers(case: &Case<'_>, diagnosis: &mut Diagnosis) {
    let given = |name: &str| {
        case.sources.iter().any(|one| seek::find(one.text.as_bytes(), name.as_bytes()).is_some())
    };
    let other = case.sources.iter().any(|one| OTHERS.iter().any(|name| one.format.starts_with(name)));
    let of_nginx = other && !given("nginx");
    let cluster = ["kube", "pod", "Pod"].iter().any(|name| given(name));
    let strange = |text: &str| {
        (!cluster && text.contains("kubectl"))
            || (of_nginx && OF_NGINX.iter().any(|word| text.contains(word)))
    };
    if diagnosis.confirm.iter().any(|one| !strange(&one.command)) {
        diagnosis.confirm.keep_if(|one| !strange(&one.command));
    }
    if diagnosis.fix.iter().any(|one| !strange(&one.text)) {
        diagnosis.fix.keep_if(|one| !strange(&one.text));
    }
    for fix in &mut diagnosis.fix {
        fix.snippet = fix.snippet.take().filter(|snippet| !strange(snippet));
    }
}

/// What is said, without what ranked it.
pub fn diagnoses(findings: Vec<Finding>) -> Vec<Diagnosis> {
    findings.into_iter().map(|finding| *finding.diagnosis).in_list()
}
