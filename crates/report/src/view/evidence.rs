//! One variant's card: the numbers that a specialist checks, and the picture of the reads.

use marv_model::{
    annotation::{HaemRule, TranscriptConsequence},
    call::{AlleleEvidence, LedgerEntry, RuleVerdict},
    case::ReportedVariant,
};

use super::{
    Pair, bounded,
    findings::{consequences, kind_key, label, place},
    oncogenicity::OncogenicityView,
    picture::Picture,
};
use crate::messages::Messages;

/// What stands below the table for one variant.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) facts: Vec<Pair>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) transcripts: Vec<String>,
    pub(crate) ledger: Vec<LedgerRow>,
    pub(crate) oncogenicity: Option<OncogenicityView>,
    pub(crate) picture: Option<Picture>,
}

/// A number of both samples.
#[derive(Debug)]
pub(crate) struct Measure {
    pub(crate) name: String,
    pub(crate) tumour: String,
    pub(crate) normal: String,
}

/// What one rule said.
#[derive(Debug)]
pub(crate) struct LedgerRow {
    pub(crate) rule: String,
    pub(crate) value: String,
    pub(crate) threshold: String,
    pub(crate) verdict: String,
    pub(crate) failed: bool,
    pub(crate) version: u32,
}

impl Card {
    pub(super) fn of(variant: &ReportedVariant, with_picture: bool, m: &Messages) -> Self {
        let picture = variant
            .pileup
            .as_ref()
            .filter(|_| with_picture)
            .map(|pileup| Picture::of(pileup, variant, &label(variant), &place(variant), m));
        Self {
            facts: facts(variant, m),
            measures: measures(variant, m),
            transcripts: variant.consequences.iter().skip(1).map(|other| transcript(other, m)).collect(),
            ledger: variant.ledger.iter().map(|entry| ledger_row(entry, m)).collect(),
            oncogenicity: variant.oncogenicity.as_ref().map(|found| OncogenicityView::of(found, m)),
            picture,
        }
    }
}

fn facts(variant: &ReportedVariant, m: &Messages) -> Vec<Pair> {
    let mut list = vec![
        Pair::new(m.text("card.place"), place(variant)),
        Pair::new(m.text("card.kind"), m.text(kind_key(variant.kind))),
    ];
    if let Some(main) = variant.consequences.first() {
        let mane = if main.mane_select { format!(" ({})", m.text("card.mane")) } else { String::new() };
        list.push(Pair::new(m.text("card.transcript"), format!("{}{mane}", bounded(&main.transcript, 60))));
        for (key, value) in [("card.exon", &main.exon), ("card.intron", &main.intron)] {
            if let Some(value) = value {
                list.push(Pair::new(m.text(key), bounded(value, 20)));
            }
        }
        if !main.rules.is_empty() {
            let rules: Vec<&str> = main.rules.iter().map(|rule| m.text(rule_key(*rule))).collect();
            list.push(Pair::new(m.text("card.rules"), rules.join(", ")));
        }
    }
    let share = |p: f64| {
        if p > 0.0 && p < 0.0005 {
            format!("< {}", m.language.percent(0.0005, 2))
        } else if p < 1.0 && p > 0.9995 {
            format!("> {}", m.language.percent(0.9995, 2))
        } else {
            m.language.percent(p, 1)
        }
    };
    let posterior = m.with(
        "card.posterior_text",
        &[
            ("somatic", &share(variant.posterior.somatic)),
            ("germline", &share(variant.posterior.germline)),
            ("artefact", &share(variant.posterior.artefact)),
        ],
    );
    list.push(Pair::new(m.text("card.posterior"), posterior));
    list.extend(known(variant, m));
    list
}

/// What the department's knowledge says of the allele, where any was given.
fn known(variant: &ReportedVariant, m: &Messages) -> Vec<Pair> {
    let Some(known) = &variant.known else { return Vec::new() };
    let mut list = Vec::new();
    let frequency = match known.frequency {
        None => m.text("card.not_covered").to_owned(),
        Some(value) if value > 0.0 && value < 0.0001 => m.language.scientific(value),
        Some(value) => m.language.percent(value, 2),
    };
    list.push(Pair::new(m.text("card.frequency"), frequency));
    if let Some(word) = &known.clinvar {
        list.push(Pair::new(m.text("card.clinvar"), bounded(&word.replace('_', " "), 60)));
    }
    if let Some([residue, change]) = known.hotspot {
        let values = [("change", m.language.number(change.into())), ("residue", m.language.number(residue.into()))];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        list.push(Pair::new(m.text("card.tumours"), m.with("card.tumours_text", &values)));
    }
    if let Some(role) = &known.role {
        list.push(Pair::new(m.text("card.role"), m.word("gene_role", role)));
    }
    if !known.civic.is_empty() {
        let ids: Vec<String> = known.civic.iter().take(20).map(|id| format!("EID{id}")).collect();
        list.push(Pair::new(m.text("card.civic"), format!("{} ({})", ids.join(", "), known.civic.len())));
    }
    list
}

/// Shows one number of a sample's evidence.
type Reader<'a> = Box<dyn Fn(&AlleleEvidence) -> String + 'a>;

fn measures(variant: &ReportedVariant, m: &Messages) -> Vec<Measure> {
    let number = |value: u32| m.language.number(u64::from(value));
    let real = |value: f32| m.language.decimal(f64::from(value), 0);
    let rows: Vec<(&str, Reader<'_>)> = vec![
        (
            "card.fraction",
            Box::new(|e| e.fraction().map_or_else(|| "–".to_owned(), |f| m.language.percent(f.get(), 1))),
        ),
        ("card.alternate", Box::new(|e| number(e.alternate))),
        ("card.reference", Box::new(|e| number(e.reference))),
        ("card.other", Box::new(|e| number(e.other))),
        ("card.raw_depth", Box::new(|e| number(e.raw_depth))),
        ("card.strands", Box::new(|e| format!("{} / {}", e.alternate_strands[0], e.alternate_strands[1]))),
        ("card.orientation", Box::new(|e| format!("{} / {}", e.alternate_orientation[0], e.alternate_orientation[1]))),
        ("card.starts", Box::new(|e| number(e.alternate_starts))),
        (
            "card.base_quality",
            Box::new(|e| if e.alternate == 0 { "–".to_owned() } else { real(e.alternate_base_quality) }),
        ),
        (
            "card.mapping_quality",
            Box::new(|e| {
                let shown = |fragments: u32, value: f32| if fragments == 0 { "–".to_owned() } else { real(value) };
                format!("{} / {}", shown(e.alternate, e.mapping_quality[0]), shown(e.reference, e.mapping_quality[1]))
            }),
        ),
        (
            "card.end_distance",
            Box::new(|e| if e.alternate == 0 { "–".to_owned() } else { real(e.alternate_end_distance) }),
        ),
    ];
    rows.into_iter()
        .map(|(key, read)| Measure {
            name: m.text(key).to_owned(),
            tumour: read(&variant.tumour),
            normal: variant.normal.as_ref().map_or_else(|| m.text("variant.no_normal").to_owned(), &read),
        })
        .collect()
}

fn transcript(on: &TranscriptConsequence, m: &Messages) -> String {
    [
        bounded(&on.gene, 40),
        bounded(&on.transcript, 60),
        on.hgvs_c.as_deref().map_or_else(String::new, |text| bounded(text, 60)),
        on.hgvs_p.as_deref().map_or_else(String::new, |text| bounded(text, 60)),
        consequences(on, m),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(" · ")
}

fn ledger_row(entry: &LedgerEntry, m: &Messages) -> LedgerRow {
    let number = |value: Option<f64>| match value {
        None => "–".to_owned(),
        Some(value) if value != 0.0 && value.abs() < 0.001 => m.language.scientific(value),
        Some(value) if value.fract() == 0.0 => m.language.decimal(value, 0),
        Some(value) => m.language.decimal(value, 3),
    };
    let filter = m.word("filter", &entry.rule);
    let is_filter = filter != entry.rule;
    let rule = if is_filter { filter } else { m.word("step", &entry.rule) };
    LedgerRow {
        rule: if rule == entry.rule { bounded(&rule, 60) } else { format!("{rule} ({})", entry.rule) },
        value: number(entry.value),
        threshold: number(entry.threshold),
        verdict: m
            .text(match (entry.verdict, is_filter) {
                (RuleVerdict::Pass, true) => "ledger.filter_pass",
                (RuleVerdict::Fail, true) => "ledger.filter_fail",
                (RuleVerdict::Pass, false) => "ledger.pass",
                (RuleVerdict::Fail, false) => "ledger.fail",
                (RuleVerdict::Exempt, _) => "ledger.exempt",
                (RuleVerdict::NotAssessed, _) => "ledger.not_assessed",
            })
            .to_owned(),
        failed: entry.verdict == RuleVerdict::Fail,
        version: entry.version,
    }
}

fn rule_key(rule: HaemRule) -> &'static str {
    match rule {
        HaemRule::Npm1Cytoplasmic => "rule.npm1_cytoplasmic",
        HaemRule::CebpaBzipInframe => "rule.cebpa_bzip_inframe",
        HaemRule::CebpaBzipOther => "rule.cebpa_bzip_other",
        HaemRule::CebpaNTerminalTruncation => "rule.cebpa_n_terminal_truncation",
        HaemRule::Asxl1Truncation => "rule.asxl1_truncation",
        HaemRule::Flt3Itd => "rule.flt3_itd",
        HaemRule::Flt3Tkd => "rule.flt3_tkd",
        HaemRule::Tp53Altering => "rule.tp53_altering",
        HaemRule::ProteinAltering => "rule.protein_altering",
        HaemRule::Truncating => "rule.truncating",
        HaemRule::Hotspot => "rule.hotspot",
    }
}
