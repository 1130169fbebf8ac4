//! Settings: the same unit with its racks or decks set otherwise.

use landbridge_model::Corridor;

use crate::codes;
use crate::log::{Log, Words};

pub(super) fn check(corridor: &Corridor, log: &mut Log) {
    for setting in corridor.equipment.values() {
        // A reference to nothing has been reported.
        let Some(unit) = setting.setting_of.as_ref().and_then(|id| corridor.equipment.get(id)) else {
            continue;
        };
        let differs = if unit.setting_of.is_some() {
            Some(format!("{} is a setting itself", unit.id))
        } else {
            [
                ("kind", setting.kind == unit.kind),
                ("gauge_mm", setting.gauge == unit.gauge),
                ("handling", setting.handling == unit.handling),
                ("tare_kg", setting.tare == unit.tare),
                ("carrier_tare_kg", setting.carrier_tare == unit.carrier_tare),
                ("length_mm", setting.length == unit.length),
            ]
            .into_iter()
            .find_map(|(key, same)| (!same).then(|| format!("`{key}` is not that of {}", unit.id)))
        };
        if let Some(differs) = differs {
            let words = Words::new(format!("{} is no setting of {}: {differs}", setting.id, unit.id));
            log.issue(&codes::W008, &setting.row, "setting_of", words);
        }
    }
}
