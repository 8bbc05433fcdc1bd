//! Files that are packed: gzip is unpacked by the browser itself, of everything else it is said what unpacks it.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader};

/// What unpacks to more than this is left packed, in bytes.
const LARGEST: u32 = 1_500_000_000;

/// Why a file stays packed: the command that unpacks it.
pub type Command = &'static str;

/// The content of a file, unpacked where it was packed, and its name then.
///
/// # Errors
/// If it is packed in a way that the browser does not know, or damaged: the command that unpacks it elsewhere.
pub async fn unpacked(name: String, content: Blob) -> Result<(String, Blob), Command> {
    let begin = content.slice_with_i32_and_i32(0, 6).map(|begin| begin.array_buffer());
    let begin = match begin {
        Ok(begin) => JsFuture::from(begin).await.map(|buffer| Uint8Array::new(&buffer).to_vec()),
        Err(why) => Err(why),
    };
    match begin.unwrap_or_default().as_slice() {
        [0x1f, 0x8b, ..] => match gunzip(&content).await {
            Ok(content) => Ok((name.strip_suffix(".gz").unwrap_or(&name).to_string(), content)),
            Err(_) => Err("gunzip"),
        },
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Err("unzstd"),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Err("unxz"),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41] => Err("bunzip2"),
        [b'P', b'K', 3, 4, ..] => Err("unzip"),
        _ => Ok((name, content)),
    }
}

async fn gunzip(packed: &Blob) -> Result<Blob, JsValue> {
    let maker: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?.dyn_into()?;
    let through = Reflect::construct(&maker, &Array::of1(&"gzip".into()))?;
    // It is a pair of what can be read and what can be written.
    let stream = packed.stream().pipe_through(through.unchecked_ref());
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let (parts, mut size) = (Array::new(), 0_u32);
    loop {
        let step = JsFuture::from(reader.read()).await?;
        if Reflect::get(&step, &"done".into())?.is_truthy() {
            return Blob::new_with_u8_array_sequence(&parts);
        }
        let part: Uint8Array = Reflect::get(&step, &"value".into())?.unchecked_into();
        size = size.saturating_add(part.length());
        if size > LARGEST {
            return Err(JsValue::NULL);
        }
        parts.push(&part);
    }
}
