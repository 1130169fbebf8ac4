//! `V`: vehicles, `W`: equipment, `O`: orders, `L`: loading lists.

use super::codes;

codes! { VEHICLES:
V001 Error "vehicle without size or mass"
    "Length, width, height and kerb mass decide how many fit; none is zero."
    "length_mm 0";
V002 Error "not an HS code"
    "Codes of vehicles have 6, 8 or 10 digits; prefixes of charges 2 to 10; both in chapters 01 to 97 without 77."
    "8703.22";
V003 Error "gross mass below kerb mass"
    "A loaded vehicle is not lighter than an empty one. Mostly the two columns were exchanged."
    "kerb_kg 1800, gvm_kg 1400";
V004 Error "engine size and powertrain"
    "Battery vehicles have no cylinders, all others do; duties ask for it."
    "bev with engine_cc 1500";
V005 Error "wheelbase not below length"
    "The axles stand within the vehicle."
    "length_mm 4500, wheelbase_mm 4500";
V006 Error "not a maker code"
    "World manufacturer identifiers are three digits or capitals without I, O and Q, as VINs begin."
    "LSVX";
V007 Error "not a UN number"
    "Vehicles are UN 3166, 3171, 3556, 3557 or 3558; numbers go up to 3999."
    "un_number 31660";
V008 Error "overhangs and wheelbase are not the length"
    "Front overhang, wheelbase and rear overhang add up to the length; where one is not known, leave it empty."
    "900 + 2700 + 800 mm, length_mm 4500";
V009 Error "saddle pitch beyond the length"
    "A truck whose front axle stands on the frame of the one before it lengthens the stack by more than nothing and by no more than its own length."
    "saddle_pitch_mm 9000, length_mm 7000";
}

codes! { EQUIPMENT:
W001 Error "equipment without deck"
    "Vehicles stand on decks; only those on their own wheels need none."
    "a wagon without [[equipment.deck]]";
W002 Error "deck longer than its equipment"
    "The deck lies within the couplers or bumpers."
    "deck 27000 mm, wagon 26030 mm";
W003 Error "own wheels with deck"
    "A vehicle on its own wheels stands on the road."
    "kind = \"own_wheels\" with a deck";
W004 Error "equipment without size or mass"
    "Lengths, payloads and counts of equipment are above zero where they are given."
    "payload_kg = 0";
W005 Error "gauge of equipment"
    "Wagons have a gauge; containers, carriers and vessels have none."
    "a wagon without gauge_mm";
W006 Error "deck takes more than its equipment"
    "The payload of a deck is at most that of the whole."
    "deck 30000 kg, wagon 22000 kg";
W007 Error "low part of no deck"
    "A low part lies within a deck of the same equipment and is not higher than it; two of one deck do not overlap."
    "from_mm = 24000, to_mm = 26000, deck of 25000 mm";
W008 Error "setting of something else"
    "A setting is the same unit with its racks or decks set otherwise: of another row that is not a setting itself, with its kind, gauge, tare and handling."
    "setting_of = \"rack-40\" for a wagon";
W009 Error "ends without supports"
    "The difference between two ends can only be told with the distance between their supports, which is above 0."
    "ends_difference_max_kg without supports_mm";
}

codes! { ORDERS:
O001 Error "due before ready"
    "An order cannot arrive before it can leave."
    "ready 2023-05-12, due 2023-05-01";
O002 Error "order of nothing"
    "At least one vehicle is ordered."
    "quantity 0";
O003 Error "origin is destination"
    "The vehicles are there already."
    "CN-YUZUI to CN-YUZUI";
O004 Error "lines of an order differ"
    "Lines of one order travel together: they have one origin, ready and due date, and clearance."
    "cars-1 ready on 12 May, cars-2 on 20 May";
O005 Error "id of an order line"
    "Lines are called after their order, with a number."
    "line-7 in order cars";
O006 Warning "no service calls there"
    "Neither a stop nor a link of an on-demand service is at this end of the order."
    "an order to a city without roads";
O007 Error "year of manufacture"
    "The year has four digits and lies between 1950 and 2100."
    "built 23";
O008 Warning "charge of a vehicle without battery"
    "A state of charge is given for a vehicle without traction battery."
    "soc_percent 60 for a diesel tractor";
}

codes! { LISTS:
L001 Error "not a deck of the unit"
    "A vehicle stands on a deck of the equipment that its line names; on own wheels the deck is called `road`."
    "jsq6 with deck roof";
L002 Error "unit of two kinds"
    "All lines of a unit name the same equipment: one wagon is of one kind."
    "unit 3 is jsq6 in line 20 and jsq5 in line 21";
L003 Error "units not counted from 1"
    "Units are numbered 1, 2, 3, without gap, so that what is said of a unit can be found in the list."
    "unit 4 in a list without unit 3";
L004 Error "not a VIN"
    "A vehicle identification number has 17 digits and capitals without I, O and Q."
    "LS5A3ABE9HO01234";
L005 Error "VIN twice"
    "A vehicle stands in one place. Twice is an oversight: another was meant."
    "LS5A3ABE9HA012345 in lines 7 and 12";
L006 Error "some lines without stop"
    "Where one line says at which stop its vehicle leaves, all lines do."
    "stop 1 in line 7, no stop in line 8";
L007 Warning "check digit of a VIN"
    "Position 9 of a VIN made in China or the United States holds a check digit; one that does not fit mostly means a misread character."
    "1M8GDM9AXKP042789";
L008 Warning "VIN of another maker"
    "The first three characters of a VIN name its maker; those of the model's maker are other ones."
    "LVV… for a model of maker LS5";
}
