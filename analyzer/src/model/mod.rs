//! What formats produce, as plain data.
//!
//! Nothing here knows how the text was read, nor what it means for the user's system.

pub mod address;
pub mod arguments;
pub mod certificate;
pub mod columns;
pub mod config;
pub mod container;
pub mod descriptor;
pub mod host;
pub mod listing;
pub mod log;
pub mod packet;
pub mod path;
pub mod payload;
pub mod reach;
pub mod result;
pub mod shell;
pub mod socket;
pub mod time;
pub mod trace;
