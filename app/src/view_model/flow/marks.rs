//! What a picture is made of.

/// One mark. Coordinates are pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A path, as SVG writes it.
    Path {
        /// How it looks.
        look: Look,
        /// The path.
        d: String,
    },
    /// A rectangle.
    Rect {
        /// How it looks.
        look: Look,
        /// Left, top, width and height.
        area: [i32; 4],
    },
    /// A text.
    Text {
        /// How it looks.
        look: Look,
        /// Where it begins, is centred, or ends.
        x: i32,
        /// Its base line.
        y: i32,
        /// Which of these.
        anchor: Anchor,
        /// What is shown.
        text: String,
        /// The whole text, where more was to be said than there is room.
        whole: Option<String>,
    },
}

/// Which point of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

impl Anchor {
    /// As SVG writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

macro_rules! looks {
    ($($(#[$doc:meta])* $look:ident $class:literal)*) => {
        /// How a mark looks: the name of a class of the style sheet.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Look { $($(#[$doc])* $look,)* }

        /// Every look.
        pub const LOOKS: &[Look] = &[$(Look::$look,)*];

        impl Look {
            /// Its class.
            pub fn class(self) -> &'static str {
                match self { $(Self::$look => $class,)* }
            }
        }
    };
}

looks! {
    /// The line of a lifeline.
    Lane "f-lane"
    /// What a run is busy with.
    Bar "f-bar"
    /// The end of a run that stops early.
    Stop "f-stop"
    /// A message of both runs.
    Both "f-both"
    /// A message of the normal run alone.
    Normal "f-normal"
    /// A message of the failing run alone.
    Failing "f-failing"
    /// A message that never happened.
    Never "f-never"
    /// The head of an arrow, filled.
    HeadBoth "f-head-both"
    /// The same of the normal run.
    HeadNormal "f-head-normal"
    /// The same of the failing run.
    HeadFailing "f-head-failing"
    /// The head of an arrow that never happened: open.
    HeadNever "f-head-never"
    /// What a message says.
    Label "f-label"
    /// The same in the normal run alone.
    LabelNormal "f-label-normal"
    /// The same in the failing run alone.
    LabelFailing "f-label-failing"
    /// The same of what never happened.
    LabelNever "f-label-never"
    /// The lines that a step stands for.
    Ref "f-ref"
    /// Behind steps that repeat in the normal run alone.
    Round "f-round"
    /// Behind those that repeat in the failing run alone.
    RoundFailing "f-round-failing"
    /// Behind those that repeat in both.
    RoundBoth "f-round-both"
    /// Behind the decisive step.
    Decisive "f-decisive"
    /// The disc of a failure.
    Disc "f-disc"
    /// The sign on it.
    Sign "f-sign"
    /// A failure that both runs have: no disc.
    Quiet "f-quiet"
    /// The bracket beside what never happened.
    Bracket "f-bracket"
    /// What stands beside it.
    BracketLabel "f-bracket-label"
    /// The name of a lifeline.
    Name "f-name"
    /// What tells it from others.
    Detail "f-detail"
}
