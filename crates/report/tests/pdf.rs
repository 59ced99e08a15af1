//! The PDF, read back by a reader of other hands.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

#[allow(dead_code, reason = "shared with the report's own tests")]
mod cases;

use lopdf::Document;
use marv_model::case::Case;
use marv_report::{Language, html, pdf};

/// The text of each page.
fn pages(case: &Case, language: Language) -> Vec<String> {
    let document = Document::load_mem(&pdf(case, language).unwrap()).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

/// Letters and digits alone: spaces and line breaks lie elsewhere on paper.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The texts between the page's tags, without what is there for a screen alone.
fn texts(html: &str) -> Vec<String> {
    let body = html.split_once("<header>").unwrap().1;
    let without = |text: &str, from: &str, to: &str| {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(from) {
            out.push_str(before);
            rest = after.split_once(to).map_or("", |(_, rest)| rest);
        }
        out + rest
    };
    let body = without(body, "<nav", "</nav>");
    let body = without(&body, "<span aria-hidden=\"true\">", "</span>");
    let body = without(&body, "<title", "</title>");
    let body = without(&body, "<desc", "</desc>");
    body.split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| {
            text.replace("&#60;", "<")
                .replace("&#62;", ">")
                .replace("&#38;", "&")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
        })
        .map(|text| letters(&text))
        .filter(|text| !text.is_empty())
        .collect()
}

/// What the page says, the paper says, in its order: nothing is left out.
#[test]
fn everything_on_the_page_is_on_paper() {
    for name in ["aml", "open", "schemes", "unpaired", "empty"] {
        let case = cases::case(name).unwrap();
        for language in Language::ALL {
            // The margins are the last on each page; without them a text goes on from page to page.
            let paper: String = pages(&case, language)
                .iter()
                .map(|page| {
                    let text = letters(page);
                    text[..text.rfind(&letters(&case.id)).unwrap()].to_owned()
                })
                .collect();
            let page = texts(&html(&case, language).unwrap());
            assert!(page.len() > 30);
            for text in page {
                assert!(paper.contains(&text), "{name}, {language:?}: {text:?} is not on paper");
            }
        }
    }
}

/// Each appendix is named in the report with the page where it begins, and all of them stand behind the signatures.
#[test]
fn appendices_are_named_with_their_pages() {
    for name in ["aml", "schemes", "unpaired"] {
        let pages = pages(&cases::case(name).unwrap(), Language::English);
        let folded: Vec<String> =
            pages.iter().map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let first = folded.iter().position(|page| page.contains("Appendices Appendix 1. ")).unwrap();
        let report = folded[..first].join(" ");
        assert!(report.contains("Approval") && !folded[first..].join(" ").contains("Approval"));
        let mut count = 0;
        while let Some((_, after)) = report.split_once(&format!(": appendix {}, page ", count + 1)) {
            count += 1;
            let page: usize = after.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap();
            assert!(folded[page - 1].contains(&format!("Appendix {count}. ")), "{name}: {count} on {page}");
        }
        assert!(count >= 4, "{name}: {count}");
        assert!(!folded.join(" ").contains(&format!("Appendix {}. ", count + 1)), "{name}: one is not named");
    }
}

#[test]
fn danish_letters_can_be_copied() {
    let text = pages(&cases::aml(), Language::Danish).concat();
    for word in ["hæmatologisk", "påvist", "Læsedybde", "Prøver", "afgørende"] {
        assert!(text.contains(word), "{word}");
    }
}

#[test]
fn each_page_has_case_state_and_number() {
    let text = pages(&cases::aml(), Language::Danish);
    assert!(text.len() > 2);
    for (at, page) in text.iter().enumerate() {
        assert!(page.contains("DEMO-2026-001"), "{page}");
        assert!(page.contains("KLADDE: må ikke anvendes klinisk før godkendelse"), "{page}");
        assert!(page.contains(&format!("Side {} af {}", at + 1, text.len())), "{page}");
    }
    let signed = pages(&cases::case("signed").unwrap(), Language::Danish).concat();
    assert!(!signed.contains("KLADDE") && signed.contains("Godkendt svar"));
}

#[test]
fn parts_are_tagged_and_nothing_runs() {
    let bytes = pdf(&cases::hostile(), Language::English).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let catalog = document.catalog().unwrap();
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Outlines") && catalog.has(b"Lang"));
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        for key in [&b"JavaScript"[..], b"JS", b"OpenAction", b"AA", b"Launch", b"EmbeddedFile", b"URI"] {
            assert!(!dictionary.has(key), "{dictionary:?}");
        }
    }
}

#[test]
fn equal_cases_give_equal_bytes() {
    assert_eq!(pdf(&cases::aml(), Language::Danish).unwrap(), pdf(&cases::aml(), Language::Danish).unwrap());
}

/// A hostile case still has its report: long text takes pages, and no page is without end.
#[test]
fn hostile_text_is_set_as_text() {
    let text = pages(&cases::hostile(), Language::Danish);
    assert!(text.len() < 400, "{} pages", text.len());
    assert!(letters(&text.concat()).contains(&letters("<script>alert('x')</script>")));
}
