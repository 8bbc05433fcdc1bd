//! The page's icons: 16 by 16, drawn with the colour of the text.

use analyzer::render::rows::CallGroup;
use yew::prelude::*;

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// The page's own sign: two runs, one of which goes another way.
    Mark,
    /// A lock.
    Lock,
    /// An arrow into a tray.
    Drop,
    /// A tick.
    Tick,
    /// Two sheets.
    Copy,
    /// Two arrows.
    Swap,
    /// A plus.
    Add,
    /// A cross.
    Cross,
    /// Pointing right.
    Right,
    /// Pointing down.
    Down,
    /// Pointing up.
    Up,
    /// A magnifying glass.
    Search,
    /// Half light, half dark.
    Theme,
    /// A sun.
    Sun,
    /// A moon.
    Moon,
    /// Two columns of rows: the comparison.
    Rows,
    /// Lines of text: the source.
    Lines,
    /// A pencil.
    Pencil,
    /// A folder.
    Folder,
    /// A sheet of paper: calls on files.
    File,
    /// Two arrows, one each way: calls on sockets.
    Network,
    /// A clock: calls that wait.
    Wait,
    /// A hexagon: processes.
    Process,
    /// A chip: memory.
    Memory,
    /// A flash: signals.
    Signal,
    /// A dot: everything else.
    Other,
}

impl From<CallGroup> for Icon {
    fn from(group: CallGroup) -> Self {
        match group {
            CallGroup::File => Self::File,
            CallGroup::Network => Self::Network,
            CallGroup::Wait => Self::Wait,
            CallGroup::Process => Self::Process,
            CallGroup::Memory => Self::Memory,
            CallGroup::Signal => Self::Signal,
            CallGroup::Other => Self::Other,
        }
    }
}

impl Icon {
    /// The outline, on a grid of 16 by 16.
    fn path(self) -> &'static str {
        match self {
            Self::Mark => "M1.5 4h9M1.5 8h6.2M1.5 12h4.5M9.5 8h5",
            Self::Lock => "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
            Self::Drop => "M8 2v7.5M4.8 6.6 8 9.8l3.2-3.2M2 10.5V14h12v-3.5",
            Self::Tick => "M3.2 8.4 6.5 11.6 12.8 4.6",
            Self::Copy => "M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1",
            Self::Swap => "M2 5.5h11M10.3 2.8 13 5.5l-2.7 2.7M14 10.8H3M5.7 8.1 3 10.8l2.7 2.7",
            Self::Add => "M8 3v10M3 8h10",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Right => "M6 3.5 10.5 8 6 12.5",
            Self::Down => "M3.5 6 8 10.5 12.5 6",
            Self::Up => "M3.5 10 8 5.5 12.5 10",
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3 14 14",
            Self::Theme => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M9.5 3v10M11 4v8M12.5 5.5v5",
            Self::Sun => {
                "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13"
            }
            Self::Moon => "M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z",
            Self::Rows => "M2 4h5M9 4h5M2 8h5M9 8h5M2 12h5M9 12h5",
            Self::Lines => "M2 4h12M2 8h12M2 12h8",
            Self::Pencil => "M3 13l.8-3.2L11 2.6l2.4 2.4-7.2 7.2zM9.4 4.2l2.4 2.4",
            Self::Folder => "M1.8 12.8V3.6h4.4l1.4 1.8h6.6v7.4z",
            Self::File => "M4 1.8h5.2L12.5 5v9.2H4zM9 2v3.2h3.3",
            Self::Network => "M2 5.5h11M10.5 3 13 5.5 10.5 8M14 10.5H3M5.5 8 3 10.5 5.5 13",
            Self::Wait => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.5V8l2.5 1.6",
            Self::Process => "M8 1.8 13.4 5v6L8 14.2 2.6 11V5z",
            Self::Memory => {
                "M4 4h8v8H4zM6 1.5V4M10 1.5V4M6 12v2.5M10 12v2.5M1.5 6H4M1.5 10H4M12 6h2.5M12 10h2.5"
            }
            Self::Signal => "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
            Self::Other => "M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
        }
    }
}

/// An icon. It says nothing to a screen reader: what stands beside it does.
pub fn icon(icon: Icon) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d={icon.path()} />
        </svg>
    }
}
