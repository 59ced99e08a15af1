//! What the findings mean: tiers, treatment, targets, and the argument behind each.

use marv_model::{
    case::Case,
    finding::Finding,
    interpretation::{
        AntigenStatus, AppliedEvidence, Decision, EvidenceDirection, EvidenceKind, Interpretation, InterpretedFinding,
        Judgement, TargetLoss, Tier,
    },
    oncogenicity::Oncogenicity,
};

use super::{LONGEST, Pair, bounded, oncogenicity::Decided, reason};
use crate::messages::Messages;

/// Rows of the table, at most; the case holds them all.
const MOST: usize = 200;

/// The section.
#[derive(Debug)]
pub(crate) struct MeaningView {
    pub(crate) intro: String,
    pub(crate) confirmed: Vec<TierRow>,
    pub(crate) unconfirmed: Vec<TierRow>,
    pub(crate) treatment: Vec<TreatmentRow>,
    pub(crate) antigens: Vec<AntigenRow>,
    pub(crate) clonal: Option<String>,
    pub(crate) trials: Vec<TrialRow>,
    pub(crate) hash: String,
}

/// One finding: its row in the table, and what stands behind it.
#[derive(Debug)]
pub(crate) struct TierRow {
    pub(crate) name: String,
    pub(crate) tier: &'static str,
    /// By treatment, diagnosis, prognosis.
    pub(crate) by_kind: [&'static str; 3],
    pub(crate) escat: &'static str,
    pub(crate) notes: Vec<String>,
    pub(crate) title: String,
    pub(crate) reasons: Vec<String>,
    pub(crate) count: String,
    pub(crate) evidence: Vec<EvidenceRow>,
}

/// One row of evidence.
#[derive(Debug)]
pub(crate) struct EvidenceRow {
    pub(crate) kind: String,
    pub(crate) statement: String,
    pub(crate) level: &'static str,
    pub(crate) here: String,
    pub(crate) source: String,
    pub(crate) counts: bool,
}

/// One treatment that a finding bears on.
#[derive(Debug)]
pub(crate) struct TreatmentRow {
    pub(crate) finding: String,
    pub(crate) works: bool,
    pub(crate) effect: String,
    pub(crate) statement: String,
    pub(crate) tier: &'static str,
    pub(crate) escat: &'static str,
    pub(crate) source: String,
}

/// One target.
#[derive(Debug)]
pub(crate) struct AntigenRow {
    pub(crate) antigen: String,
    pub(crate) drugs: String,
    pub(crate) copies: String,
    pub(crate) mutations: String,
    pub(crate) note: String,
    pub(crate) lost: bool,
}

/// One trial of the department's list.
#[derive(Debug)]
pub(crate) struct TrialRow {
    pub(crate) title: String,
    pub(crate) outcome: String,
    pub(crate) criteria: Vec<Pair>,
}

impl MeaningView {
    pub(crate) fn of(found: &Interpretation, case: &Case, m: &Messages) -> Self {
        let rows = |unconfirmed: bool| -> Vec<TierRow> {
            found
                .findings
                .iter()
                .filter(|one| one.unconfirmed == unconfirmed)
                .take(MOST)
                .map(|one| row(one, case, m))
                .collect()
        };
        let confirmed = found.findings.iter().filter(|one| !one.unconfirmed);
        let disease = m.word("disease", found.disease.word());
        let clonal = found.clonal_haematopoiesis.as_ref().map(|clonal| {
            let list: Vec<String> = clonal.mutations.iter().map(|label| bounded(label, 60)).collect();
            m.with(&format!("clonal_state.{}", clonal.state), &[("list", &m.list(&list, "page.and"))])
        });
        Self {
            intro: m.with("meaning.intro", &[("disease", &disease), ("version", &found.evidence_version)]),
            confirmed: rows(false),
            unconfirmed: rows(true),
            treatment: confirmed.flat_map(|one| treatments(one, m)).collect(),
            antigens: found.antigens.iter().map(|one| antigen(one, m)).collect(),
            clonal,
            trials: found.trials.iter().map(|trial| trial_row(trial, m)).collect(),
            hash: m.with("meaning.hash", &[("version", &found.evidence_version), ("hash", &found.evidence_hash)]),
        }
    }
}

/// What a reader must know of decisions that found nothing to decide on.
pub(super) fn cautions(case: &Case, m: &Messages) -> Vec<String> {
    let unused = case.interpretation.iter().flat_map(|found| &found.unused_decisions);
    unused.map(|finding| m.with("meaning.unused_decision", &[("finding", &bounded(finding, 120))])).collect()
}

/// What a clinician acts on: treatments that evidence of tier I for this disease speaks for or against, each with the findings
/// that it rests on.
///
/// RULE: tiers I-A and I-B alone, by confirmed findings; a treatment that some findings favour and others speak against
/// stands in both sentences, since neither outweighs the other here.
pub(super) fn conclusion(case: &Case, m: &Messages) -> Vec<String> {
    let Some(found) = &case.interpretation else { return Vec::new() };
    [(true, "meaning.conclusion_works"), (false, "meaning.conclusion_resists")]
        .into_iter()
        .filter_map(|(works, key)| {
            let items: Vec<String> = acted_on(found, works, m)
                .into_iter()
                .map(|(findings, drugs)| {
                    let (drugs, findings) = (m.list(&drugs, "page.or"), m.list(&findings, "page.and"));
                    m.with("meaning.conclusion_item", &[("drugs", &drugs), ("findings", &findings)])
                })
                .collect();
            (!items.is_empty()).then(|| m.with(key, &[("list", &items.join("; "))]))
        })
        .collect()
}

/// Findings with the drugs that they share, in the order of the findings.
fn acted_on(found: &Interpretation, works: bool, m: &Messages) -> Vec<(Vec<String>, Vec<String>)> {
    let mut by_drug: Vec<(String, Vec<String>)> = Vec::new();
    for one in found.findings.iter().filter(|one| !one.unconfirmed) {
        // Who signs may have decided on another tier.
        if one.decision.is_some() && one.tier > Tier::StrongB {
            continue;
        }
        let rows = one.evidence.iter().filter(|row| {
            row.kind == EvidenceKind::Therapeutic
                && row.applies.is_some_and(|tier| tier <= Tier::StrongB)
                && (row.direction == EvidenceDirection::Sensitive) == works
        });
        let name = short_name(&one.name, m);
        for drug in rows.flat_map(|row| &row.drugs) {
            let drug = m.word("drug", drug);
            match by_drug.iter_mut().find(|(known, _)| *known == drug) {
                Some((_, findings)) if findings.contains(&name) => {}
                Some((_, findings)) => findings.push(name.clone()),
                None => by_drug.push((drug, vec![name.clone()])),
            }
        }
    }
    let mut list: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (drug, findings) in by_drug {
        match list.iter_mut().find(|(known, _)| *known == findings) {
            Some((_, drugs)) => drugs.push(drug),
            None => list.push((findings, vec![drug])),
        }
    }
    list
}

/// A finding without its change, which the sentence on variants has named.
fn short_name(name: &str, m: &Messages) -> String {
    match name.split_once(" p.").or_else(|| name.split_once(" c.")) {
        Some((gene, _)) => bounded(gene, 40),
        None => finding_name(name, m),
    }
}

/// A finding's name: a lesion in the reader's language, a variant as it stands.
fn finding_name(name: &str, m: &Messages) -> String {
    bounded(&m.word("datum", name), 80)
}

fn word(tier: Option<Tier>) -> &'static str {
    tier.map_or("–", Tier::word)
}

/// What the signer decided of a finding: its tier, its class, the mutations of which guidelines count it.
fn decided(found: &InterpretedFinding, case: &Case, m: &Messages) -> Vec<String> {
    let about = |decision: &&Decision| [&found.key, &found.name].contains(&&decision.finding);
    let one = |decision: &Decision| {
        let signer = Decided { by: &decision.by, reason: &decision.reason };
        match &decision.judgement {
            Judgement::Tier(tier) => {
                let by_rules = found.decision.as_ref().and_then(|decision| decision.instead_of);
                signer.with("meaning.decided", &[("tier", tier.word()), ("instead", word(by_rules))], m)
            }
            Judgement::Class(class) => {
                let variant = case.variants.iter().find(|variant| variant.key() == found.key);
                let points = variant.and_then(|variant| variant.oncogenicity.as_ref());
                signer.class(*class, points.map(Oncogenicity::class_by_points), m)
            }
            Judgement::MutationOf(markers) if markers.is_empty() => signer.with("meaning.decided_no_mutation", &[], m),
            Judgement::MutationOf(markers) => {
                let names: Vec<String> = markers.iter().map(|marker| bounded(&m.word("datum", marker), 60)).collect();
                signer.with("meaning.decided_mutation", &[("list", &m.list(&names, "page.and"))], m)
            }
        }
    };
    case.decisions.iter().filter(about).map(one).collect()
}

fn row(found: &InterpretedFinding, case: &Case, m: &Messages) -> TierRow {
    let mut notes: Vec<String> = found.flags.iter().map(|flag| m.word("tier_flag", flag)).collect();
    notes.splice(0..0, decided(found, case, m));
    let counted = found.evidence.iter().filter(|one| one.applies.is_some()).count();
    let number = |count: usize| m.language.number(u64::try_from(count).unwrap_or(u64::MAX));
    let name = finding_name(&found.name, m);
    TierRow {
        tier: found.tier.word(),
        by_kind: [found.by_kind.therapeutic, found.by_kind.diagnostic, found.by_kind.prognostic].map(word),
        escat: found.escat.map_or("–", marv_model::interpretation::Escat::word),
        notes,
        title: m.with("meaning.details", &[("name", &name)]),
        reasons: found.reasons.iter().map(|key| m.word("tier_reason", key)).collect(),
        count: m
            .with("meaning.evidence_count", &[("counted", &number(counted)), ("all", &number(found.evidence.len()))]),
        evidence: found.evidence.iter().map(|one| evidence(one, m)).collect(),
        name,
    }
}

fn evidence(one: &AppliedEvidence, m: &Messages) -> EvidenceRow {
    let because = m.word("evidence_because", &one.because);
    let here = match one.applies {
        Some(tier) => format!("{} ({because})", tier.word()),
        None => format!("{} ({because})", m.text("meaning.counts_nothing")),
    };
    EvidenceRow {
        kind: m
            .text(match one.kind {
                EvidenceKind::Therapeutic => "meaning.therapeutic",
                EvidenceKind::Diagnostic => "meaning.diagnostic",
                EvidenceKind::Prognostic => "meaning.prognostic",
            })
            .to_owned(),
        statement: statement(one, m),
        level: one.level.word(),
        here,
        source: source(&one.source, one.to_verify, &one.date, m),
        counts: one.applies.is_some(),
    }
}

/// The statement in words, drugs and entity filled in.
pub(crate) fn statement(one: &AppliedEvidence, m: &Messages) -> String {
    let drugs = drugs(&one.drugs, m);
    let entity = if one.entity.is_empty() { String::new() } else { m.word("entity", &one.entity) };
    m.with(&format!("statement.{}", one.statement), &[("drugs", &drugs), ("entity", &entity)])
}

fn drugs(list: &[String], m: &Messages) -> String {
    let words: Vec<String> = list.iter().map(|drug| m.word("drug", drug)).collect();
    m.list(&words, "page.or")
}

/// RULE: no tier is shown without the source and the date of its evidence.
fn source(source: &str, to_verify: bool, date: &str, m: &Messages) -> String {
    let date = m.language.date(date);
    let source = bounded(source, LONGEST);
    if to_verify { format!("{source}; {} ({date})", m.text("meaning.to_verify")) } else { format!("{source} ({date})") }
}

fn treatments(found: &InterpretedFinding, m: &Messages) -> Vec<TreatmentRow> {
    let counts = |one: &&AppliedEvidence| one.kind == EvidenceKind::Therapeutic && one.applies.is_some();
    let to_row = |one: &AppliedEvidence| {
        let works = one.direction == EvidenceDirection::Sensitive;
        TreatmentRow {
            finding: finding_name(&found.name, m),
            works,
            effect: m.text(if works { "meaning.works" } else { "meaning.resists" }).to_owned(),
            statement: statement(one, m),
            tier: word(one.applies),
            escat: one.escat.map_or("–", marv_model::interpretation::Escat::word),
            source: source(&one.source, one.to_verify, &one.date, m),
        }
    };
    found.evidence.iter().filter(counts).map(to_row).collect()
}

fn antigen(one: &AntigenStatus, m: &Messages) -> AntigenRow {
    let copies = match &one.copies {
        Finding::Present { evidence } => m.word("antigen_copies", evidence),
        Finding::Absent { .. } => m.text("status.absent").to_owned(),
        Finding::NotAssessable { reason: why } => format!("{}: {}", m.text("status.unknown"), reason(why, m)),
    };
    let mutations = match &one.mutations {
        Finding::Present { evidence } => bounded(&evidence.join(", "), 120),
        Finding::Absent { .. } => m.text("status.absent").to_owned(),
        Finding::NotAssessable { reason: why } => format!("{}: {}", m.text("status.unknown"), reason(why, m)),
    };
    let verify = if one.to_verify { format!("; {}", m.text("meaning.to_verify")) } else { String::new() };
    AntigenRow {
        antigen: if one.antigen == one.gene { one.gene.clone() } else { format!("{} ({})", one.antigen, one.gene) },
        drugs: drugs(&one.drugs, m),
        copies,
        mutations,
        note: match one.loss() {
            Some(TargetLoss::Target) => {
                format!("{} [{}{verify}]", m.word("antigen_statement", &one.statement), one.source)
            }
            Some(TargetLoss::OneCopy) => m.text("meaning.target_one_copy").to_owned(),
            Some(TargetLoss::OneParent) => m.text("meaning.target_one_parent").to_owned(),
            None => String::new(),
        },
        lost: one.loss() == Some(TargetLoss::Target),
    }
}

fn trial_row(trial: &marv_model::interpretation::TrialMatch, m: &Messages) -> TrialRow {
    use marv_model::finding::Status;
    let status = |status: Status| match status {
        Status::Present => "verdict.met",
        Status::Absent => "verdict.not_met",
        Status::Unknown => "verdict.unknown",
    };
    TrialRow {
        title: format!("{} {}", bounded(&trial.id, 60), bounded(&trial.title, 160)),
        outcome: m.word("trial_outcome", &trial.outcome),
        criteria: trial
            .criteria
            .iter()
            .map(|one| Pair::new(bounded(&one.text, 160), m.text(status(one.status))))
            .collect(),
    }
}
