//! `T`: tariffs and exchange, `D`: duties, `A`: acceptance and other rules.

use super::codes;

codes! { TARIFFS:
T001 Error "unknown currency"
    "Currencies have the codes of ISO 4217. The yuan is CNY."
    "RMB";
T002 Error "two tariffs match equally"
    "Of tariffs that match, the one with more conditions wins. These two have the same kinds of condition, can both match, and share a day: there is no price."
    "the 2023 rate without an end, and the 2024 rate";
T003 Error "exchange rates overlap"
    "For a pair of currencies and a day there is one rate, in one direction or the other."
    "CNY per USD of May, twice";
T004 Error "rate of a currency to itself"
    "The two currencies of a rate differ."
    "CNY per CNY";
T005 Error "exchange rate of 0"
    "Nothing could be converted back."
    "rate 0";
T006 Error "fixed part without unit_km"
    "`per_unit` is a fixed part per unit beside a rate per unit and kilometre."
    "basis = \"vehicle_km\" with per_unit";
T007 Error "kilometres of something that has none"
    "Only legs have kilometres."
    "on = \"load\", basis = \"vehicle_km\"";
T008 Error "from_equipment without transload"
    "Only a transload takes vehicles from other equipment."
    "on = \"load\" with from_equipment";
T009 Warning "no exchange rate to the base currency"
    "Totals are in the base currency; this price cannot be added to them."
    "a tariff in EUR without a rate of EUR in fx.csv";
}

codes! { DUTIES:
D001 Error "base units overlap"
    "A calculation unit set by law has one value on a day."
    "two values of MCI for 2023";
D002 Error "two charges match equally"
    "Charges of one country, kind and conditions do not share a day."
    "two VAT rates for 2023";
D003 Error "charge without value"
    "A charge has a percentage, an amount per cc or an amount, or says that its value is unknown. Nil is percent = \"0\"."
    "a [[charge]] with conditions only";
D004 Error "unknown charge with a value"
    "A charge is known or unknown."
    "unknown = true, percent = \"12\"";
D005 Error "amount of what"
    "Amounts are in a currency, or count a base unit."
    "amount = \"6\" alone";
D006 Error "percentage of what"
    "A percentage names its base."
    "percent = \"12\" without base";
D007 Error "engine size range is empty"
    "No engine has more than the upper and at most the lower number of cc."
    "cc_over = 2000, cc_upto = 1000";
D008 Error "unknown base unit"
    "Units that charges count stand in [[base_unit]] of the same country."
    "unit = \"BRV\" in KZ";
D009 Warning "charge that is never asked for"
    "The calculation of the country has no step of this kind."
    "an excise where steps are duty and vat";
}

codes! { RULES:
A001 Error "rule that asks for nothing"
    "An acceptance rule has a limit, a refusal or a condition."
    "an [[acceptance]] with classes only";
A002 Error "rule that asks for several things"
    "An acceptance rule asks for one thing, so that a refusal has one reason."
    "soc_max_percent and condition";
A003 Error "rule without crossing"
    "Embargoes and closures name the crossings they shut."
    "crossings = []";
A004 Warning "exemption no service has"
    "No service has this tag, but one has a tag much like it: the exemption may be misspelled and exempt nobody."
    "exempt_tags = [\"central-asia-train\"]";
}
