//! Duties, taxes and fees on import, as data.

use std::sync::Arc;

use landbridge_units::{Currency, Decimal};

use crate::country::Country;
use crate::fact::Row;
use crate::id::ChargeId;
use crate::validity::Validity;
use crate::vehicle::{Powertrain, VehicleClass, VehicleKind};
use crate::word::words;

words! {
    /// What kind of charge.
    ChargeKind {
        /// Customs duty.
        Duty = "duty",
        /// Excise.
        Excise = "excise",
        /// Customs fee.
        Fee = "fee",
        /// Value-added tax.
        Vat = "vat",
        /// Utilisation or recycling fee.
        Utilisation = "utilisation",
        /// Primary registration.
        Registration = "registration",
        /// Import is forbidden.
        Ban = "ban",
    }
}

words! {
    /// What a percentage is taken of.
    ChargeBase {
        /// Customs value (CIF).
        CustomsValue = "customs_value",
        /// Duty.
        Duty = "duty",
        /// Excise.
        Excise = "excise",
        /// Fee.
        Fee = "fee",
    }
}

words! {
    /// Of what there is one charge.
    ChargePer {
        /// One per vehicle.
        Vehicle = "vehicle",
        /// One per declaration.
        Declaration = "declaration",
    }
}

/// A calculation unit set by law: MCI in Kazakhstan, BRV in Uzbekistan.
#[derive(Clone, Debug)]
pub struct BaseUnit {
    /// Its id.
    pub id: ChargeId,
    /// Its name, which charges count.
    pub unit: String,
    /// Country.
    pub country: Country,
    /// What one is worth.
    pub amount: Decimal,
    /// In which currency.
    pub currency: Currency,
    /// When.
    pub validity: Validity,
    /// Provenance; the value is column `amount`.
    pub row: Arc<Row>,
}

/// A duty, tax or fee.
#[derive(Clone, Debug)]
pub struct Charge {
    /// Its id.
    pub id: ChargeId,
    /// Country.
    pub country: Country,
    /// What kind.
    pub kind: ChargeKind,
    /// What it is.
    pub what: String,
    /// Prefixes of tariff codes; empty is all.
    pub hs: Vec<String>,
    /// Vehicle classes; empty is all.
    pub classes: Vec<VehicleClass>,
    /// Vehicle kinds; empty is all.
    pub kinds: Vec<VehicleKind>,
    /// Powertrains; empty is all.
    pub powertrains: Vec<Powertrain>,
    /// Engines of more than so many cc.
    pub cc_over: Option<u32>,
    /// Engines of at most so many cc.
    pub cc_upto: Option<u32>,
    /// Vehicles of at most so many years.
    pub age_max_years: Option<u32>,
    /// Per cent of the base.
    pub percent: Option<Decimal>,
    /// Amount per cc of the engine.
    pub per_cc: Option<Decimal>,
    /// Fixed amount, or number of base units.
    pub amount: Option<Decimal>,
    /// Currency of the amounts.
    pub currency: Option<Currency>,
    /// Base unit that `amount` counts.
    pub unit: Option<String>,
    /// Multiplies the fixed amount.
    pub coefficient: Option<Decimal>,
    /// Of what there is one.
    pub per: ChargePer,
    /// The charge exists and its value is not known.
    pub unknown: bool,
    /// What a percentage is taken of.
    pub base: Vec<ChargeBase>,
    /// When.
    pub validity: Validity,
    /// Provenance.
    pub row: Arc<Row>,
}

impl Charge {
    /// Number of conditions it names; the more specific charge wins.
    #[must_use]
    pub fn specificity(&self) -> usize {
        [
            !self.hs.is_empty(),
            !self.classes.is_empty(),
            !self.kinds.is_empty(),
            !self.powertrains.is_empty(),
            self.cc_over.is_some(),
            self.cc_upto.is_some(),
            self.age_max_years.is_some(),
        ]
        .into_iter()
        .filter(|named| *named)
        .count()
    }
}

/// The order in which a country calculates.
#[derive(Clone, Debug)]
pub struct Calculation {
    /// Country.
    pub country: Country,
    /// Steps in order.
    pub steps: Vec<ChargeKind>,
    /// Provenance.
    pub row: Arc<Row>,
}
