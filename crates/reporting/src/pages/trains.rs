//! Reported trains: how many vehicles and wagons were reported, beside the fewest wagons the model needs.

use landbridge_model::{Corridor, MakerId, SourceId, VehicleId};
use landbridge_planning::{
    MakersAsked, ReportedTrain, Study, TrainAnswer, TrainLoad, TrainLoads, TrainNotCompared, TrainVerdict,
    train_answers,
};

use crate::page::{Block, Cell, Page, Table};
use crate::pages::parts::{drawn, equipment_name};
use crate::svg::{IntervalPlot, IntervalRow, PlotPoint};

const SLUG: &str = "trains";

/// A train with the model's loads.
type Compared<'a> = (&'a ReportedTrain, &'a TrainLoads);

/// The page; `None` for a corridor without reported events.
pub(crate) fn page(study: &Study<'_>) -> Option<Page> {
    let corridor = study.corridor();
    let answers = train_answers(corridor);
    if answers.is_empty() {
        return None;
    }
    let compared: Vec<Compared<'_>> = answers
        .iter()
        .filter_map(|answer| Some((&answer.train, answer.outcome.as_ref().ok()?.as_ref())))
        .collect();
    let missing: Vec<(&ReportedTrain, &TrainNotCompared)> =
        answers.iter().filter_map(|answer| Some((&answer.train, answer.outcome.as_ref().err()?))).collect();
    let mut blocks = vec![Block::Text(RULES.to_owned())];
    if !compared.is_empty() {
        blocks.push(Block::Picture {
            file: format!("{SLUG}.svg"),
            alt: "Reported units of each train against the model's fewest, from the shortest to the longest model"
                .to_owned(),
            svg: plot(&compared).to_svg(),
        });
        blocks.push(Block::Heading("Reported against modelled".to_owned()));
        blocks.push(Block::Table(trains_table(&compared)));
        blocks.push(Block::Heading("Under which assumption, and why not".to_owned()));
        blocks.push(Block::List(compared.iter().map(|train| said(corridor, *train)).collect()));
        blocks.push(Block::Heading("What was asked of the model".to_owned()));
        blocks.push(Block::Table(asked_table(corridor, &compared)));
        blocks.push(Block::List(models_said(corridor, &compared)));
    }
    if !missing.is_empty() {
        blocks.push(Block::Heading("Reported and not compared".to_owned()));
        blocks.push(Block::Table(missing_table(&missing)));
    }
    Some(Page {
        slug: SLUG.to_owned(),
        title: "Reported trains".to_owned(),
        summary: verdict(&answers, &compared),
        blocks,
    })
}

const RULES: &str = "Every row of evidence/events.csv that gives vehicles and names equipment of the corridor is asked of the \
    loading planner by one set of rules; no train has a rule of its own, and nothing is fitted to the reports. Reports \
    seldom say which models travelled. Assumed are therefore models of the makers with a plant at the origin or within \
    half a degree of it, as far as the equipment takes them; where that reproduces nothing or there is no such maker, \
    those of all makers of the corridor. For these: the fewest units for the reported number of vehicles, all of them \
    of the shortest model, in equal shares, and all of the longest model, the two ends among models that may stand on \
    every deck. Reproduced means that the reported number of units lies between the two ends, that is, that some mix of \
    models comes to it; as the two ends are several units apart, this is a weak test, and equal shares that come to the \
    reported number are a better one. Models are those of the corridor's list, also where they were built after the \
    train. Where no number is \
    stated, the vehicles must fit into as many units as one train has at most. Charge of batteries is left aside.";

fn verdict(answers: &[TrainAnswer], compared: &[Compared<'_>]) -> String {
    let stated = compared.iter().filter(|(_, loads)| loads.units.is_some());
    let (mut counted, mut within) = (0, 0);
    for (_, loads) in stated {
        counted += 1;
        within += usize::from(loads.verdict == TrainVerdict::Reproduced);
    }
    let narrow =
        compared.iter().filter(|(_, loads)| matches!(loads.makers, MakersAsked::AtOrigin(_))).count();
    let fit = compared.iter().filter(|(_, loads)| matches!(loads.verdict, TrainVerdict::FitsOneTrain(_)));
    let unstated = compared.len() - counted;
    format!(
        "Of {} reported events, {} give vehicles and equipment that the model can load. Of {counted} with a number of \
         units the model reproduces {within}; of {unstated} without, {} fit one train. For {narrow}, models of makers \
         near the origin are enough; the others are asked with all that the corridor knows.",
        answers.len(),
        compared.len(),
        fit.count()
    )
}

fn trains_table(compared: &[Compared<'_>]) -> Table {
    let mut table = Table::new(
        "trains",
        &[
            ("train", "train", false),
            ("vehicles", "vehicles reported", true),
            ("units", "units reported", true),
            ("shortest", "fewest, shortest model", true),
            ("equal", "fewest, equal shares", true),
            ("longest", "fewest, longest model", true),
            ("each-shortest", "vehicles each, shortest", true),
            ("each-equal", "equal", true),
            ("each-longest", "longest", true),
            ("most", "most of a train", true),
            ("verdict", "verdict", false),
            ("source", "source", false),
        ],
    );
    for (train, loads) in compared {
        let optional = |trace: &Option<landbridge_model::Trace>| {
            trace.as_ref().map_or_else(|| Cell::text("-"), Cell::figure)
        };
        table.push(
            train.row.id.as_str(),
            vec![
                Cell::text(train.name()),
                Cell::figure(&loads.vehicles),
                optional(&loads.units),
                Cell::figure(&loads.shortest.units),
                Cell::figure(&loads.equal.units),
                Cell::figure(&loads.longest.units),
                Cell::figure(&loads.shortest.per_unit),
                Cell::figure(&loads.equal.per_unit),
                Cell::figure(&loads.longest.per_unit),
                optional(&loads.train_max),
                Cell::figure(&loads.verdict_trace),
                Cell::text(sources(train)),
            ],
        );
    }
    table
}

/// Verdict, assumption and reason of one train in words.
fn said(corridor: &Corridor, (train, loads): Compared<'_>) -> String {
    let mut parts = vec![format!("{}: {}", train.row.id, loads.verdict)];
    let near = loads.narrower.as_deref().and_then(|narrower| match &narrower.makers {
        MakersAsked::AtOrigin(makers) => Some((names(corridor, makers), narrower)),
        MakersAsked::All => None,
    });
    parts.push(match (&loads.makers, near) {
        (MakersAsked::AtOrigin(makers), _) => {
            format!("with models of {}, near its origin", names(corridor, makers))
        }
        (MakersAsked::All, Some((makers, narrower))) if loads.verdict.is_reproduced() => {
            let why: String = why_not(narrower).iter().map(|why| format!(", {why}")).collect();
            format!(
                "with models of all makers, but not with those of {makers}, near its origin ({}{why})",
                narrower.verdict
            )
        }
        (MakersAsked::All, Some((makers, _))) => {
            format!("neither with models of {makers}, near its origin, nor with those of all makers")
        }
        (MakersAsked::All, None) if train.origin_place.is_none() => {
            "with models of all makers, since its origin is no place of the corridor".to_owned()
        }
        (MakersAsked::All, None) => {
            "with models of all makers, since none has a plant near its origin".to_owned()
        }
    });
    if let Some((short, long)) = loads.mix {
        let of = |n: u32, load: &TrainLoad| {
            (n > 0).then(|| format!("{n} {}", load.model.as_ref().map_or("?", VehicleId::as_str)))
        };
        let ends = [of(short, &loads.shortest), of(long, &loads.longest)];
        let mix: Vec<String> = ends.into_iter().flatten().collect();
        parts.push(format!("for instance by {}", mix.join(" and ")));
    }
    if let Some(units) = train.units.filter(|units| *units != loads.equal.n_units) {
        let (apart, how) = match units.checked_sub(loads.equal.n_units) {
            Some(more) => (more, "fewer"),
            None => (loads.equal.n_units.saturating_sub(units), "more"),
        };
        parts
            .push(format!("equal shares need {} at least, {apart} {how} than reported", loads.equal.n_units));
    }
    if train.more {
        parts.push("the report says more than this number of vehicles".to_owned());
    }
    parts.extend(why_not(loads));
    let open =
        [&loads.shortest, &loads.equal, &loads.longest].into_iter().filter(|load| !load.proven).count();
    if open > 0 {
        parts.push(format!("{open} of the three loads not proven the fewest"));
    }
    parts.join("; ") + "."
}

/// Why loads do not reproduce a report.
fn why_not(loads: &TrainLoads) -> Vec<String> {
    match loads.verdict {
        TrainVerdict::BelowFewest { .. } | TrainVerdict::BeyondOneTrain { .. } => {
            let mut parts = vec![format!("no plan has fewer, because {}", loads.shortest.reason)];
            let closed = loads.closed_decks.iter();
            parts.extend(
                closed.map(|(deck, rule)| format!("no model may stand on {}: even the lowest {rule}", deck.in_words())),
            );
            if !loads.not_taken.is_empty() {
                parts.push(format!("models not taken at all: {}", ids(&loads.not_taken)));
            }
            parts
        }
        TrainVerdict::NotFilled { .. } => vec![
            "so many units can be used, but the model does not say why: vehicles longer than it knows, places left free, or \
             a loading rule that it lacks"
                .to_owned(),
        ],
        _ => Vec::new(),
    }
}

fn asked_table(corridor: &Corridor, compared: &[Compared<'_>]) -> Table {
    let mut table = Table::new(
        "asked",
        &[
            ("train", "train", false),
            ("equipment", "equipment", false),
            ("makers", "makers", false),
            ("shortest", "shortest model", false),
            ("longest", "longest model", false),
            ("models", "models in equal shares", true),
        ],
    );
    for (train, loads) in compared {
        let model = |load: &TrainLoad| load.model.as_ref().map_or_else(String::new, ToString::to_string);
        let makers = match &loads.makers {
            MakersAsked::AtOrigin(makers) => names(corridor, makers),
            MakersAsked::All => "all of the corridor".to_owned(),
        };
        table.push(
            train.row.id.as_str(),
            vec![
                Cell::text(train.name()),
                Cell::text(equipment_name(corridor, &loads.equipment)),
                Cell::text(makers),
                Cell::text(model(&loads.shortest)),
                Cell::text(model(&loads.longest)),
                Cell::text(loads.models.len().to_string()),
            ],
        );
    }
    table
}

/// Which models were asked, once for each equipment and set of makers.
fn models_said(corridor: &Corridor, compared: &[Compared<'_>]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let tried = compared.iter().flat_map(|(_, loads)| [Some(*loads), loads.narrower.as_deref()]).flatten();
    for loads in tried {
        let makers = match &loads.makers {
            MakersAsked::AtOrigin(makers) => names(corridor, makers),
            MakersAsked::All => "all makers".to_owned(),
        };
        let not_taken = match loads.not_taken.as_slice() {
            [] => String::new(),
            some => format!("; not taken: {}", ids(some)),
        };
        let sentence = format!(
            "{}, {makers}: {} models: {}{not_taken}.",
            loads.equipment,
            loads.models.len(),
            ids(&loads.models)
        );
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    said
}

fn missing_table(missing: &[(&ReportedTrain, &TrainNotCompared)]) -> Table {
    let mut table = Table::new(
        "not-compared",
        &[
            ("train", "train", false),
            ("equipment", "in", false),
            ("vehicles", "vehicles", true),
            ("units", "units", true),
            ("why", "why not", false),
            ("source", "source", false),
        ],
    );
    let number = |n: Option<u32>| Cell::text(n.map_or_else(|| "-".to_owned(), |n| n.to_string()));
    for (train, why) in missing {
        table.push(
            train.row.id.as_str(),
            vec![
                Cell::text(train.name()),
                Cell::text(&train.means.text),
                number(train.vehicles),
                number(train.units),
                Cell::text(why.to_string()),
                Cell::text(sources(train)),
            ],
        );
    }
    table
}

fn plot(compared: &[Compared<'_>]) -> IntervalPlot {
    let point = |trace: &landbridge_model::Trace| PlotPoint {
        value: drawn(trace),
        text: trace.amount.to_string().split(' ').next().unwrap_or_default().to_owned(),
    };
    let rows = compared
        .iter()
        .map(|(train, loads)| {
            let (one, other) = (&loads.shortest, &loads.longest);
            let (low, high) = if one.n_units <= other.n_units { (one, other) } else { (other, one) };
            IntervalRow {
                label: train.name(),
                low: point(&low.units),
                high: point(&high.units),
                marker: Some(point(&loads.equal.units)),
                printed: loads.units.as_ref().map(point),
                series: usize::from(!loads.verdict.is_reproduced() || loads.narrower.is_some()),
            }
        })
        .collect();
    IntervalPlot {
        title: "Reported trains: units reported and fewest by the model".to_owned(),
        desc: "For each reported train the fewest units from the shortest to the longest model, in equal shares, and as \
               reported"
            .to_owned(),
        unit: "wagons or containers".to_owned(),
        printed_name: "as reported".to_owned(),
        interval_name: "fewest, shortest to longest model (orange: not with makers near the origin); diamond: equal shares"
            .to_owned(),
        rows,
    }
}

fn names(corridor: &Corridor, makers: &[MakerId]) -> String {
    let known = makers.iter().filter_map(|id| corridor.manufacturers.get(id));
    known.map(|maker| maker.name_en.as_str()).collect::<Vec<_>>().join(", ")
}

fn ids(models: &[VehicleId]) -> String {
    models.iter().map(VehicleId::as_str).collect::<Vec<_>>().join(", ")
}

fn sources(train: &ReportedTrain) -> String {
    train.row.sources.iter().map(SourceId::as_str).collect::<Vec<_>>().join(", ")
}
