//! A transcript as a source tells it, piece by piece, and what becomes of it.

use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

use marv_annotate::{Role, Strand, Transcript};

use crate::store::chromosome;

/// Why a transcript of a source is in no table; words of the manifest.
pub(super) type LeftOut = &'static str;

/// A transcript on its way. Ranges are 0-based and half-open.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// HGNC symbol, or what the source calls the gene.
    pub(super) gene: String,
    pub(super) gene_id: Option<String>,
    pub(super) accession: String,
    pub(super) ensembl: Option<String>,
    /// The chromosome's number; none for contigs that no table holds.
    pub(super) chromosome: Option<u16>,
    pub(super) reverse: bool,
    pub(super) exons: Vec<Range<u32>>,
    /// Parts of the coding sequence, with the bases to skip to the next codon where that is told.
    pub(super) coding: Vec<(Range<u32>, Option<u8>)>,
    /// Start and stop codons, where they stand by themselves.
    pub(super) codons: Vec<Range<u32>>,
    pub(super) marks: Marks,
}

/// What a source says of a transcript beside its place.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "marks of a line, each by itself")]
pub(super) struct Marks {
    pub(super) mane_select: bool,
    pub(super) plus_clinical: bool,
    pub(super) chosen: bool,
    /// The source says that its start or end is not known.
    pub(super) incomplete: bool,
    /// A kind of transcript from which no protein is read off: decay, retained introns, gene segments.
    pub(super) not_protein: bool,
}

impl Marks {
    /// Takes a tag of GFF3 or GTF.
    pub(super) fn tag(&mut self, tag: &str) {
        match tag.trim() {
            "MANE_Select" | "MANE Select" => self.mane_select = true,
            "MANE_Plus_Clinical" | "MANE Plus Clinical" => self.plus_clinical = true,
            "RefSeq Select" | "Ensembl_canonical" => self.chosen = true,
            "cds_start_NF" | "cds_end_NF" => self.incomplete = true,
            _ => {}
        }
    }
    fn role(self) -> Role {
        match self {
            Self { mane_select: true, .. } => Role::ManeSelect,
            Self { plus_clinical: true, .. } => Role::Clinical,
            Self { chosen: true, .. } => Role::Chosen,
            _ => Role::Other,
        }
    }
}

impl Draft {
    /// The model, or why there is none.
    ///
    /// RULE: a model is used only where the genome's bases, spliced at its exons, are its coding sequence: whole codons from a
    /// known start to a known end, phases as the exons give them. A frame that slips, or an mRNA with bases that the genome
    /// lacks, would give wrong proteins; such a transcript is left out and counted.
    pub(super) fn model(mut self) -> Result<Transcript, LeftOut> {
        let Some(number) = self.chromosome else { return Err("other_contig") };
        if self.coding.is_empty() {
            return Err("non_coding");
        }
        if self.marks.not_protein {
            return Err("no_protein_told");
        }
        if number == 25 {
            return Err("mitochondrial_code");
        }
        self.exons.sort_by_key(|exon| (exon.start, exon.end));
        self.coding.sort_by_key(|(part, _)| (part.start, part.end));
        if self.exons.is_empty() {
            return Err("no_exons");
        }
        if self.marks.incomplete {
            return Err("incomplete");
        }
        if self.coding.windows(2).any(|two| two[1].0.start < two[0].0.end) {
            return Err("frame_slips");
        }
        let parts = self.coding.iter().map(|(part, _)| part).chain(&self.codons);
        let (start, end) = parts.clone().fold((u32::MAX, 0), |(low, high), p| (low.min(p.start), high.max(p.end)));
        let spliced: u64 = self.exons.iter().map(|exon| overlap(exon, &(start..end))).sum();
        if spliced != length(merged(parts)) {
            return Err("exons_do_not_fit");
        }
        if !spliced.is_multiple_of(3) {
            return Err("incomplete");
        }
        match phases(&self.coding, self.reverse) {
            Phases::AsExons => {}
            Phases::StartUnknown => return Err("incomplete"),
            Phases::Other => return Err("frame_slips"),
        }
        let strand = if self.reverse { Strand::Reverse } else { Strand::Forward };
        Transcript::new(
            &self.gene,
            self.gene_id.as_deref(),
            &self.accession,
            self.ensembl.as_deref(),
            self.marks.role(),
            &chromosome::name(number),
            strand,
            start..end,
            self.exons,
        )
        .ok_or("exons_overlap")
    }
}

fn overlap(one: &Range<u32>, other: &Range<u32>) -> u64 {
    u64::from(one.end.min(other.end).saturating_sub(one.start.max(other.start)))
}

fn merged<'a>(parts: impl Iterator<Item = &'a Range<u32>>) -> Vec<Range<u32>> {
    let mut sorted: Vec<Range<u32>> = parts.cloned().collect();
    sorted.sort_by_key(|part| (part.start, part.end));
    let mut merged: Vec<Range<u32>> = Vec::new();
    for part in sorted {
        match merged.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => merged.push(part),
        }
    }
    merged
}

fn length(parts: Vec<Range<u32>>) -> u64 {
    parts.into_iter().map(|part| u64::from(part.end - part.start)).sum()
}

enum Phases {
    AsExons,
    StartUnknown,
    Other,
}

/// Holds the told phases against the lengths before them. A phase that is not told is not held against anything.
fn phases(coding: &[(Range<u32>, Option<u8>)], reverse: bool) -> Phases {
    let mut before = 0u64;
    let mut first = true;
    let mut hold = |(part, phase): &(Range<u32>, Option<u8>)| {
        let expected = (3 - before % 3) % 3;
        let same = phase.is_none_or(|phase| u64::from(phase) == expected);
        before += u64::from(part.end - part.start);
        let verdict = match (same, first) {
            (true, _) => Phases::AsExons,
            (false, true) => Phases::StartUnknown,
            (false, false) => Phases::Other,
        };
        first = false;
        verdict
    };
    let mut ordered: Vec<_> = coding.iter().collect();
    if reverse {
        ordered.reverse();
    }
    ordered.into_iter().map(&mut hold).find(|verdict| !matches!(verdict, Phases::AsExons)).unwrap_or(Phases::AsExons)
}

/// Models in the genome's order, each once; where a gene has no MANE Select transcript and its source chose none, one is
/// chosen.
///
/// METHOD: chosen is the longest coding sequence, then the longest transcript, a curated one before a predicted one (XM_).
pub(super) fn settled(models: Vec<(u16, Transcript)>) -> Vec<(u16, Transcript)> {
    let mut once: BTreeMap<(u16, u32, String), Transcript> = BTreeMap::new();
    for (number, model) in models {
        let key = (number, model.span().start, model.accession().to_owned());
        // Of two files that have it, the one that knows its part tells.
        let better = once.get(&key).is_none_or(|held| model.role() < held.role());
        if better {
            once.insert(key, model);
        }
    }
    let mut of_gene: BTreeMap<(String, u16), Vec<&Transcript>> = BTreeMap::new();
    for ((number, ..), model) in &once {
        of_gene.entry((model.gene().to_owned(), *number)).or_default().push(model);
    }
    let told = |models: &[&Transcript]| models.iter().any(|m| matches!(m.role(), Role::ManeSelect | Role::Chosen));
    let best = |m: &&&Transcript| {
        (m.accession().starts_with('X'), Reverse((m.coding_length(), m.length())), m.accession().to_owned())
    };
    let chosen: Vec<(u16, u32, String)> = of_gene
        .iter()
        .filter(|(_, models)| !told(models))
        .filter_map(|((_, number), models)| {
            let best = models.iter().min_by_key(best)?;
            Some((*number, best.span().start, best.accession().to_owned()))
        })
        .collect();
    for key in chosen {
        if let Some(model) = once.remove(&key) {
            once.insert(key, model.chosen());
        }
    }
    once.into_iter().map(|((number, ..), model)| (number, model)).collect()
}
