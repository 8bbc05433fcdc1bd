//! How time and memory grow with the input: each size in a process of its own, and the exponent that fits.

use std::process::{Command, Stdio};
use std::time::Duration;

use analyzer::Analysis;

use super::{clock, shapes};

/// Asks this program to measure one shape at one size, and to print what it took.
pub const ONE: &str = "--one";

/// What one size took.
#[derive(Debug, Clone, Copy)]
pub struct Took {
    /// Bytes of the input.
    pub bytes: u64,
    /// Time of the whole analysis.
    pub time: Duration,
    /// The most memory that it held above what was there before, the text included.
    pub memory: u64,
}

/// Measures in this process, and prints it for [`series`].
#[allow(clippy::print_stdout, reason = "another process reads it")]
pub fn one(shape: &str, bytes: usize) -> Option<()> {
    let input = shapes::of(shape, bytes)?;
    let given: usize = input.pieces.iter().map(|piece| piece.bytes.len()).sum();
    let base = clock::resident().saturating_sub(given as u64);
    let begin = clock::own();
    let analysis = Analysis::of(input, &mut |_, _| {});
    let time = clock::own().saturating_sub(begin);
    println!("{given} {} {}", time.as_micros(), clock::peak().saturating_sub(base));
    drop(analysis);
    Some(())
}

/// Measures one shape at 1, 2, 4, ... MB. A size that takes longer than the limit ends the series.
pub fn series(shape: &str, most: usize, limit: Duration) -> Vec<Took> {
    let mut all = Vec::new();
    let mut size = 1;
    while size <= most {
        let Some(took) = measure(shape, size * 1_000_000) else { break };
        all.push(took);
        if took.time > limit {
            break;
        }
        size *= 2;
    }
    all
}

fn measure(shape: &str, bytes: usize) -> Option<Took> {
    let mut command = Command::new(std::env::current_exe().ok()?);
    command.args([ONE, shape, &bytes.to_string()]).stderr(Stdio::null());
    let told = String::from_utf8(command.output().ok()?.stdout).ok()?;
    let mut words = told.split_ascii_whitespace().map(str::parse::<u64>);
    Some(Took {
        bytes: words.next()?.ok()?,
        time: Duration::from_micros(words.next()?.ok()?),
        memory: words.next()?.ok()?,
    })
}

/// The exponent `e` for which `amount = c * bytes ^ e` fits best: the slope of a line through the logarithms.
pub fn exponent(all: &[Took], amount: impl Fn(&Took) -> f64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "only its logarithm counts")]
    let points: Vec<(f64, f64)> =
        all.iter().map(|took| ((took.bytes as f64).ln(), amount(took).max(1e-9).ln())).collect();
    #[allow(clippy::cast_precision_loss, reason = "a handful")]
    let count = (points.len() as f64).max(1.0);
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let rise: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let run: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    rise / run.max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_has_the_exponent_two() {
        let took = |bytes: u64| Took { bytes, time: Duration::from_micros(bytes * bytes), memory: bytes };
        let all: Vec<Took> = [1_000, 2_000, 4_000].map(took).to_vec();
        assert!((exponent(&all, |took| took.time.as_secs_f64()) - 2.0).abs() < 1e-6);
    }
}
