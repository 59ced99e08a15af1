//! The karyotype that a run's segments and junctions imply, for the case, the guidelines and `karyotype.txt`.

use std::{collections::BTreeMap, path::Path};

use marv_karyotype::{
    karyotype::Chromosome,
    virtual_karyotype::{
        Abnormality, JunctionEnd, MeasuredGenome, MeasuredJunction, MeasuredSegment, SexChromosomes, Statement,
        StretchEvidence, VirtualKaryotype, WritingPolicy, virtual_karyotype,
    },
};
use marv_model::{
    copy_number::{CopyNumberResult, PurityAlternative},
    genome::{Build, Contigs, bare_name},
    rearrangement::{JunctionSide, RearrangementResult},
    virtual_karyotype::{
        AbnormalityResult, AbnormalityStretch, KaryotypeStatement, VirtualCloneResult, VirtualKaryotypeResult,
    },
};
use marv_report::Language;

use crate::{Error, output::write_file, report};

/// The name of the karyotype in a folder.
pub(crate) const KARYOTYPE: &str = "karyotype.txt";

/// What was measured, as the karyotype needs it; none where no copies were assessed, and on a build without bands.
///
/// RULE: without a normal an inherited junction is not told from an acquired one: only those that recur in blood cancers
/// are taken, and the genome counts as not looked at for others.
pub(crate) fn measured_genome(
    copies: &CopyNumberResult,
    rearrangements: &RearrangementResult,
    contigs: &Contigs,
    with_normal: bool,
) -> Option<MeasuredGenome> {
    if copies.segments.is_empty() || contigs.build() != Build::Grch38 {
        return None;
    }
    let segments = copies.segments.iter().filter_map(|one| {
        Some(MeasuredSegment {
            chromosome: chromosome(&one.contig)?,
            start: one.start.saturating_sub(1),
            end: one.end,
            // Where nothing has changed as far as is seen, copies are those that were inherited.
            total: one.total.or(copies.limit.map(|_| one.inherited)),
            minor: one.minor,
            cell_fraction: one.cell_fraction,
            inherited: one.inherited,
            confidence: one.confidence,
        })
    });
    let junctions = rearrangements.junctions.iter().filter(|one| one.filters.is_empty()).filter_map(|one| {
        let [first, second] = &one.sides;
        Some(MeasuredJunction {
            one: end(first)?,
            other: end(second)?,
            cell_fraction: one.cell_fraction,
            fragments: Some(one.tumour.fragments()),
            recurrent: !one.recurrent.is_empty(),
            genes: one.fusions.first().map(ToString::to_string),
            event: one.event,
            id: one.id.clone(),
        })
    });
    let mut junctions: Vec<MeasuredJunction> = junctions.collect();
    junctions.retain(|one| with_normal || one.recurrent);
    Some(MeasuredGenome {
        sex: copies.sex_chromosomes.map(|[x, y]| SexChromosomes { x, y }),
        purity: copies.purity,
        purity_interval: copies.purity_interval,
        ploidy_ambiguous: is_ambiguous(copies),
        doubling_ambiguous: copies.ploidy_classes.len() > 1,
        limit: copies.limit,
        segments: segments.collect(),
        junctions: (with_normal || !junctions.is_empty()).then_some(junctions),
    })
}

/// METHOD: how a solution's ploidy stands to that of the same clone doubled: within so much of twice or half of it; and how
/// near in ln likelihood another one must be (`copy/fit`).
const TWICE: std::ops::RangeInclusive<f64> = 1.8..=2.2;
const AS_LIKELY: f64 = -2.0;

/// Whether another ploidy is as likely, one that is not the same clone doubled: two classes say that of the doubled form.
pub(crate) fn is_ambiguous(copies: &CopyNumberResult) -> bool {
    if copies.ploidy_classes.len() < 2 {
        return copies.ambiguous;
    }
    let Some(ploidy) = copies.ploidy else { return copies.ambiguous };
    let other = |one: &PurityAlternative| {
        let twice = TWICE.contains(&(one.ploidy / ploidy)) || TWICE.contains(&(ploidy / one.ploidy));
        one.under_best >= AS_LIKELY && (one.ploidy - ploidy).abs() >= 0.4 && !twice
    };
    copies.alternatives.iter().any(other)
}

fn chromosome(contig: &str) -> Option<Chromosome> {
    match bare_name(contig) {
        "X" => Some(Chromosome::X),
        "Y" => Some(Chromosome::Y),
        number => Chromosome::autosome(number.parse().ok()?),
    }
}

fn end(side: &JunctionSide) -> Option<JunctionEnd> {
    let position = side.position.saturating_sub(1);
    Some(JunctionEnd { chromosome: chromosome(&side.contig)?, position, kept: side.kept })
}

/// The values of a case.
pub(crate) fn virtual_karyotype_result(
    genome: &MeasuredGenome,
    copies: &CopyNumberResult,
    used_for_guidelines: bool,
) -> VirtualKaryotypeResult {
    let found = virtual_karyotype(genome, &WritingPolicy::default());
    let counted = |bases| u32::try_from(found.of_size(bases)).unwrap_or(u32::MAX);
    let counts = [counted(5_000_000), counted(10_000_000)];
    let VirtualKaryotype { sex, modal, clones, clinical_line, seq_line, cryptic, unexplained, .. } = found;
    VirtualKaryotypeResult {
        clinical_line,
        seq_line,
        complete: found.complete,
        used_for_guidelines,
        sex,
        chromosomes: modal.map(|(least, most)| [least, most]),
        not_assessed: found.not_assessed,
        clones: clones
            .iter()
            .map(|clone| VirtualCloneResult {
                cell_fraction: rounded(clone.fraction),
                sample_fraction: genome.purity.map(|purity| rounded(purity * clone.fraction)),
                parent: clone.parent.and_then(|parent| u32::try_from(parent).ok()),
                chromosomes: clone.chromosomes,
                abnormalities: clone.own.iter().map(abnormality).collect(),
            })
            .collect(),
        cryptic: cryptic.iter().map(abnormality).collect(),
        unexplained,
        counts,
        statements: found.statements.iter().map(statement).chain(of_chromosome_21(copies)).collect(),
    }
}

fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

fn abnormality(one: &Abnormality) -> AbnormalityResult {
    let stretch = |stretch: &StretchEvidence| AbnormalityStretch {
        chromosome: stretch.chromosome.to_string(),
        start: stretch.start.saturating_add(1),
        end: stretch.end,
        total: stretch.total,
        minor: stretch.minor,
    };
    AbnormalityResult {
        kind: one.kind.name().to_owned(),
        item: one.item.as_ref().map(ToString::to_string),
        sequence: one.sequence_text.clone(),
        bases: one.bases,
        cell_fraction: rounded(one.cell_fraction),
        inferred: one.inferred,
        recurrent: one.recurrent,
        cryptic: one.cryptic.map(|why| why.name().to_owned()),
        stretches: one.evidence.stretches.iter().map(stretch).collect(),
        junctions: one.evidence.junctions.clone(),
        genes: one.evidence.genes.clone(),
        confidence: rounded(one.evidence.confidence),
    }
}

/// An amplification within chromosome 21: its line has no name of its own for it.
fn of_chromosome_21(copies: &CopyNumberResult) -> Option<KaryotypeStatement> {
    let key = "iamp21".to_owned();
    (copies.iamp21 == Some(true)).then(|| KaryotypeStatement { key, values: BTreeMap::new() })
}

fn statement(one: &Statement) -> KaryotypeStatement {
    let values = one.values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    KaryotypeStatement { key: one.key.to_owned(), values }
}

/// Writes `karyotype.txt`, in English; without a karyotype it says so.
pub(crate) fn write_karyotype(folder: &Path, result: Option<&VirtualKaryotypeResult>) -> Result<(), Error> {
    write_file(&folder.join(KARYOTYPE), report::karyotype_text(result, Language::English)?.as_bytes())
}

#[cfg(test)]
mod tests {
    use marv_model::{
        copy_number::CopyNumberSegment,
        rearrangement::{JunctionRelevance, ReportedJunction},
        structure::{JunctionKind, JunctionSupport, Kept},
    };

    use super::*;

    fn copies(segments: &[(&str, u32, u32, u8)]) -> CopyNumberResult {
        let segment = |(contig, start, end, total): &(&str, u32, u32, u8)| CopyNumberSegment {
            contig: (*contig).to_owned(),
            start: *start,
            end: *end,
            log2_ratio: 0.0,
            balance: None,
            sample_copies: 2.0,
            total: Some(*total),
            minor: None,
            cell_fraction: Some(1.0),
            confidence: 0.9,
            inherited: 2,
            changed: *total != 2,
        };
        CopyNumberResult {
            purity: Some(0.6),
            purity_interval: None,
            ploidy: None,
            method: "copy_number".to_owned(),
            ambiguous: false,
            alternatives: Vec::new(),
            tumour_in_normal: None,
            sex_chromosomes: Some([2, 0]),
            noise: 0.1,
            limit: None,
            windows: 1,
            sites: 1,
            segments: segments.iter().map(segment).collect(),
            arms: Vec::new(),
            genes: Vec::new(),
            chromosomes: None,
            ploidy_classes: Vec::new(),
            iamp21: None,
            figure: Vec::new(),
        }
    }

    fn junction(recurrent: bool) -> ReportedJunction {
        let side = |contig: &str, position, kept| JunctionSide {
            contig: contig.to_owned(),
            position,
            kept,
            band: String::new(),
            genes: Vec::new(),
        };
        ReportedJunction {
            id: "J1".to_owned(),
            kind: JunctionKind::Translocation,
            sides: [side("chr9", 130_800_000, Kept::From), side("chr22", 23_200_000, Kept::Before)],
            notation: "BCR::ABL1".to_owned(),
            fusions: Vec::new(),
            relevance: JunctionRelevance::Recurrent,
            recurrent: recurrent.then(|| "BCR::ABL1".to_owned()).into_iter().collect(),
            inserted: String::new(),
            homology: String::new(),
            imprecise: false,
            tumour: JunctionSupport::default(),
            normal: None,
            cell_fraction: Some(1.0),
            posterior: marv_model::call::Posterior { somatic: 1.0, germline: 0.0, artefact: 0.0 },
            quality: marv_model::units::Phred(60.0),
            filters: Vec::new(),
            event: None,
            ledger: Vec::new(),
        }
    }

    #[test]
    fn a_run_over_one_chromosome_is_no_normal_karyotype() {
        let contigs = Contigs::grch38();
        let copies = copies(&[("chr5", 1, 83_000_000, 2), ("chr5", 83_000_001, 181_538_259, 1)]);
        let found = RearrangementResult { junctions: vec![junction(true)], ..RearrangementResult::default() };
        let genome = measured_genome(&copies, &found, &contigs, true).unwrap();
        let result = virtual_karyotype_result(&genome, &copies, true);
        assert_eq!(result.clinical_line.as_deref(), Some("46,XX,del(5)(q14),t(9;22)(q34;q11.2),inc"));
        assert!(!result.complete && result.not_assessed.contains(&"7".to_owned()));
        assert_eq!(result.clones[0].sample_fraction, Some(0.6));
        let amplified = CopyNumberResult { iamp21: Some(true), ..copies.clone() };
        let told = virtual_karyotype_result(&genome, &amplified, true).statements;
        assert_eq!(told.len(), result.statements.len() + 1);
        for key in told.iter().map(|one| one.key.as_str()) {
            assert!(marv_report::has_message("virtual_statement", key), "{key}");
        }
    }

    #[test]
    fn without_a_normal_only_what_recurs_is_acquired_for_certain() {
        let contigs = Contigs::grch38();
        let copies = copies(&[("chr5", 1, 181_538_259, 2)]);
        let one = |recurrent| {
            let found = RearrangementResult { junctions: vec![junction(recurrent)], ..RearrangementResult::default() };
            measured_genome(&copies, &found, &contigs, false).unwrap().junctions
        };
        assert_eq!(one(true).map(|junctions| junctions.len()), Some(1));
        assert_eq!(one(false), None);
        let elsewhere = Contigs::new([marv_model::genome::Contig::new("chr5", 1_000)]).unwrap();
        assert!(measured_genome(&copies, &RearrangementResult::default(), &elsewhere, true).is_none());
    }
}
