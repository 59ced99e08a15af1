//! Commands of the interpretation: classify, karyotype.

use std::fmt::Write;

use marv::{
    marv_karyotype::Karyotype,
    marv_model::{case::Case, cytogenetics::Lesion, finding::Finding, verdict::Outcome},
    marv_report,
};

use super::{Answer, Failure, say, show::language};
use crate::arguments::{ClassifyArguments, KaryotypeArguments};

pub(super) fn classify(arguments: &ClassifyArguments) -> Answer {
    let case = marv::read_case(&arguments.case)?;
    if case.verdicts.is_empty() {
        return say(&format!("no guideline of this version covers {}", case.disease.word()));
    }
    if arguments.explain {
        return say(&marv_report::explain(&case, language(&arguments.language)?).map_err(Failure::input)?);
    }
    say(&summary(&case))
}

fn summary(case: &Case) -> String {
    case.verdicts.iter().fold(String::new(), |mut text, verdict| {
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
