//! The words of every cause are whole: all sections are there, and words and code know the same names.

use std::fs;

use analyzer::causes::CAUSES;
use analyzer::prose::{self, Prose};
use syscause_tests::invariants;

/// The sections that a diagnosis is made from and that every cause has.
const NEEDED: &[&str] = &["Title", "Summary", "Steps", "How to confirm", "How to mend"];

/// The sections that some causes have besides.
const OPTIONAL: &[&str] = &["Evidence", "What never happened", "What it is not"];

/// The sections that explain, in this order, at the end.
const EXPLAINING: &[&str] =
    &["What happens", "Why you see it there", "How to tell it apart", "Conditions", "Sources"];

/// The sections of a file that explains a cause which tables say, in this order.
const EXPLAINED: &[&str] = &[
    "How to confirm",
    "How to mend",
    "What happens",
    "Why you see it there",
    "How to tell it apart",
    "Conditions",
    "Sources",
];

/// The files of causes that need few words.
const BRIEF: &[&str] =
    &["causes/logs/nginx", "causes/general/words", "causes/general/shapes", "causes/joined/words"];

/// How a way to mend it begins.
const KINDS: &[&str] = &["Now: ", "Properly: ", "Hides it: "];

/// Programs that a command to copy may begin with.
const PROGRAMS: &[&str] = &[
    "aa-status",
    "arping",
    "auditctl",
    "ausearch",
    "awk",
    "bpftool",
    "bundle",
    "cat",
    "chronyc",
    "command",
    "conntrack",
    "coredumpctl",
    "crontab",
    "curl",
    "date",
    "df",
    "dig",
    "dmesg",
    "docker",
    "echo",
    "env",
    "ethtool",
    "file",
    "fincore",
    "find",
    "findmnt",
    "free",
    "fuser",
    "gdb",
    "gem",
    "getconf",
    "getent",
    "getfacl",
    "getsebool",
    "git",
    "grep",
    "head",
    "host",
    "id",
    "iostat",
    "ip",
    "ipcs",
    "iptables",
    "journalctl",
    "jstat",
    "kill",
    "kubectl",
    "ldconfig",
    "ldd",
    "locale",
    "ls",
    "lsattr",
    "lslocks",
    "lsof",
    "mount",
    "mtr",
    "mysql",
    "namei",
    "nc",
    "nft",
    "nginx",
    "node",
    "npm",
    "nstat",
    "openssl",
    "perf",
    "perl",
    "ping",
    "pmap",
    "prlimit",
    "ps",
    "psql",
    "python3",
    "quota",
    "readelf",
    "readlink",
    "realpath",
    "redis-cli",
    "restorecon",
    "rpcinfo",
    "sar",
    "smartctl",
    "sqlite3",
    "ss",
    "stat",
    "strace",
    "sudo",
    "sysctl",
    "systemctl",
    "tcpdump",
    "test",
    "time",
    "top",
    "tr",
    "traceroute",
    "type",
    "ulimit",
    "uname",
    "vmstat",
];

#[test]
fn every_cause_has_all_its_sections_with_text_below() {
    assert_none(|id, entry| {
        let mut wrong = Vec::new();
        if !entry.starts_with("# ") || prose::section(entry, "Title").contains("# ") {
            wrong.push("no name".into());
        }
        let headings: Vec<&str> = entry.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        for name in NEEDED.iter().chain(EXPLAINING) {
            if !headings.contains(name) {
                wrong.push(format!("`## {name}` is missing"));
            }
        }
        for name in &headings {
            if ![NEEDED, OPTIONAL, EXPLAINING].iter().any(|known| known.contains(name)) {
                wrong.push(format!("`## {name}` is no section that is read"));
            }
            if prose::section(entry, name).trim().len() < 10 {
                wrong.push(format!("`## {name}` has no text"));
            }
        }
        if headings.get(headings.len().saturating_sub(EXPLAINING.len())..) != Some(EXPLAINING) {
            wrong.push(format!("it does not end with {}", EXPLAINING.join(", ")));
        }
        let _ = id;
        wrong
    });
}

#[test]
fn every_cause_is_explained_whole_and_once() {
    let prose = Prose::built_in();
    let vocabulary = fs::read_to_string(xtask::root().join("tests/cause-ids.txt")).unwrap();
    let ids: Vec<&str> = vocabulary.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let mut explained = 0;
    let mut wrong: Vec<String> = Vec::new();
    for id in &ids {
        let entry = prose.entry(&format!("causes/explained/{id}"));
        let own = CAUSES.iter().any(|cause| cause.id == *id);
        explained += usize::from(!entry.is_empty());
        if own != entry.is_empty() && *id != NEVER_SAID {
            wrong.push(format!("{id}: a file of its own and one in explained/, or neither"));
        } else if !own && !entry.is_empty() {
            wrong.extend(wrong_explanation(entry, &ids).into_iter().map(|flaw| format!("{id}: {flaw}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} causes explained in their own files, {explained} in explained/", CAUSES.len());
    let files = fs::read_dir(xtask::root().join("analyzer/src/causes/explained")).unwrap().count();
    assert_eq!(files, explained, "a file in explained/ that no cause has");
}

/// A cause that is never said: it is what has nothing to do with the failure.
const NEVER_SAID: &str = "scanner-noise";

/// What is wrong with a file that explains a cause.
fn wrong_explanation(entry: &str, ids: &[&str]) -> Vec<String> {
    let mut wrong = wrong_commands(prose::section(entry, "How to confirm"));
    let headings: Vec<&str> = entry.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    if headings != EXPLAINED || !entry.starts_with("# ") {
        wrong.push(format!("its sections are {}", headings.join(", ")));
    }
    for name in EXPLAINED {
        if prose::section(entry, name).trim().len() < 10 {
            wrong.push(format!("`## {name}` has no text"));
        }
    }
    let mends: Vec<String> =
        prose::items(prose::section(entry, "How to mend")).into_iter().map(prose::line).collect();
    wrong.extend(mends.iter().filter(|line| !is_mend(line)).map(|line| format!("`{line}` is of no kind")));
    for kind in ["Now: ", "Properly: "] {
        if !mends.iter().any(|line| unconditioned(line).starts_with(kind)) {
            wrong.push(format!("nothing to mend it `{kind}`"));
        }
    }
    if prose::items(prose::section(entry, "How to confirm")).is_empty() {
        wrong.push("no command".into());
    }
    let apart = prose::items(prose::section(entry, "How to tell it apart"));
    if apart.len() < 2 {
        wrong.push("it is told apart from less than two".into());
    }
    for line in apart.into_iter().map(prose::line) {
        if !prose::keyed(&line).is_some_and(|(neighbour, _)| ids.contains(&neighbour)) {
            wrong.push(format!("`{line}` names no other cause"));
        }
    }
    // Whoever says the cause may not know what the mark stands for.
    let bare = prose::names(entry).filter(|name| entry.contains(&format!("{{{name}}}")));
    wrong.extend(bare.map(|name| format!("{{{name}}} has no words for where it is not known")));
    wrong
}

#[test]
fn every_command_is_one_and_says_what_it_prints() {
    assert_none(|_, entry| wrong_commands(prose::section(entry, "How to confirm")));
    assert_none_in_brief(wrong_commands);
}

/// What is wrong with the commands of a list; ways to mend it may stand in it as well.
fn wrong_commands(list: &str) -> Vec<String> {
    let mut wrong: Vec<String> = Vec::new();
    for item in prose::items(list) {
        let line = prose::line(item);
        if is_mend(&line) {
            continue;
        }
        let command = line.rsplit_once(": `").map_or(line.as_str(), |(_, command)| command);
        let program = command.trim_matches('`').split(' ').next().unwrap_or("");
        // What stands in capitals is for the reader to fill in.
        let placeholder = program.bytes().all(|byte| byte.is_ascii_uppercase());
        if !line.ends_with('`') || !(PROGRAMS.contains(&program) || placeholder) {
            wrong.push(format!("`{line}` is no command that is known"));
        }
        for answer in ["if so", "if not"] {
            if prose::inner(item, answer).is_empty() {
                wrong.push(format!("`{line}` does not say what it prints {answer}"));
            }
        }
    }
    wrong
}

#[test]
fn an_explanation_shows_nothing_of_how_it_is_written() {
    let prose = Prose::built_in();
    for cause in CAUSES {
        let text = prose.cause(cause.id).explanation();
        let shown = text.lines().map(|line| line.trim_start_matches(['-', ' ']));
        let wrong: Vec<&str> = shown.filter(|line| invariants::shows_marks(line)).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", cause.id);
    }
}

#[test]
fn every_way_to_mend_says_of_which_kind_it_is() {
    assert_none(|_, entry| {
        let items = prose::items(prose::section(entry, "How to mend"));
        let lines = items.into_iter().map(prose::line).filter(|line| !is_mend(line));
        lines.map(|line| format!("`{line}` is neither of {KINDS:?}")).collect()
    });
    assert_none_in_brief(|part| {
        let title = part.trim_start().lines().next().is_some_and(|line| !line.starts_with("- "));
        if title { Vec::new() } else { vec!["no title".into()] }
    });
}

fn is_mend(line: &str) -> bool {
    KINDS.iter().any(|kind| unconditioned(line).starts_with(kind))
}

#[test]
fn every_item_that_has_a_name_is_used_by_the_code() {
    let shared = under("reasoning");
    assert_none(|id, entry| {
        let code = read(&format!("{}.rs", id.replace('-', "_"))) + &shared;
        let known = |name: &str| code.contains(&format!("\"{name}\""));
        let mut wrong = Vec::new();
        for name in prose::names(entry).filter(|name| !known(name)) {
            wrong.push(format!("nothing sets the mark {{{name}}}"));
        }
        for section in ["Evidence", "What never happened", "What it is not", "Steps"] {
            for line in prose::items(prose::section(entry, section)).into_iter().map(prose::line) {
                for name in named(section, &line).into_iter().filter(|name| !known(name)) {
                    wrong.push(format!("no code knows `{name}` of {section}"));
                }
            }
        }
        wrong
    });
}

/// The names in backticks that tie a line to the code: its conditions, its key, what it rests on.
fn named(section: &str, line: &str) -> Vec<String> {
    let told = unconditioned(line);
    let condition = line.strip_suffix(told).unwrap_or("");
    let mut names: Vec<String> = condition.split('`').skip(1).step_by(2).map(String::from).collect();
    if section == "Steps" {
        names.extend(prose::tailed(told).1.split("`, `").filter(|name| !name.is_empty()).map(String::from));
    } else {
        names.extend(prose::keyed(told).map(|(name, _)| name.to_string()));
    }
    names
}

/// The text behind the condition, if it has one.
fn unconditioned(line: &str) -> &str {
    let conditional = line.starts_with("If `") || line.starts_with("If not `");
    line.split_once("`: ").filter(|_| conditional).map_or(line, |(_, told)| told)
}

#[test]
fn every_name_that_the_code_uses_has_its_words() {
    assert_none(|id, entry| {
        let code = read(&format!("{}.rs", id.replace('-', "_")));
        let shared = Prose::built_in().entry("causes/reasoning/shared").to_string();
        let mut wrong = Vec::new();
        for (call, sections) in [
            ("cites", [entry, shared.as_str()]),
            ("never", [prose::section(entry, "What never happened"), ""]),
            ("not", [prose::section(entry, "What it is not"), ""]),
        ] {
            for after in code.split(&format!(".{call}(")).skip(1) {
                let Some(name) = after.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
                else {
                    continue;
                };
                if !sections.iter().any(|text| text.contains(&format!("`{name}`: "))) {
                    wrong.push(format!("no words for `{name}` of .{call}()"));
                }
            }
        }
        wrong
    });
}

/// Asks of every cause what is wrong with it; `false_of` is given its id and its entry.
fn assert_none(false_of: impl Fn(&str, &str) -> Vec<String>) {
    let prose = Prose::built_in();
    let mut wrong = Vec::new();
    for cause in CAUSES {
        let entry = prose.entry(&format!("causes/{}", cause.id));
        wrong.extend(false_of(cause.id, entry).into_iter().map(|flaw| format!("{}.md: {flaw}", cause.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same for the causes that need few words and share a file: asks of the part of each what is wrong with it.
fn assert_none_in_brief(false_of: impl Fn(&str) -> Vec<String>) {
    let prose = Prose::built_in();
    let mut wrong = Vec::new();
    for file in BRIEF {
        let entry = prose.entry(file);
        let named = entry.lines().filter_map(|line| line.strip_prefix("## "));
        let ids: Vec<&str> =
            named.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())).collect();
        assert!(ids.len() > 20, "{file} names {} causes", ids.len());
        for id in ids {
            let flaws = false_of(prose::section(entry, id));
            wrong.extend(flaws.into_iter().map(|flaw| format!("{file}.md, {id}: {flaw}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A file of the causes; empty if it is not there.
fn read(name: &str) -> String {
    fs::read_to_string(xtask::root().join("analyzer/src/causes").join(name)).unwrap_or_default()
}

/// All Rust code of a folder of the causes.
fn under(folder: &str) -> String {
    let files = syscause_tests::rust_files::under(&format!("analyzer/src/causes/{folder}"));
    files.into_iter().map(|file| file.text).collect()
}
