//! The list of keys, drawn from the table of commands, and what the signs mean.

use analyzer::align::RowKind;
use yew::prelude::*;

use super::compare::sign;
use super::tabs;
use crate::components::dialog::{Dialog, dialog};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::state::commands::{COMMANDS, Scope, written};
use crate::state::{Action, View};

const SIGNS: &[(RowKind, Word)] = &[
    (RowKind::Same, Word::RelationSame),
    (RowKind::ValueOnly, Word::RelationValue),
    (RowKind::Changed, Word::RelationChanged),
    (RowKind::OnlyNormal, Word::RelationOnlyNormal),
    (RowKind::OnlyFailing, Word::RelationOnlyFailing),
];

/// The keys of one place, under its name; nothing where there are none.
fn group(page: &Page, name: Word, scope: Scope) -> Html {
    let listed = COMMANDS.iter().filter(|command| command.scope == scope && !command.keys.is_empty());
    let mut listed = listed.peekable();
    if listed.peek().is_none() {
        return html! {};
    }
    html! {
        <section class="group">
            { text::plain("h3", page.text(name)) }
            <dl class="keys">
                { for listed.map(|command| html! {
                    <div data-testid="key">
                        <dt>{ for command.keys.iter().map(|key| text::plain("kbd", &written(key))) }</dt>
                        { text::plain("dd", page.text(command.word)) }
                    </div>
                }) }
            </dl>
        </section>
    }
}

/// The list.
pub fn help(page: &Page) -> Html {
    let views = View::ALL.into_iter().map(|view| group(page, tabs::word(view), Scope::In(view)));
    let content = html! {
        <div class="groups">
            { group(page, Word::Everywhere, Scope::Everywhere) }
            { for views }
            <section class="group">
                { text::plain("h3", page.text(Word::LegendTitle)) }
                <dl class="keys signs">
                { for SIGNS.iter().map(|(kind, word)| html! {
                    <div>
                        <dt><span class={classes!("sign", sign::name(*kind))}>{ sign::glyph(*kind) }</span></dt>
                        { text::plain("dd", page.text(*word)) }
                    </div>
                }) }
                </dl>
            </section>
        </div>
    };
    let title = page.text(Word::HelpTitle).into();
    dialog(page, Dialog { title, class: "dialog help", testid: "keys", closed: Action::Help(false) }, content)
}
