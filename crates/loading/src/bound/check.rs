//! A second opinion on a bound. It shares no code with what found it: own reading of the rules, own knapsack.

use std::collections::BTreeMap;

use landbridge_model::{Deck, Equipment, EquipmentKind, ShipmentLine, VehicleId, VehicleModel};

use super::pricing::Multipliers;
use super::proof::{FleetCase, FleetProof, Proof};
use super::standing::{Piece, can_stand};
use crate::plan::Offer;

/// Longest deck for which the table method is used, in millimetres.
const TABLE_MAX: u64 = 4_000_000;
/// Cells of all tables, for the sake of memory.
const CELLS_MAX: u64 = 16_000_000;
/// Cells of all tables, times models.
const WORK_MAX: u64 = 2_000_000_000;
/// Nodes of the search, where the table method leaves the claim open.
const NODES_MAX: u64 = 100_000_000;
/// Millimetres and kilograms, and weights, beyond which products could overflow.
const RANGE: u64 = 1 << 40;
const WEIGHT_MAX: u64 = 1 << 50;
const RENT_MAX: u64 = 1 << 60;
/// Largest stack that is told apart.
const STACK_MAX: u32 = 64;

struct Item {
    /// Its model, of which all pieces together have so many vehicles.
    model: usize,
    span: i128,
    length: i128,
    height: i128,
    mass: i128,
    weight: i128,
    quantity: i128,
    /// Vehicles in it: a saddle stack has several.
    places: i128,
    decks: Vec<bool>,
}

/// Whether a proof holds for a shipment: that no loadable unit weighs more than its capacity, and that the weight
/// of all vehicles then needs as many units as it says.
///
/// First by a relaxation (mass and places priced, decks by the table method of the knapsack), then, where that is
/// not enough, by trying all units. `false` also where neither decides within fixed work, or where the equipment
/// cannot take a model.
#[must_use]
pub fn check_bound(lines: &[ShipmentLine], equipment: &Equipment, proof: &Proof) -> bool {
    let Some(models) = models(lines, &proof.weights) else { return false };
    // A vehicle that fits nowhere would make any claim true.
    if !models.values().all(|(vehicle, _, _)| takes(vehicle, equipment)) {
        return false;
    }
    let total: i128 = models.values().map(|(_, weight, quantity)| weight * quantity).sum();
    let (Ok(capacity), units) = (i128::try_from(proof.capacity), i128::from(proof.units)) else {
        return false;
    };
    // Rounding up, total over capacity reaches `units` exactly if it is more than one less.
    let enough = units == 0 || capacity.checked_mul(units - 1).is_some_and(|full| total > full);
    enough
        && (units == 0
            || heaviest_is_at_most(&items(&models, equipment), equipment, &proof.multipliers, capacity))
}

/// Whether a proof holds for a shipment over several kinds of equipment: that the cases hold every plan, that in each
/// no loadable unit of any kind weighs more than its capacity, and that holding the weight of all vehicles then costs
/// at least what it says.
///
/// `false` also where that is not decided within fixed work, where the kinds are not those of the offers with their
/// settings, or rents stand at units without limit or differ between the settings of one.
#[must_use]
pub fn check_fleet_bound(lines: &[ShipmentLine], offers: &[Offer<'_>], proof: &FleetProof) -> bool {
    proof.cost == 0
        || (all_covered(offers, &proof.cases)
            && proof.cases.iter().all(|case| case_costs(lines, offers, case, proof.cost)))
}

/// Cells of numbers of units that are looked at.
const NUMBERS_MAX: usize = 1_000_000;

// Whether every combination of numbers of units that there can be lies in a case. It is enough to look at the least
// numbers and those just beyond the most of each case: between them nothing changes.
fn all_covered(offers: &[Offer<'_>], cases: &[FleetCase]) -> bool {
    let sound = |case: &FleetCase| case.least.len() == offers.len() && case.most.len() == offers.len();
    if !cases.iter().all(sound) {
        return false;
    }
    let mut corners: Vec<Vec<u32>> = Vec::new();
    for (idx, offer) in offers.iter().enumerate() {
        let beyond = cases.iter().filter_map(|case| case.most[idx].and_then(|most| most.checked_add(1)));
        let mut own: Vec<u32> = cases.iter().map(|case| case.least[idx]).chain(beyond).chain([0]).collect();
        own.retain(|number| offer.available.is_none_or(|most| *number <= most));
        own.sort_unstable();
        own.dedup();
        corners.push(own);
    }
    let cells = corners.iter().try_fold(1_usize, |all, own| all.checked_mul(own.len()));
    if cells.is_none_or(|cells| cells > NUMBERS_MAX) {
        return false;
    }
    let mut at = vec![0_usize; offers.len()];
    loop {
        let inside = |case: &FleetCase| {
            at.iter().enumerate().all(|(idx, at)| {
                let number = corners[idx][*at];
                number >= case.least[idx] && case.most[idx].is_none_or(|most| number <= most)
            })
        };
        if !cases.iter().any(inside) {
            return false;
        }
        let Some(turn) = (0..at.len()).rev().find(|idx| at[*idx] + 1 < corners[*idx].len()) else {
            return true;
        };
        at[turn] += 1;
        at[turn + 1..].fill(0);
    }
}

fn case_costs(lines: &[ShipmentLine], offers: &[Offer<'_>], case: &FleetCase, claimed: u64) -> bool {
    let Some(models) = models(lines, &case.weights) else { return false };
    let offered: Vec<(usize, &Equipment)> = offers
        .iter()
        .enumerate()
        .flat_map(|(idx, offer)| {
            std::iter::once(&offer.unit).chain(&offer.settings).map(move |unit| (idx, *unit))
        })
        .collect();
    if offered.len() != case.kinds.len() {
        return false;
    }
    // By offer: its rent, what its fullest unit holds, and what each kind holds beyond the rent.
    let mut rents: Vec<Option<i128>> = vec![None; offers.len()];
    let mut fullest = vec![0_i128; offers.len()];
    let mut held: Vec<(usize, i128)> = Vec::new();
    for ((idx, equipment), kind) in offered.iter().zip(&case.kinds) {
        let Ok(capacity) = i128::try_from(kind.capacity) else { return false };
        let (rent, sane) = (i128::from(kind.rent), capacity <= 1 << 90 && kind.rent <= RENT_MAX);
        if equipment.id != kind.equipment || !sane || rents[*idx].is_some_and(|known| known != rent) {
            return false;
        }
        rents[*idx] = Some(rent);
        let own: BTreeMap<_, _> = models
            .iter()
            .filter(|(_, (vehicle, _, _))| takes(vehicle, equipment))
            .map(|(id, model)| (*id, *model))
            .collect();
        if !heaviest_is_at_most(&items(&own, equipment), equipment, &kind.multipliers, capacity) {
            return false;
        }
        fullest[*idx] = fullest[*idx].max(capacity);
        held.push((*idx, capacity - rent));
    }
    let mut open: i128 = models.values().map(|(_, weight, quantity)| weight * quantity).sum();
    let mut paid = 0_i128;
    let mut further: Vec<Option<i128>> = Vec::new();
    for (idx, offer) in offers.iter().enumerate() {
        if offer.cost == 0 || offer.cost > RANGE {
            return false;
        }
        let most = [case.most[idx], offer.available].into_iter().flatten().min();
        let more = most.map(|most| i128::from(most.saturating_sub(case.least[idx])));
        let rent = rents[idx].unwrap_or(0);
        let Some(free) = more.map_or((rent == 0).then_some(0), |more| Some(rent * more)) else {
            return false;
        };
        open -= free + fullest[idx] * i128::from(case.least[idx]);
        paid += i128::from(offer.cost) * i128::from(case.least[idx]);
        further.push(more);
    }
    let claimed = i128::from(claimed);
    if paid >= claimed {
        return true;
    }
    // Costs are multiples of their greatest common divisor: what costs more than the last multiple below the claim
    // costs at least the claim.
    let step = offers.iter().fold(0, |step, offer| divisor(step, i128::from(offer.cost))).max(1);
    let below = (claimed - 1) / step * step - paid;
    open > 0
        && held.iter().all(|(idx, held)| {
            let none = *held <= 0 || further[*idx] == Some(0);
            none || match (open.checked_mul(i128::from(offers[*idx].cost)), below.checked_mul(*held)) {
                (Some(all), Some(affordable)) => all > affordable,
                _ => false,
            }
        })
}

fn divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        let rest = a % b;
        a = b;
        b = rest;
    }
    a
}

/// A model with its weight and number.
type Weighed<'a> = (&'a VehicleModel, i128, i128);

fn models<'a>(
    lines: &'a [ShipmentLine],
    weights: &BTreeMap<VehicleId, u64>,
) -> Option<BTreeMap<&'a VehicleId, Weighed<'a>>> {
    let mut models: BTreeMap<&VehicleId, Weighed<'_>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        let vehicle = &line.vehicle;
        let weight = weights.get(&vehicle.id).copied().unwrap_or(0);
        if vehicle.length.get() > RANGE || vehicle.kerb_mass.get() > RANGE || weight > WEIGHT_MAX {
            return None;
        }
        models.entry(&vehicle.id).or_insert((vehicle, i128::from(weight), 0)).2 += i128::from(line.quantity);
    }
    Some(models)
}

// By size alone; whatever else refuses a vehicle only makes fewer units loadable.
fn takes(vehicle: &VehicleModel, equipment: &Equipment) -> bool {
    equipment.kind == EquipmentKind::OwnWheels || equipment.decks.iter().any(|deck| stands(vehicle, deck))
}

fn stands(vehicle: &VehicleModel, deck: &Deck) -> bool {
    deck.length >= vehicle.length
        && deck.height >= vehicle.height
        && deck.width >= vehicle.width
        && has_clear_stretch(vehicle, deck)
}

// The parts that are too low cut the deck into stretches; one of them must be long enough.
fn has_clear_stretch(vehicle: &VehicleModel, deck: &Deck) -> bool {
    let too_low = deck.low.iter().filter(|part| part.height < vehicle.height);
    let mut from = 0;
    for part in too_low {
        if part.from.get().saturating_sub(from) >= vehicle.length.get() {
            return true;
        }
        from = part.to.get();
    }
    deck.length.get().saturating_sub(from) >= vehicle.length.get()
}

fn items(models: &BTreeMap<&VehicleId, Weighed<'_>>, equipment: &Equipment) -> Vec<Item> {
    let mut items = Vec::new();
    for (model, (vehicle, weight, quantity)) in models.values().enumerate() {
        let decks: Vec<bool> = equipment.decks.iter().map(|deck| stands(vehicle, deck)).collect();
        let lone = i128::from(vehicle.length.get()) + i128::from(equipment.gap.get());
        let mass = i128::from(vehicle.kerb_mass.get()) + i128::from(equipment.stowage.lashing.get());
        let most = match vehicle.chassis.saddle_pitch {
            Some(_) => equipment.stowage.saddle_max.unwrap_or(1).min(STACK_MAX),
            None => 1,
        };
        let pitch = vehicle.chassis.saddle_pitch.map_or(0, |mm| i128::from(mm.get()));
        let longest = equipment.decks.iter().map(|deck| i128::from(deck.length.get())).max().unwrap_or(0);
        for places in (1..=most.max(1)).map(i128::from) {
            if places > 1 && i128::from(vehicle.length.get()) + (places - 1) * pitch > longest {
                break;
            }
            items.push(Item {
                model,
                span: lone + (places - 1) * pitch,
                length: i128::from(vehicle.length.get()) + (places - 1) * pitch,
                height: i128::from(vehicle.height.get()),
                mass: mass * places,
                weight: weight * places,
                quantity: quantity / places,
                places,
                decks: decks.clone(),
            });
        }
    }
    items
}

/// Limits of a unit as the rules state them; `None` is no limit.
struct Limits {
    lengths: Vec<i128>,
    masses: Vec<Option<i128>>,
    mass: Option<i128>,
    places: Option<i128>,
}

fn limits(equipment: &Equipment) -> Option<Limits> {
    let in_range = |value: u64| value <= RANGE;
    let decks_in_range = equipment
        .decks
        .iter()
        .all(|deck| in_range(deck.length.get()) && deck.payload.is_none_or(|kg| in_range(kg.get())));
    let masses = [equipment.payload, equipment.axle_load_max, equipment.tare, equipment.carrier_tare];
    if !decks_in_range
        || !in_range(equipment.gap.get())
        || !masses.into_iter().flatten().all(|kg| in_range(kg.get()))
    {
        return None;
    }
    let gap = i128::from(equipment.gap.get());
    let axles = match (equipment.axles, equipment.axle_load_max, equipment.tare) {
        (Some(axles), Some(load), Some(tare)) => {
            let carrier = equipment.carrier_tare.filter(|_| equipment.kind == EquipmentKind::Container);
            let empty = i128::from(tare.get()) + carrier.map_or(0, |kg| i128::from(kg.get()));
            Some(i128::from(axles) * i128::from(load.get()) - empty)
        }
        _ => None,
    };
    let payload = equipment.payload.map(|kg| i128::from(kg.get()));
    Some(Limits {
        lengths: equipment.decks.iter().map(|deck| i128::from(deck.length.get()) + gap).collect(),
        masses: equipment.decks.iter().map(|deck| deck.payload.map(|kg| i128::from(kg.get()))).collect(),
        mass: [axles, payload].into_iter().flatten().min(),
        places: equipment.vehicles_max.map(i128::from),
    })
}

fn heaviest_is_at_most(
    items: &[Item],
    equipment: &Equipment,
    multipliers: &Multipliers,
    capacity: i128,
) -> bool {
    if equipment.kind == EquipmentKind::OwnWheels {
        return items.iter().all(|item| item.weight <= capacity);
    }
    let Some(limits) = limits(equipment) else { return false };
    // By one shared limit alone: so many vehicles of the heaviest weight, so many kilograms of the densest.
    let by_places =
        limits.places.map(|n| n * items.iter().map(|item| item.weight / item.places).max().unwrap_or(0));
    let dense = |kg: i128| items.iter().map(|item| item.weight * kg / item.mass.max(1)).max().unwrap_or(0);
    if by_places.into_iter().chain(limits.mass.map(dense)).any(|most| most <= capacity) {
        return true;
    }
    // Prices are hints; without a limit there is nothing to pay for.
    let hint = |price: i64, limit: Option<i128>| {
        if limit.is_some() { i128::from(price.clamp(0, 1 << 50)) } else { 0 }
    };
    let per_kg = hint(multipliers.mass, limits.mass);
    let per_place = hint(multipliers.place, limits.places);
    let mut open = per_kg * limits.mass.unwrap_or(0) + per_place * limits.places.unwrap_or(0);
    let mut rough = open;
    let mut nets: Vec<Vec<i128>> = Vec::new();
    for deck in 0..limits.lengths.len() {
        // Equal decks share the price that stands at the first of them.
        let price = (0..=deck).find(|first| equal_decks(items, &limits, *first, deck)).unwrap_or(deck);
        let own = hint(multipliers.decks.get(price).copied().unwrap_or(0), limits.masses[deck]);
        open += own * limits.masses[deck].unwrap_or(0);
        rough += own * limits.masses[deck].unwrap_or(0);
        nets.push(
            items
                .iter()
                .map(|item| item.weight - (per_kg + own) * item.mass - per_place * item.places)
                .collect(),
        );
    }
    // By density: no deck holds more than its length at the dearest millimetre.
    for (deck, length) in limits.lengths.iter().enumerate() {
        let dense = items.iter().zip(&nets[deck]).filter(|(item, net)| item.decks[deck] && **net > 0);
        rough += dense.map(|(item, net)| net * length / item.span).max().unwrap_or(0);
    }
    if rough <= capacity {
        return true;
    }
    let cells: i128 = limits.lengths.iter().sum();
    if cells > i128::from(CELLS_MAX) {
        return false;
    }
    let work = cells * i128::try_from(items.len()).unwrap_or(i128::MAX);
    if limits.lengths.iter().any(|length| *length > i128::from(TABLE_MAX)) || work > i128::from(WORK_MAX) {
        return false;
    }
    let mut tables: Vec<Vec<i128>> = Vec::new();
    let mut tight = open;
    for (deck, length) in limits.lengths.iter().enumerate() {
        let twin = (0..deck).find(|first| equal_decks(items, &limits, *first, deck));
        let table = match twin {
            Some(first) => tables[first].clone(),
            None => table(items, &nets[deck], deck, *length),
        };
        open += table.last().copied().unwrap_or(0);
        tight += stretches(items, &nets[deck], deck, equipment)
            .map(|stretch| usize::try_from(stretch).ok().and_then(|at| table.get(at)).copied().unwrap_or(0))
            .sum::<i128>();
        tables.push(table);
    }
    tight <= capacity || search(equipment, items, &limits, &nets, &tables, open, capacity)
}

/// Lengths, each with a gap, of the parts of a deck on which everything worth something stands: the parts of less
/// height than the lowest of it cut the deck.
fn stretches(
    items: &[Item],
    nets: &[i128],
    deck: usize,
    equipment: &Equipment,
) -> impl Iterator<Item = i128> {
    let worth = items.iter().zip(nets).filter(|(item, net)| **net > 0 && item.decks[deck]);
    let lowest = worth.map(|(item, _)| item.height).min().unwrap_or(0);
    let gap = i128::from(equipment.gap.get());
    let mut lengths = Vec::new();
    let mut from = 0;
    for part in &equipment.decks[deck].low {
        if i128::from(part.height.get()) < lowest {
            lengths.push(i128::from(part.from.get()) - from + gap);
            from = i128::from(part.to.get());
        }
    }
    lengths.push(i128::from(equipment.decks[deck].length.get()) - from + gap);
    // Two vehicles on both sides of a part with the gap between them may reach into the gap after the last of a
    // stretch; a stretch and a gap holds all that stands in it.
    lengths.into_iter().filter(|length| *length > 0)
}

fn equal_decks(items: &[Item], limits: &Limits, a: usize, b: usize) -> bool {
    limits.lengths[a] == limits.lengths[b]
        && limits.masses[a] == limits.masses[b]
        && items.iter().all(|item| item.decks[a] == item.decks[b])
}

// The most net weight for every length, one vehicle after the other.
fn table(items: &[Item], nets: &[i128], deck: usize, length: i128) -> Vec<i128> {
    let cells = usize::try_from(length).unwrap_or(0);
    let mut best = vec![0_i128; cells + 1];
    for (item, net) in items.iter().zip(nets) {
        let Ok(span) = usize::try_from(item.span) else { continue };
        if *net <= 0 || !item.decks[deck] || span == 0 || span > cells {
            continue;
        }
        let most = item.quantity.min(length / item.span);
        if most == length / item.span {
            for at in span..=cells {
                best[at] = best[at].max(best[at - span] + net);
            }
            continue;
        }
        for _ in 0..most {
            for at in (span..=cells).rev() {
                best[at] = best[at].max(best[at - span] + net);
            }
        }
    }
    best
}

// Tries all units: deck by deck, item by item, from many copies to none; true if none is too heavy.
fn search(
    equipment: &Equipment,
    items: &[Item],
    limits: &Limits,
    nets: &[Vec<i128>],
    tables: &[Vec<i128>],
    open: i128,
    capacity: i128,
) -> bool {
    let levels = limits.lengths.len() * items.len();
    let best = |deck: usize, length: i128| {
        usize::try_from(length).ok().and_then(|at| tables[deck].get(at)).copied().unwrap_or(0)
    };
    let constant = open - tables.iter().filter_map(|table| table.last()).sum::<i128>();
    let mut after = vec![0_i128; limits.lengths.len() + 1];
    for deck in (0..limits.lengths.len()).rev() {
        after[deck] = after[deck + 1] + best(deck, limits.lengths[deck]);
    }
    let mut lengths = limits.lengths.clone();
    let mut masses = limits.masses.clone();
    let (mut mass, mut places) = (limits.mass, limits.places);
    let mut left = vec![0_i128; items.iter().map(|item| item.model + 1).max().unwrap_or(0)];
    for item in items.iter().filter(|item| item.places == 1) {
        left[item.model] = item.quantity;
    }
    let (mut net, mut weight) = (constant, 0_i128);
    // Copies chosen so far, one entry per deck and item.
    let mut stack: Vec<i128> = Vec::new();
    let mut nodes = 0_u64;
    let mut down = true;
    loop {
        nodes += 1;
        if nodes > NODES_MAX {
            return false;
        }
        if down && stack.len() == levels {
            if weight > capacity && can_stand(&standing(&stack, items, limits.lengths.len()), equipment) {
                return false;
            }
            down = false;
            continue;
        }
        if down {
            let (deck, idx) = (stack.len() / items.len(), stack.len() % items.len());
            let item = &items[idx];
            // Nothing that follows can make this unit too heavy.
            let hopeless = net + best(deck, lengths[deck]) + after[deck + 1] <= capacity;
            if hopeless {
                down = false;
                continue;
            }
            let by_mass = [masses[deck], mass].into_iter().flatten().min();
            let mut most = if item.decks[deck] {
                (left[item.model] / item.places).min(lengths[deck] / item.span.max(1))
            } else {
                0
            };
            if let Some(kg) = by_mass {
                most = most.min(kg / item.mass.max(1));
            }
            most = most.min(places.map_or(most, |n| n / item.places));
            let copies = if item.weight > 0 { most } else { 0 };
            change(copies, item, &mut lengths[deck], &mut masses[deck], &mut mass, &mut places);
            left[item.model] -= copies * item.places;
            net += nets[deck][idx] * copies;
            weight += item.weight * copies;
            stack.push(copies);
            continue;
        }
        let Some(copies) = stack.pop() else { return true };
        let (deck, idx) = (stack.len() / items.len(), stack.len() % items.len());
        let item = &items[idx];
        if copies > 0 {
            change(-1, item, &mut lengths[deck], &mut masses[deck], &mut mass, &mut places);
            left[item.model] += item.places;
            net -= nets[deck][idx];
            weight -= item.weight;
            stack.push(copies - 1);
            down = true;
        }
    }
}

// What the copies chosen put on each deck.
fn standing(chosen: &[i128], items: &[Item], decks: usize) -> Vec<Vec<Piece>> {
    let mut unit = vec![Vec::new(); decks];
    for (at, copies) in chosen.iter().enumerate() {
        let item = &items[at % items.len()];
        for _ in 0..*copies {
            unit[at / items.len()].push((item.length, item.height, item.mass));
        }
    }
    unit
}

fn change(
    copies: i128,
    item: &Item,
    length: &mut i128,
    deck_mass: &mut Option<i128>,
    mass: &mut Option<i128>,
    places: &mut Option<i128>,
) {
    *length -= copies * item.span;
    for kg in [deck_mass, mass].into_iter().flatten() {
        *kg -= copies * item.mass;
    }
    if let Some(n) = places {
        *n -= copies * item.places;
    }
}
