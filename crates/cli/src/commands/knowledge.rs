//! The knowledge: built from downloads, shown, checked, compared.

use std::{collections::BTreeMap, fmt::Write, process::ExitCode};

use marv::{
    marv_annotate::Bundle,
    marv_knowledge::{
        Knowledge,
        store::{Sources, Verdict, diff, verify},
    },
};

use super::{Answer, Failure, say, say_json};
use crate::arguments::{KnowledgeBuildArguments, KnowledgeCommand};

pub(super) fn knowledge(command: KnowledgeCommand) -> Answer {
    match command {
        KnowledgeCommand::Build(own) => build(*own),
        KnowledgeCommand::Show { folder: None } => say_json(Bundle::embedded().manifest()),
        KnowledgeCommand::Show { folder: Some(folder) } => {
            say_json(Knowledge::open(&folder).map_err(Failure::input)?.manifest())
        }
        KnowledgeCommand::Verify { folder } => {
            let checked = verify(&folder).map_err(Failure::input)?;
            let mut text = String::new();
            for (name, verdict) in &checked {
                let word = match verdict {
                    Verdict::Same => "same",
                    Verdict::Changed => "CHANGED",
                    Verdict::Absent => "ABSENT",
                };
                let _ = writeln!(text, "{word:<8} {name}");
            }
            say(&text)?;
            let whole = checked.iter().all(|(_, verdict)| *verdict == Verdict::Same);
            Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
        }
        KnowledgeCommand::Diff { one, other } => {
            let changes = diff(&one, &other).map_err(Failure::input)?;
            if changes.is_empty() {
                return say("no difference");
            }
            let shown = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
            let mut text = String::new();
            for change in changes {
                let (before, after) = (shown(&change.before), shown(&change.after));
                let _ = writeln!(text, "{}\n  before: {before}\n  after:  {after}", change.what);
            }
            say(&text)
        }
    }
}

fn build(own: KnowledgeBuildArguments) -> Answer {
    if own.population.is_empty() && own.clinvar.is_none() && own.hotspots.is_none() && own.civic.is_none() {
        return Err(Failure::usage("give at least one of --population, --clinvar, --hotspots and --civic"));
    }
    let sources = Sources {
        population: own.population,
        clinvar: own.clinvar,
        hotspots: own.hotspots,
        civic: own.civic,
        releases: pairs("--release", &own.release)?,
        terms: pairs("--terms", &own.terms)?,
        date: own.date.unwrap_or_else(|| marv::now().chars().take(10).collect()),
    };
    let manifest = marv::build_knowledge(&sources, &own.out)?;
    let mut text = String::new();
    for table in &manifest.tables {
        let _ = writeln!(text, "{:>12} rows  {}", table.rows, own.out.join(&table.file).display());
    }
    let left_out: u64 = manifest.sources.iter().map(|source| source.left_out).sum();
    let _ = write!(text, "{left_out:>12} records or alleles left out, see knowledge.json");
    say(&text)
}

/// `SOURCE=TEXT`.
fn pairs(option: &str, given: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    const ROLES: [&str; 4] = ["population", "clinvar", "hotspots", "civic"];
    let read = |text: &String| {
        text.split_once('=')
            .filter(|(role, _)| ROLES.contains(role))
            .map(|(role, value)| (role.to_owned(), value.to_owned()))
            .ok_or_else(|| {
                Failure::usage(format!("{option} {text}: expected SOURCE=TEXT, SOURCE of {}", ROLES.join(", ")))
            })
    };
    given.iter().map(read).collect()
}
