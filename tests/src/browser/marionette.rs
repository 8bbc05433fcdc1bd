//! Marionette, Firefox's own remote protocol: JSON arrays over TCP, each behind its length.
//!
//! It is described at <https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html>; its commands are those
//! of WebDriver, so that no driver has to stand in between.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use super::Step;

/// A connection to Firefox.
#[derive(Debug)]
pub struct Wire {
    reader: BufReader<TcpStream>,
    number: u32,
}

impl Wire {
    /// Connects and hears the greeting. No answer may take longer than `patience`.
    pub fn connect(port: u16, patience: Duration) -> Step<Self> {
        let stream =
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(|why| format!("Marionette: {why}"))?;
        stream
            .set_read_timeout(Some(patience))
            .and_then(|()| stream.set_write_timeout(Some(patience)))
            .and_then(|()| stream.set_nodelay(true))
            .map_err(|why| format!("Marionette: {why}"))?;
        let mut wire = Self { reader: BufReader::new(stream), number: 0 };
        wire.hear()?;
        Ok(wire)
    }

    /// Gives a command and returns the value of its answer, or the error as a sentence.
    pub fn ask(&mut self, command: &str, body: &Value) -> Step<Value> {
        self.number += 1;
        let message = json!([0, self.number, command, body]).to_string();
        self.reader
            .get_mut()
            .write_all(format!("{}:{message}", message.len()).as_bytes())
            .map_err(|why| format!("{command}: {why}"))?;
        let mut answer = self.hear().map_err(|why| format!("{command}: {why}"))?;
        if let Some(error) = answer.get(2).filter(|error| !error.is_null()) {
            let part = |name| error.get(name).and_then(Value::as_str).unwrap_or_default();
            let message = part("message").lines().next().unwrap_or_default();
            return Err(format!("{}: {message}", part("error")));
        }
        let mut result = answer.get_mut(3).map(Value::take).unwrap_or_default();
        // Most answers are wrapped, those with several parts are not.
        Ok(match result.get_mut("value") {
            Some(value) => value.take(),
            None => result,
        })
    }

    fn hear(&mut self) -> Step<Value> {
        let mut length = Vec::new();
        self.reader.read_until(b':', &mut length).map_err(|why| why.to_string())?;
        let length = std::str::from_utf8(&length).unwrap_or_default().trim_end_matches(':');
        let length: usize = length.parse().map_err(|_| "Firefox has closed the connection".to_string())?;
        let mut message = vec![0; length];
        self.reader.read_exact(&mut message).map_err(|why| why.to_string())?;
        serde_json::from_slice(&message).map_err(|why| why.to_string())
    }
}
