//! An independent judge of answers: it reads corridor and certificate alone, and shares no code with the search.
//!
//! [`verify`] follows each itinerary step by step and says what is wrong with it; [`verify_complete`] also lists all
//! ways and compares. Complexity: linear in the steps, but for the trains, whose way is found by Dijkstra's algorithm
//! and whose runs are followed from their first stop, and for dominance, which compares itineraries in pairs.

// In reading order: what is claimed, what can be wrong with it, the rules of movement read from the corridor, and
// how an itinerary is held against them.
mod certificate;
mod totals;

mod flaw;

pub(crate) mod clock;
pub(crate) mod course;
pub(crate) mod gates;
pub(crate) mod passage;
pub(crate) mod rules;
mod train;

mod boarding;
mod notes;
mod rides;
mod riding;
mod standing;

mod prices;

use std::collections::BTreeSet;

use landbridge_model::{Corridor, Itinerary, Step, StepKind};
use landbridge_units::Instant;

use crate::enumerate::enumerate;
use crate::pricer::Pricer;

pub use certificate::{Certificate, CertifiedWay, Question};
pub use flaw::{Flaw, Wrong};
pub(crate) use totals::spread_of;
pub use totals::{Marks, Totals};

use boarding::Judge;
pub(crate) use boarding::planned;
use notes::Notes;
use rules::Rules;

/// What was found right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Itineraries judged.
    pub itineraries: usize,
    /// Steps followed and priced.
    pub steps: usize,
    /// Whether all ways were listed, and none better is missing.
    pub complete: bool,
}

/// Whether each itinerary of a certificate is feasible and priced right, and none is covered by another.
///
/// Nothing the certificate says is believed: times, border steps, prices and totals are worked out anew from the
/// corridor, and prices asked of the pricer. Not judged are the rows a step names as its reason, and whether better
/// ways are missing: see [`verify_complete`]. That steps join in place and time is the invariant of
/// [`Itinerary`].
///
/// # Errors
/// All flaws, by itinerary, then those of the answer as a whole.
pub fn verify<P: Pricer>(
    corridor: &Corridor,
    certificate: &Certificate,
    pricer: &P,
) -> Result<Verified, Vec<Flaw>> {
    let question = &certificate.question;
    let rules = Rules::of(corridor, question.shipment.clearance);
    let mut judge = Judge::new(rules, question);
    let mut flaws = Vec::new();
    let mut steps = 0_usize;
    for (idx, way) in certificate.ways.iter().enumerate() {
        let mut notes = Notes::of(Some(idx));
        follow(&mut judge, way.itinerary.steps(), &mut notes);
        prices::judge(corridor, way, pricer, &mut notes);
        steps = steps.saturating_add(way.itinerary.steps().len());
        flaws.extend(notes.flaws);
    }
    flaws.extend(prices::covered(certificate));
    if flaws.is_empty() {
        Ok(Verified { itineraries: certificate.ways.len(), steps, complete: false })
    } else {
        Err(flaws)
    }
}

/// Whether an itinerary is feasible for a question, prices and alternatives aside: the first part of [`verify`], for
/// whoever has an itinerary and no certificate.
///
/// # Errors
/// All flaws, in the order of the steps as far as they follow it.
pub fn feasible(corridor: &Corridor, question: &Question, itinerary: &Itinerary) -> Result<(), Vec<Flaw>> {
    let rules = Rules::of(corridor, question.shipment.clearance);
    let mut notes = Notes::of(None);
    follow(&mut Judge::new(rules, question), itinerary.steps(), &mut notes);
    if notes.flaws.is_empty() { Ok(()) } else { Err(notes.flaws) }
}

/// [`verify`], and whether the answer is that of listing all ways. For small corridors: it looks at no more than
/// `limit` choices.
///
/// # Errors
/// All flaws; one of them is [`Wrong::NotListed`] where the ways could not be listed.
pub fn verify_complete<P: Pricer>(
    corridor: &Corridor,
    certificate: &Certificate,
    pricer: &P,
    limit: usize,
) -> Result<Verified, Vec<Flaw>> {
    let judged = verify(corridor, certificate, pricer);
    let mut flaws = Vec::new();
    let mut whole = |what| flaws.push(Flaw { itinerary: None, step: None, what });
    match enumerate(corridor, &certificate.question, pricer, limit) {
        Ok(listed) => {
            let criteria = &certificate.question.criteria;
            let claimed: BTreeSet<Marks> =
                certificate.ways.iter().map(|way| way.totals.by(criteria)).collect();
            let listed: BTreeSet<Marks> = listed.into_iter().collect();
            listed.difference(&claimed).for_each(|vector| whole(Wrong::Lacking { vector: *vector }));
            claimed.difference(&listed).for_each(|vector| whole(Wrong::Surplus { vector: *vector }));
        }
        Err(why) => whole(Wrong::NotListed { message: why.to_string() }),
    }
    match judged {
        Ok(verified) if flaws.is_empty() => Ok(Verified { complete: true, ..verified }),
        Ok(_) => Err(flaws),
        Err(mut found) => {
            found.extend(flaws);
            Err(found)
        }
    }
}

/// Follows an itinerary from its first step to its last.
fn follow(judge: &mut Judge<'_>, steps: &[Step], notes: &mut Notes) {
    ends(judge, steps, notes);
    for (idx, step) in steps.iter().enumerate() {
        let moves = matches!(step.kind, StepKind::Leg { .. });
        if step.from != step.to && !moves {
            notes.at(idx, Wrong::Moves { from: step.from.clone(), to: step.to.clone() });
        }
        if step.start == step.end && matches!(step.kind, StepKind::Wait { .. }) {
            notes.at(idx, Wrong::EmptyWait);
        }
    }
    let (rides, unloading) = rides::rides(steps, notes);
    for (ride, next) in rides.iter().zip(rides.iter().skip(1).map(|next| Some(next.board)).chain([unloading]))
    {
        judge.ride(steps, ride, notes);
        if let Some((idx, step)) = next.and_then(|idx| Some((idx, steps.get(idx)?))) {
            judge.landing(idx, step, ride, notes);
        }
    }
}

/// Where and when an itinerary begins and ends, and how often it handles the vehicles.
fn ends(judge: &Judge<'_>, steps: &[Step], notes: &mut Notes) {
    let question = judge.question;
    let shipment = &question.shipment;
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return };
    if first.from != shipment.origin {
        let (expected, found) = (shipment.origin.clone(), first.from.clone());
        notes.whole(Wrong::Origin { expected, found });
    }
    if last.to != shipment.destination {
        let (expected, found) = (shipment.destination.clone(), last.to.clone());
        notes.whole(Wrong::Destination { expected, found });
    }
    if first.start != shipment.ready {
        notes.whole(Wrong::Ready { expected: shipment.ready, found: first.start });
    }
    let expected: Instant =
        shipment.ready.after(question.horizon).unwrap_or(Instant::from_epoch_minutes(i64::MAX));
    if last.end > expected {
        notes.whole(Wrong::Horizon { expected, found: last.end });
    }
    let handled = |step: &&Step| {
        matches!(step.kind, StepKind::Load { .. } | StepKind::Unload { .. } | StepKind::Transload { .. })
    };
    let found = u32::try_from(steps.iter().filter(handled).count()).unwrap_or(u32::MAX);
    if let Some(most) = question.max_handlings.filter(|most| found > *most) {
        notes.whole(Wrong::Handlings { found, most });
    }
}
