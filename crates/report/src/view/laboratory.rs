//! What the laboratory found by other examinations, and where the genome says otherwise.

use marv_model::{
    case::Case,
    cytogenetics::Lesion,
    finding::Status,
    laboratory::{Discordance, FishResult, KaryotypeComparison, PanelResult},
};

use super::bounded;
use crate::messages::Messages;

/// One result.
#[derive(Debug)]
pub(crate) struct LaboratoryRow {
    pub(crate) examination: String,
    pub(crate) item: String,
    pub(crate) result: String,
    /// What the genome says, in words; a dash where it was not asked.
    pub(crate) agreement: String,
    pub(crate) differs: bool,
}

/// Every result that was given with the case: clinic, FISH, panel.
pub(super) fn rows(case: &Case, m: &Messages) -> Vec<LaboratoryRow> {
    let plain = |examination: &str, item: String, result: String| LaboratoryRow {
        examination: m.text(examination).to_owned(),
        item,
        result,
        agreement: "–".to_owned(),
        differs: false,
    };
    let measures = case.clinical.measures().map(|(measure, value)| {
        let decimals = usize::from(value.fract() != 0.0);
        let result = format!("{} {}", m.language.decimal(value, decimals), measure.unit());
        plain("laboratory.clinical", m.word("datum", measure.word()), result)
    });
    let circumstances = case.clinical.circumstances().map(|(circumstance, is_so)| {
        let result = m.text(if is_so { "laboratory.yes" } else { "laboratory.no" });
        plain("laboratory.clinical", m.word("datum", circumstance.word()), result.to_owned())
    });
    let fish = case.fish.iter().map(|one| {
        let row = plain("laboratory.fish", m.word("datum", one.lesion.name()), fish_result(one, m));
        let differs = case.discordances.iter().find(|other| other.method == "fish" && other.datum == one.lesion.name());
        match (differs, by_genome(case, one.lesion)) {
            (Some(other), _) => LaboratoryRow {
                agreement: m.with("laboratory.differs", &[("genome", status(other.genome, m))]),
                differs: true,
                ..row
            },
            (None, Some(Status::Unknown)) => LaboratoryRow { agreement: m.text("status.unknown").to_owned(), ..row },
            (None, Some(seen)) => LaboratoryRow { agreement: status(seen, m).to_owned(), ..row },
            (None, None) => row,
        }
    });
    let panel = case.panel.iter().map(|one| {
        let row = plain("laboratory.panel", m.word("datum", &one.marker), panel_result(one, m));
        match case.discordances.iter().find(|other| other.method == "panel" && other.datum == one.marker) {
            None => row,
            Some(other) => LaboratoryRow {
                agreement: m.with("laboratory.differs", &[("genome", status(other.genome, m))]),
                differs: true,
                ..row
            },
        }
    });
    measures.chain(circumstances).chain(fish).chain(panel).collect()
}

/// What the genome says of a lesion: the rows of recurrent rearrangements where one is it, else segments and junctions; none where a
/// case of an earlier form does not say.
fn by_genome(case: &Case, lesion: Lesion) -> Option<Status> {
    let rows = case.rearrangements.iter().flat_map(|result| &result.recurrent);
    let of_rows = rows.filter(|row| row.lesions.contains(&lesion)).map(|row| row.finding.status());
    let junctions = of_rows.reduce(|one, other| match (one, other) {
        (Status::Present, _) | (_, Status::Present) => Status::Present,
        (Status::Unknown, _) | (_, Status::Unknown) => Status::Unknown,
        (Status::Absent, Status::Absent) => Status::Absent,
    });
    junctions.or_else(|| case.genome_lesions.as_ref().map(|lesions| lesions.status(lesion)))
}

/// Every difference as a sentence, for the cautions.
pub(super) fn discordances(case: &Case, m: &Messages) -> Vec<String> {
    let sentence = |one: &Discordance| {
        let method = match one.method.as_str() {
            "panel" => m.text("laboratory.panel"),
            "fish" => m.text("laboratory.fish"),
            _ => m.text("laboratory.karyotype"),
        };
        m.with(
            "laboratory.discordance_one",
            &[
                ("datum", &m.word("datum", &one.datum)),
                ("method", method),
                ("laboratory", status(one.laboratory, m)),
                ("genome", status(one.genome, m)),
            ],
        )
    };
    case.discordances.iter().map(sentence).collect()
}

/// The karyotype beside the genome.
#[derive(Debug)]
pub(crate) struct ComparisonView {
    /// By banding, then by sequencing.
    pub(crate) monosomal: [String; 2],
    pub(crate) monosomies: Vec<ComparedRow>,
    pub(crate) items: Vec<ComparedRow>,
}

/// One thing that was compared.
#[derive(Debug)]
pub(crate) struct ComparedRow {
    pub(crate) what: String,
    pub(crate) seen: String,
    pub(crate) reason: String,
    pub(crate) differs: bool,
}

impl ComparisonView {
    pub(super) fn of(comparison: &KaryotypeComparison, m: &Messages) -> Self {
        let monosomies = comparison.monosomies.iter().map(|one| {
            let share = |lost: Option<f64>| lost.map_or_else(|| "–".to_owned(), |lost| m.language.percent(lost, 0));
            let shares = [("p", share(one.lost[0])), ("q", share(one.lost[1]))];
            let values: Vec<(&str, &str)> = shares.iter().map(|(arm, share)| (*arm, share.as_str())).collect();
            ComparedRow {
                what: format!("\u{2212}{}", bounded(&one.chromosome, 10)),
                seen: m.word("monosomy", &one.verdict),
                reason: m.with("comparison.lost", &values),
                differs: one.verdict == "refuted" || one.verdict == "only_sequencing",
            }
        });
        let items = comparison.items.iter().map(|item| {
            let kind = m.word("compared", &item.kind);
            let size = if item.bases == 0 { String::new() } else { format!(" ({})", m.language.bases(item.bases)) };
            ComparedRow {
                what: format!("{kind} {}{size}", bounded(&item.what, 60)),
                seen: m.word("seen", &item.seen),
                reason: item.reason.as_deref().map_or_else(|| "–".to_owned(), |reason| m.word("seen_why", reason)),
                differs: item.seen != "both",
            }
        });
        Self {
            monosomal: [comparison.monosomal_by_banding, comparison.monosomal_by_sequencing]
                .map(|one| status(one, m).to_owned()),
            monosomies: monosomies.collect(),
            items: items.collect(),
        }
    }
}

fn status(status: Status, m: &Messages) -> &str {
    m.text(match status {
        Status::Present => "laboratory.positive",
        Status::Absent => "laboratory.negative",
        Status::Unknown => "laboratory.no_result",
    })
}

fn fish_result(result: &FishResult, m: &Messages) -> String {
    let word = status(result.result, m);
    match (result.positive_share, result.cells) {
        (Some(share), Some(cells)) => {
            let share = m.language.percent(share, 1);
            let cells = m.language.number(u64::from(cells));
            format!("{word} ({})", m.with("laboratory.cells", &[("share", &share), ("cells", &cells)]))
        }
        _ => word.to_owned(),
    }
}

fn panel_result(result: &PanelResult, m: &Messages) -> String {
    let word = status(result.result, m);
    if result.fractions.is_empty() {
        return word.to_owned();
    }
    let fractions: Vec<String> =
        result.fractions.iter().map(|fraction| m.language.percent(fraction.get(), 1)).collect();
    format!("{word} (VAF {})", fractions.join(", "))
}
