//! The fields of a request under their usual names.
//!
//! nginx's `log_format` lets everybody choose names, and JSON logs of proxies and frameworks each have their own; the
//! table holds those in use. Of a path such as `request.headers.User-Agent` the whole and its last part are tried.

use super::pairs::Pair;
use crate::model::log::{Level, RequestEntry, Writer};
use crate::model::time::Stamp;
use crate::order::{Flat, InList};
use crate::source::Span;

/// What a field tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Agent,
    Bytes,
    Client,
    Connection,
    Details,
    Duration,
    Failure,
    Flags,
    Id,
    Level,
    Message,
    Method,
    Path,
    Request,
    Status,
    Time,
    Upstream,
    UpstreamStatus,
    UpstreamTime,
}

/// Names in small letters without `_` and `-`, one text a field; a name with a point is a path.
const NAMES: &[(Field, &str)] = &[
    (
        Field::Status,
        "status statuscode httpstatus responsestatus responsestatuscode code responsecode respstatus elbstatuscode downstreamstatus scstatus response resstatus response.status res.status http.response.statuscode",
    ),
    (
        Field::UpstreamStatus,
        "upstreamstatus ustatus us upstatus originstatus targetstatuscode targetstatus backendstatus ups",
    ),
    (Field::Request, "request req requestline httprequest r"),
    (Field::Method, "method requestmethod httpmethod verb reqmethod csmethod"),
    (
        Field::Path,
        "path uri url requesturi requestpath requesturl requri csuristem xenvoyoriginalpath originalurl endpointpath",
    ),
    (
        Field::Client,
        "remoteaddr client clientip remoteip ip clienthost clientaddr remotehost downstreamremoteaddress host.client cip remote clientrealip peer remoteaddress",
    ),
    (
        Field::Upstream,
        "upstream upstreamaddr ua up uaddr upstreamhost serviceaddr backendaddr target backendhost",
    ),
    (
        Field::Bytes,
        "bytes bodybytessent bytessent size bodybytes responsesize downstreamcontentsize respsize scbytes responselength bytesout sentbytes",
    ),
    (
        Field::Duration,
        "rt requesttime reqtime duration latency latencyhuman elapsed took responsetime timetaken timeused cost costtime elapsedtime processtime",
    ),
    (
        Field::UpstreamTime,
        "urt upstreamresponsetime upstreamtime originduration uresponsetime upresptime upstreamservicetime",
    ),
    (Field::Flags, "responseflags"),
    (Field::Failure, "upstreamtransportfailurereason"),
    (Field::Details, "responsecodedetails errorreason error err"),
    (Field::Id, "requestid reqid xrequestid traceid rid correlationid req.id"),
    (Field::Agent, "useragent httpuseragent agent httpagent csuseragent"),
    (
        Field::Time,
        "time ts timestamp @timestamp timelocal timeiso8601 date msec starttime startutc datetime t asctime eventtime",
    ),
    (Field::Level, "level lvl severity loglevel levelname log.level @l"),
    (Field::Message, "msg message @m @mt"),
    (Field::Connection, "connection conn"),
];

/// Durations of these names are in seconds, as nginx and Caddy write them.
const SECONDS: &[&str] = &[
    "rt",
    "requesttime",
    "reqtime",
    "urt",
    "upstreamresponsetime",
    "upstreamtime",
    "uresponsetime",
    "upresptime",
    "elapsed",
];
/// Durations of these names are whole milliseconds.
const MILLIS: &[&str] = &["responsetime", "timetaken", "timeused", "upstreamservicetime", "costtime"];

/// What the fields of a line say.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The request, as far as it is told.
    pub request: RequestEntry,
    /// A status is told.
    pub has_status: bool,
    /// When.
    pub time: Option<Stamp>,
    /// How grave.
    pub level: Option<Level>,
    /// The message; empty where there is none.
    pub message: Span,
    /// The path, where it stands apart from the request line.
    path: Span,
}

impl Fields {
    /// The line tells of a request that was answered.
    pub fn is_request(&self) -> bool {
        self.has_status && !self.request.request.is_empty()
    }

    /// Takes the fields of a line; spans are shifted by `base`.
    pub fn take(&mut self, pairs: &[Pair<'_>], base: u32) {
        for pair in pairs {
            let whole = plain(&pair.name);
            let last = whole.rsplit('.').next().unwrap_or(&whole);
            let nested = last.len() < whole.len();
            let of_the_line =
                |field: &Field| matches!(field, Field::Id | Field::Message | Field::Time | Field::Level);
            let known = known(&whole).or_else(|| known(last).filter(|field| nested && !of_the_line(field)));
            if let Some(field) = known {
                self.field(field, last, pair, base);
            }
            self.recognise(&pair.name, pair.value);
        }
        let line = pairs.iter().find(|pair| {
            Span::shifted(base, pair.from, pair.from + pair.value.len()) == self.request.request
        });
        match line {
            // A whole request line holds the method already.
            Some(line) if line.value.contains(' ') => self.request.method = Span::default(),
            None if self.request.request.is_empty() => self.request.request = self.path,
            _ => {}
        }
    }

    /// Takes one field. The first of several of one kind counts.
    fn field(&mut self, field: Field, name: &str, pair: &Pair<'_>, base: u32) {
        let value = pair.value;
        let given = !value.is_empty() && value != "-" && value != "null";
        let span = Span::shifted(base, pair.from, pair.from + value.len());
        let request = &mut self.request;
        let set = |place: &mut Span| {
            if place.is_empty() && given {
                *place = span;
            }
        };
        match field {
            Field::Status => {
                if let Some(status) = status(value)
                    && !self.has_status
                {
                    (request.status, self.has_status) = (status, true);
                }
            }
            Field::UpstreamStatus => {
                request.upstream_statuses = numbers(value, |one| status(one).unwrap_or(0));
            }
            Field::Request if value.starts_with('{') => {}
            Field::Request => set(&mut request.request),
            Field::Path => set(&mut self.path),
            Field::Method => {
                if value.bytes().all(|byte| byte.is_ascii_uppercase()) {
                    set(&mut request.method);
                }
            }
            Field::Client => set(&mut request.client),
            Field::Upstream if name == "ua" && !is_address(value) => set(&mut request.agent),
            Field::Upstream => {
                request.upstreams = parts(value)
                    .map(|(from, to)| Span::shifted(base, pair.from + from, pair.from + to))
                    .in_list();
            }
            Field::Bytes => request.bytes = request.bytes.or_else(|| value.parse().ok()),
            Field::Duration => {
                request.duration = request.duration.or_else(|| micros(value, unit(&pair.name, name)));
            }
            Field::UpstreamTime => {
                request.upstream_times =
                    numbers(value, |one| micros(one, unit(&pair.name, name)).unwrap_or(-1));
            }
            Field::Flags => set(&mut request.flags),
            Field::Details => set(&mut request.details),
            Field::Failure => set(&mut request.failure),
            Field::Id => set(&mut request.id),
            Field::Agent => set(&mut request.agent),
            Field::Connection => request.connection = value.parse().ok(),
            Field::Time => self.time = self.time.or_else(|| super::dates::value(value)),
            Field::Level => self.level = self.level.or_else(|| super::levels::of(value)),
            Field::Message => set(&mut self.message),
        }
    }

    /// Names that only one writer uses tell who it is.
    fn recognise(&mut self, name: &str, value: &str) {
        let writer = match name {
            "response_flags" => Writer::Envoy,
            "DownstreamStatus" | "OriginStatus" | "RouterName" => Writer::Traefik,
            "logger" if value.starts_with("http.log") => Writer::Caddy,
            "slbid" | "elb_status_code" | "target_status_code" => Writer::CloudBalancer,
            "upstream_status" | "upstream_addr" if self.request.writer == Writer::Any => Writer::Nginx,
            _ => return,
        };
        self.request.writer = writer;
    }
}

/// The field of a plain name.
fn find(name: &str) -> Option<Field> {
    NAMES.iter().find(|(_, names)| names.split(' ').any(|known| known == name)).map(|(field, _)| *field)
}

/// The field of a plain name, with or without a unit behind it.
fn known(name: &str) -> Option<Field> {
    let without = |unit: &&str| name.strip_suffix(*unit).and_then(find);
    find(name).or_else(|| {
        ["millis", "ms", "us", "ns", "seconds"]
            .iter()
            .find_map(without)
            .filter(|field| *field == Field::Duration)
    })
}

/// A name in small letters without `_`, `-`, and a unit in parentheses.
fn plain(name: &str) -> String {
    let name = name.split('(').next().unwrap_or(name);
    let mut plain = String::with_capacity(name.len());
    for c in name.chars().filter(|c| !matches!(c, '_' | '-')) {
        plain.push(c.to_ascii_lowercase());
    }
    plain
}

/// A status: three digits, or 0 for none. Lists give their last.
fn status(value: &str) -> Option<u16> {
    let status: u16 = value.parse().ok()?;
    (status == 0 || (100..1000).contains(&status) || value.len() == 3).then_some(status)
}

/// True for an address with a port, a socket's path, or a list of them.
fn is_address(value: &str) -> bool {
    let first = value.split([',', ' ']).next().unwrap_or("");
    let port = first.rsplit(':').next().unwrap_or("");
    first == "-"
        || first.is_empty()
        || first.starts_with("unix:")
        || (first.contains(':') && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The places of the parts of a list (`a, b` and, over an internal redirect, `a : b`); none for an empty one or `-`.
pub fn parts(list: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in list.split(", ").flat(|part| part.split(" : ")) {
        if !part.is_empty() && part != "-" {
            found.push((at, at + part.len()));
        }
        at += part.len()
            + if list.get(at + part.len()..).is_some_and(|rest| rest.starts_with(" : ")) { 3 } else { 2 };
    }
    found.into_iter()
}

/// The parts of a list as numbers, `-` among them.
pub fn numbers<T>(list: &str, number: impl Fn(&str) -> T) -> Vec<T> {
    if list.is_empty() || list == "-" {
        return Vec::new();
    }
    list.split(", ").flat(|part| part.split(" : ")).map(|part| number(part.trim())).collect()
}

/// The unit of a duration's name: how many nanoseconds one is; `None` where only the value can tell.
fn unit(name: &str, plain: &str) -> Option<i64> {
    let name = name.trim_end_matches(')');
    if name.ends_with("_ns") || matches!(name, "Duration" | "OriginDuration" | "Overhead") {
        Some(1)
    } else if name.ends_with("_us") {
        Some(1000)
    } else if name.ends_with("ms")
        || name.ends_with("Ms")
        || name.ends_with("millis")
        || name.ends_with("Millis")
        || MILLIS.contains(&plain)
    {
        Some(1_000_000)
    } else if SECONDS.contains(&plain) || name.ends_with("_s") || name.ends_with("seconds") {
        Some(1_000_000_000)
    } else {
        None
    }
}

/// A duration in microseconds. `unit` is what one of it is in nanoseconds; a unit behind the number wins, and
/// a number with a fraction and no unit is taken for seconds.
pub fn micros(value: &str, unit: Option<i64>) -> Option<i64> {
    let value = value.trim();
    let length = value.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, behind) = value.split_at_checked(length)?;
    let unit = match behind.trim() {
        "" if unit.is_none() && number.contains('.') => 1_000_000_000,
        "" => unit?,
        "s" | "sec" => 1_000_000_000,
        "ms" => 1_000_000,
        "µs" | "us" | "μs" => 1000,
        "ns" => 1,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.parse::<i64>().ok()?.checked_mul(unit)?;
    let mut below = 0_i64;
    let mut step = unit;
    for digit in fraction.bytes() {
        step /= 10;
        below = below.saturating_add(i64::from(digit.wrapping_sub(b'0')).saturating_mul(step));
    }
    Some(whole.checked_add(below)? / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_every_kind_of_unit() {
        for (value, unit, wanted) in [
            ("5.011", Some(1_000_000_000), Some(5_011_000)),
            ("12ms", None, Some(12_000)),
            ("350.5µs", None, Some(350)),
            ("1.5s", None, Some(1_500_000)),
            ("3412", Some(1_000_000), Some(3_412_000)),
            ("0.000929675", None, Some(929)),
            ("12", None, None),
            ("-", Some(1), None),
            ("", Some(1), None),
        ] {
            assert_eq!(micros(value, unit), wanted, "{value}");
        }
    }

    #[test]
    fn names_are_one_however_they_are_written() {
        for name in ["request_time", "requestTime", "request-time", "REQUEST_TIME"] {
            assert_eq!(find(&plain(name)), Some(Field::Duration), "{name}");
        }
        assert_eq!(known(&plain("duration_ms")), Some(Field::Duration));
        assert_eq!(known(&plain("timeUsed(ms)")), Some(Field::Duration));
        assert_eq!(known(&plain("params")), None);
    }

    #[test]
    fn lists_keep_the_places_of_their_parts() {
        let list = "10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80";
        let found: Vec<&str> = parts(list).filter_map(|(from, to)| list.get(from..to)).collect();
        assert_eq!(found, ["10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80"]);
        assert_eq!(parts("-").count(), 0);
        assert_eq!(numbers("502, -", |one| one.parse().unwrap_or(0)), [502, 0]);
    }

    #[test]
    fn the_short_name_of_upstream_addresses_is_often_the_agent() {
        let taken = |value: &str| {
            let mut fields = Fields::default();
            fields.take(&[Pair { name: "ua".into(), value, from: 0 }], 0);
            (fields.request.upstreams.len(), fields.request.agent.is_empty())
        };
        assert_eq!(taken("127.0.0.1:9000"), (1, true));
        assert_eq!(taken("curl/8.0"), (0, false));
    }
}
