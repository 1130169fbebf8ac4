//! All itineraries, listed one by one: the rules of movement in the plainest form, without graph, labels or
//! dominance. Shares nothing with the crate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};
use landbridge_model::{
    BorderStep, BorderStepKind, Corridor, Gauge, HandlingAct, Link, Mode, OnDemand, Pattern, PlaceId,
    Schedule, Section, Service, ServiceId, Shipment, Step, StepKind, WaitReason,
};
use landbridge_network::Pricer;
use landbridge_units::{Instant, Minutes};

const TOO_MANY: usize = 10_000;

/// Links with the gauge they are travelled on, for each pair of stops.
pub(crate) type Chains = Vec<Vec<(Link, Option<Gauge>)>>;

/// Arrival, cost, grams.
pub(crate) type Triple = (Instant, i64, u64);

pub(crate) struct Oracle<'a, P> {
    pub(crate) corridor: &'a Corridor,
    pub(crate) shipment: &'a Shipment,
    pub(crate) pricer: &'a P,
    pub(crate) max_rides: u32,
    pub(crate) end: Instant,
    pub(crate) found: BTreeSet<Triple>,
    /// Chains of scheduled services, found once.
    pub(crate) known: BTreeMap<ServiceId, Option<Chains>>,
    /// Choices looked at; listing ends when they are too many for a test.
    pub(crate) looked_at: usize,
}

/// A way so far: steps done, where and when it is, and whether the next link lengthens the last leg.
#[derive(Clone)]
struct Way {
    steps: Vec<Step>,
    place: PlaceId,
    at: Instant,
    joins: bool,
}

impl<P: Pricer> Oracle<'_, P> {
    /// The triples no other is at least as good as in all and better in one; `None` if there is too much to list.
    pub(crate) fn pareto(mut self) -> Option<Vec<Triple>> {
        let start = Way {
            steps: Vec::new(),
            place: self.shipment.origin.clone(),
            at: self.shipment.ready,
            joins: false,
        };
        self.choose(&start, None, 0);
        let best = self
            .found
            .iter()
            .filter(|a| !self.found.iter().any(|b| b != *a && b.0 <= a.0 && b.1 <= a.1 && b.2 <= a.2))
            .copied()
            .collect();
        (self.looked_at < TOO_MANY).then_some(best)
    }

    /// Standing at a place on `from`: finish if this is the destination, and try every other service.
    fn choose(&mut self, way: &Way, from: Option<&Service>, rides: u32) {
        self.looked_at += 1;
        if way.at > self.end || self.looked_at >= TOO_MANY {
            return;
        }
        if let (Some(service), true) = (from, way.place == self.shipment.destination) {
            let mut done = way.clone();
            let minutes = self.duration(HandlingAct::Unload, None, service, &way.place);
            let kind = StepKind::Unload { service: service.id.clone(), equipment: service.equipment.clone() };
            self.stand(&mut done, kind, minutes);
            self.finish(&done);
        }
        if rides == self.max_rides {
            return;
        }
        let corridor = self.corridor;
        for service in corridor.services.values() {
            let again = from.is_some_and(|from| from.id == service.id);
            if again && matches!(service.pattern, Pattern::OnDemand(_)) || !self.handles(service, &way.place) {
                continue;
            }
            match &service.pattern {
                Pattern::Scheduled(schedule) => self.catch(way, from, service, schedule, rides),
                Pattern::Frequent(_) => {}
                Pattern::OnDemand(on_demand) => {
                    let mut way = way.clone();
                    let reason = WaitReason::Request(service.id.clone());
                    let until = way.at.after(on_demand.wait).unwrap();
                    self.wait(&mut way, reason, until);
                    let (kind, minutes) = self.boarding(from, service, &way.place);
                    self.stand(&mut way, kind, minutes);
                    for gauge in self.gauges(service, on_demand) {
                        self.roam(&way, service, on_demand, gauge, &[], false, rides + 1);
                    }
                }
            }
        }
    }

    fn finish(&mut self, way: &Way) {
        if way.at > self.end {
            return;
        }
        let (mut cost, mut grams) = (0, 0);
        for step in &way.steps {
            let price = self.pricer.price(step).unwrap();
            cost += price.cost_minor;
            grams += price.co2e.get();
        }
        self.found.insert((way.at, cost, grams));
    }

    fn gauges(&self, service: &Service, on_demand: &OnDemand) -> Vec<Option<Gauge>> {
        let both = vec![Some(Gauge::Standard), Some(Gauge::Broad)];
        match (service.mode, on_demand.gauge, self.corridor.equipment[&service.equipment].gauge) {
            (Mode::Rail, Some(gauge), _) | (Mode::Rail, None, Some(gauge)) => vec![Some(gauge)],
            (Mode::Rail, None, None) => both,
            _ => vec![None],
        }
    }

    fn handles(&self, service: &Service, place: &PlaceId) -> bool {
        let kind = self.corridor.equipment[&service.equipment].handling;
        self.corridor.places[place].handles.contains(&kind)
    }

    fn duration(
        &self,
        act: HandlingAct,
        from: Option<&Service>,
        service: &Service,
        place: &PlaceId,
    ) -> Minutes {
        // Test corridors have one entry per act, or none of their own for transloads.
        let of = |act| {
            self.corridor
                .handlings
                .iter()
                .find(|x| {
                    x.act == act
                        && (x.places.is_empty() || x.places.contains(place))
                        && (x.equipment.is_empty() || x.equipment.contains(&service.equipment))
                })
                .map(|x| x.duration.get())
        };
        let minutes = match (act, from) {
            (HandlingAct::Transload, Some(_)) => of(HandlingAct::Transload)
                .unwrap_or_else(|| of(HandlingAct::Unload).unwrap() + of(HandlingAct::Load).unwrap()),
            (act, _) => of(act).unwrap(),
        };
        Minutes::new(minutes)
    }

    fn boarding(&self, from: Option<&Service>, service: &Service, place: &PlaceId) -> (StepKind, Minutes) {
        match from {
            None => (
                StepKind::Load { service: service.id.clone(), equipment: service.equipment.clone() },
                self.duration(HandlingAct::Load, None, service, place),
            ),
            Some(before) => (
                StepKind::Transload {
                    from_service: before.id.clone(),
                    from_equipment: before.equipment.clone(),
                    service: service.id.clone(),
                    equipment: service.equipment.clone(),
                },
                self.duration(HandlingAct::Transload, from, service, place),
            ),
        }
    }

    fn stand(&self, way: &mut Way, kind: StepKind, minutes: Minutes) {
        let end = way.at.after(minutes).unwrap();
        way.steps.push(Step {
            kind,
            from: way.place.clone(),
            to: way.place.clone(),
            start: way.at,
            end,
            because: Vec::new(),
        });
        way.at = end;
        way.joins = false;
    }

    fn wait(&self, way: &mut Way, reason: WaitReason, until: Instant) {
        if until > way.at {
            self.stand(way, StepKind::Wait { reason }, until.since(way.at));
        }
    }

    /// Every train of a service that can still be caught, to every stop after.
    fn catch(
        &mut self,
        way: &Way,
        from: Option<&Service>,
        service: &Service,
        schedule: &Schedule,
        rides: u32,
    ) {
        if !self.known.contains_key(&service.id) {
            self.known.insert(service.id.clone(), self.chains(service, schedule));
        }
        let Some(chains) = self.known[&service.id].clone() else { return };
        let first = &schedule.stops[0].place;
        let mut day = self.corridor.local_date(first, self.shipment.ready).unwrap() - Days::new(30);
        while day <= self.corridor.local_date(first, self.end).unwrap() {
            if schedule.runs_on(day) {
                self.catch_on(way, from, service, schedule, &chains, day, rides);
            }
            day = day + Days::new(1);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a test says everything once")]
    fn catch_on(
        &mut self,
        way: &Way,
        from: Option<&Service>,
        service: &Service,
        schedule: &Schedule,
        chains: &[Vec<(Link, Option<Gauge>)>],
        day: NaiveDate,
        rides: u32,
    ) {
        let first = &schedule.stops[0].place;
        let mut train = Way {
            steps: Vec::new(),
            place: first.clone(),
            at: self.corridor.local_instant(first, day, schedule.departs).unwrap(),
            joins: false,
        };
        let mut gauge = self.corridor.equipment[&service.equipment].gauge;
        // Trains the shipment boards on the way from here.
        let mut aboard: Vec<Way> = Vec::new();
        for (idx, stop) in schedule.stops.iter().enumerate() {
            if idx > 0 {
                let run = stop.run.get() - schedule.stops[idx - 1].run.get();
                let chain = &chains[idx - 1];
                let total: u64 = chain.iter().map(|(link, _)| link.length.get()).sum();
                let mut left = run;
                for (n, (link, on)) in chain.iter().enumerate() {
                    let minutes = if n + 1 == chain.len() {
                        left
                    } else {
                        i64::try_from(
                            u128::try_from(run).unwrap() * u128::from(link.length.get()) / u128::from(total),
                        )
                        .unwrap()
                    };
                    left -= minutes;
                    let change = gauge.is_some() && on.is_some() && gauge != *on;
                    gauge = on.or(gauge);
                    let mut through = self.pass(train.clone(), service, link, minutes, change);
                    train = match through.take() {
                        Some(moved) => moved,
                        None => return,
                    };
                    aboard = aboard
                        .iter()
                        .filter_map(|way| self.pass(way.clone(), service, link, minutes, change))
                        .collect();
                }
                if self.handles(service, &stop.place) {
                    for way in &aboard {
                        self.choose(way, Some(service), rides + 1);
                    }
                }
            }
            if stop.place == way.place && idx + 1 < schedule.stops.len() {
                let (kind, minutes) = self.boarding(from, service, &way.place);
                let lead = schedule.cutoff.max(minutes);
                if way.at.after(lead).unwrap() <= train.at {
                    let mut way = way.clone();
                    let begin = train.at.after(Minutes::new(-minutes.get())).unwrap();
                    self.wait(&mut way, WaitReason::Departure(service.id.clone()), begin);
                    self.stand(&mut way, kind, minutes);
                    aboard.push(way);
                }
            }
        }
    }

    /// The shortest chains of links between stops, by listing all that come to no place twice on one gauge.
    fn chains(&self, service: &Service, schedule: &Schedule) -> Option<Chains> {
        let mut best: Option<(u64, u32, Chains)> = None;
        let starts: Vec<Option<Gauge>> =
            match (service.mode, self.corridor.equipment[&service.equipment].gauge) {
                (Mode::Rail, Some(gauge)) => vec![Some(gauge)],
                (Mode::Rail, None) => vec![Some(Gauge::Standard), Some(Gauge::Broad)],
                _ => vec![None],
            };
        for start in starts {
            let place = schedule.stops[0].place.clone();
            self.extend(
                service,
                schedule,
                1,
                vec![Vec::new()],
                &place,
                start,
                &mut vec![(place.clone(), start)],
                (0, 0),
                &mut best,
            );
        }
        best.map(|(_, _, chains)| chains)
    }

    #[expect(clippy::too_many_arguments, reason = "a test says everything once")]
    fn extend(
        &self,
        service: &Service,
        schedule: &Schedule,
        towards: usize,
        chains: Chains,
        place: &PlaceId,
        gauge: Option<Gauge>,
        seen: &mut Vec<(PlaceId, Option<Gauge>)>,
        (metres, changes): (u64, u32),
        best: &mut Option<(u64, u32, Chains)>,
    ) {
        // Already longer than a whole chain: no way to a shorter one.
        if best.as_ref().is_some_and(|(m, c, _)| (metres, changes) >= (*m, *c)) {
            return;
        }
        if *place == schedule.stops[towards].place && !chains[towards - 1].is_empty() {
            if towards + 1 == schedule.stops.len() {
                if best.as_ref().is_none_or(|(m, c, _)| (metres, changes) < (*m, *c)) {
                    *best = Some((metres, changes, chains));
                }
            } else {
                let mut next = chains.clone();
                next.push(Vec::new());
                let mut seen = vec![(place.clone(), gauge)];
                self.extend(
                    service,
                    schedule,
                    towards + 1,
                    next,
                    place,
                    gauge,
                    &mut seen,
                    (metres, changes),
                    best,
                );
            }
            return;
        }
        let can_change = self
            .corridor
            .gauge_changes
            .iter()
            .any(|x| x.place == *place && x.equipment.contains(&service.equipment));
        for link in self.corridor.links.values().filter(|link| link.mode == service.mode) {
            let to = if link.from == *place {
                &link.to
            } else if link.to == *place {
                &link.from
            } else {
                continue;
            };
            let mut options: Vec<(Option<Gauge>, u32)> = vec![(gauge, 0)];
            if gauge.is_some() && can_change {
                options.push((
                    gauge.map(|g| if g == Gauge::Standard { Gauge::Broad } else { Gauge::Standard }),
                    1,
                ));
            }
            for (on, more) in options {
                let fits = on.is_none_or(|g| link.gauges.contains(&g));
                if !fits || seen.contains(&(to.clone(), on)) {
                    continue;
                }
                let mut chains = chains.clone();
                chains[towards - 1].push((link.clone(), on));
                seen.push((to.clone(), on));
                let effort = (metres + link.length.get(), changes + more);
                self.extend(service, schedule, towards, chains, to, on, seen, effort, best);
                seen.pop();
            }
        }
    }

    /// A service on demand goes over one more link, or changes gauge, or ends.
    #[expect(clippy::too_many_arguments, reason = "a test says everything once")]
    fn roam(
        &mut self,
        way: &Way,
        service: &Service,
        on_demand: &OnDemand,
        gauge: Option<Gauge>,
        reached: &[(PlaceId, Option<Gauge>)],
        regauged: bool,
        rides: u32,
    ) {
        self.looked_at += 1;
        if way.at > self.end || self.looked_at >= TOO_MANY {
            return;
        }
        if !reached.is_empty() && !regauged && self.handles(service, &way.place) {
            self.choose(way, Some(service), rides);
        }
        let corridor = self.corridor;
        for link in corridor.links.values() {
            let to = if link.from == way.place {
                &link.to
            } else if link.to == way.place {
                &link.from
            } else {
                continue;
            };
            let crossing = corridor.crossings.values().find(|crossing| crossing.link == link.id);
            let usable = link.mode == service.mode
                && on_demand.countries.contains(&link.country)
                && (on_demand.links.is_empty() || on_demand.links.contains(&link.id))
                && crossing.is_none_or(|crossing| on_demand.crossings.contains(&crossing.id))
                && gauge.is_none_or(|gauge| link.gauges.contains(&gauge));
            if !usable || reached.contains(&(to.clone(), gauge)) {
                continue;
            }
            let metres = link.length.get();
            let per_day = u64::from(on_demand.km_per_day) * 1_000;
            let minutes = i64::try_from((metres * 1_440).div_ceil(per_day)).unwrap();
            let Some(moved) = self.pass(way.clone(), service, link, minutes, false) else { continue };
            let mut reached = reached.to_vec();
            reached.push((to.clone(), gauge));
            self.roam(&moved, service, on_demand, gauge, &reached, false, rides);
        }
        let other = gauge.map(|g| if g == Gauge::Standard { Gauge::Broad } else { Gauge::Standard });
        if other.is_some() && on_demand.gauge.is_none() && !regauged {
            let mut changed = way.clone();
            if self.change_gauge(&mut changed, service) {
                self.roam(&changed, service, on_demand, other, reached, true, rides);
            }
        }
    }

    fn change_gauge(&self, way: &mut Way, service: &Service) -> bool {
        let change = self
            .corridor
            .gauge_changes
            .iter()
            .find(|x| x.place == way.place && x.equipment.contains(&service.equipment));
        let Some(change) = change else { return false };
        let kind = StepKind::GaugeChange {
            change: change.id.clone(),
            method: change.method,
            service: service.id.clone(),
            equipment: service.equipment.clone(),
        };
        self.stand(way, kind, change.duration);
        true
    }

    /// Over one link, with everything that is waited for. `None` if it never opens.
    fn pass(&self, mut way: Way, service: &Service, link: &Link, minutes: i64, change: bool) -> Option<Way> {
        if change && !self.change_gauge(&mut way, service) {
            return None;
        }
        let near = way.place.clone();
        let far = if link.from == near { link.to.clone() } else { link.from.clone() };
        let crossing = self.corridor.crossings.values().find(|crossing| crossing.link == link.id);
        let outbound = link.from == near;
        let (mut before, mut after): (Vec<&BorderStep>, Vec<&BorderStep>) = crossing
            .iter()
            .flat_map(|crossing| &crossing.steps)
            .filter(|step| step.clearance.applies_to(self.shipment.clearance))
            .filter(|step| step.equipment.is_empty() || step.equipment.contains(&service.equipment))
            .partition(|step| step.side == self.corridor.places[&link.from].country);
        if !outbound {
            std::mem::swap(&mut before, &mut after);
            before.reverse();
            after.reverse();
        }
        let ruled = crossing.is_some_and(|crossing| {
            self.corridor.closures.iter().any(|x| x.crossings.contains(&crossing.id))
                || self.corridor.embargoes.iter().any(|x| x.crossings.contains(&crossing.id))
        });
        if ruled || !before.is_empty() || self.corridor.places[&near].hours.is_some() {
            way.joins = false;
        }
        // Minute by minute would do as well: step to the end of whatever is in the way until nothing is.
        loop {
            self.wait_for_opening(&mut way);
            let Some(crossing) = crossing else { break };
            let today = self.corridor.local_date(&near, way.at).unwrap();
            let closed = self
                .corridor
                .closures
                .iter()
                .find(|x| x.crossings.contains(&crossing.id) && x.validity.contains(today))
                .map(|x| (WaitReason::Closure(x.id.clone()), x.validity));
            let stopped = self
                .corridor
                .embargoes
                .iter()
                .find(|x| {
                    x.crossings.contains(&crossing.id)
                        && x.validity.contains(today)
                        && (x.modes.is_empty() || x.modes.contains(&service.mode))
                        && !x.exempt_tags.iter().any(|tag| service.tags.contains(tag))
                })
                .map(|x| (WaitReason::Embargo(x.id.clone()), x.validity));
            let Some((reason, validity)) = closed.or(stopped) else { break };
            let until = self.midnight_after(&near, validity.to()?);
            self.wait(&mut way, reason, until);
        }
        way = self.side(way, service, crossing, &before)?;
        self.run(&mut way, service, link, &far, minutes);
        if self.corridor.places[&far].hours.is_some() {
            way.joins = false;
            self.wait_for_opening(&mut way);
        }
        self.side(way, service, crossing, &after)
    }

    fn run(&self, way: &mut Way, service: &Service, link: &Link, far: &PlaceId, minutes: i64) {
        let end = way.at.after(Minutes::new(minutes)).unwrap();
        let section = Section {
            link: link.id.clone(),
            country: link.country,
            length: link.length,
            electrified: link.electrified,
            row: Arc::clone(&link.row),
        };
        let last = way.steps.last_mut().filter(|_| way.joins);
        if let Some(Step { kind: StepKind::Leg { sections, .. }, to, end: ends, .. }) = last {
            sections.push(section);
            *to = far.clone();
            *ends = end;
        } else {
            way.steps.push(Step {
                kind: StepKind::Leg {
                    service: service.id.clone(),
                    equipment: service.equipment.clone(),
                    mode: service.mode,
                    sections: vec![section],
                },
                from: way.place.clone(),
                to: far.clone(),
                start: way.at,
                end,
                because: Vec::new(),
            });
        }
        way.joins = true;
        way.place = far.clone();
        way.at = end;
    }

    fn midnight_after(&self, place: &PlaceId, day: NaiveDate) -> Instant {
        self.corridor.local_instant(place, day + Days::new(1), NaiveTime::MIN).unwrap()
    }

    fn wait_for_opening(&self, way: &mut Way) {
        let place = &self.corridor.places[&way.place];
        let Some(hours) = &place.hours else { return };
        // The first open minute, looked for one by one.
        let mut at = way.at;
        loop {
            let local = at.to_utc().unwrap().with_timezone(&place.time_zone);
            if hours.is_open(local.weekday(), local.time()) {
                break;
            }
            at = at.after(Minutes::new(1)).unwrap();
        }
        self.wait(way, WaitReason::Opening, at);
    }

    /// One side of a crossing: now, or after waiting for another set of steps, whichever is through first.
    fn side(
        &self,
        mut way: Way,
        service: &Service,
        crossing: Option<&landbridge_model::Crossing>,
        steps: &[&BorderStep],
    ) -> Option<Way> {
        let Some(crossing) = crossing.filter(|_| !steps.is_empty()) else { return Some(way) };
        way.joins = false;
        let mut best = self.formalities(way.clone(), service, crossing, steps)?;
        let mut day = self.corridor.local_date(&way.place, way.at).unwrap();
        loop {
            let turn = self.midnight_after(&way.place, day);
            day = day + Days::new(1);
            if turn >= best.at {
                return Some(best);
            }
            let yesterday = day - Days::new(1);
            if steps.iter().all(|step| step.validity.contains(day) == step.validity.contains(yesterday)) {
                continue;
            }
            let mut held = way.clone();
            self.wait(&mut held, WaitReason::Opening, turn);
            if let Some(through) = self.formalities(held, service, crossing, steps)
                && through.at < best.at
            {
                best = through;
            }
        }
    }

    fn formalities(
        &self,
        mut way: Way,
        service: &Service,
        crossing: &landbridge_model::Crossing,
        steps: &[&BorderStep],
    ) -> Option<Way> {
        let today = self.corridor.local_date(&way.place, way.at).unwrap();
        for step in steps.iter().filter(|step| step.validity.contains(today)) {
            let rests = matches!(step.kind, BorderStepKind::Customs | BorderStepKind::Inspection);
            loop {
                let now = self.corridor.local_date(&way.place, way.at).unwrap();
                let holiday = self
                    .corridor
                    .holidays
                    .iter()
                    .find(|x| x.country == step.side && x.validity.contains(now));
                let Some(holiday) = holiday.filter(|_| rests) else { break };
                let until = self.midnight_after(&way.place, holiday.validity.to()?);
                self.wait(&mut way, WaitReason::Holiday(holiday.id.clone()), until);
            }
            let kind = StepKind::Border {
                crossing: crossing.id.clone(),
                step: step.id.clone(),
                side: step.side,
                service: service.id.clone(),
                equipment: service.equipment.clone(),
                mode: service.mode,
                first: false,
            };
            self.stand(&mut way, kind, step.duration);
        }
        Some(way)
    }
}
