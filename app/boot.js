// Starts the page. A file of its own, because the content policy forbids inline scripts.

const own = document.querySelector("script[data-page]");
const at = (name) => new URL(own.dataset[name], document.baseURI).href;

try {
  const page = await import(at("page"));
  await page.default({ module_or_path: at("wasm") });
} catch (error) {
  const notice = document.querySelector("#cannot-start");
  notice.hidden = false;
  notice.querySelector("code").textContent = String(error);
}
