//! Exchange: direct, inverse and crossed by USD.

use landbridge_costing::{CostError, Exchange};
use landbridge_model::{Amount, Validity};
use landbridge_units::{Currency, MoneyError};

use crate::fixture::{day, dec, fx, money, p, period};

fn cur(code: &str) -> Currency {
    p(code)
}

#[test]
fn direct_inverse_and_cross() {
    let rates = [
        fx("CNY", "USD", Validity::ALWAYS, "6.9892"),
        fx("KZT", "USD", Validity::ALWAYS, "447"),
        fx("USD", "EUR", Validity::ALWAYS, "1.0867"),
    ];
    let exchange = Exchange::new(&rates);
    let convert = |amount: &str, from: &str, to: &str| {
        let rate = exchange.rate(cur(from), cur(to), day("2023-05-14")).unwrap();
        rate.convert(money(amount, from)).unwrap().to_string()
    };
    assert_eq!(convert("100", "USD", "CNY"), "698.92 CNY");
    // 698.92 / 6.9892 = 100 exactly: an inverse rounded to ten places would also do, one to four would not.
    assert_eq!(convert("698.92", "CNY", "USD"), "100.00 USD");
    // 447,000 KZT / 447 = 1,000 USD; x 6.9892.
    assert_eq!(convert("447000", "KZT", "CNY"), "6,989.20 CNY");
    assert_eq!(convert("6989.20", "CNY", "KZT"), "447,000.00 KZT");
    // 1,000 EUR x 1.0867 x 6.9892 = 7,595.16...
    assert_eq!(convert("1000", "EUR", "CNY"), "7,595.16 CNY");
    assert_eq!(convert("5", "CNY", "CNY"), "5.00 CNY");
}

#[test]
fn traces_spell_inversion_and_cross() {
    let rates = [fx("CNY", "USD", Validity::ALWAYS, "8"), fx("KZT", "USD", Validity::ALWAYS, "450")];
    let exchange = Exchange::new(&rates);
    let trace = |from: &str, to: &str| exchange.rate(cur(from), cur(to), day("2023-05-14")).unwrap().trace();

    let direct = trace("USD", "CNY");
    assert_eq!(direct.amount, Amount::Decimal(dec("8"), "CNY per USD".to_owned()));
    assert!(matches!(direct.why, landbridge_model::Why::Fact(_)));

    let inverse = trace("CNY", "USD");
    assert_eq!(inverse.amount, Amount::Decimal(dec("0.125"), "USD per CNY".to_owned()));
    let landbridge_model::Why::Formula(formula, _) = &inverse.why else { panic!("{inverse:?}") };
    assert!(formula.starts_with("1 / (CNY per USD)"), "{formula}");

    let cross = trace("KZT", "CNY");
    let landbridge_model::Why::Formula(formula, parts) = &cross.why else { panic!("{cross:?}") };
    assert!(formula.starts_with("by USD: 1 / (KZT per USD) × (CNY per USD)"), "{formula}");
    assert_eq!(parts.len(), 2);
    assert_eq!(cross.amount.to_string(), "0.0177777778 CNY per KZT");
}

#[test]
fn a_rate_holds_on_its_days_only() {
    let rates = [
        fx("CNY", "USD", period("2023-04-01", "2023-04-30"), "6.8"),
        fx("CNY", "USD", period("2023-05-01", "2023-05-31"), "7"),
    ];
    let exchange = Exchange::new(&rates);
    let rate = |date: &str| exchange.rate(cur("USD"), cur("CNY"), day(date));
    let in_fen = |date: &str| rate(date).unwrap().convert(money("1", "USD")).unwrap().minor();
    assert_eq!(
        [in_fen("2023-04-01"), in_fen("2023-04-30"), in_fen("2023-05-01"), in_fen("2023-05-31")],
        [680, 680, 700, 700]
    );
    for date in ["2023-03-31", "2023-06-01"] {
        let error = rate(date).unwrap_err();
        assert_eq!(error, CostError::NoRate { from: cur("USD"), to: cur("CNY"), date: day(date) });
        assert_eq!(error.to_string(), format!("no exchange rate from USD to CNY on {date}"));
    }
}

#[test]
fn a_zero_rate_and_a_wrong_currency_are_errors() {
    let rates = [fx("CNY", "USD", Validity::ALWAYS, "0")];
    let exchange = Exchange::new(&rates);
    let date = day("2023-05-14");
    assert!(matches!(exchange.rate(cur("CNY"), cur("USD"), date), Err(CostError::OutOfRange { .. })));
    let rate = exchange.rate(cur("USD"), cur("CNY"), date).unwrap();
    let error = rate.convert(money("1", "KZT")).unwrap_err();
    assert!(matches!(error, CostError::Money(MoneyError::UnlikeCurrencies { .. })));
}
