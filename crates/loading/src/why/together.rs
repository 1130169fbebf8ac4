//! Where no lever is enough by itself: several at once, as few and as little as can be found.

use landbridge_model::Equipment;

use super::change::{Change, Lever};
use super::floor::floor;
use super::levers::{Answer, Outcome, Question, Reach};
use super::probe::{Probe, Seen};

/// A lever among those moved: how far, and whether without it more units are proven to be needed.
struct Moved<'a> {
    reach: &'a Reach,
    by: u64,
    needed: Option<String>,
}

impl Question<'_> {
    /// Starts with all levers moved, leaves out one after the other as long as that is enough, then takes each back
    /// as far as it goes. The result is minimal: with any one left out a plan was looked for and not found.
    pub(crate) fn together(&self, probe: &mut Probe, levers: &[Reach]) -> Vec<Answer> {
        let all_decks = levers.iter().any(|reach| reach.lever == Lever::DecksLonger);
        let mut usable: Vec<&Reach> = levers
            .iter()
            .filter(|reach| reach.steps.number() > 0)
            .filter(|reach| !(all_decks && matches!(reach.lever, Lever::DeckLonger(_))))
            .collect();
        usable.sort_by_key(|reach| rank(&reach.lever));
        let moved = |far: bool| -> Vec<Moved<'_>> {
            let by = |reach: &Reach| {
                let most = reach.steps.number();
                reach.steps.at(if far { most } else { reach.often.min(most) })
            };
            usable.iter().map(|reach| Moved { reach, by: by(reach), needed: None }).collect()
        };
        let mut set = moved(false);
        if self.tried(probe, &set) != Seen::Enough {
            set = moved(true);
            if self.tried(probe, &set) != Seen::Enough {
                return Vec::new();
            }
        }
        let mut idx = 0;
        while idx < set.len() {
            let left_out = set.remove(idx);
            match self.tried(probe, &set) {
                Seen::Enough => continue,
                Seen::Ruled(why) => set.insert(idx, Moved { needed: Some(why), ..left_out }),
                Seen::Open => set.insert(idx, left_out),
                Seen::Spent => return Vec::new(),
            }
            idx += 1;
        }
        // One lever alone was asked before; here it means that the question is settled there.
        if set.len() < 2 {
            return Vec::new();
        }
        let mut answers = Vec::new();
        for idx in (0..set.len()).rev() {
            let others = set.iter().enumerate().filter(|(other, _)| *other != idx).map(|(_, moved)| moved);
            let equipment = with(self.equipment, others);
            let question = Question { equipment: &equipment, ruled: set[idx].needed.as_deref(), ..*self };
            let outcome = question.ask(probe, set[idx].reach, None);
            match &outcome {
                Outcome::Enough { change, .. } => {
                    set[idx].by = change.by;
                    answers.push(Answer { lever: change.lever.clone(), outcome });
                }
                // Trials ran out: as far as it was moved it is known to be enough.
                _ => {
                    let (lever, by) = (set[idx].reach.lever.clone(), set[idx].by);
                    let change = Change { lever: lever.clone(), by };
                    answers.push(Answer {
                        lever,
                        outcome: Outcome::Enough { change, proven: false, at_least: 1 },
                    });
                }
            }
        }
        answers.reverse();
        answers
    }

    fn tried(&self, probe: &mut Probe, set: &[Moved<'_>]) -> Seen {
        let equipment = with(self.equipment, set.iter());
        let low = floor(self.lines, &equipment);
        if low.units > u64::from(self.target) {
            return Seen::Ruled(low.text(&equipment));
        }
        probe.enough(self.lines, &equipment, self.target)
    }
}

fn with<'a>(equipment: &Equipment, set: impl Iterator<Item = &'a Moved<'a>>) -> Equipment {
    set.fold(equipment.clone(), |equipment, moved| {
        Change { lever: moved.reach.lever.clone(), by: moved.by }.to_equipment(&equipment)
    })
}

/// What is left out first comes first; what is easiest to have, and taken back first, comes last.
fn rank(lever: &Lever) -> u8 {
    match lever {
        Lever::FewerOf(_) => 0,
        Lever::SmallerGap => 1,
        Lever::TopHeavy | Lever::EndsDifference => 2,
        Lever::DeckWider(_) => 3,
        Lever::DeckHigher(_) => 4,
        Lever::DeckPayload(_) | Lever::AxleLoad => 5,
        Lever::Payload => 6,
        Lever::DecksLonger | Lever::DeckLonger(_) => 7,
        Lever::SaddleStack | Lever::Places => 8,
    }
}
