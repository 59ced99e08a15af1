//! A case as a row of `cases.tsv` tells it: what is not named is absent, `?` is unknown.

use marv_guidelines::{
    profile::{Marker, MarkerEvidence, Profile},
    scheme,
};
use marv_model::{
    case::Disease,
    clinical::{Circumstance, Clinical, Measure},
    cytogenetics::{CountRange, CytogeneticFindings, KaryotypeGroups, Lesion},
    finding::{Finding, NotAssessed},
    tp53::{ICC_2022, ICC_2022_STRICT, Tp53Hits, Tp53State, WHO_5},
    units::AlleleFraction,
    verdict::{Outcome, Verdict},
};

fn unknown<E>() -> Finding<E> {
    Finding::unknown(NotAssessed::NotExamined)
}

/// The words for states of TP53, and the definitions that they are of.
const STATES: [(&str, &str); 3] = [("tp53_icc", ICC_2022), ("tp53_icc_strict", ICC_2022_STRICT), ("tp53_who", WHO_5)];

/// The profile of a disease with genes (`NPM1=0.4 TP53=? SF3B1=present`), lesions by name (`-7|+8?`, `all?`) and what is known
/// of the patient (`marrow_blasts=3 dysplasia=yes n=3 tp53_icc=multi`).
pub(crate) fn profile(disease: &str, genes: &str, lesions: &str, patient: &str) -> Profile {
    let disease: Disease = disease.parse().unwrap();
    let mut profile = Marker::ALL.iter().fold(
        Profile::unknown().disease(disease).cytogenetics(CytogeneticFindings::all_absent()),
        |profile, (marker, _)| profile.marker(*marker, Finding::absent()),
    );
    for word in genes.split_whitespace() {
        let (name, value) = word.split_once('=').unwrap();
        let finding = match value {
            "?" => unknown(),
            "present" => Finding::present(vec![MarkerEvidence::of_unknown_fraction("p.?")]),
            value => {
                let fraction = AlleleFraction::new(value.parse().unwrap()).unwrap();
                Finding::present(vec![MarkerEvidence::new("p.?", fraction)])
            }
        };
        let marker = Marker::from_name(name).unwrap_or_else(|| panic!("{name} is no marker"));
        profile = profile.marker(marker, finding);
    }
    if !lesions.is_empty() {
        profile = profile.lesion(Lesion::AnyAbnormality, Finding::present(vec!["abnormal".to_owned()]));
    }
    for word in lesions.split('|').filter(|word| !word.is_empty()) {
        let named = |name: &str| {
            Lesion::ALL.iter().copied().find(|l| l.name() == name).unwrap_or_else(|| panic!("{name} is no lesion"))
        };
        profile = match word.strip_suffix('?') {
            Some("all") => profile.cytogenetics(CytogeneticFindings::unknown()),
            Some(name) => profile.lesion(named(name), unknown()),
            None => profile.lesion(named(word), Finding::present(vec![word.to_owned()])),
        };
    }
    let (mut clinical, mut states) = (Clinical::unknown(), Vec::new());
    for word in patient.split_whitespace() {
        let (name, value) = word.split_once('=').unwrap();
        if name == "n" {
            let abnormalities = CountRange::exactly(value.parse().unwrap());
            profile = profile.groups(KaryotypeGroups { abnormalities, ..KaryotypeGroups::unknown() });
        } else if let Some(definition) = STATES.iter().find(|d| d.0 == name) {
            let hits = if value == "multi" { Tp53Hits::Multi } else { Tp53Hits::Single };
            let definition = definition.1.to_owned();
            states.push(Tp53State { definition, possible: vec![hits], reasons: Vec::new(), missing: Vec::new() });
        } else if let Some(measure) = Measure::ALL.iter().find(|measure| measure.word() == name) {
            clinical = clinical.measured(*measure, value.parse().unwrap()).unwrap();
        } else {
            let circumstance = Circumstance::ALL.iter().find(|circumstance| circumstance.word() == name);
            let circumstance = circumstance.unwrap_or_else(|| panic!("{name} is neither measure nor circumstance"));
            clinical = clinical.circumstance(*circumstance, value == "yes");
        }
    }
    profile.clinical(clinical).tp53_states(states)
}

pub(crate) fn outcome(verdict: &Verdict) -> String {
    match &verdict.outcome {
        Outcome::Decided { category } => category.clone(),
        Outcome::Reachable { categories } => categories.join("|"),
        Outcome::NotApplicable { reason } => reason.clone(),
    }
}

/// The verdict of a listed scheme under its defaults.
pub(crate) fn judge(id: &str, profile: &Profile) -> Verdict {
    (scheme(id).unwrap_or_else(|| panic!("{id} is no scheme")).judge)(profile)
}
