//! Whether genotypes say what the pedigree says: relation of every two people, and sex of each.

use marv_knowledge::family::{Shared, agreement, male};
use marv_model::{
    family::{Family, FamilyMember, FamilyRole, PairCheck},
    interpretation::GateOutcome,
};

use super::{OpenFamily, sites};
use crate::{Error, inputs::Pair};

/// The family, checked: the patient first.
pub(crate) fn checked(family: &OpenFamily, pair: &Pair, pool: &rayon::ThreadPool) -> Result<Family, Error> {
    let Some(normal) = &pair.normal else { return Ok(Family::default()) };
    let reads: Vec<_> = std::iter::once(normal).chain(family.members.iter().map(|member| &member.reads)).collect();
    let people: Vec<_> = std::iter::once((FamilyRole::Patient, family.patient.as_ref()))
        .chain(family.members.iter().map(|member| (member.role, member.person.as_ref())))
        .collect();
    let sites = sites::genotyped(&reads, pair, pool)?;
    let mut members: Vec<FamilyMember> = Vec::new();
    for ((role, person), sums) in people.iter().zip(&sites.people) {
        let earlier = members.iter().filter(|member| member.role == *role).count();
        let male_told = person.and_then(|person| person.male);
        let male_seen = sums.sex_signs().and_then(male);
        members.push(FamilyMember {
            role: *role,
            number: u32::try_from(earlier + 1).unwrap_or(u32::MAX),
            male_told,
            male_seen,
            affected: person.and_then(|person| person.affected),
            mean_depth: sums.mean_depth(),
            contradicted: male_told.zip(male_seen).is_some_and(|(told, seen)| told != seen),
        });
    }
    let mut pairs = Vec::new();
    for one in 0..people.len() {
        for other in one + 1..people.len() {
            let genotypes = sites.genotypes.iter().map(|(stretch, row)| (*stretch, row[one], row[other]));
            let shared = Shared::of(genotypes);
            let (told, seen) = (family.told(people[one].1, people[other].1), shared.relation());
            let outcome = agreement(told, seen);
            if outcome == GateOutcome::Fail {
                // What fails against the patient is the other one's; between two others nobody knows whose it is.
                members[other].contradicted = true;
                members[one].contradicted |= one > 0;
            }
            let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            pairs.push(PairCheck {
                members: [index(one), index(other)],
                told,
                seen,
                relatedness: shared.relatedness(),
                sites: shared.sites,
                opposite: shared.opposite,
                outcome,
            });
        }
    }
    Ok(Family { members, pairs, compounds: Vec::new(), donor: None })
}
