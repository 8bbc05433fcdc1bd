//! Pods as the cluster sees them: `kubectl get pods`, `kubectl describe pod`, `kubectl get events`.
//!
//! ```text
//! NAME                      READY   STATUS             RESTARTS      AGE
//! orders-6d4cf56db6-abcde   0/1     CrashLoopBackOff   5 (10s ago)   3m
//!     Last State:     Terminated
//!       Reason:       OOMKilled
//!       Exit Code:    137
//!   Warning  Unhealthy  2m (x12 over 5m)  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503
//! ```
//!
//! Source: `describe.go` and `printers.go` of kubernetes.

use super::{Content, Format, Sniff};
use crate::model::columns::{Heading, Row, part_of};
use crate::model::container::Container;
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::time::worded;
use crate::source::Span;

/// The format.
pub static FORMAT: Format = Format {
    id: "cluster",
    name: "kubectl get, kubectl describe",
    sniff,
    read: |id, source| {
        let mut state = State::default();
        Content::Listing(Listing::read(id, source, &mut |line, base| state.read(line, base)))
    },
};

/// States and reasons of pods and containers.
const STATES: &[&str] = &[
    "Running",
    "Pending",
    "Completed",
    "Error",
    "CrashLoopBackOff",
    "OOMKilled",
    "ImagePullBackOff",
    "ErrImagePull",
    "Terminating",
    "Evicted",
    "ContainerCreating",
    "CreateContainerConfigError",
    "RunContainerError",
    "Unknown",
    "Failed",
    "Succeeded",
    "PodInitializing",
    "ContainerCannotRun",
    "StartError",
    "DeadlineExceeded",
];

/// Reasons of events that are read.
const EVENTS: &[&str] = &[
    "Unhealthy",
    "BackOff",
    "Killing",
    "FailedScheduling",
    "Evicted",
    "OOMKilling",
    "Failed",
    "FailedMount",
    "NodeNotReady",
    "ProbeWarning",
    "SystemOOM",
    "FailedCreatePodSandBox",
    "Preempting",
];

/// Names of lines in a description that belong to it and are not read.
const LINES: &[&str] = &[
    "Name:",
    "Namespace:",
    "Node:",
    "Labels:",
    "Annotations:",
    "Status:",
    "IP:",
    "IPs:",
    "Containers:",
    "Container ID:",
    "Image:",
    "Image ID:",
    "Port:",
    "Ports:",
    "Host Port:",
    "Command:",
    "Args:",
    "Limits:",
    "Requests:",
    "cpu:",
    "memory:",
    "Environment:",
    "Mounts:",
    "Conditions:",
    "Type",
    "Volumes:",
    "QoS Class:",
    "Node-Selectors:",
    "Tolerations:",
    "Events:",
    "Liveness:",
    "Readiness:",
    "Startup:",
    "Start Time:",
    "Priority:",
    "Service Account:",
    "Controlled By:",
    "Initialized",
    "ContainersReady",
    "PodScheduled",
    "PodReadyToStartContainers",
    "Message:",
    "----",
    "Normal",
    "Init Containers:",
    "Medium:",
    "SizeLimit:",
];

#[derive(Default)]
struct State {
    heading: Heading,
    pod: Span,
    before: bool,
}

/// `0/1` behind a name and in front of a state: a row of `kubectl get pods`.
fn is_pod(row: &Row<'_>) -> bool {
    let ready = row
        .word(1)
        .split_once('/')
        .is_some_and(|(ready, all)| ready.parse::<u32>().is_ok() && all.parse::<u32>().is_ok());
    let state = row.word(2);
    ready
        && (STATES.contains(&state) || state.starts_with("Init:") || state.contains("BackOff"))
        && row.number(3).is_some()
}

/// Where the reason of a warning stands.
fn event(row: &Row<'_>) -> Option<usize> {
    let at = (0..3).find(|at| matches!(row.word(*at), "Warning" | "Normal"))?;
    EVENTS.contains(&row.word(at + 1)).then_some(at + 1)
}

fn sniff(line: &str) -> Sniff {
    let row = Row::of(line, 0);
    let heading = row.word(0) == "NAME" && row.word(1) == "READY" && row.word(2) == "STATUS"
        || row.position("REASON").is_some() && row.position("OBJECT").is_some() && line.contains("MESSAGE");
    if heading || is_pod(&row) || event(&row).is_some() {
        return Sniff::Certain;
    }
    let text = line.trim();
    let state = ["State:", "Last State:"].iter().any(|name| {
        text.strip_prefix(name)
            .is_some_and(|rest| matches!(rest.trim(), "Running" | "Waiting" | "Terminated"))
    });
    let number = ["Exit Code:", "Restart Count:"]
        .iter()
        .any(|name| text.strip_prefix(name).is_some_and(|rest| rest.trim().parse::<u32>().is_ok()));
    if state || number {
        return Sniff::Certain;
    }
    let inside = LINES.iter().any(|name| text.starts_with(name))
        || line.starts_with("  ") && text.split_once(':').is_some_and(|(name, _)| name.len() < 24);
    if inside { Sniff::Maybe } else { Sniff::No }
}

impl State {
    fn read(&mut self, line: &str, base: u32) -> Reading {
        let row = Row::of(line, base);
        let says = |container: Container| Reading::Says(None, Fact::Container(container));
        if row.word(0) == "NAME" || row.position("REASON").is_some() {
            self.heading = Heading::of(line);
            return Reading::Heading;
        }
        if is_pod(&row) {
            let ready = row.word(1).split_once('/').map(|(ready, all)| ready == all);
            return says(Container {
                name: row.span(0),
                state: row.span(2),
                restarts: row.number(3),
                ready,
                ..Container::default()
            });
        }
        if let Some(at) = event(&row) {
            let object =
                self.heading.cell(line, "OBJECT").map_or(self.pod, |object| part_of(line, object, base));
            let message = self.heading.cell(line, "MESSAGE").filter(|text| !text.is_empty());
            // In a description, the age and who says it stand in between.
            let message = message.map_or_else(
                || {
                    let from = (at..row.len())
                        .find(|at| matches!(row.word(*at), "kubelet" | "default-scheduler" | "kubelet,"));
                    row.rest(from.map_or(at + 1, |from| from + 1))
                },
                |text| part_of(line, text, base),
            );
            return says(Container { name: object, state: row.span(at), message, ..Container::default() });
        }
        let Some((name, value)) = line.trim().split_once(':') else { return other(line) };
        let value = value.trim();
        let mut container = Container { name: self.pod, before: self.before, ..Container::default() };
        let whole = part_of(line, value, base);
        match name {
            "Name" => {
                self.pod = whole;
                return Reading::Heading;
            }
            "State" | "Last State" => {
                self.before = name == "Last State";
                container.before = self.before;
                container.state = whole;
            }
            "Reason" if STATES.contains(&value) => {
                container.state = whole;
                container.out_of_memory = (value == "OOMKilled").then_some(true);
            }
            "Exit Code" => container.exit_code = value.parse().ok(),
            "Restart Count" => container.restarts = value.parse().ok(),
            "Started" => container.started = worded(value),
            "Finished" => container.finished = worded(value),
            "Ready" => {
                self.before = false;
                container.before = false;
                container.ready = Some(value == "True");
            }
            _ => return other(line),
        }
        says(container)
    }
}

/// A line of a description that says nothing that is asked for.
fn other(line: &str) -> Reading {
    let text = line.trim();
    let inside = line.starts_with("  ") || LINES.iter().any(|name| text.starts_with(name));
    if inside { Reading::Heading } else { Reading::Unparsed("not-of-a-cluster") }
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;

    #[test]
    fn a_description_tells_two_lives() {
        let text = "    State:          Waiting\n      Reason:       CrashLoopBackOff\n    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137\n      Started:      Sat, 21 Nov 2026 01:44:29 +0000\n    Ready:          False\n    Restart Count:  5\n";
        let listing = read_lines(&FORMAT, text);
        let all: Vec<Container> = listing
            .items
            .iter()
            .filter_map(|item| if let Fact::Container(one) = item.fact { Some(one) } else { None })
            .collect();
        assert_eq!(all.len(), 8);
        assert_eq!(listing.str(all[1].state), "CrashLoopBackOff");
        assert!(all[3].before && all[3].out_of_memory == Some(true));
        assert_eq!((all[4].exit_code, all[7].restarts, all[7].before), (Some(137), Some(5), false));
    }

    #[test]
    fn rows_and_events() {
        let text = "NAME      READY   STATUS             RESTARTS      AGE\norders    0/1     CrashLoopBackOff   5 (10s ago)   3m\n  Warning  Unhealthy  2m (x12 over 5m)  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503\n";
        let listing = read_lines(&FORMAT, text);
        let says: Vec<(&str, &str)> = listing
            .items
            .iter()
            .filter_map(|item| {
                let Fact::Container(one) = &item.fact else { return None };
                Some((listing.str(one.state), listing.str(one.message)))
            })
            .collect();
        assert_eq!(says[0], ("CrashLoopBackOff", ""));
        assert_eq!(says[1], ("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"));
    }
}
