//! Every errno value of Linux on x86-64, with its name, the C library's text and what it says in general.
//!
//! Numbers and texts are those of `errno(3)` and `include/uapi/asm-generic/errno*.h`;
//! the values from 512 on are the kernel's own (`include/linux/errno.h`), which only a tracer sees.
//! Texts are in the program because messages are searched for them. Sentences are lines of a table:
//! `` - `EPIPE`: Nobody reads at the other end any more. ``

use super::lines;
use crate::prose::Prose;

/// One errno value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Errno {
    /// Its number on x86-64.
    pub number: u16,
    /// `ENOSPC`
    pub name: &'static str,
    /// The text that `strerror` gives: `No space left on device`.
    pub text: &'static str,
}

/// From here on the numbers are internal to the kernel.
pub const FIRST_INTERNAL: u16 = 512;

/// Other names of the same numbers.
const ALIASES: &[(&str, u16)] = &[
    ("EWOULDBLOCK", EAGAIN),
    ("EDEADLOCK", EDEADLK),
    ("ENOTSUP", EOPNOTSUPP),
    ("EFSCORRUPTED", EUCLEAN),
    ("EFSBADCRC", EBADMSG),
];

/// Every errno, by number.
pub fn all() -> impl Iterator<Item = Errno> {
    TABLE.split_terminator('\n').filter_map(|line| {
        let (name, rest) = line.split_once(' ')?;
        let (number, text) = rest.split_once(' ')?;
        Some(Errno { number: number.parse().ok()?, name, text })
    })
}

/// The errno of that number; `None` if Linux has none.
pub fn by_number(number: u16) -> Option<Errno> {
    all().find(|errno| errno.number == number)
}

/// The number of the errno of that name (`ENOSPC`, also `EWOULDBLOCK` and other aliases); `None` if unknown.
pub fn number_of(name: &str) -> Option<u16> {
    let known = all().find(|errno| errno.name == name).map(|errno| errno.number);
    known.or_else(|| ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, number)| *number))
}

/// The name of the errno of that number; `None` if Linux has none.
pub fn name_of(number: u16) -> Option<&'static str> {
    by_number(number).map(|errno| errno.name)
}

/// The errno whose text stands in a message: `Text file busy`.
pub fn told(line: &str) -> Option<Errno> {
    // Go, Node and Rust write the first letter small; of two texts the longer one is meant.
    let texts = all().filter(|one| {
        one.number < FIRST_INTERNAL && one.text.get(1..).is_some_and(|text| line.contains(text))
    });
    texts.max_by_key(|one| one.text.len()).or_else(|| coded(line))
}

/// The errno that a message tells by its name or number: `EBUSY: …`, `code: 'EBUSY'`, `[Errno 16]`, `(os error 16)`.
pub fn coded(line: &str) -> Option<Errno> {
    let named = line.match_indices('E').find_map(|(at, _)| {
        let (before, rest) = line.split_at_checked(at)?;
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        let code = after.starts_with(": ") || NAMED.iter().any(|mark| before.ends_with(mark));
        by_number(
            number_of(name).filter(|_| code && !before.ends_with(|one: char| one.is_ascii_alphanumeric()))?,
        )
    });
    named.or_else(|| {
        let (_, rest) = NUMBERED.iter().find_map(|before| line.split_once(before))?;
        by_number(rest.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()?)
    })
}

/// What stands before the name of an errno: Node, Ruby.
const NAMED: &[&str] = &["code: '", "code: \"", "\"code\":\"", "Errno::"];

/// What stands before its number: Python, Rust, libuv.
const NUMBERED: &[&str] = &["[Errno ", "(os error ", "errno: -"];

impl Errno {
    /// What it says in general, as one sentence; empty without words.
    pub fn sentence(self, prose: &Prose) -> &str {
        lines::sentence(prose, &["kernel/errno"], self.name).unwrap_or("")
    }
}

macro_rules! errnos {
    ($($name:ident = $number:literal, $text:literal;)*) => {
        $(
            #[doc = concat!($text, ".")]
            pub const $name: u16 = $number;
        )*

        /// Every errno, by number: name, number and text on a line. One text, as it packs best.
        static TABLE: &str = concat!($(stringify!($name), " ", $number, " ", $text, "\n"),*);
    };
}

errnos! {
    EPERM = 1, "Operation not permitted";
    ENOENT = 2, "No such file or directory";
    ESRCH = 3, "No such process";
    EINTR = 4, "Interrupted system call";
    EIO = 5, "Input/output error";
    ENXIO = 6, "No such device or address";
    E2BIG = 7, "Argument list too long";
    ENOEXEC = 8, "Exec format error";
    EBADF = 9, "Bad file descriptor";
    ECHILD = 10, "No child processes";
    EAGAIN = 11, "Resource temporarily unavailable";
    ENOMEM = 12, "Cannot allocate memory";
    EACCES = 13, "Permission denied";
    EFAULT = 14, "Bad address";
    ENOTBLK = 15, "Block device required";
    EBUSY = 16, "Device or resource busy";
    EEXIST = 17, "File exists";
    EXDEV = 18, "Invalid cross-device link";
    ENODEV = 19, "No such device";
    ENOTDIR = 20, "Not a directory";
    EISDIR = 21, "Is a directory";
    EINVAL = 22, "Invalid argument";
    ENFILE = 23, "Too many open files in system";
    EMFILE = 24, "Too many open files";
    ENOTTY = 25, "Inappropriate ioctl for device";
    ETXTBSY = 26, "Text file busy";
    EFBIG = 27, "File too large";
    ENOSPC = 28, "No space left on device";
    ESPIPE = 29, "Illegal seek";
    EROFS = 30, "Read-only file system";
    EMLINK = 31, "Too many links";
    EPIPE = 32, "Broken pipe";
    EDOM = 33, "Numerical argument out of domain";
    ERANGE = 34, "Numerical result out of range";
    EDEADLK = 35, "Resource deadlock avoided";
    ENAMETOOLONG = 36, "File name too long";
    ENOLCK = 37, "No locks available";
    ENOSYS = 38, "Function not implemented";
    ENOTEMPTY = 39, "Directory not empty";
    ELOOP = 40, "Too many levels of symbolic links";
    ENOMSG = 42, "No message of desired type";
    EIDRM = 43, "Identifier removed";
    ECHRNG = 44, "Channel number out of range";
    EL2NSYNC = 45, "Level 2 not synchronized";
    EL3HLT = 46, "Level 3 halted";
    EL3RST = 47, "Level 3 reset";
    ELNRNG = 48, "Link number out of range";
    EUNATCH = 49, "Protocol driver not attached";
    ENOCSI = 50, "No CSI structure available";
    EL2HLT = 51, "Level 2 halted";
    EBADE = 52, "Invalid exchange";
    EBADR = 53, "Invalid request descriptor";
    EXFULL = 54, "Exchange full";
    ENOANO = 55, "No anode";
    EBADRQC = 56, "Invalid request code";
    EBADSLT = 57, "Invalid slot";
    EBFONT = 59, "Bad font file format";
    ENOSTR = 60, "Device not a stream";
    ENODATA = 61, "No data available";
    ETIME = 62, "Timer expired";
    ENOSR = 63, "Out of streams resources";
    ENONET = 64, "Machine is not on the network";
    ENOPKG = 65, "Package not installed";
    EREMOTE = 66, "Object is remote";
    ENOLINK = 67, "Link has been severed";
    EADV = 68, "Advertise error";
    ESRMNT = 69, "Srmount error";
    ECOMM = 70, "Communication error on send";
    EPROTO = 71, "Protocol error";
    EMULTIHOP = 72, "Multihop attempted";
    EDOTDOT = 73, "RFS specific error";
    EBADMSG = 74, "Bad message";
    EOVERFLOW = 75, "Value too large for defined data type";
    ENOTUNIQ = 76, "Name not unique on network";
    EBADFD = 77, "File descriptor in bad state";
    EREMCHG = 78, "Remote address changed";
    ELIBACC = 79, "Can not access a needed shared library";
    ELIBBAD = 80, "Accessing a corrupted shared library";
    ELIBSCN = 81, ".lib section in a.out corrupted";
    ELIBMAX = 82, "Attempting to link in too many shared libraries";
    ELIBEXEC = 83, "Cannot exec a shared library directly";
    EILSEQ = 84, "Invalid or incomplete multibyte or wide character";
    ERESTART = 85, "Interrupted system call should be restarted";
    ESTRPIPE = 86, "Streams pipe error";
    EUSERS = 87, "Too many users";
    ENOTSOCK = 88, "Socket operation on non-socket";
    EDESTADDRREQ = 89, "Destination address required";
    EMSGSIZE = 90, "Message too long";
    EPROTOTYPE = 91, "Protocol wrong type for socket";
    ENOPROTOOPT = 92, "Protocol not available";
    EPROTONOSUPPORT = 93, "Protocol not supported";
    ESOCKTNOSUPPORT = 94, "Socket type not supported";
    EOPNOTSUPP = 95, "Operation not supported";
    EPFNOSUPPORT = 96, "Protocol family not supported";
    EAFNOSUPPORT = 97, "Address family not supported by protocol";
    EADDRINUSE = 98, "Address already in use";
    EADDRNOTAVAIL = 99, "Cannot assign requested address";
    ENETDOWN = 100, "Network is down";
    ENETUNREACH = 101, "Network is unreachable";
    ENETRESET = 102, "Network dropped connection on reset";
    ECONNABORTED = 103, "Software caused connection abort";
    ECONNRESET = 104, "Connection reset by peer";
    ENOBUFS = 105, "No buffer space available";
    EISCONN = 106, "Transport endpoint is already connected";
    ENOTCONN = 107, "Transport endpoint is not connected";
    ESHUTDOWN = 108, "Cannot send after transport endpoint shutdown";
    ETOOMANYREFS = 109, "Too many references: cannot splice";
    ETIMEDOUT = 110, "Connection timed out";
    ECONNREFUSED = 111, "Connection refused";
    EHOSTDOWN = 112, "Host is down";
    EHOSTUNREACH = 113, "No route to host";
    EALREADY = 114, "Operation already in progress";
    EINPROGRESS = 115, "Operation now in progress";
    ESTALE = 116, "Stale file handle";
    EUCLEAN = 117, "Structure needs cleaning";
    ENOTNAM = 118, "Not a XENIX named type file";
    ENAVAIL = 119, "No XENIX semaphores available";
    EISNAM = 120, "Is a named type file";
    EREMOTEIO = 121, "Remote I/O error";
    EDQUOT = 122, "Disk quota exceeded";
    ENOMEDIUM = 123, "No medium found";
    EMEDIUMTYPE = 124, "Wrong medium type";
    ECANCELED = 125, "Operation canceled";
    ENOKEY = 126, "Required key not available";
    EKEYEXPIRED = 127, "Key has expired";
    EKEYREVOKED = 128, "Key has been revoked";
    EKEYREJECTED = 129, "Key was rejected by service";
    EOWNERDEAD = 130, "Owner died";
    ENOTRECOVERABLE = 131, "State not recoverable";
    ERFKILL = 132, "Operation not possible due to RF-kill";
    EHWPOISON = 133, "Memory page has hardware error";
    ERESTARTSYS = 512, "To be restarted if SA_RESTART is set";
    ERESTARTNOINTR = 513, "To be restarted";
    ERESTARTNOHAND = 514, "To be restarted if no handler";
    ENOIOCTLCMD = 515, "Unknown ioctl command";
    ERESTART_RESTARTBLOCK = 516, "Interrupted by signal";
    EPROBE_DEFER = 517, "Driver requests probe retry";
    EOPENSTALE = 518, "Open found a stale dentry";
    ENOPARAM = 519, "Parameter not supported";
    EBADHANDLE = 521, "Illegal NFS file handle";
    ENOTSYNC = 522, "Update synchronization mismatch";
    EBADCOOKIE = 523, "Cookie is stale";
    ENOTSUPP = 524, "Operation is not supported";
    ETOOSMALL = 525, "Buffer or request is too small";
    ESERVERFAULT = 526, "An untranslatable error occurred";
    EBADTYPE = 527, "Type not supported by server";
    EJUKEBOX = 528, "Request initiated, but will not complete before timeout";
    EIOCBQUEUED = 529, "Queued, will get completion event";
    ERECALLCONFLICT = 530, "Conflict with recalled state";
    ENOGRACE = 531, "NFS file lock reclaim refused";
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_number_is_found_by_number_and_by_name() {
        for errno in all() {
            assert_eq!(by_number(errno.number), Some(errno));
            assert_eq!(number_of(errno.name), Some(errno.number));
        }
        assert_eq!((number_of("ENOSPC"), number_of("EWOULDBLOCK")), (Some(28), Some(EAGAIN)));
        assert_eq!((by_number(0), number_of("ENOTHING"), number_of("")), (None, None, None));
    }

    #[test]
    fn the_table_is_sorted_and_has_every_number_of_linux() {
        assert_eq!(all().count(), TABLE.lines().count());
        assert!(all().map(|errno| errno.number).is_sorted_by(|one, next| one < next));
        // 41 (EWOULDBLOCK elsewhere) and 58 (EDEADLOCK elsewhere) are not used on x86-64.
        for number in (1..=133).filter(|number| ![41, 58].contains(number)) {
            assert!(by_number(number).is_some(), "{number}");
        }
        assert_eq!(by_number(ENOTRECOVERABLE).unwrap().text, "State not recoverable");
    }

    #[test]
    fn every_errno_has_a_sentence_and_every_sentence_an_errno() {
        let prose = Prose::built_in();
        for errno in all() {
            let sentence = errno.sentence(&prose);
            assert!(sentence.ends_with('.') && sentence.len() < 180, "{}: {sentence}", errno.name);
        }
        let told: Vec<&str> = lines::all(&prose, "kernel/errno").map(|(name, _)| name).collect();
        assert_eq!(told, all().map(|errno| errno.name).collect::<Vec<_>>());
        assert_eq!(by_number(ENOSPC).unwrap().sentence(&Prose::of("")), "");
    }
}
