//! The steps of a way, made again from the moves that led along it.

use landbridge_model::{Step, WaitReason};
use landbridge_units::{Instant, Minutes};

use crate::ground::graph::Node;
use crate::movement::leg::{OpenLeg, absorb};
use crate::movement::motion::{Event, standing};
use crate::movement::runs;
use crate::network::Leaves;
use crate::plan::moves::{Stance, What};
use crate::plan::prepared::Outcome;
use crate::pricer::Pricer;
use crate::search::Search;
use crate::search::label::{Label, LabelId};

impl<P: Pricer> Search<'_, '_, P> {
    /// All steps from the origin to where a label stands.
    pub(crate) fn steps_of(&self, label: LabelId) -> Outcome<Vec<Step>, P> {
        let mut chain = Vec::new();
        let mut next = label;
        while let Some(label) = self.labels.get(next as usize).filter(|label| label.parent != next) {
            chain.push(next);
            next = label.parent;
        }
        let mut steps = Vec::new();
        // The service the vehicles have come by.
        let mut by = None;
        for id in chain.into_iter().rev() {
            let label = self.labels[id as usize];
            self.retrace(self.labels[label.parent as usize], label, &mut by, &mut steps)?;
        }
        Ok(steps)
    }

    fn retrace(
        &self,
        before: Label,
        label: Label,
        by: &mut Option<usize>,
        steps: &mut Vec<Step>,
    ) -> Outcome<(), P> {
        let prepared = self.prepared;
        let spot = prepared.moves.spots[before.spot];
        let place = spot.place;
        let from = match spot.stance {
            Stance::Ground { from: Some(_) } => *by,
            _ => None,
        };
        match &prepared.moves.moves[label.by as usize].what {
            What::Request { carrier, .. } => {
                let begin = self.later(before.at, prepared.wait_of(*carrier), place)?;
                self.load_steps(place, before.at, begin, (from, *carrier), steps)?;
                *by = Some(*carrier);
            }
            What::Train { carrier, stop, loading, .. } => {
                let left = label.stop as usize;
                let Some((run, leaves)) = self.run_of(*carrier, *stop, label.train as usize) else {
                    return Ok(());
                };
                let begin = self.later(leaves, loading.minutes.saturating_neg(), place)?;
                self.load_steps(place, before.at, begin, (from, *carrier), steps)?;
                *by = Some(*carrier);
                let events = run.calls.get(*stop).zip(run.calls.get(left));
                let events = events.and_then(|(boarded, left)| run.events.get(boarded.events..left.events));
                self.absorb_all(*carrier, events.unwrap_or_default(), steps);
            }
            What::Leg(leg) => {
                let mover = prepared.mover(leg.carrier);
                let mut events = Vec::new();
                let mut now = Some(before.at);
                if let Some(gate) = leg.before {
                    now = now.and_then(|at| prepared.gates[gate].events(mover, at, &mut events));
                }
                for (way, minutes) in &leg.chain().links {
                    now = now.and_then(|at| mover.run(*way, *minutes, at, &mut events));
                }
                if let Some(gate) = leg.after {
                    // It was passed before, so it can be.
                    let _ = now.and_then(|at| prepared.gates[gate].events(mover, at, &mut events));
                }
                self.absorb_all(leg.carrier, &events, steps);
            }
            What::Regauge { carrier, .. } => {
                let mut events = Vec::new();
                let _ = prepared.mover(*carrier).change_gauge(prepared.place(place), before.at, &mut events);
                self.absorb_all(*carrier, &events, steps);
            }
            What::Land => {}
            What::Unload { carrier, .. } => {
                let carrier = by.unwrap_or(*carrier);
                let (kind, time) = prepared.unloading(place, carrier)?;
                steps.push(standing(kind, prepared.place(place), before.at, label.at, time.rows));
            }
        }
        Ok(())
    }

    /// A train, and when it leaves the stop where it is boarded.
    fn run_of(&self, carrier: usize, stop: usize, number: usize) -> Option<(runs::Run, Instant)> {
        let prepared = self.prepared;
        let timetable = prepared.timetable(carrier)?;
        let mover = prepared.mover(carrier);
        if let Leaves::Every { .. } = &timetable.leaves {
            let leaves = self.ready.after(Minutes::new(i64::try_from(number).ok()?))?;
            return Some((runs::from_stop(mover, timetable, stop, leaves), leaves));
        }
        let run = prepared.trains[carrier].as_ref()?.run(mover, timetable, number)?;
        let leaves = run.calls.get(stop)?.at;
        Some((runs::Run::clone(&run), leaves))
    }

    /// A wait, if any, and the handling after it.
    fn load_steps(
        &self,
        node: Node,
        at: Instant,
        begin: Instant,
        (from, carrier): (Option<usize>, usize),
        steps: &mut Vec<Step>,
    ) -> Outcome<(), P> {
        let prepared = self.prepared;
        let (kind, time) = prepared.handling(node, from, carrier)?;
        let (place, service) = (prepared.place(node), &prepared.carrier(carrier).service);
        if begin > at {
            let reason = match prepared.timetable(carrier) {
                Some(_) => WaitReason::Departure(service.id.clone()),
                None => WaitReason::Request(service.id.clone()),
            };
            let kind = landbridge_model::StepKind::Wait { reason };
            steps.push(standing(kind, place, at, begin, vec![std::sync::Arc::clone(&service.row)]));
        }
        let done = self.later(begin, time.duration.get(), node)?;
        steps.push(standing(kind, place, begin, done, time.rows));
        Ok(())
    }

    fn absorb_all(&self, carrier: usize, events: &[Event], steps: &mut Vec<Step>) {
        let carrier = self.prepared.carrier(carrier);
        let mut open: Option<OpenLeg> = None;
        for event in events {
            absorb(&mut open, event.clone(), carrier, steps);
        }
        steps.extend(open.map(|leg| leg.close(carrier)));
    }
}
