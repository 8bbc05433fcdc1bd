//! The worker's side: hears the page's questions and posts the answers.

use std::cell::RefCell;

use analyzer::prose::Prose;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;

use crate::answering::Desk;
use crate::build;
use crate::protocol::{self, ToPage, ToWorker};

/// True if the program runs in a worker.
pub fn is_here() -> bool {
    scope().is_some()
}

/// Listens for questions until the page ends the worker. Says first that it does.
pub fn serve() {
    // A released program says no more than that it trapped.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| post(&ToPage::Trapped { message: info.to_string() })));
    // They came with the compiled program; without them there are empty words, and the page has said so.
    let prose = Prose::of(super::parts::text("prose").unwrap_or_default());
    let Some(scope) = scope() else { return };
    let desk = RefCell::new(None);
    let listener = super::listener(
        &scope,
        "message",
        Box::new(move |event| {
            let parts = Array::from(&event.unchecked_ref::<web_sys::MessageEvent>().data());
            let bytes = Uint8Array::new(&parts.get(0)).to_vec();
            match protocol::read::<ToWorker>(&bytes) {
                Some(question) => hear(&desk, &prose, question, &Array::from(&parts.get(1))),
                None => {
                    post(&ToPage::CannotLoad { message: "page and worker are of different builds".into() });
                }
            }
        }),
    );
    // The worker listens as long as it lives.
    listener.forget();
    post(&ToPage::Ready { build: build::ID.into() });
}

fn hear(desk: &RefCell<Option<Desk>>, prose: &Prose, question: ToWorker, blobs: &Array) {
    let ToWorker::Analyze { job, pieces, choices } = question else {
        if let Some(reply) = desk.borrow_mut().as_mut().and_then(|desk: &mut Desk| desk.hear(question)) {
            post(&reply);
        }
        return;
    };
    // The old analysis goes first: two at once may not fit.
    desk.replace(None);
    let mut contents = Vec::with_capacity(pieces.len());
    for (piece, blob) in pieces.iter().zip(blobs.iter()) {
        let Some(bytes) = content(&blob) else {
            post(&ToPage::Unreadable { job, piece: piece.id });
            return;
        };
        contents.push(bytes);
    }
    let opened = Desk::open(job, pieces, contents, &choices, prose, &mut |stage, share| {
        post(&ToPage::Progress { job, stage, share });
    });
    let opened = opened.with_expressions(super::expression::compile);
    post(&opened.answer());
    desk.replace(Some(opened));
}

/// The bytes of a blob; `None` if the browser cannot read it any more.
fn content(blob: &wasm_bindgen::JsValue) -> Option<Vec<u8>> {
    let reader = web_sys::FileReaderSync::new().ok()?;
    let buffer = reader.read_as_array_buffer(blob.dyn_ref()?).ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

fn post(message: &ToPage<'_>) {
    let Some(scope) = scope() else { return };
    let bytes = Uint8Array::from(protocol::write(message).as_slice());
    let moved = Array::of1(&bytes.buffer());
    if scope.post_message_with_transfer(&bytes, &moved).is_err() {
        super::log("an answer could not be sent to the page");
    }
}

fn scope() -> Option<web_sys::DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}
