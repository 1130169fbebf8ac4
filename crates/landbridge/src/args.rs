//! What the program is asked.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use landbridge_model::{Clearance, OrderId, PlaceId, VehicleId};

use crate::load_args::Load;
use crate::route_args::{Reach, Route};

/// Plan, price and report finished-vehicle logistics over a corridor kept as text.
#[derive(Debug, Parser)]
#[command(name = "landbridge", version, about)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, ClapArgs)]
pub(crate) struct Global {
    /// Corridor folder; without it the shipped corridor is used
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) corridor: Option<PathBuf>,
    /// Folder whose rows replace or add to those of the corridor; may be given several times
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) overlay: Vec<PathBuf>,
    /// The day the question is asked; without it the corridor's own
    #[arg(long, value_name = "DATE", global = true)]
    pub(crate) as_of: Option<NaiveDate>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text, global = true)]
    pub(crate) format: Format,
}

/// How to print an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    Text,
    /// For programs, with every trace
    Json,
    /// The tables alone
    Csv,
    /// As the report's pages
    Markdown,
    /// Features for a map: `route` and `reach`
    Geojson,
    /// A drawing: `route` and `load`
    Svg,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the corridor: every problem with file, line and column
    Check,
    /// Every best route by the criteria asked for, with every step; by ready day with --each-day
    Route(Box<Route>),
    /// Every place the vehicles can be delivered to: how soon, for how much, with how much CO2e
    Reach(Box<Reach>),
    /// Which vehicle stands where, and the number of units that no plan can go below
    Load(Load),
    /// Ways of shipping side by side
    Compare(Compare),
    /// A figure of the report down to file, line and source; a beginning of an id lists what begins so
    Explain {
        /// Id of a figure, as the pages print it
        figure: String,
    },
    /// What the published statistics allow
    Audit,
    /// Write the report into a folder
    Report {
        /// The folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Assign an order book to departures (not there yet)
    #[command(disable_help_flag = true)]
    Plan(Later),
    /// Compare two corridors (not there yet)
    #[command(disable_help_flag = true)]
    Diff(Later),
    /// Distributions of arrival (not there yet)
    #[command(disable_help_flag = true)]
    Simulate(Later),
    /// Close each border in turn (not there yet)
    #[command(disable_help_flag = true)]
    Stress(Later),
    /// Read XLSX, CSV or GeoJSON (not there yet)
    #[command(disable_help_flag = true)]
    Import(Later),
    /// Write XLSX, CSV or GeoJSON (not there yet)
    #[command(disable_help_flag = true)]
    Export(Later),
}

/// Arguments of a command that is not there yet: anything.
#[derive(Debug, ClapArgs)]
pub(crate) struct Later {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    pub(crate) rest: Vec<String>,
}

/// A shipment asked for ad hoc.
#[derive(Debug, ClapArgs)]
pub(crate) struct Mix {
    /// Vehicles by model: `changan-cs55plus=200,changan-uni-k=56`
    #[arg(long, value_name = "MODEL=NUMBER", value_delimiter = ',', value_parser = parse_count)]
    pub(crate) vehicles: Vec<(VehicleId, u32)>,
    /// An order of the corridor instead
    #[arg(long, value_name = "ORDER", conflicts_with_all = ["vehicles", "depart", "clearance", "soc"])]
    pub(crate) order: Option<OrderId>,
    /// First day the vehicles can be loaded; without it the day of the question
    #[arg(long, value_name = "DATE")]
    pub(crate) depart: Option<NaiveDate>,
    /// Where the export declaration is made: origin (if not given) or border
    #[arg(long, value_name = "WHERE")]
    pub(crate) clearance: Option<Clearance>,
    /// State of charge at loading, for vehicles with a traction battery
    #[arg(long, value_name = "PERCENT")]
    pub(crate) soc: Option<u32>,
}

/// From where to where.
#[derive(Debug, ClapArgs)]
pub(crate) struct Ends {
    /// Where the vehicles are
    #[arg(required_unless_present = "order", conflicts_with = "order")]
    pub(crate) origin: Option<PlaceId>,
    /// Where they go
    #[arg(required_unless_present = "order")]
    pub(crate) destination: Option<PlaceId>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Compare {
    #[command(flatten)]
    pub(crate) ends: Ends,
    #[command(flatten)]
    pub(crate) mix: Mix,
}

fn parse_count(text: &str) -> Result<(VehicleId, u32), String> {
    let (model, number) = text.split_once('=').ok_or_else(|| format!("`{text}` is not MODEL=NUMBER"))?;
    let model = model.parse().map_err(|error: landbridge_model::IdError| error.to_string())?;
    let number: u32 = number.parse().map_err(|_| format!("`{number}` is not a number of vehicles"))?;
    if number == 0 {
        return Err("the number of vehicles is at least 1".to_owned());
    }
    Ok((model, number))
}
