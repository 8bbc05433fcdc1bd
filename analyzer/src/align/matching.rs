//! The longest common subsequence of two lists of keys, within a bounded amount of work.
//!
//! Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in linear space: a middle snake
//! splits a box in two until nothing is left. The search for the snake is quadratic in the number of
//! differences, so it draws on a [`Budget`]; when that is used up, a box is split where the searches
//! have come furthest. The result is then a common subsequence, though perhaps not the longest.

// The names are those of the paper: lists a and b, lengths n and m, positions x and y, diagonal k, edits d.
#![allow(clippy::many_single_char_names)]

/// Pairs of indices `(normal, failing)`, both growing strictly.
pub type Pairs = Vec<(u32, u32)>;

/// How much work a comparison may do, in steps of the search.
#[derive(Debug, Clone)]
pub struct Budget {
    left: u64,
    short: bool,
}

impl Budget {
    /// Enough for an exact answer wherever two traces are alike, and a bound of about half a second
    /// where they are not.
    pub const GENEROUS: u64 = 20_000_000;

    /// A budget of so many steps.
    pub fn new(steps: u64) -> Self {
        Self { left: steps, short: false }
    }

    /// True if a cheaper method had to take over somewhere.
    pub fn ran_short(&self) -> bool {
        self.short
    }

    /// Notes that a cheaper method takes over although there is work left.
    pub fn note_shortage(&mut self) {
        self.short = true;
    }

    /// Takes `steps` if so many are left; otherwise notes that a cheaper method takes over.
    pub fn spend(&mut self, steps: u64) -> bool {
        if let Some(left) = self.left.checked_sub(steps) {
            self.left = left;
            true
        } else {
            self.short = true;
            false
        }
    }
}

/// Edits that are searched for in a box even when the budget is used up.
const LEAST_EDITS: usize = 64;

/// A part of both lists: `a0..a1` against `b0..b1`.
#[derive(Debug, Clone, Copy)]
struct Area {
    a0: usize,
    a1: usize,
    b0: usize,
    b1: usize,
}

/// The common subsequence of `a` and `b`. Empty lists have none.
pub fn common(a: &[u64], b: &[u64], budget: &mut Budget) -> Pairs {
    let mut pairs = Pairs::new();
    let mut search = Search::default();
    let mut open = vec![Area { a0: 0, a1: a.len(), b0: 0, b1: b.len() }];
    while let Some(mut area) = open.pop() {
        while area.a0 < area.a1 && area.b0 < area.b1 && a.get(area.a0) == b.get(area.b0) {
            pairs.push((index(area.a0), index(area.b0)));
            area.a0 += 1;
            area.b0 += 1;
        }
        while area.a0 < area.a1 && area.b0 < area.b1 && a.get(area.a1 - 1) == b.get(area.b1 - 1) {
            area.a1 -= 1;
            area.b1 -= 1;
            pairs.push((index(area.a1), index(area.b1)));
        }
        if area.a0 == area.a1 || area.b0 == area.b1 {
            continue;
        }
        let (x, y) = search.split(a, b, area, budget);
        let first = Area { a1: x, b1: y, ..area };
        let second = Area { a0: x, b0: y, ..area };
        // A split at a corner would repeat the same box for ever; nothing is common then.
        if (x, y) != (area.a0, area.b0) && (x, y) != (area.a1, area.b1) {
            open.push(second);
            open.push(first);
        }
    }
    crate::order::by_key(&mut pairs, |pair| *pair);
    pairs
}

fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// How far the forward and the backward search have come in `a`, by diagonal; kept between boxes.
#[derive(Debug, Default)]
struct Search {
    forward: Reach,
    backward: Reach,
}

/// The furthest position in `a` on each diagonal `x - y`.
#[derive(Debug, Default)]
struct Reach {
    positions: Vec<isize>,
    middle: isize,
}

impl Reach {
    /// Forgets everything; afterwards diagonals `-most..=most` can be set.
    fn reset(&mut self, most: usize) {
        self.positions.clear();
        self.positions.resize(2 * most + 1, 0);
        self.middle = most.cast_signed();
    }

    fn get(&self, diagonal: isize) -> isize {
        usize::try_from(self.middle + diagonal)
            .ok()
            .and_then(|at| self.positions.get(at))
            .copied()
            .unwrap_or(0)
    }

    fn set(&mut self, diagonal: isize, x: isize) {
        if let Some(at) =
            usize::try_from(self.middle + diagonal).ok().and_then(|at| self.positions.get_mut(at))
        {
            *at = x;
        }
    }

    /// Where a path with `edits` edits can stand on a diagonal, before following equal keys.
    fn step(&self, diagonal: isize, edits: isize) -> isize {
        let (below, above) = (self.get(diagonal - 1), self.get(diagonal + 1));
        if diagonal == -edits || (diagonal != edits && below < above) { above } else { below + 1 }
    }
}

impl Search {
    /// A point on a shortest way through the area, or the furthest point reached if that would cost too much.
    fn split(&mut self, a: &[u64], b: &[u64], area: Area, budget: &mut Budget) -> (usize, usize) {
        let (a, b) = (a.get(area.a0..area.a1).unwrap_or(&[]), b.get(area.b0..area.b1).unwrap_or(&[]));
        let (n, m) = (a.len().cast_signed(), b.len().cast_signed());
        let affordable = usize::try_from(budget.left.saturating_mul(2).isqrt()).unwrap_or(usize::MAX);
        let most = (a.len().midpoint(b.len()) + 1).min(affordable.max(LEAST_EDITS) + 1);
        self.forward.reset(most + 2);
        self.backward.reset(most + 2);
        let delta = n - m;
        let odd = delta % 2 != 0;
        let mut furthest = (0, 0);
        for edits in 0..=most {
            if !budget.spend(edits as u64 + 1) && edits > LEAST_EDITS {
                break;
            }
            let d = edits.cast_signed();
            for k in (-d..=d).step_by(2) {
                let x = self.forward.step(k, d);
                let (x, y) = follow(a, b, x, x - k, false);
                self.forward.set(k, x);
                if x > n || y > m {
                    continue;
                }
                if x + y > furthest.0 + furthest.1 {
                    furthest = (x, y);
                }
                if odd && (delta - k).abs() < d && x + self.backward.get(delta - k) >= n {
                    return area.at(x, y);
                }
            }
            for k in (-d..=d).step_by(2) {
                let x = self.backward.step(k, d);
                let (x, y) = follow(a, b, x, x - k, true);
                self.backward.set(k, x);
                if x <= n && y <= m && !odd && (delta - k).abs() <= d && x + self.forward.get(delta - k) >= n
                {
                    return area.at(n - x, m - y);
                }
            }
        }
        area.at(furthest.0, furthest.1)
    }
}

/// Goes on from `(x, y)` while the keys are equal; counted from the ends when `backwards`.
fn follow(a: &[u64], b: &[u64], x: isize, y: isize, backwards: bool) -> (isize, isize) {
    let (Ok(from_a), Ok(from_b)) = (usize::try_from(x), usize::try_from(y)) else { return (x, y) };
    let equal = if backwards {
        let a = a.len().checked_sub(from_a).and_then(|end| a.get(..end)).unwrap_or(&[]);
        let b = b.len().checked_sub(from_b).and_then(|end| b.get(..end)).unwrap_or(&[]);
        a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
    } else {
        let (a, b) = (a.get(from_a..).unwrap_or(&[]), b.get(from_b..).unwrap_or(&[]));
        a.iter().zip(b).take_while(|(a, b)| a == b).count()
    };
    (x + equal.cast_signed(), y + equal.cast_signed())
}

impl Area {
    /// A point of the area, counted from its own corner.
    fn at(self, x: isize, y: isize) -> (usize, usize) {
        (self.a0.saturating_add_signed(x), self.b0.saturating_add_signed(y))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    /// Length of the longest common subsequence, by the textbook table.
    fn oracle(a: &[u64], b: &[u64]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut diagonal = 0;
            for (j, y) in b.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
                diagonal = above;
            }
        }
        row[b.len()]
    }

    /// Numbers that only look random, the same on every machine.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, below: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % below
        }

        fn keys(&mut self, most: u64, kinds: u64) -> Vec<u64> {
            (0..self.roll(most)).map(|_| self.roll(kinds)).collect()
        }
    }

    fn assert_common(a: &[u64], b: &[u64], pairs: &Pairs) {
        for (x, y) in pairs {
            assert_eq!(a[*x as usize], b[*y as usize]);
        }
        for step in pairs.windows(2) {
            assert!(step[0].0 < step[1].0 && step[0].1 < step[1].1, "{pairs:?}");
        }
    }

    #[test]
    fn finds_as_much_as_the_textbook_does() {
        let mut dice = Dice(7);
        for _ in 0..4000 {
            let kinds = 1 + dice.roll(12);
            let (a, b) = (dice.keys(40, kinds), dice.keys(40, kinds));
            let mut budget = Budget::new(Budget::GENEROUS);
            let pairs = common(&a, &b, &mut budget);
            assert_common(&a, &b, &pairs);
            assert_eq!(pairs.len(), oracle(&a, &b), "{a:?} {b:?}");
            assert!(!budget.ran_short());
        }
    }

    #[test]
    fn a_spent_budget_still_gives_a_common_subsequence() {
        let mut dice = Dice(11);
        let (a, b) = (dice.keys(1, 9), dice.keys(9000, 900));
        let mut budget = Budget::new(10);
        assert_common(&a, &b, &common(&a, &b, &mut budget));
        let (a, b): (Vec<u64>, Vec<u64>) =
            ((0..5000).collect(), (0..5000).map(|key| key * 7 % 5003).collect());
        let pairs = common(&a, &b, &mut budget);
        assert_common(&a, &b, &pairs);
        assert!(budget.ran_short());
    }

    #[test]
    fn nothing_in_common_is_nothing() {
        let mut budget = Budget::new(Budget::GENEROUS);
        assert!(common(&[], &[1, 2], &mut budget).is_empty());
        assert!(common(&[1, 2], &[3, 4, 5], &mut budget).is_empty());
    }
}
