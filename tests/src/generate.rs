//! Large traces, made of the calls of a proxy that serves one request after the other.
//!
//! Real captures of this size are too big for a repository; the shape of every call here is one of them.
//! The same arguments give the same text.

use std::fmt::Write as _;

/// Lines that one request takes.
const LINES_PER_REQUEST: usize = 16;

/// A trace of about `lines` lines, as `strace -f -tt` prints it; `full_from` names the request from which on
/// the disk that holds the cache is full.
pub fn proxy_trace(lines: usize, full_from: Option<usize>) -> String {
    let mut text = String::with_capacity(lines * 110);
    for request in 0..lines.div_ceil(LINES_PER_REQUEST) {
        let fails = full_from.is_some_and(|from| request >= from);
        one_request(&mut text, request, fails);
    }
    text
}

/// A normal and a failing trace of about `lines` lines each; the disk fills up in the middle of the second.
pub fn proxy_pair(lines: usize) -> (String, String) {
    (proxy_trace(lines, None), proxy_trace(lines, Some(lines / LINES_PER_REQUEST / 2)))
}

fn one_request(text: &mut String, request: usize, disk_is_full: bool) {
    let port = 20_000 + request * 7 % 40_000;
    let size = 4_000 + request * 37 % 4_000;
    let (client, upstream, cache) = (10, 11, 12);
    let file =
        format!("/var/cache/nginx/{:x}/{:02x}/{:032x}.000001", request % 16, request % 256, request * 7919);
    let mut clock = request * 2_100;
    let mut call = |line: std::fmt::Arguments<'_>| {
        clock += 120;
        let (seconds, micros) = (clock / 1_000_000, clock % 1_000_000);
        let (hours, minutes, seconds) = (10 + seconds / 3600, seconds / 60 % 60, seconds % 60);
        let _ = writeln!(text, "4711  {hours:02}:{minutes:02}:{seconds:02}.{micros:06} {line}");
    };
    call(format_args!(
        "epoll_wait(8, [{{events=EPOLLIN, data={{u32=69025808, u64=140003117973520}}}}], 512, -1) = 1"
    ));
    call(format_args!(
        "accept4(6, {{sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr(\"10.0.0.4\")}}, [112 => 16], SOCK_NONBLOCK) = {client}"
    ));
    call(format_args!(
        "recvfrom({client}, \"GET /item/{request} HTTP/1.1\\r\\nHost: shop.example\\r\\n\\r\\n\", 1024, 0, NULL, NULL) = 51"
    ));
    call(format_args!("socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = {upstream}"));
    call(format_args!(
        "connect({upstream}, {{sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"10.0.1.9\")}}, 16) = -1 EINPROGRESS (Operation now in progress)"
    ));
    call(format_args!("getsockopt({upstream}, SOL_SOCKET, SO_ERROR, [0], [4]) = 0"));
    call(format_args!(
        "writev({upstream}, [{{iov_base=\"GET /item/{request} HTTP/1.0\\r\\n\"..., iov_len=88}}], 1) = 88"
    ));
    call(format_args!(
        "recvfrom({upstream}, \"HTTP/1.1 200 OK\\r\\nContent-Type: te\"..., 8192, 0, NULL, NULL) = {size}"
    ));
    call(format_args!("openat(AT_FDCWD, \"{file}\", O_RDWR|O_CREAT|O_EXCL, 0600) = {cache}"));
    if disk_is_full {
        call(format_args!(
            "pwrite64({cache}, \"\\5\\0\\0\\0\\0\\0\\0\\0\"..., {size}, 0) = -1 ENOSPC (No space left on device)"
        ));
        call(format_args!(
            "write(5, \"2026/03/01 10:00:00 [crit] 4711#4711: *{request} pwrite() \\\"{file}\\\" failed (28: No space left on device)\"..., 240) = 240"
        ));
        call(format_args!("close({upstream}) = 0"));
        call(format_args!("close({cache}) = 0"));
        call(format_args!("close({client}) = 0"));
        return;
    }
    call(format_args!("pwrite64({cache}, \"\\5\\0\\0\\0\\0\\0\\0\\0\"..., {size}, 0) = {size}"));
    call(format_args!(
        "writev({client}, [{{iov_base=\"HTTP/1.1 200 OK\\r\\nServer: ng\"..., iov_len=240}}], 1) = 240"
    ));
    call(format_args!("sendfile({client}, {cache}, [240] => [{size}], {size}) = {size}"));
    call(format_args!(
        "write(4, \"10.0.0.4 - - [01/Mar/2026:10:00:00 +0000] \\\"GET /item/{request}\"..., 96) = 96"
    ));
    call(format_args!("close({upstream}) = 0"));
    call(format_args!("close({cache}) = 0"));
    call(format_args!("close({client}) = 0"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_about_as_long_as_asked_and_always_the_same() {
        let (normal, failing) = proxy_pair(10_000);
        assert_eq!(normal.lines().count(), 10_000);
        assert!((9_000..10_000).contains(&failing.lines().count()));
        assert_eq!(proxy_pair(10_000), (normal, failing));
    }
}
