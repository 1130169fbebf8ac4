//! probe
use landbridge_pareto::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let reps: u32 = std::env::var("REPS").ok().and_then(|x| x.parse().ok()).unwrap_or(1);
    if a[1] == "road" {
        let g = generate::road_like(a[2].parse().unwrap(), 1).unwrap();
        println!("{} nodes {} arcs", g.nodes(), g.arcs().len());
        let side = g.nodes().isqrt();
        for d in a[3].split(',') {
            let d: u32 = d.parse().unwrap();
            let c = side / 2 - d / 2;
            let t = std::time::Instant::now();
            let b = Bounds::to(&g, (c + d) * side + c + d);
            let tb = t.elapsed();
            for _ in 0..reps {
            run(&g, c * side + c, (c + d) * side + c + d);
            }
            println!("   full bounds {tb:?} {:?}", b.at(c * side + c));
        }
    } else {
        let n: u32 = a[2].parse().unwrap();
        let s: u32 = a[4].parse().unwrap();
        for seed in 1..=3 {
            for _ in 0..reps {
            match a[3].as_str() {
                "3" => { let g = generate::multimodal::<3>(n, s, seed).unwrap(); run(&g, 0, n - 1) }
                "4" => { let g = generate::multimodal::<4>(n, s, seed).unwrap(); run(&g, 0, n - 1) }
                "5" => { let g = generate::multimodal::<5>(n, s, seed).unwrap(); run(&g, 0, n - 1) }
                _ => { let g = generate::multimodal::<2>(n, s, seed).unwrap(); run(&g, 0, n - 1) }
            }
            }
        }
    }
}
fn run<const K: usize>(g: &Graph<K>, s: u32, t: u32) {
    let clock = std::time::Instant::now();
    let a = pareto(g, s, t, &Options::default()).unwrap();
    let e = clock.elapsed();
    println!("{:6} sol {:9} exp {:9} gen {:9} peak {:8.4} s {:6.2} M/s", a.paths.len(), a.expansions, a.generated, a.peak_labels, e.as_secs_f64(), a.expansions as f64 / e.as_secs_f64() / 1e6);
}
