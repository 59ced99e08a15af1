//! A section of MultiQC: custom content as JSON, in a file whose name ends in `_mqc.json`.

use marv_model::case::{Case, SampleRole};
use serde_json::{Map, Value, json};

use crate::{Error, Language, messages::Messages};

/// The quality of a case's samples as MultiQC's custom content, a table. Titles are English, as MultiQC's are.
pub fn multiqc(case: &Case) -> Result<String, Error> {
    let m = Messages::of(Language::English)?;
    let mut data = Map::new();
    for sample in &case.samples {
        let at = usize::from(sample.role == SampleRole::Normal);
        let mut row = Map::new();
        let mut put = |key: &str, value: Option<f64>| {
            if let Some(value) = value.filter(|value| value.is_finite()) {
                row.insert(key.to_owned(), json!(value));
            }
        };
        put("mean_depth", sample.mean_depth);
        if let Some(reads) = sample.reads.filter(|reads| reads.records > 0) {
            put("used", Some(percent(reads.used, reads.records)));
            put("duplicates", Some(percent(reads.duplicates, reads.records)));
            put("low_mapping_quality", Some(percent(reads.low_mapping_quality, reads.records)));
        }
        put("error_rate", case.quality.error_rate[at]);
        put("fragment_length", case.quality.fragment_length[at]);
        match sample.role {
            #[expect(clippy::cast_precision_loss, reason = "counts of a case")]
            SampleRole::Tumour => put("passed", Some(case.counts.passed as f64)),
            SampleRole::Normal => {
                put("identity", case.quality.identity);
                put("tumour_in_normal", case.quality.tumour_in_normal.map(|estimate| 100.0 * estimate.value));
            }
        }
        // The pseudonym and the part, never a name from a file.
        let part = if at == 0 { "tumour" } else { "normal" };
        data.insert(format!("{} {part}", name(&case.id)), Value::Object(row));
    }
    let column = |title: &str, key: &str, suffix: &str, format: &str| json!({ "title": title, "description": m.text(&format!("multiqc.{key}")), "suffix": suffix, "format": format, "min": 0 });
    let section = json!({
        "id": "marv",
        "section_name": "Marv",
        "description": m.text("multiqc.section"),
        "plot_type": "table",
        "pconfig": { "id": "marv_table", "title": "Marv: samples" },
        "headers": {
            "mean_depth": column("Depth", "mean_depth", "x", "{:,.1f}"),
            "used": column("Used", "used", "%", "{:,.1f}"),
            "duplicates": column("Duplicates", "duplicates", "%", "{:,.1f}"),
            "low_mapping_quality": column("Low MAPQ", "low_mapping_quality", "%", "{:,.1f}"),
            "error_rate": column("Errors", "error_rate", "", "{:,.5f}"),
            "fragment_length": column("Fragment", "fragment_length", " bp", "{:,.0f}"),
            "passed": column("Calls", "passed", "", "{:,.0f}"),
            "identity": column("Identity", "identity", "", "{:,.3f}"),
            "tumour_in_normal": column("Tumour in normal", "tumour_in_normal", "%", "{:,.1f}"),
        },
        "data": data,
    });
    let text = serde_json::to_string_pretty(&section).map_err(crate::stored::unwritable)?;
    Ok(text + "\n")
}

/// A name as MultiQC's page and tables take it: it writes names into both as they stand, so that a mark of HTML would be one there, and
/// a formula one in a spreadsheet.
fn name(text: &str) -> String {
    let inner = |at: usize, c: char| at > 0 && " .,:;()/#-".contains(c);
    text.chars()
        .enumerate()
        .map(|(at, c)| if c.is_alphanumeric() || c == '_' || inner(at, c) { c } else { '_' })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of reads")]
fn percent(part: u64, whole: u64) -> f64 {
    100.0 * part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_are_neither_marks_nor_formulas() {
        assert_eq!(name("CASE-0001 (2)"), "CASE-0001 (2)");
        assert_eq!(name("=1+1<script>x&'\"</script>"), "_1_1_script_x____/script_");
        assert_eq!(name("-1\u{202e}æ"), "_1_æ");
    }
}
