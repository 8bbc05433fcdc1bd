//! What stands there when nothing carries a time.

use yew::prelude::*;

use crate::components::copy_button::command;
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;

/// Says so, and how to get times.
pub fn empty(page: &Page) -> Html {
    html! {
        <div class="nothing" data-testid="timeline-empty">
            { text::plain("h2", page.text(Word::TimelineEmptyTitle)) }
            { text::plain("p", page.text(Word::TimelineEmptyText)) }
            { text::plain("p", page.text(Word::TimelineEmptyHow)) }
            { record(page) }
        </div>
    }
}

/// The command that records a trace with times.
pub fn record(page: &Page) -> Html {
    command(page, "code", page.text(Word::TimelineRecordTimes))
}
