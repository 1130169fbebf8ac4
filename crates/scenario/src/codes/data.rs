//! `P`: provenance, `R`: references, `Z`: statistics.

use super::codes;

codes! { PROVENANCE:
P001 Error "published without source"
    "A published fact is one that was read somewhere. Name the source, or call the fact assumed."
    "tier = \"published\" with an empty source";
P002 Error "derived without source or note"
    "A derived fact is arithmetic on others. The source or the note says on which."
    "tier = \"derived\" alone";
P003 Error "unknown source"
    "Sources are those of sources.csv."
    "source = \"S999\"";
P004 Error "unknown column in `assumed`"
    "`assumed` names columns or keys of the row whose values are assumed though the row is not. A misspelled one would leave an assumption dressed as a fact."
    "assumed = \"ratte\"";
P005 Error "no tier"
    "Every row says how surely it is known: published, derived or assumed."
    "a [[tariff]] without tier";
}

codes! { REFERENCES:
R001 Error "id given twice"
    "An id names one row of its table, in all files of a layer. An overlay may give it again, and replaces the row."
    "two rows CN-YUZUI in places.csv";
R002 Error "unknown place"
    "Places are those of places.csv."
    "from = CN-YUZU";
R003 Error "unknown link"
    "Links are those of links.csv."
    "link = \"CN-HGS_KZ-ALTYNKOL_road\"";
R004 Error "unknown crossing"
    "Crossings are those of borders.toml."
    "crossings = [\"korgas\"]";
R005 Error "unknown equipment"
    "Equipment is that of equipment.toml."
    "equipment = \"jsq9\"";
R006 Error "unknown service"
    "Services are those of services.toml."
    "services = [\"jsq-yuzui\"]";
R007 Error "unknown manufacturer"
    "Manufacturers are those of manufacturers.csv."
    "maker changan2";
R008 Error "unknown vehicle"
    "Vehicles are those of vehicles.csv."
    "vehicle changan-uni-z";
R009 Error "unknown figure"
    "Figures are those of trade/*.toml."
    "figure = \"exports-2025\"";
R010 Error "unknown order"
    "Orders are those of orders.csv."
    "report_orders = [{ order = \"jsq-999\" }]";
R011 Error "unknown parameter"
    "Parameters are those of evidence/parameters.csv."
    "per_unit = [\"cars-per-box\"]";
}

codes! { STATISTICS:
Z001 Error "unlike units"
    "Figures that are added, shared or held against each other have one unit."
    "a sum of M CNY and vehicles";
Z002 Error "figure related to itself"
    "A figure is no part of its own sum and no share of itself."
    "sum = { total = \"a\", parts = [\"a\", \"b\"] }";
Z003 Error "share not in per cent"
    "The figure that states a share or a saving is printed in %."
    "share = { part = \"a\", whole = \"b\", percent = \"vehicles\" }";
Z004 Error "relation of no kind or several"
    "A relation is exactly one of sum, share, conversion, packing, unit_value, same."
    "a [[relation]] with sum and share";
Z005 Error "not a period"
    "Periods are years, halves, quarters, months or days, or two of them joined by `..`."
    "period = \"spring 2023\"";
Z006 Error "rounding step of 0"
    "The step of a printed number says how far the true one may lie from it."
    "rounding = \"0\"";
Z007 Error "not two months"
    "A conversion is held against the exchange rates of a first and a last month."
    "rates = [\"2023\"]";
Z008 Error "packing range"
    "Units hold at least one vehicle, and the lower number comes first."
    "per_unit_min = 10, per_unit_max = 9";
Z009 Error "no exchange rate of the month"
    "The conversion cannot be held against rates that fx.csv does not have."
    "rates = [\"1999-01\", \"1999-04\"]";
Z010 Error "growth from itself"
    "The base of a growth statement is the figure of an earlier period."
    "figure = \"a\", base = \"a\"";
}
