//! Diagnostic codes of the network: N2xx, beside those of the loader.

use std::sync::Arc;

use landbridge_model::{Code, Issue, Row, Severity};

macro_rules! codes {
    ($($name:ident = $code:literal $severity:ident $title:literal, $explanation:literal, $example:literal;)+) => {
        $(pub(crate) static $name: Code = Code {
            code: $code,
            severity: Severity::$severity,
            title: $title,
            explanation: $explanation,
            example: $example,
        };)+

        /// Codes of the issues that [`Network::build`](crate::Network::build) reports, in order.
        pub static CODES: &[Code] = &[$(Code {
            code: $code,
            severity: Severity::$severity,
            title: $title,
            explanation: $explanation,
            example: $example,
        }),+];
    };
}

codes! {
    NO_WAY = "N201" Error "no way between stops",
        "No chain of links of the service's mode joins two stops that follow each other. \
         Add the missing links, or correct the stop or its `via`.",
        "[[scheduled]]\nmode = \"rail\"\n[[scheduled.stop]]\nplace = \"CN-YUZUI\"\nrun_h = 0\n\
         [[scheduled.stop]]\nplace = \"KZ-AKTAU\"   # no rail link leads there\nrun_h = 200";
    GAUGE_BREAK = "N202" Error "gauge changes without a gauge change",
        "The service's way passes from one gauge to the other at a place where its equipment cannot. \
         Add a `[[gauge_change]]` there that names the equipment, or end the service at the border.",
        "[[scheduled]]\nequipment = \"jsq6\"       # 1435 mm\n[[scheduled.stop]]\nplace = \"CN-YUZUI\"\nrun_h = 0\n\
         [[scheduled.stop]]\nplace = \"KZ-ALMATY1\"   # 1520 mm\nrun_h = 150";
    STOP_TIMES = "N203" Error "running times do not rise",
        "The running time counts from the first stop, so it begins with 0 and never falls.",
        "[[scheduled.stop]]\nplace = \"CN-YUZUI\"\nrun_h = 0\n[[scheduled.stop]]\nplace = \"CN-LZH\"\nrun_h = 30\n\
         [[scheduled.stop]]\nplace = \"CN-HGS\"\nrun_h = 20";
    SHORTER_THAN_GREAT_CIRCLE = "N204" Warning "link shorter than the great circle",
        "A rail or road link cannot be shorter than the great circle between its ends; half a per cent is \
         tolerated. The length or a coordinate is wrong.",
        "id,from,to,mode,km\nCN-YUZUI_CN-HGS_rail,CN-YUZUI,CN-HGS,rail,400";
    UNKNOWN_REFERENCE = "N205" Error "reference to nothing",
        "A row names a place, link or equipment that the corridor does not have; it is left out of the network.",
        "[[crossing]]\nid = \"horgos-altynkol\"\nlink = \"CN-HGS_KZ-ALTYNKOL\"   # the link is CN-HGS_KZ-ALTYNKOL_rail";
    NO_HANDLING = "N206" Warning "service that cannot be loaded or unloaded",
        "No stop but the last can load the service's equipment, or no stop after the first can unload it. \
         Complete `handles` of the places, or correct the stops.",
        "id,handles\nCN-YUZUI,crane   # the only first stop of a service with ramp wagons";
    AMBIGUOUS = "N207" Error "two durations match equally",
        "Two handlings or gauge changes with the same number of non-empty lists match the same case. \
         Make one more specific, or delete one.",
        "[[handling]]\nid = \"a\"\nkind = \"load\"\nequipment = [\"jsq6\"]\nhours = \"6\"\n\
         [[handling]]\nid = \"b\"\nkind = \"load\"\nplaces = [\"CN-YUZUI\"]\nhours = \"8\"";
    TWO_CROSSINGS = "N208" Error "two crossings on one link",
        "A link crosses one border. Move one of the crossings to a parallel link.",
        "[[crossing]]\nid = \"a\"\nlink = \"CN-HGS_KZ-ALTYNKOL_rail\"\n[[crossing]]\nid = \"b\"\n\
         link = \"CN-HGS_KZ-ALTYNKOL_rail\"";
    NO_LINKS = "N209" Warning "service on demand without links",
        "No link has the service's mode, countries and gauge, so it never moves.",
        "[[on_demand]]\nmode = \"road\"\ncountries = [\"TM\"]   # no road link of TM in links.csv";
    STANDSTILL = "N210" Error "service on demand that stands still",
        "A service on demand needs a speed above zero and a wait that is not negative.",
        "[[on_demand]]\nkm_per_day = 0";
    FOREIGN_SIDE = "N211" Warning "border step on neither side",
        "The step's `side` is the country of neither end of the crossing's link; it is taken to happen at `link.to`.",
        "[[crossing]]\nlink = \"CN-HGS_KZ-ALTYNKOL_rail\"\n[[crossing.step]]\nside = \"UZ\"";
    NOT_SEARCHED = "N212" Warning "frequent service is not searched",
        "Routes do not take services that run every so many hours yet; the service is left out of the network.",
        "[[frequent]]\nevery_h = 12";
}

/// An issue without a hint.
pub(crate) fn issue(code: &'static Code, row: &Arc<Row>, column: Option<&str>, message: String) -> Issue {
    Issue { code, row: Arc::clone(row), column: column.map(str::to_owned), message, hint: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_rise_and_are_explained() {
        for pair in CODES.windows(2) {
            assert!(pair[0].code < pair[1].code);
        }
        for code in CODES {
            assert!(code.code.starts_with("N2") && !code.explanation.is_empty() && !code.example.is_empty());
        }
        assert_eq!(CODES[0], NO_WAY);
    }
}
