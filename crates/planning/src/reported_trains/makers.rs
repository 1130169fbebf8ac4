//! Makers near the origin of a train.

use landbridge_model::{Coordinate, Corridor, MakerId, Place, PlaceId};

/// Half a degree: about 56 km from south to north, less from west to east.
const NEAR_E7: u64 = 5_000_000;

/// Makers with a plant at a place or near it.
pub(super) fn makers_at(corridor: &Corridor, origin: Option<&PlaceId>) -> Vec<MakerId> {
    let Some(origin) = origin.and_then(|id| corridor.places.get(id)) else { return Vec::new() };
    let is_near = |place: &Place| {
        let apart = |one: i64, other: i64| one.abs_diff(other) <= NEAR_E7;
        let near = |(one, other): (Coordinate, Coordinate)| {
            apart(one.lat_e7, other.lat_e7) && apart(one.lon_e7, other.lon_e7)
        };
        place.id == origin.id || place.at.zip(origin.at).is_some_and(near)
    };
    let plants = corridor.manufacturers.values().filter(|maker| {
        maker.plant.as_ref().and_then(|plant| corridor.places.get(plant)).is_some_and(is_near)
    });
    plants.map(|maker| maker.id.clone()).collect()
}
