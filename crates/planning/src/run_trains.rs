//! Loaded wagons of a run into trains: which limits apply, where wagons are set down, and the fewest trains.

use std::collections::BTreeSet;

use landbridge_loading::{
    Consist, LoadError, StopPlan, StopUnits, TrainError, TrainLimits, TrainPlan, plan_stops, trains,
};
use landbridge_model::{
    Corridor, Equipment, LoadPlan, Pattern, PlaceId, Service, ServiceId, Shipment, VehicleModel,
};
use landbridge_units::{Kilograms, Millimetres};

use crate::error::PlanningError;

/// A stop of a run: where the vehicles of a shipment are set down.
#[derive(Clone, Debug)]
pub struct RunStop<'a> {
    /// What is set down.
    pub shipment: &'a Shipment,
    /// Its load plan.
    pub plan: &'a LoadPlan,
    /// Number of its first unit in the loading list of all shipments, from 1.
    pub first_unit: usize,
    /// Name of the place, for people; empty where none was asked.
    pub label: String,
}

/// Limits asked for; they take the place of those of equipment and service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrainsAsked {
    /// The service whose limits apply; otherwise those of the corridor that start where the run does, if they agree.
    pub service: Option<ServiceId>,
    /// Longest train, without locomotive.
    pub length_max: Option<Millimetres>,
    /// Heaviest train, without locomotive.
    pub gross_max: Option<Kilograms>,
    /// Most wagons of a train.
    pub units_max: Option<u32>,
    /// Fewest wagons of a full train.
    pub units_min: Option<u32>,
    /// Whether only full trains leave.
    pub full_only: bool,
}

/// Limits of a train, and whose they are, one sentence each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRules {
    /// The limits.
    pub limits: TrainLimits,
    /// Where they come from.
    pub from: Vec<String>,
}

/// Trains of a run.
#[derive(Clone, Debug)]
pub struct RunTrains<'a> {
    /// Where it starts; `None` where none was asked.
    pub origin: Option<&'a PlaceId>,
    /// Its stops in the order in which they are served.
    pub stops: Vec<RunStop<'a>>,
    /// The limits.
    pub rules: RunRules,
    /// The trains.
    pub plan: TrainPlan,
}

impl RunRules {
    /// The limits for trains of some equipment from a place. What was asked comes before what service and equipment
    /// say; of these two the stricter counts.
    #[must_use]
    pub fn of(
        corridor: &Corridor,
        equipment: &Equipment,
        origin: Option<&PlaceId>,
        asked: &TrainsAsked,
    ) -> Self {
        let mut limits = TrainLimits::of(equipment);
        let mut from = Vec::new();
        if let Some(max) = limits.units_max {
            from.push(format!("At most {max} units in a train ({}).", equipment.id));
        }
        if let Some(load) = limits.axle_load {
            from.push(format!("At most {} on an axle ({}).", load.max, equipment.id));
        }
        let named = asked.service.as_ref().and_then(|id| corridor.services.get(id));
        let found = match named {
            Some(service) => vec![service],
            None => services_from(corridor, equipment, origin),
        };
        let ids: Vec<&str> = found.iter().map(|service| service.id.as_str()).collect();
        let agreed = |of: fn(&Service) -> Option<u32>| {
            let values: BTreeSet<Option<u32>> = found.iter().map(|service| of(service)).collect();
            if let [only] = values.iter().collect::<Vec<_>>()[..] { *only } else { None }
        };
        let (max, min) = (agreed(|service| service.pattern.units_max()), agreed(units_min));
        if let Some(max) = max {
            limits.units_max = Some(limits.units_max.map_or(max, |known| known.min(max)));
        }
        limits.units_min = min.unwrap_or(0);
        let most = max.map(|max| format!("at most {max} units"));
        let least = min.map(|min| format!("at least {min} units for a full train"));
        let said: Vec<String> = [most, least].into_iter().flatten().collect();
        if !said.is_empty() {
            from.push(format!("Departures take {} ({}).", said.join(", "), ids.join(", ")));
        }
        if named.is_none() && (max.is_none() || min.is_none()) && found.len() > 1 {
            from.push(format!(
                "Services that start here differ in {} ({}): none of these applies unless one is named.",
                match (max, min) {
                    (None, None) => "their limits",
                    (None, Some(_)) => "the most units they take",
                    _ => "the fewest units they run with",
                },
                ids.join(", ")
            ));
        }
        if let Some(max) = asked.units_max {
            limits.units_max = Some(max);
            from.push(format!("Asked: at most {max} units."));
        }
        if let Some(min) = asked.units_min {
            limits.units_min = min;
            from.push(format!("Asked: at least {min} units for a full train."));
        }
        limits.length_max = asked.length_max;
        limits.gross_max = asked.gross_max;
        limits.full_only = asked.full_only;
        from.extend(asked.length_max.map(|max| format!("Asked: at most {max} long without locomotive.")));
        from.extend(asked.gross_max.map(|max| format!("Asked: at most {max} gross without locomotive.")));
        if asked.full_only {
            from.push("Asked: only full trains leave.".to_owned());
        }
        if from.is_empty() {
            from.push("No limit of a train is known: one train.".to_owned());
        }
        Self { limits, from }
    }
}

/// Services that run on rails with some equipment and start at a place.
fn services_from<'c>(
    corridor: &'c Corridor,
    equipment: &Equipment,
    origin: Option<&PlaceId>,
) -> Vec<&'c Service> {
    let Some(origin) = origin else { return Vec::new() };
    let starts = |service: &&Service| {
        service.equipment == equipment.id
            && service.pattern.stops().first().is_some_and(|stop| stop.place == *origin)
    };
    corridor.services.values().filter(starts).collect()
}

const fn units_min(service: &Service) -> Option<u32> {
    match &service.pattern {
        Pattern::Scheduled(schedule) => schedule.units_min,
        Pattern::Frequent(frequent) => frequent.units_min,
        Pattern::OnDemand(_) => None,
    }
}

impl<'a> RunTrains<'a> {
    /// Puts the units of all stops into the fewest trains. Units that do not leave are in the plan with the reason.
    ///
    /// # Errors
    /// As [`trains`]: equipment that does not run on rails, an unknown length or mass, a wagon that no train takes,
    /// or limits that contradict each other.
    pub fn of(
        corridor: &Corridor,
        origin: Option<&'a PlaceId>,
        stops: Vec<RunStop<'a>>,
        rules: RunRules,
    ) -> Result<Self, TrainError> {
        let known: Vec<&Equipment> = corridor.equipment.values().collect();
        let models: Vec<&VehicleModel> =
            stops.iter().flat_map(|stop| &stop.shipment.lines).map(|line| line.vehicle.as_ref()).collect();
        let units: Vec<StopUnits<'_>> = stops
            .iter()
            .map(|stop| StopUnits { label: stop.label.clone(), units: &stop.plan.units })
            .collect();
        let plan = trains(&units, &known, &models, &rules.limits)?;
        Ok(Self { origin, stops, rules, plan })
    }

    /// Number of a wagon's unit in the loading list, from 1.
    #[must_use]
    pub fn unit_number(&self, stop: usize, number: usize) -> usize {
        self.stops.get(stop).map_or(0, |stop| stop.first_unit.saturating_add(number))
    }

    /// Vehicles on a train.
    #[must_use]
    pub fn vehicles(train: &Consist) -> usize {
        let decks = train.wagons.iter().flat_map(|wagon| &wagon.unit.decks);
        decks.map(|deck| deck.vehicles.len()).sum()
    }
}

/// Vehicles for several stops, in the order of the run, in the fewest units, with several stops in a unit where that
/// saves one.
///
/// # Errors
/// If the equipment refuses a model, or a dimension or number is out of range.
pub fn stops_together(
    equipment: &Equipment,
    stops: &[(String, &Shipment)],
) -> Result<StopPlan, PlanningError> {
    let stops: Vec<_> =
        stops.iter().map(|(label, shipment)| (label.clone(), shipment.lines.clone())).collect();
    plan_stops(&stops, equipment)
        .map_err(|source: LoadError| PlanningError::Load { equipment: equipment.id.clone(), source })
}
