//! The menus of the top bar: how the page looks, and the examples. The browser opens and closes them: on Escape, and on
//! a press beside them.

use yew::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::examples::EXAMPLES;
use crate::i18n::Word;
use crate::state::{Action, Look, TextSize, Theme};

/// Colours, text size, and whether they are remembered.
pub fn look(page: &Page, look: Look) -> Html {
    let shown = match look.theme {
        Theme::System | Theme::Contrast => Icon::Theme,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
    };
    let content = html! {
        <>
            <fieldset>
                { text::plain("legend", page.text(Word::Colours)) }
                { for Theme::ALL.into_iter().map(|theme| {
                    let word = match theme {
                        Theme::System => Word::AsSystem,
                        Theme::Light => Word::Light,
                        Theme::Dark => Word::Dark,
                        Theme::Contrast => Word::Contrast,
                    };
                    let name = if theme == Theme::System { "system" } else { theme.name() };
                    radio(page, ("theme", name), page.text(word), theme == look.theme, Action::Theme(theme))
                }) }
            </fieldset>
            <fieldset class="sizes">
                { text::plain("legend", page.text(Word::TextSize)) }
                { for TextSize::ALL.into_iter().map(|size| {
                    let percent = size.percent();
                    radio(page, ("size", percent), &[percent, " %"].concat(), size == look.size, Action::TextSize(size))
                }) }
            </fieldset>
            <label class="choice">
                <input
                    type="checkbox"
                    data-testid="remember"
                    checked={look.remember}
                    onchange={page.on::<Event>(Action::Remember(!look.remember))}
                />
                { text::plain("span", page.text(Word::RememberLook)) }
            </label>
            { text::plain("p.why", page.text(Word::RememberWhy)) }
        </>
    };
    menu(page, Word::Look, "look", Some(shown), content)
}

/// The examples, in place of what is there.
pub fn examples(page: &Page) -> Html {
    let content = html! {
        <ul>
            { for EXAMPLES.iter().enumerate().map(|(index, example)| html! {
                <li>
                    <button
                        type="button"
                        class="example"
                        popovertarget="menu-examples"
                        popovertargetaction="hide"
                        data-testid="example-entry"
                        onclick={page.on::<MouseEvent>(Action::Example(index))}
                    >
                        { text::plain(if example.healthy { "span.symptom healthy" } else { "span.symptom" }, example.symptom) }
                        { text::plain("span.title", page.text(example.title)) }
                    </button>
                </li>
            }) }
        </ul>
    };
    menu(page, Word::Examples, "examples", None, content)
}

fn menu(page: &Page, word: Word, name: &'static str, shown: Option<Icon>, content: Html) -> Html {
    let id = ["menu-", name].concat();
    html! {
        <>
            <button type="button" class="button quiet" popovertarget={id.clone()} data-testid={name}>
                { shown.map(icon).unwrap_or_default() }
                { text::plain("span", page.text(word)) }
            </button>
            <div class={classes!("menu", name)} {id} popover="auto" role="group" aria-label={page.text(word)}>
                { content }
            </div>
        </>
    }
}

fn radio(
    page: &Page,
    (group, value): (&'static str, &'static str),
    label: &str,
    chosen: bool,
    action: Action,
) -> Html {
    html! {
        <label class="choice">
            <input
                type="radio"
                name={group}
                {value}
                data-testid={[group, "-", value].concat()}
                checked={chosen}
                onchange={page.on::<Event>(action)}
            />
            { text::plain("span", label) }
        </label>
    }
}
