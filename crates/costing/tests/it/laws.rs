//! Laws that hold for any tariff and shipment.

use landbridge_costing::{Costing, Level, allocate};
use landbridge_model::{Basis, Corridor, Item, Itinerary, Shipment, Tariff, TariffOn};
use landbridge_units::{Decimal, Metres, Money};
use proptest::prelude::*;

use crate::fixture::{
    by_boxes, by_train, cars_261, corridor_with, freight, line, loads, p, shipment, tariff, usual_loads,
    vehicle,
};
use crate::sheets::{everything, tariffs};

fn bases_of_legs() -> impl Strategy<Value = Basis> {
    prop::sample::select(vec![Basis::VehicleKm, Basis::UnitKm, Basis::TrainKm, Basis::TonneKm])
}

fn rate() -> impl Strategy<Value = Decimal> {
    (0_i64..1_000_000, 0_u32..6).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

fn fleet() -> impl Strategy<Value = Shipment> {
    prop::collection::vec((1_u32..400, 800_u64..3_000), 1..4).prop_map(|lines| {
        let lines = lines
            .into_iter()
            .enumerate()
            .map(|(idx, (n, kg))| {
                line(vehicle(&format!("model-{idx}"), kg, Some(1_500), Some("12345.67")), n)
            })
            .collect();
        shipment(lines)
    })
}

fn total(corridor: &Corridor, way: &Itinerary) -> (Money, u64) {
    let (shipment, loads) = (cars_261(), usual_loads());
    let costing = Costing::new(corridor, &shipment, &loads);
    let emission = costing.emission_sheet(way).unwrap().total_grams();
    (costing.cost_sheet(way).unwrap().total_money(), emission.get())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn leaves_add_up_and_the_fast_path_agrees(
        fleet in fleet(),
        rates in prop::collection::vec(rate(), 12),
        units in 1_usize..120,
        level in prop::sample::select(vec![Level::Low, Level::Base, Level::High]),
    ) {
        let tariffs = tariffs().into_iter().zip(rates).map(|(tariff, rate)| Tariff {
            low: Some(rate / Decimal::TWO),
            rate,
            high: Some(rate * Decimal::TWO),
            ..tariff
        });
        let corridor = corridor_with(tariffs);
        let loads = loads(&[("rack-40", units), ("carrier", units)]);
        let costing = Costing::new(&corridor, &fleet, &loads).with_level(level);
        let way = everything(&corridor);
        let sheet = costing.cost_sheet(&way).unwrap();
        let emissions = costing.emission_sheet(&way).unwrap();
        prop_assert!(sheet.total.sums_hold() && sheet.per_vehicle.sums_hold());
        prop_assert!(emissions.total.sums_hold() && emissions.per_vehicle.sums_hold());
        let mut fast = (0, 0);
        for step in way.steps() {
            let (cost, grams) = costing.price_step(step).unwrap();
            fast = (fast.0 + cost.minor(), fast.1 + grams.get());
        }
        prop_assert_eq!(fast, (sheet.transport_money().minor(), emissions.total_grams().get()));
    }

    #[test]
    fn shares_are_those_of_an_equal_split(fleet in fleet(), rate in rate()) {
        let corridor = corridor_with([freight(Basis::VehicleKm, "USD", &rate.to_string())]);
        let loads = usual_loads();
        let sheet = Costing::new(&corridor, &fleet, &loads).cost_sheet(&by_train(&corridor)).unwrap();
        let vehicles = usize::try_from(fleet.vehicles()).unwrap();
        let mut each = sheet.total_money().split_equally(vehicles).unwrap().into_iter();
        for share in allocate(&sheet, &fleet).unwrap() {
            let line: Vec<Money> = each.by_ref().take(usize::try_from(share.quantity).unwrap()).collect();
            prop_assert_eq!(share.amount, Money::sum(&line, p("CNY")).unwrap());
            let paid: Vec<Money> = share
                .each
                .iter()
                .flat_map(|(money, n)| std::iter::repeat_n(*money, usize::try_from(*n).unwrap()))
                .collect();
            prop_assert_eq!(paid, line);
        }
    }

    #[test]
    fn longer_is_never_cheaper_nor_cleaner(basis in bases_of_legs(), rate in rate(), more in 0_u64..500_000) {
        let mut corridor = corridor_with([freight(basis, "USD", &rate.to_string())]);
        let before = total(&corridor, &by_boxes(&corridor));
        let link = corridor.links.get_mut("KZ-B_KZ-C_rail").unwrap();
        link.length = Metres::new(link.length.get() + more);
        let after = total(&corridor, &by_boxes(&corridor));
        prop_assert!(before.0.minor() <= after.0.minor() && before.1 <= after.1);
    }

    #[test]
    fn the_order_of_the_tariffs_means_nothing(swaps in prop::collection::vec((0_usize..12, 0_usize..12), 0..20)) {
        let corridor = corridor_with(tariffs());
        let mut shuffled = corridor.clone();
        for (a, b) in swaps {
            let last = shuffled.tariffs.len() - 1;
            shuffled.tariffs.swap(a.min(last), b.min(last));
        }
        let (shipment, loads) = (cars_261(), usual_loads());
        let sheet = |corridor: &_| {
            Costing::new(corridor, &shipment, &loads).cost_sheet(&everything(corridor)).unwrap()
        };
        prop_assert_eq!(sheet(&corridor).total, sheet(&shuffled).total);
    }

    #[test]
    fn a_fact_moves_the_figure_if_and_only_if_the_trace_has_it(which in 0_usize..12, unused in any::<bool>()) {
        let mut corridor = corridor_with(tariffs());
        let idle = Tariff {
            places: vec![p("CN-Q")],
            ..tariff("idle", Item::Loading, TariffOn::Load, Basis::Vehicle, "CNY", "5")
        };
        corridor.tariffs.push(idle);
        let (shipment, loads) = (cars_261(), usual_loads());
        let sheet = |corridor: &Corridor| {
            Costing::new(corridor, &shipment, &loads).cost_sheet(&everything(corridor)).unwrap()
        };
        let before = sheet(&corridor);
        let which = if unused { corridor.tariffs.len() - 1 } else { which.min(corridor.tariffs.len() - 2) };
        let changed = &mut corridor.tariffs[which];
        changed.rate *= Decimal::TWO;
        let fact = format!("tariff/{}/rate", changed.id);
        let in_trace = before.total.facts().contains_key(&fact);
        prop_assert_eq!(in_trace, !unused, "{}", fact);
        prop_assert_eq!(sheet(&corridor).total_money() != before.total_money(), in_trace, "{}", fact);
    }
}

#[test]
fn other_facts_move_the_figure_if_the_trace_has_them() {
    let corridor = corridor_with(tariffs());
    let way = everything(&corridor);
    let (shipment, loads) = (cars_261(), usual_loads());
    let costing = Costing::new(&corridor, &shipment, &loads);
    let before = costing.cost_sheet(&way).unwrap();
    let emitted = costing.emission_sheet(&way).unwrap();

    type Change = (&'static str, fn(&mut Corridor));
    let changes: [Change; 8] = [
        ("link/CN-A_CN-B_rail/km", |c| c.links.get_mut("CN-A_CN-B_rail").unwrap().length = Metres::new(1)),
        ("link/CN-A_CN-P_river/km", |c| c.links.get_mut("CN-A_CN-P_river").unwrap().length = Metres::new(1)),
        ("place/CN-A/free_days", |c| c.places.get_mut("CN-A").unwrap().free_days = Some(0)),
        ("fx/fx-CNY-USD-2023-01-01/rate", |c| c.exchange[0].rate = Decimal::TEN),
        ("fx/fx-KZT-USD-2023-01-01/rate", |c| c.exchange[1].rate = Decimal::TEN),
        ("emission/grid-CN/value", |c| c.factors.get_mut("grid-CN").unwrap().value = Decimal::TEN),
        ("emission/road-l-per-100km-carrier/value", |c| {
            c.factors.get_mut("road-l-per-100km-carrier").unwrap().value = Decimal::TEN;
        }),
        ("emission/sea-g-per-tkm/value", |c| {
            c.factors.get_mut("sea-g-per-tkm").unwrap().value = Decimal::TEN;
        }),
    ];
    let (mut moved_cost, mut moved_emission) = (0, 0);
    for (fact, change) in changes {
        let mut changed = corridor.clone();
        change(&mut changed);
        let way = everything(&changed);
        let costing = Costing::new(&changed, &shipment, &loads);
        let cost_moves = costing.cost_sheet(&way).unwrap().total_money() != before.total_money();
        let emission_moves = costing.emission_sheet(&way).unwrap().total_grams() != emitted.total_grams();
        assert_eq!(cost_moves, before.total.facts().contains_key(fact), "cost, {fact}");
        assert_eq!(emission_moves, emitted.total.facts().contains_key(fact), "emission, {fact}");
        moved_cost += usize::from(cost_moves);
        moved_emission += usize::from(emission_moves);
    }
    assert_eq!((moved_cost, moved_emission), (4, 3));
}
