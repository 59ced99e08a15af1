//! The case as sheets of a workbook: what a meeting sorts, filters and marks. Numbers are numbers.

use marv_model::{
    case::{Case, ReportedVariant},
    copy_number::CopyNumberSegment,
    finding::Finding,
    interpretation::{Escat, Tier},
    rearrangement::ReportedJunction,
    units::AlleleFraction,
};

use crate::{
    messages::Messages,
    view::{Page, Pair, statement},
};

/// One cell. Text is text whatever it begins with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Shown as it stands.
    Text(String),
    /// A count or a place: whole.
    Count(f64),
    /// A measure, shown with two decimals.
    Number(f64),
    /// A share, 0 to 1, shown as a percentage.
    Share(f64),
    /// Not known, which is not zero.
    Empty,
}

/// A sheet: its name, the heads of its columns, its rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

fn text(value: impl Into<String>) -> Cell {
    let value = value.into();
    if value.is_empty() { Cell::Empty } else { Cell::Text(value) }
}

fn count(value: impl Into<f64>) -> Cell {
    Cell::Count(value.into())
}

fn finite(value: Option<f64>, cell: fn(f64) -> Cell) -> Cell {
    value.filter(|value| value.is_finite()).map_or(Cell::Empty, cell)
}

/// The sheets of a case, in the order of the report.
pub(super) fn sheets(case: &Case, page: &Page<'_>) -> Vec<Sheet> {
    let mut list = vec![overview(page), variants(case, page)];
    if !page.verdicts.applying.is_empty() {
        list.push(classification(page));
    }
    if case.interpretation.as_ref().is_some_and(|meaning| !meaning.findings.is_empty()) {
        list.push(meaning(case, page.m));
    }
    if case.rearrangements.as_ref().is_some_and(|result| !result.junctions.is_empty()) {
        list.push(rearrangements(case, page.m));
    }
    if case.copy_number.as_ref().is_some_and(|result| !result.segments.is_empty()) {
        list.push(copy_number(case, page.m));
    }
    list.extend([genes(case, page), not_assessed(page), quality(page)]);
    list
}

fn sheet(m: &Messages, name: &str, heads: &[&str]) -> Sheet {
    Sheet {
        name: m.text(name).to_owned(),
        heads: heads.iter().map(|key| m.text(key).to_owned()).collect(),
        rows: Vec::new(),
    }
}

fn overview(page: &Page<'_>) -> Sheet {
    let m = page.m;
    let mut sheet = sheet(m, "workbook.overview", &["workbook.item", "method.value"]);
    let mut add = |term: &str, value: &str| sheet.rows.push(vec![text(term), text(value)]);
    add(m.text("head.state"), &page.running_title());
    for Pair { term, value } in &page.head {
        add(term, value);
    }
    let parts = page.conclusion.found.iter().chain([&page.conclusion.bounds]);
    for (index, part) in parts.enumerate() {
        add(if index == 0 { m.text("heading.conclusion") } else { "" }, part);
    }
    for fact in &page.facts {
        let detail = if fact.detail.is_empty() { String::new() } else { format!(" ({})", fact.detail) };
        add(&fact.term, &format!("{}{detail}", fact.value));
    }
    for caution in &page.cautions {
        add(m.text("heading.cautions"), caution);
    }
    sheet
}

fn variants(case: &Case, page: &Page<'_>) -> Sheet {
    let m = page.m;
    let heads = [
        "variant.gene",
        "workbook.protein",
        "workbook.coding",
        "variant.consequence",
        "card.transcript",
        "variant.status",
        "workbook.remarks",
        "variant.fraction",
        "card.alternate",
        "workbook.depth",
        "workbook.normal_alternate",
        "workbook.normal_depth",
        "variant.quality",
        "workbook.contig",
        "card.place",
        "workbook.reference",
        "workbook.alternate",
    ];
    let mut sheet = sheet(m, "heading.findings", &heads);
    // The page has the certain ones first; each names its place in the case.
    let of = |anchor: &str| anchor.strip_prefix('v').and_then(|at| at.parse::<usize>().ok()?.checked_sub(1));
    for view in page.variants.all() {
        let Some(variant) = of(&view.anchor).and_then(|at| case.variants.get(at)) else { continue };
        let remarks: Vec<&str> =
            view.reasons.iter().chain(&view.notes).map(String::as_str).filter(|note| !note.is_empty()).collect();
        let status = m.text(if view.passed { "variant.passed" } else { "variant.not_passed" });
        let mut row = vec![
            text(&view.gene),
            text(&view.hgvs_p),
            text(&view.hgvs_c),
            text(&view.consequence),
            text(variant.consequences.first().map_or("", |main| &main.transcript)),
            text(status),
            text(remarks.join("; ")),
        ];
        row.extend(counts(variant));
        row.extend([
            text(&variant.contig),
            count(variant.position),
            text(&variant.reference),
            text(&variant.alternate),
        ]);
        sheet.rows.push(row);
    }
    sheet
}

fn counts(variant: &ReportedVariant) -> [Cell; 6] {
    let normal = variant.normal.as_ref();
    [
        finite(variant.tumour_fraction.map(AlleleFraction::get), Cell::Share),
        count(variant.tumour.alternate),
        count(variant.tumour.depth()),
        normal.map_or(Cell::Empty, |normal| count(normal.alternate)),
        normal.map_or(Cell::Empty, |normal| count(normal.depth())),
        finite(Some(variant.quality.0), Cell::Number),
    ]
}

fn classification(page: &Page<'_>) -> Sheet {
    let m = page.m;
    let mut sheet = sheet(
        m,
        "heading.classification",
        &["verdict.scheme", "verdict.outcome", "verdict.rests_on", "verdict.source"],
    );
    for verdict in &page.verdicts.applying {
        let scores: Vec<String> =
            verdict.scores.iter().map(|score| format!("{}: {}", score.name, score.value)).collect();
        let outcome = [vec![verdict.headline()], scores].concat().join("; ");
        sheet.rows.push(vec![text(&verdict.scheme), text(outcome), text(&verdict.rests_on), text(&verdict.source)]);
    }
    sheet
}

/// A row a statement of evidence, so that a meeting sorts by tier, treatment or level; findings without one stand alone.
fn meaning(case: &Case, m: &Messages) -> Sheet {
    let heads = [
        "meaning.finding",
        "variant.status",
        "meaning.tier",
        "meaning.therapeutic",
        "meaning.diagnostic",
        "meaning.prognostic",
        "meaning.escat",
        "meaning.kind",
        "meaning.statement",
        "meaning.level",
        "meaning.here",
        "meaning.drugs",
        "meaning.source",
        "workbook.date",
    ];
    let mut sheet = sheet(m, "workbook.meaning", &heads);
    let tier = |tier: Option<Tier>| text(tier.map_or("", Tier::word));
    for one in case.interpretation.iter().flat_map(|meaning| &meaning.findings) {
        let head = || {
            let status = if one.unconfirmed { "variant.not_passed" } else { "variant.passed" };
            vec![
                text(&one.name),
                text(m.text(status)),
                tier(Some(one.tier)),
                tier(one.by_kind.therapeutic),
                tier(one.by_kind.diagnostic),
                tier(one.by_kind.prognostic),
            ]
        };
        for row in &one.evidence {
            let drugs: Vec<String> = row.drugs.iter().map(|drug| m.word("drug", drug)).collect();
            let kind = format!("meaning.{}", row.kind.word());
            sheet.rows.push(
                [
                    head(),
                    vec![
                        text(row.escat.map_or("", Escat::word)),
                        text(m.text(&kind)),
                        text(statement(row, m)),
                        text(row.level.word()),
                        row.applies.map_or_else(|| text(m.text("meaning.counts_nothing")), |one| tier(Some(one))),
                        text(drugs.join(", ")),
                        text(&row.source),
                        text(m.language.date(&row.date)),
                    ],
                ]
                .concat(),
            );
        }
        if one.evidence.is_empty() {
            let mut row = head();
            row.resize(heads.len(), Cell::Empty);
            sheet.rows.push(row);
        }
    }
    sheet
}

fn rearrangements(case: &Case, m: &Messages) -> Sheet {
    let heads = [
        "workbook.junction",
        "workbook.passed",
        "workbook.side",
        "workbook.other_side",
        "workbook.bands",
        "variant.fraction",
        "workbook.split",
        "workbook.pairs",
        "genome.cells",
        "variant.quality",
    ];
    let mut sheet = sheet(m, "workbook.rearrangements", &heads);
    let junctions = case.rearrangements.iter().flat_map(|result| &result.junctions);
    sheet.rows = junctions.map(|junction| junction_row(junction, m)).collect();
    sheet
}

fn junction_row(junction: &ReportedJunction, m: &Messages) -> Vec<Cell> {
    let passed = junction.filters.is_empty();
    let status = m.text(if passed { "variant.passed" } else { "variant.not_passed" }).to_owned();
    let place = |at: usize| format!("{}:{}", junction.sides[at].contig, junction.sides[at].position);
    let bands: Vec<&str> =
        junction.sides.iter().map(|side| side.band.as_str()).filter(|band| !band.is_empty()).collect();
    vec![
        text(&junction.notation),
        text(if passed { status } else { format!("{status}: {}", junction.filters.join(", ")) }),
        text(place(0)),
        text(place(1)),
        text(bands.join(", ")),
        finite(junction.tumour.fraction.map(AlleleFraction::get), Cell::Share),
        count(junction.tumour.split),
        count(junction.tumour.pairs),
        finite(junction.cell_fraction, Cell::Share),
        finite(Some(junction.quality.0), Cell::Number),
    ]
}

fn copy_number(case: &Case, m: &Messages) -> Sheet {
    let heads = [
        "workbook.contig",
        "workbook.start",
        "workbook.end",
        "genome.change",
        "workbook.total",
        "workbook.minor",
        "genome.cells",
        "workbook.log2",
        "genome.balance",
        "genome.confidence",
    ];
    let mut sheet = sheet(m, "heading.genome", &heads);
    let segments = case.copy_number.iter().flat_map(|result| &result.segments);
    sheet.rows = segments.map(|segment| segment_row(segment, m)).collect();
    sheet
}

fn segment_row(segment: &CopyNumberSegment, m: &Messages) -> Vec<Cell> {
    vec![
        text(&segment.contig),
        count(segment.start),
        count(segment.end),
        text(m.word("copy_state", crate::view::change(segment))),
        segment.total.map_or(Cell::Empty, count),
        segment.minor.map_or(Cell::Empty, count),
        finite(segment.cell_fraction, Cell::Share),
        finite(Some(segment.log2_ratio), Cell::Number),
        finite(segment.balance, Cell::Number),
        finite(Some(segment.confidence), Cell::Number),
    ]
}

fn genes(case: &Case, page: &Page<'_>) -> Sheet {
    let m = page.m;
    let heads = [
        "gene.gene",
        "card.transcript",
        "gene.result",
        "workbook.remarks",
        "gene.limit",
        "gene.depth",
        "gene.normal_depth",
        "gene.callable",
    ];
    let mut sheet = sheet(m, "heading.genes", &heads);
    // The page has the guidelines' genes first; so has the sheet.
    let rows = page.genes.guideline.iter().zip(case.genes.iter().filter(|gene| gene.guideline_gene));
    let others = page.genes.others.iter().zip(case.genes.iter().filter(|gene| !gene.guideline_gene));
    for (view, gene) in rows.chain(others) {
        let limit = match &gene.finding {
            Finding::Absent { limit_of_detection } => limit_of_detection.map(AlleleFraction::get),
            _ => None,
        };
        sheet.rows.push(vec![
            text(&view.gene),
            text(&view.transcript),
            text(&view.result),
            text(&view.detail),
            finite(limit, Cell::Share),
            finite(Some(gene.mean_depth), Cell::Number),
            finite(gene.normal_mean_depth, Cell::Number),
            finite(Some(gene.callable), Cell::Share),
        ]);
    }
    sheet
}

fn not_assessed(page: &Page<'_>) -> Sheet {
    let mut sheet = sheet(page.m, "heading.not_assessed", &["not_assessed.item", "not_assessed.reason"]);
    sheet.rows = page.not_assessed.iter().map(|Pair { term, value }| vec![text(term), text(value)]).collect();
    sheet
}

fn quality(page: &Page<'_>) -> Sheet {
    let m = page.m;
    let mut sheet = sheet(m, "heading.quality", &["quality.measure"]);
    sheet.heads.extend(page.quality.roles.iter().cloned());
    for row in &page.quality.rows {
        sheet.rows.push([text(&row.name)].into_iter().chain(row.values.iter().map(text)).collect());
    }
    let width = sheet.heads.len().max(2);
    for Pair { term, value } in page.quality.pair.iter().chain(&page.quality.counts).chain(&page.methods) {
        let mut row = vec![text(term), text(value)];
        row.resize(width, Cell::Empty);
        sheet.rows.push(row);
    }
    sheet.heads.resize(width, m.text("method.value").to_owned());
    sheet
}
