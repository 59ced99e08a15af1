//! INFO/CSQ in VEP's layout.

use marv_model::{annotation::HaemRule, variant::SmallVariant};

use crate::{
    annotator::{Effect, impact},
    transcript::Strand,
};

/// Names of the columns, in order, as they stand in the header's description.
pub const COLUMNS: [&str; 25] = [
    "Allele",
    "Consequence",
    "IMPACT",
    "SYMBOL",
    "Gene",
    "Feature_type",
    "Feature",
    "BIOTYPE",
    "EXON",
    "INTRON",
    "HGVSc",
    "HGVSp",
    "cDNA_position",
    "CDS_position",
    "Protein_position",
    "Amino_acids",
    "Codons",
    "DISTANCE",
    "STRAND",
    "SYMBOL_SOURCE",
    "CANONICAL",
    "MANE_SELECT",
    "SOURCE",
    "MARV_RULES",
    "MARV_UNKNOWN",
];

/// The description of INFO/CSQ for the VCF header: VarSeq, IGV and `bcftools +split-vep` read the columns from it.
pub const HEADER: &str = "Consequence annotations from Marv. Format: Allele|Consequence|IMPACT|SYMBOL|Gene|\
    Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|cDNA_position|CDS_position|Protein_position|Amino_acids|Codons|\
    DISTANCE|STRAND|SYMBOL_SOURCE|CANONICAL|MANE_SELECT|SOURCE|MARV_RULES|MARV_UNKNOWN";

/// The value of INFO/CSQ for one alternate allele: one entry a transcript, by comma. Empty without effects, for which
/// VCF writes no CSQ at all.
///
/// As VEP does: HGVS with accession, `p.` without the parentheses of prediction, `=` as `%3D`, terms joined by `&`.
/// Protein HGVS carries the transcript's accession, since the models name no protein's.
pub fn value(variant: &SmallVariant, effects: &[Effect]) -> String {
    let allele = allele(variant);
    effects.iter().map(|effect| entry(&allele, effect)).collect::<Vec<_>>().join(",")
}

/// As VEP names it: the alternate allele less the anchor of an insertion or deletion; `-` where nothing is left.
fn allele(variant: &SmallVariant) -> String {
    let (reference, alternate) = (variant.reference(), variant.alternate());
    let shown: &[u8] = if reference.len() != alternate.len() && reference.first() == alternate.first() {
        &alternate[1..]
    } else {
        alternate
    };
    if shown.is_empty() { "-".to_owned() } else { String::from_utf8_lossy(shown).into_owned() }
}

fn entry(allele: &str, effect: &Effect) -> String {
    let c = &effect.consequence;
    let terms: Vec<&str> = c.consequences.iter().map(|t| t.name()).collect();
    let impact = match impact(&c.consequences) {
        marv_model::annotation::Impact::High => "HIGH",
        marv_model::annotation::Impact::Moderate => "MODERATE",
        marv_model::annotation::Impact::Low => "LOW",
        marv_model::annotation::Impact::Modifier => "MODIFIER",
    };
    let with_accession = |text: &String| format!("{}:{text}", c.transcript);
    let plain = |p: &String| p.replacen("p.(", "p.", 1).trim_end_matches(')').to_owned();
    let told = |p: &&String| p.as_str() != "p.?";
    let span = |range: Option<(u32, u32)>| match range {
        Some((a, b)) if a == b => a.to_string(),
        Some((a, b)) => format!("{a}-{b}"),
        None => String::new(),
    };
    let rules: Vec<String> = c.rules.iter().copied().map(rule_name).collect();
    let columns: [String; 25] = [
        allele.to_owned(),
        terms.join("&"),
        impact.to_owned(),
        c.gene.clone(),
        effect.gene_id.clone().unwrap_or_default(),
        "Transcript".to_owned(),
        c.transcript.clone(),
        "protein_coding".to_owned(),
        c.exon.clone().unwrap_or_default(),
        c.intron.clone().unwrap_or_default(),
        c.hgvs_c.as_ref().map(with_accession).unwrap_or_default(),
        c.hgvs_p.as_ref().filter(told).map(|p| with_accession(&plain(p))).unwrap_or_default(),
        span(effect.cdna),
        span(effect.cds),
        span(effect.residues),
        effect.amino_acids.clone().unwrap_or_default(),
        effect.codons.clone().unwrap_or_default(),
        effect.distance.map(|d| d.to_string()).unwrap_or_default(),
        if effect.strand == Strand::Forward { "1" } else { "-1" }.to_owned(),
        "HGNC".to_owned(),
        if c.mane_select { "YES" } else { "" }.to_owned(),
        effect.ensembl.clone().unwrap_or_default(),
        "RefSeq".to_owned(),
        rules.join("&"),
        effect
            .unknown
            .map(|u| match u {
                crate::annotator::Unknown::ReferenceBases => "reference_bases",
                crate::annotator::Unknown::ReferenceDiffers => "reference_differs",
            })
            .unwrap_or_default()
            .to_owned(),
    ];
    columns.iter().map(|text| escaped(text)).collect::<Vec<_>>().join("|")
}

/// The rule's name as the case writes it.
fn rule_name(rule: HaemRule) -> String {
    serde_json::to_value(rule).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Characters that VCF or the layout give a meaning, as VCF 4.3 and VEP escape them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => out.push_str("%25"),
            '=' => out.push_str("%3D"),
            ';' => out.push_str("%3B"),
            ',' => out.push_str("%2C"),
            '|' => out.push_str("%7C"),
            ' ' => out.push('_'),
            '\t' | '\n' | '\r' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_lists_the_columns() {
        assert_eq!(HEADER.split("Format: ").nth(1), Some(COLUMNS.join("|").as_str()));
    }

    #[test]
    fn alleles_are_named_as_vep_does() {
        let named = |r: &str, a: &str| allele(&SmallVariant::new(marv_model::genome::ContigId(0), 9, r, a).unwrap());
        assert_eq!(named("C", "T"), "T");
        assert_eq!(named("CAG", "C"), "-");
        assert_eq!(named("C", "CAG"), "AG");
        assert_eq!(named("CA", "TT"), "TT");
        assert_eq!(named("CAG", "TT"), "TT");
    }

    #[test]
    fn meaningful_characters_are_escaped() {
        assert_eq!(escaped("NM_1.1:p.Arg175="), "NM_1.1:p.Arg175%3D");
        assert_eq!(escaped("a|b;c,d%"), "a%7Cb%3Bc%2Cd%25");
    }
}
