//! So many vehicles, so many to a unit: how many units?

use landbridge_model::{Amount, FactRef, Relation, RelationKind, Trace};

use crate::error::TradeError;
use crate::finding::{Account, Implied, Verdict};
use crate::interval::Interval;
use crate::number::integer;

/// The number of units under two readings of "`min` to `max` in each".
///
/// Every unit holds at least `min`: n units take n·min to n·max vehicles, so n runs from ceil(v/max) to
/// floor(v/min). The last unit may hold fewer: then n - 1 units take at least (n - 1)·min and one vehicle is
/// left, so n runs up to ceil(v/min).
pub(crate) fn check(relation: &Relation) -> Result<(Verdict, Account), TradeError> {
    let RelationKind::Packing { vehicles, per_unit_min: min, per_unit_max: max } = relation.kind else {
        return Err(TradeError::Members { id: relation.id.clone(), expected: "to be a packing" });
    };
    if min == 0 || max < min {
        return Err(TradeError::Packing { id: relation.id.clone(), min, max });
    }
    let (fewest, full, most) = (vehicles.div_ceil(max), vehicles / min, vehicles.div_ceil(min));
    let units = |from: u32, to: u32| {
        Interval::new(Some(integer(i64::from(from))), Some(integer(i64::from(to))))
            .map(|i| (i.with_unit("units"), i))
    };
    let mut account = Account {
        working: vec![
            format!("fewest: {vehicles} / {max} rounded up is {fewest}"),
            format!("most, if every unit holds at least {min}: {vehicles} / {min} rounded down is {full}"),
            format!("most, if the last unit may hold fewer: {vehicles} / {min} rounded up is {most}"),
        ],
        facts: [
            ("vehicles", i64::from(vehicles), "vehicles"),
            ("fewest per unit", i64::from(min), "per_unit_min"),
            ("most per unit", i64::from(max), "per_unit_max"),
        ]
        .into_iter()
        .map(|(label, count, key)| {
            let fact = FactRef::new(&relation.row, &format!("packing.{key}"));
            Trace::fact(label, Amount::Count(count, "vehicles".to_owned()), fact)
        })
        .collect(),
        ..Account::default()
    };
    let says = format!("{vehicles} vehicles at {min} to {max} per unit");
    let every = units(fewest, full);
    let partly = units(fewest, most);
    if let Some((_, interval)) = &every {
        account.implied.push(Implied::new(
            "units, every unit at least at its fewest",
            interval.clone(),
            "units",
        ));
    }
    if let Some((_, interval)) = &partly {
        account.implied.push(Implied::new("units, last unit partly filled", interval.clone(), "units"));
    }
    let (verdict, statement) = match (every, partly) {
        (Some((every, _)), Some((partly, _))) if every == partly => {
            (Verdict::Consistent, format!("{says} fill {every}."))
        }
        (Some((every, _)), Some((partly, _))) => (
            Verdict::Ambiguous,
            format!(
                "{says} fill {every} if every unit holds at least {min}, {partly} if the last one may hold fewer."
            ),
        ),
        (None, Some((partly, _))) => (
            Verdict::Consistent,
            format!(
                "{says} cannot fill every unit with at least {min}; with the last one partly filled it is {partly}."
            ),
        ),
        // Unreachable: ceil(v/max) never exceeds ceil(v/min).
        (_, None) => (Verdict::Undecided, format!("{says} fit no number of units.")),
    };
    account.statement = statement;
    Ok((verdict, account))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::tests::row;

    fn packing(vehicles: u32, per_unit_min: u32, per_unit_max: u32) -> Relation {
        Relation {
            id: "p".parse().unwrap(),
            what: "wagons".to_owned(),
            kind: RelationKind::Packing { vehicles, per_unit_min, per_unit_max },
            row: row("relation", "p"),
        }
    }

    #[test]
    fn both_readings_are_given() {
        let (verdict, account) = check(&packing(256, 9, 10)).unwrap();
        assert_eq!(verdict, Verdict::Ambiguous);
        assert_eq!(
            account.statement,
            "256 vehicles at 9 to 10 per unit fill 26 to 28 units if every unit holds at least 9, 26 to 29 units if \
             the last one may hold fewer."
        );
        assert_eq!(
            check(&packing(261, 9, 9)).unwrap().1.statement,
            "261 vehicles at 9 to 9 per unit fill 29 units."
        );
        assert_eq!(check(&packing(11, 9, 10)).unwrap().0, Verdict::Consistent);
        assert!(matches!(check(&packing(11, 0, 10)), Err(TradeError::Packing { .. })));
        assert!(matches!(check(&packing(11, 10, 9)), Err(TradeError::Packing { .. })));
    }

    /// Against filling units by hand.
    #[test]
    fn agrees_with_filling_units() {
        for v in 0..=60_u32 {
            for min in 1..=6_u32 {
                for max in min..=7 {
                    let every: Vec<u32> = (0..=60).filter(|n| n * min <= v && v <= n * max).collect();
                    let partly: Vec<u32> = (0..=60)
                        .filter(|n| match n {
                            0 => v == 0,
                            n => (1..=max).any(|last| {
                                v >= last && (n - 1) * min <= v - last && v - last <= (n - 1) * max
                            }),
                        })
                        .collect();
                    let (_, account) = check(&packing(v, min, max)).unwrap();
                    let ends = |label: &str| {
                        account.implied.iter().find(|i| i.label.contains(label)).map(|i| {
                            let (a, b) = i.exact.integer_points().unwrap();
                            (u32::try_from(a).unwrap(), u32::try_from(b).unwrap())
                        })
                    };
                    let hull = |all: &[u32]| Some((*all.first()?, *all.last()?));
                    assert_eq!(ends("every"), hull(&every), "{v} {min} {max}");
                    assert_eq!(ends("last"), hull(&partly), "{v} {min} {max}");
                }
            }
        }
    }
}
