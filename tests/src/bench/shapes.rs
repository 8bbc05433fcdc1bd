//! Traces of any size: of a server as it usually is, and of shapes that make a careless method slow.

use std::fmt::Write as _;

use analyzer::source::{Input, Piece, Role};

use crate::generate::proxy_pair;

/// A kind of trace: its name, and what makes one of about so many bytes.
pub type Shape = (&'static str, fn(usize) -> Input);

/// Every shape.
pub const SHAPES: &[Shape] = &[
    ("a server, two runs", server),
    ("all lines alike", |bytes| alone(&lines(bytes, |text, _| text.push_str("read(3, \"x\", 1) = 1\n")))),
    ("all lines different", |bytes| alone(&lines(bytes, different))),
    ("one enormous line", |bytes| {
        alone(&format!("write(3, \"{}\", {bytes}) = {bytes}\n", "x".repeat(bytes)))
    }),
    ("a process for every three lines, two runs", |bytes| {
        let text = lines(bytes / 2, process);
        pair(&text, &text)
    }),
    ("a descriptor for every line", |bytes| alone(&lines(bytes, descriptor))),
    ("deep nesting", |bytes| alone(&lines(bytes, nested))),
    ("failures and messages", |bytes| alone(&lines(bytes, failing))),
    ("calls in two halves", |bytes| alone(&lines(bytes, halves))),
    ("no common lines, two runs", strangers),
    ("a log of requests", |bytes| alone(&lines(bytes, request))),
];

/// A trace or log of one shape; `None` if there is no such shape.
pub fn of(name: &str, bytes: usize) -> Option<Input> {
    SHAPES.iter().find(|shape| shape.0 == name).map(|shape| shape.1(bytes))
}

fn piece(name: &str, role: Option<Role>, text: &str) -> Piece {
    Piece { name: name.into(), role, bytes: text.into() }
}

fn alone(text: &str) -> Input {
    Input { pieces: vec![piece("made.strace", None, text)] }
}

fn pair(normal: &str, failing: &str) -> Input {
    let pieces = vec![
        piece("normal.strace", Some(Role::Normal), normal),
        piece("failing.strace", Some(Role::Failing), failing),
    ];
    Input { pieces }
}

fn lines(bytes: usize, line: fn(&mut String, usize)) -> String {
    let mut text = String::with_capacity(bytes + 1_000);
    let mut number = 0;
    while text.len() < bytes {
        line(&mut text, number);
        number += 1;
    }
    text
}

/// Bytes of one of the generator's lines, leader and all.
const USUAL_LINE: usize = 108;

fn server(bytes: usize) -> Input {
    let (normal, failing) = proxy_pair(bytes / USUAL_LINE / 2);
    pair(&normal, &failing)
}

fn different(text: &mut String, number: usize) {
    const CALLS: [&str; 5] = ["open", "stat", "access", "unlink", "readlink"];
    let call = CALLS.get(number % CALLS.len()).copied().unwrap_or("open");
    let _ = writeln!(text, "4711 {call}(\"/srv/{:x}/{number}\", {number}) = {}", number * 7919, number % 5);
}

fn process(text: &mut String, number: usize) {
    let child = 5_000 + number;
    let _ = writeln!(text, "4711 clone(child_stack=NULL, flags=SIGCHLD) = {child}");
    let _ = writeln!(text, "{child} exit_group({}) = ?", number % 2);
    let _ = writeln!(text, "{child} +++ exited with {} +++", number % 2);
}

fn descriptor(text: &mut String, number: usize) {
    let _ = writeln!(text, "4711 openat(AT_FDCWD, \"/srv/data/{number}\", O_RDONLY) = {}", number + 3);
}

fn nested(text: &mut String, number: usize) {
    let depth = 40 + number % 40;
    let _ = writeln!(text, "4711 ioctl(3, X, {}1{}) = 0", "{a=[".repeat(depth), "]}".repeat(depth));
}

fn failing(text: &mut String, number: usize) {
    let _ =
        writeln!(text, "4711 openat(AT_FDCWD, \"/srv/{number}\", O_RDONLY) = -1 EACCES (Permission denied)");
    let _ = writeln!(text, "4711 write(2, \"cannot open /srv/{number}\\n\", 23) = 23");
}

fn halves(text: &mut String, number: usize) {
    let pid = 4711 + number % 97;
    let _ = writeln!(text, "{pid} futex(0x{number:x}, FUTEX_WAIT, 0, NULL <unfinished ...>");
    if number >= 90 {
        let _ = writeln!(text, "{} <... futex resumed>) = 0", 4711 + (number - 90) % 97);
    }
}

fn strangers(bytes: usize) -> Input {
    let normal = lines(bytes / 2, |text, number| {
        let _ = writeln!(text, "openat(AT_FDCWD, \"/srv/a/{}\", O_RDONLY) = 3", words(number));
    });
    let failing = lines(bytes / 2, |text, number| {
        let _ =
            writeln!(text, "sendto(4, \"{}\", 8, 0, NULL, 0) = -1 ENOBUFS (No buffer space)", words(number));
    });
    pair(&normal, &failing)
}

/// A number in letters, so that it counts as a name.
fn words(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'g')).collect()
}

fn request(text: &mut String, number: usize) {
    let (minute, second) = (number / 60 % 60, number % 60);
    let _ = writeln!(
        text,
        "10.0.0.4 - - [01/Mar/2026:10:{minute:02}:{second:02} +0000] \"GET /item/{number} HTTP/1.1\" {} 96 \"-\" \"-\"",
        if number.is_multiple_of(7) { 502 } else { 200 }
    );
}
