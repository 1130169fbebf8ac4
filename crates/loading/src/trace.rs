//! Why so many units: the plan as a trace down to the facts it rests on.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge_model::{
    Amount, Equipment, EquipmentKind, FactRef, HandlingKind, LoadPlan, Row, ShipmentLine, Trace, VehicleId,
};
use landbridge_units::{Kilograms, Millimetres};

use crate::bound::plural;

/// The number of units as a figure that explains itself: the method with its bound, and every fact that the plan
/// rests on. Numbers of vehicles that stand in no order book are part of the question. `settings` are those that the
/// plan could use: whether it does or not, the number rests on them.
#[must_use]
pub fn trace(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    settings: &[&Equipment],
    plan: &LoadPlan,
) -> Trace {
    let kinds = || std::iter::once(equipment).chain(settings.iter().copied());
    let mut parts = Vec::new();
    let mut models: BTreeMap<&VehicleId, Vec<&ShipmentLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        models.entry(&line.vehicle.id).or_default().push(line);
    }
    for lines in models.values() {
        for line in lines {
            parts.extend(quantities(line));
        }
        if let Some(line) = lines.first() {
            parts.extend(model(line));
            parts.extend(chassis(line, kinds));
        }
    }
    for kind in kinds() {
        parts.extend(limits(kind));
        parts.extend(stowage(kind));
    }
    let units = plan.n_units();
    let proof = if plan.is_optimal() {
        "proven the fewest".to_owned()
    } else {
        format!("at least {} are needed, whether fewer than {units} do is open", plan.lower_bound)
    };
    let method = format!(
        "fewest units by loading patterns (first fit decreasing, column generation, diving); {proof}; bound by {}",
        plan.bound_reason
    );
    let label = match settings.len() {
        0 => format!("units of {}", equipment.name),
        _ => format!("units of {} with its settings", equipment.name),
    };
    Trace::found(label, Amount::Count(i64::from(units), plural(equipment.kind).to_owned()), method, parts)
}

fn quantities(line: &ShipmentLine) -> Vec<Trace> {
    let vehicle = &line.vehicle;
    let count = |n: u32| Amount::Count(i64::from(n), "vehicles".to_owned());
    let label = format!("number of {}", vehicle.id);
    // A row that does not read as a number would leave the sum open; the total of the line is then the figure.
    let each: Option<Vec<u32>> = line
        .rows
        .iter()
        .map(|row| row.values.get("quantity").and_then(|cell| cell.text.parse().ok()))
        .collect();
    match each {
        Some(each)
            if !each.is_empty()
                && each.iter().map(|n| u64::from(*n)).sum::<u64>() == u64::from(line.quantity) =>
        {
            let facts = line.rows.iter().zip(each);
            facts.map(|(row, n)| Trace::fact(&label, count(n), FactRef::new(row, "quantity"))).collect()
        }
        _ => vec![Trace::given(label, count(line.quantity), "the shipment asked for")],
    }
}

fn model(line: &ShipmentLine) -> Vec<Trace> {
    let vehicle = &line.vehicle;
    let of = |what: &str| format!("{what} of {}", vehicle.id);
    let mut parts: Vec<Trace> = [
        ("length", "length_mm", Amount::Dimension(vehicle.length)),
        ("width", "width_mm", Amount::Dimension(vehicle.width)),
        ("height", "height_mm", Amount::Dimension(vehicle.height)),
        ("kerb mass", "kerb_kg", Amount::Mass(vehicle.kerb_mass)),
    ]
    .into_iter()
    .map(|(what, column, amount)| fact_or_given(of(what), amount, &vehicle.row, column))
    .collect();
    if let (true, Some(percent)) = (vehicle.powertrain.is_new_energy(), line.soc_percent) {
        let amount = Amount::Count(i64::from(percent), "%".to_owned());
        let label = of("state of charge");
        let row = line.rows.iter().find(|row| row.values.contains_key("soc_percent"));
        parts.push(match row {
            Some(row) => Trace::fact(label, amount, FactRef::new(row, "soc_percent")),
            None => Trace::given(label, amount, "the shipment asked for"),
        });
    }
    parts
}

/// What rules of the equipment ask of a chassis: clearance over ramps, moving itself, pitch of a saddle stack.
fn chassis<'e, E: Iterator<Item = &'e Equipment>>(line: &ShipmentLine, kinds: impl Fn() -> E) -> Vec<Trace> {
    let (vehicle, chassis) = (&line.vehicle, &line.vehicle.chassis);
    let of = |what: &str| format!("{what} of {}", vehicle.id);
    let over_ramps = |kind: &Equipment| kind.handling == HandlingKind::Ramp;
    let on_wheels = |kind: &Equipment| kind.kind == EquipmentKind::OwnWheels;
    let mut parts = Vec::new();
    if kinds().any(over_ramps) {
        let amount = Amount::Text(chassis.moves.to_string());
        parts.extend(fact(of("manner of moving"), amount, &vehicle.row, "moves"));
    }
    if kinds().any(|kind| over_ramps(kind) && !on_wheels(kind) && kind.stowage.ramp_permille.is_some()) {
        parts.extend(
            [
                ("wheelbase", "wheelbase_mm", vehicle.wheelbase),
                ("front overhang", "front_overhang_mm", chassis.front_overhang),
                ("rear overhang", "rear_overhang_mm", chassis.rear_overhang),
                ("ground clearance", "ground_clearance_mm", chassis.ground_clearance),
            ]
            .into_iter()
            .filter_map(|(what, column, mm)| fact(of(what), Amount::Dimension(mm?), &vehicle.row, column)),
        );
    }
    if kinds().any(|kind| kind.stowage.saddle_max.is_some())
        && let Some(pitch) = chassis.saddle_pitch
    {
        let amount = Amount::Dimension(pitch);
        parts.extend(fact(of("pitch in a saddle stack"), amount, &vehicle.row, "saddle_pitch_mm"));
    }
    parts
}

/// Rules on how vehicles may stand, beyond sizes and sums of mass.
fn stowage(equipment: &Equipment) -> Vec<Trace> {
    let (rules, row) = (&equipment.stowage, &equipment.row);
    let of = |what: &str| format!("{what} of {}", equipment.name);
    let count = |n: Option<u32>, what: &str| n.map(|n| Amount::Count(i64::from(n), what.to_owned()));
    let mut parts: Vec<Trace> = [
        (
            "unit whose setting it is",
            "setting_of",
            equipment.setting_of.as_ref().map(|of| Amount::Text(of.to_string())),
        ),
        ("way out", "way_out", Some(Amount::Text(rules.way_out.to_string()))),
        ("lashing of a vehicle", "lashing_kg", Some(Amount::Mass(rules.lashing))),
        ("distance of the supports", "supports_mm", rules.supports.map(Amount::Dimension)),
        (
            "most difference of the ends",
            "ends_difference_max_kg",
            rules.ends_difference_max.map(Amount::Mass),
        ),
        ("most top-heaviness", "top_heavy_max_kg", rules.top_heavy_max.map(Amount::Mass)),
        ("slope of the ramps", "ramp_permille", count(rules.ramp_permille, "mm per m")),
        ("most trucks in a saddle stack", "saddle_max", count(rules.saddle_max, "trucks")),
    ]
    .into_iter()
    .filter_map(|(what, column, amount)| fact(of(what), amount?, row, column))
    .collect();
    // A low part is nested in the equipment and has no row of its own.
    for deck in &equipment.decks {
        parts.extend(deck.low.iter().map(|part| {
            let (name, from, to) = (deck.id.in_words(), part.from, part.to);
            let label = format!("clear height of {name} of {} from {from} to {to}", equipment.name);
            Trace::given(label, Amount::Dimension(part.height), "a low part of the deck, as described")
        }));
    }
    parts
}

fn limits(equipment: &Equipment) -> Vec<Trace> {
    let count = |n: Option<u32>, what: &str| n.map(|n| Amount::Count(i64::from(n), what.to_owned()));
    let mass = |kg: Option<Kilograms>| kg.map(Amount::Mass);
    let of = |what: &str| format!("{what} of {}", equipment.name);
    let mut parts: Vec<Trace> = [
        ("gap", "gap_mm", Some(Amount::Dimension(equipment.gap))),
        ("payload", "payload_kg", mass(equipment.payload)),
        ("tare", "tare_kg", mass(equipment.tare)),
        ("share of the flat wagon", "carrier_tare_kg", mass(equipment.carrier_tare)),
        ("axles", "axles", count(equipment.axles, "axles")),
        ("most load on an axle", "axle_load_max_kg", mass(equipment.axle_load_max)),
        ("most vehicles", "vehicles_max", count(equipment.vehicles_max, "vehicles")),
        ("highest state of charge", "soc_max_percent", count(equipment.soc_max_percent, "%")),
    ]
    .into_iter()
    .filter_map(|(what, column, amount)| fact(of(what), amount?, &equipment.row, column))
    .collect();
    for deck in &equipment.decks {
        let of = |what: &str| format!("{what} of {} of {}", deck.id.in_words(), equipment.name);
        let dimension = |mm: Millimetres| Some(Amount::Dimension(mm));
        parts.extend(
            [
                ("length", "length_mm", dimension(deck.length)),
                ("height", "height_mm", dimension(deck.height)),
                ("width", "width_mm", dimension(deck.width)),
                ("payload", "payload_kg", mass(deck.payload)),
            ]
            .into_iter()
            .filter_map(|(what, column, amount)| fact(of(what), amount?, &deck.row, column)),
        );
    }
    parts
}

fn fact(label: String, amount: Amount, row: &Arc<Row>, column: &str) -> Option<Trace> {
    row.values.contains_key(column).then(|| Trace::fact(label, amount, FactRef::new(row, column)))
}

fn fact_or_given(label: String, amount: Amount, row: &Arc<Row>, column: &str) -> Trace {
    fact(label.clone(), amount.clone(), row, column)
        .unwrap_or_else(|| Trace::given(label, amount, "the model as handed over"))
}
