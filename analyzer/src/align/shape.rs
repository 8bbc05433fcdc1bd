//! The shape of a path: what stays of it when the parts that differ from run to run are set aside.

/// The running hash of a key (FNV-1a). Deterministic everywhere; 64 bits make a chance equality very unlikely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hash(pub u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    /// With these bytes, and a border behind them.
    pub fn with(self, bytes: &[u8]) -> Self {
        bytes.iter().copied().fold(self, Self::byte).byte(0xff)
    }

    /// With this number.
    pub fn with_number(self, number: u64) -> Self {
        self.with(&number.to_le_bytes())
    }

    fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }
}

/// Adds the shape of a path to a hash.
///
/// Set aside are parts that name a process, a counter, or nothing at all:
/// whole components of digits, runs of four and more digits, long hexadecimal names,
/// and the random ends of temporary files.
pub fn path(hash: Hash, path: &str) -> Hash {
    let mut temporary = false;
    // Caches and object stores spread hashed names over directories named after some of their digits.
    let hashed = path.rsplit('/').next().is_some_and(|name| is_hexadecimal_name(name) && name.len() >= 16);
    path.split('/').fold(hash, |hash, part| {
        let spread = hashed && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let shaped =
            if spread && !part.is_empty() { hash.with(b"#") } else { component(hash, part, temporary) };
        temporary |= part == "tmp" || part == "temp" || part == "shm";
        shaped
    })
}

fn component(hash: Hash, part: &str, temporary: bool) -> Hash {
    if part.is_empty() || part == "." {
        return hash;
    }
    if part.bytes().all(|byte| byte.is_ascii_digit()) {
        return hash.with(b"#");
    }
    if is_hexadecimal_name(part) {
        let ending = part.find('.').and_then(|dot| part.get(dot..)).unwrap_or("");
        return masked_digits(hash.with(b"*"), ending).with(b"");
    }
    let part = part.strip_suffix("(deleted)").unwrap_or(part);
    let stem = random_end(part, temporary);
    let hash = masked_digits(hash, part.get(..stem.start).unwrap_or(part));
    if stem.is_empty() {
        return hash.with(b"");
    }
    masked_digits(hash.with(b"*"), part.get(stem.end..).unwrap_or("")).with(b"")
}

/// Hexadecimal with letters and digits, such as the name of a cache file or a container.
fn is_hexadecimal_name(part: &str) -> bool {
    let name = part.split('.').next().unwrap_or(part);
    name.len() >= 8
        && name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && name.bytes().any(|byte| byte.is_ascii_digit())
}

/// Where the random part of a temporary name stands: the six or more characters that `mkstemp` and its like put
/// behind a separator or, in a directory for temporary files, at the end of the name. Empty if there is none.
fn random_end(part: &str, temporary: bool) -> std::ops::Range<usize> {
    let none = part.len()..part.len();
    let end = match part.rfind('.') {
        Some(dot) if dot > 0 && part.len() - dot <= 5 => dot,
        _ => part.len(),
    };
    let Some(name) = part.get(..end) else { return none };
    let start = name.rfind(['.', '-', '_']).map_or(0, |at| at + 1);
    let tail = name.get(start..).unwrap_or("");
    if looks_random(tail) && (start > 0 || temporary) {
        return start..end;
    }
    // `ccAbCdEf.s`, `tmpk3x9_abc`: a fixed word with six random characters behind it.
    let fixed = name.len().saturating_sub(6);
    let random = name.get(fixed..).unwrap_or("");
    if temporary && random.len() == 6 && looks_random(random) { fixed..end } else { none }
}

/// Six to twelve letters and digits that no word is made of: digits and letters mixed, or capitals inside.
fn looks_random(text: &str) -> bool {
    let bytes = text.as_bytes();
    (6..=12).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_alphanumeric) && {
        let digits = bytes.iter().any(u8::is_ascii_digit);
        let letters = bytes.iter().any(u8::is_ascii_alphabetic);
        let inner_capital =
            bytes.iter().skip(1).any(u8::is_ascii_uppercase) && bytes.iter().any(u8::is_ascii_lowercase);
        (digits && letters) || inner_capital
    }
}

/// Runs of four and more digits are counters, process numbers or dates; shorter ones are part of the name.
fn masked_digits(mut hash: Hash, text: &str) -> Hash {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let digits = if byte.is_ascii_digit() {
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        } else {
            0
        };
        if digits >= 4 {
            hash = hash.byte(b'#');
            at += digits;
        } else {
            hash = hash.byte(*byte);
            at += 1;
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> bool {
        path(Hash::default(), one) == path(Hash::default(), other)
    }

    #[test]
    fn what_differs_from_run_to_run_is_set_aside() {
        assert!(alike("/var/lib/nginx/body/0000000001", "/var/lib/nginx/body/0000000002"));
        assert!(alike("/proc/4711/stat", "/proc/12/stat"));
        assert!(alike("/tmp/ccAbC9dE.s", "/tmp/ccxY12zQ.s"));
        assert!(alike("/tmp/tmp.Xa81bQ", "/tmp/tmp.7yPq0w"));
        assert!(alike("/srv/.out.gz.a81bQ9", "/srv/.out.gz.7yPq0w"));
        assert!(alike(
            "/var/cache/7/3c/0a1b2c3d4e5f60718293a4b5c6d7e3c7",
            "/var/cache/9/1f/aa1b2c3d4e5f6071829304b5c6d7e1f9"
        ));
        assert!(alike("/var/cache/0a1b2c3d4e5f6071", "/var/cache/aa1b2c3d4e5f6072"));
        assert!(alike("//etc/./passwd", "/etc/passwd"));
    }

    #[test]
    fn names_are_kept() {
        assert!(!alike("/srv/data/part3.csv", "/srv/data/part2.csv"));
        assert!(!alike("/srv/config/default.json", "/srv/config/production.json"));
        assert!(!alike("/usr/lib/libssl.so.3", "/usr/lib/libssl.so.1"));
        assert!(!alike("/usr/bin/python3.9", "/usr/bin/python3.11"));
        assert!(!alike("/etc/a", "/etc/a/b"));
        assert!(!alike("/tmp/report.txt", "/tmp/results.txt"));
    }
}
