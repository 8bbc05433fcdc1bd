//! What the user gave, kept as blobs: the browser holds the bytes, the page only their numbers and names.

use std::cell::{Cell, RefCell};

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use yew::Callback;

use crate::few::Few;
use crate::protocol::PieceId;
use crate::state::{Action, NewPiece};

thread_local! {
    static BLOBS: RefCell<Few<web_sys::Blob>> = const { RefCell::new(Few::new()) };
    static NEXT: Cell<PieceId> = const { Cell::new(1) };
}

/// Keeps a text, for example a paste or a built-in example.
pub fn keep_text(name: String, text: &str) -> Option<NewPiece> {
    let blob = web_sys::Blob::new_with_str_sequence(&Array::of1(&text.into())).ok()?;
    Some(keep(name, blob))
}

/// Reads files and keeps their content, so that what becomes of the file later does not matter.
/// `act` hears of all files at once, and before that of each that cannot be read.
pub fn keep_files(files: Option<web_sys::FileList>, act: Callback<Action>) {
    let Some(files) = files else { return };
    let files: Vec<web_sys::File> = (0..files.length()).filter_map(|index| files.get(index)).collect();
    wasm_bindgen_futures::spawn_local(async move {
        let mut pieces = Vec::new();
        for file in files {
            match copy(&file).await {
                Ok(blob) => pieces.push(keep(file.name(), blob)),
                Err(_) => act.emit(Action::CannotRead(file.name())),
            }
        }
        if !pieces.is_empty() {
            act.emit(Action::Give(pieces));
        }
    });
}

async fn copy(file: &web_sys::File) -> Result<web_sys::Blob, JsValue> {
    let content = JsFuture::from(file.array_buffer()).await?;
    web_sys::Blob::new_with_buffer_source_sequence(&Array::of1(&content)).map(JsCast::unchecked_into)
}

fn keep(name: String, blob: web_sys::Blob) -> NewPiece {
    let id = NEXT.get();
    NEXT.set(id.wrapping_add(1));
    // Sizes are whole numbers far below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = blob.size() as u64;
    BLOBS.with_borrow_mut(|blobs| blobs.put(id, blob));
    NewPiece { id, name, size }
}

/// The content of a piece; `undefined` if it was let go.
pub fn blob(id: PieceId) -> JsValue {
    BLOBS.with_borrow(|blobs| blobs.get(id).map_or(JsValue::UNDEFINED, JsValue::from))
}

/// Lets a piece go.
pub fn forget(id: PieceId) {
    BLOBS.with_borrow_mut(|blobs| blobs.remove(id));
}
