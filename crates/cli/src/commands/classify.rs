//! Commands of the interpretation: classify, karyotype.

use std::{fmt::Write, path::Path, process::ExitCode};

use marv::{
    ClassifyTable, TableOutcome,
    marv_guidelines::{
        Choices, SCHEMES,
        table::{self, HaemoglobinUnit, TableOptions},
    },
    marv_karyotype::Karyotype,
    marv_model::{
        case::Disease,
        cytogenetics::Lesion,
        finding::Finding,
        verdict::{Comparison, Outcome, Verdict},
    },
    marv_report,
};

use super::{Answer, Failure, say, show::language, work::disease};
use crate::{
    arguments::{ClassifyArguments, KaryotypeArguments},
    log::Log,
};

pub(super) fn classify(arguments: &ClassifyArguments, log: &Log) -> Answer {
    if arguments.list {
        let lines = SCHEMES.iter().map(|listed| {
            let diseases: Vec<&str> = listed.diseases.iter().map(|disease| disease.word()).collect();
            format!("{}\t{}\t{}\n", listed.id, listed.name, diseases.join(","))
        });
        return say(&lines.collect::<String>());
    }
    let input = arguments.input.as_deref().ok_or_else(|| Failure::usage("give a case or a table"))?;
    if let Some(scheme) = &arguments.scheme {
        return classify_rows(input, scheme, arguments, log);
    }
    let (verdicts, side_by_side, disease) = read(input)?;
    if verdicts.is_empty() {
        return say(&format!("no guideline of this version covers {}", disease.word()));
    }
    if arguments.explain {
        let language = language(&arguments.language)?;
        return say(&marv_report::explain(&verdicts, side_by_side.as_ref(), language).map_err(Failure::input)?);
    }
    say(&summary(&verdicts))
}

fn classify_rows(input: &Path, scheme: &str, arguments: &ClassifyArguments, log: &Log) -> Answer {
    let scheme = table::scheme_of_word(scheme).ok_or_else(|| {
        let known: Vec<&str> = SCHEMES.iter().map(|listed| listed.id).collect();
        Failure::usage(format!("--scheme {scheme}: choose from {}", known.join(", ")))
    })?;
    let haemoglobin = match arguments.haemoglobin.to_ascii_lowercase().as_str() {
        "g/dl" => HaemoglobinUnit::GramsPerDecilitre,
        "mmol/l" => HaemoglobinUnit::MillimolesPerLitre,
        other => return Err(Failure::usage(format!("--haemoglobin {other}: choose g/dL or mmol/L"))),
    };
    let disease = arguments.disease.as_deref().map(disease).transpose()?.unwrap_or(Disease::Unspecified);
    let mut choices = Choices::default();
    for policy in &arguments.policies {
        let (option, value) = policy.split_once('=').ok_or_else(|| {
            Failure::usage(format!("--policy {policy}: give an option and its value, as OPTION=VALUE"))
        })?;
        choices = choices.with(option.trim(), value.trim());
    }
    table::choices_fit(scheme, &choices).map_err(|unknown| Failure::usage(format!("--{unknown}")))?;
    let how = ClassifyTable {
        scheme,
        options: TableOptions { haemoglobin, disease },
        karyotype_column: arguments.karyotype_column.clone(),
        choices,
    };
    let out = arguments.out.as_deref().ok_or_else(|| Failure::usage("give -o FILE (or -o - for stdout)"))?;
    told(&marv::classify_table(input, out, &how)?, input, log)
}

/// Rows that are told one by one in the log; the table itself tells all.
const MOST_TOLD: usize = 20;

/// Warnings and refusals of a table to the log; the exit code says whether a row was refused.
fn told(outcome: &TableOutcome, input: &Path, log: &Log) -> Answer {
    let file =
        input.file_name().map_or_else(|| input.display().to_string(), |name| name.to_string_lossy().into_owned());
    if !outcome.unrecognised.is_empty() {
        log.warn(&format!("{file}: not read by this scheme: {}", outcome.unrecognised.join(", ")));
    }
    for warning in outcome.warnings.iter().take(MOST_TOLD) {
        log.warn(&format!("{file}, line {}: {}", warning.line, warning.note));
    }
    if let Some(more) = outcome.warnings.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        log.warn(&format!("{file}: {more} more rows have a warning: see the column warnings_of_row"));
    }
    if outcome.refused.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let lines = outcome.refused.iter().take(MOST_TOLD).map(|row| format!("{file}, line {}: {}", row.line, row.note));
    Err(Failure::input(format!(
        "{}\n{} of {} rows were refused, each with its reason in the column refused; the others are answered\n  what to do: correct the values named, then run again",
        lines.collect::<Vec<_>>().join("\n"),
        outcome.refused.len(),
        outcome.rows
    )))
}

/// The verdicts of a run's case, or of what a laboratory wrote down.
fn read(path: &Path) -> Result<(Vec<Verdict>, Option<Comparison>, Disease), Failure> {
    if path.extension().is_some_and(|extension| extension == "toml") {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::input(format!("{}: {error}\n  what to do: check the path", path.display())))?;
        let request = marv::Request::parse(&text, path)?;
        let (verdicts, side_by_side) = request.verdicts(path)?;
        return Ok((verdicts, side_by_side, request.disease));
    }
    let case = marv::read_case(path)?;
    Ok((case.verdicts, case.side_by_side, case.disease))
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

pub(super) fn karyotype(arguments: &KaryotypeArguments, log: &Log) -> Answer {
    if let Some(column) = &arguments.column {
        let out = arguments.out.as_deref().ok_or_else(|| Failure::usage("give -o FILE (or -o - for stdout)"))?;
        let input = Path::new(&arguments.input);
        return told(&marv::karyotype_table(input, out, column, arguments.sex_column.as_deref())?, input, log);
    }
    let given = marv::marv_ingest::privacy::redact(&arguments.input);
    let reading = Karyotype::read(&given);
    let findings = reading.cytogenetics();
    let mut text = format!("given:    {}\nread:     {}\nfidelity: {}\n", given, reading.karyotype, reading.fidelity);
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
