//! What `landbridge load` is asked.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use landbridge_model::{EquipmentId, PlaceId, ServiceId};
use landbridge_planning::FleetOffer;
use landbridge_units::{Kilograms, Millimetres};

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
    /// Trains after the limits of this service; without it those of the services that start where the order does
    #[arg(long, value_name = "SERVICE", requires = "train")]
    pub(crate) train_service: Option<ServiceId>,
    /// Longest train in metres, without locomotive: `850` or `755.5`
    #[arg(long, value_name = "METRES", requires = "train", value_parser = parse_metres)]
    pub(crate) train_length: Option<Millimetres>,
    /// Heaviest train in tonnes with its load, without locomotive: `3000` or `2450.5`
    #[arg(long, value_name = "TONNES", requires = "train", value_parser = parse_tonnes)]
    pub(crate) train_gross: Option<Kilograms>,
    /// Most wagons, or containers, of a train
    #[arg(long, value_name = "NUMBER", requires = "train", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) train_max: Option<u32>,
    /// Fewest wagons, or containers, of a full train
    #[arg(long, value_name = "NUMBER", requires = "train")]
    pub(crate) train_min: Option<u32>,
    /// Only full trains leave; what fills none is named with the wagons that are missing
    #[arg(long, requires = "train")]
    pub(crate) full_only: bool,
    /// Vehicles of an order for several destinations, several in a unit where that saves one, beside one stop a unit
    #[arg(long, conflicts_with_all = ["train", "check", "fleet", "detail"])]
    pub(crate) stops_together: bool,
    /// Order in which the destinations of an order are served, for --train and --stops-together; otherwise that of the
    /// order book
    #[arg(long, value_name = "PLACE", value_delimiter = ',')]
    pub(crate) stops: Vec<PlaceId>,
    /// Check a loading list against the shipment instead of making one
    #[arg(long, value_name = "LIST.csv", conflicts_with_all = ["detail", "fleet", "equipment"])]
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

fn parse_metres(text: &str) -> Result<Millimetres, String> {
    thousandths(text)
        .map(Millimetres::new)
        .ok_or_else(|| format!("`{text}` is not a length in metres, to the millimetre"))
}

fn parse_tonnes(text: &str) -> Result<Kilograms, String> {
    thousandths(text)
        .map(Kilograms::new)
        .ok_or_else(|| format!("`{text}` is not a mass in tonnes, to the kilogram"))
}

/// A plain number above zero with at most three decimals, in thousandths.
fn thousandths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 3 {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<3}").parse().ok()?;
    whole.checked_mul(1_000)?.checked_add(part).filter(|thousandths| *thousandths > 0)
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

    #[test]
    fn lengths_and_masses_are_plain_numbers() {
        let mm = |text| parse_metres(text).map(Millimetres::get);
        assert_eq!((mm("850"), mm("755.5"), mm("0.001")), (Ok(850_000), Ok(755_500), Ok(1)));
        assert_eq!(parse_tonnes("2450.25").map(Kilograms::get), Ok(2_450_250));
        for bad in ["", "0", "0.0", "-1", "1e3", "1,000", "1.", ".5", "1.0001", "99999999999999999999"] {
            assert!(mm(bad).is_err() && parse_tonnes(bad).is_err(), "{bad}");
        }
    }
}
