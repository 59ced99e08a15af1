//! A bundle with the contig numbers of one genome.

use std::collections::BTreeSet;

use marv_model::{
    genome::{ContigId, Contigs, Interval, Locus},
    sequence::{Bases, ReferenceSource},
    variant::SmallVariant,
};

use super::{Band, Bundle, HotspotRecord};
use crate::transcript::{Strand, Transcript};

/// The coding part of an exon of a panel gene, on its MANE Select transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelInterval {
    /// HGNC symbol.
    pub gene: Box<str>,
    /// Versioned accession.
    pub transcript: Box<str>,
    /// 1-based number in the transcript's direction.
    pub exon: u32,
    /// The coding bases, stop codon included.
    pub interval: Interval,
}

/// The codon of the reference in which a hotspot lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodonContext {
    /// 1-based residue.
    pub residue: u32,
    /// Three bases on the coding strand; N where no evidence tells.
    pub bases: Bases,
    /// Of the first changed base, 0-2.
    pub offset: u8,
    /// Of the transcript.
    pub strand: Strand,
    /// The genomic places of the three bases, in the codon's order; an intron may lie between them.
    pub places: [Locus; 3],
}

/// A variant that is known to recur in blood cancer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hotspot {
    /// Left-aligned.
    pub variant: SmallVariant,
    /// HGNC symbol.
    pub gene: Box<str>,
    /// Such as `MYD88 L252P (L265P)`: the second in the customary numbering.
    pub label: Box<str>,
    /// Versioned accession of the MANE Select transcript.
    pub transcript: Box<str>,
    /// Such as `c.524G>A`.
    pub hgvs_c: Box<str>,
    /// Such as `p.(Arg175His)`; none for insertions and deletions, which the annotator names.
    pub hgvs_p: Option<Box<str>>,
    /// For changes within coding sequence, where bases are known.
    pub codon: Option<CodonContext>,
    /// How the coordinates are known: sequence, records, genetic code.
    pub basis: Box<str>,
    /// Literature.
    pub source: Box<str>,
}

/// A hotspot whose reference allele is not what the reference has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceMismatch {
    /// Its label.
    pub label: Box<str>,
    /// Where.
    pub locus: Locus,
    /// By the bundle.
    pub expected: Bases,
    /// By the reference.
    pub found: Bases,
}

/// A transcript with its contig.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) contig: ContigId,
    pub(crate) transcript: Transcript,
}

/// The bundle for one genome. Genes on contigs that the genome lacks are left out and listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundBundle {
    placed: Vec<Placed>,
    missing: Vec<Box<str>>,
    /// In alphabetical order.
    genes: BTreeSet<Box<str>>,
    coding: Vec<PanelInterval>,
    hotspots: Vec<Hotspot>,
    bands: Vec<(Interval, Box<str>)>,
}

impl BoundBundle {
    pub(super) fn new(bundle: &Bundle, contigs: &Contigs) -> Self {
        let (mut placed, mut missing) = (Vec::new(), bundle.absent().to_vec());
        for transcript in bundle.transcripts() {
            match contigs.id_or_alias(transcript.chrom()) {
                Some(contig) => placed.push(Placed { contig, transcript: transcript.clone() }),
                None if transcript.is_mane_select() => missing.push(transcript.gene().into()),
                None => {}
            }
        }
        placed.sort_by_key(|p| (p.contig, p.transcript.span().start)); // stable: MANE Select stays first in its gene
        let mut coding: Vec<PanelInterval> =
            placed.iter().filter(|p| p.transcript.is_mane_select()).flat_map(panel_intervals).collect();
        coding.sort_by_key(|p| (p.interval.contig(), p.interval.start()));
        let mut hotspots: Vec<Hotspot> =
            bundle.hotspot_records().iter().filter_map(|record| hotspot(record, bundle, contigs)).collect();
        hotspots.sort_by(|a, b| a.variant.cmp(&b.variant));
        let mut bands: Vec<(Interval, Box<str>)> =
            bundle.bands().iter().filter_map(|band| place_band(band, contigs)).collect();
        bands.sort_by_key(|(interval, _)| (interval.contig(), interval.start()));
        let genes = bundle.genes().map(Into::into).collect();
        Self { placed, missing, genes, coding, hotspots, bands }
    }
    /// Coding exons of the MANE Select transcripts, in the genome's order: for depth and limits of detection.
    pub fn coding_intervals(&self) -> &[PanelInterval] {
        &self.coding
    }
    /// In the genome's order.
    pub fn hotspots(&self) -> &[Hotspot] {
        &self.hotspots
    }
    /// The hotspot of exactly this variant, which must be left-aligned.
    pub fn hotspot(&self, variant: &SmallVariant) -> Option<&Hotspot> {
        let trimmed = variant.trimmed();
        let index = self.hotspots.binary_search_by(|h| h.variant.cmp(&trimmed)).ok()?;
        self.hotspots.get(index)
    }
    /// The band of a base, with its chromosome, such as `17p13.1`.
    pub fn cytoband(&self, locus: Locus) -> Option<&str> {
        let after = self.bands.partition_point(|(i, _)| (i.contig(), i.start()) <= (locus.contig, locus.position));
        let (interval, name) = self.bands.get(after.checked_sub(1)?)?;
        interval.contains(locus).then_some(name)
    }
    /// Whether the bundle has models of this gene.
    pub fn has_gene(&self, gene: &str) -> bool {
        self.genes.contains(gene)
    }
    /// Panel genes whose chromosome the genome does not have, or of which a department's models have none: not to be read as
    /// without findings.
    pub fn missing_genes(&self) -> &[Box<str>] {
        &self.missing
    }
    /// Hotspots whose reference allele this reference does not have. N and bases that cannot be read do not count.
    pub fn check_hotspots(&self, reference: &dyn ReferenceSource) -> Vec<ReferenceMismatch> {
        let check = |h: &Hotspot| {
            let found = reference.bases(h.variant.interval()?)?;
            let differs = found.iter().zip(h.variant.reference().iter()).any(|(f, e)| *f != b'N' && f != e);
            differs.then(|| ReferenceMismatch {
                label: h.label.clone(),
                locus: h.variant.locus(),
                expected: h.variant.reference().clone(),
                found,
            })
        };
        self.hotspots.iter().filter_map(check).collect()
    }
    pub(crate) fn placed(&self) -> &[Placed] {
        &self.placed
    }
}

fn panel_intervals(placed: &Placed) -> Vec<PanelInterval> {
    let t = &placed.transcript;
    let part = |(exon, range): (u32, std::ops::Range<u32>)| {
        let (start, end) = (range.start.max(t.cds().start), range.end.min(t.cds().end));
        let interval = Interval::new(placed.contig, start, end).ok().filter(|i| !i.is_empty())?;
        Some(PanelInterval { gene: t.gene().into(), transcript: t.accession().into(), exon, interval })
    };
    t.numbered_exons().filter_map(part).collect()
}

fn hotspot(record: &HotspotRecord, bundle: &Bundle, contigs: &Contigs) -> Option<Hotspot> {
    let contig = contigs.id_or_alias(&record.chrom)?;
    let variant = SmallVariant::new(contig, record.position, &*record.reference, &*record.alternate).ok()?;
    let codon = record.codon.as_ref().and_then(|(bases, offset)| {
        let transcript = bundle.transcript(&record.transcript)?;
        let first = crate::hgvs_number(&record.hgvs_c)?;
        let residue = (first - 1) / 3 + 1;
        let place = |i: u32| Some(Locus::new(contig, transcript.genomic_of_coding(3 * (residue - 1) + i)?));
        let places = [place(0)?, place(1)?, place(2)?];
        Some(CodonContext { residue, bases: bases.clone(), offset: *offset, strand: transcript.strand(), places })
    });
    Some(Hotspot {
        variant,
        gene: record.gene.clone(),
        label: record.label.clone(),
        transcript: record.transcript.clone(),
        hgvs_c: record.hgvs_c.clone(),
        hgvs_p: record.hgvs_p.clone(),
        codon,
        basis: record.basis.clone(),
        source: record.source.clone(),
    })
}

fn place_band(band: &Band, contigs: &Contigs) -> Option<(Interval, Box<str>)> {
    let contig = contigs.id_or_alias(&band.chrom)?;
    let end = band.range.end.min(contigs.length(contig));
    let interval = Interval::new(contig, band.range.start, end).ok()?;
    let chromosome = band.chrom.strip_prefix("chr").unwrap_or(&band.chrom);
    Some((interval, format!("{chromosome}{}", band.name).into()))
}
