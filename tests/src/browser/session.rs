//! A WebDriver session (<https://www.w3.org/TR/webdriver2/>): commands in, values out.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Step, http};

/// No command may take longer; the slowest, a screenshot of a long page, takes about a second.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the end of a session may take before its processes are simply ended.
const FAREWELL: Duration = Duration::from_secs(5);

/// A session of a driver.
#[derive(Debug)]
pub struct Session {
    port: u16,
    path: String,
}

impl Session {
    /// Asks the driver for a browser.
    pub fn start(port: u16, capabilities: &Value) -> Step<Self> {
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let value = value_of(http::request(port, "POST", "/session", Some(&body), PATIENCE)?)?;
        let id = value.get("sessionId").and_then(Value::as_str).ok_or("the driver gave no session")?;
        Ok(Self { port, path: format!("/session/{id}") })
    }

    /// A command with a body.
    pub fn post(&self, command: &str, body: &Value) -> Step<Value> {
        let path = format!("{}/{command}", self.path);
        value_of(http::request(self.port, "POST", &path, Some(body), PATIENCE)?)
    }

    /// A command of Chromium's DevTools protocol.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Step<Value> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Closes the browser. An error is of no use here: the driver is ended next.
    pub fn end(&self) {
        let _ = http::request(self.port, "DELETE", &self.path, None, FAREWELL);
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
