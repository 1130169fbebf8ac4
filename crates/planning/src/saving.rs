//! What one way of shipping saves against another, on each basis that a claim could mean.
//!
//! A printed "15 % cheaper" names no basis. Here every basis is stated, the saving is derived from the cost
//! drivers, and the rate is given at which the claim would hold exactly.

use landbridge_costing::CostItem;
use landbridge_model::{Amount, Basis, EquipmentId, FactRef, Item, StepKind, Trace};
use landbridge_units::{Currency, Decimal, Money, Rounding, round_to_integer};

use crate::error::PlanningError;
use crate::options::ModeOption;
use crate::quote::Quote;
use crate::study::ShipmentStudy;

/// A saving on one basis.
#[derive(Clone, Debug)]
pub struct SavingBasis {
    /// A short key for figure ids.
    pub key: String,
    /// The basis in words.
    pub what: String,
    /// Per vehicle, the way said to be cheaper.
    pub better: Trace,
    /// Per vehicle, the way it is compared with.
    pub other: Trace,
    /// The saving in per cent of the other, to a tenth.
    pub saving: Trace,
    /// The freight rate of the better way at which the claim holds exactly on this basis, if the claim and the
    /// rate are known.
    pub rate_for_claim: Option<Trace>,
}

/// Derives the saving of `better` against `other`, both quoted for the shipment.
///
/// `per_unit` lists how many vehicles stand in one unit of the other way, each with key and trace: the basis
/// "main carriage to the border" is derived once for each of these.
/// `claim` is the printed saving in per cent.
///
/// # Errors
/// If an amount leaves its range.
pub fn savings(
    study: &ShipmentStudy<'_>,
    better: &ModeOption,
    other: &ModeOption,
    per_unit: &[(String, Decimal, Trace)],
    claim: Option<(Decimal, Trace)>,
) -> Result<Vec<SavingBasis>, PlanningError> {
    let (Some(better_quote), Some(other_quote)) = (better.quote(), other.quote()) else {
        return Ok(Vec::new());
    };
    let currency = study.study().corridor().base_currency;
    let vehicles = study.shipment().vehicles();
    let mut bases = vec![Comparison {
        key: "whole-way".to_owned(),
        what: "door to door, all items".to_owned(),
        better: better_quote.cost.per_vehicle.clone(),
        other: other_quote.cost.per_vehicle.clone(),
        freight: None,
    }];
    let drivers = |quote, equipment, scope, scaled| {
        Drivers { quote, equipment, scope, vehicles, currency }.per_vehicle(scaled)
    };
    let freight =
        Drivers { quote: better_quote, equipment: &better.equipment, scope: Scope::Main, vehicles, currency }
            .items()
            .find(|item| item.item == Item::Freight);
    bases.push(Comparison {
        key: "to-border".to_owned(),
        what: format!("everything up to the border, {} as the load plan fills them", other.name),
        better: drivers(better_quote, &better.equipment, Scope::ToBorder, None)?,
        other: drivers(other_quote, &other.equipment, Scope::ToBorder, None)?,
        freight,
    });
    let units =
        u64::from(study.loads().plans.get(&other.equipment).map_or(0, landbridge_model::LoadPlan::n_units));
    for (key, count, trace) in per_unit {
        let scaled = Some((units, *count, trace.clone()));
        bases.push(Comparison {
            key: format!("main-{key}"),
            what: format!(
                "main carriage to the border with its loading, {} with {} vehicles each",
                other.name,
                count.normalize()
            ),
            better: drivers(better_quote, &better.equipment, Scope::Main, None)?,
            other: drivers(other_quote, &other.equipment, Scope::Main, scaled)?,
            freight,
        });
    }
    bases.into_iter().map(|basis| basis.finish(study, vehicles, claim.as_ref())).collect()
}

struct Comparison<'q> {
    key: String,
    what: String,
    better: Trace,
    other: Trace,
    /// The freight item of the better way that the claim's rate would move.
    freight: Option<&'q CostItem>,
}

impl Comparison<'_> {
    fn finish(
        self,
        study: &ShipmentStudy<'_>,
        vehicles: u64,
        claim: Option<&(Decimal, Trace)>,
    ) -> Result<SavingBasis, PlanningError> {
        let (better, other) = (decimal(&self.better)?, decimal(&self.other)?);
        let percent = other
            .checked_sub(better)
            .and_then(|saved| saved.checked_mul(Decimal::ONE_HUNDRED))
            .and_then(|saved| saved.checked_div(other))
            .map(|percent| percent.round_dp(1))
            .ok_or(PlanningError::OutOfRange { what: "saving" })?;
        let saving = Trace::formula(
            "saving per vehicle",
            Amount::Decimal(percent, "%".to_owned()),
            "(other - better) / other x 100, half-even to 0.1",
            vec![self.better.clone(), self.other.clone()],
        );
        let rate_for_claim = match (self.freight, claim) {
            (Some(freight), Some((claimed, claim_trace))) => {
                rate_for_claim(study, freight, vehicles, better, other, *claimed, claim_trace, &saving)
            }
            _ => None,
        };
        Ok(SavingBasis {
            key: self.key,
            what: self.what,
            better: self.better,
            other: self.other,
            saving,
            rate_for_claim,
        })
    }
}

/// With better = rest + rate x drivers, the rate at which better = other x (1 - claim).
#[expect(clippy::too_many_arguments, reason = "the terms of one linear equation, named")]
fn rate_for_claim(
    study: &ShipmentStudy<'_>,
    freight: &CostItem,
    vehicles: u64,
    better: Decimal,
    other: Decimal,
    claimed: Decimal,
    claim_trace: &Trace,
    saving: &Trace,
) -> Option<Trace> {
    let tariff = study.study().corridor().tariffs.iter().find(|tariff| tariff.id == freight.tariff)?;
    // Only a rate without fixed part moves its item in proportion.
    if tariff.per_unit.is_some() || tariff.minimum.is_some() || tariff.basis != Basis::VehicleKm {
        return None;
    }
    let freight_per_vehicle = freight.amount.to_decimal().checked_div(Decimal::from(vehicles))?;
    let target =
        other.checked_mul(Decimal::ONE_HUNDRED.checked_sub(claimed)?)?.checked_div(Decimal::ONE_HUNDRED)?;
    let rest = better.checked_sub(freight_per_vehicle)?;
    let rate =
        target.checked_sub(rest)?.checked_mul(tariff.rate)?.checked_div(freight_per_vehicle)?.round_dp(3);
    let unit = format!("{} per vehicle-km", tariff.currency);
    Some(Trace::formula(
        format!("rate of {} at which the claim holds", tariff.id),
        Amount::Decimal(rate, unit.clone()),
        "rate x (other x (1 - claim) - better + freight) / freight, all per vehicle, half-even to 0.001",
        vec![
            claim_trace.clone(),
            Trace::fact(
                format!("rate of {}", tariff.id),
                Amount::Decimal(tariff.rate, unit),
                FactRef::new(&tariff.row, "rate"),
            ),
            freight.trace.clone(),
            saving.clone(),
        ],
    ))
}

/// Which items of a quote a basis counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// All items before the first border step: feeders and transloads too.
    ToBorder,
    /// Before the first border step, freight of the main equipment and what puts vehicles into it.
    Main,
}

struct Drivers<'q> {
    quote: &'q Quote,
    equipment: &'q EquipmentId,
    scope: Scope,
    vehicles: u64,
    currency: Currency,
}

impl<'q> Drivers<'q> {
    fn items(&self) -> impl Iterator<Item = &'q CostItem> + use<'q, '_> {
        let steps = self.quote.itinerary.steps();
        let border =
            steps.iter().position(|step| matches!(step.kind, StepKind::Border { .. })).unwrap_or(steps.len());
        self.quote
            .cost
            .items
            .iter()
            .filter(move |item| item.step.is_some_and(|step| step < border))
            .filter(|item| self.scope == Scope::ToBorder || self.is_freight(item) || self.is_loading(item))
    }

    fn kind_of(&self, item: &CostItem) -> Option<&'q StepKind> {
        self.quote.itinerary.steps().get(item.step?).map(|step| &step.kind)
    }

    fn is_freight(&self, item: &CostItem) -> bool {
        let used = self.kind_of(item);
        item.item == Item::Freight
            && matches!(used, Some(StepKind::Leg { equipment, .. }) if equipment == self.equipment)
    }

    fn is_loading(&self, item: &CostItem) -> bool {
        let onto = match self.kind_of(item) {
            Some(StepKind::Load { equipment, .. } | StepKind::Transload { equipment, .. }) => Some(equipment),
            _ => None,
        };
        matches!(item.item, Item::Loading | Item::Rack | Item::Stuffing) && onto == Some(self.equipment)
    }

    /// Per vehicle. With `scaled` (units of the plan, vehicles per unit), the freight of the main equipment is
    /// spread over so many vehicles per unit instead of over the load plan's.
    fn per_vehicle(&self, scaled: Option<(u64, Decimal, Trace)>) -> Result<Trace, PlanningError> {
        let (main, rest): (Vec<&CostItem>, Vec<&CostItem>) =
            self.items().partition(|item| scaled.is_some() && self.is_freight(item));
        let rest_total = Money::sum(rest.iter().map(|item| &item.amount), self.currency)?;
        let rest_trace = Trace::sum(
            "items counted",
            Amount::Money(rest_total),
            rest.iter().map(|item| item.trace.clone()).collect(),
        );
        let count =
            Trace::given("vehicles", Amount::Count(signed(self.vehicles), "vehicles".to_owned()), "shipment");
        let rest_each = rest_total.to_decimal().checked_div(Decimal::from(self.vehicles));
        let (each, formula, parts) = match scaled {
            None => (rest_each, "items / vehicles, half-even", vec![rest_trace, count]),
            Some((units, per_unit, per_unit_trace)) => {
                let main_total = Money::sum(main.iter().map(|item| &item.amount), self.currency)?;
                let main_trace = Trace::sum(
                    format!("freight of {}", self.equipment),
                    Amount::Money(main_total),
                    main.iter().map(|item| item.trace.clone()).collect(),
                );
                let units_trace = Trace::given(
                    "units of the load plan",
                    Amount::Count(signed(units), "units".to_owned()),
                    "load plan",
                );
                let main_each = main_total
                    .to_decimal()
                    .checked_div(Decimal::from(units))
                    .and_then(|unit_cost| unit_cost.checked_div(per_unit));
                (
                    main_each.and_then(|main| main.checked_add(rest_each?)),
                    "freight / units / vehicles per unit + other items / vehicles, half-even",
                    vec![main_trace, units_trace, per_unit_trace, rest_trace, count],
                )
            }
        };
        let each = each.ok_or(PlanningError::OutOfRange { what: "cost per vehicle" })?;
        let money = Money::from_decimal(each, self.currency, Rounding::HalfEven)?;
        let label = match self.scope {
            Scope::ToBorder => format!("{}: everything up to the border, per vehicle", self.equipment),
            Scope::Main => {
                format!("{}: main carriage to the border with its loading, per vehicle", self.equipment)
            }
        };
        Ok(Trace::formula(label, Amount::Money(money), formula, parts))
    }
}

fn decimal(trace: &Trace) -> Result<Decimal, PlanningError> {
    match &trace.amount {
        Amount::Money(money) => Ok(money.to_decimal()),
        _ => Err(PlanningError::OutOfRange { what: "cost per vehicle" }),
    }
}

fn signed(n: u64) -> i64 {
    round_to_integer(Decimal::from(n), Rounding::Down).unwrap_or(i64::MAX)
}
