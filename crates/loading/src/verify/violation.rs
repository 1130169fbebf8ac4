//! The rules that a plan can break, each with who breaks it and by how much.

use landbridge_model::{DeckId, EquipmentId, VehicleClass, VehicleId};
use landbridge_units::{Kilograms, Millimetres};
use thiserror::Error;

/// Where a vehicle stands in a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The unit, from 1.
    pub unit: usize,
    /// The deck.
    pub deck: DeckId,
    /// The how manyth vehicle of the deck, from 1.
    pub place: usize,
    /// Its model.
    pub vehicle: VehicleId,
}

/// `unit 3, deck upper, vehicle 2 (tiggo-7)`.
impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let deck = self.deck.in_words();
        write!(f, "unit {}, {deck}, vehicle {} ({})", self.unit, self.place, self.vehicle)
    }
}

/// Which part of a vehicle touches a ramp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RampPart {
    /// The longer overhang, where the slope begins.
    Overhang,
    /// The floor between the axles, where the slope ends.
    Floor,
}

impl std::fmt::Display for RampPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Overhang => "an overhang",
            Self::Floor => "the floor between its axles",
        })
    }
}

/// A rule that a plan breaks. Units and vehicles of a deck are counted from 1; kilograms are rounded up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
#[non_exhaustive]
pub enum Violation {
    /// More or fewer vehicles of a model than the shipment has.
    #[error("{vehicle}: {placed} placed, {ordered} in the shipment")]
    WrongCount {
        /// The model.
        vehicle: VehicleId,
        /// Vehicles placed.
        placed: u64,
        /// Vehicles of the shipment.
        ordered: u64,
    },
    /// A model that the shipment does not have, so that nothing more is known of it.
    #[error("{at} is no vehicle of the shipment")]
    UnknownVehicle {
        /// The vehicle.
        at: Spot,
    },
    /// Equipment that the plan may not use.
    #[error("unit {unit} is {equipment}, which the plan may not use")]
    UnknownEquipment {
        /// The unit.
        unit: usize,
        /// What it is.
        equipment: EquipmentId,
    },
    /// A unit with nothing on it.
    #[error("unit {unit} is empty")]
    EmptyUnit {
        /// The unit.
        unit: usize,
    },
    /// A deck that the equipment does not have.
    #[error("unit {unit}: {equipment} has no deck {deck}")]
    UnknownDeck {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A deck that the plan loads twice.
    #[error("unit {unit}: {} is loaded twice", deck.in_words())]
    DeckTwice {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
    },
    /// More vehicles than the equipment takes.
    #[error("unit {unit}: {placed} vehicles, at most {max} are taken")]
    TooMany {
        /// The unit.
        unit: usize,
        /// Vehicles placed.
        placed: u64,
        /// Vehicles taken.
        max: u64,
    },
    /// A vehicle of a class that the equipment does not take.
    #[error("{at} is of class {class}, which {equipment} does not take")]
    ClassNotCarried {
        /// The vehicle.
        at: Spot,
        /// Its class.
        class: VehicleClass,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A vehicle with a traction battery charged higher than the equipment takes.
    #[error("{at} is charged to {charged} %, at most {max} % is taken")]
    ChargedTooHigh {
        /// The vehicle.
        at: Spot,
        /// Its charge.
        charged: u32,
        /// The most that is taken.
        max: u32,
    },
    /// A vehicle that does not move itself, on equipment loaded over ramps.
    #[error("{at} does not drive, and {equipment} is loaded over ramps")]
    NotDriven {
        /// The vehicle.
        at: Spot,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A vehicle that touches the ramp.
    #[error("{at} touches the ramp with {part}: {missing} of clearance are missing")]
    TouchesRamp {
        /// The vehicle.
        at: Spot,
        /// What touches.
        part: RampPart,
        /// Clearance missing, rounded up.
        missing: Millimetres,
    },
    /// Reaches beyond the end of the deck.
    #[error("{at} reaches {excess} beyond the deck")]
    BeyondDeck {
        /// The vehicle.
        at: Spot,
        /// How far.
        excess: Millimetres,
    },
    /// Stands closer to what stands before it than the gap.
    #[error("{at} stands {missing} too close to the vehicle before it")]
    TooClose {
        /// The vehicle.
        at: Spot,
        /// What is missing of the gap.
        missing: Millimetres,
    },
    /// Higher than the deck.
    #[error("{at} is {excess} too high for the deck")]
    TooHigh {
        /// The vehicle.
        at: Spot,
        /// By how much.
        excess: Millimetres,
    },
    /// Higher than a low part of the deck that it stands in.
    #[error("{at} is {excess} too high for the low part of the deck from {from} to {to}")]
    TooHighForPart {
        /// The vehicle.
        at: Spot,
        /// Where the part begins.
        from: Millimetres,
        /// Where it ends.
        to: Millimetres,
        /// By how much.
        excess: Millimetres,
    },
    /// Wider than the deck.
    #[error("{at} is {excess} too wide for the deck")]
    TooWide {
        /// The vehicle.
        at: Spot,
        /// By how much.
        excess: Millimetres,
    },
    /// A saddled vehicle on equipment without saddle stacks.
    #[error("{at} is saddled, and {equipment} takes no saddle stacks")]
    NoSaddles {
        /// The vehicle.
        at: Spot,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// The first vehicle of a deck is saddled.
    #[error("{at} is saddled, and there is no vehicle before it")]
    SaddledOnNothing {
        /// The vehicle.
        at: Spot,
    },
    /// A saddled vehicle whose model cannot be.
    #[error("{at} is saddled, and its model cannot be")]
    NotSaddled {
        /// The vehicle.
        at: Spot,
    },
    /// A saddled vehicle on one of another model.
    #[error("{at} is saddled on {below}, which is of another model")]
    SaddledOnAnother {
        /// The vehicle.
        at: Spot,
        /// The model before it.
        below: VehicleId,
    },
    /// A saddled vehicle that does not stand one pitch behind the one before it.
    #[error("{at} is saddled at {position}, and stands at {expected} by its pitch: {off} off")]
    SaddledElsewhere {
        /// The vehicle.
        at: Spot,
        /// Where the plan has it.
        position: Millimetres,
        /// Where it stands.
        expected: Millimetres,
        /// The difference.
        off: Millimetres,
    },
    /// More trucks in a saddle stack than the equipment takes.
    #[error("{at} begins a saddle stack of {trucks} trucks, at most {max} are taken")]
    StackTooLarge {
        /// The first truck of the stack.
        at: Spot,
        /// Trucks in it.
        trucks: u64,
        /// The most that is taken.
        max: u64,
    },
    /// Vehicles on a deck, with their lashing, are too heavy for it.
    #[error("unit {unit}, {}: {excess} too heavy for the deck", deck.in_words())]
    DeckTooHeavy {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
        /// By how much.
        excess: Kilograms,
    },
    /// Vehicles, with their lashing, are too heavy for the unit.
    #[error("unit {unit}: {excess} above its payload")]
    UnitTooHeavy {
        /// The unit.
        unit: usize,
        /// By how much.
        excess: Kilograms,
    },
    /// Gross mass over axles times axle load.
    #[error("unit {unit}: gross mass {excess} above what its axles carry")]
    AxlesTooHeavy {
        /// The unit.
        unit: usize,
        /// By how much.
        excess: Kilograms,
    },
    /// One end carries too much more than the other.
    #[error("unit {unit}: the ends differ by {excess} more than they may")]
    EndsDiffer {
        /// The unit.
        unit: usize,
        /// By how much too much.
        excess: Kilograms,
    },
    /// The axles of one end carry too much, those of both together do not.
    #[error("unit {unit}: one end {excess} above what its axles carry")]
    EndTooHeavy {
        /// The unit.
        unit: usize,
        /// By how much.
        excess: Kilograms,
    },
    /// The decks above outweigh the lowest by too much.
    #[error("unit {unit}: the decks above are {excess} too heavy for the lowest")]
    TopHeavy {
        /// The unit.
        unit: usize,
        /// By how much.
        excess: Kilograms,
    },
    /// Masses and places are so large that the ends cannot be weighed.
    #[error("unit {unit}: its ends cannot be weighed, masses and places are too large")]
    BeyondCounting {
        /// The unit.
        unit: usize,
    },
    /// A vehicle has no stop where it leaves.
    #[error("{at} has no stop")]
    NoStop {
        /// The vehicle.
        at: Spot,
    },
    /// A vehicle stands on the way out of one that leaves before it.
    #[error(
        "{at} stays to stop {stop} and stands in the way of vehicle {blocked}, which leaves at stop {leaves}"
    )]
    InTheWay {
        /// The vehicle that stands in the way.
        at: Spot,
        /// Where it leaves.
        stop: u32,
        /// The first vehicle of the deck, from 1, that cannot pass.
        blocked: usize,
        /// Where that leaves.
        leaves: u32,
    },
    /// A saddled truck stays when the one it rides on leaves.
    #[error("{at} stays to stop {stop} and rides on vehicle {below}, which leaves at stop {leaves}")]
    RidesOn {
        /// The saddled truck.
        at: Spot,
        /// Where it leaves.
        stop: u32,
        /// The vehicle of the deck, from 1, that it rides on.
        below: usize,
        /// Where that leaves.
        leaves: u32,
    },
    /// The plan is for other equipment than it is judged by.
    #[error("the plan is for {found}, not for {expected}")]
    OtherEquipment {
        /// In the plan.
        found: EquipmentId,
        /// Judged by.
        expected: EquipmentId,
    },
    /// A bound above the number of units of the plan itself.
    #[error("lower bound {bound} is above the {units} units of the plan")]
    BoundAbovePlan {
        /// The bound.
        bound: u32,
        /// The units.
        units: u32,
    },
    /// Equipment offered as a setting of a unit that it is no setting of.
    #[error("{setting} is no setting of {unit}")]
    NotASetting {
        /// What is offered as one.
        setting: EquipmentId,
        /// The unit.
        unit: EquipmentId,
    },
    /// More units of a kind, all its settings together, than there are.
    #[error("{used} units of {equipment}, {available} are available")]
    TooFewAvailable {
        /// The kind.
        equipment: EquipmentId,
        /// Units of the plan.
        used: u64,
        /// Units there are.
        available: u64,
    },
    /// The plan does not cost what it claims.
    #[error("the plan claims a cost of {claimed}, its units cost {actual}")]
    WrongCost {
        /// Claimed.
        claimed: u64,
        /// The sum over its units.
        actual: u128,
    },
    /// A bound above the cost of the plan itself.
    #[error("lower bound {bound} is above the cost of the plan, {cost}")]
    BoundAboveCost {
        /// The bound.
        bound: u64,
        /// The cost.
        cost: u128,
    },
}

impl Violation {
    /// The vehicle concerned, where it is one.
    #[must_use]
    pub const fn spot(&self) -> Option<&Spot> {
        match self {
            Self::UnknownVehicle { at }
            | Self::ClassNotCarried { at, .. }
            | Self::ChargedTooHigh { at, .. }
            | Self::NotDriven { at, .. }
            | Self::TouchesRamp { at, .. }
            | Self::BeyondDeck { at, .. }
            | Self::TooClose { at, .. }
            | Self::TooHigh { at, .. }
            | Self::TooHighForPart { at, .. }
            | Self::TooWide { at, .. }
            | Self::NoSaddles { at, .. }
            | Self::SaddledOnNothing { at }
            | Self::NotSaddled { at }
            | Self::SaddledOnAnother { at, .. }
            | Self::SaddledElsewhere { at, .. }
            | Self::StackTooLarge { at, .. }
            | Self::NoStop { at }
            | Self::InTheWay { at, .. }
            | Self::RidesOn { at, .. } => Some(at),
            _ => None,
        }
    }

    /// The unit concerned, from 1, where it is one.
    #[must_use]
    pub const fn unit(&self) -> Option<usize> {
        match self {
            Self::UnknownEquipment { unit, .. }
            | Self::EmptyUnit { unit }
            | Self::UnknownDeck { unit, .. }
            | Self::DeckTwice { unit, .. }
            | Self::TooMany { unit, .. }
            | Self::DeckTooHeavy { unit, .. }
            | Self::UnitTooHeavy { unit, .. }
            | Self::AxlesTooHeavy { unit, .. }
            | Self::EndsDiffer { unit, .. }
            | Self::EndTooHeavy { unit, .. }
            | Self::TopHeavy { unit, .. }
            | Self::BeyondCounting { unit } => Some(*unit),
            _ => match self.spot() {
                Some(at) => Some(at.unit),
                None => None,
            },
        }
    }

    /// The rule, in few words: what a report groups by.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::WrongCount { .. } | Self::UnknownVehicle { .. } => "each vehicle once",
            Self::UnknownEquipment { .. } | Self::OtherEquipment { .. } | Self::NotASetting { .. } => {
                "equipment"
            }
            Self::EmptyUnit { .. } => "no empty unit",
            Self::UnknownDeck { .. } | Self::DeckTwice { .. } => "decks",
            Self::TooMany { .. } => "number of vehicles",
            Self::ClassNotCarried { .. } => "vehicle class",
            Self::ChargedTooHigh { .. } => "state of charge",
            Self::NotDriven { .. } | Self::TouchesRamp { .. } => "ramps",
            Self::BeyondDeck { .. } => "deck length",
            Self::TooClose { .. } => "gap",
            Self::TooHigh { .. } | Self::TooHighForPart { .. } => "clear height",
            Self::TooWide { .. } => "clear width",
            Self::NoSaddles { .. }
            | Self::SaddledOnNothing { .. }
            | Self::NotSaddled { .. }
            | Self::SaddledOnAnother { .. }
            | Self::SaddledElsewhere { .. }
            | Self::StackTooLarge { .. } => "saddle stacks",
            Self::DeckTooHeavy { .. } => "deck payload",
            Self::UnitTooHeavy { .. } => "payload",
            Self::AxlesTooHeavy { .. } | Self::EndTooHeavy { .. } => "axle load",
            Self::EndsDiffer { .. } | Self::BeyondCounting { .. } => "balance of the ends",
            Self::TopHeavy { .. } => "balance of the decks",
            Self::NoStop { .. } | Self::InTheWay { .. } | Self::RidesOn { .. } => "order of stops",
            Self::TooFewAvailable { .. } => "availability",
            Self::WrongCost { .. } => "cost",
            Self::BoundAbovePlan { .. } | Self::BoundAboveCost { .. } => "lower bound",
        }
    }
}
