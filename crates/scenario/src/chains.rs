//! Shortest chains of links of one mode, the way a scheduled service runs between its stops.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use landbridge_model::{Corridor, Link, LinkId, Mode, PlaceId};
use landbridge_units::Metres;

/// How a place was reached: metres, and unless it is the first, by which link from where.
type Reached<'a> = (u64, Option<(&'a LinkId, &'a Link, &'a PlaceId)>);

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
        let mut best: BTreeMap<&PlaceId, Reached<'a>> = BTreeMap::new();
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
                // A tie over a link without length could lead in a circle.
                let shorter = match best.get(next) {
                    None => true,
                    Some((known, last)) => {
                        sum < *known
                            || (sum == *known
                                && link.length > Metres::ZERO
                                && last.is_some_and(|(id, ..)| link.id < *id))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use landbridge_model::{Country, Row, Tier};
    use proptest::prelude::*;

    use super::*;

    fn link(from: usize, to: usize, number: usize, metres: u64) -> Link {
        let country: Country = "KZ".parse().unwrap();
        Link {
            id: format!("l{number}").parse().unwrap(),
            from: format!("p{from}").parse().unwrap(),
            to: format!("p{to}").parse().unwrap(),
            mode: Mode::Rail,
            length: Metres::new(metres),
            country,
            gauges: Vec::new(),
            electrified: None,
            row: Arc::new(Row {
                table: "link".to_owned(),
                id: number.to_string(),
                file: Arc::from("links.csv"),
                line: 1,
                values: BTreeMap::new(),
                tier: Tier::Assumed,
                assumed: BTreeSet::new(),
                sources: Vec::new(),
                note: None,
            }),
        }
    }

    fn chains(links: &[Link]) -> Chains<'_> {
        let mut by_place: BTreeMap<&PlaceId, Vec<(&PlaceId, &Link)>> = BTreeMap::new();
        for link in links {
            by_place.entry(&link.from).or_default().push((&link.to, link));
            by_place.entry(&link.to).or_default().push((&link.from, link));
        }
        Chains { links: by_place }
    }

    /// Length of the shortest chain, by trying all: Bellman and Ford's repeated relaxation.
    fn brute(links: &[Link], places: usize) -> Vec<Option<u64>> {
        let mut best = vec![None; places];
        best[0] = Some(0);
        for _ in 0..places {
            for link in links {
                let idx = |id: &PlaceId| id.as_str()[1..].parse::<usize>().unwrap();
                for (a, b) in [(idx(&link.from), idx(&link.to)), (idx(&link.to), idx(&link.from))] {
                    if let Some(sum) = best[a].map(|sum: u64| sum + link.length.get()) {
                        best[b] = Some(best[b].map_or(sum, |known: u64| known.min(sum)));
                    }
                }
            }
        }
        best
    }

    proptest! {
        #[test]
        fn chains_are_shortest_and_gapless(
            edges in prop::collection::vec((0_usize..6, 0_usize..6, 0_u64..5), 1..14)
        ) {
            let links: Vec<Link> =
                edges.iter().enumerate().map(|(idx, (a, b, metres))| link(*a, *b, idx, *metres)).collect();
            let chains = chains(&links);
            let from: PlaceId = "p0".parse().unwrap();
            for (idx, expected) in brute(&links, 6).into_iter().enumerate() {
                let to: PlaceId = format!("p{idx}").parse().unwrap();
                let chain = chains.shortest(&from, &to);
                let sum = chain.as_ref().map(|chain| chain.iter().map(|(l, _)| l.length.get()).sum::<u64>());
                prop_assert_eq!(sum, expected, "p0 to {}", to);
                let mut at = &from;
                for (link, next) in chain.unwrap_or_default() {
                    prop_assert!((&link.from == at && &link.to == next) || (&link.to == at && &link.from == next));
                    at = next;
                }
                prop_assert!(expected.is_none() || *at == to);
            }
        }
    }

    #[test]
    fn of_equal_chains_the_smaller_id_wins() {
        let links = [link(0, 1, 2, 10), link(0, 1, 1, 10), link(1, 2, 3, 5), link(0, 2, 4, 15)];
        let from: PlaceId = "p0".parse().unwrap();
        let to: PlaceId = "p2".parse().unwrap();
        let ids: Vec<String> =
            chains(&links).shortest(&from, &to).unwrap().iter().map(|(l, _)| l.id.to_string()).collect();
        assert_eq!(ids, ["l1", "l3"]);
        assert!(chains(&links).shortest(&to, &"p9".parse().unwrap()).is_none());
    }
}
