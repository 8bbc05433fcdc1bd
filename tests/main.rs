//! Table of contents of the tests from outside.

mod architecture;
