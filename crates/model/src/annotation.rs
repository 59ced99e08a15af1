//! What a variant does to a transcript.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A Sequence Ontology consequence. The order is by severity, the most severe first (VEP's published order).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// SO:0001893, the whole transcript is lost.
    TranscriptAblation,
    /// SO:0001574, the last two intron bases.
    SpliceAcceptorVariant,
    /// SO:0001575, the first two intron bases.
    SpliceDonorVariant,
    /// SO:0001587, a premature stop codon.
    StopGained,
    /// SO:0001589, the reading frame is broken.
    FrameshiftVariant,
    /// SO:0001578, the stop codon is lost.
    StopLost,
    /// SO:0002012, the start codon is changed.
    StartLost,
    /// SO:0001821, whole codons are inserted.
    InframeInsertion,
    /// SO:0001822, whole codons are removed.
    InframeDeletion,
    /// SO:0001583, one amino acid for another.
    MissenseVariant,
    /// SO:0001818, the protein changes in a way not told by the other terms.
    ProteinAlteringVariant,
    /// SO:0001787, the fifth base of the intron.
    #[serde(rename = "splice_donor_5th_base_variant")]
    SpliceDonor5thBaseVariant,
    /// SO:0001630, 1-3 bases of the exon or 3-8 of the intron at a splice site.
    SpliceRegionVariant,
    /// SO:0002170, intron bases 3-6 at the donor.
    SpliceDonorRegionVariant,
    /// SO:0002169, intron bases 3-17 before the acceptor.
    SplicePolypyrimidineTractVariant,
    /// SO:0001626, within the last, incomplete codon.
    IncompleteTerminalCodonVariant,
    /// SO:0002019, the start codon changes to another start codon.
    StartRetainedVariant,
    /// SO:0001567, the stop codon changes to another stop codon.
    StopRetainedVariant,
    /// SO:0001819, the amino acid stays.
    SynonymousVariant,
    /// SO:0001580, in the coding sequence, effect not determined.
    CodingSequenceVariant,
    /// SO:0001623, before the coding sequence.
    #[serde(rename = "5_prime_UTR_variant")]
    FivePrimeUtrVariant,
    /// SO:0001624, behind the coding sequence.
    #[serde(rename = "3_prime_UTR_variant")]
    ThreePrimeUtrVariant,
    /// SO:0001792, in an exon of a transcript that codes no protein.
    NonCodingTranscriptExonVariant,
    /// SO:0001627, within an intron.
    IntronVariant,
    /// SO:0001631, upstream of a transcript, at most 5 kb.
    UpstreamGeneVariant,
    /// SO:0001632, downstream of a transcript, at most 5 kb.
    DownstreamGeneVariant,
    /// SO:0001628, between the genes that are modelled.
    IntergenicVariant,
}

/// VEP's impact classes, the most severe first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Impact {
    /// Null variants.
    High,
    /// Changed protein.
    Moderate,
    /// Unlikely to change the protein.
    Low,
    /// Outside the coding sequence.
    Modifier,
}

impl Consequence {
    /// All, the most severe first.
    pub const ALL: [Consequence; 27] = {
        use Consequence as C;
        [
            C::TranscriptAblation,
            C::SpliceAcceptorVariant,
            C::SpliceDonorVariant,
            C::StopGained,
            C::FrameshiftVariant,
            C::StopLost,
            C::StartLost,
            C::InframeInsertion,
            C::InframeDeletion,
            C::MissenseVariant,
            C::ProteinAlteringVariant,
            C::SpliceDonor5thBaseVariant,
            C::SpliceRegionVariant,
            C::SpliceDonorRegionVariant,
            C::SplicePolypyrimidineTractVariant,
            C::IncompleteTerminalCodonVariant,
            C::StartRetainedVariant,
            C::StopRetainedVariant,
            C::SynonymousVariant,
            C::CodingSequenceVariant,
            C::FivePrimeUtrVariant,
            C::ThreePrimeUtrVariant,
            C::NonCodingTranscriptExonVariant,
            C::IntronVariant,
            C::UpstreamGeneVariant,
            C::DownstreamGeneVariant,
            C::IntergenicVariant,
        ]
    };
    /// The Sequence Ontology name, as VEP writes it.
    pub fn name(self) -> &'static str {
        use Consequence as C;
        match self {
            C::TranscriptAblation => "transcript_ablation",
            C::SpliceAcceptorVariant => "splice_acceptor_variant",
            C::SpliceDonorVariant => "splice_donor_variant",
            C::StopGained => "stop_gained",
            C::FrameshiftVariant => "frameshift_variant",
            C::StopLost => "stop_lost",
            C::StartLost => "start_lost",
            C::InframeInsertion => "inframe_insertion",
            C::InframeDeletion => "inframe_deletion",
            C::MissenseVariant => "missense_variant",
            C::ProteinAlteringVariant => "protein_altering_variant",
            C::SpliceDonor5thBaseVariant => "splice_donor_5th_base_variant",
            C::SpliceRegionVariant => "splice_region_variant",
            C::SpliceDonorRegionVariant => "splice_donor_region_variant",
            C::SplicePolypyrimidineTractVariant => "splice_polypyrimidine_tract_variant",
            C::IncompleteTerminalCodonVariant => "incomplete_terminal_codon_variant",
            C::StartRetainedVariant => "start_retained_variant",
            C::StopRetainedVariant => "stop_retained_variant",
            C::SynonymousVariant => "synonymous_variant",
            C::CodingSequenceVariant => "coding_sequence_variant",
            C::FivePrimeUtrVariant => "5_prime_UTR_variant",
            C::ThreePrimeUtrVariant => "3_prime_UTR_variant",
            C::NonCodingTranscriptExonVariant => "non_coding_transcript_exon_variant",
            C::IntronVariant => "intron_variant",
            C::UpstreamGeneVariant => "upstream_gene_variant",
            C::DownstreamGeneVariant => "downstream_gene_variant",
            C::IntergenicVariant => "intergenic_variant",
        }
    }
    /// VEP's impact class.
    pub fn impact(self) -> Impact {
        use Consequence as C;
        match self {
            C::TranscriptAblation
            | C::SpliceAcceptorVariant
            | C::SpliceDonorVariant
            | C::StopGained
            | C::FrameshiftVariant
            | C::StopLost
            | C::StartLost => Impact::High,
            C::InframeInsertion | C::InframeDeletion | C::MissenseVariant | C::ProteinAlteringVariant => {
                Impact::Moderate
            }
            C::SpliceDonor5thBaseVariant
            | C::SpliceRegionVariant
            | C::SpliceDonorRegionVariant
            | C::SplicePolypyrimidineTractVariant
            | C::IncompleteTerminalCodonVariant
            | C::StartRetainedVariant
            | C::StopRetainedVariant
            | C::SynonymousVariant => Impact::Low,
            _ => Impact::Modifier,
        }
    }
}

impl std::fmt::Display for Consequence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A variant on one transcript.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TranscriptConsequence {
    /// HGNC symbol.
    pub gene: String,
    /// Versioned RefSeq accession, such as `NM_000546.6`.
    pub transcript: String,
    /// Versioned RefSeq protein accession, where known.
    pub protein: Option<String>,
    /// Whether this is the MANE Select transcript.
    pub mane_select: bool,
    /// The most severe first, at least one.
    pub consequences: Vec<Consequence>,
    /// Such as `c.524G>A`, without accession; none outside the transcript.
    pub hgvs_c: Option<String>,
    /// Such as `p.(Arg175His)`, without accession; none where no protein is made or changed in a way that can be told.
    pub hgvs_p: Option<String>,
    /// 1-based number and count of exons, such as `5/11`.
    pub exon: Option<String>,
    /// 1-based number and count of introns.
    pub intron: Option<String>,
    /// 1-based first residue that the variant touches or changes.
    pub protein_position: Option<u32>,
    /// Haematology rules that this variant meets on this transcript.
    pub rules: Vec<HaemRule>,
}

/// Properties of a variant that classifications ask for; each is a rule with a source in `annotate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HaemRule {
    /// NPM1: frameshift in the last coding exon that gives the cytoplasmic protein (c.860_863dup and its like).
    Npm1Cytoplasmic,
    /// CEBPA: in-frame change of the bZIP domain.
    CebpaBzipInframe,
    /// CEBPA: another change of the bZIP domain.
    CebpaBzipOther,
    /// CEBPA: N-terminal truncation before the second start.
    CebpaNTerminalTruncation,
    /// ASXL1: truncation in the last exon.
    Asxl1Truncation,
    /// FLT3: internal tandem duplication, in frame, juxtamembrane or first kinase domain.
    Flt3Itd,
    /// FLT3: tyrosine kinase domain point mutation or small indel.
    Flt3Tkd,
    /// TP53: changes the protein or its splicing.
    Tp53Altering,
    /// Changes the protein, or a canonical splice site, of a gene where that is what counts.
    ProteinAltering,
    /// Truncates the protein: nonsense, frameshift, canonical splice, start loss.
    Truncating,
    /// At a known hotspot of the bundle.
    Hotspot,
}
