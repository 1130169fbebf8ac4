//! What might be changed to make a way: the levers of a question.

use std::collections::BTreeSet;

use landbridge_model::{HandlingKind, PlaceId, RuleId, ServiceId};

use crate::error::RouteError;
use crate::network::{Carrier, Course, Leaves, Network, TimedHop, Timetable};
use crate::query::{Filter, Query, SearchOptions, Via, Waiver};
use crate::why_not::WhyNotOptions;
use crate::why_not::change::Change;

/// Something that can be changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lever {
    /// What is changed wholly or not at all.
    Whole(Change),
    /// What is changed by an amount: taken off, and then put back as tightly as can be.
    Deadline,
    Horizon,
    Handlings,
    Co2e,
    Cost,
    Ready,
}

/// All levers of a question; those the asker has in hand come first.
pub(crate) fn levers(network: &Network, query: &Query<'_>, options: &WhyNotOptions) -> Vec<Lever> {
    let mut levers: Vec<Lever> = of_filter(network, query.filter).map(Lever::Whole).collect();
    levers.extend(of_limits(query.options, options));
    let waivers = of_corridor(network, query, options);
    let known = |waiver: &Waiver| query.filter.waive.contains(waiver) || options.fixed.contains(waiver);
    levers.extend(waivers.filter(|waiver| !known(waiver)).map(|waiver| Lever::Whole(Change::Waive(waiver))));
    levers
}

fn of_filter<'a>(network: &'a Network, filter: &'a Filter) -> impl Iterator<Item = Change> + 'a {
    let via: BTreeSet<&Via> = filter.via.iter().collect();
    let asked = filter.services.as_ref();
    let left_out = network
        .carriers
        .iter()
        .map(|carrier| &carrier.service.id)
        .filter(move |id| asked.is_some_and(|asked| !asked.contains(*id)));
    let places = filter.avoid_places.iter().cloned().map(Change::PassPlace);
    let crossings = filter.avoid_crossings.iter().cloned().map(Change::PassCrossing);
    let countries = filter.avoid_countries.iter().copied().map(Change::PassCountry);
    let operators = filter.avoid_operators.iter().cloned().map(Change::UseOperator);
    let modes = filter.avoid_modes.iter().copied().map(Change::UseMode);
    via.into_iter()
        .cloned()
        .map(Change::NotVia)
        .chain(places)
        .chain(crossings)
        .chain(countries)
        .chain(operators)
        .chain(modes)
        .chain(left_out.cloned().map(Change::Admit))
}

fn of_limits(limits: SearchOptions, options: &WhyNotOptions) -> impl Iterator<Item = Lever> {
    let horizon = options.horizon_max > limits.horizon;
    [
        (limits.arrive_by.is_some(), Lever::Deadline),
        (limits.max_cost_minor.is_some(), Lever::Cost),
        (limits.max_co2e.is_some(), Lever::Co2e),
        (limits.max_handlings.is_some(), Lever::Handlings),
        (horizon, Lever::Horizon),
        (options.earlier_max.get() > 0, Lever::Ready),
    ]
    .into_iter()
    .filter_map(|(given, lever)| given.then_some(lever))
}

fn of_corridor<'a>(
    network: &'a Network,
    query: &'a Query<'_>,
    options: &'a WhyNotOptions,
) -> impl Iterator<Item = Waiver> + 'a {
    let rules: BTreeSet<&RuleId> = network
        .borders
        .values()
        .flat_map(|border| border.rules())
        .chain(network.holidays.iter().map(|rule| &rule.id))
        .collect();
    let hours: BTreeSet<&PlaceId> = network
        .graph
        .nodes()
        .map(|node| network.graph.place(node))
        .filter(|place| place.hours.is_some())
        .map(|place| &place.id)
        .collect();
    let barred = network.carriers.iter().filter(|carrier| bars(query, options, carrier));
    let barred: BTreeSet<&ServiceId> = barred.map(|carrier| &carrier.service.id).collect();
    rules
        .into_iter()
        .cloned()
        .map(Waiver::Rule)
        .chain(hours.into_iter().cloned().map(Waiver::Hours))
        .chain(barred.into_iter().cloned().map(Waiver::Service))
        .chain(
            handlings(network, query, options).into_iter().map(|(place, kind)| Waiver::Handling(place, kind)),
        )
}

/// Whether a service does not take the shipment, or is closed to it.
fn bars(query: &Query<'_>, options: &WhyNotOptions, carrier: &Carrier) -> bool {
    let service = &carrier.service;
    let classes = query.shipment.classes();
    !query.equipment.contains(&service.equipment)
        || classes.iter().any(|class| !service.carries.contains(class))
        || options.closed.contains(&service.id)
}

/// What places lack to handle equipment that calls there. A service on demand calls anywhere; of use is only where the
/// shipment begins or ends, where a scheduled service stops, and where something is handled.
fn handlings(
    network: &Network,
    query: &Query<'_>,
    options: &WhyNotOptions,
) -> BTreeSet<(PlaceId, HandlingKind)> {
    let mut stops = BTreeSet::new();
    for carrier in &network.carriers {
        if let Course::Timetable(timetable) = &carrier.course {
            stops.extend(timetable.stops.iter().copied());
        }
    }
    let ends = [&query.shipment.origin, &query.shipment.destination];
    let mut lacking = BTreeSet::new();
    for carrier in &network.carriers {
        let given = bars(query, options, carrier)
            && options.fixed.contains(&Waiver::Service(carrier.service.id.clone()));
        if given {
            continue;
        }
        let kind = carrier.equipment.handling;
        let calls: BTreeSet<_> = match &carrier.course {
            Course::Timetable(timetable) => timetable.stops.iter().copied().collect(),
            Course::Roaming(roaming) => {
                let targets = roaming.arcs.values().flatten().map(|(way, _)| way.to);
                roaming.arcs.keys().copied().chain(targets).collect()
            }
        };
        for node in calls {
            let place = network.graph.place(node);
            let of_use = stops.contains(&node) || ends.contains(&&place.id) || !place.handles.is_empty();
            if of_use && !place.handles.contains(&kind) {
                lacking.insert((place.id.clone(), kind));
            }
        }
    }
    lacking
}

/// Whether a lever may make a train on its way earlier than it would be, so that somebody misses it: more of such
/// levers may help less. Others never do harm.
pub(crate) fn hastens_trains(network: &Network, lever: &Lever) -> bool {
    let Lever::Whole(Change::Waive(waiver @ (Waiver::Rule(_) | Waiver::Hours(_)))) = lever else {
        return false;
    };
    let holds_up = |hop: &TimedHop| match waiver {
        Waiver::Hours(id) => network
            .graph
            .ends(hop.way.edge)
            .is_some_and(|(from, to)| [from, to].iter().any(|end| network.graph.place(*end).id == *id)),
        // A holiday holds up whatever border it concerns.
        Waiver::Rule(id) => network.borders.get(&hop.way.edge).is_some_and(|border| {
            border.rules().any(|rule| rule == id) || network.holidays.iter().any(|rule| rule.id == *id)
        }),
        _ => false,
    };
    network.carriers.iter().any(|carrier| match &carrier.course {
        // The last stop is not boarded, and the first is left on time.
        Course::Timetable(Timetable { leaves: Leaves::OnDates(_), segments, .. }) => {
            let on_the_way = segments.split_last().map_or(&[][..], |(_, before)| before);
            on_the_way.iter().flatten().any(holds_up)
        }
        _ => false,
    })
}

/// The levers a failed price or duration speaks of: what they open has none.
pub(crate) fn at_fault<E: std::error::Error + 'static>(
    network: &Network,
    levers: &[Lever],
    error: &RouteError<E>,
) -> BTreeSet<Lever> {
    let opens = |service: &ServiceId, lever: &Lever| match lever {
        Lever::Whole(Change::Admit(id) | Change::Waive(Waiver::Service(id))) => id == service,
        _ => false,
    };
    let of_service =
        |service: &ServiceId| levers.iter().filter(|lever| opens(service, lever)).cloned().collect();
    match error {
        RouteError::Pricer { service: Some(service), .. }
        | RouteError::NegativePrice { service: Some(service), .. } => of_service(service),
        RouteError::NoHandlingTime { equipment, place, .. } => {
            let mut handling = BTreeSet::new();
            let mut services = BTreeSet::new();
            for carrier in network.carriers.iter().filter(|carrier| carrier.equipment.id == *equipment) {
                let waiver = Waiver::Handling(place.clone(), carrier.equipment.handling);
                handling.insert(Lever::Whole(Change::Waive(waiver)));
                services.extend(levers.iter().filter(|lever| opens(&carrier.service.id, lever)).cloned());
            }
            handling.retain(|lever| levers.contains(lever));
            if handling.is_empty() { services } else { handling }
        }
        _ => BTreeSet::new(),
    }
}
