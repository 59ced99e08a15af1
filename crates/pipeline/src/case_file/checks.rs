//! What a case file may not say, and what its choices make of guidelines.

use std::{collections::BTreeMap, path::Path};

use marv_guidelines::{
    Choices,
    profile::{Marker, Profile},
};
use marv_ingest::privacy;
use marv_model::{
    case::Disease,
    interpretation::{Decision, Judgement},
    verdict::{Comparison, Verdict},
};

use crate::Error;

pub(super) fn unreadable(error: &toml::de::Error, text: &str, path: &Path) -> Error {
    let line = error.span().map(|span| text[..span.start.min(text.len())].lines().count().max(1));
    Error::file(
        path,
        line.map(|line| format!("line {line}")).as_deref(),
        error.message().to_owned(),
        "see the user guide's section on case files for its fields",
    )
}

pub(super) fn refuse_identifier(id: &str, path: &Path) -> Result<(), Error> {
    if privacy::holds_identifier(id) {
        return Err(Error::file(
            path,
            Some("id"),
            "it looks like a civil registration number (CPR)",
            "use a pseudonym; keep the table of pseudonyms outside the case",
        ));
    }
    if privacy::holds_date(id) {
        return Err(Error::file(
            path,
            Some("id"),
            "it holds a date, as of birth",
            "use a pseudonym without a date; the run's own day is noted by itself",
        ));
    }
    Ok(())
}

/// A decision says why and who, and names no person.
pub(super) fn refuse_decision(decision: &Decision, path: &Path) -> Result<(), Error> {
    let refuse = |field: &str, problem: &str, advice: &str| Err(Error::file(path, Some(field), problem, advice));
    if decision.reason.trim().is_empty() {
        return refuse("decisions.reason", "it is empty", "say why it is decided otherwise; it stands in the report");
    }
    if decision.by.trim().is_empty() {
        return refuse("decisions.by", "it is empty", "say who decided, by role");
    }
    let held = [&decision.finding, &decision.reason, &decision.by];
    if held.into_iter().any(|text| privacy::holds_identifier(text) || privacy::holds_date(text)) {
        return refuse(
            "decisions",
            "it holds what looks like a civil registration number (CPR) or a date, as of birth",
            "write a role, not a person, and neither number nor date",
        );
    }
    if let Judgement::MutationOf(markers) = &decision.judgement
        && let Some(unknown) = markers.iter().find(|name| Marker::from_name(name).is_none())
    {
        let problem = format!("guidelines ask for no mutation {:?}", privacy::redact(unknown));
        let names: Vec<&str> = Marker::ALL.iter().map(|(_, name)| *name).collect();
        return refuse("decisions.mutation_of", &problem, &format!("choose from {}", names.join(", ")));
    }
    Ok(())
}

/// The policies of a case, where a scheme that is asked of its disease has each of them.
pub(crate) fn choices(disease: Disease, policies: &BTreeMap<String, String>, path: &Path) -> Result<Choices, Error> {
    let choices: Choices = policies.iter().map(|(option, value)| (option.as_str(), value.as_str())).collect();
    judged(&Profile::unknown().disease(disease), &choices, path)?;
    Ok(choices)
}

/// What every guideline of the disease says under these choices, and ICC 2022 beside WHO 5.
pub(crate) fn judged(
    profile: &Profile,
    choices: &Choices,
    path: &Path,
) -> Result<(Vec<Verdict>, Option<Comparison>), Error> {
    let verdicts = marv_guidelines::verdicts_by(profile, choices).map_err(|unknown| {
        let advice =
            "take names and values from the policies of a verdict; the disease must be one whose schemes have them";
        Error::file(path, Some("policies"), unknown.to_string(), advice)
    })?;
    let side_by_side = marv_guidelines::side_by_side(profile, choices, &verdicts);
    Ok((verdicts, side_by_side))
}
