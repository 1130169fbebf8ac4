//! Identifiers check themselves: published vectors, and the law that a single wrong digit never passes.

use landbridge_model::{CisWagonNumber, ContainerNumber, EsrCode, UicWagonNumber, Vin};
use proptest::prelude::*;

fn accepts(scheme: &str, value: &str) -> bool {
    match scheme {
        "ISO6346" => value.parse::<ContainerNumber>().is_ok(),
        "VIN" => value.parse::<Vin>().is_ok_and(|vin| vin.check_digit_holds()),
        "UIC12" => value.parse::<UicWagonNumber>().is_ok(),
        "CIS8" => value.parse::<CisWagonNumber>().is_ok(),
        "ESR6" => value.parse::<EsrCode>().is_ok(),
        other => panic!("unknown scheme {other}"),
    }
}

#[test]
fn published_vectors_hold() {
    let text = include_str!("../identifier_vectors.csv");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let mut seen = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let (scheme, value, expected) = (&row[0], &row[1], &row[2]);
        assert_eq!(accepts(scheme, value), expected == "valid", "{scheme} {value}: {}", &row[3]);
        seen += 1;
    }
    assert_eq!(seen, 31);
}

fn with_one_digit_changed(text: &str, idx: usize, add: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[idx] = b'0' + (bytes[idx] - b'0' + add) % 10;
    String::from_utf8(bytes).expect("digits stay ASCII")
}

proptest! {
    #[test]
    fn one_wrong_digit_in_a_wagon_number_never_passes(idx in 0_usize..12, add in 1_u8..10) {
        prop_assert!(!accepts("UIC12", &with_one_digit_changed("218124712173", idx, add)));
    }

    #[test]
    fn one_wrong_digit_in_a_cis_number_never_passes(idx in 0_usize..8, add in 1_u8..10) {
        prop_assert!(!accepts("CIS8", &with_one_digit_changed("54601232", idx, add)));
    }

    #[test]
    fn parsing_never_panics(text in "\\PC{0,20}") {
        for scheme in ["ISO6346", "VIN", "UIC12", "CIS8", "ESR6"] {
            let _ = accepts(scheme, &text);
        }
    }
}
