//! What a person does in a tab, and what they see there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::session::{Command, Kind, Session};
use super::{Step, base64};

/// How long the page may take to show what a test waits for; on a loaded machine with two cores.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks at the page.
const PAUSE: Duration = Duration::from_millis(50);

/// A tab with a page in it.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    session: &'a dyn Session,
}

impl<'a> Tab<'a> {
    pub(super) fn new(session: &'a dyn Session) -> Self {
        Self { session }
    }

    /// Which browser it is in.
    pub fn kind(&self) -> Kind {
        self.session.kind()
    }

    /// Goes to an address and waits until its resources are loaded.
    pub fn go(&self, address: &str) -> Step {
        self.session.command(Command::Go, json!({ "url": address })).map(drop)
    }

    /// Loads the page anew.
    pub fn reload(&self) -> Step {
        self.session.command(Command::Reload, json!({})).map(drop)
    }

    /// Runs the body of a JavaScript function; its arguments are `arguments`.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Step<Value> {
        self.session.command(Command::Script, json!({ "script": body, "args": arguments }))
    }

    /// Waits until a script returns something true, and returns that.
    pub fn wait_until(&self, what: &str, body: &str, arguments: &[Value]) -> Step<Value> {
        let start = Instant::now();
        loop {
            let value = self.script(body, arguments)?;
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return Ok(value);
            }
            if start.elapsed() > PATIENCE {
                let shown = self.text("body").unwrap_or_default();
                return Err(format!("waited {} s for {what}; the page shows:\n{shown}", PATIENCE.as_secs()));
            }
            sleep(PAUSE);
        }
    }

    /// Waits until an element is there and visible.
    pub fn wait_for(&self, selector: &str) -> Step {
        let visible =
            "const e = document.querySelector(arguments[0]); return !!e && e.getClientRects().length > 0;";
        self.wait_until(&format!("`{selector}`"), visible, &[json!(selector)]).map(drop)
    }

    /// Waits until there is no such element any more.
    pub fn wait_until_gone(&self, selector: &str) -> Step {
        let gone = "return !document.querySelector(arguments[0]);";
        self.wait_until(&format!("`{selector}` to go away"), gone, &[json!(selector)]).map(drop)
    }

    /// How many elements there are.
    pub fn count(&self, selector: &str) -> Step<u64> {
        let value =
            self.script("return document.querySelectorAll(arguments[0]).length;", &[json!(selector)])?;
        Ok(value.as_u64().unwrap_or(0))
    }

    /// The text that a person reads in the first such element; an error if there is none.
    pub fn text(&self, selector: &str) -> Step<String> {
        let value = self
            .script("return document.querySelector(arguments[0])?.innerText ?? null;", &[json!(selector)])?;
        value.as_str().map(ToString::to_string).ok_or_else(|| format!("there is no `{selector}`"))
    }

    /// An attribute of the first such element; `None` if either is missing.
    pub fn attribute(&self, selector: &str, name: &str) -> Step<Option<String>> {
        let body = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null;";
        Ok(self.script(body, &[json!(selector), json!(name)])?.as_str().map(ToString::to_string))
    }

    /// Clicks the first such element, as the mouse would: it has to be reachable.
    pub fn click(&self, selector: &str) -> Step {
        self.wait_for(selector)?;
        let id = self.element(selector)?;
        self.session.command(Command::Click(&id), json!({})).map(drop)
    }

    fn element(&self, selector: &str) -> Step<String> {
        let found =
            self.session.command(Command::Find, json!({ "using": "css selector", "value": selector }))?;
        let id = found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
        id.map(ToString::to_string).ok_or_else(|| format!("there is no `{selector}`"))
    }

    /// Chooses files of this machine in a file field, as the dialog behind the button does.
    pub fn choose_files(&self, selector: &str, paths: &[PathBuf]) -> Step {
        let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let id = self.element(selector)?;
        self.session.command(Command::Type(&id), json!({ "text": names.join("\n") })).map(drop)
    }

    /// Types keys into whatever has the focus; keys without a character are in [`super::keyboard`].
    pub fn press(&self, keys: &str) -> Step {
        let actions: Vec<Value> = keys.chars().flat_map(|key| [down(key), up(key)]).collect();
        self.act("key", &actions)
    }

    /// Types one key while others are held: `chord("\u{e009}", "k")` is Ctrl+K, `\u{e008}` is Shift.
    pub fn chord(&self, held: &str, key: &str) -> Step {
        let pressed = held.chars().chain(key.chars()).map(down);
        let released = key.chars().chain(held.chars().rev()).map(up);
        let actions: Vec<Value> = pressed.chain(released).collect();
        self.act("key", &actions)
    }

    /// Moves the mouse to a place of the window.
    pub fn point_at(&self, x: u32, y: u32) -> Step {
        self.act("pointer", &[json!({ "type": "pointerMove", "duration": 0, "x": x, "y": y })])
    }

    /// Turns the mouse's wheel over a place of the window; down, where `pixels` is positive.
    pub fn turn_wheel(&self, (x, y): (u32, u32), pixels: i32) -> Step {
        let turn = json!({ "type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": pixels, "duration": 50 });
        self.act("wheel", &[turn])
    }

    fn act(&self, device: &str, actions: &[Value]) -> Step {
        let done = json!({ "type": device, "id": device, "actions": actions });
        self.session.command(Command::Act, json!({ "actions": [done] })).map(drop)
    }

    /// Goes a step `back` or `forward`, as the browser's own buttons do.
    pub fn travel(&self, way: &str) -> Step {
        let command = if way == "forward" { Command::Forward } else { Command::Back };
        self.session.command(command, json!({})).map(drop)
    }

    /// Pastes text, as Ctrl+V does.
    pub fn paste(&self, text: &str) -> Step {
        self.session.paste(text)
    }

    /// Drops files onto the page: name and bytes of each.
    pub fn drop_files(&self, files: &[(&str, &[u8])]) -> Step {
        self.hold_files(files)?;
        self.drop_held_files()
    }

    /// Brings files into the browser, ready to be dropped; their way there is not the page's work.
    pub fn hold_files(&self, files: &[(&str, &[u8])]) -> Step {
        self.script("window.heldFiles = [];", &[])?;
        for (name, bytes) in files {
            let body = "const bytes = Uint8Array.from(arguments[1], c => c.charCodeAt(0));
                window.heldFiles.push(new File([bytes], arguments[0]));";
            let binary: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            self.script(body, &[json!(name), json!(binary)])?;
        }
        Ok(())
    }

    /// Drops the files that are held.
    pub fn drop_held_files(&self) -> Step {
        let body = "const data = new DataTransfer();
            for (const file of window.heldFiles) data.items.add(file);
            window.heldFiles = [];
            for (const kind of ['dragenter', 'dragover', 'drop'])
                document.body.dispatchEvent(
                    new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));";
        self.script(body, &[]).map(drop)
    }

    /// Starts to record for how long the main thread was busy at a time.
    pub fn watch_long_tasks(&self) -> Step {
        // Firefox does not tell of long tasks; there a timer that comes late does, which is a little stricter.
        let body = "window.longTasks = [];
            if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
                new PerformanceObserver(list => window.longTasks.push(...list.getEntries().map(e => e.duration)))
                    .observe({ type: 'longtask' });
            } else {
                let before = performance.now();
                setInterval(() => {
                    const now = performance.now();
                    if (now - before > 55) window.longTasks.push(now - before - 5);
                    before = now;
                }, 5);
            }";
        self.script(body, &[]).map(drop)
    }

    /// The longest task since [`Tab::watch_long_tasks`]; zero if none was longer than 50 ms.
    pub fn longest_task(&self) -> Step<Duration> {
        let value = self.script("return Math.max(0, ...window.longTasks);", &[])?;
        Ok(Duration::from_secs_f64(value.as_f64().unwrap_or(0.0) / 1000.0))
    }

    /// What the console holds since the last look, with its level; errors of the content policy are among it.
    pub fn console(&self) -> Step<Vec<String>> {
        self.session.console()
    }

    /// The addresses that the page asked the network for since the last look.
    pub fn requests(&self) -> Step<Vec<String>> {
        self.session.requests()
    }

    /// Makes the window as narrow as a phone, or as wide as asked.
    pub fn resize(&self, width: u32, height: u32) -> Step {
        self.session.resize(width, height)
    }

    /// Tells the page that its user prefers `light` or `dark`.
    pub fn prefer_colours(&self, scheme: &str) -> Step {
        self.emulate("", &[("prefers-color-scheme", scheme)])
    }

    /// Shows the page as for another medium, such as `print`, or to a user with other preferences: name and value of each
    /// media feature. An empty medium is the screen. What was told before no longer holds.
    pub fn emulate(&self, medium: &str, features: &[(&str, &str)]) -> Step {
        self.session.emulate(medium, features)
    }

    /// Writes a picture of the whole page to `target/screenshots/`, into a folder for each browser.
    pub fn screenshot(&self, name: &str) -> Step {
        let folder = xtask::root().join("target/screenshots").join(self.kind().name());
        self.picture(&folder.join(format!("{name}.png")), true)
    }

    /// Writes a picture to a file: of the whole page, or of what is in sight.
    pub fn picture(&self, path: &Path, whole: bool) -> Step {
        let shot = base64::decode(&self.session.picture(whole)?);
        let folder = path.parent().unwrap_or(path);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(path, shot))
            .map_err(|why| format!("{}: {why}", path.display()))
    }
}

/// Names elements by their hooks: `hook("source-card")` is `[data-testid="source-card"]`.
pub fn hook(id: &str) -> String {
    let mut selector = String::new();
    let _ = write!(selector, "[data-testid=\"{id}\"]");
    selector
}

fn down(key: char) -> Value {
    json!({ "type": "keyDown", "value": key })
}

fn up(key: char) -> Value {
    json!({ "type": "keyUp", "value": key })
}
