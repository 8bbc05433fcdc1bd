//! What causes share: the scene that is set once, the suspects in it, and the words of a diagnosis.
//!
//! - [`scene`] is what a check is given: every run read once ([`reading`]), the suspicious calls, the proxied requests.
//! - [`suspects`] are calls of the failing run whose outcome matters, with what came of them ([`failure`]) and whether
//!   they are [`harmless`]; [`families`] and [`facets`] say what kind of call it is and on what.
//! - [`said`] finds the message about a failing call, [`after`] whether the program lived on without it.
//! - [`exchange`] and [`proxied`] follow a request through a proxy to its upstream; [`server_log`] reads what a server
//!   itself writes about it; [`dns`] and [`lookup`] follow names.
//! - [`waits`], [`spent`], [`signals`], [`crash`], [`dropped`] and [`workplace`] are about hangs, time, ends and places.
//! - [`listed`] finds lines of listings and the failure that they go with.
//! - [`wire`] reads captured packets as connections, [`sockets`] counts sockets.
//! - [`claim`] builds the diagnosis, in the words of [`words`].

pub mod after;
pub mod claim;
pub mod crash;
pub mod dns;
pub mod dropped;
pub mod exchange;
pub mod facets;
pub mod failure;
pub mod families;
pub mod harmless;
pub mod listed;
pub mod lookup;
pub mod proxied;
pub mod reading;
pub mod said;
pub mod scene;
pub mod seen;
pub mod server_log;
pub mod signals;
pub mod sockets;
pub mod spent;
pub mod suspects;
pub mod waits;
pub mod wire;
pub mod words;
pub mod workplace;
