//! How much has to be changed: the amounts of a minimal set, each no more than needed.

use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::criteria::{Criteria, Criterion};
use crate::error::RouteError;
use crate::pareto::pareto;
use crate::pricer::Pricer;
use crate::query::SearchOptions;
use crate::routes::Route;
use crate::why_not::Remedy;
use crate::why_not::change::Change;
use crate::why_not::levers::Lever;
use crate::why_not::minimal_sets::Set;
use crate::why_not::trial::{Asked, Stop, Trial};

impl<P: Pricer> Trial<'_, P> {
    /// A minimal set as changes: each amount no more than needed. One remedy for each choice between amounts.
    pub(crate) fn remedies(&self, set: &Set) -> Result<Vec<Remedy>, Stop<P::Error>> {
        let mut asked = self.asked(set)?;
        if self.pulled(set, &Lever::Ready) {
            let Some(latest) = self.latest_within_budget(set, &asked)? else { return Ok(Vec::new()) };
            asked.shipment.ready = latest;
            asked.options.horizon = asked.end.since(latest);
        }
        let axes = [
            (Lever::Deadline, Criterion::Arrival),
            (Lever::Horizon, Criterion::Arrival),
            (Lever::Cost, Criterion::Cost),
            (Lever::Co2e, Criterion::Co2e),
            (Lever::Handlings, Criterion::Handlings),
        ];
        let axes: Vec<Criterion> =
            axes.into_iter().filter(|(lever, _)| self.pulled(set, lever)).map(|(_, axis)| axis).collect();
        let criteria = Criteria::of(&axes).unwrap_or(Criteria::only(Criterion::Arrival));
        let options = SearchOptions { criteria, ..asked.options };
        let routes = match pareto(self.network, &asked.query(&self.query, options), self.pricer) {
            Ok(routes) => routes,
            Err(RouteError::Unreachable { .. } | RouteError::NoDepartureInHorizon { .. }) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(error.into()),
        };
        self.count(routes.labels);
        if !routes.complete {
            self.cut_short.set(true);
        }
        Ok(routes.routes.into_iter().map(|route| self.remedy(set, route)).collect())
    }

    fn remedy(&self, set: &Set, route: Route) -> Remedy {
        let pulled = set.iter().filter_map(|lever| self.levers.get(*lever));
        let mut changes: Vec<Change> = pulled.filter_map(|lever| self.change(lever, &route)).collect();
        changes.sort();
        Remedy { changes, route }
    }

    /// A lever with its amount; `None` where a way turns out not to need it.
    fn change(&self, lever: &Lever, route: &Route) -> Option<Change> {
        let limits = self.query.options;
        let ready = self.query.shipment.ready;
        let arrival = route.itinerary.end();
        Some(match lever {
            Lever::Whole(change) => change.clone(),
            Lever::Deadline => {
                let later = arrival.since(limits.arrive_by?);
                (later > Minutes::ZERO).then_some(Change::Deadline { by: arrival, later })?
            }
            Lever::Horizon => {
                let length = arrival.since(ready);
                let longer = Minutes::new(length.get().saturating_sub(limits.horizon.get()));
                (longer > Minutes::ZERO).then_some(Change::Horizon { length, longer })?
            }
            Lever::Handlings => {
                let more = route.handlings.checked_sub(limits.max_handlings?).filter(|more| *more > 0)?;
                Change::Handlings { most: route.handlings, more }
            }
            Lever::Co2e => {
                let more = route.co2e.get().checked_sub(limits.max_co2e?.get()).filter(|more| *more > 0)?;
                Change::Co2e { most: route.co2e, more: GramsCo2e::new(more) }
            }
            Lever::Cost => {
                let more = route.cost_minor.checked_sub(limits.max_cost_minor?).filter(|more| *more > 0)?;
                Change::Cost { most_minor: route.cost_minor, more_minor: more }
            }
            Lever::Ready => {
                let from = route.itinerary.start();
                let earlier = ready.since(from);
                (earlier > Minutes::ZERO).then_some(Change::Ready { from, earlier })?
            }
        })
    }

    /// The latest minute at which the shipment may be ready. Within a budget: that without it if it will do, since
    /// none later will; else one that will, where a minute later will not.
    fn latest_within_budget(&self, set: &Set, asked: &Asked) -> Result<Option<Instant>, Stop<P::Error>> {
        if asked.options.max_cost_minor.is_none() {
            return self.latest(asked);
        }
        if let Some((_, known)) = self.ready_known.borrow().iter().find(|(known, _)| known == set) {
            return Ok(Some(*known));
        }
        let unpaid = Asked {
            options: SearchOptions { max_cost_minor: None, ..asked.options },
            filter: asked.filter.clone(),
            shipment: asked.shipment.clone(),
            end: asked.end,
        };
        let Some(latest) = self.latest(&unpaid)? else { return Ok(None) };
        self.latest_between(asked, asked.shipment.ready, latest)
    }
}
