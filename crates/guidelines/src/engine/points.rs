//! Scores that add points: which totals and categories the unknown inputs leave, exactly.
//!
//! A score is a list of items. An item's points follow from the levels of its inputs; no input stands in two items, so
//! the reachable totals are the sums of what each item can still give, and nothing is approximated. Within an item the
//! inputs may depend on each other in any way (a threshold of haemoglobin that depends on the sex): its combinations are
//! written out.

use std::{collections::BTreeSet, ops::RangeInclusive};

use marv_model::{
    finding::Status,
    verdict::{Criterion, MissingDatum, Outcome, Policy, Score, Verdict},
};

/// Points in halves of a point, so that sums compare exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Points(i32);

impl Points {
    /// None.
    pub const ZERO: Self = Self(0);
    /// Whole points.
    pub const fn whole(points: i32) -> Self {
        Self(2 * points)
    }
    /// Halves of a point: 3 is 1.5.
    pub const fn halves(halves: i32) -> Self {
        Self(halves)
    }
    /// In halves.
    pub const fn in_halves(self) -> i32 {
        self.0
    }
    /// As a number, such as 1.5.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 2.0
    }
}

impl std::ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

/// One input of an item, as the levels that are still possible.
#[derive(Debug, Clone)]
pub struct Input {
    /// The input, as a key of the message catalogue.
    pub datum: &'static str,
    /// The levels still possible, rising, never empty. Of a finding, 0 is absent and 1 present; of a measure, 0 is the
    /// best for the patient.
    pub possible: Vec<u8>,
    /// What is known of it, for people.
    pub evidence: Vec<String>,
}

impl Input {
    /// Present, absent or not known.
    pub fn of_status(datum: &'static str, status: Status, evidence: Vec<String>) -> Self {
        let possible = match status {
            Status::Present => vec![1],
            Status::Absent => vec![0],
            Status::Unknown => vec![0, 1],
        };
        Self { datum, possible, evidence }
    }
}

/// What gives points together.
#[derive(Debug, Clone)]
pub struct Item {
    /// Identifier of the criterion, `scheme.item`.
    pub id: &'static str,
    /// The table and row.
    pub source: &'static str,
    /// Its inputs.
    pub inputs: Vec<Input>,
    /// The points for one level of each input, in their order.
    pub points: fn(&[u8]) -> Points,
}

impl Item {
    /// Shows `visit` every combination of the inputs' levels, the last input's changing fastest; where `fixed` names an
    /// input, only with it at that level.
    fn each_combination(&self, fixed: Option<(usize, u8)>, mut visit: impl FnMut(&mut [u8])) {
        let levels_of = |input: usize| match &fixed {
            Some((which, level)) if *which == input => std::slice::from_ref(level),
            _ => &self.inputs[input].possible[..],
        };
        let all: usize = (0..self.inputs.len()).map(|input| levels_of(input).len()).product();
        let mut levels = vec![0; self.inputs.len()];
        for combination in 0..all {
            let mut rest = combination;
            for (input, level) in levels.iter_mut().enumerate().rev() {
                let possible = levels_of(input);
                *level = possible[rest % possible.len()];
                rest /= possible.len();
            }
            visit(&mut levels);
        }
    }
    /// The points that it can still give, rising.
    pub fn possible(&self) -> Vec<Points> {
        self.with(None)
    }
    fn with(&self, fixed: Option<(usize, u8)>) -> Vec<Points> {
        let mut given = Vec::new();
        self.each_combination(fixed, |levels| given.push((self.points)(levels)));
        rising(given)
    }
}

/// A score's name, source and categories.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// With its version, such as `IPSS-R`.
    pub name: &'static str,
    /// Such as `ipssr`.
    pub id: &'static str,
    /// The version of these tables.
    pub rules_version: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// Each category with the highest total in it, rising; totals above the last but one belong to the last.
    pub bands: &'static [(&'static str, Points)],
}

impl Scale {
    /// The number of the category of a total.
    pub fn band(&self, total: Points) -> usize {
        self.bands.iter().position(|(_, highest)| total <= *highest).unwrap_or(self.bands.len().saturating_sub(1))
    }
    /// The words of these categories, in the scheme's order.
    pub fn words(&self, bands: &BTreeSet<usize>) -> Vec<String> {
        bands.iter().filter_map(|band| self.bands.get(*band)).map(|(word, _)| (*word).to_owned()).collect()
    }
    /// The verdict where the scheme is not for the case.
    pub fn not_applicable(&self, reason: &str, policies: Vec<Policy>) -> Verdict {
        let outcome = Outcome::NotApplicable { reason: reason.to_owned() };
        self.empty(outcome, policies, Vec::new())
    }
    fn empty(&self, outcome: Outcome, policies: Vec<Policy>, flags: Vec<String>) -> Verdict {
        Verdict {
            scheme: self.name.to_owned(),
            scheme_id: self.id.to_owned(),
            rules_version: self.rules_version.to_owned(),
            source: self.source.to_owned(),
            outcome,
            scores: Vec::new(),
            trace: Vec::new(),
            missing: Vec::new(),
            policies,
            flags,
        }
    }
}

/// Which categories a total may mean: one, or a range where something beside the points is unknown that moves them.
type Grade<'a> = Box<dyn Fn(Points) -> RangeInclusive<usize> + 'a>;

/// A score applied to one case. `grade` says which categories a total may mean: one, unless something beside the points
/// is unknown that moves them (the age of IPSS-RA).
pub struct Tally<'a> {
    scale: &'a Scale,
    items: Vec<Item>,
    /// What each item can still give, rising.
    possible: Vec<Vec<Points>>,
    /// What the items can still give together, rising.
    totals: Vec<Points>,
    /// What the items but one can.
    others: Vec<Vec<Points>>,
    grade: Grade<'a>,
}

impl<'a> Tally<'a> {
    /// With the categories of the scale.
    pub fn new(scale: &'a Scale, items: Vec<Item>) -> Self {
        Self::graded(scale, items, |total| {
            let band = scale.band(total);
            band..=band
        })
    }
    /// With another way from a total to the categories: neighbours, as numbers of the scale's bands.
    pub fn graded(scale: &'a Scale, items: Vec<Item>, grade: impl Fn(Points) -> RangeInclusive<usize> + 'a) -> Self {
        let possible: Vec<Vec<Points>> = items.iter().map(Item::possible).collect();
        let (mut before, mut totals) = (Vec::new(), vec![Points::ZERO]);
        for part in &possible {
            let more = sums(&totals, part);
            before.push(std::mem::replace(&mut totals, more));
        }
        let (mut others, mut behind) = (Vec::new(), vec![Points::ZERO]);
        for (part, before) in possible.iter().zip(&before).rev() {
            others.push(sums(before, &behind));
            behind = sums(&behind, part);
        }
        others.reverse();
        Self { scale, items, possible, totals, others, grade: Box::new(grade) }
    }
    /// Every total that some completion of the unknown inputs reaches, rising.
    pub fn totals(&self) -> &[Points] {
        &self.totals
    }
    /// The categories that are reached, as numbers of the scale's bands.
    pub fn reached(&self) -> BTreeSet<usize> {
        self.bands(&self.totals)
    }
    /// The score, under this name.
    pub fn score(&self, name: &str) -> Score {
        let end = |points: Option<&Points>| points.copied().unwrap_or_default().value();
        let (best, worst) = (end(self.totals.first()), end(self.totals.last()));
        Score { name: name.to_owned(), value: (self.totals.len() == 1).then_some(best), best, worst }
    }
    /// The verdict, with its score under the name `scheme_id.score`.
    pub fn verdict(&self, policies: Vec<Policy>, flags: Vec<String>) -> Verdict {
        let words = self.scale.words(&self.reached());
        let outcome = match &words[..] {
            [category] => Outcome::Decided { category: category.clone() },
            _ => Outcome::Reachable { categories: words },
        };
        Verdict {
            scores: vec![self.score(&format!("{}.score", self.scale.id))],
            trace: self.trace(),
            missing: self.missing(),
            ..self.scale.empty(outcome, policies, flags)
        }
    }

    fn bands(&self, totals: &[Points]) -> BTreeSet<usize> {
        totals.iter().flat_map(|total| (self.grade)(*total)).collect()
    }

    /// An item is met where it gives points in every completion. Decisive is one without whose points the category would
    /// be another.
    fn trace(&self) -> Vec<Criterion> {
        let decided = self.reached();
        self.items
            .iter()
            .zip(&self.possible)
            .zip(&self.others)
            .map(|((item, possible), others)| {
                let status = match (possible.first(), possible.last()) {
                    (Some(least), _) if *least > Points::ZERO => Status::Present,
                    (_, Some(most)) if *most > Points::ZERO => Status::Unknown,
                    _ => Status::Absent,
                };
                let decisive = decided.len() == 1 && status == Status::Present && self.bands(others) != decided;
                let mut evidence: Vec<String> = item.inputs.iter().flat_map(|input| input.evidence.clone()).collect();
                evidence.extend(points_text(possible));
                Criterion {
                    id: item.id.to_owned(),
                    source: item.source.to_owned(),
                    leads_to: None,
                    status,
                    decisive,
                    overridden: false,
                    evidence,
                }
            })
            .collect()
    }

    /// The unknown inputs that change the category in some completion. Of a measure, `if_present` is with its worst value
    /// and `if_absent` with its best.
    fn missing(&self) -> Vec<MissingDatum> {
        let reached = self.reached();
        if reached.len() < 2 {
            return Vec::new();
        }
        let mut missing = Vec::new();
        for (item, others) in self.items.iter().zip(&self.others) {
            for (which, input) in item.inputs.iter().enumerate() {
                let (Some(low), Some(high)) = (input.possible.first(), input.possible.last()) else { continue };
                if low == high || !self.matters(item, which, others) {
                    continue;
                }
                let becomes =
                    |level: u8| self.scale.words(&self.bands(&sums(&item.with(Some((which, level))), others)));
                missing.push(MissingDatum {
                    datum: input.datum.to_owned(),
                    if_present: becomes(*high),
                    if_absent: becomes(*low),
                });
            }
        }
        // METHOD: the most decisive datum is the one after which the fewest categories are left, counted over both its
        // ends; ties stand in the order of the table.
        missing.sort_by_key(|datum| datum.if_present.len() + datum.if_absent.len());
        missing
    }
    /// Whether there is a completion of all else in which two levels of this input give different categories.
    fn matters(&self, item: &Item, which: usize, others: &[Points]) -> bool {
        let possible = &item.inputs[which].possible;
        let mut given: BTreeSet<Vec<Points>> = BTreeSet::new();
        item.each_combination(possible.first().map(|low| (which, *low)), |levels| {
            let points = possible.iter().map(|level| {
                levels[which] = *level;
                (item.points)(levels)
            });
            given.insert(rising(points.collect()));
        });
        given.iter().any(|given| {
            others.iter().any(|rest| {
                let mut seen = given.iter().map(|points| (self.grade)(*rest + *points));
                let first = seen.next();
                seen.any(|bands| Some(bands) != first)
            })
        })
    }
}

/// Each once, rising.
fn rising(mut points: Vec<Points>) -> Vec<Points> {
    points.sort_unstable();
    points.dedup();
    points
}

/// Every sum of one of each, rising.
fn sums(some: &[Points], others: &[Points]) -> Vec<Points> {
    rising(some.iter().flat_map(|points| others.iter().map(|other| *points + *other)).collect())
}

/// Such as `+1.5`, or `+0–2` while it is open.
fn points_text(possible: &[Points]) -> Option<String> {
    match (possible.first(), possible.last()) {
        (Some(least), Some(most)) if least == most => Some(format!("+{}", most.value())),
        (Some(least), Some(most)) => Some(format!("+{}–{}", least.value(), most.value())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Scale = Scale {
        name: "test",
        id: "test",
        rules_version: "1",
        source: "",
        bands: &[("low", Points::whole(1)), ("middle", Points::whole(2)), ("high", Points::whole(99))],
    };

    fn item(id: &'static str, possible: &[u8], points: fn(&[u8]) -> Points) -> Item {
        let input = Input { datum: id, possible: possible.to_vec(), evidence: Vec::new() };
        Item { id, source: "", inputs: vec![input], points }
    }
    fn two(levels: &[u8]) -> Points {
        Points::whole(2 * i32::from(levels[0]))
    }
    fn half(levels: &[u8]) -> Points {
        Points::halves(i32::from(levels[0]))
    }

    #[test]
    fn a_gap_in_the_totals_is_a_gap_in_the_categories() {
        // 0.5 + (0 or 2): 0.5 is low, 2.5 is high; the middle is not reached.
        let tally = Tally::new(&SCALE, vec![item("a", &[0, 1], two), item("b", &[1], half)]);
        assert_eq!(SCALE.words(&tally.reached()), ["low", "high"]);
        let verdict = tally.verdict(Vec::new(), Vec::new());
        assert_eq!(verdict.scores[0].value, None);
        assert!((verdict.scores[0].best - 0.5).abs() < 1e-12 && (verdict.scores[0].worst - 2.5).abs() < 1e-12);
        assert_eq!(verdict.missing.len(), 1);
        assert_eq!(
            (&verdict.missing[0].if_present[..], &verdict.missing[0].if_absent[..]),
            (&["high".to_owned()][..], &["low".to_owned()][..])
        );
    }

    #[test]
    fn an_input_that_cannot_change_the_category_is_not_missing() {
        // 2 + 2 is high whatever the half point is.
        let tally = Tally::new(&SCALE, vec![item("a", &[1], two), item("b", &[1], two), item("c", &[0, 1], half)]);
        let verdict = tally.verdict(Vec::new(), Vec::new());
        assert_eq!(verdict.outcome, Outcome::Decided { category: "high".to_owned() });
        assert!(verdict.missing.is_empty());
        assert_eq!(verdict.trace[2].status, Status::Unknown);
        assert!(verdict.trace[0].decisive && !verdict.trace[2].decisive);
    }
}
