//! Node finds a module in none of the `node_modules` directories.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::report::{Confidence, FixKind};

const ID: &str = "missing-node-module";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "The Node module {name} is not installed",
    summary: "Node looks for the module in the node_modules directory beside the program and in those above it, finds it nowhere and ends: {end}.",
    steps: &[
        ("The module is missing: it was not installed, or not for this directory", Rests::Nothing),
        ("The search fails: ENOENT beside the program", Rests::Fault),
        ("Node reports it: cannot find module", Rests::Report),
        ("The program ends: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "npm ls",
            "the module is missing or extraneous",
            "it is there: the program runs from another directory",
        ),
        ("node -p \"module.paths\"", "the directories that were searched", "other directories"),
    ],
    fix: &[
        (FixKind::Now, "Install the dependencies in the program's directory.", "npm ci"),
        (
            FixKind::Proper,
            "Build the deployed directory or image with the lock file, and start the program once as a check.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let missing = |one: &Suspect<'_>| {
        one.is(&[Family::Look, Family::Open], &["ENOENT"]) && one.recovered.is_none() && one.failure.is_some()
    };
    let (suspect, module) = scene
        .suspects
        .iter()
        .filter(|one| missing(one))
        .filter_map(|one| Some((one, module_of(&one.object.name)?)))
        .min_by_key(|(one, module)| {
            // The directory of the module itself says most; its package.json and its name with endings come second.
            (!one.object.name.ends_with(module), one.event)
        })?;
    let last = scene
        .suspects
        .iter()
        .filter(|one| {
            one.run == suspect.run
                && missing(one)
                && one.object.name.ends_with("/node_modules")
                && one.event > suspect.event
        })
        .max_by_key(|one| one.event);
    let mut claim = Claim::about(scene, ID, suspect, &WORDS)
        .score(75)
        .confidence(if suspect.report.is_some() { Confidence::Proven } else { Confidence::Likely })
        .title(format!("The Node module {module} is not installed"));
    if let Some(last) = last {
        claim.cite(last.run, last.event, "the directories above have none either");
    }
    claim.done()
}

/// The module in `/srv/app/node_modules/@scope/name/package.json`: `@scope/name`.
fn module_of(path: &str) -> Option<&str> {
    let (_, rest) = path.rsplit_once("/node_modules/")?;
    let scoped = usize::from(rest.starts_with('@'));
    let end = rest.match_indices('/').nth(scoped).map_or(rest.len(), |(at, _)| at);
    rest.get(..end).filter(|name| !name.is_empty())
}
