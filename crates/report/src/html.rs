//! The report as one HTML file: no script, nothing fetched, readable in print and by a screen reader.

use askama::Template;
use marv_model::case::Case;

use crate::{Error, Language, messages::Messages, view::Page};

#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    p: &'a Page<'a>,
    m: &'static Messages,
}

/// The report of a case as one HTML file.
///
/// Every text of the case is escaped, a long one is cut with a mark and its length, and of the reads around a variant
/// at most 20 of the tumour and 8 of the normal are drawn. Equal cases give equal bytes.
pub fn html(case: &Case, language: Language) -> Result<String, Error> {
    let page = Page::of(case, language)?;
    let html = Report { p: &page, m: page.m }.render()?;
    // HTML has no place for control characters; a case may hold them.
    Ok(html.replace(|c: char| crate::hidden::is_hidden(c) && c != '\n', "\u{fffd}"))
}
