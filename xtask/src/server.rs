//! A small static server: the page on the loopback address, and a record of what was asked for.
//!
//! It serves plain files with the right types and nothing else, like the static hosts the page is made for.
//! Under a prefix it stands for a host that serves the page from a sub-path.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// A silent client is given up after this.
const PATIENCE: Duration = Duration::from_secs(10);
/// A request's head longer than this is not answered.
const HEAD_LIMIT: u64 = 16 * 1024;

/// A server that holds its port. Files are read anew for every request.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    site: Arc<Site>,
}

#[derive(Debug)]
struct Site {
    folder: PathBuf,
    prefix: String,
    asked: Mutex<Vec<String>>,
}

impl Server {
    /// Takes a port of the loopback address, any free one for port 0; serves `folder` at `/`.
    ///
    /// # Errors
    /// The port is in use or not allowed.
    pub fn bind(port: u16, folder: &Path) -> std::io::Result<Self> {
        Self::bind_under(port, folder, "/")
    }

    /// The same, with the folder under a path such as `/tools/syscause/`.
    ///
    /// # Errors
    /// The port is in use or not allowed.
    pub fn bind_under(port: u16, folder: &Path, prefix: &str) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let site = Site { folder: folder.to_path_buf(), prefix: prefix.to_string(), asked: Mutex::default() };
        Ok(Self { listener, site: Arc::new(site) })
    }

    /// The port it holds.
    pub fn port(&self) -> u16 {
        self.listener.local_addr().map_or(0, |address| address.port())
    }

    /// The address of the page.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port(), self.site.prefix)
    }

    /// The paths that were asked for so far, in order.
    pub fn asked(&self) -> Vec<String> {
        self.site.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Answers until the program ends; one thread per connection.
pub fn answer_forever(server: &Server) {
    for stream in server.listener.incoming().flatten() {
        let site = Arc::clone(&server.site);
        thread::spawn(move || {
            // A client that goes away in the middle is no concern of the server.
            let _ = answer(&stream, &site);
        });
    }
}

fn answer(stream: &TcpStream, site: &Site) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut head = BufReader::new(stream.take(HEAD_LIMIT));
    let mut request = String::new();
    head.read_line(&mut request)?;
    let mut line = String::new();
    while head.read_line(&mut line)? > 2 {
        line.clear();
    }
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    site.asked.lock().unwrap_or_else(PoisonError::into_inner).push(target.to_string());
    let (status, kind, content) = match (method, file_for(site, target)) {
        ("GET" | "HEAD", Some(path)) => match fs::read(&path) {
            Ok(content) => ("200 OK", content_type(&path), content),
            Err(_) => ("404 Not Found", "text/plain", b"there is no such file\n".to_vec()),
        },
        ("GET" | "HEAD", None) => ("404 Not Found", "text/plain", b"there is no such file\n".to_vec()),
        _ => ("405 Method Not Allowed", "text/plain", b"only GET and HEAD\n".to_vec()),
    };
    let mut out = stream;
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        content.len()
    )?;
    if method == "GET" {
        out.write_all(&content)?;
    }
    out.flush()
}

/// The file that a request target names; `None` outside of the prefix and for anything but plain names.
fn file_for(site: &Site, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let inside = path.strip_prefix(site.prefix.as_str())?;
    let mut file = site.folder.clone();
    for part in inside.split('/').filter(|part| !part.is_empty()) {
        let plain = part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if !plain || part.starts_with('.') {
            return None;
        }
        file.push(part);
    }
    if inside.is_empty() || inside.ends_with('/') {
        file.push("index.html");
    }
    Some(file)
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "strace" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(prefix: &str) -> Site {
        Site { folder: PathBuf::from("dist"), prefix: prefix.into(), asked: Mutex::default() }
    }

    #[test]
    fn a_target_stays_inside_the_folder() {
        let site = site("/");
        assert_eq!(file_for(&site, "/"), Some(PathBuf::from("dist/index.html")));
        assert_eq!(file_for(&site, "/app-1.wasm?v=2"), Some(PathBuf::from("dist/app-1.wasm")));
        assert_eq!(file_for(&site, "/../Cargo.toml"), None);
        assert_eq!(file_for(&site, "/a/..%2f..%2fetc/passwd"), None);
        assert_eq!(file_for(&site, "//etc/passwd"), Some(PathBuf::from("dist/etc/passwd")));
    }

    #[test]
    fn a_prefix_hides_everything_outside_of_it() {
        let site = site("/tools/syscause/");
        assert_eq!(file_for(&site, "/tools/syscause/"), Some(PathBuf::from("dist/index.html")));
        assert_eq!(file_for(&site, "/app.js"), None);
    }

    #[test]
    fn wasm_has_the_type_that_browsers_insist_on() {
        assert_eq!(content_type(Path::new("a/b.wasm")), "application/wasm");
    }
}
