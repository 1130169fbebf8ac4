//! Overlays: rows over rows.

use landbridge_scenario::{Layers, Memory, load, render};

use crate::fixtures::{lines, minimal};

#[test]
fn rows_replace_rows_and_new_ones_are_added() {
    let base = minimal();
    let mut overlay = Memory::new();
    overlay.insert(
        "fx.csv",
        "id,currency,per,from,to,rate,source,tier,assumed,note\n\
         fx-kzt-usd-2023,KZT,USD,2023-01-01,2023-12-31,460,test,assumed,,\n\
         fx-uzs-usd-2023,UZS,USD,2023-01-01,2023-12-31,11400,test,assumed,,\n",
    );
    overlay.insert("corridor.toml", "as_of = 2023-06-01\n");
    overlay.insert(
        "borders.toml",
        "[[crossing]]\nid = \"horgos-altynkol\"\nname = \"Horgos, faster\"\nlink = \"CN-HGS_KZ-ALTYNKOL_rail\"\n\
         source = \"test\"\ntier = \"assumed\"\n",
    );
    let outcome = load(&base, &[&overlay]);
    assert_eq!(lines(&outcome.diagnostics), "");
    let corridor = outcome.corridor.unwrap();
    let rates: Vec<String> = corridor.exchange.iter().map(|x| format!("{} {}", x.id, x.rate)).collect();
    assert_eq!(rates, ["fx-cny-usd-2023 6.9", "fx-kzt-usd-2023 460", "fx-uzs-usd-2023 11400"]);
    assert_eq!(&*corridor.exchange[1].row.file, "overlay1/fx.csv");
    assert_eq!(&*corridor.exchange[0].row.file, "fx.csv");
    assert_eq!(corridor.as_of.to_string(), "2023-06-01");
    assert_eq!(corridor.id, "minimal");
    // A row goes with what is nested in it.
    assert_eq!(corridor.crossings["horgos-altynkol"].steps.len(), 0);
    assert_eq!(corridor.crossings["horgos-road"].steps.len(), 3);
}

#[test]
fn the_later_overlay_wins_and_problems_name_their_layer() {
    let base = minimal();
    let layer = |rate: &str| {
        let mut overlay = Memory::new();
        overlay.insert(
            "fx.csv",
            format!(
                "id,currency,per,from,to,rate,source,tier,assumed,note\n\
                 fx-kzt-usd-2023,KZT,USD,2023-01-01,2023-12-31,{rate},test,assumed,,\n"
            ),
        );
        overlay
    };
    let (first, second) = (layer("460"), layer("470"));
    let corridor = load(&base, &[&first, &second]).corridor.unwrap();
    assert_eq!(corridor.exchange[1].rate.to_string(), "470");

    let bad = layer("4,70");
    let outcome = load(&base, &[&first, &bad]);
    assert!(outcome.corridor.is_none());
    assert_eq!(lines(&outcome.diagnostics), "overlay2/fx.csv:2:1: error[F014]: the line has 11 cells\n");
    let overlays: [&dyn landbridge_scenario::Sources; 2] = [&first, &bad];
    let shown = render(&outcome.diagnostics[0], &Layers { base: &base, overlays: &overlays });
    assert!(shown.contains("470,test") || shown.contains("4,70,test"), "{shown}");
}

#[test]
fn an_overlay_gives_an_id_once_too() {
    let base = minimal();
    let mut overlay = Memory::new();
    overlay.insert("sources.csv", "id,title,publisher,date,reference,licence\nnew,A,,,,\nnew,B,,,,\n");
    assert_eq!(
        lines(&load(&base, &[&overlay]).diagnostics),
        "overlay1/sources.csv:3:1: error[R001]: source `new` is already in overlay1/sources.csv, line 2\n"
    );
}
