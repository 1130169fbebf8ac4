//! `manufacturers.csv` and `vehicles.csv`.

use landbridge_model::{Chassis, MakerId, Manufacturer, Moves, Powertrain, VehicleId, VehicleModel};
use landbridge_units::{Currency, Decimal, Kilograms, Millimetres, Money, Rounding};

use crate::codes;
use crate::fields::{Fields, MAKER, PLACE};
use crate::log::Words;
use crate::text::shorten;

pub(crate) fn manufacturer(fields: &mut Fields<'_>) -> Option<Manufacturer> {
    let id = fields.id::<MakerId>();
    let name_en = fields.text("name_en");
    let plant = fields.maybe_reference("plant", PLACE);
    let mut wmi = Vec::new();
    for piece in fields.pieces("wmi") {
        let capital =
            |b: u8| b.is_ascii_digit() || (b.is_ascii_uppercase() && !matches!(b, b'I' | b'O' | b'Q'));
        if piece.text.len() == 3 && piece.text.bytes().all(capital) {
            wmi.push(piece.text.to_owned());
        } else {
            let words = Words::new(format!("`{}` is not a maker code", shorten(piece.text)))
                .expected("three digits or capitals without I, O, Q, as VINs begin");
            fields.problem_at(&codes::V006, piece.at, words);
        }
    }
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Manufacturer {
        id: id?,
        name_en: name_en?,
        name_zh: fields.maybe_text("name_zh"),
        group: fields.maybe_text("group"),
        plant,
        wmi,
        row: row?,
    })
}

pub(crate) fn model(fields: &mut Fields<'_>) -> Option<VehicleModel> {
    let id = fields.id::<VehicleId>();
    let maker = fields.reference("maker", MAKER);
    let name = fields.text("name");
    let class = fields.word("class");
    let kind = fields.word("kind");
    let length = fields.whole::<Millimetres>("length_mm");
    let width = fields.whole::<Millimetres>("width_mm");
    let height = fields.whole::<Millimetres>("height_mm");
    let wheelbase = fields.maybe_whole::<Millimetres>("wheelbase_mm");
    let kerb_mass = fields.whole::<Kilograms>("kerb_kg");
    let gvm = fields.maybe_whole::<Kilograms>("gvm_kg");
    for (column, zero) in [
        ("length_mm", length == Some(Millimetres::ZERO)),
        ("width_mm", width == Some(Millimetres::ZERO)),
        ("height_mm", height == Some(Millimetres::ZERO)),
        ("wheelbase_mm", wheelbase == Some(Millimetres::ZERO)),
        ("kerb_kg", kerb_mass == Some(Kilograms::ZERO)),
    ] {
        if zero {
            fields.problem(
                &codes::V001,
                column,
                Words::new(format!("`{column}` is 0")).expected("more than 0"),
            );
        }
    }
    if let (Some(gvm), Some(kerb)) = (gvm, kerb_mass)
        && gvm < kerb
    {
        let words = Words::new(format!("gross vehicle mass {gvm} is below kerb mass {kerb}"));
        fields.problem(&codes::V003, "gvm_kg", words);
    }
    if let (Some(wheelbase), Some(length)) = (wheelbase, length)
        && wheelbase >= length
    {
        let words = Words::new(format!("wheelbase {wheelbase} is not below length {length}"));
        fields.problem(&codes::V005, "wheelbase_mm", words);
    }
    let chassis = chassis(fields, length, wheelbase);
    let powertrain = fields.word::<Powertrain>("powertrain");
    let engine_cc = fields.maybe_count("engine_cc");
    if let Some(powertrain) = powertrain {
        let battery = powertrain == Powertrain::Bev;
        if battery == fields.has("engine_cc") {
            let message =
                if battery { "a battery vehicle has no cylinders" } else { "the engine has no size" };
            let words = Words::new(message).expected("cc of the engine, empty for bev");
            fields.problem(&codes::V004, "engine_cc", words);
        }
    }
    let hs = fields.checked("hs6", &codes::V002);
    if !fields.has("hs6") {
        let words = Words::new("`hs6` of this vehicle is missing").hint("duties ask for the tariff code");
        fields.problem(&codes::F020, "hs6", words);
    }
    let un_number = fields.maybe_count("un_number");
    if let Some(number) = un_number.filter(|number| *number > 3_999) {
        let words = Words::new(format!("{number} is not a UN number")).expected("at most 3999");
        fields.problem(&codes::V007, "un_number", words);
    }
    let value = dollars(fields, "value_usd");
    let value_low = dollars(fields, "value_usd_low");
    let value_high = dollars(fields, "value_usd_high");
    let minor = |money: Option<Money>| money.map(Money::to_decimal);
    fields.range::<Decimal>(
        ("value_usd_low", minor(value_low).as_ref()),
        ("value_usd", minor(value).as_ref()),
        ("value_usd_high", minor(value_high).as_ref()),
    );
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(VehicleModel {
        id: id?,
        maker: maker?,
        name: name?,
        class: class?,
        kind: kind?,
        length: length?,
        width: width?,
        height: height?,
        wheelbase,
        kerb_mass: kerb_mass?,
        gvm,
        powertrain: powertrain?,
        engine_cc,
        hs: hs?,
        un_number,
        chassis,
        value,
        value_low,
        value_high,
        row: row?,
    })
}

/// Overhangs and clearance; overhangs and wheelbase together are the length.
fn chassis(fields: &mut Fields<'_>, length: Option<Millimetres>, wheelbase: Option<Millimetres>) -> Chassis {
    let front_overhang = fields.maybe_whole::<Millimetres>("front_overhang_mm");
    let rear_overhang = fields.maybe_whole::<Millimetres>("rear_overhang_mm");
    let ground_clearance = fields.maybe_whole::<Millimetres>("ground_clearance_mm");
    let saddle_pitch = fields.maybe_whole::<Millimetres>("saddle_pitch_mm");
    if let (Some(length), Some(wheelbase), Some(front), Some(rear)) =
        (length, wheelbase, front_overhang, rear_overhang)
        && [wheelbase, front, rear].iter().map(|mm| u128::from(mm.get())).sum::<u128>()
            != u128::from(length.get())
    {
        let words = Words::new(format!(
            "front overhang {front}, wheelbase {wheelbase} and rear overhang {rear} do not add up to {length}"
        ));
        fields.problem(&codes::V008, "front_overhang_mm", words);
    }
    if let (Some(pitch), Some(length)) = (saddle_pitch, length)
        && (pitch == Millimetres::ZERO || pitch > length)
    {
        let words = Words::new(format!("a stack grows by {pitch} with a vehicle of {length}"))
            .expected("more than 0 and at most the length");
        fields.problem(&codes::V009, "saddle_pitch_mm", words);
    }
    let moves = fields.maybe_word("moves").unwrap_or(Moves::Itself);
    Chassis { front_overhang, rear_overhang, ground_clearance, saddle_pitch, moves }
}

/// An amount of dollars that is whole in cents.
fn dollars(fields: &mut Fields<'_>, column: &str) -> Option<Money> {
    let value = fields.maybe_decimal(column)?;
    let usd: Currency = "USD".parse().ok()?;
    let Ok(money) = Money::from_decimal(value, usd, Rounding::HalfEven) else {
        fields.problem(&codes::F025, column, Words::new(format!("`{value}` USD is too large")));
        return None;
    };
    if money.to_decimal() != value {
        fields.problem(&codes::F023, column, Words::new(format!("`{value}` is finer than one cent")));
        return None;
    }
    Some(money)
}
