//! Rules: what is accepted where, what is closed when, what papers are needed.

use std::sync::Arc;

use crate::country::Country;
use crate::fact::Row;
use crate::id::{CrossingId, RuleId};
use crate::place::Mode;
use crate::validity::Validity;
use crate::vehicle::{Powertrain, VehicleClass};
use crate::word::words;

/// A rule on which vehicles are taken.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// Its id.
    pub id: RuleId,
    /// What it says.
    pub what: String,
    /// Modes; empty is any. So for the lists below.
    pub modes: Vec<Mode>,
    /// Countries.
    pub countries: Vec<Country>,
    /// Vehicle classes.
    pub classes: Vec<VehicleClass>,
    /// Powertrains.
    pub powertrains: Vec<Powertrain>,
    /// What is asked.
    pub limit: Limit,
    /// When.
    pub validity: Validity,
    /// Provenance.
    pub row: Arc<Row>,
}

/// What an acceptance rule asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// State of charge of at most so many per cent.
    SocMaxPercent(u32),
    /// Engine of at least so many cc.
    EngineCcMin(u32),
    /// Built in this year or later.
    BuiltFrom(u32),
    /// Not taken at all.
    Refuse,
    /// Something the shipper confirms; it does not stop a plan, it is listed with it.
    Condition(String),
}

/// Traffic is stopped for a while, but for exemptions.
#[derive(Clone, Debug)]
pub struct Embargo {
    /// Its id.
    pub id: RuleId,
    /// What it says.
    pub what: String,
    /// Crossings.
    pub crossings: Vec<CrossingId>,
    /// Modes; empty is any.
    pub modes: Vec<Mode>,
    /// When, both days included.
    pub validity: Validity,
    /// Services with one of these tags are exempt.
    pub exempt_tags: Vec<String>,
    /// Provenance.
    pub row: Arc<Row>,
}

/// A crossing is shut.
#[derive(Clone, Debug)]
pub struct Closure {
    /// Its id.
    pub id: RuleId,
    /// Why.
    pub what: String,
    /// Crossings.
    pub crossings: Vec<CrossingId>,
    /// When, both days included.
    pub validity: Validity,
    /// Provenance.
    pub row: Arc<Row>,
}

/// Customs of a country neither declares nor inspects.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// Its id.
    pub id: RuleId,
    /// Country.
    pub country: Country,
    /// Which.
    pub what: String,
    /// When, both days included.
    pub validity: Validity,
    /// Provenance.
    pub row: Arc<Row>,
}

words! {
    /// Whether a document is needed.
    Mandatory {
        /// Always.
        Yes = "yes",
        /// Not.
        No = "no",
        /// At the shipper's choice.
        Optional = "optional",
        /// In most cases.
        Usual = "usual",
    }
}

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id.
    pub id: RuleId,
    /// Name.
    pub name: String,
    /// Who issues it.
    pub issued_by: String,
    /// When it is needed.
    pub when: String,
    /// Modes; empty is any. So for the lists below.
    pub modes: Vec<Mode>,
    /// Countries.
    pub countries: Vec<Country>,
    /// Powertrains.
    pub powertrains: Vec<Powertrain>,
    /// Whether it is needed.
    pub mandatory: Mandatory,
    /// Provenance.
    pub row: Arc<Row>,
}
