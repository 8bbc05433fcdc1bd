//! The table: one row per word, one column per language.

use super::Language;

/// How many languages there are.
const LANGUAGES: usize = Language::English as usize + 1;

macro_rules! words {
    ($($name:ident: $($text:literal),+;)+) => {
        /// A word, phrase or sentence of the page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($(#[doc = $text])+ $name,)+ }

        impl Word {
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word in every language, in the order of [`Language`].
            pub(super) fn columns(self) -> [&'static str; LANGUAGES] {
                match self { $(Self::$name => [$($text),+],)+ }
            }
        }
    };
}

// `{n}` and other names in braces are places to fill. `one|many` are two forms, chosen by the number.
words! {
    // The top bar.
    Name: "Syscause";
    Promise: "Nothing leaves this page";
    Keys: "Keys";
    ThemeSystem: "Colours: as the system";
    ThemeLight: "Colours: light";
    ThemeDark: "Colours: dark";
    SkipToVerdict: "Skip to the verdict";
    SkipToRows: "Skip to the rows";

    // The first visit.
    WelcomeTitle: "One run works, one fails: see which call made the difference";
    WelcomeText: "Hand over two straces, or a single one with the logs around it. Syscause reads them side by side, says what caused the failure, and points at the lines behind each claim.";
    DropTitle: "Paste or drop it anywhere on this page";
    DropText: "As many files as you have, in whatever order. The page works out which run went well; one click swaps them.";
    PasteHow: "Paste";
    PasteKey: "Ctrl V";
    OpenFiles: "Open files";
    TryExample: "Try it with an example";
    Reads: "Reads";
    ReadsList: "strace of any version and with any options · error and access logs and configuration of nginx · logs of HAProxy, applications and the kernel";
    Mends: "Mends";
    MendsList: "wrapped and joined lines, prompts, ANSI colours, CRLF, UTF-16; every mend is listed";
    PrivacyTitle: "Your logs stay on your machine";
    PrivacyRequests: "Once it is loaded, the page asks the network for nothing, and its content policy has the browser refuse it.";
    PrivacyStorage: "Nothing is kept: a reload starts from empty.";
    PrivacyOffline: "Loaded once, it goes on working without a network.";
    NoTraceYet: "No trace yet?";
    RecordHow: "Record a good run and a bad one like this:";
    RecordCommand: "strace -f -tt -T -y -s 256 -o failing.strace -p PID";
    Examples: "Examples";
    ExampleBalancer: "502 from the load balancer while the application answers";
    ExampleSocket: "nginx says 502 while the application seems to run";
    ExampleTimeout: "nginx says 504 after exactly the same time, every time";
    ExampleStart: "A program that runs here does not start there";
    ExampleHang: "A program stops in the middle and says nothing";
    ExampleHealthy: "Two healthy requests: nothing to find, and it says so";
    DropHere: "Drop to read";
    PasteName: "pasted text";

    // The inbox.
    Inbox: "What you gave";
    Normal: "Normal";
    Failing: "Failing";
    Context: "Context";
    RoleOf: "Role of {name}";
    Swap: "Swap";
    SwapWhy: "Make the normal run the failing one, and the other way round";
    Add: "Add";
    AddWhy: "Open more files";
    Clear: "Start over";
    Remove: "Remove {name}";
    Files: "{n} file|{n} files";
    Lines: "{n} line|{n} lines";
    Mended: "{n} mended";
    Unparsed: "{n} line not understood|{n} lines not understood";
    MoreContext: "{n} more|{n} more";
    UnknownFormat: "unknown format";
    Waiting: "waiting";
    AsideStopped: "not read: you stopped";
    AsideTrapped: "not read: the analyzer gave up on it";
    AsideUnreadable: "not read: the browser cannot open it any more";
    Retry: "Try again";

    // Progress and notices.
    StageWaiting: "Starting";
    StageIntake: "Opening what you gave";
    StageReading: "Reading the lines";
    StageUnderstanding: "Finding processes, descriptors and requests";
    StageAligning: "Lining the two runs up";
    StageExplaining: "Looking for the cause";
    Stop: "Stop";
    NoticeTrapped: "The analyzer gave up: {why}. It has been started afresh; what had been read before is still here.";
    NoticeStopped: "Stopped. What had been read before is still here.";
    NoticeCannotLoad: "A part of the page could not be loaded: {why}. Reload the page.";
    NoticeUnreadable: "The browser cannot read {name}.";
    NoticeEmpty: "There is nothing in it. Copy the text of a strace, or drop its file here.";
    NoticeCopied: "Copied";
    NoticeNotCopied: "The browser does not let the page copy; select the text instead.";
    Dismiss: "Dismiss";

    // The verdict.
    Verdict: "Verdict";
    Proven: "Proven";
    Likely: "Likely";
    Possible: "Possible";
    CauseFound: "Cause found";
    DifferenceFound: "Difference found";
    NoFailureFound: "No failure found";
    CannotTell: "Cannot tell";
    DifferenceTitle: "The runs differ, and no known cause explains it";
    NoFailureTitle: "Nothing is wrong as far as this shows";
    CannotTellTitle: "There is not enough here to tell";
    ProvenWhy: "The lines alone show it.";
    LikelyWhy: "The lines fit this, and nothing else known fits better.";
    PossibleWhy: "Worth checking; the lines do not decide it.";
    GoToRows: "Show it in the rows";
    CopyTicket: "Copy for the ticket";
    Explain: "Explain";
    ChainTitle: "From the cause to the symptom";
    Cause: "Cause";
    Symptom: "Symptom";
    Evidence: "Evidence";
    EvidenceLines: "{n} line|{n} lines";
    NeverHappened: "Never happened";
    RuledOut: "Ruled out";
    Unrelated: "Unrelated";
    UnrelatedWhy: "looks bad, has nothing to do with it";
    Missing: "Would settle it";
    Confirm: "Confirm";
    IfTrue: "If so: {what}";
    IfFalse: "If not: {what}";
    Mend: "Mend";
    FixNow: "Now";
    FixProper: "Properly";
    FixHides: "Only hides it";
    AppliesWhen: "Holds for {what}";
    Candidates: "Also possible";
    Copy: "Copy";
    CopyWhat: "Copy: {what}";
    GoToLine: "Go to line {line} of {source}";

    // The comparison.
    Compare: "Compare";
    CompareChoose: "Which units";
    DifferencesOnly: "Differences";
    Raw: "Raw";
    RawWhy: "Show the lines as they stand in the file";
    Search: "Search";
    SearchFound: "{at} of {n}";
    SearchNone: "none";
    NextDifference: "Next difference";
    PreviousDifference: "Previous difference";
    DifferenceOf: "{at} of {n}";
    NoDifferences: "no difference";
    Rows: "Rows of both runs side by side";
    RowsAlike: "{n} row alike|{n} rows alike";
    RowsOnlyNormal: "{n} row only in the normal run|{n} rows only in the normal run";
    RowsOnlyFailing: "{n} row only in the failing run|{n} rows only in the failing run";
    ValuesDiffer: "{n} value differs|{n} values differ";
    AlsoFailed: "{n} failed in both runs";
    RelationSame: "the same";
    RelationValue: "same, other value";
    RelationChanged: "differs";
    RelationOnlyNormal: "only in the normal run";
    RelationOnlyFailing: "only in the failing run";
    AbsentFailing: "never happened";
    AbsentNormal: "only in the failing run";
    Fallback: "Aligned more cheaply: {why}";
    Counts: "{same} alike, {value} with other values, {changed} differ, {normal} only normal, {failing} only failing";
    Map: "Map of all rows; press to go there";
    LoadingRow: "…";
    EvidenceNumber: "evidence {n}";

    // The details.
    Details: "Details";
    Row: "Row {n}";
    CloseDetails: "Close the details";
    NoDetails: "Choose a row to see what it means.";
    Arguments: "Arguments";
    At: "at {time}";
    Took: "took {time}";
    PeekTitle: "{source}, line {line}";
    Close: "Close";
    LoadingLines: "Reading…";

    // The list of keys.
    HelpTitle: "Keys";
    HelpNext: "Next difference";
    HelpPrevious: "Previous difference";
    HelpArrows: "Row by row";
    HelpPages: "By pages, to the first, to the last";
    HelpFold: "Close or open a fold";
    HelpEnter: "Open a fold, or the details of a row";
    HelpSearch: "Search in the rows; Enter goes to the next place";
    HelpFilter: "Differences only";
    HelpRaw: "Lines as they stand in the file";
    HelpHelp: "This list";
    HelpEscape: "Close what is open";
    HelpPaste: "Paste traces and logs";
    LegendTitle: "Signs";
}
