//! From codes to points: which codes do not count beside others, and what the open ones may still make of the sum.

use marv_model::oncogenicity::{
    CodeOutcome, CodeResult, Oncogenicity, OncogenicityClass,
    OncogenicityCode::{self, Om1, Om2, Om3, Om4, Op1, Op3, Op4, Os1, Os2, Os3, Ovs1, Sbp1, Sbs1, Sbs2, Sbvs1},
};

/// RULE: Horak 2022, table 2: a code on the left does not count where one on the right does. The stronger of two
/// frequencies counts (the standard says nothing of it).
const BESIDE: [(OncogenicityCode, &[OncogenicityCode]); 7] = [
    (Os3, &[Os1]),
    (Om1, &[Os1, Os3]),
    (Om2, &[Ovs1]),
    (Om4, &[Os1, Os3, Om1]),
    (Om3, &[Om1, Om4]),
    (Op3, &[Om1, Om3]),
    (Sbs1, &[Sbvs1]),
];

/// Pairs of which one at most can be true.
const CONTRARY: [(OncogenicityCode, OncogenicityCode); 7] =
    [(Os2, Sbs2), (Op1, Sbp1), (Op4, Sbvs1), (Op4, Sbs1), (Os3, Om3), (Os3, Op3), (Om3, Op3)];

/// The points of codes as they are given: the standard's sum, without a look at which exclude each other.
///
/// ```
/// use marv_annotate::oncogenicity::points;
/// use marv_model::oncogenicity::{OncogenicityClass, OncogenicityCode as C};
///
/// assert_eq!(points(&[C::Ovs1, C::Os2, C::Op4]), 13);
/// assert_eq!(OncogenicityClass::of(13), OncogenicityClass::Oncogenic);
/// ```
pub fn points(codes: &[OncogenicityCode]) -> i32 {
    codes.iter().map(|code| code.points()).sum()
}

/// Those of `met` that count beside each other.
fn counted(met: &[OncogenicityCode]) -> Vec<OncogenicityCode> {
    let mut kept: Vec<OncogenicityCode> = met.to_vec();
    for (code, stronger) in BESIDE {
        if stronger.iter().any(|other| kept.contains(other)) {
            kept.retain(|held| *held != code);
        }
    }
    kept
}

/// Sums up: marks what yields, and says what the open codes leave possible.
pub(super) fn sum_up(mut codes: Vec<CodeResult>) -> Oncogenicity {
    let of = |outcome: CodeOutcome| -> Vec<OncogenicityCode> {
        codes.iter().filter(|result| result.outcome == outcome).map(|result| result.code).collect()
    };
    let (met, open) = (of(CodeOutcome::Met), of(CodeOutcome::NotAssessed));
    let kept = counted(&met);
    for result in &mut codes {
        if result.outcome == CodeOutcome::Met && !kept.contains(&result.code) {
            result.outcome = CodeOutcome::Yields;
        }
    }
    let sum = points(&kept);
    let (mut least, mut most) = (sum, sum);
    // At most 2^10 ways; each is a handful of comparisons.
    for way in 1u32..1 << open.len().min(17) {
        let chosen = open.iter().enumerate().filter(|(bit, _)| way >> bit & 1 == 1).map(|(_, code)| *code);
        let all: Vec<OncogenicityCode> = met.iter().copied().chain(chosen).collect();
        if CONTRARY.iter().any(|(one, other)| all.contains(one) && all.contains(other)) {
            continue;
        }
        let possible = points(&counted(&all));
        (least, most) = (least.min(possible), most.max(possible));
    }
    Oncogenicity {
        decision: None,
        codes,
        points: sum,
        class: OncogenicityClass::of(sum),
        reachable: [OncogenicityClass::of(least), OncogenicityClass::of(most)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hand-worked from table 2: a listed change (OS1) in a critical domain (OM1) counts 4, not 6.
    #[test]
    fn what_yields_does_not_count() {
        assert_eq!(counted(&[Os1, Om1, Op4]), [Os1, Op4]);
        assert_eq!(counted(&[Ovs1, Om2]), [Ovs1]);
        assert_eq!(counted(&[Om1, Om3, Op3]), [Om1]);
        assert_eq!(counted(&[Om4, Om3]), [Om4]);
        assert_eq!(counted(&[Os1, Om1, Om3]), [Os1, Om3], "OM1 has yielded itself and stops nothing");
        assert_eq!(counted(&[Sbvs1, Sbs1]), [Sbvs1]);
    }
}
