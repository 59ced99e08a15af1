//! From findings to the states that are possible.

use std::collections::BTreeSet;

use marv_model::{
    finding::{Finding, Status},
    tp53::{Tp53Hits, Tp53Locus, Tp53Mutation, Tp53Report, Tp53State},
};

use super::definitions::{Allele, Definition, FLOOR};

/// The state of TP53 under each definition.
///
/// `mutations` are those that change the protein or its splicing, each once. Where they are not assessable, every number
/// and fraction is possible. Absence down to a limit above 10 % leaves open what could hide between; below 10 % nothing is
/// assumed to hide, and the reasons give the limit. Where no copy is left in the tumour's cells, none can be mutated.
///
/// ```
/// use marv_karyotype::tp53::assess;
/// use marv_model::{finding::Finding, tp53::{Tp53Hits, Tp53Locus, Tp53Mutation}, units::AlleleFraction};
///
/// let mutation = Tp53Mutation { label: "p.(Arg175His)".to_owned(), fraction: AlleleFraction::new(0.38)? };
/// let report = assess(Finding::present(vec![mutation]), Tp53Locus::not_examined());
/// let icc = &report.states[0];
/// assert_eq!(icc.possible, [Tp53Hits::Single, Tp53Hits::Multi]);
/// assert_eq!(icc.missing, ["tp53_deletion", "tp53_copy_neutral_loh"]);
/// # Ok::<(), marv_model::Error>(())
/// ```
pub fn assess(mutations: Finding<Vec<Tp53Mutation>>, locus: Tp53Locus) -> Tp53Report {
    let mutations = match mutations {
        Finding::Present { evidence } if evidence.is_empty() => Finding::absent(),
        Finding::Present { mut evidence } => {
            evidence.sort_by(|a, b| b.fraction.get().total_cmp(&a.fraction.get()).then_with(|| a.label.cmp(&b.label)));
            Finding::present(evidence)
        }
        // RULE: nothing is left to be mutated: the limit, which reads of other cells set, leaves nothing open.
        Finding::Absent { .. } if locus.none_left => Finding::absent(),
        other => other,
    };
    let inputs = Inputs {
        mutations: possible_mutations(&mutations),
        deletion: possible(locus.deletion.status()),
        copy_neutral_loh: possible(locus.copy_neutral_loh.status()),
        // RULE: it counts where it is seen. No definition asks for it, so where nobody looked their own words decide.
        homozygous_deletion: locus.homozygous_deletion.status() == Status::Present,
    };
    let state = |definition: Definition| Tp53State {
        definition: definition.name().to_owned(),
        possible: inputs.hits(definition).into_iter().collect(),
        reasons: reasons(definition, &mutations, &locus),
        missing: missing(definition, &inputs),
    };
    let mut states: Vec<Tp53State> = Definition::ALL.into_iter().map(state).collect();
    // Told where it makes a difference: a mutation at exactly 10 %.
    if inputs.hits(Definition::Icc2022Strict) != inputs.hits(Definition::Icc2022) {
        states.push(state(Definition::Icc2022Strict));
    }
    Tp53Report { mutations, locus, states }
}

/// Everything that the inputs may be.
#[derive(Clone)]
struct Inputs {
    mutations: Vec<Vec<f64>>,
    deletion: Vec<bool>,
    copy_neutral_loh: Vec<bool>,
    homozygous_deletion: bool,
}

impl Inputs {
    fn hits(&self, definition: Definition) -> BTreeSet<Tp53Hits> {
        let mut seen = BTreeSet::new();
        for mutations in &self.mutations {
            for &deletion in &self.deletion {
                for &copy_neutral_loh in &self.copy_neutral_loh {
                    seen.insert(definition.hits(&Allele {
                        mutations: mutations.clone(),
                        deletion,
                        copy_neutral_loh,
                        homozygous_deletion: self.homozygous_deletion,
                    }));
                }
            }
        }
        seen
    }
}

fn possible(status: Status) -> Vec<bool> {
    match status {
        Status::Present => vec![true],
        Status::Absent => vec![false],
        Status::Unknown => vec![false, true],
    }
}

/// The mutations that there may be. A definition asks only for the number of mutations, the number at the floor, and
/// whether the highest is above 50 % or 55 %, so these representatives stand for every other set.
fn possible_mutations(finding: &Finding<Vec<Tp53Mutation>>) -> Vec<Vec<f64>> {
    match finding {
        Finding::Present { evidence } => vec![evidence.iter().map(|m| m.fraction.get()).collect()],
        // METHOD: a limit above 10 % leaves room for mutations between 10 % and the limit, of either number.
        Finding::Absent { limit_of_detection: Some(limit) } if limit.get() > FLOOR => {
            let between = FLOOR.midpoint(limit.get());
            let mut hidden = vec![vec![], vec![between], vec![between, between]];
            hidden.extend([0.51, 0.56].into_iter().filter(|f| *f < limit.get()).map(|f| vec![f]));
            hidden
        }
        Finding::Absent { .. } => vec![vec![]],
        Finding::NotAssessable { .. } => {
            vec![vec![], vec![0.05], vec![0.05, 0.05], vec![0.30], vec![0.30, 0.30], vec![0.51], vec![0.56]]
        }
    }
}

/// The unknown inputs of which one value or the other narrows the states.
fn missing(definition: Definition, inputs: &Inputs) -> Vec<String> {
    let all = inputs.hits(definition);
    let narrows = |narrowed: Vec<Inputs>| narrowed.iter().any(|inputs| inputs.hits(definition) != all);
    let mut missing = Vec::new();
    if inputs.mutations.len() > 1
        && narrows(inputs.mutations.iter().map(|m| Inputs { mutations: vec![m.clone()], ..inputs.clone() }).collect())
    {
        missing.push("TP53".to_owned());
    }
    if inputs.deletion.len() > 1
        && narrows(inputs.deletion.iter().map(|d| Inputs { deletion: vec![*d], ..inputs.clone() }).collect())
    {
        missing.push("tp53_deletion".to_owned());
    }
    if inputs.copy_neutral_loh.len() > 1
        && narrows(
            inputs.copy_neutral_loh.iter().map(|l| Inputs { copy_neutral_loh: vec![*l], ..inputs.clone() }).collect(),
        )
    {
        missing.push("tp53_copy_neutral_loh".to_owned());
    }
    missing
}

/// The argument: a key, and behind `: ` its values, in no language.
fn reasons(definition: Definition, mutations: &Finding<Vec<Tp53Mutation>>, locus: &Tp53Locus) -> Vec<String> {
    let mut steps = Vec::new();
    let mut mutated = true;
    match mutations {
        Finding::NotAssessable { .. } => steps.push("tp53.reason.mutations_not_assessable".to_owned()),
        Finding::Absent { limit_of_detection } => {
            mutated = false;
            match limit_of_detection {
                None if locus.none_left => steps.push("tp53.reason.no_copy_left".to_owned()),
                None => steps.push("tp53.reason.no_mutation".to_owned()),
                Some(limit) if limit.get() > FLOOR => {
                    steps.push(format!("tp53.reason.no_mutation_but_limit_above_floor: {}", percent(limit.get())));
                }
                Some(limit) => {
                    steps.push(format!("tp53.reason.no_mutation_down_to_limit: {}", percent(limit.get())));
                }
            }
        }
        Finding::Present { evidence } => {
            let list = |keep: &dyn Fn(f64) -> bool| {
                evidence
                    .iter()
                    .filter(|m| keep(m.fraction.get()))
                    .map(|m| format!("{} {}", m.label, percent(m.fraction.get())))
                    .collect::<Vec<_>>()
            };
            let all = list(&|_| true);
            let key = if all.len() == 1 { "tp53.reason.one_mutation" } else { "tp53.reason.several_mutations" };
            steps.push(format!("{key}: {}", all.join(", ")));
            let below = match definition {
                Definition::Icc2022 | Definition::Eln2022 => list(&|fraction| fraction < FLOOR),
                Definition::Icc2022Strict => list(&|fraction| fraction <= FLOOR),
                Definition::Who5 | Definition::IpssM => Vec::new(),
            };
            if !below.is_empty() {
                steps.push(format!("tp53.reason.below_floor: {}", below.join(", ")));
            }
            let high = match definition {
                Definition::Icc2022 | Definition::Icc2022Strict => list(&|fraction| fraction > 0.50),
                Definition::IpssM => list(&|fraction| fraction > 0.55),
                Definition::Who5 | Definition::Eln2022 => Vec::new(),
            };
            if let Some(highest) = high.first() {
                steps.push(format!("tp53.reason.fraction_implies_loss: {highest}"));
            }
        }
    }
    if definition == Definition::Eln2022 {
        steps.push("tp53.reason.irrespective_of_alleles".to_owned());
        return steps;
    }
    if let Finding::Present { evidence } = &locus.homozygous_deletion {
        let counted = mutated || definition.counts_homozygous_deletion();
        let key = if counted { "homozygous_deletion" } else { "homozygous_deletion_without_mutation" };
        steps.push(format!("tp53.reason.{key}: {evidence}"));
        return steps;
    }
    steps.push(match &locus.deletion {
        Finding::Present { evidence } if !mutated => format!("tp53.reason.deletion_without_mutation: {evidence}"),
        Finding::Present { evidence } => format!("tp53.reason.deletion: {evidence}"),
        Finding::Absent { .. } => "tp53.reason.no_deletion".to_owned(),
        Finding::NotAssessable { .. } => "tp53.reason.deletion_not_assessable".to_owned(),
    });
    steps.push(match &locus.copy_neutral_loh {
        Finding::Present { evidence } => format!("tp53.reason.copy_neutral_loh: {evidence}"),
        Finding::Absent { .. } => "tp53.reason.no_copy_neutral_loh".to_owned(),
        Finding::NotAssessable { .. } => "tp53.reason.copy_neutral_loh_not_assessable".to_owned(),
    });
    steps
}

fn percent(fraction: f64) -> String {
    format!("{:.1} %", fraction * 100.0)
}

#[cfg(test)]
mod tests {
    use marv_model::{finding::NotAssessed, units::AlleleFraction};

    use super::*;
    use Tp53Hits::{Multi, None as NoHit, Single};

    fn fraction(value: f64) -> AlleleFraction {
        AlleleFraction::new(value).unwrap()
    }
    fn mutations(fractions: &[f64]) -> Finding<Vec<Tp53Mutation>> {
        let mutation = |f: &f64| Tp53Mutation { label: format!("p.{f}"), fraction: fraction(*f) };
        Finding::present(fractions.iter().map(mutation).collect())
    }
    fn locus(deletion: Option<bool>, loh: Option<bool>) -> Tp53Locus {
        let finding = |known: Option<bool>| match known {
            Some(true) => Finding::present("seen".to_owned()),
            Some(false) => Finding::absent(),
            None => Finding::unknown(NotAssessed::NotExamined),
        };
        Tp53Locus { deletion: finding(deletion), copy_neutral_loh: finding(loh), ..Tp53Locus::not_examined() }
    }
    fn states(report: &Tp53Report) -> Vec<Vec<Tp53Hits>> {
        report.states.iter().map(|state| state.possible.clone()).collect()
    }

    #[test]
    fn an_unknown_locus_leaves_one_mutation_open_except_where_alleles_do_not_count() {
        let report = assess(mutations(&[0.4]), locus(None, None));
        assert_eq!(states(&report), [vec![Single, Multi], vec![Single, Multi], vec![Single], vec![Single, Multi]]);
        assert_eq!(report.states[0].missing, ["tp53_deletion", "tp53_copy_neutral_loh"]);
        assert!(report.states[2].missing.is_empty());
    }

    #[test]
    fn one_known_loss_decides_whatever_the_other_is() {
        let report = assess(mutations(&[0.4]), locus(Some(true), None));
        assert_eq!(states(&report), [vec![Multi], vec![Multi], vec![Single], vec![Multi]]);
        assert!(report.states.iter().all(|state| state.missing.is_empty()));
    }

    #[test]
    fn a_missing_loh_is_named_where_the_deletion_is_excluded() {
        let report = assess(mutations(&[0.4]), locus(Some(false), None));
        assert_eq!(report.states[1].possible, [Single, Multi]);
        assert_eq!(report.states[1].missing, ["tp53_copy_neutral_loh"]);
    }

    #[test]
    fn two_mutations_decide_without_the_locus_and_fractions_only_where_the_definition_says() {
        let report = assess(mutations(&[0.2, 0.3]), locus(None, None));
        assert_eq!(states(&report), [vec![Multi], vec![Multi], vec![Single], vec![Multi]]);
        assert_eq!(report.mutations.evidence().unwrap()[0].fraction, fraction(0.3), "by falling fraction");
        let high = assess(mutations(&[0.52]), locus(Some(false), Some(false)));
        assert_eq!(states(&high), [vec![Multi], vec![Single], vec![Single], vec![Single]]);
    }

    #[test]
    fn the_strict_reading_is_told_where_it_makes_a_difference() {
        let at_ten = assess(mutations(&[0.4, 0.10]), locus(Some(false), Some(false)));
        assert_eq!(at_ten.states.len(), 5);
        assert_eq!(at_ten.states[4].definition, marv_model::tp53::ICC_2022_STRICT);
        assert_eq!((&at_ten.states[0].possible[..], &at_ten.states[4].possible[..]), (&[Multi][..], &[Single][..]));
        assert!(at_ten.states[4].reasons.iter().any(|r| r == "tp53.reason.below_floor: p.0.1 10.0 %"));
        for fractions in [&[0.4, 0.101][..], &[0.10], &[0.4, 0.05], &[]] {
            assert_eq!(assess(mutations(fractions), locus(Some(false), Some(false))).states.len(), 4, "{fractions:?}");
        }
        assert_eq!(assess(mutations(&[0.4, 0.10]), locus(Some(true), None)).states.len(), 4, "lost: both say multi");
        let open = assess(Finding::unknown(NotAssessed::LowCoverage), locus(None, None));
        assert_eq!(open.states.len(), 4);
    }

    #[test]
    fn without_a_mutation_nothing_is_hit_and_the_loss_is_told() {
        let report = assess(Finding::absent(), locus(Some(true), None));
        assert_eq!(states(&report), [[NoHit]; 4]);
        assert!(report.states[0].reasons.iter().any(|r| r == "tp53.reason.deletion_without_mutation: seen"));
    }

    /// By hand: a limit of 19.6 % leaves mutations open, but not where no copy is left to have one.
    #[test]
    fn both_copies_deleted_is_decided_where_no_copy_is_left() {
        let gone = |none_left| Tp53Locus {
            homozygous_deletion: Finding::present("×0.0".to_owned()),
            none_left,
            ..locus(Some(true), Some(false))
        };
        let report = assess(Finding::absent_below(fraction(0.196)), gone(true));
        assert_eq!(states(&report), [[Multi], [Multi], [NoHit], [NoHit]]);
        assert_eq!(report.states[1].reasons, ["tp53.reason.no_copy_left", "tp53.reason.homozygous_deletion: ×0.0"]);
        let part = assess(Finding::absent_below(fraction(0.196)), gone(false));
        assert_eq!(states(&part), [vec![Multi], vec![Multi], vec![NoHit, Single], vec![NoHit, Multi]]);
    }

    #[test]
    fn unknown_mutations_leave_every_state() {
        let report = assess(Finding::unknown(NotAssessed::LowCoverage), locus(Some(false), Some(false)));
        let every = vec![NoHit, Single, Multi];
        assert_eq!(states(&report), [every.clone(), every.clone(), vec![NoHit, Single], every]);
        assert_eq!(report.states[0].missing, ["TP53"]);
    }

    #[test]
    fn a_limit_above_the_floor_leaves_open_what_could_hide() {
        let absent = |limit| assess(Finding::absent_below(fraction(limit)), locus(Some(false), Some(false)));
        assert_eq!(states(&absent(0.10)), [[NoHit]; 4]);
        assert_eq!(absent(0.15).states[2].possible, [NoHit, Single]);
        assert_eq!(absent(0.15).states[0].possible, [NoHit, Single, Multi]);
    }

    /// Knowing more never adds a state.
    #[test]
    fn monotone() {
        let all = [Some(true), Some(false), None];
        let lists: [&[f64]; 6] = [&[], &[0.05], &[0.4], &[0.51], &[0.56], &[0.2, 0.3]];
        for deletion in all {
            for loh in all {
                let unknown = assess(Finding::unknown(NotAssessed::NotExamined), locus(deletion, loh));
                for list in lists {
                    let open = assess(mutations(list), locus(deletion, loh));
                    for refined in [Some(true), Some(false)] {
                        let told = assess(mutations(list), locus(deletion.or(refined), loh.or(refined)));
                        for ((told, open), unknown) in told.states.iter().zip(&open.states).zip(&unknown.states) {
                            assert!(told.possible.iter().all(|hit| open.possible.contains(hit)));
                            assert!(open.possible.iter().all(|hit| unknown.possible.contains(hit)));
                        }
                    }
                }
            }
        }
    }
}
