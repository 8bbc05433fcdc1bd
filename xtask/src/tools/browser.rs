//! What the browser tests need: Chromium with the ChromeDriver that belongs to it, and Firefox, which needs no driver.

use std::path::PathBuf;

use super::{DEBIAN_BROWSERS, debian};
use crate::Outcome;
use crate::run::say;

/// Chromium and its driver.
#[derive(Debug, Clone)]
pub struct Chromium {
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

const FIREFOX_NAMES: &[&str] = &["firefox-esr", "firefox"];
const FIREFOX_PLACES: &[&str] = &["/Applications/Firefox.app/Contents/MacOS/firefox"];

/// Chromium on this machine, if its driver is there as well.
///
/// The variables `CHROMIUM` and `CHROMEDRIVER` name other ones.
pub fn chromium() -> Option<Chromium> {
    Some(Chromium {
        chromium: locate("CHROMIUM", CHROMIUM_NAMES, CHROMIUM_PLACES)?,
        driver: locate("CHROMEDRIVER", DRIVER_NAMES, DRIVER_PLACES)?,
    })
}

/// Firefox on this machine; the variable `FIREFOX` names another one.
pub fn firefox() -> Option<PathBuf> {
    locate("FIREFOX", FIREFOX_NAMES, FIREFOX_PLACES)
}

/// Makes sure that both browsers are there: installs them where that is allowed, otherwise says how.
pub fn ensure() -> Outcome {
    let there = || chromium().is_some() && firefox().is_some();
    if there() {
        return Ok(());
    }
    say("Chromium, ChromeDriver or Firefox is missing: the page is tested in real browsers");
    debian::install(DEBIAN_BROWSERS)?;
    if there() { Ok(()) } else { Err(how_to_install()) }
}

fn how_to_install() -> String {
    let how = if cfg!(target_os = "macos") {
        "brew install --cask chromium chromedriver firefox".to_string()
    } else if debian::is_here() {
        debian::by_hand(DEBIAN_BROWSERS)
    } else {
        "install the packages of your system for Firefox, for Chromium, and for the ChromeDriver of the same version"
            .to_string()
    };
    format!(
        "the browser tests need Chromium, ChromeDriver and Firefox, and this task could not install them here. \
         Run `{how}`, or name them with the variables CHROMIUM, CHROMEDRIVER and FIREFOX."
    )
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
