//! Commands answer, refuse with a reason, and tell their exit code.

fn run(arguments: &[&str]) -> (u8, String, String) {
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
    let questions: [&[&str]; 4] = [
        &["route", "CN-YUZUI", "KZ-ALMATY1", "--vehicles", "changan-cs55plus=20", "--depart", "2023-05-13"],
        &["load", "--vehicles", "changan-cs55plus=200,changan-uni-k=56", "--equipment", "jsq6"],
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
