//! Pages → the file: marks drawn, margins with case, state and page number on each page, tags and the list of headings.

use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect, Transform},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke, StrokeDash},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag},
};

use super::{
    drawing::{Shape, Step},
    flow::{Flow, HEIGHT, LEFT, Mark, RIGHT, SOFT, Stop, WIDTH},
    fonts::Fonts,
    style::{Anchor, Look, Rgb},
};
use crate::Error;

/// Size of the margins' text.
const MARGIN: f32 = 7.5;
/// Lines of the margins' text.
const HEAD: f32 = 34.0;
const FOOT: f32 = HEIGHT - 26.0;

/// What stands in the four margins of each page.
#[derive(Debug)]
pub(super) struct Margins {
    pub(super) case: String,
    pub(super) state: String,
    pub(super) title: String,
    /// When the case was analysed, RFC 3339, where it is known.
    pub(super) date: Option<String>,
    /// `Page` and `of`.
    pub(super) page: [String; 2],
}

/// The file: PDF 1.7 after PDF/A-2a and PDF/UA-1, whose rules the writer checks.
pub(super) fn write(flow: Flow<'_>, margins: &Margins, language: &str, made_by: &str) -> Result<Vec<u8>, Error> {
    let failed = |problem: String| Error::Pdf { problem };
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| failed(format!("{error:?}")))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let Flow { fonts, pages, tags, stops, .. } = flow;
    let mut drawn: Vec<Vec<Identifier>> = (0..tags.len()).map(|_| Vec::new()).collect();
    let total = pages.len();
    for (at, marks) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| failed("the page has no size".to_owned()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        let mut open: Option<Option<usize>> = None;
        for mark in marks {
            let tag = match mark {
                Mark::Text { tag, .. } | Mark::Drawing { tag, .. } => *tag,
                Mark::Rectangle { .. } => None,
            };
            if open != Some(tag) {
                if open.is_some() {
                    surface.end_tagged();
                }
                begin(&mut surface, tag, &mut drawn);
                open = Some(tag);
            }
            draw(&mut surface, mark, fonts);
        }
        if open.is_some() {
            surface.end_tagged();
        }
        let number = format!("{} {} {} {total}", margins.page[0], at + 1, margins.page[1]);
        let right = |text: &str, bold| RIGHT - fonts.width(text, MARGIN, bold);
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
        for (text, x, y, bold) in [
            (&margins.case, LEFT, HEAD, false),
            (&margins.state, right(&margins.state, true), HEAD, true),
            (&margins.title, LEFT, FOOT, false),
            (&number, right(&number, false), FOOT, false),
        ] {
            text_at(&mut surface, fonts, text, (x, y), MARGIN, bold, SOFT);
        }
        surface.end_tagged();
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tags.tree(language, drawn));
    document.set_outline(outline(&stops));
    document.set_metadata(
        Metadata::new()
            .title(format!("{} · {}", margins.case, margins.title))
            .language(language.to_owned())
            .creator(made_by.to_owned())
            .creation_date(date(margins.date.as_deref())),
    );
    document.finish().map_err(|error| failed(format!("{error:?}")))
}

/// The day of a time. PDF/A asks for a date; a case without one has the first day of 2000, and not today's, so that equal
/// cases give equal bytes.
fn date(time: Option<&str>) -> DateTime {
    let parts: Vec<u16> = time
        .and_then(|time| time.get(..10))
        .map(|day| day.split('-').filter_map(|part| part.parse().ok()).collect())
        .unwrap_or_default();
    match parts.as_slice() {
        [year, month @ 1..=12, day @ 1..=31] => {
            let small = |part: u16| u8::try_from(part).unwrap_or(1);
            DateTime::new(*year).month(small(*month)).day(small(*day))
        }
        _ => DateTime::new(2000).month(1).day(1),
    }
}

fn begin(surface: &mut Surface<'_>, tag: Option<usize>, drawn: &mut [Vec<Identifier>]) {
    match tag.and_then(|tag| drawn.get_mut(tag)) {
        Some(list) => list.push(surface.start_tagged(ContentTag::Span(SpanTag::empty()))),
        None => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
        }
    }
}

fn outline(stops: &[Stop]) -> Outline {
    let mut outline = Outline::new();
    let node = |stop: &Stop| {
        let place = Point::from_xy(LEFT, (stop.y - 8.0).max(0.0));
        OutlineNode::new(stop.title.clone(), XyzDestination::new(stop.page, place))
    };
    let mut rest = stops;
    while let Some((first, after)) = rest.split_first() {
        let inner = after.iter().take_while(|stop| stop.level > first.level.max(2)).count();
        let mut own = node(first);
        for stop in &after[..inner] {
            own.push_child(node(stop));
        }
        outline.push_child(own);
        rest = &after[inner..];
    }
    outline
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts) {
    match mark {
        Mark::Text { x, baseline, size, bold, colour, text, .. } => {
            text_at(surface, fonts, text, (*x, *baseline), *size, *bold, *colour);
        }
        Mark::Rectangle { x, y, width, height, colour } => {
            let Some(rectangle) = Rect::from_xywh(*x, *y, *width, *height) else { return };
            let mut builder = PathBuilder::new();
            builder.push_rect(rectangle);
            if let Some(path) = builder.finish() {
                surface.set_stroke(None);
                surface.set_fill(Some(fill(*colour, 1.0)));
                surface.draw_path(&path);
            }
        }
        Mark::Drawing { x, y, scale, shapes, .. } => {
            surface.push_transform(&Transform::from_row(*scale, 0.0, 0.0, *scale, *x, *y));
            for shape in shapes {
                shape_at(surface, fonts, shape);
            }
            surface.pop();
        }
    }
}

fn shape_at(surface: &mut Surface<'_>, fonts: &Fonts, shape: &Shape) {
    match shape {
        Shape::Path { steps, look } => {
            let Some(path) = path(steps) else { return };
            surface.set_fill(look.fill.map(|colour| fill(colour, look.opacity)));
            surface.set_stroke(look.stroke.map(|colour| stroke(colour, look)));
            if look.fill.is_some() || look.stroke.is_some() {
                surface.draw_path(&path);
            }
        }
        Shape::Text { x, y, text, look } => {
            let width = fonts.width(text, look.font_size, look.bold);
            let x = match look.anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            let y = if look.middle { y + look.font_size * 0.35 } else { *y };
            if let Some(colour) = look.fill {
                text_at(surface, fonts, text, (x, y), look.font_size, look.bold, colour);
            }
        }
    }
}

fn text_at(
    surface: &mut Surface<'_>,
    fonts: &Fonts,
    text: &str,
    (x, y): (f32, f32),
    size: f32,
    bold: bool,
    colour: Rgb,
) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(colour, 1.0)));
    surface.draw_glyphs(Point::from_xy(x, y), &fonts.glyphs(text, bold), fonts.font(bold), text, size, false);
}

fn path(steps: &[Step]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for step in steps {
        match *step {
            Step::Move(x, y) => builder.move_to(x, y),
            Step::Line(x, y) => builder.line_to(x, y),
            Step::Curve([x1, y1, x2, y2, x, y]) => builder.cubic_to(x1, y1, x2, y2, x, y),
            Step::Close => builder.close(),
        }
    }
    builder.finish()
}

fn fill([r, g, b]: Rgb, opacity: f32) -> Fill {
    let opacity = NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE);
    Fill { paint: rgb::Color::new(r, g, b).into(), opacity, ..Fill::default() }
}

fn stroke([r, g, b]: Rgb, look: &Look) -> Stroke {
    let dash = (!look.dashes.is_empty()).then(|| StrokeDash { array: look.dashes.clone(), offset: 0.0 });
    Stroke { paint: rgb::Color::new(r, g, b).into(), width: look.stroke_width, dash, ..Stroke::default() }
}
