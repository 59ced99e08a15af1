//! Commands that work: run, call, annotate, simulate, evaluate, demo.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use marv::{
    CaseFile, CytogeneticsPolicy, Demonstration, DonorFile, FamilyFile, SampleFile, Settings,
    marv_ingest::alignment,
    marv_model::case::Disease,
    marv_report::Language,
    marv_simulate::{self, EvaluationOptions, ReferenceChoice, Scenario},
    marv_somatic::SomaticConfig,
};

use super::{Answer, Failure, say, say_json};
use crate::{
    arguments::{
        AboutArguments, AnnotateArguments, CallArguments, Common, CramDecoder, DemoArguments, EvaluateArguments,
        PairArguments, PonArguments, PonCommand, Preset, RunArguments, SimulateArguments, StructureArguments,
    },
    log::Log,
};

/// The library's settings from what was said.
pub(super) fn settings(common: &Common) -> Settings {
    Settings { threads: common.threads.unwrap_or(0), ..Settings::default() }
}

pub(super) fn with_pair(mut settings: Settings, pair: &PairArguments) -> Settings {
    settings.region_size = pair.region_size;
    settings.allow_same_sample = pair.allow_same_sample;
    settings.sweep.assemble = !pair.no_assembly;
    settings.somatic = match pair.preset {
        Preset::Clinical => SomaticConfig::default(),
        Preset::Discovery => SomaticConfig::discovery(),
        Preset::Balsamic => SomaticConfig::balsamic(),
    };
    settings.cram_decoder = match pair.cram_decoder {
        CramDecoder::Htslib => alignment::CramDecoder::Htslib,
        CramDecoder::Noodles => alignment::CramDecoder::Noodles,
    };
    settings
}

/// A case from the command line alone.
pub(super) fn case_of(pair: PairArguments) -> Result<CaseFile, Failure> {
    let missing = |what: &str| {
        Failure::usage(format!("{what} is missing: give a case file, or --tumour, --normal and --reference"))
    };
    let share = share_of_normal(pair.tumour_in_normal)?;
    let reference = pair.reference.ok_or_else(|| missing("--reference"))?;
    let tumour = pair.tumour.ok_or_else(|| missing("--tumour"))?;
    Ok(CaseFile {
        tumour: SampleFile { alignment: tumour.clone(), sample: pair.tumour_sample },
        normal: pair.normal.map(|alignment| SampleFile { alignment, sample: pair.normal_sample }),
        variants: pair.variants,
        regions: pair.regions,
        panel_of_normals: pair.panel_of_normals,
        panel_of_junctions: pair.panel_of_junctions,
        population: pair.population,
        tumour_in_normal: share,
        ..CaseFile::new(reference, tumour)
    })
}

/// A case file with what the command line says of the pair beside it: the command line goes first, other callers' variants
/// are added.
fn beside(case: CaseFile, pair: PairArguments) -> Result<CaseFile, Failure> {
    let share = share_of_normal(pair.tumour_in_normal)?;
    let named = |file: SampleFile, sample: Option<String>| SampleFile { sample: sample.or(file.sample), ..file };
    if case.normal.is_none() && pair.normal_sample.is_some() {
        return Err(Failure::usage("--normal-sample is given, and the case file names no normal"));
    }
    Ok(CaseFile {
        tumour: named(case.tumour, pair.tumour_sample),
        normal: case.normal.map(|normal| named(normal, pair.normal_sample)),
        variants: [case.variants, pair.variants].concat(),
        regions: pair.regions.or(case.regions),
        panel_of_normals: pair.panel_of_normals.or(case.panel_of_normals),
        panel_of_junctions: pair.panel_of_junctions.or(case.panel_of_junctions),
        population: pair.population.or(case.population),
        tumour_in_normal: share.or(case.tumour_in_normal),
        ..case
    })
}

/// Tumour in the normal as the command line gives it.
fn share_of_normal(share: Option<f64>) -> Result<Option<f64>, Failure> {
    if share.is_some_and(|share| !(0.0..1.0).contains(&share)) {
        return Err(Failure::usage("--tumour-in-normal is a share of the normal's DNA: 0 up to (not including) 1"));
    }
    Ok(share)
}

/// The disease that a word of the command line names.
pub(super) fn disease(word: &str) -> Result<Disease, Failure> {
    word.parse().map_err(|_| {
        let words: Vec<_> = Disease::ALL.iter().map(|(_, word)| *word).collect();
        Failure::usage(format!("--disease {word}: choose from {}", words.join(", ")))
    })
}

/// A case from a case file or the command line, with what the command line says beside it.
pub(super) fn whole_case(file: Option<&Path>, pair: PairArguments, about: AboutArguments) -> Result<CaseFile, Failure> {
    let mut case = match file {
        Some(path) => {
            if pair.tumour.is_some() || pair.normal.is_some() || pair.reference.is_some() {
                return Err(Failure::usage("give either a case file or --tumour, --normal and --reference, not both"));
            }
            beside(CaseFile::read(path)?, pair)?
        }
        None => case_of(pair)?,
    };
    if let Some(id) = about.id {
        case.id = id;
    }
    if let Some(word) = &about.disease {
        case.disease = disease(word)?;
    }
    case.karyotype = about.karyotype.or(case.karyotype);
    case.segments = about.segments.or(case.segments);
    case.junctions = about.junctions.or(case.junctions);
    case.knowledge = about.knowledge.or(case.knowledge);
    case.trials = about.trials.or(case.trials);
    case.consent_predisposition |= about.consent_predisposition;
    if let Some(pedigree) = about.ped {
        let members = about.relative.iter().map(|text| {
            let named = text.split_once('=').filter(|(person, file)| !person.is_empty() && !file.is_empty());
            let (person, file) =
                named.ok_or_else(|| Failure::usage(format!("--relative {text}: expected PERSON=FILE")))?;
            Ok((person.to_owned(), SampleFile { alignment: file.into(), sample: None }))
        });
        let members = members.collect::<Result<_, Failure>>()?;
        case.family = Some(FamilyFile { pedigree, patient: about.patient, members });
    }
    if let Some(text) = &about.donor {
        let (person, file) = match text.split_once('=') {
            Some((person, file)) if !Path::new(text).exists() => (Some(person.to_owned()), file),
            _ => (None, text.as_str()),
        };
        let consent_predisposition = about.consent_donor;
        case.donor = Some(DonorFile { alignment: file.into(), sample: None, person, consent_predisposition });
    }
    case.check("the command line".as_ref())?;
    Ok(case)
}

pub(super) fn run(arguments: RunArguments, common: &Common, log: &Log) -> Answer {
    let mut settings = with_pair(settings(common), &arguments.pair);
    settings.resume = arguments.resume;
    settings.fast_track = arguments.fast_track;
    if arguments.no_virtual_karyotype {
        settings.cytogenetics = CytogeneticsPolicy::LaboratoryOnly;
    }
    let case = whole_case(arguments.case.as_deref(), arguments.pair, arguments.about)?;
    run_into(&case, settings, &arguments.out, log)
}

/// The whole job, and what it came to.
pub(super) fn run_into(case: &CaseFile, mut settings: Settings, out: &Path, log: &Log) -> Answer {
    settings.started = Some(marv::now());
    let run = marv::run_case(case, &settings, out, log)?;
    say(&format!(
        "{}\nreport: {}",
        marv::to_text(&run.case, Language::English)?,
        run.folder.join("report.en.html").display()
    ))
}

pub(super) fn call(arguments: CallArguments, common: &Common, log: &Log) -> Answer {
    let settings = with_pair(settings(common), &arguments.pair);
    let case = case_of(arguments.pair)?;
    call_into(&case, &settings, &arguments.out, arguments.ledger.as_deref(), log)
}

/// Calls alone, and how many.
pub(super) fn call_into(case: &CaseFile, settings: &Settings, out: &Path, ledger: Option<&Path>, log: &Log) -> Answer {
    let called = marv::call(case, settings, out, ledger, log)?;
    if out.as_os_str() == "-" {
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("{} calls pass of {} candidates: {}", called.counts.passed, called.counts.candidates, out.display()))
}

pub(super) fn structure(arguments: StructureArguments, common: &Common, log: &Log) -> Answer {
    let settings = with_pair(settings(common), &arguments.pair);
    let case = case_of(arguments.pair)?;
    let marv::Structure { copies, junctions, karyotype } = marv::structure(&case, &settings, &arguments.out, log)?;
    let changed = copies.segments.iter().filter(|segment| segment.is_changed()).count();
    let purity = copies.fit.purity().map_or_else(|| "not assessable".to_owned(), |purity| format!("{purity:.2}"));
    let joined = junctions.iter().filter(|junction| junction.passes()).count();
    let line = karyotype.and_then(|found| found.clinical_line).unwrap_or_else(|| "not assessed".to_owned());
    say(&format!(
        "{changed} of {} segments changed, purity {purity}; {joined} of {} junctions pass; virtual karyotype (WGS): \
         {line}: {}",
        copies.segments.len(),
        junctions.len(),
        arguments.out.display()
    ))
}

pub(super) fn filter(arguments: CallArguments, common: &Common, log: &Log) -> Answer {
    let settings = with_pair(settings(common), &arguments.pair);
    let reads = arguments.pair.tumour.is_some();
    let mut pair = arguments.pair;
    if !reads {
        if pair.normal.is_some() {
            return Err(Failure::usage("--normal without --tumour: give both alignments, or none"));
        }
        // Not looked at: the callers' own counts are judged.
        pair.tumour = Some(PathBuf::new());
    }
    let case = case_of(pair)?;
    let ledger = arguments.ledger.as_deref();
    let counts = if reads {
        marv::filter(&case, &settings, &arguments.out, ledger, log)?.counts
    } else {
        log.warn(
            "no alignments: judged by the callers' own counts; the header names the filters that could not be assessed",
        );
        marv::filter_without_reads(&case, &settings, &arguments.out, ledger, log)?
    };
    if arguments.out.as_os_str() == "-" {
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("{} of {} supplied variants pass: {}", counts.passed, counts.candidates, arguments.out.display()))
}

pub(super) fn panel_of_normals(arguments: PonArguments, log: &Log) -> Answer {
    let summary = match arguments.command {
        PonCommand::Build { structural: true, normals, reference, out } => {
            marv::build_panel_of_junctions(&normals, &reference, &out)?
        }
        PonCommand::Build { structural: false, normals, reference, out } => {
            marv::build_panel_of_normals(&normals, &reference, &out, log)?
        }
        PonCommand::Show { panel } => marv::show_panel_of_normals(&panel)?,
    };
    say(&summary.to_string())
}

pub(super) fn annotate(arguments: &AnnotateArguments, log: &Log) -> Answer {
    let (reference, knowledge) = (arguments.reference.as_deref(), arguments.knowledge.as_deref());
    let done = marv::annotate_file(&arguments.input, &arguments.out, reference, knowledge, log)?;
    for notice in &done.notices {
        log.warn(&format!("{} ({} times, first on line {})", notice.what, notice.count, notice.first_line));
    }
    if arguments.out.as_os_str() == "-" {
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("{} of {} records annotated: {}", done.changed, done.records, arguments.out.display()))
}

pub(super) fn simulate(arguments: &SimulateArguments, log: &Log) -> Answer {
    let mut scenario = match &arguments.scenario {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::input(format!("{}: {error}", path.display())))?;
            Scenario::from_toml(&text).map_err(|error| Failure::input(format!("{}: {error}", path.display())))?
        }
        None => marv_simulate::demo_scenario(),
    };
    if let Some(seed) = arguments.seed {
        scenario.seed = seed;
    }
    if arguments.print_scenario {
        return say(&scenario.to_toml().map_err(Failure::input)?);
    }
    let reference = arguments.reference.clone().map_or(ReferenceChoice::Generated, ReferenceChoice::File);
    let Some(out) = &arguments.out else { return Err(Failure::usage("--out says where the pair goes")) };
    let pair = marv::simulate(&scenario, &reference, out, log)?;
    say(&format!(
        "tumour:    {} ({} records)\nnormal:    {} ({} records)\nreference: {}\ntruth:     {}",
        pair.tumour.display(),
        pair.records[0],
        pair.normal.display(),
        pair.records[1],
        pair.reference.display(),
        pair.somatic_truth.display(),
    ))
}

pub(super) fn evaluate(arguments: &EvaluateArguments) -> Answer {
    let share = arguments.tumour_in_normal;
    if share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Err(Failure::usage("--tumour-in-normal is a share of the normal's DNA: 0 to 1"));
    }
    let options = EvaluationOptions { all: arguments.all, regions: arguments.regions.clone(), tumour_in_normal: share };
    let evaluation = marv_simulate::evaluate(&arguments.calls, &arguments.truth, &arguments.reference, &options)
        .map_err(Failure::input)?;
    if let Some(out) = &arguments.out {
        evaluation.write_tsv(out).map_err(Failure::input)?;
    }
    if arguments.json { say_json(&evaluation) } else { say(&evaluation.to_string()) }
}

pub(super) fn demo(arguments: &DemoArguments, common: &Common, log: &Log) -> Answer {
    let settings = settings(common);
    let Demonstration { run, evaluation, report, .. } = match &arguments.case {
        Some(name) => marv::demo_case(marv::DemoCase::named(name)?, &arguments.out, &settings, log)?,
        None => marv::demo(&arguments.out, &settings, log)?,
    };
    let first = run.case.variants.first().map_or_else(String::new, |one| format!("{}:{}", one.contig, one.position));
    let danish = report.with_file_name("report.da.html");
    say(&format!(
        "{}\nAgainst the truth of the simulated pair:\n{evaluation}\n\nreport, English: {}\nreport, Danish:  {}\nwhy a variant:   marv why {} {first}",
        marv::to_text(&run.case, Language::English)?,
        report.display(),
        danish.display(),
        run.folder.display(),
    ))
}
