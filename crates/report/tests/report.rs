//! What a report must say, and what it must never do.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;

use std::collections::BTreeSet;

use marv_model::{
    case::{Case, ReportState},
    verdict::{Comparison, Outcome},
};
use marv_report::{Language, explain, html, text};

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

/// The conclusion as the terminal shows it, on one line.
fn conclusion(case: &Case, language: Language) -> String {
    let lines = text(case, language).unwrap();
    let head = if language == Language::Danish { "KONKLUSION\n" } else { "CONCLUSION\n" };
    let (_, rest) = lines.split_once(head).unwrap();
    let end = rest.find("\n\nFORBEHOLD").or_else(|| rest.find("\n\nRESERVATIONS"));
    let end = end.or_else(|| rest.find("\n\nKLASS")).or_else(|| rest.find("\n\nCLASS")).unwrap();
    rest[..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_conclusion_tells_tp53_by_the_guidelines_that_were_asked() {
    let mut case = cases::aml();
    let defined =
        |case: &Case| conclusion(case, Language::English).contains("TP53 is multi-hit (biallelic) by ICC 2022");
    assert!(defined(&case), "no guideline of the case defines it otherwise");
    let state = case.tp53.as_mut().unwrap().states.iter_mut().find(|one| one.definition.starts_with("WHO 5")).unwrap();
    state.definition = "ELN 2022 mutated".to_owned();
    assert!(case.verdicts.iter().any(|verdict| verdict.scheme_id == "eln2022"));
    assert!(!defined(&case), "ELN 2022 was asked and defines it");
}

#[test]
fn the_conclusion_names_what_fish_shows_and_not_what_it_does_not() {
    use marv_model::{cytogenetics::Lesion, finding::Status, laboratory::FishResult};
    let one = |lesion, result, share| FishResult { lesion, result, positive_share: share, cells: Some(200) };
    let fish = vec![
        one(Lesion::BcrAbl1, Status::Absent, Some(0.0)),
        one(Lesion::Runx1Runx1t1, Status::Present, Some(0.89)),
        one(Lesion::Kmt2aOther, Status::Unknown, None),
    ];
    let text = conclusion(&Case { fish, ..cases::aml() }, Language::English);
    assert!(text.contains("FISH by the laboratory shows RUNX1::RUNX1T1, t(8;21) (89%)."), "{text}");
    assert!(!text.contains("BCR::ABL1") && !text.contains("KMT2A"), "{text}");
}

#[test]
fn the_conclusion_says_what_was_found_what_it_means_and_what_is_not_known() {
    assert_eq!(
        conclusion(&cases::aml(), Language::English),
        "3 somatic variants of likely significance were detected: TP53 p.(Arg175His) (VAF 46.2%), NPM1 \
         p.(Trp288CysfsTer12) (VAF 43.2%) and FLT3-ITD of 24 bp (VAF 21.6%). One further variant is listed in the table. A \
         signal that did not meet the quality requirements was seen at a known hotspot: IDH2 p.(Arg140Gln) (VAF 2.0%). It is \
         neither confirmed nor excluded. The laboratory's karyotype: 46,XY,del(17)(p13),+?mar[4]/46,XY[16]. TP53 is multi-hit \
         (biallelic) by ICC 2022 and WHO 5. ELN 2022: adverse (deciding: \
         monosomy 17 or abnormality of 17p; TP53 mutation with VAF of 10% or above). Example scheme 1 is undecided: \
         intermediate and adverse remain possible; the deciding input is cytogenetics. One gene could not be assessed: CEBPA. \
         Not assessed: copy number, loss of heterozygosity, rearrangements (including gene fusions) and inherited \
         predisposition. There is one reservation about the quality of the run (see below)."
    );
    assert_eq!(
        conclusion(&cases::aml(), Language::Danish),
        "Der er påvist 3 somatiske varianter af sandsynlig betydning: TP53 p.(Arg175His) (VAF 46,2 %), NPM1 \
         p.(Trp288CysfsTer12) (VAF 43,2 %) og FLT3-ITD på 24 bp (VAF 21,6 %). Yderligere én variant fremgår af tabellen. Der \
         ses et signal, som ikke opfylder kvalitetskravene, i et kendt hotspot: IDH2 p.(Arg140Gln) (VAF 2,0 %). Det er \
         hverken be- eller afkræftet. Laboratoriets karyotype: 46,XY,del(17)(p13),+?mar[4]/46,XY[16]. TP53 er multi-hit (biallelisk) efter ICC 2022 og WHO 5. ELN 2022: ugunstig (afgørende: \
         monosomi 17 eller abnormitet af 17p; TP53-mutation med VAF på 10 % eller derover). Example scheme 1 er uafklaret: \
         intermediær og ugunstig er fortsat mulige; afgørende er cytogenetik. Ét gen kunne ikke vurderes: CEBPA. Ikke \
         vurderet: kopital, tab af heterozygoti, rearrangementer (herunder genfusioner) og medfødt disposition. Der er ét \
         forbehold om analysens kvalitet (se nedenfor)."
    );
}

#[test]
fn what_is_open_stays_open_and_names_what_would_decide() {
    assert_eq!(
        conclusion(&cases::case("open").unwrap(), Language::Danish),
        "Der er påvist 2 somatiske varianter af sandsynlig betydning: NPM1 p.(Trp288CysfsTer12) (VAF 43,2 %) og FLT3-ITD på \
         24 bp (VAF 21,6 %). Der er ikke påvist mutation i TP53 (detektionsgrænse: VAF 5,2 %). ELN 2022 er uafklaret: \
         gunstig, intermediær, ugunstig og APL (uden for tabellen) er fortsat mulige; afgørende er cytogenetik. Ét gen kunne \
         ikke vurderes: CEBPA. Ikke vurderet: kopital, tab af heterozygoti, rearrangementer (herunder genfusioner), medfødt \
         disposition og karyotype."
    );
    let page = html(&cases::case("open").unwrap(), Language::English).unwrap();
    assert!(
        page.contains("ICC 2022, multi-hit; WHO 5th ed., biallelic; IPSS-M, multi-hit"),
        "one argument for three definitions"
    );
}

#[test]
fn what_the_laboratory_found_stands_beside_the_genome_and_a_difference_is_told_first() {
    let page = html(&cases::case("open").unwrap(), Language::Danish).unwrap();
    let cautions = page.split("id=\"h-cautions\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(
        cautions.contains("FLT3-ITD: genpanel siger ikke påvist, genomet siger påvist. Afklar forskellen."),
        "{cautions}"
    );
    let table = page.split("id=\"laboratory\"").nth(1).unwrap().split("</section>").next().unwrap();
    for said in ["9,3 g/dL", "ikke påvist (1,0\u{a0}% af 200 kerner)", "AFVIGER: genomet siger påvist", "nej"] {
        assert!(table.contains(said), "{said} in {table}");
    }
    assert!(!html(&cases::empty(), Language::Danish).unwrap().contains("id=\"laboratory\""));
}

#[test]
fn the_karyotype_stands_beside_the_genome_with_the_likely_reason() {
    use marv_model::{
        finding::Status,
        laboratory::{ComparedItem, ComparedMonosomy, KaryotypeComparison},
    };
    let mut case = cases::case("aml").unwrap();
    case.comparison = Some(KaryotypeComparison {
        items: vec![ComparedItem {
            kind: "loss".to_owned(),
            what: "5q".to_owned(),
            seen: "only_sequencing".to_owned(),
            reason: Some("below_banding".to_owned()),
            bases: 3_400_000,
        }],
        monosomies: vec![ComparedMonosomy {
            chromosome: "5".to_owned(),
            verdict: "refuted".to_owned(),
            lost: [Some(0.02), Some(1.0)],
        }],
        monosomal_by_banding: Status::Present,
        monosomal_by_sequencing: Status::Absent,
    });
    let page = html(&case, Language::Danish).unwrap();
    let section = page.split("id=\"comparison\"").nth(1).unwrap().split("</section>").next().unwrap();
    for said in [
        "bånding: påvist; sekventering: ikke påvist",
        "afkræftet: materialet findes et andet sted",
        "kort arm 2\u{a0}%, lang arm 100\u{a0}%",
        "tab 5q (3,4 Mb)",
        "kun sekventering",
        "mindre, end bånding kan vise",
    ] {
        assert!(section.contains(said), "{said} in {section}");
    }
}

#[test]
fn the_argument_of_a_verdict_says_what_decided_what_was_not_there_and_what_is_open() {
    let decided = explain(&cases::case("aml").unwrap().verdicts, None, Language::English).unwrap();
    let because: Vec<&str> = decided.lines().filter(|line| line.starts_with("- Because: ")).collect();
    assert!(!because.is_empty(), "{decided}");
    assert!(decided.contains("- Looked for and not there: "), "{decided}");
    let open = explain(&cases::case("open").unwrap().verdicts, None, Language::Danish).unwrap();
    assert!(open.starts_with("ELN 2022: Uafklaret: gunstig, intermediær, ugunstig eller APL"), "{open}");
    assert!(open.contains("- Ikke kendt: ") && open.contains("Mangler: cytogenetik."), "{open}");
    assert!(!open.contains("- Fordi: "), "nothing decided: {open}");
    assert!(explain(&[], None, Language::English).unwrap().contains("No guideline"));
}

#[test]
fn a_case_in_which_nothing_was_examined_reports_no_negative() {
    let said = conclusion(&cases::empty(), Language::English);
    assert_eq!(
        said,
        "No gene was examined for variants in this run. The state of TP53 was not assessed. No guideline was applied. No \
         matched normal sample was analysed, so inherited variants cannot be told from acquired ones."
    );
    let page = html(&cases::empty(), Language::English).unwrap();
    assert!(page.contains("This says nothing of any gene."));
    assert!(!page.contains("Not detected"));
}

#[test]
fn a_negative_stands_with_its_limit_and_never_without_having_looked() {
    let mut case = cases::aml();
    case.variants.clear();
    let said = conclusion(&case, Language::English);
    assert!(said.contains("TP53 p.(Arg175His)"), "the genes still say that it was found: {said}");
    case.genes.retain(|gene| gene.finding.evidence().is_none());
    let said = conclusion(&case, Language::English);
    assert!(said.starts_with("No somatic variant was detected in the genes examined, down to the limits"), "{said}");
    let page = html(&case, Language::Danish).unwrap();
    assert!(page.contains("6,2\u{a0}%"), "the limit of ASXL1, 0.062");
    assert_eq!(page.matches("for lav læsedybde</span>").count(), 1, "CEBPA cannot be assessed, and the table says why");
}

#[test]
fn an_uncertain_hotspot_is_listed_apart_with_its_reasons() {
    let page = html(&cases::aml(), Language::English).unwrap();
    let (_, rest) = page.split_once("<tbody class=\"uncertain\">").unwrap();
    let (rows, _) = rest.split_once("</tbody>").unwrap();
    for words in ["IDH2", "Uncertain", "on one strand only", "weak evidence", "because the position is a known hotspot"]
    {
        assert!(rows.contains(words), "{words}");
    }
    assert!(page.contains("<strong>4 variants</strong>"), "the uncertain one is not counted as detected");
}

#[test]
fn a_case_without_a_normal_says_so_and_calls_nothing_somatic() {
    let said = conclusion(&cases::unpaired(), Language::Danish);
    assert!(said.contains("Der er ikke analyseret en parret normalprøve"), "{said}");
    assert!(!said.contains("somatisk"), "{said}");
}

#[test]
fn what_the_catalogues_do_not_know_is_shown_as_it_stands() {
    for language in Language::ALL {
        let page = html(&cases::aml(), language).unwrap();
        assert!(page.contains("example1.not_in_the_catalogue"));
        assert!(page.contains("&#34;+?mar&#34; could not be read"));
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
    let css = include_str!("../templates/report.css");
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

/// The part of a page that is about the guidelines.
fn classification(page: &str) -> &str {
    let (_, rest) = page.split_once("<section id=\"classification\"").unwrap();
    rest.split_once("</section>").unwrap().0
}

#[test]
fn many_schemes_stand_in_one_table_with_their_outcome_first() {
    let case = cases::case("schemes").unwrap();
    let page = html(&case, Language::English).unwrap();
    let section = classification(&page);
    let (_, table) = section.split_once("<table class=\"schemes\">").unwrap();
    let (table, details) = table.split_once("</table>").unwrap();
    let rows: Vec<&str> = table.split("<tr").skip(2).collect();
    let applying = case.verdicts.iter().filter(|one| !matches!(one.outcome, Outcome::NotApplicable { .. })).count();
    assert_eq!(rows.len(), applying);
    assert_eq!(details.matches("<article").count(), applying, "and each has its details");
    for (number, row) in rows.iter().enumerate() {
        let (first, _) = row.split_once("<th").unwrap();
        assert!(first.contains("class=\"outcome\""), "the outcome stands first: {row}");
        assert!(row.contains(&format!("href=\"#scheme-{}\"", number + 1)));
        assert!(details.contains(&format!("id=\"scheme-{}\"", number + 1)));
    }
    let who =
        rows.iter().find(|row| row.contains("lymphoma_who5") || row.contains("WHO 5th edition, lymphoma")).unwrap();
    assert!(who.contains("categories are possible"), "many are counted: {who}");
    assert!(details.contains("consistent with Burkitt lymphoma"), "and named in the details");
}

#[test]
fn what_does_not_apply_is_told_in_one_line() {
    let case = cases::case("schemes").unwrap();
    for (language, start) in [(Language::English, "Not applicable: "), (Language::Danish, "Ikke relevant: ")] {
        let page = html(&case, language).unwrap();
        let section = classification(&page);
        assert_eq!(section.matches(start).count(), 1);
        let (_, line) = section.split_once(start).unwrap();
        let (line, rest) = line.split_once("</p>").unwrap();
        assert!(line.contains("ELN 2022") && line.contains("IMS/IMWG 2025"), "{line}");
        assert!(!rest.contains("ELN 2022") && !rest.contains("IMS/IMWG 2025"), "nothing more is told of them");
    }
}

#[test]
fn a_score_stands_with_its_best_and_worst_where_it_is_open() {
    let case = cases::case("schemes").unwrap();
    let english = html(&case, Language::English).unwrap();
    assert!(english.contains("0.42 (best \u{2212}0.13, worst 1.5)"), "a value for an open score");
    assert!(english.contains("undecided (best 2, worst 4.5)"), "no value for an open score");
    assert!(english.contains("example4.points: 3<"), "one value where best and worst are the same");
    let danish = html(&case, Language::Danish).unwrap();
    assert!(danish.contains("0,42 (bedst \u{2212}0,13, værst 1,5)"));
    assert!(danish.contains("uafklaret (bedst 2, værst 4,5)"));
    let summary = text(&case, Language::English).unwrap();
    assert!(summary.contains("example2.points: 0.42 (best \u{2212}0.13, worst 1.5)"), "{summary}");
}

#[test]
fn many_categories_are_counted_where_a_sentence_would_drown_in_them() {
    let said = conclusion(&cases::case("schemes").unwrap(), Language::English);
    // CCND2/CCND3, MYC with BCL6, with IG and otherwise, IRF4, 11q, ALK, DUSP22 or TP63, MALT1 twice, MYD88: ten, since
    // BCL2 is absent and MYD88 is mutated; ICC tells DUSP22 from TP63.
    assert!(said.contains("WHO 5th edition, lymphoma by genetics is undecided: 10 categories remain"), "{said}");
    assert!(said.contains("ICC 2022, lymphoma by genetics is undecided: 11 categories remain"), "{said}");
    let few = conclusion(&cases::case("open").unwrap(), Language::English);
    assert!(few.contains("favourable, intermediate, adverse and APL (not in the table) remain possible"), "{few}");
}

#[test]
fn oncogenicity_stands_with_its_codes_and_what_stays_open() {
    let case = cases::aml();
    let english = html(&case, Language::English).unwrap();
    assert!(english.contains("Likely oncogenic (8 points): OS1, OS2. 2 codes could not be assessed"));
    assert!(english.contains("from “Of uncertain significance” to “Likely oncogenic”"));
    assert!(english.contains("shown by a study: Science 2019;365:599"));
    assert!(english.contains("met, does not count beside a stronger code"));
    let danish = html(&case, Language::Danish).unwrap();
    assert!(danish.contains("Formodet onkogen (8 point): OS1, OS2. 2 koder kunne ikke vurderes"));
    // A variant without an assessment says nothing of one.
    let mut without = cases::aml();
    without.variants.iter_mut().for_each(|variant| variant.oncogenicity = None);
    assert!(!html(&without, Language::English).unwrap().contains("Oncogenicity"));
}

#[test]
fn two_classifications_stand_beside_each_other_with_what_makes_the_difference() {
    let mut case = cases::case("aml").unwrap();
    // RULE: 10 to 19 % blasts with NPM1: AML in both; without a defining lesion MDS/AML in ICC and MDS-IB2 in WHO.
    case.side_by_side = Some(Comparison {
        schemes: ["icc2022".to_owned(), "who5".to_owned()],
        first: vec!["mds_aml_nos".to_owned()],
        second: vec!["mds_ib2".to_owned()],
        same_entity: Some(false),
        differences: vec!["icc_who.mds_aml".to_owned()],
    });
    let danish = html(&case, Language::Danish).unwrap();
    for said in ["De stiller forskellige diagnoser", "10-19 % blaster er MDS/AML i ICC og MDS i WHO."] {
        assert!(danish.contains(said), "{said}");
    }
    let english = explain(&case.verdicts, case.side_by_side.as_ref(), Language::English).unwrap();
    assert!(english.contains("They name different entities"), "{english}");
    assert!(
        english.contains("What makes the difference: 10 to 19 % blasts are MDS/AML in ICC and MDS in WHO."),
        "{english}"
    );
    case.side_by_side = case.side_by_side.map(|both| Comparison { same_entity: None, differences: Vec::new(), ..both });
    assert!(html(&case, Language::English).unwrap().contains("Not decided: one of them is open"));
}
