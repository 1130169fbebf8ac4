//! What people see.

use insta::assert_snapshot;
use landbridge_scenario::{Diagnostic, Layers, Memory, Sources as _, load, render};

use crate::fixtures::minimal;

fn broken(file: &str, find: &str, replace: &str) -> (Memory, Vec<Diagnostic>) {
    let mut folder = minimal();
    let text = String::from_utf8(folder.read(file).expect("a file").into_owned()).expect("UTF-8");
    folder.insert(file, text.replacen(find, replace, 1));
    let diagnostics = load(&folder, &[]).diagnostics;
    (folder, diagnostics)
}

fn shown(file: &str, find: &str, replace: &str) -> String {
    let (folder, diagnostics) = broken(file, find, replace);
    let text = Layers { base: &folder, overlays: &[] };
    diagnostics.iter().map(|d| render(d, &text)).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn the_line_is_shown_with_a_mark_and_a_hint() {
    assert_snapshot!(shown("links.csv", "CN-YUZUI,CN-TJC,rail", "CN-YUZU,CN-TJC,rail"), @r##"
error[R002]: there is no place `CN-YUZU`
 --> links.csv:2:22
  |
2 | CN-YUZUI_CN-TJC_rail,CN-YUZU,CN-TJC,rail,45,CN,1435,yes,2,test,assumed,,
  |                      ^^^^^^^ unknown place
  |
  = hint: did you mean `CN-YUZUI`?
"##);
}

#[test]
fn a_gauge_break_is_explained() {
    assert_snapshot!(shown("borders.toml", "equipment = [\"rack-40\"]\nhours", "equipment = [\"jsq6\"]\nhours"), @r##"
error[B008]: jsq6 is a wagon, and the method is container_transload
  --> borders.toml:75:10
   |
75 | method = "container_transload"
   |          ^^^^^^^^^^^^^^^^^^^^^ method does not fit the equipment

error[N014]: gauge breaks at KZ-ALTYNKOL: rack-40 arrives on 1435 mm, `KZ-ALTYNKOL_KZ-ALMATY1_rail` is 1520 mm
  --> services.toml:34:13
   |
34 | equipment = "rack-40"
   |             ^^^^^^^^^ expected a [[gauge_change]] for rack-40 at KZ-ALTYNKOL
   |
   = hint: add one to borders.toml, or end the service before the break
"##);
}

#[test]
fn wide_characters_do_not_move_the_mark() {
    assert_snapshot!(shown("places.csv", "鱼嘴,Юйцзуй,CN,station", "鱼嘴,Юйцзуй,CN,staton"), @r##"
error[F027]: unknown word `staton`
 --> places.csv:2:29
  |
2 | CN-YUZUI,Yuzui,鱼嘴,Юйцзуй,CN,staton,29.6205,106.762,1435,ramp,,08:00-20:00,CNCKG,,3,test,assumed,,
  |                               ^^^^^^ expected one of station, yard, junction, terminal, plant, seaport, river_port, dry_port, rail_border, road_border, city
  |
  = hint: did you mean `station`?
"##);
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let long = format!("\"{}\"", "A long name that goes on and on. ".repeat(40));
    let find = "Horgos road port,,,CN,road_border";
    assert_snapshot!(shown("places.csv", find, &format!("{long},,,CN,roadborder")), @r##"
error[F027]: unknown word `roadborder`
 --> places.csv:5:1341
  |
5 | ...nd on. A long name that goes on and on. ",,,CN,roadborder,44.22,80.4,,,,,,,,test,assumed,,
  |                                                   ^^^^^^^^^^ expected one of station, yard, junction, terminal, plant, seaport, river_port, dry_port, rail_border, road_border, city
  |
  = hint: did you mean `road_border`?
"##);
}

#[test]
fn json_has_all_that_is_known() {
    let (_, diagnostics) = broken("fx.csv", "6.9,test", "6.9 CNY,test");
    assert_snapshot!(serde_json::to_string_pretty(&diagnostics).unwrap(), @r##"
[
  {
    "code": "F022",
    "severity": "error",
    "title": "not a number",
    "file": "fx.csv",
    "line": 2,
    "column": 47,
    "length": 7,
    "message": "`6.9 CNY` is not a plain number",
    "expected": "a plain decimal number",
    "hint": "the unit stands in the column name; write the number alone"
  }
]
"##);
}
