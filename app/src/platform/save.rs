//! Saving pictures: as text, or painted. Nothing is asked of anybody; the browser only hands over a file.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A picture is painted at this many pixels per pixel, so that it stays sharp when it is enlarged.
const SHARP: u32 = 2;

/// How the style sheets paint elements of SVG of those classes: the values of the properties, class by class.
/// Empty where the page cannot be asked.
pub fn painted(classes: &[&str], properties: &[&str]) -> Vec<Vec<String>> {
    look(classes, properties).unwrap_or_default()
}

fn look(classes: &[&str], properties: &[&str]) -> Option<Vec<Vec<String>>> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let new = |name| document.create_element_ns(Some("http://www.w3.org/2000/svg"), name).ok();
    let sample = new("svg")?;
    sample.set_attribute("class", "flow-picture out-of-sight").ok()?;
    document.body()?.append_child(&sample).ok()?;
    let mut found = Vec::with_capacity(classes.len());
    for class in classes {
        let element = new("text")?;
        element.set_attribute("class", class).ok()?;
        sample.append_child(&element).ok()?;
        let style = window.get_computed_style(&element).ok().flatten()?;
        let value = |name: &&str| style.get_property_value(name).unwrap_or_default();
        found.push(properties.iter().map(value).collect());
    }
    sample.remove();
    Some(found)
}

/// The colour behind the page's content.
pub fn surface() -> String {
    let found = || {
        let window = web_sys::window()?;
        let body = window.document()?.body()?;
        let style = window.get_computed_style(&body).ok().flatten()?;
        style.get_property_value("background-color").ok()
    };
    found().unwrap_or_default()
}

/// Hands a text over as a file of that name.
pub fn text(name: &str, kind: &str, text: &str) {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    if blob.ok().and_then(|blob| hand_over(name, &blob)).is_none() {
        super::log("a file could not be saved");
    }
}

/// Paints a picture of that size and hands it over as a file of that name.
pub fn png(name: String, svg: String, width: i32, height: i32) {
    wasm_bindgen_futures::spawn_local(async move {
        if paint(name, &svg, width, height).await.is_none() {
            super::log("a picture could not be painted");
        }
    });
}

async fn paint(name: String, svg: &str, width: i32, height: i32) -> Option<()> {
    let image = web_sys::HtmlImageElement::new().ok()?;
    // Pictures from data may be painted on without the canvas being closed to its own page.
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", js_sys::encode_uri_component(svg)));
    JsFuture::from(image.decode()).await.ok()?;
    let canvas = super::document()?.create_element("canvas").ok()?;
    let canvas: web_sys::HtmlCanvasElement = canvas.unchecked_into();
    canvas.set_width(u32::try_from(width).ok()? * SHARP);
    canvas.set_height(u32::try_from(height).ok()? * SHARP);
    let brush: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    brush.scale(f64::from(SHARP), f64::from(SHARP)).ok()?;
    brush.draw_image_with_html_image_element(&image, 0.0, 0.0).ok()?;
    let done = Closure::once_into_js(move |blob: JsValue| {
        let blob = blob.dyn_into::<web_sys::Blob>().ok();
        if blob.and_then(|blob| hand_over(&name, &blob)).is_none() {
            super::log("a picture could not be saved");
        }
    });
    canvas.to_blob(done.unchecked_ref()).ok()
}

/// A link to the content that is pressed and taken away again.
fn hand_over(name: &str, blob: &web_sys::Blob) -> Option<()> {
    let address = web_sys::Url::create_object_url_with_blob(blob).ok()?;
    let link = super::document()?.create_element("a").ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.unchecked_ref::<web_sys::HtmlElement>().click();
    // The browser has taken hold of the content by now, or takes it from the link in a moment.
    gloo::timers::callback::Timeout::new(60_000, move || {
        let _ = web_sys::Url::revoke_object_url(&address);
    })
    .forget();
    Some(())
}
