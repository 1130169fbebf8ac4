//! What can be changed so that fewer units do.

use landbridge_model::{Deck, DeckId, Equipment, ShipmentLine, VehicleId};
use landbridge_units::{Kilograms, Millimetres};

/// Something of a unit, or of the shipment, that can be moved by an amount. Moved further it never does less.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Lever {
    /// Every deck longer, in millimetres. What is added has the full height of the deck.
    DecksLonger,
    /// One deck longer, in millimetres.
    DeckLonger(DeckId),
    /// One deck clearer above, its low parts included, in millimetres.
    DeckHigher(DeckId),
    /// One deck wider, in millimetres.
    DeckWider(DeckId),
    /// The gap between vehicles smaller, in millimetres.
    SmallerGap,
    /// More mass in a unit, in kilograms.
    Payload,
    /// More mass on each axle, in kilograms.
    AxleLoad,
    /// More mass on one deck, in kilograms.
    DeckPayload(DeckId),
    /// More vehicles in a unit.
    Places,
    /// The decks above the lowest may outweigh it by more, in kilograms.
    TopHeavy,
    /// The ends of a unit may differ by more, in kilograms.
    EndsDifference,
    /// More trucks in a saddle stack.
    SaddleStack,
    /// Fewer vehicles of one model.
    FewerOf(VehicleId),
}

/// A lever moved by an amount in the unit of the lever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What is moved.
    pub lever: Lever,
    /// By how much.
    pub by: u64,
}

impl Change {
    /// The shipment and the equipment after the change. A deck or model that is not there changes nothing, and
    /// neither does more of a limit that is not set.
    #[must_use]
    pub fn apply(&self, lines: &[ShipmentLine], equipment: &Equipment) -> (Vec<ShipmentLine>, Equipment) {
        let lines = match &self.lever {
            Lever::FewerOf(vehicle) => without(lines, vehicle, self.by),
            _ => lines.to_vec(),
        };
        (lines, self.to_equipment(equipment))
    }

    /// The equipment after the change.
    pub(crate) fn to_equipment(&self, equipment: &Equipment) -> Equipment {
        let mut changed = equipment.clone();
        let by = self.by;
        let few = u32::try_from(by).unwrap_or(u32::MAX);
        match &self.lever {
            Lever::DecksLonger => changed.decks.iter_mut().for_each(|deck| more_mm(&mut deck.length, by)),
            Lever::DeckLonger(id) => on(&mut changed, id, |deck| more_mm(&mut deck.length, by)),
            Lever::DeckHigher(id) => on(&mut changed, id, |deck| {
                more_mm(&mut deck.height, by);
                deck.low.iter_mut().for_each(|part| more_mm(&mut part.height, by));
            }),
            Lever::DeckWider(id) => on(&mut changed, id, |deck| more_mm(&mut deck.width, by)),
            Lever::SmallerGap => changed.gap = Millimetres::new(changed.gap.get().saturating_sub(by)),
            Lever::Payload => more_kg(&mut changed.payload, by),
            Lever::AxleLoad => more_kg(&mut changed.axle_load_max, by),
            Lever::DeckPayload(id) => on(&mut changed, id, |deck| more_kg(&mut deck.payload, by)),
            Lever::Places => changed.vehicles_max = changed.vehicles_max.map(|n| n.saturating_add(few)),
            Lever::TopHeavy => more_kg(&mut changed.stowage.top_heavy_max, by),
            Lever::EndsDifference => more_kg(&mut changed.stowage.ends_difference_max, by),
            Lever::SaddleStack => {
                let stack = &mut changed.stowage.saddle_max;
                *stack = stack.map(|n| n.saturating_add(few));
            }
            Lever::FewerOf(_) => {}
        }
        changed
    }
}

fn on(equipment: &mut Equipment, id: &DeckId, change: impl FnOnce(&mut Deck)) {
    if let Some(deck) = equipment.decks.iter_mut().find(|deck| deck.id == *id) {
        change(deck);
    }
}

fn more_mm(value: &mut Millimetres, by: u64) {
    *value = Millimetres::new(value.get().saturating_add(by));
}

fn more_kg(value: &mut Option<Kilograms>, by: u64) {
    *value = value.map(|kg| Kilograms::new(kg.get().saturating_add(by)));
}

/// The shipment less so many vehicles of a model, taken from its last lines first.
pub(crate) fn without(lines: &[ShipmentLine], vehicle: &VehicleId, number: u64) -> Vec<ShipmentLine> {
    let mut left = number;
    let mut lines = lines.to_vec();
    for line in lines.iter_mut().rev().filter(|line| line.vehicle.id == *vehicle) {
        let taken = u64::from(line.quantity).min(left);
        line.quantity = line.quantity.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX));
        left = left.saturating_sub(taken);
    }
    lines.retain(|line| line.quantity > 0);
    lines
}
