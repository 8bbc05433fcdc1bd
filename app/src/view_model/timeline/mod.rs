//! What the timeline draws: the axis, the lanes, the list, the lanes of descriptors, and where the time went.

pub mod axis;
pub mod clock;
pub mod lanes;
pub mod list;
pub mod marks;
pub mod spent;
