//! Refusals of equipment in few sentences: one for each rule that is broken, not one for each model.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_loading::{Refusal, Rule};
use landbridge_model::VehicleId;

/// All models that one rule of an equipment keeps out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedGroup {
    /// What is wrong: `class truck is not carried`, `too high for deck upper (1,800 mm)`.
    pub what: String,
    /// The models with what each misses by, as far as that is a number; the worst first.
    pub models: Vec<(VehicleId, Option<Miss>)>,
    /// What would let all of them in, as far as this rule goes.
    pub fix: Option<String>,
}

/// By how much a model misses, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Miss {
    /// How much.
    pub by: u64,
    /// Of what.
    pub unit: &'static str,
}

impl std::fmt::Display for Miss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.by, self.unit)
    }
}

/// Models that a sentence names before it counts the rest.
const NAMED: usize = 3;

impl std::fmt::Display for RefusedGroup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: ", self.what)?;
        for (idx, (vehicle, miss)) in self.models.iter().take(NAMED).enumerate() {
            let before = if idx == 0 { "" } else { ", " };
            match miss {
                Some(miss) => write!(f, "{before}{vehicle} by {miss}")?,
                None => write!(f, "{before}{vehicle}")?,
            }
        }
        let rest = self.models.get(NAMED..).unwrap_or_default();
        match (rest.len(), rest.first().and_then(|(_, miss)| *miss)) {
            (0, _) => Ok(()),
            (n, Some(miss)) => write!(f, " and {n} more by up to {miss}"),
            (n, None) => write!(f, " and {n} more"),
        }
    }
}

/// Groups refusals by rule and limit. A model of a class that is not carried is named for that alone: what else it
/// breaks does not matter.
#[must_use]
pub fn refused_groups(refusals: &[Refusal]) -> Vec<RefusedGroup> {
    let of_class: BTreeSet<&VehicleId> = refusals
        .iter()
        .filter(|refusal| matches!(refusal.rule, Rule::ClassNotCarried { .. }))
        .map(|refusal| &refusal.vehicle)
        .collect();
    let mut groups: BTreeMap<(u8, String), RefusedGroup> = BTreeMap::new();
    for refusal in refusals {
        let by_class = matches!(refusal.rule, Rule::ClassNotCarried { .. });
        if of_class.contains(&refusal.vehicle) && !by_class {
            continue;
        }
        let (order, what, miss) = words_of(&refusal.rule);
        let group = groups.entry((order, what.clone())).or_insert_with(|| RefusedGroup {
            what,
            models: Vec::new(),
            fix: None,
        });
        group.models.push((refusal.vehicle.clone(), miss));
        if let Some(fix) = fix_of(&refusal.rule)
            && group.models.iter().all(|(_, known)| *known <= miss)
        {
            group.fix = Some(fix);
        }
    }
    let mut groups: Vec<RefusedGroup> = groups.into_values().collect();
    for group in &mut groups {
        group.models.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
    }
    groups
}

/// Order among the groups, what is wrong, and by how much.
fn words_of(rule: &Rule) -> (u8, String, Option<Miss>) {
    let mm = |by: landbridge_units::Millimetres| Some(Miss { by: by.get(), unit: "mm" });
    let kg = |by: landbridge_units::Kilograms| Some(Miss { by: by.get(), unit: "kg" });
    match rule {
        Rule::ClassNotCarried { class } => (0, format!("class {class} is not carried"), None),
        Rule::TooLong { deck, limit, excess } => {
            (1, format!("too long for {} ({limit})", deck.in_words()), mm(*excess))
        }
        Rule::TooWide { deck, limit, excess } => {
            (2, format!("too wide for {} ({limit})", deck.in_words()), mm(*excess))
        }
        Rule::TooHigh { deck, limit, excess } => {
            (3, format!("too high for {} ({limit})", deck.in_words()), mm(*excess))
        }
        Rule::TooHeavyForDeck { deck, limit, excess } => {
            (4, format!("too heavy for {} ({limit})", deck.in_words()), kg(*excess))
        }
        Rule::TooHeavy { limit, excess } => (5, format!("too heavy for the unit ({limit})"), kg(*excess)),
        Rule::AxleLoad { limit, excess } => {
            (6, format!("too heavy for the axles ({limit} beyond the empty unit)"), kg(*excess))
        }
        Rule::StateOfCharge { percent, max_percent } => (
            7,
            format!("charged to more than {max_percent} %"),
            Some(Miss { by: u64::from(percent.saturating_sub(*max_percent)), unit: "points" }),
        ),
        Rule::TopHeavy { limit, excess } => {
            (8, format!("too heavy for an upper deck alone ({limit} more than on the lowest)"), kg(*excess))
        }
        Rule::TouchesRamp { clearance, needed } => {
            let missing = needed.get().saturating_sub(clearance.get());
            (9, "would touch the ramp".to_owned(), Some(Miss { by: missing, unit: "mm of clearance" }))
        }
        Rule::LowParts { deck } => {
            (10, format!("longer than the parts of {} that are high enough", deck.in_words()), None)
        }
        // Rules that say by how much they are broken only in words.
        other => (11, other.to_string(), None),
    }
}

fn fix_of(rule: &Rule) -> Option<String> {
    match rule {
        Rule::TooLong { deck, excess, .. } => Some(format!("{} {excess} longer", deck.in_words())),
        Rule::TooWide { deck, excess, .. } => Some(format!("{} {excess} wider", deck.in_words())),
        Rule::TooHigh { deck, excess, .. } => Some(format!("{} {excess} higher", deck.in_words())),
        Rule::TooHeavyForDeck { deck, excess, .. } => Some(format!("{excess} more on {}", deck.in_words())),
        Rule::TooHeavy { excess, .. } => Some(format!("{excess} more payload")),
        Rule::AxleLoad { excess, .. } => Some(format!("{excess} more on the axles")),
        Rule::StateOfCharge { max_percent, .. } => Some(format!("charge of {max_percent} % at most")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use landbridge_model::VehicleClass;
    use landbridge_units::Millimetres;

    fn refusal(vehicle: &str, rule: Rule) -> Refusal {
        Refusal { vehicle: vehicle.parse().unwrap(), equipment: "rack".parse().unwrap(), rule }
    }

    fn high(vehicle: &str, excess: u64) -> Refusal {
        let rule = Rule::TooHigh {
            deck: "lower".parse().unwrap(),
            limit: Millimetres::new(1_720),
            excess: Millimetres::new(excess),
        };
        refusal(vehicle, rule)
    }

    #[test]
    fn one_sentence_for_each_rule() {
        let class = Rule::ClassNotCarried { class: VehicleClass::Truck };
        let all =
            [high("a", 5), high("b", 65), high("c", 7), high("d", 3), high("t", 900), refusal("t", class)];
        let groups = refused_groups(&all);
        let said: Vec<String> = groups.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "class truck is not carried: t",
                "too high for deck lower (1,720 mm): b by 65 mm, c by 7 mm, a by 5 mm and 1 more by up to 3 mm"
            ]
        );
        assert_eq!(groups[1].fix.as_deref(), Some("deck lower 65 mm higher"));
    }
}
