//! All diagnostic codes of a corridor folder and of loading lists, by room. A code is never used for another problem again.

use landbridge_model::Code;

mod data;
mod files;
mod goods;
mod network;
mod prices;

pub(crate) use data::*;
pub(crate) use files::*;
pub(crate) use goods::*;
pub(crate) use network::*;
pub(crate) use prices::*;

/// Declares codes: name, severity, title, explanation, example.
macro_rules! codes {
    ($list:ident: $($name:ident $severity:ident $title:literal $explanation:literal $example:literal;)+) => {
        $(
            pub(crate) const $name: landbridge_model::Code = landbridge_model::Code {
                code: stringify!($name),
                severity: landbridge_model::Severity::$severity,
                title: $title,
                explanation: $explanation,
                example: $example,
            };
        )+
        pub(crate) const $list: &[landbridge_model::Code] = &[$($name),+];
    };
}
pub(crate) use codes;

const COUNT: usize = FILES.len()
    + PROVENANCE.len()
    + REFERENCES.len()
    + NETWORK.len()
    + SERVICES.len()
    + BORDERS.len()
    + VEHICLES.len()
    + EQUIPMENT.len()
    + TARIFFS.len()
    + DUTIES.len()
    + ORDERS.len()
    + RULES.len()
    + STATISTICS.len()
    + LISTS.len();

const fn joined() -> [Code; COUNT] {
    let lists = [
        FILES, PROVENANCE, REFERENCES, NETWORK, SERVICES, BORDERS, VEHICLES, EQUIPMENT, TARIFFS, DUTIES,
        ORDERS, RULES, STATISTICS, LISTS,
    ];
    let mut all = [F001; COUNT];
    let (mut list, mut next) = (0, 0);
    while list < lists.len() {
        let mut idx = 0;
        while idx < lists[list].len() {
            all[next] = lists[list][idx];
            next += 1;
            idx += 1;
        }
        list += 1;
    }
    all
}

static ALL: [Code; COUNT] = joined();

/// All codes: `F` files and form, `P` provenance, `R` references, `N` network, `S` services, `B` borders,
/// `V` vehicles, `W` equipment, `T` tariffs and exchange, `D` duties, `O` orders, `A` acceptance and rules,
/// `Z` statistics, `L` loading lists.
pub static CODES: &[Code] = &ALL;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_numbered_without_gap_and_explained() {
        let mut before = ("", 0);
        for code in CODES {
            let (letter, number) = code.code.split_at(1);
            let number: u32 = number.parse().unwrap();
            assert_eq!(number, if before.0 == letter { before.1 + 1 } else { 1 }, "{}", code.code);
            assert!(!code.title.is_empty() && !code.title.ends_with('.'), "{}", code.code);
            assert!(code.explanation.ends_with('.') && !code.example.is_empty(), "{}", code.code);
            before = (letter, number);
        }
        assert!(CODES.len() >= 45);
    }
}
