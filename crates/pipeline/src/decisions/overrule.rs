//! Decisions of the person who signs, on a report that is there: no read is looked at again.

use std::path::{Path, PathBuf};

use marv_guidelines::profile::Marker;
use marv_knowledge::{Evidence, Knowledge};
use marv_model::{
    case::{Case, ReportedVariant},
    interpretation::{Decision, Interpretation, Judgement},
};

use super::{is_of_variant, put_in_force};
use crate::{
    Error, elsewhere,
    report::read_case,
    run::CASE,
    sign::{refuse_signed, told, unchanged, write_again},
};

/// What a run was interpreted with, where that was not this version's own: a decision about a variant asks it again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overruling {
    /// The run's folder of knowledge.
    pub knowledge: Option<PathBuf>,
    /// The run's list of trials.
    pub trials: Option<PathBuf>,
}

/// Puts decisions of a signer in force in a run's folder, and writes its case and reports again: tiers of findings, classes of
/// variants, and the mutations of which guidelines count a variant. What the rules say stays beside each. A decision stands in place
/// of an earlier one of its kind about the same finding.
///
/// A signed report is refused, and so are a folder whose files are not as the run wrote them, a finding that the case does not have,
/// an empty reason or role, and, for a decision about a variant, other evidence than the run's.
pub fn overrule(run: &Path, decisions: &[Decision], with: &Overruling) -> Result<Case, Error> {
    refuse_signed(run)?;
    let mut manifest = unchanged(run)?;
    let path = run.join(CASE);
    let mut case = read_case(&path)?;
    case.decisions = case.decisions.iter().map(|earlier| by_key(earlier, &case)).collect();
    for decision in decisions {
        let recorded = Decision {
            reason: told(&decision.reason, "--reason")?,
            by: told(&decision.by, "--by")?,
            finding: key_of(decision, &case, &path)?,
            ..decision.clone()
        };
        case.decisions.retain(|earlier| !recorded.replaces(earlier));
        case.decisions.push(recorded);
    }
    if decisions.iter().any(is_of_variant) {
        put_in_force(&mut case, &path)?;
        interpret_again(&mut case, with, &path)?;
    } else if let Some(meaning) = &mut case.interpretation {
        marv_knowledge::meaning::decide(meaning, &case.decisions);
    }
    write_again(run, &case, &mut manifest)?;
    Ok(case)
}

/// The key of the one finding that a decision names.
fn key_of(decision: &Decision, case: &Case, path: &Path) -> Result<String, Error> {
    let asked = &decision.finding;
    let meaning = interpretation(case, path)?;
    let named: Vec<_> = meaning.findings.iter().filter(|one| one.key == *asked || one.name == *asked).collect();
    let [finding] = named[..] else {
        let (problem, choices) = match named.len() {
            0 => (format!("the case has no finding {asked:?}"), meaning.findings.iter().collect()),
            several => (format!("{several} findings are named {asked:?}"), named),
        };
        let keys: Vec<&str> = choices.iter().map(|one| one.key.as_str()).collect();
        return Err(Error::Usage { problem, advice: format!("choose from {}", keys.join("; ")) });
    };
    if is_of_variant(decision) {
        let variant = case.variants.iter().find(|variant| variant.key() == finding.key);
        let variant = variant.filter(|variant| variant.oncogenicity.is_some()).ok_or_else(|| Error::Usage {
            problem: format!("{asked:?} is no small variant of a gene"),
            advice: "a class and the mutations that guidelines count are of small variants; decide its tier".to_owned(),
        })?;
        if let Judgement::MutationOf(markers) = &decision.judgement {
            refuse_markers(markers, variant)?;
        }
    }
    Ok(finding.key.clone())
}

/// Every marker must be one of the variant's gene that single variants tell.
fn refuse_markers(markers: &[String], variant: &ReportedVariant) -> Result<(), Error> {
    let of_gene = |marker: &Marker| variant.consequences.iter().any(|on| on.gene == marker.gene());
    let choices: Vec<&str> = Marker::ALL
        .iter()
        .filter(|(marker, _)| of_gene(marker) && crate::markers::is_told_by_calls(*marker))
        .map(|(_, name)| *name)
        .collect();
    match markers.iter().find(|name| !choices.contains(&name.as_str())) {
        None => Ok(()),
        Some(wrong) => Err(Error::Usage {
            problem: format!("guidelines ask for no mutation {wrong:?} of which {} could be one", variant.name()),
            advice: if choices.is_empty() {
                "they ask for none of its gene: decide its class or its tier".to_owned()
            } else {
                format!("choose from {}, or none", choices.join(", "))
            },
        }),
    }
}

/// An earlier decision, with its finding by its key; as it stands where the case has no such finding.
fn by_key(earlier: &Decision, case: &Case) -> Decision {
    let findings = case.interpretation.iter().flat_map(|meaning| &meaning.findings);
    let mut named = findings.filter(|one| one.key == earlier.finding || one.name == earlier.finding);
    let finding = named.next().map_or_else(|| earlier.finding.clone(), |one| one.key.clone());
    Decision { finding, ..earlier.clone() }
}

/// Tiers, evidence and trials, with what the run was interpreted with.
fn interpret_again(case: &mut Case, with: &Overruling, path: &Path) -> Result<(), Error> {
    let knowledge = with.knowledge.as_deref().map(Knowledge::open).transpose()?;
    let evidence = knowledge.as_ref().map_or_else(|| Evidence::embedded(), Knowledge::evidence);
    let earlier = interpretation(case, path)?;
    if earlier.evidence_hash != evidence.hash() {
        let (was, is) = (&earlier.evidence_version, evidence.version());
        return Err(Error::Usage {
            problem: format!("the run was interpreted with the tables of evidence {was}, and these are {is}"),
            advice:
                "give the run's knowledge with --knowledge, or interpret the run again first with `marv reinterpret`"
                    .to_owned(),
        });
    }
    let trials = match &with.trials {
        Some(path) => Some(elsewhere::trials(path)?),
        None if earlier.trials.is_empty() => None,
        None => {
            return Err(Error::Usage {
                problem: "the run was held against a list of trials, which may ask for this variant".to_owned(),
                advice: "give the list with --trials".to_owned(),
            });
        }
    };
    let mut meaning = marv_knowledge::interpret(case, evidence);
    meaning.trials = trials.map_or_else(Vec::new, |trials| trials.matched(case));
    case.interpretation = Some(meaning);
    Ok(())
}

fn interpretation<'a>(case: &'a Case, path: &Path) -> Result<&'a Interpretation, Error> {
    case.interpretation
        .as_ref()
        .ok_or_else(|| Error::file(path, Some("interpretation"), "it is not there", "run the case again"))
}
