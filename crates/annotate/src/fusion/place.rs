//! Where in genes a place of the genome lies.

use crate::{
    bundle::Bundle,
    transcript::{Strand, Transcript},
};

/// A gene that holds a place, on its MANE Select transcript where that reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenePlace<'a> {
    /// The transcript.
    pub transcript: &'a Transcript,
    /// The exon that holds the place, counted from 1.
    pub exon: Option<u32>,
    /// The intron that holds it, counted from 1.
    pub intron: Option<u32>,
}

/// The genes that hold a place of GRCh38 (0-based; the chromosome with the `chr` prefix), in the order of the bundle. A gene is
/// told by its MANE Select transcript; where that does not reach the place, by another of the bundle that does: the breaks
/// of BCR::ABL1 mostly lie before the first exon of ABL1's, behind that of isoform 1b.
///
/// ```
/// use marv_annotate::{Bundle, fusion::genes_at};
///
/// let found: Vec<_> = genes_at(Bundle::embedded(), "chr17", 7_674_219).collect();
/// assert_eq!((found[0].transcript.gene(), found[0].exon), ("TP53", Some(7)));
/// ```
pub fn genes_at<'a>(bundle: &'a Bundle, chrom: &'a str, position: u32) -> impl Iterator<Item = GenePlace<'a>> {
    let here = move |model: &&Transcript| model.chrom() == chrom && model.span().contains(&position);
    let isoforms = bundle.transcripts().iter().filter(here).filter(move |model| {
        let own = |other: &&Transcript| other.gene() == model.gene() && here(other);
        !model.is_mane_select()
            && !bundle.fusion_models().any(|select| own(&select))
            && bundle.transcripts().iter().find(own).is_some_and(|first| first.accession() == model.accession())
    });
    bundle.fusion_models().filter(here).chain(isoforms).map(move |transcript| place_of(transcript, position))
}

/// Where in a model a place lies that its span holds.
pub fn place_of(transcript: &Transcript, position: u32) -> GenePlace<'_> {
    let exon = transcript.numbered_exons().find(|(_, range)| range.contains(&position)).map(|(number, _)| number);
    // The intron behind an exon has its number: behind in the transcript's direction.
    let before = transcript.numbered_exons().filter(|(_, range)| match transcript.strand() {
        Strand::Forward => range.end <= position,
        Strand::Reverse => range.start > position,
    });
    let intron = if exon.is_some() { None } else { before.map(|(number, _)| number).max() };
    GenePlace { transcript, exon, intron }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn introns_have_the_number_of_the_exon_before_them_on_both_strands() {
        for gene in ["BCR", "RUNX1"] {
            let bundle = Bundle::embedded();
            let model = bundle.transcripts().iter().find(|one| one.gene() == gene && one.is_mane_select()).unwrap();
            let exon = |wanted: u32| model.numbered_exons().find(|(number, _)| *number == wanted).unwrap().1;
            let (third, fourth) = (exon(3), exon(4));
            let between = if third.end <= fourth.start { third.end } else { fourth.end };
            let at =
                |position| genes_at(bundle, model.chrom(), position).find(|p| p.transcript.gene() == gene).unwrap();
            assert_eq!((at(between).exon, at(between).intron), (None, Some(3)), "{gene}");
            assert_eq!((at(third.start).exon, at(third.start).intron), (Some(3), None), "{gene}");
            assert_eq!((at(third.end - 1).exon, at(third.end - 1).intron), (Some(3), None), "{gene}");
        }
    }
}
