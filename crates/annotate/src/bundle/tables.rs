//! The tables of a bundle: tab-separated text with a header, read by column name.

use std::ops::Range;

use marv_model::{cytogenetics::Lesion, sequence::Bases};

use super::genes::{FunctionalStudy, GeneKnowledge};
use crate::{
    error::Error,
    fusion::{Recurrent, Told},
    transcript::{Role, Strand, Transcript},
};

/// A cytogenetic band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// With the `chr` prefix.
    pub chrom: Box<str>,
    /// 0-based, half-open.
    pub range: Range<u32>,
    /// Such as `p13.1`, without the chromosome.
    pub name: Box<str>,
    /// UCSC's name of the stain, such as `gneg`, `gpos50`, `acen`.
    pub stain: Box<str>,
}

/// A hotspot before it is bound to contigs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HotspotRecord {
    /// HGNC symbol.
    pub gene: Box<str>,
    /// Such as `MYD88 L252P (L265P)`.
    pub label: Box<str>,
    /// With the `chr` prefix.
    pub chrom: Box<str>,
    /// 0-based.
    pub position: u32,
    /// As in VCF, left-aligned.
    pub reference: Bases,
    /// As in VCF, left-aligned.
    pub alternate: Bases,
    /// Versioned accession.
    pub transcript: Box<str>,
    /// Such as `c.524G>A`.
    pub hgvs_c: Box<str>,
    /// Such as `p.(Arg175His)`; none for changes that the annotator names.
    pub hgvs_p: Option<Box<str>>,
    /// The reference codon on the coding strand, N where unknown, and the offset of the change in it (0-2).
    pub codon: Option<(Bases, u8)>,
    /// 1-based.
    pub residue: Option<u32>,
    /// How the coordinates are known: sequence, records, genetic code.
    pub basis: Box<str>,
    /// Public databases that list the variant or its residue, by comma.
    pub seen_in: Box<str>,
    /// Literature.
    pub source: Box<str>,
}

struct Row<'a> {
    file: &'static str,
    line: usize,
    header: &'a [&'a str],
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn text(&self, column: &'static str) -> Result<&'a str, Error> {
        let index = self.header.iter().position(|name| *name == column);
        index.and_then(|i| self.cells.get(i).copied()).ok_or_else(|| self.refuse(column, "", "this column"))
    }
    fn refuse(&self, column: &'static str, found: &str, expected: &'static str) -> Error {
        Error::Table { file: self.file, line: self.line, column, found: found.to_owned(), expected }
    }
    fn some(&self, column: &'static str) -> Result<Option<&'a str>, Error> {
        self.text(column).map(|text| Some(text).filter(|t| !t.is_empty()))
    }
    fn number(&self, column: &'static str) -> Result<u32, Error> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.refuse(column, text, "a whole number"))
    }
    fn numbers(&self, column: &'static str) -> Result<Vec<u32>, Error> {
        let text = self.text(column)?;
        let all: Result<Vec<u32>, _> = text.split(',').map(str::parse).collect();
        all.map_err(|_| self.refuse(column, text, "whole numbers by comma"))
    }
    fn bases(&self, column: &'static str) -> Result<Bases, Error> {
        let text = self.text(column)?;
        Bases::new(text).ok().filter(|b| !b.is_empty()).ok_or_else(|| self.refuse(column, text, "bases"))
    }
}

fn rows<T>(file: &'static str, text: &str, read: impl Fn(&Row<'_>) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    lines
        .map(|(index, line)| read(&Row { file, line: index + 1, header: &header, cells: line.split('\t').collect() }))
        .collect()
}

pub(super) fn transcripts(file: &'static str, text: &str) -> Result<Vec<Transcript>, Error> {
    rows(file, text, |row| {
        let strand = match row.text("strand")? {
            "+" => Strand::Forward,
            "-" => Strand::Reverse,
            other => return Err(row.refuse("strand", other, "+ or -")),
        };
        let role = row.text("role")?;
        let role = Role::from_word(role).ok_or_else(|| row.refuse("role", role, "mane_select or clinical"))?;
        let (starts, ends) = (row.numbers("exon_starts")?, row.numbers("exon_ends")?);
        let exons: Vec<Range<u32>> = starts.iter().zip(&ends).map(|(s, e)| *s..*e).collect();
        let cds = row.number("cds_start")?..row.number("cds_end")?;
        let transcript = Transcript::new(
            row.text("gene")?,
            row.some("gene_id")?,
            row.text("transcript")?,
            row.some("ensembl")?,
            role,
            row.text("chrom")?,
            strand,
            cds,
            exons,
        );
        transcript.filter(|_| starts.len() == ends.len()).ok_or_else(|| {
            row.refuse("exon_starts", row.cells.first().unwrap_or(&""), "exons in order that hold the CDS")
        })
    })
}

pub(super) fn bands(text: &str) -> Result<Vec<Band>, Error> {
    rows("bands.tsv", text, |row| {
        Ok(Band {
            chrom: row.text("chrom")?.into(),
            range: row.number("start")?..row.number("end")?,
            name: row.text("band")?.into(),
            stain: row.text("stain")?.into(),
        })
    })
}

pub(super) fn hotspots(text: &str) -> Result<Vec<HotspotRecord>, Error> {
    rows("hotspots.tsv", text, |row| {
        let codon = match (row.some("codon")?, row.text("codon_offset")?.parse::<u8>()) {
            (Some(_), Ok(offset @ 0..=2)) => Some((row.bases("codon")?, offset)),
            (None, _) => None,
            (Some(found), _) => return Err(row.refuse("codon_offset", found, "0, 1 or 2 beside a codon")),
        };
        Ok(HotspotRecord {
            gene: row.text("gene")?.into(),
            label: row.text("label")?.into(),
            chrom: row.text("chrom")?.into(),
            position: row.number("position")?,
            reference: row.bases("ref")?,
            alternate: row.bases("alt")?,
            transcript: row.text("transcript")?.into(),
            hgvs_c: row.text("hgvs_c")?.into(),
            hgvs_p: row.some("hgvs_p")?.map(Into::into),
            codon,
            residue: row.some("residue")?.and_then(|text| text.parse().ok()),
            basis: row.text("basis")?.into(),
            seen_in: row.text("seen_in")?.into(),
            source: row.text("source")?.into(),
        })
    })
}

pub(super) fn genes(text: &str) -> Result<Vec<GeneKnowledge>, Error> {
    rows("genes.tsv", text, |row| {
        let role = row.text("role")?;
        if !["", "oncogene", "tumour_suppressor", "both"].contains(&role) {
            return Err(row.refuse("role", role, "oncogene, tumour_suppressor, both or nothing"));
        }
        let stretch = |text: &str| {
            let (first, last) = text.split_once('-')?;
            Some((first.parse().ok()?, last.parse().ok()?)).filter(|(first, last)| first <= last)
        };
        let critical = row.text("critical")?;
        let stretches: Option<Vec<(u32, u32)>> = critical.split(';').filter(|t| !t.is_empty()).map(stretch).collect();
        Ok(GeneKnowledge {
            gene: row.text("gene")?.into(),
            oncogene: ["oncogene", "both"].contains(&role),
            tumour_suppressor: ["tumour_suppressor", "both"].contains(&role),
            critical: stretches
                .ok_or_else(|| row.refuse("critical", critical, "residues as first-last, by semicolon"))?,
            critical_name: row.text("critical_name")?.into(),
            activating_truncation: row.text("truncation")?.into(),
        })
    })
}

pub(super) fn studies(text: &str) -> Result<Vec<FunctionalStudy>, Error> {
    rows("functional.tsv", text, |row| {
        Ok(FunctionalStudy {
            gene: row.text("gene")?.into(),
            changes: row.text("changes")?.split(';').map(Into::into).collect(),
            source: row.text("source")?.into(),
        })
    })
}

pub(super) fn recurrent(text: &str) -> Result<Vec<Recurrent>, Error> {
    rows("rearrangements.tsv", text, |row| {
        let word = row.text("group")?;
        let told = Told::from_word(word).ok_or_else(|| row.refuse("group", word, "a group that the program knows"))?;
        let lesion = |name: &str| {
            let known = Lesion::ALL.iter().copied().find(|lesion| lesion.name() == name);
            known.ok_or_else(|| row.refuse("lesions", name, "names of lesions by |"))
        };
        Ok(Recurrent {
            name: row.text("name")?.into(),
            told,
            one: row.text("one")?.into(),
            other: row.some("other")?.map(Into::into),
            pads: [row.number("pad_one")?, row.number("pad_other")?],
            except: row.some("except")?.map(Into::into),
            iscn: row.text("iscn")?.into(),
            lesions: row.some("lesions")?.map_or(Ok(Box::default()), |all| all.split('|').map(lesion).collect())?,
        })
    })
}
