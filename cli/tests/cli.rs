//! The command line from outside: exit status, standard input, packed files, names, forms.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn case(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases").join(file)
}

fn scratch(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_syscause"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn printed(args: &[&str], input: &[u8]) -> String {
    let output = run(args, input);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout).unwrap()
}

fn json(args: &[&str], input: &[u8]) -> serde_json::Value {
    serde_json::from_str(&printed(&[&["--format", "json"], args].concat(), input)).unwrap()
}

#[test]
fn what_cannot_be_read_is_said_in_one_line() {
    let broken = scratch("broken.gz", b"no gzip");
    for (args, word) in [
        (&[][..], "nothing to read"),
        (&["/does/not/exist"], "/does/not/exist: No such file or directory"),
        (&[env!("CARGO_MANIFEST_DIR")], "it is a folder"),
        (&["--format", "pdf", "-"], "text, markdown, json or html"),
        (&["--no-such-option"], "--no-such-option"),
        (&["--lang", "zh", "-"], "not there yet"),
        (&[broken.to_str().unwrap()], "broken.gz"),
    ] {
        let output = run(args, b"");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert_eq!(said.lines().count(), 1, "{args:?}: {said}");
        assert!(said.starts_with("syscause: ") && said.contains(word), "{args:?}: {said}");
    }
}

#[test]
fn a_report_is_printed_whatever_it_says() {
    assert_eq!(json(&["-"], b"")["verdict"], "cannot-tell");
    assert_eq!(json(&["-"], b"\x89PNG\r\n\x1a\n")["sources"][0]["name"], "standard input");
    assert!(printed(&["--help"], b"").contains("--failing FILE"));
    assert!(printed(&["--version"], b"").starts_with("syscause "));
}

#[test]
fn what_is_redacted_is_printed_in_no_form() {
    let trace = br#"connect(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("54.222.148.216")}, 16) = -1 ECONNREFUSED (Connection refused)
write(2, "Cookie: id=4711\r\n", 17) = 17
exit_group(1) = ?
+++ exited with 1 +++
"#;
    for form in ["text", "markdown", "json", "html"] {
        let shown = printed(&["--redact", "--format", form, "-"], trace);
        assert!(!shown.contains("54.222.148.216") && !shown.contains("4711"), "{form}: {shown}");
        assert!(printed(&["--format", form, "-"], trace).contains("54.222.148.216"), "{form}");
    }
    let output = run(&["--redact", "-"], b"\xff\xfeo\x00");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("not UTF-8"));
}

#[test]
fn packed_files_are_read_as_what_they_hold() {
    let trace = fs::read(case("program-redis-refused/failing.strace")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&trace).unwrap();
    let gzip = scratch("packed.strace.gz", &gzip.finish().unwrap());
    let zstd = ruzstd::encoding::compress_to_vec(&trace[..], ruzstd::encoding::CompressionLevel::Fastest);
    let zstd = scratch("packed.strace.zst", &zstd);
    let plain = json(&["-"], &trace);
    for packed in [gzip, zstd] {
        let report = json(&[packed.to_str().unwrap()], b"");
        assert_eq!(report["sources"][0]["format"], "strace", "{}", packed.display());
        assert_eq!(report["sources"][0]["lines"], plain["sources"][0]["lines"]);
        assert_eq!(report["verdict"], plain["verdict"]);
    }
}

#[test]
fn roles_of_the_command_line_win_and_names_are_base_names() {
    let (normal, failing) =
        (case("program-redis-refused/normal.strace"), case("program-redis-refused/failing.strace"));
    let (normal, failing) = (normal.to_str().unwrap(), failing.to_str().unwrap());
    let report = json(&["--failing", normal, "--normal", failing], b"");
    let source = |index: usize| &report["sources"][index];
    assert_eq!((&source(0)["name"], &source(0)["role"]), (&"normal.strace".into(), &"failing".into()));
    assert_eq!((&source(1)["name"], &source(1)["role_from"]), (&"failing.strace".into(), &"user".into()));

    let one = scratch("one/same.strace", b"close(3) = 0\n");
    let two = scratch("two/same.strace", b"close(3) = 0\n");
    let report = json(&[one.to_str().unwrap(), two.to_str().unwrap()], b"");
    assert_eq!(report["sources"][0]["name"], one.to_str().unwrap());
}

#[test]
fn every_form_names_cause_line_and_remedy() {
    let (normal, failing) = (
        case("gateway-01-enospc-proxy-cache/normal.strace"),
        case("gateway-01-enospc-proxy-cache/failing.strace"),
    );
    for format in ["text", "markdown", "html"] {
        let args = [
            "--format",
            format,
            "--normal",
            normal.to_str().unwrap(),
            "--failing",
            failing.to_str().unwrap(),
        ];
        let report = printed(&args, b"");
        for word in ["ENOSPC", "failing.strace:31", "df -h", "never happened", "proven"] {
            assert!(report.contains(word), "{format}: {word}");
        }
        assert!(!report.contains('\u{1b}'), "{format}: colours without a terminal");
    }
    let args = ["--format", "html", normal.to_str().unwrap(), failing.to_str().unwrap()];
    let html = printed(&args, b"");
    for absent in ["<script", "http://", "https://", " src=", " href=", "onload"] {
        let markup = html.replace("&lt;", "").replace("src=&quot;", "").replace("src=\\&quot;", "");
        assert!(!markup.contains(absent), "{absent}");
    }
}
