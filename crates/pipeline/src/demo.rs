//! The demonstration: a pair with a known truth, the whole job on it, and how the answer compares.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use marv_model::case::Disease;
use marv_simulate::{Evaluation, EvaluationOptions, ReferenceChoice, Scenario, Simulated, demo_scenario, evaluate};

use crate::{
    CaseFile, DemoCase, Error, Request, Settings,
    case_file::SampleFile,
    progress::{Event, Progress, Stage},
    run::{Run, VARIANTS},
};

/// What the demonstration gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Demonstration {
    /// The pair and its truth.
    pub pair: Simulated,
    /// The run.
    pub run: Run,
    /// The calls against the truth.
    pub evaluation: Evaluation,
    /// The report to open, in English.
    pub report: PathBuf,
}

/// Makes the demonstration pair in `out/pair`, runs the whole job on it into `out/run`, and compares.
pub fn demo(out: &Path, settings: &Settings, progress: &dyn Progress) -> Result<Demonstration, Error> {
    let scenario = demo_scenario();
    let request = Request {
        id: "demonstration".to_owned(),
        disease: scenario.disease.as_deref().and_then(|word| word.parse().ok()).unwrap_or(Disease::Aml),
        karyotype: scenario.laboratory_karyotype.clone(),
        clinical: BTreeMap::new(),
        fish: BTreeMap::new(),
        panel: BTreeMap::new(),
        policies: BTreeMap::new(),
    };
    play(&scenario, request, out, settings, progress)
}

/// The same with another invented patient.
pub fn demo_case(
    case: DemoCase,
    out: &Path,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Demonstration, Error> {
    play(&case.scenario()?, case.request()?, out, settings, progress)
}

fn play(
    scenario: &Scenario,
    request: Request,
    out: &Path,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Demonstration, Error> {
    let pair = simulate(scenario, &ReferenceChoice::Generated, &out.join("pair"), progress)?;
    let Request { id, disease, karyotype, clinical, fish, panel, policies } = request;
    let file = CaseFile {
        id,
        disease,
        normal: Some(SampleFile { alignment: pair.normal.clone(), sample: None }),
        regions: Some(pair.regions.clone()),
        karyotype,
        clinical,
        fish,
        panel,
        policies,
        ..CaseFile::new(&pair.reference, &pair.tumour)
    };
    let folder = out.join("run");
    let run = crate::run::run(&file, settings, &folder, true, progress)?;
    let options = EvaluationOptions { regions: Some(pair.regions.clone()), ..EvaluationOptions::default() };
    let evaluation = evaluate(&folder.join(VARIANTS), &pair.somatic_truth, &pair.reference, &options)
        .map_err(|error| simulation(&error))?;
    Ok(Demonstration { report: folder.join("report.en.html"), pair, run, evaluation })
}

/// Makes a pair, telling its progress.
pub fn simulate(
    scenario: &Scenario,
    reference: &ReferenceChoice,
    out: &Path,
    progress: &dyn Progress,
) -> Result<Simulated, Error> {
    progress.event(Event::Started { stage: Stage::Simulate, steps: 0 });
    let pair = marv_simulate::simulate(scenario, reference, out, &|_| {}).map_err(|error| simulation(&error))?;
    progress.event(Event::Finished { stage: Stage::Simulate });
    Ok(pair)
}

fn simulation(error: &marv_simulate::Error) -> Error {
    Error::File {
        file: "simulation".into(),
        field: None,
        problem: error.to_string(),
        advice: "see the problem above".into(),
    }
}
