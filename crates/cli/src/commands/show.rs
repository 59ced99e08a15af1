//! Commands that show what is stored: report, why, verify, schema.

use std::{fmt::Write, process::ExitCode};

use marv::{
    Checked, Explained, Format,
    marv_model::call::RuleVerdict,
    marv_report::{self, Language},
};

use super::{Answer, Failure, say, say_json};
use crate::{
    arguments::{ReportArguments, SchemaArguments, VerifyArguments, WhyArguments},
    log::Log,
};

pub(super) fn language(word: &str) -> Result<Language, Failure> {
    word.parse().map_err(|_| Failure::usage(format!("--language {word}: choose from da, en")))
}

pub(super) fn report(arguments: &ReportArguments, log: &Log) -> Answer {
    let formats = arguments.format.iter().map(|word| word.parse::<Format>()).collect::<Result<Vec<_>, _>>()?;
    let languages = arguments.language.iter().map(|word| language(word)).collect::<Result<Vec<_>, _>>()?;
    let case = marv::read_case(&arguments.case)?;
    if let Some(message) = marv::other_evidence(&case) {
        log.warn(&message);
    }
    let files = marv::report_case(&case, &arguments.out, &formats, &languages)?;
    say(&files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join("\n"))
}

pub(super) fn why(arguments: &WhyArguments) -> Answer {
    let explained = marv::why(&arguments.run, &arguments.variant)?;
    if explained.is_empty() {
        return say(&format!(
            "{}: no read gave reason to look here, or the run was restricted to other regions: there is no candidate and no entry in the ledger. The gene's limit of \
             detection, in the report, says how small a variant could be and still have been seen.",
            arguments.variant
        ));
    }
    say(&explained.iter().map(table).collect::<Vec<_>>().join("\n"))
}

fn table(explained: &Explained) -> String {
    let Explained { contig, position, reference, alternate, rules, reported } = explained;
    let mut text = format!(
        "{contig}:{position} {reference}>{alternate}: {}\n",
        if *reported {
            "in the report"
        } else if rules.iter().any(|rule| rule.rule == "set_aside_normal_fraction") {
            "not in the report and not among the calls: both samples show it as an inherited variant, which was counted and \
             not judged"
        } else if rules.iter().any(|rule| rule.rule == "unseen_in_tumour") {
            "not in the report and not among the calls: a hotspot that was looked at, and no read shows it"
        } else {
            "not in the report (all calls are in small.vcf.gz)"
        }
    );
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
    let head = ("rule", "value", "threshold", "verdict");
    let _ = writeln!(text, "  {:<25} {:>12} {:>12}  {:<12} version  what the value is", head.0, head.1, head.2, head.3);
    for rule in rules {
        let verdict = match rule.verdict {
            RuleVerdict::Pass => "pass",
            RuleVerdict::Fail => "FAIL",
            RuleVerdict::Exempt => "exempt",
            RuleVerdict::NotAssessed => "not assessed",
        };
        let _ = writeln!(
            text,
            "  {:<25} {:>12} {:>12}  {verdict:<12} {:<7}  {}",
            rule.rule,
            number(rule.value),
            number(rule.threshold),
            rule.version,
            marv::marv_somatic::value_of(&rule.rule).unwrap_or("-")
        );
    }
    text
}

pub(super) fn verify(arguments: &VerifyArguments) -> Answer {
    let checked = marv::verify(&arguments.run)?;
    let mut text = String::new();
    for (name, verdict) in &checked {
        let word = match verdict {
            Checked::Same => "same",
            Checked::Changed => "CHANGED",
            Checked::Absent => "ABSENT",
        };
        let _ = writeln!(text, "{word:<8} {name}");
    }
    say(&text)?;
    let whole = checked.values().all(|verdict| *verdict == Checked::Same);
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

pub(super) fn schema(arguments: &SchemaArguments) -> Answer {
    match arguments.name.as_str() {
        "case" => say_json(&marv_report::schema()),
        other => Err(Failure::usage(format!("there is no schema {other:?}: choose from case"))),
    }
}
