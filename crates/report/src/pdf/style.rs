//! The page's style sheet, as far as its figures need it: one source for the look of a figure on screen and on paper.

use std::collections::BTreeMap;

use super::markup::Element;

/// A colour in sRGB.
pub(super) type Rgb = [u8; 3];

/// The rules for what lies in an `svg`.
#[derive(Debug, Default)]
pub(super) struct StyleSheet {
    rules: Vec<Rule>,
    variables: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Rule {
    /// From the outermost ancestor to the element itself.
    path: Vec<Compound>,
    weight: usize,
    declarations: Vec<(String, String)>,
}

/// A name and classes that one element must have.
#[derive(Debug)]
struct Compound {
    name: Option<String>,
    classes: Vec<String>,
}

impl Compound {
    fn of(text: &str) -> Self {
        let mut parts = text.split('.');
        let name = parts.next().filter(|name| !name.is_empty()).map(str::to_owned);
        Self { name, classes: parts.map(str::to_owned).collect() }
    }

    fn matches(&self, element: &Element) -> bool {
        self.name.as_ref().is_none_or(|name| *name == element.name)
            && self.classes.iter().all(|class| element.is(class))
    }
}

impl StyleSheet {
    /// The rules of a sheet. Those for media and pages are left aside, as on a screen.
    pub(super) fn of(css: &str) -> Self {
        let mut sheet = Self::default();
        let mut rest = css;
        while let Some(at) = rest.find('{') {
            let (selectors, inner) = (rest[..at].trim(), &rest[at + 1..]);
            let end = block_end(inner);
            let body = &inner[..end];
            rest = inner.get(end + 1..).unwrap_or("");
            if selectors.starts_with('@') {
                continue;
            }
            let declarations: Vec<(String, String)> = body
                .split(';')
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
                .collect();
            if selectors == ":root" {
                sheet.variables.extend(declarations.iter().cloned());
                continue;
            }
            for selector in selectors.split(',').map(str::trim).filter(|selector| selector.starts_with("svg")) {
                let path: Vec<Compound> = selector.split_ascii_whitespace().map(Compound::of).collect();
                let weight = path.iter().map(|part| 10 * part.classes.len() + usize::from(part.name.is_some())).sum();
                sheet.rules.push(Rule { path, weight, declarations: declarations.clone() });
            }
        }
        sheet.rules.sort_by_key(|rule| rule.weight); // stable: of equal weight the later one wins
        sheet
    }

    /// The look of an element within its ancestors (the outermost first), from what it inherits.
    pub(super) fn look(&self, ancestors: &[&Element], element: &Element, inherited: &Look) -> Look {
        let mut look = Look { opacity: 1.0, ..inherited.clone() };
        for name in ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor"] {
            if let Some(value) = element.attribute(name) {
                look.set(name, value);
            }
        }
        for rule in self.rules.iter().filter(|rule| applies(&rule.path, ancestors, element)) {
            for (name, value) in &rule.declarations {
                look.set(name, self.resolved(value));
            }
        }
        look
    }

    fn resolved<'a>(&'a self, value: &'a str) -> &'a str {
        let variable = value.strip_prefix("var(").and_then(|inner| inner.strip_suffix(')'));
        variable.and_then(|name| self.variables.get(name.trim())).map_or(value, String::as_str)
    }
}

/// Where the block ends that has begun.
fn block_end(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn applies(path: &[Compound], ancestors: &[&Element], element: &Element) -> bool {
    let Some((own, outer)) = path.split_last() else { return false };
    if !own.matches(element) {
        return false;
    }
    let mut above = ancestors.iter();
    outer.iter().all(|part| above.any(|ancestor| part.matches(ancestor)))
}

/// How an element of a figure is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Look {
    pub(super) fill: Option<Rgb>,
    pub(super) stroke: Option<Rgb>,
    pub(super) stroke_width: f32,
    pub(super) dashes: Vec<f32>,
    pub(super) opacity: f32,
    pub(super) font_size: f32,
    pub(super) bold: bool,
    pub(super) anchor: Anchor,
    pub(super) middle: bool,
}

/// Which part of a text lies at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            fill: Some([0, 0, 0]),
            stroke: None,
            stroke_width: 1.0,
            dashes: Vec::new(),
            opacity: 1.0,
            font_size: 9.0,
            bold: false,
            anchor: Anchor::Start,
            middle: false,
        }
    }
}

impl Look {
    fn set(&mut self, name: &str, value: &str) {
        match name {
            "fill" => self.fill = colour(value, self.fill),
            "stroke" => self.stroke = colour(value, self.stroke),
            "stroke-width" => self.stroke_width = length(value).unwrap_or(self.stroke_width),
            "stroke-dasharray" => {
                self.dashes = value.split([' ', ',']).filter_map(length).filter(|dash| *dash > 0.0).collect();
            }
            "fill-opacity" | "opacity" => {
                self.opacity = length(value).map_or(1.0, |opacity| opacity.clamp(0.0, 1.0));
            }
            "font-size" => self.font_size = length(value).unwrap_or(self.font_size),
            "font-weight" => self.bold = is_bold(value),
            "font" => {
                let first = value.split(',').next().unwrap_or_default();
                self.bold = first.split_ascii_whitespace().any(is_bold);
                let size = first.split_ascii_whitespace().find(|part| part.contains("px"));
                self.font_size = size.and_then(length).unwrap_or(self.font_size);
            }
            "text-anchor" => {
                self.anchor = match value {
                    "middle" => Anchor::Middle,
                    "end" => Anchor::End,
                    _ => Anchor::Start,
                };
            }
            "dominant-baseline" => self.middle = matches!(value, "middle" | "central"),
            _ => {}
        }
    }
}

fn is_bold(value: &str) -> bool {
    matches!(value, "bold" | "600" | "700" | "800" | "900")
}

/// A number, with or without `px`.
pub(super) fn length(value: &str) -> Option<f32> {
    let number = value.split('/').next()?.trim().trim_end_matches("px");
    number.parse::<f32>().ok().filter(|number| number.is_finite())
}

/// `#rgb`, `#rrggbb`, `none`; anything else leaves what was.
fn colour(value: &str, before: Option<Rgb>) -> Option<Rgb> {
    if matches!(value, "none" | "transparent") {
        return None;
    }
    let digits: Vec<u8> = value
        .strip_prefix('#')
        .unwrap_or_default()
        .chars()
        .filter_map(|c| u8::try_from(c.to_digit(16)?).ok())
        .collect();
    match digits.as_slice() {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [_, _, _, _, _, _] => Some([0, 2, 4].map(|at| digits[at] * 16 + digits[at + 1])),
        _ if value == "white" => Some([255; 3]),
        _ if value == "black" => Some([0; 3]),
        _ => before,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::markup::parse;

    #[test]
    fn the_weightier_rule_wins_and_colours_come_from_variables() {
        let sheet = StyleSheet::of(
            ":root { --ink: #102030; } @media print { svg .a { fill: #fff; } } svg.x .a.b { fill: var(--ink); } \
             svg.x .a { fill: #abc; stroke: none; stroke-dasharray: 2 1.5; } svg text { font: 600 10px Arial, sans-serif; text-anchor: end }",
        );
        let page = parse("<svg class=\"x\"><path class=\"a b\"/><text>t</text></svg>");
        let svg = page.find("svg").unwrap();
        let path = sheet.look(&[svg], page.find("path").unwrap(), &Look::default());
        assert_eq!((path.fill, path.stroke, path.dashes.as_slice()), (Some([16, 32, 48]), None, &[2.0, 1.5][..]));
        let text = sheet.look(&[svg], page.find("text").unwrap(), &Look::default());
        assert!(text.bold && text.anchor == Anchor::End && (text.font_size - 10.0).abs() < 1e-6);
    }
}
