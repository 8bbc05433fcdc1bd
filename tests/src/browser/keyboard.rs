//! What a person does who never touches the mouse, and what must hold at every stop.

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
