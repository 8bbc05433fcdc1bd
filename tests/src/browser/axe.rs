//! axe-core on the page as it stands: what would people with assistive technology stumble over?

use std::fs;

use serde_json::Value;

use super::{Step, Tab};

/// What axe-core says of one state of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many rules hold everywhere.
    pub passed: u64,
    /// How many places those rules looked at.
    pub nodes: u64,
    /// What is wrong: rule, why it matters, and the element.
    pub violations: Vec<String>,
    /// What axe-core could not decide, in the same form.
    pub undecided: Vec<String>,
}

/// Which of its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Every rule.
    All,
    /// Those that depend on colours: for a page that has been held against the others.
    Colours,
}

/// All rules but those still being tried out, and also the best practices: landmarks, order of headings.
/// The result is kept in the page until it is fetched, because axe-core answers later.
const RUN: &str = "
    window.axeSays = null;
    const only = arguments[0] ? { runOnly: { type: 'tag', values: ['cat.color'] } } : {};
    axe.run(document, { resultTypes: ['violations', 'incomplete', 'passes'], ...only }).then(
        found => {
            const named = rules => rules.flatMap(rule => rule.nodes.map(node =>
                `${rule.id} (${rule.impact}): ${node.target.join(' ')}: ${node.html.slice(0, 200)}: ` +
                (node.failureSummary ?? rule.help).replaceAll('\\n', ' ')));
            window.axeSays = {
                passed: found.passes.length,
                nodes: found.passes.reduce((sum, rule) => sum + rule.nodes.length, 0),
                violations: named(found.violations),
                undecided: named(found.incomplete),
            };
        },
        why => { window.axeSays = { failed: String(why) }; });";

/// Lets axe-core look at the page.
pub fn look(tab: Tab<'_>, rules: Rules) -> Step<Verdict> {
    if tab.script("return typeof window.axe === 'undefined';", &[])? == Value::Bool(true) {
        let path = xtask::tools::axe::find().ok_or("there is no axe-core: `cargo xtask test` fetches it")?;
        let script = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        // As part of what the driver runs, it is not subject to the page's content policy.
        tab.script(&script, &[])?;
    }
    tab.script(RUN, &[Value::Bool(rules == Rules::Colours)])?;
    let said = tab.wait_until("axe-core", "return window.axeSays;", &[])?;
    if let Some(why) = said.get("failed") {
        return Err(format!("axe-core: {why}"));
    }
    let number = |name| said.get(name).and_then(Value::as_u64).unwrap_or(0);
    let texts = |name| {
        let all = said.get(name).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(Value::as_str).map(ToString::to_string).collect()
    };
    Ok(Verdict {
        passed: number("passed"),
        nodes: number("nodes"),
        violations: texts("violations"),
        undecided: texts("undecided"),
    })
}
