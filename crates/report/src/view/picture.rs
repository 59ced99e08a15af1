//! The reads around a variant as shapes on a plane; the template draws them.

use marv_model::case::{Pileup, PileupRead, ReportedVariant};

use crate::messages::Messages;

/// A base's width.
const CELL: usize = 11;
/// A read's height, and from one read to the next.
const HEIGHT: usize = 9;
const PITCH: usize = 11;
/// Left of the first base: the dot of a read that carries the variant.
const GUTTER: usize = 14;
/// Bases shown, at most, with the variant in the middle.
const WIDEST: usize = 61;
/// Reads shown of the tumour and of the normal.
const MOST_TUMOUR: usize = 20;
const MOST_NORMAL: usize = 8;

/// A picture of `width` by `height`, in the same unit as all of its places.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) ticks: Vec<Letter>,
    pub(crate) reference: Vec<Letter>,
    pub(crate) reference_y: usize,
    /// The bases that the variant replaces.
    pub(crate) band_x: usize,
    pub(crate) band_width: usize,
    pub(crate) tracks: Vec<Track>,
}

/// Text at a place.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) x: usize,
    pub(crate) text: String,
}

/// The reads of one sample.
#[derive(Debug)]
pub(crate) struct Track {
    pub(crate) label: String,
    pub(crate) label_y: usize,
    pub(crate) reads: Vec<Shape>,
}

/// One read.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The outline, an arrow in the direction of the strand.
    pub(crate) path: String,
    pub(crate) y: usize,
    pub(crate) middle: usize,
    pub(crate) text_y: usize,
    pub(crate) alternate: bool,
    /// Mapping quality below 20: drawn with a broken outline.
    pub(crate) unsure: bool,
    /// Bases of low quality: x and width.
    pub(crate) pale: Vec<(usize, usize)>,
    /// Deleted bases: x and width.
    pub(crate) gaps: Vec<(usize, usize)>,
    pub(crate) mismatches: Vec<Mismatch>,
    /// Between two bases: x and the count of inserted bases.
    pub(crate) insertions: Vec<Letter>,
}

/// A base that differs from the reference.
#[derive(Debug)]
pub(crate) struct Mismatch {
    pub(crate) x: usize,
    pub(crate) middle: usize,
    pub(crate) letter: char,
    /// Its style: the base, with `low` where its quality is low.
    pub(crate) class: &'static str,
}

impl Picture {
    pub(super) fn of(pileup: &Pileup, variant: &ReportedVariant, label: &str, place: &str, m: &Messages) -> Self {
        let reference: Vec<char> = pileup.reference.chars().collect();
        let at = usize::try_from(variant.position.saturating_sub(pileup.start)).unwrap_or(usize::MAX);
        let at = at.min(reference.len().saturating_sub(1));
        let first = at.saturating_sub(WIDEST / 2).min(reference.len().saturating_sub(WIDEST));
        let shown = reference.len().saturating_sub(first).min(WIDEST);
        let window = Window { first, shown };

        let fraction = variant.tumour_fraction.map_or(0.0, marv_model::units::AlleleFraction::get);
        let tumour = sample(&pileup.tumour, MOST_TUMOUR, fraction);
        let normal_fraction =
            variant.normal.and_then(|n| n.fraction()).map_or(0.0, marv_model::units::AlleleFraction::get);
        let normal = sample(&pileup.normal, MOST_NORMAL, normal_fraction);
        let count = |n: usize| m.language.number(u64::try_from(n).unwrap_or(u64::MAX));
        let totals = pileup.total.map(|n| m.language.number(u64::from(n)));
        let (shown_tumour, shown_normal) = (count(tumour.len()), count(normal.len()));

        let description = m.with(
            "picture.description",
            &[
                ("tumour_alt", &m.language.number(u64::from(variant.tumour.alternate))),
                ("tumour_depth", &m.language.number(u64::from(variant.tumour.depth()))),
                ("forward", &m.language.number(u64::from(variant.tumour.alternate_strands[0]))),
                ("reverse", &m.language.number(u64::from(variant.tumour.alternate_strands[1]))),
                ("normal", &normal_sentence(variant, m)),
                ("shown_tumour", &shown_tumour),
                ("total_tumour", &totals[0]),
                ("shown_normal", &shown_normal),
                ("total_normal", &totals[1]),
                ("place", place),
            ],
        );
        let width = GUTTER + window.shown * CELL + 4;
        let mut y = 24;
        let reference_y = y;
        y += 12;
        let mut tracks = Vec::new();
        for (key, reads, shown, total) in [
            ("picture.tumour_track", &tumour, &shown_tumour, &totals[0]),
            ("picture.normal_track", &normal, &shown_normal, &totals[1]),
        ] {
            if reads.is_empty() && key == "picture.normal_track" && variant.normal.is_none() {
                continue;
            }
            y += 14;
            let label_y = y;
            y += 6;
            let shapes = reads
                .iter()
                .filter_map(|read| {
                    let shape = window.shape(read, y)?;
                    y += PITCH;
                    Some(shape)
                })
                .collect();
            tracks.push(Track { label: m.with(key, &[("shown", shown), ("total", total)]), label_y, reads: shapes });
        }
        let length = variant.reference.chars().count().max(1);
        let band_x = GUTTER + at.saturating_sub(first) * CELL;
        Self {
            width,
            height: y + 4,
            title: m.with("picture.title", &[("label", label)]),
            description,
            ticks: ticks(pileup.start, &window),
            reference: reference[first..first + shown]
                .iter()
                .enumerate()
                .map(|(column, letter)| Letter { x: GUTTER + column * CELL + CELL / 2, text: letter.to_string() })
                .collect(),
            reference_y,
            band_x,
            band_width: length.min(window.shown.saturating_sub(at.saturating_sub(first))).max(1) * CELL,
            tracks,
        }
    }
}

/// The columns that are drawn.
struct Window {
    first: usize,
    shown: usize,
}

impl Window {
    /// The shape of one read at height `y`; none where it does not reach into the window.
    fn shape(&self, read: &PileupRead, y: usize) -> Option<Shape> {
        let row: Vec<char> = read.row.chars().skip(self.first).take(self.shown).collect();
        let start = row.iter().position(|c| *c != ' ')?;
        let end = row.iter().rposition(|c| *c != ' ')? + 1;
        let (left, right) = (GUTTER + start * CELL, GUTTER + end * CELL);
        let (top, bottom, middle) = (y, y + HEIGHT, y + HEIGHT / 2);
        let tip = CELL / 2;
        let path = if read.reverse {
            format!("M{right} {top}H{}L{left} {middle}L{} {bottom}H{right}Z", left + tip, left + tip)
        } else {
            format!("M{left} {top}H{}L{right} {middle}L{} {bottom}H{left}Z", right - tip, right - tip)
        };
        let mismatches = row
            .iter()
            .enumerate()
            .filter(|(_, c)| c.is_ascii_alphabetic())
            .map(|(column, letter)| {
                let x = GUTTER + column * CELL;
                Mismatch { x, middle: x + CELL / 2, letter: *letter, class: class(*letter) }
            })
            .collect();
        let insertions = read
            .insertions
            .iter()
            .filter_map(|(offset, bases)| {
                let column = usize::try_from(*offset).ok()?.checked_sub(self.first).filter(|c| *c < self.shown)?;
                Some(Letter { x: GUTTER + (column + 1) * CELL, text: bases.chars().count().to_string() })
            })
            .collect();
        Some(Shape {
            path,
            y,
            middle,
            text_y: y + HEIGHT - 1,
            alternate: read.alternate,
            unsure: read.mapping_quality < 20,
            pale: runs(&row, ','),
            gaps: runs(&row, '-'),
            mismatches,
            insertions,
        })
    }
}

/// Stretches of one mark: x and width.
fn runs(row: &[char], mark: char) -> Vec<(usize, usize)> {
    let mut list: Vec<(usize, usize)> = Vec::new();
    for (column, _) in row.iter().enumerate().filter(|(_, c)| **c == mark) {
        let x = GUTTER + column * CELL;
        match list.last_mut() {
            Some((from, width)) if *from + *width == x => *width += CELL,
            _ => list.push((x, CELL)),
        }
    }
    list
}

fn class(letter: char) -> &'static str {
    match letter {
        'A' => "bA",
        'C' => "bC",
        'G' => "bG",
        'T' => "bT",
        'a' => "bA low",
        'c' => "bC low",
        'g' => "bG low",
        't' => "bT low",
        lower if lower.is_ascii_lowercase() => "bN low",
        _ => "bN",
    }
}

/// At most `most` reads: those with the variant first, about as many as the fraction says but at least six where there
/// are, then others; each kind thinned evenly. The order stays.
fn sample(reads: &[PileupRead], most: usize, fraction: f64) -> Vec<&PileupRead> {
    let (with, without): (Vec<&PileupRead>, Vec<&PileupRead>) = reads.iter().partition(|read| read.alternate);
    if reads.len() <= most {
        return with.into_iter().chain(without).collect();
    }
    // A fraction lies in 0 to 1 and `most` is a few dozen, so that this loop ends and no number is cut.
    let mut wanted = 0;
    while wanted < most
        && f64::from(u32::try_from(wanted).unwrap_or(u32::MAX)) + 0.5
            < fraction * f64::from(u32::try_from(most).unwrap_or(u32::MAX))
    {
        wanted += 1;
    }
    let carriers = wanted.max(6).max(most.saturating_sub(without.len())).min(with.len()).min(most);
    let mut shown = thinned(&with, carriers);
    shown.extend(thinned(&without, most - carriers));
    shown
}

fn thinned<'a>(reads: &[&'a PileupRead], most: usize) -> Vec<&'a PileupRead> {
    if reads.len() <= most {
        return reads.to_vec();
    }
    (0..most).map(|rank| reads[rank * reads.len() / most]).collect()
}

/// Every twentieth base of the genome, 1-based, clear of the edges.
fn ticks(start: u32, window: &Window) -> Vec<Letter> {
    (0..window.shown)
        .filter(|column| (5..window.shown.saturating_sub(4)).contains(column))
        .filter_map(|column| {
            let position = u64::from(start) + u64::try_from(window.first + column).ok()?;
            (position % 20 == 0).then(|| Letter { x: GUTTER + column * CELL + CELL / 2, text: position.to_string() })
        })
        .collect()
}

fn normal_sentence(variant: &ReportedVariant, m: &Messages) -> String {
    variant.normal.map_or_else(
        || m.text("picture.no_normal").to_owned(),
        |normal| {
            m.with(
                "picture.normal",
                &[
                    ("alt", &m.language.number(u64::from(normal.alternate))),
                    ("depth", &m.language.number(u64::from(normal.depth()))),
                ],
            )
        },
    )
}
