//! `cargo xtask browser`: the tests of the page in real browsers, all of them or those that are named.

use std::path::Path;

use crate::run::{cargo, program, say, show};
use crate::{Outcome, dist, dist_folder, root, tools};

/// The browsers, as `TEST_BROWSER` names them.
pub const BROWSERS: [&str; 2] = ["chromium", "firefox"];

/// What is tested where.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    /// In one browser only.
    browser: Option<String>,
    /// On a page that is built in seconds and not made small.
    quick: bool,
    /// Tests whose names contain one of these; all if there are none.
    tests: Vec<String>,
}

/// The task.
pub fn task(arguments: &[String]) -> Outcome {
    let wanted = read(arguments)?;
    tools::browser::ensure()?;
    tools::axe::ensure()?;
    let page = if wanted.quick {
        quick_page()?
    } else {
        if !dist_folder().join("index.html").is_file() {
            dist::build()?;
        }
        dist_folder()
    };
    let browsers = BROWSERS.iter().filter(|name| wanted.browser.as_deref().is_none_or(|only| only == **name));
    for browser in browsers {
        run(browser, &page, &wanted.tests)?;
    }
    Ok(())
}

/// `cargo xtask pictures`: the pictures of the documentation, from a fresh page.
pub fn pictures(_arguments: &[String]) -> Outcome {
    tools::browser::ensure()?;
    dist::build()?;
    let mut command = tests("chromium", &dist_folder(), &["pictures_for_readers".into()]);
    command.env(KEEP_PICTURES, "1");
    show(command).map(drop)
}

/// Has the pictures put in place of those that stand in `docs/pictures/`.
pub const KEEP_PICTURES: &str = "SYSCAUSE_PICTURES";

fn tests(browser: &str, page: &Path, tests: &[String]) -> std::process::Command {
    let mut command =
        cargo(&["test", "--locked", "--package", "syscause-tests", "--test", "browser", "--", "--nocapture"]);
    command.args(tests).env("TEST_BROWSER", browser).env("TEST_PAGE", page);
    command
}

/// Runs the tests in one browser on the page in a folder.
pub fn run(browser: &str, page: &Path, named: &[String]) -> Outcome {
    say(&format!("The page in {browser}"));
    let took = show(tests(browser, page, named))?;
    println!("    {browser}: {} s", took.as_secs());
    Ok(())
}

/// Builds a page that behaves like the released one, only larger and slower.
fn quick_page() -> Outcome<std::path::PathBuf> {
    tools::page::ensure()?;
    let folder = root().join("target/quick-page");
    say("Building the page as it is quickest, into target/quick-page/");
    let mut trunk = program("trunk", &["build", "--offline", "--dist"]);
    trunk.arg(&folder).env_remove("NO_COLOR");
    show(trunk)?;
    Ok(folder)
}

fn read(arguments: &[String]) -> Outcome<Wanted> {
    let mut wanted = Wanted::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--quick" => wanted.quick = true,
            "--in" => match rest.next().filter(|name| BROWSERS.contains(&name.as_str())) {
                Some(name) => wanted.browser = Some(name.clone()),
                None => return Err(format!("--in wants one of {}", BROWSERS.join(", "))),
            },
            option if option.starts_with('-') => return Err(format!("there is no option {option}")),
            test => wanted.tests.push(test.to_string()),
        }
    }
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_names_of_tests_are_told_apart() {
        let words = |text: &str| -> Vec<String> { text.split(' ').map(String::from).collect() };
        let wanted = Wanted { browser: Some("firefox".into()), quick: true, tests: vec!["axe".into()] };
        assert_eq!(read(&words("--in firefox axe --quick")), Ok(wanted));
        assert!(read(&words("--in safari")).is_err());
        assert!(read(&words("--slow")).is_err());
    }
}
