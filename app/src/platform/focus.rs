//! The keyboard's focus does not vanish with the element that held it: it goes to what stands nearest.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::Listening;

/// Remembers where the focus was.
pub struct Keeper {
    held: Rc<RefCell<Held>>,
    _listening: Listening,
}

/// Elements from the inside to the outside, the one that had the focus first.
type Path = Vec<Element>;

#[derive(Default)]
struct Held {
    path: Path,
    /// The id of the first of them when it got the focus: drawing anew may make another element of it.
    id: String,
    /// What had the focus before it went into a dialog.
    before_dialog: Path,
}

impl Keeper {
    /// Follows the focus until it is dropped.
    pub fn following() -> Self {
        let held: Rc<RefCell<Held>> = Rc::default();
        let Some(document) = super::document() else {
            return Self { held, _listening: Listening::default() };
        };
        let (came, left) = (Rc::clone(&held), Rc::clone(&held));
        let listening = Listening(vec![
            super::listener(&document, "focusin", Box::new(move |event| came.borrow_mut().follow(event))),
            // Who presses beside everything means to leave it.
            super::listener(&document, "pointerdown", Box::new(move |_| left.borrow_mut().path.clear())),
        ]);
        Self { held, _listening: listening }
    }

    /// After the page was drawn anew: if the focus was lost by that, gives it to what stands nearest.
    pub fn mend(&self) {
        if let Some(element) = self.nearest() {
            super::screen::focus_element(&element);
        }
    }

    fn nearest(&self) -> Option<Element> {
        let document = super::document()?;
        let active = document.active_element().filter(|active| active.tag_name() != "BODY");
        let held = self.held.borrow();
        let last = held.path.first()?;
        let another = last.id() != held.id;
        let here = active.is_some_and(|active| !(is_disabled(&active) || another && active == *last));
        // Who is in the browser's own fields stays there.
        if here || !document.has_focus().unwrap_or(false) {
            return None;
        }
        let anew = document.get_element_by_id(&held.id).filter(|_| another || !last.is_connected());
        let found = anew.or_else(|| still_there(&held.path)).or_else(|| still_there(&held.before_dialog));
        found.or_else(|| document.query_selector("main").ok()?)
    }
}

impl Held {
    fn follow(&mut self, event: &web_sys::Event) {
        let mut next = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let mut path = Vec::new();
        while let Some(element) = next {
            next = element.parent_element();
            path.push(element);
        }
        if !in_dialog(&path) {
            self.before_dialog = Vec::new();
        } else if !in_dialog(&self.path) {
            self.before_dialog = std::mem::take(&mut self.path);
        }
        self.id = path.first().map(Element::id).unwrap_or_default();
        self.path = path;
    }
}

fn in_dialog(path: &[Element]) -> bool {
    path.iter().any(|element| element.tag_name() == "DIALOG")
}

/// The innermost that can be seen and is not the whole page.
fn still_there(path: &[Element]) -> Option<Element> {
    let whole = |element: &Element| {
        element.id() == "page" || matches!(element.tag_name().as_str(), "MAIN" | "BODY" | "HTML")
    };
    let shown = |element: &Element| element.is_connected() && element.get_client_rects().length() > 0;
    path.iter().find(|element| shown(element) && !whole(element) && !is_disabled(element)).cloned()
}

fn is_disabled(element: &Element) -> bool {
    element.matches(":disabled").unwrap_or(false)
}

/// Makes sure that an element can take the focus.
pub fn can_take(element: &Element) -> &HtmlElement {
    let element: &HtmlElement = element.unchecked_ref();
    if element.tab_index() < 0
        && !element.has_attribute("tabindex")
        && element.set_attribute("tabindex", "-1").is_err()
    {
        super::log("an element cannot take the focus");
    }
    element
}
