//! What a junction does to genes, on GRCh38: on another build nothing is said.

use marv_annotate::{
    Bundle,
    fusion::{GeneFusion, Side, fusions, genes_at},
};
use marv_model::{
    genome::{Build, Contigs, bare_name},
    rearrangement::{BrokenGene, JunctionSide},
    structure::{Breakend, JunctionCall},
};

/// The contig's name with the `chr` prefix.
pub(crate) fn chromosome(contigs: &Contigs, side: Breakend) -> String {
    format!("chr{}", bare_name(contigs.name(side.locus.contig)))
}

/// The genes that a junction joins.
pub(super) fn joined(call: &JunctionCall, contigs: &Contigs) -> Vec<GeneFusion> {
    if contigs.build() != Build::Grch38 {
        return Vec::new();
    }
    let (one, other) = (call.junction.one, call.junction.other);
    let names = [one, other].map(|side| chromosome(contigs, side));
    let side = |chrom, end: Breakend| Side { chrom, position: end.locus.position, kept: end.kept };
    fusions(Bundle::embedded(), side(&names[0], one), side(&names[1], other))
}

/// A side with its band and genes.
pub(super) fn placed(side: Breakend, contigs: &Contigs) -> JunctionSide {
    let chrom = chromosome(contigs, side);
    let position = side.locus.position;
    let bundle = Bundle::embedded();
    let known = contigs.build() == Build::Grch38;
    let band = bundle.bands().iter().find(|band| known && *band.chrom == *chrom && band.range.contains(&position));
    let genes = if known { genes_at(bundle, &chrom, position).map(broken).collect() } else { Vec::new() };
    JunctionSide {
        contig: contigs.name(side.locus.contig).to_owned(),
        position: position + 1,
        kept: side.kept,
        band: band.map_or_else(String::new, |band| format!("{}{}", bare_name(&chrom), band.name)),
        genes,
    }
}

fn broken(place: marv_annotate::fusion::GenePlace<'_>) -> BrokenGene {
    BrokenGene {
        gene: place.transcript.gene().to_owned(),
        transcript: place.transcript.accession().to_owned(),
        forward: place.transcript.strand() == marv_annotate::Strand::Forward,
        exon: place.exon,
        intron: place.intron,
    }
}
