//! The order on paper: the report first, then its appendices. They hold what the page folds away (arguments criterion by criterion,
//! genes beside the guidelines', settings) and the evidence of each variant; where one stood, the report names it and its page.

use super::{
    content::{Block, Frame, Ink, Run, SMALL, Tone, block, for_screens, runs},
    fonts::plain,
    markup::{Element, Node},
};
use crate::messages::Messages;

/// What is set. `pages`: the page of each appendix, from 0, as it was set before; empty where nobody knows yet.
pub(super) fn blocks<'a>(page: &'a Element, m: &Messages, pages: &[usize]) -> Vec<Block<'a>> {
    let mut order = Order { m, pages, report: Vec::new(), appendices: Vec::new(), count: 0, named: Vec::new() };
    if let Some(body) = page.find("body") {
        order.report(body);
    }
    order.name();
    let mut all = order.report;
    if !order.appendices.is_empty() {
        all.push(Block::Appendices { runs: vec![bold(m.text("page.appendices").to_owned())] });
        all.extend(order.appendices);
    }
    all
}

struct Order<'a, 'm> {
    m: &'m Messages,
    pages: &'m [usize],
    report: Vec<Block<'a>>,
    appendices: Vec<Block<'a>>,
    /// Appendices so far.
    count: usize,
    /// Those that the report has still to name here.
    named: Vec<String>,
}

fn bold(text: String) -> Run {
    Run { text, tone: Tone { bold: true, ..Tone::default() } }
}

impl<'a> Order<'a, '_> {
    fn report(&mut self, element: &'a Element) {
        for inner in element.elements().filter(|inner| !for_screens(inner)) {
            if inner.is("appendix") {
                self.appendix(inner);
            } else if let Some(blocks) = block(inner) {
                self.name();
                self.report.extend(blocks);
            } else {
                self.report(inner);
            }
        }
    }

    /// Names the appendices that stood here, in one paragraph.
    fn name(&mut self) {
        if !self.named.is_empty() {
            let text = format!("{}.", std::mem::take(&mut self.named).join("; "));
            let tone = Tone { ink: Ink::Soft, ..Tone::default() };
            self.report.push(Block::Paragraph { runs: vec![Run { text, tone }], size: SMALL, frame: Frame::None });
        }
    }

    fn appendix(&mut self, element: &'a Element) {
        let titled = element.attribute("data-title");
        let head = if titled.is_some() { None } else { element.elements().find(|inner| is_head(inner)) };
        let of = element.attribute("data-of").map_or_else(String::new, |of| format!("{of}: "));
        let title = titled.map_or_else(|| head.map_or_else(String::new, own_text), str::to_owned);
        let title = plain(&format!("{of}{title}"));
        let number = (self.count + 1).to_string();
        // Before the first pages are set, a number of about as many digits.
        let page = (self.pages.get(self.count).map_or(10, |page| page + 1)).to_string();
        self.count += 1;
        self.named.push(self.m.with("page.in_appendix", &[("title", &title), ("number", &number), ("page", &page)]));
        let mut heading = vec![bold(self.m.with("page.appendix", &[("number", &number), ("title", &title)]))];
        // What the heading's own text leaves out: counts in soft letters.
        let detail = head.map_or_else(Vec::new, |head| runs(head, Tone::default()));
        heading.extend(
            detail
                .into_iter()
                .filter(|run| run.tone.ink == Ink::Soft)
                .map(|run| Run { text: format!(" {}", run.text.trim()), ..run }),
        );
        self.appendices.push(Block::Appendix { runs: heading });
        self.inner(element, head);
    }

    /// All that an appendix holds, but for the heading that is its title.
    fn inner(&mut self, element: &'a Element, head: Option<&Element>) {
        for inner in element.elements().filter(|inner| !for_screens(inner)) {
            if head.is_some_and(|head| std::ptr::eq(head, inner)) {
                continue;
            }
            match block(inner) {
                Some(blocks) => self.appendices.extend(blocks),
                None => self.inner(inner, head),
            }
        }
    }
}

fn is_head(element: &Element) -> bool {
    matches!(element.name.as_str(), "summary" | "h2" | "h3")
}

/// The text of a heading without what counts beside it.
fn own_text(element: &Element) -> String {
    let parts = element.children.iter().map(|node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(inner) if inner.is("count") => String::new(),
        Node::Element(inner) => inner.text(),
    });
    parts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
