//! Commands answer, refuse with a reason, and tell their exit code.

pub(crate) fn run(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code =
        landbridge::run(std::iter::once("landbridge").chain(arguments.iter().copied()), &mut out, &mut err);
    (code, String::from_utf8(out).expect("UTF-8"), String::from_utf8(err).expect("UTF-8"))
}

#[test]
fn commands_that_come_later_say_so() {
    for name in ["plan", "diff", "simulate", "stress", "import", "export"] {
        let (code, out, err) = run(&[name, "any", "--thing", "x"]);
        assert_eq!((code, out.as_str()), (2, ""), "{name}");
        assert!(
            err.starts_with(&format!("landbridge {name}: ")) && err.trim_end().lines().count() == 1,
            "{err}"
        );
        assert!(err.contains("not there yet"), "{err}");
    }
}

#[test]
fn questions_that_cannot_be_understood_exit_with_2() {
    for arguments in [
        &["route", "CN-YUZUI", "KZ-ALMATY1"][..],
        &["route"],
        &["load"],
        &["compare", "--vehicles", "x=0"],
        &["compare", "CN-YUZUI", "KZ-ALMATY1", "--vehicles", "changan-cs55plus"],
        &["route", "CN-YUZUI", "KZ-ALMATY1", "--vehicles", "changan-cs55plus=1", "--depart", "2023-02-30"],
        &["nonsense"],
    ] {
        let (code, out, err) = run(arguments);
        assert_eq!(code, 2, "{arguments:?}: {out}{err}");
        assert!(!err.is_empty(), "{arguments:?}");
    }
}

const LANE: [&str; 5] = ["route", "CN-YUZUI", "KZ-ALMATY1", "--vehicles", "changan-cs55plus=20"];

#[test]
fn values_that_mean_nothing_exit_with_2_and_say_why() {
    for (more, says) in [
        (&["--criteria", "arrival,price"][..], "not one of arrival, cost, co2e, handlings, spread"),
        (&["--arrive-by", "soon"], "not a date such as 2023-05-30"),
        (&["--arrive-by", "2023-05-30T25:00"], "not a date such as 2023-05-30"),
        (&["--avoid-country", "Kazakhstan"], "not a two-letter country code"),
        (&["--avoid-mode", "air"], "not one of rail, road, river, sea"),
        (&["--max-handlings", "0"], "--max-handlings"),
        (&["--max-cost=-5"], "not a plain number"),
        (&["--max-cost", "1e6"], "not a plain number"),
        (&["--max-cost", "0.001"], "finer than a minor unit of CNY"),
        (&["--max-co2e", "0.0001"], "finer than a gram"),
        (&["--horizon", "0"], "--horizon"),
        (&["--best", "0"], "--best"),
        (&["--epsilon", "0.05"], "steps of 0.1"),
        (&["--max-labels", "0"], "--max-labels"),
        (&["--each-day", "0"], "--each-day"),
        (&["--each-day", "3", "--until", "2023-06-01"], "cannot be used with"),
        (&["--each-day", "3", "--best", "2"], "cannot be used with"),
        (&["--until", "2020-01-01"], "not within a year after"),
        (&["--each-day", "3", "--format", "svg"], "by ready day"),
        (&["--drawing", "map"], "--format svg"),
        (&["--drawing", "sketch", "--format", "svg"], "map, time-space"),
    ] {
        let (code, out, err) = run(&[&LANE, more].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{more:?}: {err}");
        assert!(err.contains(says), "{more:?}: {err}");
    }
    for (arguments, says) in [
        (&["reach", "CN-YUZUI"][..], "--vehicles"),
        (
            &["reach", "CN-YUZUI", "--vehicles", "changan-cs55plus=20", "--budget", "dear"],
            "not a plain number",
        ),
        (&["reach", "CN-YUZUI", "--vehicles", "changan-cs55plus=20", "--days", "0"], "--days"),
        (
            &["reach", "CN-YUZUI", "--vehicles", "changan-cs55plus=20", "--format", "svg"],
            "for `landbridge route`",
        ),
        (&["load", "--vehicles", "changan-cs55plus=20", "--format", "geojson"], "and `landbridge reach`"),
        (&["route", "--order", "hongyan-100", "--format", "svg"], "the order has 3 shipments"),
    ] {
        let (code, out, err) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
}

#[test]
fn names_nearly_right_are_answered_with_the_right_ones() {
    for (more, meant) in [
        (&["--via-place", "CN-HG"][..], "CN-HGS"),
        (&["--via-crossing", "dostyk-alashankou"], "alashankou-dostyk"),
        (&["--via-service", "jsq-yuzui-horgo"], "jsq-yuzui-horgos"),
        (&["--service", "carier-ca"], "carrier-ca"),
        (&["--avoid-crossing", "horgos-altynkul"], "horgos-altynkol"),
        (&["--avoid-operator", "central asian haulers"], "Central Asian hauliers"),
        (&["--avoid-country", "KY"], "CN, KG, KZ"),
    ] {
        let (code, out, err) = run(&[&LANE, more].concat());
        assert_eq!((code, out.as_str()), (1, ""), "{more:?}: {err}");
        assert!(err.contains(meant), "{more:?}: {err}");
    }
}

#[test]
fn what_is_avoided_is_not_used_and_what_is_asked_for_is() {
    let route = |more: &[&str]| {
        let arguments = [&LANE[..], &["--depart", "2023-05-14", "--format", "geojson"], more].concat();
        let (code, out, err) = run(&arguments);
        assert_eq!(code, 0, "{more:?}: {err}");
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        value["features"].as_array().expect("features").clone()
    };
    let has = |features: &[serde_json::Value], key: &str, value: &str| {
        features.iter().any(|feature| feature["properties"][key] == value)
    };
    let free = route(&[]);
    assert!(has(&free, "crossing", "horgos-altynkol") && has(&free, "mode", "road"));
    assert!(!has(&route(&["--avoid-crossing", "horgos-altynkol"]), "crossing", "horgos-altynkol"));
    assert!(has(&route(&["--via-crossing", "alashankou-dostyk"]), "crossing", "alashankou-dostyk"));
    assert!(!has(&route(&["--avoid-mode", "road"]), "mode", "road"));
    assert!(!has(&route(&["--avoid-operator", "Central Asian hauliers"]), "service", "carrier-ca"));
    assert!(has(&route(&["--via-service", "carwagon-1520"]), "service", "carwagon-1520"));
    let only = route(&["--service", "carrier-cn,carrier-ca"]);
    assert!(!has(&only, "mode", "rail") && has(&only, "service", "carrier-ca"));
}

#[test]
fn cheapest_and_fastest_of_a_day_do_not_depend_on_what_is_compared() {
    let days = |criteria: &str| {
        let more = ["--depart", "2023-05-14", "--each-day", "3", "--format", "csv", "--criteria", criteria];
        run(&[&LANE[..], &more].concat()).1
    };
    assert_eq!(days("arrival"), days("cost,arrival,co2e"));
}

#[test]
fn limits_that_leave_nothing_tell_what_there_is_without_them() {
    let late = [&LANE[..], &["--depart", "2023-05-14", "--arrive-by", "2023-05-16"]].concat();
    let early = [&LANE[..], &["--as-of", "2023-05-14", "--arrive-by", "2023-05-16"]].concat();
    let dear = [&LANE[..], &["--depart", "2023-05-14", "--max-cost", "5"]].concat();
    for arguments in [&late, &early, &dear] {
        let (code, out, err) = run(arguments);
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}: {err}");
        assert!(err.contains("at the earliest") && err.contains("CNY at least"), "{err}");
    }
    // What is compared does not narrow what is told.
    let told = |criteria: &str| run(&[&dear[..], &["--criteria", criteria]].concat()).2;
    assert_eq!(told("arrival"), told("handlings,cost"));
    let (_, _, err) = run(&early);
    assert!(err.contains("however early"), "{err}");
}

#[test]
fn names_that_do_not_exist_exit_with_1_and_are_quoted() {
    for (arguments, name) in [
        (&["compare", "--order", "no-such-order"][..], "no-such-order"),
        (&["load", "--vehicles", "no-such-model=3"], "no-such-model"),
        (&["load", "--vehicles", "changan-cs55plus=3", "--equipment", "no-such-wagon"], "no-such-wagon"),
        (&["route", "CN-NOWHERE", "KZ-ALMATY1", "--vehicles", "changan-cs55plus=1"], "CN-NOWHERE"),
        (&["explain", "no.such.figure"], "no.such.figure"),
        (&["check", "--corridor", "no-such-folder"], "no-such-folder"),
    ] {
        let (code, _, err) = run(arguments);
        assert_eq!(code, 1, "{arguments:?}: {err}");
        assert!(err.contains(name), "{err}");
    }
}

#[test]
fn every_answer_comes_in_every_format() {
    let questions: [&[&str]; 7] = [
        &["route", "CN-YUZUI", "KZ-ALMATY1", "--vehicles", "changan-cs55plus=20", "--depart", "2023-05-13"],
        &["load", "--vehicles", "changan-cs55plus=200,changan-uni-k=56", "--equipment", "jsq6"],
        &["route", "CN-YUZUI", "KZ-ALMATY1", "--vehicles", "changan-cs55plus=20", "--each-day", "2"],
        &["reach", "CN-YUZUI", "--vehicles", "changan-cs55plus=20", "--days", "8"],
        &["reach", "CN-YUZUI", "--vehicles", "changan-cs55plus=20", "--each-day", "2"],
        &["compare", "--order", "jsq-256"],
        &["audit"],
    ];
    for question in questions {
        for format in ["text", "json", "csv", "markdown"] {
            let mut arguments = question.to_vec();
            arguments.extend(["--format", format]);
            let (code, out, err) = run(&arguments);
            assert_eq!(code, 0, "{arguments:?}: {err}");
            assert!(out.len() > 100, "{arguments:?}: {out}");
            if format == "json" {
                let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
                assert_eq!(value["format_version"], 1, "{arguments:?}");
            }
        }
    }
}

const CARS: [&str; 3] = ["load", "--vehicles", "changan-cs55plus=20,changan-uni-k=3"];

#[test]
fn reasons_of_loads_are_whole_sentences_below_the_table() {
    let (code, out, err) = run(&CARS);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains('\u{2026}'), "nothing is cut off: {out}");
    assert!(out.contains("jsq6: 3 wagons; no plan has fewer, because "), "{out}");
    let refused: Vec<&str> = out.lines().filter(|line| line.contains("class car is not carried")).collect();
    assert!(matches!(refused[..], [one] if one.contains("nx70, ")), "one sentence for all: {refused:?}");
    assert!(!out.contains("deck by deck"), "{out}");
    let (_, one, _) = run(&[&CARS[..], &["--equipment", "jsq6"]].concat());
    let (_, two, _) =
        run(&[&CARS[..], &["--equipment", "jsq6", "--equipment", "rack-40", "--detail"]].concat());
    assert_eq!((one.matches("deck by deck").count(), two.matches("deck by deck").count()), (1, 2));
}

#[test]
fn refused_models_come_with_the_smallest_fix() {
    let (code, out, err) =
        run(&["load", "--vehicles", "great-wall-tank-300=3,changan-cs95=2", "--equipment", "rack-40"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("too high for deck lower (1,720 mm): great-wall-tank-300 by 183 mm"), "{out}");
    assert!(out.contains("enough would be: deck lower 183 mm higher"), "{out}");
    assert!(out.contains("All of them are taken by: ") && out.contains("jsq6"), "{out}");
}

#[test]
fn a_loading_list_has_a_row_for_each_vehicle() {
    let (code, out, err) = run(&[&CARS[..], &["--equipment", "jsq6", "--list"]].concat());
    assert_eq!(code, 0, "{err}");
    let mut lines = out.lines();
    assert_eq!(lines.next(), Some("unit,equipment,deck,position_mm,vehicle,saddled"));
    assert_eq!(lines.clone().count(), 23);
    assert!(lines.all(|line| line.split(',').count() == 6 && line.contains(",jsq6,")), "{out}");
    let (_, out, _) = run(&["load", "--order", "hongyan-100", "--equipment", "nx70", "--list"]);
    assert!(out.starts_with("unit,equipment,deck,position_mm,vehicle,saddled,stop\n1,nx70,deck,"), "{out}");
    assert_eq!(out.lines().count(), 101);
    let (code, _, err) = run(&["load", "--order", "jsq-256", "--equipment", "nx70", "--list"]);
    assert_eq!(code, 1);
    assert!(err.contains("class car is not carried"), "{err}");
}

#[test]
fn units_are_drawn_and_trains_are_told_wagon_by_wagon() {
    let (code, out, err) = run(&["load", "--order", "jsq-256", "--equipment", "jsq6", "--format", "svg"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("<svg ") && out.contains("Pattern 1: ") && out.contains(">Changan UNI-K<"));
    let (code, out, err) = run(&["load", "--order", "jsq-256", "--equipment", "rack-40", "--train"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("256 vehicles of 6 models in 2 trains") && out.contains("\nTrain 2\n"), "{out}");
}

#[test]
fn a_loading_list_is_checked_rule_by_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("load.csv");
    let path = file.to_str().expect("UTF-8");
    for question in [&CARS[..], &["load", "--order", "hongyan-100"]] {
        let equipment = if question == CARS { "jsq6" } else { "nx70" };
        let (_, list, _) = run(&[question, &["--equipment", equipment, "--list"]].concat());
        std::fs::write(&file, &list).expect("written");
        let (code, out, err) = run(&[question, &["--check", path]].concat());
        assert_eq!(code, 0, "our own list holds: {out}{err}");
        assert!(out.contains("no rule is broken"), "{out}");
    }
    let (_, list, _) = run(&[&CARS[..], &["--equipment", "jsq6", "--list"]].concat());
    let fewer: Vec<&str> = list.lines().filter(|line| !line.contains("changan-uni-k")).collect();
    std::fs::write(&file, fewer.join("\n") + "\n").expect("written");
    let (code, out, _) = run(&[&CARS[..], &["--check", path]].concat());
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("changan-uni-k: 0 placed, 3 in the shipment"), "{out}");
    std::fs::write(&file, "unit,equipment,deck,vehicle\n1,jsq,lower,changan-uni-k\n").expect("written");
    let (code, _, err) = run(&[&CARS[..], &["--check", path]].concat());
    assert_eq!(code, 1);
    assert!(err.contains("jsq") && err.contains("load.csv:2"), "{err}");
    let (code, _, err) = run(&[&CARS[..], &["--check", "no-such-list.csv"]].concat());
    assert_eq!((code, err.contains("cannot read no-such-list.csv")), (1, true), "{err}");
}

#[test]
fn a_mixed_fleet_costs_least() {
    let fleet = ["--fleet", "jsq6=100:2,rack-40=45"];
    let (code, out, err) = run(&[&CARS[..], &fleet].concat());
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("23 vehicles of 2 models in a mixed fleet"), "{out}");
    assert!(out.contains("3 units for 245; no fleet costs less, because "), "{out}");
    let (_, list, _) = run(&[&CARS[..], &fleet, &["--list"]].concat());
    assert_eq!(list.lines().count(), 24);
    assert!(list.contains(",jsq6,") && list.contains(",rack-40,"), "{list}");
    let (_, svg, _) = run(&[&CARS[..], &fleet, &["--format", "svg"]].concat());
    assert!(svg.starts_with("<svg "));
    let (code, out, err) = run(&[&CARS[..], &["--fleet", "jsq6=100:1"]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("The units do not suffice"), "{out}");
}

#[test]
fn loads_that_cannot_be_told_say_why() {
    for (more, says) in [
        (&["--list"][..], "name the one --equipment that the loading list is for"),
        (&["--train", "--equipment", "jsq6,rack-40"], "name the one --equipment that the train is for"),
        (&["--list", "--equipment", "jsq6", "--format", "json"], "--list prints CSV"),
        (&["--train", "--equipment", "jsq6", "--format", "svg"], "draws units"),
        (&["--fleet", "jsq6=100:2", "--equipment", "jsq6"], "cannot be used with"),
        (&["--fleet", "jsq6=cheap"], "`cheap` is not a whole number for a cost"),
        (&["--fleet", "jsq6"], "is not EQUIPMENT=COST[:AVAILABLE]"),
    ] {
        let (code, out, err) = run(&[&CARS[..], more].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{more:?}: {err}");
        assert!(err.contains(says), "{more:?}: {err}");
    }
    let (code, _, err) = run(&[&CARS[..], &["--fleet", "jsq=100"]].concat());
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("no equipment `jsq`"), "{err}");
    let (code, _, err) = run(&["load", "--order", "hongyan-100", "--equipment", "nx70", "--format", "svg"]);
    assert_eq!(code, 2);
    assert!(err.contains("has 3 shipments"), "{err}");
}

#[test]
fn check_of_the_shipped_corridor_is_clean() {
    let (code, out, err) = run(&["check"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("0 errors"), "{out}");
    let (code, out, _) = run(&["check", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, value["format_version"].as_u64()), (0, Some(1)));
}

#[test]
fn an_order_of_several_shipments_is_one_document() {
    let (code, out, err) =
        run(&["load", "--order", "hongyan-100", "--equipment", "nx70", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let value: serde_json::Value = serde_json::from_str(&out).expect("one JSON document");
    assert_eq!(value.as_array().map(Vec::len), Some(3), "one page per destination");
    let (_, out, _) = run(&["load", "--order", "hongyan-100", "--equipment", "nx70", "--format", "csv"]);
    assert_eq!(out.lines().filter(|line| *line == "page,table,row,column,value").count(), 1);
}

#[test]
fn an_embargo_without_exemptions_holds_the_train_until_its_last_day_is_over() {
    let overlay = tempfile::tempdir().expect("a folder");
    let rules = "[[embargo]]\nid = \"horgos-2023-03\"\nwhat = \"Rail exports through Horgos suspended\"\ncrossings = \
                 [\"horgos-altynkol\"]\nmodes = [\"rail\"]\nfrom = 2023-03-11\nto = 2023-03-26\nexempt_tags = []\nsource = \
                 \"S208\"\ntier = \"published\"\n";
    std::fs::write(overlay.path().join("rules.toml"), rules).expect("written");
    let folder = overlay.path().to_str().expect("UTF-8");
    let question =
        ["route", "CN-YUZUI", "KZ-ALMATY1", "--vehicles", "changan-cs55plus=200", "--depart", "2023-03-08"];
    let held = "wait: embargo horgos-2023-03";
    let (code, out, err) = run(&question);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains(held), "Central Asian trains are exempt:\n{out}");
    let (code, out, err) = run(&[&question[..], &["--overlay", folder]].concat());
    assert_eq!(code, 0, "{err}");
    let line =
        out.lines().find(|line| line.contains(held)).unwrap_or_else(|| panic!("nothing is held:\n{out}"));
    assert!(line.contains("Horgos"), "{line}");
    let next = out.lines().skip_while(|next| *next != line).nth(1).expect("the train goes on");
    assert!(next.contains("2023-03-27 00:00"), "the first minute after the suspension: {next}");
}

#[test]
fn nothing_is_written_when_anything_is_wrong() {
    let overlay = tempfile::tempdir().expect("a folder");
    std::fs::write(overlay.path().join("fx.csv"), "id;currency\n").expect("written");
    let out_folder = tempfile::tempdir().expect("a folder");
    let target = out_folder.path().join("report");
    let (code, out, err) = run(&[
        "report",
        "--overlay",
        overlay.path().to_str().expect("UTF-8"),
        "--out",
        target.to_str().expect("UTF-8"),
    ]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("overlay1/fx.csv:1:1") && err.contains("error["), "{err}");
    assert!(!target.exists(), "not even the folder is made");
}

#[test]
fn a_report_over_an_overlay_says_so() {
    let overlay = tempfile::tempdir().expect("a folder");
    let rules = "[[closure]]\nid = \"horgos-2023-05\"\nwhat = \"What if Horgos closes\"\ncrossings = [\"horgos-altynkol\", \
                 \"horgos-road\"]\nfrom = 2023-05-15\nto = 2023-05-31\ntier = \"assumed\"\n";
    std::fs::write(overlay.path().join("rules.toml"), rules).expect("written");
    let target = tempfile::tempdir().expect("a folder");
    let (code, _, err) = run(&[
        "report",
        "--overlay",
        overlay.path().to_str().expect("UTF-8"),
        "--out",
        target.path().to_str().expect("UTF-8"),
    ]);
    assert_eq!(code, 0, "{err}");
    let page = std::fs::read_to_string(target.path().join("order-jsq-256.md")).expect("a page");
    assert!(page.contains("What-if: rows of an overlay"), "{page}");
    assert!(page.contains("closure horgos-2023-05"), "the train waits for the closure to end:\n{page}");
}

#[test]
fn services_say_what_they_refuse_of_a_load() {
    let load =
        |charge: &str| run(&["load", "--vehicles", "deepal-s7=20", "--soc", charge, "--equipment", "jsq6"]);
    let (code, out, _) = load("90");
    assert_eq!(code, 0);
    let refused = "charged to 90 %, at most 65 % is taken (rule nev-soc): deepal-s7.";
    assert!(out.contains("Services with jsq6 refuse:") && out.contains(refused), "{out}");
    let (_, out, _) = load("50");
    assert!(!out.contains("refuse:") && out.contains("Services with jsq6 ask:"), "{out}");
}
