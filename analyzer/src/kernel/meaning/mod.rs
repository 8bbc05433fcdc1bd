//! What an errno says of this call on this kind of object: the general reading of a failure.
//!
//! The same number says different things: `EAGAIN` from a read on a socket is how event loops work,
//! from fork it is a limit that was reached. Rules are lines of tables, the more special ones first:
//! `` - `ENOSPC` Write/Sync on Database, fault: The file system of the database has no free block left. ``
//! A line speaks if errno, act and object fit; `any` fits every one. Where none fits, the errno's own sentence is given.
//!
//! ```
//! use analyzer::kernel::{errno, meaning};
//! use analyzer::prose::Prose;
//!
//! let prose = Prose::built_in();
//! let meaning = meaning::of(&prose, "recvfrom", errno::EAGAIN, meaning::Object::Upstream);
//! assert_eq!(meaning.weight, meaning::Weight::Benign);
//! ```

mod acts;
mod missing;
mod objects;

pub use acts::{Act, act_of};
pub use missing::usually_missing;
pub use objects::Object;

use super::{errno, lines};
use crate::order::Flat;
use crate::prose::Prose;

/// How much a failure of this kind weighs before anything else is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Healthy programs see it all the time.
    Benign,
    /// It depends on what the program does next.
    Depends,
    /// It is a fault: what was to be done was not done.
    Fault,
}

/// What an errno says of a call on an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning<'p> {
    /// One or two sentences.
    pub text: &'p str,
    /// How much it weighs.
    pub weight: Weight,
}

/// A line of a table.
#[derive(Debug, Clone, Copy)]
struct Rule<'p> {
    errno: &'p str,
    acts: &'p str,
    objects: &'p str,
    meaning: Meaning<'p>,
}

/// All tables.
const TABLES: &[&str] = &["kernel/meaning/files", "kernel/meaning/network", "kernel/meaning/process"];

/// What `errno` (a number of [`errno`]'s table) says when `call` returns it, acting on `object`.
///
/// An error that `getsockopt(SO_ERROR)` fetches belongs to the connect that was pending: ask for `connect`.
/// An unknown call or errno gives the errno's general sentence, or none, with [`Weight::Depends`].
pub fn of<'p>(prose: &'p Prose, call: &str, errno: u16, object: Object) -> Meaning<'p> {
    let Some(errno) = errno::by_number(errno) else { return Meaning { text: "", weight: Weight::Depends } };
    let act = act_of(call, object).word();
    let found = rules(prose)
        .find(|rule| rule.errno == errno.name && fits(rule.acts, act) && fits(rule.objects, object.word()));
    let general = || Meaning { text: errno.sentence(prose), weight: Weight::Depends };
    found.map_or_else(general, |rule| rule.meaning)
}

/// Every meaning that a rule gives, theme by theme.
pub fn all(prose: &Prose) -> impl Iterator<Item = Meaning<'_>> {
    rules(prose).map(|rule| rule.meaning)
}

/// Every rule, theme by theme. A line of another form gives none.
fn rules(prose: &Prose) -> impl Iterator<Item = Rule<'_>> {
    TABLES.iter().flat(|entry| lines::of(prose, entry)).filter_map(rule)
}

/// Reads `` ENOSPC` Write/Sync on Database, fault: The file system has no free block left. ``
fn rule(line: &str) -> Option<Rule<'_>> {
    let (errno, rest) = line.split_once("` ")?;
    let (acts, rest) = rest.split_once(" on ")?;
    let (objects, rest) = rest.split_once(", ")?;
    let (weight, text) = rest.split_once(": ")?;
    let weight = match weight {
        "benign" => Weight::Benign,
        "depends" => Weight::Depends,
        "fault" => Weight::Fault,
        _ => return None,
    };
    Some(Rule { errno, acts, objects, meaning: Meaning { text, weight } })
}

/// True if the word is one of those that a rule names.
fn fits(named: &str, word: &str) -> bool {
    named == ANY || named.split('/').any(|named| named == word)
}

/// Fits every act, or every object.
const ANY: &str = "any";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::errno::*;

    #[test]
    fn the_same_errno_says_different_things() {
        let cases = [
            ("pwritev", ENOSPC, Object::CacheFile, Weight::Fault, "inode"),
            ("inotify_add_watch", ENOSPC, Object::EventQueue, Weight::Fault, "max_user_watches"),
            ("recvfrom", EAGAIN, Object::Client, Weight::Benign, "arrived"),
            ("read", EAGAIN, Object::Upstream, Weight::Benign, "arrived"),
            ("clone", EAGAIN, Object::Unknown, Weight::Fault, "RLIMIT_NPROC"),
            ("connect", EINPROGRESS, Object::Upstream, Weight::Benign, "SO_ERROR"),
            ("connect", ECONNREFUSED, Object::Upstream, Weight::Fault, "listens"),
            ("connect", ECONNREFUSED, Object::UnixSocket, Weight::Fault, "socket file"),
            ("execve", EACCES, Object::Unknown, Weight::Fault, "noexec"),
            ("openat", EACCES, Object::ConfigFile, Weight::Fault, "directory"),
            ("bind", EACCES, Object::Listener, Weight::Fault, "1024"),
            ("ioctl", ENOTTY, Object::File, Weight::Benign, "terminal"),
            ("wait4", ECHILD, Object::Unknown, Weight::Benign, "child"),
        ];
        let prose = Prose::built_in();
        for (call, errno, object, weight, word) in cases {
            let meaning = of(&prose, call, errno, object);
            assert_eq!(meaning.weight, weight, "{call} {errno} {object:?}: {}", meaning.text);
            assert!(meaning.text.contains(word), "{call} {errno} {object:?}: {}", meaning.text);
        }
    }

    #[test]
    fn what_no_rule_knows_gets_the_general_sentence() {
        let prose = Prose::built_in();
        let meaning = of(&prose, "no_such_call", ENOSTR, Object::Unknown);
        assert_eq!(meaning.weight, Weight::Depends);
        assert_eq!(Some(meaning.text), by_number(ENOSTR).map(|errno| errno.sentence(&prose)));
        assert_eq!(of(&prose, "read", 0, Object::File).text, "");
        assert_eq!(of(&Prose::of(""), "read", ENOSPC, Object::File).text, "");
    }

    #[test]
    fn every_line_is_a_rule_of_known_words() {
        let prose = Prose::built_in();
        let lines = || TABLES.iter().flat_map(|entry| lines::of(&prose, entry));
        let known = |named: &str, words: &[&str]| {
            named == ANY || named.split('/').all(|named| words.contains(&named))
        };
        let acts: Vec<&str> = acts::ACTS.iter().map(|act| act.word()).collect();
        let objects: Vec<&str> = objects::OBJECTS.iter().map(|object| object.word()).collect();
        for line in lines() {
            let read = rule(line);
            let whole = read.is_some_and(|rule| {
                number_of(rule.errno).is_some() && known(rule.acts, &acts) && known(rule.objects, &objects)
            });
            assert!(whole, "{line}");
        }
        assert!(lines().count() > 200, "{}", lines().count());
    }

    #[test]
    fn every_rule_is_a_sentence_and_is_reached() {
        let prose = Prose::built_in();
        let rules: Vec<Rule<'_>> = rules(&prose).collect();
        let covers = |earlier: &str, later: &str| {
            earlier == ANY
                || later != ANY && later.split('/').all(|word| earlier.split('/').any(|one| one == word))
        };
        for (at, rule) in rules.iter().enumerate() {
            assert!(rule.meaning.text.ends_with('.'), "{}", rule.meaning.text);
            let hidden = rules.iter().take(at).find(|earlier| {
                earlier.errno == rule.errno
                    && covers(earlier.acts, rule.acts)
                    && covers(earlier.objects, rule.objects)
            });
            assert!(hidden.is_none(), "never reached: {}", rule.meaning.text);
        }
    }
}
