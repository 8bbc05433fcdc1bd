//! Measures what a person waits for: tasks of the main thread, and the time from a press to the next picture.
//!
//! Nothing is asserted about the figures: they are printed, for a machine may be busy with other things.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use syscause_tests::browser::{Step, Tab};

/// Keeps the figures of the page. A beat every few milliseconds tells of tasks that are shorter than those that the
/// browser itself calls long (50 ms).
const KEEP: &str = "
const meter = window.meter = { tasks: [], events: [], gap: 0, last: performance.now() };
const keep = (list, entries) => list.push(...entries);
meter.tasksSeen = new PerformanceObserver(list => keep(meter.tasks, list.getEntries()));
meter.tasksSeen.observe({ type: 'longtask' });
meter.eventsSeen = new PerformanceObserver(list => keep(meter.events, list.getEntries()));
meter.eventsSeen.observe({ type: 'event', durationThreshold: 16 });
const beat = () => {
    const now = performance.now();
    meter.gap = Math.max(meter.gap, now - meter.last - 5);
    meter.last = now;
    setTimeout(beat, 5);
};
beat();";

/// Forgets what was measured before.
const BEGIN: &str = "
const meter = window.meter;
meter.tasksSeen.takeRecords();
meter.eventsSeen.takeRecords();
Object.assign(meter, { tasks: [], events: [], gap: 0, last: performance.now() });";

/// What was measured: the longest task that the browser calls long, the longest time without a beat, and the longest
/// time from a press to the next picture.
const END: &str = "
const meter = window.meter;
meter.tasks.push(...meter.tasksSeen.takeRecords());
meter.events.push(...meter.eventsSeen.takeRecords());
const longest = list => Math.max(0, ...list.map(entry => entry.duration));
const presses = meter.events.filter(entry => entry.interactionId > 0);
return [longest(meter.tasks), Math.max(meter.gap, performance.now() - meter.last - 5), longest(presses)];";

/// How long the page is left to itself after each step, so that what it does later belongs to that step.
const AFTERWARDS: Duration = Duration::from_millis(150);

/// Figures of one kind of step, in milliseconds; one of each per repetition.
#[derive(Default)]
struct Figures {
    step: &'static str,
    tasks: Vec<f64>,
    gaps: Vec<f64>,
    presses: Vec<f64>,
    whole: Vec<f64>,
}

/// Measures steps.
pub struct Meter<'a, 'b> {
    tab: &'a Tab<'b>,
    figures: Vec<Figures>,
}

impl<'a, 'b> Meter<'a, 'b> {
    /// Begins to watch the page.
    pub fn start(tab: &'a Tab<'b>) -> Step<Self> {
        tab.script(KEEP, &[])?;
        Ok(Self { tab, figures: Vec::new() })
    }

    /// Does something, waits until a script says that it is done, and keeps what it took.
    pub fn step(
        &mut self,
        step: &'static str,
        act: impl FnOnce() -> Step,
        done: &str,
        arguments: &[Value],
    ) -> Step {
        self.tab.script(BEGIN, &[])?;
        let start = Instant::now();
        act()?;
        self.tab.wait_until(step, done, arguments)?;
        let whole = start.elapsed();
        std::thread::sleep(AFTERWARDS);
        let told = self.tab.script(END, &[])?;
        let figure = |place: usize| told.get(place).and_then(Value::as_f64).unwrap_or_default();
        if !self.figures.iter().any(|known| known.step == step) {
            self.figures.push(Figures { step, ..Figures::default() });
        }
        if let Some(figures) = self.figures.iter_mut().find(|known| known.step == step) {
            figures.tasks.push(figure(0));
            figures.gaps.push(figure(1));
            figures.presses.push(figure(2));
            figures.whole.push(whole.as_secs_f64() * 1000.0);
        }
        Ok(())
    }

    /// Prints the figures.
    pub fn print(&self, title: &str) {
        println!("{title}: milliseconds, least / median / most");
        println!(
            "  {:34} {:>5}  {:>18}  {:>18}  {:>18}  {:>21}",
            "step", "times", "task over 50", "no beat for", "press to picture", "until it is done"
        );
        for known in &self.figures {
            println!(
                "  {:34} {:>5}  {:>18}  {:>18}  {:>18}  {:>21}",
                known.step,
                known.tasks.len(),
                three(&known.tasks),
                three(&known.gaps),
                three(&known.presses),
                three(&known.whole),
            );
        }
    }
}

/// Least, median and most.
fn three(figures: &[f64]) -> String {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
    format!("{:.0} / {:.0} / {:.0}", at(0), at(sorted.len() / 2), at(sorted.len().saturating_sub(1)))
}

/// The number that a script returns.
pub fn number(tab: &Tab<'_>, script: &str) -> Step<f64> {
    tab.script(script, &[])?.as_f64().ok_or_else(|| format!("no number: {script}"))
}

/// A script's argument.
pub fn text(value: &str) -> Value {
    json!(value)
}
