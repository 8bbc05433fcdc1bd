//! A real browser for tests: ChromeDriver and Chromium as children of the test, spoken to over the loopback.
//!
//! One browser runs at a time, so that what is measured in it is not the neighbour's work.
//! Whatever happens, a test ends only processes that it started itself.

mod base64;
mod http;
mod session;
pub mod tab;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::json;

use session::Session;
pub use tab::Tab;

/// What a step in the browser returns: an error is one sentence for the person who reads the test's output.
pub type Step<T = ()> = Result<T, String>;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Switches that keep the browser headless, quiet on the network and without questions.
const SWITCHES: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    // Whatever the page tries to reach, it reaches nothing.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/// A driver with one session; both end when it is dropped.
#[derive(Debug)]
pub struct Browser {
    session: Session,
    driver: Child,
    profile: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts the driver on a free port and a browser with an empty profile and a window of 1280 by 900.
    pub fn start() -> Step<Self> {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let found = xtask::tools::browser::find().ok_or(
            "there is no Chromium with ChromeDriver on this machine: `cargo xtask test` installs them",
        )?;
        let profile = xtask::root().join("target/browser-profile");
        // What an interrupted run left behind.
        let _ = std::fs::remove_dir_all(&profile);
        std::fs::create_dir_all(&profile).map_err(|why| format!("{}: {why}", profile.display()))?;

        let (mut driver, port) = started(&found.driver)?;
        let session = {
            let mut switches: Vec<String> = SWITCHES.iter().map(ToString::to_string).collect();
            switches.push(format!("--user-data-dir={}", profile.display()));
            switches.push("--window-size=1280,900".into());
            Session::start(
                port,
                &json!({
                    "goog:chromeOptions": { "binary": found.chromium, "args": switches },
                    "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
                }),
            )
        };
        match session {
            Ok(session) => Ok(Self { session, driver, profile, _alone: alone }),
            Err(why) => {
                end(&mut driver);
                Err(why)
            }
        }
    }

    /// Opens an address in the browser's tab and waits until its resources are loaded.
    pub fn open(&self, address: &str) -> Step<Tab<'_>> {
        let tab = Tab::new(&self.session);
        tab.go(address)?;
        Ok(tab)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.session.end();
        end(&mut self.driver);
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn end(driver: &mut Child) {
    let _ = driver.kill();
    let _ = driver.wait();
}

/// How often the driver is started until it holds a port.
const STARTS: usize = 5;

/// A running driver and its port.
///
/// It looks for a free port itself and then opens it for both kinds of address; whoever takes it in between makes
/// the driver end at once. So it is started again.
fn started(program: &Path) -> Step<(Child, u16)> {
    let mut failure = String::new();
    for _ in 0..STARTS {
        let mut driver = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| format!("{} does not start: {why}", program.display()))?;
        match port_of(&mut driver) {
            Ok(port) => return Ok((driver, port)),
            Err(why) => {
                end(&mut driver);
                failure = why;
            }
        }
    }
    Err(format!("{failure}, in {STARTS} starts"))
}

/// The port that the driver took, from the line in which it says so.
fn port_of(driver: &mut Child) -> Step<u16> {
    let output = driver.stdout.take().ok_or("ChromeDriver has no output")?;
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines
        .by_ref()
        .take(20)
        .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok())
        .ok_or("ChromeDriver did not say its port")?;
    // Its later lines are of no interest, but a full pipe would stop it.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(port)
}
