//! Planted contradictions are found, and what is reported is no larger than it need be.

use landbridge_model::{Growth, PublishedFigure, Relation, StatisticId};
use landbridge_trade::{Audit, Verdict};
use proptest::prelude::*;

use crate::build::{figure, run, share, sum};

/// Statements of an audit, of which some can be left out.
#[derive(Clone)]
pub(crate) struct Statements {
    pub(crate) figures: Vec<PublishedFigure>,
    pub(crate) growths: Vec<Growth>,
    pub(crate) relations: Vec<Relation>,
}

impl Statements {
    pub(crate) fn audit(&self) -> Audit {
        run(&self.figures, &self.growths, &self.relations)
    }

    /// Only the members of the set; figures outside it can be anything.
    fn only(&self, set: &[&StatisticId]) -> Self {
        let mut all = self.clone();
        for figure in &mut all.figures {
            if !set.contains(&&figure.id) {
                // Half of ten to the fifteenth to either side is anything, for figures of these tests.
                figure.rounding = "1000000000000000".parse().unwrap();
            }
        }
        all.growths.retain(|growth| set.contains(&&growth.id));
        all.relations.retain(|relation| set.contains(&&relation.id));
        all
    }
}

/// Every reported set is contradictory, and no proper subset of it is.
pub(crate) fn reported_sets_are_minimal(statements: &Statements, audit: &Audit) {
    for finding in audit.findings.iter().filter(|f| f.verdict == Verdict::Contradictory) {
        assert!(!finding.contradictions.is_empty(), "{finding:#?}");
        for set in &finding.contradictions {
            let all: Vec<&StatisticId> = set.iter().collect();
            assert_eq!(statements.only(&all).audit().verdict, Verdict::Contradictory, "{set:?}");
            for mask in 0..(1_u32 << all.len()) - 1 {
                let some: Vec<&StatisticId> =
                    all.iter().enumerate().filter(|(i, _)| mask & (1 << i) != 0).map(|(_, id)| *id).collect();
                let verdict = statements.only(&some).audit().verdict;
                assert_ne!(verdict, Verdict::Contradictory, "{some:?} of {set:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_part_moved_out_of_reach_is_found(
        parts in prop::collection::vec(1..500_i64, 2..4),
        moved in 0..4_usize,
        steps in prop::collection::vec(prop::sample::select(vec![1_i64, 2, 10]), 5),
        further in 1..50_i64,
        up in any::<bool>(),
    ) {
        let total: i64 = parts.iter().sum();
        let reach: i64 = steps.iter().take(parts.len() + 1).sum::<i64>() + further;
        let named = ["a", "b", "c"];
        let mut figures = vec![figure("total", &total.to_string(), "M CNY", &steps[0].to_string())];
        for (i, part) in parts.iter().enumerate() {
            let shift = if i == moved % parts.len() { if up { reach } else { -reach } } else { 0 };
            figures.push(figure(named[i], &(part + shift).to_string(), "M CNY", &steps[i + 1].to_string()));
        }
        let statements = Statements {
            figures,
            growths: vec![],
            relations: vec![sum("sum", "total", &named[..parts.len()], true)],
        };
        let audit = statements.audit();
        prop_assert_eq!(audit.verdict, Verdict::Contradictory);
        reported_sets_are_minimal(&statements, &audit);
    }

    #[test]
    fn a_percentage_moved_out_of_reach_is_found(
        whole in 100..1_000_i64,
        percent in 10..80_i64,
        away in 6..15_i64,
        others in 1..4_usize,
    ) {
        // The whole is known to one in a hundred or better, the percentage to a whole one, the part to a tenth.
        let part = whole * percent / 100;
        let figures = vec![
            figure("whole", &whole.to_string(), "M CNY", "1"),
            figure("part", &part.to_string(), "M CNY", "0.1"),
            figure("percent", &(percent + away).to_string(), "%", "1"),
            figure("rest", &(whole - part).to_string(), "M CNY", "1"),
            figure("other", "1", "M CNY", "1"),
        ];
        let mut relations = vec![share("share", "part", "whole", Some("percent"))];
        if others > 1 {
            relations.push(sum("sum", "whole", &["part", "rest"], true));
        }
        if others > 2 {
            relations.push(sum("more", "whole", &["other"], false));
        }
        let statements = Statements { figures, growths: vec![], relations };
        let audit = statements.audit();
        prop_assert_eq!(audit.verdict, Verdict::Contradictory);
        reported_sets_are_minimal(&statements, &audit);
    }
}
