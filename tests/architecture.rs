//! The house rules, read off the source text: who may use whom, and what no file may hold.

use syscause_tests::rust_files::{RustFile, under};

/// Which modules of the analyzer a module may name. A module that is not listed here fails the test.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("kernel", &["prose"]),
    ("order", &[]),
    ("seek", &[]),
    ("report", &["source"]),
    ("prose", &["report"]),
    ("model", &["source"]),
    ("formats", &["model", "source", "kernel"]),
    ("intake", &["formats", "model", "source"]),
    ("trace", &["model", "source", "kernel"]),
    ("roles", &["trace", "model", "source", "report", "kernel"]),
    ("align", &["trace", "model", "source", "kernel", "roles", "report"]),
    ("causes", &["align", "trace", "kernel", "model", "source", "roles", "report", "prose", "timeline"]),
    ("assemble", &["causes", "align", "trace", "kernel", "model", "source", "roles", "report", "timeline"]),
    ("timeline", &["trace", "model", "source", "report"]),
    ("redact", &["source", "report"]),
    (
        "render",
        &["align", "trace", "kernel", "model", "source", "roles", "report", "prose", "timeline", "Analysis"],
    ),
];

/// What every module may name.
const FOR_ALL: &[&str] = &["order", "seek"];

/// What the analyzer knows nothing of.
const NOT_IN_ANALYZER: &[&str] = &[
    "yew",
    "web_sys",
    "js_sys",
    "gloo",
    "wasm_bindgen",
    "std::fs",
    "std::time",
    "std::thread",
    "std::env",
    "TcpStream",
    "UdpSocket",
    "std::process",
    "SystemTime",
    "Instant::",
    "println!",
    "eprintln!",
];

/// What only `app/src/platform/` and the program itself name.
const ONLY_IN_PLATFORM: &[&str] = &["web_sys", "js_sys", "gloo", "wasm_bindgen"];

/// What ends the program on bad input.
const ENDS_THE_PROGRAM: &[&str] =
    &[".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];

/// Files may be this long.
const LONGEST: usize = 500;

/// Reading one number of this kind brings a table of 10 KB that cannot be packed.
const BRINGS_TABLES: &[&str] = &["f32", "f64"];

/// Asking these of all letters of the world brings tables of several KB: machines write ASCII.
const ASKS_OF_ALL_LETTERS: &[&str] = &[
    "to_lowercase",
    "to_uppercase",
    "is_alphanumeric",
    "is_alphabetic",
    "is_uppercase",
    "is_lowercase",
    "is_numeric",
];

/// What is compiled anew for every kind of item, at several KB each.
const TWICE_COMPILED: &[&str] =
    &["BTreeMap", "BTreeSet", "HashMap", "HashSet", ".sort(", ".sort_by", ".sort_unstable"];

/// The crates of the workspace.
const CRATES: &[&str] = &["analyzer/src", "app/src", "cli/src", "tests", "xtask/src"];

#[test]
fn modules_of_the_analyzer_use_only_what_is_below_them() {
    let mut broken = Vec::new();
    for file in under("analyzer/src") {
        let Some(module) = module_of(&file) else { continue };
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            broken.push(format!("{}: the module `{module}` is not listed in MAY_USE", file.path));
            continue;
        };
        for (line, used) in file.modules_used() {
            if used != module && !FOR_ALL.contains(&used.as_str()) && !allowed.contains(&used.as_str()) {
                broken.push(format!("{}:{line}: `{module}` uses `{used}`", file.path));
            }
        }
    }
    assert_none("a module uses what is above it", &broken);
}

#[test]
fn a_format_never_uses_another_format() {
    let mut broken = Vec::new();
    for file in under("analyzer/src/formats") {
        let Some(inside) = file.path.strip_prefix("analyzer/src/formats/") else { continue };
        let own = inside.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        if own == "mod" {
            continue;
        }
        for (line, text) in file.product_lines() {
            for named in text.split("formats::").skip(1) {
                let name: String =
                    named.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if !name.is_empty() && name != own {
                    broken.push(format!("{}:{line}: `{own}` uses `{name}`", file.path));
                }
            }
        }
    }
    assert_none("a format uses another format", &broken);
}

#[test]
fn the_analyzer_knows_nothing_of_browsers_files_clocks_and_threads() {
    assert_none("the analyzer names what it must not know", &naming(&under("analyzer/src"), NOT_IN_ANALYZER));
}

#[test]
fn only_the_platform_names_the_browser() {
    let mut files = under("app/src");
    files.retain(|file| !file.path.starts_with("app/src/platform") && !file.path.ends_with("main.rs"));
    assert_none("a file outside of app/src/platform names the browser", &naming(&files, ONLY_IN_PLATFORM));
}

#[test]
fn the_view_model_is_plain_data() {
    assert_none(
        "the view model names the page's library",
        &naming(&under("app/src/view_model"), &["yew", "html!"]),
    );
}

#[test]
fn nothing_in_the_product_ends_the_program() {
    let mut files = under("analyzer/src");
    files.extend(under("app/src"));
    files.extend(under("cli/src"));
    assert_none("a file can end the program", &naming(&files, ENDS_THE_PROGRAM));
}

#[test]
fn the_analyzer_sorts_and_maps_in_one_place() {
    let mut files = under("analyzer/src");
    files.retain(|file| !file.path.starts_with("analyzer/src/order/"));
    let broken = naming(&files, TWICE_COMPILED);
    assert_none("a standard map or sort is compiled anew for every kind: use analyzer::order", &broken);
}

#[test]
fn the_analyzer_reads_no_floating_point() {
    assert_none("use whole numbers", &naming(&under("analyzer/src"), BRINGS_TABLES));
}

#[test]
fn the_analyzer_knows_letters_without_tables() {
    assert_none("use the ASCII form", &naming(&under("analyzer/src"), ASKS_OF_ALL_LETTERS));
}

#[test]
fn every_file_says_first_what_it_is() {
    let broken: Vec<String> = all_files()
        .into_iter()
        .filter(|file| !first_words(file).is_some_and(|line| line.len() > 12 && line.starts_with("//! ")))
        .map(|file| file.path)
        .collect();
    assert_none("a file does not begin with `//! ` and a sentence", &broken);
}

#[test]
fn no_file_is_too_long() {
    let broken: Vec<String> = all_files()
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(length, _)| *length > LONGEST)
        .map(|(length, path)| format!("{path}: {length} lines"))
        .collect();
    assert_none("a file has more lines than one purpose needs", &broken);
}

#[test]
fn no_file_speaks_of_one_machine() {
    assert_eq!(xtask::words::check(), Ok(()));
}

/// The first line that is neither blank nor an attribute of the whole file.
fn first_words(file: &RustFile) -> Option<&str> {
    file.text.lines().find(|line| !line.is_empty() && !line.starts_with("#![") && !line.starts_with(' '))
}

fn all_files() -> Vec<RustFile> {
    CRATES.iter().flat_map(|folder| under(folder)).collect()
}

fn naming(files: &[RustFile], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in file.product_lines() {
            for word in words.iter().filter(|word| names(line, word)) {
                found.push(format!("{}:{number}: `{word}`", file.path));
            }
        }
    }
    found
}

/// True if the word stands in the line by itself: `gloo_file` names `gloo`, `igloo` does not.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        !line
            .get(..at)
            .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    })
}

fn module_of(file: &RustFile) -> Option<&str> {
    let inside = file.path.strip_prefix("analyzer/src/")?;
    let module = inside.split('/').next()?.trim_end_matches(".rs");
    (module != "lib").then_some(module)
}

fn assert_none(what: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{what}:\n{}", broken.join("\n"));
}

#[test]
fn every_dependency_has_its_reason_in_the_architecture() {
    let root = xtask::root();
    let architecture = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let own = ["analyzer", "app", "xtask", "syscause"];
    let mut broken = Vec::new();
    for folder in ["analyzer", "app", "cli", "tests", "xtask"] {
        let manifest = std::fs::read_to_string(root.join(folder).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let names = manifest
                .get(table)
                .and_then(toml::Value::as_table)
                .into_iter()
                .flatten()
                .map(|(name, _)| name);
            broken.extend(
                names
                    .filter(|name| {
                        !own.contains(&name.as_str()) && !architecture.contains(&format!("`{name}`"))
                    })
                    .map(|name| format!("{folder}: `{name}`")),
            );
        }
    }
    assert_none("a dependency is not listed in ARCHITECTURE.md", &broken);
}
