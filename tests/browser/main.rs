//! The built page in a real browser: table of contents.
