//! What an errno says of this call on this kind of object: the general reading of a failure.
//!
//! The same number says different things: `EAGAIN` from a read on a socket is how event loops work,
//! from fork it is a limit that was reached. Rules stand in tables, the more special ones first;
//! where none fits, the errno's own sentence is given.
//!
//! ```
//! use analyzer::kernel::{errno, meaning};
//!
//! let meaning = meaning::of("recvfrom", errno::EAGAIN, meaning::Object::Upstream);
//! assert_eq!(meaning.weight, meaning::Weight::Benign);
//! ```

mod acts;
mod files;
mod missing;
mod network;
mod process;

pub use acts::{Act, act_of};
pub use missing::usually_missing;

use super::errno;

/// What a call acts on, as far as the meaning of an errno depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// Nothing is known.
    Unknown,
    /// A file of no special kind.
    File,
    /// A file of a cache.
    CacheFile,
    /// A temporary file.
    TempFile,
    /// A log.
    Log,
    /// Configuration.
    ConfigFile,
    /// A shared library.
    Library,
    /// Code of an interpreted program, or one of its modules.
    Script,
    /// A lock or pid file.
    LockFile,
    /// A database file or its journal.
    Database,
    /// A directory.
    Directory,
    /// A device.
    Device,
    /// A terminal.
    Terminal,
    /// A pipe.
    Pipe,
    /// A socket that accepts connections.
    Listener,
    /// A connection that was accepted.
    Client,
    /// A connection that a server opened on behalf of a client.
    Upstream,
    /// A connection that a program opened for itself.
    Peer,
    /// A unix socket.
    UnixSocket,
    /// A name server.
    Resolver,
    /// A UDP socket.
    Datagram,
    /// Another socket.
    Socket,
    /// An event queue, or another object that only wakes somebody.
    EventQueue,
}

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
pub struct Meaning {
    /// One or two sentences.
    pub text: &'static str,
    /// How much it weighs.
    pub weight: Weight,
}

/// One line of a table: it speaks if errno, act and object fit; an empty list fits every one.
struct Rule {
    errno: u16,
    acts: &'static [Act],
    objects: &'static [Object],
    meaning: Meaning,
}

/// All tables.
static TABLES: &[&[Rule]] = &[files::RULES, network::RULES, process::RULES];

/// What `errno` (a number of [`errno`]'s table) says when `call` returns it, acting on `object`.
///
/// An error that `getsockopt(SO_ERROR)` fetches belongs to the connect that was pending: ask for `connect`.
/// An unknown call or errno gives the errno's general sentence, or none, with [`Weight::Depends`].
pub fn of(call: &str, errno: u16, object: Object) -> Meaning {
    let act = act_of(call, object);
    TABLES.iter().copied().flatten().find(|rule| rule.fits(errno, act, object)).map_or_else(
        || Meaning {
            text: errno::by_number(errno).map_or("", |errno| errno.sentence),
            weight: Weight::Depends,
        },
        |rule| rule.meaning,
    )
}

/// Every meaning that a rule gives, theme by theme.
pub fn all() -> impl Iterator<Item = Meaning> {
    TABLES.iter().copied().flatten().map(|rule| rule.meaning)
}

impl Rule {
    fn fits(&self, errno: u16, act: Act, object: Object) -> bool {
        self.errno == errno
            && (self.acts.is_empty() || self.acts.contains(&act))
            && (self.objects.is_empty() || self.objects.contains(&object))
    }
}

impl Object {
    /// True for sockets of any kind.
    pub fn is_socket(self) -> bool {
        matches!(
            self,
            Self::Listener
                | Self::Client
                | Self::Upstream
                | Self::Peer
                | Self::UnixSocket
                | Self::Resolver
                | Self::Datagram
                | Self::Socket
        )
    }
}

/// A table of rules: `ERRNO [acts] on [objects] = weight, "meaning";`, where `[]` fits every one.
macro_rules! rules {
    ($($errno:ident [$($act:ident)*] on [$($object:ident)*] = $weight:ident, $text:literal;)*) => {
        pub(super) static RULES: &[$crate::kernel::meaning::Rule] = &[$(
            $crate::kernel::meaning::Rule {
                errno: $crate::kernel::errno::$errno,
                acts: &[$($crate::kernel::meaning::Act::$act),*],
                objects: &[$($crate::kernel::meaning::Object::$object),*],
                meaning: $crate::kernel::meaning::Meaning {
                    text: $text,
                    weight: $crate::kernel::meaning::Weight::$weight,
                },
            }
        ),*];
    };
}
use rules;

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
        for (call, errno, object, weight, word) in cases {
            let meaning = of(call, errno, object);
            assert_eq!(meaning.weight, weight, "{call} {errno} {object:?}: {}", meaning.text);
            assert!(meaning.text.contains(word), "{call} {errno} {object:?}: {}", meaning.text);
        }
    }

    #[test]
    fn what_no_rule_knows_gets_the_general_sentence() {
        let meaning = of("no_such_call", ENOSTR, Object::Unknown);
        assert_eq!(meaning.weight, Weight::Depends);
        assert_eq!(Some(meaning.text), by_number(ENOSTR).map(|errno| errno.sentence));
        assert_eq!(of("read", 0, Object::File).text, "");
    }

    #[test]
    fn every_rule_is_a_sentence_and_is_reached() {
        let rules: Vec<&Rule> = TABLES.iter().copied().flatten().collect();
        for (at, rule) in rules.iter().enumerate() {
            assert!(rule.meaning.text.ends_with('.'), "{}", rule.meaning.text);
            let hidden = rules.iter().take(at).find(|earlier| {
                earlier.errno == rule.errno
                    && (earlier.acts.is_empty()
                        || !rule.acts.is_empty() && rule.acts.iter().all(|act| earlier.acts.contains(act)))
                    && (earlier.objects.is_empty()
                        || !rule.objects.is_empty()
                            && rule.objects.iter().all(|object| earlier.objects.contains(object)))
            });
            assert!(hidden.is_none(), "never reached: {}", rule.meaning.text);
        }
    }
}
