//! Re-verifies an itinerary from the rules alone. Shares no code with the search.

use landbridge_model::{
    Corridor, Crossing, Embargo, EquipmentId, Gauge, HandlingAct, HandlingKind, Itinerary, Link, Pattern,
    PlaceId, RuleId, Section, ServiceId, Shipment, Step, StepKind,
};
use landbridge_units::Minutes;

use crate::itinerary_violation::ItineraryViolation as Violation;

/// Checks an itinerary against the shipment and the corridor. Empty means that it holds.
///
/// Checked are places, joins, services with their stops, days, running times and equipment, gauges, handling with
/// its least duration, border steps with their order and duration, embargoes and closures. Not checked are waits
/// that are longer than needed: they cost time and break no rule.
#[must_use]
pub fn check_itinerary(corridor: &Corridor, shipment: &Shipment, itinerary: &Itinerary) -> Vec<Violation> {
    let mut walk = Walk { corridor, shipment, steps: itinerary.steps(), ride: None, found: Vec::new() };
    let ends = (walk.steps.first().map(|s| &s.from), walk.steps.last().map(|s| &s.to));
    if ends != (Some(&shipment.origin), Some(&shipment.destination)) || itinerary.start() < shipment.ready {
        walk.found.push(Violation::WrongEnds {
            origin: shipment.origin.clone(),
            destination: shipment.destination.clone(),
        });
    }
    for (idx, step) in walk.steps.iter().enumerate() {
        walk.step(idx, step);
    }
    if let Some(ride) = walk.ride.take() {
        walk.found.push(Violation::LeftAboard { service: ride.service });
    }
    walk.found
}

struct Walk<'a> {
    corridor: &'a Corridor,
    shipment: &'a Shipment,
    steps: &'a [Step],
    ride: Option<Ride>,
    found: Vec<Violation>,
}

/// A service from boarding to alighting.
struct Ride {
    service: ServiceId,
    equipment: EquipmentId,
    boarded: PlaceId,
    /// Minutes run so far, border steps not counted.
    run: i64,
    gauge: Option<Gauge>,
}

impl Walk<'_> {
    fn step(&mut self, idx: usize, step: &Step) {
        let no = idx + 1;
        if step.from != step.to && !matches!(step.kind, StepKind::Leg { .. }) {
            self.found.push(Violation::MovesInPlace { step: no });
        }
        match &step.kind {
            StepKind::Wait { .. } => {}
            StepKind::Load { service, equipment } => {
                if let Some(ride) = &self.ride {
                    self.found.push(Violation::NotLoaded { step: no, equipment: ride.equipment.clone() });
                }
                self.handled(no, step, equipment);
                self.lasts(no, step, HandlingAct::Load, None, equipment);
                self.board(no, step, service, equipment);
            }
            StepKind::Unload { service, equipment } => {
                self.handled(no, step, equipment);
                self.lasts(no, step, HandlingAct::Unload, None, equipment);
                self.alight(no, step, service, equipment);
            }
            StepKind::Transload { from_service, from_equipment, service, equipment } => {
                self.handled(no, step, from_equipment);
                self.handled(no, step, equipment);
                self.lasts(no, step, HandlingAct::Transload, Some(from_equipment), equipment);
                self.alight(no, step, from_service, from_equipment);
                self.board(no, step, service, equipment);
            }
            StepKind::Border { service, equipment, crossing, step: id, .. } => {
                self.aboard(no, service, equipment);
                let known = self
                    .corridor
                    .crossings
                    .get(crossing)
                    .and_then(|crossing| crossing.steps.iter().find(|known| known.id == *id));
                match known {
                    None => self.found.push(Violation::Unknown { step: no }),
                    Some(known) if step.duration() != known.duration => {
                        self.found.push(Violation::WrongDuration {
                            step: no,
                            found: step.duration(),
                            expected: known.duration,
                        });
                    }
                    Some(_) => {}
                }
            }
            StepKind::GaugeChange { service, equipment, change, .. } => {
                self.aboard(no, service, equipment);
                let known = self.corridor.gauge_changes.iter().find(|known| {
                    known.id == *change && known.place == step.from && known.equipment.contains(equipment)
                });
                match known {
                    None => self.found.push(Violation::Unknown { step: no }),
                    Some(known) if step.duration() < known.duration => {
                        self.found.push(Violation::WrongDuration {
                            step: no,
                            found: step.duration(),
                            expected: known.duration,
                        });
                    }
                    Some(_) => {}
                }
                if let Some(ride) = &mut self.ride {
                    ride.gauge = None;
                }
            }
            StepKind::Leg { service, equipment, sections, .. } => {
                self.aboard(no, service, equipment);
                self.leg(idx, step, service, sections);
            }
            _ => self.found.push(Violation::Unknown { step: no }),
        }
    }

    fn aboard(&mut self, no: usize, service: &ServiceId, equipment: &EquipmentId) {
        let right =
            self.ride.as_ref().is_some_and(|ride| ride.service == *service && ride.equipment == *equipment);
        if !right {
            self.found.push(Violation::NotLoaded { step: no, equipment: equipment.clone() });
        }
    }

    fn handled(&mut self, no: usize, step: &Step, equipment: &EquipmentId) {
        let kind: Option<HandlingKind> = self.corridor.equipment.get(equipment).map(|e| e.handling);
        let place = self.corridor.places.get(&step.from);
        if !place.zip(kind).is_some_and(|(place, kind)| place.handles.contains(&kind)) {
            self.found.push(Violation::NotHandled {
                step: no,
                place: step.from.clone(),
                equipment: equipment.clone(),
            });
        }
    }

    /// No handling is shorter than the shortest that is on file for it.
    fn lasts(
        &mut self,
        no: usize,
        step: &Step,
        act: HandlingAct,
        from: Option<&EquipmentId>,
        to: &EquipmentId,
    ) {
        let least = |act: HandlingAct, from: Option<&EquipmentId>, equipment: &EquipmentId| {
            self.corridor
                .handlings
                .iter()
                .filter(|known| known.act == act)
                .filter(|known| known.places.is_empty() || known.places.contains(&step.from))
                .filter(|known| known.equipment.is_empty() || known.equipment.contains(equipment))
                .filter(|known| {
                    known.from_equipment.is_empty()
                        || from.is_some_and(|from| known.from_equipment.contains(from))
                })
                .map(|known| known.duration)
                .min()
        };
        let apart = from.and_then(|from| {
            least(HandlingAct::Unload, None, from)?.checked_add(least(HandlingAct::Load, None, to)?)
        });
        let shortest = [least(act, from, to), apart].into_iter().flatten().min();
        match shortest {
            Some(expected) if step.duration() < expected => {
                self.found.push(Violation::WrongDuration { step: no, found: step.duration(), expected });
            }
            Some(_) => {}
            None => self.found.push(Violation::Unknown { step: no }),
        }
    }

    fn board(&mut self, no: usize, step: &Step, service: &ServiceId, equipment: &EquipmentId) {
        self.ride = Some(Ride {
            service: service.clone(),
            equipment: equipment.clone(),
            boarded: step.from.clone(),
            run: 0,
            gauge: None,
        });
        let Some(known) = self.corridor.services.get(service).filter(|known| known.equipment == *equipment)
        else {
            self.found.push(Violation::Unknown { step: no });
            return;
        };
        if !self.shipment.classes().iter().all(|class| known.carries.contains(class)) {
            self.found.push(Violation::NotCarried { step: no, service: service.clone() });
        }
        if matches!(known.pattern, Pattern::OnDemand(_)) {
            return;
        }
        // A train boarded at its first stop leaves when loading ends, on a day and at the time it is due to; one that
        // is boarded later follows from its running time and what borders took. Of a frequent train only the days
        // are known.
        let stops = known.pattern.stops();
        if stops.first().is_some_and(|stop| stop.place == step.from) {
            let day = self.corridor.local_date(&step.from, step.end).filter(|day| match &known.pattern {
                Pattern::Scheduled(schedule) => {
                    schedule.runs_on(*day)
                        && self.corridor.local_instant(&step.from, *day, schedule.departs) == Some(step.end)
                }
                Pattern::Frequent(frequent) => frequent.validity.contains(*day),
                Pattern::OnDemand(_) => true,
            });
            if day.is_none() {
                self.found.push(Violation::DoesNotRun { step: no, service: service.clone(), at: step.end });
            }
        } else if !stops.iter().any(|stop| stop.place == step.from) {
            self.found.push(Violation::NoStop {
                step: no,
                service: service.clone(),
                place: step.from.clone(),
            });
        }
    }

    fn alight(&mut self, no: usize, step: &Step, service: &ServiceId, equipment: &EquipmentId) {
        self.aboard(no, service, equipment);
        let Some(ride) = self.ride.take() else { return };
        let Some(pattern) = self.corridor.services.get(service).map(|known| &known.pattern) else { return };
        if matches!(pattern, Pattern::OnDemand(_)) {
            return;
        }
        let stop = |place: &PlaceId| pattern.stops().iter().find(|stop| stop.place == *place);
        match stop(&ride.boarded).zip(stop(&step.from)) {
            None => {
                self.found.push(Violation::NoStop {
                    step: no,
                    service: service.clone(),
                    place: step.from.clone(),
                });
            }
            Some((boarded, alighted)) => {
                let expected = alighted.run.get() - boarded.run.get();
                if ride.run != expected {
                    self.found.push(Violation::WrongDuration {
                        step: no,
                        found: Minutes::new(ride.run),
                        expected: Minutes::new(expected),
                    });
                }
            }
        }
    }

    fn leg(&mut self, idx: usize, step: &Step, service: &ServiceId, sections: &[Section]) {
        let no = idx + 1;
        let mut at = step.from.clone();
        if sections.is_empty() {
            self.found.push(Violation::BrokenLeg { step: no, place: at.clone() });
        }
        for section in sections {
            let Some(link) = self
                .corridor
                .links
                .get(&section.link)
                .filter(|link| link.length == section.length && link.country == section.country)
            else {
                self.found.push(Violation::Unknown { step: no });
                return;
            };
            let next = if link.from == at {
                link.to.clone()
            } else if link.to == at {
                link.from.clone()
            } else {
                self.found.push(Violation::BrokenLeg { step: no, place: at });
                return;
            };
            if !self.serves(service, link) {
                self.found.push(Violation::NotServed {
                    step: no,
                    service: service.clone(),
                    link: link.id.clone(),
                });
            }
            self.gauge(no, link);
            self.border(idx, step, service, link);
            at = next;
        }
        if at != step.to {
            self.found.push(Violation::BrokenLeg { step: no, place: at });
        }
        self.runs(no, step, service, sections);
    }

    /// On demand, no leg is faster than the kilometres per day; a train's minutes are added up until it is left.
    fn runs(&mut self, no: usize, step: &Step, service: &ServiceId, sections: &[Section]) {
        if let Some(ride) = &mut self.ride {
            ride.run = ride.run.saturating_add(step.duration().get());
        }
        if let Some(Pattern::OnDemand(on_demand)) =
            self.corridor.services.get(service).map(|known| &known.pattern)
        {
            let metres: u128 = sections.iter().map(|section| u128::from(section.length.get())).sum();
            let a_day = u128::from(on_demand.km_per_day) * 1_000;
            let least = (metres * 1_440).checked_div(a_day).and_then(|least| i64::try_from(least).ok());
            if let Some(least) = least.filter(|least| step.duration().get() < *least) {
                self.found.push(Violation::WrongDuration {
                    step: no,
                    found: step.duration(),
                    expected: Minutes::new(least),
                });
            }
        }
    }

    fn gauge(&mut self, no: usize, link: &Link) {
        let Some(ride) = &mut self.ride else { return };
        let fixed = self.corridor.equipment.get(&ride.equipment).and_then(|equipment| equipment.gauge);
        if link.gauges.is_empty() {
            return;
        }
        match ride.gauge {
            Some(current) if !link.gauges.contains(&current) => {
                self.found.push(Violation::GaugeBreak { step: no, link: link.id.clone() });
            }
            Some(_) => {}
            // A wagon begins on its own gauge; after a wheelset change it is on another one.
            None if ride.run == 0 && fixed.is_some_and(|fixed| !link.gauges.contains(&fixed)) => {
                self.found.push(Violation::GaugeBreak { step: no, link: link.id.clone() });
            }
            // With both gauges laid it stays open which one a container train took.
            None if link.gauges.len() == 1 => ride.gauge = link.gauges.first().copied(),
            None => {}
        }
    }

    fn serves(&self, service: &ServiceId, link: &Link) -> bool {
        let Some(known) = self.corridor.services.get(service).filter(|known| known.mode == link.mode) else {
            return false;
        };
        match &known.pattern {
            Pattern::OnDemand(on_demand) => {
                on_demand.countries.contains(&link.country)
                    && (on_demand.links.is_empty() || on_demand.links.contains(&link.id))
                    && self
                        .crossing_of(link)
                        .is_none_or(|crossing| on_demand.crossings.contains(&crossing.id))
            }
            Pattern::Scheduled(_) | Pattern::Frequent(_) => true,
        }
    }

    fn crossing_of(&self, link: &Link) -> Option<&Crossing> {
        self.corridor.crossings.values().find(|crossing| crossing.link == link.id)
    }

    /// A leg over a border: no rule shuts the crossing when it is entered, and its steps stand around the leg.
    fn border(&mut self, idx: usize, step: &Step, service: &ServiceId, link: &Link) {
        let Some(crossing) = self.crossing_of(link) else { return };
        let around: Vec<&Step> = self.around(idx, crossing);
        let entered = around.first().map_or(step.start, |first| first.start.min(step.start));
        let shut = self.shut(crossing, service, entered, &step.from);
        let missing = !self.stood_for(crossing, step, &around);
        let crossing = crossing.id.clone();
        if let Some(rule) = shut {
            self.found.push(Violation::Shut { step: idx + 1, crossing: crossing.clone(), rule });
        }
        if missing {
            self.found.push(Violation::StepsMissing { step: idx + 1, link: link.id.clone(), crossing });
        }
    }

    /// The border steps of a crossing directly before and after a leg, waits in between allowed.
    fn around(&self, idx: usize, crossing: &Crossing) -> Vec<&Step> {
        let of_crossing =
            |step: &&Step| matches!(&step.kind, StepKind::Border { crossing: id, .. } if *id == crossing.id);
        let standing = |step: &&Step| matches!(step.kind, StepKind::Border { .. } | StepKind::Wait { .. });
        let before = self.steps.iter().take(idx).rev().take_while(standing).filter(of_crossing);
        let after = self.steps.iter().skip(idx + 1).take_while(standing).filter(of_crossing);
        let mut around: Vec<&Step> = before.collect();
        around.reverse();
        around.extend(after);
        around
    }

    fn stood_for(&self, crossing: &Crossing, leg: &Step, around: &[&Step]) -> bool {
        let StepKind::Leg { equipment, .. } = &leg.kind else { return false };
        crossing.steps.iter().all(|wanted| {
            let applies = wanted.clearance.applies_to(self.shipment.clearance)
                && (wanted.equipment.is_empty() || wanted.equipment.contains(equipment));
            // A step whose validity turns while the train stands may be either of its versions.
            let day = self.corridor.local_date(&leg.from, leg.start);
            let surely_valid = day.is_some_and(|day| {
                [-7_i64, 0, 7].iter().all(|shift| {
                    day.checked_add_signed(chrono::TimeDelta::days(*shift))
                        .is_some_and(|day| wanted.validity.contains(day))
                })
            });
            !applies
                || !surely_valid
                || around
                    .iter()
                    .any(|step| matches!(&step.kind, StepKind::Border { step: id, .. } if *id == wanted.id))
        })
    }

    fn shut(
        &self,
        crossing: &Crossing,
        service: &ServiceId,
        at: landbridge_units::Instant,
        place: &PlaceId,
    ) -> Option<RuleId> {
        let day = self.corridor.local_date(place, at)?;
        let service = self.corridor.services.get(service)?;
        let closure = self
            .corridor
            .closures
            .iter()
            .find(|closure| closure.crossings.contains(&crossing.id) && closure.validity.contains(day))
            .map(|closure| closure.id.clone());
        let holds = |embargo: &&Embargo| {
            embargo.crossings.contains(&crossing.id)
                && embargo.validity.contains(day)
                && (embargo.modes.is_empty() || embargo.modes.contains(&service.mode))
                && !embargo.exempt_tags.iter().any(|tag| service.tags.contains(tag))
        };
        closure.or_else(|| self.corridor.embargoes.iter().find(holds).map(|embargo| embargo.id.clone()))
    }
}
