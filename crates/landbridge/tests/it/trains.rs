//! Trains and units of several stops, as `landbridge load` tells them.

use crate::commands::run;

const BOOK: [&str; 5] = ["load", "--order", "book-2023-01-kz", "--equipment", "jsq6"];
const TANKS: [&str; 5] = ["load", "--order", "book-2023-01-kz-yongchuan", "--equipment", "road-carrier-ca"];

fn told(question: &[&str], more: &[&str]) -> String {
    let (code, out, err) = run(&[question, more].concat());
    assert_eq!(code, 0, "{more:?}: {err}");
    out
}

#[test]
fn wagons_of_several_destinations_stand_in_blocks() {
    let out = told(&BOOK, &["--train"]);
    assert!(out.contains("318 vehicles of 10 models in 2 trains"), "{out}");
    assert!(out.contains("2 trains; no plan has fewer, because number: 32 wagons, at most 29"), "{out}");
    assert!(out.contains("in 3 blocks over all trains, and no such plan has fewer"), "{out}");
    assert!(out.contains("nothing that goes on is in the way"), "{out}");
    assert!(out.contains("Set down at Almaty-1 (KZ-ALMATY1): the wagons at places "), "{out}");
    assert!(out.contains("order in which vehicles drive on from a ramp at its rear"), "{out}");
}

#[test]
fn the_order_of_stops_decides_what_stands_at_the_rear() {
    let last_place = |out: &str, stop: &str| {
        let line =
            out.lines().find(|line| line.contains("Set down at ") && line.contains(stop)).expect("a stop");
        let places = line.split(" with ").next().expect("places");
        places.trim_end_matches(',').rsplit(' ').next().and_then(|n| n.parse::<u32>().ok()).expect("a number")
    };
    for (stops, first, second) in [
        ("KZ-ALMATY1,KZ-ASTANA,KZ-SHYMKENT", "KZ-ALMATY1", "KZ-ASTANA"),
        ("KZ-ASTANA,KZ-ALMATY1,KZ-SHYMKENT", "KZ-ASTANA", "KZ-ALMATY1"),
    ] {
        let out = told(&BOOK, &["--train", "--train-max", "40", "--stops", stops]);
        assert!(out.contains(" in 1 train\n"), "{out}");
        assert!(last_place(&out, first) > last_place(&out, second), "{out}");
        assert_eq!(last_place(&out, first), 32, "{out}");
    }
}

#[test]
fn only_full_trains_leave_where_that_is_asked() {
    let out = told(&BOOK, &["--train", "--train-min", "20", "--full-only"]);
    assert!(out.contains("3 wagons left behind; no plan leaves fewer."), "{out}");
    assert!(out.contains("2 full trains of at least 20 would be 40: 8 wagons more"), "{out}");
    assert!(out.contains("\nLeft behind\n"), "{out}");
    let out = told(&BOOK, &["--train", "--train-min", "16", "--full-only"]);
    assert!(out.contains(" in 2 trains\n") && !out.contains("Left behind"), "{out}");
}

#[test]
fn limits_come_from_the_question_the_service_and_the_equipment() {
    let out = told(&BOOK, &["--train", "--train-service", "jsq-yuzui-horgos"]);
    assert!(
        out.contains(
            "Departures take at most 29 units, at least 20 units for a full train (jsq-yuzui-horgos)."
        ),
        "{out}"
    );
    assert!(out.contains(" missing"), "{out}");
    // 11 wagons of 26.03 m are 286.33 m.
    let out = told(&BOOK, &["--train", "--train-length", "286.33"]);
    assert!(out.contains("in 3 trains") && out.contains("at most 286,330 mm long"), "{out}");
    let out = told(&BOOK, &["--train", "--train-length", "286.329"]);
    assert!(
        out.contains("in 4 trains") && out.contains("of the 31 longest wagons at most 10 fit a train"),
        "{out}"
    );
    let out = told(&BOOK, &["--train", "--train-gross", "600"]);
    assert!(out.contains("at most 600,000 kg gross") && out.contains("because gross mass"), "{out}");
}

#[test]
fn trains_that_cannot_be_say_why() {
    for (more, code, says) in [
        (&["--train-length", "700"][..], 2, "--train"),
        (&["--train", "--train-length", "long"], 2, "`long` is not a length in metres"),
        (&["--train", "--train-gross", "0"], 2, "`0` is not a mass in tonnes"),
        (&["--train", "--train-max", "0"], 2, "--train-max"),
        (
            &["--train", "--train-length", "20"],
            1,
            "error[W265]: a wagon jsq6 of 26,030 mm is 6,030 mm longer",
        ),
        (&["--train", "--train-gross", "40"], 1, "error[W266]"),
        (&["--train", "--train-min", "30"], 1, "error[W268]: at least 30 wagons"),
        (&["--train", "--train-service", "jsq-yuzui-horgo"], 1, "jsq-yuzui-horgos"),
        (&["--train", "--stops", "KZ-ASTANA"], 2, "--stops leaves out KZ-ALMATY1"),
        (&["--train", "--stops", "UZ-CHUKURSAY"], 2, "nothing goes to UZ-CHUKURSAY"),
        (&["--stops", "KZ-ASTANA"], 2, "--stops is for --train and --stops-together"),
        (&["--stops-together", "--train"], 2, "cannot be used with"),
    ] {
        let (found, out, err) = run(&[&BOOK[..], more].concat());
        assert_eq!((found, out.as_str()), (code, ""), "{more:?}: {err}");
        assert!(err.contains(says), "{more:?}: {err}");
    }
    let (code, _, err) = run(&["load", "--vehicles", "changan-cs55plus=3", "--stops-together"]);
    assert_eq!((code, err.contains("--order")), (2, true), "{err}");
    let (code, _, err) = run(&["load", "--order", "hongyan-100", "--equipment", "jsq6", "--stops-together"]);
    assert_eq!((code, err.contains("class truck is not carried")), (1, true), "{err}");
}

#[test]
fn stops_share_carriers_where_that_saves_some() {
    let out = told(&TANKS, &["--stops-together"]);
    assert!(out.contains("6 vehicles for 3 stops in "), "{out}");
    assert!(
        out.contains("One stop for each unit takes ") && out.contains(" more: 4 units (no fewer)."),
        "{out}"
    );
    assert!(out.contains("the last in is the first out"), "{out}");
    let list = told(&TANKS, &["--stops-together", "--list"]);
    assert_eq!(list.lines().count(), 7, "{list}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("load.csv");
    let path = file.to_str().expect("UTF-8");
    std::fs::write(&file, &list).expect("written");
    assert!(told(&TANKS[..3], &["--check", path]).contains("no rule is broken"));
    // With the stops the other way round, somebody stands in the way.
    let turned: Vec<String> = list
        .lines()
        .map(|line| match line.rsplit_once(',') {
            Some((rest, stop)) if stop.parse::<u32>().is_ok() => {
                format!("{rest},{}", 2 - stop.parse::<u32>().expect("a stop"))
            }
            _ => line.to_owned(),
        })
        .collect();
    std::fs::write(&file, turned.join("\n") + "\n").expect("written");
    let (code, out, _) = run(&[&TANKS[..3], &["--check", path]].concat());
    assert_eq!(code, 1, "{out}");
}
