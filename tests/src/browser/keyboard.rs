//! What a person does who never touches the mouse, and what must hold at every stop.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Step;
use super::tab::Tab;

/// How many stops there may be on the way to one.
const MOST_STOPS: usize = 400;
/// How long the page may take to give the focus back after something was pressed.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks at the page.
const PAUSE: Duration = Duration::from_millis(20);

/// Where the focus is, and whether the stop before looked different while it had the focus.
///
/// What shows the focus is an outline or a shadow, of the element or of what stands close around it.
const STOP: &str = "
    const around = e => [e, e.parentElement, e.parentElement?.parentElement].filter(Boolean);
    const look = e => around(e).map(e => {
        const s = getComputedStyle(e);
        const outline = s.outlineStyle === 'none' ? '' : [s.outlineStyle, s.outlineWidth, s.outlineColor].join(' ');
        return outline + '/' + s.boxShadow;
    }).join('|');
    const called = e => {
        const words = (e.getAttribute('aria-label') ?? e.innerText ?? '').trim().replace(/\\s+/g, ' ');
        return `${e.dataset.testid ?? e.id ?? ''} <${e.tagName.toLowerCase()}> ${words.slice(0, 40)}`.trim();
    };
    const before = window.stopBefore;
    const here = document.activeElement;
    const lost = !here || here === document.body || here === document.documentElement;
    const moved = before && before.element !== here;
    // What the page itself gave the focus to, because nothing better was left, is no stop.
    const unseen = moved && before.element.isConnected && before.element.tabIndex >= 0 && before.look === look(before.element) ? before.called : null;
    window.stopBefore = lost ? null : { element: here, look: look(here), called: called(here) };
    const reached = !lost && !!arguments[0] && here.matches(arguments[0]);
    return { lost, reached, unseen, moved: !!moved, called: lost ? 'nothing' : called(here) };";

/// Somebody who uses the page with the keyboard alone. After each key the focus must be somewhere.
#[derive(Debug)]
pub struct Hands<'a> {
    tab: Tab<'a>,
    /// The stops so far, for those who read why a test failed.
    stops: usize,
}

impl<'a> Hands<'a> {
    /// Sits down in front of a page.
    pub fn on(tab: Tab<'a>) -> Self {
        Self { tab, stops: 0 }
    }

    /// How many stops of the Tab key have been seen, each of them with its focus visible.
    pub fn stops(&self) -> usize {
        self.stops
    }

    /// Presses Tab until the focus is on such an element; with Shift, where it stands before what has the focus.
    pub fn go_to(&mut self, selector: &str) -> Step {
        let behind = "const here = document.activeElement;
            return [...document.querySelectorAll(arguments[0])].some(e =>
                here.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING && e.getClientRects().length > 0);";
        let forward = self.tab.script(behind, &[json!(selector)])? == Value::Bool(true);
        self.walk(selector, if forward { String::new() } else { key::SHIFT.to_string() }.as_str())
    }

    fn walk(&mut self, selector: &str, held: &str) -> Step {
        let mut passed = Vec::new();
        if is(&self.look(Some(selector))?, "reached") {
            return Ok(());
        }
        while passed.len() < MOST_STOPS {
            self.tab.chord(held, &key::TAB.to_string())?;
            let stop = self.look(Some(selector))?;
            self.stops += 1;
            if let Some(unseen) = stop.get("unseen").and_then(Value::as_str) {
                return Err(format!("nobody sees when the focus is on {unseen}"));
            }
            if is(&stop, "reached") {
                return Ok(());
            }
            passed.push(called(&stop));
            // Behind the last stop the focus leaves the page.
            if is(&stop, "lost") {
                break;
            }
        }
        Err(format!("no way to `{selector}` with the Tab key; on the way were:\n{}", passed.join("\n")))
    }

    /// Presses keys one after the other. The focus must not be lost by it.
    pub fn press(&mut self, keys: impl Into<String>) -> Step {
        let keys = keys.into();
        self.tab.press(&keys)?;
        self.must_be_somewhere(&keys)
    }

    /// Presses a key while others are held. The focus must not be lost by it.
    pub fn chord(&mut self, held: &str, key: &str) -> Step {
        self.tab.chord(held, key)?;
        self.must_be_somewhere(key)
    }

    /// Waits until such an element is there; the focus must not be lost by its coming.
    pub fn see(&mut self, selector: &str) -> Step {
        self.tab.wait_for(selector)?;
        self.must_be_somewhere(&format!("the coming of `{selector}`"))
    }

    /// Waits until there is no such element any more; the focus must not be lost by its going.
    pub fn see_gone(&mut self, selector: &str) -> Step {
        self.tab.wait_until_gone(selector)?;
        self.must_be_somewhere(&format!("the going of `{selector}`"))
    }

    /// Waits until the focus is on such an element without a further key.
    pub fn be_at(&mut self, selector: &str) -> Step {
        let start = Instant::now();
        loop {
            let stop = self.look(Some(selector))?;
            if is(&stop, "reached") {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("the focus should be on `{selector}` and is on {}", called(&stop)));
            }
            sleep(PAUSE);
        }
    }

    /// The page may give the focus to something else a moment later, for example to a row that has to come first.
    fn must_be_somewhere(&mut self, after: &str) -> Step {
        let start = Instant::now();
        while is(&self.look(None)?, "lost") {
            if start.elapsed() > PATIENCE {
                return Err(format!("the focus is lost after {}", after.escape_unicode()));
            }
            sleep(PAUSE);
        }
        Ok(())
    }

    fn look(&self, selector: Option<&str>) -> Step<Value> {
        self.tab.script(STOP, &[json!(selector)])
    }
}

fn is(stop: &Value, what: &str) -> bool {
    stop.get(what) == Some(&Value::Bool(true))
}

fn called(stop: &Value) -> String {
    stop.get("called").and_then(Value::as_str).unwrap_or_default().to_string()
}

/// Keys that have no character, as WebDriver names them (<https://www.w3.org/TR/webdriver2/#keyboard-actions>).
pub mod key {
    /// Goes to the next stop; with [`SHIFT`] to the one before.
    pub const TAB: char = '\u{E004}';
    /// Enter.
    pub const ENTER: char = '\u{E007}';
    /// The space bar.
    pub const SPACE: char = ' ';
    /// Escape.
    pub const ESCAPE: char = '\u{E00C}';
    /// Page up.
    pub const PAGE_UP: char = '\u{E00E}';
    /// Page down.
    pub const PAGE_DOWN: char = '\u{E00F}';
    /// End.
    pub const END: char = '\u{E010}';
    /// Home.
    pub const HOME: char = '\u{E011}';
    /// Arrow to the left.
    pub const LEFT: char = '\u{E012}';
    /// Arrow up.
    pub const UP: char = '\u{E013}';
    /// Arrow to the right.
    pub const RIGHT: char = '\u{E014}';
    /// Arrow down.
    pub const DOWN: char = '\u{E015}';
    /// Shift.
    pub const SHIFT: char = '\u{E008}';
    /// Ctrl.
    pub const CONTROL: char = '\u{E009}';
    /// Alt.
    pub const ALT: char = '\u{E00A}';
    /// The command key of macOS.
    pub const COMMAND: char = '\u{E03D}';
}
