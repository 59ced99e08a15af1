//! Signing: a draft becomes a report that a person stands behind. From then on nothing of it changes unseen; a correction is
//! another report, which names the one that it replaces.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use marv_ingest::privacy;
use marv_model::case::{Case, ReportState, Signature, SignatureAct};
use marv_report::Language;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Error,
    manifest::{Checked, Manifest, file_hash, hex, verify},
    output::write_file,
    report::{Format, read_case, rendered},
    run::CASE,
};

/// The name of the signature in a run's folder.
pub const SIGNATURE: &str = "signature.json";
/// The form of a signature.
const VERSION: &str = "1";
/// Characters of a role or a remark.
const LONGEST: usize = 200;

/// A person's signature under a report, and what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// The form's version.
    pub version: String,
    /// The case's pseudonym.
    pub case: String,
    /// What was done, by whom and when: as the case has it.
    pub signature: Signature,
    /// Every file of the run's folder that it covers: name, SHA-256.
    pub files: BTreeMap<String, String>,
    /// SHA-256 over all of the above.
    pub seal: String,
}

impl Seal {
    fn of(case: &Case, signature: Signature, files: BTreeMap<String, String>) -> Result<Self, Error> {
        let mut seal =
            Self { version: VERSION.to_owned(), case: case.id.clone(), signature, files, seal: String::new() };
        seal.seal = seal.computed()?;
        Ok(seal)
    }

    /// What the seal must be.
    fn computed(&self) -> Result<String, Error> {
        let bare = Self { seal: String::new(), ..self.clone() };
        let text = serde_json::to_string(&bare).map_err(|error| fault(&error))?;
        Ok(hex(&Sha256::digest(text)))
    }

    /// Reads the signature of a run's folder; none where it is not signed.
    pub fn read(run: &Path) -> Result<Option<Self>, Error> {
        let path = run.join(SIGNATURE);
        match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|error| {
                Error::file(
                    &path,
                    None,
                    error.to_string(),
                    "restore the file from a copy: a signature is never repaired",
                )
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::file(&path, None, error.to_string(), "check the permissions of the folder")),
        }
    }

    /// Whether the seal is whole and every file is as it was signed.
    fn check(&self, run: &Path) -> Result<Checked, Error> {
        if self.computed()? != self.seal || self.version != VERSION {
            return Ok(Checked::Changed);
        }
        for (name, hash) in &self.files {
            let path = run.join(name);
            if !path.exists() || file_hash(&path)? != *hash {
                return Ok(Checked::Changed);
            }
        }
        let case = read_case(&run.join(CASE))?;
        let stands = case.state == ReportState::Signed && case.signatures.last() == Some(&self.signature);
        Ok(if stands && case.id == self.case { Checked::Same } else { Checked::Changed })
    }
}

/// What is to be signed, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// What the person does.
    pub act: SignatureAct,
    /// The person's role, such as `consultant, clinical genetics`; never a name or a civil registration number.
    pub role: String,
    /// When, RFC 3339 in UTC; see [`now`](crate::now).
    pub time: String,
    /// Why, or what else is to be said.
    pub remark: Option<String>,
}

impl Signing {
    fn signature(&self, replaces: Option<String>) -> Result<Signature, Error> {
        let role = told(&self.role, "--role")?;
        let remark = self.remark.as_deref().map(|remark| told(remark, "--remark")).transpose()?;
        Ok(Signature { act: self.act, role, time: self.time.clone(), remark, replaces })
    }
}

/// A text that goes into the record for good.
pub(crate) fn told(text: &str, option: &str) -> Result<String, Error> {
    let problem = if privacy::holds_identifier(text) || privacy::holds_date(text) {
        "holds what looks like a civil registration number (CPR) or a date, as of birth"
    } else if text.trim().is_empty() {
        "is empty"
    } else if text.chars().count() > LONGEST {
        "is longer than 200 characters"
    } else if text.chars().any(char::is_control) {
        "holds control characters"
    } else {
        return Ok(text.trim().to_owned());
    };
    Err(Error::Usage {
        problem: format!("{option} {problem}"),
        advice: "give a role such as \"consultant, clinical genetics\", and neither names nor dates: who it was stands in the \
                 department's records, and when is noted by itself"
            .to_owned(),
    })
}

/// Signs the report in a run's folder: `interpreted` is noted in it and leaves it a draft, `approved` makes it signed. The
/// case and its reports are written again with the signature, `signature.json` seals all files, and the files are made
/// read-only.
///
/// A folder whose files are not as the run wrote them is refused, and so is one that is signed.
pub fn sign(run: &Path, signing: &Signing) -> Result<Case, Error> {
    refuse_signed(run)?;
    let mut manifest = unchanged(run)?;
    let mut case = read_case(&run.join(CASE))?;
    if signing.act == SignatureAct::Amended {
        return Err(Error::Usage {
            problem: "a draft is not amended".to_owned(),
            advice: "sign it, or amend a signed report".to_owned(),
        });
    }
    let signature = signing.signature(None)?;
    let chain = case.signatures.iter().rev().find_map(|earlier| earlier.replaces.clone());
    let signature = Signature { replaces: chain.filter(|_| signing.act == SignatureAct::Approved), ..signature };
    case.signatures.push(signature.clone());
    if signing.act == SignatureAct::Approved {
        case.state = ReportState::Signed;
    }
    write_again(run, &case, &mut manifest)?;
    if signing.act == SignatureAct::Approved {
        let mut files = manifest.outputs.clone();
        files.insert(crate::manifest::MANIFEST.to_owned(), file_hash(&run.join(crate::manifest::MANIFEST))?);
        let seal = Seal::of(&case, signature, files)?;
        let mut text = serde_json::to_string_pretty(&seal).map_err(|error| fault(&error))?;
        text.push('\n');
        write_file(&run.join(SIGNATURE), text.as_bytes())?;
        for name in seal.files.keys().map(String::as_str).chain([SIGNATURE]) {
            set_read_only(&run.join(name), true)?;
        }
    }
    Ok(case)
}

/// Opens a signed report again: `out` gets a copy of its folder (or of `from`, another run of the same case) as a draft that
/// names the seal of the report it is to replace, why, and who said so. The signed folder stays as it is.
pub fn amend(signed: &Path, from: Option<&Path>, out: &Path, signing: &Signing) -> Result<Case, Error> {
    let seal = Seal::read(signed)?.ok_or_else(|| {
        Error::file(
            &signed.join(SIGNATURE),
            None,
            "it is not there",
            "give the folder of a signed report; a draft needs no amendment",
        )
    })?;
    if seal.check(signed)? != Checked::Same {
        return Err(Error::file(
            signed,
            None,
            "the files are not as they were signed",
            "restore them from a copy; `marv verify` names them",
        ));
    }
    if signing.remark.is_none() {
        return Err(Error::Usage {
            problem: "an amendment has no reason".to_owned(),
            advice: "give --reason".to_owned(),
        });
    }
    let source = from.unwrap_or(signed);
    if from.is_some() {
        refuse_signed(source)?;
    }
    if fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::file(out, None, "the folder is not empty", "give the name of a new folder"));
    }
    let mut manifest = unchanged(source)?;
    let earlier = read_case(&signed.join(CASE))?;
    let mut case = read_case(&source.join(CASE))?;
    if case.id != earlier.id {
        return Err(Error::file(
            &source.join(CASE),
            Some("id"),
            "it is another case's",
            "amend a report with a run of the same case",
        ));
    }
    case.signatures = earlier.signatures;
    case.signatures.push(Signing { act: SignatureAct::Amended, ..signing.clone() }.signature(Some(seal.seal))?);
    case.state = ReportState::Amended;
    fs::create_dir_all(out).map_err(|error| Error::machine(out, "make the folder", error))?;
    for name in manifest.outputs.keys() {
        let (old, new) = (source.join(name), out.join(name));
        if let Some(folder) = new.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::machine(folder, "make the folder", error))?;
        }
        fs::copy(&old, &new).map_err(|error| Error::machine(&new, "copy it", error))?;
        set_read_only(&new, false)?;
    }
    write_again(out, &case, &mut manifest)?;
    Ok(case)
}

/// What became of a folder's signature: none where it is a draft's.
pub(crate) fn check_signature(run: &Path) -> Result<Option<Checked>, Error> {
    if let Some(seal) = Seal::read(run)? {
        return seal.check(run).map(Some);
    }
    // A case that calls itself signed has a signature.
    let signed = read_case(&run.join(CASE)).is_ok_and(|case| case.state == ReportState::Signed);
    Ok(signed.then_some(Checked::Absent))
}

/// Refuses to touch a signed report.
pub(crate) fn refuse_signed(run: &Path) -> Result<(), Error> {
    if run.join(SIGNATURE).exists() {
        return Err(Error::file(
            &run.join(SIGNATURE),
            None,
            "the folder holds a signed report, which is never changed",
            "choose another folder; to correct the report, `marv amend`",
        ));
    }
    Ok(())
}

/// The manifest of a folder whose files are all as it says.
pub(crate) fn unchanged(run: &Path) -> Result<Manifest, Error> {
    for (name, checked) in verify(run)? {
        if checked != Checked::Same {
            return Err(Error::file(
                &run.join(name),
                None,
                "it is not as the run wrote it",
                "run the case again; nobody signs what nobody made",
            ));
        }
    }
    Manifest::read(run)
}

/// Writes the case and its reports, on paper too, and the manifest.
pub(crate) fn write_again(run: &Path, case: &Case, manifest: &mut Manifest) -> Result<(), Error> {
    let mut formats = vec![Format::Json, Format::Html];
    if cfg!(feature = "pdf") {
        formats.push(Format::Pdf);
    }
    for format in formats {
        for (name, content) in rendered(case, format, &Language::ALL)? {
            let path: PathBuf = run.join(&name);
            write_file(&path, &content)?;
            manifest.outputs.insert(name, file_hash(&path)?);
        }
    }
    manifest.write(run)
}

fn set_read_only(path: &Path, read_only: bool) -> Result<(), Error> {
    let fail = |error| Error::machine(path, "set its permissions", error);
    let mut permissions = fs::metadata(path).map_err(fail)?.permissions();
    if read_only {
        permissions.set_readonly(true);
    } else {
        make_writable(&mut permissions);
    }
    fs::set_permissions(path, permissions).map_err(fail)
}

/// Writable by its owner, and by nobody else who was not before.
fn make_writable(permissions: &mut fs::Permissions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        permissions.set_mode(permissions.mode() | 0o200);
    }
    #[cfg(not(unix))]
    permissions.set_readonly(false);
}

fn fault(error: &serde_json::Error) -> Error {
    Error::File {
        file: SIGNATURE.to_owned(),
        field: None,
        problem: error.to_string(),
        advice: "report this as a fault".to_owned(),
    }
}
