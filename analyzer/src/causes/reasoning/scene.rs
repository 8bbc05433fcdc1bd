//! The scene: everything of a case that causes share, worked out once.

use super::exchange::{self, Exchange};
use super::failure::{self, Shown};
use super::reading::Reading;
use super::suspects::{self, Suspect};
use super::wire::Wire;
use crate::align::Alignment;
use crate::causes::Case;
use crate::causes::configured::Places;
use crate::model::listing::{Fact, Item, Listing};
use crate::model::trace::EventId;
use crate::order::{Flat, InList};
use crate::source::Role;

/// What a cause looks at.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The case itself: sources, roles, alignments.
    pub case: &'a Case<'a>,
    /// All runs, parallel to [`Case::runs`].
    pub readings: &'a [Reading<'a>],
    /// The runs that may have failed: the failing ones, or whatever there is where none is marked so.
    pub subjects: Vec<usize>,
    /// The runs that worked.
    pub normals: Vec<usize>,
    /// The subjects, read.
    failing: Vec<(usize, &'a Reading<'a>)>,
    /// The runs that worked, read.
    working: Vec<(usize, &'a Reading<'a>)>,
    /// Suspicious calls of the subjects, best first.
    pub suspects: Vec<Suspect<'a>>,
    /// Requests that the subjects passed on to an upstream.
    pub exchanges: Vec<Exchange>,
    /// Requests that the normal runs passed on to an upstream.
    pub usual: Vec<Exchange>,
    /// What nginx's configuration says.
    pub places: Places<'a>,
    /// Captured packets as connections.
    pub wire: Wire<'a>,
}

impl<'a> Scene<'a> {
    /// Sets the scene. Work is linear in the events of all runs, apart from sorting.
    pub fn of(case: &'a Case<'a>, readings: &'a [Reading<'a>]) -> Self {
        let of_role = |role: Role| -> Vec<usize> {
            readings
                .iter()
                .enumerate()
                .filter(|(_, reading)| reading.role == role)
                .map(|(id, _)| id)
                .in_list()
        };
        let mut subjects = of_role(Role::Failing);
        let mut normals = of_role(Role::Normal);
        if subjects.is_empty() {
            subjects = of_role(Role::Context);
        }
        if subjects.is_empty() {
            subjects = std::mem::take(&mut normals);
        }
        let mut found: Vec<Suspect<'a>> =
            subjects.iter().flat(|run| suspects::find(readings, *run, &normals, case.alignments)).in_list();
        crate::order::by_key(&mut found, |suspect| (-suspect.score, suspect.run, suspect.event));
        let exchanges = subjects.iter().flat(|run| exchange::find(readings, *run)).in_list();
        let usual = normals.iter().flat(|run| exchange::find(readings, *run)).in_list();
        let read = |runs: &[usize]| -> Vec<(usize, &'a Reading<'a>)> {
            runs.iter().filter_map(|run| Some((*run, readings.get(*run)?))).in_list()
        };
        Self {
            case,
            readings,
            failing: read(&subjects),
            working: read(&normals),
            subjects,
            normals,
            suspects: found,
            exchanges,
            usual,
            places: Places::of(case),
            wire: Wire::of(case),
        }
    }

    /// Every item of every listing that is not of a normal run, with the listing its spans point into.
    pub fn items(&self) -> impl Iterator<Item = (&'a Listing, &'a Item)> + use<'a> {
        let roles = self.case.roles;
        let normal = move |listing: &Listing| {
            roles.get(listing.source).is_some_and(|assigned| assigned.role == Role::Normal)
        };
        self.case.items().filter(move |(listing, _)| !normal(listing))
    }

    /// A kernel setting by its name with points: where it stands, and its value.
    pub fn setting(&self, name: &str) -> Option<(&'a Listing, &'a Item, &'a str)> {
        self.items().find_map(|(listing, item)| match &item.fact {
            // Files below `/proc/sys` have the same names with slashes.
            Fact::Setting(setting) if listing.str(setting.name).replace('/', ".") == name => {
                Some((listing, item, listing.str(setting.value)))
            }
            _ => None,
        })
    }

    /// A run's reading.
    pub fn reading(&self, run: usize) -> Option<&'a Reading<'a>> {
        self.readings.get(run)
    }

    /// The best suspect that fits.
    pub fn suspect(&self, fits: &dyn Fn(&Suspect<'a>) -> bool) -> Option<&Suspect<'a>> {
        self.suspects.iter().find(|suspect| fits(suspect))
    }

    /// The runs that may have failed, read.
    pub fn failing(&self) -> impl Iterator<Item = (usize, &'a Reading<'a>)> + '_ {
        self.failing.iter().copied()
    }

    /// The runs that worked, read.
    pub fn working(&self) -> impl Iterator<Item = (usize, &'a Reading<'a>)> + '_ {
        self.working.iter().copied()
    }

    /// Everything that went wrong in a run.
    pub fn failures(&self, run: usize) -> Vec<Shown> {
        self.readings.get(run).map(failure::all).unwrap_or_default()
    }

    /// The traces beside those that are compared.
    pub fn further(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.readings.len()).filter(|run| !self.subjects.contains(run) && !self.normals.contains(run))
    }

    /// The comparisons in which a run is the failing side.
    pub fn alignments(&self, run: usize) -> impl Iterator<Item = &'a Alignment> + '_ {
        self.case.alignments.iter().filter(move |alignment| alignment.failing.run == run)
    }

    /// The event of the normal run that stands beside an event of the failing run: run and event.
    pub fn beside(&self, run: usize, event: EventId) -> Option<(usize, EventId)> {
        self.alignments(run).find_map(|alignment| {
            let row = alignment.rows.iter().find(|row| row.failing == Some(event))?;
            Some((alignment.normal.run, row.normal?))
        })
    }
}
