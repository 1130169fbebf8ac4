//! Services: trains and vessels that run on dates, and carriers that come when asked.

use std::collections::BTreeSet;
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
    /// Every so many hours, along stops.
    Frequent(Frequent),
    /// When asked, over all links of its mode in its countries.
    OnDemand(OnDemand),
}

impl Pattern {
    /// Stops in order; none for a service on demand.
    #[must_use]
    pub fn stops(&self) -> &[Stop] {
        match self {
            Self::Scheduled(schedule) => &schedule.stops,
            Self::Frequent(frequent) => &frequent.stops,
            Self::OnDemand(_) => &[],
        }
    }

    /// Most units per departure; `None` where there is no limit, and for a service on demand.
    #[must_use]
    pub const fn units_max(&self) -> Option<u32> {
        match self {
            Self::Scheduled(schedule) => schedule.units_max,
            Self::Frequent(frequent) => frequent.units_max,
            Self::OnDemand(_) => None,
        }
    }
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

    /// Whether there is no day on which it leaves its first stop.
    #[must_use]
    pub fn never_runs(&self) -> bool {
        use chrono::Datelike as _;
        let except: BTreeSet<NaiveDate> = self.except.iter().copied().collect();
        if self.also.iter().any(|day| !except.contains(day)) {
            return false;
        }
        if self.days.is_empty() {
            return true;
        }
        // A period with an open end outlasts any list of exceptions. In any other, only exceptions hold up the
        // search for the first day, so it takes no longer than they and a week.
        let (Some(from), Some(to)) = (self.validity.from(), self.validity.to()) else { return false };
        !from
            .iter_days()
            .take_while(|day| *day <= to)
            .any(|day| self.days.contains(&day.weekday()) && !except.contains(&day))
    }
}

/// A service of which is known how often it runs, and not when.
///
/// Who comes to it waits between no time and [`every`](Self::every); planning counts
/// [half of that](Self::waiting), the mean where nothing ties the arrival to the departures.
#[derive(Clone, Debug)]
pub struct Frequent {
    /// From one departure at the first stop to the next; above zero.
    pub every: Minutes,
    /// Period in which it runs, local days at the first stop.
    pub validity: Validity,
    /// How long before departure vehicles must be ready.
    pub cutoff: Minutes,
    /// Most units per departure.
    pub units_max: Option<u32>,
    /// Fewest units for which it runs.
    pub units_min: Option<u32>,
    /// Stops, at least two, in order.
    pub stops: Vec<Stop>,
}

impl Frequent {
    /// The wait for a departure as planning counts it: half of the interval, rounded up to the minute. At best it is
    /// none, at worst the interval.
    #[must_use]
    pub const fn waiting(&self) -> Minutes {
        let every = self.every.get();
        Minutes::new(every / 2 + every % 2)
    }
}

/// A stop of a scheduled or frequent service.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Where.
    pub place: PlaceId,
    /// Running time from the first stop, without border steps.
    pub run: Minutes,
    /// Lower end of the range of the running time, if known.
    pub run_low: Option<Minutes>,
    /// Upper end of the range of the running time, if known.
    pub run_high: Option<Minutes>,
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
    /// Lower end of the range of the wait, if known.
    pub wait_low: Option<Minutes>,
    /// Upper end of the range of the wait, if known.
    pub wait_high: Option<Minutes>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 5, d).unwrap()
    }

    fn schedule(days: &[Weekday], period: (u32, u32), also: &[u32], except: &[u32]) -> Schedule {
        Schedule {
            departs: NaiveTime::MIN,
            days: days.to_vec(),
            validity: Validity::new(Some(day(period.0)), Some(day(period.1))).unwrap(),
            also: also.iter().map(|d| day(*d)).collect(),
            except: except.iter().map(|d| day(*d)).collect(),
            cutoff: Minutes::ZERO,
            units_max: None,
            units_min: None,
            stops: Vec::new(),
        }
    }

    #[test]
    fn exceptions_beat_weekdays_and_extra_dates() {
        let schedule = schedule(&[Weekday::Sun], (1, 20), &[17, 25], &[7, 25]);
        let runs: Vec<u32> = (1..=31).filter(|d| schedule.runs_on(day(*d))).collect();
        assert_eq!(runs, [14, 17]);
    }

    #[test]
    fn a_service_without_a_day_never_runs() {
        use Weekday::{Sun, Wed};
        // 7 and 14 May 2023 are Sundays.
        let never = [
            schedule(&[], (1, 31), &[], &[]),
            schedule(&[], (1, 31), &[25], &[25]),
            schedule(&[Sun], (8, 13), &[], &[]),
            schedule(&[Sun], (1, 20), &[], &[7, 14]),
        ];
        for schedule in &never {
            assert!(schedule.never_runs() && !(1..=31).any(|d| schedule.runs_on(day(d))), "{schedule:?}");
        }
        let sometimes = [
            schedule(&[], (1, 2), &[25], &[]),
            schedule(&[Sun, Wed], (8, 13), &[], &[]),
            schedule(&[Sun], (1, 20), &[], &[7]),
        ];
        for schedule in &sometimes {
            assert!(!schedule.never_runs() && (1..=31).any(|d| schedule.runs_on(day(d))), "{schedule:?}");
        }
        let mut open = schedule(&[Sun], (1, 20), &[], &[7, 14]);
        open.validity = Validity::new(Some(day(1)), None).unwrap();
        assert!(!open.never_runs());
    }

    #[test]
    fn half_an_interval_is_waited() {
        let waiting = |every| {
            let every = Minutes::new(every);
            let validity = Validity::ALWAYS;
            let cutoff = Minutes::ZERO;
            Frequent { every, validity, cutoff, units_max: None, units_min: None, stops: Vec::new() }
                .waiting()
                .get()
        };
        assert_eq!([1, 60, 1_441, i64::MAX].map(waiting), [1, 30, 721, i64::MAX / 2 + 1]);
    }
}
