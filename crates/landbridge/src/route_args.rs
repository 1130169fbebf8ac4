//! What is asked about routes: criteria, what must and must not be used, limits, days, drawings.

use chrono::{NaiveDate, NaiveTime};
use clap::{Args as ClapArgs, ValueEnum};
use landbridge_model::{Country, CrossingId, Mode, PlaceId, ServiceId};
use landbridge_planning::Criterion;
use landbridge_units::{Decimal, GramsCo2e};

use crate::args::{Ends, Mix};

/// No profile is longer: a year of ready days.
const MOST_DAYS: i64 = 366;
/// No horizon reaches further: ten years.
const LONGEST_HORIZON_DAYS: i64 = 3_660;

#[derive(Debug, ClapArgs)]
pub(crate) struct Route {
    #[command(flatten)]
    pub(crate) ends: Ends,
    #[command(flatten)]
    pub(crate) mix: Mix,
    /// What routes are compared by, the deciding one first: arrival, cost, co2e, handlings, spread
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "cost,arrival,co2e", value_parser = criterion)]
    pub(crate) criteria: Vec<Criterion>,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) limits: Limits,
    /// Unloaded by then, local time at the destination; a date means the end of that day. Without --depart: the
    /// latest minute to be ready, and the routes from there
    #[arg(long, value_name = "DATE[THH:MM]", value_parser = deadline)]
    pub(crate) arrive_by: Option<Deadline>,
    /// Show so many best routes by the first criterion, each by another sequence of services
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) best: Option<u32>,
    /// Show so many good routes that share as little as can be, the best by the first criterion among them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20), conflicts_with = "best")]
    pub(crate) diverse: Option<u32>,
    /// Have the answer judged by the corridor alone, with no code of the search; an answer that fails is an error
    #[arg(long)]
    pub(crate) verify: bool,
    /// For each of so many ready days, from --depart on: the cheapest and the fastest, and what changed
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=MOST_DAYS), conflicts_with_all = ["best", "diverse"])]
    pub(crate) each_day: Option<u32>,
    /// The same for each ready day up to this one
    #[arg(long, value_name = "DATE", conflicts_with_all = ["each_day", "best", "diverse"])]
    pub(crate) until: Option<NaiveDate>,
    /// What to draw with --format svg, of the best route by the first criterion; without it the map
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with_all = ["each_day", "until"])]
    pub(crate) drawing: Option<Drawing>,
}

/// What is drawn of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Drawing {
    /// Its way on the map of the corridor
    Map,
    /// Distance against time, every step with its times
    TimeSpace,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Reach {
    /// Where the vehicles are
    #[arg(required_unless_present = "order", conflicts_with = "order")]
    pub(crate) origin: Option<PlaceId>,
    #[command(flatten)]
    pub(crate) mix: Mix,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Only places reached for so much transport cost per vehicle, in the corridor's base currency
    #[arg(long, value_name = "AMOUNT", value_parser = plain_decimal)]
    pub(crate) budget: Option<Decimal>,
    /// Only places where the vehicles are unloaded so many days after they are ready
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=LONGEST_HORIZON_DAYS))]
    pub(crate) days: Option<u32>,
    /// Days to the earliest arrival for each of so many ready days, from --depart on
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=MOST_DAYS))]
    pub(crate) each_day: Option<u32>,
}

/// What may, must and must not be used.
#[derive(Debug, ClapArgs)]
pub(crate) struct Choice {
    /// A place to pass or to handle the vehicles at; may be given several times, as all --via and --avoid
    #[arg(long, value_name = "PLACE")]
    pub(crate) via_place: Vec<PlaceId>,
    /// A border crossing to use
    #[arg(long, value_name = "CROSSING")]
    pub(crate) via_crossing: Vec<CrossingId>,
    /// A service to use
    #[arg(long, value_name = "SERVICE")]
    pub(crate) via_service: Vec<ServiceId>,
    /// A border crossing not to use
    #[arg(long, value_name = "CROSSING")]
    pub(crate) avoid_crossing: Vec<CrossingId>,
    /// A place not to pass
    #[arg(long, value_name = "PLACE")]
    pub(crate) avoid_place: Vec<PlaceId>,
    /// A country not to pass: two letters
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) avoid_country: Vec<Country>,
    /// An operator not to use, by the name its services give
    #[arg(long, value_name = "NAME")]
    pub(crate) avoid_operator: Vec<String>,
    /// A mode not to use: rail, road, river, sea
    #[arg(long, value_name = "MODE")]
    pub(crate) avoid_mode: Vec<Mode>,
    /// A service that may be used; given once or more, no other is
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    pub(crate) service: Vec<ServiceId>,
    /// Most loadings, transloads and unloadings together
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_handlings: Option<u32>,
}

/// How far to look, and what for.
#[derive(Debug, ClapArgs)]
pub(crate) struct Limits {
    /// Most transport cost of the whole shipment, in the corridor's base currency
    #[arg(long, value_name = "AMOUNT", value_parser = plain_decimal)]
    pub(crate) max_cost: Option<Decimal>,
    /// Most CO2e of the whole shipment, in kilograms
    #[arg(long, value_name = "KG", value_parser = kilograms)]
    pub(crate) max_co2e: Option<GramsCo2e>,
    /// Look no further than so many days after the shipment is ready
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=LONGEST_HORIZON_DAYS))]
    pub(crate) horizon: Option<u32>,
    /// Leave out routes that are no more than so much better than one that is shown, by every criterion
    #[arg(long, value_name = "PERCENT", value_parser = permille)]
    pub(crate) epsilon: Option<u32>,
    /// End the search after so many partial routes, with what it has found
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_labels: Option<u32>,
    /// Compare partial routes only at the same minute: exact whatever prices depend on, also where they follow the calendar; may take long
    #[arg(long)]
    pub(crate) exact: bool,
}

/// A day, or a minute of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    pub(crate) day: NaiveDate,
    /// `None` for the end of the day.
    pub(crate) time: Option<NaiveTime>,
}

fn criterion(text: &str) -> Result<Criterion, String> {
    let known = Criterion::ALL.into_iter().find(|criterion| criterion.name() == text.trim());
    known.ok_or_else(|| {
        let names: Vec<&str> = Criterion::ALL.iter().map(|criterion| criterion.name()).collect();
        format!("`{text}` is not one of {}", names.join(", "))
    })
}

fn deadline(text: &str) -> Result<Deadline, String> {
    let wrong = || format!("`{text}` is not a date such as 2023-05-30 or 2023-05-30T18:00");
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let day: NaiveDate = day.parse().map_err(|_| wrong())?;
    let time = time.map(|time| NaiveTime::parse_from_str(time, "%H:%M")).transpose().map_err(|_| wrong())?;
    Ok(Deadline { day, time })
}

/// Digits and at most one point: neither sign nor exponent.
fn plain_decimal(text: &str) -> Result<Decimal, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.bytes().any(|byte| byte.is_ascii_digit());
    let number = if plain { Decimal::from_str_exact(text).ok() } else { None };
    number.ok_or_else(|| format!("`{text}` is not a plain number such as 900000 or 1250.50"))
}

fn kilograms(text: &str) -> Result<GramsCo2e, String> {
    let grams = whole(plain_decimal(text)?, 1_000).and_then(|grams| u64::try_from(grams).ok());
    grams.map(GramsCo2e::new).ok_or_else(|| format!("`{text}` kg is too large, or finer than a gram"))
}

fn permille(text: &str) -> Result<u32, String> {
    let permille = whole(plain_decimal(text)?, 10).and_then(|permille| u32::try_from(permille).ok());
    permille
        .filter(|permille| *permille <= 1_000)
        .ok_or_else(|| format!("`{text}` is not between 0 and 100 in steps of 0.1"))
}

/// So many times a number, where that is whole.
fn whole(number: Decimal, times: i64) -> Option<i64> {
    let product = number.checked_mul(Decimal::from(times))?;
    if product.fract().is_zero() { i64::try_from(product.trunc().normalize().mantissa()).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        assert_eq!(plain_decimal("1250.50").unwrap(), Decimal::new(125_050, 2));
        for wrong in
            ["", ".", "-1", "+1", "1e3", "1_000", "1,000", "1.2.3", "nan", "99999999999999999999999999999999"]
        {
            assert!(plain_decimal(wrong).is_err(), "{wrong}");
        }
        assert_eq!(kilograms("79000.25").unwrap(), GramsCo2e::new(79_000_250));
        assert_eq!(kilograms("79000").unwrap(), GramsCo2e::new(79_000_000));
        assert!(kilograms("0.0001").is_err() && kilograms("99999999999999999999").is_err());
        assert_eq!((permille("2.5"), permille("0"), permille("100")), (Ok(25), Ok(0), Ok(1_000)));
        assert!(permille("0.01").is_err() && permille("101").is_err());
    }

    #[test]
    fn a_deadline_is_a_day_or_a_minute() {
        let day = NaiveDate::from_ymd_opt(2023, 5, 30).unwrap();
        assert_eq!(deadline("2023-05-30"), Ok(Deadline { day, time: None }));
        assert_eq!(deadline("2023-05-30T18:05").unwrap().time, NaiveTime::from_hms_opt(18, 5, 0));
        for wrong in ["2023-02-30", "2023-05-30T", "2023-05-30T24:00", "2023-05-30 18:00", "soon"] {
            assert!(deadline(wrong).is_err(), "{wrong}");
        }
    }
}
