//! The spots a search has come to, numbered, each with its front and what it is known to have ahead.

use std::collections::BTreeMap;

use crate::bounds::{Ahead, Bounds};
use crate::label::{Spot, Standing};

/// Number of a spot.
pub(crate) type SpotId = usize;

/// All spots come to.
#[derive(Debug, Default)]
pub(crate) struct Spots {
    numbers: BTreeMap<Spot, SpotId>,
    known: Vec<Known>,
}

/// A spot.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) spot: Spot,
    /// Lower bounds from here to the end.
    pub(crate) ahead: Ahead,
    /// Labels none of which makes another superfluous.
    pub(crate) front: Vec<(Standing, usize)>,
    /// The last hasty search that has been through here.
    pub(crate) seen: usize,
}

impl Spots {
    /// The number of a spot, given to it when it is first asked for.
    pub(crate) fn number(&mut self, spot: Spot, bounds: &Bounds) -> SpotId {
        let next = self.known.len();
        let number = *self.numbers.entry(spot).or_insert(next);
        if number == next {
            self.known.push(Known { spot, ahead: bounds.ahead(spot), front: Vec::new(), seen: 0 });
        }
        number
    }

    pub(crate) fn get(&self, id: SpotId) -> &Known {
        &self.known[id]
    }

    pub(crate) fn get_mut(&mut self, id: SpotId) -> &mut Known {
        &mut self.known[id]
    }
}
