//! Parents, relatives and donor: their alignments and their places in the pedigree (`mod`), genotypes at sites all over the
//! genome (`sites`), whether these say what the pedigree says (`checks`), and what a member carries of an allele (`carriers`), the donor of any (`donor`). Opened only with the patient's
//! consent.

mod carriers;
mod checks;
mod donor;
mod sites;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use marv_ingest::{
    alignment::BoundAlignment,
    pedigree::{Pedigree, Person},
};
use marv_model::family::{FamilyRole, Relation};

pub(crate) use self::{carriers::fragments, checks::checked, donor::predisposition as of_donor};
use crate::{
    CaseFile, Error, Settings,
    case_file::SampleFile,
    inputs::{Pair, bind_sample},
    manifest::{alignment_hash, file_hash},
    progress::{Event, Progress},
};

/// The family as it was opened. The patient is not among the members: that is the pair's normal.
#[derive(Debug)]
pub(crate) struct OpenFamily {
    /// The patient's line of the pedigree.
    pub(crate) patient: Option<Person>,
    /// In the order of roles, then of the case file.
    pub(crate) members: Vec<Member>,
    pedigree: Option<(PathBuf, Pedigree)>,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) role: FamilyRole,
    /// The line of the pedigree; none for a donor of no family.
    pub(crate) person: Option<Person>,
    pub(crate) reads: BoundAlignment,
    /// Whether the member consented to a look at what the patient need not share.
    pub(crate) consents: bool,
}

/// Opens what the case names; none where it names nobody.
///
/// RULE: without the patient's consent nobody's file is opened.
pub(crate) fn open(
    file: &CaseFile,
    pair: &Pair,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Option<OpenFamily>, Error> {
    if file.family.is_none() && file.donor.is_none() {
        return Ok(None);
    }
    if !file.consent_predisposition {
        progress.event(Event::Warning {
            message: "parents, relatives and donor are not looked at: the case has no consent (consent_predisposition)"
                .to_owned(),
        });
        return Ok(None);
    }
    let Some(normal) = &pair.normal else {
        return Err(Error::Usage {
            problem: "a family is given, and no normal of the patient".to_owned(),
            advice: "give the patient's normal: what is inherited is read from it".to_owned(),
        });
    };
    let pedigree = match &file.family {
        Some(family) => Some((family.pedigree.clone(), read_pedigree(&family.pedigree, progress)?)),
        None => None,
    };
    let person = |name: &str| -> Result<Option<Person>, Error> {
        pedigree.as_ref().map(|(_, pedigree)| Ok(pedigree.person(name)?.clone())).transpose()
    };
    let sample = normal.file().samples().first().map_or_else(String::new, ToString::to_string);
    let patient = match &file.family {
        None => None,
        Some(family) => person(family.patient.as_deref().unwrap_or(&sample))?,
    };
    let mut members = Vec::new();
    let named: BTreeMap<String, SampleFile> =
        file.family.as_ref().map_or_else(BTreeMap::new, |family| family.members.clone());
    for (name, sample) in &named {
        let person = person(name)?;
        let role = role(person.as_ref(), patient.as_ref());
        if role == FamilyRole::Patient {
            return Err(Error::Usage {
                problem: "the patient is named among the relatives".to_owned(),
                advice: "the patient's own reads are those of the normal".to_owned(),
            });
        }
        members.push(Member {
            role,
            person,
            reads: bind_sample(sample, &file.reference, pair, settings)?,
            consents: false,
        });
    }
    if let Some(donor) = &file.donor {
        let sample = SampleFile { alignment: donor.alignment.clone(), sample: donor.sample.clone() };
        let person = donor.person.as_deref().map(&person).transpose()?.flatten();
        let reads = bind_sample(&sample, &file.reference, pair, settings)?;
        members.push(Member { role: FamilyRole::Donor, person, reads, consents: donor.consent_predisposition });
    }
    members.sort_by_key(|member| member.role);
    Ok(Some(OpenFamily { patient, members, pedigree }))
}

fn read_pedigree(path: &Path, progress: &dyn Progress) -> Result<Pedigree, Error> {
    let pedigree = Pedigree::read(path)?;
    for notice in pedigree.notices() {
        let message = format!("{}: {} (line {})", crate::error::file_name(path), notice.what, notice.first_line);
        progress.event(Event::Warning { message });
    }
    Ok(pedigree)
}

/// A person's part, the patient's view.
fn role(person: Option<&Person>, patient: Option<&Person>) -> FamilyRole {
    let (Some(one), Some(patient)) = (person, patient) else { return FamilyRole::Relative };
    let is = |name: &Option<String>, of: &Person| name.as_deref() == Some(of.id.as_str());
    match () {
        () if one.family != patient.family => FamilyRole::Relative,
        () if one.id == patient.id => FamilyRole::Patient,
        () if is(&patient.father, one) => FamilyRole::Father,
        () if is(&patient.mother, one) => FamilyRole::Mother,
        () if siblings(one, patient) => FamilyRole::Sibling,
        () if is(&one.father, patient) || is(&one.mother, patient) => FamilyRole::Child,
        () => FamilyRole::Relative,
    }
}

fn siblings(one: &Person, other: &Person) -> bool {
    one.family == other.family
        && one.father.is_some()
        && one.mother.is_some()
        && (&one.father, &one.mother) == (&other.father, &other.mother)
}

impl OpenFamily {
    /// How two people are related by the pedigree; none where it does not tell.
    ///
    /// RULE: of parents of one child it tells that they are not related, where no parent of theirs stands in it.
    fn told(&self, one: Option<&Person>, other: Option<&Person>) -> Option<Relation> {
        let (one, other) = (one?, other?);
        if one.family != other.family {
            return None;
        }
        let child = |one: &Person, of: &Person| [&one.father, &one.mother].contains(&&Some(of.id.clone()));
        if one.id == other.id {
            return Some(Relation::Same);
        }
        if child(one, other) || child(other, one) {
            return Some(Relation::ParentChild);
        }
        if siblings(one, other) {
            return Some(Relation::Siblings);
        }
        let founders = [one, other].iter().all(|person| person.father.is_none() && person.mother.is_none());
        let (_, pedigree) = self.pedigree.as_ref()?;
        let couple = pedigree
            .people()
            .iter()
            .any(|person| person.family == one.family && child(person, one) && child(person, other));
        (founders && couple).then_some(Relation::Unrelated)
    }

    /// The files by role and name, with their hashes.
    pub(crate) fn inputs(&self) -> Result<BTreeMap<String, String>, Error> {
        let mut hashes = BTreeMap::new();
        for (number, member) in (1..).zip(&self.members) {
            let file = member.reads.file();
            // A relative's file may be named as the person is: the role and the place in the case stand for it.
            hashes
                .insert(format!("{} ({number})", member.role.word()), alignment_hash(file.path(), file.index_path())?);
        }
        if let Some((path, _)) = &self.pedigree {
            hashes.insert("pedigree".to_owned(), file_hash(path)?);
        }
        Ok(hashes)
    }
}
