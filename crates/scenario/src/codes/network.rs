//! `N`: network, `S`: services, `B`: borders.

use super::codes;

codes! { NETWORK:
N001 Error "unknown country"
    "Countries are two capitals and stand in `time_zones` of corridor.toml."
    "country KAZ";
N002 Error "coordinate out of range"
    "Latitudes lie between -90 and 90 degrees, longitudes between -180 and 180."
    "lat 106.5, lon 29.5";
N003 Error "latitude without longitude"
    "A place has both coordinates or neither."
    "lat 29.5 and an empty lon";
N004 Error "unknown time zone"
    "Time zones have the names of the IANA database; offsets change by law."
    "UTC+6";
N005 Error "not opening hours"
    "A span has two times of one day, the earlier first, and weekdays before them if it is not for every day; spans are separated by `;`. Around the clock is an empty cell, and what is open at night has a span until 24:00 and one from 00:00."
    "20:00-08:00";
N006 Error "not a UN/LOCODE"
    "Two letters for the country, three characters A to Z or 2 to 9 for the place."
    "CNCK1";
N007 Error "not an ESR code"
    "Six digits, of which the last checks the others. Mostly two were exchanged or one is missing."
    "707702";
N008 Error "place id without its country"
    "Ids of places begin with their country, so that a route can be read."
    "KZ-YUZUI in CN";
N009 Error "link to itself"
    "A link joins two places."
    "CN-YUZUI to CN-YUZUI";
N010 Error "link id does not say its ends"
    "Ids of links are their ends and mode, so that none is given twice."
    "yuzui-tjc";
N011 Error "link without length"
    "The tariff length of a link is above zero."
    "km 0";
N012 Error "rail column of a link"
    "Rail links have a gauge, and at least one track if any number; other links have neither gauge nor tracks nor electrification."
    "a road link with gauge 1520";
N013 Warning "place without link"
    "Nothing can reach the place."
    "a city that no row of links.csv names";
N014 Error "gauge changes without a gauge change"
    "A wagon or container passes from one gauge to the other only where borders.toml says how. Without that the service would run on as if there were no break."
    "a container train to Almaty without [[gauge_change]] at Altynkol";
N015 Warning "gauge of link and place differ"
    "The place lists gauges, and the link has none of them: one of the two is wrong."
    "a 1520 mm link to a place with 1435";
N016 Error "UN/LOCODE of another country"
    "The first two letters of a UN/LOCODE are the country of the place."
    "KZALA in CN";
N017 Error "opening hours overlap"
    "Two spans of one place share a minute of a weekday: one of them has the wrong days or times."
    "08:00-20:00; sat 09:00-13:00";
}

codes! { SERVICES:
S001 Error "service with fewer than two stops"
    "A scheduled or frequent service runs from a stop to another."
    "one [[scheduled.stop]]";
S002 Error "running time does not increase"
    "Running hours count from the first stop, where they are 0, and grow from stop to stop. The lower and upper ends of their ranges do not fall either: the service would reach a stop before the one before it."
    "run_h 0, 60, 50";
S003 Error "no way between two stops"
    "No chain of links of the service's mode joins the two places."
    "a train to a place that only roads reach";
S004 Error "equipment does not fit the mode"
    "Wagons run by rail, carriers and own wheels by road, vessels on water; containers on all."
    "a road service with equipment jsq6";
S005 Error "service never runs"
    "A scheduled service has weekdays or dates."
    "neither days nor also";
S006 Error "service without link"
    "An on-demand service uses links of its mode in its countries, on its gauge, and over its crossings only. There is none."
    "countries = [\"TJ\"] in a corridor without roads there";
S007 Error "number of units"
    "A service takes at least one unit, and no fewer than it needs to run."
    "units_min = 30, units_max = 29";
S008 Error "class the equipment does not carry"
    "What a service carries its equipment carries too."
    "carries = [\"truck\"] with jsq6";
S009 Warning "end of a service without ramp or crane"
    "Vehicles are loaded at the first stop and unloaded at the last; the place cannot handle this equipment."
    "a container train from a place with a ramp only";
S010 Error "service does not move"
    "Kilometres per day are above zero."
    "km_per_day = 0";
S011 Warning "longer than a train of its equipment"
    "The service takes more units than equipment.toml allows for one train."
    "units_max = 60 with units_per_train_max = 29";
S012 Error "gauge of a service on demand"
    "A rail service on demand has a gauge, that of its wagons; others have none."
    "mode = \"rail\" without gauge_mm";
S013 Error "interval of no length"
    "A frequent service leaves again after some time."
    "every_h = 0";
S014 Warning "service without a day"
    "No weekday of the service lies within its period, or all its days are excepted."
    "days = [\"sun\"], from = 2023-05-15, to = 2023-05-20";
}

codes! { BORDERS:
B001 Warning "crossing within one country"
    "Both ends of the crossing's link are in one country."
    "link = \"CN-YUZUI_CN-TJC_rail\"";
B002 Error "two crossings on one link"
    "A link crosses a border once; it would not be known which steps apply."
    "horgos-a and horgos-b with one link";
B003 Error "step in a third country"
    "Steps happen on one of the two sides of a crossing."
    "side = \"UZ\" between CN and KZ";
B004 Warning "gauge change where there is no break"
    "The place lists gauges, but not both."
    "a [[gauge_change]] at a place with 1520";
B005 Error "variants of a step overlap"
    "Steps of one crossing, side, kind, clearance, wording and equipment are variants in time; on a shared day both would be counted."
    "2023-01-01 to 2023-12-31 and 2023-06-01 to 2024-05-31";
B006 Error "gauge change given twice"
    "For equipment at a place one gauge change is given."
    "two [[gauge_change]] for rack-40 at KZ-ALTYNKOL";
B007 Error "two handlings match equally"
    "Of handlings that match, the one that names more wins. These two name as much, and both match."
    "two [[handling]] with kind = \"load\" and equipment = [\"jsq6\"]";
B008 Error "method does not fit the equipment"
    "Containers are transloaded; wagons change wheelsets."
    "container_transload for jsq6";
B009 Error "step id given in two crossings"
    "Ids of steps are unique in the corridor, as facts refer to them."
    "cn-exit at Horgos and at Alashankou";
B010 Error "from_equipment without transload"
    "Only a transload takes vehicles from other equipment."
    "kind = \"load\" with from_equipment";
}
