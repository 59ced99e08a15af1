//! The case file: what a department writes down about one case, as TOML.

mod checks;
mod request;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use marv_model::{case::Disease, interpretation::Decision};
use serde::{Deserialize, Serialize};

pub(crate) use self::checks::{choices, judged};
use self::checks::{refuse_decision, refuse_identifier, unreadable};
pub use self::request::Request;
use crate::{
    Error,
    known::{self, ClinicalValue, FishValue, PanelValue},
};

/// A case as described by its files. Relative paths are taken from the case file's folder.
///
/// ```
/// let case = marv::CaseFile::parse(r#"
///     id = "case-0001"
///     disease = "aml"
///     reference = "GRCh38.fa"
///     karyotype = "45,XX,-7[18]/46,XX[2]"
///     [tumour]
///     alignment = "tumour.cram"
///     [normal]
///     alignment = "normal.cram"
/// "#, "case.toml".as_ref())?;
/// assert_eq!(case.disease, marv_model::case::Disease::Aml);
/// # Ok::<(), marv::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// A pseudonym for the case; never a civil registration number.
    #[serde(default = "unnamed")]
    pub id: String,
    /// The indication.
    #[serde(default = "unspecified")]
    pub disease: Disease,
    /// FASTA with its index.
    pub reference: PathBuf,
    /// The cancer.
    pub tumour: SampleFile,
    /// The patient's matched normal; without it the run is tumour-only.
    #[serde(default)]
    pub normal: Option<SampleFile>,
    /// Other callers' small variants, recounted from the reads.
    #[serde(default)]
    pub variants: Vec<PathBuf>,
    /// Restrict the run to these regions (BED).
    #[serde(default)]
    pub regions: Option<PathBuf>,
    /// The laboratory's karyotype (ISCN).
    #[serde(default)]
    pub karyotype: Option<String>,
    /// Copy-number segments (SEG or a table), where a laboratory has them.
    #[serde(default)]
    pub segments: Option<PathBuf>,
    /// Rearrangements of the tumour (VCF of structural variants), where another program found them.
    #[serde(default)]
    pub junctions: Option<PathBuf>,
    /// A panel of normals (VCF): alleles that unrelated normals show.
    #[serde(default)]
    pub panel_of_normals: Option<PathBuf>,
    /// A panel of normals for rearrangements (BEDPE): junctions that unrelated normals show.
    #[serde(default)]
    pub panel_of_junctions: Option<PathBuf>,
    /// How common alleles are in the population (VCF with INFO/AF).
    #[serde(default)]
    pub population: Option<PathBuf>,
    /// Tumour in the normal as a share of its DNA, 0 to 1; estimated when absent.
    #[serde(default)]
    pub tumour_in_normal: Option<f64>,
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
    /// A folder of knowledge that `marv knowledge build` made.
    #[serde(default)]
    pub knowledge: Option<PathBuf>,
    /// A list of trials (TOML) to hold against the case.
    #[serde(default)]
    pub trials: Option<PathBuf>,
    /// Whether the patient consented to a look at inherited predisposition. Without it nothing of it is computed.
    #[serde(default)]
    pub consent_predisposition: bool,
    /// Parents and other relatives with their pedigree; looked at with `consent_predisposition` alone.
    #[serde(default)]
    pub family: Option<FamilyFile>,
    /// The donor of stem cells; looked at with `consent_predisposition` alone.
    #[serde(default)]
    pub donor: Option<DonorFile>,
    /// What the signer decided otherwise than the rules, each with its reason: `[[decisions]]`.
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

/// One sample's file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleFile {
    /// BAM or CRAM with its index.
    pub alignment: PathBuf,
    /// The sample: which to take when the file's read groups name several, how to call it when they name none.
    #[serde(default)]
    pub sample: Option<String>,
}

/// The patient's family: who they are and where their reads lie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyFile {
    /// The pedigree (PED).
    pub pedigree: PathBuf,
    /// The patient in it, `PERSON` or `FAMILY:PERSON`; the normal's sample name when absent.
    #[serde(default)]
    pub patient: Option<String>,
    /// Relatives by their name in the pedigree.
    pub members: BTreeMap<String, SampleFile>,
}

/// The donor of stem cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DonorFile {
    /// BAM or CRAM with its index: the donor's own cells.
    pub alignment: PathBuf,
    /// The sample: which to take when the file's read groups name several, how to call it when they name none.
    #[serde(default)]
    pub sample: Option<String>,
    /// The donor in the family's pedigree, where the donor is a relative.
    #[serde(default)]
    pub person: Option<String>,
    /// Whether the donor consented to a look at the donor's own predisposition, which the patient need not share. Without it
    /// nothing of it is computed.
    #[serde(default)]
    pub consent_predisposition: bool,
}

fn unnamed() -> String {
    "unnamed".to_owned()
}

fn unspecified() -> Disease {
    Disease::Unspecified
}

impl CaseFile {
    /// A case of a tumour and a reference, with nothing else given.
    pub fn new(reference: impl Into<PathBuf>, tumour: impl Into<PathBuf>) -> Self {
        Self {
            id: unnamed(),
            disease: unspecified(),
            reference: reference.into(),
            tumour: SampleFile { alignment: tumour.into(), sample: None },
            normal: None,
            variants: Vec::new(),
            regions: None,
            karyotype: None,
            segments: None,
            junctions: None,
            panel_of_normals: None,
            panel_of_junctions: None,
            population: None,
            tumour_in_normal: None,
            clinical: BTreeMap::new(),
            fish: BTreeMap::new(),
            panel: BTreeMap::new(),
            policies: BTreeMap::new(),
            knowledge: None,
            trials: None,
            consent_predisposition: false,
            family: None,
            donor: None,
            decisions: Vec::new(),
        }
    }
    /// Reads a case file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Error::file(
                path,
                None,
                error.to_string(),
                "give the path of a case file in TOML, or --tumour, --normal and --reference",
            )
        })?;
        Self::parse(&text, path)
    }
    /// Reads the text of a case file; `path` is where it lies, for relative paths and messages.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let mut case: Self = toml::from_str(text).map_err(|error| unreadable(&error, text, path))?;
        case.check(path)?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        case.resolve(&folder);
        Ok(case)
    }
    /// Refuses values that no case can have; `path` is where they stand, for messages.
    pub fn check(&self, path: &Path) -> Result<(), Error> {
        refuse_identifier(&self.id, path)?;
        known::read(&self.clinical, &self.fish, &self.panel, path)?;
        choices(self.disease, &self.policies, path)?;
        self.decisions.iter().try_for_each(|decision| refuse_decision(decision, path))?;
        if let (None, Some(DonorFile { person: Some(_), .. })) = (&self.family, &self.donor) {
            return Err(Error::file(
                path,
                Some("donor.person"),
                "there is no pedigree that it could stand in",
                "give [family] with its pedigree, or leave the person out",
            ));
        }
        if let Some(share) = self.tumour_in_normal
            && !(0.0..1.0).contains(&share)
        {
            return Err(Error::file(
                path,
                Some("tumour_in_normal"),
                format!("{share} is no share"),
                "give 0 up to (not including) 1, such as 0.03 for three per cent",
            ));
        }
        Ok(())
    }
    fn resolve(&mut self, folder: &Path) {
        let join = |path: &mut PathBuf| *path = folder.join(&*path);
        join(&mut self.reference);
        join(&mut self.tumour.alignment);
        self.normal.iter_mut().for_each(|normal| join(&mut normal.alignment));
        self.variants.iter_mut().for_each(join);
        self.regions.iter_mut().for_each(join);
        self.segments.iter_mut().for_each(join);
        self.junctions.iter_mut().for_each(join);
        self.panel_of_normals.iter_mut().for_each(join);
        self.panel_of_junctions.iter_mut().for_each(join);
        self.population.iter_mut().for_each(join);
        self.knowledge.iter_mut().for_each(join);
        self.trials.iter_mut().for_each(join);
        if let Some(family) = &mut self.family {
            join(&mut family.pedigree);
            family.members.values_mut().for_each(|member| join(&mut member.alignment));
        }
        self.donor.iter_mut().for_each(|donor| join(&mut donor.alignment));
    }
}

#[cfg(test)]
mod tests {
    use marv_model::{interpretation::Judgement, verdict::Verdict};

    use super::*;

    #[test]
    fn paths_are_taken_from_the_case_files_folder() {
        let text = "reference = \"r.fa\"\n[tumour]\nalignment = \"/data/t.bam\"\n";
        let case = CaseFile::parse(text, Path::new("cases/one/case.toml")).unwrap();
        assert_eq!(case.reference, Path::new("cases/one/r.fa"));
        assert_eq!(case.tumour.alignment, Path::new("/data/t.bam"));
    }

    #[test]
    fn an_unknown_field_is_named_with_its_line() {
        let text = "reference = \"r.fa\"\nnorma1 = \"x\"\n[tumour]\nalignment = \"t.bam\"\n";
        let message = CaseFile::parse(text, Path::new("case.toml")).unwrap_err().to_string();
        assert!(message.contains("line 2") || message.contains("line 1"), "{message}");
        assert!(message.contains("norma1"), "{message}");
    }

    /// By hand: with TP53 at exactly 10 % ICC 2022 has mutated TP53, or by the strict reading has not (guidelines.md 5.2).
    #[test]
    fn policies_are_chosen_by_name_and_wrong_ones_refused() {
        let request = |disease: &str, policies: &str| {
            let text = format!(
                "disease = \"{disease}\"\nkaryotype = \"46,XX[20]\"\n[clinical]\nmarrow_blasts = 40\n[panel]\nTP53 = 0.10\n\
                 [policies]\n{policies}\n"
            );
            Request::parse(&text, Path::new("case.toml")).map_err(|error| error.to_string())
        };
        let icc = |policies: &str| {
            let (verdicts, _) = request("aml", policies).unwrap().verdicts(Path::new("case.toml")).unwrap();
            verdicts.into_iter().find(|verdict| verdict.scheme_id == "icc2022").unwrap()
        };
        let (usual, strict) = (icc(""), icc("icc2022_tp53_fraction = \"above_10\""));
        assert_ne!(usual.outcome, strict.outcome);
        let listed = |verdict: &Verdict| {
            let policy = verdict.policies.iter().find(|policy| policy.option == "icc2022_tp53_fraction");
            policy.map(|policy| policy.value.clone())
        };
        assert_eq!((listed(&usual).as_deref(), listed(&strict).as_deref()), (Some("from_10"), Some("above_10")));
        let wrong_value = request("aml", "icc2022_tp53_fraction = \"above_9\"").unwrap_err();
        assert!(wrong_value.contains("policies") && wrong_value.contains("from_10, above_10"), "{wrong_value}");
        let wrong_name = request("aml", "icc2022_tp53 = \"above_10\"").unwrap_err();
        assert!(wrong_name.contains("icc2022_tp53_fraction"), "{wrong_name}");
        // Of another disease.
        let elsewhere = request("cll", "icc2022_tp53_fraction = \"above_10\"").unwrap_err();
        assert!(elsewhere.contains("cll_tp53_below_10_percent"), "{elsewhere}");
        let case =
            "disease = \"aml\"\nreference = \"r.fa\"\n[tumour]\nalignment = \"t.bam\"\n[policies]\nno_such = \"x\"\n";
        assert!(CaseFile::parse(case, Path::new("case.toml")).unwrap_err().to_string().contains("no_such"));
    }

    #[test]
    fn a_decision_says_why_and_who_and_no_person() {
        let with = |fields: &str| {
            let text = format!("reference = \"r.fa\"\n[tumour]\nalignment = \"t.bam\"\n[[decisions]]\n{fields}");
            CaseFile::parse(&text, Path::new("case.toml")).map_err(|error| error.to_string())
        };
        let decided = "finding = \"PML::RARA\"\ntier = \"III\"\n";
        let good = with(&format!("{decided}reason = \"seen once\"\nby = \"consultant\"\n")).unwrap();
        assert_eq!(good.decisions[0].judgement, Judgement::Tier(marv_model::interpretation::Tier::Unknown));
        assert!(
            with(&format!("{decided}reason = \" \"\nby = \"consultant\"\n")).unwrap_err().contains("decisions.reason")
        );
        assert!(with(&format!("{decided}reason = \"x\"\nby = \"\"\n")).unwrap_err().contains("decisions.by"));
        let numbered = with(&format!("{decided}reason = \"see 010190-1234\"\nby = \"x\"\n")).unwrap_err();
        assert!(!numbered.contains("010190"), "{numbered}");
        assert!(with("finding = \"x\"\ntier = \"5\"\nreason = \"x\"\nby = \"x\"\n").unwrap_err().contains("line"));
    }

    #[test]
    fn a_civil_registration_number_is_refused_and_not_repeated() {
        let text = "id = \"010190-1234\"\nreference = \"r.fa\"\n[tumour]\nalignment = \"t.bam\"\n";
        let message = CaseFile::parse(text, Path::new("case.toml")).unwrap_err().to_string();
        assert!(!message.contains("010190"), "{message}");
    }
}
