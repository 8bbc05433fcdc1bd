//! What a browser is told over its driver's protocol, whichever it is.

use std::fmt::Debug;

use serde_json::{Value, json};

use super::Step;

/// Which browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chromium, or a browser made of it.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Kind {
    /// The one that the variable `TEST_BROWSER` names; Chromium if it is not set.
    pub fn wanted() -> Step<Self> {
        match std::env::var("TEST_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Ok(Self::Chromium),
            Ok("firefox") => Ok(Self::Firefox),
            Ok(other) => Err(format!("TEST_BROWSER is `{other}`; it may be `chromium` or `firefox`")),
        }
    }

    /// Its name as `TEST_BROWSER` has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }
}

/// The commands of WebDriver (<https://www.w3.org/TR/webdriver2/>) that tests use; ids are those of elements.
#[derive(Debug, Clone, Copy)]
pub enum Command<'a> {
    /// Goes to `url`.
    Go,
    /// Loads the page anew.
    Reload,
    /// Goes a step back.
    Back,
    /// Goes a step forward.
    Forward,
    /// Runs `script` with `args`.
    Script,
    /// The first element for `value`, a selector `using` some language.
    Find,
    /// Clicks an element.
    Click(&'a str),
    /// Types `text` into an element.
    Type(&'a str),
    /// Does `actions` with keyboard and mouse.
    Act,
    /// The handles of all tabs.
    Tabs,
    /// Opens a tab, whose `handle` is in the answer.
    NewTab,
    /// Goes to the tab with this `handle` (the same as `name`).
    SwitchTab,
    /// Closes the tab that the session is in.
    CloseTab,
}

/// A browser that listens.
pub trait Session: Debug + Send {
    /// Which browser it is.
    fn kind(&self) -> Kind;

    /// Gives a command and returns the value of its answer.
    fn command(&self, command: Command<'_>, body: Value) -> Step<Value>;

    /// Makes the page that wide and high.
    fn resize(&self, width: u32, height: u32) -> Step;

    /// Tells the page for which medium it is drawn (empty for the screen) and what its user prefers: features of media
    /// queries with their values. What was told before no longer holds.
    fn emulate(&self, medium: &str, features: &[(&str, &str)]) -> Step;

    /// What the console holds since the last look: `SEVERE`, `WARNING` or `INFO`, and what was said.
    fn console(&self) -> Step<Vec<String>>;

    /// The addresses that pages asked the network for since the last look.
    fn requests(&self) -> Step<Vec<String>>;

    /// Pastes text into whatever has the focus, as its user does.
    fn paste(&self, text: &str) -> Step;

    /// A picture of the whole page, or of what is in sight: a PNG in Base64.
    fn picture(&self, whole: bool) -> Step<String>;
}

/// Opens an empty tab and closes all others.
pub fn fresh_tab(session: &dyn Session) -> Step {
    let before = session.command(Command::Tabs, json!({}))?;
    let opened = session.command(Command::NewTab, json!({ "type": "tab", "focus": true }))?;
    let switch = |handle: &Value| {
        session.command(Command::SwitchTab, json!({ "handle": handle, "name": handle })).map(drop)
    };
    for handle in before.as_array().into_iter().flatten() {
        switch(handle)?;
        session.command(Command::CloseTab, json!({}))?;
    }
    switch(opened.get("handle").unwrap_or(&Value::Null))
}

/// A text inside of a value; empty if there is none.
pub fn text_at<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// True for addresses of what the page already holds, and of the browser's own pages.
pub fn is_at_hand(address: &str) -> bool {
    ["blob:", "data:", "chrome:", "about:", "resource:", "moz-extension:"]
        .iter()
        .any(|start| address.starts_with(start))
}
