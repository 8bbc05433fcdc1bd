//! What is in sight: sizes, scrolling, focus, and styles that change with them.
//!
//! The content policy forbids style attributes, so what is measured is set property by property.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use yew::{Callback, NodeRef};

use super::Listening;

/// The width up to which the two sides stand below each other, in pixels; the style sheets use the same.
const NARROW: u32 = 720;

/// The width up to which the details have no room beside the rows, in pixels; the style sheets use the same.
const CRAMPED: u32 = 1240;

/// Where a list stands in what is in sight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sight {
    /// How far the page is scrolled into the list; negative while the list begins below the upper edge.
    pub scrolled: f64,
    /// Height of what is in sight.
    pub height: f64,
}

/// Sizes that depend on the screen and the style sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Metrics {
    /// Height of one row in pixels.
    pub row: u32,
    /// Width of the window in pixels.
    pub width: u32,
    /// There is no room for the details beside the rows.
    pub cramped: bool,
    /// There is no room for two sides.
    pub narrow: bool,
}

/// Measures the screen.
pub fn metrics() -> Metrics {
    let fallback = Metrics { row: 24, width: 1280, cramped: false, narrow: false };
    let Some(window) = web_sys::window() else { return fallback };
    let row = window
        .document()
        .and_then(|document| document.document_element())
        .and_then(|root| window.get_computed_style(&root).ok().flatten())
        .and_then(|style| style.get_property_value("--row").ok())
        .and_then(|value| value.split("px").next()?.trim().parse().ok())
        .unwrap_or(fallback.row);
    let width = window.inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(1280.0);
    // Widths of windows are small and not negative.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let width = width.clamp(0.0, 100_000.0) as u32;
    Metrics { row, width, cramped: width <= CRAMPED, narrow: width <= NARROW }
}

/// Where an element stands.
pub fn sight(node: &NodeRef) -> Sight {
    let height = web_sys::window()
        .and_then(|window| window.inner_height().ok())
        .and_then(|height| height.as_f64())
        .unwrap_or(800.0);
    let top = node.cast::<web_sys::Element>().map_or(0.0, |element| element.get_bounding_client_rect().top());
    Sight { scrolled: -top, height }
}

/// Tells of every scroll and every change of size, until it is dropped.
pub fn watch(moved: &Callback<()>) -> Listening {
    let Some(window) = web_sys::window() else { return Listening::default() };
    let listeners = ["scroll", "resize"].map(|kind| {
        let moved = moved.clone();
        super::listener(&window, kind, Box::new(move |_| moved.emit(())))
    });
    Listening(listeners.into())
}

/// Scrolls the page so that a place inside of an element stands at the upper edge.
pub fn scroll_to(node: &NodeRef, place: f64) {
    let Some(window) = web_sys::window() else { return };
    let Some(element) = node.cast::<web_sys::Element>() else { return };
    let top = element.get_bounding_client_rect().top() + window.scroll_y().unwrap_or(0.0);
    window.scroll_to_with_x_and_y(window.scroll_x().unwrap_or(0.0), (top + place).max(0.0));
}

/// Gives the focus to an element, without scrolling; false if there is none of that id.
pub fn focus_id(id: &str) -> bool {
    let found = super::document().and_then(|document| document.get_element_by_id(id));
    let Some(element) = found else { return false };
    focus_element(&element)
}

/// Gives the focus to an element, without scrolling; false if the browser refuses.
pub fn focus_element(element: &web_sys::Element) -> bool {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    super::focus::can_take(element).focus_with_options(&options).is_ok()
}

/// Gives the focus to an element and brings it into sight, no more than it must.
pub fn focus_in_sight(id: &str) {
    if !focus_id(id) {
        return;
    }
    let found = super::document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = found {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// How often an element is brought back to where it stood, and after how many milliseconds each time.
const KEEPS: u32 = 12;
const KEEP_AGAIN: u32 = 25;

/// An element that has the focus, and where it stands in the window.
pub struct Standing {
    id: String,
    top: f64,
}

/// What has the focus and is in sight; `None` if that is nothing with an id.
pub fn standing() -> Option<Standing> {
    let focused = super::document()?.active_element().filter(|element| !element.id().is_empty())?;
    let top = focused.get_bounding_client_rect().top();
    let height = web_sys::window()?.inner_height().ok()?.as_f64()?;
    (0.0..height).contains(&top).then(|| Standing { id: focused.id(), top })
}

impl Standing {
    /// Once the page has been drawn anew, scrolls so far that the element stands where it stood: what stands above it
    /// may have become longer. Browsers do so by themselves, but not all of them for rows that are moved about.
    pub fn keep(self) {
        self.keep_at(0, KEEPS);
    }

    /// As long as what stands below is on its way, the page may be shorter than it was and will be: so it is looked at
    /// again, until the reader goes somewhere else.
    fn keep_at(self, moment: u32, tries: u32) {
        let keep = move || {
            let focused = super::document().and_then(|document| document.active_element());
            let focused = focused.filter(|element| element.id() == self.id);
            let (Some(element), Some(window)) = (focused, web_sys::window()) else { return };
            let moved = element.get_bounding_client_rect().top() - self.top;
            if moved.abs() >= 1.0 {
                window.scroll_by_with_x_and_y(0.0, moved);
            }
            if tries > 0 {
                self.keep_at(KEEP_AGAIN, tries - 1);
            }
        };
        Timeout::new(moment, keep).forget();
    }
}

/// Gives the focus to an element once the page has been drawn anew.
pub fn focus_later(id: &'static str) {
    Timeout::new(0, move || {
        focus_id(id);
    })
    .forget();
}

/// Brings an element into sight once the page has been drawn anew, moving no more than it must.
pub fn show_later(id: String) {
    Timeout::new(0, move || {
        let found = super::document().and_then(|document| document.get_element_by_id(&id));
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        if let Some(element) = found {
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    })
    .forget();
}

/// Gives the focus to an element.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<web_sys::HtmlElement>() {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Gives the focus to what a selector finds first, if it finds anything.
pub fn focus_first(selector: &str) {
    let found = super::document().and_then(|document| document.query_selector(selector).ok()?);
    // An element that cannot take the focus leaves it where it is.
    let _ = found.map(|element| element.unchecked_ref::<web_sys::HtmlElement>().focus());
}

/// In a list with one button in each entry, gives the focus to the button beside the one that the event comes from.
pub fn focus_neighbour(event: &yew::KeyboardEvent, forward: bool) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let entry = target.and_then(|element| element.closest("li").ok().flatten());
    let neighbour =
        entry.and_then(
            |entry| {
                if forward { entry.next_element_sibling() } else { entry.previous_element_sibling() }
            },
        );
    let button = neighbour.and_then(|entry| entry.query_selector("button").ok().flatten());
    let _ = button.map(|element| element.unchecked_ref::<web_sys::HtmlElement>().focus());
}

/// Opens the dialogs that are drawn and not yet open, over everything else: the browser keeps the focus in them.
pub fn show_dialogs() {
    let found = super::document().and_then(|document| document.query_selector("dialog:not([open])").ok()?);
    let Some(dialog) = found else { return };
    if dialog.unchecked_ref::<web_sys::HtmlDialogElement>().show_modal().is_err() {
        super::log("a dialog could not be opened");
    }
}

/// Opens what is folded around the element of that id, brings it into sight and gives it the focus.
pub fn reveal(id: &str) {
    let found = super::document().and_then(|document| document.get_element_by_id(id));
    let Some(element) = found else { return };
    let mut folded = element.closest("details").ok().flatten();
    while let Some(details) = folded {
        let _ = details.set_attribute("open", "");
        folded = details.parent_element().and_then(|parent| parent.closest("details").ok().flatten());
    }
    focus_id(id);
    element.scroll_into_view();
}

/// True if nothing has the focus, or only the page as a whole.
pub fn is_focus_lost() -> bool {
    let focused = super::document().and_then(|document| document.active_element());
    focused.is_none_or(|focused| matches!(focused.tag_name().as_str(), "BODY" | "MAIN"))
}

/// Sets a style property of an element to that many pixels.
pub fn set_pixels(node: &NodeRef, property: &str, pixels: f64) {
    // Whole pixels keep text sharp.
    #[allow(clippy::cast_possible_truncation)]
    let pixels = pixels.round() as i64;
    set_property(node, property, &format!("{pixels}px"));
}

/// Puts an element at a distance from the left and from the upper or the lower edge of the window.
pub fn put_at(node: &NodeRef, x: f64, y: f64, from_top: bool) {
    let (edge, other) = if from_top { ("top", "bottom") } else { ("bottom", "top") };
    set_pixels(node, "left", x);
    set_pixels(node, edge, y);
    set_property(node, other, "auto");
}

/// Moves an element down by that many pixels.
pub fn move_down(node: &NodeRef, pixels: f64) {
    #[allow(clippy::cast_possible_truncation)]
    let pixels = pixels.round() as i64;
    set_property(node, "transform", &format!("translateY({pixels}px)"));
}

/// Sets a style property of an element.
fn set_property(node: &NodeRef, property: &str, value: &str) {
    let Some(element) = node.cast::<web_sys::HtmlElement>() else { return };
    // The browser would work the same styles out again.
    let style = element.style();
    if style.get_property_value(property).as_deref() == Ok(value) {
        return;
    }
    if style.set_property(property, value).is_err() {
        super::log("a style could not be set");
    }
}

/// The height of an element, rounded up; 0 if it is not there.
pub fn height(node: &NodeRef) -> u32 {
    node.cast().map_or(0, |element| height_of(&element))
}

/// The width of an element, rounded down; 0 if it is not there.
pub fn width(node: &NodeRef) -> i32 {
    // Widths of mounted elements are small.
    #[allow(clippy::cast_possible_truncation)]
    node.cast::<web_sys::Element>()
        .map_or(0, |element| element.get_bounding_client_rect().width().floor().clamp(0.0, 100_000.0) as i32)
}

/// The height of what a selector finds first, rounded up; `None` if that is nothing.
pub fn found_height(selector: &str) -> Option<u32> {
    super::document()?.query_selector(selector).ok()?.map(|element| height_of(&element))
}

fn height_of(element: &web_sys::Element) -> u32 {
    // Heights of mounted elements are small and not negative.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let height = element.get_bounding_client_rect().height().ceil().clamp(0.0, 100_000.0) as u32;
    height
}

/// How far down an element the mouse is, 0.0 at its top and 1.0 at its bottom.
pub fn place_in(node: &NodeRef, event: &yew::MouseEvent) -> f64 {
    let Some(element) = node.cast::<web_sys::Element>() else { return 0.0 };
    let edges = element.get_bounding_client_rect();
    if edges.height() <= 0.0 { 0.0 } else { (f64::from(event.client_y()) - edges.top()) / edges.height() }
}

/// Gives the focus to an element once the page has been drawn anew, and lets the list around it scroll to it.
pub fn focus_in_list(id: String) {
    Timeout::new(0, move || {
        let found = super::document().and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = found {
            // An element that cannot take the focus leaves it where it is.
            let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    })
    .forget();
}

/// Scrolls the list around an element so that it is in sight there; the page itself stays where it is.
pub fn reveal_in_list(id: &str) {
    let found = super::document().and_then(|document| document.get_element_by_id(id));
    let Some(element) = found else { return };
    let Some(list) = element.parent_element() else { return };
    let (inside, around) = (element.get_bounding_client_rect(), list.get_bounding_client_rect());
    let by = |from: f64, to: f64, least: f64, most: f64| -> i32 {
        let off = if from < least { from - least } else { (to - most).max(0.0) };
        // Distances within a window are small.
        #[allow(clippy::cast_possible_truncation)]
        let off = off.round() as i32;
        off
    };
    let down = by(inside.top(), inside.bottom(), around.top(), around.bottom());
    let along = by(inside.left(), inside.right(), around.left(), around.right());
    list.set_scroll_top(list.scroll_top().saturating_add(down));
    list.set_scroll_left(list.scroll_left().saturating_add(along));
}

/// Scrolls one element sideways as far as another one.
pub fn follow_sideways(from: &NodeRef, to: &NodeRef) {
    if let (Some(from), Some(to)) = (from.cast::<web_sys::Element>(), to.cast::<web_sys::Element>()) {
        to.set_scroll_left(from.scroll_left());
    }
}

/// Scrolls an element sideways by so many pixels.
pub fn scroll_sideways(node: &NodeRef, pixels: i32) {
    if let Some(element) = node.cast::<web_sys::Element>() {
        element.set_scroll_left(element.scroll_left().saturating_add(pixels));
    }
}

/// How wide an element is in sight and with what is scrolled out of it, in pixels.
pub fn widths(node: &NodeRef) -> (i32, i32) {
    node.cast::<web_sys::Element>().map_or((0, 0), |element| (element.client_width(), element.scroll_width()))
}
