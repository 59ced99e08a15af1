//! A case that tries to break out of every format.

use marv_model::{
    case::{Case, NotAssessedItem},
    finding::Status,
    interpretation::{Decision, Judgement, Tier},
    laboratory::{ComparedItem, ComparedMonosomy, Discordance, KaryotypeComparison, PanelResult},
    oncogenicity::ClassDecision,
    verdict::Policy,
};

use super::{aml, text, texts};

/// Text that a browser, a spreadsheet or a terminal could take for something else, in every field that is text.
pub(crate) fn hostile() -> Case {
    const SCRIPT: &str = "</style></title><script>alert('x')</script><img src=x onerror=alert(1)>\"'&{{7*7}}{n}";
    let long = "Ønske".repeat(20_000);
    let mut case = aml();
    case.id = text(SCRIPT);
    for sample in &mut case.samples {
        sample.name = format!("=HYPERLINK(\"http://x\"){SCRIPT}{long}");
        sample.file = Some(text(SCRIPT));
    }
    case.reference.file = text(SCRIPT);
    case.variants[0].consequences[0].gene = text(SCRIPT);
    case.variants[0].consequences[0].hgvs_p = Some(long.clone());
    case.variants[1].contig = text(SCRIPT);
    case.variants[1].consequences.clear();
    case.variants[1].alternate = "T".repeat(50_000);
    case.variants[1].filters = texts(&[SCRIPT]);
    case.variants[2].callers = texts(&[SCRIPT, "\u{1b}[31mred\u{7}"]);
    if let Some(pileup) = &mut case.variants[2].pileup {
        pileup.reference = text("<");
        pileup.tumour[0].row = format!("<>&\"{}", "é".repeat(10_000));
        pileup.tumour[1].insertions = vec![(u32::MAX, text(SCRIPT)), (0, long.clone())];
    }
    case.verdicts[0].scheme = text(SCRIPT);
    case.verdicts[0].trace[0].evidence = vec![text(SCRIPT), long.clone()];
    case.verdicts[0].flags = texts(&[SCRIPT]);
    case.quality.warnings = texts(&[SCRIPT]);
    case.not_assessed.push(NotAssessedItem { item: text(SCRIPT), reason: text(SCRIPT) });
    case.provenance.settings.insert(text(SCRIPT), long);
    case.provenance.marv_version = text(SCRIPT);
    case.decisions = [text(SCRIPT), case.id.clone(), long_name(&case)]
        .into_iter()
        .map(|finding| Decision {
            finding,
            judgement: Judgement::Tier(Tier::Unknown),
            reason: text(SCRIPT),
            by: text(SCRIPT),
            time: None,
        })
        .collect();
    case.decisions.push(Decision {
        finding: long_name(&case),
        judgement: Judgement::MutationOf(texts(&[SCRIPT, "=1+1"])),
        reason: text(SCRIPT),
        by: text(SCRIPT),
        time: Some(text(SCRIPT)),
    });
    let by = ClassDecision { reason: text(SCRIPT), by: text("@SUM(A1)"), time: Some(text(SCRIPT)) };
    if let Some(found) = &mut case.variants[2].oncogenicity {
        found.decision = Some(by);
        found.codes[0].detail = text(SCRIPT);
    }
    case.panel.push(PanelResult { marker: text(SCRIPT), result: Status::Present, fractions: Vec::new() });
    for method in ["panel", "fish", SCRIPT] {
        case.discordances.push(Discordance {
            datum: text(SCRIPT),
            method: text(method),
            laboratory: Status::Present,
            genome: Status::Absent,
        });
    }
    case.verdicts[0].policies.push(Policy { option: text(SCRIPT), value: text("=cmd|' /C calc'!A0") });
    case.comparison = Some(KaryotypeComparison {
        items: vec![ComparedItem {
            kind: text(SCRIPT),
            what: text(SCRIPT),
            seen: text(SCRIPT),
            reason: Some(text(SCRIPT)),
            bases: u64::MAX,
        }],
        monosomies: vec![ComparedMonosomy { chromosome: text(SCRIPT), verdict: text(SCRIPT), lost: [Some(1.0), None] }],
        monosomal_by_banding: Status::Unknown,
        monosomal_by_sequencing: Status::Unknown,
    });
    if let Some(karyotype) = &mut case.karyotype {
        karyotype.iscn = text(SCRIPT);
    }
    case
}

/// The key of the third variant, which a decision names.
fn long_name(case: &Case) -> String {
    let v = &case.variants[2];
    format!("{}:{} {}>{}", v.contig, v.position, v.reference, v.alternate)
}
