//! Deterministic placing of labels beside points without covering each other.

/// An upright rectangle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    fn inside(&self, frame: &Self) -> bool {
        self.x >= frame.x
            && self.y >= frame.y
            && self.x + self.width <= frame.x + frame.width
            && self.y + self.height <= frame.y + frame.height
    }

    /// The point of the area nearest to another.
    pub(crate) fn nearest(&self, x: f64, y: f64) -> (f64, f64) {
        (x.clamp(self.x, self.x + self.width), y.clamp(self.y, self.y + self.height))
    }

    /// Whether a segment touches the area (Liang and Barsky, 1984).
    pub(crate) fn crossed_by(&self, segment: Segment) -> bool {
        let ((x1, y1), (x2, y2)) = segment;
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (step, room) in [
            (x1 - x2, x1 - self.x),
            (x2 - x1, self.x + self.width - x1),
            (y1 - y2, y1 - self.y),
            (y2 - y1, self.y + self.height - y1),
        ] {
            if step.abs() < 1e-12 {
                if room < 0.0 {
                    return false;
                }
            } else if step < 0.0 {
                enter = enter.max(room / step);
            } else {
                leave = leave.min(room / step);
            }
        }
        enter <= leave
    }
}

/// A straight piece of a drawn line.
pub(crate) type Segment = ((f64, f64), (f64, f64));

/// Whether two segments cross within both.
fn cross(a: Segment, b: Segment) -> bool {
    let side = |(from, to): Segment, point: (f64, f64)| {
        (to.0 - from.0) * (point.1 - from.1) - (to.1 - from.1) * (point.0 - from.0) > 0.0
    };
    side(a, b.0) != side(a, b.1) && side(b, a.0) != side(b, a.1)
}

/// Lines this near to a labelled point belong to it.
const CLEAR_OF_POINT: f64 = 6.0;

/// How strictly a label keeps clear of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clearance {
    /// It rather crosses a line than finds no place.
    Preferred,
    /// It crosses neither lines nor, on the way to its point, labels.
    Required,
}

/// What is already taken, and what labels should rather not cover.
#[derive(Clone, Debug)]
pub(crate) struct Placer {
    frame: Area,
    taken: Vec<Area>,
    labels: Vec<Area>,
    lines: Vec<Segment>,
}

impl Placer {
    pub(crate) fn new(frame: Area) -> Self {
        Self { frame, taken: Vec::new(), labels: Vec::new(), lines: Vec::new() }
    }

    /// Keeps labels off an area.
    pub(crate) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Prefers positions that do not cross the segment.
    pub(crate) fn avoid(&mut self, segment: Segment) {
        self.lines.push(segment);
    }

    /// Tries eight positions around a point at each of the distances.
    ///
    /// Free positions whose way to the point touches no other label come before those where it does.
    /// Among equals, a step further out is as bad as half a line crossed, and the earlier position wins.
    ///
    /// # Complexity
    /// Labels placed so far plus lines, per position.
    pub(crate) fn place(
        &mut self,
        (x, y): (f64, f64),
        size: (f64, f64),
        distances: &[f64],
        clearance: Clearance,
    ) -> Option<Area> {
        let (width, height) = size;
        let mut best: Option<((bool, usize), Area)> = None;
        for (ring, distance) in distances.iter().enumerate() {
            let near = distance * 0.75;
            let candidates = [
                (x + distance, y - height / 2.0),
                (x - distance - width, y - height / 2.0),
                (x - width / 2.0, y - distance - height),
                (x - width / 2.0, y + distance),
                (x + near, y - near - height),
                (x + near, y + near),
                (x - near - width, y - near - height),
                (x - near - width, y + near),
            ];
            for (left, top) in candidates {
                let area = Area { x: left, y: top, width, height };
                if !area.inside(&self.frame)
                    || self.taken.iter().chain(&self.labels).any(|other| area.overlaps(other))
                {
                    continue;
                }
                let way = ((x, y), area.nearest(x, y));
                let hidden = self.labels.iter().any(|other| other.crossed_by(way));
                // What is drawn at the point itself does not count against the way from it.
                let (dx, dy) = (way.1.0 - x, way.1.1 - y);
                let part = CLEAR_OF_POINT / (dx * dx + dy * dy).sqrt().max(CLEAR_OF_POINT);
                let start = (x + dx * part, y + dy * part);
                let meets = |line: &&Segment| area.crossed_by(**line) || cross(**line, (start, way.1));
                let crossed = self.lines.iter().filter(meets).count();
                if clearance == Clearance::Required && (hidden || crossed > 0) {
                    continue;
                }
                let score = (hidden, 2 * crossed + ring);
                if best.is_none_or(|(least, _)| score < least) {
                    best = Some((score, area));
                }
            }
        }
        let (_, area) = best?;
        self.lines.push(((x, y), area.nearest(x, y)));
        self.labels.push(area);
        Some(area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_overlap_and_run_out_of_room() {
        let mut placer = Placer::new(Area { x: 0.0, y: 0.0, width: 100.0, height: 60.0 });
        let placed: Vec<Area> = (0..20)
            .map_while(|_| placer.place((50.0, 30.0), (40.0, 14.0), &[6.0], Clearance::Preferred))
            .collect();
        assert!((2..20).contains(&placed.len()), "{placed:?}");
        for (at, area) in placed.iter().enumerate() {
            assert!(placed[at + 1..].iter().all(|other| !area.overlaps(other)));
        }
    }

    #[test]
    fn lines_are_avoided() {
        let mut placer = Placer::new(Area { x: 0.0, y: 0.0, width: 200.0, height: 200.0 });
        placer.avoid(((100.0, 100.0), (200.0, 100.0)));
        let size = (40.0, 14.0);
        let area = placer.place((100.0, 100.0), size, &[6.0], Clearance::Preferred).unwrap();
        assert!(area.x < 100.0);
        for x in [0.0, 60.0, 80.0, 95.0, 105.0, 125.0, 160.0] {
            placer.avoid(((x, 0.0), (x, 200.0)));
        }
        assert!(placer.place((100.0, 100.0), size, &[6.0], Clearance::Required).is_none());
        assert!(placer.place((100.0, 100.0), size, &[6.0], Clearance::Preferred).is_some());
    }
}
