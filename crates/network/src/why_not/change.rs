//! What can be changed about a question, or about the corridor, so that there is a way.

use std::fmt;

use landbridge_model::{Country, CrossingId, Mode, PlaceId, ServiceId, Shipment};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::query::{Filter, SearchOptions, Via, Waiver};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Change {
    /// A place is not avoided.
    PassPlace(PlaceId),
    /// A crossing is not avoided.
    PassCrossing(CrossingId),
    /// A country is not avoided.
    PassCountry(Country),
    /// An operator is not avoided.
    UseOperator(String),
    /// A mode is not avoided.
    UseMode(Mode),
    /// Something need not be touched.
    NotVia(Via),
    /// A service that was not among those asked for may be used as well.
    Admit(ServiceId),
    /// More handlings.
    Handlings {
        /// The most there may be.
        most: u32,
        /// How many that is more.
        more: u32,
    },
    /// A higher budget.
    Cost {
        /// The most it may cost, in minor units.
        most_minor: i64,
        /// How much that is more.
        more_minor: i64,
    },
    /// More CO2e.
    Co2e {
        /// The most that may be emitted.
        most: GramsCo2e,
        /// How much that is more.
        more: GramsCo2e,
    },
    /// A later deadline.
    Deadline {
        /// The new deadline.
        by: Instant,
        /// How much later that is.
        later: Minutes,
    },
    /// A longer horizon.
    Horizon {
        /// How long, from when the shipment is ready.
        length: Minutes,
        /// How much longer that is.
        longer: Minutes,
    },
    /// The shipment is ready earlier. The horizon ends when it did.
    Ready {
        /// From when on.
        from: Instant,
        /// How much earlier that is.
        earlier: Minutes,
    },
    /// Something of the corridor is taken not to hold.
    Waive(Waiver),
}

impl Change {
    /// Makes the change. Asked again, the question has a way once all changes of a set are made.
    pub fn make(&self, filter: &mut Filter, options: &mut SearchOptions, shipment: &mut Shipment) {
        match self {
            Self::PassPlace(place) => {
                filter.avoid_places.remove(place);
            }
            Self::PassCrossing(crossing) => {
                filter.avoid_crossings.remove(crossing);
            }
            Self::PassCountry(country) => {
                filter.avoid_countries.remove(country);
            }
            Self::UseOperator(operator) => {
                filter.avoid_operators.remove(operator);
            }
            Self::UseMode(mode) => {
                filter.avoid_modes.remove(mode);
            }
            Self::NotVia(via) => filter.via.retain(|asked| asked != via),
            Self::Admit(service) => {
                if let Some(services) = &mut filter.services {
                    services.insert(service.clone());
                }
            }
            Self::Handlings { most, .. } => options.max_handlings = Some(*most),
            Self::Cost { most_minor, .. } => options.max_cost_minor = Some(*most_minor),
            Self::Co2e { most, .. } => options.max_co2e = Some(*most),
            Self::Deadline { by, .. } => options.arrive_by = Some(*by),
            // An earlier start lengthens the horizon as well, in whatever order the two are made.
            Self::Horizon { longer, .. } => options.horizon = sum(options.horizon, *longer),
            Self::Ready { from, earlier } => {
                shipment.ready = *from;
                options.horizon = sum(options.horizon, *earlier);
            }
            Self::Waive(waiver) => {
                filter.waive.insert(waiver.clone());
            }
        }
    }
}

fn sum(a: Minutes, b: Minutes) -> Minutes {
    Minutes::new(a.get().saturating_add(b.get()))
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PassPlace(place) => write!(f, "do not avoid place {place}"),
            Self::PassCrossing(crossing) => write!(f, "do not avoid crossing {crossing}"),
            Self::PassCountry(country) => write!(f, "do not avoid {country}"),
            Self::UseOperator(operator) => write!(f, "do not avoid operator {operator}"),
            Self::UseMode(mode) => write!(f, "do not avoid {mode}"),
            Self::NotVia(via) => write!(f, "do without {via}"),
            Self::Admit(service) => write!(f, "admit service {service}"),
            Self::Handlings { most, more } => write!(f, "allow {most} handlings, {more} more"),
            Self::Cost { most_minor, more_minor } => {
                write!(f, "allow a cost of {most_minor} minor units, {more_minor} more")
            }
            Self::Co2e { most, more } => {
                write!(f, "allow {} g of CO2e, {} g more", most.get(), more.get())
            }
            Self::Deadline { by, later } => write!(f, "arrive by {by}, {later} later"),
            Self::Horizon { length, longer } => write!(f, "look {length} ahead, {longer} longer"),
            Self::Ready { from, earlier } => write!(f, "be ready at {from}, {earlier} earlier"),
            Self::Waive(waiver) => write!(f, "{waiver}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_say_what_is_to_be_done() {
        let text = |change: Change| change.to_string();
        assert_eq!(text(Change::PassCountry("KZ".parse().unwrap())), "do not avoid KZ");
        assert_eq!(text(Change::NotVia(Via::Place("KZ-A".parse().unwrap()))), "do without place KZ-A");
        assert_eq!(text(Change::Handlings { most: 4, more: 1 }), "allow 4 handlings, 1 more");
        let (by, later) = (Instant::from_epoch_minutes(61), Minutes::new(61));
        assert_eq!(text(Change::Deadline { by, later }), "arrive by 1970-01-01T01:01Z, 1 h 01 min later");
        let waiver = Waiver::Rule("shut".parse().unwrap());
        assert_eq!(text(Change::Waive(waiver)), "lift rule shut");
    }
}
