//! Where segments and junctions become findings: here, and nowhere else. Measured and supplied ones go the same way.
//!
//! The way: `recurrent` asks each row of the table of recurrent rearrangements of the junctions, `deletions` the rows of
//! small deletions and tandem duplications of junctions and segments; `arms` reads losses and gains of chromosomes off the
//! segments, `whole` their number; `answers` turns rows into the lesions that guidelines ask for, and sets them beside the laboratory's; `events`
//! joins junctions that are one event; `breaks` are those within TP53.

mod answers;
mod arms;
mod breaks;
mod deletions;
mod duplications;
mod events;
mod recurrent;
mod whole;

use std::collections::BTreeMap;

use marv_annotate::{Bundle, fusion::windows};
use marv_ingest::variants::junction_id;
use marv_model::{
    cytogenetics::CytogeneticFindings,
    finding::{Finding, NotAssessed},
    genome::{Build, Contigs},
    rearrangement::{RearrangementEvent, RecurrentResult},
    structure::{Junction, JunctionCall, JunctionFilter, Segment},
    tp53::Tp53Mutation,
};
use marv_structure::copy::DepthStep;

use self::recurrent::Row;
pub(crate) use self::{answers::beside_laboratory, duplications::kmt2a_beside, whole::WholeGenome};
use crate::rearrangements::{Asked, Reach, Stretch};

/// What is known of a genome's structure.
#[derive(Clone, Copy)]
pub(crate) struct Structural<'a> {
    pub(crate) contigs: &'a Contigs,
    /// Junctions that this run measured.
    pub(crate) calls: &'a [JunctionCall],
    /// How well they could be seen; none where nothing was measured.
    pub(crate) reach: Option<&'a Reach>,
    /// Junctions that were supplied.
    pub(crate) supplied: &'a [Junction],
    /// Segments, measured or supplied.
    pub(crate) segments: &'a [Segment],
    /// Share of the sample's cells that are the tumour's, where known.
    pub(crate) purity: Option<f64>,
    /// What was measured of it as a whole.
    pub(crate) genome: WholeGenome,
    /// How the depth of KMT2A's often doubled exons differs from that of its others, where it was measured.
    pub(crate) kmt2a: Option<DepthStep>,
}

/// What it means.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Every row of the table, in its order.
    pub(crate) recurrent: Vec<RecurrentResult>,
    /// By junction: the rows that it is.
    pub(crate) of_junction: BTreeMap<usize, Vec<String>>,
    /// For guidelines.
    pub(crate) lesions: CytogeneticFindings,
    /// Junctions that belong together.
    pub(crate) events: Vec<RearrangementEvent>,
    /// Breaks within TP53, which count as mutations.
    pub(crate) tp53_breaks: Vec<Tp53Mutation>,
}

/// The stretches of the genome where the absence of a junction means something; none on a build without gene models.
pub(crate) fn looked_for(contigs: &Contigs) -> Vec<Stretch> {
    if contigs.build() != Build::Grch38 {
        return Vec::new();
    }
    let bundle = Bundle::embedded();
    let mut found: Vec<Stretch> = bundle
        .recurrent()
        .iter()
        .flat_map(|row| {
            let other = row.other.as_ref().map(|other| stretches(contigs, other, row.pads[1]));
            stretches(contigs, &row.one, row.pads[0]).into_iter().chain(other.into_iter().flatten())
        })
        .collect();
    found.sort_by_key(|(contig, range)| (*contig, range.start, range.end));
    found.dedup();
    found
}

/// A gene or locus of the table as stretches of the contigs; what the reference lacks is left out.
fn stretches(contigs: &Contigs, name: &str, pad: u32) -> Vec<Stretch> {
    windows(Bundle::embedded(), name, pad)
        .into_iter()
        .filter_map(|window| {
            let contig = contigs.id_or_alias(&window.chrom)?;
            Some((contig, window.range.start..window.range.end.min(contigs.length(contig))))
        })
        .collect()
}

/// Reads the findings off a genome's structure.
pub(crate) fn find(structural: &Structural<'_>) -> Found {
    if structural.contigs.build() != Build::Grch38 {
        // Without genes and bands there is nothing to name; what belongs together still does.
        return Found { events: events::joined(structural), ..Found::default() };
    }
    let seen = recurrent::seen(structural);
    let mut of_junction: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in Bundle::embedded().recurrent() {
        let known = recurrent::finding(row, structural, &seen)
            .or_else(|| deletions::finding(row, structural).map(Row::of))
            .unwrap_or_else(|| Row::of((Finding::unknown(NotAssessed::NotImplemented), Vec::new())));
        for index in known.by {
            of_junction.entry(index).or_default().push(row.name.to_string());
        }
        rows.push(RecurrentResult {
            name: row.name.to_string(),
            group: row.told.group(),
            iscn: row.iscn.to_string(),
            finding: known.finding,
            rests_on: known.rests_on,
            lesions: row.lesions.to_vec(),
        });
    }
    let mut lesions = answers::of_rows(&rows, structural.purity);
    arms::read(structural, &mut lesions);
    whole::read(structural, &mut lesions);
    Found {
        events: events::joined(structural),
        tp53_breaks: breaks::in_tp53(structural),
        recurrent: rows,
        of_junction,
        lesions,
    }
}

/// How much a measured junction counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// A filter holds it back that does not make it false: a person must look.
    Held,
    /// It passes.
    Passing,
}

/// None where it is inherited, made by the library, or the cells' own recombination.
fn weight(call: &JunctionCall) -> Option<Weight> {
    let open = |filter: &JunctionFilter| {
        matches!(filter, JunctionFilter::WeakEvidence | JunctionFilter::LowNormalDepth | JunctionFilter::LowAlleleFrac)
    };
    if call.passes() {
        Some(Weight::Passing)
    } else if call.filters.iter().all(open) && call.tumour.fragments() >= 2 && call.posterior.germline < 0.5 {
        Some(Weight::Held)
    } else {
        None
    }
}

/// Whether a filter holds a junction back that does not make it false: a person must look.
pub(crate) fn is_held(call: &JunctionCall) -> bool {
    weight(call) == Some(Weight::Held)
}

/// The identifier of a measured junction, or the place of a supplied one.
fn label(contigs: &Contigs, source: Source, junction: &Junction) -> String {
    match source {
        Source::Measured(index) => junction_id(index),
        Source::Supplied => {
            let place = |side: marv_model::structure::Breakend| contigs.show(&side.locus).to_string();
            format!("{} / {}", place(junction.one), place(junction.other))
        }
    }
}

/// Where a junction comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Measured(usize),
    Supplied,
}

#[cfg(test)]
impl<'a> Structural<'a> {
    /// Of a sample of which eight cells in ten are the tumour's, and of which nothing else is known.
    fn of_segments(contigs: &'a Contigs, segments: &'a [Segment]) -> Self {
        Self {
            contigs,
            calls: &[],
            reach: None,
            supplied: &[],
            segments,
            purity: Some(0.8),
            genome: WholeGenome::default(),
            kmt2a: None,
        }
    }
}

impl<'a> Structural<'a> {
    /// Every junction that may count, with its weight: measured ones, then supplied ones.
    fn junctions(&self) -> impl Iterator<Item = (Source, &'a Junction, Weight)> {
        let measured = self
            .calls
            .iter()
            .enumerate()
            .filter_map(|(index, call)| Some((Source::Measured(index), &call.junction, weight(call)?)));
        measured.chain(self.supplied.iter().map(|junction| (Source::Supplied, junction, Weight::Passing)))
    }
    /// The smallest share of the cells in which a junction in these stretches would have been seen.
    fn limit(&self, stretches: &[Stretch], asked: Asked) -> Result<f64, NotAssessed> {
        self.reach.ok_or(NotAssessed::NotExamined)?.limit(stretches, asked)
    }
    /// The same where nothing is asked of what they are joined to.
    fn limit_alone(&self, stretches: &[Stretch]) -> Result<f64, NotAssessed> {
        self.reach.ok_or(NotAssessed::NotExamined)?.limit_alone(stretches)
    }
}

#[cfg(test)]
mod tests {
    use marv_model::{
        call::Posterior,
        cytogenetics::Lesion,
        finding::Status,
        genome::Locus,
        sequence::Bases,
        structure::{Breakend, JunctionSupport, Kept},
    };

    use super::*;

    fn junction(contigs: &Contigs, one: (&str, u32, Kept), other: (&str, u32, Kept)) -> Junction {
        let side = |(name, position, kept): (&str, u32, Kept)| Breakend {
            locus: Locus::new(contigs.id(name).unwrap(), position),
            kept,
        };
        Junction { one: side(one), other: side(other), cell_fraction: None }
    }
    fn call(junction: Junction, fragments: u32, filters: &[JunctionFilter]) -> JunctionCall {
        JunctionCall {
            junction,
            inserted: Bases::lossy(b""),
            homology: Bases::lossy(b""),
            uncertainty: None,
            tumour: JunctionSupport { split: fragments, ..JunctionSupport::default() },
            normal: None,
            posterior: Posterior { somatic: 0.9, germline: 0.05, artefact: 0.05 },
            filters: filters.to_vec(),
            event: None,
            ledger: Vec::new(),
        }
    }
    fn found(contigs: &Contigs, calls: &[JunctionCall], supplied: &[Junction]) -> Found {
        find(&Structural { calls, supplied, ..Structural::of_segments(contigs, &[]) })
    }
    fn status(found: &Found, name: &str) -> Finding<Vec<String>> {
        found.recurrent.iter().find(|row| row.name == name).unwrap().finding.clone()
    }

    /// t(8;21), der(8): RUNX1 intron 5, RUNX1T1 intron 1 (NCBI Gene, GRCh38).
    fn t_8_21(contigs: &Contigs) -> Junction {
        junction(contigs, ("chr8", 92_030_000, Kept::Before), ("chr21", 34_850_000, Kept::From))
    }

    #[test]
    fn a_junction_that_passes_is_present_one_that_is_held_back_is_open_and_an_inherited_one_is_nothing() {
        let contigs = Contigs::grch38();
        let with =
            |fragments, filters: &[JunctionFilter]| found(&contigs, &[call(t_8_21(&contigs), fragments, filters)], &[]);
        let passing = with(20, &[]);
        assert_eq!(status(&passing, "RUNX1::RUNX1T1"), Finding::present(vec!["marv_sv_1".to_owned()]));
        assert_eq!(passing.lesions.status(Lesion::Runx1Runx1t1), Status::Present);
        assert_eq!(passing.of_junction[&0], ["RUNX1::RUNX1T1", "RUNX1-r"]);
        assert_eq!(passing.lesions.status(Lesion::CbfbMyh11), Status::Unknown, "nobody looked there");
        let held = with(2, &[JunctionFilter::WeakEvidence]);
        assert_eq!(status(&held, "RUNX1::RUNX1T1"), Finding::unknown(NotAssessed::CallUnclear));
        assert_eq!(held.lesions.get(Lesion::Runx1Runx1t1), Finding::unknown(NotAssessed::CallUnclear));
        let inherited = with(20, &[JunctionFilter::Germline]);
        assert_eq!(status(&inherited, "RUNX1::RUNX1T1"), Finding::unknown(NotAssessed::NotExamined));
    }

    #[test]
    fn supplied_junctions_go_the_same_way() {
        let contigs = Contigs::grch38();
        let supplied = found(&contigs, &[], &[t_8_21(&contigs)]);
        assert_eq!(supplied.lesions.status(Lesion::Runx1Runx1t1), Status::Present);
        // A file without it excludes nothing.
        assert_eq!(found(&contigs, &[], &[]).lesions.status(Lesion::Runx1Runx1t1), Status::Unknown);
    }

    /// Lengths of GRCh37's chromosomes 5 and 17 (Genome Reference Consortium). A chromosome that is whole is no finding of
    /// absence where arms have no place.
    #[test]
    fn on_another_build_nothing_is_named_and_nothing_is_absent() {
        let contig = |name: &str, length| marv_model::genome::Contig::new(name, length);
        let contigs = Contigs::new([contig("chr5", 180_915_260), contig("chr17", 81_195_210)]).unwrap();
        assert_eq!(contigs.build(), Build::Grch37);
        let whole = Segment {
            interval: marv_model::genome::Interval::new(contigs.id("chr5").unwrap(), 0, 180_915_260).unwrap(),
            total_copies: Some(2.0),
            minor_copies: Some(1.0),
            log2_ratio: None,
            cell_fraction: None,
        };
        let found = find(&Structural::of_segments(&contigs, &[whole]));
        assert!(found.recurrent.is_empty());
        assert!(Lesion::ALL.iter().all(|lesion| found.lesions.status(*lesion) == Status::Unknown));
    }

    #[test]
    fn recombination_within_a_receptor_locus_is_never_a_finding() {
        let contigs = Contigs::grch38();
        let within = junction(&contigs, ("chr14", 105_860_000, Kept::Before), ("chr14", 106_300_000, Kept::From));
        let none = found(&contigs, &[call(within, 30, &[])], &[]);
        assert!(none.recurrent.iter().all(|row| row.finding.status() != Status::Present));
    }

    #[test]
    fn deletions_are_told_by_the_exons_that_they_hit() {
        let contigs = Contigs::grch38();
        let model = marv_annotate::fusion::model(Bundle::embedded(), "IKZF1").unwrap();
        let exon = |wanted: u32| model.numbered_exons().find(|(number, _)| *number == wanted).unwrap().1;
        let deletion = |from: u32, to: u32| {
            let lost = junction(&contigs, ("chr7", from, Kept::Before), ("chr7", to, Kept::From));
            found(&contigs, &[call(lost, 12, &[])], &[]).lesions.status(Lesion::Ikzf1Deletion)
        };
        // Exons 4 to 7, the dominant-negative form; and a stretch of intron 3.
        assert_eq!(deletion(exon(4).start - 500, exon(7).end + 500), Status::Present);
        assert_eq!(deletion(exon(3).end + 500, exon(3).end + 1_500), Status::Unknown);
    }

    #[test]
    fn a_deletion_of_exons_is_a_lesion_of_its_own() {
        let contigs = Contigs::grch38();
        let drivers = [
            ("ETV6", "chr12", Lesion::Etv6Deletion),
            ("RB1", "chr13", Lesion::Rb1Deletion),
            ("BTG1", "chr12", Lesion::Btg1Deletion),
        ];
        for (gene, chrom, lesion) in drivers {
            let model = marv_annotate::fusion::model(Bundle::embedded(), gene).unwrap();
            let (_, exon) = model.numbered_exons().find(|(number, _)| *number == 2).unwrap();
            let deletion = |from: u32, to: u32| {
                let lost = junction(&contigs, (chrom, from, Kept::Before), (chrom, to, Kept::From));
                found(&contigs, &[call(lost, 12, &[])], &[]).lesions.status(lesion)
            };
            // Exon 2 of each, and a place 0.7 Mb before it, where none of the three genes lies.
            assert_eq!(deletion(exon.start - 300, exon.end + 300), Status::Present, "{gene}");
            assert_eq!(
                deletion(exon.start - 300 - 700_000, exon.start - 699_000),
                Status::Unknown,
                "{gene}: another gene"
            );
        }
    }

    #[test]
    fn the_tandem_duplication_of_kmt2a_is_told_by_the_exons_that_it_doubles() {
        let contigs = Contigs::grch38();
        let model = marv_annotate::fusion::model(Bundle::embedded(), "KMT2A").unwrap();
        let exon = |wanted: u32| model.numbered_exons().find(|(number, _)| *number == wanted).unwrap().1;
        let doubled = |from: u32, to: u32| {
            let sides = (("chr11", from, Kept::From), ("chr11", to, Kept::Before));
            let calls = [call(junction(&contigs, sides.0, sides.1), 9, &[])];
            status(&found(&contigs, &calls, &[]), "KMT2A-PTD")
        };
        assert_eq!(doubled(exon(2).start - 900, exon(8).end + 300).status(), Status::Present);
        let other = doubled(exon(27).start - 100, exon(27).end + 100);
        assert_eq!(other, Finding::unknown(NotAssessed::SignificanceUnclear));
    }

    #[test]
    fn depth_that_doubles_exons_of_kmt2a_without_a_junction_leaves_it_open() {
        let contigs = Contigs::grch38();
        let beside = kmt2a_beside(&contigs).unwrap();
        // chr11 on the forward strand: exons 3 to 6 lie before exon 13.
        assert!(beside.part.end() < beside.rest.start() && beside.rest.end() - beside.part.start() < 100_000);
        let with = |step: Option<DepthStep>| {
            let row = Bundle::embedded().recurrent().iter().find(|row| &*row.name == "KMT2A-PTD").unwrap();
            let structural = Structural { kmt2a: step, ..Structural::of_segments(&contigs, &[]) };
            deletions::finding(row, &structural).unwrap().0
        };
        let step = |log2| Some(DepthStep { log2, error: 0.05, windows: [8, 30] });
        assert_eq!(with(step(0.3)), Finding::unknown(NotAssessed::CallUnclear), "six errors");
        for below in [step(0.1), step(-0.3), None] {
            assert_eq!(with(below), Finding::unknown(NotAssessed::NotExamined), "no junction could be seen: {below:?}");
        }
    }

    /// t(5;17) with both derivatives is one hit, with the higher of the two fractions, whether the two junctions were told as one
    /// event or not; a break to another chromosome is a second one.
    #[test]
    fn the_two_junctions_of_an_exchange_are_one_hit_of_tp53() {
        let contigs = Contigs::grch38();
        let broken = |chrom: &str, kept: [Kept; 2], fraction: f64, event| {
            let joined = junction(&contigs, (chrom, 50_000_000, kept[0]), ("chr17", 7_675_500, kept[1]));
            let mut one = call(joined, 15, &[]);
            one.tumour.fraction = marv_model::units::AlleleFraction::new(fraction).ok();
            one.event = event;
            one
        };
        let hits = |calls: &[JunctionCall]| {
            let structural = Structural { calls, ..Structural::of_segments(&contigs, &[]) };
            let hits = find(&structural).tp53_breaks;
            hits.iter().map(|hit| (hit.label.clone(), hit.fraction.get())).collect::<Vec<_>>()
        };
        let both = |event| {
            let kept = [[Kept::Before, Kept::From], [Kept::From, Kept::Before]];
            [broken("chr5", kept[0], 0.28, event), broken("chr5", kept[1], 0.36, event)]
        };
        let one = [("marv_sv_1 + marv_sv_2 (chr17:7675501)".to_owned(), 0.36)];
        assert_eq!(hits(&both(Some(1))), one);
        assert_eq!(hits(&both(None)), one);
        let mut more = both(None).to_vec();
        more.push(broken("chr2", [Kept::Before, Kept::From], 0.3, None));
        assert_eq!(hits(&more).len(), 2);
    }

    #[test]
    fn a_break_in_tp53_is_a_hit_unless_it_is_the_edge_of_a_loss() {
        let contigs = Contigs::grch38();
        let broken = junction(&contigs, ("chr5", 50_000_000, Kept::Before), ("chr17", 7_675_500, Kept::From));
        let mut one = call(broken, 15, &[]);
        one.tumour.fraction = marv_model::units::AlleleFraction::new(0.4).ok();
        let calls = [one];
        let hits = |segments: &[Segment]| {
            let structural = Structural { calls: &calls, ..Structural::of_segments(&contigs, segments) };
            find(&structural).tp53_breaks.len()
        };
        assert_eq!(hits(&[]), 1);
        let lost = Segment {
            interval: marv_model::genome::Interval::new(contigs.id("chr17").unwrap(), 0, 7_676_000).unwrap(),
            total_copies: Some(1.0),
            minor_copies: None,
            log2_ratio: None,
            cell_fraction: None,
        };
        assert_eq!(hits(&[lost]), 0);
    }
}
