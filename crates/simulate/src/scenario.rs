//! What to simulate, as people write it (TOML) and as the run's record keeps it (JSON).
//!
//! Every field has a default. A key that is not listed here is an error that names it: a misspelt `purity` must not
//! give a pair of another purity than its truth says.
//!
//! ```
//! let scenario = marv_simulate::Scenario::from_toml(
//!     r#"
//!     seed = 7
//!     purity = 0.6
//!     tumour_in_normal = 0.02
//!     regions = [{ gene = "TP53" }, { gene = "FLT3", exons_only = true }, { contig = "chr20", start = 1000001, end = 1100000 }]
//!     random_somatic = { snv_per_mb = 50.0, indel_per_mb = 10.0 }
//!
//!     [[clones]]
//!     name = "founder"
//!     cell_fraction = 1.0
//!     [[clones]]
//!     name = "subclone"
//!     cell_fraction = 0.2
//!     parent = "founder"
//!
//!     [[somatic]]
//!     allele = { gene = "TP53", hotspot = "R175H" }
//!     [[somatic]]
//!     allele = { contig = "chr20", position = 1050000, reference = "A", alternate = "AG" }
//!     clone = "subclone"
//!     haplotype = 2
//!
//!     [[tandem_duplications]]
//!     contig = "chr13"
//!     start = 28034105
//!     end = 28034137
//!     clone = "subclone"
//!
//!     [[segments]]
//!     contig = "chr17"
//!     start = 1
//!     end = 22700000
//!     copies = [2, 0]
//!
//!     [[rearrangements]]
//!     first = "chr20:1020000-"
//!     second = "chr17:7675000+"
//!     [[rearrangements]]
//!     first = "chr17:7674999-"
//!     second = "chr20:1020001+"
//!     "#,
//! )?;
//! assert_eq!(scenario.somatic.len(), 2);
//! # Ok::<(), marv_simulate::Error>(())
//! ```

mod checks;
mod genome;
mod machine;
mod variants;

use serde::{Deserialize, Serialize};

use crate::Error;
pub(crate) use checks::within;
pub use genome::{Rearrangement, Sex, Spread, Unevenness};
pub use machine::{Library, Sequencing};
pub use variants::{AlleleChoice, Germline, GermlineVariant, RandomSomatic, SomaticVariant, TandemDuplication};

/// A tumour/normal pair. Positions are 1-based, intervals closed, as in VCF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// For people; also the prefix of sample names.
    pub name: String,
    /// Everything that is drawn follows from it.
    pub seed: u64,
    /// Where reads lie. Overlapping regions are merged.
    pub regions: Vec<Region>,
    /// Windows of reads over the whole genome, beside the regions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spread: Option<Spread>,
    /// Bases to both sides of each region where fragments lie too, so that depth is full up to the region's ends.
    pub margin: u32,
    /// The patient's sex chromosomes. Where it is not said, X and Y have two copies, as all else has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Mean depth of the tumour, in reads that are not duplicates, where it is diploid.
    pub tumour_depth: f64,
    /// Mean depth of the normal, in reads that are not duplicates.
    pub normal_depth: f64,
    /// Share of the tumour sample's cells that belong to the tumour, 0 to 1.
    pub purity: f64,
    /// Share of the normal sample's cells that belong to the tumour, 0 to 1.
    pub tumour_in_normal: f64,
    /// The tumour's clones. Without one, a single clone `founder` is all of it.
    pub clones: Vec<Clone>,
    /// Inherited variation.
    pub germline: Germline,
    /// Inherited variants at chosen places.
    pub germline_variants: Vec<GermlineVariant>,
    /// Acquired variants at chosen places.
    pub somatic: Vec<SomaticVariant>,
    /// Acquired variants at random places.
    pub random_somatic: RandomSomatic,
    /// Internal tandem duplications.
    pub tandem_duplications: Vec<TandemDuplication>,
    /// Copy number of clones.
    pub segments: Vec<CopyNumber>,
    /// Junctions between distant places. Reads lie around each side, whether a region holds it or not.
    pub rearrangements: Vec<Rearrangement>,
    /// The sequencer.
    pub sequencing: Sequencing,
    /// The library and the aligner.
    pub library: Library,
    /// What makes depth uneven.
    pub unevenness: Unevenness,
    /// The disease, as `marv run --disease` takes it.
    pub disease: Option<String>,
    /// The laboratory's karyotype in ISCN, as `marv run --karyotype` takes it. It is handed on, not simulated: what of
    /// it is to be seen in the reads stands in `segments`.
    pub laboratory_karyotype: Option<String>,
}

/// A gene with its surroundings, an interval, or a whole contig.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Region {
    /// HGNC symbol of a gene of the embedded bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gene: Option<String>,
    /// Bases on both sides of the gene's coding sequence (default 1,000).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flank: Option<u32>,
    /// With a gene: its coding exons only, each with its flank.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exons_only: bool,
    /// Name of a contig.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contig: Option<String>,
    /// 1-based; from the contig's start where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// 1-based, inclusive; to the contig's end where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
}

/// A clone of the tumour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clone {
    /// Its name.
    pub name: String,
    /// Share of the tumour's cells that carry its changes, those of its descendants among them, 0 to 1.
    pub cell_fraction: f64,
    /// The clone it arose in; none for one that arose in a normal cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// The copy number of a clone over an interval; its descendants inherit it unless they have their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyNumber {
    /// Name of a contig.
    pub contig: String,
    /// 1-based.
    pub start: u32,
    /// 1-based, inclusive.
    pub end: u32,
    /// The clone (default: the first).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clone: Option<String>,
    /// Copies of haplotype 1 and of haplotype 2, 0 to 20 each: `[1, 0]` is a deletion, `[2, 0]` copy-neutral loss of
    /// heterozygosity, `[2, 1]` a gain.
    pub copies: [u8; 2],
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            name: "simulated".to_owned(),
            seed: 1,
            regions: Vec::new(),
            spread: None,
            margin: 0,
            sex: None,
            tumour_depth: 80.0,
            normal_depth: 40.0,
            purity: 0.8,
            tumour_in_normal: 0.0,
            clones: vec![Clone { name: "founder".to_owned(), cell_fraction: 1.0, parent: None }],
            germline: Germline::default(),
            germline_variants: Vec::new(),
            somatic: Vec::new(),
            random_somatic: RandomSomatic::default(),
            tandem_duplications: Vec::new(),
            segments: Vec::new(),
            rearrangements: Vec::new(),
            sequencing: Sequencing::default(),
            library: Library::default(),
            unevenness: Unevenness::default(),
            disease: None,
            laboratory_karyotype: None,
        }
    }
}

impl Scenario {
    /// From TOML. Unknown keys are refused by name.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let scenario: Self = toml::from_str(text).map_err(|error| Error::ScenarioText(error.to_string()))?;
        scenario.check()?;
        Ok(scenario)
    }
    /// As TOML, with every default written out.
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|error| Error::ScenarioText(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named() {
        let error = Scenario::from_toml(
            "purty = 0.5
[[regions]]
gene = \"TP53\"
",
        )
        .unwrap_err()
        .to_string();
        assert!(error.contains("purty"), "{error}");
        let nested = "[[regions]]
gene = \"TP53\"
[library]
duplicate = 0.1
";
        let error = Scenario::from_toml(nested).unwrap_err().to_string();
        assert!(error.contains("duplicate"), "{error}");
    }

    #[test]
    fn a_value_out_of_its_range_is_named() {
        let error = Scenario::from_toml(
            "purity = 80
[[regions]]
gene = \"TP53\"
",
        )
        .unwrap_err()
        .to_string();
        assert_eq!(error, "scenario, purity: is 80, expected 0 to 1");
    }

    #[test]
    fn toml_goes_there_and_back() {
        let scenario = Scenario {
            regions: vec![Region { gene: Some("TP53".into()), ..Region::default() }],
            ..Scenario::default()
        };
        assert_eq!(Scenario::from_toml(&scenario.to_toml().unwrap()).unwrap(), scenario);
    }
}
