//! What the karyotype says: abnormalities with their evidence, clones, and what could not be seen.

use crate::karyotype::{Chromosome, Item, Karyotype};

/// What an abnormality is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AbnormalityKind {
    /// A whole chromosome more.
    Gain,
    /// A whole chromosome less.
    Loss,
    /// A part of a chromosome less.
    Deletion,
    /// A part of a chromosome more: dup, trp, qdp.
    Duplication,
    /// Four copies of a part, or more, beside the inherited ones.
    Amplification,
    /// Copies of one parent only, in the inherited number or above.
    Loh,
    /// Two or three chromosomes that have exchanged arms, nothing lost.
    Translocation,
    /// A stretch turned round.
    Inversion,
    /// A stretch that stands elsewhere.
    Insertion,
    /// An arm and its mirror.
    Isochromosome,
    /// Two centromeres and a mirrored part.
    Isodicentric,
    /// Two chromosomes joined with both centromeres.
    Dicentric,
    /// A chromosome closed to a ring.
    Ring,
    /// A derivative chromosome: one centromere, parts of several chromosomes.
    Derivative,
    /// Two arms of different chromosomes joined at their centromeres.
    WholeArm,
    /// Shattered and joined anew.
    Chromothripsis,
}

impl AbnormalityKind {
    /// As a key.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gain => "gain",
            Self::Loss => "loss",
            Self::Deletion => "deletion",
            Self::Duplication => "duplication",
            Self::Amplification => "amplification",
            Self::Loh => "loh",
            Self::Translocation => "translocation",
            Self::Inversion => "inversion",
            Self::Insertion => "insertion",
            Self::Isochromosome => "isochromosome",
            Self::Isodicentric => "isodicentric",
            Self::Dicentric => "dicentric",
            Self::Ring => "ring",
            Self::Derivative => "derivative",
            Self::WholeArm => "whole_arm",
            Self::Chromothripsis => "chromothripsis",
        }
    }
}

/// A stretch that shows an abnormality.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StretchEvidence {
    /// The chromosome.
    pub chromosome: Chromosome,
    /// First base, 0-based.
    pub start: u32,
    /// The base behind the last.
    pub end: u32,
    /// Copies of it.
    pub total: u8,
    /// Of the rarer parent's allele, where known.
    pub minor: Option<u8>,
}

/// What an abnormality rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AbnormalityEvidence {
    /// Stretches with the copies that show it.
    pub stretches: Vec<StretchEvidence>,
    /// The junctions that show it, by id.
    pub junctions: Vec<String>,
    /// Genes that the junctions join.
    pub genes: Vec<String>,
    /// The least probability among its stretches' copies, 0 to 1; 1 without a stretch.
    pub confidence: f64,
}

/// Why an abnormality is not in the clinicians' line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cryptic {
    /// Smaller than banding shows.
    BelowBanding,
    /// Number and bands of the chromosomes are as inherited: banding cannot see whose copies they are.
    CopyNeutral,
}

impl Cryptic {
    /// As a key.
    pub fn name(self) -> &'static str {
        match self {
            Self::BelowBanding => "below_banding",
            Self::CopyNeutral => "copy_neutral",
        }
    }
}

/// One abnormality.
#[derive(Debug, Clone, PartialEq)]
pub struct Abnormality {
    /// What it is.
    pub kind: AbnormalityKind,
    /// As banding would write it; none where banding has no word for it.
    pub item: Option<Item>,
    /// As the `seq` line writes it, without its share of cells.
    pub sequence_text: String,
    /// Chromosomes that it is of.
    pub chromosomes: Vec<Chromosome>,
    /// Bases that it gains, loses or moves; the whole of those where it is several stretches.
    pub bases: u64,
    /// Share of the tumour's cells, 0 to 1.
    pub cell_fraction: f64,
    /// The clone that it arose in: its number among the clones; none where the clinicians' line has no such clone.
    pub clone: Option<usize>,
    /// Told by copies that fit, not by a junction that was read.
    pub inferred: bool,
    /// A rearrangement that recurs in blood cancers.
    pub recurrent: bool,
    /// Why it is not in the clinicians' line; none where it is.
    pub cryptic: Option<Cryptic>,
    /// What shows it.
    pub evidence: AbnormalityEvidence,
}

/// A clone.
#[derive(Debug, Clone, PartialEq)]
pub struct VirtualClone {
    /// Share of the tumour's cells that have its abnormalities, 0 to 1.
    pub fraction: f64,
    /// The clone that it arose in; none where it stands by itself.
    pub parent: Option<usize>,
    /// Chromosomes of a cell.
    pub chromosomes: u32,
    /// Its own abnormalities in the clinicians' line; what its parent has is not repeated.
    pub own: Vec<Abnormality>,
}

/// What must be said beside the lines: a key of the message catalogue with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The key.
    pub key: &'static str,
    /// Names and values, in the order in which a sentence needs them.
    pub values: Vec<(&'static str, String)>,
}

/// The karyotype that a genome implies.
#[derive(Debug, Clone, PartialEq)]
pub struct VirtualKaryotype {
    /// Inherited sex chromosomes as written: `XX`, `XY`, `XXYc`; `?` where they were not seen.
    pub sex: String,
    /// The least and the highest number of chromosomes of the clones.
    pub modal: Option<(u32, u32)>,
    /// By falling fraction, those that arose in another behind it.
    pub clones: Vec<VirtualClone>,
    /// The clinicians' line as a value; without a line where nothing was assessed.
    pub karyotype: Karyotype,
    /// The clinicians' line, such as `46,XY,del(5)(q14q33)`; none where nothing was assessed.
    pub clinical_line: Option<String>,
    /// The `seq` line of ISCN 2024, with the share of the sample's cells in square brackets; none where nothing was
    /// assessed.
    pub seq_line: Option<String>,
    /// Abnormalities that banding would not show.
    pub cryptic: Vec<Abnormality>,
    /// Junctions that neither copies nor a second junction explain, by id.
    pub unexplained: Vec<String>,
    /// Chromosome arms that no segment covers, such as `7q`.
    pub not_assessed: Vec<String>,
    /// Whether all of the genome was assessed, copies and junctions, with a known purity: only then what is not in the line
    /// is absent.
    pub complete: bool,
    /// What must be said beside the lines.
    pub statements: Vec<Statement>,
}

/// What the clinicians' line is called wherever it is shown.
pub const TAG: &str = "virtual (WGS)";

impl VirtualKaryotype {
    /// Every abnormality of the clinicians' line, clone by clone.
    pub fn abnormalities(&self) -> impl Iterator<Item = &Abnormality> {
        self.clones.iter().flat_map(|clone| &clone.own)
    }
    /// Abnormalities of at least so many bases, or recurrent: 5,000,000 is what banding may show, 10,000,000 what it shows.
    pub fn of_size(&self, bases: u64) -> usize {
        self.abnormalities().filter(|one| one.recurrent || one.bases >= bases).count()
    }
    /// The clinicians' line with its tag, and the clones' shares of the tumour's cells as text.
    pub fn tagged_line(&self) -> Option<String> {
        let line = self.clinical_line.as_ref()?;
        let shares: Vec<String> = self.clones.iter().map(|clone| format!("{:.0} %", clone.fraction * 100.0)).collect();
        let shares = if shares.is_empty() { String::new() } else { format!(" ({})", shares.join(" / ")) };
        Some(format!("{TAG}: {line}{shares}"))
    }
}
