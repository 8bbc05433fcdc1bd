//! The chart's own events: dragging over it, and the wheel with Ctrl; and a list that scrolls by itself.

use wasm_bindgen::JsCast;
use yew::{Callback, NodeRef};

use super::Listening;

/// Places are counted in so many parts of the width.
const PARTS: f64 = 10_000.0;

/// What is done with the mouse, a pen or a finger; places are counted in ten-thousandths of the width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// Pressed.
    Press(i64),
    /// Moved while pressed.
    Drag(i64),
    /// Released.
    Release(i64),
    /// What was begun is given up: the browser took it over.
    GiveUp,
    /// The wheel was turned with Ctrl held.
    Zoom(i64, bool),
}

/// Something that is listened to as long as it is the same element.
#[derive(Default)]
pub struct Heard {
    element: Option<web_sys::Element>,
    #[allow(dead_code, reason = "held, not read: a listener ends when it is dropped")]
    listening: Listening,
}

impl Heard {
    /// True if the element is another one than before; it is remembered.
    fn renew(&mut self, node: &NodeRef) -> Option<web_sys::Element> {
        let element = node.cast::<web_sys::Element>();
        if element == self.element {
            return None;
        }
        self.element.clone_from(&element);
        self.listening = Listening::default();
        element
    }

    /// Hears of gestures over an element.
    pub fn gestures(&mut self, node: &NodeRef, heard: &Callback<Gesture>) {
        let Some(element) = self.renew(node) else { return };
        let kinds = ["pointerdown", "pointermove", "pointerup", "pointercancel", "wheel"];
        let listeners = kinds.map(|kind| {
            let (heard, over) = (heard.clone(), element.clone());
            super::listener(&element, kind, Box::new(move |event| tell(kind, event, &over, &heard)))
        });
        self.listening = Listening(listeners.into());
    }

    /// Hears of an element's own scrolling.
    pub fn scrolling(&mut self, node: &NodeRef, moved: &Callback<()>) {
        let Some(element) = self.renew(node) else { return };
        let moved = moved.clone();
        let listener = super::listener(&element, "scroll", Box::new(move |_| moved.emit(())));
        self.listening = Listening(vec![listener]);
    }
}

fn tell(kind: &str, event: &web_sys::Event, over: &web_sys::Element, heard: &Callback<Gesture>) {
    let Some(mouse) = event.dyn_ref::<web_sys::MouseEvent>() else { return };
    let place = place(over, mouse);
    if kind == "wheel" {
        if let Some(wheel) = event.dyn_ref::<web_sys::WheelEvent>().filter(|_| mouse.ctrl_key()) {
            event.prevent_default();
            heard.emit(Gesture::Zoom(place, wheel.delta_y() < 0.0));
        }
        return;
    }
    let pointer = event.dyn_ref::<web_sys::PointerEvent>().map(web_sys::PointerEvent::pointer_id);
    match kind {
        "pointerdown" if mouse.button() == 0 => {
            // Without it a drag that leaves the chart would never end.
            if let Some(pointer) = pointer {
                let _ = over.set_pointer_capture(pointer);
            }
            heard.emit(Gesture::Press(place));
        }
        "pointermove" if mouse.buttons() & 1 == 1 => heard.emit(Gesture::Drag(place)),
        "pointerup" => heard.emit(Gesture::Release(place)),
        "pointercancel" => heard.emit(Gesture::GiveUp),
        _ => {}
    }
}

/// Where the mouse is, in ten-thousandths of an element's width.
fn place(over: &web_sys::Element, mouse: &web_sys::MouseEvent) -> i64 {
    let edges = over.get_bounding_client_rect();
    let part = (f64::from(mouse.client_x()) - edges.left()) / edges.width().max(1.0);
    // Clamped to 0..=10 000 before it is cut to a whole number.
    #[allow(clippy::cast_possible_truncation)]
    let place = (part.clamp(0.0, 1.0) * PARTS) as i64;
    place
}

/// Where the mouse is over the element that hears the event, in ten-thousandths of its width.
pub fn place_of(node: &NodeRef, mouse: &yew::MouseEvent) -> i64 {
    node.cast::<web_sys::Element>().map_or(0, |element| place(&element, mouse))
}

/// The width of an element in pixels; 0 if it is not there.
pub fn width(node: &NodeRef) -> i64 {
    let width =
        node.cast::<web_sys::Element>().map_or(0.0, |element| element.get_bounding_client_rect().width());
    // Widths of mounted elements are small and not negative.
    #[allow(clippy::cast_possible_truncation)]
    let width = width.clamp(0.0, 100_000.0) as i64;
    width
}

/// How far a list that scrolls by itself is scrolled, and the height of what is in sight of it, in pixels.
pub fn pane(node: &NodeRef) -> (u32, u32) {
    let Some(element) = node.cast::<web_sys::Element>() else { return (0, 0) };
    let pixels = |pixels: i32| u32::try_from(pixels).unwrap_or(0);
    (pixels(element.scroll_top()), pixels(element.client_height()))
}

/// Scrolls such a list.
pub fn scroll_pane(node: &NodeRef, top: u32) {
    if let Some(element) = node.cast::<web_sys::Element>() {
        element.set_scroll_top(i32::try_from(top).unwrap_or(i32::MAX));
    }
}
