//! Rows of the table become the lesions that guidelines ask for, and stand beside what the laboratory says.

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion, LesionFinding},
    finding::{Finding, NotAssessed, Status},
    laboratory::{Discordance, FishResult},
    rearrangement::RecurrentResult,
};

/// RULE: lesions of which the table has a part only, so that none of its rows being there excludes nothing.
const IN_PART: [Lesion; 3] = [Lesion::Pax5Altered, Lesion::UbtfAtxn7l3, Lesion::Par1Deletion];

/// RULE: a negative counts for a guideline where a clone in half of the tumour's cells would have been seen; where the
/// purity is not known, one in a fifth of the sample's. Twenty metaphases exclude a clone of 14 %.
const SHARE_OF_TUMOUR: f64 = 0.5;
const SHARE_OF_SAMPLE: f64 = 0.2;

/// The lesions that rows of the table tell of.
pub(super) fn of_rows(rows: &[RecurrentResult], purity: Option<f64>) -> CytogeneticFindings {
    let mut findings = CytogeneticFindings::unknown();
    for lesion in Lesion::ALL {
        let of: Vec<&RecurrentResult> = rows.iter().filter(|row| row.lesions.contains(lesion)).collect();
        if !of.is_empty() {
            findings.set(*lesion, of_lesion(*lesion, &of, purity));
        }
    }
    findings
}

fn of_lesion(lesion: Lesion, rows: &[&RecurrentResult], purity: Option<f64>) -> LesionFinding {
    let evidence: Vec<String> =
        rows.iter().filter_map(|row| Some(format!("{} ({})", row.name, row.finding.evidence()?.join(", ")))).collect();
    if !evidence.is_empty() {
        return Finding::present(evidence);
    }
    let reasons = || {
        rows.iter().filter_map(|row| match &row.finding {
            Finding::NotAssessable { reason } => Some(reason),
            _ => None,
        })
    };
    let open = |reason: &&NotAssessed| matches!(reason, NotAssessed::CallUnclear | NotAssessed::SignificanceUnclear);
    if let Some(reason) = reasons().find(open).or_else(|| reasons().next()) {
        return Finding::unknown(reason.clone());
    }
    let limits = rows.iter().filter_map(|row| match &row.finding {
        Finding::Absent { limit_of_detection } => *limit_of_detection,
        _ => None,
    });
    let enough = purity.map_or(SHARE_OF_SAMPLE, |purity| purity * SHARE_OF_TUMOUR);
    match limits.max_by(|a, b| a.get().total_cmp(&b.get())) {
        _ if IN_PART.contains(&lesion) => Finding::unknown(NotAssessed::NotImplemented),
        Some(limit) if limit.get() <= enough => Finding::absent_below(limit),
        _ => Finding::unknown(NotAssessed::LowCoverage),
    }
}

/// What both say together, and where they differ. `banded` is what the laboratory's karyotype says, `laboratory` that and
/// FISH.
///
/// RULE: what either shows is present: a probe and banding see clones that a genome of this depth does not, and a genome
/// sees what is too small or too well balanced for them. What one excludes and the other did not assess is absent. Where
/// one shows what the other excludes it is present, and a discordance: neither is overwritten, and a person decides.
pub(crate) fn beside_laboratory(
    laboratory: &CytogeneticFindings,
    banded: &CytogeneticFindings,
    fish: &[FishResult],
    genome: &CytogeneticFindings,
) -> (CytogeneticFindings, Vec<Discordance>) {
    let differ = |method: &str, lesion: Lesion, theirs: Status| {
        let genome = genome.status(lesion);
        (theirs != Status::Unknown && genome != Status::Unknown && theirs != genome).then(|| Discordance {
            datum: lesion.name().to_owned(),
            method: method.to_owned(),
            laboratory: theirs,
            genome,
        })
    };
    let of_karyotype = Lesion::ALL.iter().filter_map(|lesion| differ("karyotype", *lesion, banded.status(*lesion)));
    let of_fish = fish.iter().filter_map(|result| differ("fish", result.lesion, result.result));
    let discordances = of_karyotype.chain(of_fish).collect();
    (laboratory.merged(genome), discordances)
}

#[cfg(test)]
mod tests {
    use marv_model::{rearrangement::RecurrentGroup, units::AlleleFraction};

    use super::*;

    fn row(name: &str, lesion: Lesion, finding: Finding<Vec<String>>) -> RecurrentResult {
        RecurrentResult {
            name: name.to_owned(),
            group: RecurrentGroup::Fusion,
            iscn: String::new(),
            finding,
            rests_on: Vec::new(),
            lesions: vec![lesion],
        }
    }
    fn below(limit: f64) -> Finding<Vec<String>> {
        Finding::absent_below(AlleleFraction::new(limit).unwrap())
    }

    #[test]
    fn a_lesion_is_absent_where_every_row_of_it_is_and_the_limit_suits_the_purity() {
        let unknown = Finding::unknown(NotAssessed::LowCoverage);
        let rows = |second: &Finding<Vec<String>>| {
            [row("KMT2A::AFF1", Lesion::Kmt2aOther, below(0.1)), row("KMT2A-r", Lesion::Kmt2aOther, second.clone())]
        };
        let status = |second: &Finding<Vec<String>>, purity| of_rows(&rows(second), purity).status(Lesion::Kmt2aOther);
        assert_eq!(status(&below(0.15), Some(0.8)), Status::Absent);
        // A clone in half of a tumour of 20 % is 10 % of the cells, below the limit of 15 %.
        assert_eq!(status(&below(0.15), Some(0.2)), Status::Unknown);
        assert_eq!(status(&below(0.25), None), Status::Unknown);
        assert_eq!(status(&unknown, Some(0.8)), Status::Unknown);
        let present = Finding::present(vec!["marv_sv_1".to_owned()]);
        assert_eq!(status(&present, Some(0.2)), Status::Present);
        let open = Finding::unknown(NotAssessed::CallUnclear);
        let found = of_rows(&rows(&open), Some(0.8));
        assert_eq!(found.get(Lesion::Kmt2aOther), Finding::unknown(NotAssessed::CallUnclear));
        assert_eq!(found.status(Lesion::PmlRara), Status::Unknown, "no row tells of it");
    }

    #[test]
    fn neither_the_laboratory_nor_the_genome_is_overwritten() {
        let genome = CytogeneticFindings::unknown()
            .with(Lesion::CbfbMyh11, Finding::present(vec!["CBFB::MYH11 (marv_sv_1)".to_owned()]))
            .with(Lesion::BcrAbl1, below(0.1))
            .with(Lesion::Kmt2aOther, below(0.1));
        let banded = CytogeneticFindings::unknown()
            .with(Lesion::CbfbMyh11, Finding::absent())
            .with(Lesion::BcrAbl1, Finding::present(vec!["t(9;22)(q34;q11)".to_owned()]));
        let (both, differences) = beside_laboratory(&banded, &banded, &[], &genome);
        assert_eq!(both.status(Lesion::CbfbMyh11), Status::Present);
        assert_eq!(both.status(Lesion::BcrAbl1), Status::Present);
        assert_eq!(both.status(Lesion::Kmt2aOther), Status::Absent);
        let told: Vec<&str> = differences.iter().map(|one| one.datum.as_str()).collect();
        assert_eq!(told, ["CBFB::MYH11", "BCR::ABL1"]);
    }
}
