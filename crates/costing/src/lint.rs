//! What can be said of a corridor before anything is priced: gaps and ties in its tariffs, rates and factors.

mod currencies;
mod factors;
mod gaps;
mod ties;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use landbridge_model::{Code, Corridor, Country, Issue, Link, Mode, Pattern, Service, Severity, Validity};

static TWO_TARIFFS: Code = Code {
    code: "T201",
    severity: Severity::Warning,
    title: "two tariffs can match equally",
    explanation: "Of the tariffs of one item the one with more conditions wins. Two with as many, whose conditions \
                  and periods admit a common case, leave that case without a price: name one more condition in \
                  the one that should win.",
    example: "[[tariff]]\nid = \"a\"\nitem = \"loading\"\non = \"load\"\nbasis = \"vehicle\"\ncurrency = \"CNY\"\n\
              rate = \"80\"\ntier = \"assumed\"\n\n[[tariff]]\nid = \"b\"\nitem = \"loading\"\non = \"load\"\n\
              basis = \"vehicle\"\ncurrency = \"CNY\"\nrate = \"90\"\ntier = \"assumed\"\n",
};

static NO_FREIGHT: Code = Code {
    code: "T202",
    severity: Severity::Error,
    title: "service without freight tariff",
    explanation: "A leg is priced in each country it runs through and is never free. A service runs in a country \
                  on a day for which no freight tariff takes its mode, equipment and vehicle classes: add a \
                  tariff, or widen the period of one.",
    example: "[[tariff]]\nid = \"jsq-china\"\nitem = \"freight\"\non = \"leg\"\nbasis = \"vehicle_km\"\n\
              currency = \"CNY\"\nrate = \"0.75\"\nequipment = [\"jsq6\"]\n\
              from = 2023-02-01   # and a service with jsq6 runs in January\ntier = \"assumed\"\n",
};

static NO_RATE: Code = Code {
    code: "T203",
    severity: Severity::Error,
    title: "currency without exchange rate",
    explanation: "Totals are in the base currency. A currency in use has, on some day of its use, no rate to it: \
                  neither direct nor inverse nor by USD. Add the missing period to fx.csv.",
    example: "id,currency,per,from,to,rate,source,tier,assumed,note\n\
              fx-cny-usd-2023,CNY,USD,2023-02-01,2023-12-31,6.9,,assumed,,   # and none for January\n",
};

static NO_FACTOR: Code = Code {
    code: "T204",
    severity: Severity::Error,
    title: "missing emission factor",
    explanation: "A service cannot be given its emissions without this factor. Add it to emissions.csv, assumed if \
                  need be.",
    example: "[[on_demand]]\nid = \"carrier-kz\"\nmode = \"road\"\n\
              equipment = \"carrier-12\"   # and emissions.csv has no road-l-per-100km-carrier-12\n",
};

static BASIS: Code = Code {
    code: "T205",
    severity: Severity::Error,
    title: "basis that the event does not have",
    explanation: "Kilometres exist on legs alone; units where equipment is known; a fixed part per unit belongs to \
                  unit_km; the value of goods is not stored by the day. The tariff could only fail.",
    example: "[[tariff]]\nid = \"a\"\nitem = \"loading\"\non = \"load\"\nbasis = \"vehicle_km\"\n\
              currency = \"CNY\"\nrate = \"80\"\ntier = \"assumed\"\n",
};

static TWO_CHARGES: Code = Code {
    code: "T206",
    severity: Severity::Warning,
    title: "two charges can match equally",
    explanation: "Of the charges of one kind the one with more conditions wins. Two with as many, whose conditions \
                  and periods admit a common vehicle of the corridor, leave it without a landed cost.",
    example: "[[charge]]\nid = \"a\"\ncountry = \"KZ\"\nkind = \"vat\"\nwhat = \"VAT\"\npercent = \"12\"\n\
              base = [\"customs_value\"]\ntier = \"assumed\"\n\n[[charge]]\nid = \"b\"\ncountry = \"KZ\"\n\
              kind = \"vat\"\nwhat = \"VAT\"\npercent = \"13\"\nbase = [\"customs_value\"]\n\
              tier = \"assumed\"\n",
};

static NO_TARE: Code = Code {
    code: "T207",
    severity: Severity::Error,
    title: "equipment without empty mass",
    explanation: "The energy of a train follows from its gross mass, and a crane lifts the container with its \
                  racks: wagons and containers need tare_kg, containers on rails also carrier_tare_kg.",
    example: "[[equipment]]\nid = \"jsq6\"\nname = \"Double-deck car wagon\"\nkind = \"wagon\"\n\
              handling = \"ramp\"\ncarries = [\"car\"]\ngauge_mm = 1435   # and no tare_kg\ntier = \"assumed\"\n",
};

/// The codes of this crate, in order.
pub static CODES: [&Code; 7] =
    [&TWO_TARIFFS, &NO_FREIGHT, &NO_RATE, &NO_FACTOR, &BASIS, &TWO_CHARGES, &NO_TARE];

/// Checks tariffs, exchange rates, charges and factors against the services, vehicles and horizon of a corridor.
///
/// Errors are certain: something that can be asked has no price. Warnings are possible: two lines can meet, and it
/// depends on the question whether they do. Issues come sorted by file and line.
///
/// Tariffs are compared pairwise, so the time grows with the square of their number; a corridor has hundreds.
#[must_use]
pub fn lint(corridor: &Corridor) -> Vec<Issue> {
    let mut issues = ties::tariffs(corridor);
    issues.extend(ties::charges(corridor));
    issues.extend(gaps::freight(corridor));
    issues.extend(gaps::bases(corridor));
    issues.extend(currencies::rates(corridor));
    issues.extend(factors::factors(corridor));
    issues.extend(factors::masses(corridor));
    issues.sort_by(|a, b| {
        let key =
            |issue: &Issue| (issue.row.file.clone(), issue.row.line, issue.code.code, issue.message.clone());
        key(a).cmp(&key(b))
    });
    issues
}

/// The part of a period that lies within another.
fn within(period: Validity, frame: Validity) -> Option<Validity> {
    let from = period.from().max(frame.from());
    let to = match (period.to(), frame.to()) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Validity::new(from, to).ok()
}

/// The links a service may run over: of its mode, in its countries or those of its stops.
fn links<'a>(corridor: &'a Corridor, service: &Service) -> Vec<&'a Link> {
    let countries = countries(corridor, service);
    let only = match &service.pattern {
        Pattern::OnDemand(on_demand) => on_demand.links.as_slice(),
        Pattern::Scheduled(_) | Pattern::Frequent(_) => &[],
    };
    corridor
        .links
        .values()
        .filter(|link| link.mode == service.mode && countries.contains(&link.country))
        .filter(|link| only.is_empty() || only.contains(&link.id))
        .collect()
}

/// The countries a service is known to run in: where it comes when asked and has a link, or where it stops.
fn countries(corridor: &Corridor, service: &Service) -> BTreeSet<Country> {
    match &service.pattern {
        Pattern::Scheduled(_) | Pattern::Frequent(_) => service
            .pattern
            .stops()
            .iter()
            .flat_map(|stop| stop.via.iter().chain([&stop.place]))
            .filter_map(|place| corridor.places.get(place))
            .map(|place| place.country)
            .collect(),
        Pattern::OnDemand(on_demand) => corridor
            .links
            .values()
            .filter(|link| link.mode == service.mode && on_demand.countries.contains(&link.country))
            .filter(|link| on_demand.links.is_empty() || on_demand.links.contains(&link.id))
            .map(|link| link.country)
            .collect(),
    }
}

/// The periods in which a service can begin a leg, within the horizon.
fn running(corridor: &Corridor, service: &Service) -> Vec<Validity> {
    let day = |day: NaiveDate| Validity::new(Some(day), Some(day)).ok();
    let periods: Vec<Validity> = match &service.pattern {
        Pattern::OnDemand(_) => vec![corridor.horizon],
        Pattern::Frequent(frequent) => vec![frequent.validity],
        Pattern::Scheduled(schedule) => {
            let weekly = (!schedule.days.is_empty()).then_some(schedule.validity);
            let also = schedule.also.iter().filter(|at| !schedule.except.contains(at));
            weekly.into_iter().chain(also.filter_map(|at| day(*at))).collect()
        }
    };
    periods.into_iter().filter_map(|period| within(period, corridor.horizon)).collect()
}

fn is_rail(service: &Service) -> bool {
    service.mode == Mode::Rail
}
