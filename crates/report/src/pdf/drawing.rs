//! A figure of the page (SVG as the templates write it) → shapes in its own units.

use super::{
    fonts::plain,
    markup::{Element, Node},
    style::{Look, StyleSheet, length},
};

/// A figure.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) shapes: Vec<Shape>,
}

/// A part of it.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Path { steps: Vec<Step>, look: Look },
    Text { x: f32, y: f32, text: String, look: Look },
}

/// A step of a path, in absolute places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    Move(f32, f32),
    Line(f32, f32),
    Curve([f32; 6]),
    Close,
}

impl Drawing {
    pub(super) fn of(svg: &Element, sheet: &StyleSheet) -> Self {
        let number = |name: &str| svg.attribute(name).and_then(length);
        let frame: Vec<f32> = svg
            .attribute("viewBox")
            .map(|text| text.split_ascii_whitespace().filter_map(length).collect())
            .unwrap_or_default();
        let (left, top, width, height) = match frame.as_slice() {
            [left, top, width, height] => (*left, *top, *width, *height),
            _ => (0.0, 0.0, number("width").unwrap_or_default(), number("height").unwrap_or_default()),
        };
        let mut drawing = Self { width, height, shapes: Vec::new() };
        let look = sheet.look(&[], svg, &Look::default());
        drawing.group(svg, &mut Vec::new(), &look, sheet, (-left, -top));
        drawing
    }

    fn group<'a>(
        &mut self,
        element: &'a Element,
        ancestors: &mut Vec<&'a Element>,
        inherited: &Look,
        sheet: &StyleSheet,
        moved: (f32, f32),
    ) {
        ancestors.push(element);
        for inner in element.elements() {
            let look = sheet.look(ancestors, inner, inherited);
            let (dx, dy) = translation(inner);
            let moved = (moved.0 + dx, moved.1 + dy);
            let at = |name: &str| inner.attribute(name).and_then(length).unwrap_or_default();
            let place = |x: &str, y: &str| (at(x) + moved.0, at(y) + moved.1);
            match inner.name.as_str() {
                "g" | "a" => self.group(inner, ancestors, &look, sheet, moved),
                "rect" => self.path(rectangle(place("x", "y"), at("width"), at("height")), look),
                "circle" => self.path(ellipse(place("cx", "cy"), at("r"), at("r")), look),
                "ellipse" => self.path(ellipse(place("cx", "cy"), at("rx"), at("ry")), look),
                "line" => {
                    let ((x1, y1), (x2, y2)) = (place("x1", "y1"), place("x2", "y2"));
                    self.path(vec![Step::Move(x1, y1), Step::Line(x2, y2)], look);
                }
                "polyline" | "polygon" => {
                    let mut data = format!("M{}", inner.attribute("points").unwrap_or_default());
                    if inner.name == "polygon" {
                        data.push('Z');
                    }
                    self.path(shifted(steps(&data), moved), look);
                }
                "path" => self.path(shifted(steps(inner.attribute("d").unwrap_or_default()), moved), look),
                "text" => {
                    let (x, y) = place("x", "y");
                    let text = plain(&texts(inner));
                    if !text.is_empty() {
                        self.shapes.push(Shape::Text { x, y, text, look });
                    }
                }
                _ => {} // title and desc: the description is told beside the figure
            }
        }
        ancestors.pop();
    }

    fn path(&mut self, steps: Vec<Step>, look: Look) {
        if steps.len() > 1 && (look.fill.is_some() || look.stroke.is_some()) {
            self.shapes.push(Shape::Path { steps, look });
        }
    }
}

/// Its own text, less what explains it.
fn texts(element: &Element) -> String {
    let part = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(inner) if inner.name == "title" => String::new(),
        Node::Element(inner) => texts(inner),
    };
    element.children.iter().map(part).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn translation(element: &Element) -> (f32, f32) {
    let inner = element.attribute("transform").and_then(|text| text.strip_prefix("translate(")?.strip_suffix(')'));
    let numbers: Vec<f32> = inner.map(|text| text.split([',', ' ']).filter_map(length).collect()).unwrap_or_default();
    (numbers.first().copied().unwrap_or_default(), numbers.get(1).copied().unwrap_or_default())
}

fn shifted(steps: Vec<Step>, (dx, dy): (f32, f32)) -> Vec<Step> {
    let move_by = |step| match step {
        Step::Move(x, y) => Step::Move(x + dx, y + dy),
        Step::Line(x, y) => Step::Line(x + dx, y + dy),
        Step::Curve(mut places) => {
            for (at, place) in places.iter_mut().enumerate() {
                *place += if at % 2 == 0 { dx } else { dy };
            }
            Step::Curve(places)
        }
        Step::Close => Step::Close,
    };
    steps.into_iter().map(move_by).collect()
}

fn rectangle((x, y): (f32, f32), width: f32, height: f32) -> Vec<Step> {
    if width <= 0.0 || height <= 0.0 {
        return Vec::new();
    }
    let (right, bottom) = (x + width, y + height);
    vec![Step::Move(x, y), Step::Line(right, y), Step::Line(right, bottom), Step::Line(x, bottom), Step::Close]
}

fn ellipse((x, y): (f32, f32), rx: f32, ry: f32) -> Vec<Step> {
    // The share of a radius by which a quarter's handles reach out: 4/3 (√2 − 1).
    const HANDLE: f32 = 0.552_284_8;
    if rx <= 0.0 || ry <= 0.0 {
        return Vec::new();
    }
    let (hx, hy) = (rx * HANDLE, ry * HANDLE);
    vec![
        Step::Move(x + rx, y),
        Step::Curve([x + rx, y + hy, x + hx, y + ry, x, y + ry]),
        Step::Curve([x - hx, y + ry, x - rx, y + hy, x - rx, y]),
        Step::Curve([x - rx, y - hy, x - hx, y - ry, x, y - ry]),
        Step::Curve([x + hx, y - ry, x + rx, y - hy, x + rx, y]),
        Step::Close,
    ]
}

/// The steps of a path's data: M, L, H, V, C, Q and Z, absolute and relative; an arc is drawn as its chord.
fn steps(data: &str) -> Vec<Step> {
    let mut list = Vec::new();
    let (mut x, mut y) = (0f32, 0f32);
    let mut start = (0f32, 0f32);
    let mut rest = data;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let command = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        // An `e` within a number belongs to it; the templates write none.
        let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let numbers = numbers(&rest[..end]);
        rest = &rest[end..];
        let relative = command.is_ascii_lowercase();
        let base = |x: f32, y: f32| if relative { (x, y) } else { (0.0, 0.0) };
        match command.to_ascii_uppercase() {
            b'Z' => {
                list.push(Step::Close);
                (x, y) = start;
            }
            b'H' => {
                for number in numbers {
                    x = base(x, y).0 + number;
                    list.push(Step::Line(x, y));
                }
            }
            b'V' => {
                for number in numbers {
                    y = base(x, y).1 + number;
                    list.push(Step::Line(x, y));
                }
            }
            b'M' | b'L' => {
                for (at, pair) in numbers.chunks_exact(2).enumerate() {
                    let (bx, by) = base(x, y);
                    (x, y) = (bx + pair[0], by + pair[1]);
                    if command.eq_ignore_ascii_case(&b'M') && at == 0 {
                        start = (x, y);
                        list.push(Step::Move(x, y));
                    } else {
                        list.push(Step::Line(x, y));
                    }
                }
            }
            b'C' => {
                for six in numbers.chunks_exact(6) {
                    let (bx, by) = base(x, y);
                    (x, y) = (bx + six[4], by + six[5]);
                    list.push(Step::Curve([bx + six[0], by + six[1], bx + six[2], by + six[3], x, y]));
                }
            }
            b'Q' => {
                for four in numbers.chunks_exact(4) {
                    let (bx, by) = base(x, y);
                    let (cx, cy) = (bx + four[0], by + four[1]);
                    let (ex, ey) = (bx + four[2], by + four[3]);
                    // The same curve with two handles.
                    let near = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                    list.push(Step::Curve([near(x, cx), near(y, cy), near(ex, cx), near(ey, cy), ex, ey]));
                    (x, y) = (ex, ey);
                }
            }
            b'A' => {
                for seven in numbers.chunks_exact(7) {
                    let (bx, by) = base(x, y);
                    (x, y) = (bx + seven[5], by + seven[6]);
                    list.push(Step::Line(x, y));
                }
            }
            _ => {}
        }
    }
    // A path begins with its first place.
    if !matches!(list.first(), Some(Step::Move(..))) {
        list.clear();
    }
    list
}

/// Numbers that spaces, commas, signs or a second point set apart.
fn numbers(text: &str) -> Vec<f32> {
    let mut list = Vec::new();
    let mut number = String::new();
    let mut end = |number: &mut String| {
        if let Ok(value) = number.parse::<f32>()
            && value.is_finite()
        {
            list.push(value);
        }
        number.clear();
    };
    for c in text.chars() {
        match c {
            '0'..='9' => number.push(c),
            '.' if !number.contains('.') => number.push(c),
            '-' | '.' => {
                end(&mut number);
                number.push(c);
            }
            _ => end(&mut number),
        }
    }
    end(&mut number);
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::markup::parse;

    #[test]
    fn paths_are_read_absolute_and_relative() {
        assert_eq!(
            steps("M1 2h3v-1H0Z"),
            [Step::Move(1.0, 2.0), Step::Line(4.0, 2.0), Step::Line(4.0, 1.0), Step::Line(0.0, 1.0), Step::Close]
        );
        // A line of no more than its length, as the figure of the genome draws its points.
        assert_eq!(steps("M34.0 133.0h.9"), [Step::Move(34.0, 133.0), Step::Line(34.9, 133.0)]);
        assert_eq!(steps("M1-2l.5.5"), [Step::Move(1.0, -2.0), Step::Line(1.5, -1.5)]);
        assert!(steps("L1 2").is_empty() && steps("<script>").is_empty());
    }

    #[test]
    fn shapes_stand_in_the_frame_and_titles_are_not_drawn() {
        let page = parse(
            "<svg viewBox=\"10 0 100 50\"><title>t</title><g transform=\"translate(5,1)\"><rect x=\"10\" y=\"2\" width=\"3\" \
             height=\"4\"/><text x=\"10\" y=\"9\">a &lt; b<title>no</title></text></g><rect width=\"0\" height=\"3\"/></svg>",
        );
        let drawing = Drawing::of(page.find("svg").unwrap(), &StyleSheet::default());
        assert!((drawing.width - 100.0).abs() < 1e-6);
        let [Shape::Path { steps, .. }, Shape::Text { x, y, text, .. }] = drawing.shapes.as_slice() else {
            panic!("{:?}", drawing.shapes)
        };
        assert_eq!(steps[0], Step::Move(5.0, 3.0));
        assert_eq!((*x, *y, text.as_str()), (5.0, 10.0, "a < b"));
    }
}
