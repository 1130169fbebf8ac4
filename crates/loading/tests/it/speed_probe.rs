use crate::build::*;
#[test]
fn probe() {
    let mut eq = jsq();
    eq.vehicles_max = None;
    for d in &mut eq.decks { d.length = landbridge_units::Millimetres::new(24_600); }
    for (n, k, reps) in [(256, 12, 20), (256, 24, 20), (1000, 24, 20), (2560, 40, 5), (20000, 60, 3)] {
      for (low, high) in [(3600, 5100), (4300, 5000)] {
        for pay in [22_000, 18_000, 15_000] {
        eq.payload = Some(landbridge_units::Kilograms::new(pay));
        let mut times = Vec::new(); let mut proven = 0; let mut gaps = 0; let mut open=vec![];
        for seed in 0..reps {
            let lines = generated(seed, n, k, low, high);
            let t = std::time::Instant::now();
            let (p, proof) = landbridge_loading::plan_with_proof(&lines, &eq).unwrap();
            times.push(t.elapsed().as_secs_f64() * 1e3);
            if p.is_optimal() { proven += 1 } else { gaps += p.n_units() - p.lower_bound; open.push((seed,p.n_units())) }
            let _ = &proof;
        }
        times.sort_by(f64::total_cmp);
        println!("{n}/{k} {low}-{high} pay {pay}: median {:.2} ms max {:.2} ms proven {proven}/{reps} gap {gaps} {open:?}", times[times.len()/2], times[times.len()-1]);
      }}
    }
}
