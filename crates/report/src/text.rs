//! The summary for a terminal: conclusion, verdicts, TP53, variants.

use marv_model::case::Case;

use crate::hidden::is_hidden;
use crate::{
    Error, Language,
    messages::Messages,
    view::{Page, VerdictView},
};

/// Columns of a line.
const WIDTH: usize = 96;

pub(crate) fn scores(out: &mut String, verdict: &VerdictView) {
    for score in &verdict.scores {
        paragraph(out, &format!("{}: {}", score.name, score.value), 4);
    }
}

pub(crate) fn missing_data(out: &mut String, verdict: &VerdictView, m: &Messages) {
    for missing in &verdict.missing {
        let line = format!(
            "{}: {}. {}: {}. {}: {}.",
            m.text("verdict.datum"),
            missing.datum,
            m.text("verdict.if_present"),
            missing.if_present,
            m.text("verdict.if_absent"),
            missing.if_absent
        );
        paragraph(out, &line, 4);
    }
}

/// A summary of a case in plain text: lines of at most 96 columns where words allow it, no colour, no control
/// characters, a newline at the end.
pub fn text(case: &Case, language: Language) -> Result<String, Error> {
    let page = Page::of(case, language)?;
    let m = page.m;
    let mut out = String::new();
    if case.demonstration {
        paragraph(&mut out, m.text("page.demonstration"), 0);
    }
    if page.draft {
        paragraph(&mut out, m.text("page.draft"), 0);
    }
    for pair in &page.head {
        paragraph(&mut out, &format!("{}: {}", pair.term, pair.value), 0);
    }
    heading(&mut out, m.text("heading.conclusion"));
    for (index, part) in page.conclusion.found.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        paragraph(&mut out, part, 0);
    }
    if !page.conclusion.bounds.is_empty() {
        out.push('\n');
        paragraph(&mut out, &page.conclusion.bounds, 0);
    }
    if !page.cautions.is_empty() {
        heading(&mut out, m.text("heading.cautions"));
        for caution in &page.cautions {
            item(&mut out, caution);
        }
    }
    heading(&mut out, m.text("heading.classification"));
    if page.verdicts.is_empty() {
        paragraph(&mut out, m.text("conclusion.no_verdict"), 0);
    }
    for verdict in &page.verdicts.applying {
        item(&mut out, &format!("{}: {}", verdict.scheme, verdict.outcome));
        scores(&mut out, verdict);
        missing_data(&mut out, verdict, m);
    }
    if !page.verdicts.not_applicable.is_empty() {
        paragraph(&mut out, &page.verdicts.not_applicable, 0);
    }
    heading(&mut out, m.text("heading.tp53"));
    match &page.tp53 {
        None => paragraph(&mut out, m.text("tp53.not_done"), 0),
        Some(tp53) => {
            for row in &tp53.examined {
                item(&mut out, &joined(&format!("{}: {}", row.name, row.result), &row.detail));
            }
            for state in &tp53.states {
                item(&mut out, &format!("{}: {}", state.definitions, state.state));
            }
        }
    }
    heading(&mut out, m.text("heading.findings"));
    if page.variants.is_empty() {
        let key = if page.examined() { "variant.none" } else { "conclusion.none_examined" };
        paragraph(&mut out, m.text(key), 0);
    }
    for variant in page.variants.all() {
        let status = if variant.passed { m.text("variant.passed") } else { m.text("variant.not_passed") };
        let line = format!(
            "{}: {}, {} {}, {} {}, {} {}",
            status,
            variant.label,
            m.text("variant.fraction"),
            variant.fraction,
            m.text("variant.tumour"),
            variant.tumour,
            m.text("variant.normal"),
            variant.normal
        );
        item(&mut out, &joined(&line, &variant.reasons.join(", ")));
    }
    Ok(out)
}

pub(crate) fn joined(text: &str, detail: &str) -> String {
    if detail.is_empty() { text.to_owned() } else { format!("{text} ({detail})") }
}

fn heading(out: &mut String, text: &str) {
    out.push('\n');
    paragraph(out, &text.to_uppercase(), 0);
}

pub(crate) fn item(out: &mut String, text: &str) {
    let start = out.len();
    paragraph(out, text, 2);
    out.replace_range(start..=start, "-");
}

/// Words in lines of [`WIDTH`] columns, indented. Control characters of a case do not reach the terminal.
pub(crate) fn paragraph(out: &mut String, text: &str, indent: usize) {
    let clean: String = text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    let mut column = 0;
    for word in clean.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            out.push('\n');
            column = 0;
        }
        if column == 0 {
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}
