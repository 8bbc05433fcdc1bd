//! Containers, pods and services as data: how they are, how they ended, how often they were started again.

use super::time::Stamp;
use crate::source::Span;

/// What a line tells of a container or a pod (`docker ps`, `docker inspect`, `kubectl get pods`, `kubectl describe`).
///
/// A row of a table tells several things at once, a line of a description one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Container {
    /// Its name; empty where no line told it yet.
    pub name: Span,
    /// Its state or the reason of it: `Up 3 minutes`, `Running`, `CrashLoopBackOff`, `OOMKilled`; empty where not told.
    pub state: Span,
    /// How it ended.
    pub exit_code: Option<u32>,
    /// The kernel killed it for want of memory: `OOMKilled`.
    pub out_of_memory: Option<bool>,
    /// How often it was started again.
    pub restarts: Option<u64>,
    /// When it was started.
    pub started: Option<Stamp>,
    /// When it ended.
    pub finished: Option<Stamp>,
    /// It takes requests.
    pub ready: Option<bool>,
    /// The line is about the life before this one (`Last State`).
    pub before: bool,
    /// A cluster's event: the message; empty otherwise. `state` is then the reason (`Unhealthy`, `BackOff`).
    pub message: Span,
}

/// What a line tells of a service (`systemctl status`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Unit {
    /// Its name, with `.service`.
    pub name: Span,
    /// `active (running)`, `failed (Result: oom-kill)`; empty where not told.
    pub state: Span,
    /// Since when it is in that state.
    pub since: Option<Stamp>,
    /// The main process's number; 0 where not told.
    pub pid: u32,
    /// How the main process ended: `exited`, `killed`, `dumped`; empty where it did not.
    pub code: Span,
    /// With which status: `1/FAILURE`, `9/KILL`.
    pub status: Span,
}
