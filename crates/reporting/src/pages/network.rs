//! The network: map, border steps, services.

use std::collections::BTreeSet;

use landbridge_model::{
    Amount, Corridor, FactRef, Gauge, Link, Mode, Pattern, PlaceId, PlaceKind, Service, Trace,
};
use landbridge_planning::Study;

use crate::page::{Block, Cell, Page, Table};
use crate::pages::parts::{equipment_name, place_name};
use crate::svg::{LineClass, MapChart, MapLine, MapPlace, PlaceKind as Dot};

pub(crate) fn page(study: &Study<'_>) -> Page {
    let corridor = study.corridor();
    let mut blocks = vec![
        Block::Picture {
            file: "network.svg".to_owned(),
            alt: format!("Map of the corridor {}", corridor.name),
            svg: map(corridor).to_svg(),
        },
        Block::Heading("Border steps".to_owned()),
        Block::Text(
            "Planning durations in the order in which they happen outbound, valid on the day of the report. Survey values are \
             averages over all goods and include queues and paperwork; where only a country average was published, it stands \
             for the crossing and is derived."
                .to_owned(),
        ),
        Block::Table(borders_table(corridor)),
    ];
    blocks.push(Block::Heading("Embargoes and closures".to_owned()));
    blocks.push(Block::Table(shut_table(corridor)));
    blocks.push(Block::Heading("Services".to_owned()));
    blocks.push(Block::Table(services_table(corridor)));
    let warnings: Vec<String> = study.issues().iter().map(|issue| issue.message.clone()).collect();
    if !warnings.is_empty() {
        blocks.push(Block::Folded {
            summary: format!("{} remarks on lengths", warnings.len()),
            blocks: vec![Block::List(warnings)],
        });
    }
    Page {
        slug: "network".to_owned(),
        title: "Network".to_owned(),
        summary: format!(
            "{} places, {} links, {} services and {} border crossings, as of {}.",
            corridor.places.len(),
            corridor.links.len(),
            corridor.services.len(),
            corridor.crossings.len(),
            corridor.as_of
        ),
        blocks,
    }
}

#[expect(clippy::cast_precision_loss, reason = "drawing only")]
pub(crate) fn degrees(corridor: &Corridor, id: &PlaceId) -> Option<(f64, f64)> {
    let at = corridor.places.get(id)?.at?;
    Some((at.lat_e7 as f64 / 1e7, at.lon_e7 as f64 / 1e7))
}

pub(crate) fn map(corridor: &Corridor) -> MapChart {
    // Ends of order lines and border places are named; what no one ships to or crosses stays a dot.
    let mut named: BTreeSet<&PlaceId> = BTreeSet::new();
    for line in &corridor.orders {
        named.extend([&line.origin, &line.destination]);
    }
    for crossing in corridor.crossings.values() {
        if let Some(link) = corridor.links.get(&crossing.link)
            && link.mode == Mode::Rail
        {
            named.extend([&link.from, &link.to]);
        }
    }
    let places = corridor
        .places
        .values()
        .filter_map(|place| {
            let (lat, lon) = degrees(corridor, &place.id)?;
            Some(MapPlace {
                label: place.name_en.clone(),
                lat,
                lon,
                kind: mark(place.kind),
                emphasis: named.contains(&place.id),
            })
        })
        .collect();
    let lines = corridor
        .links
        .values()
        .filter_map(|link| {
            Some(MapLine {
                points: vec![degrees(corridor, &link.from)?, degrees(corridor, &link.to)?],
                class: line_class(link),
                emphasised: false,
            })
        })
        .collect();
    MapChart {
        title: corridor.name.clone(),
        desc: "Rail by gauge, road, river and sea links between the places of the corridor; lines are straight between \
               places"
            .to_owned(),
        places,
        lines,
    }
}

pub(crate) fn mark(kind: PlaceKind) -> Dot {
    match kind {
        PlaceKind::RailBorder | PlaceKind::RoadBorder => Dot::BorderPost,
        PlaceKind::Seaport | PlaceKind::RiverPort => Dot::Port,
        PlaceKind::City | PlaceKind::Plant => Dot::City,
        _ => Dot::Station,
    }
}

fn line_class(link: &Link) -> LineClass {
    match link.mode {
        Mode::Road => LineClass::Road,
        Mode::River => LineClass::River,
        Mode::Sea => LineClass::Sea,
        Mode::Rail if link.gauges.contains(&Gauge::Broad) => LineClass::Rail1520,
        Mode::Rail => LineClass::Rail1435,
    }
}

fn borders_table(corridor: &Corridor) -> Table {
    let mut table = Table::new(
        "borders",
        &[
            ("crossing", "crossing", false),
            ("step", "step", false),
            ("side", "side", false),
            ("applies", "applies to", false),
            ("hours", "takes", true),
            ("range", "range", true),
        ],
    );
    for crossing in corridor.crossings.values() {
        for step in crossing.steps.iter().filter(|step| step.validity.contains(corridor.as_of)) {
            let mut applies: Vec<String> = Vec::new();
            if step.clearance != landbridge_model::ClearanceScope::Any {
                applies.push(format!("cleared at {}", step.clearance));
            }
            applies.extend(step.equipment.iter().map(ToString::to_string));
            let range = match (step.duration_low, step.duration_high) {
                (None, None) => String::new(),
                (low, high) => {
                    format!("{} to {}", low.unwrap_or(step.duration), high.unwrap_or(step.duration))
                }
            };
            let fact = FactRef::new(&step.row, "hours");
            table.push(
                format!("{}-{}", crossing.id, step.id),
                vec![
                    Cell::text(&crossing.name),
                    Cell::text(&step.what),
                    Cell::text(step.side.name()),
                    Cell::text(if applies.is_empty() { "all".to_owned() } else { applies.join(", ") }),
                    Cell::figure(&Trace::fact(&step.what, Amount::Time(step.duration), fact)),
                    Cell::text(range),
                ],
            );
        }
    }
    table
}

fn shut_table(corridor: &Corridor) -> Table {
    let mut table = Table::new(
        "shut",
        &[
            ("what", "what", false),
            ("crossings", "crossings", false),
            ("when", "when", false),
            ("exempt", "exempt", false),
        ],
    );
    let join = |ids: &[landbridge_model::CrossingId]| {
        ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    for embargo in &corridor.embargoes {
        table.push(
            embargo.id.as_str(),
            vec![
                Cell::text(&embargo.what),
                Cell::text(join(&embargo.crossings)),
                Cell::text(embargo.validity.to_string()),
                Cell::text(embargo.exempt_tags.join(", ").replace('_', " ")),
            ],
        );
    }
    for closure in &corridor.closures {
        table.push(
            closure.id.as_str(),
            vec![
                Cell::text(&closure.what),
                Cell::text(join(&closure.crossings)),
                Cell::text(closure.validity.to_string()),
                Cell::text(""),
            ],
        );
    }
    table
}

fn services_table(corridor: &Corridor) -> Table {
    let mut table = Table::new(
        "services",
        &[
            ("service", "service", false),
            ("mode", "mode", false),
            ("equipment", "equipment", false),
            ("where", "stops or countries", false),
            ("when", "runs", false),
            ("tier", "tier", false),
        ],
    );
    for service in corridor.services.values() {
        table.push(
            service.id.as_str(),
            vec![
                Cell::text(&service.name),
                Cell::text(service.mode.word()),
                Cell::text(equipment_name(corridor, &service.equipment)),
                Cell::text(where_words(corridor, service)),
                Cell::text(when_words(service)),
                Cell::text(service.row.tier.name()),
            ],
        );
    }
    table
}

fn where_words(corridor: &Corridor, service: &Service) -> String {
    match &service.pattern {
        Pattern::Scheduled(_) | Pattern::Frequent(_) => service
            .pattern
            .stops()
            .iter()
            .map(|stop| place_name(corridor, &stop.place))
            .collect::<Vec<_>>()
            .join(" - "),
        Pattern::OnDemand(on_demand) => {
            let countries: Vec<&str> =
                on_demand.countries.iter().map(landbridge_model::Country::name).collect();
            if on_demand.links.is_empty() {
                countries.join(", ")
            } else {
                format!("{} links in {}", on_demand.links.len(), countries.join(", "))
            }
        }
    }
}

fn when_words(service: &Service) -> String {
    match &service.pattern {
        Pattern::Scheduled(schedule) => {
            let mut parts: Vec<String> = Vec::new();
            if !schedule.days.is_empty() {
                let days: Vec<String> = schedule.days.iter().map(ToString::to_string).collect();
                parts.push(format!("{} {}", days.join(", "), schedule.validity));
            }
            match schedule.also.as_slice() {
                [] => {}
                [only] => parts.push(format!("and {only}")),
                [first, .., last] => {
                    parts.push(format!("and {} dates {first} to {last}", schedule.also.len()));
                }
            }
            parts.join(" ")
        }
        Pattern::Frequent(frequent) => {
            let waiting = frequent.waiting();
            format!("every {}, {}; a wait of {waiting} is counted", frequent.every, frequent.validity)
        }
        Pattern::OnDemand(on_demand) => format!("on request, {} km a day", on_demand.km_per_day),
    }
}
