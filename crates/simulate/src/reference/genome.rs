//! A generated genome at real coordinates.

use marv_model::{
    genome::{Contigs, Interval},
    sequence::{Bases, ReferenceSource},
};

use crate::{
    reference::{
        coding::{Anchor, GeneModel, Overlay},
        composition::{BLOCK, draw_block},
    },
    streams::contig_key,
};

/// GRCh38's contigs with their real lengths and gene models, and bases that follow from a seed. Every stretch is the
/// same whichever part of the genome is asked for, and in whichever order.
#[derive(Debug)]
pub struct GeneratedGenome {
    seed: u64,
    contigs: Contigs,
    overlay: Overlay,
}

impl GeneratedGenome {
    /// For a seed, with these genes and known bases.
    pub fn new(seed: u64, genes: &[GeneModel], anchors: &[Anchor]) -> Self {
        Self { seed, contigs: Contigs::grch38(), overlay: Overlay::new(seed, genes, anchors) }
    }
    /// GRCh38's contigs.
    pub fn contigs(&self) -> &Contigs {
        &self.contigs
    }
}

impl ReferenceSource for GeneratedGenome {
    fn bases(&self, interval: Interval) -> Option<Bases> {
        let contig = self.contigs.get(interval.contig())?;
        if interval.end() > contig.length {
            return None;
        }
        let key = contig_key(&contig.name);
        let mut bases = Vec::with_capacity(interval.length() as usize + 2 * BLOCK as usize);
        let first = interval.start() / BLOCK;
        for number in first..interval.end().div_ceil(BLOCK).max(first + 1) {
            let at = bases.len();
            bases.resize(at + BLOCK as usize, b'N');
            draw_block(self.seed, key, number, &mut bases[at..]);
        }
        bases.drain(..(interval.start() - first * BLOCK) as usize);
        bases.truncate(interval.length() as usize);
        self.overlay.apply(&contig.name, interval.start(), &mut bases);
        Bases::new(bases).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_the_same_however_it_is_asked_for() {
        let gene = GeneModel {
            gene: "GENE".into(),
            contig: "chr3".into(),
            reverse: false,
            exons: vec![(8_000, 8_300)],
            coding: (8_000, 8_300),
        };
        let genome = GeneratedGenome::new(9, &[gene], &[]);
        let chr3 = genome.contigs().id("chr3").unwrap();
        let at = |start, end| genome.bases(Interval::new(chr3, start, end).unwrap()).unwrap();
        let whole = at(4_000, 13_000);
        for (start, end) in [(4_000, 4_001), (4_095, 4_097), (8_100, 8_400), (12_288, 13_000), (5_000, 5_000)] {
            assert_eq!(&whole[start as usize - 4_000..end as usize - 4_000], &*at(start, end));
        }
        assert_eq!(&whole[4_000..4_003], b"ATG");
        let end = genome.contigs().length(chr3);
        assert_eq!(genome.bases(Interval::new(chr3, end - 5, end + 1).unwrap()), None);
    }
}
