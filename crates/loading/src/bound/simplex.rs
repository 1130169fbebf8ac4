//! The linear program over patterns: fewest units that cover the vehicles, in fractions.
//!
//! Floating point is guidance here: it proposes weights and shares, nothing else. Bounds are verified in integers.
//! Only `+ - * /` and comparisons are used, which IEEE 754 defines to the last bit, so that every machine takes
//! the same path.

/// Pivots between two fresh inversions.
const REFRESH: u32 = 64;
const EPSILON: f64 = 1e-9;

/// What stands in a row of the basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variable {
    Pattern(usize),
    /// More than is asked for, in a row of vehicles; less than there is, in a row of units.
    Slack(usize),
}

/// Minimises the cost of units subject to covering every row of vehicles with the units there are, by the revised
/// primal simplex method with an explicit inverse. O(rows^2) per pivot.
///
/// # Source
/// Gilmore, Gomory, "A linear programming approach to the cutting-stock problem", 1961; Chvátal, "Linear
/// Programming", 1983, chapter 7.
#[derive(Debug)]
pub(crate) struct Master {
    /// Vehicles by row, then units by limit.
    demand: Vec<f64>,
    /// Rows of vehicles; those behind them are limits.
    covered: usize,
    costs: Vec<f64>,
    columns: Vec<Vec<(usize, f64)>>,
    basis: Vec<Variable>,
    basic: Vec<bool>,
    inverse: Vec<f64>,
    level: Vec<f64>,
    duals: Vec<f64>,
    since_refresh: u32,
    work: u64,
}

impl Master {
    /// Starts from one column per row of vehicles: so many of it in a unit of a cost, or left behind at that cost.
    pub(crate) fn new(demand: &[u32], start: &[(u32, f64)], limits: &[u32]) -> Self {
        let covered = demand.len();
        let rows = covered + limits.len();
        let mut inverse = vec![0.0; rows * rows];
        let mut level = vec![0.0; rows];
        let mut columns = Vec::with_capacity(rows);
        let mut costs = Vec::with_capacity(rows);
        for (row, (number, (per_unit, cost))) in demand.iter().zip(start).enumerate() {
            let per_unit = f64::from((*per_unit).max(1));
            inverse[row * rows + row] = 1.0 / per_unit;
            level[row] = f64::from(*number) / per_unit;
            columns.push(vec![(row, per_unit)]);
            costs.push(*cost);
        }
        for (idx, limit) in limits.iter().enumerate() {
            let row = covered + idx;
            inverse[row * rows + row] = 1.0;
            level[row] = f64::from(*limit);
        }
        Self {
            demand: demand.iter().chain(limits).copied().map(f64::from).collect(),
            covered,
            basis: (0..covered).map(Variable::Pattern).chain((covered..rows).map(Variable::Slack)).collect(),
            basic: vec![true; covered],
            costs,
            columns,
            inverse,
            level,
            duals: vec![0.0; rows],
            since_refresh: 0,
            work: 0,
        }
    }

    /// Work since it was asked last, in steps as knapsacks take them.
    pub(crate) fn take_work(&mut self) -> u64 {
        std::mem::take(&mut self.work)
    }

    /// Adds a pattern as (row, number) pairs with its cost; a limited unit counts one in its row.
    pub(crate) fn add(&mut self, column: Vec<(usize, f64)>, cost: f64) {
        self.columns.push(column);
        self.costs.push(cost);
        self.basic.push(false);
    }

    /// Pivots to the optimum over the columns so far, or until `pivots` run out.
    pub(crate) fn solve(&mut self, pivots: u32) {
        for _ in 0..pivots {
            self.price_rows();
            let rows = self.rows() as u64;
            self.work += self.columns.len() as u64 + rows * rows / 4;
            let Some(entering) = self.entering() else { return };
            let direction = self.direction(entering);
            let Some(row) = self.leaving(&direction) else { return };
            self.pivot(entering, row, &direction);
            if self.since_refresh >= REFRESH {
                self.refresh();
            }
        }
        self.price_rows();
    }

    /// The cost, with units in fractions.
    pub(crate) fn value(&self) -> f64 {
        self.basis.iter().zip(&self.level).fold(0.0, |sum, (var, x)| sum + self.cost(*var) * x)
    }

    fn cost(&self, variable: Variable) -> f64 {
        match variable {
            Variable::Pattern(idx) => self.costs[idx],
            Variable::Slack(_) => 0.0,
        }
    }

    // What a slack adds to its row.
    fn slack(&self, row: usize) -> f64 {
        if row < self.covered { -1.0 } else { 1.0 }
    }

    /// What a vehicle of each row is worth, and (at most 0) what one more of each limited unit would change.
    pub(crate) fn duals(&self) -> &[f64] {
        &self.duals
    }

    /// Columns used, with how often, by column.
    pub(crate) fn shares(&self) -> Vec<(usize, f64)> {
        let mut shares: Vec<(usize, f64)> = self
            .basis
            .iter()
            .zip(&self.level)
            .filter_map(|(var, x)| match var {
                Variable::Pattern(idx) if *x > EPSILON => Some((*idx, *x)),
                _ => None,
            })
            .collect();
        shares.sort_by_key(|(idx, _)| *idx);
        shares
    }

    fn rows(&self) -> usize {
        self.demand.len()
    }

    fn price_rows(&mut self) {
        let rows = self.rows();
        self.duals.fill(0.0);
        for (row, var) in self.basis.iter().enumerate() {
            let Variable::Pattern(idx) = var else { continue };
            let cost = self.costs[*idx];
            for (dual, entry) in self.duals.iter_mut().zip(&self.inverse[row * rows..(row + 1) * rows]) {
                *dual += cost * entry;
            }
        }
    }

    // Most negative reduced cost; the first of equals.
    fn entering(&self) -> Option<Variable> {
        let mut best = (-EPSILON, None);
        for (row, dual) in self.duals.iter().enumerate() {
            let reduced = -self.slack(row) * dual;
            if reduced < best.0 && !self.basis.contains(&Variable::Slack(row)) {
                best = (reduced, Some(Variable::Slack(row)));
            }
        }
        for (idx, column) in self.columns.iter().enumerate() {
            if self.basic[idx] {
                continue;
            }
            let reduced = column.iter().fold(self.costs[idx], |sum, (row, n)| sum - self.duals[*row] * n);
            if reduced < best.0 {
                best = (reduced, Some(Variable::Pattern(idx)));
            }
        }
        best.1
    }

    fn direction(&self, entering: Variable) -> Vec<f64> {
        let rows = self.rows();
        let along = |column: &[(usize, f64)]| {
            (0..rows)
                .map(|i| column.iter().fold(0.0, |sum, (row, n)| sum + self.inverse[i * rows + row] * n))
                .collect()
        };
        match entering {
            Variable::Pattern(idx) => along(&self.columns[idx]),
            Variable::Slack(row) => along(&[(row, self.slack(row))]),
        }
    }

    // Smallest ratio; among nearly equal ones the largest pivot, for the sake of digits.
    fn leaving(&self, direction: &[f64]) -> Option<usize> {
        let mut best: Option<(f64, f64, usize)> = None;
        for (row, step) in direction.iter().enumerate() {
            if *step <= EPSILON {
                continue;
            }
            let ratio = self.level[row].max(0.0) / step;
            let better = best.is_none_or(|(least, pivot, _)| {
                ratio < least - EPSILON || (ratio <= least + EPSILON && *step > pivot)
            });
            if better {
                best = Some((ratio, *step, row));
            }
        }
        best.map(|(_, _, row)| row)
    }

    fn pivot(&mut self, entering: Variable, row: usize, direction: &[f64]) {
        let rows = self.rows();
        let scale = 1.0 / direction[row];
        let step = self.level[row].max(0.0) * scale;
        for entry in &mut self.inverse[row * rows..(row + 1) * rows] {
            *entry *= scale;
        }
        let pivot_row: Vec<f64> = self.inverse[row * rows..(row + 1) * rows].to_vec();
        for (i, factor) in direction.iter().enumerate() {
            if i == row || *factor == 0.0 {
                continue;
            }
            for (entry, pivot) in self.inverse[i * rows..(i + 1) * rows].iter_mut().zip(&pivot_row) {
                *entry -= factor * pivot;
            }
            self.level[i] -= factor * step;
        }
        self.level[row] = step;
        if let Variable::Pattern(idx) = self.basis[row] {
            self.basic[idx] = false;
        }
        if let Variable::Pattern(idx) = entering {
            self.basic[idx] = true;
        }
        self.basis[row] = entering;
        self.since_refresh += 1;
    }

    // Inverts the basis anew by Gauss-Jordan elimination, so that errors do not add up. O(rows^3).
    fn refresh(&mut self) {
        self.since_refresh = 0;
        let rows = self.rows();
        self.work += (rows * rows * rows / 4) as u64;
        let width = 2 * rows;
        let mut table = vec![0.0; rows * width];
        for (place, var) in self.basis.iter().enumerate() {
            match var {
                Variable::Pattern(idx) => {
                    for (row, n) in &self.columns[*idx] {
                        table[row * width + place] = *n;
                    }
                }
                Variable::Slack(row) => table[row * width + place] = self.slack(*row),
            }
            table[place * width + rows + place] = 1.0;
        }
        for column in 0..rows {
            let mut pivot = (0.0, column);
            for row in column..rows {
                let size = table[row * width + column].abs();
                if size > pivot.0 {
                    pivot = (size, row);
                }
            }
            if pivot.0 <= 1e-12 {
                return;
            }
            if pivot.1 != column {
                let (upper, lower) = table.split_at_mut(pivot.1 * width);
                upper[column * width..(column + 1) * width].swap_with_slice(&mut lower[..width]);
            }
            let scale = 1.0 / table[column * width + column];
            for entry in &mut table[column * width..(column + 1) * width] {
                *entry *= scale;
            }
            let pivot_row: Vec<f64> = table[column * width..(column + 1) * width].to_vec();
            for row in (0..rows).filter(|row| *row != column) {
                let factor = table[row * width + column];
                if factor == 0.0 {
                    continue;
                }
                for (entry, pivot) in table[row * width..(row + 1) * width].iter_mut().zip(&pivot_row) {
                    *entry -= factor * pivot;
                }
            }
        }
        for row in 0..rows {
            self.inverse[row * rows..(row + 1) * rows]
                .copy_from_slice(&table[row * width + rows..(row + 1) * width]);
            let level = (0..rows).fold(0.0, |sum, i| sum + self.inverse[row * rows + i] * self.demand[i]);
            self.level[row] = level.max(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_in_fractions() {
        // Two classes, seven of each; alone two fit, together two of one and one of the other.
        let mut master = Master::new(&[7, 7], &[(2, 1.0), (2, 1.0)], &[]);
        master.add(vec![(0, 2.0), (1, 1.0)], 1.0);
        master.add(vec![(0, 1.0), (1, 2.0)], 1.0);
        master.solve(100);
        assert!((master.value() - 14.0 / 3.0).abs() < 1e-9, "{}", master.value());
        assert!(master.duals().iter().all(|dual| (dual - 1.0 / 3.0).abs() < 1e-9));
    }

    #[test]
    fn a_fresh_inverse_changes_nothing() {
        let mut master = Master::new(&[5, 9, 4], &[(3, 1.0), (2, 1.0), (4, 1.0)], &[]);
        for column in [vec![(0, 1.0), (1, 1.0), (2, 1.0)], vec![(1, 1.0), (2, 3.0)], vec![(0, 2.0), (1, 1.0)]]
        {
            master.add(column, 1.0);
        }
        master.solve(100);
        let (value, duals) = (master.value(), master.duals().to_vec());
        master.refresh();
        master.price_rows();
        assert!((master.value() - value).abs() < 1e-9);
        assert!(master.duals().iter().zip(&duals).all(|(a, b)| (a - b).abs() < 1e-9));
    }

    #[test]
    fn units_that_are_few_have_a_price() {
        // Ten vehicles; two large units that take four at a cost of 1, else units of one at a cost of 1.
        let mut master = Master::new(&[10], &[(1, 1.0)], &[2]);
        master.add(vec![(0, 4.0), (1, 1.0)], 1.0);
        master.solve(100);
        assert!((master.value() - 4.0).abs() < 1e-9, "{}", master.value());
        assert!((master.duals()[0] - 1.0).abs() < 1e-9 && (master.duals()[1] + 3.0).abs() < 1e-9);
    }
}
