//! What programs say when they refuse to start or to go on: which words name which cause, in logs and in traces.
//!
//! The words are those of the software's source, named per group. In a trace they are often cut at 32 bytes, so each
//! row needs little of them. Rows that `Names` say the cause in so many words; rows that `Hints` could follow from
//! something else.

use super::signs::{Sign, Weight};

use Weight::{Hints, Names};

/// Every row, the specific before the general.
pub const OWN: &[Sign] = &[
    // glibc: elf/dl-load.c, elf/dl-lookup.c, elf/dl-version.c; musl: ldso/dynlink.c
    ("dlopen", "failed", "missing-plugin", Names),
    ("nable to load dynamic library '", "", "missing-plugin", Hints),
    ("Cannot load ", "into server", "missing-plugin", Names),
    ("ould not load the Qt platform", "", "missing-plugin", Names),
    ("file too short", "", "truncated-shared-library", Names),
    ("invalid ELF header", "", "truncated-shared-library", Names),
    ("symbol lookup error", "", "library-version-mismatch", Names),
    ("undefined symbol: ", "", "library-version-mismatch", Names),
    ("version `", "not found", "library-version-mismatch", Names),
    ("Error relocating ", "symbol not found", "library-version-mismatch", Names),
    // perl: pp_ctl.c, locale.c
    ("Can't locate ", "@INC", "missing-perl-module", Names),
    ("Can't locate ", ".pm", "missing-perl-module", Names),
    ("erl: warning: Setting locale ", "failed", "missing-locale-or-timezone-data", Hints),
    // Locales and zones: bash's locale.c, Python's locale and zoneinfo, Go's time, ICU, PHP's date
    ("setlocale: ", "cannot change locale", "missing-locale-or-timezone-data", Hints),
    ("unsupported locale setting", "", "missing-locale-or-timezone-data", Names),
    ("o time zone found with key ", "", "missing-locale-or-timezone-data", Names),
    ("unknown time zone ", "", "missing-locale-or-timezone-data", Names),
    // Options: glibc's and musl's getopt, Python's argparse, Go's flag, clap
    ("unrecognized option", "", "wrong-option", Names),
    ("unrecognized arguments: ", "", "wrong-option", Names),
    ("invalid option -- ", "", "wrong-option", Names),
    ("nvalid option: ", "", "wrong-option", Names),
    ("flag provided but not defined: ", "", "wrong-option", Names),
    ("unexpected argument '", "found", "wrong-option", Names),
    // Kernel modules: kmod, iptables, mount
    ("modprobe: FATAL: Module ", "", "kernel-module-missing", Names),
    ("o you need to insmod", "", "kernel-module-missing", Names),
    ("unknown filesystem type", "", "kernel-module-missing", Names),
    // Keys: OpenSSH's authfile.c, PostgreSQL's fe-secure-openssl.c and be-secure-common.c
    ("UNPROTECTED PRIVATE KEY FILE", "", "key-file-too-open", Names),
    ("ermissions 0", "are too open", "key-file-too-open", Names),
    ("private key file ", "group or world access", "key-file-too-open", Names),
    // Users: nginx's core/nginx.c, Apache's mod_unixd, systemd's exec-invoke.c, shadow, coreutils, sudo
    ("getpwnam(", "failed", "user-or-group-missing", Names),
    ("getgrnam(", "failed", "user-or-group-missing", Names),
    ("bad user name ", "", "user-or-group-missing", Names),
    ("bad group name ", "", "user-or-group-missing", Names),
    ("invalid user: ", "", "user-or-group-missing", Names),
    ("invalid group: ", "", "user-or-group-missing", Names),
    ("unable to find user ", "", "user-or-group-missing", Names),
    ("etermine user credentials: No such process", "", "user-or-group-missing", Names),
    ("status=217/USER", "", "user-or-group-missing", Names),
    // strace.c, gdb
    ("attach: ptrace(", "Operation not permitted", "trace-not-permitted", Names),
    ("ould not attach to process", "", "trace-not-permitted", Names),
    // PostgreSQL's miscinit.c, nginx, and daemons that copy them
    ("lock file \"postmaster.pid\" already exists", "", "stale-pid-file", Names),
    // Encodings: Python's codecs, Ruby, PostgreSQL's mbutils.c, Rust's io, perl
    ("UnicodeDecodeError: ", "", "bad-text-encoding", Names),
    ("codec can't decode byte", "", "bad-text-encoding", Names),
    ("nvalid byte sequence ", "", "bad-text-encoding", Names),
    ("did not contain valid UTF-8", "", "bad-text-encoding", Names),
    ("alformed UTF-8 character", "", "bad-text-encoding", Hints),
    // Carriage returns: dash, bash
    ("\\r': command not found", "", "crlf-line-ends", Names),
    ("\r': command not found", "", "crlf-line-ends", Names),
    ("^M: bad interpreter", "", "crlf-line-ends", Names),
    ("\r: not found", "", "crlf-line-ends", Names),
    // Versions that do not fit: moby's client, pg_dump, PostgreSQL's miscinit.c, rsync's compat.c, Kafka, MySQL
    ("client version ", "is too new. Maximum supported", "version-mismatch-between-parts", Names),
    ("client version ", "is too old. Minimum supported", "version-mismatch-between-parts", Names),
    ("because of server version mismatch", "", "version-mismatch-between-parts", Names),
    ("files are incompatible with server", "", "version-mismatch-between-parts", Names),
    ("rotocol version mismatch", "", "version-mismatch-between-parts", Names),
    ("nsupported protocol version", "", "version-mismatch-between-parts", Names),
    // Records that are not there: SQLite, PostgreSQL, MySQL, S3, Django, Rails, Elasticsearch, registries
    ("no such table: ", "", "missing-record-or-object", Names),
    ("relation \"", "does not exist", "missing-record-or-object", Names),
    ("database \"", "does not exist", "missing-record-or-object", Names),
    ("Unknown database '", "", "missing-record-or-object", Names),
    ("Table '", "doesn't exist", "missing-record-or-object", Names),
    ("NoSuchBucket", "", "missing-record-or-object", Names),
    ("NoSuchKey", "", "missing-record-or-object", Hints),
    ("matching query does not exist", "", "missing-record-or-object", Hints),
    ("ActiveRecord::RecordNotFound", "", "missing-record-or-object", Hints),
    ("index_not_found_exception", "", "missing-record-or-object", Names),
    ("manifest unknown", "", "missing-record-or-object", Names),
    // Configuration: nginx, Apache, OpenSSH, dnsmasq, systemd, Spring
    ("unknown directive \"", "", "config-value-invalid", Names),
    ("Invalid command '", "perhaps misspelled", "config-value-invalid", Names),
    ("Bad configuration option: ", "", "config-value-invalid", Names),
    ("unrecognized configuration parameter ", "", "config-value-invalid", Names),
    ("invalid value for parameter ", "", "config-value-invalid", Names),
    ("Failed to bind properties under ", "", "config-value-invalid", Names),
    // Data: Python's json, V8, Go's encoding/json, Java's parsers, jq, libxml2
    ("JSONDecodeError: ", "", "invalid-input-data", Hints),
    ("SyntaxError: ", "JSON", "invalid-input-data", Hints),
    ("invalid character ", "looking for beginning of", "invalid-input-data", Hints),
    ("unexpected end of JSON input", "", "invalid-input-data", Hints),
    ("JsonParseException", "", "invalid-input-data", Hints),
    ("parse error: Invalid ", "", "invalid-input-data", Hints),
    ("parse error: Unfinished ", "", "invalid-input-data", Hints),
    ("parser error : ", "", "invalid-input-data", Hints),
    // Clocks: OpenSSL's x509_txt.c, make, MIT Kerberos, AWS
    ("ertificate is not yet valid", "", "clock-or-timezone-mismatch", Names),
    ("lock skew too great", "", "clock-or-timezone-mismatch", Names),
    ("lock skew", "", "clock-or-timezone-mismatch", Hints),
    ("RequestTimeTooSkewed", "", "clock-or-timezone-mismatch", Names),
    // Limits: Elasticsearch's BootstrapChecks
    ("vm.max_map_count [", "is too low", "map-count-limit", Names),
    // The kernel: mm/page_alloc.c, mm/vmscan.c; HotSpot's log of collections; Kubernetes' alert rules
    ("page allocation stalls for ", "", "memory-pressure-swapping", Hints),
    ("page allocation failure", "", "memory-pressure-swapping", Hints),
    ("[Full GC ", "", "cpu-throttled-or-gc-pause", Hints),
    ("Pause Full ", "", "cpu-throttled-or-gc-pause", Hints),
    ("CPUThrottlingHigh", "", "cpu-throttled-or-gc-pause", Hints),
];

/// Exceptions of a program's own code.
pub const BUGS: &[Sign] = &[
    // CPython, Java, V8, Go, Rust
    ("AttributeError: ", "", "bug-in-program-logic", Hints),
    ("IndexError: ", "", "bug-in-program-logic", Hints),
    ("TypeError: ", "", "bug-in-program-logic", Hints),
    ("NameError: ", "", "bug-in-program-logic", Hints),
    ("ZeroDivisionError: ", "", "bug-in-program-logic", Hints),
    ("ReferenceError: ", "", "bug-in-program-logic", Hints),
    ("AssertionError", "", "bug-in-program-logic", Hints),
    ("java.lang.NullPointerException", "", "bug-in-program-logic", Hints),
    ("IndexOutOfBoundsException", "", "bug-in-program-logic", Hints),
    ("nil pointer dereference", "", "bug-in-program-logic", Hints),
    ("index out of range [", "", "bug-in-program-logic", Hints),
    ("index out of bounds: ", "", "bug-in-program-logic", Hints),
];

/// The first row that fits what a program said.
pub fn read(said: &str) -> Option<&'static Sign> {
    OWN.iter().find(|sign| said.contains(sign.0) && said.contains(sign.1))
}

/// The exception of a program's own code that a line names.
pub fn bug(said: &str) -> Option<&'static Sign> {
    BUGS.iter().find(|sign| said.contains(sign.0))
}
