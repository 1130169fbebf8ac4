//! "Did you mean": the nearest of the words that would have been right.

/// Above so many candidates no suggestion is looked for: it is a courtesy, not worth a second.
const CANDIDATES_MAX: usize = 2_000;

/// A hint that names the nearest candidate, if one is near.
pub(crate) fn did_you_mean<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let length = text.chars().take(81).count();
    if length == 0 || length > 80 {
        return None;
    }
    let limit = (length / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().take(CANDIDATES_MAX) {
        // Length alone rules most of them out.
        if candidate.len().abs_diff(text.len()) > 4 * limit {
            continue;
        }
        let lower = strsim::damerau_levenshtein(&text.to_lowercase(), &candidate.to_lowercase());
        // A candidate of other case only is nearest, but never at distance zero unless it is the same.
        if lower <= limit && best.is_none_or(|(distance, _)| lower < distance) {
            best = Some((lower, candidate));
        }
    }
    best.map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_named_and_far_ones_are_not() {
        let words = ["station", "yard", "seaport"];
        assert_eq!(did_you_mean("stattion", words), Some("did you mean `station`?".to_owned()));
        assert_eq!(did_you_mean("Yard", words), Some("did you mean `yard`?".to_owned()));
        assert_eq!(did_you_mean("airport", ["junction"]), None);
        assert_eq!(did_you_mean("", words), None);
        assert_eq!(did_you_mean(&"x".repeat(1_000_000), words), None);
    }
}
