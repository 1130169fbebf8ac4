//! The files of the corridor from Chongqing to the five Central Asian states.

use crate::Files;

macro_rules! file {
    ($path:literal) => {
        ($path, include_bytes!(concat!("../chongqing-central-asia/", $path)))
    };
}

/// Chongqing to Kazakhstan, Uzbekistan, Kyrgyzstan, Tajikistan and Turkmenistan: finished vehicles by rail, road,
/// river and sea.
pub const CHONGQING_CENTRAL_ASIA: Files = &[
    file!("borders.toml"),
    file!("codes/hs.csv"),
    file!("codes/rail_administrations.csv"),
    file!("codes/wmi.csv"),
    file!("corridor.toml"),
    file!("duties.toml"),
    file!("emissions.csv"),
    file!("equipment.toml"),
    file!("evidence/border_performance.csv"),
    file!("evidence/events.csv"),
    file!("evidence/parameters.csv"),
    file!("evidence/transit.csv"),
    file!("fx.csv"),
    file!("links.csv"),
    file!("manufacturers.csv"),
    file!("orders.csv"),
    file!("places.csv"),
    file!("rules.toml"),
    file!("services.toml"),
    file!("sources.csv"),
    file!("tariffs.toml"),
    file!("trade/article.toml"),
    file!("trade/series.toml"),
    file!("trade/statements.toml"),
    file!("vehicles.csv"),
];
