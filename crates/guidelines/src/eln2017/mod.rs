//! ELN 2017: genetic risk of adults with AML.
//!
//! Source: Blood 2017;129:424 (doi 10.1182/blood-2016-08-733196), Table 5; the table body and its footnotes on the allelic ratio,
//! on complex and on monosomal karyotypes were read. Not in the table, and policies here: NPM1 or CEBPA together with
//! adverse cytogenetics or TP53 (adverse, as ELN 2022 says of NPM1), and core-binding-factor AML with either (favorable).

mod keys;
mod policies;
mod ratio;
mod table;

use marv_model::{
    cytogenetics::Lesion,
    finding::{Finding, Status},
    verdict::Verdict,
};

pub use keys::KEYS;
pub use policies::{Eln2017Policies, FavorableWithAdverse, RatioFrom};
pub use table::scheme;

use self::ratio::WithRatio;
use crate::{
    conditions::{has, has_any, mutated},
    engine::{judge::Facts, scheme::Condition},
    prepared::Prepared,
    profile::{Asked, Marker, Profile},
    rules::aml_only,
};

static TABLES: Prepared<FavorableWithAdverse, Asked> = Prepared::new();

/// The risk group of a case: one, or those that the unknown inputs leave reachable.
///
/// Not applicable to another disease than AML, to a case whose disease is not stated, and to acute promyelocytic leukaemia.
pub fn eln2017(profile: &Profile, policies: &Eln2017Policies) -> Verdict {
    let facts = WithRatio { profile, policies };
    let out_of_scope = aml_only(profile);
    let table = TABLES.under(policies.favorable_with_adverse, || scheme(policies));
    crate::rules::verdict(&table, &facts, out_of_scope, policies.listed(), |flags| {
        let favorable_gene = Condition::Any(vec![table::npm1_favorable(), mutated(Marker::CebpaBiallelic)]);
        let core_binding_factor = has_any(&[Lesion::Runx1Runx1t1, Lesion::CbfbMyh11]);
        let adverse = || Condition::Any(vec![table::adverse_cytogenetics(), mutated(Marker::Tp53)]);
        let ratio_open = facts.status(table::ITD_HIGH) == Status::Unknown;
        let duplicated = matches!(profile.finding(Marker::Flt3Itd), Finding::Present { .. });
        flags.when(true, "eln2017.flag.superseded");
        flags.contradictory("eln2017.flag.contradictory_inputs");
        flags.when(!ratio_open && facts.ratio_is_from_fraction(), "eln2017.flag.ratio_from_fraction");
        flags.when(duplicated && ratio_open, "eln2017.flag.ratio_unknown");
        flags.certain(&favorable_gene.and(adverse()), "eln2017.flag.favorable_with_adverse");
        flags.certain(&core_binding_factor.and(adverse()), "eln2017.flag.core_binding_factor_with_adverse");
        flags.certain(&has(Lesion::Kmt2aMllt3).and(adverse()), "eln2017.flag.mllt3_kmt2a_with_adverse");
    })
}
