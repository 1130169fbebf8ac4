use crate::build::*;

#[test]
fn stress() {
    for (n, ups, bad) in [(6_usize, 3_usize, false), (6, 6, false), (10, 6, false), (10, 6, true), (20, 6, true), (20, 7, true)] {
        let start = std::time::Instant::now();
        let mut figures = vec![figure("p", "40", "%", "20"), figure("q", "60", "%", "20"), figure("hundred", "100", "%", "0.001")];
        let mut relations = vec![sum("pq", "hundred", &["p", "q"], true)];
        let mut growths = vec![];
        for i in 0..n {
            let w = 101 + 37 * i;
            let a = w * 2 / 5;
            figures.push(figure(&format!("w{i}"), &w.to_string(), "vehicles", "1"));
            figures.push(figure(&format!("a{i}"), &a.to_string(), "vehicles", "10"));
            figures.push(figure(&format!("b{i}"), &(w - a).to_string(), "vehicles", "10"));
            figures.push(figure(&format!("base{i}"), &(w / 3).to_string(), "vehicles", "200"));
            relations.push(share(&format!("sa{i}"), &format!("a{i}"), &format!("w{i}"), Some("p")));
            relations.push(share(&format!("sb{i}"), &format!("b{i}"), &format!("w{i}"), Some("q")));
            relations.push(sum(&format!("ab{i}"), &format!("w{i}"), &[&format!("a{i}"), &format!("b{i}")], true));
            if i < ups {
                let mut g = growth(&format!("g{i}"), &format!("w{i}"), "3", "times", "1");
                g.base = Some(id(&format!("base{i}")));
                growths.push(g);
            }
        }
        if bad {
            figures.push(figure("w-again", "300", "vehicles", "1"));
            relations.push(same("again", &["w0", "w-again"]));
        }
        let audit = run(&figures, &growths, &relations);
        println!("{n} {ups} {bad} {:?} {:?}", audit.verdict, start.elapsed());
        for f in audit.findings.iter().filter(|f| f.id.starts_with("group")) {
            println!("   {} {} {}", f.id, f.verdict, f.statement);
        }
    }
}
