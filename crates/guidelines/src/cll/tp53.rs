//! TP53 in CLL as ERIC asks for it to be reported.

use marv_model::{case::Disease, cytogenetics::Lesion, finding::Finding, verdict::Verdict};

use super::{CllPolicies, LowFractionTp53};
use crate::{
    conditions::{has, mutated, row},
    engine::scheme::{Condition, Scheme},
    prepared::Prepared,
    profile::{Asked, Marker, Percent, Profile, laws_of_order},
    rules::{self, Case},
};

const STANDARD: Asked = Asked::MutatedAtLeast(Marker::Tp53, Percent(10));

/// The table under these choices.
pub fn scheme(policies: &CllPolicies) -> Scheme<Asked> {
    let low = match policies.low_fraction_tp53 {
        LowFractionTp53::Apart => "low_fraction_mutation",
        LowFractionTp53::Counts => "aberration",
    };
    // RULE: ERIC 2024, TP53 aberration: deletion of the locus on 17p13 or a mutation, either alone is enough.
    // RULE: ERIC 2024, variants at a fraction of 10 % or above are the standard; those below are reported with care.
    let rows = vec![
        row("cll_tp53.deletion", "ERIC 2024: deletion of 17p13", has(Lesion::Loss17p), "aberration"),
        row(
            "cll_tp53.mutation",
            "ERIC 2024: TP53 mutation, allele fraction of 10 % or above",
            Condition::Is(STANDARD),
            "aberration",
        ),
        row(
            "cll_tp53.low_fraction",
            "ERIC 2024: TP53 mutation, allele fraction below 10 %",
            mutated(Marker::Tp53),
            low,
        ),
        row("cll_tp53.none", "ERIC 2024: neither deletion nor mutation", Condition::Always, "none"),
    ];
    Scheme {
        name: "CLL TP53 (ERIC 2024)",
        id: "cll_tp53",
        rules_version: "1",
        source: "Leukemia 2024;38:1455 (doi 10.1038/s41375-024-02267-x); Leukemia 2018;32:1070",
        categories: &["none", "low_fraction_mutation", "aberration"],
        rows,
        noted: Vec::new(),
        laws: laws_of_order(&[STANDARD, Asked::Mutated(Marker::Tp53)]),
    }
}

static TABLES: Prepared<LowFractionTp53, Asked> = Prepared::new();

/// Whether TP53 is hit, by deletion or mutation.
pub fn cll_tp53(profile: &Profile, policies: &CllPolicies) -> Verdict {
    let table = TABLES.under(policies.low_fraction_tp53, || scheme(policies));
    let listed = vec![policies.low_fraction(), policies.limit()];
    let case = Case { profile, largest_limit: policies.largest_limit };
    rules::verdict_of_profile(&table, &case, &[Disease::Cll], listed, |flags| {
        let deletion = has(Lesion::Loss17p);
        let mutation = mutated(Marker::Tp53);
        flags.certain(&deletion.clone().and(mutation.clone()), "cll_tp53.flag.both");
        flags.certain(&deletion.clone().and(mutation.negated()), "cll_tp53.flag.deletion_only");
        flags.when(flags.decided() == Some("low_fraction_mutation"), "cll_tp53.flag.below_10_percent");
        let not_seen = matches!(profile.finding(Marker::Tp53), Finding::Absent { .. });
        flags.when(flags.decided() == Some("none") && not_seen, "cll_tp53.flag.low_fraction_not_excluded");
    })
}
