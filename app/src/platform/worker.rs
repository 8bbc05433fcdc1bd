//! The page's side of the worker: makes, asks and ends workers, all without any request.
//!
//! A worker runs the page's own program, already compiled: see `main.rs`.
//!
//! A worker is made from a blob of the loaded text, not from an address: so it inherits the page's content policy,
//! which forbids it every request, and a fresh one can be made after a trap with the network cable pulled.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

use super::{Listening, pieces};
use crate::protocol::{self, ToPage, ToWorker};

/// Stands behind the glue text in the blob: the first message brings the compiled module and the texts.
/// `__wbg_init` is what wasm-bindgen's glue for the web exports as its default.
const START: &str = "
self.onmessage = (event) => {
  self.onmessage = null;
  self.syscause = { prose: event.data[1] };
  __wbg_init({ module_or_path: event.data[0] });
};
";

/// What a worker is made of.
struct Parts {
    glue: String,
    module: WebAssembly::Module,
    prose: String,
}

/// Makes and holds the worker.
#[derive(Clone)]
pub struct Client {
    inner: Rc<RefCell<Inner>>,
    heard: Callback<ToPage<'static>>,
}

#[derive(Default)]
struct Inner {
    parts: Option<Parts>,
    running: Option<Running>,
}

/// A worker and what listens to it.
struct Running {
    worker: web_sys::Worker,
    _listening: Listening,
}

impl Inner {
    fn start(&mut self, heard: &Callback<ToPage<'static>>) -> Result<Running, JsValue> {
        let parts = match self.parts.take() {
            Some(parts) => parts,
            None => parts()?,
        };
        make(self.parts.insert(parts), heard)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Client {
    /// A client that has no worker yet; whatever a worker says goes to `heard`.
    pub fn new(heard: Callback<ToPage<'static>>) -> Self {
        Self { inner: Rc::default(), heard }
    }

    /// Ends the worker, if there is one, and makes a fresh one.
    pub fn restart(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.running = None;
        match inner.start(&self.heard) {
            Ok(running) => inner.running = Some(running),
            Err(why) => {
                let said = why.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
                let message = said.or_else(|| why.as_string()).unwrap_or_default();
                drop(inner);
                self.heard.emit(ToPage::CannotLoad { message });
            }
        }
    }

    /// Asks the worker; a question to no worker goes nowhere.
    pub fn ask(&self, question: &ToWorker) {
        let inner = self.inner.borrow();
        let Some(running) = inner.running.as_ref() else { return };
        let bytes = Uint8Array::from(protocol::write(question).as_slice());
        let blobs = Array::new();
        if let ToWorker::Analyze { pieces, .. } = question {
            for piece in pieces {
                blobs.push(&pieces::blob(piece.id));
            }
        }
        if running.worker.post_message(&Array::of2(&bytes, &blobs)).is_err() {
            super::log("a question could not be sent to the worker");
        }
    }
}

/// What the start script and the program itself hold of the parts.
fn parts() -> Result<Parts, JsValue> {
    let glue = super::parts::text("glue").ok_or("the start script has handed over no glue")?;
    let prose = super::parts::text("prose").ok_or("the start script has handed over no texts")?;
    Ok(Parts { glue, module: wasm_bindgen::module().dyn_into()?, prose })
}

/// A worker that has been sent its module and the texts.
fn make(parts: &Parts, heard: &Callback<ToPage<'static>>) -> Result<Running, JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/javascript");
    let text = Array::of2(&parts.glue.as_str().into(), &START.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&text, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let kind = web_sys::WorkerOptions::new();
    kind.set_type(web_sys::WorkerType::Module);
    let worker = web_sys::Worker::new_with_options(&address, &kind)?;

    let told = heard.clone();
    let hear = move |event: &web_sys::Event| {
        let data = event.unchecked_ref::<web_sys::MessageEvent>().data();
        let message = protocol::read(&Uint8Array::new(&data).to_vec()).unwrap_or_else(|| {
            ToPage::CannotLoad { message: "page and worker are of different builds".into() }
        });
        if matches!(message, ToPage::Ready { .. }) {
            // The text has been read by now, and not before.
            let _ = web_sys::Url::revoke_object_url(&address);
        }
        told.emit(message);
    };
    let told = heard.clone();
    let fail = move |event: &web_sys::Event| {
        event.prevent_default();
        told.emit(ToPage::Trapped { message: event.unchecked_ref::<web_sys::ErrorEvent>().message() });
    };
    let listening = Listening(vec![
        super::listener(&worker, "message", Box::new(hear)),
        super::listener(&worker, "error", Box::new(fail)),
    ]);
    worker.post_message(&Array::of2(&parts.module, &parts.prose.as_str().into()))?;
    Ok(Running { worker, _listening: listening })
}
