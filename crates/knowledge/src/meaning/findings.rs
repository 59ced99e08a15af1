//! The findings of a case, each with the rows of evidence that are about it.

use marv_model::{
    case::{Case, Disease, ReportedVariant},
    copy_number::CopyNumberGene,
    cytogenetics::Lesion,
    finding::Status,
    interpretation::FindingOrigin,
    tp53::Tp53Hits,
};

use crate::{
    evidence::{Event, Evidence, Fit, Mutation, Row},
    lesions,
};

/// A finding before it is weighed.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) gene: Option<String>,
    pub(super) origin: FindingOrigin,
    pub(super) unconfirmed: bool,
    pub(super) variant: Option<&'a ReportedVariant>,
    /// Rows that are about it, and whether it surely is their event.
    pub(super) rows: Vec<(&'a Row, Fit)>,
}

/// Every finding of the case: small variants, lesions, losses that evidence asks for, the state of TP53.
pub(super) fn of<'a>(case: &'a Case, evidence: &'a Evidence) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> = case.variants.iter().filter_map(|variant| mutation(variant, evidence)).collect();
    found.extend(lesion_findings(case, evidence));
    found.extend(losses(case, evidence));
    found.extend(multi_hit(case, evidence));
    found
}

fn mutation<'a>(variant: &'a ReportedVariant, evidence: &'a Evidence) -> Option<Found<'a>> {
    let on = variant.consequences.first()?;
    let asked = Mutation { on, oncogenicity: variant.oncogenicity.as_ref() };
    let fits = |row: &Row| row.events.iter().map(|event| event.is_mutation(asked)).max().unwrap_or(Fit::No);
    let of_gene = evidence.rows().iter().filter(|row| row.gene.as_deref() == Some(&*on.gene));
    Some(Found {
        name: variant.name(),
        key: variant.key(),
        gene: Some(on.gene.clone()),
        origin: FindingOrigin::Variant,
        unconfirmed: !variant.filters.is_empty(),
        variant: Some(variant),
        rows: of_gene.map(|row| (row, fits(row))).filter(|(_, fit)| *fit > Fit::No).collect(),
    })
}

/// Lesions that say nothing by themselves.
const SUMS: [Lesion; 2] = [Lesion::AnyAbnormality, Lesion::HyperdiploidTrisomies];

/// RULE: counts of chromosomes are classes of B-lymphoblastic leukaemia (WHO 5, ICC 2022); by their names they are nothing in
/// another disease, where the karyotype tells them.
const PLOIDY_OF_B_ALL: [Lesion; 5] = [
    Lesion::HighHyperdiploidy,
    Lesion::TripleTrisomy,
    Lesion::NearHaploidy,
    Lesion::LowHypodiploidy,
    Lesion::HighHypodiploidy,
];

/// RULE: the second lesion of each pair is there by its definition wherever the first is: told beside it, one event would
/// stand twice, with its evidence.
const NARROWER: [(Lesion, Lesion); 8] = [
    (Lesion::Isolated5q, Lesion::Loss5q),
    (Lesion::Deletion11q22, Lesion::Loss11q),
    (Lesion::Deletion13q14, Lesion::Loss13q),
    (Lesion::Loss17p, Lesion::Abnormal17p),
    (Lesion::MecomInv3, Lesion::Abnormal3q),
    (Lesion::MecomOther, Lesion::Abnormal3q),
    (Lesion::Biallelic1p32, Lesion::Deletion1p32),
    (Lesion::MycImmunoglobulin, Lesion::MycRearranged),
];

/// RULE: evidence that is about a broader lesion counts for the narrower one that is told in its place.
fn lesion_findings<'a>(case: &'a Case, evidence: &'a Evidence) -> impl Iterator<Item = Found<'a>> {
    let b_all = matches!(case.disease, Disease::All | Disease::BAll | Disease::Unspecified);
    let present: Vec<Lesion> = Lesion::ALL
        .iter()
        .copied()
        .filter(|lesion| !SUMS.contains(lesion) && (b_all || !PLOIDY_OF_B_ALL.contains(lesion)))
        .filter(|lesion| lesions::status(case, *lesion) == Status::Present)
        .collect();
    let broader = move |lesion: Lesion| NARROWER.iter().filter(move |pair| pair.0 == lesion).map(|pair| pair.1);
    let told: Vec<Lesion> = present
        .iter()
        .copied()
        .filter(|lesion| !NARROWER.iter().any(|(narrow, broad)| broad == lesion && present.contains(narrow)))
        .collect();
    told.into_iter().map(move |lesion| {
        let mut named: Vec<Lesion> = broader(lesion).collect();
        named.push(lesion);
        let about = |row: &&Row| named.iter().any(|one| row.events.contains(&Event::Lesion(*one)));
        Found {
            key: lesion.name().to_owned(),
            name: lesion.name().to_owned(),
            gene: None,
            origin: FindingOrigin::Lesion,
            unconfirmed: false,
            variant: None,
            rows: evidence.rows().iter().filter(about).map(|row| (row, Fit::Yes)).collect(),
        }
    })
}

/// RULE: a loss is told as a finding where evidence asks for the gene's loss; all others are in the table of copies.
fn losses<'a>(case: &'a Case, evidence: &'a Evidence) -> Vec<Found<'a>> {
    let copies = case.genes_with_changed_copies();
    let of = |gene: &CopyNumberGene| {
        let fits = |event: &Event| match event {
            Event::Loss => gene.total < 2,
            Event::BiallelicLoss => gene.total == 0,
            _ => false,
        };
        let about = |row: &&Row| row.gene.as_ref() == Some(&gene.gene) && row.events.iter().any(fits);
        let rows: Vec<(&Row, Fit)> = evidence.rows().iter().filter(about).map(|row| (row, Fit::Yes)).collect();
        let name = format!("{} loss", gene.gene);
        (!rows.is_empty()).then(|| Found {
            key: name.clone(),
            name,
            gene: Some(gene.gene.clone()),
            origin: FindingOrigin::Copies,
            unconfirmed: false,
            variant: None,
            rows,
        })
    };
    copies.iter().filter_map(of).collect()
}

/// RULE: multi-hit where a definition decides it so; where one leaves it open beside a mutation, it is told as unconfirmed.
fn multi_hit<'a>(case: &'a Case, evidence: &'a Evidence) -> Option<Found<'a>> {
    let report = case.tp53.as_ref()?;
    let decided = report.states.iter().any(|state| state.possible == [Tp53Hits::Multi]);
    let open = report.mutations.status() == Status::Present
        && report.states.iter().any(|state| state.possible.contains(&Tp53Hits::Multi));
    if !decided && !open {
        return None;
    }
    let about = |row: &&Row| row.events.contains(&Event::MultiHit);
    Some(Found {
        key: "TP53 multi-hit".to_owned(),
        name: "TP53 multi-hit".to_owned(),
        gene: Some("TP53".to_owned()),
        origin: FindingOrigin::Tp53,
        unconfirmed: !decided,
        variant: None,
        rows: evidence.rows().iter().filter(about).map(|row| (row, Fit::Yes)).collect(),
    })
}
