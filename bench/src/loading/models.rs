//! Vehicle models and equipment as the generator needs them: what matters for loading, and no more.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use landbridge_model::{
    Chassis, Deck, Equipment, EquipmentKind, HandlingKind, Powertrain, Row, ShipmentLine, Stowage, Tier,
    VehicleClass, VehicleKind, VehicleModel,
};
use landbridge_units::{Kilograms, Millimetres};

use crate::timetabled::Random;

/// What a model measures, in millimetres and kilograms.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) length: u64,
    pub(super) height: u64,
    pub(super) mass: u64,
}

/// A number from one to another, in steps.
pub(super) fn between(random: &mut Random, low: u64, high: u64, step: u64) -> u64 {
    low + random.below(high.saturating_sub(low) / step + 1) * step
}

/// A model of a passenger car, rounded as data sheets round: 5 mm and 5 kg. One in four is tall.
pub(super) fn car(random: &mut Random, low: u64, high: u64) -> Size {
    let length = between(random, 3_600, 5_100, 5);
    let tall = random.below(4) == 0;
    let height = if tall { between(random, low + 5, high, 5) } else { between(random, 1_430, low, 5) };
    let mass = 1_000 + (length - 3_600) / 10 * 5 + between(random, 0, 700, 5);
    Size { length, height, mass }
}

/// So many vehicles of these models, at least one of each, some models ten times as frequent as others.
pub(super) fn lines(random: &mut Random, sizes: &[Size], vehicles: u64) -> Vec<ShipmentLine> {
    let shares: Vec<u64> = sizes.iter().map(|_| between(random, 10, 100, 1)).collect();
    let models = u64::try_from(sizes.len()).unwrap_or(u64::MAX);
    let (total, spread) = (shares.iter().sum::<u64>().max(1), vehicles.saturating_sub(models));
    let mut quantities: Vec<u64> = shares.iter().map(|share| 1 + spread * share / total).collect();
    let rest = vehicles.saturating_sub(quantities.iter().sum());
    for (quantity, _) in quantities.iter_mut().zip(0..rest) {
        *quantity += 1;
    }
    let numbered = sizes.iter().zip(quantities).enumerate();
    numbered.map(|(idx, (size, quantity))| line(&format!("m{idx:03}"), *size, quantity)).collect()
}

fn line(name: &str, size: Size, quantity: u64) -> ShipmentLine {
    ShipmentLine {
        vehicle: Arc::new(VehicleModel {
            id: id(name),
            maker: id("maker"),
            name: name.to_owned(),
            class: VehicleClass::Car,
            kind: VehicleKind::Car,
            length: Millimetres::new(size.length),
            width: Millimetres::new(1_850),
            height: Millimetres::new(size.height),
            wheelbase: None,
            kerb_mass: Kilograms::new(size.mass),
            gvm: None,
            powertrain: Powertrain::Ice,
            engine_cc: Some(1_500),
            hs: id("870322"),
            un_number: None,
            chassis: Chassis::default(),
            value: None,
            value_low: None,
            value_high: None,
            row: row("vehicle", name),
        }),
        quantity: u32::try_from(quantity).unwrap_or(u32::MAX),
        soc_percent: None,
        built: None,
        rows: Vec::new(),
    }
}

/// Equipment of decks without any limit of mass or number.
pub(super) fn unit(name: &str, kind: EquipmentKind, decks: &[Bay]) -> Equipment {
    let handling = if kind == EquipmentKind::Container { HandlingKind::Crane } else { HandlingKind::Ramp };
    let decks = decks.iter().map(|bay| Deck {
        id: id(bay.deck),
        length: Millimetres::new(bay.length),
        height: Millimetres::new(bay.height),
        width: Millimetres::new(2_300),
        low: Vec::new(),
        payload: None,
        row: row("deck", bay.deck),
    });
    Equipment {
        id: id(name),
        name: name.to_owned(),
        kind,
        handling,
        carries: vec![VehicleClass::Car],
        gauge: None,
        length: None,
        tare: None,
        carrier_tare: None,
        payload: None,
        axles: None,
        axle_load_max: None,
        gap: Millimetres::new(250),
        vehicles_max: None,
        units_per_train_max: None,
        empty_return: None,
        soc_max_percent: None,
        setting_of: None,
        stowage: Stowage::default(),
        decks: decks.collect(),
        row: row("equipment", name),
    }
}

/// A deck: name, length and clear height in millimetres.
pub(super) struct Bay {
    pub(super) deck: &'static str,
    pub(super) length: u64,
    pub(super) height: u64,
}

/// Two decks of one length.
pub(super) fn two_decks(length: u64, lower: u64, upper: u64) -> [Bay; 2] {
    [Bay { deck: "lower", length, height: lower }, Bay { deck: "upper", length, height: upper }]
}

fn row(table: &str, name: &str) -> Arc<Row> {
    Arc::new(Row {
        table: table.to_owned(),
        id: name.to_owned(),
        file: "generated".into(),
        line: 1,
        values: BTreeMap::new(),
        tier: Tier::Assumed,
        assumed: BTreeSet::new(),
        sources: Vec::new(),
        note: None,
    })
}

fn id<T: FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("generated ids are ids")
}
