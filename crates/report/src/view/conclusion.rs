//! The conclusion, proposed from the values: what was found, TP53, class and risk, and what nobody looked at.

use marv_model::{
    case::{Case, ReportedVariant},
    finding::{Finding, Status},
    rearrangement::{JunctionRelevance, ReportedJunction},
    tp53::{Tp53Hits, Tp53Mutation, Tp53Report},
    verdict::{Outcome, Verdict},
};

use super::{
    LONGEST, bounded, examined,
    findings::{Standing, is_itd, label, matters, standing},
    meaning, paired, rearrangements_of, reason,
    verdicts::{are_named, category, datum, hits, scheme_name, with_fraction},
    virtual_karyotype,
};
use crate::messages::Messages;

/// Variants, genes and analyses that a sentence names before it only counts.
const MOST_NAMED: usize = 8;

/// The conclusion: what was found, and what bounds it.
#[derive(Debug)]
pub(crate) struct Conclusion {
    /// What the samples show; TP53, class and risk; treatment: a paragraph each, where there is something to say.
    pub(crate) found: Vec<String>,
    pub(crate) bounds: String,
}

impl Conclusion {
    pub(super) fn of(case: &Case, m: &Messages) -> Self {
        let found = findings(case, m).into_iter().filter(|part| !part.is_empty()).map(|part| part.join(" ")).collect();
        Self { found, bounds: bounds(case, m).join(" ") }
    }

    /// Every sentence by itself.
    pub(crate) fn sentences(case: &Case, m: &Messages) -> Vec<String> {
        [findings(case, m).concat(), bounds(case, m)].concat()
    }

    /// As one text.
    pub(crate) fn whole(&self) -> String {
        let parts = self.found.iter().chain([&self.bounds]).filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// What was found and what it means: the sentences of each paragraph.
fn findings(case: &Case, m: &Messages) -> [Vec<String>; 3] {
    let mut found = variants(case, m);
    found.extend(rearrangements(case, m));
    found.extend(karyotype(case, m));
    found.extend(fish(case, m));
    found.extend(virtual_karyotype::conclusion(case, m));
    let mut classes = tp53(case, m);
    if case.verdicts.is_empty() {
        classes.push(m.text("conclusion.no_verdict").to_owned());
    }
    classes.extend(case.verdicts.iter().filter_map(|verdict| guideline(verdict, case.karyotype.is_some(), m)));
    [found, classes, meaning::conclusion(case, m)]
}

/// The laboratory's karyotype, in its own words.
fn karyotype(case: &Case, m: &Messages) -> Option<String> {
    let given = case.karyotype.as_ref()?;
    let iscn = bounded(&given.iscn, LONGEST);
    Some(m.with("conclusion.karyotype", &[("iscn", &iscn)]))
}

/// What the laboratory saw by FISH; what it did not see stands in the table of its results.
fn fish(case: &Case, m: &Messages) -> Option<String> {
    let seen: Vec<String> = case
        .fish
        .iter()
        .filter(|one| one.result == Status::Present)
        .map(|one| {
            let name = m.word("datum", one.lesion.name());
            one.positive_share
                .map_or_else(|| name.clone(), |share| format!("{name} ({})", m.language.percent(share, 0)))
        })
        .collect();
    (!seen.is_empty()).then(|| m.with("conclusion.fish", &[("list", &enumerated(&seen, m))]))
}

fn named(variant: &ReportedVariant, m: &Messages) -> String {
    let name = if is_itd(variant) {
        let bases = variant.alternate.chars().count().saturating_sub(variant.reference.chars().count());
        m.with("conclusion.itd", &[("n", &m.language.number(u64::try_from(bases).unwrap_or(u64::MAX)))])
    } else {
        label(variant)
    };
    match variant.tumour_fraction {
        Some(fraction) => with_fraction(&name, fraction.get(), m),
        None => name,
    }
}

/// The first of `items`, and how many more there are.
pub(super) fn enumerated(items: &[String], m: &Messages) -> String {
    if items.len() <= MOST_NAMED + 1 {
        return m.list(items, "page.and");
    }
    let mut shown = items[..MOST_NAMED].to_vec();
    shown.push(m.count("conclusion.and_more", items.len() - MOST_NAMED));
    m.list(&shown, "page.and")
}

/// `count` with the list beside the number.
fn counted(key: &str, items: &[String], m: &Messages) -> String {
    let form = if items.len() == 1 { "one" } else { "other" };
    let n = m.language.number(u64::try_from(items.len()).unwrap_or(u64::MAX));
    m.with(&format!("{key}.{form}"), &[("n", &n), ("list", &enumerated(items, m))])
}

fn variants(case: &Case, m: &Messages) -> Vec<String> {
    let mut list = Vec::new();
    let mut key: Vec<String> = case.variants.iter().filter(|v| matters(case, v)).map(|v| named(v, m)).collect();
    if case.variants.is_empty() {
        // A case whose list of variants is empty and whose genes say otherwise is no negative.
        key.extend(case.genes.iter().filter_map(|gene| {
            let labels = gene.finding.evidence()?.join(", ");
            Some(bounded(&format!("{} {labels}", gene.gene), LONGEST))
        }));
    }
    let of = |wanted: Standing| case.variants.iter().filter(move |v| standing(case, v) == wanted);
    let vague: Vec<String> = of(Standing::Uncertain).map(|v| named(v, m)).collect();
    let others = of(Standing::Further).count();
    if !key.is_empty() {
        let text = if paired(case) { "conclusion.variants" } else { "conclusion.variants_unpaired" };
        list.push(counted(text, &key, m));
    } else if others == 0 && vague.is_empty() {
        list.push(m.text(if examined(case) { "conclusion.none" } else { "conclusion.none_examined" }).to_owned());
    } else if examined(case) {
        list.push(m.text("conclusion.none_significant").to_owned());
    }
    if !vague.is_empty() {
        list.push(counted("conclusion.vague", &vague, m));
    }
    if others > 0 {
        list.push(m.count("conclusion.others", others));
    }
    let uncertain: Vec<String> =
        case.variants.iter().filter(|v| !v.filters.is_empty() && v.hotspot).map(|v| named(v, m)).collect();
    if !uncertain.is_empty() {
        list.push(counted("conclusion.uncertain", &uncertain, m));
    }
    list
}

/// Rearrangements that join genes or are recurrent, by name; the others by number.
fn rearrangements(case: &Case, m: &Messages) -> Vec<String> {
    let Some(result) = rearrangements_of(case) else { return Vec::new() };
    let passing = || result.junctions.iter().filter(|one| one.filters.is_empty());
    let named = |one: &&ReportedJunction| one.relevance <= JunctionRelevance::Fusion;
    // The two junctions of a reciprocal exchange are one rearrangement, in as many cells as the better seen of them.
    let mut joined: Vec<(&str, Option<f64>)> = Vec::new();
    for one in passing().filter(named) {
        match joined.iter_mut().find(|(notation, _)| *notation == one.notation) {
            Some((_, cells)) => *cells = [*cells, one.cell_fraction].into_iter().flatten().reduce(f64::max),
            None => joined.push((&one.notation, one.cell_fraction)),
        }
    }
    let item = |(notation, cells): &(&str, Option<f64>)| {
        let notation = bounded(notation, LONGEST);
        match cells {
            Some(share) => {
                let cells = m.language.percent(*share, 0);
                m.with("rearrangement.conclusion_item", &[("notation", &notation), ("cells", &cells)])
            }
            None => notation,
        }
    };
    let items: Vec<String> = joined.iter().map(item).collect();
    let further = passing().filter(|one| !named(one)).count();
    let mut list = Vec::new();
    if !items.is_empty() {
        list.push(counted("rearrangement.conclusion", &items, m));
    }
    let known = result.recurrent.iter().filter(|one| one.finding.status() != Status::Unknown).count();
    if known > 0 && result.recurrent.iter().all(|one| one.finding.status() != Status::Present) {
        let n = m.language.number(u64::try_from(known).unwrap_or(u64::MAX));
        list.push(m.with("rearrangement.conclusion_none", &[("n", &n)]));
    }
    if further > 0 {
        list.push(m.count("rearrangement.conclusion_further", further));
    }
    list
}

fn tp53(case: &Case, m: &Messages) -> Vec<String> {
    let Some(report) = &case.tp53 else {
        return vec![m.text("conclusion.tp53_not_done").to_owned()];
    };
    let mut list = Vec::new();
    match &report.mutations {
        Finding::Present { evidence } if named_above(case, evidence) => {}
        Finding::Present { evidence } => {
            let items: Vec<String> =
                evidence.iter().map(|one| with_fraction(&one.label, one.fraction.get(), m)).collect();
            list.push(m.with("conclusion.tp53_mutated", &[("list", &enumerated(&items, m))]));
        }
        Finding::Absent { limit_of_detection: Some(limit) } => {
            list.push(m.with("conclusion.tp53_not_mutated", &[("limit", &m.language.limit(limit.get()))]));
        }
        Finding::Absent { limit_of_detection: None } => {
            list.push(m.text("conclusion.tp53_not_mutated_plain").to_owned());
        }
        Finding::NotAssessable { reason: why } => {
            list.push(m.with("conclusion.tp53_unknown", &[("reason", &reason(why, m))]));
        }
    }
    if report.locus.homozygous_deletion.evidence().is_some() {
        list.push(m.text("conclusion.tp53_homozygous").to_owned());
    }
    let not_mutated = matches!(report.mutations, Finding::Absent { .. });
    for group in groups(case, report, m) {
        if not_mutated && group.none {
            continue;
        }
        let definition = m.list(&group.definitions, "page.and");
        list.push(match group.states.as_slice() {
            [only] => m.with("conclusion.tp53_state", &[("state", only), ("definition", &definition)]),
            several => {
                let states = m.list(several, "page.and");
                let missing = m.list(&group.missing, "page.and");
                let key = if missing.is_empty() { "conclusion.tp53_open" } else { "conclusion.tp53_open_missing" };
                m.with(key, &[("states", &states), ("definition", &definition), ("missing", &missing)])
            }
        });
    }
    list
}

/// Whether the sentence on the variants has named all of these.
fn named_above(case: &Case, mutations: &[Tp53Mutation]) -> bool {
    mutations.iter().all(|mutation| {
        case.variants.iter().filter(|variant| matters(case, variant)).filter_map(|v| v.consequences.first()).any(
            |main| {
                main.gene == "TP53"
                    && main.hgvs_p.as_deref().or(main.hgvs_c.as_deref()) == Some(mutation.label.as_str())
            },
        )
    })
}

/// Definitions that leave the same states open.
pub(super) struct Group {
    pub(super) states: Vec<String>,
    pub(super) definitions: Vec<String>,
    pub(super) missing: Vec<String>,
    /// Decided, and without a hit.
    pub(super) none: bool,
    /// The definition has states of its own, such as mutated or not.
    pub(super) own_words: bool,
}

/// RULE: the conclusion tells TP53 by the guidelines that the disease asks for; where none of them defines it, by those that count its
/// hits. The section on TP53 has every definition.
pub(super) fn groups(case: &Case, report: &Tp53Report, m: &Messages) -> Vec<Group> {
    // A definition is named by its scheme and what it defines: `ICC 2022 multi-hit` of `icc2022`.
    let bare = |text: &str| text.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "");
    let asked = |definition: &str| {
        let schemes = case.verdicts.iter().map(|verdict| bare(&verdict.scheme_id));
        schemes.filter(|scheme| !scheme.is_empty()).any(|scheme| bare(definition).starts_with(&scheme))
    };
    let any = report.states.iter().any(|state| asked(&state.definition));
    let mut groups: Vec<Group> = Vec::new();
    for state in report.states.iter().filter(|state| !any || asked(&state.definition)) {
        let mut states: Vec<String> = state.possible.iter().map(|one| hits(&state.definition, *one, m)).collect();
        states.dedup();
        let definition = m.word("definition_short", &state.definition);
        let missing = state.missing.iter().map(|datum| m.word("datum", datum));
        if let Some(group) = groups.iter_mut().find(|group| group.states == states) {
            group.definitions.push(definition);
            for datum in missing {
                if !group.missing.contains(&datum) {
                    group.missing.push(datum);
                }
            }
        } else {
            let own_words = state.possible.iter().any(|one| hits("", *one, m) != hits(&state.definition, *one, m));
            let none = state.possible == [Tp53Hits::None];
            groups.push(Group { states, definitions: vec![definition], missing: missing.collect(), none, own_words });
        }
    }
    if !any && groups.iter().any(|group| !group.own_words) {
        groups.retain(|group| !group.own_words);
    }
    groups
}

fn guideline(verdict: &Verdict, karyotyped: bool, m: &Messages) -> Option<String> {
    let id = verdict.scheme_id.as_str();
    let scheme = scheme_name(verdict, m);
    match &verdict.outcome {
        Outcome::Decided { category: decided } => {
            let name = category(id, decided, m);
            let criteria: Vec<String> = verdict
                .trace
                .iter()
                .filter(|criterion| criterion.decisive && criterion.status == Status::Present)
                .map(|criterion| m.word_of("criterion", id, &criterion.id))
                .collect();
            let key = if criteria.is_empty() { "conclusion.decided" } else { "conclusion.decided_by" };
            let criterion = criteria.join("; ");
            Some(m.with(key, &[("scheme", &scheme), ("category", &name), ("criterion", &criterion)]))
        }
        Outcome::Reachable { categories } => {
            let names = if are_named(categories) {
                let names: Vec<String> = categories.iter().map(|one| category(id, one, m)).collect();
                m.list(&names, "page.and")
            } else {
                m.count("conclusion.categories", categories.len())
            };
            let first = verdict.missing.first().map(|missing| datum(&missing.datum, karyotyped, m));
            let key = if first.is_some() { "conclusion.reachable_by" } else { "conclusion.reachable" };
            let first = first.unwrap_or_default();
            Some(m.with(key, &[("scheme", &scheme), ("categories", &names), ("datum", &first)]))
        }
        Outcome::NotApplicable { .. } => None,
    }
}

fn bounds(case: &Case, m: &Messages) -> Vec<String> {
    let mut list = Vec::new();
    let genes = not_assessable(case);
    if !genes.is_empty() {
        list.push(counted("conclusion.genes_not_assessed", &genes, m));
    }
    if !paired(case) {
        list.push(m.text("conclusion.no_normal").to_owned());
    }
    if !case.not_assessed.is_empty() {
        let items: Vec<String> = case.not_assessed.iter().map(|item| m.word("item", &item.item)).collect();
        list.push(m.with("conclusion.not_assessed", &[("list", &m.list(&items, "page.and"))]));
    }
    if !case.quality.warnings.is_empty() {
        list.push(m.count("conclusion.cautions", case.quality.warnings.len()));
    }
    list
}

pub(super) fn not_assessable(case: &Case) -> Vec<String> {
    case.genes
        .iter()
        .filter(|gene| gene.finding.status() == Status::Unknown)
        .map(|gene| bounded(&gene.gene, 40))
        .collect()
}
