//! What the mouse rests on.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;

use crate::state::compare::Side;
use crate::view_model::hint::Part;

/// The width of a hint, in pixels; the style sheets use the same.
const WIDTH: f64 = 360.0;

/// A part of a row below the mouse, and where its hint goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hovered {
    /// The row.
    pub row: u32,
    /// Which side of it.
    pub side: Side,
    /// What of it.
    pub part: Part,
    /// Left edge of the hint.
    pub x: f64,
    /// Distance from the upper edge of the window, or from the lower one.
    pub y: f64,
    /// The hint goes below the part, for there is room.
    pub below: bool,
}

/// What the mouse is over; `None` if it explains nothing.
pub fn what(event: &yew::MouseEvent) -> Option<Hovered> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    let part = element.closest("[data-explain]").ok()??;
    let side = if part.closest(".failing").ok()?.is_some() { Side::Failing } else { Side::Normal };
    let row = part.closest("[data-row]").ok()??.get_attribute("data-row")?.parse().ok()?;
    let edges = part.get_bounding_client_rect();
    let window = web_sys::window()?;
    let height = window.inner_height().ok()?.as_f64()?;
    let width = window.inner_width().ok()?.as_f64()?;
    let below = edges.bottom() < height * 0.7;
    Some(Hovered {
        row,
        side,
        part: Part::named(&part.get_attribute("data-explain")?)?,
        x: edges.left().min(width - WIDTH - 8.0).max(8.0),
        y: if below { edges.bottom() + 2.0 } else { height - edges.top() + 2.0 },
        below,
    })
}

/// Something that will happen; not if it is dropped before.
pub struct Moment(#[allow(dead_code, reason = "held, not read: the timer ends when it is dropped")] Timeout);

/// Does something after that many milliseconds.
pub fn after(milliseconds: u32, then: impl FnOnce() + 'static) -> Moment {
    Moment(Timeout::new(milliseconds, then))
}
