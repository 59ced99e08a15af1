//! What gene models ask of a generated genome: reading frames that are open, splice sites that splice, and the true
//! bases at the places where patients' mutations lie.

use std::collections::BTreeMap;

use marv_model::sequence::complement;
use rand::RngExt;

use crate::streams::{Purpose, contig_key, stream};

/// A protein-coding transcript. Positions are 0-based and half-open; exons are in the genome's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneModel {
    /// HGNC symbol.
    pub gene: String,
    /// Contig name, with `chr`.
    pub contig: String,
    /// On the reverse strand.
    pub reverse: bool,
    /// Start and end of each exon.
    pub exons: Vec<(u32, u32)>,
    /// Start and end of the coding sequence on the genome, stop codon included.
    pub coding: (u32, u32),
}

impl GeneModel {
    /// The coding part of each exon, in the genome's order.
    pub fn coding_exons(&self) -> impl Iterator<Item = (u32, u32)> {
        self.exons
            .iter()
            .map(|(start, end)| ((*start).max(self.coding.0), (*end).min(self.coding.1)))
            .filter(|(start, end)| start < end)
    }
    /// The genome's position of every coding base, in the transcript's direction.
    fn coding_positions(&self) -> Vec<u32> {
        let mut positions: Vec<u32> = self.coding_exons().flat_map(|(start, end)| start..end).collect();
        if self.reverse {
            positions.reverse();
        }
        positions
    }
}

/// Known bases of the true genome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Contig name, with `chr`.
    pub contig: String,
    /// 0-based.
    pub start: u32,
    /// Upper case.
    pub bases: Vec<u8>,
}

/// A base that is set, and whether it is the true genome's and may not be changed.
#[derive(Debug, Clone, Copy)]
struct Set {
    base: u8,
    anchored: bool,
}

/// Bases that replace the composition's, by contig name and position.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    contigs: BTreeMap<String, BTreeMap<u32, Set>>,
}

/// Genes whose coding sequence starts at another codon than ATG.
// Source: RefSeq NM_024426.6 (WT1), translation start at CTG.
const OTHER_STARTS: [(&str, &[u8; 3]); 1] = [("WT1", b"CTG")];

const STOPS: [[u8; 3]; 3] = [*b"TAA", *b"TAG", *b"TGA"];

impl Overlay {
    /// For these genes and anchors. The genes' order does not matter.
    pub(crate) fn new(seed: u64, genes: &[GeneModel], anchors: &[Anchor]) -> Self {
        let mut overlay = Self::default();
        let mut sorted: Vec<&GeneModel> = genes.iter().collect();
        sorted.sort_by(|a, b| (&a.gene, a.coding).cmp(&(&b.gene, b.coding)));
        for gene in &sorted {
            overlay.draw_gene(seed, gene);
        }
        for anchor in anchors {
            let contig = overlay.contigs.entry(anchor.contig.clone()).or_default();
            for (position, base) in (anchor.start..).zip(&anchor.bases) {
                contig.insert(position, Set { base: *base, anchored: true });
            }
        }
        for gene in &sorted {
            overlay.open_frame(gene);
        }
        overlay
    }

    /// Writes the set bases of a stretch that starts at `start` over `bases`.
    pub(crate) fn apply(&self, contig: &str, start: u32, bases: &mut [u8]) {
        let end = start.saturating_add(crate::count::bases(bases.len()));
        let Some(set) = self.contigs.get(contig) else { return };
        for (position, set) in set.range(start..end) {
            bases[(position - start) as usize] = set.base;
        }
    }

    /// An open reading frame over the coding exons, GT and AG at the introns' ends.
    fn draw_gene(&mut self, seed: u64, gene: &GeneModel) {
        let positions = gene.coding_positions();
        let mut random = stream(seed, Purpose::Codons, contig_key(&gene.gene), gene.coding.0, 0);
        let contig = self.contigs.entry(gene.contig.clone()).or_default();
        let mut put = |position: u32, base: u8| {
            let base = if gene.reverse { complement(base) } else { base };
            contig.insert(position, Set { base, anchored: false });
        };
        let last = (positions.len() / 3).saturating_sub(1);
        for (number, places) in positions.chunks(3).enumerate() {
            let codon = match number {
                0 => start_codon(&gene.gene),
                n if n == last => STOPS[random.random_range(0..3)],
                _ => loop {
                    let codon = [(); 3].map(|()| b"ACGT"[random.random_range(0..4)]);
                    if !STOPS.contains(&codon) {
                        break codon;
                    }
                },
            };
            for (place, base) in places.iter().zip(codon) {
                put(*place, base);
            }
        }
        for pair in gene.exons.windows(2) {
            let (left, right) = (pair[0].1, pair[1].0);
            if right < left + 4 {
                continue;
            }
            // On the forward strand the intron starts with GT and ends with AG; on the reverse it reads CT...AC.
            let (first, second) = if gene.reverse { (b"CT", b"AC") } else { (b"GT", b"AG") };
            for (place, base) in
                [(left, first[0]), (left + 1, first[1]), (right - 2, second[0]), (right - 1, second[1])]
            {
                contig.insert(place, Set { base, anchored: false });
            }
        }
    }

    /// Takes out stop codons that anchors or another gene's bases made within a frame, without touching an anchor.
    fn open_frame(&mut self, gene: &GeneModel) {
        let positions = gene.coding_positions();
        let Some(contig) = self.contigs.get_mut(&gene.contig) else { return };
        let inner = (positions.len() / 3).saturating_sub(1);
        for places in positions.chunks_exact(3).take(inner) {
            let strand = |base: u8| if gene.reverse { complement(base) } else { base };
            let codon: Vec<Set> = places.iter().filter_map(|place| contig.get(place).copied()).collect();
            let Ok(codon) = <[Set; 3]>::try_from(codon) else { continue };
            if !STOPS.contains(&codon.map(|set| strand(set.base))) {
                continue;
            }
            // Any of the three bases turned into C makes a codon that is no stop: CAA, TCA, TAC and so on.
            if let Some(free) = (0..3).find(|index| !codon[*index].anchored) {
                contig.insert(places[free], Set { base: strand(b'C'), anchored: false });
            }
        }
    }
}

fn start_codon(gene: &str) -> [u8; 3] {
    OTHER_STARTS.iter().find(|(name, _)| *name == gene).map_or(*b"ATG", |(_, codon)| **codon)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gene(reverse: bool) -> GeneModel {
        GeneModel {
            gene: "GENE".into(),
            contig: "chr1".into(),
            reverse,
            exons: vec![(100, 150), (200, 260), (400, 500)],
            coding: (120, 430),
        }
    }

    fn coding(overlay: &Overlay, gene: &GeneModel) -> Vec<u8> {
        let mut bases = vec![b'N'; 1_000];
        overlay.apply("chr1", 0, &mut bases);
        let strand = |base| if gene.reverse { complement(base) } else { base };
        gene.coding_positions().iter().map(|place| strand(bases[*place as usize])).collect()
    }

    #[test]
    fn frames_are_open_on_both_strands_whatever_the_anchors_say() {
        for reverse in [false, true] {
            let gene = gene(reverse);
            // An anchor whose bases are TAATAATAA.. in every frame of both strands (TTATTATTA), one base in three left free.
            let anchors: Vec<Anchor> = (0..20)
                .map(|n| Anchor {
                    contig: "chr1".into(),
                    start: 200 + 3 * n,
                    bases: if reverse { b"TT".to_vec() } else { b"AA".to_vec() },
                })
                .collect();
            let overlay = Overlay::new(5, std::slice::from_ref(&gene), &anchors);
            let cds = coding(&overlay, &gene);
            assert_eq!(cds.len() % 3, 0, "30 + 60 + 30 coding bases");
            assert_eq!(&cds[..3], b"ATG");
            let stops: Vec<usize> =
                cds.chunks(3).enumerate().filter(|(_, c)| STOPS.iter().any(|s| s == c)).map(|(n, _)| n).collect();
            assert_eq!(stops, [cds.len() / 3 - 1], "one stop, at the end");
            let mut bases = vec![b'N'; 1_000];
            overlay.apply("chr1", 0, &mut bases);
            let intron = (&bases[150..152], &bases[198..200]);
            assert_eq!(intron, if reverse { (&b"CT"[..], &b"AC"[..]) } else { (&b"GT"[..], &b"AG"[..]) });
            assert!(anchors.iter().all(|a| bases[a.start as usize..].starts_with(&a.bases)), "anchors stand");
        }
    }

    #[test]
    fn wt1_starts_at_ctg() {
        let gene = GeneModel { gene: "WT1".into(), ..gene(true) };
        assert_eq!(&coding(&Overlay::new(5, std::slice::from_ref(&gene), &[]), &gene)[..3], b"CTG");
    }
}
