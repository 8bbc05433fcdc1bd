//! Names that were looked up: `dig`, `nslookup`, `host`, `getent ahosts`.
//!
//! ```text
//! ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 4711
//! ** server can't find api.internal: NXDOMAIN
//! Host api.internal not found: 3(NXDOMAIN)
//! 10.9.0.1        STREAM api.internal
//! ;; communications error to 10.96.0.10#53: timed out
//! ```
//!
//! Sources: dig(1), nslookup(1), host(1), all of BIND; getent(1).

use super::{Content, Format, Sniff};
use crate::model::address::is_bare;
use crate::model::columns::{Row, part_of};
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::reach::{Lookup, Resolution};
use crate::source::Span;

/// The format.
pub static FORMAT: Format = Format {
    id: "lookups",
    name: "dig, nslookup, host",
    sniff,
    read: |id, source| {
        let mut name = Span::default();
        Content::Listing(Listing::read(id, source, &mut |line, base| read(&mut name, line, base)))
    },
};

fn result(word: &str) -> Option<Resolution> {
    Some(match word.trim_matches(|c: char| !c.is_ascii_alphabetic()) {
        "NOERROR" => Resolution::Found,
        "NXDOMAIN" => Resolution::NoSuchName,
        "SERVFAIL" => Resolution::ServerFailed,
        "REFUSED" => Resolution::Refused,
        _ => return None,
    })
}

fn sniff(line: &str) -> Sniff {
    match read(&mut Span::default(), line, 0) {
        Reading::Says(..) | Reading::Several(_) => Sniff::Certain,
        Reading::Heading if line.starts_with("; <<>> DiG ") => Sniff::Certain,
        Reading::Heading => Sniff::Maybe,
        Reading::Unparsed(_) => Sniff::No,
    }
}

fn read(name: &mut Span, line: &str, base: u32) -> Reading {
    let row = Row::of(line, base);
    let says = |lookup: Lookup| Reading::Says(None, Fact::Lookup(lookup));
    let span = |part: &str| part_of(line, part, base);
    if line.starts_with("; <<>> DiG ") {
        let asked = row.words().skip(5).find(|word| !word.starts_with(['@', '+', '-']));
        *name = asked.map_or(Span::default(), span);
        return Reading::Heading;
    }
    if let Some((_, rest)) = line.split_once("->>HEADER<<-") {
        let status = rest.split_once("status: ").and_then(|(_, rest)| result(rest.split(',').next()?));
        return match status {
            Some(Resolution::Found) | None => Reading::Heading,
            Some(result) => says(Lookup { name: *name, result, ..Lookup::default() }),
        };
    }
    if line.contains("no servers could be reached") {
        return says(Lookup { name: *name, result: Resolution::NoAnswer, ..Lookup::default() });
    }
    if let Some(rest) = line.strip_prefix(";; communications error to ") {
        let server = rest.split(['#', ':']).next().unwrap_or("");
        return says(Lookup {
            name: *name,
            server: span(server),
            result: Resolution::NoAnswer,
            ..Lookup::default()
        });
    }
    if let Some((asked, why)) =
        line.strip_prefix("** server can't find ").and_then(|rest| rest.split_once(": "))
    {
        let result = result(why).unwrap_or(Resolution::NoRecord);
        return says(Lookup { name: span(asked), result, ..Lookup::default() });
    }
    if let Some((asked, why)) = line.strip_prefix("Host ").and_then(|rest| rest.split_once(" not found: ")) {
        let result = result(why).unwrap_or(Resolution::NoSuchName);
        return says(Lookup { name: span(asked), result, ..Lookup::default() });
    }
    if line.starts_with("*** Can't find ") && line.contains("No answer") {
        let asked = row.word(3).trim_end_matches(':');
        return says(Lookup { name: span(asked), result: Resolution::NoRecord, ..Lookup::default() });
    }
    let class = row.position("IN").filter(|at| *at == 2 && matches!(row.word(3), "A" | "AAAA" | "CNAME"));
    if class.is_some() && !line.starts_with(';') {
        let asked = row.word(0).trim_end_matches('.');
        return says(Lookup { name: span(asked), address: row.span(4), ..Lookup::default() });
    }
    if row.word(1) == "has" && (row.word(2) == "address" || row.word(2) == "IPv6") && row.len() <= 5 {
        return says(Lookup { name: row.span(0), address: row.rest(row.len() - 1), ..Lookup::default() });
    }
    // getent ahosts: the name stands in the first line of each kind of socket alone.
    if is_bare(row.word(0)) && matches!(row.word(1), "STREAM" | "DGRAM" | "RAW") {
        let first = row.len() == 3 && row.word(1) == "STREAM";
        let lookup = Lookup { name: row.span(2), address: row.span(0), ..Lookup::default() };
        return if first { says(lookup) } else { Reading::Heading };
    }
    let aside = line.starts_with(';')
        || ["Server:", "Address:", "Name:", "Non-authoritative answer", "Using domain server", "Aliases:"]
            .iter()
            .any(|start| line.starts_with(start));
    if aside { Reading::Heading } else { Reading::Unparsed("not-a-lookup") }
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;

    #[test]
    fn each_tool_says_that_there_is_no_such_name() {
        for text in [
            "; <<>> DiG 9.18.19 <<>> @10.96.0.10 api.internal\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 4711\n",
            "Server:\t\t10.96.0.10\n** server can't find api.internal: NXDOMAIN\n",
            "Host api.internal not found: 3(NXDOMAIN)\n",
        ] {
            let listing = read_lines(&FORMAT, text);
            let found = listing.items.first().and_then(|item| match &item.fact {
                Fact::Lookup(one) => Some((listing.str(one.name), one.result)),
                _ => None,
            });
            assert_eq!(found, Some(("api.internal", Resolution::NoSuchName)), "{text}");
        }
    }
}
