//! Which fields of the analyzer's own types travel: what the page shows. What stands behind `;` arrives empty.

use analyzer::align::RowKind;
use analyzer::render::filter::{Facets, Filter, Thing, ThingView};
use analyzer::render::flow::{Ending, Flow, Lifeline, LifelineKind, Round, Step, Told};
use analyzer::render::rows::{
    ArgumentDetails, CallGroup, CellView, FlagDetails, HistoryStep, RowDetails, RowMark, RowView, SideDetails,
};
use analyzer::render::timeline::{
    Asked, Basis, CallMark, DescriptorLane, Gap, Lane, Mark, Overview, Part, Placed, PlacedBy, Spending,
    SpentRow, TimelineLine, Tone, UnitTime, Window,
};
use analyzer::render::units::UnitView;
use analyzer::report::{
    Absence, Comparison, Confidence, Confirmation, Diagnosis, Divergence, DivergenceKind, Evidence, Fix,
    FixKind, Missing, PhaseReport, Refutation, Report, RoleFrom, Side, SourceReport, UnparsedLine, Unrelated,
    Verdict,
};
use analyzer::source::{Mend, Role};

use super::wire::{Reader, Wire, structs, words};

structs! {
    Report {
        sources verdict message diagnoses comparisons unrelated missing; schema_version timeline
    }
    SourceReport {
        name role role_from role_reason format why first_line lines last_line summary unparsed mended; closest records blank clock
    }
    UnparsedLine { line reason }
    Mend { line what }
    Diagnosis {
        cause confidence title summary mechanism mechanism_evidence evidence absent refutes confirm fix applies_when; hop
    }
    Evidence { source line quote why }
    Absence { what source line why }
    Refutation { hypothesis source line why }
    Confirmation { command if_true if_false }
    Fix { kind text snippet }
    Comparison {
        normal failing rows same value_only changed only_normal only_failing first_divergence decisive_divergence
        phases fallback; never_happened
    }
    Side { source unit first_line last_line outcome }
    Divergence { kind normal_line failing_line what row }
    PhaseReport { title normal_lines failing_lines same rows }
    Unrelated { source line why }
    Missing { what why }
    RowMark { kind phase divergence failed }
    RowView { index mark normal failing absent note }
    CellView { line time offset duration slower call group subject arguments result failed raw }
    RowDetails { call normal failing }
    SideDetails { line result errno arguments descriptor thing label origin traffic history raw }
    ArgumentDetails { name value meaning flags }
    FlagDetails { name meaning }
    HistoryStep { line what here }
    UnitView { run unit source role title first_line last_line events outcome duration failed }
    Filter { things groups failed differs }
    Thing { normal failing }
    ThingView { thing label target origin rows }
    Facets { things groups failed }
    Flow { lifelines steps rounds }
    Lifeline { kind name detail }
    Step { from to normal failing same decisive }
    Told { text source first last calls ending }
    Round { first steps normal failing }
}

words! {
    Role { Context Normal Failing }
    RoleFrom { Inferred User }
    Verdict { CannotTell CauseFound DifferenceFound NoFailureFound }
    Confidence { Possible Likely Proven }
    FixKind { Now Proper HidesIt }
    DivergenceKind { Outcome OnlyNormal OnlyFailing Target Data Order Timing Ends }
    RowKind { Same ValueOnly Changed OnlyNormal OnlyFailing }
    CallGroup { Other File Network Wait Process Memory Signal }
    LifelineKind { Process Client Front Child Pipe Resolver Server Files }
    Ending { Done TimedOut Endless Failed }
}

// The timeline.
structs! {
    Overview { first last zone dated relative lines lanes placed undated }
    Lane { source lines coarse clock marks }
    Mark { at tone lines number }
    Placed { source from to first_line last_line by because line }
    Asked { from to hidden }
    Window { total bad gaps evidence placed lines }
    Gap { before length }
    TimelineLine { at since source line text tone number coarse }
    UnitTime { timed measured rows length decisive lanes more tables }
    DescriptorLane { label target tells normal_number failing_number normal failing; weight }
    CallMark { row line at took call errno differs }
    Spending { basis source normal_line failing_line hangs rows }
    SpentRow { part title normal failing normal_never failing_never }
}

words! {
    Tone { Neutral Good Bad }
    PlacedBy { Writes OnlyRequest }
    Basis { Kinds Phases Balancer Cloud Proxy }
    Part {
        Total Phase Own Upstream Client Resolver Disk Lock Sleep Process Unknown Request Queue Connect Header Body Sent
        Answered Rest
    }
}
