//! What a junction does to genes: which two it joins, in which order, between which exons, and whether the frame goes on.

mod place;
mod recurrent;

use marv_model::{genome::Build, structure::Kept};

pub use self::{
    place::{GenePlace, genes_at, place_of},
    recurrent::{Needs, Plainness, Recurrent, Told, Window, exons_within, model, recurrences, windows},
};
use crate::{
    bundle::Bundle,
    transcript::{Strand, Transcript},
};

/// One side of a junction, by the chromosome's name with the `chr` prefix and a 0-based position on GRCh38.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side<'a> {
    /// Such as `chr22`.
    pub chrom: &'a str,
    /// The last base that is joined, 0-based.
    pub position: u32,
    /// On which side of the break it lies.
    pub kept: Kept,
}

/// Two genes joined head to tail: the 5' part of one before the 3' part of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneFusion {
    /// The gene that gives the 5' part.
    pub five: String,
    /// The gene that gives the 3' part.
    pub three: String,
    /// The last whole exon of the 5' part, counted from 1; none where not one is whole.
    pub last_exon: Option<usize>,
    /// The first whole exon of the 3' part, counted from 1; none where not one is whole.
    pub first_exon: Option<usize>,
    /// Whether the reading frame goes on across the joined exons. None where a break lies in an exon, or outside of a
    /// coding sequence.
    pub in_frame: Option<bool>,
}

impl std::fmt::Display for GeneFusion {
    /// By the HGNC recommendation, 5' gene first: `BCR::ABL1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}::{}", self.five, self.three)
    }
}

/// The fusions of a junction, on the bundle's transcripts (GRCh38) as [`genes_at`] picks them. None where a side lies in no gene,
/// where both lie in one, or where the genes face each other.
pub fn fusions(bundle: &Bundle, one: Side<'_>, other: Side<'_>) -> Vec<GeneFusion> {
    let at_one: Vec<&Transcript> = genes_at(bundle, one.chrom, one.position).map(|place| place.transcript).collect();
    let at_other: Vec<&Transcript> =
        genes_at(bundle, other.chrom, other.position).map(|place| place.transcript).collect();
    fusions_of((&at_one, one), (&at_other, other))
}

/// The same by the models that hold each side, whatever their build.
pub fn fusions_of(
    (models, one): (&[&Transcript], Side<'_>),
    (others, other): (&[&Transcript], Side<'_>),
) -> Vec<GeneFusion> {
    let mut found = Vec::new();
    for first in models {
        for second in others {
            if first.gene() == second.gene() {
                continue;
            }
            match (gives_five(first, one), gives_five(second, other)) {
                (true, false) => found.push(fusion(first, one, second, other)),
                (false, true) => found.push(fusion(second, other, first, one)),
                _ => {}
            }
        }
    }
    found
}

/// RULE: a gene gives its 5' part where what is kept holds its start.
fn gives_five(transcript: &Transcript, side: Side<'_>) -> bool {
    (transcript.strand() == Strand::Forward) == (side.kept == Kept::Before)
}

fn fusion(five: &Transcript, at: Side<'_>, three: &Transcript, from: Side<'_>) -> GeneFusion {
    let (five_kept, five_coding, five_cut) = part(five, at);
    let (three_kept, three_coding, three_cut) = part(three, from);
    let exons = three.exons().len();
    let inside = |transcript: &Transcript, coding: u32| coding > 0 && coding < transcript.coding_length();
    let lost = three.coding_length().saturating_sub(three_coding);
    let codes = inside(five, five_coding) && inside(three, lost);
    let in_frame = (codes && !five_cut && !three_cut).then_some(five_coding % 3 == lost % 3);
    GeneFusion {
        five: five.gene().to_owned(),
        three: three.gene().to_owned(),
        last_exon: (five_kept > 0).then_some(five_kept),
        first_exon: (three_kept > 0).then(|| exons - three_kept + 1),
        in_frame,
    }
}

/// Of what is kept of a transcript: whole exons, coding bases in them, and whether the break lies in an exon.
fn part(transcript: &Transcript, side: Side<'_>) -> (usize, u32, bool) {
    let whole = |exon: &&std::ops::Range<u32>| match side.kept {
        Kept::Before => exon.end <= side.position + 1,
        Kept::From => exon.start >= side.position,
    };
    let cds = transcript.cds();
    let coding = |exon: &std::ops::Range<u32>| exon.end.min(cds.end).saturating_sub(exon.start.max(cds.start));
    let kept = transcript.exons().iter().filter(whole);
    let cut = transcript.exons().iter().any(|exon| match side.kept {
        Kept::Before => exon.start <= side.position && side.position + 1 < exon.end,
        Kept::From => exon.start < side.position && side.position < exon.end,
    });
    (kept.clone().count(), kept.map(coding).sum(), cut)
}

/// A receptor locus: its name, its chromosome, and its first base and the one behind its last on GRCh38 and on GRCh37.
type Receptor = (&'static str, &'static str, [u32; 2], [u32; 2]);

/// The loci whose genes are joined anew in every B or T cell, 0-based half-open: their extent by the first and last gene of
/// each in NCBI Gene on GRCh38, and the same bases on GRCh37 by UCSC's chain (hg38ToHg19).
const RECEPTORS: [Receptor; 6] = [
    ("IGH", "chr14", [105_586_436, 106_879_844], [106_052_773, 107_288_051]),
    ("IGK", "chr2", [88_857_360, 90_235_368], [89_156_873, 90_274_235]),
    ("IGL", "chr22", [22_026_075, 22_922_913], [22_380_473, 23_265_085]),
    ("TRA/TRD", "chr14", [21_621_903, 22_552_132], [22_090_056, 23_021_075]),
    ("TRB", "chr7", [142_299_010, 142_813_287], [141_998_850, 142_510_972]),
    ("TRG", "chr7", [38_240_023, 38_368_055], [38_279_624, 38_407_656]),
];

/// The immunoglobulin or T-cell receptor locus that holds a place; none on a build whose loci are not known.
///
/// ```
/// use marv_annotate::fusion::receptor_locus;
/// use marv_model::genome::Build;
///
/// assert_eq!(receptor_locus(Build::Grch38, "chr22", 22_900_000), Some("IGL"));
/// assert_eq!(receptor_locus(Build::Grch37, "chr22", 23_200_000), Some("IGL"));
/// assert_eq!(receptor_locus(Build::Grch37, "chr22", 22_100_000), None, "IGL of GRCh38 lies there");
/// ```
pub fn receptor_locus(build: Build, chrom: &str, position: u32) -> Option<&'static str> {
    let holds = |(_, on, new, old): &&Receptor| {
        let [start, end] = match build {
            Build::Grch38 => *new,
            Build::Grch37 => *old,
            _ => return false,
        };
        *on == chrom && (start..end).contains(&position)
    };
    RECEPTORS.iter().find(holds).map(|row| row.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NCBI Gene, GRCh37.p13: IGL 22:22,380,474-23,265,085, TRB 7:141,998,851-142,510,972, TRG 7:38,279,625-38,407,656.
    #[test]
    fn a_receptor_locus_lies_elsewhere_on_another_build() {
        let at = |build, chrom, position: u32| receptor_locus(build, chrom, position - 1);
        for (name, chrom, first, last) in [
            ("IGL", "chr22", 22_380_474, 23_265_085),
            ("TRB", "chr7", 141_998_851, 142_510_972),
            ("TRG", "chr7", 38_279_625, 38_407_656),
        ] {
            let ends = [first - 1, first, last, last + 1].map(|position| at(Build::Grch37, chrom, position));
            assert_eq!(ends, [None, Some(name), Some(name), None], "{name}");
        }
        assert_eq!(at(Build::Grch38, "chr22", 22_100_000), Some("IGL"));
        assert_eq!(at(Build::Grch37, "chr22", 22_100_000), None);
        assert_eq!(at(Build::Unknown, "chr22", 22_500_000), None, "nothing is known of another build's loci");
    }

    fn exon(gene: &str, number: usize) -> (std::ops::Range<u32>, String) {
        let transcripts = Bundle::embedded().transcripts();
        let transcript = transcripts.iter().find(|one| one.gene() == gene && one.is_mane_select()).unwrap();
        let exons = transcript.exons();
        let index = if transcript.strand() == Strand::Forward { number - 1 } else { exons.len() - number };
        (exons[index].clone(), transcript.chrom().to_owned())
    }

    /// e13a2, e14a2 and e1a2 are the in-frame transcripts of BCR::ABL1 (Melo 1996); both genes lie on the forward strand.
    #[test]
    fn the_known_transcripts_of_bcr_abl1_are_in_frame() {
        for last in [1, 13, 14] {
            let ((bcr, chr22), (abl1, chr9)) = (exon("BCR", last), exon("ABL1", 2));
            let five = Side { chrom: &chr22, position: bcr.end + 50, kept: Kept::Before };
            let three = Side { chrom: &chr9, position: abl1.start - 50, kept: Kept::From };
            let found = fusions(Bundle::embedded(), three, five);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].to_string(), "BCR::ABL1");
            assert_eq!((found[0].last_exon, found[0].first_exon), (Some(last), Some(2)));
            assert_eq!(found[0].in_frame, Some(true), "e{last}a2");
        }
    }

    /// A break of ABL1 before exon 1a (130,835,253), in the intron between 1b and a2, where most lie: exon 2
    /// follows, whichever first exon is counted, and b3a2 is in frame (Melo 1996).
    #[test]
    fn a_break_before_the_first_exon_of_the_select_transcript_is_told_by_the_isoform_that_holds_it() {
        let (bcr, chr22) = exon("BCR", 14);
        let five = Side { chrom: &chr22, position: bcr.end + 50, kept: Kept::Before };
        let three = Side { chrom: "chr9", position: 130_800_000, kept: Kept::From };
        let found = fusions(Bundle::embedded(), five, three);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].to_string().as_str(), found[0].last_exon, found[0].first_exon),
            ("BCR::ABL1", Some(14), Some(2))
        );
        assert_eq!(found[0].in_frame, Some(true));
        let places: Vec<_> = genes_at(Bundle::embedded(), "chr9", 130_800_000).collect();
        assert_eq!((places[0].transcript.accession(), places[0].intron, places.len()), ("NM_007313.3", Some(1), 1));
    }

    #[test]
    fn the_other_derivative_is_the_reverse_fusion_and_genes_that_face_each_other_are_none() {
        let ((bcr, chr22), (abl1, chr9)) = (exon("BCR", 14), exon("ABL1", 2));
        let bcr = |kept| Side { chrom: &chr22, position: bcr.end + 50, kept };
        let abl1 = |kept| Side { chrom: &chr9, position: abl1.start - 50, kept };
        let found = fusions(Bundle::embedded(), abl1(Kept::Before), bcr(Kept::From));
        assert_eq!(found[0].to_string(), "ABL1::BCR");
        assert!(fusions(Bundle::embedded(), abl1(Kept::Before), bcr(Kept::Before)).is_empty());
    }

    /// Both genes lie on the reverse strand.
    #[test]
    fn genes_of_the_reverse_strand_give_their_start_where_the_higher_places_are_kept() {
        let ((runx1, chr21), (partner, chr8)) = (exon("RUNX1", 4), exon("RUNX1T1", 3));
        let five = Side { chrom: &chr21, position: runx1.start - 100, kept: Kept::From };
        let three = Side { chrom: &chr8, position: partner.end + 100, kept: Kept::Before };
        let found = fusions(Bundle::embedded(), five, three);
        assert_eq!(found[0].to_string(), "RUNX1::RUNX1T1");
        assert_eq!((found[0].last_exon, found[0].first_exon), (Some(4), Some(3)));
    }

    #[test]
    fn receptor_loci_are_told() {
        assert_eq!(receptor_locus(Build::Grch38, "chr14", 106_000_000), Some("IGH"));
        assert_eq!(receptor_locus(Build::Grch38, "chr14", 100_000_000), None);
    }
}
