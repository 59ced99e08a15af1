//! How oncogenic a variant is: the class in a line, and every code with its reason.

use marv_model::oncogenicity::{CodeOutcome, CodeResult, Oncogenicity, OncogenicityClass};

use super::bounded;
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
        let mut codes: Vec<CodeRow> = found.codes.iter().map(|code| row(code, m)).collect();
        codes.sort_by_key(|row| !row.counts);
        Self { sentence, codes }
    }
}

/// `Likely oncogenic (8 points)`.
pub(crate) fn short(found: &Oncogenicity, m: &Messages) -> String {
    format!("{} ({})", class(found.class, m), m.with("oncogenicity.points", &[("n", &found.points.to_string())]))
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
