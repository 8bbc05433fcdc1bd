//! What was given: one line once there is a verdict, and a card per source with its role and what it holds.

use analyzer::source::Role;
use yew::prelude::*;

use super::openers::{Fields, file_button, folder_button};
use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::platform::{fields, screen};
use crate::state::{Action, Aside, Named, Piece, State};
use crate::view_model::cards::{self, Card};
use crate::view_model::evidence::short_name;

/// So many runs of a role stand in the one line; further ones are counted.
const RUNS_SHOWN: usize = 2;

/// The id of the field in which a name is written.
const NAME_FIELD: &str = "new-name";

/// The inbox.
pub fn inbox(page: &Page, state: &State, fields: &Fields) -> Html {
    let cards = state.answered.as_deref().map(|answered| cards::cards(state, answered)).unwrap_or_default();
    let unread: Vec<&Piece> =
        state.pieces.iter().filter(|piece| !cards.iter().any(|card| card.piece == piece.id)).collect();
    let unfolded = state.inbox_is_unfolded();
    html! {
        <section
            class={classes!("inbox", if unfolded { "unfolded" } else { "folded" })}
            id="inbox"
            tabindex="-1"
            data-testid="inbox"
            aria-label={page.text(Word::Inbox)}
        >
            <div class="summary">
                if !cards.is_empty() {
                    { fold(page, unfolded) }
                }
                { if unfolded { heading(page, cards.len() + unread.len()) } else { line(page, &cards) } }
                <span class="spacer" />
                { totals(page, &cards) }
                { actions(page, &cards, fields, unfolded) }
            </div>
            if unfolded {
                <ul class="cards">
                    { for cards.iter().map(|item| card(page, item, state.renaming)) }
                    { for unread.iter().map(|piece| waiting(page, piece, state.renaming)) }
                </ul>
            } else if !unread.is_empty() {
                <ul class="cards">
                    { for unread.iter().map(|piece| waiting(page, piece, state.renaming)) }
                </ul>
            }
        </section>
    }
}

/// Shows the cards, or one line.
fn fold(page: &Page, unfolded: bool) -> Html {
    let label = page.text(if unfolded { Word::FoldInbox } else { Word::UnfoldInbox });
    let fold = Button {
        class: "icon-button fold-inbox",
        testid: Some("fold-inbox"),
        label: Some(label.into()),
        title: Some(label.into()),
        expanded: Some(unfolded),
        onclick: Some(page.on(Action::Unfold(!unfolded))),
        ..Button::default()
    };
    button(fold, icon(if unfolded { Icon::Down } else { Icon::Right }))
}

fn heading(page: &Page, sources: usize) -> Html {
    html! {
        <h2>{ page.text(Word::Inbox) }<small>{ page.count(Word::Given, sources as u64) }</small></h2>
    }
}

/// The runs with their names, and how many other sources there are.
fn line(page: &Page, cards: &[Card]) -> Html {
    let of = |role| cards.iter().filter(move |card| card.role == role);
    let runs = || of(Role::Normal).take(RUNS_SHOWN).chain(of(Role::Failing).take(RUNS_SHOWN));
    let shown: Vec<usize> = runs().map(|card| card.source).collect();
    let rest: Vec<&Card> = cards.iter().filter(|card| !shown.contains(&card.source)).collect();
    html! {
        <ul class="runs">
            { for runs().map(|card| chip(page, card)) }
            if !rest.is_empty() {
                <li class="rest">
                    { marker(Role::Context) }
                    if shown.is_empty() {
                        { text::plain("strong", &page.count(Word::Given, rest.len() as u64)) }
                    } else {
                        { text::plain("span.role", page.text(Word::Context)) }
                        { text::plain("strong", &page.count(Word::MoreContext, rest.len() as u64)) }
                    }
                    <span class="names">
                        { for rest.iter().map(|card| html! {
                            <span
                                data-testid="source-card"
                                data-role={role_name(card.role)}
                                data-name={card.name.clone()}
                                title={card.name.clone()}
                            >
                                { short_name(&card.name) }
                            </span>
                        }) }
                    </span>
                </li>
            }
        </ul>
    }
}

/// One run in the line.
fn chip(page: &Page, card: &Card) -> Html {
    let name = role_name(card.role);
    html! {
        <li
            class={classes!("run", name)}
            key={card_key(card)}
            data-testid="source-card"
            data-role={name}
            data-name={card.name.clone()}
        >
            { marker(card.role) }
            <span class="role" title={card.reason.clone()}>{ page.text(role_word(card.role)) }</span>
            <strong class="name" title={card.name.clone()}>{ short_name(&card.name) }</strong>
            { text::plain("span.facts", &card.summary) }
            { remove(page, card.piece, &card.piece_name) }
        </li>
    }
}

/// Lines of all sources, and whether all of them were understood.
fn totals(page: &Page, cards: &[Card]) -> Html {
    let (lines, unparsed, mended) = cards::totals(cards);
    if lines == 0 {
        return html! {};
    }
    html! {
        <span class="totals">
            { text::plain("span", &understood(page, lines, unparsed)) }
            if mended > 0 {
                { text::plain("span", &page.count(Word::Mended, mended)) }
            }
        </span>
    }
}

/// `59 lines, all understood`
fn understood(page: &Page, lines: u64, unparsed: u64) -> String {
    let lines = page.count(Word::Lines, lines);
    if unparsed == 0 {
        page.words.fill(Word::AllUnderstood, &[("lines", &lines)])
    } else {
        page.words.fill(Word::NotAllUnderstood, &[("lines", &lines), ("n", &grouped(unparsed))])
    }
}

fn actions(page: &Page, cards: &[Card], fields: &Fields, unfolded: bool) -> Html {
    html! {
        <div class="actions">
            if cards::can_swap(cards) {
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
            { file_button(page, fields, Word::Add, "button quiet", Some(Icon::Add)) }
            if unfolded {
                { folder_button(page, fields, "button quiet") }
            }
            { button(
                Button {
                    class: "button quiet",
                    testid: Some("clear"),
                    onclick: Some(removing(page, Action::RemoveAll)),
                    ..Button::default()
                },
                page.text(Word::Clear).into(),
            ) }
        </div>
    }
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

fn role_word(role: Role) -> Word {
    match role {
        Role::Normal => Word::Normal,
        Role::Failing => Word::Failing,
        Role::Context => Word::Context,
    }
}

fn card_key(card: &Card) -> String {
    format!("{}-{}", card.piece, card.first_line)
}

fn card(page: &Page, card: &Card, renaming: Option<Named>) -> Html {
    let name = role_name(card.role);
    html! {
        <li
            class={classes!("card", name)}
            key={card_key(card)}
            data-testid="source-card"
            data-role={name}
            data-name={card.name.clone()}
        >
            { marker(card.role) }
            { title(page, &card.name, &card.piece_name, card.named, renaming) }
            { roles(page, card) }
            { what(page, card) }
            { counts(page, card) }
            { text::plain("span.size", &cards::size(card.bytes)) }
            { text::plain("span.span", &card.span) }
            { remove(page, card.piece, &card.piece_name) }
        </li>
    }
}

/// The name, or the field in which it is written anew.
fn title(page: &Page, name: &str, piece: &str, named: Named, renaming: Option<Named>) -> Html {
    let id = format!("rename-{}-{}", named.piece, named.first_line);
    if renaming == Some(named) {
        let begin = if named.first_line == 0 { piece } else { name };
        return name_field(page, begin, named, id);
    }
    let label = AttrValue::from(page.words.fill(Word::Rename, &[("name", name)]));
    let act = page.act.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        act.emit(Action::Renaming(Some(named)));
        fields::edit_later(NAME_FIELD);
    });
    html! {
        <span class="title">
            <strong class="name" title={name.to_string()}>{ name.to_string() }</strong>
            <button type="button" class="icon-button rename" {id} aria-label={label.clone()} title={label} data-testid="rename" {onclick}>
                { icon(Icon::Pencil) }
            </button>
        </span>
    }
}

/// Enter takes the new name; Escape, and going elsewhere, leaves the old one.
fn name_field(page: &Page, name: &str, named: Named, back: String) -> Html {
    let act = page.act.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        // The Enter that ends a word of an input method is not meant.
        if event.is_composing() {
            return;
        }
        let action = match event.key().as_str() {
            "Enter" => Action::Rename(named, fields::typed(&event)),
            "Escape" => Action::Renaming(None),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        act.emit(action);
        screen::focus_in_list(back.clone());
    });
    html! {
        <span class="title">
            <input
                type="text"
                class="new-name"
                id={NAME_FIELD}
                aria-label={page.words.fill(Word::Rename, &[("name", name)])}
                title={page.text(Word::RenameHow)}
                data-testid="new-name"
                autocomplete="off"
                spellcheck="false"
                value={name.to_string()}
                {onkeydown}
                onblur={page.on::<FocusEvent>(Action::Renaming(None))}
            />
        </span>
    }
}

/// The three roles, one of them pressed: a choice is one press, and never a stray key.
fn roles(page: &Page, card: &Card) -> Html {
    let source = card.source;
    let choice = |role: Role| {
        let here = role == card.role;
        html! {
            <button
                type="button"
                class={classes!("role", role_name(role))}
                aria-pressed={here.to_string()}
                data-testid={format!("role-{}", role_name(role))}
                onclick={page.on::<MouseEvent>(Action::Choose { source, role })}
                disabled={here && card.chosen}
            >
                { page.text(role_word(role)) }
            </button>
        }
    };
    html! {
        <span class="roles" role="group" aria-label={page.words.fill(Word::RoleOf, &[("name", &card.name)])}>
            { choice(Role::Normal) }{ choice(Role::Failing) }{ choice(Role::Context) }
        </span>
    }
}

/// The format and a few words on the content, and why it has its role.
fn what(page: &Page, card: &Card) -> Html {
    let format = if card.unknown.is_some() { page.text(Word::UnknownFormat) } else { &card.format };
    let why = card.unknown.as_ref().or(card.reason.as_ref()).filter(|why| !why.is_empty());
    let infer = Button {
        class: "link",
        testid: Some("infer"),
        title: Some(page.text(Word::InferWhy).into()),
        onclick: Some(page.on(Action::Infer { source: card.source })),
        ..Button::default()
    };
    html! {
        <span class="what">
            <span class="facts">
                { text::plain("span", format) }
                if !card.summary.is_empty() {
                    { text::plain("span", &card.summary) }
                }
            </span>
            if card.chosen {
                <span class="reason">
                    { page.text(Word::ChosenByYou) }{ " " }{ button(infer, page.text(Word::Infer).into()) }
                </span>
            } else if let Some(why) = why {
                <span class="reason" title={why.clone()}>{ why }</span>
            }
        </span>
    }
}

/// How many lines there are and how many of them were understood; what was not leads to its first line.
fn counts(page: &Page, card: &Card) -> Html {
    let flag = |text: String, said: &[String], line: Option<u32>| {
        let show = line.map(|line| page.on(Action::ShowSource { source: card.name.clone(), line }));
        let flag =
            Button { class: "flag", title: Some(said.join("\n").into()), onclick: show, ..Button::default() };
        button(flag, text.into())
    };
    let (unparsed, reasons) = &card.unparsed;
    let (mended, mends) = &card.mended;
    let (first_mended, first_unparsed) = card.first;
    let told = card.unknown.is_none();
    html! {
        <span class="counts">
            if told && *unparsed == 0 {
                { text::plain("span", &understood(page, u64::from(card.lines), 0)) }
            } else {
                { text::plain("span", &page.count(Word::Lines, card.lines)) }
            }
            if told && *unparsed > 0 {
                { text::plain("span", &page.count(Word::Understood, card.records)) }
                { flag(page.count(Word::Unparsed, *unparsed), reasons, first_unparsed) }
            }
            if *mended > 0 {
                { flag(page.count(Word::Mended, *mended), mends, first_mended) }
            }
        </span>
    }
}

/// A piece that is not (yet) part of a report.
fn waiting(page: &Page, piece: &Piece, renaming: Option<Named>) -> Html {
    let why = match piece.aside {
        None => Word::Waiting,
        Some(Aside::Stopped) => Word::AsideStopped,
        Some(Aside::Trapped) => Word::AsideTrapped,
        Some(Aside::Unreadable) => Word::AsideUnreadable,
    };
    let aside = piece.aside.is_some();
    let named = Named { piece: piece.id, first_line: 0 };
    html! {
        <li
            class={classes!("card", "unread", aside.then_some("aside"))}
            key={piece.id.to_string()}
            data-testid={if aside { "piece-aside" } else { "piece-waiting" }}
            data-name={piece.name.clone()}
        >
            { marker(Role::Context) }
            { title(page, &piece.name, &piece.name, named, renaming) }
            <span class="what">
                <span class="facts">{ page.text(why) }</span>
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
            { text::plain("span.size", &cards::size(piece.size)) }
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
        onclick: Some(removing(page, Action::Remove(piece))),
        ..Button::default()
    };
    button(remove, icon(Icon::Cross))
}

/// Takes something away and leads the keyboard to where it can be brought back: what had the focus is gone.
fn removing(page: &Page, action: Action) -> Callback<MouseEvent> {
    let act = page.act.clone();
    Callback::from(move |_| {
        act.emit(action.clone());
        screen::focus_later("undo");
    })
}
