//! The page's side of the worker: loads what it needs once, then makes, asks and ends workers without any request.
//!
//! A worker runs the page's own program, already compiled: see `main.rs`.
//!
//! A worker is made from a blob of the loaded text, not from an address: so it inherits the page's content policy,
//! which forbids it every request, and a fresh one can be made after a trap with the network cable pulled.

use std::cell::RefCell;
use std::rc::Rc;

use analyzer::prose::Prose;
use js_sys::{Array, Uint8Array, WebAssembly};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use yew::Callback;

use super::{pieces, policy};
use crate::build;
use crate::protocol::{self, ToPage, ToWorker};

/// Stands behind the glue text in the blob: the first message brings the compiled module and the texts.
/// `__wbg_init` is what wasm-bindgen's glue for the web exports as its default.
const START: &str = "
self.onmessage = (event) => {
  self.onmessage = null;
  self.prose = event.data[1];
  __wbg_init({ module_or_path: event.data[0] });
};
";

/// What a worker is made of, loaded once.
struct Parts {
    glue: String,
    module: WebAssembly::Module,
    prose: String,
}

/// Makes and holds the worker.
#[derive(Clone)]
pub struct Client {
    inner: Rc<RefCell<Inner>>,
    heard: Callback<ToPage>,
}

#[derive(Default)]
struct Inner {
    parts: Option<Parts>,
    running: Option<Running>,
}

/// A worker and what listens to it.
struct Running {
    worker: web_sys::Worker,
    _on_message: Closure<dyn FnMut(web_sys::MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::ErrorEvent)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Client {
    /// A client that has no worker yet; whatever a worker says goes to `heard`.
    pub fn new(heard: Callback<ToPage>) -> Self {
        Self { inner: Rc::default(), heard }
    }

    /// Ends the worker, if there is one, and makes a fresh one. Loads its parts when that was not done yet.
    pub fn restart(&self) {
        self.inner.borrow_mut().running = None;
        let client = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(why) = client.start().await {
                let message = why
                    .dyn_ref::<js_sys::Error>()
                    .map(|error| String::from(error.message()))
                    .or_else(|| why.as_string())
                    .unwrap_or_default();
                client.heard.emit(ToPage::CannotLoad { message });
            }
        });
    }

    async fn start(&self) -> Result<(), JsValue> {
        if self.inner.borrow().parts.is_none() {
            let parts = load().await?;
            policy::forbid_requests();
            self.inner.borrow_mut().parts = Some(parts);
        }
        let running = match self.inner.borrow().parts.as_ref() {
            Some(parts) => make(parts, &self.heard)?,
            None => return Ok(()),
        };
        self.inner.borrow_mut().running = Some(running);
        Ok(())
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

/// Fetches the program's glue, which the page has run already, and the texts. Both are asked for at once.
async fn load() -> Result<Parts, JsValue> {
    let glue = super::glue_address().ok_or("the page has lost its start script")?;
    let asked = (fetch(&glue)?, fetch(&format!("prose.txt?build={}", build::ID))?);
    let glue = text(asked.0.await?).await?;
    let prose = text(asked.1.await?).await?;
    let stamp = Prose::of(prose.as_str()).stamp().to_string();
    if stamp != build::ID {
        return Err(format!("prose.txt of build {stamp}").into());
    }
    Ok(Parts { glue, module: wasm_bindgen::module().dyn_into()?, prose })
}

/// Asks for a file of the page. The texts keep their name from build to build; the build's id in their address keeps
/// caches from serving those of another one.
fn fetch(address: &str) -> Result<impl Future<Output = Result<web_sys::Response, JsValue>> + use<>, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let asked = window.fetch_with_str(address);
    let address = address.to_string();
    Ok(async move {
        let response: web_sys::Response = JsFuture::from(asked).await?.dyn_into()?;
        if response.ok() { Ok(response) } else { Err(format!("{address}: {}", response.status()).into()) }
    })
}

/// The text that a file holds.
async fn text(response: web_sys::Response) -> Result<String, JsValue> {
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}

/// A worker that has been sent its module and the texts.
fn make(parts: &Parts, heard: &Callback<ToPage>) -> Result<Running, JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/javascript");
    let text = Array::of2(&parts.glue.as_str().into(), &START.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&text, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let kind = web_sys::WorkerOptions::new();
    kind.set_type(web_sys::WorkerType::Module);
    let worker = web_sys::Worker::new_with_options(&address, &kind)?;

    let told = heard.clone();
    let on_message = Closure::<dyn FnMut(_)>::new(move |event: web_sys::MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        let message = protocol::read(&bytes).unwrap_or_else(|| ToPage::CannotLoad {
            message: "page and worker are of different builds".into(),
        });
        if matches!(message, ToPage::Ready { .. }) {
            // The text has been read by now, and not before.
            let _ = web_sys::Url::revoke_object_url(&address);
        }
        told.emit(message);
    });
    let told = heard.clone();
    let on_error = Closure::<dyn FnMut(_)>::new(move |event: web_sys::ErrorEvent| {
        event.prevent_default();
        told.emit(ToPage::Trapped { message: event.message() });
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    worker.post_message(&Array::of2(&parts.module, &parts.prose.as_str().into()))?;
    Ok(Running { worker, _on_message: on_message, _on_error: on_error })
}
