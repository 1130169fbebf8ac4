use crate::build::*;
#[test]
fn one() {
    let g = |k: &str, d: u64| std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let mut eq = jsq();
    eq.vehicles_max = None;
    for d in &mut eq.decks { d.length = landbridge_units::Millimetres::new(24_600); }
    eq.payload = Some(landbridge_units::Kilograms::new(g("PAY", 18_000)));
    let lines = generated(g("SEED", 0), g("N", 1000), g("K", 24), g("LOW", 3600), g("HIGH", 5100));
    let t = std::time::Instant::now();
    let (p, proof) = landbridge_loading::plan_with_proof(&lines, &eq).unwrap();
    println!("units {} lb {} {:?} check {}", p.n_units(), p.lower_bound, t.elapsed(), landbridge_loading::check_bound(&lines,&eq,&proof));
}
