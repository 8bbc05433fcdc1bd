//! The outer shape of a line of a strace: whether it is whole, and if not, where it breaks off.
//!
//! Only what is needed to cut and mend a paste; what a line says is read by the format.

use crate::model::arguments::scan::next_special;

/// What a line looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nothing but white space.
    Blank,
    /// A call, signal, exit or note that is whole. `end` is where it ends, in bytes: what stands behind is another.
    Whole {
        /// One past its last byte.
        end: usize,
    },
    /// A call that breaks off.
    Cut(Cut),
    /// A line that only stands inside of a trace: a stack, a hex dump, a row of a table.
    Inner,
    /// The head of a `-c` table.
    TableHead,
    /// Anything else.
    Other,
}

/// Where a call breaks off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// In a string: strace writes a line end in a string as `\n`, so the line was broken later.
    String,
    /// Between the parentheses.
    Arguments,
    /// Behind the closing parenthesis, before the result is whole.
    Result,
}

/// Tells the shape of a line.
pub fn of(line: &str) -> Shape {
    let bytes = line.as_bytes();
    let Some(event) = skip_leader(bytes) else { return Shape::Blank };
    let rest = bytes.get(event..).unwrap_or(&[]);
    let whole = Shape::Whole { end: bytes.trim_ascii_end().len() };
    if is_note(rest) {
        return whole;
    }
    if let Some(arguments) = arguments_begin(rest) {
        return call(bytes, event + arguments);
    }
    if inner(bytes) {
        return Shape::Inner;
    }
    if table_head(line) { Shape::TableHead } else { Shape::Other }
}

/// True if a call, signal, exit or note begins at the start of `line` (whole or not).
pub fn begins(line: &str) -> bool {
    let bytes = line.as_bytes();
    skip_leader(bytes).is_some_and(|event| {
        let rest = bytes.get(event..).unwrap_or(&[]);
        is_note(rest) || arguments_begin(rest).is_some()
    })
}

/// Where the event begins, behind pid, times, system call number and instruction pointer; `None` on a blank line.
fn skip_leader(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let begin = at + rest.iter().position(|byte| *byte != b' ')?;
        let rest = bytes.get(begin..)?;
        let token = match rest.first()? {
            b'[' if !rest.starts_with(b"[ Process PID=") => bracket(rest).unwrap_or(0),
            b'(' if rest.starts_with(b"(+") => find(rest, b')').map_or(0, |end| end + 1),
            b'0'..=b'9' => number(rest),
            _ => return if rest.trim_ascii().is_empty() { None } else { Some(begin) },
        };
        match bytes.get(begin + token) {
            Some(b' ') if token > 0 => at = begin + token,
            _ => return Some(begin),
        }
    }
}

/// Length of `[pid 12]`, `[pid 12<sh>]`, `[ 257]`, `[00007ff88a7b1b1d]` or a security context.
fn bracket(bytes: &[u8]) -> Option<usize> {
    let end = find(bytes, b']')?;
    // `-k -i` prints eight or sixteen question marks where it has no address.
    let inside = bytes.get(1..end)?;
    let plain = |byte: &u8| *byte != b'/' && (byte.is_ascii_graphic() || *byte == b' ');
    (inside.len() < 120 && inside.iter().all(plain)).then_some(end + 1)
}

/// Length of a pid, `12<sh>`, a time of day or seconds with a fraction; 0 for any other number.
fn number(bytes: &[u8]) -> usize {
    let part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.');
    let length = bytes.iter().take_while(|byte| part(byte)).count();
    let number = bytes.get(..length).unwrap_or(&[]);
    let colons = memchr::memchr_iter(b':', number).count();
    if !number.last().is_some_and(u8::is_ascii_digit) || !matches!(colons, 0 | 2) {
        return 0;
    }
    match bytes.get(length..) {
        Some(rest @ [b'<', ..]) => find(rest, b'>').map_or(length, |end| length + end + 1),
        _ => length,
    }
}

fn find(bytes: &[u8], byte: u8) -> Option<usize> {
    memchr::memchr(byte, bytes)
}

/// Signals, exits and strace's own words.
fn is_note(event: &[u8]) -> bool {
    let ends = |tail: &[u8]| event.trim_ascii_end().ends_with(tail);
    if let Some(rest) = event.strip_prefix(b"--- ") {
        return ends(b" ---") && (rest.starts_with(b"SIG") || rest.starts_with(b"stopped by "));
    }
    if let Some(rest) = event.strip_prefix(b"+++ ") {
        let words: [&[u8]; 3] = [b"exited with ", b"killed by ", b"superseded by "];
        return ends(b"+++") && words.iter().any(|word| rest.starts_with(word));
    }
    if event.starts_with(b"[ Process PID=") || event.starts_with(b"strace: ") {
        return true;
    }
    // strace before 4.11 said this without `strace: `.
    event.strip_prefix(b"Process ").is_some_and(|rest| {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let words: [&[u8]; 4] = [b" attached", b" detached", b" suspended", b" resumed"];
        digits > 0 && words.iter().any(|word| rest.get(digits..).is_some_and(|rest| rest.starts_with(word)))
    })
}

/// Where the arguments begin, if `event` begins like a call: `name(` or `<... name resumed>`.
fn arguments_begin(event: &[u8]) -> Option<usize> {
    let name = |bytes: &[u8]| {
        let length = bytes.iter().take_while(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')).count();
        (length > 1 && length < 40 && bytes.first().is_some_and(u8::is_ascii_lowercase)).then_some(length)
    };
    if let Some(rest) = event.strip_prefix(b"<... ") {
        let length = name(rest)?;
        let tail: &[u8] = b" resumed>";
        return rest.get(length..)?.starts_with(tail).then_some(5 + length + tail.len());
    }
    if event.starts_with(b"syscall_0x") || event.starts_with(b"???(") {
        return find(event, b'(').map(|at| at + 1);
    }
    let length = name(event)?;
    (event.get(length) == Some(&b'(')).then_some(length + 1)
}

/// The shape of a call whose arguments begin at `begin`.
fn call(bytes: &[u8], begin: usize) -> Shape {
    let whole = Shape::Whole { end: bytes.trim_ascii_end().len() };
    let trimmed = bytes.trim_ascii_end();
    for marker in [
        &b"<unfinished ...>"[..],
        b"<detached ...>",
        b"<unfinished ...>) = ?",
        b"<ptrace(SYSCALL):No such process>",
    ] {
        if trimmed.ends_with(marker) {
            return whole;
        }
    }
    match arguments_end(bytes, begin) {
        Ok(end) => match result_end(bytes, end) {
            Some(end) => Shape::Whole { end },
            None if ends_with_result(trimmed) => whole,
            None => Shape::Cut(Cut::Result),
        },
        // Program output and paths with parentheses confuse the count; a result at the end settles it.
        Err(_) if ends_with_result(trimmed) => whole,
        Err(cut) => Shape::Cut(cut),
    }
}

/// One past the parenthesis that closes the arguments, or where the line breaks off.
fn arguments_end(bytes: &[u8], begin: usize) -> Result<usize, Cut> {
    let mut depth = 1_u32;
    let mut at = begin;
    loop {
        at = next_special(bytes, at).ok_or(Cut::Arguments)?;
        match bytes.get(at) {
            Some(b'"') => {
                // Inside of arguments a string stands only behind these; other quotes are program output.
                let before = bytes.get(begin..at).and_then(|head| head.iter().rfind(|byte| **byte != b' '));
                if matches!(
                    before,
                    None | Some(b'(' | b'[' | b'{' | b',' | b'=' | b'>' | b'@' | b'<' | b'/' | b'^')
                ) {
                    at = string_end(bytes, at + 1).ok_or(Cut::String)?;
                    continue;
                }
            }
            Some(b'(' | b'[' | b'{') => depth = depth.saturating_add(1),
            Some(b'<' | b'/') => {}
            close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return if close == Some(&b')') { Ok(at + 1) } else { Err(Cut::Arguments) };
                }
            }
        }
        at += 1;
    }
}

/// One past the quote that closes a string whose text begins at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes.get(found)? {
            b'"' => return Some(found + 1),
            _ => at = found + 2,
        }
    }
}

/// One past the result that begins behind `at`: ` = value`, errno, remarks in parentheses, duration.
fn result_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let padding = rest.iter().take_while(|byte| **byte == b' ').count();
    let rest = rest.get(padding..)?.strip_prefix(b"= ")?;
    let begin = at + padding + 2;
    let value = match rest.first()? {
        b'?' => 1,
        b'-' | b'0'..=b'9' => {
            let sign = usize::from(rest.first() == Some(&b'-'));
            let digits = rest
                .get(sign..)?
                .iter()
                .take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'x')
                .count();
            (digits > 0).then_some(sign + digits)?
        }
        _ => return None,
    };
    let mut end = begin + value;
    end += angle(bytes.get(end..)?).unwrap_or(0);
    loop {
        let rest = bytes.get(end..)?;
        let Some(tail) = rest.strip_prefix(b" ") else { return Some(end) };
        let length = match tail.first() {
            Some(b'(') => match arguments_end(bytes, end + 2) {
                Ok(close) => close - end - 1,
                Err(_) => return Some(end),
            },
            Some(b'<') => match angle(tail) {
                Some(length) => length,
                None => return Some(end),
            },
            Some(b'E') => tail
                .iter()
                .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_')
                .count(),
            _ => return Some(end),
        };
        end += 1 + length;
    }
}

/// Length of `<...>` with what is nested in it; `->` does not close.
fn angle(bytes: &[u8]) -> Option<usize> {
    if bytes.first() != Some(&b'<') {
        return None;
    }
    let mut depth = 0_u32;
    let mut before = b' ';
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'<' => depth = depth.saturating_add(1),
            b'>' if before != b'-' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        before = *byte;
    }
    None
}

/// How much of a line's end is searched for its result.
const RESULT_LENGTH: usize = 400;

/// True if the line ends with `) = value ...`.
fn ends_with_result(trimmed: &[u8]) -> bool {
    let from = trimmed.len().saturating_sub(RESULT_LENGTH);
    let tail = trimmed.get(from..).unwrap_or(&[]);
    let parentheses = memchr::memrchr_iter(b')', tail);
    let mut results = parentheses.filter_map(|at| result_end(trimmed, from + at + 1));
    results.any(|end| end == trimmed.len())
}

/// Lines that stand below a call: `-k` stacks (` > file(symbol+0x1) [0x2]`), hex dumps (` | 00000  68 69`),
/// rows of `-c` tables.
fn inner(bytes: &[u8]) -> bool {
    if bytes.starts_with(b" > ") {
        return find(bytes, b'(').is_some() || bytes.ends_with(b"]");
    }
    bytes.starts_with(b" | ") || bytes.starts_with(b" * ") || bytes.starts_with(b" = ") || table_row(bytes)
}

fn table_row(bytes: &[u8]) -> bool {
    let mut columns = 0;
    let mut numbers = 0;
    for column in bytes.split(|byte| *byte == b' ').filter(|column| !column.is_empty()) {
        columns += 1;
        let number = column.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'%'));
        numbers += usize::from(number);
    }
    columns > 2 && numbers + 1 >= columns
}

/// Names that strace gives the columns of its table (`-U`).
const COLUMNS: &[&str] = &[
    "%",
    "time",
    "seconds",
    "usecs/call",
    "calls",
    "errors",
    "syscall",
    "shortest",
    "longest",
    "total",
    "min",
    "max",
    "avg",
    "wall-total",
    "wall-min",
    "wall-max",
    "wall-avg",
    "total-time",
    "min-time",
    "max-time",
    "avg-time",
    "name",
];

fn table_head(line: &str) -> bool {
    let mut words = line.split_whitespace().peekable();
    words.peek().is_some()
        && words.clone().all(|word| COLUMNS.contains(&word))
        && words.any(|word| word == "syscall")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_whole(line: &str) -> bool {
        of(line) == Shape::Whole { end: line.len() }
    }

    #[test]
    fn whole_lines_are_whole() {
        for line in [
            "close(14) = 0",
            "getpid()                                = 18004",
            "6042  01:13:15.086562 <... rt_sigprocmask resumed>[CHLD], 8) = 0 <0.000015>",
            "[pid  6139<t.sh>]      0.000063 [  56] <... clone resumed>, child_tidptr=0x7f02c8ce3a10) = 6143<t.sh>",
            "26374<true> 01:19:02.199265 (+     0.000000) [ 257] [00007ff88a7b1b1d] openat(AT_FDCWD</srv>, \"/etc/ld.so.cache\", O_RDONLY|O_CLOEXEC) = 3</etc/ld.so.cache> <0.000012>",
            "write(2</dev/null<char 1:3>>, \"a) = 3 <0.1> \\33[31m\\303\\251 \\\"quoted\\\" \\\\ back\\n\", 37) = 37",
            "recvmsg(4<UNIX-STREAM:[30898->30897]>, {msg_namelen=110 => 0, ...}, 0) = 100",
            "13758 pselect6(6, [5], NULL, NULL, {tv_sec=0}, NULL) = ? ERESTARTNOHAND (To be restarted if no handler)",
            "wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 6143",
            "13740 <... read resumed> <unfinished ...>) = ?",
            "<... futex resumed> ) = ? <unavailable>",
            "read(0,  <unfinished ...>",
            "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---",
            "+++ killed by SIGSEGV (core dumped) +++",
            "strace: Process 3904 attached",
            "Process 4578 attached - interrupt to quit",
            "fcntl(11</dev/null<char 1:3>>, F_GETFD) = 0x1 (flags FD_CLOEXEC) <0.000041>",
            "connect(6, {sa_family=AF_UNIX, sun_path=@\"abstract\"}, 11) = -1 ECONNREFUSED (Connection refused)",
            "poll([{fd=3, events=POLLIN}], 1, 0) = 1 ([{fd=3, revents=POLLIN}])",
            "accept4(6, 0x0, [112 => 16], 0) = 12<TCP:[10.0.0.1:80->10.0.0.2:41000]> <0.000021>",
        ] {
            assert!(is_whole(line), "{line}: {:?}", of(line));
            assert!(begins(line), "{line}");
        }
    }

    #[test]
    fn cut_lines_say_where() {
        assert_eq!(of("readv(15, [{\""), Shape::Cut(Cut::String));
        assert_eq!(of("read(0, "), Shape::Cut(Cut::Arguments));
        assert_eq!(of("write(1, \"a\\n\", 2a"), Shape::Cut(Cut::Arguments));
        assert_eq!(of("[pid 7] close(3)"), Shape::Cut(Cut::Result));
        assert_eq!(of("[pid 7] close(3)   ="), Shape::Cut(Cut::Result));
    }

    #[test]
    fn a_second_call_stands_behind_the_end() {
        let first = "pwritev(14, [{\"x\", 4096}], 2, 40960) = 5790";
        assert_eq!(
            of(&format!("{first} sendfile(11, 14, [1] => [2], 3) = 3")),
            Shape::Whole { end: first.len() }
        );
    }

    #[test]
    fn other_text_is_other() {
        for line in [
            "2.正常调用堆栈过程",
            "[root@host rpm]# strace -p 3904 -v",
            "a word (and more)",
            "HTTP/1.1 200 OK",
            "```",
        ] {
            assert_eq!(of(line), Shape::Other, "{line}");
        }
        assert_eq!(of("   "), Shape::Blank);
        assert_eq!(of(" > /lib/libc.so.6(write+0x14) [0xf7]"), Shape::Inner);
        assert_eq!(
            of(" | 00000  68 69 0a                                          hi.              |"),
            Shape::Inner
        );
        assert_eq!(of("% time     seconds  usecs/call     calls    errors syscall"), Shape::TableHead);
        assert_eq!(of(" 31.63    0.000627          48        13           clock_nanosleep"), Shape::Inner);
    }
}
