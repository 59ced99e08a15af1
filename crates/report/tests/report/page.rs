//! The page as a document: well-formed, closed in itself, readable.

use std::collections::BTreeSet;

use marv_model::case::ReportState;
use marv_report::{Language, html, text};

use super::cases;

const VOID: [&str; 4] = ["meta", "br", "img", "input"];

fn every_page() -> Vec<(&'static str, Language, String)> {
    let mut pages = Vec::new();
    for name in cases::NAMES {
        let case = cases::case(name).unwrap();
        for language in Language::ALL {
            pages.push((name, language, html(&case, language).unwrap()));
        }
    }
    pages
}

/// The tags of a page in order, without the contents of `<style>`: name, attributes, closing or not.
fn tags(page: &str) -> Vec<(String, String, bool)> {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let body = format!("{before}{after}");
    body.split('<')
        .skip(1)
        .map(|part| {
            let (tag, _) = part.split_once('>').expect("a tag that is not closed");
            let closing = tag.starts_with('/');
            let tag = tag.trim_start_matches('/');
            let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            (name.trim_end_matches('/').to_owned(), attributes.to_owned(), closing)
        })
        .collect()
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = format!(" {attributes}").find(&format!(" {name}=\"")).map(|at| attributes.split_at(at))?;
    rest.split('"').nth(1)
}

#[test]
fn pages_are_well_formed_and_their_links_lead_somewhere() {
    for (name, language, page) in every_page() {
        let mut open: Vec<String> = Vec::new();
        let mut ids = BTreeSet::new();
        let mut links = Vec::new();
        for (tag, attributes, closing) in tags(&page) {
            if tag.starts_with('!') || VOID.contains(&tag.as_str()) || attributes.ends_with('/') {
                continue;
            }
            if closing {
                assert_eq!(open.pop().as_deref(), Some(tag.as_str()), "{name} {language:?}");
            } else {
                if let Some(id) = attribute(&attributes, "id") {
                    assert!(ids.insert(id.to_owned()), "{name}: id {id} twice");
                }
                for key in ["href", "aria-labelledby"] {
                    let targets = attribute(&attributes, key).unwrap_or_default();
                    links.extend(
                        targets.split(' ').filter(|t| !t.is_empty()).map(|t| t.trim_start_matches('#').to_owned()),
                    );
                }
                if tag == "th" {
                    assert!(attribute(&attributes, "scope").is_some(), "{name}: a table head without scope");
                }
                open.push(tag);
            }
        }
        assert_eq!(open, Vec::<String>::new(), "{name} {language:?}");
        for link in links {
            assert!(ids.contains(&link), "{name}: nothing has the id {link}");
        }
        assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())));
    }
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    for (name, _, page) in every_page() {
        for (tag, attributes, _) in tags(&page) {
            assert!(!["script", "img", "link", "iframe", "object", "form"].contains(&tag.as_str()), "{name}: <{tag}>");
            // What stands outside the quotes: the names of the attributes.
            let names: String = attributes.split('"').step_by(2).collect();
            for wrong in ["src", "on", "style", "action", "{", "&"] {
                assert!(!names.split(['=', ' ']).any(|name| name.starts_with(wrong)), "{name}: <{tag} {attributes}>");
            }
            if let Some(target) = attribute(&attributes, "href") {
                assert!(target.starts_with('#'), "{name}: {target}");
            }
        }
        let (_, rest) = page.split_once("<style>").unwrap();
        let (style, _) = rest.split_once("</style>").unwrap();
        assert!(!style.contains("url(") && !style.contains("@import") && !style.contains('<'), "{name}");
    }
}

#[test]
fn every_placeholder_is_filled() {
    let mut one = cases::aml();
    one.variants.truncate(1);
    let pages = every_page().into_iter().filter(|(name, ..)| *name != "hostile").map(|(.., page)| page);
    for page in pages.chain(Language::ALL.map(|language| html(&one, language).unwrap())) {
        let (before, rest) = page.split_once("<style>").unwrap();
        let (_, after) = rest.split_once("</style>").unwrap();
        for part in [before, after] {
            let at = part.find('{').map(|at| &part[at.saturating_sub(60)..(at + 40).min(part.len())]);
            assert_eq!(at, None);
        }
    }
}

#[test]
fn hostile_text_is_shown_and_bounded() {
    let case = cases::hostile();
    for language in Language::ALL {
        let page = html(&case, language).unwrap();
        assert!(
            page.contains("&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;"),
            "the text itself is still to be read"
        );
        assert!(page.contains("{{7*7}}{n}"), "no template runs twice");
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "HTML has no place for control characters");
        assert!(page.len() < 250_000, "{} bytes", page.len());
        let lines = text(&case, language).unwrap();
        assert!(lines.chars().all(|c| c == '\n' || !c.is_control()), "no control character reaches a terminal");
        assert!(lines.len() < 50_000, "{} bytes", lines.len());
    }
}

#[test]
fn equal_cases_give_equal_bytes() {
    for (name, language, page) in every_page() {
        assert_eq!(html(&cases::case(name).unwrap(), language).unwrap(), page);
    }
}

#[test]
fn draft_and_demonstration_stand_on_top_until_they_end() {
    let draft = html(&cases::aml(), Language::Danish).unwrap();
    assert!(draft.contains("KLADDE: må ikke anvendes klinisk før godkendelse"));
    assert!(draft.contains("banner demonstration"));
    let signed = cases::case("signed").unwrap();
    assert_eq!(signed.state, ReportState::Signed);
    let signed = html(&signed, Language::Danish).unwrap();
    assert!(!signed.contains("KLADDE") && !signed.contains("Kladde") && !signed.contains("banner demonstration"));
}

#[test]
fn every_picture_has_a_text_alternative() {
    for (name, _, page) in every_page() {
        let pictures: Vec<&str> = page.split("<svg ").skip(1).collect();
        for picture in &pictures {
            let (picture, _) = picture.split_once("</svg>").unwrap();
            assert!(
                picture.contains("role=\"img\"") && picture.contains("<title id=") && picture.contains("<desc id="),
                "{name}"
            );
        }
        if name == "aml" {
            assert_eq!(pictures.len(), 5);
        }
    }
    let page = html(&cases::aml(), Language::English).unwrap();
    assert!(page.contains(
        "Tumour: 43 of 93 informative fragments carry the variant, 21 seen on the forward and 22 on the reverse strand. \
         Normal: 1 of 39 informative fragments carry the variant. The picture shows 20 of 93 tumour reads and 8 of 39 normal \
         reads around chr17:7675088 C&#62;T."
    ));
}

/// WCAG 2.2, relative luminance and contrast ratio.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_contrasts_with_every_ground_it_stands_on() {
    // 21:1 is black on white by the standard's definition.
    assert!((contrast("000000", "ffffff") - 21.0).abs() < 1e-9);
    let css = include_str!("../../templates/report.css");
    let after = |mark: &str| -> Vec<String> { css.split(mark).skip(1).map(|rest| rest[..6].to_owned()).collect() };
    let mut inks: Vec<String> =
        ["--ink: #", "--soft: #", "--blue: #", "--amber: #", "--line: #"].iter().flat_map(|m| after(m)).collect();
    inks.retain(|ink| ink.bytes().all(|b| b.is_ascii_hexdigit()) && ink != "d0d5da"); // the colour of rules, not of text
    inks.extend(after(" color: #").into_iter().filter(|ink| ink.bytes().all(|b| b.is_ascii_hexdigit())));
    assert!(inks.len() >= 6, "{inks:?}");
    for ink in &inks {
        for ground in ["ffffff", "f4f6f8", "fff9ee", "eaf3f9", "f7fafc"] {
            assert!(contrast(ink, ground) >= 4.5, "#{ink} on #{ground}: {:.2}", contrast(ink, ground));
        }
    }
    for (ink, ground) in [("00395c", "e3f0f8"), ("5c3200", "fff4e0")] {
        assert!(css.contains(&format!("background: #{ground}; color: #{ink}")), "the banners");
        assert!(contrast(ink, ground) >= 4.5);
    }
    for (letter, ink) in [("bA", "000000"), ("bC", "ffffff"), ("bG", "000000"), ("bT", "000000")] {
        let ground = after(&format!("rect.{letter} {{ fill: #"));
        assert_eq!(ground.len(), 1, "{letter}");
        assert!(contrast(ink, &ground[0]) >= 4.5, "{letter}");
    }
}

#[test]
fn the_summary_keeps_to_its_width() {
    for language in Language::ALL {
        for line in text(&cases::aml(), language).unwrap().lines() {
            assert!(line.chars().count() <= 96, "{line}");
        }
    }
}
