//! Blocks → pages: what is drawn where. Places are in points from the upper left corner of A4.

use super::{
    content::{Block, Frame, Ink, Run, TEXT},
    drawing::{Drawing, Shape},
    fonts::Fonts,
    lines::{Line, lines, size_of},
    style::{Rgb, StyleSheet},
    tags::{Part, TagId, Tags},
};

/// A4.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
/// Margins left and right, and where text begins and ends.
pub(super) const LEFT: f32 = 45.0;
pub(super) const RIGHT: f32 = WIDTH - LEFT;
pub(super) const TOP: f32 = 58.0;
pub(super) const BOTTOM: f32 = HEIGHT - 52.0;
/// From one line of text to the next, for each point of its size.
pub(super) const LEADING: f32 = 1.36;
/// What must follow a heading on its page.
const FOLLOWS: f32 = 46.0;
/// Lines of a paragraph that stay on one page.
const KEPT: usize = 3;
/// A figure's pixel, at most.
const PIXEL: f32 = 0.75;

pub(super) const INK: Rgb = [27, 31, 35];
pub(super) const SOFT: Rgb = [77, 85, 93];
pub(super) const CAUTION: Rgb = [138, 75, 0];
pub(super) const RULE: Rgb = [208, 213, 218];
const BAR: Rgb = [0, 90, 143];
const TINT: Rgb = [255, 244, 224];

/// Something on a page.
#[derive(Debug)]
pub(super) enum Mark {
    Text { x: f32, baseline: f32, size: f32, bold: bool, colour: Rgb, text: String, tag: Option<TagId> },
    Rectangle { x: f32, y: f32, width: f32, height: f32, colour: Rgb },
    Drawing { x: f32, y: f32, scale: f32, shapes: Vec<Shape>, tag: Option<TagId> },
}

/// A heading for the list beside the pages: its level, text, page and height.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) level: u16,
    pub(super) title: String,
    pub(super) page: usize,
    pub(super) y: f32,
}

/// Pages under way.
pub(super) struct Flow<'a> {
    pub(super) fonts: &'a Fonts,
    sheet: &'a StyleSheet,
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) y: f32,
    pub(super) tags: Tags,
    pub(super) stops: Vec<Stop>,
    /// The page of each appendix.
    pub(super) appendices: Vec<usize>,
    list: Option<TagId>,
    level: u16,
}

pub(super) fn colour(ink: Ink) -> Rgb {
    match ink {
        Ink::Plain => INK,
        Ink::Soft => SOFT,
        Ink::Caution => CAUTION,
    }
}

impl<'a> Flow<'a> {
    pub(super) fn new(fonts: &'a Fonts, sheet: &'a StyleSheet) -> Self {
        let pages = vec![Vec::new()];
        let tags = Tags::default();
        Self { fonts, sheet, pages, y: TOP, tags, stops: Vec::new(), appendices: Vec::new(), list: None, level: 0 }
    }

    pub(super) fn add(&mut self, block: &Block<'_>) {
        if !matches!(block, Block::Item { .. }) {
            self.list = None;
        }
        match block {
            Block::Heading { level, runs } => self.heading(*level, runs),
            Block::Appendices { runs } => {
                self.new_page();
                self.heading(2, runs);
            }
            Block::Appendix { runs } => {
                self.heading(3, runs);
                self.appendices.push(self.stops.last().map_or(0, |stop| stop.page));
            }
            Block::Paragraph { runs, size, frame } => self.paragraph(runs, *size, *frame),
            Block::Item { mark, runs } => self.item(mark, runs),
            Block::Table(table) => self.table(table),
            Block::Figure { svg, description } => self.figure(&Drawing::of(svg, self.sheet), description),
        }
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    pub(super) fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// A new page where less than this is left; never two in a row.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.new_page();
        }
    }

    /// Space, but not on top of a page.
    fn skip(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    /// One line of text; without a tag where it was told before.
    pub(super) fn line(&mut self, line: &Line, x: f32, baseline: f32, size: f32, tag: Option<TagId>) {
        for piece in &line.pieces {
            self.mark(Mark::Text {
                x: x + piece.x,
                baseline,
                size: size_of(piece.tone, size),
                bold: piece.tone.bold,
                colour: colour(piece.tone.ink),
                text: piece.text.clone(),
                tag,
            });
        }
    }

    fn heading(&mut self, level: u16, runs: &[Run]) {
        let (size, before) = match level {
            1 => (16.0, 6.0),
            2 => (12.5, 18.0),
            3 => (10.5, 10.0),
            _ => (9.0, 6.0),
        };
        let set = lines(runs, size, RIGHT - LEFT, self.fonts);
        let height: f32 = set.iter().map(|_| size * LEADING).sum();
        // A section's first sentence stands between its heading and its table: the three begin together.
        let follows = if level == 2 { 2.0 * FOLLOWS } else { FOLLOWS };
        self.need(before + height + follows);
        self.skip(before);
        if level == 2 {
            self.mark(Mark::Rectangle { x: LEFT, y: self.y, width: RIGHT - LEFT, height: 0.8, colour: INK });
            self.y += 5.0;
        }
        let title: String = runs.iter().map(|run| run.text.as_str()).collect::<String>().replace('\n', " ");
        // RULE: PDF/UA: no level is left out on the way down.
        self.level = level.min(self.level + 1);
        let tag = self.tags.add(Part::Heading { level: self.level, title: title.clone() }, None);
        if level <= 3 {
            self.stops.push(Stop { level, title, page: self.pages.len() - 1, y: self.y });
        }
        self.text(&set, LEFT, size, tag, Frame::None);
        self.y += 3.0;
    }

    fn paragraph(&mut self, runs: &[Run], size: f32, frame: Frame) {
        if runs.is_empty() {
            return;
        }
        let inset = if frame == Frame::None { 0.0 } else { 9.0 };
        let set = lines(runs, size, RIGHT - LEFT - 2.0 * inset, self.fonts);
        // A paragraph of a few lines stays in one piece; of a longer one, two lines stand together.
        let together = if set.len() > KEPT { set.iter().take(2).count() } else { set.len() };
        self.need(set.iter().take(together).map(|_| size * LEADING).sum());
        let tag = self.tags.add(Part::Paragraph, None);
        self.text(&set, LEFT + inset, size, tag, frame);
        self.y += if frame == Frame::Box { 3.0 } else { 5.0 };
    }

    fn item(&mut self, mark: &str, runs: &[Run]) {
        let parent = *self.list.get_or_insert_with(|| self.tags.add(Part::List, None));
        let set = lines(runs, TEXT, RIGHT - LEFT - 16.0, self.fonts);
        self.need(set.iter().take(KEPT).map(|_| TEXT * LEADING).sum());
        let tag = self.tags.add(Part::Item, Some(parent));
        let baseline = self.y + TEXT * 1.05;
        let bullet = Mark::Text {
            x: LEFT + 3.0,
            baseline,
            size: TEXT,
            bold: false,
            colour: INK,
            text: format!("{mark} "),
            tag: Some(tag),
        };
        self.mark(bullet);
        self.text(&set, LEFT + 16.0, TEXT, tag, Frame::None);
        self.y += 2.0;
    }

    /// Lines below each other, over as many pages as they take.
    fn text(&mut self, set: &[Line], x: f32, size: f32, tag: TagId, frame: Frame) {
        let step = size * LEADING;
        for line in set {
            if self.y + step > BOTTOM {
                self.new_page();
            }
            let beside = match frame {
                Frame::None => None,
                Frame::Bar => Some((LEFT, 3.0, BAR)),
                Frame::Box => Some((LEFT, RIGHT - LEFT, TINT)),
            };
            if let Some((x, width, colour)) = beside {
                self.mark(Mark::Rectangle { x, y: self.y, width, height: step + 0.2, colour });
            }
            self.line(line, x, self.y + size * 1.05, size, Some(tag));
            self.y += step;
        }
    }

    fn figure(&mut self, drawing: &Drawing, description: &str) {
        if drawing.width <= 0.0 || drawing.height <= 0.0 {
            return;
        }
        let room = (BOTTOM - TOP - 4.0) / drawing.height;
        let scale = PIXEL.min((RIGHT - LEFT) / drawing.width).min(room);
        self.need(drawing.height * scale);
        let tag = self.tags.add(Part::Figure { description: description.to_owned() }, None);
        let (y, shapes) = (self.y, drawing.shapes.clone());
        self.mark(Mark::Drawing { x: LEFT, y, scale, shapes, tag: Some(tag) });
        self.y += drawing.height * scale + 6.0;
    }
}
