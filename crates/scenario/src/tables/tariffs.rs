//! `tariffs.toml` and `fx.csv`.

use landbridge_model::{Basis, ExchangeRate, RateId, Tariff, TariffId, TariffOn};
use landbridge_units::Decimal;

use crate::codes;
use crate::fields::{CROSSING, EQUIPMENT, Fields, PLACE, SERVICE};
use crate::log::Words;

pub(crate) fn tariff(fields: &mut Fields<'_>) -> Option<Tariff> {
    let id = fields.id::<TariffId>();
    let name = fields.text("name");
    let item = fields.word("item");
    let on = fields.word::<TariffOn>("on");
    let basis = fields.word::<Basis>("basis");
    let currency = fields.currency("currency");
    let rate = fields.decimal("rate");
    let (low, high) = (fields.maybe_decimal("low"), fields.maybe_decimal("high"));
    fields.range::<Decimal>(("low", low.as_ref()), ("rate", rate.as_ref()), ("high", high.as_ref()));
    let per_unit = fields.maybe_decimal("per_unit");
    let minimum = fields.maybe_decimal("minimum");
    if let Some(basis) = basis {
        let by_km = matches!(basis, Basis::VehicleKm | Basis::UnitKm | Basis::TrainKm | Basis::TonneKm);
        if let Some(on) = on.filter(|on| by_km && *on != TariffOn::Leg) {
            let words = Words::new(format!("`{basis}` counts kilometres, and `{on}` has none"))
                .expected("on = \"leg\", or another basis");
            fields.problem(&codes::T007, "basis", words);
        }
        if basis != Basis::UnitKm && fields.has("per_unit") {
            let words = Words::new(format!("`per_unit` with basis `{basis}`"))
                .expected("a fixed part per unit with basis = \"unit_km\" only");
            fields.problem(&codes::T006, "per_unit", words);
        }
    }
    let modes = fields.words("modes");
    let equipment = fields.references("equipment", EQUIPMENT);
    let from_equipment = fields.references("from_equipment", EQUIPMENT);
    if let Some(on) = on.filter(|on| *on != TariffOn::Transload && fields.has("from_equipment")) {
        let words = Words::new(format!("`from_equipment` of a tariff on `{on}`"))
            .expected("`from_equipment` with on = \"transload\" only");
        fields.problem(&codes::T008, "from_equipment", words);
    }
    let countries = fields.countries("countries");
    let places = fields.references("places", PLACE);
    let crossings = fields.references("crossings", CROSSING);
    let services = fields.references("services", SERVICE);
    let classes = fields.words("classes");
    let validity = fields.validity();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Tariff {
        id: id?,
        name: name?,
        item: item?,
        on: on?,
        basis: basis?,
        currency: currency?,
        rate: rate?,
        low,
        high,
        per_unit,
        minimum,
        modes,
        equipment,
        from_equipment,
        countries,
        places,
        crossings,
        services,
        classes,
        validity: validity?,
        row: row?,
    })
}

pub(crate) fn exchange_rate(fields: &mut Fields<'_>) -> Option<ExchangeRate> {
    let id = fields.id::<RateId>();
    let currency = fields.currency("currency");
    let per = fields.currency("per");
    if currency.is_some() && currency == per {
        fields.problem(&codes::T004, "per", Words::new("a currency has no rate to itself"));
    }
    let rate = fields.decimal("rate");
    if rate.is_some_and(|rate| rate.is_zero()) {
        fields.problem(&codes::T005, "rate", Words::new("the rate is 0").expected("more than 0"));
    }
    let validity = fields.validity();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(ExchangeRate {
        id: id?,
        currency: currency?,
        per: per?,
        rate: rate?,
        validity: validity?,
        row: row?,
    })
}
