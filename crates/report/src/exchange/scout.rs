//! The load file of Scout (YAML), as its admin guide "The load config file" describes it.

use std::fmt::Write as _;

use marv_model::{
    case::{Case, Sample, SampleRole},
    clinical::Circumstance,
    finding::Status,
    genome::Build,
};

/// What stands in for an institute, which a case does not name.
const OWNER: &str = "OWNER";

/// A case of the cancer track, for `scout load case`. Paths are relative to the run's folder, where the file is to lie; the
/// owner, which a case does not name, is to be filled in. Samples are named by the case's pseudonym.
///
/// Text stands in double quotes with JSON's escapes, which YAML reads as they are.
pub fn scout(case: &Case) -> String {
    let mut text =
        String::from("# The institute's id in Scout is not part of a case: put it in place of OWNER.\n---\n");
    field(&mut text, "", "owner", OWNER);
    field(&mut text, "", "family", &case.id);
    field(&mut text, "", "family_name", &case.id);
    if let Some(build) = build(case.reference.build) {
        field(&mut text, "", "human_genome_build", build);
    }
    if let Some(started) = &case.provenance.started {
        field(&mut text, "", "analysis_date", started);
    }
    field(&mut text, "", "track", "cancer");
    field(&mut text, "", "vcf_cancer", "small.vcf.gz");
    field(&mut text, "", "delivery_report", "report.en.html");
    text.push_str("rank_score_threshold: 0\n");
    if case.samples.is_empty() {
        text.push_str("samples: []\n");
        return text;
    }
    text.push_str("samples:\n");
    for sample in &case.samples {
        individual(&mut text, case, sample);
    }
    text
}

fn individual(text: &mut String, case: &Case, sample: &Sample) {
    let (suffix, phenotype, kind) = match sample.role {
        SampleRole::Tumour => ("T", "affected", "tumor"),
        SampleRole::Normal => ("N", "unaffected", "normal"),
    };
    let name = format!("{}-{suffix}", case.id);
    let indent = "    ";
    let _ = writeln!(text, "  - sample_id: {}", quoted(&name)); // writing to a String cannot fail
    for (key, value) in [
        ("sample_name", name.as_str()),
        ("analysis_type", "wgs"),
        ("phenotype", phenotype),
        ("tissue_type", "unknown"),
        ("tumor_type", kind),
        ("sex", sex(case)),
        ("father", "0"),
        ("mother", "0"),
    ] {
        field(text, indent, key, value);
    }
    let purity = case.copy_number.as_ref().and_then(|result| result.purity).filter(|purity| purity.is_finite());
    if let (SampleRole::Tumour, Some(purity)) = (sample.role, purity) {
        let _ = writeln!(text, "{indent}tumor_purity: {purity:.3}");
    }
    if let Some(depth) = sample.mean_depth.filter(|depth| depth.is_finite()) {
        let _ = writeln!(text, "{indent}expected_coverage: {depth:.0}");
    }
}

/// As stated with the case, else as the inherited chromosomes tell.
fn sex(case: &Case) -> &'static str {
    let measured = case.copy_number.as_ref().and_then(|result| result.sex_chromosomes);
    match (case.clinical.status(Circumstance::Male), measured) {
        (Status::Present, _) | (Status::Unknown, Some([1, 1])) => "male",
        (Status::Absent, _) | (Status::Unknown, Some([2, 0])) => "female",
        _ => "unknown",
    }
}

fn build(build: Build) -> Option<&'static str> {
    match build {
        Build::Grch38 => Some("38"),
        Build::Grch37 => Some("37"),
        _ => None,
    }
}

fn field(text: &mut String, indent: &str, key: &str, value: &str) {
    let _ = writeln!(text, "{indent}{key}: {}", quoted(value)); // writing to a String cannot fail
}

/// A JSON string is a YAML string; characters that YAML refuses even so are escaped too.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
