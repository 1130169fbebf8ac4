//! Pieces that several pages share: names, times and the value of a drawing.

use landbridge_costing::CostItem;
use landbridge_model::{
    Amount, Corridor, EquipmentId, Itinerary, PlaceId, ServiceId, StepKind, Tier, Trace, WaitReason,
};
use landbridge_planning::services_of;
use landbridge_units::{Instant, Minutes};

/// Name of a place, or its id.
pub(crate) fn place_name(corridor: &Corridor, id: &PlaceId) -> String {
    corridor.places.get(id).map_or_else(|| id.to_string(), |place| place.name_en.clone())
}

/// Name of equipment, or its id.
pub(crate) fn equipment_name(corridor: &Corridor, id: &EquipmentId) -> String {
    corridor.equipment.get(id).map_or_else(|| id.to_string(), |equipment| equipment.name.clone())
}

/// Name of a service, or its id.
pub(crate) fn service_name(corridor: &Corridor, id: &ServiceId) -> String {
    corridor.services.get(id).map_or_else(|| id.to_string(), |service| service.name.clone())
}

/// Local time at a place with its offset: `2023-05-14 18:00 +08:00`.
#[must_use]
pub fn local_time(corridor: &Corridor, place: &PlaceId, at: Instant) -> String {
    let zone = corridor.places.get(place).map(|place| place.time_zone);
    match (zone, at.to_utc()) {
        (Some(zone), Some(utc)) => utc.with_timezone(&zone).format("%Y-%m-%d %H:%M %:z").to_string(),
        _ => at.to_string(),
    }
}

/// The services of a way, by id, in the order in which they carry the vehicles.
pub(crate) fn services_words(itinerary: &Itinerary) -> String {
    services_of(itinerary).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// How far a variance in square minutes reaches to either side: its square root, rounded up to the minute.
pub(crate) fn either_side(spread: u64) -> Minutes {
    let root = spread.isqrt();
    let up = if root.saturating_mul(root) < spread { root.saturating_add(1) } else { root };
    Minutes::new(i64::try_from(up).unwrap_or(i64::MAX))
}

/// What happens in a step, in words.
pub(crate) fn step_words(corridor: &Corridor, kind: &StepKind) -> String {
    match kind {
        StepKind::Wait { reason } => match reason {
            WaitReason::Departure(service) => {
                format!("wait for departure of {}", service_name(corridor, service))
            }
            WaitReason::Request(service) => format!("wait for {}", service_name(corridor, service)),
            WaitReason::Opening => "wait for opening".to_owned(),
            WaitReason::Holiday(rule) => format!("wait: holiday {rule}"),
            WaitReason::Embargo(rule) => format!("wait: embargo {rule}"),
            WaitReason::Closure(rule) => format!("wait: closure {rule}"),
        },
        StepKind::Load { equipment, .. } => format!("load: {}", equipment_name(corridor, equipment)),
        StepKind::Unload { equipment, .. } => format!("unload: {}", equipment_name(corridor, equipment)),
        StepKind::Transload { from_equipment, equipment, .. } => format!(
            "transload: {} to {}",
            equipment_name(corridor, from_equipment),
            equipment_name(corridor, equipment)
        ),
        StepKind::Leg { service, mode, .. } => format!("{mode}: {}", service_name(corridor, service)),
        StepKind::Border { crossing, step, side, .. } => {
            let what = corridor
                .crossings
                .get(crossing)
                .and_then(|crossing| crossing.steps.iter().find(|known| known.id == *step))
                .map_or_else(|| step.to_string(), |known| known.what.clone());
            format!("border, {} side: {what}", side.name())
        }
        StepKind::GaugeChange { method, .. } => format!("gauge change: {}", method.word().replace('_', " ")),
        _ => "step".to_owned(),
    }
}

/// A number for drawing only.
#[expect(clippy::cast_precision_loss, reason = "drawing only")]
pub(crate) fn drawn(trace: &Trace) -> f64 {
    match &trace.amount {
        Amount::Money(money) => money.minor() as f64 / money.currency().minor_per_major() as f64,
        Amount::Emission(grams) => grams.get() as f64 / 1_000.0,
        Amount::Time(minutes) => minutes.get() as f64 / 60.0,
        Amount::Distance(metres) => metres.get() as f64 / 1_000.0,
        Amount::Dimension(mm) => mm.get() as f64,
        Amount::Mass(kg) => kg.get() as f64,
        Amount::Count(n, _) => *n as f64,
        Amount::Decimal(decimal, _) => decimal.to_string().parse().unwrap_or(0.0),
        _ => 0.0,
    }
}

/// Whether the rate of an item's tariff is assumed: drawn with a dashed outline. Nearly every item rests on some
/// assumed fact, a vehicle's mass or a wagon's length; the rate is what a reader would question first.
pub(crate) fn has_assumed_rate(corridor: &Corridor, item: &CostItem) -> bool {
    corridor
        .tariffs
        .iter()
        .any(|tariff| tariff.id == item.tariff && tariff.row.tier_of("rate") == Tier::Assumed)
}
