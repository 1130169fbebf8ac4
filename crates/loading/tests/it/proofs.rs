//! Proofs are checked by other code, and false ones are found out.

use landbridge_loading::{check_bound, plan_with_proof};

use crate::build::{cars, generated, jsq, wagon};

#[test]
fn a_bound_that_is_too_high_is_refused() {
    let equipment = wagon(&[(24_600, 1_950), (24_600, 1_800)], 250);
    let lines = generated(2, 256, 24, 3_600, 5_100);
    let (_, proof) = plan_with_proof(&lines, &equipment).unwrap();
    assert!(check_bound(&lines, &equipment, &proof));

    let mut higher = proof.clone();
    higher.units += 1;
    assert!(!check_bound(&lines, &equipment, &higher), "more units than the weights prove");

    let mut lighter = proof.clone();
    lighter.capacity = lighter.capacity * 9 / 10;
    assert!(!check_bound(&lines, &equipment, &lighter), "a unit can weigh more than that");

    let mut heavier = proof;
    for weight in heavier.weights.values_mut() {
        *weight = *weight * 11 / 10;
    }
    assert!(!check_bound(&lines, &equipment, &heavier), "heavier vehicles make heavier units");
}

#[test]
fn nothing_absurd_breaks_the_check() {
    let lines = [cars("a", 4_500, 1_500, 9)];
    let (_, proof) = plan_with_proof(&lines, &jsq()).unwrap();
    for (units, weight, capacity) in
        [(u32::MAX, u64::MAX, u128::MAX), (1, 0, 0), (0, 0, 0), (u32::MAX, 1, 0), (1, u64::MAX, 1)]
    {
        let mut absurd = proof.clone();
        absurd.units = units;
        absurd.capacity = capacity;
        absurd.weights.values_mut().for_each(|w| *w = weight);
        let holds = check_bound(&lines, &jsq(), &absurd);
        assert!(!holds || units == 0, "{absurd:?}");
    }
    let none = [cars("none", 4_500, 1_500, 0)];
    let (plan, proof) = plan_with_proof(&none, &jsq()).unwrap();
    assert_eq!(
        (plan.n_units(), plan.lower_bound, plan.bound_reason.as_str()),
        (0, 0, "there are no vehicles")
    );
    assert!(check_bound(&none, &jsq(), &proof));
}
