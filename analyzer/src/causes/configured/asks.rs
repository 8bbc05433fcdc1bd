//! What is missing where configuration, start times or a consequence are given, and the failure itself is not.

use super::places::Places;
use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::model::listing::Fact;
use crate::model::log::{Entry, Level};
use crate::prose::{self, Marks};
use crate::report::Missing;

/// What to ask for.
pub fn ask(case: &Case<'_>, places: &Places<'_>, findings: &[Finding]) -> Vec<Missing> {
    let mut asked = Vec::new();
    let entry = case.prose.entry("causes/configured/asks");
    let mut add = |name: &str, marks: &Marks| {
        for item in prose::items(prose::section(entry, name)) {
            asked.push(Missing {
                what: prose::plain(&prose::line(item), marks),
                why: prose::inner(item, "because").into(),
            });
        }
    };
    let mut marks = Marks::default();
    let named = |cause: &str| findings.iter().any(|finding| finding.diagnosis.cause == cause);
    let told = case.runs.len() + case.logs.len() > 0;
    let started =
        case.items().any(|(_, item)| matches!(&item.fact, Fact::Process(one) if one.started.is_some()));
    if !told && started {
        add("started", &marks);
    }
    if !told && places.groups().next().is_some() {
        add("group", &marks);
        add("ended", &marks);
    }
    if named("no-live-upstreams") && !single_failures(case) {
        add("burst", &marks);
    }
    if let Some((tree, id)) = places.named("error_log").find(|(tree, id)| quiet(places, *tree, *id))
        && let Some((_, line)) = places.at(tree, id)
    {
        marks.set("line", line.to_string());
        add("quiet", &marks);
    }
    asked
}

/// A log tells of a failure of a single server.
pub fn single_failures(case: &Case<'_>) -> bool {
    case.logs.iter().any(|log| {
        log.entries.iter().any(|entry| {
            let Entry::Nginx(message) = &entry.kind else { return false };
            let said = log.str(message.message);
            entry.level >= Level::Error && !message.action.is_empty() && !said.contains("no live upstreams")
        })
    })
}

/// The level of an `error_log` hides errors.
fn quiet(places: &Places<'_>, tree: usize, id: usize) -> bool {
    places
        .trees
        .get(tree)
        .is_some_and(|tree| matches!(tree.config.argument(id, 1), "crit" | "alert" | "emerg"))
}
