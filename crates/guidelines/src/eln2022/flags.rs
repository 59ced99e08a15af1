//! What a reader must know beside the category.

use marv_model::{
    cytogenetics::Lesion,
    finding::{Finding, Status},
};

use super::{
    Eln2022Policies,
    table::{TP53, adverse_cytogenetics, core_binding_factor, mr_gene},
};
use crate::{
    conditions::{has, mutated},
    engine::scheme::Condition,
    profile::{Asked, Marker, Profile},
    rules::Flags,
};

/// The flags of a case, in the order of the table. Those about combinations stand only where the combination is certain.
pub(super) fn raise(flags: &mut Flags<'_, Asked>, profile: &Profile, policies: &Eln2022Policies) {
    let all = Condition::All;
    let either = |one, other| Condition::Any(vec![one, other]);
    let tp53 = || Condition::Is(TP53);
    let npm1 = || mutated(Marker::Npm1);
    let itd = || mutated(Marker::Flt3Itd);
    let favorable_subtype =
        Condition::Any(vec![core_binding_factor(), npm1().and(itd().negated()), mutated(Marker::CebpaBzip)]);
    let flt3_or_kit = Condition::Any(vec![mutated(Marker::Kit), itd(), mutated(Marker::Flt3Tkd)]);

    flags.when(true, "eln2022.flag.intensive_treatment");
    flags.contradictory("eln2022.flag.contradictory_inputs");
    flags.certain(
        &core_binding_factor().and(either(tp53(), adverse_cytogenetics())),
        "eln2022.flag.core_binding_factor_with_adverse",
    );
    flags.certain(&core_binding_factor().and(flt3_or_kit), "eln2022.flag.core_binding_factor_with_kit_or_flt3");
    flags
        .certain(&has(Lesion::Kmt2aMllt3).and(either(tp53(), mr_gene())), "eln2022.flag.mllt3_kmt2a_with_adverse_gene");
    flags.certain(
        &has(Lesion::Kmt2aMllt3).and(adverse_cytogenetics()),
        "eln2022.flag.mllt3_kmt2a_with_adverse_cytogenetics",
    );
    flags.certain(&npm1().and(adverse_cytogenetics()), "eln2022.flag.npm1_with_adverse_cytogenetics");
    flags.certain(&mutated(Marker::CebpaBzip).and(adverse_cytogenetics()), "eln2022.flag.cebpa_with_adverse");
    flags.certain(&favorable_subtype.and(mr_gene()), "eln2022.flag.favorable_with_myelodysplasia_gene");
    flags.certain(&all(vec![npm1(), itd(), mr_gene()]), "eln2022.flag.npm1_flt3_itd_with_myelodysplasia_gene");
    flags.certain(&has(Lesion::HyperdiploidTrisomies), "eln2022.flag.hyperdiploid_not_complex");
    flags.certain(&has(Lesion::Loss7q).and(has(Lesion::Monosomy7).negated()), "eln2022.flag.deletion_7q_not_adverse");
    let tp53_finding = profile.finding(Marker::Tp53);
    flags.when(
        tp53_finding.status() == Status::Present && profile.status(TP53, policies.largest_limit) == Status::Absent,
        "eln2022.flag.tp53_below_threshold",
    );
    flags.when(
        matches!(tp53_finding, Finding::Absent { .. })
            && profile.status(TP53, policies.largest_limit) == Status::Unknown,
        "eln2022.flag.tp53_limit_above_threshold",
    );
    let coarse = Marker::ALL.iter().any(|(marker, _)| {
        matches!(profile.finding(*marker), Finding::Absent { limit_of_detection: Some(limit) } if limit > policies.largest_limit)
    });
    flags.when(coarse, "eln2022.flag.limit_too_high");
}
