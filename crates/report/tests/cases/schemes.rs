//! A lymphoma of which every scheme was asked: some decided, some open among many, most for another disease; one scores.

use marv_guidelines::{
    SCHEMES,
    profile::{Marker, MarkerEvidence, Profile},
};
use marv_model::{
    case::{Case, Disease},
    cytogenetics::Lesion,
    finding::Finding,
    verdict::{MissingDatum, Outcome, Score, Verdict},
};

use super::{aml, fraction, text, texts};

/// MYD88 mutated, one rearrangement known, the others not examined.
pub(crate) fn schemes() -> Case {
    let mut case = aml();
    case.id = text("DEMO-2026-004");
    case.disease = Disease::Lymphoma;
    case.variants.clear();
    case.genes.clear();
    case.karyotype = None;
    let mut profile = Profile::unknown().disease(Disease::Lymphoma);
    for (marker, _) in Marker::ALL.iter().copied() {
        profile = profile.marker(marker, Finding::absent_below(fraction(0.062)));
    }
    let seen = Finding::present(vec![MarkerEvidence::new("p.(Leu252Pro)", fraction(0.31))]);
    let profile = profile
        .marker(Marker::Myd88L265p, seen)
        .lesion(Lesion::IghCcnd1, Finding::absent())
        .lesion(Lesion::Bcl2Rearranged, Finding::absent());
    case.verdicts = SCHEMES.iter().map(|scheme| (scheme.judge)(&profile)).collect();
    case.verdicts.push(scored("example2", Some(0.42), -0.13, 1.5));
    case.verdicts.push(scored("example3", None, 2.0, 4.5));
    case.verdicts.push(scored("example4", Some(3.0), 3.0, 3.0));
    case
}

fn scored(id: &str, value: Option<f64>, best: f64, worst: f64) -> Verdict {
    let decided = (best - worst).abs() < f64::EPSILON;
    Verdict {
        scheme: format!("Example scheme {}", id.trim_start_matches("example")),
        scheme_id: text(id),
        rules_version: text("1"),
        source: text("made up for this test"),
        outcome: if decided {
            Outcome::Decided { category: text("high") }
        } else {
            Outcome::Reachable { categories: texts(&["low", "high"]) }
        },
        scores: vec![Score { name: format!("{id}.points"), value, best, worst }],
        trace: Vec::new(),
        missing: if decided {
            Vec::new()
        } else {
            vec![MissingDatum { datum: text("cytogenetics"), if_present: texts(&["high"]), if_absent: texts(&["low"]) }]
        },
        policies: Vec::new(),
        flags: Vec::new(),
    }
}
