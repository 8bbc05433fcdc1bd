//! The list of keys, and what the signs mean.

use analyzer::align::RowKind;
use yew::prelude::*;

use super::compare::sign;
use crate::components::dialog::{Dialog, dialog};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::state::Action;

const KEYS: &[(&[&str], Word)] = &[
    (&["n"], Word::HelpNext),
    (&["p"], Word::HelpPrevious),
    (&["↑", "↓"], Word::HelpArrows),
    (&["PgUp", "PgDn", "Home", "End"], Word::HelpPages),
    (&["←", "→"], Word::HelpFold),
    (&["Enter"], Word::HelpEnter),
    (&["/"], Word::HelpSearch),
    (&["f"], Word::HelpFilter),
    (&["r"], Word::HelpRaw),
    (&["+", "-", "0"], Word::HelpTimeline),
    (&["Shift ←", "Shift →"], Word::HelpTimelineSelect),
    (&["Ctrl V"], Word::HelpPaste),
    (&["?"], Word::HelpHelp),
    (&["Esc"], Word::HelpEscape),
];

const SIGNS: &[(RowKind, Word)] = &[
    (RowKind::Same, Word::RelationSame),
    (RowKind::ValueOnly, Word::RelationValue),
    (RowKind::Changed, Word::RelationChanged),
    (RowKind::OnlyNormal, Word::RelationOnlyNormal),
    (RowKind::OnlyFailing, Word::RelationOnlyFailing),
];

/// The list.
pub fn help(page: &Page) -> Html {
    let content = html! {
        <>
            <dl class="keys">
                { for KEYS.iter().map(|(keys, word)| html! {
                    <div>
                        <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                        { text::plain("dd", page.text(*word)) }
                    </div>
                }) }
            </dl>
            { text::plain("h3", page.text(Word::LegendTitle)) }
            <dl class="keys signs">
                { for SIGNS.iter().map(|(kind, word)| html! {
                    <div>
                        <dt><span class={classes!("sign", sign::name(*kind))}>{ sign::glyph(*kind) }</span></dt>
                        { text::plain("dd", page.text(*word)) }
                    </div>
                }) }
            </dl>
        </>
    };
    let title = page.text(Word::HelpTitle).into();
    dialog(page, Dialog { title, class: "dialog", testid: "keys", closed: Action::Help(false) }, content)
}
