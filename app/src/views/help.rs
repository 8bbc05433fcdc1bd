//! The list of keys, and what the signs mean.

use analyzer::align::RowKind;
use yew::prelude::*;

use super::compare::sign;
use crate::components::context::use_page;
use crate::components::icon::{Icon, icon};
use crate::i18n::Word;
use crate::platform::screen;
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
#[component]
pub fn Help() -> Html {
    let page = use_page();
    let node = use_node_ref();
    let dialog = node.clone();
    use_effect_with((), move |()| screen::focus(&dialog));
    html! {
        <div class="dialog" role="dialog" aria-modal="true" aria-labelledby="help-title" tabindex="-1" ref={node}>
            <header>
                <h2 id="help-title">{ page.text(Word::HelpTitle) }</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label={page.text(Word::Close)}
                    onclick={page.on(Action::Help(false))}
                >
                    { icon(Icon::Cross) }
                </button>
            </header>
            <dl class="keys">
                { for KEYS.iter().map(|(keys, word)| html! {
                    <div>
                        <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                        <dd>{ page.text(*word) }</dd>
                    </div>
                }) }
            </dl>
            <h3>{ page.text(Word::LegendTitle) }</h3>
            <dl class="keys signs">
                { for SIGNS.iter().map(|(kind, word)| html! {
                    <div>
                        <dt><span class={classes!("sign", sign::name(*kind))}>{ sign::glyph(*kind) }</span></dt>
                        <dd>{ page.text(*word) }</dd>
                    </div>
                }) }
            </dl>
        </div>
    }
}
