//! IPSS-M of a case, with its reasons.

use std::f64::consts::LN_2;

use marv_model::{
    case::Disease,
    clinical::Measure,
    finding::Status,
    verdict::{Criterion, Outcome, Policy, Score, Verdict},
};

use super::{
    IpssmCategory, IpssmGene, IpssmInputs, IpssmResult,
    completions::{Reach, contradictory, reach},
    derived::{Derived, derive},
    missing::missing,
    model::{Comment, RESIDUAL, Scored, Variable, score, variables},
};
use crate::{
    choices::{Choice, ChoiceReader, choice},
    profile::{Asked, Marker, Profile, measured, named},
    rules::out_of_scope,
    scores::{ScorePolicies, coarse_limits, many_blasts},
};

/// What the category is where the unknown inputs leave the score open.
///
/// METHOD: the default is the authors' rule. It is part of the published score, it is what their calculator and other
/// laboratories report of the same patient, and the score was validated with it; another answer by default would be another
/// score under the same name. What it leaves out is not hidden: the verdict is flagged where completions reach other
/// categories, `ipssm.completions` gives their ends, and the missing data are listed. A department that wants no category
/// from values put in for missing ones chooses `Completions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UncertainCategory {
    /// The authors' final annotation: the mean's category where worst and best differ by 1 at most or lie in one category.
    /// Where completions reach other categories, a flag says so.
    #[default]
    Authors,
    /// All categories that completions reach.
    Completions,
}

choice!(UncertainCategory, "ipssm_uncertain_category", "authors" => Authors, "completions" => Completions);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct IpssmPolicies {
    /// Those of every score.
    pub scores: ScorePolicies,
    /// The category of an open score.
    pub uncertain_category: UncertainCategory,
}

impl IpssmPolicies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { scores: ScorePolicies::chosen(choices), uncertain_category: choices.choice() }
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        let mut listed = self.scores.listed();
        listed.push(self.uncertain_category.listed());
        listed
    }
}

/// IPSS-M of a case. Not applicable outside MDS.
///
/// `scores` holds `ipssm.score` (the value is the authors' final score; best and worst theirs), `ipssm.mean` (the mean
/// scenario) and `ipssm.completions` (the ends over completions).
pub fn ipssm(profile: &Profile, policies: &IpssmPolicies) -> Verdict {
    let mut verdict = Verdict {
        scheme: "IPSS-M".to_owned(),
        scheme_id: "ipssm".to_owned(),
        rules_version: "2".to_owned(),
        source: "NEJM Evid 2022;1(7) (doi 10.1056/EVIDoa2200008)".to_owned(),
        outcome: Outcome::Reachable { categories: Vec::new() },
        scores: Vec::new(),
        trace: Vec::new(),
        missing: Vec::new(),
        policies: policies.listed(),
        flags: Vec::new(),
    };
    if let Some(reason) = out_of_scope(profile, &[Disease::Mds]) {
        verdict.outcome = Outcome::NotApplicable { reason: reason.to_owned() };
        return verdict;
    }
    let inputs = IpssmInputs::from_profile(profile, policies.scores.largest_limit);
    let result = score(&inputs);
    let reach = reach(&inputs);
    let category = category(&result, &reach, policies.uncertain_category);
    verdict.outcome = match category {
        Some(category) => Outcome::Decided { category: category.word().to_owned() },
        None => Outcome::Reachable { categories: reach.categories.iter().map(|c| c.word().to_owned()).collect() },
    };
    verdict.scores = scores(&result, &reach);
    verdict.trace = trace(profile, &inputs, &result, category);
    verdict.missing = missing(&inputs, &reach);
    verdict.flags = flags(profile, policies, &inputs, &result, &reach, category);
    verdict
}

/// The category that is decided under the policy; none where several stay.
fn category(result: &IpssmResult, reach: &Reach, policy: UncertainCategory) -> Option<IpssmCategory> {
    let only = reach.categories.first().filter(|_| reach.categories.len() == 1).copied();
    match policy {
        UncertainCategory::Authors => result.last.category.or(only),
        UncertainCategory::Completions => only,
    }
}

fn scores(result: &IpssmResult, reach: &Reach) -> Vec<Score> {
    let score = |name: &str, value, best: Scored, worst: Scored| Score {
        name: name.to_owned(),
        value,
        best: best.score,
        worst: worst.score,
    };
    let mut scores = vec![score("ipssm.score", result.last.score, result.best, result.worst)];
    if result.last.comment != Comment::NoUncertainty {
        scores.push(score("ipssm.mean", Some(result.mean.score), result.best, result.worst));
        scores.push(score("ipssm.completions", None, reach.best, reach.worst));
    }
    scores
}

fn flags(
    profile: &Profile,
    policies: &IpssmPolicies,
    inputs: &IpssmInputs,
    result: &IpssmResult,
    reach: &Reach,
    category: Option<IpssmCategory>,
) -> Vec<String> {
    let mut flags = Vec::new();
    let mut raise = |met: bool, flag: &str| {
        if met {
            flags.push(flag.to_owned());
        }
    };
    raise(contradictory(inputs), "ipssm.flag.contradictory_karyotype");
    raise(result.last.comment == Comment::BelowLimit, "ipssm.flag.range_below_limit");
    raise(result.last.comment == Comment::AboveLimitButStable, "ipssm.flag.range_above_limit_stable");
    raise(result.last.comment == Comment::AboveLimit, "ipssm.flag.range_above_limit");
    raise(
        category.is_some_and(|category| reach.categories.iter().any(|reached| *reached != category)),
        "ipssm.flag.completions_reach_others",
    );
    let genes: Vec<Marker> =
        IpssmGene::ALL.iter().flat_map(|gene| gene.markers()).copied().chain([Marker::Tp53]).collect();
    flags.extend(coarse_limits(profile, &genes, policies.scores.largest_limit));
    flags.extend(many_blasts(profile));
    flags
}

/// The genes whose findings a variable rests on, beside its own.
fn markers(variable: &Variable) -> Vec<Marker> {
    match variable.id {
        "ipssm.tp53_multi" => vec![Marker::Tp53],
        "ipssm.sf3b1_5q" | "ipssm.sf3b1_alpha" => vec![Marker::Sf3b1],
        "ipssm.residual_genes" => IpssmGene::residual().iter().flat_map(|gene| gene.markers()).copied().collect(),
        _ => IpssmGene::ALL
            .iter()
            .filter(|gene| gene.column() == variable.name)
            .flat_map(|gene| gene.markers())
            .copied()
            .collect(),
    }
}

fn evidence(profile: &Profile, variable: &Variable) -> Vec<String> {
    let measure = match variable.id {
        "ipssm.haemoglobin" => Some(Measure::Haemoglobin),
        "ipssm.platelets" => Some(Measure::Platelets),
        "ipssm.blasts" => Some(Measure::MarrowBlasts),
        _ => None,
    };
    if let Some(measure) = measure {
        return profile.patient().value(measure).map(|value| measured(measure, value)).into_iter().collect();
    }
    if variable.id == "ipssm.cytogenetics" {
        use marv_model::cytogenetics::Group;
        return profile.karyotype_groups().ipssr.groups().map(|group| named("cytogenetics", group.word())).collect();
    }
    markers(variable)
        .into_iter()
        .filter(|marker| profile.finding(*marker).status() == Status::Present)
        .flat_map(|marker| profile.evidence(Asked::Mutated(marker)))
        .collect()
}

/// A criterion a variable, with what it adds to the score. Met is: a count worse than the cohort's mean, a cytogenetic
/// group of Intermediate or worse, a finding that is present. Decisive is one without which the mean's category would be
/// another: a finding absent, a count at the mean.
fn trace(
    profile: &Profile,
    inputs: &IpssmInputs,
    result: &IpssmResult,
    category: Option<IpssmCategory>,
) -> Vec<Criterion> {
    let derived = derive(inputs);
    let one = |variable: &Variable| {
        let value = (variable.value)(inputs, &derived);
        let status = status(variable, &derived, value);
        let added = value.map(|value| {
            let neutral = if variable.worst > 1.0 || variable.coefficient < -1000 { variable.mean } else { 0.0 };
            variable.beta() * (value - neutral) / LN_2
        });
        let without = added.map(|added| Scored::new(result.mean.raw - added).category);
        let decisive = status == Status::Present && category.is_some() && without.is_some_and(|c| Some(c) != category);
        let mut evidence = evidence(profile, variable);
        evidence.extend(value.map(|value| format!("{:+.2}", variable.contribution(value) / LN_2)));
        Criterion {
            id: variable.id.to_owned(),
            source: format!("{}, {}", variable.name, variable.beta()),
            leads_to: None,
            status,
            decisive,
            overridden: false,
            evidence,
        }
    };
    variables().chain([&RESIDUAL]).map(one).collect()
}

fn status(variable: &Variable, derived: &Derived, value: Option<f64>) -> Status {
    if variable.id == RESIDUAL.id && derived.residual.mutated > 0 {
        return Status::Present;
    }
    match value {
        None => Status::Unknown,
        Some(value) if variable.worst > 1.0 && variable.id != RESIDUAL.id || variable.coefficient < -1000 => {
            if variable.contribution(value) > 0.0 { Status::Present } else { Status::Absent }
        }
        Some(value) => {
            if value > 0.0 {
                Status::Present
            } else {
                Status::Absent
            }
        }
    }
}
