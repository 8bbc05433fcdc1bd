//! The rows: only those in sight are mounted, whatever the number of rows.

use std::ops::Range;
use std::rc::Rc;

use yew::prelude::*;

use super::fold::{Drawn, fold_row};
use super::hint::use_hint;
use super::map::Map;
use super::row::{Row, id_of};
use crate::components::context::{Page, use_page};
use crate::few::Few;
use crate::i18n::Word;
use crate::platform::screen::{self, Metrics, Sight};
use crate::protocol::{BLOCK, MarkedRow, ToWorker};
use crate::state::compare::telling_rows;
use crate::state::{Action, Answered, Compare, CompareAction, RowKey};
use crate::view_model::evidence::Numbers;
use crate::view_model::layout::{Heights, Item, Layout, Shown, items};

/// What the grid is drawn from.
#[derive(Clone, Properties)]
pub struct Props {
    /// The report.
    pub answered: Rc<Answered>,
    /// What of the comparison is shown.
    pub compare: Compare,
    /// Lines that are evidence.
    pub numbers: Rc<Numbers>,
    /// What stays above the rows while they scroll.
    pub head: NodeRef,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.answered, &other.answered)
            && self.compare == other.compare
            && self.numbers == other.numbers
    }
}

/// The rows and their map.
#[component]
pub fn Grid(props: &Props) -> Html {
    let page = use_page();
    let compare = &props.compare;
    let body = use_node_ref();
    let mounted = use_node_ref();
    let metrics = use_state(screen::metrics);
    let notes = use_state(Few::<u32>::new);
    let layout = use_layout(compare, *metrics, &notes);
    let (window, visible) = use_window(&layout, &body, &mounted, &metrics);
    use_blocks(&page, props, &layout, &window);
    use_jump(compare, &layout, &body, &props.head);

    let noted = {
        let notes = notes.clone();
        Callback::from(move |(row, height): (u32, u32)| {
            if notes.get(row) != Some(&height) {
                let mut known = (*notes).clone();
                known.put(row, height);
                notes.set(known);
            }
        })
    };
    let focus = compare.focus.and_then(|key| layout.index_of(key));
    let (hover, hint) = use_hint(&page, props.answered.job, compare);
    let onkeydown = on_key(&page, compare, &layout, focus, *metrics);
    let drawer =
        Drawer { page: &page, props, layout: &layout, focus, window: &window, metrics: *metrics, noted };
    let sight = layout.rows_of(&visible);
    let marks = compare.marks.clone().unwrap_or_default();
    html! {
        <>
            <div class="body" ref={body}>
                <div
                    class="mounted"
                    role="grid"
                    aria-label={page.text(Word::Rows)}
                    aria-rowcount={layout.items.len().to_string()}
                    aria-colcount="3"
                    ref={mounted}
                    {onkeydown}
                    onmouseover={hover.onmouseover}
                    onmouseleave={hover.onmouseleave}
                >
                    { drawer.all() }
                </div>
            </div>
            <Map {marks} {sight} />
            { hint }
        </>
    }
}

/// The lines and where they stand; worked out again only when what they depend on changes.
#[hook]
fn use_layout(compare: &Compare, metrics: Metrics, notes: &Few<u32>) -> Rc<Layout> {
    let marks = compare.marks.clone();
    let depends = (
        marks.clone(),
        Rc::clone(&compare.folds),
        compare.open.clone(),
        compare.only_differences,
        metrics,
        notes.clone(),
    );
    use_memo(depends, move |(marks, folds, open, only_differences, metrics, notes)| {
        let marks: &[MarkedRow] = marks.as_deref().map(Vec::as_slice).unwrap_or_default();
        let shown = Shown { marks, folds, open, only_differences: *only_differences };
        let heights = Heights { row: metrics.row, stacked: metrics.narrow, extra: notes.clone() };
        Layout::of(items(shown), marks, &heights)
    })
}

/// The lines to mount, and those of them that are in sight; follows the scrolling and the size of the screen.
#[hook]
fn use_window(
    layout: &Rc<Layout>,
    body: &NodeRef,
    mounted: &NodeRef,
    metrics: &UseStateHandle<Metrics>,
) -> (Range<usize>, Range<usize>) {
    let sight = use_state(Sight::default);
    let window = layout.window(sight.scrolled, sight.height);
    let visible = layout.visible(sight.scrolled, sight.height);

    // Called on every scroll: the page is drawn again only when other lines must be mounted.
    let follow = {
        let (layout, body, mounted) = (Rc::clone(layout), body.clone(), mounted.clone());
        let (sight, metrics, shown) = (sight.clone(), metrics.clone(), window.clone());
        Callback::from(move |()| {
            let now = screen::sight(&body);
            let wanted = layout.window(now.scrolled, now.height);
            place(&layout, &mounted, &shown, now);
            let moved = wanted.start.abs_diff(shown.start).max(wanted.end.abs_diff(shown.end));
            if moved >= 4 || (moved > 0 && (wanted.start == 0 || wanted.end == layout.items.len())) {
                sight.set(now);
            }
            let measured = screen::metrics();
            if measured != *metrics {
                metrics.set(measured);
            }
        })
    };
    {
        let (layout, body, mounted, shown) =
            (Rc::clone(layout), body.clone(), mounted.clone(), window.clone());
        let depends = (Rc::as_ptr(&layout) as usize, window.clone());
        use_effect_with(depends, move |_| {
            screen::set_pixels(&body, "height", layout.page_height());
            place(&layout, &mounted, &shown, screen::sight(&body));
            follow.emit(());
            let watching = screen::watch(&follow);
            move || drop(watching)
        });
    }
    (window, visible)
}

/// Puts the mounted lines where they belong.
fn place(layout: &Layout, mounted: &NodeRef, shown: &Range<usize>, sight: Sight) {
    let squeezed = layout.page_height() < layout.height();
    let top = layout.top(shown.start);
    let y = if squeezed {
        let scrolled = sight.scrolled.clamp(0.0, layout.page_height());
        scrolled + top - layout.to_list(scrolled, sight.height)
    } else {
        top
    };
    screen::move_down(mounted, y);
}

/// Asks for the blocks of rows that are mounted and not known, each of them once.
#[hook]
fn use_blocks(page: &Page, props: &Props, layout: &Rc<Layout>, window: &Range<usize>) {
    let asked = use_mut_ref(Vec::new);
    let (job, comparison) = (props.answered.job, props.compare.index);
    let mut needed: Vec<u32> = layout
        .items
        .get(window.clone())
        .unwrap_or_default()
        .iter()
        .filter_map(|item| match item {
            Item::Row(row) => Some(row / BLOCK),
            Item::Fold(..) => None,
        })
        .filter(|block| !props.compare.blocks.holds(*block))
        .collect();
    // Rows stand in order, so that those of one block stand together.
    needed.dedup();
    let ask = page.ask.clone();
    use_effect_with((job, comparison, needed), move |(job, comparison, needed)| {
        let (job, comparison) = (*job, *comparison);
        let mut asked = asked.borrow_mut();
        // What has been answered, and perhaps thrown away since, may be asked for again.
        asked.retain(|question| matches!(question, (j, c, block) if (*j, *c) == (job, comparison) && needed.contains(block)));
        for block in needed {
            if !asked.contains(&(job, comparison, *block)) {
                asked.push((job, comparison, *block));
                ask.emit(ToWorker::Rows { job, comparison, block: *block });
            }
        }
    });
}

/// Brings the focused row into sight when the state asks for that, and gives it the keyboard.
#[hook]
fn use_jump(compare: &Compare, layout: &Rc<Layout>, body: &NodeRef, head: &NodeRef) {
    let wanted = use_mut_ref(|| None::<RowKey>);
    let done = use_mut_ref(|| compare.jump);
    let (layout, body, head) = (Rc::clone(layout), body.clone(), head.clone());
    let (jump, focus, centre, keep) = (compare.jump, compare.focus, compare.centre, compare.keep_keyboard);
    use_effect(move || {
        if *done.borrow() != jump
            && let Some(key) = focus
            && let Some(index) = layout.index_of(key)
        {
            done.replace(jump);
            reveal(&layout, index, &body, &head, centre);
            if !keep {
                wanted.replace(layout.items.get(index).map(Item::key));
            }
        }
        // The row may be mounted only after the scrolling: then a later drawing finds it.
        let waiting = *wanted.borrow();
        if waiting.is_some_and(|key| screen::focus_id(&id_of(key))) {
            wanted.replace(None);
        }
    });
}

/// Scrolls the page so that a line is in sight.
fn reveal(layout: &Layout, index: usize, body: &NodeRef, head: &NodeRef, centre: bool) {
    let sight = screen::sight(body);
    let above = f64::from(screen::height(head));
    let (top, bottom) = (layout.top(index), layout.top(index + 1));
    let first = layout.to_list(sight.scrolled, sight.height) + above;
    let last = layout.to_list(sight.scrolled, sight.height) + sight.height;
    let place = if centre {
        // A third of the way down: what led to it matters as much as what follows.
        top - above - (sight.height - above) / 3.0
    } else if top < first {
        top - above
    } else if bottom > last {
        bottom - sight.height
    } else {
        return;
    };
    screen::scroll_to(body, layout.to_page(place, sight.height), 0.0);
}

/// The keys of the grid: row by row, page by page, and folds.
fn on_key(
    page: &Page,
    compare: &Compare,
    layout: &Rc<Layout>,
    focus: Option<usize>,
    metrics: Metrics,
) -> Callback<KeyboardEvent> {
    let (act, layout, details_open) = (page.act.clone(), Rc::clone(layout), compare.details_open);
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = layout.items.len().saturating_sub(1);
        let at = focus.unwrap_or(0);
        let a_page = (600 / metrics.row.max(1)) as usize;
        let step = |index: usize| layout.items.get(index).map(|item| CompareAction::Step(item.key()));
        let here = layout.items.get(at);
        let action = match (event.key().as_str(), here) {
            ("ArrowDown", _) => step((at + 1).min(last)),
            ("ArrowUp", _) => step(at.saturating_sub(1)),
            ("PageDown", _) => step((at + a_page).min(last)),
            ("PageUp", _) => step(at.saturating_sub(a_page)),
            ("Home", _) => step(0),
            ("End", _) => step(last),
            ("ArrowRight", Some(Item::Fold(fold, false))) => {
                Some(CompareAction::Fold { first: fold.first, open: true })
            }
            ("ArrowLeft", Some(Item::Fold(fold, true))) => {
                Some(CompareAction::Fold { first: fold.first, open: false })
            }
            ("ArrowLeft", Some(Item::Row(row))) => enclosing(&layout, at, *row).and_then(step),
            ("Enter" | " ", Some(Item::Fold(fold, open))) => {
                Some(CompareAction::Fold { first: fold.first, open: !open })
            }
            ("Enter" | " ", Some(Item::Row(_))) => Some(CompareAction::Details(true)),
            ("Escape", _) if details_open => Some(CompareAction::Details(false)),
            _ => return,
        };
        event.prevent_default();
        if let Some(action) = action {
            act.emit(Action::Compare(action));
        }
    })
}

/// The open fold that a row belongs to.
fn enclosing(layout: &Layout, from: usize, row: u32) -> Option<usize> {
    let before = layout.items.get(..from)?;
    before.iter().rposition(|item| matches!(item, Item::Fold(fold, true) if fold.holds(row)))
}

/// Draws the mounted lines.
struct Drawer<'a> {
    page: &'a Page,
    props: &'a Props,
    layout: &'a Layout,
    focus: Option<usize>,
    window: &'a Range<usize>,
    metrics: Metrics,
    noted: Callback<(u32, u32)>,
}

impl Drawer<'_> {
    /// All lines in the window, and the focused one wherever it is: a line that goes loses the keyboard's focus.
    fn all(&self) -> Html {
        let window = self.window.clone();
        let outside = self.focus.filter(|focus| !window.contains(focus));
        let before = outside.filter(|focus| *focus < window.start);
        let after = outside.filter(|focus| *focus >= window.end);
        before
            .into_iter()
            .chain(window)
            .chain(after)
            .filter_map(|index| self.layout.items.get(index).map(|item| self.line(index, *item)))
            .collect()
    }

    fn line(&self, index: usize, item: Item) -> Html {
        let focused = self.focus == Some(index);
        let tabbable = focused || (self.focus.is_none() && index == self.window.start);
        let kept = !self.window.contains(&index);
        match item {
            Item::Row(row) => self.row(row, index + 1, focused, tabbable, kept),
            Item::Fold(fold, open) => {
                let title = self.props.answered.report.comparisons.get(self.props.compare.index as usize);
                let title = title.and_then(|shown| shown.phases.get(fold.phase as usize));
                let title = title.map(|phase| phase.title.as_str()).unwrap_or_default();
                let found = self.found(fold.first, fold.first + fold.len);
                let drawn = Drawn { fold, open, place: index + 1, title, focused, tabbable, kept, found };
                fold_row(self.page, drawn)
            }
        }
    }

    fn row(&self, row: u32, place: usize, focused: bool, tabbable: bool, kept: bool) -> Html {
        let compare = &self.props.compare;
        let marks = compare.marks.as_deref().map(Vec::as_slice).unwrap_or_default();
        let Some(mark) = marks.get(row as usize).copied() else { return html! {} };
        let before = row.checked_sub(1).and_then(|before| marks.get(before as usize));
        let numbers = &self.props.numbers;
        let shown = self.props.answered.report.comparisons.get(compare.index as usize);
        let main = shown.is_some_and(|shown| telling_rows(shown).contains(&row));
        html! {
            <Row
                key={format!("row-{row}")}
                index={row}
                {place}
                {mark}
                known={compare.row(row)}
                {focused}
                {tabbable}
                {kept}
                found={self.found(row, row + 1) > 0}
                raw={compare.raw}
                begins={before.is_none_or(|before| before.mark.kind != mark.mark.kind)}
                {main}
                numbers={(numbers.normal(mark.normal_line), numbers.failing(mark.failing_line))}
                width={if main { self.metrics.width } else { 0 }}
                noted={self.noted.clone()}
            />
        }
    }

    /// How many of these rows the search found.
    fn found(&self, from: u32, to: u32) -> u32 {
        let rows = self.props.compare.search.rows.as_deref().map(Vec::as_slice).unwrap_or_default();
        let count = rows.partition_point(|row| *row < to) - rows.partition_point(|row| *row < from);
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}
