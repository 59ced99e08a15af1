//! ICC 2022 against WHO 5, by hand from the two tables.

use marv_guidelines::{
    icc2022::icc2022,
    keys,
    myeloid::{MyeloidPolicies, compare},
    who5::who5,
};
use marv_model::verdict::Comparison;

use crate::case::profile;

fn compared(disease: &str, genes: &str, lesions: &str, patient: &str) -> Comparison {
    let (profile, policies) = (profile(disease, genes, lesions, patient), MyeloidPolicies::default());
    compare(&profile, &policies, &icc2022(&profile, &policies), &who5(&profile, &policies))
}

const NO_HISTORY: &str = "marrow_blasts=25 prior_mds=no prior_mds_mpn=no";
const MDS: &str = "cytopenia=yes dysplasia=yes monocytes=0.2 marrow_fibrosis=0 hypocellular_marrow=no ring_sideroblasts=0 platelets=100";

#[test]
fn the_criterion_that_makes_the_difference_is_named() {
    let low = format!("{MDS} marrow_blasts=3 blood_blasts=0");
    let mds = |more: &str| format!("{MDS} {more}");
    for (disease, genes, lesions, patient, difference) in [
        ("aml", "RUNX1=0.4", "", NO_HISTORY.to_owned(), "runx1"),
        ("aml", "TP53=0.4", "", NO_HISTORY.to_owned(), "tp53_aml"),
        ("aml", "CEBPA-biallelic=0.4", "", NO_HISTORY.to_owned(), "cebpa_biallelic"),
        ("aml", "", "+8", format!("n=1 {NO_HISTORY}"), "cytogenetics_icc"),
        ("aml", "", "-13/del(13q)", format!("n=1 {NO_HISTORY}"), "cytogenetics_who"),
        ("aml", "", "", "marrow_blasts=25 prior_mds=yes".to_owned(), "history"),
        ("aml", "", "PICALM::MLLT10", NO_HISTORY.to_owned(), "rare_translocation"),
        ("mds", "NPM1=0.4", "", low.clone(), "defining_blasts"),
        ("mds", "CEBPA-bZIP=0.4", "", mds("marrow_blasts=15 blood_blasts=0"), "cebpa_blasts"),
        ("mds", "SRSF2=0.4", "", mds("marrow_blasts=15 blood_blasts=0"), "mds_aml"),
        (
            "mds",
            "TP53=0.4",
            "complex karyotype",
            format!("n=4 tp53_icc=single tp53_who=single {low}"),
            "tp53_one_allele",
        ),
        ("mds", "TP53=0.05", "", format!("tp53_icc=single tp53_who=multi {low}"), "tp53_fraction"),
        ("mds", "", "", mds("marrow_blasts=3 blood_blasts=6"), "blood_blasts"),
        ("mds", "", "", mds("marrow_blasts=3 blood_blasts=0 auer_rods=yes"), "auer_rods"),
        ("mds", "SF3B1=0.07", "", low.clone(), "sf3b1_fraction"),
        ("mds", "SF3B1=0.3 RUNX1=0.2", "", low.clone(), "sf3b1_runx1"),
        ("mds", "SF3B1=0.3", "del(7q)", format!("n=1 {low}"), "sf3b1_cytogenetics"),
        ("mds", "SF3B1=0.3", "-5/del(5q)", format!("n=2 {low}"), "sf3b1_loss_5q"),
        ("mds", "", "", low.replace("ring_sideroblasts=0", "ring_sideroblasts=20"), "ring_sideroblasts"),
        ("mds", "", "", low.replace("hypocellular_marrow=no", "hypocellular_marrow=yes"), "hypoplastic"),
        ("mds", "", "", mds("marrow_blasts=7 blood_blasts=0").replace("fibrosis=0", "fibrosis=3"), "fibrosis"),
        ("mds", "", "-7", format!("n=1 {}", low.replace("dysplasia=yes", "dysplasia=no")), "no_dysplasia"),
    ] {
        let comparison = compared(disease, genes, lesions, &patient);
        assert_eq!(comparison.same_entity, Some(false), "{difference}: {comparison:?}");
        assert_eq!(comparison.differences, [format!("icc_who.{difference}")], "{comparison:?}");
        assert!(keys().any(|key| key.key == comparison.differences[0]));
    }
}

#[test]
fn the_same_entity_under_two_names_is_the_same() {
    for (genes, lesions, patient) in [
        ("NPM1=0.4", "", "marrow_blasts=25"),
        ("SRSF2=0.4", "", "marrow_blasts=25"),
        ("", "NUP98-r", "marrow_blasts=25"),
        ("", "", NO_HISTORY),
    ] {
        let comparison = compared("aml", genes, lesions, patient);
        assert_eq!((comparison.same_entity, comparison.differences.len()), (Some(true), 0), "{comparison:?}");
    }
}

#[test]
fn while_one_is_open_nothing_is_said_of_a_difference() {
    let comparison = compared("aml", "RUNX1=?", "", NO_HISTORY);
    assert_eq!(comparison.same_entity, None);
    assert!(comparison.differences.is_empty());
}
