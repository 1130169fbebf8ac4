//! Drawings of one quoted shipment: its way and its cost.

use landbridge_model::StepKind;
use landbridge_planning::{Quote, ShipmentStudy};

use crate::pages::parts::{drawn, has_assumed_rate, place_name, step_words};
use crate::svg::{LegClass, LineClass, StepKind as BarKind, TimeDistance, TimeLeg, Waterfall, WaterfallStep};

#[expect(clippy::cast_precision_loss, reason = "drawing only")]
pub(crate) fn time_distance(study: &ShipmentStudy<'_>, quote: &Quote) -> TimeDistance {
    let corridor = study.study().corridor();
    let start = quote.itinerary.start();
    let hours = |at: landbridge_units::Instant| at.since(start).get() as f64 / 60.0;
    let (mut km, mut places, mut legs) = (0.0, Vec::new(), Vec::new());
    places.push((0.0, place_name(corridor, &study.shipment().origin)));
    for step in quote.itinerary.steps() {
        let from_km = km;
        let class = match &step.kind {
            StepKind::Leg { mode, sections, .. } => {
                km += sections.iter().map(|section| section.length.get() as f64 / 1_000.0).sum::<f64>();
                places.push((km, place_name(corridor, &step.to)));
                LegClass::Move(line_class(*mode, sections, corridor))
            }
            _ => LegClass::Dwell,
        };
        legs.push(TimeLeg {
            from_h: hours(step.start),
            to_h: hours(step.end),
            from_km,
            to_km: km,
            class,
            label: step_words(corridor, &step.kind),
        });
    }
    let days = quote.itinerary.duration().get() / 1_440;
    let every = (days / 10).max(1);
    let x_ticks = (0..=days / every).map(|n| ((n * every * 24) as f64, format!("{}", n * every))).collect();
    TimeDistance {
        title: format!("{}: distance against time", study.shipment().name),
        desc: format!(
            "{} door to door over {} km",
            quote.duration.amount,
            quote.itinerary.length().km().normalize()
        ),
        places,
        legs,
        x_ticks,
        x_label: format!("days from {} {}", start, "(UTC)"),
        ..TimeDistance::default()
    }
}

pub(crate) fn line_class(
    mode: landbridge_model::Mode,
    sections: &[landbridge_model::Section],
    corridor: &landbridge_model::Corridor,
) -> LineClass {
    use landbridge_model::{Gauge, Mode};
    match mode {
        Mode::Road => LineClass::Road,
        Mode::River => LineClass::River,
        Mode::Sea => LineClass::Sea,
        Mode::Rail => {
            let broad = sections
                .iter()
                .filter_map(|section| corridor.links.get(&section.link))
                .all(|link| link.gauges.contains(&Gauge::Broad));
            if broad { LineClass::Rail1520 } else { LineClass::Rail1435 }
        }
    }
}

pub(crate) fn cost_picture(study: &ShipmentStudy<'_>, quote: &Quote) -> Waterfall {
    let corridor = study.study().corridor();
    let mut steps: Vec<WaterfallStep> = Vec::new();
    for item in &quote.cost.items {
        let label = match item.country {
            Some(country) => format!("{} {}", item.item.word().replace('_', " "), country.code()),
            None => item.item.word().replace('_', " "),
        };
        steps.push(WaterfallStep {
            label,
            value: drawn(&item.trace),
            value_text: item.trace.amount.to_string(),
            kind: BarKind::Add,
            series: usize::from(has_assumed_rate(corridor, item)),
            assumed: has_assumed_rate(corridor, item),
            interval: None,
            note: String::new(),
        });
    }
    steps.push(WaterfallStep {
        label: "total".to_owned(),
        value: drawn(&quote.cost.total),
        value_text: quote.cost.total.amount.to_string(),
        kind: BarKind::Total,
        series: 2,
        assumed: false,
        interval: None,
        note: String::new(),
    });
    Waterfall {
        title: format!("{}: cost build-up", study.shipment().name),
        desc: format!("{} in all, {} per vehicle", quote.cost.total.amount, quote.cost.per_vehicle.amount),
        unit: corridor.base_currency.to_string(),
        series: vec!["published or derived rate".to_owned(), "assumed rate".to_owned(), "total".to_owned()],
        steps,
    }
}
