//! A case as words of a table: see the head of `cases.tsv`.

use marv_guidelines::profile::{Marker, MarkerEvidence, Profile};
use marv_model::{
    case::Disease,
    clinical::{Circumstance, Clinical, Measure},
    cytogenetics::{CountRange, CytogeneticFindings, KaryotypeGroups, Lesion},
    finding::{Finding, NotAssessed},
    units::AlleleFraction,
    verdict::{Outcome, Verdict},
};

pub(crate) fn fraction(text: &str) -> AlleleFraction {
    AlleleFraction::new(text.parse().unwrap()).unwrap()
}
pub(crate) fn unknown<E>() -> Finding<E> {
    Finding::unknown(NotAssessed::NotExamined)
}

/// Everything was examined and nothing found; numbers unremarkable.
pub(crate) fn normal(disease: Disease) -> Profile {
    let all_absent = Profile::unknown().disease(disease).cytogenetics(CytogeneticFindings::all_absent());
    Marker::ALL.iter().fold(all_absent, |profile, (marker, _)| profile.marker(*marker, Finding::absent()))
}

const NUMBERS: [(Measure, f64); 3] =
    [(Measure::Beta2Microglobulin, 3.0), (Measure::Creatinine, 80.0), (Measure::Deletion17pCells, 0.0)];
const CIRCUMSTANCES: [Circumstance; 3] =
    [Circumstance::BcrAbl1LikeExpression, Circumstance::EarlyTPrecursor, Circumstance::Eosinophilia];

pub(crate) fn profile(disease: &str, inputs: &str) -> Profile {
    let disease: Disease = disease.parse().unwrap();
    if inputs == "*?" {
        return Profile::unknown().disease(disease);
    }
    let words: Vec<&str> = inputs.split(';').filter(|word| !word.is_empty()).collect();
    let mut profile = normal(disease);
    let mut count = CountRange::exactly(0);
    let mut numbers = NUMBERS.to_vec();
    let mut circumstances: Vec<(Circumstance, bool)> = CIRCUMSTANCES.iter().map(|one| (*one, false)).collect();
    let mut found: Vec<(Marker, Vec<MarkerEvidence>)> = Vec::new();
    for word in words {
        if let Some(rest) = word.strip_prefix('[') {
            let (name, open) = rest.rsplit_once(']').unwrap();
            let lesion = *Lesion::ALL.iter().find(|one| one.name() == name).unwrap_or_else(|| panic!("{name}"));
            let finding = if open == "?" { unknown() } else { Finding::present(vec![name.to_owned()]) };
            profile = profile.lesion(lesion, finding);
        } else if let Some(range) = word.strip_prefix("count=") {
            count = counted(range);
        } else if let Some((name, value)) = word.split_once(':').filter(|(name, _)| is_number(name)) {
            let measure = *Measure::ALL.iter().find(|one| one.word() == name).unwrap();
            numbers.retain(|(one, _)| *one != measure);
            if value != "?" {
                numbers.push((measure, value.parse().unwrap()));
            }
        } else if let Some((name, value)) = word.split_once(':').filter(|(name, _)| is_circumstance(name)) {
            let circumstance = *Circumstance::ALL.iter().find(|one| one.word() == name).unwrap();
            circumstances.retain(|(one, _)| *one != circumstance);
            if value != "?" {
                circumstances.push((circumstance, value == "yes"));
            }
        } else {
            profile = marker(profile, word, &mut found);
        }
    }
    for (marker, evidence) in found {
        profile = profile.marker(marker, Finding::present(evidence));
    }
    let patient = numbers.into_iter().fold(Clinical::unknown(), |all, (one, value)| all.measured(one, value).unwrap());
    let patient = circumstances.into_iter().fold(patient, |all, (one, is_so)| all.circumstance(one, is_so));
    profile.clinical(patient).groups(KaryotypeGroups { abnormalities: count, ..KaryotypeGroups::unknown() })
}

fn is_number(name: &str) -> bool {
    Measure::ALL.iter().any(|one| one.word() == name)
}
fn is_circumstance(name: &str) -> bool {
    Circumstance::ALL.iter().any(|one| one.word() == name)
}
fn named(name: &str) -> Marker {
    Marker::from_name(name).unwrap_or_else(|| panic!("{name} is no marker"))
}

fn marker(profile: Profile, word: &str, found: &mut Vec<(Marker, Vec<MarkerEvidence>)>) -> Profile {
    if let Some((name, limit)) = word.split_once('<') {
        return profile.marker(named(name), Finding::absent_below(fraction(limit)));
    }
    if let Some(name) = word.strip_suffix("=?") {
        return profile.marker(named(name), unknown());
    }
    let (name, evidence) = if let Some(name) = word.strip_suffix('~') {
        (name, MarkerEvidence::of_unknown_fraction("p.?"))
    } else {
        let (name, value) = word.rsplit_once('=').unwrap();
        let (name, label) = name.split_once(':').unwrap_or((name, "p.?"));
        (name, MarkerEvidence::new(label, fraction(value)))
    };
    match found.iter_mut().find(|(marker, _)| *marker == named(name)) {
        Some((_, all)) => all.push(evidence),
        None => found.push((named(name), vec![evidence])),
    }
    profile
}

fn counted(text: &str) -> CountRange {
    if text == "?" {
        return CountRange::UNKNOWN;
    }
    match text.split_once('-') {
        None => CountRange::exactly(text.parse().unwrap()),
        Some((least, most)) => CountRange { at_least: least.parse().unwrap(), at_most: most.parse().ok() },
    }
}

/// As the table writes it.
pub(crate) fn outcome(verdict: &Verdict) -> String {
    match &verdict.outcome {
        Outcome::Decided { category } => category.clone(),
        Outcome::Reachable { categories } => categories.join("|"),
        Outcome::NotApplicable { reason } => reason.clone(),
    }
}
