//! What configuration says: which directive is in force where, what that means, and whose time-out a wait was.
//!
//! Causes ask [`Places`] for the places that pass requests on and for the settings in force there. Nothing here
//! judges; that a setting is bad for the user's system is said by a cause.

pub mod asks;
pub mod durations;
pub mod places;
pub mod tree;
pub mod values;
pub mod whose;

pub use places::{Place, Places};
