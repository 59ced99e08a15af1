//! The report as PDF, typeset in the process from the page that the HTML shows: one content, and nothing of it can be missing
//! on paper because a second template was forgotten.
//!
//! The way: page (HTML, as the templates write it) → `markup` (a tree) → `order` (the report, then its appendices) of what
//! `content` makes of its elements → `lines`, `table`, `drawing` (with the page's own `style` for figures) → `flow` (pages) → `write` (the file, with `tags`).

mod content;
mod drawing;
mod flow;
mod fonts;
mod lines;
mod markup;
mod order;
mod style;
mod table;
mod tags;
mod write;

use marv_model::case::Case;

use self::{
    flow::Flow,
    fonts::{Fonts, plain},
    style::StyleSheet,
    write::Margins,
};
use crate::{Error, Language, messages::Messages, view::Page};

/// The report of a case as PDF on A4: what [`html`](fn@crate::html) shows, with folded parts as appendices behind the signatures.
///
/// Case, state (draft or signed) and page number stand on each page; headings of a table stand on each of its pages. Text can
/// be searched and copied, parts are tagged for readers that speak, and figures have their description. The file keeps to
/// PDF/A-2a and PDF/UA-1 as far as a program can check. Equal cases give equal bytes.
pub fn pdf(case: &Case, language: Language) -> Result<Vec<u8>, Error> {
    let page = Page::of(case, language)?;
    let html = crate::html(case, language)?;
    let m = Messages::of(language)?;
    let tree = markup::parse(&html);
    let fonts = Fonts::embedded()?;
    let css = tree.find("style").map_or_else(String::new, markup::Element::text);
    let sheet = StyleSheet::of(&css);
    let flow = flow(&tree, m, &fonts, &sheet);
    let short = |text: &str| plain(text).chars().take(70).collect::<String>();
    let margins = Margins {
        case: short(&case.id),
        state: short(&page.running_title()),
        title: short(m.text("page.title")),
        date: case.provenance.started.clone(),
        page: [m.text("page.page").to_owned(), m.text("page.of").to_owned()],
    };
    write::write(flow, &margins, language.tag(), &short(&format!("Marv {}", case.provenance.marv_version)))
}

/// Times that pages are set so that each appendix is named with its page.
const MOST_ROUNDS: usize = 4;

/// The pages, set again until what the report says of its appendices' pages is where they are.
fn flow<'a>(tree: &markup::Element, m: &Messages, fonts: &'a Fonts, sheet: &'a StyleSheet) -> Flow<'a> {
    let mut pages = Vec::new();
    let mut round = 0;
    loop {
        let mut flow = Flow::new(fonts, sheet);
        for block in order::blocks(tree, m, &pages) {
            flow.add(&block);
        }
        round += 1;
        if flow.appendices == pages || round == MOST_ROUNDS {
            return flow;
        }
        pages.clone_from(&flow.appendices);
    }
}
