//! axe-core, which looks for what people with assistive technology would stumble over: from npm, for tests only.
//!
//! It lands in `target/`, never in the repository and never in the page.

use std::fs;
use std::path::PathBuf;

use super::{AXE, AXE_INTEGRITY, DEBIAN_NPM, debian};
use crate::run::{output, program, say, show};
use crate::{Outcome, root};

/// The script of the pinned version, if it has been fetched.
pub fn find() -> Option<PathBuf> {
    Some(folder().join("package/axe.min.js")).filter(|script| script.is_file())
}

/// Fetches the pinned version where it is missing; npm, too.
pub fn ensure() -> Outcome {
    if find().is_some() {
        return Ok(());
    }
    ensure_npm()?;
    say(&format!("Fetching axe-core {AXE} from npm: the page is tested with it for accessibility"));
    let fetched = root().join("target/axe");
    fs::create_dir_all(&fetched).map_err(|why| format!("{}: {why}", fetched.display()))?;
    let package = format!("axe-core@{AXE}");
    let mut pack = program("npm", &["pack", &package, "--json", "--pack-destination"]);
    pack.arg(&fetched);
    let said = output(pack).ok_or_else(|| format!("`npm pack {package}` did not succeed"))?;
    if !said.contains(&format!("\"{AXE_INTEGRITY}\"")) {
        return Err(format!(
            "npm brought another {package} than the one whose hash is in xtask/src/tools/mod.rs"
        ));
    }
    // Unpacked beside and then renamed, so that what `find` sees is whole.
    let whole = folder();
    let part = fetched.join("part");
    let _ = fs::remove_dir_all(&part);
    let _ = fs::remove_dir_all(&whole);
    fs::create_dir_all(&part).map_err(|why| format!("{}: {why}", part.display()))?;
    let mut tar = program("tar", &["-xzf"]);
    tar.arg(fetched.join(format!("axe-core-{AXE}.tgz"))).arg("-C").arg(&part).arg("package/axe.min.js");
    show(tar)?;
    fs::rename(&part, &whole).map_err(|why| format!("{}: {why}", whole.display()))
}

fn folder() -> PathBuf {
    root().join("target/axe").join(AXE)
}

fn ensure_npm() -> Outcome {
    let there = || output(program("npm", &["--version"])).is_some();
    if there() {
        return Ok(());
    }
    say("npm is missing: axe-core, which tests accessibility, comes from there");
    debian::install(DEBIAN_NPM)?;
    if there() {
        return Ok(());
    }
    let how = if cfg!(target_os = "macos") {
        "brew install node".to_string()
    } else if debian::is_here() {
        debian::by_hand(DEBIAN_NPM)
    } else {
        "install Node.js with npm as your system does".to_string()
    };
    Err(format!("npm is needed for axe-core and could not be installed here. Run `{how}`."))
}
