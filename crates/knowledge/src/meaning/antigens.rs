//! Targets of antibodies and of cells, and what presents to T cells: lost, or still there.

use marv_model::{
    annotation::Impact,
    case::{Case, Disease, ReportedVariant},
    copy_number::{CopyNumberResult, CopyNumberSegment},
    finding::{Finding, NotAssessed},
    genome::{Build, bare_name},
    interpretation::AntigenStatus,
};

use crate::evidence::{Antigen, Evidence, is_for};

/// The antigens that treatments of the disease need; all of them where no disease is stated.
pub(super) fn of(case: &Case, evidence: &Evidence) -> Vec<AntigenStatus> {
    let asked = |antigen: &&Antigen| {
        antigen.diseases.is_empty()
            || case.disease == Disease::Unspecified
            || is_for(&antigen.diseases, case.disease)
            || case.disease == Disease::All && antigen.diseases.contains(&Disease::BAll)
    };
    evidence.antigens().iter().filter(asked).map(|antigen| status(antigen, case)).collect()
}

fn status(antigen: &Antigen, case: &Case) -> AntigenStatus {
    AntigenStatus {
        gene: antigen.gene.clone(),
        antigen: antigen.antigen.clone(),
        drugs: antigen.drugs.clone(),
        statement: antigen.statement.clone(),
        copies: copies(antigen, case),
        mutations: mutations(antigen, case),
        source: antigen.source.clone(),
        to_verify: antigen.to_verify,
    }
}

/// RULE: the segments that the gene lies in tell. Without a segment, without a copy number that the purity gives, or on
/// another build nothing is known; a gene that is covered and unchanged has lost nothing as far as segments show, which a
/// small deletion within it may escape.
fn copies(antigen: &Antigen, case: &Case) -> Finding<String> {
    let Some(result) = &case.copy_number else { return Finding::unknown(NotAssessed::NotExamined) };
    if case.reference.build != Build::Grch38 {
        return Finding::unknown(NotAssessed::NoGeneModels);
    }
    let held = segments(antigen, result);
    let covered = held.iter().any(|segment| segment.start <= antigen.span.0 && antigen.span.1 <= segment.end);
    if held.is_empty() {
        return Finding::unknown(NotAssessed::NotExamined);
    }
    let told = |segment: &&CopyNumberSegment| Some((segment.total?, segment.minor, segment.inherited));
    let changed: Vec<_> = held.iter().filter(|segment| segment.changed).filter_map(told).collect();
    let lost = changed.iter().filter_map(|(total, minor, inherited)| match (total, minor) {
        (0, _) => Some("no_copy"),
        (total, _) if total < inherited => Some("one_copy"),
        (_, Some(0)) => Some("allele_lost"),
        _ => None,
    });
    // The gravest of the segments that cut the gene.
    match lost.min_by_key(|word| ["no_copy", "one_copy", "allele_lost"].iter().position(|known| known == word)) {
        Some(word) => Finding::present(word.to_owned()),
        None if held.iter().any(|segment| segment.changed && segment.total.is_none()) || !covered => {
            Finding::unknown(NotAssessed::InputUnclear)
        }
        None => Finding::absent(),
    }
}

fn segments<'a>(antigen: &Antigen, result: &'a CopyNumberResult) -> Vec<&'a CopyNumberSegment> {
    let overlaps = |segment: &&CopyNumberSegment| {
        bare_name(&segment.contig) == bare_name(&antigen.chrom)
            && segment.start <= antigen.span.1
            && antigen.span.0 <= segment.end
    };
    result.segments.iter().filter(overlaps).collect()
}

/// RULE: as the gene's own result where it is of the panel; a gene that the panel lacks was not looked at for mutations.
fn mutations(antigen: &Antigen, case: &Case) -> Finding<Vec<String>> {
    let listed = |variant: &&ReportedVariant| {
        variant.filters.is_empty()
            && variant.consequences.first().is_some_and(|c| {
                c.gene == antigen.gene && c.consequences.iter().any(|term| term.impact() <= Impact::Moderate)
            })
    };
    let label = |variant: &ReportedVariant| {
        let on = variant.consequences.first()?;
        on.hgvs_p.clone().or_else(|| on.hgvs_c.clone())
    };
    let labels: Vec<String> = case.variants.iter().filter(listed).filter_map(label).collect();
    if !labels.is_empty() {
        return Finding::present(labels);
    }
    case.genes
        .iter()
        .find(|gene| gene.gene == antigen.gene)
        .map_or_else(|| Finding::unknown(NotAssessed::NotExamined), |gene| gene.finding.clone())
}
