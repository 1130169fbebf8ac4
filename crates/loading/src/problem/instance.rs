//! One kind of unit in plain integers: its decks, its limits, and the vehicles that may stand in it.

/// Stands for "no limit"; sums of masses stay far below.
pub(crate) const UNLIMITED: i64 = i64::MAX / 8;

/// What stands on a deck as one piece: a vehicle, or a saddle stack of one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    /// The row of the problem that its vehicles are taken from.
    pub(crate) row: usize,
    /// Vehicles in it; more than one is a stack.
    pub(crate) stack: u32,
    /// Length and one gap. With a deck's length and one gap, `sum of spans <= bay` says that they fit.
    pub(crate) span: u32,
    /// Mass in kilograms, lashing included; 0 where no mass limit can bind.
    pub(crate) mass: i64,
    /// Height in millimetres.
    pub(crate) height: u32,
    /// Bit set of decks it may stand on; never empty.
    pub(crate) decks: u64,
}

impl Class {
    /// Whether it may stand on a deck.
    pub(crate) fn on(&self, deck: usize) -> bool {
        self.decks >> deck & 1 == 1
    }
}

/// A deck as a bay of spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bay {
    /// Length and one gap.
    pub(crate) length: u32,
    /// Mass it may carry in kilograms.
    pub(crate) payload: i64,
    /// Parts of less height as (from, to, height), in order.
    pub(crate) low: Vec<(u32, u32, u32)>,
}

/// Rules that depend on where vehicles stand, not only on which stand on a deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Distance of the supports of the two ends.
    pub(crate) supports: i64,
    /// Most by which the ends may differ, in kilograms.
    pub(crate) ends_difference: Option<i64>,
    /// Most that one end may carry of the vehicles, in kilograms, times two.
    pub(crate) end_twice: Option<i64>,
    /// Most by which the decks above may outweigh the lowest, in kilograms.
    pub(crate) top_heavy: Option<i64>,
}

/// A kind of unit.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    /// Rows in their order, each alone, then in stacks of two, of three and so on.
    pub(crate) classes: Vec<Class>,
    /// Decks in the order of the equipment.
    pub(crate) bays: Vec<Bay>,
    /// Mass a unit may carry in kilograms.
    pub(crate) payload: i64,
    /// Vehicles a unit may carry.
    pub(crate) places: i64,
    /// The gap within spans.
    pub(crate) gap: u32,
    /// `None` where it does not matter where vehicles stand.
    pub(crate) rules: Option<Rules>,
}

impl Instance {
    /// For each class, how many can be made of the vehicles left by row.
    pub(crate) fn caps(&self, left: &[u32]) -> Vec<u32> {
        self.classes.iter().map(|class| left[class.row] / class.stack).collect()
    }

    /// For each class, the weight of its vehicles by the weights of rows.
    pub(crate) fn weights(&self, rows: &[i64]) -> Vec<i64> {
        self.classes.iter().map(|class| rows[class.row].saturating_mul(i64::from(class.stack))).collect()
    }
}
