//! The formats of evidence: one visible list, each with how to recognise it, how to read it, and samples.

pub mod access_log;
pub mod nginx_config;
pub mod nginx_error;
pub mod strace;
