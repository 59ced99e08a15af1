//! The files of a run's folder: which there are, what they were made from, and the manifest over them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use marv_annotate::Bundle;
use marv_report::Language;

use crate::{
    CaseFile, Error, Settings,
    error::file_name,
    hotspots::HOTSPOTS,
    inputs::Pair,
    ledger::LEDGER,
    manifest::{MANIFEST, Manifest, alignment_hash, file_hash},
    output::remove_leftovers,
    rearrangements::STRUCTURAL,
    structure::{ARMS, FIGURE, GENES, PURITY, SEG, SEGMENTS},
    virtual_karyotype::KARYOTYPE,
};

/// The name of the case in a run's folder.
pub const CASE: &str = "case.json";
/// The name of the small variants in a run's folder.
pub const VARIANTS: &str = "small.vcf.gz";

/// The files of a run by name, the manifest left out.
pub(super) fn results() -> Vec<String> {
    let indexed = [VARIANTS, STRUCTURAL, LEDGER].into_iter().flat_map(|name| [name.to_owned(), format!("{name}.tbi")]);
    let tables = [SEGMENTS, SEG, PURITY, ARMS, GENES, FIGURE, KARYOTYPE, HOTSPOTS].map(str::to_owned);
    indexed.chain(tables).chain([CASE.to_owned()]).chain(Language::ALL.into_iter().map(report_name)).collect()
}

pub(crate) fn report_name(language: Language) -> String {
    format!("report.{}.html", language.tag())
}

/// Empties the folder of an earlier run's results, the manifest first: a folder with one is a complete run, and nobody
/// may find an old report beside new variants.
pub(super) fn begin(folder: &Path) -> Result<(), Error> {
    for name in [MANIFEST.to_owned()].into_iter().chain(results()) {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::machine(folder, "remove an earlier run's results", error));
            }
            _ => {}
        }
    }
    remove_leftovers(folder)
}

/// The inputs of a case by role and name, with their hashes.
pub(super) fn inputs(file: &CaseFile, pair: &Pair) -> Result<BTreeMap<String, String>, Error> {
    let mut hashes = BTreeMap::new();
    let mut add = |role: &str, path: &Path, hash: String| hashes.insert(format!("{role}: {}", file_name(path)), hash);
    for (role, bound) in [("tumour", Some(&pair.tumour)), ("normal", pair.normal.as_ref())] {
        if let Some(bound) = bound {
            let file = bound.file();
            add(role, file.path(), alignment_hash(file.path(), file.index_path())?);
        }
    }
    let index = reference_index(&file.reference);
    add("reference index", &index, file_hash(&index)?);
    let tables = [
        ("regions", &file.regions),
        ("segments", &file.segments),
        ("junctions", &file.junctions),
        ("panel of normals", &file.panel_of_normals),
        ("panel of junctions", &file.panel_of_junctions),
        ("population", &file.population),
        ("trials", &file.trials),
    ];
    let tables = tables.into_iter().filter_map(|(role, path)| path.as_ref().map(|path| (role, path)));
    if let Some(folder) = &file.knowledge {
        // The manifest holds the hashes of the tables.
        let manifest = folder.join(marv_knowledge::store::MANIFEST);
        add("knowledge", &manifest, file_hash(&manifest)?);
    }
    for (role, path) in tables.chain(file.variants.iter().map(|path| ("variants", path))) {
        add(role, path, file_hash(path)?);
    }
    Ok(hashes)
}

pub(super) fn write_manifest(
    out: &Path,
    files: &[String],
    settings: &Settings,
    inputs: BTreeMap<String, String>,
) -> Result<(), Error> {
    let outputs = files
        .iter()
        .map(|name| Ok((name.clone(), file_hash(&out.join(name))?)))
        .collect::<Result<BTreeMap<_, _>, Error>>()?;
    Manifest {
        marv_version: crate::VERSION.to_owned(),
        bundle_hash: Bundle::embedded().hash().to_owned(),
        started: settings.started.clone(),
        inputs,
        settings: serde_json::json!({ "sweep": settings.sweep, "somatic": settings.somatic }),
        outputs,
    }
    .write(out)
}

pub(super) fn reference_index(reference: &Path) -> PathBuf {
    let mut index = reference.as_os_str().to_owned();
    index.push(".fai");
    index.into()
}

pub(crate) fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}
