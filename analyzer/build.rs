//! Gathers the texts for the programs that carry them inside: see `src/prose/mod.rs`.

#[allow(dead_code, reason = "the build id is for the page")]
mod bundle;

use std::path::Path;

fn main() -> std::io::Result<()> {
    if std::env::var_os("CARGO_FEATURE_BUILT_IN_PROSE").is_none() {
        println!("cargo:rerun-if-changed=build.rs");
        return Ok(());
    }
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=bundle.rs");
    let text = bundle::of_library(Path::new("."), "built-in")?;
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    std::fs::write(Path::new(&out).join("prose.txt"), text)
}
