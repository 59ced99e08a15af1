//! Tandem duplications within a gene that are longer than a read: KMT2A's, from junctions and from the depth of its exons.

use marv_annotate::{
    Bundle,
    fusion::{Recurrent, exons_within, model},
};
use marv_model::{
    finding::{Finding, NotAssessed},
    genome::{Build, Contigs, Interval},
    structure::JunctionKind,
};
use marv_structure::copy::Beside;

use super::{
    Source, Structural, Weight,
    deletions::{COVERED, between},
    label,
    recurrent::within,
};
use crate::rearrangements::{Asked, Stretch};

/// RULE: the partial tandem duplication of KMT2A doubles exons from 2 or 3 to 6, 8 or 10: whatever doubles exons 3 to 6 is
/// one; another duplication of its exons is for a person (structure.md 7.3).
const DOUBLED: [u32; 4] = [3, 4, 5, 6];
/// From the first exon that no such duplication reaches, with a few between, to the gene's end: what the doubled ones are
/// held against.
const UNTOUCHED: u32 = 13;
/// RULE: where no junction is found, and one between two repeats may hide, a depth of the doubled exons this far above that
/// of the others, in standard errors, leaves the finding open; alone it does not make it (structure.md 7.3).
const PLAIN: f64 = 4.0;

/// The exons of KMT2A that every such duplication doubles, and those that none does; none where the reference lacks them.
pub(crate) fn kmt2a_beside(contigs: &Contigs) -> Option<Beside> {
    if contigs.build() != Build::Grch38 {
        return None;
    }
    let model = model(Bundle::embedded(), "KMT2A")?;
    let contig = contigs.id_or_alias(model.chrom())?;
    let over = |wanted: &dyn Fn(u32) -> bool| {
        let exons = model.numbered_exons().filter(|(number, _)| wanted(*number)).map(|(_, range)| range);
        let (start, end) = exons.fold((u32::MAX, 0), |(start, end), exon| (start.min(exon.start), end.max(exon.end)));
        Interval::new(contig, start, end.min(contigs.length(contig))).ok()
    };
    Some(Beside { part: over(&|exon| DOUBLED.contains(&exon))?, rest: over(&|exon| exon >= UNTOUCHED)? })
}

pub(super) fn finding(
    row: &Recurrent,
    structural: &Structural<'_>,
    stretches: &[Stretch],
) -> (Finding<Vec<String>>, Vec<usize>) {
    let (Some(stretch), Some(model)) = (stretches.first(), model(Bundle::embedded(), &row.one)) else {
        return (Finding::unknown(NotAssessed::NoGeneModels), Vec::new());
    };
    let mut evidence = Vec::new();
    let (mut by, mut open) = (Vec::new(), Vec::new());
    for (source, junction, weight) in structural.junctions() {
        let Some(range) = between(junction, stretch).filter(|_| junction.kind() == JunctionKind::TandemDuplication)
        else {
            continue;
        };
        let exons = exons_within(model, &range);
        if exons.is_empty() || range.start < stretch.1.start || range.end > stretch.1.end {
            continue;
        }
        let plain = weight == Weight::Passing && DOUBLED.iter().all(|exon| exons.contains(exon));
        if let Source::Measured(index) = source {
            if plain { by.push(index) } else { open.push(index) }
        }
        if plain {
            evidence.push(label(structural.contigs, source, junction));
        }
    }
    if !evidence.is_empty() {
        (Finding::present(evidence), by)
    } else if !open.is_empty() {
        (Finding::unknown(NotAssessed::SignificanceUnclear), open)
    } else if structural.kmt2a.is_some_and(|step| step.log2 > 0.0 && step.z() >= PLAIN) {
        (Finding::unknown(NotAssessed::CallUnclear), Vec::new())
    } else {
        match structural.limit(stretches, Asked::share(COVERED)) {
            Ok(limit) => (within(limit), Vec::new()),
            Err(reason) => (Finding::unknown(reason), Vec::new()),
        }
    }
}
