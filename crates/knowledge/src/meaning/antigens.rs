//! Targets of antibodies and of cells, and what presents to T cells: lost, or still there.

use marv_model::{
    annotation::Impact,
    case::{Case, Disease, ReportedVariant},
    finding::{Finding, NotAssessed},
    interpretation::AntigenStatus,
};

use crate::{
    copies::{self, Place},
    evidence::{Antigen, Evidence, is_for},
};

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

/// RULE: as segments say of the gene's place. Cells escape by the loss of one parent's HLA while both copies are there, so where
/// segments do not tell the alleles apart, nothing is known of HLA.
fn copies(antigen: &Antigen, case: &Case) -> Finding<String> {
    let place = Place { chrom: &antigen.chrom, start: antigen.span.0, end: antigen.span.1 };
    match copies::lost(place, case) {
        Finding::Absent { .. } if antigen.statement == "hla_loss" && !copies::alleles_known(place, case) => {
            Finding::unknown(NotAssessed::InputUnclear)
        }
        found => found.map(|lost| lost.word().to_owned()),
    }
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
