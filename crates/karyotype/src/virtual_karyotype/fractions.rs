//! Clones from shares of cells: one to three, and which may lie within which.

/// A share of cells with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Share {
    pub(super) value: f64,
    pub(super) error: f64,
}

/// METHOD: standard errors of a share of cells: a stretch of 20 Mb, of 5 Mb, and what is smaller, or a junction.
pub(super) fn error_of(bases: u32) -> f64 {
    match bases {
        20_000_000.. => 0.04,
        5_000_000.. => 0.06,
        _ => 0.1,
    }
}

/// METHOD: a share of cells that so many fragments show is as exact as the count that they would have if all cells had it, and
/// no more exact than a short stretch: by their own count, few that came by chance would look more exact than many.
pub(super) fn error_of_junction(share: f64, fragments: Option<u32>) -> f64 {
    let counted =
        fragments.filter(|fragments| *fragments > 0).map_or(0.0, |fragments| (share / f64::from(fragments)).sqrt());
    counted.max(error_of(0))
}

/// METHOD: a further share of cells must explain the shares better by this much (ln likelihood): two parameters among some
/// tens of shares, and a margin, since a share too many makes a clone too many. The share of all of the tumour's cells is
/// there by what purity means, and costs nothing: an event in all cells beside one in a part is no more clones than both in
/// one part and the rest of the cells without either.
const COST: f64 = 8.0;
/// RULE: structure, clones by cell fraction: at most three.
const MOST: usize = 3;

/// The clones' shares with their errors, falling. Empty without a share.
///
/// METHOD: the best division of the sorted shares into one, two or three groups under normal errors, by dynamic
/// programming: the same shares give the same clones in any order.
pub(super) fn clones(shares: &[Share]) -> Vec<Share> {
    let mut sorted: Vec<Share> = shares.to_vec();
    sorted.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.error.total_cmp(&b.error)));
    let n = sorted.len();
    if n == 0 {
        return Vec::new();
    }
    // Sums of weights, of weighted values and of weighted squares before each place.
    let mut sums = vec![(0.0f64, 0.0f64, 0.0f64)];
    for share in &sorted {
        let (weights, values, squares) = sums[sums.len() - 1];
        let weight = 1.0 / (share.error * share.error);
        let value = weight * share.value;
        sums.push((weights + weight, values + value, squares + value * share.value));
    }
    let part = |from: usize, to: usize| {
        let (weights, values, squares) =
            (sums[to].0 - sums[from].0, sums[to].1 - sums[from].1, sums[to].2 - sums[from].2);
        (
            0.5 * (squares - values * values / weights).max(0.0),
            Share { value: values / weights, error: weights.sqrt().recip() },
        )
    };
    // best[k][i]: the first i shares in k + 1 groups; where the last group begins.
    let mut best: Vec<Vec<(f64, usize)>> = vec![(0..=n).map(|i| (if i > 0 { part(0, i).0 } else { 0.0 }, 0)).collect()];
    for k in 1..MOST.min(n) {
        let before = &best[k - 1];
        let row = (0..=n)
            .map(|i| {
                let cut = |from: usize| (before[from].0 + part(from, i).0, from);
                (k..i).map(cut).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::INFINITY, 0))
            })
            .collect();
        best.push(row);
    }
    // The first group as all cells: how far its shares lie from one.
    let of_all = |to: usize| {
        let (weights, values, squares) = sums[to];
        0.5 * (squares - 2.0 * values + weights).max(0.0)
    };
    let mut chosen = (0, f64::INFINITY);
    let mut ends: Vec<usize> = Vec::new();
    for (groups, row) in (1usize..).zip(&best) {
        let mut own = vec![n];
        for k in (1..groups).rev() {
            own.insert(0, best[k][own[0]].1);
        }
        let free = row[n].0 + COST * float(groups);
        let pinned = row[n].0 - part(0, own[0]).0 + of_all(own[0]) + COST * float(groups - 1);
        let least = free.min(pinned);
        if least < chosen.1 {
            chosen = (groups, least);
            ends = own;
        }
    }
    let mut from = 0;
    let mut means = Vec::new();
    for to in ends {
        let mean = part(from, to).1;
        means.push(Share { value: mean.value.clamp(0.0, 1.0), ..mean });
        from = to;
    }
    means
}

fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The clone whose share is nearest.
pub(super) fn nearest(clones: &[f64], value: f64) -> usize {
    let distance = |clone: &f64| (clone - value).abs();
    clones.iter().enumerate().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1))).map_or(0, |(number, _)| number)
}

/// METHOD: shares that together are above one by more than their error lie one within the other.
const ROOM: f64 = 1.1;

/// Within which other each clone lies, as far as the shares tell: in one of those that leave no room beside them, else
/// beside. The shares fall.
pub(super) fn parents(clones: &[f64]) -> Vec<Option<usize>> {
    let mut parents: Vec<Option<usize>> = Vec::new();
    for (number, fraction) in clones.iter().enumerate() {
        let taken = |parent: Option<usize>| -> f64 {
            parents.iter().zip(clones).filter(|(of, _)| **of == parent).map(|(_, fraction)| fraction).sum()
        };
        let beside = taken(None) + fraction <= ROOM;
        let room = |parent: usize| clones[parent] - taken(Some(parent));
        // The first that has room for it; else that with most.
        let roomy = (0..number).find(|parent| room(*parent) + ROOM - 1.0 >= *fraction);
        let within = roomy.or_else(|| (0..number).max_by(|a, b| room(*a).total_cmp(&room(*b)).then(b.cmp(a))));
        parents.push(if beside { None } else { within });
    }
    parents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(values: &[f64]) -> Vec<Share> {
        values.iter().map(|value| Share { value: *value, error: 0.04 }).collect()
    }

    /// By hand: errors of 0.04; 1.0 and 0.5 lie 12 errors apart, 0.97 and 1.0 less than one.
    #[test]
    fn shares_make_one_to_three_clones() {
        assert_eq!(clones(&[]), Vec::new());
        assert_eq!(clones(&shares(&[1.0, 0.97, 0.98])).len(), 1);
        let two = clones(&shares(&[0.5, 1.0, 0.48, 0.99]));
        assert!(two.len() == 2 && (two[0].value - 0.995).abs() < 1e-9 && (two[1].value - 0.49).abs() < 1e-9, "{two:?}");
        assert!((two[0].error - 0.04 / 2f64.sqrt()).abs() < 1e-9, "two shares");
        assert_eq!(clones(&shares(&[0.9, 0.6, 0.3, 0.1])).len(), 3, "never four");
        assert_eq!(nearest(&[0.995, 0.49], 0.7), 1);
    }

    /// By hand: a junction of 25 fragments (error 0.2) in all cells and a loss in six tenths (0.04). One share of both lies at
    /// 0.615, 1.9 nats; with its cost 9.9. All cells and a part cost 8. Without the junction there is one share.
    #[test]
    fn all_cells_are_no_further_share() {
        let all = Share { value: 1.0, error: 0.2 };
        let part = Share { value: 0.6, error: 0.04 };
        assert_eq!(clones(&[part, all]), [all, part]);
        assert_eq!(clones(&[part]), [part]);
        assert_eq!(clones(&[all, Share { value: 0.95, error: 0.04 }]).len(), 1, "0.8 nats from all cells");
    }

    /// 25 fragments at a share of 0.9 are 27.8 in all cells, of which chance is the root of 1 / 27.8, 0.19; 400: a twentieth, and no
    /// better than a short stretch's tenth. 2 at 0.3 and 10 at 1.5 are of 6.7 in all cells both, and equally exact.
    #[test]
    fn a_junction_is_as_exact_as_its_fragments() {
        assert!((error_of_junction(0.9, Some(25)) - 0.1897).abs() < 1e-4);
        assert!((error_of_junction(0.3, Some(2)) - error_of_junction(1.5, Some(10))).abs() < 1e-9);
        assert!((error_of_junction(0.9, Some(400)) - 0.1).abs() < 1e-9);
        assert!((error_of_junction(0.9, None) - 0.1).abs() < 1e-9);
    }

    #[test]
    fn clones_without_room_beside_each_other_are_nested() {
        assert_eq!(parents(&[1.0, 0.5, 0.2]), [None, Some(0), Some(0)]);
        assert_eq!(parents(&[1.0, 0.6, 0.3]), [None, Some(0), Some(0)], "0.6 and 0.3 have room beside each other");
        assert_eq!(parents(&[0.5, 0.4]), [None, None], "shares do not tell");
        assert_eq!(parents(&[0.9, 0.7, 0.6]), [None, Some(0), Some(1)]);
    }
}
