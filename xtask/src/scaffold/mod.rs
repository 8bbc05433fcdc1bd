//! `cargo xtask new-cause` and `new-format`: the files of a new entry, and its line in the visible list.

mod edit;

use std::fs;
use std::path::Path;

use crate::run::{cargo, say, show};
use crate::{Outcome, root};

const CAUSES: &str = "analyzer/src/causes";
const FORMATS: &str = "analyzer/src/formats";

/// The task `new-cause`.
pub fn new_cause(arguments: &[String]) -> Outcome {
    let id = id(arguments, "new-cause")?;
    let module = id.replace('-', "_");
    let examples = format!("tests/examples/causes/{id}");
    write(&format!("{CAUSES}/{module}.rs"), &include_str!("cause.rs.txt").replace("CAUSE-ID", id))?;
    write(&format!("{CAUSES}/{id}.md"), include_str!("cause.md.txt"))?;
    for side in ["speaks", "silent"] {
        for run in ["normal", "failing"] {
            write(&format!("{examples}/{side}/{run}.strace"), "")?;
        }
    }
    change(&format!("{CAUSES}/mod.rs"), |text| edit::with_module(text, &module))?;
    change(&format!("{CAUSES}/list.rs"), |text| {
        edit::with_item(text, "CAUSES: &[&Cause] = &[", &format!("&super::{module}::CAUSE"))
    })?;
    finish(&format!(
        "{CAUSES}/list.rs lists it first; move it behind every cause that is more specific. \
         Its test fails until {examples} holds a trace where it speaks and one where it is silent"
    ))
}

/// The task `new-format`.
pub fn new_format(arguments: &[String]) -> Outcome {
    let id = id(arguments, "new-format")?;
    let module = id.replace('-', "_");
    write(&format!("{FORMATS}/{module}.rs"), &include_str!("format.rs.txt").replace("FORMAT-ID", id))?;
    write(
        &format!("{FORMATS}/samples/{id}.txt"),
        "TODO: a line that belongs to this format and to no other\n",
    )?;
    change(&format!("{FORMATS}/samples.rs"), |text| {
        edit::with_item(
            text,
            "FILES: &[(&str, &str)] = &[",
            &format!(r#"("{id}", include_str!("samples/{id}.txt"))"#),
        )
    })?;
    change(&format!("{FORMATS}/mod.rs"), |text| {
        let text = edit::with_module(text, &format!("pub {module}"))?;
        edit::with_item(&text, "FORMATS: &[&Format] = &[", &format!("&{module}::FORMAT"))
    })?;
    finish(&format!("{FORMATS}/mod.rs lists it first; move it behind every format that is more specific"))
}

fn id<'a>(arguments: &'a [String], task: &str) -> Outcome<&'a str> {
    match arguments {
        [id] if edit::is_kebab(id) => Ok(id),
        _ => Err(format!("usage: cargo xtask {task} ID, with an id such as `disk-full`")),
    }
}

fn write(path: &str, content: &str) -> Outcome {
    let full = root().join(path);
    if full.exists() {
        return Err(format!("{path} is already there"));
    }
    let folder = full.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&full, content))
        .map_err(|why| format!("{path}: {why}"))?;
    println!("    wrote   {path}");
    Ok(())
}

fn change(path: &str, edit: impl FnOnce(&str) -> Option<String>) -> Outcome {
    let full = root().join(path);
    let text = fs::read_to_string(&full).map_err(|why| format!("{path}: {why}"))?;
    let changed =
        edit(&text).ok_or_else(|| format!("{path} looks other than expected: list the new entry by hand"))?;
    fs::write(&full, changed).map_err(|why| format!("{path}: {why}"))?;
    println!("    changed {path}");
    Ok(())
}

fn finish(next: &str) -> Outcome {
    show(cargo(&["fmt", "--package", "analyzer"]))?;
    say(next);
    Ok(())
}
