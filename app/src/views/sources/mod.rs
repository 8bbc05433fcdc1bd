//! The text itself, with evidence, mended and unparsed lines marked.

mod line;
mod map;
mod mark;
mod side;
mod toolbar;
mod whole;
mod window;

use std::rc::Rc;

use yew::prelude::*;

use self::line::{Drawn, line};
use self::map::Bars;
use self::toolbar::Fields;
use self::window::Window;
use super::tabs::Tabs;
use super::windowed::Follow;
use crate::components::page::Page;
use crate::i18n::{Word, grouped};
use crate::platform::hover::Moment;
use crate::platform::{Listening, clipboard, keys, screen};
use crate::protocol::{JobId, TEXT_BLOCK, TextQuestion, ToWorker};
use crate::state::{Action, Answered, Sources as Shown, SourcesAction};
use crate::view_model::notes;

/// How far the text goes sideways at a press of a key, in pixels.
const SIDEWAYS: i32 = 80;

/// What the view is drawn from.
#[derive(Clone, Properties)]
pub struct Props {
    /// The words, and what hears of presses.
    pub page: Page,
    /// The tabs, before the view's own tools.
    pub tabs: Tabs,
    /// The report.
    pub answered: Rc<Answered>,
    /// What of the text is shown.
    pub sources: Rc<Shown>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.answered, &other.answered)
            && Rc::ptr_eq(&self.sources, &other.sources)
            && self.tabs == other.tabs
    }
}

/// The view.
pub struct Sources {
    window: Window,
    bars: Bars,
    evidence: Vec<u32>,
    /// Blocks of lines that have been asked for and not answered.
    asked: Vec<(JobId, u32, u32)>,
    /// What stands in the field for the line to go to.
    typed: String,
    /// What the last copy came to.
    copied: Option<String>,
    fields: Fields,
    /// More lines will be mounted.
    later: Option<Moment>,
    section: NodeRef,
    map: NodeRef,
    /// What scrolls sideways below the text, and what is as wide in it as the text.
    sideways: (NodeRef, NodeRef),
    /// The source and the line that the lists beside the text have been scrolled to.
    listed: Option<(u32, u32)>,
    keys: Listening,
    _watching: Listening,
}

/// What happens in the view itself.
pub enum Msg {
    /// The page was scrolled, or has another size.
    Moved,
    /// Lines around those in sight are to be mounted.
    More,
    /// What was drawn has another size than was thought.
    Measured,
    /// The map was pressed.
    Map(MouseEvent),
    /// Something was typed into the field for the line to go to.
    Typed(String),
    /// The line in the field is to be shown.
    GoToLine,
    /// The keyboard goes back from a field to the text.
    BackToText,
    /// Lines have been copied, so many of so many, or could not be.
    Copied(bool, u32, u32),
    /// The text was scrolled sideways, by itself or by what stands below it.
    Sideways(bool),
}

impl Component for Sources {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let Props { sources, answered, .. } = ctx.props();
        Self {
            window: Window::new(sources),
            bars: Bars::of(sources.notes(), sources.lines()),
            evidence: notes::evidence_counts(&answered.report),
            asked: Vec::new(),
            typed: String::new(),
            copied: None,
            fields: Fields::default(),
            later: None,
            section: NodeRef::default(),
            map: NodeRef::default(),
            sideways: (NodeRef::default(), NodeRef::default()),
            listed: None,
            keys: Listening::default(),
            _watching: screen::watch(&ctx.link().callback(|()| Msg::Moved)),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let Props { sources, answered, .. } = ctx.props();
        if sources.noted != old.sources.noted {
            self.bars = Bars::of(sources.notes(), sources.lines());
        }
        let other = sources.source != old.sources.source || sources.wrap != old.sources.wrap;
        if other || sources.lines() != self.window.lines.count() {
            self.window.lay_out(sources);
        }
        if !Rc::ptr_eq(answered, &old.answered) {
            self.evidence = notes::evidence_counts(&answered.report);
        }
        let before = old.sources.copied.as_ref().map_or(0, |copied| copied.serial);
        if let Some(copied) = sources.copied.as_ref().filter(|copied| copied.serial != before) {
            let (text, lines, wanted) = (copied.text.clone(), copied.lines, copied.wanted);
            ctx.link().send_future(async move { Msg::Copied(clipboard::copy(text).await, lines, wanted) });
        } else if sources.chosen() != old.sources.chosen() {
            self.copied = None;
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        let Props { page, sources, .. } = ctx.props();
        let act = |action| page.act.emit(Action::Sources(action));
        match message {
            Msg::Moved => {
                let follow = self.window.follow(sources);
                self.go_on(ctx, follow)
            }
            Msg::More => self.window.list.go_on(&self.window.lines) != Follow::Rest,
            Msg::Measured => true,
            Msg::Map(event) => {
                act(SourcesAction::Look(self.bars.line_at(&self.map, &event)));
                false
            }
            Msg::Typed(text) => {
                self.typed = text;
                false
            }
            Msg::GoToLine => {
                if let Ok(line) = self.typed.trim().parse() {
                    act(SourcesAction::Line(line));
                }
                false
            }
            Msg::BackToText => {
                screen::focus_id(&line::id_of(sources.focus));
                false
            }
            Msg::Copied(done, lines, wanted) => {
                self.copied = Some(match done {
                    true if lines < wanted => page.words.fill(
                        Word::CopiedSome,
                        &[("n", &grouped(u64::from(lines))), ("all", &grouped(u64::from(wanted)))],
                    ),
                    true => page.count(Word::CopiedLines, lines),
                    false => page.text(Word::NoticeNotCopied).to_string(),
                });
                true
            }
            Msg::Sideways(below) => {
                let (from, to) = (&self.sideways.0, &self.window.list.mounted);
                let (from, to) = if below { (from, to) } else { (to, from) };
                screen::follow_sideways(from, to);
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (props, link) = (ctx.props(), ctx.link());
        let Props { page, answered, sources, .. } = props;
        let wraps = self.window.wraps(sources);
        let lines = sources.noted.as_ref().map(|noted| noted.lines.to_string());
        html! {
            <section
                class={classes!("sources", wraps.then_some("wrapped"))}
                ref={self.section.clone()}
                id="view"
                role="tabpanel"
                tabindex="-1"
                data-testid="sources"
                data-lines={lines}
            >
                <div class="head" ref={self.window.list.head.clone()}>
                    { toolbar::toolbar(props, &self.fields, wraps, link.callback(|message| message)) }
                    { toolbar::focused(props, self.copied.as_deref()) }
                </div>
                { side::side(page, answered, sources, &self.evidence) }
                { self.text(ctx) }
                { map::drawn(page, &self.bars, self.window.in_sight(), &self.map, link.callback(Msg::Map)) }
                if let Some(whole) = &sources.whole {
                    { whole::dialog(page, answered, sources.source, whole) }
                }
            </section>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let props = ctx.props();
        // What sticks below the head must know how high it is.
        let head = f64::from(screen::height(&self.window.list.head));
        screen::set_pixels(&self.section, "--head", head);
        self.ask_blocks(props);
        let follow = self.window.measure(&props.sources);
        if self.go_on(ctx, follow) {
            ctx.link().send_message(Msg::Measured);
        }
        let (_, width) = screen::widths(&self.window.list.mounted);
        screen::set_pixels(&self.sideways.1, "width", f64::from(width));
        self.window.jump(&props.sources);
        self.follow_in_lists(&props.sources);
        self.keys = self.listen(props);
    }
}

impl Sources {
    /// True if the lines must be drawn again; more of them come later.
    fn go_on(&mut self, ctx: &Context<Self>, follow: Follow) -> bool {
        self.later = follow.later(ctx.link().callback(|()| Msg::More)).or(self.later.take());
        follow != Follow::Rest
    }

    /// The lines in sight, and the focused one wherever it is: a line that goes loses the keyboard's focus.
    fn text(&self, ctx: &Context<Self>) -> Html {
        let (props, link) = (ctx.props(), ctx.link());
        let Props { page, sources, answered, .. } = props;
        let source = answered.report.sources.get(sources.source as usize);
        let source = source.map(|source| source.name.as_str()).unwrap_or_default();
        let mounted = self.window.mounted_lines();
        let mut lines: Vec<u32> = mounted.clone().collect();
        if sources.focus < mounted.start && sources.focus < sources.lines() {
            lines.insert(0, sources.focus);
        } else if sources.focus >= mounted.end && sources.focus < sources.lines() {
            lines.push(sources.focus);
        }
        let (from, to) = sources.chosen();
        let draw = |index: u32| {
            line(
                page,
                &Drawn {
                    source,
                    index,
                    line: sources.line(index),
                    notes: notes::of_line(sources.notes(), index),
                    focused: index == sources.focus,
                    chosen: (from..=to).contains(&index),
                    tabbable: index == sources.focus,
                    kept: !mounted.contains(&index),
                    wanted: &sources.search.text,
                },
            )
        };
        let (below, inside) = &self.sideways;
        html! {
            <div class="column">
                <div class="body" ref={self.window.list.body.clone()}>
                    <div
                        class="mounted"
                        role="grid"
                        aria-label={page.words.fill(Word::TextOf, &[("source", source)])}
                        aria-rowcount={sources.lines().to_string()}
                        aria-colcount="3"
                        aria-multiselectable="true"
                        ref={self.window.list.mounted.clone()}
                        onkeydown={self.on_key(props)}
                        onscroll={link.callback(|_: Event| Msg::Sideways(false))}
                    >
                        { for lines.into_iter().map(draw) }
                    </div>
                </div>
                <div class="sideways" ref={below.clone()} aria-hidden="true" tabindex="-1"
                    onscroll={link.callback(|_: Event| Msg::Sideways(true))}>
                    <div ref={inside.clone()} />
                </div>
            </div>
        }
    }

    /// The keys of the text: line by line, page by page, with Shift to choose lines.
    fn on_key(&self, props: &Props) -> Callback<KeyboardEvent> {
        let (act, at, last) =
            (props.page.act.clone(), props.sources.focus, props.sources.lines().saturating_sub(1));
        let a_page = (600 / self.window.lines.row().max(1)).max(1);
        let (mounted, source) = (self.window.list.mounted.clone(), Self::to_compare(props));
        Callback::from(move |event: KeyboardEvent| {
            let all = (event.ctrl_key() || event.meta_key()) && event.key() == "a";
            if all {
                event.prevent_default();
                act.emit(Action::Sources(SourcesAction::All));
                return;
            }
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let to = match event.key().as_str() {
                "ArrowDown" => at.saturating_add(1).min(last),
                "ArrowUp" => at.saturating_sub(1),
                "PageDown" => at.saturating_add(a_page).min(last),
                "PageUp" => at.saturating_sub(a_page),
                "Home" => 0,
                "End" => last,
                "ArrowRight" => return screen::scroll_sideways(&mounted, SIDEWAYS),
                "ArrowLeft" => return screen::scroll_sideways(&mounted, -SIDEWAYS),
                "Enter" => {
                    if let Some(action) = source.clone().filter(|_| !event.default_prevented()) {
                        event.prevent_default();
                        act.emit(action);
                    }
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            let go = if event.shift_key() { SourcesAction::Extend(to) } else { SourcesAction::Step(to) };
            act.emit(Action::Sources(go));
        })
    }

    /// Scrolls the lists beside the text to where the reader is.
    fn follow_in_lists(&mut self, sources: &Shown) {
        let here = (sources.source, sources.focus);
        if sources.noted.is_none() || self.listed.replace(here) == Some(here) {
            return;
        }
        screen::reveal_in_list(&format!("source-{}", sources.source));
        for note in notes::of_line(sources.notes(), sources.focus) {
            screen::reveal_in_list(&format!("note-{}", note.first));
        }
    }

    /// Leads from the focused line to its row in the comparison; `None` if it stands in none.
    fn to_compare(props: &Props) -> Option<Action> {
        let line = props.sources.line(props.sources.focus).filter(|line| line.compared)?;
        let source = props.answered.report.sources.get(props.sources.source as usize)?;
        Some(Action::ShowLine { source: source.name.clone(), line: line.number })
    }

    /// Asks for the blocks of lines that are mounted and not known, each of them once.
    fn ask_blocks(&mut self, props: &Props) {
        let (job, source) = (props.answered.job, props.sources.source);
        let mounted = self.window.mounted_lines();
        let mut needed = Vec::new();
        if props.sources.lines() > 0 {
            // The focused line is asked for wherever it is: the bar above tells of it.
            let focused = props.sources.focus / TEXT_BLOCK;
            let mut blocks: Vec<u32> =
                (mounted.start / TEXT_BLOCK..=mounted.end.saturating_sub(1) / TEXT_BLOCK).collect();
            if !blocks.contains(&focused) {
                blocks.push(focused);
            }
            let known = |block: u32| props.sources.blocks.get(block).is_some_and(|(told, _)| *told == job);
            needed
                .extend(blocks.into_iter().filter(|block| !known(*block)).map(|block| (job, source, block)));
        }
        for (_, _, block) in needed.iter().filter(|block| !self.asked.contains(block)) {
            let question = TextQuestion::Block { block: *block };
            props.page.ask.emit(ToWorker::Text { job, source, question });
        }
        // What has been answered, and perhaps thrown away since, may be asked for again.
        self.asked = needed;
    }

    /// Keys that belong to the view wherever the focus is.
    fn listen(&self, props: &Props) -> Listening {
        let Props { page, sources, .. } = props;
        let (act, fields, to_compare) = (page.act.clone(), self.fields.clone(), Self::to_compare(props));
        let wraps = self.window.wraps(sources);
        let (before, behind) =
            (notes::previous(sources.notes(), sources.focus), notes::next(sources.notes(), sources.focus));
        keys::listen(Box::new(move |pressed| {
            if pressed.in_field {
                return false;
            }
            let action = match pressed.key.as_str() {
                "n" => behind.map(SourcesAction::Show),
                "p" => before.map(SourcesAction::Show),
                "w" => Some(SourcesAction::Wrap(!wraps)),
                "c" => Some(SourcesAction::Copy { numbered: true }),
                "C" => Some(SourcesAction::Copy { numbered: false }),
                "s" => {
                    if let Some(action) = to_compare.clone() {
                        act.emit(action);
                    }
                    None
                }
                "g" => {
                    screen::focus(&fields.line);
                    None
                }
                "/" => {
                    screen::focus(&fields.search);
                    None
                }
                _ => return false,
            };
            if let Some(action) = action {
                act.emit(Action::Sources(action));
            }
            true
        }))
    }
}
