//! How the page looks: colours and text size, and what of it is remembered if the reader says so.

use super::{State, View};

/// Which colours the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Light, whatever the system says.
    Light,
    /// Dark, whatever the system says.
    Dark,
    /// Black and white with full hues; which of them is the ground, the system says.
    Contrast,
}

impl Theme {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Contrast];

    /// What the style sheets call it; empty for what the system says.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }
}

/// How large everything is that is measured in text: 100 is what the browser is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextSize {
    /// 90 %
    Small,
    /// 100 %
    #[default]
    Usual,
    /// 115 %
    Large,
    /// 130 %
    Largest,
}

impl TextSize {
    /// All of them, ascending.
    pub const ALL: [Self; 4] = [Self::Small, Self::Usual, Self::Large, Self::Largest];

    /// In percent, as the style sheets call it.
    pub fn percent(self) -> &'static str {
        match self {
            Self::Small => "90",
            Self::Usual => "100",
            Self::Large => "115",
            Self::Largest => "130",
        }
    }

    /// The next larger one; the largest stays.
    #[must_use]
    pub fn larger(self) -> Self {
        match self {
            Self::Small => Self::Usual,
            Self::Usual => Self::Large,
            Self::Large | Self::Largest => Self::Largest,
        }
    }

    /// The next smaller one; the smallest stays.
    #[must_use]
    pub fn smaller(self) -> Self {
        match self {
            Self::Small | Self::Usual => Self::Small,
            Self::Large => Self::Usual,
            Self::Largest => Self::Large,
        }
    }
}

/// How the page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Its colours.
    pub theme: Theme,
    /// How large its text is.
    pub size: TextSize,
    /// Look and layout are remembered on this machine.
    pub remember: bool,
}

impl State {
    /// What is remembered, as `name=value` joined by `&`: how the page looks and which view was chosen, never anything
    /// of the evidence. `None` unless the reader wants that.
    pub fn remembered(&self) -> Option<String> {
        let raw = if self.compare.raw { "1" } else { "" };
        let size = self.look.size.percent();
        let settings = [
            ("theme", self.look.theme.name()),
            ("size", size),
            ("view", self.chosen_view.name()),
            ("raw", raw),
        ];
        let mut text = String::new();
        for (name, value) in settings.into_iter().filter(|(_, value)| !value.is_empty()) {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(name);
            text.push('=');
            text.push_str(value);
        }
        self.look.remember.then_some(text)
    }

    /// Takes up what was remembered; what it does not know changes nothing.
    pub fn recall(&mut self, remembered: &str) {
        self.look.remember = true;
        for (name, value) in remembered.split('&').filter_map(|setting| setting.split_once('=')) {
            match name {
                "theme" => {
                    let known = Theme::ALL.into_iter().find(|theme| theme.name() == value);
                    self.look.theme = known.unwrap_or_default();
                }
                "size" => {
                    let known = TextSize::ALL.into_iter().find(|size| size.percent() == value);
                    self.look.size = known.unwrap_or_default();
                }
                "view" => self.chosen_view = View::named(value).unwrap_or_default(),
                "raw" => std::rc::Rc::make_mut(&mut self.compare).raw = value == "1",
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Action, CompareAction};

    #[test]
    fn what_is_remembered_is_taken_up_again() {
        let mut state = State::default();
        state.apply(Action::Theme(Theme::Contrast));
        state.apply(Action::TextSize(TextSize::Large));
        state.apply(Action::View(View::Timeline));
        state.apply(Action::Compare(CompareAction::Raw(true)));
        assert_eq!(state.remembered(), None, "nobody asked for it");
        state.apply(Action::Remember(true));
        let text = state.remembered().unwrap_or_default();
        let mut again = State::default();
        again.recall(&text);
        assert_eq!((again.look, again.chosen_view, again.compare.raw), (state.look, View::Timeline, true));
        assert_eq!(again.remembered(), Some(text));
    }

    #[test]
    fn what_is_broken_changes_nothing() {
        let mut state = State::default();
        state.recall("theme=pink&size=&view=9&raw&=&x=1");
        assert_eq!(state.look, Look { remember: true, ..Look::default() });
        assert_eq!(state.chosen_view, View::default());
    }

    #[test]
    fn sizes_end_at_the_smallest_and_the_largest() {
        for size in TextSize::ALL {
            assert_eq!(size.larger().larger().larger(), TextSize::Largest);
            assert_eq!(size.smaller().smaller().smaller(), TextSize::Small);
        }
    }
}
