//! Firefox, through Marionette: what WebDriver has no command for is asked of the browser's own scripts.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Step;
use super::kept::{Kept, profile};
use super::keyboard::key;
use super::marionette::Wire;
use super::session::{Command, Kind, Session, is_at_hand};

/// No command may take longer, the first one included, for which Firefox has to finish its start.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks whether it listens.
const PAUSE: Duration = Duration::from_millis(50);

/// Marionette takes a free port; whatever the page tries to reach, it reaches nothing; links and buttons are stops of
/// the Tab key on every system; scroll bars take no room.
const SETTINGS: &str = r#"
user_pref("marionette.port", 0);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.proxy.no_proxies_on", "127.0.0.1");
user_pref("accessibility.tabfocus", 7);
user_pref("ui.useOverlayScrollbars", 1);
"#;

/// Scripts that run in the browser itself and not in the page.
const WATCH: &str = "
    window.askedFor ??= [];
    window.watchesRequests ??= (() => {
        const heard = channel => {
            const { loadInfo } = channel.QueryInterface(Ci.nsIHttpChannel);
            // Neither a tab's nor a worker's: the browser's own.
            const own = !loadInfo?.browsingContext && loadInfo?.triggeringPrincipal?.isSystemPrincipal;
            if (!own) window.askedFor.push(channel.URI.spec);
        };
        Services.obs.addObserver(heard, 'http-on-modify-request');
        return heard;
    })();";
const REQUESTS: &str = "const asked = window.askedFor; window.askedFor = []; return asked;";
const ERRORS: &str = "
    // The browser itself complains about its own scripts there, too.
    const ofPages = m => m instanceof Ci.nsIScriptError && /^(blob:)?http/.test(m.sourceName);
    const said = Services.console.getMessageArray().filter(ofPages);
    Services.console.reset();
    return said.map(m => (m.flags & Ci.nsIScriptError.warningFlag ? 'WARNING ' : 'SEVERE ') + m.errorMessage);";
const RESIZE: &str = "
    const { style } = gBrowser.selectedBrowser;
    for (const [name, pixels] of [['width', arguments[0]], ['height', arguments[1]]])
        for (const bound of ['min', 'max']) style.setProperty(`${bound}-${name}`, `${pixels}px`);";
const EMULATE: &str = "
    const wanted = Object.fromEntries(arguments[1]);
    const set = (name, value) =>
        value === null ? Services.prefs.clearUserPref(name) : Services.prefs.setIntPref(name, value);
    const { browsingContext } = gBrowser.selectedBrowser;
    browsingContext.mediumOverride = arguments[0];
    browsingContext.prefersColorSchemeOverride = wanted['prefers-color-scheme'] ?? 'none';
    // Black on white from the system means more contrast; the page keeps its own colours.
    const contrast = wanted['prefers-contrast'] === 'more' ? 1 : null;
    set('ui.useAccessibilityTheme', contrast);
    set('browser.display.document_color_use', contrast);
    set('ui.prefersReducedMotion', wanted['prefers-reduced-motion'] === 'reduce' ? 1 : 0);";
const COPY: &str =
    "Cc['@mozilla.org/widget/clipboardhelper;1'].getService(Ci.nsIClipboardHelper).copyString(arguments[0]);";
/// What pages told the console: runs beside the page, with the rights of the browser.
const TOLD: &str = "
    const storage = Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage);
    const told = storage.getEvents();
    storage.clearEvents();
    const levels = { error: 'SEVERE', assert: 'SEVERE', warn: 'WARNING' };
    return told.map(e => `${levels[e.level] ?? 'INFO'} ${Array.from(e.arguments ?? []).map(String).join(' ')}`);";

/// A running Firefox.
#[derive(Debug)]
struct Firefox {
    wire: RefCell<Wire>,
    _process: Kept,
}

/// Starts Firefox with an empty profile and connects to it.
pub fn start(program: &Path) -> Step<Box<dyn Session>> {
    let profile = profile("firefox")?;
    fs::write(profile.join("user.js"), SETTINGS).map_err(|why| format!("{}: {why}", profile.display()))?;
    let arguments =
        ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile"];
    let mut arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    arguments.push(profile.display().to_string());
    arguments.extend(["--width", "1366", "--height", "1000"].map(String::from));
    let mut process = Kept::start(program, &arguments, &profile)?;
    let mut output = process.output()?;
    // Nobody reads it, but a full pipe would stop it.
    std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));

    let mut wire = Wire::connect(port_of(&profile)?, PATIENCE)?;
    wire.ask("WebDriver:NewSession", &json!({}))?;
    let firefox = Firefox { wire: RefCell::new(wire), _process: process };
    firefox.in_browser(WATCH, &[])?;
    Ok(Box::new(firefox))
}

/// The port that Marionette took: it writes it into the profile once it listens.
fn port_of(profile: &Path) -> Step<u16> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let said = fs::read_to_string(profile.join("MarionetteActivePort")).unwrap_or_default();
        if let Ok(port) = said.trim().parse() {
            return Ok(port);
        }
        sleep(PAUSE);
    }
    Err(format!("Firefox does not listen after {} s", PATIENCE.as_secs()))
}

impl Firefox {
    fn ask(&self, command: &str, body: &Value) -> Step<Value> {
        self.wire.try_borrow_mut().map_err(|_| "Firefox is being asked".to_string())?.ask(command, body)
    }

    /// What the browser is told reaches the page a moment later.
    fn wait_for(&self, what: &str, there: &str, arguments: &[Value]) -> Step {
        let start = Instant::now();
        let there = json!({ "script": there, "args": arguments });
        while self.ask("WebDriver:ExecuteScript", &there)? != json!(true) {
            if start.elapsed() > PATIENCE {
                return Err(format!("the page in Firefox does not hear of {what}"));
            }
            sleep(PAUSE);
        }
        Ok(())
    }

    /// Runs a script in the browser instead of the page.
    fn in_browser(&self, body: &str, arguments: &[Value]) -> Step<Value> {
        self.ask("Marionette:SetContext", &json!({ "value": "chrome" }))?;
        let done = self.ask("WebDriver:ExecuteScript", &json!({ "script": body, "args": arguments }));
        self.ask("Marionette:SetContext", &json!({ "value": "content" }))?;
        done
    }
}

impl Session for Firefox {
    fn kind(&self) -> Kind {
        Kind::Firefox
    }

    fn command(&self, command: Command<'_>, mut body: Value) -> Step<Value> {
        let name = match command {
            Command::Go => "WebDriver:Navigate",
            Command::Reload => "WebDriver:Refresh",
            Command::Back => "WebDriver:Back",
            Command::Forward => "WebDriver:Forward",
            Command::Script => "WebDriver:ExecuteScript",
            Command::Find => "WebDriver:FindElement",
            Command::Click(_) => "WebDriver:ElementClick",
            Command::Type(_) => "WebDriver:ElementSendKeys",
            Command::Act => "WebDriver:PerformActions",
            Command::Tabs => "WebDriver:GetWindowHandles",
            Command::NewTab => "WebDriver:NewWindow",
            Command::SwitchTab => "WebDriver:SwitchToWindow",
            Command::CloseTab => "WebDriver:CloseWindow",
        };
        if let (Command::Click(id) | Command::Type(id), Some(body)) = (command, body.as_object_mut()) {
            body.insert("id".into(), json!(id));
        }
        self.ask(name, &body)
    }

    fn resize(&self, width: u32, height: u32) -> Step {
        self.in_browser(RESIZE, &[json!(width), json!(height)])?;
        let there = "return innerWidth === arguments[0] && innerHeight === arguments[1];";
        self.wait_for(&format!("{width} by {height}"), there, &[json!(width), json!(height)])
    }

    fn emulate(&self, medium: &str, features: &[(&str, &str)]) -> Step {
        let known = ["prefers-color-scheme", "prefers-contrast", "prefers-reduced-motion"];
        if let Some((name, _)) = features.iter().find(|(name, _)| !known.contains(name)) {
            return Err(format!("nobody has said how Firefox is told about {name}"));
        }
        self.in_browser(EMULATE, &[json!(medium), json!(features)])?;
        // On paper Firefox always prefers light.
        let there = "return matchMedia(arguments[0] || 'screen').matches
            && arguments[1].filter(([name]) => arguments[0] !== 'print' || name !== 'prefers-color-scheme').every(([name, value]) => matchMedia(`(${name}: ${value})`).matches);";
        self.wait_for(&format!("{medium} {features:?}"), there, &[json!(medium), json!(features)])
    }

    fn console(&self) -> Step<Vec<String>> {
        let errors = self.in_browser(ERRORS, &[])?;
        let told =
            self.ask("WebDriver:ExecuteScript", &json!({ "script": TOLD, "args": [], "sandbox": "system" }))?;
        let both = [errors, told];
        let said = both.iter().filter_map(Value::as_array).flatten().filter_map(Value::as_str);
        Ok(said.map(ToString::to_string).collect())
    }

    fn requests(&self) -> Step<Vec<String>> {
        let asked = self.in_browser(REQUESTS, &[])?;
        let asked = asked.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(asked.filter(|address| !is_at_hand(address)).map(ToString::to_string).collect())
    }

    fn paste(&self, text: &str) -> Step {
        // Without a screen the clipboard is Firefox's own; an event made up by a script would come without its text.
        self.in_browser(COPY, &[json!(text)])?;
        let held = if cfg!(target_os = "macos") { key::COMMAND } else { key::CONTROL };
        let actions = json!([
            { "type": "keyDown", "value": held },
            { "type": "keyDown", "value": "v" },
            { "type": "keyUp", "value": "v" },
            { "type": "keyUp", "value": held },
        ]);
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.command(Command::Act, json!({ "actions": [keyboard] })).map(drop)
    }

    fn picture(&self, whole: bool) -> Step<String> {
        let shot = self.ask("WebDriver:TakeScreenshot", &json!({ "full": whole, "hash": false }))?;
        Ok(shot.as_str().unwrap_or_default().to_string())
    }
}
