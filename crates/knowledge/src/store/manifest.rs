//! What a folder of knowledge was made from, and whether it still is that.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use marv_ingest::{Error as FileError, error::Problem, output::Output};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::evidence::hex;

/// The manifest's name.
pub const MANIFEST: &str = "knowledge.json";

/// What a folder of knowledge holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of the folder.
    pub form: u32,
    /// When it was built, `YYYY-MM-DD`, as given.
    pub date: String,
    /// Of all coordinates.
    pub build: String,
    /// How many people the panel of normals is made of, where there is one and it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normals: Option<u32>,
    /// The tables.
    pub tables: Vec<TableFile>,
    /// The files that they were made from.
    pub sources: Vec<SourceFile>,
}

/// The form that this version writes; it reads those before it too.
pub(super) const FORM: u32 = 2;

/// A table of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// Its name.
    pub file: String,
    /// Records in it.
    pub rows: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

/// A file that a department downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Which of [`super::ROLES`].
    pub role: String,
    /// Its name without folders.
    pub file: String,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// The release, as given or as the file says; empty where neither does.
    pub version: String,
    /// The day of the release, as given; empty where not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// On what terms, as given.
    pub terms: String,
    /// Records that were read.
    pub records: u64,
    /// Records or alleles that no table holds: other contigs, symbolic alleles, without a value.
    pub left_out: u64,
    /// The same by reason, where there are several.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, u64>,
}

/// What a check of one table said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As built.
    Same,
    /// Changed since.
    Changed,
    /// Not there any more.
    Absent,
}

impl Manifest {
    /// The manifest of a folder, and its SHA-256.
    pub(super) fn read(folder: &Path) -> Result<(Self, String), FileError> {
        let path = folder.join(MANIFEST);
        let advice = "give a folder that `marv knowledge build` made";
        let text = fs::read_to_string(&path).map_err(|error| FileError::new(&path, error).advice(advice))?;
        let refuse = |found: String| {
            FileError::new(&path, Problem::Malformed { found, expected: "a manifest of knowledge".into() })
                .advice(advice)
        };
        let manifest: Self = serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))?;
        if !(1..=FORM).contains(&manifest.form) {
            return Err(refuse(format!("form {}", manifest.form)));
        }
        Ok((manifest, hex(&Sha256::digest(&text))))
    }
    pub(super) fn write(&self, folder: &Path) -> Result<(), FileError> {
        let path = folder.join(MANIFEST);
        let mut text =
            serde_json::to_string_pretty(self).map_err(|error| FileError::new(&path, io::Error::other(error)))?;
        text.push('\n');
        let mut output = Output::create(&path)?;
        output.write_all(text.as_bytes()).map_err(|error| FileError::new(&path, error))?;
        output.publish()
    }
}

/// Holds each table of a folder against its hash.
pub fn verify(folder: &Path) -> Result<Vec<(String, Verdict)>, FileError> {
    let (manifest, _) = Manifest::read(folder)?;
    let check = |table: &TableFile| {
        let path = folder.join(&table.file);
        let verdict = match file_hash(&path) {
            Ok(found) if found == table.sha256 => Verdict::Same,
            Ok(_) => Verdict::Changed,
            Err(_) if !path.exists() => Verdict::Absent,
            Err(error) => return Err(error),
        };
        Ok((table.file.clone(), verdict))
    };
    manifest.tables.iter().map(check).collect()
}

/// A difference between two folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// A source's role or a table's name.
    pub what: String,
    /// In the one folder; empty where it has none.
    pub before: String,
    /// In the other.
    pub after: String,
}

/// What differs between two folders of knowledge: sources by release, file and count, tables by rows.
pub fn diff(one: &Path, other: &Path) -> Result<Vec<Change>, FileError> {
    let ((one, _), (other, _)) = (Manifest::read(one)?, Manifest::read(other)?);
    let source = |s: &SourceFile| {
        let version = if s.version.is_empty() { "no release told" } else { &s.version };
        (s.role.clone(), format!("{}, {version}, {} records, SHA-256 {}", s.file, s.records, &s.sha256))
    };
    let table = |t: &TableFile| (t.file.clone(), format!("{} rows, SHA-256 {}", t.rows, &t.sha256));
    let facts = |m: &Manifest| -> Vec<(String, String)> {
        let head = [("date".to_owned(), m.date.clone()), ("build".to_owned(), m.build.clone())];
        head.into_iter().chain(m.sources.iter().map(source)).chain(m.tables.iter().map(table)).collect()
    };
    let (before, after) = (facts(&one), facts(&other));
    let mut names: Vec<&String> = before.iter().chain(&after).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let of = |facts: &[(String, String)], name: &String| {
        let values: Vec<&str> = facts.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect();
        values.join("; ")
    };
    let changes =
        names.into_iter().map(|name| Change { what: name.clone(), before: of(&before, name), after: of(&after, name) });
    Ok(changes.filter(|change| change.before != change.after).collect())
}

/// SHA-256 of a file, read in parts.
pub(super) fn file_hash(path: &Path) -> Result<String, FileError> {
    let fail = |error| FileError::new(path, error);
    let mut file = File::open(path).map_err(fail)?;
    let mut hash = Hasher(Sha256::new());
    io::copy(&mut file, &mut hash).map_err(fail)?;
    Ok(hex(&hash.0.finalize()))
}

struct Hasher(Sha256);

impl io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
