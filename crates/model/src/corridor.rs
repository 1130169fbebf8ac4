//! A corridor: everything a team keeps in its folder.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, TimeZone as _};
use landbridge_units::{Currency, Instant};

use crate::border::{Crossing, GaugeChange, Handling};
use crate::duty::{BaseUnit, Calculation, Charge};
use crate::equipment::Equipment;
use crate::evidence::Evidence;
use crate::fact::{FactRef, Row};
use crate::factor::EmissionFactor;
use crate::id::{
    CrossingId, EquipmentId, EvidenceId, FactorId, LinkId, MakerId, OrderId, PlaceId, ServiceId, SourceId,
    StatisticId, VehicleId,
};
use crate::order::{OrderLine, Shipment, ShipmentLine};
use crate::place::{Link, Place};
use crate::rule::{Acceptance, Closure, Document, Embargo, Holiday};
use crate::service::Service;
use crate::source::Source;
use crate::statistic::{Growth, PublishedFigure, Relation};
use crate::tariff::{ExchangeRate, Tariff};
use crate::validity::Validity;
use crate::vehicle::{Manufacturer, VehicleModel};

/// A corridor, read and checked: every id in it resolves. Tables are sorted by id, so that the order of lines
/// in a file means nothing.
#[derive(Clone, Debug)]
pub struct Corridor {
    /// Its id, which names the report folder.
    pub id: String,
    /// Name.
    pub name: String,
    /// Currency of totals.
    pub base_currency: Currency,
    /// The day a question is asked when none is given.
    pub as_of: NaiveDate,
    /// The period the data speak of.
    pub horizon: Validity,
    /// Orders that get a page of their own in the report; key `report_orders` of `corridor.toml`.
    pub report_orders: Vec<ReportOrder>,
    /// Printed savings to set beside derived ones; tables `[[claim]]` of `corridor.toml`.
    pub claims: Vec<Claim>,
    /// Models whose landed cost the report shows; key `report_vehicles` of `corridor.toml`.
    pub report_vehicles: Vec<VehicleId>,
    /// `corridor.toml` itself.
    pub row: Arc<Row>,
    /// Sources.
    pub sources: BTreeMap<SourceId, Source>,
    /// Places.
    pub places: BTreeMap<PlaceId, Place>,
    /// Links.
    pub links: BTreeMap<LinkId, Link>,
    /// Services.
    pub services: BTreeMap<ServiceId, Service>,
    /// Border crossings.
    pub crossings: BTreeMap<CrossingId, Crossing>,
    /// Gauge changes, by id.
    pub gauge_changes: Vec<GaugeChange>,
    /// Handling times, by id.
    pub handlings: Vec<Handling>,
    /// Equipment.
    pub equipment: BTreeMap<EquipmentId, Equipment>,
    /// Manufacturers.
    pub manufacturers: BTreeMap<MakerId, Manufacturer>,
    /// Vehicle models.
    pub vehicles: BTreeMap<VehicleId, Arc<VehicleModel>>,
    /// Tariffs, by id.
    pub tariffs: Vec<Tariff>,
    /// Exchange rates, by id.
    pub exchange: Vec<ExchangeRate>,
    /// Base units of charges, by id.
    pub base_units: Vec<BaseUnit>,
    /// Duties, taxes, fees, by id.
    pub charges: Vec<Charge>,
    /// Orders of calculation, by country.
    pub calculations: Vec<Calculation>,
    /// Emission factors.
    pub factors: BTreeMap<FactorId, EmissionFactor>,
    /// Acceptance rules, by id.
    pub acceptances: Vec<Acceptance>,
    /// Embargoes, by id.
    pub embargoes: Vec<Embargo>,
    /// Closures, by id.
    pub closures: Vec<Closure>,
    /// Holidays, by id.
    pub holidays: Vec<Holiday>,
    /// Documents, by id.
    pub documents: Vec<Document>,
    /// Order lines, by id.
    pub orders: Vec<OrderLine>,
    /// Published figures.
    pub figures: BTreeMap<StatisticId, PublishedFigure>,
    /// Growth statements, by id.
    pub growths: Vec<Growth>,
    /// Relations between figures, by id.
    pub relations: Vec<Relation>,
    /// Evidence and codes: table name (`events`, `transit`, `border_performance`, `parameters`, `hs`, `wmi`,
    /// `rail_administrations`) to rows by id.
    pub evidence: BTreeMap<String, BTreeMap<EvidenceId, Evidence>>,
}

/// An order that gets a page of its own, and the equipment of its main carriage if that is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportOrder {
    /// The order.
    pub order: OrderId,
    /// Equipment of the main carriage; `None` takes the cheapest way.
    pub equipment: Option<EquipmentId>,
}

/// A printed saving of one way of shipping against another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The printed figure, in per cent.
    pub figure: StatisticId,
    /// The order it is derived for.
    pub order: OrderId,
    /// Main equipment of the way said to be cheaper.
    pub better: EquipmentId,
    /// Main equipment of the way it is compared with.
    pub other: EquipmentId,
    /// Rows of `evidence/parameters.csv` whose `value` is a number of vehicles per unit of the other way.
    pub per_unit: Vec<EvidenceId>,
}

impl Corridor {
    /// Orders of the book, sorted.
    #[must_use]
    pub fn order_ids(&self) -> Vec<OrderId> {
        let ids: std::collections::BTreeSet<_> = self.orders.iter().map(|line| line.order.clone()).collect();
        ids.into_iter().collect()
    }

    /// The shipments of an order: one per origin and destination, sorted by destination, then origin.
    /// Empty for an unknown order.
    #[must_use]
    pub fn shipments(&self, order: &OrderId) -> Vec<Shipment> {
        let mut groups: BTreeMap<(PlaceId, PlaceId), Vec<&OrderLine>> = BTreeMap::new();
        for line in self.orders.iter().filter(|line| line.order == *order) {
            groups.entry((line.destination.clone(), line.origin.clone())).or_default().push(line);
        }
        groups.into_values().filter_map(|lines| self.shipment_of(&lines)).collect()
    }

    fn shipment_of(&self, lines: &[&OrderLine]) -> Option<Shipment> {
        let first = lines.first()?;
        let mut merged: BTreeMap<VehicleId, ShipmentLine> = BTreeMap::new();
        for line in lines {
            let vehicle = self.vehicles.get(&line.vehicle)?;
            let entry = merged.entry(line.vehicle.clone()).or_insert_with(|| ShipmentLine {
                vehicle: Arc::clone(vehicle),
                quantity: 0,
                soc_percent: line.soc_percent,
                built: built_of(line),
                rows: Vec::new(),
            });
            entry.quantity = entry.quantity.saturating_add(line.quantity);
            // Lines of one model differ in charge or age only by oversight: the stricter value counts, and what one
            // line does not say is not known of the whole.
            entry.soc_percent = entry.soc_percent.zip(line.soc_percent).map(|(a, b)| a.max(b));
            entry.built = entry.built.zip(built_of(line)).map(|(a, b)| a.min(b));
            entry.rows.push(Arc::clone(&line.row));
        }
        let ready = lines.iter().map(|line| line.ready).max()?;
        let due = lines.iter().filter_map(|line| line.due).min();
        Some(Shipment {
            name: format!("{} to {}", first.order, first.destination),
            lines: merged.into_values().collect(),
            origin: first.origin.clone(),
            destination: first.destination.clone(),
            ready: self.local_instant(&first.origin, ready, NaiveTime::MIN)?,
            due: due.and_then(|day| {
                self.local_instant(&first.destination, day, NaiveTime::from_hms_opt(23, 59, 0)?)
            }),
            clearance: first.clearance,
        })
    }

    /// A local date and time at a place as an instant: the earlier of two where the clock went back; where it went
    /// forward, an hour later, as clocks do. `None` for an unknown place.
    #[must_use]
    pub fn local_instant(&self, place: &PlaceId, day: NaiveDate, time: NaiveTime) -> Option<Instant> {
        let zone = self.places.get(place)?.time_zone;
        let local = day.and_time(time);
        let at = zone
            .from_local_datetime(&local)
            .earliest()
            .or_else(|| zone.from_local_datetime(&(local + chrono::TimeDelta::hours(1))).earliest())?;
        Some(Instant::from_utc(at.to_utc()))
    }

    /// The local date at a place at an instant.
    #[must_use]
    pub fn local_date(&self, place: &PlaceId, at: Instant) -> Option<NaiveDate> {
        let zone = self.places.get(place)?.time_zone;
        Some(at.to_utc()?.with_timezone(&zone).date_naive())
    }

    /// Every row of the corridor that carries facts, sorted by file and line.
    #[must_use]
    pub fn rows(&self) -> Vec<Arc<Row>> {
        let mut rows: Vec<Arc<Row>> = vec![Arc::clone(&self.row)];
        rows.extend(self.places.values().map(|x| Arc::clone(&x.row)));
        rows.extend(self.links.values().map(|x| Arc::clone(&x.row)));
        rows.extend(self.services.values().map(|x| Arc::clone(&x.row)));
        for crossing in self.crossings.values() {
            rows.push(Arc::clone(&crossing.row));
            rows.extend(crossing.steps.iter().map(|x| Arc::clone(&x.row)));
        }
        rows.extend(self.gauge_changes.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.handlings.iter().map(|x| Arc::clone(&x.row)));
        for equipment in self.equipment.values() {
            rows.push(Arc::clone(&equipment.row));
            rows.extend(equipment.decks.iter().map(|x| Arc::clone(&x.row)));
        }
        rows.extend(self.manufacturers.values().map(|x| Arc::clone(&x.row)));
        rows.extend(self.vehicles.values().map(|x| Arc::clone(&x.row)));
        rows.extend(self.tariffs.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.exchange.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.base_units.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.charges.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.calculations.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.factors.values().map(|x| Arc::clone(&x.row)));
        rows.extend(self.acceptances.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.embargoes.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.closures.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.holidays.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.documents.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.orders.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.figures.values().map(|x| Arc::clone(&x.row)));
        rows.extend(self.growths.iter().map(|x| Arc::clone(&x.row)));
        rows.extend(self.relations.iter().map(|x| Arc::clone(&x.row)));
        for table in self.evidence.values() {
            rows.extend(table.values().map(|x| Arc::clone(&x.row)));
        }
        rows.sort_by(|a, b| (&a.file, a.line, &a.id).cmp(&(&b.file, b.line, &b.id)));
        rows
    }

    /// Every fact of the corridor, sorted by file and line.
    #[must_use]
    pub fn facts(&self) -> Vec<FactRef> {
        let rows = self.rows();
        rows.iter().flat_map(|row| row.values.keys().map(|column| FactRef::new(row, column))).collect()
    }
}

/// Year of manufacture: as the line says, else the year in which the vehicles are ready.
fn built_of(line: &OrderLine) -> Option<u32> {
    use chrono::Datelike as _;
    line.built.or_else(|| u32::try_from(line.ready.year()).ok())
}
