//! Commands of the interpretation: classify, karyotype.

use std::{fmt::Write, path::Path};

use marv::{
    marv_karyotype::Karyotype,
    marv_model::{
        case::Disease,
        cytogenetics::Lesion,
        finding::Finding,
        verdict::{Outcome, Verdict},
    },
    marv_report,
};

use super::{Answer, Failure, say, show::language};
use crate::arguments::{ClassifyArguments, KaryotypeArguments};

pub(super) fn classify(arguments: &ClassifyArguments) -> Answer {
    let (verdicts, disease) = read(&arguments.case)?;
    if verdicts.is_empty() {
        return say(&format!("no guideline of this version covers {}", disease.word()));
    }
    if arguments.explain {
        return say(&marv_report::explain(&verdicts, language(&arguments.language)?).map_err(Failure::input)?);
    }
    say(&summary(&verdicts))
}

/// The verdicts of a run's case, or of what a laboratory wrote down.
fn read(path: &Path) -> Result<(Vec<Verdict>, Disease), Failure> {
    if path.extension().is_some_and(|extension| extension == "toml") {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::input(format!("{}: {error}\n  what to do: check the path", path.display())))?;
        let request = marv::Request::parse(&text, path)?;
        return Ok((request.verdicts(path)?, request.disease));
    }
    let case = marv::read_case(path)?;
    Ok((case.verdicts, case.disease))
}

fn summary(verdicts: &[Verdict]) -> String {
    verdicts.iter().fold(String::new(), |mut text, verdict| {
        let outcome = match &verdict.outcome {
            Outcome::Decided { category } => category.clone(),
            Outcome::Reachable { categories } => format!("open: {}", categories.join(" | ")),
            Outcome::NotApplicable { reason } => format!("not applicable: {reason}"),
        };
        let _ = writeln!(text, "{}\t{outcome}", verdict.scheme);
        text
    })
}

pub(super) fn karyotype(arguments: &KaryotypeArguments) -> Answer {
    let reading = Karyotype::read(&arguments.iscn);
    let findings = reading.cytogenetics();
    let mut text =
        format!("given:    {}\nread:     {}\nfidelity: {}\n", arguments.iscn, reading.karyotype, reading.fidelity);
    for warning in &reading.warnings {
        let _ = writeln!(text, "warning:  {warning}");
    }
    for lesion in Lesion::ALL.iter().copied() {
        let _ = match findings.get(lesion) {
            Finding::Present { evidence } => writeln!(text, "present:  {} ({})", lesion.name(), evidence.join(", ")),
            Finding::Absent { .. } => writeln!(text, "absent:   {}", lesion.name()),
            Finding::NotAssessable { .. } => writeln!(text, "unknown:  {}", lesion.name()),
        };
    }
    say(&text)
}
