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
        let fits = |full: [u8; 3]| {
            let same = hotspots.iter().filter(|other| other.codon.as_ref().is_some_and(|c| c.places == codon.places));
            same.filter(|other| !reads_as_named(other, full)).count()
        };
        let Some(chosen) = completions(known).into_iter().min_by_key(|full| fits(*full)) else { continue };
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

/// Every codon that agrees with what is known of it.
fn completions(codon: [u8; 3]) -> Vec<[u8; 3]> {
    let choices = |base: u8| if base == b'N' { b"ACGT".to_vec() } else { vec![base] };
    let mut found = Vec::new();
    for first in choices(codon[0]) {
        for second in choices(codon[1]) {
            found.extend(choices(codon[2]).into_iter().map(|third| [first, second, third]));
        }
    }
    found
}

/// Whether a reference codon, and the same with the hotspot's change, read as the amino acids of its name.
fn reads_as_named(hotspot: &Hotspot, reference: [u8; 3]) -> bool {
    let (Some(codon), Some(change)) = (&hotspot.codon, hotspot.hgvs_p.as_deref()) else { return true };
    let change = three_letters(change);
    let mut alternate = reference;
    for (at, base) in (hotspot.variant.position()..).zip(hotspot.variant.alternate().iter()) {
        if let Some(index) = codon.places.iter().position(|place| place.position == at) {
            let reverse = codon.strand == Strand::Reverse;
            alternate[index] = if reverse { marv_model::sequence::complement(*base) } else { *base };
        }
    }
    // `Met1?`: what a lost start makes is not told.
    change.starts_with(amino_acid(reference)) && (change.ends_with('?') || change.ends_with(amino_acid(alternate)))
}

/// The standard genetic code (NCBI table 1), by three letters.
fn amino_acid(codon: [u8; 3]) -> &'static str {
    const CODE: &[u8; 64] = b"KNKNTTTTRSRSIIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSS*CWCLFLF";
    let number = |base: u8| b"ACGT".iter().position(|b| *b == base).unwrap_or(0);
    let letter = char::from(CODE[16 * number(codon[0]) + 4 * number(codon[1]) + number(codon[2])]);
    marv_model::protein::three_letters(letter).unwrap_or_default()
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
                let Some(codon) = &hotspot.codon else { continue };
                let bases = codon.places.map(|place| {
                    let at = Interval::new(place.contig, place.position, place.position + 1).unwrap();
                    let base = genome.bases(at).unwrap()[0];
                    if codon.strand == Strand::Reverse { marv_model::sequence::complement(base) } else { base }
                });
                assert!(reads_as_named(hotspot, bases), "{}: {:?}", hotspot.label, str::from_utf8(&bases));
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
