//! The knowledge: built from downloads, shown, checked, compared.

use std::{collections::BTreeMap, fmt::Write, process::ExitCode};

use marv::{
    marv_annotate::Bundle,
    marv_knowledge::{
        Knowledge, is_day,
        store::{ROLES, Sources, Verdict, diff, verify},
    },
    marv_model::genome::Build,
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
    const BUILDS: [Build; 3] = [Build::Grch38, Build::Grch37, Build::Chm13];
    let build =
        BUILDS.into_iter().find(|build| build.to_string().eq_ignore_ascii_case(&own.build)).ok_or_else(|| {
            let known = BUILDS.map(|build| build.to_string()).join(", ");
            Failure::usage(format!("--build {}: expected one of {known}", own.build))
        })?;
    let sources = Sources {
        build: Some(build),
        transcripts: own.transcripts,
        mane: own.mane,
        bands: own.bands,
        population: own.population,
        clinvar: own.clinvar,
        normals: own.normals,
        hotspots: own.hotspots,
        civic: own.civic,
        genes: own.genes,
        fusions: own.fusions,
        evidence: own.evidence,
        releases: pairs("--release", &own.release)?,
        terms: pairs("--terms", &own.terms)?,
        dates: pairs("--dated", &own.dated)?,
        date: own.date.unwrap_or_else(|| marv::now().chars().take(10).collect()),
    };
    if sources.is_empty() {
        let options: Vec<String> = ROLES.iter().map(|role| format!("--{role}")).collect();
        return Err(Failure::usage(format!("give at least one source: {}", options.join(", "))));
    }
    for (option, told) in [("--release", &sources.releases), ("--terms", &sources.terms), ("--dated", &sources.dates)] {
        if let Some(role) = told.keys().find(|role| !sources.has(role)) {
            return Err(Failure::usage(format!("{option} {role}=...: give the source too, with --{role}")));
        }
    }
    let days = sources.dates.iter().map(|(role, day)| (format!("--dated {role}={day}"), day));
    for (given, day) in days.chain([(format!("--date {}", sources.date), &sources.date)]) {
        if !is_day(day) {
            return Err(Failure::usage(format!("{given}: expected a day as YYYY-MM-DD, such as 2026-11-01")));
        }
    }
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
