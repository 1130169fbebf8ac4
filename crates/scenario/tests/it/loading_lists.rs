//! Loading lists, good ones and broken ones.

use landbridge_model::{Corridor, DeckId};
use landbridge_scenario::{Diagnostic, LoadingList, read_loading_list};

use crate::fixtures::{lines, load_alone, minimal};

fn corridor() -> Corridor {
    load_alone(&minimal()).corridor.expect("the minimal corridor is good")
}

fn read(bytes: &[u8]) -> Result<LoadingList, Vec<Diagnostic>> {
    read_loading_list("list.csv", bytes, &corridor())
}

fn good(bytes: &[u8]) -> LoadingList {
    read(bytes).unwrap_or_else(|found| panic!("{}", lines(&found)))
}

/// Units as text: equipment, then each deck with its vehicles, `^` before a saddled one.
fn shown(list: &LoadingList) -> Vec<String> {
    let mut out = Vec::new();
    for unit in &list.units {
        let mut text = unit.equipment.to_string();
        for deck in &unit.decks {
            text += &format!(" | {}", deck.deck);
            for placed in &deck.vehicles {
                let saddled = if placed.saddled { "^" } else { "" };
                text += &format!(" {saddled}{}@{}", placed.vehicle, placed.position.get());
            }
        }
        out.push(text);
    }
    out
}

const LIST: &str = "\
unit,equipment,deck,position_mm,vehicle,vin,stop,saddled
1,jsq6,lower,0,sedan,LS5A3ABE20A012345,1,no
1,jsq6,lower,4930,sedan,LS5A3ABE40A012346,0,
1,jsq6,upper,100,ev,,1,
2,jsq6,upper,0,sedan,LS4A3ABE00A012347,0,no
";

#[test]
fn a_list_becomes_units_with_all_their_decks() {
    let list = good(LIST.as_bytes());
    assert_eq!(
        shown(&list),
        ["jsq6 | lower sedan@0 sedan@4930 | upper ev@100", "jsq6 | lower | upper sedan@0",]
    );
    assert_eq!(list.warnings, []);
    let upper: DeckId = "upper".parse().unwrap();
    let row = list.row(2, &upper, 1).expect("it stands there");
    assert_eq!((row.line, row.stop), (5, Some(0)));
    assert_eq!(row.vin.map(|vin| vin.to_string()).as_deref(), Some("LS4A3ABE00A012347"));
    assert_eq!(list.row(2, &upper, 2), None);
    assert_eq!(list.row(0, &upper, 1), None);
    assert_eq!(list.stops(1), Some(vec![vec![1, 0], vec![1]]));
    assert_eq!(list.stops(3), None);
}

/// What spreadsheets make of the same list.
#[test]
fn a_spreadsheet_s_list_is_the_same() {
    let list = good(LIST.as_bytes());
    let semicolons = LIST.replace(',', ";");
    let tabs = LIST.replace(',', "\t");
    let upper_case = LIST.replace(",no", ",FALSE");
    let padded = format!("{semicolons};;;;;;;\n;;;;;;;\n");
    let marked = format!("\u{feff}{}", semicolons.replace('\n', "\r\n"));
    let cut = LIST.trim_end().to_owned();
    let quoted = LIST.replace("sedan", "\"sedan\"");
    for text in [semicolons, tabs, upper_case, padded, marked, cut, quoted] {
        assert_eq!(good(text.as_bytes()), list, "{text}");
    }
    // Without VINs and stops, and with columns in another order.
    let bare = good(b"vehicle,deck,equipment,unit\nsedan,lower,jsq6,1\nev,upper,jsq6,1\n");
    assert_eq!(shown(&bare), ["jsq6 | lower sedan@0 | upper ev@0"]);
    assert_eq!(bare.stops(1), None);
    assert_eq!(good(b"unit,equipment,deck,vehicle\n").units, []);
}

#[test]
fn without_positions_vehicles_stand_one_after_the_other() {
    let list = good(
        b"unit,equipment,deck,position_mm,vehicle\n\
        1,jsq6,lower,,sedan\n1,jsq6,lower,,ev\n1,jsq6,lower,15000,ev\n1,jsq6,lower,,sedan\n",
    );
    assert_eq!(shown(&list), ["jsq6 | lower sedan@0 ev@4930 ev@15000 sedan@19650 | upper"]);
}

#[test]
fn with_positions_they_say_the_order() {
    let list = good(
        b"unit,equipment,deck,position_mm,vehicle\n\
        2,jsq6,lower,9000,sedan\n1,jsq6,lower,500,ev\n2,jsq6,lower,0,ev\n",
    );
    assert_eq!(shown(&list), ["jsq6 | lower ev@500 | upper", "jsq6 | lower ev@0 sedan@9000 | upper"]);
    let of_line = |place| list.row(2, &"lower".parse().unwrap(), place).map(|row| row.line);
    assert_eq!((of_line(1), of_line(2)), (Some(4), Some(2)));
}

#[test]
fn a_saddled_truck_stands_by_its_pitch() {
    let mut corridor = corridor();
    let tractor = corridor.vehicles.get_mut("tractor").unwrap();
    let mut model = (**tractor).clone();
    model.chassis.saddle_pitch = Some(landbridge_units::Millimetres::new(2_600));
    *tractor = model.into();
    let text = "unit,equipment,deck,vehicle,saddled\n1,jsq6,lower,tractor,\n1,jsq6,lower,tractor,yes\n\
        1,jsq6,lower,tractor,TRUE\n1,jsq6,lower,tractor,0\n2,own-wheels,road,tractor,\n";
    let list = read_loading_list("list.csv", text.as_bytes(), &corridor).unwrap();
    assert_eq!(
        shown(&list),
        [
            "jsq6 | lower tractor@0 ^tractor@2600 ^tractor@5200 tractor@12800 | upper",
            "own-wheels | road tractor@0",
        ]
    );
}

/// Name of the defect, the list, and where it is found: code, line, column.
type Broken = (&'static str, &'static str, &'static [(&'static str, u32, u32)]);

const BROKEN: &[Broken] = &[
    ("empty file", "", &[("F010", 1, 1)]),
    ("carriage return in a line", "unit,equipment\rdeck,vehicle\n", &[("F009", 1, 15)]),
    ("nul in text", "unit,equipment,deck,vehicle\n1,jsq6,lower,se\0dan\n", &[("F008", 2, 16)]),
    ("quote never closed", "unit,equipment,deck,vehicle\n1,jsq6,lower,\"sedan\n", &[("F012", 2, 14)]),
    ("quote inside a cell", "unit;equipment;deck;vehicle\n1;jsq6;lower;se\"dan\n", &[("F013", 2, 16)]),
    ("a cell too few", "unit,equipment,deck,vehicle\n1,jsq6,lower\n", &[("F014", 2, 1)]),
    ("a cell too many", "unit;equipment;deck;vehicle\n1;jsq6;lower;sedan;x\n", &[("F014", 2, 1)]),
    ("blank line", "unit,equipment,deck,vehicle\n\n1,jsq6,lower,sedan\n", &[("F014", 2, 1)]),
    (
        "no header",
        "1,jsq6,lower,sedan\n",
        &[("F015", 1, 1), ("F016", 1, 1), ("F016", 1, 3), ("F016", 1, 8), ("F016", 1, 14)],
    ),
    ("missing column", "unit,equipment,vehicle\n1,jsq6,sedan\n", &[("F015", 1, 1)]),
    ("unknown column", "unit,equipment,deck,vehicle,vim\n1,jsq6,lower,sedan,\n", &[("F016", 1, 29)]),
    ("column twice", "unit,equipment,deck,vehicle,deck\n1,jsq6,lower,sedan,lower\n", &[("F017", 1, 29)]),
    ("pipes", "unit|equipment|deck|vehicle\n1|jsq6|lower|sedan\n", &[("F015", 1, 1), ("F016", 1, 1)]),
    ("no vehicle", "unit,equipment,deck,vehicle\n1,jsq6,lower,\n", &[("F020", 2, 14)]),
    ("no unit and no deck", "unit,equipment,deck,vehicle\n,jsq6,,sedan\n", &[("F020", 2, 1), ("F020", 2, 7)]),
    ("unit by letter", "unit,equipment,deck,vehicle\nA,jsq6,lower,sedan\n", &[("F022", 2, 1)]),
    (
        "thousands separator",
        "unit;equipment;deck;position_mm;vehicle\n1;jsq6;lower;4,930;sedan\n",
        &[("F022", 2, 14)],
    ),
    (
        "quoted thousands separator",
        "unit,equipment,deck,position_mm,vehicle\n1,jsq6,lower,\"4,930\",sedan\n",
        &[("F022", 2, 14)],
    ),
    (
        "metres for millimetres",
        "unit,equipment,deck,position_mm,vehicle\n1,jsq6,lower,4.93,sedan\n",
        &[("F023", 2, 14)],
    ),
    (
        "before the deck",
        "unit,equipment,deck,position_mm,vehicle\n1,jsq6,lower,-200,sedan\n",
        &[("F024", 2, 14)],
    ),
    (
        "position too large",
        "unit,equipment,deck,position_mm,vehicle\n1,jsq6,lower,99999999999999999999,sedan\n",
        &[("F025", 2, 14)],
    ),
    (
        "saddled perhaps",
        "unit,equipment,deck,vehicle,saddled\n1,jsq6,lower,sedan,perhaps\n",
        &[("F027", 2, 20)],
    ),
    ("deck with a space", "unit,equipment,deck,vehicle\n1,jsq6,lower deck,sedan\n", &[("F028", 2, 8)]),
    ("unknown equipment", "unit,equipment,deck,vehicle\n1,jsq66,lower,sedan\n", &[("R005", 2, 3)]),
    ("unknown vehicle", "unit,equipment,deck,vehicle\n1,jsq6,lower,sedam\n", &[("R008", 2, 14)]),
    ("deck of other equipment", "unit,equipment,deck,vehicle\n1,jsq6,floor,sedan\n", &[("L001", 2, 8)]),
    ("deck on own wheels", "unit,equipment,deck,vehicle\n1,own-wheels,lower,tractor\n", &[("L001", 2, 14)]),
    (
        "unit of two kinds",
        "unit,equipment,deck,vehicle\n1,jsq6,lower,sedan\n1,carrier-8,lower,sedan\n",
        &[("L002", 3, 3)],
    ),
    ("unit zero", "unit,equipment,deck,vehicle\n0,jsq6,lower,sedan\n", &[("L003", 2, 1)]),
    (
        "a unit left out",
        "unit,equipment,deck,vehicle\n3,jsq6,lower,sedan\n1,jsq6,lower,sedan\n3,jsq6,upper,ev\n",
        &[("L003", 2, 1)],
    ),
    (
        "short VIN",
        "unit,equipment,deck,vehicle,vin\n1,jsq6,lower,sedan,LS5A3ABE20A01234\n",
        &[("L004", 2, 20)],
    ),
    (
        "letter O in a VIN",
        "unit,equipment,deck,vehicle,vin\n1,jsq6,lower,sedan,LS5A3ABE2OA012345\n",
        &[("L004", 2, 20)],
    ),
    (
        "VIN twice",
        "vin,unit,equipment,deck,vehicle\nLS5A3ABE20A012345,1,jsq6,lower,sedan\n\
         LS5A3ABE20A012345,1,jsq6,upper,sedan\n",
        &[("L005", 3, 1)],
    ),
    (
        "a stop left out",
        "unit,equipment,deck,vehicle,stop\n1,jsq6,lower,sedan,1\n1,jsq6,upper,sedan,\n1,jsq6,upper,sedan,\"\"\n",
        &[("L006", 3, 20), ("L006", 4, 20)],
    ),
    (
        "stop by name",
        "unit,equipment,deck,vehicle,stop\n1,jsq6,lower,sedan,Almaty\n1,jsq6,upper,sedan,1\n",
        &[("F022", 2, 20)],
    ),
    (
        "everything at once",
        "unit,equipment,deck,position_mm,vehicle,vin,stop\n\
         1,jsq6,lower,x,sedan,LS5,0\n\
         1,rack-40,cellar,0,sedann,LS5A3ABE20A012345,\n\
         4,jsq6,upper,0,ev,LS5A3ABE20A012345,0\n",
        &[
            ("F022", 2, 14),
            ("L004", 2, 22),
            ("L002", 3, 3),
            ("L001", 3, 11),
            ("R008", 3, 20),
            ("L006", 3, 45),
            ("L003", 4, 1),
            ("L005", 4, 19),
        ],
    ),
];

/// Odd, and no error.
const ODD: &[Broken] = &[
    (
        "check digit",
        "unit,equipment,deck,vehicle,vin\n1,jsq6,lower,sedan,LS5A3ABE30A012345\n",
        &[("L007", 2, 20)],
    ),
    (
        "VIN of another maker",
        "unit,equipment,deck,vehicle,vin\n1,jsq6,lower,sedan,LVVA3ABE10A012345\n",
        &[("L008", 2, 20)],
    ),
];

fn places(diagnostics: &[Diagnostic]) -> Vec<(&'static str, u32, u32)> {
    diagnostics.iter().map(|d| (d.code.code, d.line, d.column)).collect()
}

#[test]
fn each_defect_is_found_at_its_place() {
    for (name, text, expected) in BROKEN {
        let found = read(text.as_bytes()).expect_err(name);
        assert_eq!(places(&found), *expected, "{name}:\n{}", lines(&found));
        assert!(found.iter().all(|d| &*d.file == "list.csv"), "{name}");
    }
}

#[test]
fn what_is_odd_is_told() {
    for (name, text, expected) in ODD {
        assert_eq!(places(&good(text.as_bytes()).warnings), *expected, "{name}");
    }
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let utf_16: Vec<u8> =
        [0xfeff_u16].into_iter().chain(LIST.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(places(&read(&utf_16).unwrap_err()), [("F006", 1, 1)]);
    assert_eq!(
        places(&read(b"unit,equipment,deck,vehicle\n1,jsq6,\xe9,ev\n").unwrap_err()),
        [("F006", 2, 8)]
    );
    assert_eq!(places(&read(&vec![b'x'; 17 << 20]).unwrap_err()), [("F004", 1, 1)]);
    let long = format!("unit,equipment,deck,vehicle\n1,jsq6,lower,{}\n", "x".repeat(70_000));
    assert_eq!(places(&read(long.as_bytes()).unwrap_err()), [("F005", 2, 1)]);
}

/// A list of another kind does not bury its reader.
#[test]
fn a_list_that_is_all_wrong_is_cut_short() {
    let text = format!("unit,equipment,deck,vehicle\n{}", "1,nothing,nowhere,nobody\n".repeat(20_000));
    let found = read(text.as_bytes()).unwrap_err();
    assert_eq!(found.len(), 501);
    assert_eq!(found[0].code.code, "F030");
}

/// Codes that have their case here.
pub(crate) fn codes_tested_here() -> Vec<String> {
    let places = BROKEN.iter().chain(ODD).flat_map(|(_, _, places)| *places);
    places.map(|(code, ..)| (*code).to_owned()).collect()
}
