//! Rearrangements: what was looked for and found, each junction with its two sides and its counts, and a picture of those
//! that matter.

use marv_model::{
    finding::{Finding, NotAssessed},
    rearrangement::{
        BrokenGene, EventKind, FusedGenes, JunctionRelevance, JunctionSide, RearrangementEvent, RearrangementResult,
        RecurrentGroup, RecurrentResult, ReportedJunction,
    },
    structure::{JunctionKind, JunctionSupport, Kept},
};

use super::{LONGEST, Pair, bounded, reason};
use crate::messages::Messages;

/// Junctions listed, at most; the section says how many there are.
const MOST: usize = 100;
/// Junctions drawn, at most.
const MOST_DRAWN: usize = 12;

/// The section.
#[derive(Debug)]
pub(crate) struct RearrangementsView {
    pub(crate) facts: Vec<Pair>,
    pub(crate) pictures: Vec<JunctionPicture>,
    pub(crate) rows: Vec<JunctionRow>,
    /// Junctions that are not listed.
    pub(crate) more: usize,
    pub(crate) events: Vec<Pair>,
    /// Recurrent rearrangements that are there, or open, each with what is said of it.
    pub(crate) found: Vec<Pair>,
    /// Those that are not there, with their limit.
    pub(crate) absent: Vec<Pair>,
    /// Those that could not be assessed, by reason.
    pub(crate) unknown: Vec<Pair>,
}

/// A junction of the table.
#[derive(Debug)]
pub(crate) struct JunctionRow {
    /// Its name in `structural.vcf.gz` and wherever else the report refers to it.
    pub(crate) id: String,
    pub(crate) notation: String,
    pub(crate) kind: String,
    pub(crate) places: String,
    pub(crate) genes: String,
    pub(crate) tumour: String,
    pub(crate) normal: String,
    pub(crate) share: String,
    pub(crate) cells: String,
    pub(crate) status: String,
    pub(crate) uncertain: bool,
}

/// The two sides of a junction, as they lie beside each other in the tumour.
#[derive(Debug)]
pub(crate) struct JunctionPicture {
    pub(crate) anchor: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) left: SidePicture,
    pub(crate) right: SidePicture,
    /// Bases between the two, where there are any.
    pub(crate) between: String,
    pub(crate) counts: String,
}

/// One side, with its break towards the middle.
#[derive(Debug)]
pub(crate) struct SidePicture {
    pub(crate) gene: String,
    pub(crate) part: String,
    pub(crate) place: String,
    /// Chevrons in the direction in which the gene is read; empty without a gene.
    pub(crate) direction: String,
}

impl RearrangementsView {
    pub(crate) fn of(result: &RearrangementResult, m: &Messages) -> Self {
        let drawn = result.junctions.iter().filter(|one| one.relevance <= JunctionRelevance::Fusion).take(MOST_DRAWN);
        let of_status = |wanted: fn(&RecurrentResult) -> bool| result.recurrent.iter().filter(move |one| wanted(one));
        Self {
            facts: facts(result, m),
            pictures: drawn.enumerate().map(|(number, one)| picture(number, one, m)).collect(),
            rows: result.junctions.iter().take(MOST).map(|one| row(one, m)).collect(),
            more: result.junctions.len().saturating_sub(MOST),
            events: result.events.iter().map(|event| event_pair(event, m)).collect(),
            found: of_status(is_found).map(|one| recurrent(one, m)).collect(),
            absent: of_status(|one| matches!(one.finding, Finding::Absent { .. }))
                .map(|one| recurrent(one, m))
                .collect(),
            unknown: unknown(result, m),
        }
    }
}

/// Present, or seen and held back.
fn is_found(one: &RecurrentResult) -> bool {
    match &one.finding {
        Finding::Present { .. } => true,
        Finding::NotAssessable { reason } => {
            matches!(reason, NotAssessed::CallUnclear | NotAssessed::SignificanceUnclear)
        }
        Finding::Absent { .. } => false,
    }
}

fn facts(result: &RearrangementResult, m: &Messages) -> Vec<Pair> {
    let number = |count: u64| m.language.number(count);
    let mut facts = vec![
        Pair::new(m.text("rearrangement.candidates"), number(result.counts.candidates)),
        Pair::new(m.text("rearrangement.passed"), number(result.counts.passed)),
    ];
    if !result.counts.filtered.is_empty() {
        let each: Vec<String> = result
            .counts
            .filtered
            .iter()
            .map(|(filter, count)| format!("{}: {}", m.word("junction_filter", filter), number(*count)))
            .collect();
        facts.push(Pair::new(m.text("rearrangement.filtered"), each.join("; ")));
    }
    facts
}

fn recurrent(one: &RecurrentResult, m: &Messages) -> Pair {
    let term = if one.iscn.is_empty() { one.name.clone() } else { format!("{} ({})", one.name, one.iscn) };
    let value = match &one.finding {
        Finding::Present { evidence } => {
            let list = bounded(&evidence.join(", "), LONGEST);
            m.with("rearrangement.present", &[("evidence", &list)])
        }
        Finding::Absent { limit_of_detection: Some(limit) } => {
            let limit = m.language.limit(limit.get());
            match one.rests_on.as_slice() {
                // Of two genes one alone.
                [gene] if matches!(one.group, RecurrentGroup::Fusion | RecurrentGroup::Enhancer) => {
                    m.with("rearrangement.absent_by", &[("gene", gene), ("limit", &limit)])
                }
                _ => m.with("rearrangement.absent", &[("limit", &limit)]),
            }
        }
        Finding::Absent { limit_of_detection: None } => m.text("status.absent").to_owned(),
        // RULE: a named rearrangement of few fragments is neither present nor absent: another method tells.
        Finding::NotAssessable { reason: NotAssessed::CallUnclear }
            if !matches!(one.group, RecurrentGroup::Deletion | RecurrentGroup::Duplication) =>
        {
            m.text("rearrangement.suspected").to_owned()
        }
        Finding::NotAssessable { reason: why } => reason(why, m),
    };
    Pair::new(bounded(&term, LONGEST), value)
}

/// What could not be assessed: the reason, and the names.
fn unknown(result: &RearrangementResult, m: &Messages) -> Vec<Pair> {
    let mut by_reason: Vec<(String, Vec<&str>)> = Vec::new();
    for one in result.recurrent.iter().filter(|one| !is_found(one)) {
        let Finding::NotAssessable { reason: why } = &one.finding else { continue };
        let why = reason(why, m);
        match by_reason.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(&one.name),
            None => by_reason.push((why, vec![&one.name])),
        }
    }
    by_reason.into_iter().map(|(why, names)| Pair::new(why, names.join(", "))).collect()
}

fn event_pair(event: &RearrangementEvent, m: &Messages) -> Pair {
    let kind = match event.kind {
        EventKind::BalancedTranslocation => "rearrangement.balanced",
        EventKind::UnbalancedTranslocation => "rearrangement.unbalanced",
        EventKind::Inversion => "rearrangement.inversion",
        EventKind::Insertion => "rearrangement.insertion",
        EventKind::Chain => "rearrangement.chain",
        EventKind::Chromothripsis => "rearrangement.chromothripsis",
    };
    let mut value = event.junctions.join(", ");
    if !event.segments.is_empty() {
        let segments = event.segments.join(", ");
        value = m.with("rearrangement.with_segments", &[("junctions", &value), ("segments", &segments)]);
    }
    Pair::new(format!("{} ({})", m.text(kind), event.chromosomes.join(", ")), bounded(&value, LONGEST))
}

fn kind(kind: JunctionKind, m: &Messages) -> String {
    let key = match kind {
        JunctionKind::Deletion => "rearrangement.kind_deletion",
        JunctionKind::TandemDuplication => "rearrangement.kind_duplication",
        JunctionKind::Inversion => "rearrangement.kind_inversion",
        JunctionKind::Insertion => "rearrangement.kind_insertion",
        JunctionKind::Translocation => "rearrangement.kind_translocation",
    };
    m.text(key).to_owned()
}

fn row(one: &ReportedJunction, m: &Messages) -> JunctionRow {
    let dash = || "–".to_owned();
    let language = m.language;
    let passes = one.filters.is_empty();
    let status = if passes {
        m.text("variant.passed").to_owned()
    } else {
        let filters: Vec<String> = one.filters.iter().map(|filter| m.word("junction_filter", filter)).collect();
        format!("{}: {}", m.text("variant.not_passed"), filters.join("; "))
    };
    JunctionRow {
        id: bounded(&one.id, LONGEST),
        notation: bounded(&one.notation, LONGEST),
        kind: kind(one.kind, m),
        places: one.sides.iter().map(place).collect::<Vec<_>>().join(" / "),
        genes: genes(one, m),
        tumour: support(&one.tumour),
        normal: one.normal.as_ref().map_or_else(dash, support),
        share: one.tumour.fraction.map_or_else(dash, |fraction| language.percent(fraction.get(), 0)),
        cells: one.cell_fraction.map_or_else(dash, |share| language.percent(share, 0)),
        status,
        uncertain: !passes,
    }
}

/// Fragments with a read across it, and further ones that span it.
fn support(support: &JunctionSupport) -> String {
    format!("{} + {}", support.split, support.pairs)
}

fn place(side: &JunctionSide) -> String {
    let kept = match side.kept {
        Kept::Before => "←",
        Kept::From => "→",
    };
    format!("{}:{} {kept}", side.contig, side.position)
}

fn genes(one: &ReportedJunction, m: &Messages) -> String {
    let fusions: Vec<String> = one.fusions.iter().map(|fusion| fused(fusion, m)).collect();
    if !fusions.is_empty() {
        return fusions.join("; ");
    }
    let sides: Vec<String> = one
        .sides
        .iter()
        .flat_map(|side| &side.genes)
        .map(|gene| format!("{} {}", gene.gene, part(gene, m)).trim_end().to_owned())
        .collect();
    if sides.is_empty() { "–".to_owned() } else { sides.join(" / ") }
}

fn fused(fusion: &FusedGenes, m: &Messages) -> String {
    let exon = |number: Option<u32>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
    let frame = match fusion.in_frame {
        Some(true) => "rearrangement.in_frame",
        Some(false) => "rearrangement.out_of_frame",
        None => "rearrangement.frame_unknown",
    };
    let told = m.with(
        "rearrangement.fused",
        &[
            ("genes", &fusion.to_string()),
            ("last", &exon(fusion.last_exon)),
            ("first", &exon(fusion.first_exon)),
            ("frame", m.text(frame)),
        ],
    );
    match fusion.listed.as_deref() {
        None => told,
        Some("") => format!("{told}; {}", m.text("rearrangement.listed")),
        Some(note) => format!("{told}; {}", m.with("rearrangement.listed_as", &[("note", note)])),
    }
}

/// Exon or intron that holds a break.
fn part(gene: &BrokenGene, m: &Messages) -> String {
    match (gene.exon, gene.intron) {
        (Some(exon), _) => m.with("rearrangement.exon", &[("n", &exon.to_string())]),
        (None, Some(intron)) => m.with("rearrangement.intron", &[("n", &intron.to_string())]),
        (None, None) => String::new(),
    }
}

fn picture(number: usize, one: &ReportedJunction, m: &Messages) -> JunctionPicture {
    // The 5' gene stands on the left, where the junction joins two genes.
    let holds = |side: &JunctionSide, gene: &str| side.genes.iter().any(|held| held.gene == gene);
    let fusion = one.fusions.first();
    let turned = fusion.is_some_and(|fusion| !holds(&one.sides[0], &fusion.five) && holds(&one.sides[1], &fusion.five));
    let (left, right) = if turned { (&one.sides[1], &one.sides[0]) } else { (&one.sides[0], &one.sides[1]) };
    let shown = |side: &JunctionSide, on_left: bool, wanted: Option<&str>| {
        let gene =
            wanted.and_then(|name| side.genes.iter().find(|gene| gene.gene == name)).or_else(|| side.genes.first());
        // A side that keeps what is before its break lies as in the reference on the left, turned on the right.
        let as_reference = (side.kept == Kept::Before) == on_left;
        SidePicture {
            gene: gene.map_or_else(|| side.band.clone(), |gene| gene.gene.clone()),
            part: gene.map_or_else(String::new, |gene| part(gene, m)),
            place: place(side),
            direction: gene.map_or_else(String::new, |gene| chevrons(gene.forward == as_reference, on_left)),
        }
    };
    let counts = m.with(
        "rearrangement.counts",
        &[
            ("split", &one.tumour.split.to_string()),
            ("pairs", &one.tumour.pairs.to_string()),
            ("normal", &one.normal.map_or_else(|| "–".to_owned(), |normal| normal.fragments().to_string())),
        ],
    );
    let description = format!("{}. {}", genes(one, m), counts);
    JunctionPicture {
        anchor: format!("junction-{}", number + 1),
        title: one.notation.clone(),
        description,
        left: shown(left, true, fusion.map(|fusion| fusion.five.as_str())),
        right: shown(right, false, fusion.map(|fusion| fusion.three.as_str())),
        between: if one.inserted.is_empty() { String::new() } else { format!("+{}", one.inserted.chars().count()) },
        counts,
    }
}

/// Chevrons along a side: to the right where the gene is read to the right.
fn chevrons(rightwards: bool, on_left: bool) -> String {
    let start = if on_left { 30 } else { 262 };
    (0..6)
        .map(|step| {
            let x = start + 32 * step;
            if rightwards { format!("M{x} 37l6 5l-6 5") } else { format!("M{} 37l-6 5l6 5", x + 6) }
        })
        .collect()
}
