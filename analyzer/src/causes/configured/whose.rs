//! Whose time-out a wait was: limits that the configuration sets, and those that programs have by default.
//!
//! A wait that ends at a round number is nobody's slowness but somebody's timer. Which one cannot always be told:
//! then every timer that fits is a candidate, and saying so is the answer.

use super::places::{At, Place, Places};
use super::values;
use crate::causes::Case;
use crate::model::log::Entry;
use crate::order::Change;

/// A timer that fits a wait.
#[derive(Debug, Clone)]
pub struct Timer<'a> {
    /// Whose it is and what it is called, for example `nginx, proxy_read_timeout`.
    pub name: &'a str,
    /// How long it is, in microseconds.
    pub length: i64,
    /// Where it is set; `None` for a default.
    pub at: Option<At>,
    /// The evidence names the program, so the timer is really there.
    pub present: bool,
}

/// What a timer ends: only some of them can end a given wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// The proxy gives up waiting for its upstream.
    ProxyGivesUp,
    /// The server behind closes the connection.
    ServerCloses,
    /// Whoever asked gives up.
    ClientGivesUp,
}

/// A default: whose, what it ends, seconds, the program whose version is told and the versions that have it.
type Default = (&'static str, Ends, i64, &'static str, (u32, u32), (u32, u32));

const ANY: (u32, u32) = (0, 0);
const LATEST: (u32, u32) = (u32::MAX, 0);

/// Defaults of programs and services, from their documentation.
const DEFAULTS: &[Default] = &[
    ("nginx, proxy_read_timeout", Ends::ProxyGivesUp, 60, "nginx", ANY, LATEST),
    ("Envoy, route timeout", Ends::ProxyGivesUp, 15, "envoy", ANY, LATEST),
    ("nginx, resolver_timeout", Ends::ProxyGivesUp, 30, "nginx", ANY, LATEST),
    ("Apache, Timeout", Ends::ProxyGivesUp, 60, "apache", ANY, LATEST),
    ("the kernel's last SYN retry (tcp_syn_retries 6)", Ends::ProxyGivesUp, 127, "linux", ANY, LATEST),
    ("Node's server.timeout", Ends::ServerCloses, 120, "node", ANY, (13, 0)),
    ("Node's requestTimeout", Ends::ServerCloses, 300, "node", (18, 0), LATEST),
    ("gunicorn's timeout", Ends::ServerCloses, 30, "gunicorn", ANY, LATEST),
    ("Tomcat's connectionTimeout", Ends::ServerCloses, 20, "tomcat", ANY, LATEST),
    ("an AWS load balancer's idle timeout", Ends::ClientGivesUp, 60, "", ANY, LATEST),
    ("an nginx in front, proxy_read_timeout", Ends::ClientGivesUp, 60, "", ANY, LATEST),
    ("an API gateway's integration timeout", Ends::ClientGivesUp, 29, "", ANY, LATEST),
    ("a Google load balancer's backend timeout", Ends::ClientGivesUp, 30, "", ANY, LATEST),
    ("Cloudflare's limit", Ends::ClientGivesUp, 100, "", ANY, LATEST),
    ("Azure App Service's limit", Ends::ClientGivesUp, 230, "", ANY, LATEST),
    ("Azure's load balancer", Ends::ClientGivesUp, 240, "", ANY, LATEST),
    ("an AWS network load balancer or NAT gateway", Ends::ClientGivesUp, 350, "", ANY, LATEST),
];

/// nginx's own timers for an upstream and their default of 60 seconds.
const NGINX: &[(&str, &str)] = &[
    ("proxy_read_timeout", "nginx, proxy_read_timeout"),
    ("proxy_send_timeout", "nginx, proxy_send_timeout"),
    ("proxy_connect_timeout", "nginx, proxy_connect_timeout"),
    ("fastcgi_read_timeout", "nginx, fastcgi_read_timeout"),
    ("uwsgi_read_timeout", "nginx, uwsgi_read_timeout"),
];

/// True if a wait is as long as a timer: within a hundredth, but at least 20 ms, and not much shorter.
pub fn fits(wait: i64, timer: i64) -> bool {
    let slack = (timer / 100).max(20_000);
    wait >= timer.saturating_sub(slack / 4) && wait <= timer.saturating_add(slack)
}

/// The timers that fit a wait of so many microseconds, those that the configuration sets first.
///
/// A default counts only for the version that has it, where a version is told; where the program is not known to be
/// there at all, it is a candidate and no more.
pub fn timers<'a>(
    case: &Case<'a>,
    places: &Places<'_>,
    place: Option<&Place>,
    wait: i64,
    ends: Ends,
) -> Vec<Timer<'a>> {
    let mut found: Vec<Timer<'a>> = Vec::new();
    let mut overruled: Vec<&str> = Vec::new();
    match ends {
        Ends::ServerCloses => found.add_all(stated(case).into_iter().filter(|one| fits(wait, one.length))),
        Ends::ProxyGivesUp => {
            for timer in of_haproxy(case) {
                overruled.push(timer.name);
                if fits(wait, timer.length) {
                    found.push(timer);
                }
            }
        }
        Ends::ClientGivesUp => {}
    }
    if ends == Ends::ProxyGivesUp
        && let Some(place) = place
    {
        for (directive, name) in NGINX {
            let (length, at) = places.time(place, directive, 0);
            if at.is_some() {
                overruled.push(name);
            }
            if at.is_some() && fits(wait, length) {
                found.push(Timer { name, length, at, present: true });
            }
        }
    }
    for (name, of, seconds, program, from, to) in DEFAULTS {
        let length = seconds.saturating_mul(1_000_000);
        if *of != ends || !fits(wait, length) || overruled.contains(name) {
            continue;
        }
        let version = case.version(program).map(|(_, _, number)| (number.0, number.1));
        let configured = *program == "nginx" && !places.trees.is_empty();
        if version.is_none_or(|version| version >= *from && version < *to) {
            let present = version.is_some() || configured;
            found.push(Timer { name, length, at: None, present });
        }
    }
    // What the evidence shows to be there stands before what might be there.
    crate::order::by_key(&mut found, |timer| !timer.present);
    found
}

/// Timers that a log states as settings: `server.timeout = 3000`, `read_timeout: 30s`.
///
/// A number without a unit counts milliseconds from 1000 on, as no server waits a quarter of an hour by a setting in
/// seconds that it also prints; below, seconds.
pub fn stated<'a>(case: &Case<'a>) -> Vec<Timer<'a>> {
    let mut found = Vec::new();
    for log in case.logs {
        for entry in log.entries.iter().filter(|entry| matches!(entry.kind, Entry::Text)) {
            if let Some((name, length)) = setting(log.str(entry.text)) {
                found.push(Timer { name, length, at: Some((log.source, entry.line)), present: true });
            }
        }
    }
    found
}

/// Time-outs of idle connections, of connecting and of the end of a program.
const NOT_OF_REQUESTS: &[&str] = &["keep", "connect", "shutdown", "graceful", "drain", "dns", "lock"];

/// The setting with `timeout` in its name that a line states, and its length in microseconds.
fn setting(line: &str) -> Option<(&str, i64)> {
    let at = line.find("imeout")?;
    let begin = line.get(..at)?.rfind([' ', ',', '{', '(', '"', '\'']).map_or(0, |space| space + 1);
    let rest = line.get(begin..)?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')))?;
    let (name, behind) = rest.split_at_checked(end)?;
    let value =
        behind.trim_start_matches(['"', '\'', ' ']).strip_prefix(['=', ':'])?.trim_start_matches(['"', ' ']);
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = value.get(..digits)?.parse().ok()?;
    let unit: String =
        value.get(digits..)?.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    let one = match unit.as_str() {
        "ms" | "millis" | "milliseconds" => 1_000,
        "s" | "sec" | "seconds" => 1_000_000,
        "m" | "min" => 60_000_000,
        _ if number >= 1_000 => 1_000,
        _ => 1_000_000,
    };
    // Some limits never end a request that is being worked on.
    let of_request = !NOT_OF_REQUESTS.iter().any(|word| name.to_ascii_lowercase().contains(word));
    let known = number > 0 && value.get(digits..digits + 1) != Some(".");
    (known && of_request).then(|| (name, number.saturating_mul(one)))
}

/// The timers of HAProxy's configuration with which it gives a server up.
fn of_haproxy<'a>(case: &Case<'a>) -> Vec<Timer<'a>> {
    let mut found = Vec::new();
    for config in case.configs {
        for id in config.named("timeout") {
            let name = match config.argument(id, 0) {
                "server" => "HAProxy, timeout server",
                "connect" => "HAProxy, timeout connect",
                "queue" => "HAProxy, timeout queue",
                _ => continue,
            };
            let line = config.directives.get(id).map(|directive| (config.source, directive.line));
            let length = values::haproxy_time(config.argument(id, 1));
            found.add_all(length.map(|length| Timer { name, length, at: line, present: true }));
        }
    }
    found
}

/// Names of timers, as a list for a sentence; empty for none.
pub fn names(timers: &[Timer<'_>]) -> String {
    let mut text = String::new();
    for (at, timer) in timers.iter().take(4).enumerate() {
        if at > 0 {
            text.push_str(if at + 1 == timers.len().min(4) { " or " } else { ", " });
        }
        text.push_str(timer.name);
    }
    text
}

/// A wait for people: `60 s`, `1.5 s`, `250 ms`.
pub fn length(micros: i64) -> String {
    if micros < 1_000_000 {
        return format!("{} ms", micros / 1000);
    }
    let tenths = micros.saturating_add(50_000) / 100_000;
    if tenths % 10 == 0 { format!("{} s", tenths / 10) } else { format!("{}.{} s", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_fits_its_timer_and_not_its_neighbours() {
        assert!(fits(60_012_000, 60_000_000));
        assert!(fits(59_950_000, 60_000_000));
        assert!(!fits(62_000_000, 60_000_000));
        assert!(!fits(29_000_000, 30_000_000));
        assert!(fits(1_010_000, 1_000_000));
    }

    #[test]
    fn settings_are_read_where_a_log_states_them() {
        for (line, wanted) in [
            ("listening on 8080, server.timeout = 3000", Some(("server.timeout", 3_000_000))),
            ("started read_timeout=30s", Some(("read_timeout", 30_000_000))),
            ("{\"requestTimeout\": \"1500ms\"}", Some(("requestTimeout", 1_500_000))),
            ("timeout: 20", Some(("timeout", 20_000_000))),
            ("upstream timed out after 3000 ms", None),
            ("request timeout after 3000 ms", None),
            ("WORKER TIMEOUT (pid:36)", None),
            ("timeout=0.5", None),
            ("timeout = 0", None),
            ("server.keepAliveTimeout = 5000", None),
        ] {
            assert_eq!(setting(line), wanted, "{line}");
        }
    }

    #[test]
    fn lengths() {
        assert_eq!(length(60_012_000), "60 s");
        assert_eq!(length(1_480_000), "1.5 s");
        assert_eq!(length(250_000), "250 ms");
    }
}
