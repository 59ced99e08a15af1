//! Stored cases, interpreted again: with this version's rules and tables of evidence, and another knowledge where one is given.
//! No read is looked at, and no folder that is read is changed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use marv_annotate::{Bundle, oncogenicity::Assessor};
use marv_knowledge::{Evidence, Knowledge, Trials, family, predisposition};
use marv_model::case::{Case, ReportState};
use marv_report::{Changes, Language};
use serde::Serialize;

use crate::{
    Error, decisions,
    elsewhere::{self, observed},
    error::file_name,
    manifest::{Manifest, file_hash},
    output::write_file,
    progress::{Event, Progress, Stage},
    report::{read_case, to_html, to_json},
    run::{CASE, report_name},
};

/// What to interpret again with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reinterpretation {
    /// A folder of knowledge; without one each case keeps what its own knowledge said.
    pub knowledge: Option<PathBuf>,
    /// A list of trials; without one each case keeps its own.
    pub trials: Option<PathBuf>,
    /// When, RFC 3339 in UTC; see [`now`](crate::now).
    pub started: Option<String>,
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reinterpreted {
    /// The folder of the case, within the folder that was given.
    pub folder: String,
    /// The case's pseudonym.
    pub case: String,
    /// Whether the report of the folder is signed. It stays as it is.
    pub signed: bool,
    /// The case is of an earlier form, without what guidelines were asked with: its classes are as they were.
    pub classes_kept: bool,
    /// What changes; empty where nothing does, and then no draft is written.
    pub changes: Changes,
    /// The folder of the new draft.
    pub draft: Option<PathBuf>,
}

/// Interprets every case of a folder again and writes the drafts that differ into `out`, each a folder with `case.json`, the reports
/// and a manifest. A signed report is replaced by its draft with [`amend`](crate::amend), and by nothing else.
///
/// # Errors
/// When `dir` holds no case, a case cannot be read, `out` is not empty or lies within `dir`, or the knowledge cannot be read.
pub fn reinterpret(
    dir: &Path,
    with: &Reinterpretation,
    out: &Path,
    language: Language,
    progress: &dyn Progress,
) -> Result<Vec<Reinterpreted>, Error> {
    let cases = cases(dir)?;
    if fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::file(out, None, "the folder is not empty", "give the name of a new folder"));
    }
    let mut knowledge = with.knowledge.as_deref().map(Knowledge::open).transpose()?;
    let trials = with.trials.as_deref().map(elsewhere::trials).transpose()?;
    let mut inputs = BTreeMap::new();
    if let Some(folder) = &with.knowledge {
        let manifest = folder.join(marv_knowledge::store::MANIFEST);
        inputs.insert(format!("knowledge: {}", file_name(&manifest)), file_hash(&manifest)?);
    }
    if let Some(path) = &with.trials {
        inputs.insert(format!("trials: {}", file_name(path)), file_hash(path)?);
    }
    progress.event(Event::Started { stage: Stage::Report, steps: cases.len() as u64 });
    let mut done = Vec::new();
    for path in cases {
        let before = read_case(&path)?;
        let mut after = again(&before, knowledge.as_mut(), trials.as_ref())?;
        let roles: Vec<&str> = inputs.keys().filter_map(|key| key.split_once(": ").map(|(role, _)| role)).collect();
        after.provenance.inputs.retain(|key, _| !roles.iter().any(|role| key.starts_with(&format!("{role}: "))));
        after.provenance.inputs.extend(inputs.clone());
        // Who signed is no part of what is interpreted, and another version that says the same changes nothing.
        let unsigned = Case { state: after.state, signatures: Vec::new(), ..before.clone() };
        let changes = marv_report::changes(&unsigned, &after, language)
            .map_err(|error| Error::file(&path, None, error.to_string(), "report this as a fault, with the case"))?;
        let changes = if changes.is_of_causes_alone() { Changes::default() } else { changes };
        let folder = path.parent().unwrap_or(dir);
        let within = folder.strip_prefix(dir).unwrap_or(Path::new(""));
        let mut one = Reinterpreted {
            folder: within.display().to_string(),
            case: before.id.clone(),
            signed: before.state == ReportState::Signed,
            classes_kept: before.guideline_inputs.is_none(),
            changes,
            draft: None,
        };
        if !one.changes.is_empty() {
            let target = out.join(within);
            after.provenance.settings.insert("reinterpreted.from".to_owned(), file_hash(&path)?);
            after.provenance.started.clone_from(&with.started);
            write_draft(&after, &target)?;
            one.draft = Some(target);
        }
        done.push(one);
        progress.event(Event::Advanced { stage: Stage::Report, steps: 1 });
    }
    progress.event(Event::Finished { stage: Stage::Report });
    Ok(done)
}

/// The stored cases of a folder: its own, and those of the folders in it, in the order of their names.
fn cases(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    /// Folders below the one that was given: a year, a week, a case.
    const DEEPEST: usize = 4;
    let mut found = Vec::new();
    let mut open = vec![(dir.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let fail = |error: std::io::Error| Error::file(&folder, None, error.to_string(), "give a folder of runs");
        let case = folder.join(CASE);
        if case.is_file() {
            found.push(case);
            continue; // a run's folder holds no other run
        }
        for entry in fs::read_dir(&folder).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            if depth < DEEPEST && entry.file_type().map_err(fail)?.is_dir() {
                open.push((entry.path(), depth + 1));
            }
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Error::file(dir, None, "there is no case.json in it", "give a folder of runs"));
    }
    Ok(found)
}

/// A case with everything that is not read from its samples worked out again. It is a draft, without a signature.
fn again(before: &Case, mut knowledge: Option<&mut Knowledge>, trials: Option<&Trials>) -> Result<Case, Error> {
    let mut case = before.clone();
    let bundle = Bundle::embedded();
    case.state = ReportState::Draft;
    case.signatures.clear();
    crate::VERSION.clone_into(&mut case.provenance.marv_version);
    bundle.hash().clone_into(&mut case.provenance.bundle_hash);
    case.provenance.bundle_version.clone_from(&bundle.manifest().version);
    for variant in &mut case.variants {
        let main = variant.consequences.first();
        if let Some(knowledge) = knowledge.as_deref_mut() {
            let allele = knowledge.allele(&variant.contig, variant.position, &variant.reference, &variant.alternate)?;
            variant.known = Some(elsewhere::known_of(&allele, main, knowledge));
        }
        variant.oncogenicity = main.map(|main| Assessor::new(bundle).assess(main, &observed(variant.known.as_ref())));
    }
    if let Some(found) = &mut case.predisposition {
        for one in &mut found.variants {
            if let Some(knowledge) = knowledge.as_deref_mut() {
                let allele = knowledge.allele(&one.contig, one.position, &one.reference, &one.alternate)?;
                one.frequency = allele.frequency;
                one.clinvar = allele.clinvar.map(|word| word.word().to_owned());
            }
            let kept = one.codes.iter().filter(|code| matches!(code.code.as_str(), "PS2" | "PM6")).cloned();
            let kept: Vec<_> = kept.collect();
            if let Some(codes) =
                predisposition::codes(&one.consequence, predisposition::Seen { frequency: one.frequency })
            {
                one.codes = codes.into_iter().chain(kept).collect();
            }
            (one.points, one.class) = predisposition::sum(&one.codes);
        }
        for one in
            found.family.iter_mut().filter_map(|family| family.donor.as_mut()).flat_map(|donor| &mut donor.variants)
        {
            if let Some(knowledge) = knowledge.as_deref_mut() {
                let allele = knowledge.allele(&one.contig, one.position, &one.reference, &one.alternate)?;
                one.frequency = allele.frequency;
                one.clinvar = allele.clinvar.map(|word| word.word().to_owned());
            }
            let seen = predisposition::Seen { frequency: one.frequency };
            if let Some(codes) = predisposition::codes(&one.consequence, seen) {
                one.codes = codes;
                (one.points, one.class) = predisposition::sum(&one.codes);
            }
        }
        predisposition::order(&mut found.variants);
        for compounds in found.family.iter_mut().map(|family| &mut family.compounds) {
            *compounds = family::compounds(&found.variants);
        }
    }
    decisions::put_in_force(&mut case, CASE.as_ref())?;
    case.quality.gates = marv_knowledge::gates(&case);
    let earlier = case.interpretation.take().map_or_else(Vec::new, |meaning| meaning.trials);
    let evidence = match &knowledge {
        Some(knowledge) => knowledge.evidence(),
        None => Evidence::embedded(),
    };
    let mut meaning = marv_knowledge::interpret(&case, evidence);
    meaning.trials = trials.map_or(earlier, |trials| trials.matched(&case));
    case.interpretation = Some(meaning);
    Ok(case)
}

fn write_draft(case: &Case, folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| Error::machine(folder, "make the folder", error))?;
    let mut outputs = BTreeMap::new();
    let mut write = |name: String, content: String| -> Result<(), Error> {
        let path = folder.join(&name);
        write_file(&path, content.as_bytes())?;
        outputs.insert(name, file_hash(&path)?);
        Ok(())
    };
    write(CASE.to_owned(), to_json(case)?)?;
    for language in Language::ALL {
        write(report_name(language), to_html(case, language)?)?;
    }
    Manifest {
        marv_version: crate::VERSION.to_owned(),
        bundle_hash: Bundle::embedded().hash().to_owned(),
        started: case.provenance.started.clone(),
        inputs: case.provenance.inputs.clone(),
        settings: serde_json::Value::Null,
        outputs,
    }
    .write(folder)
}
