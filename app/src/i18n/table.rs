//! The table: the name of every word; what it says stands in one file per language, `en.txt`, in the same order.

macro_rules! words {
    ($($name:ident)+) => {
        /// A word, phrase or sentence of the page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $(#[doc = concat!("`", stringify!($name), "`")] $name,)+ }

        impl Word {
            /// Every word, in order.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$name,)+];
        }
    };
}

words! {
    // The top bar.
    Name
    Promise
    Keys
    ThemeSystem
    ThemeLight
    ThemeDark
    SkipToVerdict
    SkipToRows
    Views
    Flow
    Timeline
    Sources

    // The first visit.
    WelcomeTitle
    WelcomeText
    DropTitle
    DropText
    PasteHow
    PasteKey
    OpenFiles
    TryExample
    Reads
    ReadsList
    Mends
    MendsList
    PrivacyTitle
    PrivacyRequests
    PrivacyStorage
    PrivacyOffline
    NoTraceYet
    RecordHow
    RecordCommand
    Examples
    ExampleBalancer
    ExampleSocket
    ExampleTimeout
    ExampleStart
    ExampleHang
    ExampleHealthy
    DropHere
    PasteName

    // The inbox.
    Inbox
    Normal
    Failing
    Context
    RoleOf
    Swap
    SwapWhy
    Add
    AddWhy
    Clear
    Remove
    Files
    Lines
    Mended
    Unparsed
    MoreContext
    UnknownFormat
    Waiting
    AsideStopped
    AsideTrapped
    AsideUnreadable
    Retry

    // Progress and notices.
    StageWaiting
    StageIntake
    StageReading
    StageUnderstanding
    StageAligning
    StageExplaining
    Stop
    NoticeTrapped
    NoticeStopped
    NoticeCannotLoad
    NoticeUnreadable
    NoticeEmpty
    NoticeCopied
    NoticeNotCopied
    Dismiss

    // The verdict.
    Verdict
    Proven
    Likely
    Possible
    CauseFound
    DifferenceFound
    NoFailureFound
    CannotTell
    DifferenceTitle
    NoFailureTitle
    CannotTellTitle
    ProvenWhy
    LikelyWhy
    PossibleWhy
    GoToRows
    CopyTicket
    Explain
    ChainTitle
    Cause
    Symptom
    Evidence
    EvidenceLines
    NeverHappened
    RuledOut
    Unrelated
    UnrelatedWhy
    Missing
    Confirm
    IfTrue
    IfFalse
    Mend
    FixNow
    FixProper
    FixHides
    AppliesWhen
    Candidates
    Copy
    CopyWhat
    GoToLine

    // The comparison.
    Compare
    CompareChoose
    DifferencesOnly
    Raw
    RawWhy
    Search
    SearchFound
    SearchNone
    NextDifference
    PreviousDifference
    DifferenceOf
    NoDifferences
    Rows
    RowsAlike
    RowsOnlyNormal
    RowsOnlyFailing
    ValuesDiffer
    AlsoFailed
    RelationSame
    RelationValue
    RelationChanged
    RelationOnlyNormal
    RelationOnlyFailing
    AbsentFailing
    AbsentNormal
    Fallback
    Counts
    Map
    LoadingRow
    EvidenceNumber

    // The details.
    Details
    Row
    CloseDetails
    NoDetails
    Arguments
    At
    Took
    PeekTitle
    Close
    LoadingLines

    // The list of keys.
    HelpTitle
    HelpNext
    HelpPrevious
    HelpArrows
    HelpPages
    HelpFold
    HelpEnter
    HelpSearch
    HelpFilter
    HelpRaw
    HelpHelp
    HelpEscape
    HelpPaste
    LegendTitle

    // The timeline.
    TimelineChart
    TimelineChartKeys
    TimelineLines
    TimelineTime
    TimelineSinceStart
    TimelineSince
    TimelineSource
    TimelineOf
    TimelineAllLines
    TimelinePlacedAmong
    TimelineSelected
    TimelineShown
    TimelineClear
    TimelineZoomIn
    TimelineZoomOut
    TimelineZoomAll
    TimelineZoomSelection
    TimelineNextEvidence
    TimelinePreviousEvidence
    TimelineShowAll
    TimelineHide
    TimelineShow
    TimelineHidden
    TimelineLaneLines
    TimelineCoarse
    TimelineMoreSources
    TimelineFewerSources
    TimelineQuiet
    TimelineGood
    TimelineBad
    TimelineNeutral
    TimelineNoTimes
    TimelinePlacedWrites
    TimelinePlacedOwn
    TimelinePlacedOnly
    TimelineClocks
    TimelineClockRelative
    TimelineClockCoarse
    TimelineClockUndated
    TimelineClockOf
    TimelineEmptyTitle
    TimelineEmptyText
    TimelineEmptyHow
    TimelineRecordTimes
    TimelineNoneSelected
    TimelineLanes
    TimelineByTime
    TimelineByRow
    TimelineItself
    TimelineRow
    TimelineMoreLanes
    TimelineFewerLanes
    TimelineLaneSays
    TimelineCalls
    TimelineSpent
    TimelineSpentKinds
    TimelineSpentPhases
    TimelineSpentLog
    TimelinePart
    TimelineNever
    TimelineAfter
    TimelineShort
    PartTotal
    PartPhase
    PartOwn
    PartUpstream
    PartClient
    PartResolver
    PartDisk
    PartLock
    PartSleep
    PartProcess
    PartUnknown
    PartRequest
    PartQueue
    PartConnect
    PartHeader
    PartBody
    PartSent
    PartAnswered
    PartRest
    PartOthers
    PartNevers
    SaidHangs
    SaidSlower
    SaidSlowerEverywhere
    SaidFaster
    SaidFasterLong
    SaidFasterButWaited
    SaidAlike
    SaidAlone
    SaidAloneLog
    TimelineUntimed
    TimelineUntimedOne
    TimelineUnmeasured
    TimelineSpentNothing
    HelpTimeline
    HelpTimelineSelect
}
