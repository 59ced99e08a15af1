//! The embedded bundle as a simulator sees it: one transcript a gene, mutations by name, and the bases that these need.

use std::collections::BTreeMap;

use marv_annotate::{Bundle, CodonContext, Hotspot, Strand};
use marv_model::genome::{Contigs, Locus};

use crate::{
    Error,
    catalogue::{Catalogue, KnownMutation, three_letters},
    reference::{Anchor, GeneModel},
};

/// Genes (MANE Select) and hotspots of the embedded bundle, with the reference bases that the hotspots need.
pub fn embedded_catalogue() -> Result<Catalogue, Error> {
    let bundle = Bundle::embedded();
    let contigs = Contigs::grch38();
    let bound = bundle.for_contigs(&contigs).map_err(|error| Error::scenario("reference", error.to_string()))?;
    let genes = bundle.transcripts().iter().filter(|transcript| transcript.is_mane_select());
    let genes = genes
        .map(|transcript| GeneModel {
            gene: transcript.gene().to_owned(),
            contig: transcript.chrom().to_owned(),
            reverse: transcript.strand() == Strand::Reverse,
            exons: transcript.exons().iter().map(|exon| (exon.start, exon.end)).collect(),
            coding: (transcript.cds().start, transcript.cds().end),
        })
        .collect();
    let mutations = bound
        .hotspots()
        .iter()
        .map(|hotspot| KnownMutation {
            gene: hotspot.gene.to_string(),
            protein: hotspot.hgvs_p.as_deref().map_or_else(|| after_gene(hotspot), str::to_owned),
            alias: after_gene(hotspot),
            contig: contigs.name(hotspot.variant.contig()).to_owned(),
            position: hotspot.variant.position(),
            reference: hotspot.variant.reference().to_string(),
            alternate: hotspot.variant.alternate().to_string(),
        })
        .collect();
    Ok(Catalogue { genes, mutations, anchors: anchors(bound.hotspots(), &contigs) })
}

/// `R175H` of `TP53 R175H`.
fn after_gene(hotspot: &Hotspot) -> String {
    hotspot.label.strip_prefix(&*hotspot.gene).unwrap_or(&hotspot.label).trim().to_owned()
}

/// Reference alleles and codons. Bases of a codon that the bundle does not know are chosen so that the codon reads as
/// the amino acid that the hotspot's name says.
fn anchors(hotspots: &[Hotspot], contigs: &Contigs) -> Vec<Anchor> {
    let mut bases: BTreeMap<Locus, u8> = crate::reference::known_bases()
        .iter()
        .filter_map(|anchor| Some((contigs.id(&anchor.contig)?, anchor)))
        .flat_map(|(contig, anchor)| {
            (anchor.start..).zip(&anchor.bases).map(move |(at, base)| (Locus::new(contig, at), *base))
        })
        .collect();
    for hotspot in hotspots {
        for (at, base) in (hotspot.variant.position()..).zip(hotspot.variant.reference().iter()) {
            bases.entry(Locus::new(hotspot.variant.contig(), at)).or_insert(*base);
        }
    }
    for hotspot in hotspots {
        let Some(codon) = &hotspot.codon else { continue };
        let known = read_codon(codon, |place| bases.get(&place).copied());
        let amino_acid = hotspot.hgvs_p.as_deref().map(three_letters);
        let wanted = amino_acid.as_deref().and_then(|change| change.get(..3));
        let Some(chosen) = complete(known, wanted) else { continue };
        for (place, base) in codon.places.iter().zip(chosen) {
            let base = if codon.strand == Strand::Reverse { marv_model::sequence::complement(base) } else { base };
            bases.entry(*place).or_insert(base);
        }
    }
    bases
        .into_iter()
        .map(|(place, base)| Anchor {
            contig: contigs.name(place.contig).to_owned(),
            start: place.position,
            bases: vec![base],
        })
        .collect()
}

/// The codon on the coding strand: what is set already, else what the bundle says.
fn read_codon(codon: &CodonContext, set: impl Fn(Locus) -> Option<u8>) -> [u8; 3] {
    let mut bases = [b'N'; 3];
    for (index, place) in codon.places.iter().enumerate() {
        let strand = |base| if codon.strand == Strand::Reverse { marv_model::sequence::complement(base) } else { base };
        bases[index] = set(*place).map(strand).or_else(|| codon.bases.get(index).copied()).unwrap_or(b'N');
    }
    bases
}

/// The first completion of a codon that reads as `wanted`; as it is where nothing is missing; none where none fits.
fn complete(codon: [u8; 3], wanted: Option<&str>) -> Option<[u8; 3]> {
    if !codon.contains(&b'N') {
        return Some(codon);
    }
    let choices = |base: u8| if base == b'N' { b"ACGT".to_vec() } else { vec![base] };
    for first in choices(codon[0]) {
        for second in choices(codon[1]) {
            for third in choices(codon[2]) {
                let full = [first, second, third];
                if wanted.is_some_and(|wanted| amino_acid(full) == wanted) {
                    return Some(full);
                }
            }
        }
    }
    None
}

/// The standard genetic code (NCBI table 1), by three letters.
fn amino_acid(codon: [u8; 3]) -> &'static str {
    const CODE: &[u8; 64] = b"KNKNTTTTRSRSIIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSS*CWCLFLF";
    let number = |base: u8| b"ACGT".iter().position(|b| *b == base).unwrap_or(0);
    let letter = char::from(CODE[16 * number(codon[0]) + 4 * number(codon[1]) + number(codon[2])]);
    crate::catalogue::AMINO_ACIDS.iter().find(|(one, _)| *one == letter).map_or("", |(_, three)| three)
}

#[cfg(test)]
mod tests {
    use marv_model::{genome::Interval, sequence::ReferenceSource};

    use super::*;
    use crate::reference::GeneratedGenome;

    #[test]
    fn the_generated_genome_has_every_hotspots_reference_and_codon_whatever_the_seed() {
        let catalogue = embedded_catalogue().unwrap();
        for seed in [1, 77] {
            let genome = GeneratedGenome::new(seed, &catalogue.genes, &catalogue.anchors);
            let bound = Bundle::embedded().for_contigs(genome.contigs()).unwrap();
            assert_eq!(bound.check_hotspots(&genome), []);
            for hotspot in bound.hotspots() {
                let (Some(codon), Some(change)) = (&hotspot.codon, hotspot.hgvs_p.as_deref()) else { continue };
                let bases = codon.places.map(|place| {
                    let at = Interval::new(place.contig, place.position, place.position + 1).unwrap();
                    let base = genome.bases(at).unwrap()[0];
                    if codon.strand == Strand::Reverse { marv_model::sequence::complement(base) } else { base }
                });
                assert!(three_letters(change).starts_with(amino_acid(bases)), "{}: {change}, {bases:?}", hotspot.label);
            }
        }
    }

    #[test]
    fn every_frame_of_the_panel_is_open() {
        let catalogue = embedded_catalogue().unwrap();
        let genome = GeneratedGenome::new(3, &catalogue.genes, &catalogue.anchors);
        for gene in &catalogue.genes {
            let contig = genome.contigs().id(&gene.contig).unwrap();
            let coding: Vec<u8> = gene
                .coding_exons()
                .flat_map(|(start, end)| genome.bases(Interval::new(contig, start, end).unwrap()).unwrap().to_vec())
                .collect();
            let coding = marv_model::sequence::Bases::new(coding).unwrap();
            let coding = if gene.reverse { coding.reverse_complement() } else { coding };
            let protein: Vec<&str> = coding.chunks_exact(3).map(|c| amino_acid([c[0], c[1], c[2]])).collect();
            let stops: Vec<usize> =
                protein.iter().enumerate().filter(|(_, aa)| **aa == "Ter").map(|(n, _)| n).collect();
            assert_eq!(stops, [protein.len() - 1], "{}: {} residues", gene.gene, protein.len());
            assert_eq!(coding.len() % 3, 0, "{}", gene.gene);
            let start = if gene.gene == "WT1" { "CTG" } else { "ATG" };
            assert_eq!(&coding.as_str()[..3], start, "{}", gene.gene);
        }
    }
}
