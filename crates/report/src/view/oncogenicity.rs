//! How oncogenic a variant is: the class in a line, and every code with its reason.

use marv_model::oncogenicity::{CodeOutcome, CodeResult, Oncogenicity, OncogenicityClass};

use super::{LONGEST, bounded};
use crate::messages::Messages;

/// What a card says of it.
#[derive(Debug)]
pub(crate) struct OncogenicityView {
    /// Class, points, the codes that are met, and what stays open.
    pub(crate) sentence: String,
    /// Every code, those that count first.
    pub(crate) codes: Vec<CodeRow>,
}

/// One code.
#[derive(Debug)]
pub(crate) struct CodeRow {
    pub(crate) code: &'static str,
    pub(crate) points: String,
    pub(crate) meaning: String,
    pub(crate) outcome: String,
    pub(crate) reason: String,
    pub(crate) counts: bool,
}

impl OncogenicityView {
    pub(crate) fn of(found: &Oncogenicity, m: &Messages) -> Self {
        let mut sentence = short(found, m);
        let met: Vec<&str> =
            found.codes.iter().filter(|code| code.outcome == CodeOutcome::Met).map(|code| code.code.name()).collect();
        if !met.is_empty() {
            sentence = format!("{sentence}: {}", met.join(", "));
        }
        let open = found.codes.iter().filter(|code| code.outcome == CodeOutcome::NotAssessed).count();
        let [least, most] = found.reachable;
        if open > 0 && least != most {
            let values = [("least", class(least, m)), ("most", class(most, m)), ("n", m.language.number(open as u64))];
            let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
            sentence = format!("{sentence}. {}", m.with("oncogenicity.open", &values));
        }
        if let Some(decision) = &found.decision {
            let decided = Decided { by: &decision.by, reason: &decision.reason };
            sentence = format!("{sentence}. {}", decided.class(found.class, Some(found.class_by_points()), m));
        }
        let mut codes: Vec<CodeRow> = found.codes.iter().map(|code| row(code, m)).collect();
        codes.sort_by_key(|row| !row.counts);
        Self { sentence, codes }
    }
}

/// `Likely oncogenic (8 points)`.
pub(crate) fn short(found: &Oncogenicity, m: &Messages) -> String {
    let mut points = m.with("oncogenicity.points", &[("n", &found.points.to_string())]);
    if found.decision.is_some() {
        points = m.with("oncogenicity.by_signer", &[("points", &points)]);
    }
    format!("{} ({points})", class(found.class, m))
}

/// Who decided, and why.
pub(crate) struct Decided<'a> {
    pub(crate) by: &'a str,
    pub(crate) reason: &'a str,
}

impl Decided<'_> {
    /// That a class was decided, and what it was by its points.
    pub(crate) fn class(
        &self,
        decided: OncogenicityClass,
        by_points: Option<OncogenicityClass>,
        m: &Messages,
    ) -> String {
        let instead = by_points.map_or_else(|| "–".to_owned(), |one| class(one, m));
        self.with("meaning.decided_class", &[("class", &class(decided, m)), ("instead", &instead)], m)
    }
    /// A sentence of the catalogue that holds who decided and why.
    pub(crate) fn with(&self, key: &str, values: &[(&str, &str)], m: &Messages) -> String {
        let (by, reason) = (bounded(self.by, 80), bounded(self.reason, LONGEST));
        m.with(key, &[values, &[("by", &by), ("reason", &reason)]].concat())
    }
}

fn class(class: OncogenicityClass, m: &Messages) -> String {
    let key = match class {
        OncogenicityClass::Benign => "oncogenicity.benign",
        OncogenicityClass::LikelyBenign => "oncogenicity.likely_benign",
        OncogenicityClass::Uncertain => "oncogenicity.uncertain",
        OncogenicityClass::LikelyOncogenic => "oncogenicity.likely_oncogenic",
        OncogenicityClass::Oncogenic => "oncogenicity.oncogenic",
    };
    m.text(key).to_owned()
}

fn row(found: &CodeResult, m: &Messages) -> CodeRow {
    let reason = m.word("oncogenicity_reason", found.reason.name());
    CodeRow {
        code: found.code.name(),
        points: format!("{:+}", found.code.points()),
        meaning: m.word("oncogenicity_code", found.code.name()),
        outcome: m
            .text(match found.outcome {
                CodeOutcome::Met => "oncogenicity.met",
                CodeOutcome::Yields => "oncogenicity.yields",
                CodeOutcome::NotMet => "oncogenicity.not_met",
                CodeOutcome::NotAssessed => "oncogenicity.not_assessed",
            })
            .to_owned(),
        reason: if found.detail.is_empty() { reason } else { format!("{reason}: {}", bounded(&found.detail, 120)) },
        counts: found.outcome == CodeOutcome::Met,
    }
}
