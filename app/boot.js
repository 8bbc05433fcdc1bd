// Starts the page: loads the program and its texts, and begins. A file of its own, because the content policy forbids
// inline scripts.

const own = document.querySelector("script[data-page]");
const at = (name) => new URL(own.dataset[name], document.baseURI).href;
const text = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
};

try {
  // The program's name changes with every build; in the address it keeps caches from serving the texts of another one.
  const of = encodeURIComponent(own.dataset.page);
  const [page, glue, prose] = await Promise.all([
    import(at("page")),
    text(at("page")),
    text(new URL(`prose.txt?of=${of}`, document.baseURI).href),
  ]);
  // The program takes them from here: see app/src/platform/parts.rs.
  globalThis.syscause = { glue, prose };
  await page.default({ module_or_path: at("wasm") });
} catch (error) {
  const notice = document.querySelector("#cannot-start");
  notice.hidden = false;
  notice.querySelector("code").textContent = String(error);
}
