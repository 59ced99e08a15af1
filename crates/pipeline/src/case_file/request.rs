//! A request: what a laboratory knows of a case of which there are no reads.

use std::{collections::BTreeMap, path::Path};

use marv_model::{
    case::Disease,
    verdict::{Comparison, Verdict},
};
use serde::{Deserialize, Serialize};

use super::{
    CaseFile,
    checks::{choices, judged, refuse_identifier, unreadable},
    unnamed, unspecified,
};
use crate::{
    Error, findings,
    known::{self, ClinicalValue, FishValue, PanelValue},
    laboratory::Laboratory,
};

/// A case of which there are no reads: what the laboratory knows, to be classified.
///
/// ```
/// let request = marv::Request::parse(r#"
///     disease = "aml"
///     karyotype = "46,XX,inv(16)(p13.1q22)[20]"
///     [clinical]
///     marrow_blasts = 64
///     [panel]
///     NPM1 = false
///     FLT3-ITD = 0.12
/// "#, "request.toml".as_ref())?;
/// let (verdicts, side_by_side) = request.verdicts("request.toml".as_ref())?;
/// assert!(verdicts.iter().any(|verdict| verdict.scheme_id == "eln2022"));
/// assert!(side_by_side.is_some());
/// # Ok::<(), marv::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// A pseudonym for the case; never a civil registration number.
    #[serde(default = "unnamed")]
    pub id: String,
    /// The indication.
    #[serde(default = "unspecified")]
    pub disease: Disease,
    /// The laboratory's karyotype (ISCN).
    #[serde(default)]
    pub karyotype: Option<String>,
    /// Blood counts, blasts and history by name, each in its own unit or with one.
    #[serde(default)]
    pub clinical: BTreeMap<String, ClinicalValue>,
    /// The laboratory's FISH results by lesion.
    #[serde(default)]
    pub fish: BTreeMap<String, FishValue>,
    /// The laboratory's gene panel by marker.
    #[serde(default)]
    pub panel: BTreeMap<String, PanelValue>,
    /// What is chosen where a guideline is silent: option to value, as verdicts list them under their policies.
    #[serde(default)]
    pub policies: BTreeMap<String, String>,
}

impl Request {
    /// Reads the text of a request, or of a case file, of which the files are then left aside; `path` is where it lies,
    /// for messages.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let names_files = toml::from_str::<toml::Table>(text).is_ok_and(|table| table.contains_key("tumour"));
        let request = if names_files {
            let case = CaseFile::parse(text, path)?;
            let CaseFile { id, disease, karyotype, clinical, fish, panel, policies, .. } = case;
            Self { id, disease, karyotype, clinical, fish, panel, policies }
        } else {
            toml::from_str(text).map_err(|error| unreadable(&error, text, path))?
        };
        refuse_identifier(&request.id, path)?;
        choices(request.disease, &request.policies, path)?;
        Ok(request)
    }
    /// What every guideline of the disease says, from this alone; and ICC 2022 and WHO 5 held against each other, where both
    /// were asked.
    pub fn verdicts(&self, path: &Path) -> Result<(Vec<Verdict>, Option<Comparison>), Error> {
        let known = known::read(&self.clinical, &self.fish, &self.panel, path)?;
        let laboratory = Laboratory::of(self.karyotype.as_deref(), known, self.disease);
        let profile = findings::laboratory_profile(self.disease, &laboratory);
        let choices = choices(self.disease, &self.policies, path)?;
        judged(&profile, &choices, path)
    }
}
