//! The knapsack of one deck for each number of vehicles: staircases by count.

use crate::staircase::Good;

#[derive(Clone, Copy, Debug)]
struct Step {
    length: u32,
    trail: u32,
    value: i64,
}

#[derive(Clone, Copy, Debug)]
struct Trail {
    before: u32,
    class: usize,
    copies: u32,
}

const START: u32 = u32::MAX;

/// For every number of vehicles, the most value for every length. Values may be negative: with the number fixed, a
/// vehicle that costs more than it brings may still be the best that is left.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    steps: Vec<Vec<Step>>,
    trails: Vec<Trail>,
    goods: Vec<Good>,
    /// Steps looked at since the beginning: the measure of work.
    pub(crate) work: u64,
}

impl Layers {
    /// Solves for all lengths up to `length` and all numbers up to `most`; as
    /// [`Staircase::solve`](crate::staircase::Staircase::solve), layer by layer.
    pub(crate) fn solve(&mut self, goods: &[Good], length: u32, grain: u32, most: usize) {
        let grain = grain.max(1);
        let length = length / grain;
        self.trails.clear();
        self.steps.resize_with(most + 1, Vec::new);
        for layer in &mut self.steps {
            layer.clear();
        }
        if let Some(first) = self.steps.first_mut() {
            first.push(Step { length: 0, trail: START, value: 0 });
        }
        let mut sorted = std::mem::take(&mut self.goods);
        sorted.clear();
        sorted.extend(goods.iter().map(|good| {
            let span = (good.span / grain).max(1);
            Good { span, copies: good.copies.min(length / span), ..*good }
        }));
        sorted.sort_by_key(|good| (good.span, std::cmp::Reverse(good.value)));
        // A class that is no shorter and no dearer than one with copies to spare can be exchanged for it.
        let mut best = i64::MIN;
        for good in &sorted {
            if good.copies == 0 || good.value <= best {
                continue;
            }
            if good.copies >= length / good.span {
                best = good.value;
                for layer in 1..=most {
                    self.merge(*good, 1, layer, length);
                }
                continue;
            }
            let (mut rest, mut copies) = (good.copies, 1_u32);
            while rest > 0 {
                let now = copies.min(rest);
                let bundle = usize::try_from(now).unwrap_or(usize::MAX);
                // From above, so that each layer builds on one without this bundle.
                for layer in (bundle..=most).rev() {
                    self.merge(*good, now, layer, length);
                }
                rest -= now;
                copies *= 2;
            }
        }
        self.goods = sorted;
    }

    // A layer with what it had and what a bundle of copies makes of the layer beneath.
    fn merge(&mut self, good: Good, copies: u32, layer: usize, length: u32) {
        let span = u64::from(good.span) * u64::from(copies);
        let Some(room) = u64::from(length).checked_sub(span).and_then(|room| u32::try_from(room).ok()) else {
            return;
        };
        let span = length - room;
        let value = good.value * i64::from(copies);
        let beneath = layer - usize::try_from(copies).unwrap_or(layer);
        let last = self.steps[beneath].partition_point(|step| step.length <= room);
        if last == 0 {
            return;
        }
        let old = std::mem::take(&mut self.steps[layer]);
        let mut new: Vec<Step> = Vec::with_capacity(old.len() + last / 2);
        let below = &self.steps[beneath][..last];
        let (mut i, mut j, mut best) = (0, 0, i64::MIN);
        loop {
            let plain = old.get(i).copied();
            let more = below.get(j).copied();
            let (mut next, from) = match (plain, more) {
                (Some(plain), Some(more)) if plain.length <= more.length + span => (plain, None),
                (Some(plain), None) => (plain, None),
                (_, Some(more)) => (
                    Step { length: more.length + span, trail: START, value: more.value + value },
                    Some(more.trail),
                ),
                (None, None) => break,
            };
            if from.is_some() {
                j += 1;
            } else {
                i += 1;
            }
            if next.value <= best {
                continue;
            }
            best = next.value;
            if let Some(before) = from {
                next.trail = u32::try_from(self.trails.len()).unwrap_or(START);
                self.trails.push(Trail { before, class: good.class, copies });
            }
            match new.last_mut() {
                Some(last) if last.length == next.length => *last = next,
                _ => new.push(next),
            }
        }
        self.work += (old.len() + last) as u64;
        self.steps[layer] = new;
    }

    /// The most value of exactly `count` vehicles within a length already divided by the grain.
    pub(crate) fn value_at(&self, count: usize, length: u32) -> Option<i64> {
        let layer = self.steps.get(count)?;
        let after = layer.partition_point(|step| step.length <= length);
        layer.get(after.checked_sub(1)?).map(|step| step.value)
    }

    /// The most value of exactly `count` vehicles on the whole deck.
    pub(crate) fn best(&self, count: usize) -> Option<i64> {
        self.steps.get(count)?.last().map(|step| step.value)
    }

    /// What stands on the deck then, as classes with copies; a class may come twice.
    pub(crate) fn best_goods(&self, count: usize, mut each: impl FnMut(usize, u32)) {
        let last = self.steps.get(count).and_then(|layer| layer.last());
        let mut trail = last.map_or(START, |step| step.trail);
        while let Some(node) = usize::try_from(trail).ok().and_then(|idx| self.trails.get(idx)) {
            each(node.class, node.copies);
            trail = node.before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_table_method_for_every_number() {
        let mut seed = 11_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut layers = Layers::default();
        for _ in 0..300 {
            let goods: Vec<Good> = (0..next(6) + 1)
                .map(|class| Good {
                    class: class as usize,
                    span: u32::try_from(next(12) + 1).unwrap(),
                    value: i64::try_from(next(12)).unwrap() - 3,
                    copies: u32::try_from(next(7)).unwrap(),
                })
                .collect();
            let (length, most) = (next(40) as usize, next(8) as usize);
            let mut table = vec![vec![None::<i64>; length + 1]; most + 1];
            table[0].fill(Some(0));
            for good in &goods {
                for _ in 0..good.copies {
                    for count in (1..=most).rev() {
                        for at in good.span as usize..=length {
                            let more = table[count - 1][at - good.span as usize].map(|v| v + good.value);
                            table[count][at] = table[count][at].max(more);
                        }
                    }
                }
            }
            layers.solve(&goods, u32::try_from(length).unwrap(), 1, most);
            for count in 0..=most {
                for at in 0..=length {
                    let found = layers.value_at(count, u32::try_from(at).unwrap());
                    assert_eq!(found, table[count][at], "{goods:?}: {count} within {at}");
                }
            }
        }
    }
}
