//! What is known of a genome's chromosomes before a read is seen: which are autosomes, where the arms meet.

use std::collections::BTreeMap;

use marv_model::genome::{Build, ContigId, Contigs, Interval, Locus, bare_name};

/// A chromosome's part in a genome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Two copies in everyone.
    Autosome,
    /// X.
    X,
    /// Y.
    Y,
    /// Mitochondrion, decoys, unplaced sequence: not looked at.
    Other,
}

/// The chromosomes of a genome. Nothing in it demands a known build: where arms are unknown, a contig is one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Karyogram {
    parts: Vec<Part>,
    centromeres: BTreeMap<ContigId, u32>,
    /// Pseudoautosomal stretches of X and Y, where the build is known.
    pseudoautosomal: Vec<Interval>,
}

/// An arm, or a whole contig whose centromere is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arm {
    /// `p` or `q`; none where the centromere is not known.
    pub name: Option<char>,
    /// Where it lies.
    pub interval: Interval,
}

/// Pseudoautosomal regions, 0-based and half-open: of X, then of Y (Genome Reference Consortium).
const GRCH38_PAR: [[(u32, u32); 2]; 2] =
    [[(10_000, 2_781_479), (155_701_382, 156_030_895)], [(10_000, 2_781_479), (56_887_902, 57_217_415)]];
const GRCH37_PAR: [[(u32, u32); 2]; 2] =
    [[(60_000, 2_699_520), (154_931_043, 155_260_560)], [(10_000, 2_649_520), (59_034_049, 59_363_566)]];

impl Karyogram {
    /// By the contigs' names; where none is a chromosome's, every contig counts as an autosome. `centromeres` are the first
    /// base of the long arm, 0-based, where known.
    pub fn new(contigs: &Contigs, centromeres: BTreeMap<ContigId, u32>) -> Self {
        let part = |name: &str| match bare_name(name) {
            "X" => Part::X,
            "Y" => Part::Y,
            number if number.parse::<u8>().is_ok_and(|n| (1..=22).contains(&n)) => Part::Autosome,
            _ => Part::Other,
        };
        let mut parts: Vec<Part> = contigs.iter().map(|(_, contig)| part(&contig.name)).collect();
        if parts.iter().all(|part| *part == Part::Other) {
            parts.fill(Part::Autosome);
        }
        let table = match contigs.build() {
            Build::Grch38 => Some(GRCH38_PAR),
            Build::Grch37 => Some(GRCH37_PAR),
            Build::Chm13 | Build::Unknown => None,
        };
        let mut pseudoautosomal = Vec::new();
        for (name, stretches) in [("X", 0), ("Y", 1)] {
            let Some((table, contig)) = table.zip(contigs.id_or_alias(name)) else { continue };
            pseudoautosomal
                .extend(table[stretches].iter().filter_map(|(start, end)| Interval::new(contig, *start, *end).ok()));
        }
        Self { parts, centromeres, pseudoautosomal }
    }
    /// A contig's part.
    pub fn part(&self, contig: ContigId) -> Part {
        self.parts.get(contig.index()).copied().unwrap_or(Part::Other)
    }
    /// The first base of the long arm, where known.
    pub fn centromere(&self, contig: ContigId) -> Option<u32> {
        self.centromeres.get(&contig).copied()
    }
    /// The arms of a contig.
    pub fn arms(&self, contigs: &Contigs, contig: ContigId) -> Vec<Arm> {
        let whole = contigs.whole(contig);
        let arm = |name, start, end| {
            Interval::new(contig, start, end).ok().filter(|i| !i.is_empty()).map(|interval| Arm { name, interval })
        };
        match self.centromere(contig) {
            Some(centre) => {
                let centre = centre.min(whole.end());
                [arm(Some('p'), 0, centre), arm(Some('q'), centre, whole.end())].into_iter().flatten().collect()
            }
            None => arm(None, 0, whole.end()).into_iter().collect(),
        }
    }
    /// Whether X and Y pair at a place, and so have two copies in everyone.
    pub fn pairs_at(&self, locus: Locus) -> bool {
        self.pseudoautosomal.iter().any(|region| region.contains(locus))
    }
    /// Where X and Y pair.
    pub(crate) fn pseudoautosomal(&self) -> &[Interval] {
        &self.pseudoautosomal
    }
}

#[cfg(test)]
mod tests {
    use marv_model::genome::Contig;

    use super::*;

    #[test]
    fn chromosomes_are_told_from_the_rest_and_a_genome_without_their_names_counts_whole() {
        let named = Contigs::new(["chr1", "chrX", "chrM", "chrUn_1"].map(|name| Contig::new(name, 100))).unwrap();
        let karyogram = Karyogram::new(&named, BTreeMap::from([(ContigId(0), 40)]));
        let parts: Vec<Part> = named.iter().map(|(id, _)| karyogram.part(id)).collect();
        assert_eq!(parts, [Part::Autosome, Part::X, Part::Other, Part::Other]);
        let arms = karyogram.arms(&named, ContigId(0));
        assert_eq!((arms.len(), arms[1].name, arms[1].interval.start()), (2, Some('q'), 40));
        let other = Contigs::new([Contig::new("ctgA", 100)]).unwrap();
        assert_eq!(Karyogram::new(&other, BTreeMap::new()).part(ContigId(0)), Part::Autosome);
    }
}
