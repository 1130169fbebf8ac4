//! The legs of services on demand: between two gates a carrier takes the best chains of links, and no others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;

use landbridge_model::{Country, Electrified, Gauge};

use crate::ground::graph::{Node, Way};
use crate::movement::motion::Mover;
use crate::network::Roaming;

/// A chain of links travelled as one leg, with the gates at its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Links in order, with their running minutes.
    pub(crate) links: Vec<(Way, i64)>,
    pub(crate) to: Node,
    /// All running minutes.
    pub(crate) minutes: i64,
    /// Metres by country and kind of line.
    pub(crate) metres: Vec<((Country, Option<Electrified>), u64)>,
    /// Whether something happens before the first link, and after the last.
    pub(crate) gate_before: bool,
    pub(crate) gate_after: bool,
    /// Which of the things a way is to touch it touches.
    pub(crate) touches: u16,
}

/// Where legs of one service may begin, go and end.
pub(crate) struct Terrain<'a> {
    pub(crate) mover: Mover<'a>,
    pub(crate) roaming: &'a Roaming,
    pub(crate) gauge: Option<Gauge>,
    /// Links not to be taken.
    pub(crate) avoids: &'a dyn Fn(Way) -> bool,
    /// What a link touches of what is to be touched.
    pub(crate) touches: &'a dyn Fn(Way) -> u16,
    /// Places where something other than running on can follow.
    pub(crate) ends: &'a dyn Fn(Node) -> bool,
}

/// What chains are compared by: minutes, then metres by country and electrification.
type Lengths = Vec<((Country, Option<Electrified>), u64)>;

/// What chains have in common that are compared: end, first gate, last gate, touched places.
type Kin = (Node, Option<u32>, Option<u32>, u16);

/// A chain so far.
#[derive(Debug)]
struct Part {
    parent: Option<usize>,
    way: Way,
    run: i64,
    minutes: i64,
    metres: Rc<Lengths>,
    /// The gated link it begins with; chains that begin with a link that has no gate are one group.
    group: Option<u32>,
    /// Whether a gate ends it.
    gated: bool,
    touches: u16,
    number_of_links: usize,
}

/// The best chains from a place, by the place they lead to.
///
/// A chain reaches no place twice. It is best if no other with the same gate before it, the same gate after it, the
/// same end and the same touched places takes at most as many minutes and in no country and on no kind of line more
/// metres, and less in one of these; of chains equal in all of it the first by its links.
///
/// # Method
/// Label setting by minutes, then by link numbers. A chain that comes to where it has been is worse than without
/// the round, so that chains come out simple by themselves. With `C` chains and `P` of them at a place,
/// O(C (P + log C)).
pub(crate) fn best(terrain: &Terrain<'_>, from: Node) -> Vec<Chain> {
    let Terrain { mover, roaming, gauge, .. } = *terrain;
    let graph = &mover.network.graph;
    let fits = |way: Way| gauge.is_none_or(|gauge| graph.link(way.edge).gauges.contains(&gauge));
    let arcs = |node: Node| {
        let own = roaming.arcs.get(&node).map_or(&[][..], Vec::as_slice);
        own.iter().copied().filter(|(way, _)| fits(*way) && !(terrain.avoids)(*way))
    };
    let mut parts: Vec<Part> = Vec::new();
    let mut queue: BinaryHeap<Reverse<(i64, Vec<u32>, usize)>> = BinaryHeap::new();
    let number = |way: Way| u32::try_from(way.edge.index()).unwrap_or(u32::MAX);
    let begin = |parent: Option<usize>, parts: &[Part], way: Way, run: i64, group: Option<u32>| {
        let link = graph.link(way.edge);
        let key = (link.country, link.electrified);
        let before = parent.map(|parent| &parts[parent]);
        let mut metres = before.map_or_else(Vec::new, |part| (*part.metres).clone());
        match metres.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => metres[at].1 = metres[at].1.saturating_add(link.length.get()),
            Err(at) => metres.insert(at, (key, link.length.get())),
        }
        Part {
            parent,
            way,
            run,
            minutes: before.map_or(0, |part| part.minutes).saturating_add(run),
            metres: Rc::new(metres),
            group,
            gated: mover.gated_after(way),
            touches: before.map_or(0, |part| part.touches) | (terrain.touches)(way),
            number_of_links: before.map_or(0, |part| part.number_of_links).saturating_add(1),
        }
    };
    for (way, run) in arcs(from) {
        let group = mover.gated_before(way).then(|| number(way));
        let part = begin(None, &parts, way, run, group);
        queue.push(Reverse((part.minutes, vec![number(way)], parts.len())));
        parts.push(part);
    }
    // What is kept, by place, first gate, last gate and touched places.
    let mut fronts: BTreeMap<Kin, Vec<usize>> = BTreeMap::new();
    let mut kept = Vec::new();
    while let Some(Reverse((_, links, idx))) = queue.pop() {
        let part = &parts[idx];
        let (to, last) = (part.way.to, part.gated.then(|| number(part.way)));
        if to == from {
            continue;
        }
        let front = fronts.entry((to, part.group, last, part.touches)).or_default();
        // Those before it take no longer.
        if front.iter().any(|other| nowhere_longer(&parts[*other].metres, &part.metres)) {
            continue;
        }
        front.push(idx);
        kept.push(idx);
        if part.gated {
            continue;
        }
        let group = part.group;
        for (way, run) in arcs(to) {
            if mover.gated_before(way) {
                continue;
            }
            let part = begin(Some(idx), &parts, way, run, group);
            let mut links = links.clone();
            links.push(number(way));
            queue.push(Reverse((part.minutes, links, parts.len())));
            parts.push(part);
        }
    }
    let mut chains = Vec::new();
    for idx in kept {
        let part = &parts[idx];
        if !part.gated && !(terrain.ends)(part.way.to) {
            continue;
        }
        let mut links = Vec::with_capacity(part.number_of_links);
        let mut next = Some(idx);
        while let Some(at) = next {
            links.push((parts[at].way, parts[at].run));
            next = parts[at].parent;
        }
        links.reverse();
        chains.push(Chain {
            links,
            to: part.way.to,
            minutes: part.minutes,
            metres: (*part.metres).clone(),
            gate_before: part.group.is_some(),
            gate_after: part.gated,
            touches: part.touches,
        });
    }
    chains
}

/// Whether no stretch of one chain is longer than in the other.
fn nowhere_longer(one: &Lengths, other: &Lengths) -> bool {
    let mut theirs = other.iter();
    one.iter().all(|(key, own)| {
        theirs.find(|(known, _)| known >= key).is_some_and(|(known, metres)| known == key && own <= metres)
    })
}
