//! What the conclusion and the karyotype's section say of junctions.

use marv_model::{
    case::Case,
    cytogenetics::{CytogeneticFindings, Lesion},
    finding::{Finding, NotAssessed, Status},
    laboratory::FishResult,
    rearrangement::RearrangementResult,
    virtual_karyotype::VirtualKaryotypeResult,
};
use marv_report::{Language, html};
use serde_json::json;

use super::{cases, conclusion::conclusion};

/// The case with the two junctions of one exchange, the second in fewer cells, and a broken gene.
fn with_junctions() -> Case {
    let junction = |id: &str, notation: &str, kept: &str, cells: f64| {
        json!({
            "id": id, "kind": "translocation", "notation": notation, "fusions": [], "relevance": "recurrent",
            "recurrent": [notation], "inserted": "", "homology": "", "imprecise": false,
            "sides": [
                { "contig": "chr8", "position": 92_039_982, "kept": kept, "band": "8q21.3", "genes": [] },
                { "contig": "chr21", "position": 34_844_794, "kept": "from", "band": "21q22.12", "genes": [] },
            ],
            "tumour": { "split": 41, "pairs": 16, "reference_split": 45.0, "reference_pairs": 10.5, "fraction": 0.4,
                        "mapping_quality": 58.0 },
            "normal": null, "cell_fraction": cells, "quality": 51.0, "filters": [], "event": 1, "ledger": [],
            "posterior": { "somatic": 1.0, "germline": 0.0, "artefact": 0.0 },
        })
    };
    let result = json!({
        "junctions": [
            junction("marv_sv_3", "RUNX1::RUNX1T1", "before", 0.92),
            junction("marv_sv_4", "RUNX1::RUNX1T1", "from", 1.0),
            junction("marv_sv_5", "IKZF1", "from", 0.5),
        ],
        "counts": { "candidates": 3, "passed": 3, "filtered": {} }, "events": [], "recurrent": [],
    });
    let mut case = cases::aml();
    case.not_assessed.retain(|item| item.item != "rearrangements");
    case.rearrangements = Some(serde_json::from_value::<RearrangementResult>(result).unwrap());
    case
}

#[test]
fn the_two_junctions_of_an_exchange_are_one_rearrangement() {
    let case = with_junctions();
    let text = conclusion(&case, Language::English);
    let said = "2 rearrangements that join or break genes were detected: RUNX1::RUNX1T1 (share of tumour cells 100%) and \
                IKZF1 (share of tumour cells 50%).";
    assert!(text.contains(said), "{text}");
}

/// Wherever the report refers to a junction by its name, the table of junctions has that name.
#[test]
fn junctions_stand_with_the_names_that_the_report_uses() {
    let page = html(&with_junctions(), Language::Danish).unwrap();
    for id in ["marv_sv_3", "marv_sv_4", "marv_sv_5"] {
        assert!(page.contains(&format!("<span class=\"source\">{id}</span>")), "{id}");
    }
}

/// A row of the laboratory's results says what the genome says of the same lesion, and that nobody knows where it could not look.
#[test]
fn fish_stands_beside_what_the_genome_says() {
    let asked = |finding: serde_json::Value| {
        let mut case = with_junctions();
        let row = json!({ "name": "RUNX1::RUNX1T1", "group": "fusion", "iscn": "", "finding": finding,
                          "lesions": [Lesion::Runx1Runx1t1] });
        case.rearrangements.as_mut().unwrap().recurrent = vec![serde_json::from_value(row).unwrap()];
        case.fish = vec![FishResult {
            lesion: Lesion::Runx1Runx1t1,
            result: Status::Present,
            positive_share: None,
            cells: None,
        }];
        let page = html(&case, Language::English).unwrap();
        let row = page.split("<td>FISH</td><td>").nth(1).unwrap();
        row.split('<').next().unwrap().to_owned()
    };
    assert_eq!(asked(json!({ "status": "present", "evidence": ["marv_sv_3"] })), "detected");
    assert_eq!(asked(json!({ "status": "absent", "limit_of_detection": 0.05 })), "not detected");
    assert_eq!(asked(json!({ "status": "not_assessable", "reason": "low_coverage" })), "Cannot be assessed");
    // A loss is no row of the rearrangements: the genome's own lesions tell it, and a case that has none says nothing.
    let lost = |genome: Option<CytogeneticFindings>| {
        let mut case = with_junctions();
        case.fish =
            vec![FishResult { lesion: Lesion::Loss17p, result: Status::Present, positive_share: None, cells: None }];
        case.genome_lesions = genome;
        let page = html(&case, Language::English).unwrap();
        page.split("<td>FISH</td><td>").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let found = |finding| Some(CytogeneticFindings::unknown().with(Lesion::Loss17p, finding));
    assert_eq!(lost(found(Finding::present(vec!["del(17)(p13) (WGS)".to_owned()]))), "detected");
    assert_eq!(lost(found(Finding::absent())), "not detected");
    assert_eq!(lost(found(Finding::unknown(NotAssessed::LowCoverage))), "Cannot be assessed");
    assert_eq!(lost(None), "–");
}

/// Of two genes one alone was read: the report says which.
#[test]
fn an_absence_that_rests_on_one_gene_names_it() {
    let told = |name: &str, group: &str, rests_on: &[&str], language| {
        let mut case = with_junctions();
        let row = json!({ "name": name, "group": group, "iscn": "", "rests_on": rests_on, "lesions": [],
                          "finding": { "status": "absent", "limit_of_detection": 0.05 } });
        case.rearrangements.as_mut().unwrap().recurrent = vec![serde_json::from_value(row).unwrap()];
        html(&case, language).unwrap()
    };
    let one = told("BCR::ABL1", "fusion", &["BCR"], Language::English);
    assert!(one.contains("not detected: BCR was read whole and is not broken (limit of detection: "), "{one}");
    let danish = told("BCR::ABL1", "fusion", &["BCR"], Language::Danish);
    assert!(danish.contains("ikke påvist: BCR er læst i sin helhed og er ikke brudt (detektionsgrænse: "));
    for (name, group, rests_on) in [("BCR::ABL1", "fusion", &["BCR", "ABL1"][..]), ("ALK-r", "partners", &["ALK"])] {
        let page = told(name, group, rests_on, Language::English);
        assert!(page.contains("not detected (limit of detection: ") && !page.contains("was read whole"), "{name}");
    }
}

#[test]
fn a_single_one_is_told_in_the_singular() {
    let told = |count: &str, language| {
        let karyotype = json!({
            "clinical_line": "46,XX", "seq_line": null, "complete": true, "used_for_guidelines": false, "sex": "XX",
            "chromosomes": [46, 46], "not_assessed": [], "clones": [], "cryptic": [], "unexplained": [], "counts": [0, 0],
            "statements": [{ "key": "below_banding", "values": { "count": count } }],
        });
        let mut case = cases::aml();
        case.virtual_karyotype = Some(serde_json::from_value::<VirtualKaryotypeResult>(karyotype).unwrap());
        html(&case, language).unwrap()
    };
    assert!(told("1", Language::English).contains("Banding would not show one change below 5 Mb."));
    assert!(told("2", Language::English).contains("Banding would not show 2 changes below 5 Mb."));
    assert!(told("1", Language::Danish).contains("Båndfarvning ville ikke vise én ændring under 5 Mb."));
}
