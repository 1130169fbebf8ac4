//! In which order vehicles of several stops stand on the decks of one unit.

use landbridge_model::{Equipment, LoadedDeck, LoadedUnit, PlacedVehicle, VehicleId, WayOut};
use landbridge_units::Millimetres;

use super::plan::StopUnit;
use super::share::{Share, served};
use super::stow::{Models, clear_from, clears, ends_carry_it, order_matters};

/// Steps of the search for the order of one unit.
const STEPS_MAX: u32 = 50_000;

/// Gives each vehicle of a unit its stop, and each deck an order in which no vehicle stands in another's way.
///
/// A unit for one stop keeps the order it has. Where only sums of lengths matter, decks are sorted by stop; where low
/// parts, ends or saddle stacks matter, first the places as they are, then all orders of whole stacks are tried,
/// pushed to the beginning, to the end or to the middle of the deck. `None` where none is found.
pub(super) fn in_order(
    unit: &LoadedUnit,
    share: &Share,
    equipment: &Equipment,
    models: &Models<'_>,
) -> Option<StopUnit> {
    if let [stop] = served(share)[..] {
        let fit = stands(equipment, &unit.decks, models);
        if fit || !order_matters(equipment) {
            let stops = unit.decks.iter().map(|deck| vec![stop; deck.vehicles.len()]).collect();
            return Some(StopUnit { unit: unit.clone(), stops });
        }
    }
    if !order_matters(equipment) {
        return Some(sorted(unit, share, equipment, models));
    }
    search(unit, share, equipment, models, true).or_else(|| search(unit, share, equipment, models, false))
}

fn stands(equipment: &Equipment, decks: &[LoadedDeck], models: &Models<'_>) -> bool {
    equipment.decks.iter().zip(decks).all(|(deck, loaded)| clears(deck, loaded, models))
        && ends_carry_it(equipment, decks, models)
}

// Whether on a deck that is filled from its beginning a vehicle of one stop may follow one of another.
fn may_follow(way_out: WayOut, before: usize, next: usize) -> bool {
    match way_out {
        WayOut::Any => true,
        WayOut::DriveThrough => before <= next,
        WayOut::OneEnd => before >= next,
    }
}

// Each model's copies go to its stops in the order of decks; decks are sorted by stop and closed up.
fn sorted(unit: &LoadedUnit, share: &Share, equipment: &Equipment, models: &Models<'_>) -> StopUnit {
    let mut open = share.clone();
    let gap = equipment.gap.get();
    let (mut decks, mut stops) = (Vec::new(), Vec::new());
    for deck in &unit.decks {
        let mut row: Vec<(usize, PlacedVehicle)> = deck
            .vehicles
            .iter()
            .map(|placed| (draw(&mut open, &placed.vehicle).unwrap_or(0), placed.clone()))
            .collect();
        match equipment.stowage.way_out {
            WayOut::Any => {}
            WayOut::DriveThrough => row.sort_by_key(|(stop, _)| *stop),
            WayOut::OneEnd => row.sort_by_key(|(stop, _)| std::cmp::Reverse(*stop)),
        }
        if equipment.stowage.way_out != WayOut::Any {
            let mut at = 0_u64;
            for (_, placed) in &mut row {
                placed.position = Millimetres::new(at);
                let length = models.get(&placed.vehicle).map_or(0, |vehicle| vehicle.length.get());
                at = at.saturating_add(length).saturating_add(gap);
            }
        }
        let (of_deck, vehicles) = row.into_iter().unzip();
        stops.push(of_deck);
        decks.push(LoadedDeck { deck: deck.deck.clone(), vehicles });
    }
    StopUnit { unit: LoadedUnit { equipment: unit.equipment.clone(), decks }, stops }
}

fn draw(open: &mut Share, model: &VehicleId) -> Option<usize> {
    let of = open.get_mut(model)?;
    let stop = of.iter().position(|n| *n > 0)?;
    if let Some(n) = of.get_mut(stop) {
        *n -= 1;
    }
    Some(stop)
}

/// Vehicles that move together: one, or a saddle stack. All of one model.
#[derive(Clone, Debug)]
struct Stack {
    vehicle: VehicleId,
    /// Where each stands behind the front of the first.
    offsets: Vec<u64>,
    /// Where the first stood in the plan.
    position: u64,
    length: u64,
    height: u64,
}

fn stacks(deck: &LoadedDeck, models: &Models<'_>) -> Option<Vec<Stack>> {
    let mut stacks: Vec<Stack> = Vec::new();
    for placed in &deck.vehicles {
        let vehicle = models.get(&placed.vehicle)?;
        let (at, length) = (placed.position.get(), vehicle.length.get());
        match stacks.last_mut().filter(|stack| placed.saddled && stack.vehicle == placed.vehicle) {
            Some(stack) => {
                let offset = at.checked_sub(stack.position)?;
                stack.offsets.push(offset);
                stack.length = offset.saturating_add(length);
            }
            None => stacks.push(Stack {
                vehicle: placed.vehicle.clone(),
                offsets: vec![0],
                position: at,
                length,
                height: vehicle.height.get(),
            }),
        }
    }
    Some(stacks)
}

/// A stack put on a deck: which one, its stop, and its position.
#[derive(Clone, Copy, Debug)]
struct Put {
    stack: usize,
    stop: usize,
    position: u64,
}

// Depth first over decks and their places, from the beginning of each deck. With `as_planned`, stacks keep order and
// position, and only stops are given out.
fn search(
    unit: &LoadedUnit,
    share: &Share,
    equipment: &Equipment,
    models: &Models<'_>,
    as_planned: bool,
) -> Option<StopUnit> {
    let decks: Vec<Vec<Stack>> = unit.decks.iter().map(|deck| stacks(deck, models)).collect::<Option<_>>()?;
    // Which deck each place of the search is on, and how many places there are before that deck.
    let places: Vec<(usize, usize)> = decks
        .iter()
        .scan(0, |before, of_deck| {
            let begin = *before;
            *before += of_deck.len();
            Some((begin, of_deck.len()))
        })
        .enumerate()
        .flat_map(|(deck, (begin, n))| std::iter::repeat_n((deck, begin), n))
        .collect();
    let mut open = share.clone();
    let mut used: Vec<Vec<bool>> = decks.iter().map(|of_deck| vec![false; of_deck.len()]).collect();
    let mut puts: Vec<Put> = Vec::new();
    // Choices count stacks times stops.
    let stops = share.values().map(Vec::len).max().unwrap_or(0);
    let mut next = vec![0_usize];
    let mut steps = 0_u32;
    while let Some(from) = next.last().copied() {
        steps += 1;
        if steps > STEPS_MAX {
            return None;
        }
        if puts.len() == places.len()
            && let Some(found) = finish(unit, equipment, &decks, &places, &puts, models, as_planned)
        {
            return Some(found);
        }
        let choice = places.get(puts.len()).and_then(|(deck, begin)| {
            let on_deck = puts.get(*begin..).unwrap_or(&[]);
            let all = decks.get(*deck)?;
            (from..all.len().saturating_mul(stops)).find_map(|choice| {
                let (stack, stop) = (choice / stops, choice % stops);
                let planned = !as_planned || stack == on_deck.len();
                let free = planned && !used[*deck][stack] && is_first_of_kind(all, &used[*deck], stack);
                let put =
                    free.then(|| place(equipment, *deck, all, &open, on_deck, stack, stop, as_planned))??;
                Some((choice, *deck, put))
            })
        });
        let Some((choice, deck, put)) = choice else {
            next.pop();
            if let Some(last) = puts.pop() {
                let deck = places[puts.len()].0;
                used[deck][last.stack] = false;
                let stack = &decks[deck][last.stack];
                change(&mut open, &stack.vehicle, last.stop, |n| n + narrow(stack.offsets.len()));
            }
            continue;
        };
        if let Some(slot) = next.last_mut() {
            *slot = choice + 1;
        }
        let stack = &decks[deck][put.stack];
        used[deck][put.stack] = true;
        change(&mut open, &stack.vehicle, put.stop, |n| n - narrow(stack.offsets.len()));
        puts.push(put);
        next.push(0);
    }
    None
}

// Equal stacks are used in their order.
fn is_first_of_kind(all: &[Stack], used: &[bool], stack: usize) -> bool {
    let same = |a: &Stack, b: &Stack| a.vehicle == b.vehicle && a.offsets == b.offsets;
    !(0..stack).any(|other| !used[other] && same(&all[other], &all[stack]))
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn change(open: &mut Share, model: &VehicleId, stop: usize, to: impl Fn(u32) -> u32) {
    if let Some(n) = open.get_mut(model).and_then(|of| of.get_mut(stop)) {
        *n = to(*n);
    }
}

#[expect(clippy::too_many_arguments, reason = "one step of the search, on its state")]
fn place(
    equipment: &Equipment,
    deck: usize,
    all: &[Stack],
    open: &Share,
    on_deck: &[Put],
    stack: usize,
    stop: usize,
    as_planned: bool,
) -> Option<Put> {
    let wanted = &all[stack];
    let left = open.get(&wanted.vehicle)?.get(stop)?;
    if *left < narrow(wanted.offsets.len()) {
        return None;
    }
    let last = on_deck.last();
    if !last.is_none_or(|last| may_follow(equipment.stowage.way_out, last.stop, stop)) {
        return None;
    }
    if as_planned {
        return Some(Put { stack, stop, position: wanted.position });
    }
    let gap = equipment.gap.get();
    let begin = last.map_or(0, |last| last.position + all[last.stack].length + gap);
    let deck = equipment.decks.get(deck)?;
    let position = clear_from(deck, begin, wanted.length, wanted.height)?;
    // All that is still to come must fit behind it, low parts or not.
    let here = |idx: usize| idx == stack || on_deck.iter().any(|put| put.stack == idx);
    let rest: u64 =
        all.iter().enumerate().filter(|(idx, _)| !here(*idx)).map(|(_, other)| other.length + gap).sum();
    (position + wanted.length + rest <= deck.length.get()).then_some(Put { stack, stop, position })
}

// Checks a complete order; where the ends do not carry it, vehicles move towards the end or the middle of their deck.
fn finish(
    unit: &LoadedUnit,
    equipment: &Equipment,
    decks: &[Vec<Stack>],
    places: &[(usize, usize)],
    puts: &[Put],
    models: &Models<'_>,
    as_planned: bool,
) -> Option<StopUnit> {
    let shifts: &[u64] = if as_planned { &[0] } else { &[0, 2, 1] };
    shifts.iter().find_map(|halves| {
        let (mut loaded, mut stops) = (Vec::new(), Vec::new());
        for (idx, all) in decks.iter().enumerate() {
            let own: Vec<Put> =
                places.iter().zip(puts).filter(|((deck, _), _)| *deck == idx).map(|(_, put)| *put).collect();
            let end = own.last().map_or(0, |last| last.position + all[last.stack].length);
            let slack = equipment.decks.get(idx)?.length.get().checked_sub(end)?;
            let shift = slack * halves / 2;
            let (mut vehicles, mut of_deck) = (Vec::new(), Vec::new());
            for put in own {
                for (nth, offset) in all[put.stack].offsets.iter().enumerate() {
                    vehicles.push(PlacedVehicle {
                        vehicle: all[put.stack].vehicle.clone(),
                        position: Millimetres::new(put.position + offset + shift),
                        saddled: nth > 0,
                    });
                    of_deck.push(put.stop);
                }
            }
            loaded.push(LoadedDeck { deck: unit.decks.get(idx)?.deck.clone(), vehicles });
            stops.push(of_deck);
        }
        stands(equipment, &loaded, models).then(|| StopUnit {
            unit: LoadedUnit { equipment: unit.equipment.clone(), decks: loaded },
            stops,
        })
    })
}
