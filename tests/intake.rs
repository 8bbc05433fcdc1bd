//! Intake on real pastes: blocks, names, line numbers, mends; and healthy traces that must pass unchanged.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use analyzer::intake;
use analyzer::source::{Input, Piece, Source};

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(name: &str, bytes: &[u8]) -> Vec<Source> {
    intake::read(Input { pieces: vec![Piece { name: name.into(), role: None, bytes: bytes.to_vec() }] })
}

/// Every trace of the samples and cases.
fn healthy_traces() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(repository("samples/strace")).unwrap().map(|f| f.unwrap().path()).collect();
    for case in fs::read_dir(repository("cases")).unwrap() {
        files.extend(fs::read_dir(case.unwrap().path()).unwrap().map(|file| file.unwrap().path()));
    }
    files.retain(|file| file.file_name().unwrap().to_string_lossy().contains(".strace"));
    files.sort();
    files
}

#[test]
fn the_first_incident_is_two_traces() {
    let bytes = fs::read(repository("seeds/cache-disk-full-appendix.txt")).unwrap();
    let sources = read("paste", &bytes);
    let names: Vec<_> =
        sources.iter().map(|s| (s.name.as_str(), s.format, s.first_line(), s.line_count())).collect();
    assert_eq!(names, [("1.异常调用堆栈", "strace", 6, 39), ("2.正常调用堆栈过程", "strace", 48, 59)]);

    let [failing, normal] = sources.as_slice() else { panic!("two sources") };
    assert_eq!(failing.line_text(0), "strace: Process 3904 attached");
    assert!(failing.line_text(failing.lines.len() - 1).starts_with("close(11)"));
    let said: Vec<_> = normal.mended.iter().map(|mend| (mend.line, mend.what.as_str())).collect();
    assert!(said.contains(&(93, "a call broken over 3 lines")), "{said:?}");
    assert!(said.contains(&(96, "two calls on one line")), "{said:?}");
    assert!(said.contains(&(77, "spaces lost in a string: 27 of 32 bytes are there")), "{said:?}");

    let line = |number: u32| normal.lines.iter().position(|line| line.number == number).unwrap();
    assert!(normal.line_text(line(93)).starts_with(r#"readv(15, [{"\n\n<d"..., 1243}, "#));
    assert!(normal.line_text(line(93)).ends_with("5) = 2937"));
    assert!(normal.line_text(line(96)).ends_with("2, 40960) = 5790"));
    assert_eq!(normal.line_text(line(96) + 1), "sendfile(11, 14, [40960] => [46750], 5790) = 5790");
    assert_eq!(normal.lines[line(96) + 1].covers, 0);
}

#[test]
fn healthy_traces_pass_unchanged() {
    let files = healthy_traces();
    assert!(files.len() > 200, "{}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let sources = read("trace", text.as_bytes());
        let file = file.display();
        assert_eq!(
            sources.len(),
            1,
            "{file}: {:?}",
            sources.iter().map(|s| (s.first_line(), s.line_count())).collect::<Vec<_>>()
        );
        let [source] = sources.as_slice() else { panic!("{file}") };
        assert_eq!(source.format, "strace", "{file}");
        let only_ctrl_c = source.mended.iter().all(|mend| mend.what.contains("^C"));
        assert!(only_ctrl_c, "{file}: {:?}", source.mended);
        let lines: Vec<&str> = (0..source.lines.len()).map(|index| source.line_text(index)).collect();
        let given: Vec<&str> = text.lines().map(|line| line.strip_prefix("^C").unwrap_or(line)).collect();
        assert_eq!(lines, given, "{file}");
    }
}
