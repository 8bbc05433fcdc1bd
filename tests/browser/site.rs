//! The built page, served from the loopback by the test itself.

use std::path::PathBuf;
use std::sync::Arc;

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};
use xtask::server::{Server, answer_forever};

/// The policy that the page adds once it has loaded.
const LOCKED: &str = "meta[http-equiv=\"Content-Security-Policy\"][content=\"connect-src 'none'\"]";

/// The page on a port of its own.
pub struct Site {
    server: Arc<Server>,
}

impl Site {
    /// Serves the page at `/`.
    pub fn start() -> Step<Self> {
        Self::under("/")
    }

    /// Serves the page from a sub-path, as many static hosts do.
    pub fn under(prefix: &str) -> Step<Self> {
        // One that was built otherwise is tested with `cargo xtask browser --quick`.
        let named = std::env::var_os("TEST_PAGE").map(PathBuf::from);
        let folder = named.unwrap_or_else(xtask::dist_folder);
        if !folder.join("index.html").is_file() {
            let folder = folder.display();
            return Err(format!("there is no built page in {folder}: run `cargo xtask dist` first"));
        }
        let server = Server::bind_under(0, &folder, prefix).map_err(|why| format!("no port: {why}"))?;
        let server = Arc::new(server);
        let answering = Arc::clone(&server);
        // Ends with the test's process; it holds nothing but its port.
        std::thread::spawn(move || answer_forever(&answering));
        Ok(Self { server })
    }

    /// Opens the page and waits until it takes input, has fetched its worker and has forbidden itself every request.
    pub fn open<'b>(&self, browser: &'b Browser) -> Step<Tab<'b>> {
        let tab = browser.open(&self.server.address())?;
        tab.wait_for(&hook("inbox"))?;
        tab.wait_until(
            "the page to lock itself",
            "return !!document.querySelector(arguments[0]);",
            &[LOCKED.into()],
        )?;
        Ok(tab)
    }

    /// What the page asked the server for so far.
    pub fn asked(&self) -> Vec<String> {
        self.server.asked()
    }
}
