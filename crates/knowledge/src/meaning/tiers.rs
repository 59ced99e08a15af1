//! A finding and the rows about it → its tier, its ESCAT, and why.

use marv_model::{
    annotation::HaemRule,
    case::{Case, Disease, ReportedVariant},
    finding::Status,
    interpretation::{
        AppliedEvidence, Escat, EvidenceDirection, EvidenceKind, EvidenceLevel, InterpretedFinding, Tier, TierByKind,
    },
    oncogenicity::{CodeOutcome, OncogenicityClass, OncogenicityCode},
};

use super::{clonal, context, findings::Found};
use crate::evidence::{Fit, Row, is_for};

/// Weighs one finding.
pub(super) fn weigh(found: Found<'_>, case: &Case) -> InterpretedFinding {
    let benign = found.variant.and_then(benign);
    let mut evidence: Vec<AppliedEvidence> =
        found.rows.iter().map(|(row, fit)| applied(row, *fit, benign.is_some(), found.variant, case)).collect();
    evidence.sort_by(|a, b| {
        let order = |one: &AppliedEvidence| (one.applies.is_none(), one.applies, one.kind, one.level);
        order(a).cmp(&order(b))
    });
    let mut by_kind = TierByKind::default();
    for one in &evidence {
        if let Some(tier) = one.applies {
            let held = by_kind.of_mut(one.kind);
            *held = Some(held.map_or(tier, |known| known.min(tier)));
        }
    }
    let tier = match benign {
        Some(_) => Tier::Benign,
        None => by_kind.best().unwrap_or(Tier::Unknown),
    };
    InterpretedFinding {
        escat: evidence.iter().filter_map(|one| one.escat).min(),
        reasons: reasons(&found, &evidence, by_kind, benign, case.disease),
        flags: flags(&found, case),
        key: found.key,
        name: found.name,
        gene: found.gene,
        origin: found.origin,
        unconfirmed: found.unconfirmed,
        tier,
        by_kind,
        evidence,
        decision: None,
    }
}

/// RULE: tier IV: benign or likely benign by its points, or more frequent than 1 % in a population; by the signer's class alone,
/// where there is one.
fn benign(variant: &ReportedVariant) -> Option<&'static str> {
    let found = variant.oncogenicity.as_ref()?;
    if found.decision.is_some() {
        return (found.class <= OncogenicityClass::LikelyBenign).then_some("benign");
    }
    let frequent = found.codes.iter().any(|code| {
        matches!(code.outcome, CodeOutcome::Met | CodeOutcome::Yields)
            && matches!(code.code, OncogenicityCode::Sbvs1 | OncogenicityCode::Sbs1)
    });
    if frequent { Some("frequent") } else { (found.class <= OncogenicityClass::LikelyBenign).then_some("benign") }
}

/// A row here.
///
/// RULE: evidence counts with its level in its own diseases. For a treatment that is established in another disease the
/// standard's level C stands, and D for one that is studied there, unless it does not act on what is altered; what diagnoses or foretells another disease says nothing
/// of this one. A change that a person must judge, and a statement whose other condition is not met, count for nothing.
fn applied(row: &Row, fit: Fit, benign: bool, variant: Option<&ReportedVariant>, case: &Case) -> AppliedEvidence {
    use EvidenceLevel::{A, B, C, D};
    let here = is_for(&row.diseases, case.disease);
    let therapeutic = row.kind == EvidenceKind::Therapeutic;
    let (applies, because) = if benign {
        (None, "benign")
    } else if fit == Fit::Perhaps {
        (None, "to_judge")
    } else if low_fraction(row, variant, case) {
        (Some(Tier::of(row.level).max(Tier::PotentialC)), "low_fraction")
    } else {
        match (context::holds(row, case), here, therapeutic, row.level) {
            (Status::Absent, ..) => (None, "context_absent"),
            (Status::Unknown, true, ..) => (None, "context_unknown"),
            (_, true, _, level) => (Some(Tier::of(level)), "this_disease"),
            (_, false, true, _) if row.here_alone => (None, "other_disease_bound"),
            (_, false, true, A | B) => (Some(Tier::PotentialC), "other_disease"),
            (_, false, true, C) => (Some(Tier::PotentialD), "other_disease_early"),
            (_, false, true, D) => (None, "other_disease_weak"),
            (_, false, false, _) => (None, "other_disease_kind"),
        }
    };
    AppliedEvidence {
        id: row.id.clone(),
        kind: row.kind,
        direction: row.direction,
        level: row.level,
        diseases: row.diseases.clone(),
        applies,
        because: because.to_owned(),
        escat: applies
            .and(row.escat)
            .filter(|_| row.direction == EvidenceDirection::Sensitive)
            .map(|level| if here { level } else { elsewhere(level) }),
        drugs: row.drugs.clone(),
        statement: row.statement.clone(),
        entity: row.entity.clone(),
        source: row.source.clone(),
        to_verify: row.to_verify,
        date: row.date.clone(),
    }
}

/// RULE: ESCAT: benefit shown in another tumour is III-A here; what is weaker stays what it is.
fn elsewhere(level: Escat) -> Escat {
    level.max(Escat::IIIA)
}

/// RULE: TP53 in CLL: guidelines rest on 10 % of the alleles or more; below it is told with care (ERIC, Leukemia
/// 2018;32:1070).
fn low_fraction(row: &Row, variant: Option<&ReportedVariant>, case: &Case) -> bool {
    const LEAST: f64 = 0.10;
    let tp53 =
        row.gene.as_deref() == Some("TP53") && case.disease == Disease::Cll && is_for(&row.diseases, case.disease);
    tp53 && variant.and_then(|v| v.tumour_fraction).is_some_and(|fraction| fraction.get() < LEAST)
}

/// Why this tier, and why not a weightier one.
fn reasons(
    found: &Found<'_>,
    evidence: &[AppliedEvidence],
    by_kind: TierByKind,
    benign: Option<&'static str>,
    disease: Disease,
) -> Vec<String> {
    let mut reasons = Vec::new();
    let kinds = [
        (by_kind.therapeutic, EvidenceKind::Therapeutic),
        (by_kind.diagnostic, EvidenceKind::Diagnostic),
        (by_kind.prognostic, EvidenceKind::Prognostic),
    ];
    for (tier, kind) in kinds {
        let of_kind = || evidence.iter().filter(|one| one.kind == kind);
        match tier {
            Some(tier) => reasons.push(format!("best_{}|tier={}", kind.word(), tier.word())),
            None if of_kind().next().is_none() => reasons.push(format!("none_{}", kind.word())),
            None => reasons.push(format!("not_counted_{}", kind.word())),
        }
    }
    reasons.extend(benign.map(str::to_owned));
    let any = |why: &str| evidence.iter().any(|one| one.because == why);
    if by_kind.best().is_none_or(|best| best > Tier::StrongB) {
        if any("other_disease") || any("other_disease_early") || any("other_disease_kind") {
            reasons
                .push(if disease == Disease::Unspecified { "disease_not_stated" } else { "other_disease" }.to_owned());
        }
        for why in ["to_judge", "context_absent", "context_unknown", "low_fraction"] {
            if any(why) {
                reasons.push(why.to_owned());
            }
        }
        if evidence.is_empty() && benign.is_none() {
            reasons.push("no_row".to_owned());
        }
    }
    if found.unconfirmed {
        reasons.push("unconfirmed".to_owned());
    }
    reasons
}

/// What a reader must bear in mind.
fn flags(found: &Found<'_>, case: &Case) -> Vec<String> {
    let mut flags = Vec::new();
    let Some(variant) = found.variant else { return flags };
    flags.extend(clonal::flag(variant, case.disease).map(str::to_owned));
    if variant.seen_in_normal_as_contamination {
        flags.push("in_normal".to_owned());
    }
    // RULE: where no normal was analysed, a tier says nothing of whether the change was inherited.
    if variant.normal.is_none() {
        flags.push("no_normal".to_owned());
    }
    let main = variant.consequences.first();
    if main.is_some_and(|c| c.rules.contains(&HaemRule::CebpaBzipOther)) {
        flags.push("cebpa_bzip_other".to_owned());
    }
    flags
}
