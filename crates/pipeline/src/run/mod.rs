//! The whole job: a pair in, a run's folder out.
//!
//! `job` is what every command over reads shares: sweep, learn, decide. `calling` (`marv call`, `marv filter`) and `genome`
//! (`marv structure`) stop there; a run goes on to a case and its report. `folder` knows a run's files, `names` the samples'.

mod calling;
mod folder;
mod genome;
mod job;
mod names;

use std::{
    fs,
    path::{Path, PathBuf},
};

use marv_model::case::Case;
use marv_report::Language;

pub use self::{
    calling::{Called, call, filter},
    folder::{CASE, VARIANTS},
    genome::{Structure, structure},
};
pub(crate) use self::{
    folder::{folder_of, report_name},
    job::Job,
};
use self::{
    folder::{inputs, results, write_manifest},
    genome::in_case,
    job::Targets,
};
use crate::{
    CaseFile, Error, Settings,
    assemble::{Parts, assemble},
    case_file, elsewhere, family, genes,
    hotspots::{self, HOTSPOTS},
    inputs::Pair,
    known,
    laboratory::Laboratory,
    ledger::LEDGER,
    output::write_file,
    pictures::pictures,
    predisposition,
    progress::{Event, Progress, Stage},
    report,
    select::{most_certain, reportable, unclear},
};

/// What a run gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its folder.
    pub folder: PathBuf,
    /// The case.
    pub case: Case,
    /// The files in the folder, by name, the manifest left out.
    pub files: Vec<String>,
}

/// Runs a case and writes its folder: `case.json`, the report in Danish and English, `small.vcf.gz`, `karyotype.txt`,
/// the ledger, the manifest. Each file appears whole or not at all; the manifest comes last, so a folder with one is complete.
///
/// ```no_run
/// use marv::{CaseFile, Settings, progress::Silent, run_case};
///
/// let case = CaseFile::read("case.toml".as_ref())?;
/// let run = run_case(&case, &Settings::default(), "run".as_ref(), &Silent)?;
/// for variant in &run.case.variants {
///     println!("{}:{} {}>{}", variant.contig, variant.position, variant.reference, variant.alternate);
/// }
/// # Ok::<(), marv::Error>(())
/// ```
pub fn run_case(file: &CaseFile, settings: &Settings, out: &Path, progress: &dyn Progress) -> Result<Run, Error> {
    run(file, settings, out, false, progress)
}

pub(crate) fn run(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    demonstration: bool,
    progress: &dyn Progress,
) -> Result<Run, Error> {
    crate::sign::refuse_signed(out)?;
    let file = &*crate::fast_track::chosen(file, settings, out)?;
    let settings = &Settings { structure: true, ..with_case(settings, file) };
    let choices = case_file::choices(file.disease, &file.policies, "the case".as_ref())?;
    let pair = Pair::open(file, settings, progress)?;
    let family = family::open(file, &pair, settings, progress)?;
    let laboratory = laboratory(file, &pair)?;
    fs::create_dir_all(out).map_err(|error| Error::machine(out, "make the folder", error))?;
    let ledger = out.join(LEDGER);
    let job = Job::new(file, settings, &pair, progress)?;
    let targets = Targets {
        variants: &out.join(VARIANTS),
        ledger: Some(&ledger),
        scratch: out,
        folder: Some(out),
        only_supplied: false,
    };
    let annotated = job.panel.bundle.is_some();
    let mut outcome = job.call(&targets, |judged| reportable(judged, annotated) || unclear(judged))?;
    let genome = in_case(&job, out, (outcome.regions, &outcome.store, &outcome.learned), laboratory)?;
    outcome.learned.tumour_in_normal = genome.tumour_in_normal;
    let mut warnings = job.warnings.clone();
    warnings.extend(genome.laboratory.left_out(pair.contigs()));
    if outcome.unlisted > 0 {
        warnings.push(format!("outside_panel_unlisted: {}", outcome.unlisted));
    }
    if !annotated {
        let (kept, all) = most_certain(std::mem::take(&mut outcome.kept));
        if kept.len() < all {
            warnings.push(format!("most_certain_listed|listed={}|of={all}", kept.len()));
        }
        outcome.kept = kept;
    }

    let listed: Vec<_> = outcome
        .kept
        .iter()
        .filter(|judged| reportable(judged, annotated))
        .map(|judged| judged.call.variant.clone())
        .collect();
    let pictures = pictures(&pair, &listed, &job.pool, progress)?;

    progress.event(Event::Started { stage: Stage::Report, steps: 0 });
    let genes = job.panel.bundle.as_ref().map_or_else(Vec::new, |bundle| {
        genes::results(
            bundle,
            &outcome.swept.depths,
            &outcome.kept,
            &outcome.learned,
            &settings.somatic,
            file.disease,
            pair.normal.is_some(),
        )
    });
    let mut inputs = inputs(file, &pair)?;
    inputs.extend(family.as_ref().map(family::OpenFamily::inputs).transpose()?.unwrap_or_default());
    let known = elsewhere::known(&outcome.kept, &pair, file.knowledge.as_ref())?;
    let trials = file.trials.as_deref().map(elsewhere::trials).transpose()?;
    let mut case = assemble(Parts {
        file,
        settings,
        choices: &choices,
        pair: &pair,
        panel: &job.panel,
        swept: &outcome.swept,
        learned: &outcome.learned,
        counts: outcome.counts,
        false_discovery: outcome.false_discovery,
        kept: &outcome.kept,
        known,
        trials: trials.as_ref(),
        pictures,
        genes,
        laboratory: &genome.laboratory,
        rearrangements: genome.rearrangements,
        found: &genome.found,
        copy_number: genome.copy_number,
        virtual_karyotype: genome.karyotype,
        warnings,
        inputs: inputs.clone(),
        demonstration,
    })?;
    let inherited = predisposition::of(&case, &job, (&outcome.store, outcome.regions), family.as_ref())?;
    if inherited.iter().flat_map(|found| &found.family).flat_map(|family| &family.members).any(|one| one.contradicted) {
        case.quality.warnings.push("pedigree_contradicted".to_owned());
        let message =
            "the reads contradict the pedigree: see the report before anything is said of inheritance".to_owned();
        progress.event(Event::Warning { message });
    }
    case.predisposition = inherited;
    let table = hotspots::table(&job.panel, pair.contigs(), &outcome.hotspots);
    write_file(&out.join(HOTSPOTS), table.as_bytes())?;
    write_file(&out.join(CASE), report::to_json(&case)?.as_bytes())?;
    for language in Language::ALL {
        write_file(&out.join(report_name(language)), report::to_html(&case, language)?.as_bytes())?;
    }
    let files = results();
    write_manifest(out, &files, settings, inputs)?;
    outcome.store.remove()?;
    progress.event(Event::Finished { stage: Stage::Report });
    Ok(Run { folder: out.to_owned(), case, files })
}

/// What the laboratory knows beside the reads.
fn laboratory(file: &CaseFile, pair: &Pair) -> Result<Laboratory, Error> {
    let known = known::read(&file.clinical, &file.fish, &file.panel, "the case".as_ref())?;
    Laboratory::of(file.karyotype.as_deref(), known, file.disease).with_structure(
        file.segments.as_deref(),
        file.junctions.as_deref(),
        pair.tumour.file().sample()?,
        pair.contigs(),
    )
}

/// The case's own settings over the caller's.
fn with_case(settings: &Settings, file: &CaseFile) -> Settings {
    let mut settings = settings.clone();
    if file.tumour_in_normal.is_some() {
        settings.somatic.tumour_in_normal = file.tumour_in_normal;
    }
    settings
}
