//! The buttons that open files and folders.

use yew::prelude::*;

use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::i18n::Word;
use crate::platform::fields;

/// The fields out of sight through which files and folders are chosen.
#[derive(Clone, Default)]
pub struct Fields {
    /// Chooses files.
    pub files: NodeRef,
    /// Chooses a folder.
    pub folder: NodeRef,
}

/// A button that opens files, and the field out of sight through which they are chosen.
pub fn file_button(
    page: &Page,
    fields: &Fields,
    label: Word,
    class: &'static str,
    shown: Option<Icon>,
) -> Html {
    opener(page, &fields.files, false, page.text(label), page.text(Word::AddWhy), class, shown)
}

/// A button that opens a folder.
pub fn folder_button(page: &Page, fields: &Fields, class: &'static str) -> Html {
    let label = page.text(Word::OpenFolder);
    opener(page, &fields.folder, true, label, page.text(Word::OpenFolderWhy), class, Some(Icon::Folder))
}

fn opener(
    page: &Page,
    field: &NodeRef,
    folder: bool,
    label: &'static str,
    why: &'static str,
    class: &'static str,
    shown: Option<Icon>,
) -> Html {
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
                webkitdirectory={folder}
                tabindex="-1"
                aria-label={label}
                data-testid={if folder { "open-folder" } else { "open-files" }}
                {onchange}
            />
            { button(
                Button { class, title: Some(why.into()), onclick: Some(onclick), ..Button::default() },
                html! { <>{ shown.map(icon).unwrap_or_default() }{ label }</> },
            ) }
        </>
    }
}
