//! The earliest arrival from every spot at every minute, with waiting for trains.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use landbridge_units::Instant;

use crate::network::Leaves;
use crate::plan::ahead::{Backwards, NEVER};
use crate::plan::moves::{Least, Moves, SpotId, What};
use crate::plan::prepared::Prepared;
use crate::pricer::Pricer;

/// No spot, and no event.
const NONE: u32 = u32::MAX;

/// The earliest arrivals at an end, of those until `last`, by trains that are boarded from `first` on, for who sets
/// out at the origin then or later.
#[derive(Debug)]
pub(crate) struct Arrivals {
    first: i64,
    pub(crate) last: i64,
    /// Minutes from each spot to the end without a train that keeps to dates.
    direct: Vec<i64>,
    /// Where the steps of each spot begin.
    begin: Vec<u32>,
    /// The last minute at which one can be at a spot to arrive at another, both falling; both from `first` on.
    steps: Vec<(u32, u32)>,
}

impl Arrivals {
    /// The least arrival from a spot that is stood at from a minute on. Of those after `last` no more is told.
    pub(crate) fn from(&self, spot: SpotId, at: i64, last: i64) -> i64 {
        let (Some(begin), Some(end)) = (self.begin.get(spot), self.begin.get(spot + 1)) else {
            return i64::MIN;
        };
        let steps = &self.steps[*begin as usize..*end as usize];
        let since = u32::try_from(at.saturating_sub(self.first).max(0)).unwrap_or(NONE);
        let by_train = steps.partition_point(|(latest, _)| *latest >= since).checked_sub(1);
        let by_train = by_train.map_or(NEVER, |place| self.first + i64::from(steps[place].1));
        by_train.min(at.saturating_add(self.direct[spot])).min(last.saturating_add(1))
    }

    /// Goes back over the trains that run between two instants, the last call first.
    ///
    /// At each call of a train those who are on it learn when they arrive if they leave it there, and those who
    /// board it when they arrive by it at best. Moves without a date are gone back over at once. What is found are
    /// the steps of a function of time by spot, and since time only falls, one comparison tells whether a step is
    /// new: connection scan, as a profile. Calls that are too early to be come to from the origin, or too late to
    /// lead to the end in time, are left out by the least minutes `ahead` and behind.
    ///
    /// # Source
    /// Dibbelt, J., Pajor, T., Strasser, B., Wagner, D.: Connection scan algorithm. ACM JEA 23 (2018), 1.7.
    pub(crate) fn of<P: Pricer>(
        prepared: &Prepared<'_, P>,
        backwards: &Backwards,
        (end, ahead): (SpotId, &[Least]),
        (first, last): (Instant, Instant),
    ) -> Self {
        let (first, last) = (first.epoch_minutes(), last.epoch_minutes());
        let sites = backwards.sites(prepared);
        let calls = Calls::of(prepared, sites, ahead, (first, last));
        let spots = prepared.moves.spots.len();
        let mut scan = Scan {
            first,
            behind: &sites.behind,
            direct: backwards.direct(end),
            steps: vec![Vec::new(); spots],
            due: vec![NONE; usize::try_from(last - first + 1).unwrap_or(0)],
            put_off: Vec::new(),
            best: vec![NEVER; calls.sums],
        };
        for minute in (first..=last).rev() {
            let now = usize::try_from(minute - first).unwrap_or(0);
            loop {
                scan.settle(backwards, minute, now);
                for (site, sum) in calls.at(now) {
                    scan.call(sites, minute, *site as usize, *sum as usize);
                }
                // What takes no time is due now.
                if scan.due[now] == NONE {
                    break;
                }
            }
        }
        let mut begin = Vec::with_capacity(spots + 1);
        let mut steps = Vec::with_capacity(scan.steps.iter().map(Vec::len).sum());
        let since = |minute: i64| u32::try_from(minute - first).unwrap_or(NONE);
        for own in &scan.steps {
            begin.push(u32::try_from(steps.len()).unwrap_or(NONE));
            steps.extend(own.iter().map(|(latest, arrival)| (since(*latest), since(*arrival))));
        }
        begin.push(u32::try_from(steps.len()).unwrap_or(NONE));
        Self { first, last, direct: scan.direct, begin, steps }
    }
}

/// The least minutes from the origin to every spot.
fn behind(moves: &Moves) -> Vec<i64> {
    let mut best = vec![NEVER; moves.spots.len()];
    let mut queue = BinaryHeap::new();
    if let Some(origin) = best.first_mut() {
        *origin = 0;
        queue.push(Reverse((0_i64, 0_usize)));
    }
    while let Some(Reverse((far, spot))) = queue.pop() {
        if far > best[spot] {
            continue;
        }
        let mut lead_to = |to: SpotId, least: &Least| {
            let through = far.saturating_add(least[0].max(0)).min(NEVER - 1);
            if through < best[to] {
                best[to] = through;
                queue.push(Reverse((through, to)));
            }
        };
        for next in &moves.moves[moves.of(spot)] {
            match &next.what {
                What::Train { rides, .. } => rides.iter().for_each(|ride| lead_to(ride.to, &ride.least)),
                _ => lead_to(next.to, &next.least),
            }
        }
    }
    best
}

/// The stops of all services, one after the other, and how far all is from the origin.
#[derive(Debug)]
pub(crate) struct Sites {
    /// Where the stops of each service begin.
    first: Vec<usize>,
    /// Where the vehicles stand who leave a train there.
    alight: Vec<u32>,
    /// Where those who can board there begin.
    boards: Vec<u32>,
    /// Who can board there: spots, and how long before the train leaves.
    board: Vec<(u32, i64)>,
    /// The least minutes from the origin to where a train is boarded there, until it leaves.
    reached: Vec<i64>,
    /// The least minutes from the origin to every spot.
    behind: Vec<i64>,
}

impl Sites {
    pub(crate) fn of<P: Pricer>(prepared: &Prepared<'_, P>) -> Self {
        let mut first = Vec::with_capacity(prepared.trains.len());
        let mut count = 0;
        for carrier in 0..prepared.trains.len() {
            first.push(count);
            count += prepared.timetable(carrier).map_or(0, |timetable| timetable.stops.len());
        }
        let moves = &prepared.moves;
        let behind = behind(moves);
        let (mut alight, mut reached) = (vec![NONE; count], vec![NEVER; count]);
        let mut boarding = Vec::new();
        for (spot, far) in behind.iter().enumerate() {
            for next in &moves.moves[moves.of(spot)] {
                let What::Train { carrier, stop, lead, rides, .. } = &next.what else { continue };
                let site = first[*carrier];
                boarding.push((site + stop, (u32::try_from(spot).unwrap_or(NONE), *lead)));
                let own = &mut reached[site + stop];
                *own = (*own).min(far.saturating_add(*lead));
                for ride in rides {
                    alight[site + ride.stop] = u32::try_from(ride.to).unwrap_or(NONE);
                }
            }
        }
        let mut boards = vec![0_u32; count + 1];
        for (site, _) in &boarding {
            boards[site + 1] += 1;
        }
        for idx in 1..boards.len() {
            boards[idx] += boards[idx - 1];
        }
        let mut next = boards.clone();
        let mut board = vec![(NONE, 0); boarding.len()];
        for (site, own) in boarding {
            board[next[site] as usize] = own;
            next[site] += 1;
        }
        Self { first, alight, boards, board, reached, behind }
    }

    fn board(&self, site: usize) -> &[(u32, i64)] {
        &self.board[self.boards[site] as usize..self.boards[site + 1] as usize]
    }
}

/// Calls of trains by minute.
struct Calls {
    /// Where the calls of each minute begin.
    begin: Vec<u32>,
    /// Which stop of which service, and where the train adds up.
    calls: Vec<(u32, u32)>,
    sums: usize,
}

impl Calls {
    fn of<P: Pricer>(
        prepared: &Prepared<'_, P>,
        sites: &Sites,
        ahead: &[Least],
        (first, last): (i64, i64),
    ) -> Self {
        let mut found = Vec::new();
        let mut own: Vec<i64> = Vec::new();
        let mut sums = 0_usize;
        for (carrier, trains) in prepared.trains.iter().enumerate() {
            let (Some(trains), Some(timetable)) = (trains, prepared.timetable(carrier)) else { continue };
            if !matches!(timetable.leaves, Leaves::OnDates(_)) {
                continue;
            }
            let mover = prepared.mover(carrier);
            // Those before have come to their end.
            let end = timetable.stops.len().saturating_sub(1);
            let Some(begin) = trains.first(mover, timetable, end, Instant::from_epoch_minutes(first)) else {
                continue;
            };
            for number in begin..trains.leave.len() {
                if trains.leave[number].epoch_minutes() > last {
                    break;
                }
                // From the first stop where it can be boarded to the last where it is left in time.
                let site = sites.first[carrier];
                own.clear();
                let (mut boarded, mut left) = (None, None);
                for (stop, call) in trains.calls(mover, timetable, number).enumerate() {
                    let call = call.epoch_minutes();
                    if call > last {
                        break;
                    }
                    own.push(call);
                    if boarded.is_none() {
                        let reached = first.saturating_add(sites.reached[site + stop]);
                        boarded = (call >= reached).then_some(stop);
                    } else if let Some(ahead) = ahead.get(sites.alight[site + stop] as usize)
                        && call.saturating_add(ahead[0]) <= last
                    {
                        left = Some(stop);
                    }
                }
                let (Some(boarded), Some(left)) = (boarded, left) else { continue };
                for (stop, call) in own.iter().enumerate().take(left + 1).skip(boarded) {
                    found.push((
                        u32::try_from(call - first).unwrap_or(0),
                        u32::try_from(site + stop).unwrap_or(NONE),
                        u32::try_from(sums + stop - boarded).unwrap_or(NONE),
                    ));
                }
                sums += left - boarded + 2;
            }
        }
        let minutes = usize::try_from(last - first + 1).unwrap_or(0);
        let mut begin = vec![0_u32; minutes + 1];
        for (minute, ..) in &found {
            begin[*minute as usize + 1] += 1;
        }
        for idx in 1..begin.len() {
            begin[idx] += begin[idx - 1];
        }
        let mut next = begin.clone();
        let mut calls = vec![(0, 0); found.len()];
        for (minute, site, sum) in found {
            let place = &mut next[minute as usize];
            calls[*place as usize] = (site, sum);
            *place += 1;
        }
        Self { begin, calls, sums }
    }

    fn at(&self, minute: usize) -> &[(u32, u32)] {
        &self.calls[self.begin[minute] as usize..self.begin[minute + 1] as usize]
    }
}

struct Scan<'s> {
    first: i64,
    behind: &'s [i64],
    direct: Vec<i64>,
    steps: Vec<Vec<(i64, i64)>>,
    /// What is due at each minute, as lists.
    due: Vec<u32>,
    put_off: Vec<(u32, u32, i64)>,
    /// Of each train from each stop on, the earliest arrival.
    best: Vec<i64>,
}

impl Scan<'_> {
    fn known(&self, spot: usize) -> i64 {
        self.steps[spot].last().map_or(NEVER, |(_, arrival)| *arrival)
    }

    /// Puts a step off until its minute, unless a later one is as good or nobody can be there so early.
    fn put_off(&mut self, spot: usize, minute: i64, arrival: i64) {
        if minute < self.first.saturating_add(self.behind[spot])
            || arrival >= self.known(spot)
            || arrival >= minute.saturating_add(self.direct[spot])
        {
            return;
        }
        let (Ok(due), Ok(number)) = (usize::try_from(minute - self.first), u32::try_from(self.put_off.len()))
        else {
            return;
        };
        let before = self.due[due];
        self.put_off.push((before, u32::try_from(spot).unwrap_or(NONE), arrival));
        self.due[due] = number;
    }

    fn settle(&mut self, backwards: &Backwards, minute: i64, now: usize) {
        while self.due[now] != NONE {
            let (before, spot, arrival) = self.put_off[self.due[now] as usize];
            self.due[now] = before;
            let spot = spot as usize;
            if arrival >= self.known(spot) {
                continue;
            }
            match self.steps[spot].last_mut() {
                Some(last) if last.0 == minute => last.1 = arrival,
                _ => self.steps[spot].push((minute, arrival)),
            }
            for (from, least) in backwards.undated(spot) {
                self.put_off(*from, minute.saturating_sub(*least), arrival);
            }
        }
    }

    fn call(&mut self, sites: &Sites, minute: i64, site: usize, sum: usize) {
        let on_board = self.best[sum + 1];
        let mut best = on_board;
        let spot = sites.alight[site];
        if spot != NONE {
            let spot = spot as usize;
            best = best.min(self.known(spot)).min(minute.saturating_add(self.direct[spot]));
        }
        self.best[sum] = best;
        if on_board < NEVER {
            for (from, lead) in sites.board(site) {
                self.put_off(*from as usize, minute.saturating_sub(*lead), on_board);
            }
        }
    }
}
