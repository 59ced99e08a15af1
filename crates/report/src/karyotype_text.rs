//! `karyotype.txt`: the karyotype that a genome implies, as plain text.

use std::fmt::Write as _;

use marv_model::virtual_karyotype::VirtualKaryotypeResult;

use crate::{
    Error, Language,
    messages::Messages,
    view::{AbnormalityRow, VirtualKaryotypeView},
};

/// The lines, clones, abnormalities and what must be said beside them, in plain text with a newline at the end; a sentence
/// where nothing of the genome's copies was assessed.
pub fn karyotype_text(result: Option<&VirtualKaryotypeResult>, language: Language) -> Result<String, Error> {
    let m = Messages::of(language)?;
    let mut out = String::new();
    let Some(result) = result else {
        let _ = writeln!(out, "{}: {}", m.text("virtual.tag"), m.text("virtual.nothing"));
        return Ok(out);
    };
    let view = VirtualKaryotypeView::of(result, None, m);
    let _ = writeln!(out, "{}: {}", m.text("virtual.tag"), view.line);
    if view.open {
        let _ = writeln!(out, "{}", m.text("virtual.incomplete"));
    }
    let _ = writeln!(out, "{}", view.sequence);
    for fact in &view.facts {
        let _ = writeln!(out, "{}: {}", fact.term, fact.value);
    }
    for (title, rows) in [("virtual.abnormalities", &view.rows), ("virtual.cryptic", &view.cryptic)] {
        if !rows.is_empty() {
            let _ = writeln!(out, "\n{}", m.text(title));
            for row in rows {
                abnormality(&mut out, row);
            }
        }
    }
    out.push('\n');
    for statement in &view.statements {
        let _ = writeln!(out, "{statement}");
    }
    Ok(out)
}

fn abnormality(out: &mut String, row: &AbnormalityRow) {
    let columns = [&row.name, &row.kind, &row.clone, &row.cells, &row.size, &row.evidence];
    let columns: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
    let _ = writeln!(out, "{}", columns.join("\t"));
}
