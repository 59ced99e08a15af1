//! Tiers that the person who signs decides otherwise, on a report that is there: no read is looked at again.

use std::path::Path;

use marv_model::{case::Case, interpretation::TierDecision};

use crate::{
    Error,
    report::read_case,
    run::CASE,
    sign::{refuse_signed, told, unchanged, write_again},
};

/// Puts a signer's tiers in force in a run's folder, and writes its case and reports again. A finding that was decided before gets
/// the new tier; the tier by the rules stays beside it.
///
/// A signed report is refused, and so are a folder whose files are not as the run wrote them, a finding that the case does not have,
/// and an empty reason or role.
pub fn overrule(run: &Path, decisions: &[TierDecision]) -> Result<Case, Error> {
    refuse_signed(run)?;
    let mut manifest = unchanged(run)?;
    let path = run.join(CASE);
    let mut case = read_case(&path)?;
    let Some(meaning) = &mut case.interpretation else {
        return Err(Error::file(&path, Some("interpretation"), "it is not there", "run the case again"));
    };
    for decision in decisions {
        let recorded = TierDecision {
            reason: told(&decision.reason, "--reason")?,
            by: told(&decision.by, "--by")?,
            instead_of: None,
            ..decision.clone()
        };
        let asked = &decision.finding;
        let named: Vec<_> = meaning.findings.iter().filter(|one| one.key == *asked || one.name == *asked).collect();
        let [finding] = named[..] else {
            let (problem, choices) = match named.len() {
                0 => (format!("the case has no finding {asked:?}"), meaning.findings.iter().collect()),
                several => (format!("{several} findings are named {asked:?}"), named),
            };
            let keys: Vec<&str> = choices.iter().map(|one| one.key.as_str()).collect();
            return Err(Error::Usage { problem, advice: format!("choose from {}", keys.join("; ")) });
        };
        case.decisions.retain(|earlier| earlier.finding != finding.key && earlier.finding != finding.name);
        case.decisions.push(TierDecision { finding: finding.key.clone(), ..recorded });
    }
    marv_knowledge::meaning::decide(meaning, &case.decisions);
    write_again(run, &case, &mut manifest)?;
    Ok(case)
}
