//! Corrupted: prices, totals, and what the answer as a whole says.

use landbridge_network::{Certificate, Criterion, Wrong, verify, verify_complete};
use landbridge_units::{GramsCo2e, Instant};

use super::{Case, certified, prices};
use crate::kit::Prices;

#[test]
fn prices_and_totals_are_worked_out_anew() {
    let case = Case::new();
    let right = certified(&case.corridor, case.question.clone(), case.steps.clone());
    let flaws = |certificate: &Certificate| -> Vec<(Option<usize>, Wrong)> {
        let flaws = verify(&case.corridor, certificate, &prices()).unwrap_err();
        flaws.into_iter().map(|flaw| (flaw.step, flaw.what)).collect()
    };
    let corrupt = |change: &dyn Fn(&mut Certificate)| {
        let mut certificate = right.clone();
        change(&mut certificate);
        flaws(&certificate)
    };
    let cost = right.ways[0].prices[1].cost_minor;
    assert_eq!(
        corrupt(&|x| x.ways[0].prices[1].cost_minor -= 1),
        [(
            Some(1),
            Wrong::Price { criterion: Criterion::Cost, expected: cost.into(), found: i128::from(cost) - 1 }
        )]
    );
    let grams = right.ways[0].prices[5].co2e.get();
    assert_eq!(
        corrupt(&|x| x.ways[0].prices[5].co2e = GramsCo2e::ZERO),
        [(Some(5), Wrong::Price { criterion: Criterion::Co2e, expected: grams.into(), found: 0 })]
    );
    assert_eq!(
        corrupt(&|x| {
            x.ways[0].prices.pop();
        }),
        [(None, Wrong::Prices { expected: 15, found: 14 })]
    );
    let totals = right.ways[0].totals;
    let total =
        |criterion, expected: i128, found: i128| vec![(None, Wrong::Total { criterion, expected, found })];
    assert_eq!(
        corrupt(&|x| x.ways[0].totals.cost_minor += 1),
        total(Criterion::Cost, totals.cost_minor.into(), i128::from(totals.cost_minor) + 1)
    );
    assert_eq!(
        corrupt(&|x| x.ways[0].totals.co2e = GramsCo2e::ZERO),
        total(Criterion::Co2e, totals.co2e.get().into(), 0)
    );
    let arrival = i128::from(totals.arrival.epoch_minutes());
    assert_eq!(
        corrupt(&|x| x.ways[0].totals.arrival = Instant::from_epoch_minutes(0)),
        total(Criterion::Arrival, arrival, 0)
    );
    assert_eq!(corrupt(&|x| x.ways[0].totals.handlings = 2), total(Criterion::Handlings, 3, 2));
    assert_eq!(corrupt(&|x| x.ways[0].totals.spread = 0), total(Criterion::Spread, 650, 0));

    // Who asks for another price, asks in vain.
    let dearer = Prices { border: 91, ..prices() };
    let flaws = verify(&case.corridor, &right, &dearer).unwrap_err();
    let steps: Vec<_> = flaws.iter().map(|flaw| flaw.step).collect();
    assert_eq!(steps, [Some(7), Some(8), Some(11), None]);
    let negative = Prices { gauge_change: -1, ..prices() };
    let flaws = verify(&case.corridor, &right, &negative).unwrap_err();
    assert_eq!((flaws[0].step, &flaws[0].what), (Some(12), &Wrong::NegativePrice { cost_minor: -1 }));
    let none = Prices { metre: [("truck".to_owned(), i64::MIN)].into(), ..prices() };
    let flaws = verify(&case.corridor, &right, &none).unwrap_err();
    assert_eq!(flaws[0].what, Wrong::NoPrice { message: "no tariff".to_owned() });
}

#[test]
fn no_itinerary_is_covered_by_another() {
    let case = Case::new();
    let mut twice = certified(&case.corridor, case.question.clone(), case.steps.clone());
    twice.ways.push(twice.ways[0].clone());
    let flaws = verify(&case.corridor, &twice, &prices()).unwrap_err();
    assert_eq!(flaws.len(), 1);
    assert_eq!((flaws[0].itinerary, &flaws[0].what), (Some(1), &Wrong::Covered { by: 0 }));
    assert_eq!(flaws[0].to_string(), "itinerary 2: itinerary 1 is at least as good in every criterion");

    // The train a week later arrives later, and costs more by its wait; it emits as much.
    let mut later = Case::new();
    later.last(3, 1_920 + 7 * 1_440);
    later.remove(10);
    later.remove(6);
    let later = certified(&later.corridor, later.question.clone(), later.steps);
    twice.ways[0] = later.ways[0].clone();
    let covered = |criteria: &[Criterion]| -> Vec<Option<usize>> {
        let mut certificate = twice.clone();
        certificate.question.criteria = criteria.iter().copied().collect();
        match verify(&case.corridor, &certificate, &prices()) {
            Ok(_) => Vec::new(),
            Err(flaws) => flaws
                .iter()
                .filter(|flaw| matches!(flaw.what, Wrong::Covered { .. }))
                .map(|flaw| flaw.itinerary)
                .collect(),
        }
    };
    assert_eq!(covered(&[Criterion::Arrival, Criterion::Co2e]), [Some(0)]);
    assert_eq!(covered(&[Criterion::Co2e]), [Some(1)]);
}

#[test]
fn what_is_missing_or_superfluous_is_told() {
    let case = Case::new();
    let mut certificate = certified(&case.corridor, case.question.clone(), case.steps.clone());
    let vector = certificate.ways[0].totals.by(&certificate.question.criteria);
    certificate.ways.clear();
    let flaws = verify_complete(&case.corridor, &certificate, &prices(), 100_000).unwrap_err();
    assert_eq!(flaws.len(), 1);
    assert_eq!(flaws[0].what, Wrong::Lacking { vector });
    let flaws = verify_complete(&case.corridor, &certificate, &prices(), 3).unwrap_err();
    assert_eq!(flaws[0].what, Wrong::NotListed { message: "more than 3 choices".to_owned() });
}
