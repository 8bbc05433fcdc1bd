//! Output of several services in one text, as `docker compose logs` and `kubectl logs --prefix` print it.
//!
//! ```text
//! nginx-1  | 2026/11/21 01:22:04 [error] ...        docker compose, with or without its own time behind the bar
//! web_1    | 2026-11-21T01:22:04.6Z listening       docker-compose 1
//! [pod/web-0/nginx] 10.0.0.7 - - [...] "GET / ..."  kubectl
//! ```
//!
//! Each service becomes a text of its own; every line keeps its number. A prompt or a heading between the lines
//! parts what stands above it from what stands below.

use super::clean::Raw;
use super::shape::{self, Shape};
use super::titles::{self, Between};
use crate::formats;
use crate::model::time::leading_stamp;
use crate::order::Change;

/// The longest name of a service.
const NAME: usize = 100;
/// The most services that are told apart; lines of further ones stay with the last.
const MOST: usize = 64;

/// The services whose names stand in front of the lines of a text.
#[derive(Debug, Clone, Default)]
pub struct Services<'a> {
    names: Vec<&'a str>,
}

impl<'a> Services<'a> {
    /// Looks for services; none unless at least two lines have such a name in front.
    pub fn of(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut names: Vec<&str> = Vec::new();
        let mut prefixed = 0_usize;
        for line in lines {
            let Some((name, _)) = prefix(line) else { continue };
            prefixed += 1;
            if names.len() < MOST && !names.contains(&name) {
                names.push(name);
            }
        }
        if prefixed < 2 { Self::default() } else { Self { names } }
    }

    /// A line without its service's name, and the number of the service, counted from 1; 0 for a line of none.
    pub fn part<'l>(&self, line: &'l str) -> (&'l str, usize) {
        if self.names.is_empty() {
            return (line, 0);
        }
        let found =
            prefix(line).and_then(|(name, rest)| Some((rest, self.names.iter().position(|n| *n == name)?)));
        found.map_or((line, 0), |(rest, at)| (rest, at + 1))
    }

    /// The name of a service.
    pub fn name(&self, number: usize) -> Option<&'a str> {
        self.names.get(number.checked_sub(1)?).copied()
    }

    /// The lines taken apart: each part with the number of its service, in the order in which they begin.
    /// One part, of no service, where there are not several.
    pub fn apart<'t>(&self, lines: Vec<Raw<'t>>) -> Vec<(usize, Vec<Raw<'t>>)> {
        if self.names.len() < 2 {
            return vec![(0, lines)];
        }
        let mut parts: Vec<(usize, Vec<Raw<'t>>)> = Vec::new();
        // What stands above the region that is read, and where its parts begin.
        let (mut above, mut begin): (Vec<Raw<'t>>, usize) = (Vec::new(), 0);
        let mut last = 0;
        for raw in lines {
            let service = match raw.service {
                0 if is_border(&raw) || last == 0 => {
                    if last != 0 {
                        (begin, last) = (parts.len(), 0);
                        above.clear();
                    }
                    above.push(raw);
                    continue;
                }
                // What a container's end is told with, or a line that was broken.
                0 => self.names.iter().position(|name| is_exit(name, &raw.text)).map_or(last, |at| at + 1),
                service => service,
            };
            last = service;
            let known =
                parts.get_mut(begin..).and_then(|parts| parts.iter_mut().find(|part| part.0 == service));
            if let Some(part) = known {
                part.1.push(raw);
                continue;
            }
            let mut part = above.clone();
            if parts.len() > begin {
                part.keep_if(is_border);
            }
            part.push(raw);
            parts.push((service, part));
        }
        if last == 0 && !above.is_empty() {
            parts.push((0, above));
        }
        parts
    }
}

/// Lines that part a text: prompts, fences, headings, blank ones.
fn is_border(raw: &Raw<'_>) -> bool {
    raw.shape == Shape::Blank || titles::between(&raw.text) != Between::Text
}

/// `web-1 exited with code 137`
fn is_exit(name: &str, line: &str) -> bool {
    line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with("exited with code "))
}

/// The name of a service in front of a line, and the line behind it.
fn prefix(line: &str) -> Option<(&str, &str)> {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if let Some(inside) = line.strip_prefix('[') {
        let (name, rest) = inside.split_once("] ")?;
        let known = name.starts_with("pod/")
            && name.len() < 2 * NAME
            && name.bytes().all(|byte| part(byte) || byte == b'/');
        return known.then_some((name, behind_time(rest)));
    }
    let length = line.bytes().take(NAME).take_while(|byte| part(*byte)).count();
    let (name, rest) = line.split_at_checked(length)?;
    let rest = rest.trim_start_matches(' ').strip_prefix('|')?;
    // `name-1` of docker compose, `name_1` of docker-compose; other words before a bar are columns of a table.
    let number = name.rfind(['-', '_']).and_then(|at| name.get(at + 1..))?;
    let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    numbered.then(|| (name, behind_time(rest.strip_prefix(' ').unwrap_or(rest))))
}

/// With `-t` and `--timestamps` the collector puts its own time in front; it goes where the line has one itself.
fn behind_time(line: &str) -> &str {
    let Some((time, behind)) = line.split_once(' ') else { return line };
    let instant = time.len() > 19 && time.as_bytes().get(10) == Some(&b'T') && leading_stamp(time).is_some();
    let bare = behind.strip_prefix('[').unwrap_or(behind);
    let known = || {
        shape::begins(behind)
            || leading_stamp(bare).is_some()
            || formats::claiming(behind).is_some_and(|format| format.id != formats::app_log::ID)
    };
    if instant && known() { behind } else { line }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn names_in_front_of_lines() {
        for (line, wanted) in [
            ("nginx-1  | 2026/11/21 x", Some(("nginx-1", "2026/11/21 x"))),
            ("nginx_1|x", Some(("nginx_1", "x"))),
            ("web-1  | ", Some(("web-1", ""))),
            ("[pod/web-0/nginx] x", Some(("pod/web-0/nginx", "x"))),
            ("web-1 | 2026-11-21T01:32:23.226000412Z close(11) = 0", Some(("web-1", "close(11) = 0"))),
            (
                "web-1 | 2026-11-21T01:32:23.226000412Z starting",
                Some(("web-1", "2026-11-21T01:32:23.226000412Z starting")),
            ),
            ("id | name", None),
            (" 1 | x", None),
            ("[pid 12] x", None),
            ("a-1", None),
        ] {
            assert_eq!(prefix(line), wanted, "{line}");
        }
    }

    fn apart(text: &str) -> Vec<(usize, Vec<(u32, String)>)> {
        let mut mends = super::super::mends::Mends::default();
        let (lines, services) = super::super::clean::lines(text, &mut mends);
        let numbered = |raw: Raw<'_>| (raw.number, raw.text.into_owned());
        services
            .apart(lines)
            .into_iter()
            .map(|(at, lines)| (at, lines.into_iter().map(numbered).collect()))
            .collect()
    }

    #[test]
    fn services_are_taken_apart_and_lines_keep_their_numbers() {
        let parts =
            apart("## first\na-1  | x\nb-1  | y\na-1  | z\na-1 exited with code 137\n## second\nb-1  | w\n");
        let numbers: Vec<Vec<u32>> =
            parts.iter().map(|(_, lines)| lines.iter().map(|line| line.0).collect()).collect();
        assert_eq!(numbers, [vec![1, 2, 4, 5], vec![1, 3], vec![6, 7]]);
        assert_eq!(parts[0].1[1].1, "x");
        assert_eq!(parts.iter().map(|part| part.0).collect::<Vec<_>>(), [1, 2, 2]);
    }

    #[test]
    fn one_service_is_left_in_one_piece() {
        assert_eq!(apart("a-1 | x\na-1 | y\n").len(), 1);
        assert_eq!(apart("a\nb\n").len(), 1);
    }
}
