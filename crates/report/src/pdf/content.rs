//! The page's tree → what is set: headings, paragraphs, lists, tables, figures, in reading order. Nothing of the page's
//! text is left out but what is there for a screen alone (the list of contents, marks that words repeat).

use super::{
    fonts::plain,
    markup::{Element, Node},
};

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tone {
    pub(super) bold: bool,
    pub(super) ink: Ink,
    /// Smaller than its surroundings.
    pub(super) small: bool,
}

/// The colour of text, by its part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ink {
    #[default]
    Plain,
    Soft,
    /// What a reader must not overlook.
    Caution,
}

/// A piece of text of one look; a line break in it is one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) tone: Tone,
}

/// What stands beside a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    None,
    /// A bar on its left.
    Bar,
    /// A box around it.
    Box,
}

/// One thing to set, below the other.
#[derive(Debug)]
pub(super) enum Block<'a> {
    Heading {
        level: u16,
        runs: Vec<Run>,
    },
    /// The heading of all appendices, on a page of its own.
    Appendices {
        runs: Vec<Run>,
    },
    /// The heading of one.
    Appendix {
        runs: Vec<Run>,
    },
    Paragraph {
        runs: Vec<Run>,
        size: f32,
        frame: Frame,
    },
    Item {
        mark: String,
        runs: Vec<Run>,
    },
    Table(Table),
    Figure {
        svg: &'a Element,
        description: String,
    },
}

/// A table; cells of a grid have no head.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) heads: Vec<Row>,
    pub(super) rows: Vec<Row>,
    /// Columns of equal width, without rules: terms with their values.
    pub(super) grid: bool,
    pub(super) size: f32,
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Set apart: what decided.
    pub(super) marked: bool,
    pub(super) ruled: bool,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) runs: Vec<Run>,
    pub(super) columns: usize,
    pub(super) right: bool,
    /// A head of its row or column.
    pub(super) head: bool,
}

/// Sizes of text, in points.
pub(super) const TEXT: f32 = 9.5;
pub(super) const SMALL: f32 = 8.0;
const LEAD: f32 = 10.5;
const TABLE: f32 = 8.5;
const SMALL_TABLE: f32 = 7.5;
/// Columns of a grid.
const GRID: usize = 3;

/// Whether it is there for a screen alone.
pub(super) fn for_screens(element: &Element) -> bool {
    element.name == "nav" || element.is("skip") || element.attribute("aria-hidden") == Some("true")
}

/// What an element is set as; none where it only holds others.
pub(super) fn block(element: &Element) -> Option<Vec<Block<'_>>> {
    let bold = Tone { bold: true, ..Tone::default() };
    let heading = |level: u16, element: &Element| Block::Heading { level, runs: runs(element, bold) };
    Some(match element.name.as_str() {
        "h1" | "h2" | "h3" | "h4" => vec![heading(element.name[1..].parse().unwrap_or(3), element)],
        "summary" => vec![heading(4, element)],
        "p" | "figcaption" => vec![paragraph(element)],
        "ul" | "ol" => {
            let items = element.elements().filter(|item| item.name == "li").enumerate();
            let item = |(number, item): (usize, &Element)| {
                let mark = if element.name == "ol" { format!("{}.", number + 1) } else { "•".to_owned() };
                Block::Item { mark, runs: runs(item, Tone::default()) }
            };
            items.map(item).collect()
        }
        "dl" => vec![Block::Table(terms(element))],
        "table" => {
            let caption = element.elements().find(|inner| inner.name == "caption");
            let caption = caption.map(|caption| heading(4, caption));
            caption.into_iter().chain([Block::Table(table(element))]).collect()
        }
        "svg" => vec![Block::Figure { svg: element, description: description(element) }],
        _ => return None,
    })
}

fn description(svg: &Element) -> String {
    let part = |name: &str| svg.elements().find(|inner| inner.name == name).map_or_else(String::new, Element::text);
    plain(format!("{}. {}", part("title"), part("desc")).trim())
}

fn paragraph(element: &Element) -> Block<'static> {
    let caution = element.is("doubt");
    let soft = element.is("note") || element.is("source") || element.name == "figcaption";
    let (size, frame) = match () {
        () if element.is("banner") => (TEXT, Frame::Box),
        () if element.is("lead") => (LEAD, Frame::Bar),
        () if element.is("bounds") => (TEXT, Frame::Bar),
        () if soft => (SMALL, Frame::None),
        () => (TEXT, Frame::None),
    };
    let ink = if caution {
        Ink::Caution
    } else if soft {
        Ink::Soft
    } else {
        Ink::Plain
    };
    Block::Paragraph { runs: runs(element, Tone { bold: element.is("banner"), ink, small: false }), size, frame }
}

/// The text of an element in pieces of one look; spaces are folded, none stands at either end.
pub(super) fn runs(element: &Element, tone: Tone) -> Vec<Run> {
    let mut list: Vec<Run> = Vec::new();
    collect(element, tone, &mut list);
    let mut folded: Vec<Run> = Vec::new();
    let mut space = true;
    for run in list {
        let mut text = String::new();
        for c in run.text.chars() {
            match c {
                '\n' => {
                    let end = text.trim_end_matches(' ').len();
                    text.truncate(end);
                    text.push('\n');
                    space = true;
                }
                // A no-break space is a letter here.
                c if c.is_whitespace() && c != '\u{a0}' => {
                    if !space {
                        text.push(' ');
                    }
                    space = true;
                }
                c => {
                    text.push(c);
                    space = false;
                }
            }
        }
        if !text.is_empty() {
            folded.push(Run { text, ..run });
        }
    }
    if let Some(last) = folded.last_mut() {
        let end = last.text.trim_end_matches([' ', '\n']).len();
        last.text.truncate(end);
    }
    folded.retain(|run| !run.text.is_empty());
    folded
}

fn collect(element: &Element, tone: Tone, into: &mut Vec<Run>) {
    for node in &element.children {
        match node {
            Node::Text(text) => {
                // A line break of the source is a space; those of this list are its own.
                let text = plain(text).replace('\n', " ");
                into.push(Run { text, tone });
            }
            Node::Element(inner) if for_screens(inner) => {}
            Node::Element(inner) => {
                let own_line = inner.is("detail") || inner.name == "br";
                if own_line && into.iter().any(|run| !run.text.trim().is_empty()) {
                    into.push(Run { text: "\n".to_owned(), tone });
                }
                let mut tone = tone;
                tone.bold |= matches!(inner.name.as_str(), "strong" | "b") || inner.is("k") || inner.is("present");
                if inner.is("scheme") {
                    tone.bold = false;
                }
                if inner.is("detail") || inner.is("source") || inner.is("count") {
                    tone = Tone { bold: false, ink: Ink::Soft, small: true };
                }
                if inner.is("unknown") || inner.is("doubt") {
                    tone.ink = Ink::Caution;
                }
                let tag = inner.is("tag");
                if tag {
                    into.push(Run { text: " [".to_owned(), tone });
                }
                collect(inner, tone, into);
                if tag {
                    into.push(Run { text: "]".to_owned(), tone });
                }
                if inner.is("scheme") {
                    into.push(Run { text: ": ".to_owned(), tone });
                }
            }
        }
    }
}

/// Terms with their values: in a grid where the page shows them as one, else a row each.
fn terms(list: &Element) -> Table {
    let soft = Tone { ink: Ink::Soft, small: true, bold: false };
    let pairs = list.elements().filter(|pair| pair.name == "div").map(|pair| {
        let part = |name: &str| pair.elements().find(|part| part.name == name);
        let term = part("dt").map_or_else(Vec::new, |term| runs(term, soft));
        let tone = if pair.is("open") { Tone { ink: Ink::Caution, ..Tone::default() } } else { Tone::default() };
        let mut value = part("dd").map_or_else(Vec::new, |value| values(value, tone));
        value.retain(|run| !run.text.is_empty());
        (term, value)
    });
    let cell = |runs: Vec<Run>, head: bool| Cell { runs, columns: 1, right: false, head };
    if !(list.is("head") || list.is("facts")) {
        let rows = pairs.map(|(term, value)| Row {
            cells: vec![cell(term, true), cell(value, false)],
            ruled: true,
            marked: false,
        });
        return Table { rows: rows.collect(), size: TABLE, ..Table::default() };
    }
    let cells: Vec<Vec<Run>> = pairs
        .map(|(mut term, value)| {
            term.push(Run { text: "\n".to_owned(), tone: soft });
            term.extend(value);
            term
        })
        .collect();
    let rows = cells.chunks(GRID).map(|chunk| {
        let mut cells: Vec<Cell> = chunk.iter().map(|runs| cell(runs.clone(), false)).collect();
        cells.resize_with(GRID, || cell(Vec::new(), false));
        Row { cells, ..Row::default() }
    });
    Table { rows: rows.collect(), grid: true, size: TEXT, ..Table::default() }
}

/// The value of a term; what explains it stands below.
fn values(value: &Element, tone: Tone) -> Vec<Run> {
    if value.find("strong").is_none() {
        return runs(value, tone);
    }
    let mut list = Vec::new();
    for part in value.elements() {
        if !list.is_empty() {
            list.push(Run { text: "\n".to_owned(), tone });
        }
        let bold = part.name == "strong";
        let tone = if bold { Tone { bold, ..tone } } else { Tone { ink: Ink::Soft, small: true, bold } };
        list.extend(runs(part, tone));
    }
    list
}

fn table(element: &Element) -> Table {
    let size = if element.is("small") || element.is("genes") { SMALL_TABLE } else { TABLE };
    let mut table = Table { size, ..Table::default() };
    for part in element.elements() {
        let head = part.name == "thead";
        for line in part.elements().filter(|line| line.name == "tr") {
            let group = line.is("group");
            let cells = line.elements().filter(|cell| matches!(cell.name.as_str(), "th" | "td")).map(|cell| {
                let is_head = cell.name == "th";
                let tone = match (head, is_head) {
                    (true, _) => Tone { ink: Ink::Soft, bold: false, small: true },
                    (false, true) => Tone { bold: group || size > SMALL_TABLE, ..Tone::default() },
                    (false, false) => Tone { bold: cell.is("outcome"), ..Tone::default() },
                };
                Cell {
                    runs: runs(cell, tone),
                    columns: cell.attribute("colspan").and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, 50),
                    right: cell.is("n"),
                    head: is_head,
                }
            });
            let row = Row { cells: cells.collect(), marked: line.is("decisive"), ruled: true };
            if head { table.heads.push(row) } else { table.rows.push(row) }
        }
    }
    table
}
