//! What `landbridge load` is asked.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use landbridge_model::EquipmentId;
use landbridge_planning::FleetOffer;

use crate::args::Mix;

#[derive(Debug, ClapArgs)]
pub(crate) struct Load {
    #[command(flatten)]
    pub(crate) mix: Mix,
    /// Equipment to load; without it all that is in service. May be given several times
    #[arg(long, value_name = "EQUIPMENT", value_delimiter = ',')]
    pub(crate) equipment: Vec<EquipmentId>,
    /// A mixed fleet of least cost: `jsq6=100:20,rack-40=45` is at most 20 wagons at 100 and any number of boxes at 45
    #[arg(
        long,
        value_name = "EQUIPMENT=COST[:AVAILABLE]",
        value_delimiter = ',',
        value_parser = parse_offer,
        conflicts_with = "equipment"
    )]
    pub(crate) fleet: Vec<FleetOffer>,
    /// Each distinct unit deck by deck, also for several kinds of equipment
    #[arg(long)]
    pub(crate) detail: bool,
    /// A loading list instead, as CSV: a row for each vehicle
    #[arg(long, conflicts_with_all = ["detail", "train", "check"])]
    pub(crate) list: bool,
    /// Train sheets instead: the wagons of each train with lengths, masses and vehicles
    #[arg(long, conflicts_with_all = ["detail", "check", "fleet"])]
    pub(crate) train: bool,
    /// Check a loading list against the shipment instead of making one
    #[arg(long, value_name = "LIST.csv", conflicts_with_all = ["detail", "fleet"])]
    pub(crate) check: Option<PathBuf>,
}

fn parse_offer(text: &str) -> Result<FleetOffer, String> {
    let (unit, rest) =
        text.split_once('=').ok_or_else(|| format!("`{text}` is not EQUIPMENT=COST[:AVAILABLE]"))?;
    let (cost, available) = match rest.split_once(':') {
        Some((cost, available)) => (cost, Some(available)),
        None => (rest, None),
    };
    let whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    Ok(FleetOffer {
        unit: unit.parse().map_err(|error: landbridge_model::IdError| error.to_string())?,
        cost: Some(cost)
            .filter(|cost| whole(cost))
            .and_then(|cost| cost.parse().ok())
            .ok_or_else(|| format!("`{cost}` is not a whole number for a cost"))?,
        available: available
            .map(|n| {
                Some(n)
                    .filter(|n| whole(n))
                    .and_then(|n| n.parse().ok())
                    .ok_or_else(|| format!("`{n}` is not a number of units"))
            })
            .transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_are_whole_numbers() {
        let offer =
            |text| parse_offer(text).map(|offer| (offer.unit.to_string(), offer.cost, offer.available));
        assert_eq!(offer("jsq6=100:20"), Ok(("jsq6".to_owned(), 100, Some(20))));
        assert_eq!(offer("jsq6=0"), Ok(("jsq6".to_owned(), 0, None)));
        for bad in ["jsq6", "jsq6=", "jsq6=-1", "jsq6=1.5", "jsq6=1:", "jsq6=1:x", "=1", "jsq6=1:-2"] {
            assert!(offer(bad).is_err(), "{bad}");
        }
    }
}
