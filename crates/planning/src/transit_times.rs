//! The times of one way, beside those of a report.

use landbridge_model::{Amount, Corridor, FactRef, Itinerary, ServiceId, Step, StepKind, Trace, WaitReason};
use landbridge_units::{Decimal, Metres, Minutes};

use crate::error::PlanningError;
use crate::quote::step_duration;
use crate::reported_lane::ReportedDays;
use crate::transit::{AskedLane, TransitAnswer};

/// What the model says of a reported lane. Durations are exact sums of the steps of one way.
#[derive(Clone, Debug)]
pub struct TransitTimes {
    /// What was asked.
    pub asked: AskedLane,
    /// The way.
    pub itinerary: Itinerary,
    /// Whether the search came to its end; if not, an earlier way may exist.
    pub complete: bool,
    /// Running, handling and border steps with every range at its low end, without any wait.
    pub minimum: Trace,
    /// By planning durations, without the waits for a departure or for a carrier to come: what a report counts from
    /// the day a train leaves.
    pub under_way: Trace,
    /// By planning durations, waits included: from ready to unloaded.
    pub typical: Trace,
    /// What [`Self::typical`] is made of.
    pub parts: TransitParts,
    /// Length of the way.
    pub length: Trace,
    /// Length over days under way.
    pub km_per_day: Trace,
    /// Length over days of running alone; `None` where nothing runs.
    pub running_km_per_day: Option<Trace>,
    /// Middle of the reported days over the days under way.
    pub ratio: Trace,
    /// The same number.
    pub ratio_value: Decimal,
    /// How the reported days lie to minimum and typical.
    pub verdict: TransitVerdict,
    /// The verdict with its reasons.
    pub verdict_trace: Trace,
}

/// Time of a way by what happens; each is `None` where nothing of the kind does.
#[derive(Clone, Debug, Default)]
pub struct TransitParts {
    /// Legs.
    pub running: Option<Trace>,
    /// Border steps.
    pub borders: Option<Trace>,
    /// Loading, transloading, unloading, changes of gauge.
    pub handling: Option<Trace>,
    /// Waits for a departure, or for a carrier to come.
    pub departures: Option<Trace>,
    /// Waits for opening hours, holidays, embargoes and closures.
    pub shut: Option<Trace>,
}

/// How reported days lie to the model's range. A printed number of days stands for every value that rounds to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransitVerdict {
    /// At no value quicker than the minimum nor slower than typical.
    Inside,
    /// Quicker than the model's minimum, at every value.
    Quicker,
    /// Slower than the model's typical time, at every value.
    Slower,
}

impl TransitTimes {
    pub(crate) fn of(
        corridor: &Corridor,
        reported: &ReportedDays,
        asked: AskedLane,
        itinerary: &Itinerary,
        complete: bool,
    ) -> Result<Self, PlanningError> {
        let steps = itinerary.steps();
        let minimum = sum(
            "minimum",
            steps.iter().filter_map(|step| Some((lowest(corridor, step)?, low_trace(corridor, step)))),
        )?;
        let planned = |step: &Step| (step.duration(), step_duration(step));
        let under_way =
            sum("under way", steps.iter().filter(|step| part_of(step) != Part::Departures).map(planned))?;
        let typical = sum("typical, ready to unloaded", steps.iter().map(planned))?;
        let part = |part: Part, label: &str| {
            let mut of_part = steps.iter().filter(|step| part_of(step) == part).map(planned).peekable();
            of_part.peek().is_some().then(|| sum(label, of_part)).transpose()
        };
        let parts = TransitParts {
            running: part(Part::Running, "running")?.map(|sum| sum.trace),
            borders: part(Part::Borders, "border steps")?.map(|sum| sum.trace),
            handling: part(Part::Handling, "handling")?.map(|sum| sum.trace),
            departures: part(Part::Departures, "waits for departures and carriers")?.map(|sum| sum.trace),
            shut: part(Part::Shut, "waits for what is shut")?.map(|sum| sum.trace),
        };
        let length = length(itinerary);
        let speed = |label: &str, over: &Sum| speed(label, itinerary.length(), &length, over);
        let out = |what| PlanningError::OutOfRange { what };
        let running = part(Part::Running, "running")?;
        let ratio_value = reported
            .middle()
            .checked_div(days(under_way.minutes).ok_or(out("days under way"))?)
            .ok_or(out("reported over model"))?
            .round_dp(2);
        let ratio = Trace::formula(
            "reported over model",
            Amount::Decimal(ratio_value, String::new()),
            "middle of the reported days / days under way, to a hundredth, half-even",
            vec![reported.trace(), under_way.trace.clone()],
        );
        let (verdict, words) = verdict(reported, minimum.minutes, typical.minutes)
            .ok_or(out("reported days against the model's"))?;
        let verdict_trace = Trace::formula(
            "reported against the model's range",
            Amount::Text(words),
            "reported days, each standing for every value that rounds to it, against minimum and typical",
            vec![reported.trace(), minimum.trace.clone(), typical.trace.clone()],
        );
        Ok(Self {
            asked,
            itinerary: itinerary.clone(),
            complete,
            km_per_day: speed("km a day under way", &under_way).ok_or(out("km a day"))?,
            running_km_per_day: running.and_then(|running| speed("km a day of running", &running)),
            minimum: minimum.trace,
            under_way: under_way.trace,
            typical: typical.trace,
            parts,
            length,
            ratio,
            ratio_value,
            verdict,
            verdict_trace,
        })
    }

    /// Services of the way, in order, each once.
    #[must_use]
    pub fn services(&self) -> Vec<ServiceId> {
        let mut used: Vec<ServiceId> = Vec::new();
        for step in self.itinerary.steps() {
            if let StepKind::Leg { service, .. } = &step.kind
                && !used.contains(service)
            {
                used.push(service.clone());
            }
        }
        used
    }
}

/// A duration as days to a tenth, half-even, on top of its exact trace. Other amounts stay as they are.
#[must_use]
pub fn in_days(duration: &Trace) -> Trace {
    let tenths = match &duration.amount {
        Amount::Time(minutes) => days(*minutes).map(|days| days.round_dp(1)),
        _ => None,
    };
    tenths.map_or_else(
        || duration.clone(),
        |tenths| {
            let amount = Amount::Decimal(tenths, "d".to_owned());
            Trace::formula(
                duration.label.clone(),
                amount,
                "in days, to a tenth, half-even",
                vec![duration.clone()],
            )
        },
    )
}

/// What all compared lanes say together.
#[derive(Clone, Debug)]
pub struct TransitSummary {
    /// Lanes compared.
    pub compared: Trace,
    /// Reported between minimum and typical.
    pub inside: Trace,
    /// Reported quicker than the minimum.
    pub quicker: Trace,
    /// Reported slower than typical.
    pub slower: Trace,
    /// Median of reported over model.
    pub median_ratio: Trace,
    /// Lanes by verdict: inside, quicker, slower.
    pub counts: [usize; 3],
}

impl TransitSummary {
    /// Sums up answers; `None` where no lane is compared.
    #[must_use]
    pub fn of(answers: &[TransitAnswer]) -> Option<Self> {
        let compared: Vec<&TransitTimes> =
            answers.iter().filter_map(|answer| Some(answer.outcome.as_ref().ok()?.as_ref())).collect();
        let verdicts: Vec<Trace> = compared.iter().map(|times| times.verdict_trace.clone()).collect();
        let count = |label: &str, n: usize| {
            let amount = Amount::Count(i64::try_from(n).unwrap_or(i64::MAX), "lanes".to_owned());
            Trace::formula(label, amount, "count over the lanes compared", verdicts.clone())
        };
        let counts = [TransitVerdict::Inside, TransitVerdict::Quicker, TransitVerdict::Slower]
            .map(|verdict| compared.iter().filter(|times| times.verdict == verdict).count());
        let [inside, quicker, slower] = counts;
        let median = median(compared.iter().map(|times| times.ratio_value).collect())?;
        Some(Self {
            compared: count("lanes compared", compared.len()),
            inside: count("between minimum and typical", inside),
            quicker: count("quicker than the minimum", quicker),
            slower: count("slower than typical", slower),
            median_ratio: Trace::formula(
                "median of reported over model",
                Amount::Decimal(median, String::new()),
                "median of the ratios; of an even number of them the mean of the two in the middle",
                compared.iter().map(|times| times.ratio.clone()).collect(),
            ),
            counts,
        })
    }
}

/// Median; of an even number of values the mean of the two in the middle. `None` of none.
fn median(mut values: Vec<Decimal>) -> Option<Decimal> {
    values.sort_unstable();
    let high = *values.get(values.len() / 2)?;
    let low = *values.get(values.len().checked_sub(1)? / 2)?;
    low.checked_add(high)?.checked_div(Decimal::TWO)
}

/// A sum of durations with its trace.
struct Sum {
    minutes: Minutes,
    trace: Trace,
}

fn sum(label: &str, parts: impl Iterator<Item = (Minutes, Trace)>) -> Result<Sum, PlanningError> {
    let mut minutes = Minutes::ZERO;
    let mut traces = Vec::new();
    for (duration, trace) in parts {
        minutes = minutes.checked_add(duration).ok_or(PlanningError::OutOfRange { what: "time of a way" })?;
        traces.push(trace);
    }
    Ok(Sum { minutes, trace: Trace::sum(label, Amount::Time(minutes), traces) })
}

/// What kind of time a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Running,
    Borders,
    Handling,
    Departures,
    Shut,
}

fn part_of(step: &Step) -> Part {
    match &step.kind {
        StepKind::Leg { .. } => Part::Running,
        StepKind::Border { .. } => Part::Borders,
        StepKind::Wait { reason: WaitReason::Departure(_) | WaitReason::Request(_) } => Part::Departures,
        StepKind::Wait { .. } => Part::Shut,
        _ => Part::Handling,
    }
}

/// Shortest duration of a step; `None` for waits.
fn lowest(corridor: &Corridor, step: &Step) -> Option<Minutes> {
    match &step.kind {
        StepKind::Wait { .. } => None,
        StepKind::Border { .. } => {
            let low = border_low(corridor, step).map_or(step.duration(), |(low, _)| low);
            Some(low.min(step.duration()))
        }
        _ => Some(step.duration()),
    }
}

fn low_trace(corridor: &Corridor, step: &Step) -> Trace {
    match border_low(corridor, step) {
        Some((low, fact)) if low < step.duration() => {
            let stated = Amount::Text(fact.value().to_owned());
            let label = format!("border step {}, low end", fact.row().id);
            let part = Trace::fact(format!("{} of {}", fact.column(), fact.row().id), stated, fact);
            Trace::formula(label, Amount::Time(low), "low end of the range of the step", vec![part])
        }
        _ => step_duration(step),
    }
}

/// The low end of a border step and where it stands.
fn border_low(corridor: &Corridor, step: &Step) -> Option<(Minutes, FactRef)> {
    let StepKind::Border { crossing, step: id, .. } = &step.kind else { return None };
    let known = corridor.crossings.get(crossing)?.steps.iter().find(|known| known.id == *id)?;
    Some((known.duration_low?, FactRef::new(&known.row, "hours_low")))
}

/// Minutes as days, not rounded but to 28 digits.
fn days(minutes: Minutes) -> Option<Decimal> {
    Decimal::from(minutes.get()).checked_div(Decimal::from(1_440))
}

fn length(itinerary: &Itinerary) -> Trace {
    let sections = itinerary.sections().map(|section| {
        let label = format!("length of {}", section.link);
        Trace::fact(label, Amount::Distance(section.length), FactRef::new(&section.row, "km"))
    });
    Trace::sum("length of the way", Amount::Distance(itinerary.length()), sections.collect())
}

fn speed(label: &str, metres: Metres, length: &Trace, over: &Sum) -> Option<Trace> {
    let rate = metres.km().checked_div(days(over.minutes)?)?.round_dp(0);
    Some(Trace::formula(
        label,
        Amount::Decimal(rate, "km/day".to_owned()),
        "length / days, to a whole number, half-even",
        vec![length.clone(), over.trace.clone()],
    ))
}

fn verdict(reported: &ReportedDays, minimum: Minutes, typical: Minutes) -> Option<(TransitVerdict, String)> {
    let (least, most) = (days(minimum)?, days(typical)?);
    let quickest = reported.low.checked_sub(ReportedDays::half_digit(reported.low))?;
    let slowest = reported.high.checked_add(ReportedDays::half_digit(reported.high))?;
    Some(if slowest < least {
        let by = least.checked_sub(reported.high)?.round_dp(1).normalize();
        (TransitVerdict::Quicker, format!("{by} d under the minimum"))
    } else if quickest > most {
        let by = reported.low.checked_sub(most)?.round_dp(1).normalize();
        (TransitVerdict::Slower, format!("{by} d over typical"))
    } else {
        (TransitVerdict::Inside, "inside".to_owned())
    })
}
