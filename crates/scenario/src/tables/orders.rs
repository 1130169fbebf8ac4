//! `orders.csv`.

use landbridge_model::{OrderId, OrderLine, OrderLineId, PlaceId};

use crate::codes;
use crate::fields::{Fields, PLACE, VEHICLE};
use crate::log::Words;

pub(crate) fn read(fields: &mut Fields<'_>) -> Option<OrderLine> {
    let id = fields.id::<OrderLineId>();
    let order = fields.plain_id::<OrderId>("order");
    if let (Some(id), Some(order)) = (&id, &order) {
        let number = id.as_str().strip_prefix(order.as_str()).and_then(|rest| rest.strip_prefix('-'));
        if !number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) {
            let words = Words::new(format!("`{id}` is not the order and a number"))
                .expected(format!("`{order}-1`, `{order}-2`, …"));
            fields.problem(&codes::O005, "id", words);
        }
    }
    let what = fields.text("what");
    let vehicle = fields.reference("vehicle", VEHICLE);
    let quantity = fields.count("quantity");
    if quantity == Some(0) {
        fields.problem(&codes::O002, "quantity", Words::new("no vehicle is ordered").expected("at least 1"));
    }
    let origin = fields.reference::<PlaceId>("origin", PLACE);
    let destination = fields.reference::<PlaceId>("destination", PLACE);
    if let (Some(origin), Some(destination)) = (&origin, &destination)
        && origin == destination
    {
        fields.problem(
            &codes::O003,
            "destination",
            Words::new(format!("{origin} is origin and destination")),
        );
    }
    let ready = fields.date("ready");
    let due = fields.maybe_date("due");
    if let (Some(ready), Some(due)) = (ready, due)
        && due < ready
    {
        let words = Words::new(format!("due on {due}, before it is ready on {ready}"));
        fields.problem(&codes::O001, "due", words);
    }
    let clearance = fields.word("clearance");
    let soc_percent = fields.maybe_percent("soc_percent");
    let built = fields.maybe_count("built");
    if let Some(built) = built.filter(|built| !(1950..=2100).contains(built)) {
        let words = Words::new(format!("built in {built}")).expected("a year");
        fields.problem(&codes::O007, "built", words);
    }
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(OrderLine {
        id: id?,
        order: order?,
        what: what?,
        vehicle: vehicle?,
        quantity: quantity?,
        origin: origin?,
        destination: destination?,
        ready: ready?,
        due,
        incoterm: fields.maybe_text("incoterm"),
        clearance: clearance?,
        soc_percent,
        built,
        row: row?,
    })
}
