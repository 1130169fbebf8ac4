//! What one way of shipping saves against another, on each basis that a claim could mean.
//!
//! A printed "15 % cheaper" names no basis. Here every basis is stated, the saving is derived from the cost
//! drivers, and the rate is given at which the claim would hold exactly.

use landbridge_costing::CostItem;
use landbridge_model::{Amount, Basis, FactRef, Tariff, Trace};
use landbridge_units::{Decimal, Money};

use crate::drivers::{Drivers, PerUnit, Scope};
use crate::error::PlanningError;
use crate::options::ModeOption;
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
    /// rate are known and the rate moves its freight in proportion.
    pub rate_for_claim: Option<Trace>,
}

/// Derives the saving of `better` against `other`, both quoted for the shipment; empty if one is not.
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
    let Some(main) = Drivers::of(study, better, Scope::Main) else { return Ok(Vec::new()) };
    let lever = Lever::of(study, &main.freight())?;
    let mut bases = vec![Comparison {
        key: "whole-way".to_owned(),
        what: "door to door, all items".to_owned(),
        better: better_quote.cost.per_vehicle.clone(),
        other: other_quote.cost.per_vehicle.clone(),
        lever: None,
    }];
    let counted = |option, scope, per_unit: Option<&PerUnit<'_>>| {
        Drivers::of(study, option, scope)
            .ok_or(PlanningError::OutOfRange { what: "cost per vehicle" })
            .and_then(|drivers| drivers.per_vehicle(per_unit))
    };
    bases.push(Comparison {
        key: "to-border".to_owned(),
        what: format!("everything up to the border, {} as the load plan fills them", other.name),
        better: counted(better, Scope::ToBorder, None)?,
        other: counted(other, Scope::ToBorder, None)?,
        lever: lever.as_ref(),
    });
    for (key, count, trace) in per_unit {
        bases.push(Comparison {
            key: format!("main-{key}"),
            what: format!(
                "main carriage to the border with its loading, {} with {} vehicles each",
                other.name,
                count.normalize()
            ),
            better: counted(better, Scope::Main, None)?,
            other: counted(other, Scope::Main, Some(&PerUnit { vehicles: *count, trace }))?,
            lever: lever.as_ref(),
        });
    }
    bases.into_iter().map(|basis| basis.finish(claim.as_ref())).collect()
}

/// The freight tariff of the better way, if its rate moves its freight in proportion.
struct Lever<'c> {
    tariff: &'c Tariff,
    per_vehicle: Decimal,
    freight: Trace,
}

impl<'c> Lever<'c> {
    /// All freight items on one tariff without fixed part or minimum; otherwise there is no lever.
    fn of(study: &ShipmentStudy<'c>, items: &[&CostItem]) -> Result<Option<Self>, PlanningError> {
        let Some(first) = items.first() else { return Ok(None) };
        let corridor = study.study().corridor();
        let tariff = corridor.tariffs.iter().find(|tariff| tariff.id == first.tariff).filter(|tariff| {
            tariff.basis == Basis::VehicleKm && tariff.per_unit.is_none() && tariff.minimum.is_none()
        });
        let Some(tariff) = tariff.filter(|tariff| items.iter().all(|item| item.tariff == tariff.id)) else {
            return Ok(None);
        };
        let total = Money::sum(items.iter().map(|item| &item.amount), corridor.base_currency)?;
        let parts = items.iter().map(|item| item.trace.clone()).collect();
        let per_vehicle = total
            .to_decimal()
            .checked_div(Decimal::from(study.shipment().vehicles()))
            .ok_or(PlanningError::OutOfRange { what: "freight per vehicle" })?;
        let freight = Trace::sum(format!("freight by {}", tariff.id), Amount::Money(total), parts);
        Ok(Some(Self { tariff, per_vehicle, freight }))
    }

    /// With better = rest + rate x drivers, the rate at which better = other x (1 - claim).
    fn rate_for(
        &self,
        better: Decimal,
        other: Decimal,
        (claimed, claim_trace): &(Decimal, Trace),
        saving: &Trace,
    ) -> Option<Trace> {
        let target = other
            .checked_mul(Decimal::ONE_HUNDRED.checked_sub(*claimed)?)?
            .checked_div(Decimal::ONE_HUNDRED)?;
        let rest = better.checked_sub(self.per_vehicle)?;
        let rate = target
            .checked_sub(rest)?
            .checked_mul(self.tariff.rate)?
            .checked_div(self.per_vehicle)?
            .round_dp(3);
        let unit = format!("{} per vehicle-km", self.tariff.currency);
        let current = Trace::fact(
            format!("rate of {}", self.tariff.id),
            Amount::Decimal(self.tariff.rate, unit.clone()),
            FactRef::new(&self.tariff.row, "rate"),
        );
        Some(Trace::formula(
            format!("rate of {} at which the claim holds", self.tariff.id),
            Amount::Decimal(rate, unit),
            "rate x (other x (1 - claim) - better + freight) / freight, all per vehicle, half-even to 0.001",
            vec![claim_trace.clone(), current, self.freight.clone(), saving.clone()],
        ))
    }
}

struct Comparison<'q> {
    key: String,
    what: String,
    better: Trace,
    other: Trace,
    lever: Option<&'q Lever<'q>>,
}

impl Comparison<'_> {
    fn finish(self, claim: Option<&(Decimal, Trace)>) -> Result<SavingBasis, PlanningError> {
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
        let rate_for_claim =
            self.lever.zip(claim).and_then(|(lever, claim)| lever.rate_for(better, other, claim, &saving));
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

fn decimal(trace: &Trace) -> Result<Decimal, PlanningError> {
    match &trace.amount {
        Amount::Money(money) => Ok(money.to_decimal()),
        _ => Err(PlanningError::OutOfRange { what: "cost per vehicle" }),
    }
}
