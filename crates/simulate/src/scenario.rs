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

mod genome;

use serde::{Deserialize, Serialize};

use crate::Error;
pub use genome::{Rearrangement, Sex, Spread, Unevenness};

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

/// Rates of inherited variation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Germline {
    /// Single-base variants a base (about 1e-3 in a European genome).
    pub snv_rate: f64,
    /// Insertions and deletions a base (about 1.2e-4).
    pub indel_rate: f64,
    /// Heterozygous for each homozygous variant (about 1.6).
    pub het_per_hom: f64,
}

/// An inherited variant at a chosen place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GermlineVariant {
    /// What.
    pub allele: AlleleChoice,
    /// On both haplotypes.
    pub homozygous: bool,
    /// 1 or 2 for a heterozygous one (default 1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub haplotype: Option<u8>,
}

/// An allele by gene and name, or by coordinates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlleleChoice {
    /// HGNC symbol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gene: Option<String>,
    /// With a gene: a hotspot of the bundle by its protein change, such as `p.Arg175His` or `R175H`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hotspot: Option<String>,
    /// Name of a contig.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contig: Option<String>,
    /// 1-based, of the first reference base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// The reference's bases, as in VCF; must agree with the reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The bases in their place, as in VCF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternate: Option<String>,
}

/// An acquired variant at a chosen place. Its fraction follows from its clone, its copies and the copy number there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SomaticVariant {
    /// What.
    pub allele: AlleleChoice,
    /// The clone it arose in (default: the first).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clone: Option<String>,
    /// 1 or 2 (default 1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub haplotype: Option<u8>,
    /// Where the haplotype has several copies: on how many of them (default: all, as when it came before the gain).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<u8>,
}

/// Acquired variants at random places, spread evenly over clones and haplotypes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RandomSomatic {
    /// Single-base variants in a megabase.
    pub snv_per_mb: f64,
    /// Insertions and deletions in a megabase.
    pub indel_per_mb: f64,
    /// Substitutions of two or three adjacent bases in a megabase.
    pub mnv_per_mb: f64,
    /// Share of them that came after all gains: on one copy of their haplotype. 0 (default) to 1.
    #[serde(skip_serializing_if = "is_zero")]
    pub late: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

/// A stretch that stands twice in a row, with or without bases between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TandemDuplication {
    /// Name of a contig.
    pub contig: String,
    /// 1-based, first duplicated base.
    pub start: u32,
    /// 1-based, last duplicated base.
    pub end: u32,
    /// Bases between the two copies that come from neither.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filler: String,
    /// The clone it arose in (default: the first).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clone: Option<String>,
    /// 1 or 2 (default 1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub haplotype: Option<u8>,
    /// As in [`SomaticVariant`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u8>,
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

/// What the sequencer does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sequencing {
    /// Bases a read, 30 to 500.
    pub read_length: u32,
    /// Mean length of a fragment in bases.
    pub insert_mean: f64,
    /// Standard deviation of a fragment's length.
    pub insert_sd: f64,
    /// Multiplies the rate at which a base's quality falls below the best bin; 0 gives a machine without such bases.
    pub low_quality: f64,
    /// Whether bases err at the rate that their quality says.
    pub errors: bool,
}

/// What library and aligner do. Rates are shares of fragments, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Library {
    /// Fragments that are a copy of the one before, for each that is not.
    pub duplicates: f64,
    /// Copies that are not flagged as such, for each copy.
    pub unflagged_duplicates: f64,
    /// Fragments of a diverged copy of the sequence elsewhere that lie here by mistake, at a mapping quality of 0 to 20.
    pub mapping_errors: f64,
    /// Share of blocks of 1 kb in which the aligner cannot tell the copies apart: two in five fragments are the other
    /// copy's, and mapping qualities are low.
    pub ambiguous_blocks: f64,
    /// Bases at which the copies differ, for each base.
    pub divergence: f64,
    /// Repeats of one to four bases that gain or lose a unit in a fragment, for each repeat of 30 bases; shorter ones
    /// do so less.
    pub slippage: f64,
    /// Chimeric reads with a supplementary alignment.
    pub supplementary: f64,
    /// Reads with a secondary alignment.
    pub secondary: f64,
    /// Reads that failed the sequencer's filter.
    pub qc_fail: f64,
    /// Fragments of which one read has no place.
    pub unmapped_mate: f64,
    /// Fragments of which neither read has a place.
    pub unmapped: f64,
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

impl Default for Germline {
    fn default() -> Self {
        Self { snv_rate: 1e-3, indel_rate: 1.2e-4, het_per_hom: 1.6 }
    }
}

impl Default for RandomSomatic {
    fn default() -> Self {
        Self { snv_per_mb: 0.0, indel_per_mb: 0.0, mnv_per_mb: 0.0, late: 0.0 }
    }
}

impl Default for Sequencing {
    fn default() -> Self {
        Self { read_length: 150, insert_mean: 380.0, insert_sd: 80.0, low_quality: 1.0, errors: true }
    }
}

impl Default for Library {
    fn default() -> Self {
        Self {
            duplicates: 0.08,
            unflagged_duplicates: 0.03,
            mapping_errors: 0.002,
            ambiguous_blocks: 0.005,
            divergence: 0.03,
            slippage: 0.02,
            supplementary: 0.001,
            secondary: 0.001,
            qc_fail: 0.002,
            unmapped_mate: 0.002,
            unmapped: 0.001,
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
    /// Whether every number is in its range and the clones can exist together.
    pub fn check(&self) -> Result<(), Error> {
        let Self { sequencing, library, germline, random_somatic, .. } = self;
        for (field, share) in [
            ("purity", self.purity),
            ("tumour_in_normal", self.tumour_in_normal),
            ("germline.snv_rate", germline.snv_rate),
            ("germline.indel_rate", germline.indel_rate),
            ("library.duplicates", library.duplicates),
            ("library.unflagged_duplicates", library.unflagged_duplicates),
            ("library.mapping_errors", library.mapping_errors),
            ("library.ambiguous_blocks", library.ambiguous_blocks),
            ("library.divergence", library.divergence),
            ("library.slippage", library.slippage),
            ("library.supplementary", library.supplementary),
            ("library.secondary", library.secondary),
            ("library.qc_fail", library.qc_fail),
            ("library.unmapped_mate", library.unmapped_mate),
            ("library.unmapped", library.unmapped),
        ] {
            within(field, share, 0.0, 1.0)?;
        }
        for (field, value, low, high) in [
            ("tumour_depth", self.tumour_depth, 0.0, 100_000.0),
            ("normal_depth", self.normal_depth, 0.0, 100_000.0),
            ("germline.snv_rate", germline.snv_rate, 0.0, 0.02),
            ("germline.indel_rate", germline.indel_rate, 0.0, 0.005),
            ("germline.het_per_hom", germline.het_per_hom, 0.0, 1e6),
            ("random_somatic.snv_per_mb", random_somatic.snv_per_mb, 0.0, 10_000.0),
            ("random_somatic.indel_per_mb", random_somatic.indel_per_mb, 0.0, 3_000.0),
            ("random_somatic.mnv_per_mb", random_somatic.mnv_per_mb, 0.0, 3_000.0),
            ("sequencing.read_length", f64::from(sequencing.read_length), 30.0, 500.0),
            ("sequencing.insert_mean", sequencing.insert_mean, 60.0, 900.0),
            ("sequencing.insert_sd", sequencing.insert_sd, 0.0, 300.0),
            ("sequencing.low_quality", sequencing.low_quality, 0.0, 20.0),
        ] {
            within(field, value, low, high)?;
        }
        if self.name.is_empty() || !self.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        {
            let problem =
                format!("is {:?}, expected letters, digits, '-', '_' and '.': it becomes a sample's name", self.name);
            return Err(Error::scenario("name", problem));
        }
        if self.regions.is_empty() && self.spread.is_none() && self.rearrangements.is_empty() {
            return Err(Error::scenario(
                "regions",
                "is empty: give at least one gene, interval or contig, or a spread",
            ));
        }
        genome::check(self)?;
        Ok(())
    }
}

pub(crate) fn within(field: &str, value: f64, low: f64, high: f64) -> Result<(), Error> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(Error::scenario(field, format!("is {value}, expected {low} to {high}")))
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
