//! Mutation Annotation Format, as the Genomic Data Commons describes it (GDC MAF format, columns by name) and cBioPortal
//! reads it.

use marv_model::{
    annotation::{Consequence, TranscriptConsequence},
    case::{Case, ReportedVariant, SampleRole},
    genome::Build,
};

use super::cell::{cell, table};

const HEADER: [&str; 25] = [
    "Hugo_Symbol",
    "Entrez_Gene_Id",
    "Center",
    "NCBI_Build",
    "Chromosome",
    "Start_Position",
    "End_Position",
    "Strand",
    "Variant_Classification",
    "Variant_Type",
    "Reference_Allele",
    "Tumor_Seq_Allele1",
    "Tumor_Seq_Allele2",
    "Tumor_Sample_Barcode",
    "Matched_Norm_Sample_Barcode",
    "HGVSc",
    "HGVSp",
    "Transcript_ID",
    "Exon_Number",
    "t_depth",
    "t_ref_count",
    "t_alt_count",
    "n_depth",
    "n_alt_count",
    "FILTER",
];

/// The variants of a case as MAF. Samples are named by the case's pseudonym, not by the file's header.
pub fn maf(case: &Case) -> String {
    named(case, &case.id, |_| true)
}

/// The variants that are `wanted`, with the samples named after `patient`.
pub(super) fn named(case: &Case, patient: &str, wanted: fn(&ReportedVariant) -> bool) -> String {
    let build = match case.reference.build {
        Build::Grch37 => "GRCh37",
        Build::Grch38 => "GRCh38",
        _ => "",
    };
    let normal = case.samples.iter().any(|sample| sample.role == SampleRole::Normal);
    let names = [format!("{patient}-T"), if normal { format!("{patient}-N") } else { String::new() }];
    let variants = case.variants.iter().filter(|variant| wanted(variant));
    format!("#version 2.4\n{}", table(&HEADER, variants.map(|variant| row(variant, build, &names))))
}

fn row(variant: &ReportedVariant, build: &str, [tumour, normal]: &[String; 2]) -> Vec<String> {
    let place = Place::of(variant);
    let main = variant.consequences.first();
    let text = |value: Option<&str>| value.map_or_else(String::new, cell);
    let count = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
    vec![
        main.map_or_else(|| "Unknown".to_owned(), |main| cell(&main.gene)),
        "0".to_owned(), // RULE: MAF: 0 where it is not looked up
        String::new(),
        build.to_owned(),
        cell(&variant.contig),
        place.start.to_string(),
        place.end.to_string(),
        "+".to_owned(),
        classification(main, &place).to_owned(),
        place.kind().to_owned(),
        cell(place.reference),
        cell(place.reference),
        cell(place.alternate),
        cell(tumour),
        cell(normal),
        text(main.and_then(|main| main.hgvs_c.as_deref())),
        text(main.and_then(|main| main.hgvs_p.as_deref())),
        text(main.map(|main| main.transcript.as_str())),
        text(main.and_then(|main| main.exon.as_deref())),
        variant.tumour.depth().to_string(),
        variant.tumour.reference.to_string(),
        variant.tumour.alternate.to_string(),
        count(variant.normal.map(|normal| normal.depth())),
        count(variant.normal.map(|normal| normal.alternate)),
        if variant.filters.is_empty() { "PASS".to_owned() } else { cell(&variant.filters.join(";")) },
    ]
}

/// An allele as MAF places it: without the base that VCF puts before an insertion or a deletion.
struct Place<'a> {
    start: u32,
    end: u32,
    reference: &'a str,
    alternate: &'a str,
}

impl<'a> Place<'a> {
    fn of(variant: &'a ReportedVariant) -> Self {
        let (reference, alternate) = (variant.reference.as_str(), variant.alternate.as_str());
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let shared = reference.bytes().zip(alternate.bytes()).take_while(|(a, b)| a == b).count();
        // Alleles are ASCII; a stored case with other text keeps its alleles as they are.
        let shared = if reference.len() == alternate.len() || !reference.is_ascii() || !alternate.is_ascii() {
            0
        } else {
            shared
        };
        let at = variant.position.saturating_add(length(&reference[..shared]));
        let (reference, alternate) = (&reference[shared..], &alternate[shared..]);
        if reference.is_empty() {
            // Between the base before and the base behind.
            return Self { start: at.saturating_sub(1), end: at, reference: "-", alternate };
        }
        let end = at.saturating_add(length(reference)).saturating_sub(1);
        Self { start: at, end, reference, alternate: if alternate.is_empty() { "-" } else { alternate } }
    }

    fn kind(&self) -> &'static str {
        match (self.reference, self.alternate) {
            ("-", _) => "INS",
            (_, "-") => "DEL",
            (reference, alternate) => match (reference.len(), alternate.len()) {
                (1, 1) => "SNP",
                (2, 2) => "DNP",
                (3, 3) => "TNP",
                (a, b) if a == b => "ONP",
                (a, b) if a < b => "INS",
                _ => "DEL",
            },
        }
    }
}

/// RULE: GDC MAF, Variant_Classification, by the most severe consequence.
fn classification(main: Option<&TranscriptConsequence>, place: &Place<'_>) -> &'static str {
    let gains = place.kind() == "INS";
    match main.and_then(|main| main.consequences.iter().min()) {
        Some(Consequence::SpliceAcceptorVariant | Consequence::SpliceDonorVariant) => "Splice_Site",
        Some(Consequence::StopGained) => "Nonsense_Mutation",
        Some(Consequence::FrameshiftVariant) if gains => "Frame_Shift_Ins",
        Some(Consequence::FrameshiftVariant) => "Frame_Shift_Del",
        Some(Consequence::StopLost) => "Nonstop_Mutation",
        Some(Consequence::StartLost) => "Translation_Start_Site",
        Some(Consequence::InframeInsertion) => "In_Frame_Ins",
        Some(Consequence::ProteinAlteringVariant) if gains => "In_Frame_Ins",
        Some(Consequence::InframeDeletion | Consequence::ProteinAlteringVariant) => "In_Frame_Del",
        Some(Consequence::MissenseVariant) => "Missense_Mutation",
        Some(
            Consequence::SpliceRegionVariant
            | Consequence::SpliceDonor5thBaseVariant
            | Consequence::SpliceDonorRegionVariant
            | Consequence::SplicePolypyrimidineTractVariant,
        ) => "Splice_Region",
        Some(
            Consequence::SynonymousVariant
            | Consequence::StopRetainedVariant
            | Consequence::StartRetainedVariant
            | Consequence::IncompleteTerminalCodonVariant,
        ) => "Silent",
        Some(Consequence::FivePrimeUtrVariant) => "5'UTR",
        Some(Consequence::ThreePrimeUtrVariant) => "3'UTR",
        Some(Consequence::IntronVariant) => "Intron",
        Some(Consequence::NonCodingTranscriptExonVariant) => "RNA",
        Some(Consequence::UpstreamGeneVariant) => "5'Flank",
        Some(Consequence::DownstreamGeneVariant) => "3'Flank",
        Some(Consequence::TranscriptAblation | Consequence::CodingSequenceVariant) => "Targeted_Region",
        Some(Consequence::IntergenicVariant) | None => "IGR",
    }
}
