//! Albers equal-area conic projection for the region between the Caspian and the Chinese coast.
//!
//! Trigonometry goes through `libm`, as the platform's differs in the last digit and drawings are compared.
//!
//! # Source
//! J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395 (1987), pages 98 to 103, sphere.

use libm::{cos, sin};

/// Mean radius of the Earth in kilometres.
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// An Albers projection with two standard parallels.
#[derive(Clone, Copy, Debug)]
pub struct Albers {
    /// Half the sum of the sines of the standard parallels.
    n: f64,
    c: f64,
    rho_origin: f64,
    lon_origin: f64,
}

impl Albers {
    /// The projection for lon 44 to 125, lat 20 to 56: standard parallels 26 and 50, origin 38 N 84.5 E.
    #[must_use]
    pub fn eurasian_corridor() -> Self {
        let first = 26_f64.to_radians();
        let second = 50_f64.to_radians();
        let n = f64::midpoint(sin(first), sin(second));
        let c = cos(first) * cos(first) + 2.0 * n * sin(first);
        let mut albers = Self { n, c, rho_origin: 0.0, lon_origin: 84.5 };
        albers.rho_origin = albers.rho(38.0);
        albers
    }

    fn rho(&self, lat: f64) -> f64 {
        let square = self.c - 2.0 * self.n * sin(lat.to_radians());
        EARTH_RADIUS_KM * square.max(0.0).sqrt() / self.n
    }

    /// East and north of the origin.
    ///
    /// # Units
    /// Degrees in, kilometres out.
    #[must_use]
    pub fn project(&self, lat: f64, lon: f64) -> (f64, f64) {
        let rho = self.rho(lat);
        let theta = self.n * (lon - self.lon_origin).to_radians();
        (rho * sin(theta), self.rho_origin - rho * cos(theta))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_stays_and_distances_are_kilometres() {
        let albers = Albers::eurasian_corridor();
        let (x, y) = albers.project(38.0, 84.5);
        assert!(x.abs() < 1e-9 && y.abs() < 1e-9);
        // Lanzhou to Urumqi is 1617 km on a great circle.
        let (ax, ay) = albers.project(36.057, 103.840);
        let (bx, by) = albers.project(43.801, 87.601);
        let length = ((ax - bx) * (ax - bx) + (ay - by) * (ay - by)).sqrt();
        assert!((length - 1617.0).abs() < 40.0, "{length}");
    }

    #[test]
    fn areas_are_kept() {
        // One degree by one degree cells, area on the sphere against area in the drawing.
        let albers = Albers::eurasian_corridor();
        for (lat, lon) in [(20.0, 50.0), (38.0, 84.0), (55.0, 120.0)] {
            let corners = [(lat, lon), (lat, lon + 0.1), (lat + 0.1, lon + 0.1), (lat + 0.1, lon)];
            let points = corners.map(|(lat, lon)| albers.project(lat, lon));
            let mut drawn = 0.0;
            for (at, (x, y)) in points.into_iter().enumerate() {
                let (nx, ny) = points[(at + 1) % 4];
                drawn += (x * ny - nx * y) / 2.0;
            }
            let band = sin(f64::to_radians(lat + 0.1)) - sin(f64::to_radians(lat));
            let sphere = EARTH_RADIUS_KM * EARTH_RADIUS_KM * f64::to_radians(0.1) * band;
            assert!((drawn / sphere - 1.0).abs() < 1e-3, "{drawn} {sphere}");
        }
    }
}
