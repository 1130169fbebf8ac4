//! Services: trains and vessels that run on dates, and carriers that come when asked.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, Weekday};
use landbridge_units::Minutes;

use crate::country::Country;
use crate::fact::Row;
use crate::id::{CrossingId, EquipmentId, LinkId, PlaceId, ServiceId};
use crate::place::{Gauge, Mode};
use crate::validity::Validity;
use crate::vehicle::VehicleClass;

/// A service.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Name.
    pub name: String,
    /// Who runs it.
    pub operator: String,
    /// Mode.
    pub mode: Mode,
    /// The equipment it carries vehicles in.
    pub equipment: EquipmentId,
    /// Vehicle classes it takes.
    pub carries: Vec<VehicleClass>,
    /// What exemptions ask for.
    pub tags: Vec<String>,
    /// When it runs.
    pub pattern: Pattern,
    /// Provenance.
    pub row: Arc<Row>,
}

/// When and where a service runs.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// On dates, along stops.
    Scheduled(Schedule),
    /// When asked, over all links of its mode in its countries.
    OnDemand(OnDemand),
}

/// A timetable.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Departure at the first stop, local time there.
    pub departs: NaiveTime,
    /// Weekdays it runs.
    pub days: Vec<Weekday>,
    /// Period in which the weekdays apply.
    pub validity: Validity,
    /// Further dates.
    pub also: Vec<NaiveDate>,
    /// Dates on which it does not run.
    pub except: Vec<NaiveDate>,
    /// How long before departure vehicles must be ready.
    pub cutoff: Minutes,
    /// Most units per departure.
    pub units_max: Option<u32>,
    /// Fewest units for which it runs.
    pub units_min: Option<u32>,
    /// Stops, at least two, in order.
    pub stops: Vec<Stop>,
}

impl Schedule {
    /// Whether it leaves its first stop on a day.
    #[must_use]
    pub fn runs_on(&self, day: NaiveDate) -> bool {
        use chrono::Datelike as _;
        if self.except.contains(&day) {
            return false;
        }
        self.also.contains(&day) || (self.validity.contains(day) && self.days.contains(&day.weekday()))
    }
}

/// A stop of a timetable.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Where.
    pub place: PlaceId,
    /// Running time from the first stop, without border steps.
    pub run: Minutes,
    /// Places the train passes before it, which fix its way.
    pub via: Vec<PlaceId>,
}

/// A service that comes when asked.
#[derive(Clone, Debug)]
pub struct OnDemand {
    /// Countries it serves.
    pub countries: Vec<Country>,
    /// Crossings it passes.
    pub crossings: Vec<CrossingId>,
    /// Gauge, for rail.
    pub gauge: Option<Gauge>,
    /// If not empty, the only links it uses.
    pub links: Vec<LinkId>,
    /// Kilometres in a day of 24 hours, rests included.
    pub km_per_day: u32,
    /// From request to loading.
    pub wait: Minutes,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_beat_weekdays_and_extra_dates() {
        let day = |d| NaiveDate::from_ymd_opt(2023, 5, d).unwrap();
        let schedule = Schedule {
            departs: NaiveTime::MIN,
            days: vec![Weekday::Sun],
            validity: Validity::new(Some(day(1)), Some(day(20))).unwrap(),
            also: vec![day(17), day(25)],
            except: vec![day(7), day(25)],
            cutoff: Minutes::ZERO,
            units_max: None,
            units_min: None,
            stops: Vec::new(),
        };
        let runs: Vec<u32> = (1..=31).filter(|d| schedule.runs_on(day(*d))).collect();
        assert_eq!(runs, [14, 17]);
    }
}
