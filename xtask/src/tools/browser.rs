//! What the browser tests need: Chromium and the ChromeDriver that belongs to it.

use std::path::{Path, PathBuf};

use super::DEBIAN_BROWSER;
use crate::Outcome;
use crate::run::{output, program, say, show};

/// A browser and its driver.
#[derive(Debug, Clone)]
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// ChromeDriver.
    pub driver: PathBuf,
}

const CHROMIUM_NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_PLACES: &[&str] = &[
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const DRIVER_NAMES: &[&str] = &["chromedriver"];
const DRIVER_PLACES: &[&str] = &[
    "/usr/lib/chromium/chromedriver",
    "/usr/lib/chromium-browser/chromedriver",
    "/opt/homebrew/bin/chromedriver",
    "/usr/local/bin/chromedriver",
];

/// The browser on this machine, if both parts of it are there.
///
/// The variables `CHROMIUM` and `CHROMEDRIVER` name other ones.
pub fn find() -> Option<Browser> {
    Some(Browser {
        chromium: locate("CHROMIUM", CHROMIUM_NAMES, CHROMIUM_PLACES)?,
        driver: locate("CHROMEDRIVER", DRIVER_NAMES, DRIVER_PLACES)?,
    })
}

/// Finds the browser; installs it where that is allowed, otherwise says how.
pub fn ensure() -> Outcome<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let apt = Path::new("/usr/bin/apt-get").exists();
    let prefix = if apt { root_prefix() } else { None };
    if let Some(prefix) = prefix {
        say("Installing Chromium and ChromeDriver from Debian: the page is tested in a real browser");
        show(apt_get(prefix, &["update"]))?;
        let mut arguments = vec!["install", "-y", "--no-install-recommends"];
        arguments.extend(DEBIAN_BROWSER);
        show(apt_get(prefix, &arguments))?;
    }
    find().ok_or_else(|| how_to_install(apt))
}

fn how_to_install(apt: bool) -> String {
    let how = if cfg!(target_os = "macos") {
        "brew install --cask chromium && brew install --cask chromedriver".to_string()
    } else if apt {
        format!(
            "sudo apt-get update && sudo apt-get install --no-install-recommends {}",
            DEBIAN_BROWSER.join(" ")
        )
    } else {
        "install the packages of your system for Chromium and for the ChromeDriver of the same version"
            .to_string()
    };
    format!(
        "the browser tests need Chromium and ChromeDriver, and this task may not install them here. \
         Run `{how}`, or name them with the variables CHROMIUM and CHROMEDRIVER."
    )
}

/// What to put before a command so that it runs as root without a question; `None` where that is not allowed.
fn root_prefix() -> Option<&'static [&'static str]> {
    if output(program("id", &["-u"])).as_deref() == Some("0") {
        return Some(&[]);
    }
    output(program("sudo", &["-n", "true"])).map(|_| -> &'static [&'static str] { &["sudo", "-n"] })
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> std::process::Command {
    let words: Vec<&str> = prefix
        .iter()
        .copied()
        .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .chain(arguments.iter().copied())
        .collect();
    words.split_first().map_or_else(|| program("apt-get", arguments), |(first, rest)| program(first, rest))
}

fn locate(variable: &str, names: &[&str], places: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .chain(places.iter().map(PathBuf::from))
        .find(|candidate| candidate.is_file())
}
