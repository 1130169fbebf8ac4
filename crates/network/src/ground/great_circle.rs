//! Great-circle lengths, to catch a tariff distance that is too short to be true.

use geo::{Distance as _, Geodesic, Point};
use landbridge_model::{Coordinate, Link, Mode, Place};
use landbridge_units::Metres;

/// The shortest way over the ground between two coordinates, rounded to the metre.
///
/// It is the geodesic on the WGS 84 ellipsoid, not the haversine on a sphere: the sphere is wrong by up to
/// 0.56 %, which is more than the tolerance this length is used with. It serves to check lengths and is part of
/// no total.
///
/// # Source
/// Karney, C. F. F.: Algorithms for geodesics. Journal of Geodesy 87 (2013), 43-55; as implemented by `geo`.
///
/// # Example
/// ```
/// use landbridge_model::Coordinate;
/// use landbridge_network::great_circle;
///
/// let almaty = Coordinate { lat_e7: 432_220_000, lon_e7: 768_510_000 };
/// let tashkent = Coordinate { lat_e7: 412_995_000, lon_e7: 692_401_000 };
/// assert_eq!(great_circle(almaty, tashkent).get() / 1_000, 663);
/// ```
#[must_use]
pub fn great_circle(a: Coordinate, b: Coordinate) -> Metres {
    let metres = Geodesic.distance(point(a), point(b));
    if !metres.is_finite() || metres < 0.0 {
        return Metres::ZERO;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "finite, not negative and at most half the earth's circumference"
    )]
    let whole = metres.round() as u64;
    Metres::new(whole)
}

fn point(at: Coordinate) -> Point<f64> {
    Point::new(degrees(at.lon_e7), degrees(at.lat_e7))
}

/// Degrees fit 32 bits in ten-millionths; what does not is no coordinate and is held to the end of the range.
fn degrees(e7: i64) -> f64 {
    let held = i32::try_from(e7).unwrap_or(if e7 < 0 { i32::MIN } else { i32::MAX });
    f64::from(held) / 1e7
}

/// The great circle between the ends of a rail or road link, where the link is shorter by more than 0.5 %.
///
/// Half a per cent is what coordinates of stations, given to a few hundred metres, may be off on a short link.
pub(crate) fn too_short(link: &Link, from: &Place, to: &Place) -> Option<Metres> {
    if !matches!(link.mode, Mode::Rail | Mode::Road) {
        return None;
    }
    let circle = great_circle(from.at?, to.at?);
    let short = u128::from(link.length.get()) * 1_000 < u128::from(circle.get()) * 995;
    short.then_some(circle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat_e7: i64, lon_e7: i64) -> Coordinate {
        Coordinate { lat_e7, lon_e7 }
    }

    #[test]
    fn a_quarter_of_the_equator_and_of_a_meridian() {
        assert_eq!(great_circle(at(0, 0), at(0, 900_000_000)).get(), 10_018_754);
        assert_eq!(great_circle(at(0, 0), at(900_000_000, 0)).get(), 10_001_966);
        assert_eq!(great_circle(at(1, 2), at(1, 2)), Metres::ZERO);
    }

    #[test]
    fn nonsense_is_not_a_panic() {
        let _ = great_circle(at(i64::MAX, i64::MIN), at(i64::MIN, i64::MAX));
    }
}
