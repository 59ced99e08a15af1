//! Gene models from the files that archives publish, as one table that is asked by place.
//!
//! The way: `features` (GFF3 and GTF, with `attributes`) and `gene_pred` read a file to drafts, `mane` marks them, `draft` makes
//! models of them or says why not, `table` holds the models.

mod attributes;
mod draft;
mod features;
mod gene_pred;
mod mane;
mod place;
mod table;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use marv_annotate::Transcript;
use marv_ingest::{Error as FileError, error::Problem};
use marv_model::genome::Build;

pub use self::table::Transcripts;
use self::{draft::settled, features::Read, mane::Mane};
use super::lines::Lines;

/// What was read from one file.
pub(super) struct ReadFile {
    pub(super) path: PathBuf,
    pub(super) told: String,
    /// Transcripts in the file.
    pub(super) records: u64,
    /// Those that are in no table, by reason.
    pub(super) left_out: BTreeMap<String, u64>,
}

/// Reads files of gene models of a build and writes them as one table with its index; what each file gave, how many rows
/// the table of MANE transcripts has, and how many models the table.
pub(super) fn build(
    paths: &[PathBuf],
    mane: Option<&Path>,
    build: Build,
    table: &Path,
    index: &Path,
) -> Result<(Vec<ReadFile>, u64, usize), FileError> {
    let mane = mane.map(Mane::read).transpose()?.unwrap_or_default();
    let mut files = Vec::new();
    let mut models: Vec<(u16, Transcript)> = Vec::new();
    for path in paths {
        let Read { drafts, told } = read(path, build)?;
        let records = drafts.len() as u64;
        let mut left_out: BTreeMap<String, u64> = BTreeMap::new();
        let before = models.len();
        for mut draft in drafts {
            mane.mark(&mut draft);
            let number = draft.chromosome;
            match draft.model() {
                Ok(model) => models.extend(number.map(|number| (number, model))),
                Err(why) => *left_out.entry(why.to_owned()).or_default() += 1,
            }
        }
        if models.len() == before {
            let found = format!("{records} transcripts, none of them a coding one on a chromosome");
            let expected = "gene models in GFF3, GTF or genePred".to_owned();
            return Err(FileError::new(path, Problem::Malformed { found, expected })
                .advice("give the whole file of the annotation as it was downloaded"));
        }
        files.push(ReadFile { path: path.clone(), told: told.join("; "), records, left_out });
    }
    let models = settled(models);
    table::write(&models, table, index)?;
    Ok((files, mane.rows(), models.len()))
}

/// Reads a file in whichever of the forms it has: the first line that is no comment tells.
fn read(path: &Path, build: Build) -> Result<Read, FileError> {
    let mut lines = Lines::open(path)?;
    while let Some((_, line)) = lines.next_line()? {
        if line.is_empty() || line.starts_with('#') && !line.starts_with("#bin\t") && !line.starts_with("#name\t") {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let feature = cells.len() == 9 && cells[3].parse::<u32>().is_ok() && cells[4].parse::<u32>().is_ok();
        return match (feature, cells.get(8)) {
            (true, Some(attributes)) => features::read(path, build, !attributes.contains(" \"")),
            _ => gene_pred::read(path, build),
        };
    }
    Err(FileError::new(path, Problem::Truncated { detail: "it has no line but comments".into() })
        .advice("download the file again"))
}

/// An error where a file tells another build than the one that was asked for.
pub(super) fn same_build(path: &Path, found: Build, asked: Build, by: &str) -> Result<(), FileError> {
    if found == Build::Unknown || found == asked {
        return Ok(());
    }
    let detail = format!("it is of {found} by {by}, the knowledge is built for {asked}");
    Err(FileError::new(path, Problem::WrongReference { detail })
        .advice(format!("give a file of {asked}, or build with --build {found}")))
}
