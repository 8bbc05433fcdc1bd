//! Where the time went: a table with bars, and a sentence.

use analyzer::render::timeline::{Basis, Part, Spending, SpentRow, UnitTime};
use yew::prelude::*;

use super::Props;
use super::empty::record;
use crate::components::line_link::line_link;
use crate::components::text;
use crate::i18n::Word;
use crate::view_model::evidence::short_name;
use crate::view_model::timeline::clock::length;
use crate::view_model::timeline::spent::{LONG, Said, WIDTH, bars, counts_milliseconds, said, shown};

/// All tables, once they are known.
pub fn spent(props: &Props) -> Html {
    let (page, state) = (&props.page, &props.timeline);
    let unit = state.unit.as_ref().filter(|(index, _)| *index == props.comparison).map(|(_, unit)| unit);
    let Some(unit) = unit else { return html! {} };
    html! {
        <section class="spent" data-testid="timeline-spent">
            { text::plain("h3", page.text(Word::TimelineSpent)) }
            { for unit.tables.iter().map(|one| table(props, one)) }
            if unit.tables.is_empty() {
                { text::plain("p.none", page.text(Word::TimelineSpentNothing)) }
            }
            { how(props, unit) }
        </section>
    }
}

/// What the traces lack to tell more, and how to record it.
fn how(props: &Props, unit: &UnitTime) -> Html {
    let page = &props.page;
    if props.answered.report.comparisons.is_empty() {
        return html! {};
    }
    let word = match (unit.timed, unit.measured) {
        ([false, false], _) => Word::TimelineUntimed,
        ([true, false] | [false, true], _) => Word::TimelineUntimedOne,
        (_, [true, true]) => return html! {},
        _ => {
            return html! { <div class="note">{ text::plain("p", page.text(Word::TimelineUnmeasured)) }</div> };
        }
    };
    html! { <div class="note">{ text::plain("p", page.text(word)) }{ record(page) }</div> }
}

fn table(props: &Props, table: &Spending) -> Html {
    let page = &props.page;
    let name = props.name(table.source);
    let title = match table.basis {
        Basis::Kinds => page.text(Word::TimelineSpentKinds).to_string(),
        Basis::Phases => page.text(Word::TimelineSpentPhases).to_string(),
        _ => page.words.fill(Word::TimelineSpentLog, &[("name", short_name(name))]),
    };
    let with_normal = table.rows.iter().any(|row| row.normal.is_some() || row.normal_never);
    let basis = match table.basis {
        Basis::Kinds => "kinds",
        Basis::Phases => "phases",
        Basis::Balancer => "balancer",
        Basis::Cloud => "cloud",
        Basis::Proxy => "proxy",
    };
    html! {
        <>
            <table class="times" data-testid="time-table" data-basis={basis}>
                <caption>{ title }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ text::plain("span.out-of-sight", page.text(Word::TimelinePart)) }</th>
                        <td></td>
                        if with_normal {
                            <th scope="col" class="normal">{ head(props, table, false) }</th>
                        }
                        <th scope="col" class="failing">{ head(props, table, true) }</th>
                    </tr>
                </thead>
                <tbody>{ for shown(table).iter().map(|(one, parts)| row(props, table, one, *parts, with_normal)) }</tbody>
            </table>
            // What was waited for says more than in which phase.
            if table.basis != Basis::Phases {
                { sentence(props, table) }
            }
        </>
    }
}

/// The name of a side, with the line of the log where there is one.
fn head(props: &Props, table: &Spending, failing: bool) -> Html {
    let page = &props.page;
    let (word, line) =
        if failing { (Word::Failing, table.failing_line) } else { (Word::Normal, table.normal_line) };
    html! {
        <>
            { page.text(word) }
            if line > 0 {
                { line_link(page, props.name(table.source), line) }
            }
        </>
    }
}

fn row(props: &Props, table: &Spending, row: &SpentRow, parts: usize, with_normal: bool) -> Html {
    let name = match (row.part, parts) {
        (_, 2..) => props.page.count(Word::PartOthers, parts as u64),
        (Part::Phase, 0) => props.page.words.fill(Word::PartNevers, &[("n", &row.title)]),
        (Part::Phase, _) => row.title.clone(),
        (other, _) => props.page.text(part(other)).to_string(),
    };
    let [normal, failing] = bars(table, row);
    let bar = |class: &'static str, y: &'static str, wide: Option<i64>, never: bool| {
        html! {
            <>
                if never {
                    <line class={classes!("never", class)} x1={wide.unwrap_or(0).to_string()} x2={WIDTH.to_string()} y1={y} y2={y} />
                }
                if let Some(wide) = wide {
                    <rect class={class} x="0" y={y} width={wide.to_string()} height="5" />
                }
            </>
        }
    };
    html! {
        <tr class={(row.part == Part::Total).then_some("total")}>
            <th scope="row">{ name }</th>
            <td class="bars">
                <svg width={WIDTH.to_string()} height="16" viewBox={format!("0 0 {WIDTH} 16")} aria-hidden="true">
                    { bar("normal", "2", normal, row.normal_never) }
                    { bar("failing", "9", failing, row.failing_never) }
                </svg>
            </td>
            if with_normal {
                { amount(props, table, row.normal, row.normal_never, "normal") }
            }
            { amount(props, table, row.failing, row.failing_never, "failing") }
        </tr>
    }
}

fn amount(props: &Props, table: &Spending, time: Option<i64>, never: bool, class: &'static str) -> Html {
    let page = &props.page;
    let said = match time {
        _ if never => page.text(Word::TimelineNever).to_string(),
        Some(0) if counts_milliseconds(table) => page.text(Word::TimelineShort).to_string(),
        Some(time) => length(time),
        None => "–".into(),
    };
    let after = time.filter(|time| never && *time > 0);
    html! {
        <td class={classes!("amount", class, never.then_some("never"))}>
            { said }
            if let Some(time) = after {
                <small>{ page.words.fill(Word::TimelineAfter, &[("time", &length(time))]) }</small>
            }
        </td>
    }
}

/// What a part is called.
fn part(part: Part) -> Word {
    match part {
        Part::Total => Word::PartTotal,
        Part::Phase => Word::PartPhase,
        Part::Own => Word::PartOwn,
        Part::Upstream => Word::PartUpstream,
        Part::Client => Word::PartClient,
        Part::Resolver => Word::PartResolver,
        Part::Disk => Word::PartDisk,
        Part::Lock => Word::PartLock,
        Part::Sleep => Word::PartSleep,
        Part::Process => Word::PartProcess,
        Part::Unknown => Word::PartUnknown,
        Part::Request => Word::PartRequest,
        Part::Queue => Word::PartQueue,
        Part::Connect => Word::PartConnect,
        Part::Header => Word::PartHeader,
        Part::Body => Word::PartBody,
        Part::Sent => Word::PartSent,
        Part::Answered => Word::PartAnswered,
        Part::Rest => Word::PartRest,
    }
}

fn sentence(props: &Props, table: &Spending) -> Html {
    let page = &props.page;
    let name = |row: usize| {
        let row = table.rows.get(row);
        row.map_or(
            "",
            |row| if row.part == Part::Phase { row.title.as_str() } else { page.text(part(row.part)) },
        )
    };
    let (word, time, row) = match said(table) {
        Said::Hangs(waits) => (Word::SaidHangs, 0, page.text(part(waits))),
        Said::Slower(time, row) => (Word::SaidSlower, time, name(row)),
        Said::SlowerEverywhere(time) => (Word::SaidSlowerEverywhere, time, ""),
        Said::Faster(time) if time < LONG => (Word::SaidFaster, time, ""),
        Said::Faster(time) => (Word::SaidFasterLong, time, ""),
        Said::FasterButWaited(row) => (Word::SaidFasterButWaited, 0, name(row)),
        Said::Alike => (Word::SaidAlike, 0, ""),
        Said::Alone(row) if table.failing_line > 0 => (Word::SaidAloneLog, 0, name(row)),
        Said::Alone(row) => (Word::SaidAlone, 0, name(row)),
        Said::Nothing => return html! {},
    };
    let said = page.words.fill(word, &[("time", &length(time)), ("part", row)]);
    html! { <p class="note" data-testid="time-said">{ said }</p> }
}
