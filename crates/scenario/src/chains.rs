//! Shortest chains of links of one mode, the way a scheduled service runs between its stops.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use landbridge_model::{Corridor, Link, LinkId, Mode, PlaceId};

/// Links of one mode by place.
#[derive(Debug)]
pub(crate) struct Chains<'a> {
    links: BTreeMap<&'a PlaceId, Vec<(&'a PlaceId, &'a Link)>>,
}

impl<'a> Chains<'a> {
    /// The links of a mode, both ways, in the order of their ids.
    pub(crate) fn new(corridor: &'a Corridor, mode: Mode) -> Self {
        let mut links: BTreeMap<&PlaceId, Vec<(&PlaceId, &Link)>> = BTreeMap::new();
        for link in corridor.links.values().filter(|link| link.mode == mode) {
            links.entry(&link.from).or_default().push((&link.to, link));
            links.entry(&link.to).or_default().push((&link.from, link));
        }
        Self { links }
    }

    /// The shortest chain from one place to another by metres, as links with the place each one leads to.
    /// Of chains of equal length, at each place the one that arrives by the smaller link id.
    ///
    /// # Source
    /// Dijkstra, "A note on two problems in connexion with graphs", 1959; O((n + m) log n) for n places and m
    /// links.
    pub(crate) fn shortest(&self, from: &'a PlaceId, to: &PlaceId) -> Option<Vec<(&'a Link, &'a PlaceId)>> {
        // For each place reached: metres, the last link, and where it comes from.
        let mut best: BTreeMap<&PlaceId, (u64, Option<(&LinkId, &Link, &PlaceId)>)> = BTreeMap::new();
        let mut heap = BinaryHeap::from([Reverse((0_u64, from))]);
        best.insert(from, (0, None));
        while let Some(Reverse((metres, place))) = heap.pop() {
            if best.get(place).is_some_and(|(known, _)| *known < metres) {
                continue;
            }
            if place == to {
                break;
            }
            for (next, link) in self.links.get(place).into_iter().flatten() {
                let Some(sum) = metres.checked_add(link.length.get()) else {
                    continue;
                };
                let shorter = match best.get(next) {
                    None => true,
                    Some((known, last)) => {
                        sum < *known || (sum == *known && last.is_some_and(|(id, ..)| link.id < *id))
                    }
                };
                if shorter {
                    best.insert(next, (sum, Some((&link.id, link, place))));
                    heap.push(Reverse((sum, next)));
                }
            }
        }
        let mut chain = Vec::new();
        let mut at = *best.get_key_value(to)?.0;
        // A chain passes no place twice, which bounds the way back even where links have no length.
        while let Some((_, Some((_, link, before)))) = best.get(at) {
            chain.push((*link, at));
            at = before;
            if chain.len() > best.len() {
                return None;
            }
        }
        chain.reverse();
        Some(chain)
    }
}
