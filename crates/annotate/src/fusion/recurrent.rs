//! The recurrent rearrangements of blood cancers: what each is, and whether a junction is one.

use std::ops::Range;

use marv_model::{cytogenetics::Lesion, genome::Build, rearrangement::RecurrentGroup};

use super::{RECEPTORS, Side, genes_at, gives_five, receptor_locus};
use crate::{bundle::Bundle, transcript::Transcript};

/// A recurrent rearrangement or small deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrent {
    /// Such as `RUNX1::RUNX1T1`, `KMT2A-r` or `IKZF1 deletion`; each once.
    pub name: Box<str>,
    /// How it is told.
    pub told: Told,
    /// The gene or locus: of two the one that gives its 5' part or its enhancer.
    pub one: Box<str>,
    /// The other; none for genes with many partners, deletions and duplications.
    pub other: Option<Box<str>>,
    /// Bases on either side of `one` and of `other` in which a break counts too.
    pub pads: [u32; 2],
    /// A partner that has a row and a lesion of its own.
    pub except: Option<Box<str>>,
    /// As laboratories write it; empty where banding does not show it.
    pub iscn: Box<str>,
    /// The lesions of guidelines that it is.
    pub lesions: Box<[Lesion]>,
}

/// How a recurrent rearrangement is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Two genes joined head to tail.
    Fusion,
    /// Two windows joined in any direction.
    Enhancer,
    /// A gene joined to any other.
    Partners(Needs),
    /// A gene hit by a deletion.
    Deletion,
    /// A part of a gene doubled in tandem.
    Duplication,
}

/// What of a gene with many partners must be joined to the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Its 5' part.
    Five,
    /// Its 3' part.
    Three,
    /// The whole gene, beside an enhancer: a break around it, joined to an immunoglobulin or T-cell receptor locus.
    Enhancer,
    /// The same, joined to any other chromosome: what break-apart probes show.
    BreakApart,
}

impl Told {
    /// The word of the table.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "fusion" => Self::Fusion,
            "enhancer" => Self::Enhancer,
            "partners_five" => Self::Partners(Needs::Five),
            "partners_three" => Self::Partners(Needs::Three),
            "partners_enhancer" => Self::Partners(Needs::Enhancer),
            "partners_break_apart" => Self::Partners(Needs::BreakApart),
            "deletion" => Self::Deletion,
            "duplication" => Self::Duplication,
            _ => return None,
        })
    }
    /// The group that a report shows it in.
    pub fn group(self) -> RecurrentGroup {
        match self {
            Self::Fusion => RecurrentGroup::Fusion,
            Self::Enhancer => RecurrentGroup::Enhancer,
            Self::Partners(_) => RecurrentGroup::Partners,
            Self::Deletion => RecurrentGroup::Deletion,
            Self::Duplication => RecurrentGroup::Duplication,
        }
    }
}

/// How plainly a junction is a recurrent rearrangement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plainness {
    /// A person must judge: the direction is wrong, or the partner is no known gene.
    Perhaps,
    /// It is.
    Plain,
}

/// A stretch of GRCh38, 0-based half-open, on a chromosome with the `chr` prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Such as `chr11`.
    pub chrom: Box<str>,
    /// From and to.
    pub range: Range<u32>,
}

impl Window {
    fn holds(&self, side: Side<'_>) -> bool {
        *self.chrom == *side.chrom && self.range.contains(&side.position)
    }
}

/// DUX4 lies in repeats at two places of the genome, whose reads fit either (structure.md 6.6).
const DUX4: [(&str, u32, u32); 2] = [("chr4", 190_060_000, 190_190_000), ("chr10", 133_660_000, 133_770_000)];
/// MIR16-1 and MIR15A, the smallest stretch that deletions of 13q14 have in common, by NCBI Gene.
const MIR15A: (&str, u32, u32) = ("chr13", 50_048_972, 50_049_202);

/// Where a gene or locus of the table lies on GRCh38, with so many bases on either side. Empty where it is not known.
pub fn windows(bundle: &Bundle, name: &str, pad: u32) -> Vec<Window> {
    let padded = |chrom: &str, start: u32, end: u32| Window {
        chrom: chrom.into(),
        range: start.saturating_sub(pad)..end.saturating_add(pad),
    };
    if name == "DUX4" {
        return DUX4.iter().map(|(chrom, start, end)| padded(chrom, *start, *end)).collect();
    }
    if name == "MIR15A" {
        return vec![padded(MIR15A.0, MIR15A.1, MIR15A.2)];
    }
    if let Some((_, chrom, [start, end], _)) = RECEPTORS.iter().find(|row| row.0 == name) {
        return vec![padded(chrom, *start, *end)];
    }
    let model = model(bundle, name);
    model.map(|model| padded(model.chrom(), model.span().start, model.span().end)).into_iter().collect()
}

/// The gene's MANE Select transcript, among the panel's and the fusion partners'.
pub fn model<'a>(bundle: &'a Bundle, name: &str) -> Option<&'a Transcript> {
    bundle.fusion_models().find(|model| model.gene() == name)
}

/// The rows of the table that a junction is, each with how plainly. Deletions and duplications are told by what lies
/// between the sides, and not here.
pub fn recurrences<'a>(bundle: &'a Bundle, one: Side<'_>, other: Side<'_>) -> Vec<(&'a Recurrent, Plainness)> {
    bundle.recurrent().iter().filter_map(|row| Some((row, plainness(bundle, row, one, other)?))).collect()
}

fn plainness(bundle: &Bundle, row: &Recurrent, one: Side<'_>, other: Side<'_>) -> Option<Plainness> {
    match row.told {
        Told::Deletion | Told::Duplication => None,
        Told::Partners(needs) => [(one, other), (other, one)]
            .into_iter()
            .filter_map(|(at, far)| with_partner(bundle, row, needs, at, far))
            .max(),
        Told::Fusion | Told::Enhancer => {
            let partner = row.other.as_deref()?;
            let [first, second] = [(&*row.one, row.pads[0]), (partner, row.pads[1])];
            let within = |side: Side<'_>, (name, pad): (&str, u32)| {
                windows(bundle, name, pad).iter().any(|window| window.holds(side))
            };
            let (at_one, at_other) = if within(one, first) && within(other, second) {
                (one, other)
            } else if within(other, first) && within(one, second) {
                (other, one)
            } else {
                return None;
            };
            if row.told == Told::Enhancer {
                return Some(Plainness::Plain);
            }
            let (five, three) = (model(bundle, &row.one)?, model(bundle, partner)?);
            // RULE: either derivative shows the exchange: 5' to 3', or what is left of both.
            let head_to_tail = gives_five(five, at_one) != gives_five(three, at_other);
            Some(if head_to_tail { Plainness::Plain } else { Plainness::Perhaps })
        }
    }
}

/// METHOD: places nearer together on one chromosome than this are not apart for a break-apart probe.
const APART: u32 = 1_000_000;

/// Whether a junction joins a gene with many partners to one.
fn with_partner(bundle: &Bundle, row: &Recurrent, needs: Needs, at: Side<'_>, far: Side<'_>) -> Option<Plainness> {
    let gene = model(bundle, &row.one)?;
    let own = windows(bundle, &row.one, row.pads[0]);
    if !own.iter().any(|window| window.holds(at)) || own.iter().any(|window| window.holds(far)) {
        return None;
    }
    let except = row.except.as_deref();
    if except.is_some_and(|name| windows(bundle, name, row.pads[0]).iter().any(|window| window.holds(far))) {
        return None;
    }
    let apart = at.chrom != far.chrom || at.position.abs_diff(far.position) >= APART;
    let plain = match needs {
        Needs::Enhancer => receptor_locus(Build::Grch38, far.chrom, far.position).is_some(),
        Needs::BreakApart => at.chrom != far.chrom || receptor_locus(Build::Grch38, far.chrom, far.position).is_some(),
        Needs::Five | Needs::Three => {
            gives_five(gene, at) == (needs == Needs::Five)
                && genes_at(bundle, far.chrom, far.position)
                    .any(|place| gives_five(place.transcript, far) != (needs == Needs::Five))
        }
    };
    if plain { Some(Plainness::Plain) } else { apart.then_some(Plainness::Perhaps) }
}

/// Exons of a gene, by number, that a stretch of its chromosome overlaps (0-based half-open). Empty where it overlaps none.
pub fn exons_within(model: &Transcript, range: &Range<u32>) -> Vec<u32> {
    let mut found: Vec<u32> = model
        .numbered_exons()
        .filter(|(_, exon)| exon.start < range.end && range.start < exon.end)
        .map(|(number, _)| number)
        .collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use marv_model::structure::Kept;

    use super::*;

    fn names(one: (&str, u32, Kept), other: (&str, u32, Kept)) -> Vec<(String, Plainness)> {
        let side = |(chrom, position, kept)| Side { chrom, position, kept };
        let found = recurrences(Bundle::embedded(), side(one), side(other));
        found.into_iter().map(|(row, plainness)| (row.name.to_string(), plainness)).collect()
    }
    fn only(name: &str) -> Vec<(String, Plainness)> {
        vec![(name.to_owned(), Plainness::Plain)]
    }

    #[test]
    fn every_gene_of_the_table_has_a_place() {
        let bundle = Bundle::embedded();
        assert!(bundle.recurrent().len() > 150);
        for row in bundle.recurrent() {
            for name in std::iter::once(&row.one).chain(&row.other) {
                assert!(!windows(bundle, name, 0).is_empty(), "{}: {name}", row.name);
            }
        }
    }

    /// Kasumi-1 and MV4-11 carry t(8;21) and t(4;11). Breaks in RUNX1 intron 5 and RUNX1T1 intron 1, and in the breakpoint
    /// cluster of KMT2A and AFF1 intron 4 or 5, both derivatives. Genes and strands: NCBI Gene, GRCh38.
    #[test]
    fn both_derivatives_are_the_rearrangement_and_a_junction_in_the_wrong_direction_is_for_a_person() {
        use Kept::{Before, From};
        let (runx1, runx1t1) = (34_850_000, 92_030_000);
        let fusion = names(("chr8", runx1t1, Before), ("chr21", runx1, From));
        assert_eq!(fusion[0], ("RUNX1::RUNX1T1".to_owned(), Plainness::Plain));
        let reverse = names(("chr8", runx1t1, From), ("chr21", runx1, Before));
        assert_eq!(reverse[0], ("RUNX1::RUNX1T1".to_owned(), Plainness::Plain));
        let wrong = names(("chr8", runx1t1, From), ("chr21", runx1, From));
        assert_eq!(wrong[0], ("RUNX1::RUNX1T1".to_owned(), Plainness::Perhaps));
        let kmt2a = names(("chr4", 87_080_000, From), ("chr11", 118_484_000, Before));
        let expected = ["KMT2A::AFF1", "KMT2A-r"].map(|name| (name.to_owned(), Plainness::Plain));
        assert_eq!(kmt2a, expected);
    }

    #[test]
    fn a_named_partner_is_not_also_another_partner() {
        use Kept::{Before, From};
        // t(9;11): MLLT3 is read backwards, so its 3' part is what lies before the break.
        assert_eq!(names(("chr9", 20_370_000, Before), ("chr11", 118_484_000, Before)), only("KMT2A::MLLT3"));
        // t(9;22): not an ABL-class fusion.
        assert_eq!(names(("chr9", 130_720_000, From), ("chr22", 23_290_000, Before)), only("BCR::ABL1"));
    }

    #[test]
    fn enhancers_are_told_by_place() {
        use Kept::{Before, From};
        // t(11;14) with a break in the major translocation cluster, 110 kb from CCND1; t(8;14) 200 kb before MYC.
        assert_eq!(names(("chr11", 69_531_000, Before), ("chr14", 105_860_000, Before)), only("IGH::CCND1"));
        let myc = names(("chr8", 127_530_000, Before), ("chr14", 105_860_000, Before));
        assert_eq!(myc, ["IGH::MYC", "MYC-r"].map(|name| (name.to_owned(), Plainness::Plain)));
        // inv(3): GATA2's enhancer lies about 100 kb from it, beside RPN1; breaks around MECOM.
        assert_eq!(names(("chr3", 128_560_000, Before), ("chr3", 169_200_000, Before)), only("GATA2::MECOM"));
        assert!(names(("chr5", 1_000_000, Before), ("chr6", 30_000_000, From)).is_empty());
    }
}
