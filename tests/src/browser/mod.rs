//! A real browser for tests: Chromium through ChromeDriver or Firefox through Marionette, over the loopback.
//!
//! One process of tests runs one browser, named by the variable `TEST_BROWSER` (`chromium` if it is not set); each test
//! gets a fresh tab and has the browser to itself, so that what is measured in it is not the neighbour's work.
//! Whatever happens, a test ends only processes that it started itself.

pub mod axe;
mod base64;
mod chromium;
mod firefox;
mod http;
mod kept;
pub mod keyboard;
mod marionette;
mod session;
pub mod tab;

use std::sync::{Mutex, MutexGuard, PoisonError};

use xtask::tools::browser as found;

pub use session::Kind;
use session::Session;
pub use tab::Tab;

/// What a step in the browser returns: an error is one sentence for the person who reads the test's output.
pub type Step<T = ()> = Result<T, String>;

/// The browser of this process. It starts for the first test and is ended when the process ends: see `kept`.
static RUNNING: Mutex<Option<Box<dyn Session>>> = Mutex::new(None);

/// The browser, lent to one test with an empty tab.
#[derive(Debug)]
pub struct Browser {
    running: MutexGuard<'static, Option<Box<dyn Session>>>,
}

impl Browser {
    /// Waits for the browser, starts it if it is not there, and opens a tab of 1280 by 900 in place of the last test's.
    pub fn start() -> Step<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        // One that a test has brought down is replaced by another.
        if running.as_deref().is_none_or(|session| emptied(session).is_err()) {
            *running = None;
            let session = start(Kind::wanted()?)?;
            emptied(&*session)?;
            *running = Some(session);
        }
        Ok(Self { running })
    }

    /// The same in this browser only; in another one `None`, and the test says why it is skipped.
    #[allow(clippy::print_stdout, reason = "what is skipped is said")]
    pub fn start_only_in(kind: Kind, why: &str) -> Step<Option<Self>> {
        let wanted = Kind::wanted()?;
        if wanted == kind {
            return Self::start().map(Some);
        }
        println!("not in {}: {why}", wanted.name());
        Ok(None)
    }

    /// Opens an address in the browser's tab and waits until its resources are loaded.
    pub fn open(&self, address: &str) -> Step<Tab<'_>> {
        let tab = Tab::new(self.running.as_deref().ok_or("the browser is gone")?);
        tab.go(address)?;
        Ok(tab)
    }
}

fn start(kind: Kind) -> Step<Box<dyn Session>> {
    let missing = |what| format!("{what} is not on this machine: `cargo xtask test` installs it");
    match kind {
        Kind::Chromium => {
            chromium::start(&found::chromium().ok_or_else(|| missing("Chromium with ChromeDriver"))?)
        }
        Kind::Firefox => firefox::start(&found::firefox().ok_or_else(|| missing("Firefox"))?),
    }
}

/// A fresh tab in place of all others, as a user has it who has set nothing.
fn emptied(session: &dyn Session) -> Step {
    session::fresh_tab(session)?;
    session.emulate("", &[])?;
    session.resize(1280, 900)?;
    // What earlier tests left there.
    session.requests()?;
    session.console().map(drop)
}
