//! Every errno value of Linux on x86-64, with its name, the C library's text and what it says in general.
//!
//! Numbers and texts are those of `errno(3)` and `include/uapi/asm-generic/errno*.h`;
//! the values from 512 on are the kernel's own (`include/linux/errno.h`), which only a tracer sees.

/// One errno value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Errno {
    /// Its number on x86-64.
    pub number: u16,
    /// `ENOSPC`
    pub name: &'static str,
    /// The text that `strerror` gives: `No space left on device`.
    pub text: &'static str,
    /// What it says in general, as one sentence.
    pub sentence: &'static str,
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

/// The errno of that number; `None` if Linux has none.
pub fn by_number(number: u16) -> Option<&'static Errno> {
    let at = ERRNOS.binary_search_by_key(&number, |errno| errno.number).ok()?;
    ERRNOS.get(at)
}

/// The number of the errno of that name (`ENOSPC`, also `EWOULDBLOCK` and other aliases); `None` if unknown.
pub fn number_of(name: &str) -> Option<u16> {
    let known = ERRNOS.iter().find(|errno| errno.name == name).map(|errno| errno.number);
    known.or_else(|| ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, number)| *number))
}

/// The name of the errno of that number; `None` if Linux has none.
pub fn name_of(number: u16) -> Option<&'static str> {
    by_number(number).map(|errno| errno.name)
}

macro_rules! errnos {
    ($($name:ident = $number:literal, $text:literal, $sentence:literal;)*) => {
        $(
            #[doc = concat!($text, ".")]
            pub const $name: u16 = $number;
        )*

        /// Every errno, by number.
        pub static ERRNOS: &[Errno] =
            &[$(Errno { number: $number, name: stringify!($name), text: $text, sentence: $sentence }),*];
    };
}

errnos! {
    EPERM = 1, "Operation not permitted", "The caller lacks the privilege or the ownership that this operation needs.";
    ENOENT = 2, "No such file or directory", "The file, or a directory on the way to it, does not exist.";
    ESRCH = 3, "No such process", "No process or thread has that number.";
    EINTR = 4, "Interrupted system call", "A signal arrived before the call could finish.";
    EIO = 5, "Input/output error", "The device or the file system failed to read or write.";
    ENXIO = 6, "No such device or address", "There is no device, or no reader, behind this special file.";
    E2BIG = 7, "Argument list too long", "The arguments and the environment together are larger than the kernel takes.";
    ENOEXEC = 8, "Exec format error", "The file is executable, but the kernel knows no way to run its format.";
    EBADF = 9, "Bad file descriptor", "The descriptor is not open, or not open for this kind of access.";
    ECHILD = 10, "No child processes", "The caller has no child that it could wait for.";
    EAGAIN = 11, "Resource temporarily unavailable", "Nothing can be done right now without waiting; it has to be tried again.";
    ENOMEM = 12, "Cannot allocate memory", "The kernel could not provide the memory, or a limit on memory or mappings was reached.";
    EACCES = 13, "Permission denied", "The permission bits, an ACL or a security module forbid this access.";
    EFAULT = 14, "Bad address", "A pointer argument points outside of the caller's memory.";
    ENOTBLK = 15, "Block device required", "The call needs a block device.";
    EBUSY = 16, "Device or resource busy", "Something else is using it.";
    EEXIST = 17, "File exists", "It exists already, and the call was to create it.";
    EXDEV = 18, "Invalid cross-device link", "The two paths are on different mounts.";
    ENODEV = 19, "No such device", "The device does not exist or does not support this operation.";
    ENOTDIR = 20, "Not a directory", "Something on the path is used as a directory and is none.";
    EISDIR = 21, "Is a directory", "The path names a directory, and the call needs something else.";
    EINVAL = 22, "Invalid argument", "An argument has a value that the call does not take.";
    ENFILE = 23, "Too many open files in system", "The whole system has as many open files as the kernel allows.";
    EMFILE = 24, "Too many open files", "The process has as many open descriptors as its limit (RLIMIT_NOFILE) allows.";
    ENOTTY = 25, "Inappropriate ioctl for device", "What the descriptor refers to does not know this ioctl; most often it is just no terminal.";
    ETXTBSY = 26, "Text file busy", "The file is a program that is running, or is open for writing while it should be run.";
    EFBIG = 27, "File too large", "The file would exceed the largest size that the file system or the limit RLIMIT_FSIZE allows.";
    ENOSPC = 28, "No space left on device", "The file system has no free block or no free inode; some calls also report other used up kernel resources so.";
    ESPIPE = 29, "Illegal seek", "Pipes, sockets and terminals have no position to seek to.";
    EROFS = 30, "Read-only file system", "The file system is mounted read-only.";
    EMLINK = 31, "Too many links", "The file has as many hard links as the file system allows.";
    EPIPE = 32, "Broken pipe", "Nobody reads at the other end any more.";
    EDOM = 33, "Numerical argument out of domain", "The argument lies outside of the function's domain.";
    ERANGE = 34, "Numerical result out of range", "The result does not fit, or the buffer is too small for it.";
    EDEADLK = 35, "Resource deadlock avoided", "Waiting for this lock would wait forever.";
    ENAMETOOLONG = 36, "File name too long", "The path, or one part of it, is longer than allowed.";
    ENOLCK = 37, "No locks available", "The kernel or the file server has no lock to give.";
    ENOSYS = 38, "Function not implemented", "This kernel, or the sandbox around the process, does not offer the call.";
    ENOTEMPTY = 39, "Directory not empty", "The directory still has entries.";
    ELOOP = 40, "Too many levels of symbolic links", "Resolving the path followed too many symbolic links, or a link where none is allowed.";
    ENOMSG = 42, "No message of desired type", "The queue holds no message of the wanted type.";
    EIDRM = 43, "Identifier removed", "The System V object was removed meanwhile.";
    ECHRNG = 44, "Channel number out of range", "The channel number is out of range.";
    EL2NSYNC = 45, "Level 2 not synchronized", "Level 2 of the line is not synchronised.";
    EL3HLT = 46, "Level 3 halted", "Level 3 of the line is halted.";
    EL3RST = 47, "Level 3 reset", "Level 3 of the line was reset.";
    ELNRNG = 48, "Link number out of range", "The link number is out of range.";
    EUNATCH = 49, "Protocol driver not attached", "No protocol driver is attached.";
    ENOCSI = 50, "No CSI structure available", "No CSI structure is available.";
    EL2HLT = 51, "Level 2 halted", "Level 2 of the line is halted.";
    EBADE = 52, "Invalid exchange", "The exchange is not valid.";
    EBADR = 53, "Invalid request descriptor", "The request descriptor is not valid.";
    EXFULL = 54, "Exchange full", "The exchange is full.";
    ENOANO = 55, "No anode", "The device has no anode.";
    EBADRQC = 56, "Invalid request code", "The request code is not valid.";
    EBADSLT = 57, "Invalid slot", "The slot is not valid.";
    EBFONT = 59, "Bad font file format", "The font file has a bad format.";
    ENOSTR = 60, "Device not a stream", "The device is not a stream.";
    ENODATA = 61, "No data available", "The extended attribute, or the data asked for, does not exist.";
    ETIME = 62, "Timer expired", "A timer of the device ran out.";
    ENOSR = 63, "Out of streams resources", "No stream resources are left.";
    ENONET = 64, "Machine is not on the network", "The machine is not on the network.";
    ENOPKG = 65, "Package not installed", "The package or key type is not installed.";
    EREMOTE = 66, "Object is remote", "The object lies on another machine.";
    ENOLINK = 67, "Link has been severed", "The link to the other machine is cut.";
    EADV = 68, "Advertise error", "The resource is still advertised.";
    ESRMNT = 69, "Srmount error", "A remote mount is still in use.";
    ECOMM = 70, "Communication error on send", "Sending failed in the device.";
    EPROTO = 71, "Protocol error", "The other side broke the protocol.";
    EMULTIHOP = 72, "Multihop attempted", "The path would cross several machines.";
    EDOTDOT = 73, "RFS specific error", "RFS-specific error.";
    EBADMSG = 74, "Bad message", "The data fails its checksum or is not a message of this kind.";
    EOVERFLOW = 75, "Value too large for defined data type", "The value does not fit the type that the caller offers for it.";
    ENOTUNIQ = 76, "Name not unique on network", "The name is already used on the network.";
    EBADFD = 77, "File descriptor in bad state", "The descriptor is in a state that does not allow the call.";
    EREMCHG = 78, "Remote address changed", "The remote address changed.";
    ELIBACC = 79, "Can not access a needed shared library", "A needed shared library cannot be accessed.";
    ELIBBAD = 80, "Accessing a corrupted shared library", "A needed shared library is damaged, or the program interpreter is not usable.";
    ELIBSCN = 81, ".lib section in a.out corrupted", "The library section of the program is damaged.";
    ELIBMAX = 82, "Attempting to link in too many shared libraries", "The program links too many shared libraries.";
    ELIBEXEC = 83, "Cannot exec a shared library directly", "A shared library cannot be executed directly.";
    EILSEQ = 84, "Invalid or incomplete multibyte or wide character", "The bytes are not valid in the character set.";
    ERESTART = 85, "Interrupted system call should be restarted", "An interrupted call is to be restarted; programs should not see it.";
    ESTRPIPE = 86, "Streams pipe error", "A stream pipe failed.";
    EUSERS = 87, "Too many users", "There are too many users.";
    ENOTSOCK = 88, "Socket operation on non-socket", "The descriptor is not a socket.";
    EDESTADDRREQ = 89, "Destination address required", "The socket is not connected and no destination was given.";
    EMSGSIZE = 90, "Message too long", "The message is larger than the socket can send in one piece.";
    EPROTOTYPE = 91, "Protocol wrong type for socket", "The protocol does not fit the type of the socket.";
    ENOPROTOOPT = 92, "Protocol not available", "The socket does not know this option.";
    EPROTONOSUPPORT = 93, "Protocol not supported", "The kernel does not offer this protocol.";
    ESOCKTNOSUPPORT = 94, "Socket type not supported", "The kernel does not offer this type of socket.";
    EOPNOTSUPP = 95, "Operation not supported", "This object, or its file system, does not support the operation.";
    EPFNOSUPPORT = 96, "Protocol family not supported", "The kernel does not offer this protocol family.";
    EAFNOSUPPORT = 97, "Address family not supported by protocol", "The kernel or the socket does not offer this address family, often IPv6 switched off.";
    EADDRINUSE = 98, "Address already in use", "Another socket holds that address and port.";
    EADDRNOTAVAIL = 99, "Cannot assign requested address", "The address is not of this machine, or no free local port is left for this peer.";
    ENETDOWN = 100, "Network is down", "The network interface is down.";
    ENETUNREACH = 101, "Network is unreachable", "The routing table has no route to that address.";
    ENETRESET = 102, "Network dropped connection on reset", "The network dropped the connection when it was reset.";
    ECONNABORTED = 103, "Software caused connection abort", "The connection was given up on this machine before it was used.";
    ECONNRESET = 104, "Connection reset by peer", "The peer cut the connection with a TCP reset.";
    ENOBUFS = 105, "No buffer space available", "The kernel has no buffer space for it.";
    EISCONN = 106, "Transport endpoint is already connected", "The socket is already connected.";
    ENOTCONN = 107, "Transport endpoint is not connected", "The socket is not connected.";
    ESHUTDOWN = 108, "Cannot send after transport endpoint shutdown", "The sending side of the connection has been shut down.";
    ETOOMANYREFS = 109, "Too many references: cannot splice", "Too many descriptors are on their way through unix sockets.";
    ETIMEDOUT = 110, "Connection timed out", "No answer came within the time the kernel waits.";
    ECONNREFUSED = 111, "Connection refused", "Nobody listens there: the other machine answered and refused.";
    EHOSTDOWN = 112, "Host is down", "The host is known to be down.";
    EHOSTUNREACH = 113, "No route to host", "The host cannot be reached: no answer to address resolution, or a router said so.";
    EALREADY = 114, "Operation already in progress", "An earlier attempt is still going on.";
    EINPROGRESS = 115, "Operation now in progress", "The connection is being made; its result is reported later.";
    ESTALE = 116, "Stale file handle", "The file server no longer knows this file.";
    EUCLEAN = 117, "Structure needs cleaning", "The file system found its own structures damaged.";
    ENOTNAM = 118, "Not a XENIX named type file", "It is not a named type file.";
    ENAVAIL = 119, "No XENIX semaphores available", "No semaphore is available.";
    EISNAM = 120, "Is a named type file", "It is a named type file.";
    EREMOTEIO = 121, "Remote I/O error", "The remote device failed.";
    EDQUOT = 122, "Disk quota exceeded", "The quota of the user, the group or the project is used up.";
    ENOMEDIUM = 123, "No medium found", "The drive holds no medium.";
    EMEDIUMTYPE = 124, "Wrong medium type", "The medium is of the wrong type.";
    ECANCELED = 125, "Operation canceled", "The operation was cancelled.";
    ENOKEY = 126, "Required key not available", "The key needed, for example of an encrypted directory, is not loaded.";
    EKEYEXPIRED = 127, "Key has expired", "The key is past its date.";
    EKEYREVOKED = 128, "Key has been revoked", "The key has been revoked.";
    EKEYREJECTED = 129, "Key was rejected by service", "The key or signature was not accepted.";
    EOWNERDEAD = 130, "Owner died", "The thread that held the lock died with it.";
    ENOTRECOVERABLE = 131, "State not recoverable", "The state behind the lock cannot be repaired.";
    ERFKILL = 132, "Operation not possible due to RF-kill", "A switch has turned the radio off.";
    EHWPOISON = 133, "Memory page has hardware error", "The memory page has a hardware fault.";
    ERESTARTSYS = 512, "To be restarted if SA_RESTART is set", "A signal interrupted the call; it is restarted or becomes EINTR, as the handler asks.";
    ERESTARTNOINTR = 513, "To be restarted", "A signal interrupted the call; it is always restarted.";
    ERESTARTNOHAND = 514, "To be restarted if no handler", "A signal interrupted the call; it is restarted only if no handler ran.";
    ENOIOCTLCMD = 515, "Unknown ioctl command", "No driver knows this ioctl; programs see ENOTTY.";
    ERESTART_RESTARTBLOCK = 516, "Interrupted by signal", "A signal interrupted a timed wait; restart_syscall goes on with the time that is left.";
    EPROBE_DEFER = 517, "Driver requests probe retry", "A driver asks to be tried again later.";
    EOPENSTALE = 518, "Open found a stale dentry", "A network file turned out to be stale while it was opened.";
    ENOPARAM = 519, "Parameter not supported", "A file system does not know this mount parameter.";
    EBADHANDLE = 521, "Illegal NFS file handle", "The file handle of a network file system is not valid.";
    ENOTSYNC = 522, "Update synchronization mismatch", "A network update did not match.";
    EBADCOOKIE = 523, "Cookie is stale", "A directory position of a network file system is stale.";
    ENOTSUPP = 524, "Operation is not supported", "The kernel does not support the operation; the name is internal to it.";
    ETOOSMALL = 525, "Buffer or request is too small", "A network file system's buffer or request is too small.";
    ESERVERFAULT = 526, "An untranslatable error occurred", "The file server reports an error that has no name of its own.";
    EBADTYPE = 527, "Type not supported by server", "The file server does not support this type.";
    EJUKEBOX = 528, "Request initiated, but will not complete before timeout", "The file server asks to try again later.";
    EIOCBQUEUED = 529, "Queued, will get completion event", "The request was queued; its completion comes later.";
    ERECALLCONFLICT = 530, "Conflict with recalled state", "A delegation of the file server conflicts.";
    ENOGRACE = 531, "NFS file lock reclaim refused", "The server's grace period does not allow this.";
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_number_is_found_by_number_and_by_name() {
        for errno in ERRNOS {
            assert_eq!(by_number(errno.number), Some(errno));
            assert_eq!(number_of(errno.name), Some(errno.number));
        }
        assert_eq!((number_of("ENOSPC"), number_of("EWOULDBLOCK")), (Some(28), Some(EAGAIN)));
        assert_eq!((by_number(0), number_of("ENOTHING"), number_of("")), (None, None, None));
    }

    #[test]
    fn the_table_is_sorted_and_has_every_number_of_linux() {
        assert!(ERRNOS.windows(2).all(|pair| matches!(pair, [a, b] if a.number < b.number)));
        // 41 (EWOULDBLOCK elsewhere) and 58 (EDEADLOCK elsewhere) are not used on x86-64.
        for number in (1..=133).filter(|number| ![41, 58].contains(number)) {
            assert!(by_number(number).is_some(), "{number}");
        }
        assert_eq!(by_number(ENOTRECOVERABLE).unwrap().text, "State not recoverable");
    }
}
