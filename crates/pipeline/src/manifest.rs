//! What a run consisted of: its files' hashes, so that anybody can tell later whether they are still the same.

use std::{collections::BTreeMap, fs::File, io::Read, path::Path};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Error, output::write_file};

/// The name of the manifest in a run's folder.
pub const MANIFEST: &str = "manifest.json";

/// A run's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of Marv that wrote it.
    pub marv_version: String,
    /// The hash of the knowledge bundle.
    pub bundle_hash: String,
    /// When the run started, RFC 3339; absent where equal inputs must give equal bytes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub started: Option<String>,
    /// Inputs: name without folders, SHA-256 (of an alignment: of its header and index, see METHODS).
    pub inputs: BTreeMap<String, String>,
    /// Settings, as JSON.
    pub settings: serde_json::Value,
    /// Outputs: name in the run's folder, SHA-256.
    pub outputs: BTreeMap<String, String>,
}

/// What a check of one file said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// As written.
    Same,
    /// Changed since.
    Changed,
    /// Not there any more.
    Absent,
}

impl Manifest {
    /// Reads the manifest of a run's folder.
    pub fn read(run: &Path) -> Result<Self, Error> {
        let path = run.join(MANIFEST);
        let advice = "give the folder of a run that ended; a run that was interrupted has no manifest yet";
        let text =
            std::fs::read_to_string(&path).map_err(|error| Error::file(&path, None, error.to_string(), advice))?;
        serde_json::from_str(&text).map_err(|error| Error::file(&path, None, error.to_string(), advice))
    }
    /// Writes it into the run's folder, last of all.
    pub(crate) fn write(&self, run: &Path) -> Result<(), Error> {
        let path = run.join(MANIFEST);
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|error| Error::file(&path, None, error.to_string(), "report this as a fault"))?;
        text.push('\n');
        write_file(&path, text.as_bytes())
    }
}

/// Compares the files of a run's folder with its manifest, and where the report is signed, with its signature.
pub fn verify(run: &Path) -> Result<BTreeMap<String, Checked>, Error> {
    let manifest = Manifest::read(run)?;
    let mut checked: BTreeMap<String, Checked> = manifest
        .outputs
        .into_iter()
        .map(|(name, hash)| {
            let path = run.join(&name);
            let verdict = match File::open(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Checked::Absent,
                _ if file_hash(&path)? == hash => Checked::Same,
                _ => Checked::Changed,
            };
            Ok((name, verdict))
        })
        .collect::<Result<_, Error>>()?;
    if let Some(signature) = crate::sign::check_signature(run)? {
        checked.insert(crate::sign::SIGNATURE.to_owned(), signature);
    }
    Ok(checked)
}

/// The SHA-256 of a whole file, in lower-case hexadecimal.
pub(crate) fn file_hash(path: &Path) -> Result<String, Error> {
    let fail = |error: std::io::Error| {
        Error::file(path, None, error.to_string(), "check that the file exists and can be read")
    };
    let mut file = File::open(path).map_err(fail)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = file.read(&mut buffer).map_err(fail)?;
        if count == 0 {
            break;
        }
        digest.update(&buffer[..count]);
    }
    Ok(hex(&digest.finalize()))
}

/// Bytes hashed at each end of an alignment.
const PART: u64 = 1 << 20;

/// The SHA-256 of the first and the last MiB of a file, its length and its index: enough to tell alignments apart
/// without reading them a second time.
pub(crate) fn alignment_hash(path: &Path, index: Option<&Path>) -> Result<String, Error> {
    use std::io::{Seek, SeekFrom};
    let fail = |error: std::io::Error| {
        Error::file(path, None, error.to_string(), "check that the file exists and can be read")
    };
    let mut file = File::open(path).map_err(fail)?;
    let length = file.metadata().map_err(fail)?.len();
    let mut digest = Sha256::new();
    digest.update(length.to_le_bytes());
    let mut part = Vec::new();
    (&mut file).take(PART).read_to_end(&mut part).map_err(fail)?;
    digest.update(&part);
    file.seek(SeekFrom::Start(length.saturating_sub(PART))).map_err(fail)?;
    part.clear();
    file.take(PART).read_to_end(&mut part).map_err(fail)?;
    digest.update(&part);
    if let Some(index) = index {
        digest.update(file_hash(index)?.as_bytes());
    }
    Ok(hex(&digest.finalize()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_and_a_lost_file_are_told() {
        let run = tempfile::tempdir().unwrap();
        std::fs::write(run.path().join("a"), b"abc").unwrap();
        // SHA-256 of "abc": FIPS 180-4, appendix example.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(file_hash(&run.path().join("a")).unwrap(), abc);
        let outputs = [("a", abc), ("b", abc)].map(|(name, hash)| (name.to_owned(), hash.to_owned()));
        Manifest {
            marv_version: "0".into(),
            bundle_hash: String::new(),
            started: None,
            inputs: BTreeMap::new(),
            settings: serde_json::Value::Null,
            outputs: outputs.into(),
        }
        .write(run.path())
        .unwrap();
        let checked = verify(run.path()).unwrap();
        assert_eq!((checked["a"], checked["b"]), (Checked::Same, Checked::Absent));
        std::fs::write(run.path().join("a"), b"abd").unwrap();
        assert_eq!(verify(run.path()).unwrap()["a"], Checked::Changed);
    }
}
