//! What was given: one card per source, with its role, and ways to swap, add and remove.

use analyzer::source::Role;
use yew::prelude::*;

use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
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
    // The context stands behind the runs.
    let runs = cards.partition_point(|card| card.role != Role::Context);
    let (runs, context) = cards.split_at_checked(runs).unwrap_or_default();
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
                { more(page, context, unfolded) }
            }
            <div class="actions">
                if cards::can_swap(&cards) {
                    { button(
                        Button {
                            class: "button quiet",
                            testid: Some("swap"),
                            title: Some(page.text(Word::SwapWhy).into()),
                            onclick: Some(page.on(Action::Swap)),
                            ..Button::default()
                        },
                        html! { <>{ icon(Icon::Swap) }{ page.text(Word::Swap) }</> },
                    ) }
                }
                { file_button(page, files, Word::Add, "button quiet", Some(Icon::Add)) }
                { button(
                    Button {
                        class: "button quiet",
                        testid: Some("clear"),
                        onclick: Some(page.on(Action::RemoveAll)),
                        ..Button::default()
                    },
                    page.text(Word::Clear).into(),
                ) }
            </div>
        </section>
    }
}

/// Unfolds the cards that are not shown at first.
fn more(page: &Page, folded: &[Card], unfolded: bool) -> Html {
    let more = Button {
        class: "button quiet more",
        expanded: Some(unfolded),
        onclick: Some(page.on(Action::Unfold(!unfolded))),
        ..Button::default()
    };
    let content = html! {
        <>
            { icon(if unfolded { Icon::Down } else { Icon::Right }) }
            { marker(Role::Context) }
            { text::plain("strong", &page.count(Word::MoreContext, folded.len() as u64)) }
            { text::plain("span.names", &names(folded)) }
        </>
    };
    button(more, content)
}

fn names(cards: &[Card]) -> String {
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
            { text::plain("span", format) }
            if !card.summary.is_empty() {
                { text::plain("span", &card.summary) }
            }
            { text::plain("span", &page.count(Word::Lines, card.lines)) }
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
                { text::plain("span", &cards::size(piece.size)) }
                { text::plain("span", page.text(why)) }
            </span>
            if aside {
                { button(
                    Button {
                        class: "button",
                        testid: Some("retry"),
                        onclick: Some(page.on(Action::Retry)),
                        ..Button::default()
                    },
                    page.text(Word::Retry).into(),
                ) }
            }
            { remove(page, piece.id, &piece.name) }
        </li>
    }
}

fn remove(page: &Page, piece: u32, name: &str) -> Html {
    let label = AttrValue::from(page.words.fill(Word::Remove, &[("name", name)]));
    let remove = Button {
        class: "icon-button remove",
        testid: Some("remove"),
        label: Some(label.clone()),
        title: Some(label),
        onclick: Some(page.on(Action::Remove(piece))),
        ..Button::default()
    };
    button(remove, icon(Icon::Cross))
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
            { button(
                Button {
                    class,
                    title: Some(page.text(Word::AddWhy).into()),
                    onclick: Some(onclick),
                    ..Button::default()
                },
                html! { <>{ shown.map(icon).unwrap_or_default() }{ label }</> },
            ) }
        </>
    }
}
