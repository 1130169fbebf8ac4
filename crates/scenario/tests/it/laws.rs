//! Whatever the bytes, nothing panics, and every problem has a place.

use landbridge_model::Severity;
use landbridge_scenario::{Layers, Memory, Outcome, Sources as _, load, render};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::fixtures::{lines, minimal};

/// What is done to a file.
#[derive(Clone, Debug)]
enum Damage {
    DeleteLine(Index),
    RepeatLine(Index),
    SwapLines(Index, Index),
    SwapCells(Index, Index, Index),
    Truncate(Index),
    Insert(Index, Vec<u8>),
    Replace(Index, u8),
    Random(Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<Index>().prop_map(Damage::DeleteLine),
        any::<Index>().prop_map(Damage::RepeatLine),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Damage::SwapLines(a, b)),
        (any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(l, a, b)| Damage::SwapCells(l, a, b)),
        any::<Index>().prop_map(Damage::Truncate),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..6)).prop_map(|(i, b)| Damage::Insert(i, b)),
        (any::<Index>(), prop::sample::select(b"[]{}=\",;.#\n\r\t -0123456789aA_".to_vec()))
            .prop_map(|(i, b)| Damage::Replace(i, b)),
        (any::<Index>(), "[\\[\\]{}=\"',.#\n a-c0-2-]{1,12}")
            .prop_map(|(i, text)| Damage::Insert(i, text.into_bytes())),
        prop::collection::vec(any::<u8>(), 0..200).prop_map(Damage::Random),
        "[\\[\\]{}=\"',;.#\n a-c0-2-]{0,120}".prop_map(|text| Damage::Random(text.into_bytes())),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    let split = |bytes: &[u8]| -> Vec<Vec<u8>> {
        bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
    };
    let mut lines = split(bytes);
    match damage {
        Damage::Random(other) => {
            bytes.clone_from(other);
            return;
        }
        _ if bytes.is_empty() => return,
        Damage::Truncate(at) => {
            bytes.truncate(at.index(bytes.len()));
            return;
        }
        Damage::Insert(at, more) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, more.iter().copied());
            return;
        }
        Damage::Replace(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
            return;
        }
        Damage::DeleteLine(at) => {
            lines.remove(at.index(lines.len()));
        }
        Damage::RepeatLine(at) => {
            let line = lines[at.index(lines.len())].clone();
            lines.push(line);
        }
        Damage::SwapLines(a, b) => {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
        }
        Damage::SwapCells(line, a, b) => {
            let line = line.index(lines.len());
            let line = &mut lines[line];
            let mut cells: Vec<Vec<u8>> = line.split(|byte| *byte == b',').map(<[u8]>::to_vec).collect();
            let (a, b) = (a.index(cells.len()), b.index(cells.len()));
            cells.swap(a, b);
            *line = cells.join(&b',');
        }
    }
    *bytes = lines.concat();
}

fn holds(folder: &Memory, outcome: &Outcome) -> Result<(), TestCaseError> {
    let errors = outcome.diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
    prop_assert_eq!(errors == 0, outcome.corridor.is_some());
    let text = Layers { base: folder, overlays: &[] };
    for diagnostic in &outcome.diagnostics {
        prop_assert!(diagnostic.line > 0 && diagnostic.column > 0 && !diagnostic.file.is_empty());
        prop_assert!(!diagnostic.message.is_empty() && diagnostic.message.len() < 2_000);
        if let Ok(bytes) = folder.read(&diagnostic.file) {
            let count = bytes.split(|b| *b == b'\n').count();
            prop_assert!(u64::from(diagnostic.line) <= count.max(1) as u64, "{}", diagnostic);
        }
        let shown = render(diagnostic, &text);
        prop_assert!(shown.contains(diagnostic.code.code));
    }
    let sorted = outcome.diagnostics.windows(2).all(|pair| {
        let key = |i: usize| (&pair[i].file, pair[i].line, pair[i].column, pair[i].code.code);
        key(0) <= key(1)
    });
    prop_assert!(sorted, "{}", lines(&outcome.diagnostics));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn damage_never_panics(file in any::<Index>(), harm in prop::collection::vec(damage(), 1..4)) {
        let mut folder = minimal();
        let files = folder.list().unwrap();
        let file = &files[file.index(files.len())];
        let mut bytes = folder.read(file).unwrap().into_owned();
        for harm in &harm {
            apply(&mut bytes, harm);
        }
        folder.insert(file.clone(), bytes);
        let outcome = load(&folder, &[]);
        holds(&folder, &outcome)?;
    }

    #[test]
    fn the_order_of_rows_means_nothing(seed in any::<[Index; 12]>()) {
        let folder = minimal();
        let before = load(&folder, &[]).corridor.unwrap();
        let mut shuffled = folder.clone();
        for file in ["places.csv", "links.csv", "vehicles.csv", "fx.csv", "emissions.csv", "orders.csv"] {
            let text = String::from_utf8(folder.read(file).unwrap().into_owned()).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            for (idx, at) in seed.iter().enumerate() {
                let rows = lines.len() - 1;
                lines.swap(1 + idx % rows, 1 + at.index(rows));
            }
            shuffled.insert(file, lines.join("\n") + "\n");
        }
        let after = load(&shuffled, &[]).corridor.unwrap();
        prop_assert!(before.places.keys().eq(after.places.keys()));
        prop_assert!(before.links.keys().eq(after.links.keys()));
        prop_assert!(before.orders.iter().map(|x| &x.id).eq(after.orders.iter().map(|x| &x.id)));
        prop_assert!(before.exchange.iter().map(|x| x.rate).eq(after.exchange.iter().map(|x| x.rate)));
    }
}
