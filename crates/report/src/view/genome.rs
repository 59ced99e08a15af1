//! Copy number of the genome: purity and ploidy in words, the genome-wide figure, changed segments, arms and genes.

use std::fmt::Write as _;

use marv_model::copy_number::{CopyNumberResult, CopyNumberSegment, CopyNumberTrack};

use super::Pair;
use crate::messages::Messages;

/// Segments listed, at most; the table says how many there are.
const MOST: usize = 200;

/// The section.
#[derive(Debug)]
pub(crate) struct GenomeView {
    pub(crate) facts: Vec<Pair>,
    pub(crate) figure: Option<GenomeFigure>,
    pub(crate) segments: Vec<SegmentRow>,
    /// Changed segments that are not listed.
    pub(crate) more: usize,
    pub(crate) arms: Vec<Pair>,
    pub(crate) genes: Vec<Pair>,
}

/// A changed segment.
#[derive(Debug)]
pub(crate) struct SegmentRow {
    pub(crate) place: String,
    pub(crate) length: String,
    pub(crate) change: String,
    pub(crate) copies: String,
    pub(crate) cells: String,
    pub(crate) balance: String,
    pub(crate) confidence: String,
}

/// Depth above, allele balance below, chromosome by chromosome.
#[derive(Debug)]
pub(crate) struct GenomeFigure {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Alternating bands: x and width.
    pub(crate) bands: Vec<(String, String)>,
    /// Borders of chromosomes and centromeres.
    pub(crate) borders: String,
    pub(crate) centromeres: String,
    /// Lines of whole copies with their labels: y and text.
    pub(crate) levels: Vec<(String, String)>,
    pub(crate) names: Vec<(String, String)>,
    pub(crate) depth: String,
    pub(crate) balance: String,
    /// Segments: class and path.
    pub(crate) lines: Vec<(&'static str, String)>,
}

impl GenomeView {
    pub(crate) fn of(result: &CopyNumberResult, m: &Messages) -> Self {
        let changed: Vec<&CopyNumberSegment> = result.segments.iter().filter(|segment| segment.changed).collect();
        let listed = changed.iter().take(MOST).map(|segment| row(segment, m)).collect();
        let arms = result
            .arms
            .iter()
            .filter(|arm| arm.state != "normal")
            .map(|arm| {
                let cells = m.language.percent(arm.cell_fraction, 0);
                let state = m.word("copy_state", &arm.state);
                let values = [("state", state.as_str()), ("copies", &copies(arm.total, arm.minor)), ("cells", &cells)];
                Pair::new(arm.arm.clone(), m.with("genome.arm_state", &values))
            })
            .collect();
        let genes = result
            .genes
            .iter()
            .map(|gene| {
                let cells = m.language.percent(gene.cell_fraction, 0);
                let values = [("copies", copies(gene.total, gene.minor)), ("cells", cells)];
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                Pair::new(gene.gene.clone(), m.with("genome.gene_state", &values))
            })
            .collect();
        Self {
            facts: facts(result, m),
            figure: figure(result),
            segments: listed,
            more: changed.len().saturating_sub(MOST),
            arms,
            genes,
        }
    }
}

/// Copies of both alleles and of the rarer: `1 (0)`.
fn copies(total: u8, minor: Option<u8>) -> String {
    minor.map_or_else(|| total.to_string(), |minor| format!("{total} ({minor})"))
}

fn facts(result: &CopyNumberResult, m: &Messages) -> Vec<Pair> {
    let language = m.language;
    let purity = match (result.purity, result.purity_interval) {
        (Some(purity), Some([low, high])) => m.with(
            "genome.purity_value",
            &[
                ("purity", &language.percent(purity, 0)),
                ("low", &language.percent(low, 0)),
                ("high", &language.percent(high, 0)),
                ("method", &m.word("purity_method", &result.method)),
            ],
        ),
        _ => m.text("genome.purity_unknown").to_owned(),
    };
    let mut facts = vec![Pair::new(m.text("genome.purity"), purity)];
    if let Some(ploidy) = result.ploidy {
        facts.push(Pair::new(m.text("genome.ploidy"), language.decimal(ploidy, 2)));
    }
    if let Some(chromosomes) = result.chromosomes {
        let classes: Vec<String> = result.ploidy_classes.iter().map(|class| m.word("ploidy_class", class)).collect();
        let classes = classes.join(m.text("genome.or"));
        let value = m.with("genome.chromosomes_value", &[("count", &chromosomes.to_string()), ("class", &classes)]);
        facts.push(Pair::new(m.text("genome.chromosomes"), value));
    }
    if let Some([x, y]) = result.sex_chromosomes {
        facts.push(Pair::new(
            m.text("genome.sex"),
            format!("{}{}", "X".repeat(usize::from(x)), "Y".repeat(usize::from(y))),
        ));
    }
    if let Some(found) = result.iamp21 {
        facts.push(Pair::new(m.text("genome.iamp21"), m.word("status", if found { "present" } else { "absent" })));
    }
    if !result.alternatives.is_empty() {
        let shown: Vec<String> = result
            .alternatives
            .iter()
            .map(|one| {
                let (purity, ploidy) = (language.percent(one.purity, 0), language.decimal(one.ploidy, 1));
                m.with("genome.alternative", &[("purity", &purity), ("ploidy", &ploidy)])
            })
            .collect();
        let key = if result.ambiguous { "genome.ambiguous" } else { "genome.alternatives" };
        facts.push(Pair::new(m.text(key), shown.join("; ")));
    }
    let basis = m.with(
        "genome.basis_value",
        &[
            ("windows", &language.number(result.windows)),
            ("sites", &language.number(result.sites)),
            ("noise", &language.decimal(result.noise, 3)),
        ],
    );
    facts.push(Pair::new(m.text("genome.basis"), basis));
    facts
}

/// The word for what a segment shows.
pub(crate) fn change(segment: &CopyNumberSegment) -> &'static str {
    match segment.total {
        Some(0) => "homozygous_loss",
        Some(total) if total < segment.inherited => "loss",
        Some(total) if total > segment.inherited => "gain",
        Some(_) if segment.minor == Some(0) && segment.inherited == 2 => "copy_neutral_loh",
        _ => "normal",
    }
}

fn row(segment: &CopyNumberSegment, m: &Messages) -> SegmentRow {
    let language = m.language;
    let bases = segment.end.saturating_sub(segment.start) + 1;
    let megabases = f64::from(bases) / 1e6;
    let dash = || "–".to_owned();
    SegmentRow {
        place: format!("{}:{}-{}", segment.contig, segment.start, segment.end),
        length: language.decimal(megabases, if megabases < 1.0 { 3 } else { 1 }),
        change: m.word("copy_state", change(segment)),
        copies: segment.total.map_or_else(dash, |total| copies(total, segment.minor)),
        cells: segment.cell_fraction.map_or_else(dash, |fraction| language.percent(fraction, 0)),
        balance: segment.balance.map_or_else(dash, |balance| language.decimal(balance, 2)),
        confidence: language.decimal(segment.confidence, 2),
    }
}

/// Width of the plane, left margin, and the two panels: top and height.
const WIDTH: f64 = 980.0;
const LEFT: f64 = 34.0;
const DEPTH: (f64, f64) = (18.0, 150.0);
const BALANCE: (f64, f64) = (182.0, 110.0);
const HEIGHT: u32 = 312;
/// Copies at the top of the depth panel.
const MOST_COPIES: f64 = 6.0;

pub(crate) fn figure(result: &CopyNumberResult) -> Option<GenomeFigure> {
    let all: f64 = result.figure.iter().map(|track| f64::from(track.length)).sum();
    if all <= 0.0 || result.figure.iter().all(|track| track.depth.is_empty()) {
        return None;
    }
    let scale = (WIDTH - LEFT) / all;
    let copies_y = |copies: f64| DEPTH.0 + DEPTH.1 * (1.0 - copies.clamp(0.0, MOST_COPIES) / MOST_COPIES);
    let share_y = |share: f64| BALANCE.0 + BALANCE.1 * (1.0 - share.clamp(0.0, 1.0));
    let bottom = BALANCE.0 + BALANCE.1;
    let mut drawn = GenomeFigure {
        width: 980,
        height: HEIGHT,
        bands: Vec::new(),
        borders: String::new(),
        centromeres: String::new(),
        levels: [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
            .map(|copies| (number(copies_y(copies)), format!("{copies}")))
            .to_vec(),
        names: Vec::new(),
        depth: String::new(),
        balance: String::new(),
        lines: ["normal", "loss", "gain", "loh"].map(|class| (class, String::new())).to_vec(),
    };
    drawn.levels.extend([0.0, 0.5, 1.0].map(|share| (number(share_y(share)), format!("{share}"))));
    let mut left = LEFT;
    for (at, track) in result.figure.iter().enumerate() {
        let width = f64::from(track.length) * scale;
        let x = |position: u32| left + f64::from(position) * scale;
        if at % 2 == 1 {
            drawn.bands.push((number(left), number(width)));
        }
        let _ = write!(drawn.borders, "M{} {}V{}", number(left), number(DEPTH.0), number(bottom));
        if let Some(centre) = track.centromere {
            let _ = write!(drawn.centromeres, "M{} {}V{}", number(x(centre)), number(DEPTH.0), number(bottom));
        }
        let name = track.contig.strip_prefix("chr").unwrap_or(&track.contig);
        if width >= 9.0 {
            drawn.names.push((number(left + width / 2.0), name.chars().take(6).collect()));
        }
        for (position, copies) in &track.depth {
            let _ = write!(drawn.depth, "M{} {}h.9", number(x(*position)), number(copies_y(*copies)));
        }
        for (position, share) in &track.balance {
            let _ = write!(drawn.balance, "M{} {}h.9", number(x(*position)), number(share_y(*share)));
        }
        lines(&mut drawn.lines, result, track, &x, &copies_y, &share_y);
        left += width;
    }
    let _ = write!(drawn.borders, "M{} {}V{}", number(left), number(DEPTH.0), number(bottom));
    Some(drawn)
}

/// The segments of a chromosome, as lines of their level in both panels.
fn lines(
    into: &mut [(&'static str, String)],
    result: &CopyNumberResult,
    track: &CopyNumberTrack,
    x: &impl Fn(u32) -> f64,
    copies_y: &impl Fn(f64) -> f64,
    share_y: &impl Fn(f64) -> f64,
) {
    for segment in result.segments.iter().filter(|segment| segment.contig == track.contig) {
        let class = match change(segment) {
            "loss" | "homozygous_loss" => "loss",
            "gain" => "gain",
            "copy_neutral_loh" => "loh",
            _ => "normal",
        };
        let Some((_, path)) = into.iter_mut().find(|(known, _)| *known == class) else { continue };
        let (from, to) = (x(segment.start), x(segment.end).max(x(segment.start) + 1.0));
        let _ = write!(path, "M{} {}H{}", number(from), number(copies_y(segment.sample_copies)), number(to));
        for share in segment.balance.iter().flat_map(|balance| [*balance, 1.0 - balance]) {
            let _ = write!(path, "M{} {}H{}", number(from), number(share_y(share)), number(to));
        }
    }
}

/// A coordinate with one decimal.
fn number(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result() -> CopyNumberResult {
        CopyNumberResult {
            limit: None,
            purity: Some(0.6),
            purity_interval: Some([0.58, 0.62]),
            ploidy: Some(1.9),
            method: "copy_number".to_owned(),
            ambiguous: false,
            alternatives: Vec::new(),
            tumour_in_normal: None,
            sex_chromosomes: Some([1, 1]),
            noise: 0.08,
            windows: 10,
            sites: 8,
            segments: vec![CopyNumberSegment {
                contig: "chr17".to_owned(),
                start: 1,
                end: 22_000_000,
                log2_ratio: -0.51,
                balance: Some(0.71),
                sample_copies: 1.4,
                total: Some(1),
                minor: Some(0),
                cell_fraction: Some(1.0),
                confidence: 0.99,
                inherited: 2,
                changed: true,
            }],
            arms: Vec::new(),
            genes: Vec::new(),
            chromosomes: None,
            ploidy_classes: Vec::new(),
            iamp21: None,
            figure: vec![CopyNumberTrack {
                contig: "chr17".to_owned(),
                length: 83_257_441,
                centromere: Some(25_100_001),
                depth: vec![(1_000_000, 1.4), (50_000_000, 2.0)],
                balance: vec![(1_000_000, 0.71)],
            }],
        }
    }

    #[test]
    fn a_loss_is_drawn_and_listed_in_both_languages() {
        for language in crate::Language::ALL {
            let view = GenomeView::of(&result(), Messages::of(language).unwrap());
            let figure = view.figure.unwrap();
            // 1.4 of 6 copies on a panel of 150 from 18: 18 + 150 * (1 - 1.4 / 6) = 133.0.
            assert!(figure.lines[1].1.starts_with("M34.0 133.0H"), "{:?}", figure.lines[1]);
            assert_eq!((view.segments.len(), view.segments[0].copies.as_str()), (1, "1 (0)"));
            assert!(view.facts.iter().all(|fact| !fact.value.contains('{')), "{:?}", view.facts);
        }
    }

    #[test]
    fn nothing_measured_gives_no_figure() {
        let mut empty = result();
        empty.figure.clear();
        assert!(figure(&empty).is_none());
    }
}
