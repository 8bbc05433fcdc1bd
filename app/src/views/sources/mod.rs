//! The text itself, with evidence, mended and unparsed lines marked.

use std::rc::Rc;

use yew::prelude::*;

use super::tabs::{Tabs, tabs};
use crate::components::page::Page;
use crate::state::Answered;

/// What the view is drawn from.
#[derive(Clone, Properties)]
pub struct Props {
    /// The words, and what hears of presses.
    pub page: Page,
    /// The tabs, before the view's own tools.
    pub tabs: Tabs,
    /// The report.
    pub answered: Rc<Answered>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.answered, &other.answered) && self.tabs == other.tabs
    }
}

/// The view.
pub struct Sources;

impl Component for Sources {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { page, tabs: shown, .. } = ctx.props();
        html! {
            <section class="sources" id="view" role="tabpanel" tabindex="-1" data-testid="sources">
                <div class="head"><div class="toolbar">{ tabs(page, *shown) }</div></div>
            </section>
        }
    }
}
