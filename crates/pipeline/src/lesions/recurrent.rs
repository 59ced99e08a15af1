//! Rearrangements of two genes, and of genes with many partners, from junctions.

use std::collections::BTreeMap;

use marv_annotate::{
    Bundle,
    fusion::{Plainness, Recurrent, Side, Told, receptor_locus, recurrences},
};
use marv_model::{
    finding::{Finding, NotAssessed, Status},
    structure::{Breakend, JunctionKind},
    units::AlleleFraction,
};

use super::{Source, Structural, Weight, label, stretches};
use crate::rearrangements::{Asked, chromosome};

/// A junction that a row of the table may be.
pub(super) struct Seen {
    source: Source,
    label: String,
    plainness: Plainness,
    weight: Weight,
}

/// By the row's name: the junctions that it may be.
pub(super) fn seen(structural: &Structural<'_>) -> BTreeMap<String, Vec<Seen>> {
    let contigs = structural.contigs;
    let mut found: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for (source, junction, weight) in structural.junctions() {
        let names = [junction.one, junction.other].map(|side| chromosome(contigs, side));
        let side = |chrom, end: Breakend| Side { chrom, position: end.locus.position, kept: end.kept };
        let (one, other) = (side(&names[0], junction.one), side(&names[1], junction.other));
        // RULE: V(D)J recombination is what B and T cells do, and never a finding.
        let locus = |side: &Side<'_>| receptor_locus(contigs.build(), side.chrom, side.position);
        if locus(&one).is_some() && locus(&one) == locus(&other) {
            continue;
        }
        if junction.kind() == JunctionKind::Insertion {
            continue;
        }
        for (row, plainness) in recurrences(Bundle::embedded(), one, other) {
            let label = label(contigs, source, junction);
            found.entry(row.name.to_string()).or_default().push(Seen { source, label, plainness, weight });
        }
    }
    found
}

/// METHOD: the share of a gene's stretch that reads must cover for a junction to be called absent from it, without a gap in which a cluster
/// of breaks could lie where breaks lie within the gene; of receptor loci, a part of which no read maps to, less.
const COVERED: f64 = 0.8;
const COVERED_RECEPTOR: f64 = 0.6;

/// What is known of a row: the finding, the measured junctions that show it, and what its absence rests on.
pub(super) struct Row {
    pub(super) finding: Finding<Vec<String>>,
    pub(super) by: Vec<usize>,
    pub(super) rests_on: Vec<String>,
}

impl Row {
    pub(super) fn of((finding, by): (Finding<Vec<String>>, Vec<usize>)) -> Self {
        Self { finding, by, rests_on: Vec::new() }
    }
    /// Down to the limit, by these.
    fn absent(limit: Result<f64, NotAssessed>, names: &[&str]) -> Self {
        let finding = limit.map_or_else(Finding::unknown, within);
        let is_absent = finding.status() == Status::Absent;
        let rests_on = names.iter().filter(|_| is_absent).map(|name| (*name).to_owned()).collect();
        Self { finding, by: Vec::new(), rests_on }
    }
}

/// What is known of a row; none for rows of deletions and duplications.
pub(super) fn finding(row: &Recurrent, structural: &Structural<'_>, seen: &BTreeMap<String, Vec<Seen>>) -> Option<Row> {
    if matches!(row.told, Told::Deletion | Told::Duplication) {
        return None;
    }
    let here = seen.get(&*row.name).map_or(&[][..], Vec::as_slice);
    let plainly = |one: &&Seen| one.plainness == Plainness::Plain && one.weight == Weight::Passing;
    let measured = |list: &[&Seen]| {
        let index = |one: &&Seen| if let Source::Measured(index) = one.source { Some(index) } else { None };
        list.iter().filter_map(index).collect::<Vec<usize>>()
    };
    let plain: Vec<&Seen> = here.iter().filter(plainly).collect();
    if !plain.is_empty() {
        let labels = plain.iter().map(|one| one.label.clone()).collect();
        return Some(Row::of((Finding::present(labels), measured(&plain))));
    }
    // RULE: of a named rearrangement two fragments that a filter holds back are enough to have a person look; of a gene with
    // many partners a junction without a known one is.
    let named = !matches!(row.told, Told::Partners(_));
    let held: Vec<&Seen> =
        here.iter().filter(|one| named && one.weight == Weight::Held && one.plainness == Plainness::Plain).collect();
    if !held.is_empty() {
        return Some(Row::of((Finding::unknown(NotAssessed::CallUnclear), measured(&held))));
    }
    if here.iter().any(|one| one.weight == Weight::Passing) {
        return Some(Row::of((Finding::unknown(NotAssessed::SignificanceUnclear), Vec::new())));
    }
    Some(absent(row, structural))
}

/// Absent down to the limit of the side that is seen worse, or of one that excludes the rearrangement by itself.
fn absent(row: &Recurrent, structural: &Structural<'_>) -> Row {
    let limit_of = |name: &str, pad: u32| {
        let stretches = stretches(structural.contigs, name, pad);
        let asked = match pad {
            _ if is_receptor(name) => Asked::share(COVERED_RECEPTOR),
            0 => Asked::without_gap(COVERED),
            _ => Asked::share(COVERED),
        };
        structural.limit(&stretches, asked)
    };
    let one = limit_of(&row.one, row.pads[0]);
    let Some(partner) = row.other.as_deref() else {
        // A gene with many partners: what it is joined to lies anywhere, and is taken to be as well covered as the gene.
        return Row::absent(one, &[&row.one]);
    };
    let both = match (one, limit_of(partner, row.pads[1])) {
        (Ok(one), Ok(other)) => Ok(one.max(other)),
        (Err(reason), _) | (_, Err(reason)) => Err(reason),
    };
    let sides = [(&*row.one, row.pads[0], partner), (partner, row.pads[1], &*row.one)];
    let alone = sides.into_iter().filter_map(|(name, pad, far)| Some((alone(name, pad, far, structural)?, name)));
    let best = alone.min_by(|(a, _), (b, _)| a.total_cmp(b));
    match (both, best) {
        (Ok(both), Some((limit, name))) if limit < both => Row::absent(Ok(limit), &[name]),
        (Err(_), Some((limit, name))) => Row::absent(Ok(limit), &[name]),
        (both, _) => Row::absent(both, &[&row.one, partner]),
    }
}

/// The limit of a gene or locus that excludes a rearrangement by itself; none where it does not.
///
/// RULE: every row of the table names two stretches, and each of its forms, balanced or not, breaks both: in the introns of a fusion's
/// genes (KMT2A, RARA, BCR: one that is unbroken excludes all of its rows), and for a gene under an enhancer anywhere in the
/// stretch around it, of which all must have been read. So one of the two, read whole and unbroken, is enough, as with
/// a break-apart probe. Not so
/// - where the other side is a receptor locus, DUX4 or CRLF2, whose repeats or second copy on Y place the reads beyond a break in many
///   places, so that the gene's own reads need not agree on a junction: both sides must be read then;
/// - where a junction leads out of the gene: it is broken, and only both sides tell with what;
/// - where the locus could be read and mapped in part only, as receptor loci often can: what lies in the gaps is not known.
fn alone(name: &str, pad: u32, far: &str, structural: &Structural<'_>) -> Option<f64> {
    if is_receptor(far) || HARD.contains(&far) {
        return None;
    }
    let stretches = stretches(structural.contigs, name, pad);
    let within = |side: Breakend| {
        let locus = side.locus;
        stretches.iter().any(|(contig, range)| *contig == locus.contig && range.contains(&locus.position))
    };
    if structural.junctions().any(|(_, junction, _)| within(junction.one) != within(junction.other)) {
        return None;
    }
    structural.limit_alone(&stretches).ok()
}

/// Beside receptor loci, what reads beyond a break are not placed in surely.
const HARD: [&str; 2] = ["DUX4", "CRLF2"];

fn is_receptor(name: &str) -> bool {
    ["IGH", "IGK", "IGL", "TRA/TRD", "TRB", "TRG"].contains(&name)
}

/// Absent down to a share of the sample's cells.
pub(super) fn within(limit: f64) -> Finding<Vec<String>> {
    AlleleFraction::new(limit.min(1.0)).map_or(Finding::unknown(NotAssessed::LowCoverage), Finding::absent_below)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use marv_annotate::fusion::model;
    use marv_model::{
        genome::{Contigs, Locus},
        structure::{Junction, Kept},
    };

    use super::*;
    use crate::rearrangements::{Reach, Stretch};

    /// What is said of a row, and what its absence rests on, where these stretches were read.
    fn told(name: &str, read: &[Stretch], supplied: &[Junction]) -> (Status, Vec<String>) {
        let contigs = Contigs::grch38();
        let reach = Reach::over(read, 47, 23);
        let structural = Structural { reach: Some(&reach), supplied, ..Structural::of_segments(&contigs, &[]) };
        let row = Bundle::embedded().recurrent().iter().find(|row| &*row.name == name).unwrap();
        let row = finding(row, &structural, &seen(&structural)).unwrap();
        (row.finding.status(), row.rests_on)
    }
    fn gene(name: &str, pad: u32) -> Vec<Stretch> {
        stretches(&Contigs::grch38(), name, pad)
    }
    fn absent_by(genes: &[&str]) -> (Status, Vec<String>) {
        (Status::Absent, genes.iter().map(|gene| (*gene).to_owned()).collect())
    }
    fn open() -> (Status, Vec<String>) {
        (Status::Unknown, Vec::new())
    }

    #[test]
    fn a_gene_that_was_read_whole_and_is_unbroken_excludes_all_of_its_fusions() {
        let read = gene("KMT2A", 0);
        assert_eq!(told("KMT2A::AFF1", &read, &[]), absent_by(&["KMT2A"]));
        assert_eq!(told("KMT2A-r", &read, &[]), absent_by(&["KMT2A"]));
        assert_eq!(told("RUNX1::RUNX1T1", &read, &[]), open());
        // The partner answers as well, for its own row.
        let partner = gene("AFF1", 0);
        assert_eq!(told("KMT2A::AFF1", &partner, &[]), absent_by(&["AFF1"]));
        assert_eq!(told("KMT2A-r", &partner, &[]), open());
        // Both together see smaller clones than either.
        assert_eq!(told("KMT2A::AFF1", &[read, partner].concat(), &[]), absent_by(&["KMT2A", "AFF1"]));
    }

    /// The cluster of KMT2A's breaks, 8.3 kb from exon 8 to exon 14, is a tenth of the gene.
    #[test]
    fn a_gene_of_which_the_breaks_own_place_was_not_read_excludes_nothing() {
        let model = model(Bundle::embedded(), "KMT2A").unwrap();
        let exon = |wanted: u32| model.numbered_exons().find(|(number, _)| *number == wanted).unwrap().1;
        let [(contig, whole)] = <[Stretch; 1]>::try_from(gene("KMT2A", 0)).unwrap();
        let part = |range: Range<u32>| (contig, range);
        let read = [part(whole.start..exon(8).start), part(exon(14).end..whole.end)];
        for row in ["KMT2A::AFF1", "KMT2A-r"] {
            assert_eq!(told(row, &read, &[]), open(), "{row}");
        }
        assert_eq!(told("KMT2A::AFF1", &[&read[..], &gene("AFF1", 0)].concat(), &[]), absent_by(&["AFF1"]));
    }

    #[test]
    fn a_gene_that_is_broken_does_not_exclude_by_itself() {
        let contigs = Contigs::grch38();
        let side =
            |name, position| Breakend { locus: Locus::new(contigs.id(name).unwrap(), position), kept: Kept::Before };
        let elsewhere =
            Junction { one: side("chr9", 20_370_000), other: side("chr11", 118_484_000), cell_fraction: None };
        let within = Junction { one: side("chr11", 118_470_000), ..elsewhere };
        assert_eq!(told("KMT2A::AFF1", &gene("KMT2A", 0), &[elsewhere]), open());
        assert_eq!(told("KMT2A::AFF1", &gene("KMT2A", 0), &[within]), absent_by(&["KMT2A"]));
    }

    #[test]
    fn what_an_enhancer_drives_is_excluded_by_all_that_lies_around_it_and_a_receptor_locus_only_where_it_maps() {
        let both = [gene("IGH", 0), gene("BCL2", 100_000)].concat();
        assert_eq!(told("IGH::BCL2", &both, &[]), absent_by(&["IGH", "BCL2"]));
        assert_eq!(told("IGH::BCL2", &gene("IGH", 0), &[]), absent_by(&["IGH"]));
        assert_eq!(told("IGH::BCL2", &gene("BCL2", 100_000), &[]), open(), "reads beyond the break lie in repeats");
        assert_eq!(told("BCL2-r", &gene("BCL2", 100_000), &[]), absent_by(&["BCL2"]));
        // Seven tenths of the locus are enough beside the gene, and not alone.
        let [(contig, whole)] = <[Stretch; 1]>::try_from(gene("IGH", 0)).unwrap();
        let most = vec![(contig, whole.start..whole.start + (whole.end - whole.start) / 10 * 7)];
        assert_eq!(told("IGH::BCL2", &most, &[]), open());
        assert_eq!(told("IGH::BCL2", &[most, gene("BCL2", 100_000)].concat(), &[]), absent_by(&["IGH", "BCL2"]));
        // Breaks of inv(3) lie to 700 kb around MECOM.
        assert_eq!(told("GATA2::MECOM", &gene("MECOM", 700_000), &[]), absent_by(&["MECOM"]));
        assert_eq!(told("GATA2::MECOM", &gene("MECOM", 0), &[]), open());
        for hard in ["IGH::DUX4", "IGH::CRLF2"] {
            assert_eq!(told(hard, &gene("IGH", 0), &[]), open(), "{hard}");
        }
    }
}
