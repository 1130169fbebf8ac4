//! What carries a reported lane, as far as the report says.

use std::collections::BTreeSet;

use landbridge_model::{Corridor, EquipmentId, EquipmentKind, Evidence, Mode, Service, VehicleClass};

use crate::place_names::words;

/// Modes and equipment of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Means {
    /// As printed.
    pub text: String,
    /// Modes; empty where the words say none.
    pub modes: BTreeSet<Mode>,
    /// Kinds of equipment; empty is any.
    pub kinds: BTreeSet<EquipmentKind>,
    /// Equipment named; empty is any.
    pub equipment: BTreeSet<EquipmentId>,
}

impl Means {
    /// Reads the columns `mode`, `equipment` and `equipment_id` of a row.
    ///
    /// Words name modes (`rail`, `train`, `road`, `truck`, …), kinds of equipment (`container`, `wagonload`, `driven`)
    /// and equipment by the beginning of its id before a number (`JSQ` is every `jsq…`). An id says it better than
    /// words do. Equipment without a mode is by the modes that its kind can go by.
    #[must_use]
    pub fn read(corridor: &Corridor, row: &Evidence) -> Self {
        let printed: Vec<&str> =
            [row.get("mode"), row.get("equipment")].into_iter().filter(|text| !text.is_empty()).collect();
        let mut means = Self { text: printed.join(", "), ..Self::default() };
        for word in words(&means.text) {
            means.take(corridor, &word);
        }
        if let Ok(id) = row.get("equipment_id").parse::<EquipmentId>()
            && corridor.equipment.contains_key(&id)
        {
            means.kinds.clear();
            means.equipment = BTreeSet::from([id]);
        }
        if means.modes.is_empty() {
            let named = means.equipment.iter().filter_map(|id| corridor.equipment.get(id));
            let kinds: Vec<EquipmentKind> =
                named.map(|equipment| equipment.kind).chain(means.kinds.iter().copied()).collect();
            means.modes.extend(kinds.into_iter().flat_map(modes_of));
        }
        means
    }

    fn take(&mut self, corridor: &Corridor, word: &str) {
        match word {
            "rail" | "railway" | "train" | "trains" => _ = self.modes.insert(Mode::Rail),
            "road" | "truck" | "trucks" | "lorry" | "lorries" => _ = self.modes.insert(Mode::Road),
            "river" | "barge" => _ = self.modes.insert(Mode::River),
            "sea" | "ship" | "ferry" => _ = self.modes.insert(Mode::Sea),
            "container" | "containers" => _ = self.kinds.insert(EquipmentKind::Container),
            "wagon" | "wagons" | "wagonload" => _ = self.kinds.insert(EquipmentKind::Wagon),
            "driven" | "wheels" => _ = self.kinds.insert(EquipmentKind::OwnWheels),
            _ => {
                let named = corridor.equipment.keys().filter(|id| is_named(id, word));
                self.equipment.extend(named.cloned());
            }
        }
    }

    /// Whether a service is one of these: by one of the modes, and in the equipment where the report says which.
    /// A wagon cannot leave its gauge, so beyond it any wagon will do.
    #[must_use]
    pub fn admits(&self, corridor: &Corridor, service: &Service) -> bool {
        if !self.modes.contains(&service.mode) {
            return false;
        }
        let Some(own) = corridor.equipment.get(&service.equipment) else { return false };
        let goes = |kind: EquipmentKind| modes_of(kind).contains(&service.mode);
        let mut limited = false;
        for kind in self.kinds.iter().filter(|kind| goes(**kind)) {
            limited = true;
            if own.kind == *kind {
                return true;
            }
        }
        for named in self.equipment.iter().filter_map(|id| corridor.equipment.get(id)) {
            if goes(named.kind) {
                limited = true;
                let beyond = matches!((named.gauge, own.gauge), (Some(one), Some(other)) if one != other);
                if named.id == own.id || (beyond && named.kind == own.kind) {
                    return true;
                }
            }
        }
        !limited
    }

    /// Classes of the representative vehicle, by preference: a car; a truck where the vehicles drive themselves or
    /// nothing carries cars.
    pub(crate) fn classes(&self) -> &'static [VehicleClass] {
        if self.kinds.contains(&EquipmentKind::OwnWheels) {
            &[VehicleClass::Truck, VehicleClass::LightTruck, VehicleClass::Car]
        } else {
            &[VehicleClass::Car, VehicleClass::LightTruck, VehicleClass::Truck]
        }
    }
}

fn modes_of(kind: EquipmentKind) -> &'static [Mode] {
    match kind {
        EquipmentKind::Wagon | EquipmentKind::Container => &[Mode::Rail],
        EquipmentKind::RoadCarrier | EquipmentKind::OwnWheels => &[Mode::Road],
        EquipmentKind::Vessel => &[Mode::River, Mode::Sea],
    }
}

/// `jsq` and `jsq6` name `jsq6`; `car` does not name `car-wagon-1520`.
fn is_named(id: &EquipmentId, word: &str) -> bool {
    id.as_str().strip_prefix(word).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
}
