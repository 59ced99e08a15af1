//! What differs between two cases: two runs of one patient, two versions of Marv, two knowledge bundles; and why.
//!
//! `causes` (what was put in, and by which versions it was read) stand apart from what follows from them: `findings`, `classes`
//! and `sentences`. A field that none of these knows is compared as it is stored, so that nothing that changed goes unsaid.

mod findings;
mod meaning;
mod stored;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet};

use marv_model::case::Case;
use serde::Serialize;

use crate::{Error, Language, messages::Messages, view::Conclusion};

/// Everything that differs. Empty lists: nothing does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Versions, inputs, settings, what was told of the patient: what the rest may follow from.
    pub causes: Vec<Change>,
    /// Variants, genes, copy number, TP53: what was found.
    pub findings: Vec<Change>,
    /// What guidelines say.
    pub classes: Vec<Change>,
    /// What findings mean: tiers, ESCAT, evidence.
    pub tiers: Vec<Change>,
    /// Sentences of the conclusion.
    pub sentences: Vec<Change>,
    /// Fields of the stored case that the lists above do not speak of, by their path.
    pub others: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What differs, such as `TP53 p.(Arg175His) (chr17:7675088 C>T)`.
    pub what: String,
    /// As the first case has it; none where it is not there.
    pub before: Option<String>,
    /// As the second case has it; none where it is not there.
    pub after: Option<String>,
    /// The rules, criteria, codes or versions that say otherwise than before.
    pub why: Vec<String>,
}

impl Changes {
    /// Whether nothing differs but versions, inputs and settings.
    pub fn is_of_causes_alone(&self) -> bool {
        self.lists().iter().all(|(name, list)| *name == "causes" || list.is_empty())
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, list)| list.is_empty())
    }

    /// The lists by their names.
    pub fn lists(&self) -> [(&'static str, &[Change]); 6] {
        [
            ("causes", &self.causes),
            ("findings", &self.findings),
            ("classes", &self.classes),
            ("tiers", &self.tiers),
            ("sentences", &self.sentences),
            ("others", &self.others),
        ]
    }
}

impl std::fmt::Display for Changes {
    /// A line a difference, in paragraphs; `-` what is no more, `+` what is new.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_empty() {
            return writeln!(f, "no difference");
        }
        for (name, list) in self.lists().into_iter().filter(|(_, list)| !list.is_empty()) {
            writeln!(f, "{name}")?;
            for change in list {
                match (&change.before, &change.after) {
                    (Some(before), Some(after)) => writeln!(f, "  ~ {}: {before} -> {after}", change.what)?,
                    (Some(before), None) => writeln!(f, "  - {}: {before}", change.what)?,
                    (None, Some(after)) => writeln!(f, "  + {}: {after}", change.what)?,
                    (None, None) => writeln!(f, "  ~ {}", change.what)?,
                }
                for why in &change.why {
                    writeln!(f, "      because {why}")?;
                }
            }
        }
        Ok(())
    }
}

/// What differs between two cases; words and sentences are of the language.
pub fn changes(before: &Case, after: &Case, language: Language) -> Result<Changes, Error> {
    let m = Messages::of(language)?;
    let causes = causes(before, after);
    let mut found = findings::of(before, after, m);
    let mut classes = verdicts::of(before, after, m);
    // What nothing of its own explains follows from what was put in.
    let named: Vec<String> = causes.iter().map(|cause| cause.what.clone()).collect();
    for change in found.iter_mut().chain(&mut classes).filter(|change| change.why.is_empty()) {
        change.why.clone_from(&named);
    }
    Ok(Changes {
        causes,
        findings: found,
        classes,
        tiers: meaning::of(before, after),
        sentences: sentences(before, after, m),
        others: stored::of(before, after)?,
    })
}

fn causes(before: &Case, after: &Case) -> Vec<Change> {
    let mut list = Vec::new();
    let (was, is) = (&before.provenance, &after.provenance);
    for (what, one, other) in [
        ("version of Marv", &was.marv_version, &is.marv_version),
        ("knowledge bundle", &was.bundle_version, &is.bundle_version),
        ("hash of the knowledge bundle", &was.bundle_hash, &is.bundle_hash),
    ] {
        list.extend(change(what, Some(one), Some(other)));
    }
    for (what, one, other) in [("input", &was.inputs, &is.inputs), ("setting", &was.settings, &is.settings)] {
        for key in one.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
            list.extend(change(&format!("{what} {key}"), one.get(key), other.get(key)));
        }
    }
    let evidence = |case: &Case| case.interpretation.as_ref().map(|one| one.evidence_version.clone());
    list.extend(change("tables of evidence", evidence(before), evidence(after)));
    let hash = |case: &Case| case.interpretation.as_ref().map(|one| one.evidence_hash.clone());
    list.extend(change("hash of the tables of evidence", hash(before), hash(after)));
    list.extend(change("disease", Some(before.disease.word()), Some(after.disease.word())));
    let iscn = |case: &Case| case.karyotype.as_ref().map(|given| given.iscn.clone());
    list.extend(change("karyotype as given", iscn(before), iscn(after)));
    list
}

/// The sentences of the conclusion that are no more, and those that are new.
fn sentences(before: &Case, after: &Case, m: &Messages) -> Vec<Change> {
    let (was, is) = (Conclusion::sentences(before, m), Conclusion::sentences(after, m));
    let gone = was.iter().filter(|sentence| !is.contains(sentence));
    let new = is.iter().filter(|sentence| !was.contains(sentence));
    let what = "conclusion";
    gone.filter_map(|sentence| change(what, Some(sentence), None::<&str>))
        .chain(new.filter_map(|sentence| change(what, None::<&str>, Some(sentence))))
        .collect()
}

/// A difference, where there is one.
fn change(what: &str, before: Option<impl Into<String>>, after: Option<impl Into<String>>) -> Option<Change> {
    let (before, after) = (before.map(Into::into), after.map(Into::into));
    (before != after).then(|| Change { what: what.to_owned(), before, after, why: Vec::new() })
}

/// The items of both lists by their keys, in the order of the keys. Of several with one key the last stands.
fn matched<'a, T>(before: &'a [T], after: &'a [T], key: impl Fn(&T) -> String) -> Vec<(String, [Option<&'a T>; 2])> {
    let mut pairs: BTreeMap<String, [Option<&T>; 2]> = BTreeMap::new();
    for (at, list) in [before, after].into_iter().enumerate() {
        for item in list {
            pairs.entry(key(item)).or_default()[at] = Some(item);
        }
    }
    pairs.into_iter().collect()
}
