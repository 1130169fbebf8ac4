//! Of many changes, the smallest sets that help: all of them, smallest first, with few trials.

use std::collections::{BTreeMap, BTreeSet};

/// Changes, by number.
pub(crate) type Set = BTreeSet<usize>;

/// The minimal sets of changes `0..number` that help, of a property that more changes never spoil.
///
/// # Method
/// Implicit hitting sets. A set that does not help is grown until whatever is added makes it help; what is left out
/// is a *cut*: every set that helps has a member of each cut. Sets that hit all cuts are tried smallest first: one
/// that helps is minimal, since each of its proper subsets misses a cut; one that does not gives the next cut. If the
/// property is as assumed, all minimal sets up to the size asked for are found, and no others.
///
/// A cut of `c` changes of `n` takes O(c log n) trials; there are as many sets to look through as `c` to the power of
/// the size, of which only those that hit all cuts are tried.
///
/// # Source
/// Reiter, R.: A theory of diagnosis from first principles. Artificial Intelligence 32 (1987), 57-95.
/// Junker, U.: QuickXplain: preferred explanations and relaxations for over-constrained problems. AAAI 2004, 167-172.
/// Chandrasekaran, K., Karp, R., Moreno-Centeno, E., Vempala, S.: Algorithms for implicit hitting set problems.
/// SODA 2011, 614-629.
pub(crate) struct MinimalSets<E, F: FnMut(&Set) -> Result<bool, E>> {
    number: usize,
    helps: F,
    /// What was tried.
    tried: BTreeMap<Set, bool>,
    found: Vec<Set>,
    cuts: Vec<Set>,
}

impl<E, F: FnMut(&Set) -> Result<bool, E>> MinimalSets<E, F> {
    pub(crate) fn new(number: usize, helps: F) -> Self {
        Self { number, helps, tried: BTreeMap::new(), found: Vec::new(), cuts: Vec::new() }
    }

    /// The sets found so far.
    pub(crate) fn into_found(self) -> Vec<Set> {
        self.found
    }

    /// Whether all changes together help.
    pub(crate) fn all_help(&mut self) -> Result<bool, E> {
        self.tried_out(&(0..self.number).collect())
    }

    /// One minimal set, whatever its size, if all changes together help: changes with high numbers are done without
    /// as far as possible.
    pub(crate) fn any(&mut self) -> Result<(), E> {
        let mut needed = Set::new();
        let mut rest: Vec<usize> = (0..self.number).collect();
        while !self.follows(&needed)? {
            // The first so many of the rest suffice, one fewer does not: the last of them is needed.
            let (mut too_few, mut enough) = (0, rest.len());
            while enough - too_few > 1 {
                let middle = usize::midpoint(too_few, enough);
                let set = needed.iter().chain(&rest[..middle]).copied().collect();
                if self.follows(&set)? { enough = middle } else { too_few = middle }
            }
            let Some(last) = enough.checked_sub(1) else { break };
            needed.insert(rest[last]);
            rest.truncate(last);
        }
        self.keep(needed)
    }

    /// Finds all minimal sets of a size; sizes are to be asked for from 0 on, one after the other.
    pub(crate) fn of_size(&mut self, size: usize) -> Result<(), E> {
        while let Some(set) = self.next_to_try(size) {
            if self.tried_out(&set)? {
                self.keep(set)?;
            } else {
                let cut = self.cut_beside(&set)?;
                self.cuts.push(cut);
            }
        }
        Ok(())
    }

    /// Takes a set in once it is seen that none of its members can be left out. Were more changes ever to spoil
    /// something, a smaller set would come of it, or none that is new.
    fn keep(&mut self, mut set: Set) -> Result<(), E> {
        let members: Vec<usize> = set.iter().copied().collect();
        for member in members {
            set.remove(&member);
            if !self.tried_out(&set)? {
                set.insert(member);
            }
        }
        if !self.found.contains(&set) {
            self.found.push(set);
        }
        Ok(())
    }

    fn tried_out(&mut self, set: &Set) -> Result<bool, E> {
        if let Some(known) = self.tried.get(set) {
            return Ok(*known);
        }
        let helps = (self.helps)(set)?;
        self.tried.insert(set.clone(), helps);
        Ok(helps)
    }

    /// Whether a set helps, without a trial where it follows from what is known.
    fn follows(&mut self, set: &Set) -> Result<bool, E> {
        if self.found.iter().any(|known| known.is_subset(set)) {
            return Ok(true);
        }
        if self.cuts.iter().any(|cut| cut.is_disjoint(set)) {
            return Ok(false);
        }
        self.tried_out(set)
    }

    /// Grows a set that does not help; what cannot be added is a cut.
    fn cut_beside(&mut self, set: &Set) -> Result<Set, E> {
        let mut grown = set.clone();
        let mut cut = Set::new();
        let mut rest: Vec<usize> = (0..self.number).filter(|change| !set.contains(change)).collect();
        loop {
            let with = |many: usize| grown.iter().chain(&rest[..many]).copied().collect::<Set>();
            let (mut harmless, mut too_many) = (0, rest.len());
            if !self.follows(&with(too_many))? {
                return Ok(cut);
            }
            while too_many - harmless > 1 {
                let middle = usize::midpoint(harmless, too_many);
                if self.follows(&with(middle))? { too_many = middle } else { harmless = middle }
            }
            grown.extend(&rest[..harmless]);
            // Nothing to add, and yet it helps: more changes have spoilt something. The cut so far is one.
            let Some(helper) = rest.get(harmless).copied() else { return Ok(cut) };
            cut.insert(helper);
            rest.drain(..=harmless);
        }
    }

    /// The first set of a size that hits every cut and contains none that was found; `None` if there is none.
    ///
    /// Depth first: the first cut that is not hit yet says what can come next. A set that hits all cuts before it has
    /// its size contains one that was found, or it would have been tried before.
    fn next_to_try(&self, size: usize) -> Option<Set> {
        let mut waiting = vec![Set::new()];
        while let Some(set) = waiting.pop() {
            if self.found.iter().any(|known| known.is_subset(&set)) {
                continue;
            }
            match self.cuts.iter().find(|cut| cut.is_disjoint(&set)) {
                None if set.len() == size => return Some(set),
                Some(cut) if set.len() < size => {
                    waiting.extend(cut.iter().rev().map(|change| with(&set, *change)))
                }
                _ => {}
            }
        }
        None
    }
}

fn with(set: &Set, change: usize) -> Set {
    let mut set = set.clone();
    set.insert(change);
    set
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::convert::Infallible;

    use super::*;

    /// All minimal sets, by looking at every set.
    fn by_hand(number: usize, helps: impl Fn(&Set) -> bool) -> Vec<Set> {
        let of = |bits: u32| -> Set { (0..number).filter(|bit| bits >> bit & 1 == 1).collect() };
        let mut sets: Vec<Set> = (0..1_u32 << number).map(of).filter(&helps).collect();
        sets.sort_by_key(|set| (set.len(), set.clone()));
        let minimal = sets.iter().filter(|set| !sets.iter().any(|less| less != *set && less.is_subset(set)));
        minimal.cloned().collect()
    }

    fn numbers(seed: &mut u64) -> u64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *seed >> 33
    }

    #[test]
    fn all_minimal_sets_are_found_and_no_others() {
        let mut seed = 7;
        for round in 0..400 {
            let number = 2 + usize::try_from(numbers(&mut seed) % 8).unwrap();
            let wanted: Vec<Set> = (0..numbers(&mut seed) % 6)
                .map(|_| (0..number).filter(|_| numbers(&mut seed).is_multiple_of(3)).collect())
                .filter(|set: &Set| !set.is_empty())
                .collect();
            let helps = |set: &Set| wanted.iter().any(|wanted| wanted.is_subset(set));
            let expected = by_hand(number, helps);
            for first in [false, true] {
                let mut sets = MinimalSets::new(number, |set: &Set| Ok::<_, Infallible>(helps(set)));
                if !sets.all_help().unwrap() {
                    assert!(expected.is_empty());
                    continue;
                }
                if first {
                    sets.any().unwrap();
                    assert!(expected.contains(&sets.found[0]), "{round}");
                }
                for size in 0..=number {
                    sets.of_size(size).unwrap();
                }
                let mut found = sets.into_found();
                found.sort_by_key(|set| (set.len(), set.clone()));
                assert_eq!(found, expected, "{round}: {wanted:?}");
            }
        }
    }

    #[test]
    fn few_trials_suffice_among_many_changes() {
        let trials = Cell::new(0);
        let mut sets = MinimalSets::new(500, |set: &Set| {
            trials.set(trials.get() + 1);
            Ok::<_, Infallible>((set.contains(&17) && set.contains(&400)) || set.contains(&321))
        });
        sets.any().unwrap();
        for size in 0..=3 {
            sets.of_size(size).unwrap();
        }
        assert_eq!(sets.into_found(), [Set::from([321]), Set::from([17, 400])]);
        assert!(trials.get() < 60, "{}", trials.get());
    }

    #[test]
    fn what_stops_it_leaves_what_was_found() {
        let left = Cell::new(40);
        let mut sets = MinimalSets::new(30, |set: &Set| {
            left.set(left.get() - 1);
            if left.get() == 0 { Err(()) } else { Ok(set.contains(&3) || set.len() > 9) }
        });
        sets.any().unwrap();
        assert_eq!((0..9).try_for_each(|size| sets.of_size(size)), Err(()));
        assert_eq!(sets.into_found(), [Set::from([3])]);
    }
}
