//! How many instructions each stage takes, counted by callgrind: the same on every machine, and however busy it is.

use std::path::Path;
use std::process::{Command, Stdio};

use super::shapes;
use super::stages::{STAGES, first};

/// Asks this program to do the first stages of an analysis.
pub const STAGED: &str = "--staged";

/// Bytes of the trace that is counted.
const BYTES: usize = 2_000_000;
/// Its shape.
const SHAPE: &str = "a server, two runs";

/// Does the first stages of an analysis in this process.
pub fn staged(stages: usize) -> Option<()> {
    first(shapes::of(SHAPE, BYTES)?, stages);
    Some(())
}

/// Instructions per byte of each stage, with its name. Alignment and explanation are counted together.
///
/// # Errors
/// Says that callgrind is not there.
pub fn count() -> Result<Vec<(&'static str, f64)>, String> {
    let program = std::env::current_exe().map_err(|why| why.to_string())?;
    let mut before = counted(&program, 0)?;
    let mut all = Vec::new();
    for (stages, (_, name)) in (1..).zip(STAGES) {
        if stages == 4 {
            continue;
        }
        let now = counted(&program, stages)?;
        #[allow(clippy::cast_precision_loss, reason = "a rate is rounded anyway")]
        let each = now.saturating_sub(before) as f64 / BYTES as f64;
        // The last one begins anew, with all that comes before it.
        all.push((if stages == 5 { "align and explain" } else { name }, each));
        before = now;
    }
    Ok(all)
}

fn counted(program: &Path, stages: usize) -> Result<u64, String> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    let told = command.args([STAGED, &stages.to_string()]).stdout(Stdio::null()).output();
    let told = told.map_err(|why| format!("valgrind: {why}"))?;
    let words = String::from_utf8_lossy(&told.stderr).into_owned();
    let line = words.lines().find_map(|line| line.split_once("Collected : "));
    line.and_then(|(_, count)| count.trim().parse().ok())
        .ok_or_else(|| "callgrind tells no count".to_string())
}
