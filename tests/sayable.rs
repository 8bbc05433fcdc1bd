//! Every id of the shared vocabulary can be said, or is listed with what it would need.
//!
//! `cause-ids.txt` holds the vocabulary: an id and its family a line.

use std::fs;

use analyzer::causes;
use analyzer::causes::logs::signs::Signs;
use analyzer::prose::Prose;
use syscause_tests::rust_files;

/// What stands before an id where code says it without a table.
const SAYS: &[&str] = &[".names(\"", "sure(\"", "perhaps(\"", "named(\"", "blank(\""];

#[test]
fn every_id_can_be_said_or_is_listed_with_what_it_needs() {
    let vocabulary = fs::read_to_string(xtask::root().join("tests/cause-ids.txt")).unwrap_or_default();
    let listed = fs::read_to_string(xtask::root().join("docs/causes-not-said.md")).unwrap_or_default();
    let files = rust_files::under("analyzer/src/causes");
    let code: String = files.iter().flat_map(|file| file.product_lines().map(|(_, line)| line)).collect();
    // What a trace's own shape shows is said by name there, and its words stand under that name.
    let general = rust_files::under("analyzer/src/causes/general");
    let general: String =
        general.iter().flat_map(|file| file.product_lines().map(|(_, line)| line)).collect();
    let prose = Prose::built_in();
    let signs = Signs::of(&prose);
    let said = |id: &str| {
        causes::ids(&signs).any(|known| known == id)
            || general.contains(&format!("\"{id}\""))
            || SAYS.iter().any(|before| code.contains(&format!("{before}{id}\"")))
    };
    let listed = |id: &str| listed.lines().filter(|line| line.starts_with(&format!("| `{id}` |"))).count();
    let mut wrong = Vec::new();
    let mut counts: Vec<(&str, [u32; 2])> = Vec::new();
    let mut ids = Vec::new();
    for line in vocabulary.lines() {
        let (id, family) = line.split_once(' ').unwrap_or((line, ""));
        ids.push(id);
        match (said(id), listed(id)) {
            (true, 0) | (false, 1) => {}
            (true, _) => {
                wrong.push(format!("{id} can be said and is still listed in docs/causes-not-said.md"));
            }
            (false, 0) => {
                wrong.push(format!("{id} can neither be said nor is listed in docs/causes-not-said.md"));
            }
            (false, _) => wrong.push(format!("{id} is listed twice in docs/causes-not-said.md")),
        }
        let at = counts.iter().position(|(name, _)| *name == family).unwrap_or_else(|| {
            counts.push((family, [0; 2]));
            counts.len() - 1
        });
        counts[at].1[usize::from(!said(id))] += 1;
    }
    counts.sort_unstable();
    for (family, [said, listed]) in &counts {
        println!("{family:20} {said:4} can be said, {listed:3} listed");
    }
    let (said, listed) =
        counts.iter().fold((0, 0), |sum, (_, [said, listed])| (sum.0 + said, sum.1 + listed));
    println!("{:20} {said:4} can be said, {listed:3} listed", "all");
    let strangers = causes::ids(&signs).filter(|id| !ids.contains(id));
    wrong.extend(strangers.map(|id| format!("{id} is said and no id of tests/cause-ids.txt")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
