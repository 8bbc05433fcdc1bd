//! Which descriptors a call names in its arguments.

use super::calls::Act;
use super::lazy::{Lazy, descriptor};
use crate::model::arguments::{Arguments, Value};
use crate::model::trace::{Call, Trace};
use crate::order::{Change, Flat, InList};

/// Puts the descriptors that a call acts on into `out`, the first one first.
pub(crate) fn used<'t>(
    act: Act,
    trace: &Trace,
    call: &Call,
    lazy: &Lazy<'t>,
    out: &mut Vec<Option<(i32, &'t str)>>,
) {
    let at = |place: usize| descriptor(lazy.all().value(place));
    match act {
        Act::Accept
        | Act::Duplicate
        | Act::Fcntl
        | Act::Close
        | Act::EpollWait
        | Act::Bind
        | Act::Listen
        | Act::Connect
        | Act::Read
        | Act::Write
        | Act::Lock
        | Act::List
        | Act::SocketOption
        | Act::Sync
        | Act::OnDescriptor
        | Act::AtPath => out.push(lazy.first()),
        Act::EpollCtl => out.add_all([at(2), at(0)]),
        Act::SendFile => out.add_all([at(0), at(1)]),
        Act::Copy(other) => out.add_all([at(0), at(usize::from(other))]),
        Act::Map if trace.str(call.args).contains("MAP_ANONYMOUS") => {}
        Act::Map => out.push(at(4)),
        Act::Poll => out.add_all(polled(lazy.all(), trace.str(call.result))),
        Act::Select => {
            let sets = lazy.all().list.iter().skip(1).take(3).flat(|set| set.value.items());
            let numbers = sets.flat(|item| item.text.split_ascii_whitespace());
            out.add_all(
                numbers.map(|number| Some((number.parse::<i32>().ok().filter(|number| *number >= 0)?, ""))),
            );
        }
        Act::Notifier if trace.name(call).starts_with("signalfd") => out.push(at(0)),
        _ => {}
    }
}

/// The descriptors of a poll, those that something happened on first.
fn polled<'t>(arguments: &Arguments<'t>, result: &str) -> Vec<Option<(i32, &'t str)>> {
    let mut asked: Vec<_> =
        arguments.value(0).items().iter().filter_map(|item| descriptor(item.value.field("fd")?)).in_list();
    let happened: Vec<i32> = result
        .split("fd=")
        .skip(1)
        .filter_map(|rest| rest.split(|byte: char| !byte.is_ascii_digit()).next()?.parse().ok())
        .in_list();
    // A stable sort keeps the order of the call.
    crate::order::by_key(&mut asked, |(number, _)| !happened.contains(number));
    asked.into_iter().map(Some).in_list()
}

/// The descriptors that came in a message.
pub(crate) fn received(arguments: &Arguments<'_>) -> Vec<i32> {
    let Some(control) = arguments.value(1).field("msg_control") else { return Vec::new() };
    control
        .items()
        .iter()
        .filter(|item| item.value.field("cmsg_type").is_some_and(|kind| *kind == Value::Word("SCM_RIGHTS")))
        .filter_map(|item| item.value.field("cmsg_data"))
        .flat(|data| data.items().iter().filter_map(|item| descriptor(&item.value).map(|(number, _)| number)))
        .collect()
}
