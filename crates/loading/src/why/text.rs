//! The answers as sentences that a planner reads.

use std::fmt::{Display, Formatter, Result};

use landbridge_model::DeckId;
use landbridge_units::{Kilograms, Millimetres};

use super::change::{Change, Lever};
use super::fewer::{ModelShare, WhyNotFewer};
use super::leave::Leave;
use super::levers::Outcome;
use super::usage::{OnlyOn, Use, Used};
use crate::bound::counted;

/// Models named one by one.
const MODELS_SHOWN: usize = 3;

impl Display for Lever {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::DecksLonger => write!(f, "longer decks"),
            Self::DeckLonger(deck) => write!(f, "a longer {}", called(deck)),
            Self::DeckHigher(deck) => write!(f, "a higher {}", called(deck)),
            Self::DeckWider(deck) => write!(f, "a wider {}", called(deck)),
            Self::SmallerGap => write!(f, "a smaller gap"),
            Self::Payload => write!(f, "more payload"),
            Self::AxleLoad => write!(f, "more axle load"),
            Self::DeckPayload(deck) => write!(f, "more payload on {}", deck.in_words()),
            Self::Places => write!(f, "more places"),
            Self::TopHeavy => write!(f, "more mass above the lowest deck"),
            Self::EndsDifference => write!(f, "more difference between the ends"),
            Self::SaddleStack => write!(f, "longer saddle stacks"),
            Self::FewerOf(vehicle) => write!(f, "fewer of {vehicle}"),
        }
    }
}

/// As a condition: `if each deck were 130 mm longer`.
impl Display for Change {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let amount = self.lever.amount(self.by);
        match &self.lever {
            Lever::DecksLonger => write!(f, "if each deck were {amount} longer"),
            Lever::DeckLonger(deck) => write!(f, "if {} were {amount} longer", deck.in_words()),
            Lever::DeckHigher(deck) => write!(f, "if {} were {amount} higher", deck.in_words()),
            Lever::DeckWider(deck) => write!(f, "if {} were {amount} wider", deck.in_words()),
            Lever::SmallerGap => write!(f, "if the gap were {amount} smaller"),
            Lever::Payload => write!(f, "if the payload were {amount} more"),
            Lever::AxleLoad => write!(f, "if each axle carried {amount} more"),
            Lever::DeckPayload(deck) => write!(f, "if {} carried {amount} more", deck.in_words()),
            Lever::Places => write!(f, "if each unit took {amount} more"),
            Lever::TopHeavy => write!(f, "if the decks above might outweigh the lowest by {amount} more"),
            Lever::EndsDifference => write!(f, "if the ends might differ by {amount} more"),
            Lever::SaddleStack => write!(f, "if a saddle stack had {amount} more"),
            Lever::FewerOf(vehicle) => write!(f, "if {} of {vehicle} stayed behind", self.by),
        }
    }
}

impl Lever {
    /// An amount with the unit of the lever.
    fn amount(&self, by: u64) -> String {
        let counted = |one: &str| if by == 1 { format!("1 {one}") } else { format!("{by} {one}s") };
        match self {
            Self::DecksLonger
            | Self::DeckLonger(_)
            | Self::DeckHigher(_)
            | Self::DeckWider(_)
            | Self::SmallerGap => Millimetres::new(by).to_string(),
            Self::Payload | Self::AxleLoad | Self::DeckPayload(_) | Self::TopHeavy | Self::EndsDifference => {
                Kilograms::new(by).to_string()
            }
            Self::Places | Self::FewerOf(_) => counted("vehicle"),
            Self::SaddleStack => counted("truck"),
        }
    }
}

impl Display for Leave {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let named: Vec<String> =
            self.vehicles.iter().map(|(vehicle, n)| format!("{n} of {vehicle}")).collect();
        write!(f, "{}", listed(&named, "and"))
    }
}

impl Display for Use {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.percent() {
            Some(percent) => write!(f, "{percent:.1} % of ")?,
            None => write!(f, "nothing of ")?,
        }
        match &self.resource {
            Used::Places => write!(f, "places"),
            Used::Length(deck) => write!(f, "the length of {}", deck.in_words()),
            Used::Mass => write!(f, "mass"),
            Used::DeckMass(deck) => write!(f, "mass on {}", deck.in_words()),
        }
    }
}

impl Display for OnlyOn {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self { deck, vehicles, too_high, .. } = self;
        write!(f, "{vehicles} may stand on {} only", deck.in_words())?;
        match *too_high {
            0 => Ok(()),
            n if n == *vehicles => write!(f, ", being too high for any other"),
            n => write!(f, ", {n} of them being too high for any other"),
        }
    }
}

/// One paragraph a line: what holds the number, what would lower it, what would not, and where the room goes.
impl Display for WhyNotFewer {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let paragraphs = [
            self.number(),
            self.enough(),
            self.at_once(),
            self.left_behind(),
            self.never(),
            self.unanswered(),
            self.in_use(),
            self.by_model(),
        ];
        let text: Vec<String> = paragraphs.into_iter().flatten().collect();
        write!(f, "{}", text.join("\n"))
    }
}

impl WhyNotFewer {
    fn number(&self) -> Option<String> {
        let (n, less) = (self.units, self.units.saturating_sub(1));
        let units = counted(self.kind, u64::from(n));
        let bound = self.lower_bound;
        Some(match self.planned {
            Some(fewer) => format!("{units}, though a plan of {fewer} was made."),
            None if n < bound => {
                let are = if n == 1 { "is" } else { "are" };
                format!("{units} {are} less than the shipment takes: {}.", self.reason)
            }
            None if n == 0 => format!("{units}, as there are no vehicles."),
            None if n == 1 => format!("{units}, and none is no plan."),
            None if n == bound => format!("{units} and not {less}: {}.", self.reason),
            None => format!("{units}; whether {less} do is open. Proven are {bound}: {}.", self.reason),
        })
    }

    fn enough(&self) -> Option<String> {
        let mut models: Vec<&ModelShare> = self.models.iter().collect();
        models.sort_by_key(|model| match &model.leave {
            Outcome::Enough { change, .. } => change.by,
            _ => u64::MAX,
        });
        let models = models.into_iter().take(MODELS_SHOWN).map(|model| &model.leave);
        let outcomes = self.levers.iter().map(|answer| &answer.outcome).chain(models);
        let mut all_proven = true;
        let mut ways = Vec::new();
        for outcome in outcomes {
            let Outcome::Enough { change, proven, at_least } = outcome else { continue };
            all_proven &= *proven;
            ways.push(match (*proven, *at_least) {
                (true, _) => change.to_string(),
                (false, 0 | 1) => format!("{change} (less is not ruled out)"),
                (false, least) => {
                    format!("{change} (proven to be needed: {})", change.lever.amount(least))
                }
            });
        }
        if ways.is_empty() {
            return None;
        }
        let less = self.units.saturating_sub(1);
        let rest = if all_proven {
            "Each is enough by itself, and anything less is proven not to be."
        } else {
            "Each is enough by itself; where nothing else is said, anything less is proven not to be."
        };
        Some(format!("{less} would do {}. {rest}", listed(&ways, "or")))
    }

    fn at_once(&self) -> Option<String> {
        let mut all_proven = true;
        let mut ways = Vec::new();
        for answer in &self.together {
            if let Outcome::Enough { change, proven, .. } = &answer.outcome {
                all_proven &= *proven;
                ways.push(change.to_string());
            }
        }
        let less = self.units.saturating_sub(1);
        let rest = if all_proven {
            "None of these could be less with the others as they are."
        } else {
            "That none of these could be less is not proven."
        };
        let all = listed(&ways, "and");
        (!ways.is_empty()).then(|| format!("{less} would do with changes made together: {all}. {rest}"))
    }

    fn left_behind(&self) -> Option<String> {
        let leave = self.leave.as_ref()?;
        let number = leave.number();
        Some(if leave.proven {
            format!("The fewest vehicles to leave behind for that are {number}: {leave}.")
        } else {
            let least = leave.at_least.max(1);
            format!("With {number} left behind it would do ({leave}); proven to be needed are {least}.")
        })
    }

    fn never(&self) -> Option<String> {
        let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
        for answer in &self.levers {
            let Outcome::Never { why } = &answer.outcome else { continue };
            match groups.iter_mut().find(|(known, _)| known == why) {
                Some((_, levers)) => levers.push(answer.lever.to_string()),
                None => groups.push((why, vec![answer.lever.to_string()])),
            }
        }
        let sentence = |(why, levers): &(&str, Vec<String>)| {
            format!("However much, by itself this is not enough: {} ({why}).", listed(levers, "or"))
        };
        (!groups.is_empty()).then(|| groups.iter().map(sentence).collect::<Vec<_>>().join("\n"))
    }

    fn unanswered(&self) -> Option<String> {
        let (mut open, mut cut) = (Vec::new(), Vec::new());
        for answer in &self.levers {
            match answer.outcome {
                Outcome::Open { up_to, .. } => {
                    open.push(format!("{} (up to {})", answer.lever, answer.lever.amount(up_to)));
                }
                Outcome::CutOff { .. } => cut.push(answer.lever.to_string()),
                _ => {}
            }
        }
        let models = self.models.iter().filter(|model| matches!(model.leave, Outcome::CutOff { .. })).count();
        if models > 0 {
            cut.push(format!("how many must stay behind of {models} of {} models", self.models.len()));
        }
        let without = self.models.iter().filter(|model| model.without.is_none()).count();
        if without > 0 {
            cut.push(format!("what is needed without each of {without} of {} models", self.models.len()));
        }
        let mut sentences = Vec::new();
        if !open.is_empty() {
            sentences.push(format!("Neither found enough nor ruled out: {}.", listed(&open, "and")));
        }
        if self.cut_off {
            let left = match cut.as_slice() {
                [] => String::new(),
                some => format!(", without an answer on {}", listed(some, "and")),
            };
            sentences.push(format!("The search ended after {} plans{left}.", self.plans));
        }
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    fn in_use(&self) -> Option<String> {
        let (rests, others): (Vec<&Use>, Vec<&Use>) = self.uses.iter().partition(|used| used.rests);
        let named = |uses: &[&Use]| {
            let named: Vec<String> = uses.iter().map(|used| used.to_string()).collect();
            listed(&named, "and")
        };
        let mut sentences = Vec::new();
        if !rests.is_empty() {
            sentences.push(format!("The number rests on what is in use: {}.", named(&rests)));
        }
        if !others.is_empty() {
            sentences.push(format!("In use besides: {}.", named(&others)));
        }
        let only: Vec<String> = self.only_on.iter().map(OnlyOn::to_string).collect();
        if !only.is_empty() {
            sentences.push(format!("Of the vehicles {}.", listed(&only, "and")));
        }
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    fn by_model(&self) -> Option<String> {
        let sentence = |model: &ModelShare| {
            let total = u128::from(model.weight).saturating_mul(u128::from(model.quantity));
            let hundredths = total.saturating_mul(100).checked_div(model.capacity).unwrap_or(0);
            let units = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let ModelShare { vehicle, quantity, .. } = model;
            let does = |n: u32| if n == 1 { "does" } else { "do" };
            let without = match model.without {
                Some((n, bound)) => {
                    let open = if n > bound { format!(", perhaps {bound}") } else { String::new() };
                    format!(", without them {} {}{open}", counted(self.kind, u64::from(n)), does(n))
                }
                None => String::new(),
            };
            format!("{quantity} of {vehicle} for {units} units{without}")
        };
        let shown: Vec<String> =
            self.models.iter().filter(|model| model.weight > 0).take(MODELS_SHOWN).map(sentence).collect();
        (!shown.is_empty())
            .then(|| format!("The models that take up most of the bound: {}.", shown.join("; ")))
    }
}

/// `a, b or c`.
pub(super) fn listed(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

// A deck after an article.
fn called(deck: &DeckId) -> String {
    if deck.as_str() == "deck" { "deck".to_owned() } else { deck.in_words() }
}
