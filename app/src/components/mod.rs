//! Smaller parts that the views share.
