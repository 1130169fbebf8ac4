//! Prices as the search adds them up.

use std::cell::RefCell;

use landbridge_model::{PlaceId, ServiceId, Step, StepKind, WaitReason};
use landbridge_units::{Instant, Minutes};

use crate::error::RouteError;
use crate::pricer::Pricer;

const MINUTES_PER_DAY: i64 = 1_440;

/// Bounds are remembered for waits up to this many days.
const DAYS_KEPT: usize = 4_000;

/// Money and CO2e so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tally {
    pub(crate) cost: i64,
    pub(crate) co2: u64,
}

impl Tally {
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        Some(Self { cost: self.cost.checked_add(other.cost)?, co2: self.co2.checked_add(other.co2)? })
    }

    /// The sum, for lower bounds: one that does not fit is beyond any way.
    pub(crate) fn saturating(self, other: Self) -> Self {
        Self { cost: self.cost.saturating_add(other.cost), co2: self.co2.saturating_add(other.co2) }
    }
}

/// A pricer, with the bounds on waiting asked for once.
#[derive(Debug)]
pub(crate) struct Toll<'p, P: Pricer> {
    pricer: &'p P,
    /// Places where waiting may cost something.
    charging: Vec<PlaceId>,
    /// Most that waiting so many days costs anywhere.
    bounds: RefCell<Vec<Option<i64>>>,
}

impl<'p, P: Pricer> Toll<'p, P> {
    /// Asks where waiting up to `longest` costs something.
    pub(crate) fn new(
        pricer: &'p P,
        places: impl Iterator<Item = PlaceId>,
        longest: Minutes,
    ) -> Result<Self, RouteError<P::Error>> {
        let mut charging = Vec::new();
        for place in places {
            if max_wait_cost(pricer, &place, longest)? > 0 {
                charging.push(place);
            }
        }
        Ok(Self { pricer, charging, bounds: RefCell::default() })
    }

    /// Whether waiting is free everywhere.
    pub(crate) fn waiting_is_free(&self) -> bool {
        self.charging.is_empty()
    }

    /// The most that waiting so much longer costs at any place: whoever is earlier may have to wait it out later,
    /// and not where it stands now. Of the days begun, which is no less than of the minutes.
    pub(crate) fn wait_bound(&self, minutes: i64) -> Result<i64, RouteError<P::Error>> {
        if minutes <= 0 || self.charging.is_empty() {
            return Ok(0);
        }
        let days = minutes / MINUTES_PER_DAY + i64::from(minutes % MINUTES_PER_DAY > 0);
        // No longer than the horizon, or it would not be asked for.
        let idx = usize::try_from(days).unwrap_or(usize::MAX);
        if let Some(Some(known)) = self.bounds.borrow().get(idx).copied() {
            return Ok(known);
        }
        let mut most = 0;
        for place in &self.charging {
            let waited = Minutes::new(days.saturating_mul(MINUTES_PER_DAY));
            most = most.max(max_wait_cost(self.pricer, place, waited)?);
        }
        if idx < DAYS_KEPT {
            let mut bounds = self.bounds.borrow_mut();
            if bounds.len() <= idx {
                bounds.resize(idx + 1, None);
            }
            bounds[idx] = Some(most);
        }
        Ok(most)
    }

    /// See [`Pricer::period`].
    pub(crate) fn period(&self, place: &PlaceId, at: Instant) -> i64 {
        self.pricer.period(place, at)
    }

    /// A lower bound of the price of a step: see [`Pricer::at_least`].
    pub(crate) fn at_least(&self, step: &Step, until: Instant) -> Tally {
        let least = self.pricer.at_least(step, until);
        Tally { cost: least.cost_minor.max(0), co2: least.co2e.get() }
    }

    /// A lower bound of what a section adds: see [`Pricer::section_at_least`].
    pub(crate) fn section_at_least(&self, step: &Step, until: Instant) -> Tally {
        let least = self.pricer.section_at_least(step, until);
        Tally { cost: least.cost_minor.max(0), co2: least.co2e.get() }
    }

    /// The price of a step.
    pub(crate) fn price(&self, step: &Step) -> Result<Tally, RouteError<P::Error>> {
        let price = self.pricer.price(step).map_err(|source| RouteError::Pricer {
            place: step.from.clone(),
            service: service_of(step).cloned(),
            source,
        })?;
        if price.cost_minor < 0 {
            return Err(RouteError::NegativePrice {
                place: step.from.clone(),
                service: service_of(step).cloned(),
                cost_minor: price.cost_minor,
            });
        }
        Ok(Tally { cost: price.cost_minor, co2: price.co2e.get() })
    }

    /// The price of steps on top of a tally.
    pub(crate) fn add(&self, mut sum: Tally, steps: &[Step]) -> Result<Tally, RouteError<P::Error>> {
        for step in steps {
            sum = sum
                .plus(self.price(step)?)
                .ok_or_else(|| RouteError::OutOfRange { place: step.from.clone() })?;
        }
        Ok(sum)
    }
}

fn max_wait_cost<P: Pricer>(
    pricer: &P,
    place: &PlaceId,
    waited: Minutes,
) -> Result<i64, RouteError<P::Error>> {
    let cost_minor = pricer.max_wait_cost(place, waited).map_err(|source| RouteError::Pricer {
        place: place.clone(),
        service: None,
        source,
    })?;
    if cost_minor < 0 {
        return Err(RouteError::NegativePrice { place: place.clone(), service: None, cost_minor });
    }
    Ok(cost_minor)
}

fn service_of(step: &Step) -> Option<&ServiceId> {
    match &step.kind {
        StepKind::Wait { reason: WaitReason::Departure(service) | WaitReason::Request(service) }
        | StepKind::Load { service, .. }
        | StepKind::Unload { service, .. }
        | StepKind::Transload { service, .. }
        | StepKind::Leg { service, .. }
        | StepKind::Border { service, .. }
        | StepKind::GaugeChange { service, .. } => Some(service),
        _ => None,
    }
}
