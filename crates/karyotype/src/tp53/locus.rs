//! What segments and karyotypes say of the TP53 locus.

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion},
    finding::{Finding, NotAssessed},
    genome::Interval,
    structure::Segment,
    tp53::Tp53Locus,
};

/// When a segment counts as lost. The thresholds are of copies, so they hold for every build.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocusPolicy {
    /// Below so many mean copies a tumour cell one copy is lost: 1.5, halfway between one and two.
    pub deletion_below: f64,
    /// From so many mean copies no copy is lost: 1.8. Between the two the segment does not tell: a loss in a part of the
    /// cells, or a purity that was not adjusted for.
    pub no_deletion_from: f64,
    /// Below so many mean copies a tumour cell both are lost: 0.5, halfway between none and one.
    pub both_lost_below: f64,
    /// From so many one is there: 0.8.
    pub one_kept_from: f64,
    /// Below so many copies of the rarer allele it is lost: 0.5.
    pub minor_lost_below: f64,
    /// From so many it is there: 0.8.
    pub minor_kept_from: f64,
    /// The share of tumour cells in the sample, 0 to 1, to adjust log2 ratios; copies are of tumour cells already. Without
    /// it a ratio is taken as of a pure sample, which understates a loss and so can leave it open but not invent it.
    pub purity: Option<f64>,
}

impl Default for LocusPolicy {
    fn default() -> Self {
        Self {
            deletion_below: 1.5,
            no_deletion_from: 1.8,
            both_lost_below: 0.5,
            one_kept_from: 0.8,
            minor_lost_below: 0.5,
            minor_kept_from: 0.8,
            purity: None,
        }
    }
}

impl LocusPolicy {
    /// Mean copies a tumour cell, from copies or from the ratio; none where the segment has neither.
    fn copies(&self, segment: &Segment) -> Option<f64> {
        segment.total_copies.or_else(|| {
            let observed = 2.0 * segment.log2_ratio?.exp2();
            // METHOD: observed = purity x tumour + (1 - purity) x 2, solved for the tumour's copies.
            let tumour = match self.purity {
                Some(purity) if purity > 0.0 => (observed - 2.0 * (1.0 - purity)) / purity,
                _ => observed,
            };
            Some(tumour.max(0.0))
        })
    }
}

/// What segments say of the TP53 interval. Part of the gene lost counts as lost; the gene is kept only where segments that
/// keep it cover all of it. A ratio without purity is never read as *not lost*: it may be a loss in few cells.
pub fn locus_from_segments(segments: &[Segment], tp53: Interval, policy: &LocusPolicy) -> Tp53Locus {
    let mut here: Vec<(&Segment, Interval)> =
        segments.iter().filter_map(|s| Some((s, s.interval.intersection(&tp53)?))).collect();
    here.sort_by_key(|(_, overlap)| (overlap.start(), overlap.end()));
    let mut reached = tp53.start();
    for (_, overlap) in &here {
        if overlap.start() <= reached {
            reached = reached.max(overlap.end());
        }
    }
    let covered = reached >= tp53.end() && !here.is_empty();

    // RULE: a loss that a clone has is a loss, though the mean over all of the tumour's cells is near two.
    let of_clone = |copies: f64, normal: f64, segment: &Segment| match segment.cell_fraction {
        Some(share) if (CLONE..1.0).contains(&share) => (normal - (normal - copies) / share).max(0.0),
        _ => copies,
    };
    let mut deletion = Tally::default();
    let mut loh = Tally::default();
    let mut both = Tally::default();
    let mut none_left = covered;
    for (segment, _) in &here {
        let copies = policy.copies(segment).map(|copies| of_clone(copies, 2.0, segment));
        let minor = segment.minor_copies.map(|minor| of_clone(minor, 1.0, segment));
        let shown = shown(copies, minor);
        let is_gone = copies.is_some_and(|copies| copies < policy.both_lost_below);
        none_left &= is_gone && segment.cell_fraction.is_none_or(|share| share >= NEARLY_ALL);
        if is_gone {
            both.present.push(shown.clone());
        } else if copies.is_some_and(|copies| copies >= policy.one_kept_from) {
            both.absent += 1;
        }
        let ratio_only = segment.total_copies.is_none() && policy.purity.is_none();
        match copies {
            Some(copies) if copies < policy.deletion_below => {
                deletion.present.push(shown);
                // One allele is left by deletion: not copy-neutral.
                loh.absent += 1;
            }
            Some(copies) => {
                if copies >= policy.no_deletion_from && !ratio_only {
                    deletion.absent += 1;
                }
                match minor {
                    Some(minor) if minor < policy.minor_lost_below && copies >= policy.no_deletion_from => {
                        loh.present.push(shown);
                    }
                    Some(minor) if minor >= policy.minor_kept_from => loh.absent += 1,
                    _ => {}
                }
            }
            None => {}
        }
    }
    let reason = if here.is_empty() { NotAssessed::NotExamined } else { NotAssessed::InputUnclear };
    Tp53Locus {
        deletion: deletion.finding(here.len(), covered, reason.clone()),
        copy_neutral_loh: loh.finding(here.len(), covered, reason.clone()),
        homozygous_deletion: both.finding(here.len(), covered, reason),
        none_left,
    }
}

/// RULE: the smallest share of the tumour's cells that makes a clone's loss a finding: one in ten, as clinical whole-genome
/// reports take it.
const CLONE: f64 = 0.1;

/// RULE: what so many of the tumour's cells have is taken as of all: shares are known to about a tenth.
const NEARLY_ALL: f64 = 0.9;

#[derive(Default)]
struct Tally {
    present: Vec<String>,
    absent: usize,
}

impl Tally {
    fn finding(self, segments: usize, covered: bool, reason: NotAssessed) -> Finding<String> {
        if !self.present.is_empty() {
            Finding::present(self.present.join(", "))
        } else if covered && self.absent == segments {
            Finding::absent()
        } else {
            Finding::unknown(reason)
        }
    }
}

/// Copies of both alleles and of the rarer one, in no language: `×1.0 (0.0)`.
fn shown(copies: Option<f64>, minor: Option<f64>) -> String {
    match (copies, minor) {
        (Some(copies), Some(minor)) => format!("×{copies:.1} ({minor:.1})"),
        (Some(copies), None) => format!("×{copies:.1}"),
        _ => String::new(),
    }
}

/// What a karyotype says of the locus: deletion from losses of 17p; of copy-neutral LOH nothing, which metaphases do not
/// show.
pub fn locus_from_cytogenetics(findings: &CytogeneticFindings) -> Tp53Locus {
    Tp53Locus { deletion: findings.get(Lesion::Loss17p).map(|items| items.join(", ")), ..Tp53Locus::not_examined() }
}

/// What two methods say together: present where either saw it, else absent where either excluded it.
pub fn combined(one: &Tp53Locus, other: &Tp53Locus) -> Tp53Locus {
    let both = |one: &Finding<String>, other: &Finding<String>| match (one, other) {
        (Finding::Present { evidence: a }, Finding::Present { evidence: b }) => Finding::present(format!("{a}; {b}")),
        (present @ Finding::Present { .. }, _) | (_, present @ Finding::Present { .. }) => present.clone(),
        (absent @ Finding::Absent { .. }, _) | (_, absent @ Finding::Absent { .. }) => absent.clone(),
        _ => one.clone(),
    };
    Tp53Locus {
        deletion: both(&one.deletion, &other.deletion),
        copy_neutral_loh: both(&one.copy_neutral_loh, &other.copy_neutral_loh),
        homozygous_deletion: both(&one.homozygous_deletion, &other.homozygous_deletion),
        none_left: one.none_left || other.none_left,
    }
}

#[cfg(test)]
mod tests {
    use marv_model::{finding::Status, genome::ContigId};

    use super::*;

    fn interval(start: u32, end: u32) -> Interval {
        Interval::new(ContigId(16), start, end).unwrap()
    }
    fn segment(start: u32, end: u32, total: Option<f64>, minor: Option<f64>, log2: Option<f64>) -> Segment {
        Segment {
            interval: interval(start, end),
            total_copies: total,
            minor_copies: minor,
            log2_ratio: log2,
            cell_fraction: None,
        }
    }
    fn status(segments: &[Segment], policy: &LocusPolicy) -> (Status, Status) {
        let locus = locus_from_segments(segments, interval(100, 200), policy);
        (locus.deletion.status(), locus.copy_neutral_loh.status())
    }

    #[test]
    fn copies_and_alleles() {
        use Status::{Absent, Present, Unknown};
        let policy = LocusPolicy::default();
        for (total, minor, expected) in [
            (1.0, Some(0.0), (Present, Absent)),
            (1.49, Some(0.4), (Present, Absent)),
            (1.5, Some(0.5), (Unknown, Unknown)),
            (2.0, Some(1.0), (Absent, Absent)),
            (2.0, Some(0.0), (Absent, Present)),
            (3.0, Some(0.0), (Absent, Present)),
            (2.0, None, (Absent, Unknown)),
            (0.0, Some(0.0), (Present, Absent)),
        ] {
            assert_eq!(status(&[segment(0, 300, Some(total), minor, None)], &policy), expected, "{total} {minor:?}");
        }
    }

    /// By hand: one copy lost in 30 % of the tumour's cells leaves 1.7 on the mean, 0.7 of the rarer allele.
    #[test]
    fn a_loss_of_a_clone_is_a_loss() {
        let mut subclonal = segment(0, 300, Some(1.7), Some(0.7), None);
        assert_eq!(status(std::slice::from_ref(&subclonal), &LocusPolicy::default()).0, Status::Unknown);
        subclonal.cell_fraction = Some(0.3);
        assert_eq!(status(std::slice::from_ref(&subclonal), &LocusPolicy::default()).0, Status::Present);
        let mut neutral = segment(0, 300, Some(2.0), Some(0.7), None);
        neutral.cell_fraction = Some(0.3);
        assert_eq!(status(&[neutral], &LocusPolicy::default()), (Status::Absent, Status::Present));
    }

    /// By hand: no copy in 30 % of the tumour's cells and two in the others leaves 1.4 on the mean.
    #[test]
    fn both_copies_lost_in_all_cells_in_a_clone_and_in_a_part_of_the_gene() {
        let told = |segments: &[Segment]| {
            let locus = locus_from_segments(segments, interval(100, 200), &LocusPolicy::default());
            (locus.homozygous_deletion.status(), locus.none_left)
        };
        let of = |start, end, total, minor, share| Segment {
            cell_fraction: Some(share),
            ..segment(start, end, Some(total), Some(minor), None)
        };
        assert_eq!(told(&[of(0, 300, 0.0, 0.0, 1.0)]), (Status::Present, true));
        assert_eq!(told(&[of(0, 300, 1.4, 0.7, 0.3)]), (Status::Present, false));
        assert_eq!(told(&[of(0, 150, 1.0, 0.0, 1.0), of(150, 300, 0.0, 0.0, 1.0)]), (Status::Present, false));
        assert_eq!(told(&[of(0, 150, 0.0, 0.0, 1.0)]), (Status::Present, false), "the rest is not seen");
        assert_eq!(told(&[of(0, 300, 1.0, 0.0, 1.0)]), (Status::Absent, false));
        assert_eq!(told(&[of(0, 300, 0.6, 0.0, 1.0)]), (Status::Unknown, false));
        assert_eq!(told(&[]), (Status::Unknown, false));
    }

    #[test]
    fn a_ratio_is_adjusted_for_purity_and_never_excludes_a_loss_without_it() {
        // log2(1.4 / 2) in a sample of 60 % tumour: (1.4 - 0.8) / 0.6 = 1.0 copies.
        let ratio = segment(0, 300, None, None, Some((1.4f64 / 2.0).log2()));
        assert_eq!(status(std::slice::from_ref(&ratio), &LocusPolicy::default()).0, Status::Present);
        let weak = segment(0, 300, None, None, Some((1.7f64 / 2.0).log2()));
        assert_eq!(status(std::slice::from_ref(&weak), &LocusPolicy::default()).0, Status::Unknown);
        // 1.7 observed at 30 %: (1.7 - 1.4) / 0.3 = 1.0.
        let pure = LocusPolicy { purity: Some(0.3), ..LocusPolicy::default() };
        assert_eq!(status(&[weak], &pure).0, Status::Present);
        let level = segment(0, 300, None, None, Some(0.0));
        assert_eq!(status(std::slice::from_ref(&level), &LocusPolicy::default()).0, Status::Unknown);
        assert_eq!(status(&[level], &pure).0, Status::Absent);
    }

    #[test]
    fn a_part_lost_is_lost_and_a_part_unseen_is_unknown() {
        let policy = LocusPolicy::default();
        let kept = |a, b| segment(a, b, Some(2.0), Some(1.0), None);
        assert_eq!(status(&[kept(0, 150), segment(150, 300, Some(1.0), Some(0.0), None)], &policy).0, Status::Present);
        assert_eq!(status(&[kept(0, 150), kept(150, 300)], &policy).0, Status::Absent);
        assert_eq!(status(&[kept(0, 150), kept(160, 300)], &policy).0, Status::Unknown);
        assert_eq!(status(&[kept(300, 400)], &policy).0, Status::Unknown);
        assert_eq!(status(&[], &policy).0, Status::Unknown);
    }
}
