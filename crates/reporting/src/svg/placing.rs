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

    /// Whether a segment touches the area (Liang and Barsky, 1984).
    fn crossed_by(&self, segment: Segment) -> bool {
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

/// What is already taken, and what labels should rather not cover.
#[derive(Clone, Debug)]
pub(crate) struct Placer {
    frame: Area,
    taken: Vec<Area>,
    lines: Vec<Segment>,
}

impl Placer {
    pub(crate) fn new(frame: Area) -> Self {
        Self { frame, taken: Vec::new(), lines: Vec::new() }
    }

    /// Keeps labels off an area.
    pub(crate) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Prefers positions that do not cross the segment.
    pub(crate) fn avoid(&mut self, segment: Segment) {
        self.lines.push(segment);
    }

    /// Tries eight positions around a point at each distance in turn; the free one crossing the fewest lines wins.
    ///
    /// # Complexity
    /// Labels placed so far plus lines, per position.
    pub(crate) fn place(&mut self, x: f64, y: f64, size: (f64, f64), distances: &[f64]) -> Option<Area> {
        let (width, height) = size;
        for distance in distances {
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
            let mut best: Option<(usize, Area)> = None;
            for (x, y) in candidates {
                let area = Area { x, y, width, height };
                if !area.inside(&self.frame) || self.taken.iter().any(|other| area.overlaps(other)) {
                    continue;
                }
                let crossed = self.lines.iter().filter(|line| area.crossed_by(**line)).count();
                if best.is_none_or(|(least, _)| crossed < least) {
                    best = Some((crossed, area));
                }
            }
            if let Some((_, area)) = best {
                self.taken.push(area);
                return Some(area);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_overlap_and_run_out_of_room() {
        let mut placer = Placer::new(Area { x: 0.0, y: 0.0, width: 100.0, height: 60.0 });
        let placed: Vec<Area> =
            (0..20).map_while(|_| placer.place(50.0, 30.0, (40.0, 14.0), &[6.0])).collect();
        assert!((2..20).contains(&placed.len()), "{placed:?}");
        for (at, area) in placed.iter().enumerate() {
            assert!(placed[at + 1..].iter().all(|other| !area.overlaps(other)));
        }
    }

    #[test]
    fn lines_are_avoided() {
        let mut placer = Placer::new(Area { x: 0.0, y: 0.0, width: 200.0, height: 200.0 });
        placer.avoid(((100.0, 100.0), (200.0, 100.0)));
        let area = placer.place(100.0, 100.0, (40.0, 14.0), &[6.0]).unwrap();
        assert!(area.x < 100.0);
    }
}
