//! What a screen reader and a keyboard need of the page, by rule: language, landmarks, headings, names of regions and figures,
//! heads of tables. Contrast is held in `report.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

#[allow(dead_code, reason = "shared with the report's own tests")]
mod cases;

use std::collections::{BTreeMap, BTreeSet};

use marv_report::{Language, html};

/// A tag that begins, with its attributes; or one that ends.
#[derive(Debug)]
enum Tag {
    Start(String, BTreeMap<String, String>),
    End(String),
}

/// The tags of a page and the text behind each.
fn tags(html: &str) -> Vec<(Tag, String)> {
    let body = html.split_once("</style>").unwrap().1;
    body.split('<')
        .skip(1)
        .map(|part| {
            let (tag, text) = part.split_once('>').unwrap();
            let tag = tag.trim_end_matches('/');
            if let Some(name) = tag.strip_prefix('/') {
                return (Tag::End(name.to_owned()), text.to_owned());
            }
            let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
            let mut attributes = BTreeMap::new();
            while let Some((key, after)) = rest.split_once("=\"") {
                let (value, after) = after.split_once('"').unwrap();
                attributes.insert(key.trim().to_owned(), value.to_owned());
                rest = after;
            }
            (Tag::Start(name.to_owned(), attributes), text.to_owned())
        })
        .collect()
}

#[test]
fn pages_can_be_heard_and_walked_by_keyboard() {
    for name in cases::NAMES {
        let case = cases::case(name).unwrap();
        for language in Language::ALL {
            let page = html(&case, language).unwrap();
            let what = format!("{name}, {}", language.tag());
            assert!(page.starts_with(&format!("<!doctype html>\n<html lang=\"{}\">", language.tag())), "{what}");
            let tags = tags(&page);
            let starts = || {
                tags.iter().filter_map(|(tag, text)| match tag {
                    Tag::Start(name, attributes) => Some((name.as_str(), attributes, text)),
                    Tag::End(_) => None,
                })
            };
            // Landmarks: one of each.
            for landmark in ["main", "header", "nav", "h1"] {
                assert_eq!(starts().filter(|(name, ..)| *name == landmark).count(), 1, "{what}: {landmark}");
            }
            // Headings go down one level at a time.
            let mut level = 0;
            for (name, ..) in starts() {
                if let Some(own) = name.strip_prefix('h').and_then(|digit| digit.parse::<u8>().ok()) {
                    assert!(own <= level + 1, "{what}: h{own} below h{level}");
                    level = own;
                }
            }
            // Names lead to what is there, once.
            let ids: Vec<&String> = starts().filter_map(|(_, attributes, _)| attributes.get("id")).collect();
            let unique: BTreeSet<&String> = ids.iter().copied().collect();
            assert_eq!(ids.len(), unique.len(), "{what}: an id stands twice");
            for (name, attributes, _) in starts() {
                if let Some(named) = attributes.get("aria-labelledby") {
                    for id in named.split(' ') {
                        assert!(
                            unique.contains(&id.to_owned()),
                            "{what}: <{name}> is named by {id}, which is not there"
                        );
                    }
                }
                let has_name = attributes.contains_key("aria-label") || attributes.contains_key("aria-labelledby");
                if matches!(attributes.get("role").map(String::as_str), Some("region" | "group" | "img"))
                    || name == "svg"
                {
                    assert!(has_name, "{what}: <{name}> has no name: {attributes:?}");
                }
                // What scrolls can be reached by keyboard, and nothing jumps the queue.
                if attributes.get("class").is_some_and(|class| class.split(' ').any(|one| one == "scroll")) {
                    assert_eq!(attributes.get("tabindex").map(String::as_str), Some("0"), "{what}: {attributes:?}");
                }
                assert!(attributes.get("tabindex").is_none_or(|index| index == "0"), "{what}: {attributes:?}");
                if name == "th" {
                    assert!(attributes.contains_key("scope"), "{what}: a head without a scope");
                }
            }
            // What folds says what it holds, first.
            for pair in tags.windows(2) {
                if let [(Tag::Start(first, _), _), (second, _)] = pair
                    && first == "details"
                {
                    assert!(matches!(second, Tag::Start(name, _) if name == "summary"), "{what}: {second:?}");
                }
            }
            assert!(tags.iter().any(|(tag, _)| matches!(tag, Tag::End(name) if name == "main")));
        }
    }
}
