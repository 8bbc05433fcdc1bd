//! Messages that a trace cuts short (strace prints 32 bytes of a string), made whole from the output given beside it.

use super::reading::{Reading, Spoken};
use crate::causes::Case;
use crate::model::trace::{EventId, EventKind, Outcome};
use crate::order::InList;
use crate::source::Role;
use crate::trace::DescriptorRole;

/// Completes messages that the trace cuts short from the output that is given beside it.
pub fn complete<'a>(reading: &mut Reading<'a>, case: &Case<'a>) {
    /// So many messages, and texts of so many bytes: the words of one program, not the log of a server.
    const MOST: usize = 200;
    const LONGEST: usize = 65_536;
    /// A shorter beginning fits too many lines.
    const LEAST: usize = 12;
    let (role, run) = (reading.role, reading.run);
    let beside =
        |id: usize| case.roles.get(id).is_none_or(|one| one.role == role || one.role == Role::Context);
    let outputs = (0..)
        .zip(case.sources)
        .filter(|(id, one)| one.format != "strace" && one.text.len() <= LONGEST && beside(*id));
    let outputs: Vec<&str> = outputs.map(|(_, one)| &*one.text).in_list();
    let shown = |event: EventId, text: &str| {
        let trace = &run.trace;
        let EventKind::Call(call) = &trace.event(event)?.kind else { return None };
        let Outcome::Returned(count) = call.outcome else { return None };
        let start = text.rsplit('\n').next().filter(|start| start.len() >= LEAST)?;
        let cut = usize::try_from(count).is_ok_and(|count| count > text.len());
        let rest = |output: &&'a str| {
            let at = memchr::memmem::find(output.as_bytes(), start.as_bytes())?;
            let begins = at == 0 || output.as_bytes().get(at - 1) == Some(&b'\n');
            output.get(at + start.len()..).filter(|_| begins)?.lines().next()
        };
        outputs.iter().filter(|_| cut).find_map(rest)
    };
    // What goes to a log is read there.
    let logged = |spoken: &Spoken| {
        let call = run.trace.event(spoken.event).and_then(|event| match &event.kind {
            EventKind::Call(call) => Some(run.trace.str(call.args)),
            _ => None,
        });
        let to_stderr = call.is_some_and(|args| args.starts_with("2,") || args.starts_with("2<"));
        matches!(spoken.to, DescriptorRole::ErrorLog | DescriptorRole::Log) && !to_stderr
    };
    let said = reading.reports.iter_mut().filter(|spoken| !logged(spoken));
    for spoken in said.take(MOST).filter(|_| !outputs.is_empty()) {
        if let Some(rest) = shown(spoken.event, &spoken.text) {
            spoken.text.push_str(rest);
        }
    }
}
