//! Inherited predisposition is looked at with consent alone. A null variant of TP53 is planted on one haplotype of the
//! patient; TP53 R306* is chr17:7673704 G>A.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use marv::{
    CaseFile, SampleFile, Settings,
    marv_model::{case::Case, predisposition::AcmgClass},
    marv_simulate::{ReferenceChoice, scenario},
    progress::Silent,
    run_case,
};
use support::{program, small};

fn run(consent: bool, folder: &Path) -> Case {
    let mut planted = small::scenario();
    planted.somatic.retain(|one| one.allele.gene.as_deref() != Some("TP53"));
    planted.germline_variants = vec![scenario::GermlineVariant {
        allele: scenario::AlleleChoice {
            gene: Some("TP53".to_owned()),
            hotspot: Some("R306*".to_owned()),
            ..scenario::AlleleChoice::default()
        },
        ..scenario::GermlineVariant::default()
    }];
    let pair = small::simulated_of(&planted, &ReferenceChoice::Generated, folder);
    let file = CaseFile {
        normal: Some(SampleFile { alignment: pair.normal.clone(), sample: None }),
        regions: Some(pair.regions.clone()),
        consent_predisposition: consent,
        ..CaseFile::new(&pair.reference, &pair.tumour)
    };
    run_case(&file, &Settings::default(), &folder.join("run"), &Silent).unwrap().case
}

#[test]
fn with_consent_the_inherited_variant_is_told_and_without_it_no_output_speaks_of_it() {
    let with = tempfile::tempdir().unwrap();
    let case = run(true, with.path());
    let found = case.predisposition.as_ref().unwrap();
    let planted = found.variants.iter().find(|one| one.position == 7_673_704).unwrap();
    assert_eq!(
        (planted.consequence.gene.as_str(), planted.consequence.hgvs_p.as_deref()),
        ("TP53", Some("p.(Arg306Ter)"))
    );
    assert_eq!(
        (planted.points, planted.class),
        (8, AcmgClass::LikelyPathogenic),
        "PVS1 alone: no frequencies were given"
    );
    assert!(case.not_assessed.iter().all(|item| item.item != "germline_predisposition"));
    let text = |folder: &Path, name: &str| std::fs::read_to_string(folder.join("run").join(name)).unwrap();
    assert!(text(with.path(), "report.en.html").contains("id=\"predisposition\""));
    assert!(text(with.path(), "report.da.html").contains("Arg306Ter"));

    let without = tempfile::tempdir().unwrap();
    let case = run(false, without.path());
    assert_eq!(case.predisposition, None);
    let items: Vec<&str> = case.not_assessed.iter().map(|item| item.item.as_str()).collect();
    assert!(items.contains(&"germline_predisposition"), "what was not looked at is said: {items:?}");
    for entry in std::fs::read_dir(without.path().join("run")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let packed = ending == "gz";
        let plain = || std::fs::read(&path).unwrap();
        let unpacked = if packed { program::run("bgzip", &["-dc", program::text(&path)]) } else { None };
        let bytes = unpacked.map_or_else(plain, |(text, _)| text);
        let text = String::from_utf8_lossy(&bytes);
        for words in ["PVS1", "\"predisposition\"", "id=\"predisposition\"", "likely_pathogenic"] {
            assert!(!text.contains(words), "{words} in {name}");
        }
        assert!(!text.contains("Arg306Ter"), "what it does is in {name}");
        // The packed calls and their ledger hold every allele's place as it was counted, set aside as inherited, and no more of it.
        assert!(packed || ending == "tbi" || !text.contains("7673704"), "its place is in {name}");
    }
}
