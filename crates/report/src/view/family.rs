//! Parents, relatives and donor: who was looked at, whether the reads bear the pedigree out, and what they carry.

use marv_model::{
    family::{Carrier, Family, FamilyMember, PairCheck, Relation},
    finding::Finding,
    interpretation::GateOutcome,
    predisposition::{AcmgClass, DonorPredisposition, DonorVariant, GermlineVariant},
};

use super::{
    Pair, bounded,
    predisposition::{Place, class, clinvar, codes, gene_without},
    reason,
};
use crate::messages::Messages;

/// The section's part on the family.
#[derive(Debug)]
pub(crate) struct FamilyView {
    pub(crate) members: Vec<MemberRow>,
    pub(crate) pairs: Vec<PairRow>,
    /// Two variants of one gene, as sentences.
    pub(crate) compounds: Vec<String>,
    /// The reads contradict the pedigree.
    pub(crate) contradicted: bool,
    pub(crate) donor: Option<DonorView>,
}

/// What the donor carries, with the donor's consent.
#[derive(Debug)]
pub(crate) struct DonorView {
    pub(crate) rows: Vec<DonorRow>,
    /// What it means for the donation, where a variant is pathogenic or likely so.
    pub(crate) weighty: bool,
    /// Genes without a listed variant.
    pub(crate) genes: Vec<Pair>,
}

/// One of the donor's variants.
#[derive(Debug)]
pub(crate) struct DonorRow {
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) fragments: String,
    pub(crate) class: String,
    pub(crate) codes: String,
    pub(crate) clinvar: String,
    pub(crate) patient: String,
}

impl DonorView {
    fn of(found: &DonorPredisposition, m: &Messages) -> Self {
        Self {
            rows: found.variants.iter().map(|one| donor_row(one, m)).collect(),
            weighty: found.variants.iter().any(|one| one.class <= AcmgClass::LikelyPathogenic),
            genes: found.genes.iter().filter_map(|one| gene_without(one, m)).collect(),
        }
    }
}

fn donor_row(one: &DonorVariant, m: &Messages) -> DonorRow {
    let on = &one.consequence;
    let change = on.hgvs_p.as_deref().or(on.hgvs_c.as_deref()).unwrap_or_default();
    let place = Place { contig: &one.contig, position: one.position, alleles: [&one.reference, &one.alternate] };
    DonorRow {
        name: bounded(&format!("{} {change}", on.gene), 80),
        place: place.to_string(),
        fragments: format!("{}/{}", one.fragments[0], one.fragments[1]),
        class: class(one.class, one.points, m),
        codes: codes(&one.codes, m),
        clinvar: clinvar(one.clinvar.as_deref()),
        patient: m.text(if one.in_patient { "family.patient_has" } else { "family.patient_has_not" }).to_owned(),
    }
}

/// One person.
#[derive(Debug)]
pub(crate) struct MemberRow {
    pub(crate) name: String,
    pub(crate) sex_told: String,
    pub(crate) sex_seen: String,
    pub(crate) affected: String,
    pub(crate) depth: String,
    pub(crate) state: String,
}

/// Two people.
#[derive(Debug)]
pub(crate) struct PairRow {
    pub(crate) names: String,
    pub(crate) told: String,
    pub(crate) seen: String,
    pub(crate) measure: String,
    pub(crate) outcome: String,
}

impl FamilyView {
    pub(crate) fn of(family: &Family, m: &Messages) -> Self {
        let compound = |one: &marv_model::family::Compound| {
            let values = [
                ("gene", bounded(&one.gene, 40)),
                ("one", bounded(&one.variants[0], 60)),
                ("other", bounded(&one.variants[1], 60)),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            m.with(&format!("compound.{}", one.phase), &values)
        };
        Self {
            members: family.members.iter().map(|one| member(one, family, m)).collect(),
            pairs: family.pairs.iter().map(|one| pair(one, family, m)).collect(),
            compounds: family.compounds.iter().map(compound).collect(),
            contradicted: family.members.iter().any(|one| one.contradicted),
            donor: family.donor.as_ref().map(|found| DonorView::of(found, m)),
        }
    }
}

/// A member's name for people: the role, with a number where several have it.
fn name(at: u32, family: &Family, m: &Messages) -> String {
    let Some(one) = family.members.get(at as usize) else { return String::new() };
    let role = m.text(&format!("family_role.{}", one.role.word())).to_owned();
    let several = family.members.iter().filter(|other| other.role == one.role).count() > 1;
    if several { format!("{role} {}", one.number) } else { role }
}

fn member(one: &FamilyMember, family: &Family, m: &Messages) -> MemberRow {
    let at = family.members.iter().position(|other| other == one).unwrap_or(0);
    let sex = |male: Option<bool>| {
        m.text(match male {
            Some(true) => "family.male",
            Some(false) => "family.female",
            None => "family.unknown",
        })
        .to_owned()
    };
    let affected = match one.affected {
        Some(true) => "family.yes",
        Some(false) => "family.no",
        None => "family.unknown",
    };
    MemberRow {
        name: name(u32::try_from(at).unwrap_or(0), family, m),
        sex_told: sex(one.male_told),
        sex_seen: sex(one.male_seen),
        affected: m.text(affected).to_owned(),
        depth: one.mean_depth.map_or_else(|| "–".to_owned(), |depth| m.language.decimal(depth, 0)),
        state: m.text(if one.contradicted { "family.contradicted" } else { "family.not_contradicted" }).to_owned(),
    }
}

fn pair(one: &PairCheck, family: &Family, m: &Messages) -> PairRow {
    let relation = |relation: Option<Relation>, none: &str| {
        relation.map_or_else(
            || m.text(none).to_owned(),
            |one| m.text(&format!("family_relation.{}", one.word())).to_owned(),
        )
    };
    let [a, b] = one.members;
    let measure = one.relatedness.map_or_else(
        || "–".to_owned(),
        |value| {
            let values = [
                ("value", m.language.decimal(value, 2)),
                ("opposite", m.language.number(one.opposite)),
                ("sites", m.language.number(one.sites)),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            m.with("family.measure", &values)
        },
    );
    PairRow {
        names: format!("{} – {}", name(a, family, m), name(b, family, m)),
        told: relation(one.told, "family.not_told"),
        seen: relation(one.seen, "family.too_few"),
        measure,
        outcome: m
            .text(match one.outcome {
                GateOutcome::Pass => "family.agrees",
                GateOutcome::Attention => "family.attention",
                GateOutcome::Fail => "family.contradicts",
                GateOutcome::NotAssessed => "family.not_compared",
            })
            .to_owned(),
    }
}

/// What is said of one variant: where it comes from, and what each member carries.
pub(super) fn of_variant(one: &GermlineVariant, family: &Family, m: &Messages) -> Vec<String> {
    let carrier = |carrier: &Carrier| {
        let [alternate, depth] = carrier.fragments;
        let status = match &carrier.finding {
            Finding::Present { evidence } => m.text(&format!("zygosity.{}", evidence.word())).to_owned(),
            Finding::Absent { .. } => m.text("family.does_not_carry").to_owned(),
            Finding::NotAssessable { reason: why } => format!("{}: {}", m.text("status.unknown"), reason(why, m)),
        };
        format!("{}: {status} ({alternate}/{depth})", name(carrier.member, family, m))
    };
    let from = one.inheritance.map(|from| m.text(&format!("inheritance.{}", from.word())).to_owned());
    from.into_iter().chain(one.carriers.iter().map(carrier)).collect()
}
