//! Which diagnosis comes first, and which are left out.

use super::reasoning::claim::Finding;
use crate::order::InList;
use crate::report::{Confidence, Diagnosis};

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

/// What is said, without what ranked it.
pub fn diagnoses(findings: Vec<Finding>) -> Vec<Diagnosis> {
    findings.into_iter().map(|finding| *finding.diagnosis).in_list()
}
