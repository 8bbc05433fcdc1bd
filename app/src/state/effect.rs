//! What only the browser can do, and the palette in which it is asked for.

/// The palette of commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Palette {
    /// What has been typed.
    pub text: String,
    /// Which of the entries is marked, counted from 0.
    pub at: usize,
}

/// Something that only the browser can do, once what is drawn has followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Presses a key that a view hears by itself.
    Press(&'static str),
    /// Opens what is folded around the element of that id, brings it into sight and gives it the focus.
    Reveal(String),
    /// Copies the report as Markdown.
    CopyTicket,
    /// Opens the dialog in which files are chosen.
    OpenFiles,
    /// Prints the page.
    Print,
}

/// The id of a diagnosis in the document; the first is the verdict itself.
pub fn diagnosis_id(index: usize) -> String {
    if index == 0 { "verdict".into() } else { format!("candidate-{index}") }
}
