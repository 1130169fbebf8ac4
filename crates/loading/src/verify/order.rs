//! Vehicles of several stops in one unit: none stands on the way out of another.

use landbridge_model::{LoadedDeck, LoadedUnit, PlacedVehicle, WayOut};

use super::{Spot, Violation};

/// A vehicle of a deck with its place from 0 and its stop.
type Leaving<'a> = (usize, &'a PlacedVehicle, u32);

/// Which vehicles of a unit stand in the way of others. `unit` is its number in the plan, from 1; `stops` says for
/// each deck and each vehicle on it the stop where it leaves, 0 for the first.
///
/// Vehicles drive in at the far end of a deck (its largest position) and on towards its beginning, so that the first
/// in stands at position 0.
/// - [`WayOut::OneEnd`]: they leave by the far end too, the last in first: from the beginning of the deck to its end,
///   stops must not grow.
/// - [`WayOut::DriveThrough`]: they leave at the beginning, the first in first: from the beginning of the deck to its
///   end, stops must not fall.
/// - [`WayOut::Any`]: each leaves by itself.
///
/// So a car for stop 0 and one for stop 1, in this order from the beginning, are right on a drive-through deck, and
/// on a deck with one end the car for stop 1 stands in the way. Decks have ways out of their own. Whatever the way
/// out, a saddled truck leaves no later than the one it rides on.
///
/// Each vehicle that stands in a way is named once, with the vehicle that leaves first of those it keeps in.
#[must_use]
pub fn verify_order(unit: usize, loaded: &LoadedUnit, stops: &[Vec<u32>], way_out: WayOut) -> Vec<Violation> {
    let mut found = Vec::new();
    for (idx, deck) in loaded.decks.iter().enumerate() {
        verify_deck(unit, deck, stops.get(idx).map_or(&[][..], Vec::as_slice), way_out, &mut found);
    }
    found
}

fn verify_deck(unit: usize, deck: &LoadedDeck, stops: &[u32], way_out: WayOut, found: &mut Vec<Violation>) {
    let spot = |idx: usize, placed: &PlacedVehicle| Spot {
        unit,
        deck: deck.deck.clone(),
        place: idx + 1,
        vehicle: placed.vehicle.clone(),
    };
    for (idx, placed) in deck.vehicles.iter().enumerate().skip(stops.len()) {
        found.push(Violation::NoStop { at: spot(idx, placed) });
    }
    let leaving =
        || deck.vehicles.iter().zip(stops).enumerate().map(|(idx, (placed, stop))| (idx, placed, *stop));
    let mut before: Option<Leaving<'_>> = None;
    for (idx, placed, stop) in leaving() {
        if let Some((below, _, leaves)) = before.replace((idx, placed, stop)).filter(|_| placed.saddled)
            && leaves < stop
        {
            found.push(Violation::RidesOn { at: spot(idx, placed), stop, below: below + 1, leaves });
        }
    }
    if way_out == WayOut::Any {
        return;
    }
    // Farthest from the way out first: whoever leaves later than one of those already passed is in its way.
    let mut inmost: Vec<Leaving<'_>> = leaving().collect();
    inmost.sort_by_key(|(idx, placed, _)| (placed.position, *idx));
    if way_out == WayOut::DriveThrough {
        inmost.reverse();
    }
    let mut first: Option<(u32, usize)> = None;
    let mut in_the_way = Vec::new();
    for (idx, placed, stop) in inmost {
        match first {
            Some((leaves, blocked)) if leaves < stop => {
                in_the_way.push((idx, placed, stop, blocked + 1, leaves));
            }
            Some((leaves, _)) if leaves == stop => {}
            _ => first = Some((stop, idx)),
        }
    }
    in_the_way.sort_by_key(|(idx, ..)| *idx);
    for (idx, placed, stop, blocked, leaves) in in_the_way {
        found.push(Violation::InTheWay { at: spot(idx, placed), stop, blocked, leaves });
    }
}

#[cfg(test)]
mod tests {
    use landbridge_units::Millimetres;

    use super::*;

    fn unit(saddled: &[bool]) -> LoadedUnit {
        let place = |(idx, saddled): (usize, &bool)| PlacedVehicle {
            vehicle: format!("m{idx}").parse().unwrap(),
            position: Millimetres::new(5_000 * idx as u64),
            saddled: *saddled,
        };
        let vehicles = saddled.iter().enumerate().map(place).collect();
        let deck = LoadedDeck { deck: "upper".parse().unwrap(), vehicles };
        LoadedUnit { equipment: "carrier".parse().unwrap(), decks: vec![deck] }
    }

    /// Places from 1 of those in the way, with the one each keeps in.
    fn in_the_way(stops: &[u32], way_out: WayOut) -> Vec<(usize, usize)> {
        let loaded = unit(&vec![false; stops.len()]);
        let found = verify_order(1, &loaded, &[stops.to_vec()], way_out);
        let pair = |violation: Violation| match violation {
            Violation::InTheWay { at, blocked, .. } => (at.place, blocked),
            other => panic!("{other}"),
        };
        found.into_iter().map(pair).collect()
    }

    #[test]
    fn the_last_in_is_the_first_out_where_there_is_one_end() {
        assert_eq!(in_the_way(&[2, 1, 1, 0], WayOut::OneEnd), []);
        assert_eq!(in_the_way(&[0, 1, 2], WayOut::OneEnd), [(2, 1), (3, 1)]);
        assert_eq!(in_the_way(&[2, 0, 1], WayOut::OneEnd), [(3, 2)]);
    }

    #[test]
    fn the_first_in_is_the_first_out_where_they_drive_through() {
        assert_eq!(in_the_way(&[0, 1, 1, 2], WayOut::DriveThrough), []);
        assert_eq!(in_the_way(&[2, 1, 0], WayOut::DriveThrough), [(1, 3), (2, 3)]);
        assert_eq!(in_the_way(&[0, 2, 1], WayOut::DriveThrough), [(2, 3)]);
    }

    #[test]
    fn where_each_leaves_by_itself_nothing_is_in_the_way() {
        assert_eq!(in_the_way(&[2, 0, 1], WayOut::Any), []);
    }

    #[test]
    fn a_saddled_truck_leaves_no_later_than_the_one_it_rides_on() {
        let found = |stops: [u32; 2]| verify_order(4, &unit(&[false, true]), &[stops.to_vec()], WayOut::Any);
        assert_eq!(found([1, 0]), []);
        let [violation] = &found([0, 1])[..] else { panic!() };
        assert_eq!(
            violation.to_string(),
            "unit 4, deck upper, vehicle 2 (m1) stays to stop 1 and rides on vehicle 1, which leaves at stop 0"
        );
    }

    #[test]
    fn a_vehicle_without_stop_is_named() {
        let found = verify_order(1, &unit(&[false, false]), &[vec![3]], WayOut::OneEnd);
        assert_eq!(
            found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["unit 1, deck upper, vehicle 2 (m1) has no stop"]
        );
        assert_eq!(verify_order(1, &unit(&[false]), &[], WayOut::Any).len(), 1);
    }
}
