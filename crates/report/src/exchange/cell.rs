//! A cell of a table that a spreadsheet may open: no control characters, no formula, no more than a spreadsheet holds.

use crate::hidden::is_hidden;

/// Characters that a spreadsheet keeps of a cell.
const MOST: usize = 32_000;

/// Text as a cell. What a spreadsheet would run as a formula is kept from it by an apostrophe, as OWASP advises.
pub(super) fn cell(text: &str) -> String {
    let plain: String = text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).take(MOST).collect();
    // The wide forms are read as the others where East Asian writing is set.
    let runs = plain.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && plain != "-";
    if runs { format!("'{plain}") } else { plain }
}

/// A number as a cell; empty where it is not known, which is not zero.
pub(super) fn number(value: Option<f64>, decimals: usize) -> String {
    value.filter(|value| value.is_finite()).map_or_else(String::new, |value| format!("{value:.decimals$}"))
}

/// Rows as tab-separated text.
pub(super) fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = header.join("\t");
    text.push('\n');
    for row in rows {
        debug_assert_eq!(row.len(), header.len());
        text.push_str(&row.join("\t"));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_and_nothing_breaks_a_row() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("\t@SUM(A1)"), "' @SUM(A1)");
        assert_eq!(cell("a\tb\r\nc\0"), "a b  c ");
        assert_eq!(cell("\u{202e}=1+1"), "' =1+1");
        assert_eq!(cell("＝1+1"), "'＝1+1");
        assert_eq!(cell("-"), "-", "the empty allele of MAF");
        assert_eq!(cell("p.(Arg175His)"), "p.(Arg175His)");
        assert_eq!(cell(&"x".repeat(40_000)).len(), 32_000);
        assert_eq!(number(None, 3), "");
        assert_eq!(number(Some(0.0), 3), "0.000");
    }
}
