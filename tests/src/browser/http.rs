//! One HTTP request with a JSON body to the loopback address: all that WebDriver needs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Sends a request and returns the JSON of the answer's body, whatever its status.
///
/// # Errors
/// Nothing answers within `patience`, or what answers is not JSON.
pub fn request(
    port: u16,
    method: &str,
    path: &str,
    body: Option<&Value>,
    patience: Duration,
) -> Result<Value, String> {
    let failed = |what: &str, why: &dyn std::fmt::Display| format!("{method} {path}: {what}: {why}");
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(|why| failed("connect", &why))?;
    stream
        .set_read_timeout(Some(patience))
        .and_then(|()| stream.set_write_timeout(Some(patience)))
        .map_err(|why| failed("time-out", &why))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    (&stream)
        .write_all(head.as_bytes())
        .and_then(|()| (&stream).write_all(body.as_bytes()))
        .map_err(|why| failed("send", &why))?;
    let answer = read_body(&stream).map_err(|why| failed("answer", &why))?;
    serde_json::from_slice(&answer).map_err(|why| failed("not JSON", &why))
}

fn read_body(stream: &TcpStream) -> std::io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}
