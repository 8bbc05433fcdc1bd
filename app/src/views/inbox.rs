//! What was given: one card per source, with its role, and ways to swap, add and remove.

use analyzer::source::Role;
use yew::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::i18n::Word;
use crate::platform::fields;
use crate::state::{Action, Aside, Piece, State};
use crate::view_model::cards::{self, Card};

/// How many context cards are shown before the others fold.
const CONTEXT_SHOWN: usize = 2;

/// The inbox. `files` is the field through which files are chosen.
pub fn inbox(page: &Page, state: &State, files: &NodeRef) -> Html {
    let cards = state
        .answered
        .as_deref()
        .map(|answered| cards::cards(&answered.report, &answered.sources))
        .unwrap_or_default();
    let (runs, context): (Vec<&Card>, Vec<&Card>) = cards.iter().partition(|card| card.role != Role::Context);
    let unfolded = state.unfolded;
    let shown = if unfolded || context.len() <= CONTEXT_SHOWN { context.len() } else { 0 };
    let unread = state.pieces.iter().filter(|piece| !cards.iter().any(|card| card.piece == piece.id));
    html! {
        <section class="inbox" data-testid="inbox" aria-label={page.text(Word::Inbox)}>
            <ul class="cards">
                { for runs.iter().map(|item| card(page, item)) }
                { for context.iter().take(shown).map(|item| card(page, item)) }
                { for unread.map(|piece| waiting(page, piece)) }
            </ul>
            if context.len() > CONTEXT_SHOWN {
                <button
                    type="button"
                    class="button quiet more"
                    aria-expanded={unfolded.to_string()}
                    onclick={page.on(Action::Unfold(!unfolded))}
                >
                    { icon(if unfolded { Icon::Down } else { Icon::Right }) }
                    { marker(Role::Context) }
                    <strong>{ page.count(Word::MoreContext, context.len() as u64) }</strong>
                    <span class="names">{ names(&context) }</span>
                </button>
            }
            <div class="actions">
                if cards::can_swap(&cards) {
                    <button
                        type="button"
                        class="button quiet"
                        data-testid="swap"
                        title={page.text(Word::SwapWhy)}
                        onclick={page.on(Action::Swap)}
                    >
                        { icon(Icon::Swap) }{ page.text(Word::Swap) }
                    </button>
                }
                { file_button(page, files, Word::Add, "button quiet", Some(Icon::Add)) }
                <button type="button" class="button quiet" data-testid="clear" onclick={page.on(Action::RemoveAll)}>
                    { page.text(Word::Clear) }
                </button>
            </div>
        </section>
    }
}

fn names(cards: &[&Card]) -> String {
    cards.iter().map(|card| card.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A square for the normal run, a circle for the failing one, an empty square for the rest.
pub fn marker(role: Role) -> Html {
    html! { <span class={classes!("marker", role_name(role))} aria-hidden="true" /> }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Normal => "normal",
        Role::Failing => "failing",
        Role::Context => "context",
    }
}

fn card(page: &Page, card: &Card) -> Html {
    let name = role_name(card.role);
    html! {
        <li
            class={classes!("card", name)}
            key={format!("{}-{}", card.piece, card.first_line)}
            data-testid="source-card"
            data-role={name}
            data-name={card.name.clone()}
        >
            { marker(card.role) }
            { role_list(page, card) }
            <strong class="name" title={card.name.clone()}>{ &card.name }</strong>
            <span class="facts">{ facts(page, card) }</span>
            { remove(page, card.piece, &card.name) }
            if let Some(why) = card.unknown.as_ref().or(card.reason.as_ref()).filter(|why| !why.is_empty()) {
                <p class="reason" title={why.clone()}>{ why }</p>
            }
        </li>
    }
}

fn facts(page: &Page, card: &Card) -> Html {
    let (mended, mends) = &card.mended;
    let (unparsed, reasons) = &card.unparsed;
    let format = if card.unknown.is_some() { page.text(Word::UnknownFormat) } else { &card.format };
    html! {
        <>
            <span>{ format.to_string() }</span>
            if !card.summary.is_empty() {
                <span>{ &card.summary }</span>
            }
            <span>{ page.count(Word::Lines, card.lines) }</span>
            if *mended > 0 {
                <span class="flag" title={mends.join("\n")}>{ page.count(Word::Mended, *mended) }</span>
            }
            if *unparsed > 0 {
                <span class="flag" title={reasons.join("\n")}>{ page.count(Word::Unparsed, *unparsed) }</span>
            }
        </>
    }
}

/// The role, as a list to choose another one from.
fn role_list(page: &Page, card: &Card) -> Html {
    let (act, source) = (page.act.clone(), card.source);
    let onchange = Callback::from(move |event: Event| {
        let role = match fields::chosen(&event).as_str() {
            "normal" => Role::Normal,
            "failing" => Role::Failing,
            _ => Role::Context,
        };
        act.emit(Action::Choose { source, role });
    });
    let roles =
        [(Role::Normal, Word::Normal), (Role::Failing, Word::Failing), (Role::Context, Word::Context)];
    html! {
        <select
            class="role"
            aria-label={page.words.fill(Word::RoleOf, &[("name", &card.name)])}
            {onchange}
        >
            { for roles.iter().map(|(role, word)| html! {
                <option value={role_name(*role)} selected={*role == card.role}>{ page.text(*word) }</option>
            }) }
        </select>
    }
}

/// A piece that is not (yet) part of a report.
fn waiting(page: &Page, piece: &Piece) -> Html {
    let why = match piece.aside {
        None => Word::Waiting,
        Some(Aside::Stopped) => Word::AsideStopped,
        Some(Aside::Trapped) => Word::AsideTrapped,
        Some(Aside::Unreadable) => Word::AsideUnreadable,
    };
    let aside = piece.aside.is_some();
    html! {
        <li
            class={classes!("card", "unread", aside.then_some("aside"))}
            key={piece.id.to_string()}
            data-testid={if aside { "piece-aside" } else { "piece-waiting" }}
        >
            { marker(Role::Context) }
            <strong class="name" title={piece.name.clone()}>{ &piece.name }</strong>
            <span class="facts">
                <span>{ cards::size(piece.size) }</span>
                <span>{ page.text(why) }</span>
            </span>
            if aside {
                <button type="button" class="button" data-testid="retry" onclick={page.on(Action::Retry)}>
                    { page.text(Word::Retry) }
                </button>
            }
            { remove(page, piece.id, &piece.name) }
        </li>
    }
}

fn remove(page: &Page, piece: u32, name: &str) -> Html {
    let label = page.words.fill(Word::Remove, &[("name", name)]);
    html! {
        <button
            type="button"
            class="icon-button remove"
            data-testid="remove"
            aria-label={label.clone()}
            title={label}
            onclick={page.on(Action::Remove(piece))}
        >
            { icon(Icon::Cross) }
        </button>
    }
}

/// A button that opens files, and the field out of sight through which they are chosen.
pub fn file_button(
    page: &Page,
    field: &NodeRef,
    label: Word,
    class: &'static str,
    shown: Option<Icon>,
) -> Html {
    let label = page.text(label);
    let onclick = {
        let field = field.clone();
        Callback::from(move |_: MouseEvent| fields::press(&field))
    };
    let onchange = {
        let act = page.act.clone();
        Callback::from(move |event: Event| fields::keep_chosen_files(&event, act.clone()))
    };
    html! {
        <>
            <input
                ref={field.clone()}
                type="file"
                class="out-of-sight"
                multiple=true
                tabindex="-1"
                aria-label={label}
                data-testid="open-files"
                {onchange}
            />
            <button type="button" {class} title={page.text(Word::AddWhy)} {onclick}>
                { shown.map(icon).unwrap_or_default() }{ label }
            </button>
        </>
    }
}
