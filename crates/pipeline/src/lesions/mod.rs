//! Where segments and junctions become findings: here, and nowhere else. Measured and supplied ones go the same way.
//!
//! The way: `recurrent` asks each row of the table of recurrent rearrangements of the junctions, `deletions` the rows of
//! small deletions and tandem duplications of junctions and segments; `arms` reads losses and gains of chromosomes off the
//! segments; `answers` turns rows into the lesions that guidelines ask for, and sets them beside the laboratory's; `events`
//! joins junctions that are one event; `breaks` are those within TP53.

mod answers;
mod arms;
mod breaks;
mod deletions;
mod events;
mod recurrent;

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

pub(crate) use self::answers::beside_laboratory;
use crate::rearrangements::{Reach, Stretch};

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
    /// Amplification within chromosome 21, where it could be assessed.
    pub(crate) iamp21: Option<bool>,
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
        return Found::default();
    }
    let seen = recurrent::seen(structural);
    let mut of_junction: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in Bundle::embedded().recurrent() {
        let (finding, by) = recurrent::finding(row, structural, &seen)
            .or_else(|| deletions::finding(row, structural))
            .unwrap_or((Finding::unknown(NotAssessed::NotImplemented), Vec::new()));
        for index in by {
            of_junction.entry(index).or_default().push(row.name.to_string());
        }
        rows.push(RecurrentResult {
            name: row.name.to_string(),
            group: row.told.group(),
            iscn: row.iscn.to_string(),
            finding,
            lesions: row.lesions.to_vec(),
        });
    }
    let mut lesions = answers::of_rows(&rows, structural.purity);
    arms::read(structural, &mut lesions);
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
    fn limit(&self, stretches: &[Stretch], covered: f64) -> Result<f64, NotAssessed> {
        self.reach.ok_or(NotAssessed::NotExamined)?.limit(stretches, covered)
    }
}
