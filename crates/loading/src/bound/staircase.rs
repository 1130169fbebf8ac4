//! The knapsack of one deck: the most value for every length, as a staircase.

/// What can be put on a deck: vehicles of one class at a value each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Good {
    pub(crate) class: usize,
    pub(crate) span: u32,
    pub(crate) value: i64,
    /// The most copies.
    pub(crate) copies: u32,
}

/// One step: from this length on, this value can be had.
#[derive(Clone, Copy, Debug)]
struct Step {
    length: u32,
    trail: u32,
    value: i64,
}

/// How a step was reached: some copies of a class on top of another step.
#[derive(Clone, Copy, Debug)]
struct Trail {
    before: u32,
    class: usize,
    copies: u32,
}

const START: u32 = u32::MAX;

/// Buffers that outlive one calculation.
#[derive(Debug, Default)]
pub(crate) struct Staircase {
    steps: Vec<Step>,
    base: Vec<Step>,
    trails: Vec<Trail>,
    goods: Vec<Good>,
    /// Goods shorter than the grain: what they are worth all together, whatever the length.
    free: Vec<Good>,
    free_value: i64,
    /// Steps looked at since the beginning: the measure of work.
    pub(crate) work: u64,
}

impl Staircase {
    /// Solves the bounded knapsack for all lengths up to `length`.
    ///
    /// Dynamic programming over lists of undominated (length, value) pairs; a class with `b` copies is merged in
    /// `log b` pieces, a class with copies to spare in one. O(classes * steps), and there are far fewer steps
    /// than millimetres.
    ///
    /// `grain` above 1 rounds every span down and the length up to its multiple: values become upper bounds.
    ///
    /// # Source
    /// Kellerer, Pferschy, Pisinger, "Knapsack Problems", 2004, sections 3.4 and 7.1.
    pub(crate) fn solve(&mut self, goods: &[Good], length: u32, grain: u32) {
        let grain = grain.max(1);
        let length = length / grain;
        self.trails.clear();
        self.steps.clear();
        self.steps.push(Step { length: 0, trail: START, value: 0 });
        let mut goods_sorted = std::mem::take(&mut self.goods);
        goods_sorted.clear();
        self.free.clear();
        self.free_value = 0;
        for good in goods.iter().filter(|good| good.value > 0) {
            let span = good.span / grain;
            if span == 0 {
                self.take_free(*good);
            } else {
                goods_sorted.push(Good { span, copies: good.copies.min(length / span), ..*good });
            }
        }
        goods_sorted.sort_by_key(|good| (good.span, std::cmp::Reverse(good.value)));
        // A class that is no shorter and no dearer than one with copies to spare is never needed.
        let mut best = 0;
        for good in &goods_sorted {
            if good.value <= best {
                continue;
            }
            if good.copies >= length / good.span {
                best = good.value;
            }
            self.take_in(*good, length);
        }
        self.goods = goods_sorted;
    }

    /// Takes one more class in, after [`solve`](Self::solve) for the same length and grain.
    pub(crate) fn add(&mut self, good: Good, length: u32, grain: u32) {
        let (length, span) = (length / grain.max(1), good.span / grain.max(1));
        if good.value > 0 && span == 0 {
            self.take_free(good);
        } else if good.value > 0 {
            self.take_in(Good { span, copies: good.copies.min(length / span), ..good }, length);
        }
    }

    /// The staircase alone, for its values.
    pub(crate) fn snapshot(&self) -> Self {
        Self { steps: self.steps.clone(), free_value: self.free_value, ..Self::default() }
    }

    // Rounded down it takes up nothing; the bound is one all the same.
    fn take_free(&mut self, good: Good) {
        self.free.push(good);
        self.free_value = self.free_value.saturating_add(good.value.saturating_mul(i64::from(good.copies)));
    }

    fn take_in(&mut self, good: Good, length: u32) {
        if good.copies >= length / good.span {
            self.merge_spare(good, length);
            return;
        }
        let (mut rest, mut copies) = (good.copies, 1);
        while rest > 0 {
            let now = copies.min(rest);
            self.merge(good, now, length);
            rest -= now;
            copies *= 2;
        }
    }

    // Steps with one more bundle of copies, or none.
    fn merge(&mut self, good: Good, copies: u32, length: u32) {
        let span = u64::from(good.span) * u64::from(copies);
        let Some(room) = u64::from(length).checked_sub(span).and_then(|room| u32::try_from(room).ok()) else {
            return;
        };
        let span = length - room;
        let value = good.value.saturating_mul(i64::from(copies));
        std::mem::swap(&mut self.steps, &mut self.base);
        self.steps.clear();
        let last = self.base.partition_point(|step| step.length <= room);
        let (mut i, mut j, mut best) = (0, 0, -1);
        loop {
            let plain = self.base.get(i).copied();
            let more = if j < last { self.base.get(j).copied() } else { None };
            let (next, from) = match (plain, more) {
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
            push(&mut self.steps, &mut self.trails, &mut best, next, from, good.class, copies);
        }
        self.work += self.base.len() as u64;
    }

    // Steps with any number of copies.
    fn merge_spare(&mut self, good: Good, length: u32) {
        std::mem::swap(&mut self.steps, &mut self.base);
        self.steps.clear();
        let (mut i, mut j, mut best) = (0, 0, -1);
        loop {
            let plain = self.base.get(i).copied();
            let more = self.steps.get(j).copied().filter(|step| length - step.length >= good.span);
            let (next, from) = match (plain, more) {
                (Some(plain), Some(more)) if plain.length <= more.length + good.span => (plain, None),
                (Some(plain), None) => (plain, None),
                (_, Some(more)) => (
                    Step { length: more.length + good.span, trail: START, value: more.value + good.value },
                    Some(more.trail),
                ),
                (None, None) => break,
            };
            if from.is_some() {
                j += 1;
            } else {
                i += 1;
            }
            push(&mut self.steps, &mut self.trails, &mut best, next, from, good.class, 1);
        }
        self.work += self.steps.len() as u64;
    }

    /// The most value within a length already divided by the grain.
    pub(crate) fn value_at(&self, length: u32) -> i64 {
        let after = self.steps.partition_point(|step| step.length <= length);
        let value = after.checked_sub(1).and_then(|idx| self.steps.get(idx)).map_or(0, |step| step.value);
        value.saturating_add(self.free_value)
    }

    /// The values for lengths that only become shorter.
    pub(crate) fn descent(&self) -> Descent<'_> {
        Descent { steps: &self.steps, free_value: self.free_value }
    }

    /// The most value on the whole deck.
    pub(crate) fn best(&self) -> i64 {
        self.steps.last().map_or(0, |step| step.value).saturating_add(self.free_value)
    }

    /// What stands on the deck at the most value, as classes with copies; a class may come twice.
    pub(crate) fn best_goods(&self, mut each: impl FnMut(usize, u32)) {
        let mut trail = self.steps.last().map_or(START, |step| step.trail);
        while let Some(node) = usize::try_from(trail).ok().and_then(|idx| self.trails.get(idx)) {
            each(node.class, node.copies);
            trail = node.before;
        }
        for good in &self.free {
            each(good.class, good.copies);
        }
    }
}

/// A way down a staircase.
#[derive(Debug)]
pub(crate) struct Descent<'a> {
    steps: &'a [Step],
    free_value: i64,
}

impl Descent<'_> {
    /// The most value within a length already divided by the grain, which is at most that asked for before.
    pub(crate) fn value_at(&mut self, length: u32) -> i64 {
        while let Some((last, lower)) = self.steps.split_last() {
            if last.length <= length {
                return last.value.saturating_add(self.free_value);
            }
            self.steps = lower;
        }
        self.free_value
    }
}

fn push(
    steps: &mut Vec<Step>,
    trails: &mut Vec<Trail>,
    best: &mut i64,
    mut step: Step,
    from: Option<u32>,
    class: usize,
    copies: u32,
) {
    if step.value <= *best {
        return;
    }
    *best = step.value;
    if let Some(before) = from {
        step.trail = u32::try_from(trails.len()).unwrap_or(START);
        trails.push(Trail { before, class, copies });
    }
    // Equal lengths: the later is the dearer.
    match steps.last_mut() {
        Some(last) if last.length == step.length => *last = step,
        _ => steps.push(step),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(goods: &[Good], length: u32) -> Vec<i64> {
        let length = length as usize;
        let mut best = vec![0_i64; length + 1];
        for good in goods {
            for _ in 0..good.copies {
                for at in (good.span as usize..=length).rev() {
                    best[at] = best[at].max(best[at - good.span as usize] + good.value);
                }
            }
        }
        best
    }

    #[test]
    fn agrees_with_the_table_method() {
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut stairs = Staircase::default();
        for _ in 0..300 {
            let goods: Vec<Good> = (0..next(6) + 1)
                .map(|class| Good {
                    class: usize::try_from(class).unwrap(),
                    span: u32::try_from(next(12) + 1).unwrap(),
                    value: i64::try_from(next(10)).unwrap(),
                    copies: u32::try_from(next(9)).unwrap(),
                })
                .collect();
            let length = u32::try_from(next(40)).unwrap();
            stairs.solve(&goods, length, 1);
            let expected = naive(&goods, length);
            for at in 0..=length {
                assert_eq!(stairs.value_at(at), expected[at as usize], "{goods:?} at {at} of {length}");
            }
            let (mut value, mut used) = (0, 0);
            stairs.best_goods(|class, copies| {
                value += goods[class].value * i64::from(copies);
                used += goods[class].span * copies;
            });
            assert_eq!(value, stairs.best());
            assert!(used <= length);
        }
    }
}
