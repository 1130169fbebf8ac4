//! Whether an itinerary is priced right, and whether it is worth being offered.

use landbridge_model::Corridor;

use super::certificate::{Certificate, CertifiedWay};
use super::flaw::{Flaw, Wrong};
use super::notes::Notes;
use super::totals::Totals;
use crate::criteria::Criterion;
use crate::pricer::Pricer;

/// Asks the price of each step anew, and adds up.
pub(crate) fn judge<P: Pricer>(corridor: &Corridor, way: &CertifiedWay, pricer: &P, notes: &mut Notes) {
    let steps = way.itinerary.steps();
    if steps.len() != way.prices.len() {
        notes.whole(Wrong::Prices { expected: steps.len(), found: way.prices.len() });
        return;
    }
    let mut prices = Vec::new();
    for (idx, (step, claimed)) in steps.iter().zip(&way.prices).enumerate() {
        let price = match pricer.price(step) {
            Ok(price) => price,
            Err(error) => {
                notes.at(idx, Wrong::NoPrice { message: error.to_string() });
                *claimed
            }
        };
        if price.cost_minor < 0 {
            notes.at(idx, Wrong::NegativePrice { cost_minor: price.cost_minor });
        }
        let pairs = [
            (Criterion::Cost, i128::from(price.cost_minor), i128::from(claimed.cost_minor)),
            (Criterion::Co2e, i128::from(price.co2e.get()), i128::from(claimed.co2e.get())),
        ];
        for (criterion, expected, found) in pairs {
            if expected != found {
                notes.at(idx, Wrong::Price { criterion, expected, found });
            }
        }
        prices.push(price);
    }
    let Some(totals) = Totals::of(corridor, &way.itinerary, &prices) else {
        notes.whole(Wrong::OutOfRange);
        return;
    };
    for criterion in Criterion::ALL {
        let (expected, found) = (amount(&totals, criterion), amount(&way.totals, criterion));
        if expected != found {
            notes.whole(Wrong::Total { criterion, expected, found });
        }
    }
}

fn amount(totals: &Totals, criterion: Criterion) -> i128 {
    match criterion {
        Criterion::Arrival => totals.arrival.epoch_minutes().into(),
        Criterion::Cost => totals.cost_minor.into(),
        Criterion::Co2e => totals.co2e.get().into(),
        Criterion::Handlings => totals.handlings.into(),
        Criterion::Spread => totals.spread.into(),
    }
}

/// Itineraries that another covers. Of two that are equal the later is superfluous.
pub(crate) fn covered(certificate: &Certificate) -> Vec<Flaw> {
    let vectors: Vec<_> =
        certificate.ways.iter().map(|way| way.totals.by(&certificate.question.criteria)).collect();
    let mut flaws = Vec::new();
    for (idx, vector) in vectors.iter().enumerate() {
        let by = vectors.iter().enumerate().find(|(other, known)| {
            *other != idx && known.covers(vector) && (*other < idx || *known != vector)
        });
        if let Some((by, _)) = by {
            flaws.push(Flaw { itinerary: Some(idx), step: None, what: Wrong::Covered { by } });
        }
    }
    flaws
}
