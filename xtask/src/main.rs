//! Tasks of this repository: `cargo xtask <task>`.
#![allow(clippy::print_stdout, reason = "tasks say what they do")]

use std::process::ExitCode;

use xtask::{Outcome, browser, check, dist, pack, prose, run, scaffold, serve, test};

/// One task: its name, its arguments, what it does, and the function that does it.
struct Task {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Outcome,
}

/// Every task, in the order in which help lists them.
static TASKS: &[Task] = &[
    Task {
        name: "serve",
        arguments: "[--port N]",
        about: "installs what is missing, builds the page and serves it on 127.0.0.1:8080",
        run: serve::task,
    },
    Task {
        name: "test",
        arguments: "",
        about: "everything: unit, cases, architecture, documentation, wasm, the page in Chromium and Firefox",
        run: test::task,
    },
    Task {
        name: "browser",
        arguments: "[--in chromium|firefox] [--quick] [TEST]...",
        about: "the page in real browsers: all tests, or those whose names contain TEST; --quick builds in seconds",
        run: browser::task,
    },
    Task {
        name: "pictures",
        arguments: "",
        about: "makes the pictures in docs/pictures/ anew, from the built-in examples",
        run: browser::pictures,
    },
    Task {
        name: "check",
        arguments: "",
        about: "format, lints, documentation, words, size budget",
        run: check::task,
    },
    Task {
        name: "dist",
        arguments: "",
        about: "builds the page for release into dist/ and prints its size",
        run: dist::task,
    },
    Task {
        name: "prose",
        arguments: "",
        about: "writes the texts that the page loads into dist/; building the page does so by itself",
        run: prose::task,
    },
    Task {
        name: "pack",
        arguments: "",
        about: "makes the program in dist/ smaller to compress; building the page does so by itself",
        run: pack::task,
    },
    Task {
        name: "bench",
        arguments: "[--growth MB] [--instructions] [FILE | FOLDER]...",
        about: "how fast traces are read and explained, against other tools; writes docs/benchmarks.md",
        run: |arguments| run::own_binary("bench", "release", arguments),
    },
    Task {
        name: "score",
        arguments: "[--cases DIR] [--only TEXT] [--view VIEW]... [--misses]",
        about: "how often the analyzer is right on tests/cases, or on another folder of cases",
        run: |arguments| run::own_binary("score", "dev", arguments),
    },
    Task {
        name: "fuzz",
        arguments: "[--seconds N]",
        about: "feeds the analyzer damaged traces and looks for a panic",
        run: |arguments| run::own_binary("fuzz", "dev", arguments),
    },
    Task {
        name: "new-cause",
        arguments: "ID",
        about: "writes the files of a new cause and lists it",
        run: scaffold::new_cause,
    },
    Task {
        name: "new-format",
        arguments: "ID",
        about: "writes the file of a new format and lists it",
        run: scaffold::new_format,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        print_help();
        return ExitCode::from(2);
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        let asked_for_help = ["help", "--help", "-h"].contains(&name.as_str());
        if !asked_for_help {
            println!("There is no task `{name}`.\n");
        }
        print_help();
        return ExitCode::from(if asked_for_help { 0 } else { 2 });
    };
    match (task.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\ncargo xtask {name} failed: {why}");
            ExitCode::FAILURE
        }
    }
}

fn print_help() {
    println!("cargo xtask <task>\n");
    for task in TASKS {
        println!("  {:<11}{:<10} {}", task.name, task.arguments, task.about);
    }
}
