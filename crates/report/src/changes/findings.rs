//! What was found: variants with the rules that say otherwise, genes, TP53, copy number.

use marv_model::{
    call::{LedgerEntry, RuleVerdict},
    case::{Case, GeneResult, ReportedVariant},
    copy_number::{CopyNumberGene, CopyNumberSegment},
    finding::Finding,
    oncogenicity::Oncogenicity,
    tp53::{Tp53Report, Tp53State},
};

use super::{Change, change, matched};
use crate::{
    messages::Messages,
    view::{change as copy_state, oncogenicity_class, variant_label, variant_place},
};

/// A fraction that differs by less is the same finding.
const SAME_FRACTION: f64 = 0.005;

pub(super) fn of(before: &Case, after: &Case, m: &Messages) -> Vec<Change> {
    let mut list: Vec<Change> = matched(&before.variants, &after.variants, variant_place)
        .into_iter()
        .filter_map(|(place, pair)| variant(&place, pair, m))
        .collect();
    let genes = matched(&before.genes, &after.genes, |gene| gene.gene.clone());
    list.extend(genes.into_iter().filter_map(|(gene, pair)| {
        let words = pair.map(|one| one.map(|gene| gene_result(gene, m)));
        change(&format!("gene {gene}"), words[0].as_deref(), words[1].as_deref())
    }));
    list.extend(tp53(before.tp53.as_ref(), after.tp53.as_ref(), m));
    list.extend(copies(before, after, m));
    list
}

fn variant(place: &str, [before, after]: [Option<&ReportedVariant>; 2], m: &Messages) -> Option<Change> {
    let named = variant_label(after.or(before)?);
    let what = if named == place { named } else { format!("{named} ({place})") };
    let words = [before, after].map(|one| one.map(|variant| told(variant, m)));
    let mut change = change(&what, words[0].as_deref(), words[1].as_deref())?;
    if let (Some(was), Some(is)) = (before, after) {
        change.why = rules(&was.ledger, &is.ledger);
        change.why.extend(codes(was.oncogenicity.as_ref(), is.oncogenicity.as_ref()));
    }
    Some(change)
}

/// What a report says of a variant, with its fraction in steps that a difference must pass to count.
fn told(variant: &ReportedVariant, m: &Messages) -> String {
    let status = if variant.filters.is_empty() { "PASS".to_owned() } else { variant.filters.join(", ") };
    let fraction = variant.tumour_fraction.map_or_else(
        || "–".to_owned(),
        |fraction| m.language.percent((fraction.get() / SAME_FRACTION).round() * SAME_FRACTION, 1),
    );
    let main = variant.consequences.first();
    let changed = main.map_or_else(String::new, |main| {
        [main.hgvs_c.as_deref(), main.hgvs_p.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let class = variant.oncogenicity.as_ref().map(|found| oncogenicity_class(found, m));
    let known = variant.known.as_ref().map(|known| {
        let frequency = known.frequency.map(|frequency| format!("frequency {}", m.language.percent(frequency, 3)));
        let clinvar = known.clinvar.as_ref().map(|word| format!("ClinVar {word}"));
        let hotspot = known.hotspot.map(|[residue, change]| format!("{residue} and {change} tumours"));
        let civic = (!known.civic.is_empty()).then(|| format!("CIViC {:?}", known.civic));
        [frequency, clinvar, hotspot, civic, known.role.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ")
    });
    [Some(status), Some(format!("VAF {fraction}")), Some(changed), class, known]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

/// The rules whose verdict differs, with value and threshold.
fn rules(before: &[LedgerEntry], after: &[LedgerEntry]) -> Vec<String> {
    let verdict = |entry: Option<&LedgerEntry>| match entry.map(|entry| entry.verdict) {
        None => "not applied",
        Some(RuleVerdict::Pass) => "pass",
        Some(RuleVerdict::Fail) => "fail",
        Some(RuleVerdict::Exempt) => "exempt",
        Some(RuleVerdict::NotAssessed) => "not assessed",
    };
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
    let values = |entry: Option<&LedgerEntry>| {
        entry.map_or_else(String::new, |entry| {
            format!(" ({} against {}, version {})", number(entry.value), number(entry.threshold), entry.version)
        })
    };
    matched(before, after, |entry| entry.rule.clone())
        .into_iter()
        .filter(|(_, [was, is])| verdict(*was) != verdict(*is))
        .map(|(rule, [was, is])| {
            format!("rule {rule}: {}{} -> {}{}", verdict(was), values(was), verdict(is), values(is))
        })
        .collect()
}

/// The codes of oncogenicity whose outcome differs, and the signer's decision where there is another.
fn codes(before: Option<&Oncogenicity>, after: Option<&Oncogenicity>) -> Vec<String> {
    let codes = |found: Option<&Oncogenicity>| found.map(|found| found.codes.clone()).unwrap_or_default();
    let (was, is) = (codes(before), codes(after));
    let decision = |found: Option<&Oncogenicity>| found.and_then(|found| found.decision.clone());
    let signer = match (decision(before), decision(after)) {
        (was, Some(is)) if was.as_ref() != Some(&is) => Some(format!("the signer ({}): {}", is.by, is.reason)),
        (Some(_), None) => Some("the signer's class is no longer in force".to_owned()),
        _ => None,
    };
    matched(&was, &is, |code| code.code.name().to_owned())
        .into_iter()
        .filter_map(|(code, [was, is])| {
            let outcome = |one: Option<&marv_model::oncogenicity::CodeResult>| {
                one.map_or_else(|| "not asked".to_owned(), |code| format!("{:?}", code.outcome).to_lowercase())
            };
            (outcome(was) != outcome(is)).then(|| format!("code {code}: {} -> {}", outcome(was), outcome(is)))
        })
        .chain(signer)
        .collect()
}

fn gene_result(gene: &GeneResult, m: &Messages) -> String {
    match &gene.finding {
        Finding::Present { evidence } => format!("{}: {}", m.text("status.present"), evidence.join(", ")),
        Finding::Absent { limit_of_detection: Some(limit) } => {
            format!("{}, {} {}", m.text("status.absent"), m.text("gene.limit"), m.language.limit(limit.get()))
        }
        Finding::Absent { limit_of_detection: None } => m.text("status.absent").to_owned(),
        Finding::NotAssessable { reason } => {
            format!("{}: {}", m.text("status.unknown"), crate::view::reason(reason, m))
        }
    }
}

fn tp53(before: Option<&Tp53Report>, after: Option<&Tp53Report>, m: &Messages) -> Vec<Change> {
    let states = |report: Option<&Tp53Report>| report.map(|report| report.states.clone()).unwrap_or_default();
    let (was, is) = (states(before), states(after));
    matched(&was, &is, |state| state.definition.clone())
        .into_iter()
        .filter_map(|(definition, [was, is])| {
            let words = [was, is].map(|one| one.map(|state| state_words(state, m)));
            let mut change = change(&format!("TP53, {definition}"), words[0].as_deref(), words[1].as_deref())?;
            let steps = |one: Option<&Tp53State>| one.map(|state| state.reasons.clone()).unwrap_or_default();
            let (old, new) = (steps(was), steps(is));
            change.why =
                new.iter().filter(|step| !old.contains(step)).map(|step| m.word("tp53_reason", step)).collect();
            Some(change)
        })
        .collect()
}

fn state_words(state: &Tp53State, m: &Messages) -> String {
    let names: Vec<String> =
        state.possible.iter().map(|one| crate::view::tp53_hits(&state.definition, *one, m)).collect();
    m.list(&names, "page.or")
}

fn copies(before: &Case, after: &Case, m: &Messages) -> Vec<Change> {
    let purity = |case: &Case| {
        let result = case.copy_number.as_ref()?;
        Some(result.purity.map_or_else(|| m.text("status.unknown").to_owned(), |p| m.language.percent(p, 0)))
    };
    let mut list: Vec<Change> = change(m.text("genome.purity"), purity(before), purity(after)).into_iter().collect();
    let changed = |case: &Case| -> Vec<CopyNumberSegment> {
        let segments = case.copy_number.iter().flat_map(|result| &result.segments);
        segments.filter(|segment| segment.changed).cloned().collect()
    };
    let (was, is) = (changed(before), changed(after));
    // By chromosome and state, to the megabase: an edge that moves by less is the same segment.
    let place = |segment: &CopyNumberSegment| {
        let round = |position: u32| (f64::from(position) / 1e6).round();
        format!("{}:{}-{} Mb", segment.contig, round(segment.start), round(segment.end))
    };
    let state = |segment: &CopyNumberSegment| m.word("copy_state", copy_state(segment));
    list.extend(
        matched(&was, &is, place)
            .into_iter()
            .filter_map(|(place, [was, is])| change(&place, was.map(state), is.map(state))),
    );
    let genes = |case: &Case| -> Vec<CopyNumberGene> {
        case.copy_number.as_ref().map(|result| result.genes.clone()).unwrap_or_default()
    };
    let (was, is) = (genes(before), genes(after));
    let copies = |gene: &CopyNumberGene| match gene.minor {
        Some(minor) => format!("{} ({minor})", gene.total),
        None => gene.total.to_string(),
    };
    let genes = matched(&was, &is, |gene| gene.gene.clone());
    list.extend(genes.into_iter().filter_map(|(gene, [was, is])| {
        change(&format!("{gene}, {}", m.text("genome.copies")), was.map(copies), is.map(copies))
    }));
    list
}
