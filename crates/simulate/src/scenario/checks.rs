//! Whether a scenario can be.

use super::{Scenario, genome};
use crate::Error;

impl Scenario {
    /// Whether every number is in its range and the clones can exist together.
    pub fn check(&self) -> Result<(), Error> {
        let Self { sequencing, library, germline, random_somatic, .. } = self;
        for (field, share) in [
            ("purity", self.purity),
            ("random_somatic.late", random_somatic.late),
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
