//! What a reader must know beside the category.

use marv_model::{
    cytogenetics::Lesion,
    finding::{Finding, Status},
};

use super::{
    Eln2022Policies,
    table::{TP53, adverse_cytogenetics, core_binding_factor, has, mr_gene, mutated},
};
use crate::{
    engine::{judge::Judgement, scheme::Condition},
    profile::{Asked, Marker, Profile},
};

/// The flags of a case, in the order of the table. Those about combinations stand only where the combination is certain.
pub(super) fn flags(
    judgement: &Judgement<'_, Asked>,
    profile: &Profile,
    policies: &Eln2022Policies,
) -> Vec<&'static str> {
    let certain = |conditions: Vec<Condition<Asked>>| judgement.certain(&Condition::All(conditions));
    let either = |one, other| Condition::Any(vec![one, other]);
    let tp53 = || Condition::Is(TP53);
    let npm1 = || mutated(Marker::Npm1);
    let itd = || mutated(Marker::Flt3Itd);
    let favorable_subtype =
        || Condition::Any(vec![core_binding_factor(), npm1().and(itd().negated()), mutated(Marker::CebpaBzip)]);
    let flt3_or_kit = || Condition::Any(vec![mutated(Marker::Kit), itd(), mutated(Marker::Flt3Tkd)]);

    let mut raised = vec!["eln2022.flag.intensive_treatment"];
    let mut raise = |met: bool, flag: &'static str| {
        if met {
            raised.push(flag);
        }
    };
    raise(judgement.contradictory(), "eln2022.flag.contradictory_inputs");
    raise(
        certain(vec![core_binding_factor(), either(tp53(), adverse_cytogenetics())]),
        "eln2022.flag.core_binding_factor_with_adverse",
    );
    raise(certain(vec![core_binding_factor(), flt3_or_kit()]), "eln2022.flag.core_binding_factor_with_kit_or_flt3");
    raise(
        certain(vec![has(Lesion::Kmt2aMllt3), either(tp53(), mr_gene())]),
        "eln2022.flag.mllt3_kmt2a_with_adverse_gene",
    );
    raise(
        certain(vec![has(Lesion::Kmt2aMllt3), adverse_cytogenetics()]),
        "eln2022.flag.mllt3_kmt2a_with_adverse_cytogenetics",
    );
    raise(certain(vec![npm1(), adverse_cytogenetics()]), "eln2022.flag.npm1_with_adverse_cytogenetics");
    raise(certain(vec![mutated(Marker::CebpaBzip), adverse_cytogenetics()]), "eln2022.flag.cebpa_with_adverse");
    raise(certain(vec![favorable_subtype(), mr_gene()]), "eln2022.flag.favorable_with_myelodysplasia_gene");
    raise(certain(vec![npm1(), itd(), mr_gene()]), "eln2022.flag.npm1_flt3_itd_with_myelodysplasia_gene");
    raise(certain(vec![has(Lesion::HyperdiploidTrisomies)]), "eln2022.flag.hyperdiploid_not_complex");
    raise(certain(vec![has(Lesion::Loss7q), has(Lesion::Monosomy7).negated()]), "eln2022.flag.deletion_7q_not_adverse");
    let tp53_finding = profile.finding(Marker::Tp53);
    raise(
        tp53_finding.status() == Status::Present && profile.status(TP53, policies.largest_limit) == Status::Absent,
        "eln2022.flag.tp53_below_threshold",
    );
    raise(
        matches!(tp53_finding, Finding::Absent { .. })
            && profile.status(TP53, policies.largest_limit) == Status::Unknown,
        "eln2022.flag.tp53_limit_above_threshold",
    );
    let coarse = Marker::ALL.iter().any(|(marker, _)| {
        matches!(profile.finding(*marker), Finding::Absent { limit_of_detection: Some(limit) } if limit > policies.largest_limit)
    });
    raise(coarse, "eln2022.flag.limit_too_high");
    raised
}
