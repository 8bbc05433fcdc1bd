//! Regular expressions: the browser's own.

use js_sys::{Array, Error, Function, Reflect, RegExp};
use wasm_bindgen::JsCast;

use crate::wanted::Fits;

/// An expression from its pattern.
///
/// # Errors
/// Says in the browser's words why it is none.
pub fn compile(pattern: &str, either_case: bool) -> Result<Fits, String> {
    let flags = if either_case { "i" } else { "" };
    // The constructor throws, so it is called where that is caught.
    let made =
        Reflect::get(&js_sys::global(), &"RegExp".into()).and_then(JsCast::dyn_into::<Function>).and_then(
            |constructor| Reflect::construct(&constructor, &Array::of2(&pattern.into(), &flags.into())),
        );
    match made.and_then(JsCast::dyn_into::<RegExp>) {
        Ok(expression) => Ok(Box::new(move |line| expression.test(line))),
        Err(why) => {
            let said = why.dyn_ref::<Error>().map(|error| String::from(error.message())).unwrap_or_default();
            // Browsers repeat the expression before they name the reason.
            Err(said.rsplit(": ").next().unwrap_or_default().to_string())
        }
    }
}
