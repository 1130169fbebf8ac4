//! Instances for the peers, as JSON.

use std::error::Error;
use std::path::Path;

use landbridge_model::Equipment;
use serde_json::{Value, json};

use super::Instance;
use super::generate::{sized, varied};
use super::measure::sizes;

/// Writes the first instance of every size, and one of mixed equipment, to a folder of their own.
pub(crate) fn write(folder: &Path, quick: bool) -> Result<(), Box<dyn Error>> {
    let folder = folder.join("loading");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    for size in sizes(quick) {
        one(&folder, &sized(size.vehicles, size.models, 1))?;
    }
    one(&folder, &mixed())
}

/// The mixed instance that the peers are asked: the first of the batch with three kinds and 200 to 300 vehicles.
pub(super) fn mixed() -> Instance {
    let fits = |instance: &Instance| instance.offers.len() == 3 && (200..=300).contains(&instance.vehicles());
    let found = (0..1_000).map(varied).find(fits).unwrap_or_else(|| varied(16));
    Instance { name: "mixed".to_owned(), ..found }
}

fn one(folder: &Path, instance: &Instance) -> Result<(), Box<dyn Error>> {
    let path = folder.join(format!("{}.json", instance.name));
    std::fs::write(path, exported(instance).to_string())?;
    Ok(())
}

fn exported(instance: &Instance) -> Value {
    let vehicles: Vec<Value> = instance
        .lines
        .iter()
        .map(|line| {
            let vehicle = &line.vehicle;
            json!({
                "id": vehicle.id.as_str(),
                "length": vehicle.length.get(),
                "width": vehicle.width.get(),
                "height": vehicle.height.get(),
                "mass": vehicle.kerb_mass.get(),
                "quantity": line.quantity,
            })
        })
        .collect();
    let offers: Vec<Value> = instance
        .offers
        .iter()
        .map(|offer| {
            let mut unit = unit(&offer.unit);
            unit["cost"] = offer.cost.into();
            unit["available"] = offer.available.into();
            unit
        })
        .collect();
    json!({"name": instance.name, "vehicles": vehicles, "offers": offers})
}

/// What cannot bind is null.
fn unit(unit: &Equipment) -> Value {
    let by_axles = match (unit.axles, unit.axle_load_max, unit.tare) {
        (Some(axles), Some(load), Some(tare)) => {
            Some((u64::from(axles) * load.get()).saturating_sub(tare.get()))
        }
        _ => None,
    };
    let payload = [unit.payload.map(|payload| payload.get()), by_axles].into_iter().flatten().min();
    let decks: Vec<Value> = unit
        .decks
        .iter()
        .map(|deck| {
            json!({
                "id": deck.id.as_str(),
                "length": deck.length.get(),
                "width": deck.width.get(),
                "height": deck.height.get(),
                "payload": deck.payload.map(|payload| payload.get()),
            })
        })
        .collect();
    json!({
        "id": unit.id.as_str(),
        "gap": unit.gap.get(),
        "payload": payload,
        "vehicles_max": unit.vehicles_max,
        "decks": decks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mixed_one_is_mixed() {
        let value = exported(&mixed());
        let offers = value["offers"].as_array().unwrap();
        assert_eq!(offers.len(), 3);
        assert!(offers[0]["available"].is_null() && offers[1]["available"].as_u64() > Some(0));
    }
}
