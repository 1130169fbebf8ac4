//! A shipment in units of several kinds that together cost least.

use landbridge_loading::{Control, FleetPlan, Offer, plan_fleet};
use landbridge_model::{Corridor, EquipmentId, Shipment};

use crate::error::PlanningError;
use crate::unit_plan::settings_of;

/// A kind of unit that a fleet may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetOffer {
    /// The unit; its settings are used as well.
    pub unit: EquipmentId,
    /// What one of it costs, in any one whole unit; 1 for each counts units.
    pub cost: u64,
    /// How many there are; `None` is as many as wanted.
    pub available: Option<u32>,
}

/// The fleet of least cost. Offers of equipment that the corridor does not have are left out.
///
/// # Errors
/// If no offer takes a model, or a cost, dimension or number is out of range.
pub fn fleet(
    corridor: &Corridor,
    shipment: &Shipment,
    offers: &[FleetOffer],
) -> Result<FleetPlan, PlanningError> {
    let known: Vec<Offer<'_>> = offers
        .iter()
        .filter_map(|offer| {
            let unit = corridor.equipment.get(&offer.unit)?;
            Some(Offer {
                unit,
                settings: settings_of(corridor, unit),
                cost: offer.cost,
                available: offer.available,
            })
        })
        .collect();
    plan_fleet(&shipment.lines, &known, &mut Control::new()).map_err(|source| {
        let equipment = offers.first().map(|offer| offer.unit.clone());
        match equipment {
            Some(equipment) => PlanningError::Load { equipment, source },
            None => PlanningError::OutOfRange { what: "the number of offers" },
        }
    })
}
