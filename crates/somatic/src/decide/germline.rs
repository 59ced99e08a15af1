//! What the ledger says of alleles that were set aside as germline.

use marv_model::{
    call::{LedgerEntry, RuleVerdict},
    variant::SmallVariant,
};

use crate::{
    config::SweepConfig,
    evidence::RegionEvidence,
    sweep::germline::{Reads, below_somatic},
};

/// The alleles of a region that were set aside as germline and not judged, in the genome's order, each with the two rules
/// that did so: its fraction in the normal (`set_aside_normal_fraction`), and the standard errors by which its fraction
/// in the tumour lies below what an acquired allele would have there (`set_aside_tumour_margin`). `config` is the sweep's.
pub fn set_aside<'a>(
    evidence: &'a RegionEvidence,
    config: &'a SweepConfig,
) -> impl Iterator<Item = (&'a SmallVariant, [LedgerEntry; 2])> {
    evidence.germline.iter().map(|site| {
        let [tumour, normal] = [site.tumour, site.normal].map(|[alternate, depth]| Reads { alternate, depth });
        let entry = |rule: &str, value: f64, threshold: f64| LedgerEntry {
            rule: rule.to_owned(),
            value: Some(value),
            threshold: Some(threshold),
            verdict: RuleVerdict::Fail,
            version: 1,
        };
        let fraction = f64::from(normal.alternate) / f64::from(normal.depth.max(1));
        let rules = [
            entry("set_aside_normal_fraction", fraction, config.germline_fraction),
            entry("set_aside_tumour_margin", below_somatic(tumour, normal), config.germline_margin),
        ];
        (&site.variant, rules)
    })
}
