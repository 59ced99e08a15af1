//! What the sentences say of what was found, and of what was not.

use marv_model::case::Case;
use marv_report::{Language, html, text};

use super::cases;

/// The conclusion as the terminal shows it, on one line.
pub(super) fn conclusion(case: &Case, language: Language) -> String {
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
         intermediate and adverse remain possible; the deciding input is cytogenetics beyond the karyotype given. One gene could not be assessed: CEBPA. \
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
         intermediær og ugunstig er fortsat mulige; afgørende er cytogenetik ud over den angivne karyotype. Ét gen kunne ikke vurderes: CEBPA. Ikke \
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
         gunstig, intermediær, ugunstig og APL (uden for tabellen) er fortsat mulige; afgørende er cytogenetik. Behandling, \
         der kan virke ved denne sygdom (tier I; betingelser og kilder under Fundenes betydning): midostaurin, quizartinib \
         eller gilteritinib (FLT3-ITD); revumenib, ziftomenib eller venetoclax sammen med azacitidin (NPM1). Mindre eller \
         ingen virkning kan ventes (tier I): venetoclax sammen med azacitidin (FLT3-ITD). Ét gen kunne \
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

/// A passenger in a gene that no guideline asks for is of uncertain significance, and is told so; in a gene that one asks for it may decide.
#[test]
fn a_change_of_uncertain_significance_is_not_told_as_significant() {
    use marv_model::{annotation::HaemRule, oncogenicity::OncogenicityClass};
    let mut case = cases::aml();
    case.interpretation = None;
    let mut variant = case.variants.iter().find(|one| one.oncogenicity.is_some()).unwrap().clone();
    variant.hotspot = false;
    variant.oncogenicity.as_mut().unwrap().class = OncogenicityClass::Uncertain;
    variant.consequences[0].gene = "CIITA".to_owned();
    variant.consequences[0].rules = vec![HaemRule::ProteinAltering];
    case.variants = vec![variant];
    let vague = conclusion(&case, Language::English);
    assert!(vague.contains("One variant is of uncertain significance: CIITA p.(Arg175His)"), "{vague}");
    assert!(vague.contains("No somatic variant of likely significance was detected"), "{vague}");
    assert!(conclusion(&case, Language::Danish).contains("Én variant er af ukendt betydning: CIITA"));

    let asked = case.genes.iter().find(|gene| gene.guideline_gene).unwrap().gene.clone();
    case.variants[0].consequences[0].gene.clone_from(&asked);
    let named = conclusion(&case, Language::English);
    assert!(named.contains(&format!("One somatic variant of likely significance was detected: {asked}")), "{named}");

    case.variants[0].consequences[0].gene = "CIITA".to_owned();
    case.variants[0].oncogenicity.as_mut().unwrap().class = OncogenicityClass::LikelyBenign;
    let benign = conclusion(&case, Language::English);
    assert!(!benign.contains("CIITA") && benign.contains("One further variant is listed"), "{benign}");
}
