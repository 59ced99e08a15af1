//! A gene model, and the arithmetic between the genome, the transcript and the coding sequence.

use std::ops::Range;

/// The strand of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Strand {
    /// As the reference is written.
    Forward,
    /// The other one.
    Reverse,
}

/// Why a transcript is in the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The MANE Select transcript of its gene.
    ManeSelect,
    /// An isoform that reports use beside it; in a department's models a MANE Plus Clinical transcript.
    Clinical,
    /// The one that its source puts first, in a gene without a MANE Select transcript.
    Chosen,
    /// Any other.
    Other,
}

impl Role {
    const WORDS: [(Self, &str); 4] = [
        (Self::ManeSelect, "mane_select"),
        (Self::Clinical, "clinical"),
        (Self::Chosen, "chosen"),
        (Self::Other, "other"),
    ];
    /// As tables write it.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(role, _)| *role == self).map_or("other", |(_, word)| word)
    }
    /// Of a table's word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(role, _)| *role)
    }
}

/// A coding transcript on the genome. Ranges are 0-based and half-open, in the genome's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    gene: Box<str>,
    gene_id: Option<Box<str>>,
    accession: Box<str>,
    ensembl: Option<Box<str>>,
    role: Role,
    chrom: Box<str>,
    strand: Strand,
    cds: Range<u32>,
    exons: Box<[Range<u32>]>,
    /// Spliced bases before each exon, in the genome's order.
    before: Box<[u32]>,
    /// Spliced coordinates of the coding sequence, in the transcript's direction.
    coding: Range<u32>,
}

impl Transcript {
    /// Exons and coding sequence 0-based and half-open, in the genome's order; `chrom` with the `chr` prefix. None when exons
    /// are empty, overlap or are out of order, or the coding sequence does not start and end in one.
    #[expect(clippy::too_many_arguments, reason = "one for each column of the table")]
    pub fn new(
        gene: &str,
        gene_id: Option<&str>,
        accession: &str,
        ensembl: Option<&str>,
        role: Role,
        chrom: &str,
        strand: Strand,
        cds: Range<u32>,
        exons: Vec<Range<u32>>,
    ) -> Option<Self> {
        let ordered = exons.iter().all(|e| e.start < e.end) && exons.windows(2).all(|w| w[0].end <= w[1].start);
        let holds = |position: u32| exons.iter().any(|e| e.contains(&position));
        if !ordered || cds.start >= cds.end || !holds(cds.start) || !holds(cds.end - 1) {
            return None;
        }
        let before = exons
            .iter()
            .scan(0, |sum, exon| {
                let value = *sum;
                *sum += exon.end - exon.start;
                Some(value)
            })
            .collect();
        let mut transcript = Self {
            gene: gene.into(),
            gene_id: gene_id.map(Into::into),
            accession: accession.into(),
            ensembl: ensembl.map(Into::into),
            role,
            chrom: chrom.into(),
            strand,
            cds: cds.clone(),
            exons: exons.into(),
            before,
            coding: 0..0,
        };
        let (first, last) = match strand {
            Strand::Forward => (cds.start, cds.end - 1),
            Strand::Reverse => (cds.end - 1, cds.start),
        };
        transcript.coding = transcript.spliced(first)?..transcript.spliced(last)? + 1;
        Some(transcript)
    }
    /// HGNC symbol.
    pub fn gene(&self) -> &str {
        &self.gene
    }
    /// NCBI gene number, where known.
    pub fn gene_id(&self) -> Option<&str> {
        self.gene_id.as_deref()
    }
    /// Versioned RefSeq accession; in a department's models the one that its source has.
    pub fn accession(&self) -> &str {
        &self.accession
    }
    /// Versioned Ensembl accession of the same transcript, for MANE Select.
    pub fn ensembl(&self) -> Option<&str> {
        self.ensembl.as_deref()
    }
    /// The same model as the one that is told of its gene.
    #[must_use]
    pub fn chosen(mut self) -> Self {
        self.role = Role::Chosen;
        self
    }
    /// The same model in another part.
    #[must_use]
    pub(crate) fn with_role(mut self, gene: &str, gene_id: Option<&str>, role: Role) -> Self {
        (self.gene, self.gene_id, self.role) = (gene.into(), gene_id.map(Into::into), role);
        self
    }
    /// Why it is in the bundle.
    pub fn role(&self) -> Role {
        self.role
    }
    /// Whether it is its gene's MANE Select.
    pub fn is_mane_select(&self) -> bool {
        self.role == Role::ManeSelect
    }
    /// With the `chr` prefix.
    pub fn chrom(&self) -> &str {
        &self.chrom
    }
    /// Of the transcript.
    pub fn strand(&self) -> Strand {
        self.strand
    }
    /// From the first to the last coding base of the genome, stop codon included.
    pub fn cds(&self) -> Range<u32> {
        self.cds.clone()
    }
    /// In the genome's order.
    pub fn exons(&self) -> &[Range<u32>] {
        &self.exons
    }
    /// From the first to the last base.
    pub fn span(&self) -> Range<u32> {
        let start = self.exons.first().map_or(0, |e| e.start);
        start..self.exons.last().map_or(start, |e| e.end)
    }
    /// Spliced length in bases.
    pub fn length(&self) -> u32 {
        self.exons.iter().map(|e| e.end - e.start).sum()
    }
    /// Of the coding sequence in bases, stop codon included.
    pub fn coding_length(&self) -> u32 {
        self.coding.end - self.coding.start
    }
    /// Of the coding sequence in the transcript, 0-based.
    pub fn coding(&self) -> Range<u32> {
        self.coding.clone()
    }
    /// Exons with their 1-based number in the transcript's direction, in the genome's order.
    pub fn numbered_exons(&self) -> impl Iterator<Item = (u32, Range<u32>)> {
        let count = u32::try_from(self.exons.len()).unwrap_or(u32::MAX);
        let number = move |index: u32| match self.strand {
            Strand::Forward => index + 1,
            Strand::Reverse => count - index,
        };
        (0u32..).zip(self.exons.iter()).map(move |(i, exon)| (number(i), exon.clone()))
    }
    /// The spliced coordinate (0-based, in the transcript's direction) of a genomic position; none in introns.
    pub fn spliced(&self, position: u32) -> Option<u32> {
        let index = self.exons.partition_point(|e| e.end <= position);
        let exon = self.exons.get(index).filter(|e| e.contains(&position))?;
        let forward = self.before[index] + (position - exon.start);
        Some(match self.strand {
            Strand::Forward => forward,
            Strand::Reverse => self.length() - 1 - forward,
        })
    }
    /// The genomic position of a spliced coordinate.
    pub fn genomic(&self, spliced: u32) -> Option<u32> {
        let length = self.length();
        let forward = match self.strand {
            Strand::Forward => spliced,
            Strand::Reverse => length.checked_sub(spliced.checked_add(1)?)?,
        };
        if forward >= length {
            return None;
        }
        let index = self.before.partition_point(|b| *b <= forward).checked_sub(1)?;
        Some(self.exons[index].start + (forward - self.before[index]))
    }
    /// The genomic position of a coding coordinate (0-based from the start codon).
    pub fn genomic_of_coding(&self, coding: u32) -> Option<u32> {
        if coding < self.coding_length() { self.genomic(self.coding.start + coding) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two exons of 10 bases; coding from the sixth base of the first to the fifth of the second.
    fn model(strand: Strand) -> Transcript {
        Transcript::new("G", None, "NM_1.1", None, Role::ManeSelect, "chr1", strand, 105..205, vec![100..110, 200..210])
            .unwrap()
    }

    #[test]
    fn spliced_and_genomic_are_inverse_on_both_strands() {
        for strand in [Strand::Forward, Strand::Reverse] {
            let t = model(strand);
            assert_eq!((t.length(), t.coding_length()), (20, 10));
            for spliced in 0..20 {
                assert_eq!(t.spliced(t.genomic(spliced).unwrap()), Some(spliced));
            }
            assert_eq!((t.genomic(20), t.spliced(150), t.spliced(210)), (None, None, None));
        }
        assert_eq!(model(Strand::Forward).genomic_of_coding(5), Some(200));
        assert_eq!(model(Strand::Reverse).genomic_of_coding(5), Some(109));
    }

    #[test]
    fn a_model_without_sense_is_refused() {
        let make = |cds, exons| {
            Transcript::new("G", None, "NM_1.1", None, Role::Clinical, "chr1", Strand::Forward, cds, exons)
        };
        assert!(make(105..150, vec![100..110, 200..210]).is_none());
        assert!(make(105..205, vec![200..210, 100..110]).is_none());
        assert!(make(105..105, vec![100..110, 200..210]).is_none());
    }
}
