//! The panel of normals for rearrangements: made from the junctions of normals, and held against those of a case.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use marv_ingest::{junction_panel::JunctionPanel, junctions::read_unfiltered, reference::Reference};
use marv_model::{
    call::{LedgerEntry, RuleVerdict},
    structure::{JunctionCall, JunctionFilter},
};

use super::{PanelOf, PanelSummary, refuse_too_few};
use crate::Error;

/// RULE: as of small variants (Mutect2's panel): one normal may carry what another patient acquires, two do not.
const CARRIERS: u32 = 2;

/// Makes a panel of junctions from the structural variants of normals, one file each: `marv structure --tumour NORMAL`
/// without a normal, or another caller's. Every junction of a file counts, whatever its filters. `out` is BEDPE, compressed
/// where its name ends in `.gz`.
///
/// # Errors
/// When a file cannot be read, when there are fewer than two, or when `out` is not named `.bedpe` or `.bedpe.gz`.
pub fn build_panel_of_junctions(normals: &[PathBuf], reference: &Path, out: &Path) -> Result<PanelSummary, Error> {
    refuse_too_few(normals)?;
    if !is_named_as_one(out) {
        return Err(Error::Usage {
            problem: "a panel of junctions is BEDPE".into(),
            advice: "name it .bedpe or .bedpe.gz".into(),
        });
    }
    let reference = Reference::open(reference)?;
    let contigs = reference.contigs();
    let junctions = |path: &PathBuf| read_unfiltered(path, contigs).map(|read| read.junctions);
    let normals = normals.iter().map(junctions).collect::<Result<Vec<_>, _>>()?;
    let panel = JunctionPanel::of(&normals);
    panel.write(out, contigs).map_err(Error::output)?;
    Ok(summary(out, panel.samples(), panel.carriers()))
}

/// Whether a file's name says that it is a panel of junctions.
pub(super) fn is_named_as_one(path: &Path) -> bool {
    let ends = |path: &Path, with: &str| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(with));
    if ends(path, "gz") { ends(&path.with_extension(""), "bedpe") } else { ends(path, "bedpe") }
}

pub(super) fn show(path: &Path) -> Result<PanelSummary, Error> {
    let (samples, carriers) = JunctionPanel::counts(path)?;
    Ok(summary(path, samples, carriers))
}

fn summary(path: &Path, samples: Option<u32>, carriers: BTreeMap<u32, u64>) -> PanelSummary {
    PanelSummary { path: path.to_owned(), of: PanelOf::Junctions, samples, carriers }
}

/// Sets a junction aside that two normals of the panel show. One that recurs in blood cancer is only told of: that normals
/// show it too, by tumour in them or by a repeat, is for a person to judge.
pub(crate) fn set_aside(call: &mut JunctionCall, panel: &JunctionPanel, recurrent: bool) {
    let normals = panel.normals(&call.junction, call.uncertainty.unwrap_or_default());
    let verdict = match (normals >= CARRIERS, recurrent) {
        (true, false) => RuleVerdict::Fail,
        (true, true) => RuleVerdict::Exempt,
        (false, _) => RuleVerdict::Pass,
    };
    let (rule, value) = (JunctionFilter::PanelOfNormals, Some(f64::from(normals)));
    let threshold = Some(f64::from(CARRIERS - 1));
    call.ledger.push(LedgerEntry { rule: rule.id().to_owned(), value, threshold, verdict, version: 1 });
    if verdict == RuleVerdict::Fail {
        call.filters.push(rule);
    }
}

#[cfg(test)]
mod tests {
    use marv_model::structure::Kept::{Before, From};

    use super::*;
    use crate::rearrangements::made;

    #[test]
    fn two_normals_set_a_junction_aside_and_one_does_not() {
        let call = |at| made::call(("chr3", at, Before), ("chr7", 90_000, From), None);
        let panel =
            JunctionPanel::of(&[vec![call(40_000).junction, call(70_000).junction], vec![call(40_004).junction]]);
        let judged = |at, recurrent| {
            let mut call = call(at);
            set_aside(&mut call, &panel, recurrent);
            let entry = call.ledger.last().unwrap();
            (call.filters.clone(), entry.value, entry.verdict)
        };
        assert_eq!(judged(40_001, false), (vec![JunctionFilter::PanelOfNormals], Some(2.0), RuleVerdict::Fail));
        assert_eq!(judged(40_001, true), (vec![], Some(2.0), RuleVerdict::Exempt));
        assert_eq!(judged(70_000, false), (vec![], Some(1.0), RuleVerdict::Pass));
        assert_eq!(judged(80_000, false), (vec![], Some(0.0), RuleVerdict::Pass));
    }
}
