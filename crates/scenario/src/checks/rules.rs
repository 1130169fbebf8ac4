//! Embargoes and their exemptions.

use landbridge_model::Corridor;

use crate::codes;
use crate::log::{Log, Words};
use crate::suggest::did_you_mean;

pub(super) fn check(corridor: &Corridor, log: &mut Log) {
    let tags: Vec<&str> =
        corridor.services.values().flat_map(|service| service.tags.iter().map(String::as_str)).collect();
    for embargo in &corridor.embargoes {
        for tag in embargo.exempt_tags.iter().filter(|tag| !tags.contains(&tag.as_str())) {
            // An exemption may speak of trains that no service of the corridor is; a near miss is an oversight.
            if let Some(hint) = did_you_mean(tag, tags.iter().copied()) {
                let words =
                    Words::new(format!("no service has the tag `{}`", crate::text::shorten(tag))).hint(hint);
                log.issue(&codes::A004, &embargo.row, "exempt_tags", words);
            }
        }
    }
}
