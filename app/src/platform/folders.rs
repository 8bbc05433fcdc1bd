//! Folders that are dropped: the files in them, found one after the other.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransferItem, DataTransferItemList, File, FileSystemDirectoryEntry, FileSystemEntry,
    FileSystemFileEntry,
};

/// Nothing more is looked at in a folder that holds more than this: it is not the one with the evidence.
const MOST_ENTRIES: usize = 20_000;

/// What a drop holds, as the browser knows files and folders; empty unless there is a folder among it.
///
/// Must be called while the drop is heard: afterwards the browser has forgotten it.
pub fn entries(items: &DataTransferItemList) -> Vec<FileSystemEntry> {
    let items = (0..items.length()).filter_map(|index| items.get(index));
    let entry = |item: DataTransferItem| item.webkit_get_as_entry().ok().flatten();
    let entries: Vec<FileSystemEntry> =
        items.filter(|item| item.kind() == "file").filter_map(entry).collect();
    if entries.iter().any(FileSystemEntry::is_directory) { entries } else { Vec::new() }
}

/// All files of these entries with their paths, in the order of the paths, and how many could not be had. Hidden ones
/// are passed by.
pub async fn files(entries: Vec<FileSystemEntry>) -> (Vec<(String, File)>, u32) {
    let (mut found, mut lost, mut seen) = (Vec::new(), 0_u32, 0_usize);
    let mut waiting = entries;
    while let Some(entry) = waiting.pop() {
        seen += 1;
        if seen > MOST_ENTRIES {
            lost = lost.saturating_add(u32::try_from(waiting.len()).unwrap_or(u32::MAX)).saturating_add(1);
            break;
        }
        if entry.name().starts_with('.') {
            continue;
        }
        if entry.is_directory() {
            match inside(entry.unchecked_ref()).await {
                Ok(more) => waiting.extend(more),
                Err(_) => lost = lost.saturating_add(1),
            }
        } else {
            match file(entry.unchecked_ref()).await {
                Ok(file) => found.push((entry.full_path().trim_start_matches('/').to_string(), file)),
                Err(_) => lost = lost.saturating_add(1),
            }
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    (found, lost)
}

/// What a folder holds. The browser tells it in pieces, the last of which is empty.
async fn inside(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let ask =
            |told: &Function, failed: &Function| reader.read_entries_with_callback_and_callback(told, failed);
        let some = Array::from(&told(&ask).await?);
        if some.length() == 0 {
            return Ok(all);
        }
        all.extend(some.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

async fn file(entry: &FileSystemFileEntry) -> Result<File, JsValue> {
    let ask = |told: &Function, failed: &Function| {
        entry.file_with_callback_and_callback(told, failed);
        Ok(())
    };
    Ok(told(&ask).await?.unchecked_into())
}

/// What the browser tells one of two callbacks.
async fn told(ask: &dyn Fn(&Function, &Function) -> Result<(), JsValue>) -> Result<JsValue, JsValue> {
    let mut refused = None;
    let promise = Promise::new(&mut |told, failed| refused = ask(&told, &failed).err());
    match refused {
        Some(why) => Err(why),
        None => JsFuture::from(promise).await,
    }
}
