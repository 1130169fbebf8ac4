//! What a report says about a lane: from where to where, by what, when, and in how many days.
//!
//! Rows are read by their columns alone: whatever a new row says, it is read by the same rules.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use landbridge_model::{Amount, Corridor, CrossingId, Evidence, FactRef, PlaceId, Row, Trace};
use landbridge_units::Decimal;

use crate::means::Means;
use crate::place_names::{place_named, places_named, words};

/// A lane as reported: a row of `evidence/transit.csv`, or of `evidence/events.csv` if it gives days.
#[derive(Clone, Debug)]
pub struct ReportedLane {
    /// The row.
    pub row: Arc<Row>,
    /// Where it begins.
    pub origin: ReportedEnd,
    /// Where its days end: the destination, or a place before it where the report says so.
    pub destination: ReportedEnd,
    /// Points on the way.
    pub via: Vec<ReportedVia>,
    /// What carries it.
    pub means: Means,
    /// First day of the day, month or year it is dated; `None` where it is undated, or its date is none.
    pub date: Option<NaiveDate>,
    /// Its days; `None` where it gives none, or what it gives is no number of days.
    pub days: Option<ReportedDays>,
    /// Vehicles stated.
    pub vehicles: Option<u32>,
}

/// An end of a reported lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedEnd {
    /// As printed.
    pub text: String,
    /// The place of the corridor.
    pub place: Option<PlaceId>,
}

/// A point on the way of a reported lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedVia {
    /// As printed.
    pub text: String,
    /// Places of the corridor that it may mean; a way that passes any of them passes it. Empty where the corridor
    /// knows none: then nothing is asked of the way.
    pub places: BTreeSet<PlaceId>,
}

impl ReportedVia {
    /// The place it means, if it can only mean one.
    #[must_use]
    pub fn only(&self) -> Option<PlaceId> {
        match self.places.len() {
            1 => self.places.first().cloned(),
            _ => None,
        }
    }
}

/// Days from a report, as a range whose ends may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedDays {
    /// Fewest.
    pub low: Decimal,
    /// Most.
    pub high: Decimal,
    facts: Vec<FactRef>,
}

/// More days than this, or more digits, are no transit time.
const MOST_DAYS: u32 = 3_650;
const MOST_DIGITS: u32 = 4;

impl ReportedDays {
    /// A printed number stands for every value that rounds to it: half a unit of its last digit.
    #[must_use]
    pub fn half_digit(number: Decimal) -> Decimal {
        Decimal::new(5, number.scale().min(MOST_DIGITS).saturating_add(1))
    }

    /// Middle of the range.
    #[must_use]
    pub fn middle(&self) -> Decimal {
        self.low.checked_add(self.high).and_then(|sum| sum.checked_div(Decimal::TWO)).unwrap_or(self.low)
    }

    /// The days as a figure, down to the columns they stand in.
    #[must_use]
    pub fn trace(&self) -> Trace {
        let amount = |number: Decimal| Amount::Decimal(number, "d".to_owned());
        match self.facts.as_slice() {
            [only] => Trace::fact("reported", amount(self.low), only.clone()),
            [low, high, ..] if self.low == self.high => Trace::formula(
                "reported",
                amount(self.low),
                "as printed",
                vec![
                    Trace::fact("fewest", amount(self.low), low.clone()),
                    Trace::fact("most", amount(self.high), high.clone()),
                ],
            ),
            [low, high, ..] => Trace::formula(
                "reported",
                Amount::Text(format!("{} to {} d", self.low.normalize(), self.high.normalize())),
                "as printed",
                vec![
                    Trace::fact("fewest", amount(self.low), low.clone()),
                    Trace::fact("most", amount(self.high), high.clone()),
                ],
            ),
            [] => Trace::given("reported", amount(self.low), "asked"),
        }
    }
}

impl ReportedLane {
    /// All lanes reported in a corridor, by table and id: every row about transit times, and every event that gives
    /// days.
    #[must_use]
    pub fn all(corridor: &Corridor) -> Vec<Self> {
        let rows = |table: &str| corridor.evidence.get(table).into_iter().flat_map(|rows| rows.values());
        let lanes = rows("transit").map(|row| Self::read(corridor, row));
        let events = rows("events")
            .filter(|row| !first_of(row, DAYS_LOW).1.is_empty() || !first_of(row, DAYS_HIGH).1.is_empty());
        lanes.chain(events.map(|row| Self::read(corridor, row))).collect()
    }

    /// Reads a row.
    #[must_use]
    pub fn read(corridor: &Corridor, row: &Evidence) -> Self {
        let end = |text: &str, column: &str| {
            let text = row.get(text).to_owned();
            let place = match row.get(column) {
                "" => place_named(corridor, &text),
                id => id.parse().ok().filter(|id| corridor.places.contains_key(id)),
            };
            ReportedEnd { text, place }
        };
        let origin = end("origin", "origin_place");
        let mut destination = end("destination", "destination_place");
        if let Some(place) = end_before(corridor, row, &origin) {
            destination.place = Some(place);
        }
        Self {
            row: Arc::clone(&row.row),
            via: vias(corridor, row),
            means: Means::read(corridor, row),
            date: first_day(row.get("date")),
            days: days(row),
            vehicles: row.get("vehicles").parse().ok().filter(|n| *n > 0),
            origin,
            destination,
        }
    }

    /// `T01 Chongqing Tuanjiecun - Tashkent`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {} - {}", self.row.id, self.origin.text, self.destination.text)
    }

    /// Kilometres a day: as printed, else printed kilometres over the middle of the printed days.
    #[must_use]
    pub fn km_per_day(&self) -> Option<Trace> {
        let number = |column: &str| -> Option<(Decimal, FactRef)> {
            let number = plain(&self.row.values.get(column)?.text)?;
            (number > Decimal::ZERO).then(|| (number, FactRef::new(&self.row, column)))
        };
        let unit = || "km/day".to_owned();
        if let Some((rate, fact)) = number("km_per_day") {
            return Some(Trace::fact("reported km a day", Amount::Decimal(rate, unit()), fact));
        }
        let (km, fact) = number("distance_km")?;
        let days = self.days.as_ref()?;
        let rate = km.checked_div(days.middle())?.round_dp(0);
        let km = Trace::fact("reported distance", Amount::Decimal(km, "km".to_owned()), fact);
        Some(Trace::formula(
            "reported km a day",
            Amount::Decimal(rate, unit()),
            "distance / middle of the days, half-even",
            vec![km, days.trace()],
        ))
    }
}

const DAYS_LOW: [&str; 2] = ["days_low", "transit_days_low"];
const DAYS_HIGH: [&str; 2] = ["days_high", "transit_days_high"];

/// The first of two columns that is not empty.
fn first_of<'r>(row: &'r Evidence, columns: [&'static str; 2]) -> (&'static str, &'r str) {
    let [first, second] = columns;
    if row.get(first).is_empty() { (second, row.get(second)) } else { (first, row.get(first)) }
}

fn days(row: &Evidence) -> Option<ReportedDays> {
    let most = Decimal::from(MOST_DAYS);
    let mut ends: Vec<(Decimal, FactRef)> = Vec::new();
    for columns in [DAYS_LOW, DAYS_HIGH] {
        let (column, text) = first_of(row, columns);
        if !text.is_empty() {
            let number = plain(text)?;
            let sound = number > Decimal::ZERO && number <= most && number.scale() <= MOST_DIGITS;
            ends.push(sound.then(|| (number, FactRef::new(&row.row, column)))?);
        }
    }
    let low = ends.first()?.0;
    let high = ends.last()?.0;
    (low <= high).then(|| ReportedDays { low, high, facts: ends.into_iter().map(|(_, fact)| fact).collect() })
}

/// A plain number, as in all files: digits and at most one point.
fn plain(text: &str) -> Option<Decimal> {
    let digits = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if digits { text.parse().ok() } else { None }
}

/// Where the days end when that is not at the destination: the place in `days_end_place`, or the near side of the
/// crossing where the destination is the border itself.
fn end_before(corridor: &Corridor, row: &Evidence, origin: &ReportedEnd) -> Option<PlaceId> {
    if let Ok(id) = row.get("days_end_place").parse::<PlaceId>()
        && corridor.places.contains_key(&id)
    {
        return Some(id);
    }
    let border = words(row.get("border"));
    if border.is_empty() || !words(row.get("destination")).starts_with(&border) {
        return None;
    }
    let ends = crossing_ends(corridor, row)?;
    let country = corridor.places.get(origin.place.as_ref()?)?.country;
    ends.into_iter().find(|id| corridor.places.get(id).is_some_and(|place| place.country == country))
}

fn crossing_ends(corridor: &Corridor, row: &Evidence) -> Option<[PlaceId; 2]> {
    let id: CrossingId = row.get("border_crossing").parse().ok()?;
    let link = corridor.links.get(&corridor.crossings.get(&id)?.link)?;
    Some([link.from.clone(), link.to.clone()])
}

/// Points on the way: a list with commas, semicolons or hyphens, and the border with its crossing.
fn vias(corridor: &Corridor, row: &Evidence) -> Vec<ReportedVia> {
    let mut found = Vec::new();
    let mut point = |text: &str, places: BTreeSet<PlaceId>| {
        if !text.is_empty() {
            found.push(ReportedVia { text: text.to_owned(), places });
        }
    };
    for piece in row.get("via").split([',', ';']).map(str::trim) {
        let whole = places_named(corridor, piece);
        if !whole.is_empty() {
            point(piece, whole);
            continue;
        }
        for part in piece.split(['-', '\u{2013}', '>', '+', '/']).map(str::trim) {
            point(part, places_named(corridor, part));
        }
    }
    let border = row.get("border");
    let places = crossing_ends(corridor, row)
        .map_or_else(|| places_named(corridor, border), |ends| ends.into_iter().collect());
    point(border, places);
    found
}

/// First day of a day, a month or a year.
fn first_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.trim().split('-');
    let year = parts.next()?.parse().ok()?;
    let mut number = || parts.next().map_or(Some(1), |part| part.parse::<u32>().ok());
    let (month, day) = (number()?, number()?);
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, day)
}
