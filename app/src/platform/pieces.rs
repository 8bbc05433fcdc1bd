//! What the user gave, kept as blobs: the browser holds the bytes, the page only their numbers and names.

use std::cell::{Cell, RefCell};

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use yew::Callback;

use super::{folders, unpack};
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

/// So many files of a folder are read at most.
const MOST_FILES: usize = 300;

/// So many bytes of a folder are read at most.
const MOST_BYTES: f64 = 1_500_000_000.0;

/// Reads files and keeps their content, so that what becomes of the file later does not matter.
/// `act` hears of all files at once, and before that of each that cannot be read.
pub fn keep_files(files: Option<web_sys::FileList>, act: Callback<Action>) {
    let Some(files) = files else { return };
    let files = (0..files.length()).filter_map(|index| files.get(index)).map(|file| (path(&file), file));
    let files: Vec<(String, web_sys::File)> = files.collect();
    let from_folder = files.iter().any(|(name, _)| name.contains('/'));
    wasm_bindgen_futures::spawn_local(async move {
        if from_folder {
            let shown =
                |(name, _): &(String, web_sys::File)| !name.split('/').any(|part| part.starts_with('.'));
            keep_of_folder(files.into_iter().filter(shown).collect(), 0, &act).await;
        } else {
            keep_each(files, &act).await;
        }
    });
}

/// Reads what was dropped, folders and the files in them included.
pub fn keep_entries(entries: Vec<web_sys::FileSystemEntry>, act: Callback<Action>) {
    wasm_bindgen_futures::spawn_local(async move {
        let (files, lost) = folders::files(entries).await;
        keep_of_folder(files, lost, &act).await;
    });
}

/// Keeps the files of a folder up to what is sensible, and says how many that leaves out.
async fn keep_of_folder(mut files: Vec<(String, web_sys::File)>, mut left_out: u32, act: &Callback<Action>) {
    let all = files.len();
    files.truncate(MOST_FILES);
    let mut bytes = 0.0;
    files.retain(|(_, file)| {
        bytes += file.size();
        bytes <= MOST_BYTES
    });
    left_out = left_out.saturating_add(u32::try_from(all - files.len()).unwrap_or(u32::MAX));
    let read = u32::try_from(files.len()).unwrap_or(u32::MAX);
    keep_each(files, act).await;
    if left_out > 0 || read == 0 {
        act.emit(Action::LeftOut(read, left_out));
    }
}

async fn keep_each(files: Vec<(String, web_sys::File)>, act: &Callback<Action>) {
    let mut pieces = Vec::new();
    let mut refused = Vec::new();
    for (name, file) in files {
        match copy(&file).await {
            Ok(content) => match unpack::unpacked(name.clone(), content).await {
                Ok((name, content)) => pieces.push(keep(name, content)),
                Err(how) => refused.push(Action::CannotUnpack(name, how)),
            },
            Err(_) => refused.push(Action::CannotRead(name)),
        }
    }
    if !pieces.is_empty() {
        act.emit(Action::Give(pieces));
    }
    for why in refused {
        act.emit(why);
    }
}

/// The name of a file; where it was chosen with its folder, with the path in there.
fn path(file: &web_sys::File) -> String {
    let path =
        js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
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
