//! Chromium: ChromeDriver speaks WebDriver over HTTP, and passes DevTools commands on.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::kept::{Kept, profile};
use super::session::{Command, Kind, Session, is_at_hand, text_at};
use super::{Step, http};

/// No command may take longer; the slowest, a screenshot of a long page, takes about a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often the driver is started until it holds a port.
const STARTS: usize = 5;

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

/// A session of ChromeDriver.
#[derive(Debug)]
struct Chromium {
    port: u16,
    path: String,
    _driver: Kept,
}

/// Starts ChromeDriver on a free port, and Chromium with an empty profile.
pub fn start(found: &xtask::tools::browser::Chromium) -> Step<Box<dyn Session>> {
    let profile = profile("chromium")?;
    let (driver, port) = started(&found.driver, &profile)?;
    let mut switches: Vec<String> = SWITCHES.iter().map(ToString::to_string).collect();
    switches.push(format!("--user-data-dir={}", profile.display()));
    switches.push("--window-size=1280,900".into());
    let wanted = json!({
        "goog:chromeOptions": { "binary": found.chromium, "args": switches },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    });
    let body = json!({ "capabilities": { "alwaysMatch": wanted } });
    let value = value_of(http::request(port, "POST", "/session", Some(&body), PATIENCE)?)?;
    let id = value.get("sessionId").and_then(Value::as_str).ok_or("the driver gave no session")?;
    Ok(Box::new(Chromium { port, path: format!("/session/{id}"), _driver: driver }))
}

impl Chromium {
    fn post(&self, command: &str, body: &Value) -> Step<Value> {
        let path = format!("{}/{command}", self.path);
        value_of(http::request(self.port, "POST", &path, Some(body), PATIENCE)?)
    }

    /// A command of Chromium's DevTools protocol.
    fn devtools(&self, command: &str, parameters: &Value) -> Step<Value> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }
}

impl Session for Chromium {
    fn kind(&self) -> Kind {
        Kind::Chromium
    }

    fn command(&self, command: Command<'_>, body: Value) -> Step<Value> {
        let path = match command {
            Command::Go => "url",
            Command::Reload => "refresh",
            Command::Back => "back",
            Command::Forward => "forward",
            Command::Script => "execute/sync",
            Command::Find => "element",
            Command::Click(id) => &format!("element/{id}/click"),
            Command::Type(id) => &format!("element/{id}/value"),
            Command::Act => "actions",
            Command::NewTab => "window/new",
            Command::SwitchTab => "window",
            Command::Tabs | Command::CloseTab => {
                let (method, rest) = if matches!(command, Command::Tabs) {
                    ("GET", "window/handles")
                } else {
                    ("DELETE", "window")
                };
                let path = format!("{}/{rest}", self.path);
                return value_of(http::request(self.port, method, &path, None, PATIENCE)?);
            }
        };
        self.post(path, &body)
    }

    fn resize(&self, width: u32, height: u32) -> Step {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics).map(drop)
    }

    fn emulate(&self, medium: &str, features: &[(&str, &str)]) -> Step {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", &json!({ "media": medium, "features": features }))
            .map(drop)
    }

    fn console(&self) -> Step<Vec<String>> {
        let entries = self.post("se/log", &json!({ "type": "browser" }))?;
        let said = |entry| format!("{} {}", text_at(entry, "level"), text_at(entry, "message"));
        Ok(entries.as_array().into_iter().flatten().map(said).collect())
    }

    fn requests(&self) -> Step<Vec<String>> {
        let entries = self.post("se/log", &json!({ "type": "performance" }))?;
        let mut addresses = Vec::new();
        for entry in entries.as_array().into_iter().flatten() {
            let event: Value = serde_json::from_str(text_at(entry, "message")).unwrap_or_default();
            if event.pointer("/message/method").and_then(Value::as_str) == Some("Network.requestWillBeSent") {
                let address = event.pointer("/message/params/request/url").and_then(Value::as_str);
                addresses.extend(address.filter(|text| !is_at_hand(text)).map(ToString::to_string));
            }
        }
        Ok(addresses)
    }

    fn paste(&self, text: &str) -> Step {
        // Its clipboard is the machine's, so that the event that follows from Ctrl+V has to do.
        let body = "const data = new DataTransfer();
            data.setData('text/plain', arguments[0]);
            const target = document.activeElement ?? document.body;
            target.dispatchEvent(
                new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
        self.command(Command::Script, json!({ "script": body, "args": [text] })).map(drop)
    }

    fn picture(&self, whole: bool) -> Step<String> {
        let shot = self.devtools("Page.captureScreenshot", &json!({ "captureBeyondViewport": whole }))?;
        Ok(text_at(&shot, "data").to_string())
    }
}

/// The value of an answer, or the driver's error as a sentence.
fn value_of(mut answer: Value) -> Step<Value> {
    let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
    match (value.get("error"), value.get("message")) {
        (Some(Value::String(error)), Some(Value::String(message))) => {
            Err(format!("{error}: {}", message.lines().next().unwrap_or_default()))
        }
        _ => Ok(value),
    }
}

/// A running driver and its port.
///
/// It looks for a free port itself and then opens it for both kinds of address; whoever takes it in between makes
/// the driver end at once. So it is started again.
fn started(program: &Path, profile: &Path) -> Step<(Kept, u16)> {
    let mut failure = String::new();
    for _ in 0..STARTS {
        let mut driver = Kept::start(program, &["--port=0".into()], profile)?;
        match port_of(&mut driver) {
            Ok(port) => return Ok((driver, port)),
            Err(why) => failure = why,
        }
    }
    Err(format!("{failure}, in {STARTS} starts"))
}

/// The port that the driver took, from the line in which it says so.
fn port_of(driver: &mut Kept) -> Step<u16> {
    let mut lines = BufReader::new(driver.output()?).lines().map_while(Result::ok);
    let port = lines
        .by_ref()
        .take(20)
        .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok())
        .ok_or("ChromeDriver did not say its port")?;
    // Its later lines are of no interest, but a full pipe would stop it.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(port)
}
