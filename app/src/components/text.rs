//! Elements that hold a text and nothing else. They are most of the page, and each that is written out takes a
//! hundred bytes on the way to the reader.

use yew::prelude::*;

use super::prose;

/// An element around a text. Classes stand behind its name: `p.summary`.
pub fn plain(element: &'static str, text: &str) -> Html {
    around(element, text.to_string().into())
}

/// An element around a line with code and emphasis.
pub fn marked(element: &'static str, text: &str) -> Html {
    around(element, prose::line(text))
}

/// An element around what has been drawn of a text.
#[allow(clippy::ignored_unit_patterns, reason = "the pattern is the macro's")]
pub fn around(element: &'static str, content: Html) -> Html {
    let (tag, class) = element.split_once('.').unwrap_or((element, ""));
    html! { <@{tag} {class}>{ content }</@> }
}
