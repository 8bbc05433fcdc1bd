//! The list: the lines of the selection, in the order in which things happened. Only those in sight are mounted.

use std::ops::Range;
use std::rc::Rc;

use analyzer::render::timeline::{Placed, PlacedBy, TimelineLine, Tone, Window};
use yew::prelude::*;

use super::Props;
use super::chart::zone;
use crate::components::line_link::line_link;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::platform::{chart as sensed, screen};
use crate::state::{Action, Timeline, TimelineAction};
use crate::view_model::evidence::short_name;
use crate::view_model::timeline::clock::{SECOND, Zone, length};
use crate::view_model::timeline::list::{Row, Rows};

/// So many rows above and below those in sight are mounted too.
const AROUND: u32 = 12;

/// What of the list is in sight.
#[derive(Default)]
pub struct Pane {
    /// The element that scrolls.
    pub scroller: NodeRef,
    /// The element that is as high as all rows.
    body: NodeRef,
    /// The element that holds the mounted rows.
    mounted: NodeRef,
    /// How far it is scrolled and how high it is, in pixels.
    sight: (u32, u32),
    /// Height of a row in pixels.
    row: u32,
    narrow: bool,
    wanted: Option<u32>,
    /// The list that has been shown from its first piece of evidence on.
    begun: Option<Rc<Window>>,
}

impl Pane {
    fn row_height(&self) -> u32 {
        let row = self.row.max(24);
        if self.narrow { row * 2 } else { row }
    }

    /// Rows have two lines, for there is no room beside each other.
    pub fn narrow(&self) -> bool {
        self.narrow
    }

    /// Measures the screen; true if something has another size.
    pub fn measure(&mut self) -> bool {
        let metrics = screen::metrics();
        let changed = (self.row, self.narrow) != (metrics.row, metrics.narrow);
        (self.row, self.narrow) = (metrics.row, metrics.narrow);
        changed
    }

    /// The rows to mount.
    pub fn rows(&self, rows: &Rows) -> Range<u32> {
        let height = self.row_height();
        let first = (self.sight.0 / height).saturating_sub(AROUND).min(rows.count);
        let after = (self.sight.0.saturating_add(self.sight.1) / height).saturating_add(AROUND);
        first..after.clamp(first, rows.count)
    }

    /// Puts the mounted rows where they belong.
    pub fn place(&self, rows: &Rows) {
        let height = f64::from(self.row_height());
        screen::set_pixels(&self.body, "height", height * f64::from(rows.count));
        screen::move_down(&self.mounted, height * f64::from(self.rows(rows).start));
    }

    /// Follows the scrolling; true if other rows must be mounted.
    pub fn follow(&mut self, rows: &Rows) -> bool {
        let before = self.rows(rows);
        self.sight = sensed::pane(&self.scroller);
        self.rows(rows) != before
    }

    /// Brings the focused row into sight and gives it the keyboard.
    pub fn reveal(&mut self, shown: &Timeline) {
        let Some(focus) = shown.focus else { return };
        let height = self.row_height();
        let (top, bottom) = (focus * height, (focus + 1) * height);
        let (scrolled, in_sight) = sensed::pane(&self.scroller);
        if top < scrolled || bottom > scrolled + in_sight {
            sensed::scroll_pane(&self.scroller, top.saturating_sub(in_sight / 3));
        }
        self.wanted = Some(focus);
    }

    /// Shows the first piece of evidence when a list is new, without taking the keyboard there.
    pub fn begin(&mut self, shown: &Timeline) {
        let Some(window) = shown.window.as_ref().filter(|_| shown.focus.is_none()) else {
            self.begun = self.begun.take().filter(|_| shown.window.is_some());
            return;
        };
        if self.begun.as_ref().is_some_and(|begun| Rc::ptr_eq(begun, window)) {
            return;
        }
        self.begun = Some(window.clone());
        // The one with the smallest number tells most.
        let first = window.evidence.iter().min_by_key(|(_, number)| *number);
        let row = first.map_or(0, |(line, _)| shown.rows.row_of(*line));
        let above = sensed::pane(&self.scroller).1 / 3;
        sensed::scroll_pane(&self.scroller, (row * self.row_height()).saturating_sub(above));
    }

    /// Gives the wanted row the keyboard once it is mounted.
    pub fn focus(&mut self) {
        if self.wanted.is_some_and(|row| screen::focus_id(&id_of(row))) {
            self.wanted = None;
        }
    }
}

fn id_of(row: u32) -> String {
    format!("moment-{row}")
}

/// The list.
pub fn list(props: &Props, window: &Pane) -> Html {
    let (page, shown) = (&props.page, &props.timeline);
    let Some(all) = &shown.overview else { return html! {} };
    let zone = zone(all);
    let rows = window.rows(&shown.rows);
    let word = if all.relative { Word::TimelineSinceStart } else { Word::TimelineTime };
    let name = [page.text(word).to_string(), zone.name()].join(" ");
    html! {
        <>
            <div class="list-head" aria-hidden="true">
                { text::plain("span.time", name.trim_end()) }
                { text::plain("span.since", page.text(Word::TimelineSince)) }
                { text::plain("span.sign", "") }
                { text::plain("span.source", page.text(Word::TimelineSource)) }
                { text::plain("span.text", &counts(props)) }
            </div>
            <div class="pane" ref={window.scroller.clone()} data-testid="timeline-list">
                <div class="all" ref={window.body.clone()}>
                    if shown.window.as_ref().is_some_and(|window| window.total == 0 && shown.rows.count == 0) {
                        { text::plain("p.none", page.text(Word::TimelineNoneSelected)) }
                    }
                    <div
                        class="moments"
                        role="grid"
                        aria-label={page.text(Word::TimelineLines)}
                        aria-rowcount={shown.rows.count.to_string()}
                        ref={window.mounted.clone()}
                        onkeydown={on_key(props, window)}
                    >
                        { for rows.clone().map(|row| drawn(props, zone, row, rows.start)) }
                    </div>
                </div>
            </div>
        </>
    }
}

/// How many lines are listed, of how many.
fn counts(props: &Props) -> String {
    let (words, shown) = (props.page.words, &props.timeline);
    let (Some(all), Some(window)) = (&shown.overview, &shown.window) else { return String::new() };
    let mut said = if window.total == all.lines {
        words.count(Word::TimelineAllLines, all.lines)
    } else {
        let (n, all) = (grouped(u64::from(window.total)), grouped(u64::from(all.lines)));
        words.fill(Word::TimelineOf, &[("n", &n), ("all", &all)])
    };
    if !window.placed.is_empty() {
        said = format!("{said}, {}", words.count(Word::TimelinePlacedAmong, window.placed.len() as u64));
    }
    said
}

fn drawn(props: &Props, zone: Zone, row: u32, first: u32) -> Html {
    let shown = &props.timeline;
    let what = shown.rows.at(row);
    let line = match what {
        Row::Line(line) => shown.line(line),
        _ => None,
    };
    let class = classes!(
        "moment",
        match what {
            Row::Gap(_) => Some("gap"),
            Row::Placed(_) => Some("placed"),
            Row::Line(_) => None,
        },
        line.map(|line| tone(line.tone).0),
        line.is_some_and(|line| line.number > 0).then_some("evidence"),
    );
    let tabbable = shown.focus.map_or(row == first, |focus| focus == row);
    html! {
        <div
            key={row}
            {class}
            role="row"
            id={id_of(row)}
            aria-rowindex={(row + 1).to_string()}
            tabindex={if tabbable { "0" } else { "-1" }}
            data-testid="moment"
        >
            { match (what, line) {
                (Row::Gap(time), _) => gap(props, time),
                (Row::Placed(index), _) => {
                    let all = shown.overview.as_ref();
                    all.and_then(|all| all.placed.get(index as usize)).map(|one| placed(props, zone, one)).unwrap_or_default()
                }
                (Row::Line(_), Some(line)) => of_line(props, zone, line),
                (Row::Line(_), None) => text::plain("span.text", props.page.text(Word::LoadingRow)),
            } }
        </div>
    }
}

/// Class, sign and word of how a line counts.
fn tone(tone: Tone) -> (&'static str, &'static str, Word) {
    match tone {
        Tone::Good => ("good", "●", Word::TimelineGood),
        Tone::Bad => ("bad", "◆", Word::TimelineBad),
        Tone::Neutral => ("neutral", "○", Word::TimelineNeutral),
    }
}

fn cell(class: &'static str, content: Html) -> Html {
    html! { <span class={class} role="gridcell">{ content }</span> }
}

fn of_line(props: &Props, zone: Zone, line: &TimelineLine) -> Html {
    let page = &props.page;
    let (_, sign, word) = tone(line.tone);
    let since = line.since.map(length).unwrap_or_default();
    let name = props.name(line.source);
    html! {
        <>
            <span class="time" role="gridcell" title={zone.date(line.at)}>{ zone.exact(line.at, line.coarse) }</span>
            { cell("since", html! { { since } }) }
            <span class="sign" role="gridcell" title={page.text(word)}>
                if line.number > 0 {
                    <b title={page.count(Word::EvidenceNumber, line.number)} data-testid="evidence-mark">
                        { line.number.to_string() }
                    </b>
                }
                <i aria-label={page.text(word)} role="img">{ sign }</i>
            </span>
            { cell("source", line_link(page, name, line.line)) }
            <span class="text" role="gridcell" title={line.text.clone()}>{ line.text.clone() }</span>
        </>
    }
}

fn gap(props: &Props, time: i64) -> Html {
    let said = props.page.words.fill(Word::TimelineQuiet, &[("time", &length(time))]);
    html! { <span role="gridcell" data-testid="timeline-gap"><span>{ said }</span></span> }
}

fn placed(props: &Props, zone: Zone, one: &Placed) -> Html {
    let page = &props.page;
    let word = match one.by {
        PlacedBy::Writes if one.because == one.source => Word::TimelinePlacedOwn,
        PlacedBy::Writes => Word::TimelinePlacedWrites,
        PlacedBy::OnlyRequest => Word::TimelinePlacedOnly,
    };
    let line = format!("{}:{}", short_name(props.name(one.because)), one.line);
    let said = page.words.fill(word, &[("line", &line)]);
    html! {
        <>
            { cell("time", html! { { zone.exact(one.to, one.to % SECOND == 0) } }) }
            { cell("since", html! {}) }
            { cell("sign", html! { { "⋯" } }) }
            { cell("source", line_link(page, props.name(one.source), one.first_line)) }
            <span class="text" role="gridcell" title={said.clone()}>{ said }</span>
        </>
    }
}

/// The keys of the list: row by row, page by page, and to the line.
fn on_key(props: &Props, pane: &Pane) -> Callback<KeyboardEvent> {
    let act = props.page.act.clone();
    let shown = props.timeline.clone();
    let answered = props.answered.clone();
    let a_page = (pane.sight.1 / pane.row_height()).max(2) - 1;
    let first = pane.sight.0.div_ceil(pane.row_height());
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = shown.rows.count.saturating_sub(1);
        let at = shown.focus;
        let to = |row: u32| Action::Timeline(TimelineAction::Focus(row.min(last)));
        let action = match event.key().as_str() {
            "ArrowDown" => to(at.map_or(first, |at| at.saturating_add(1))),
            "ArrowUp" => to(at.map_or(first, |at| at.saturating_sub(1))),
            "PageDown" => to(at.unwrap_or(first).saturating_add(a_page)),
            "PageUp" => to(at.unwrap_or(first).saturating_sub(a_page)),
            "Home" => to(0),
            "End" => to(last),
            "Enter" => {
                let row = shown.rows.at(at.unwrap_or(first));
                let placed = |index: u32| shown.overview.as_ref()?.placed.get(index as usize);
                let target = match row {
                    Row::Line(line) => shown.line(line).map(|line| (line.source, line.line)),
                    Row::Placed(index) => placed(index).map(|one| (one.source, one.first_line)),
                    Row::Gap(_) => None,
                };
                let name = |source: u32| Some(answered.report.sources.get(source as usize)?.name.clone());
                let found = target.and_then(|(source, line)| Some((name(source)?, line)));
                let Some((source, line)) = found else { return };
                Action::ShowLine { source, line }
            }
            _ => return,
        };
        event.prevent_default();
        act.emit(action);
    })
}
