//! Gates of quality: what a sample must be for its answer to hold, and what it means where it is not.

use marv_model::{
    case::{Case, Sample, SampleRole},
    clinical::Circumstance,
    finding::Status,
    interpretation::{Gate, GateOutcome},
};

/// Limits of a measure: below the first it fails, below the second it needs attention.
#[derive(Clone, Copy)]
struct AtLeast(f64, f64);
/// Limits of a measure: from the second on it fails, from the first on it needs attention.
#[derive(Clone, Copy)]
struct Below(f64, f64);

/// RULE: depths as the sequencing service states them: normal 30x and never under 25x, tumour 90x and never under 60x.
const TUMOUR_DEPTH: AtLeast = AtLeast(60.0, 90.0);
const NORMAL_DEPTH: AtLeast = AtLeast(25.0, 30.0);
/// METHOD: one person shares nearly all germline sites with himself; two share about half.
const IDENTITY: AtLeast = AtLeast(0.9, 0.95);
/// Sites below which identity is not judged.
const SITES: u64 = 20;
/// RULE: the National Health Service of England asks for more than 20 % of involvement; half of it still shows clones.
const PURITY: AtLeast = AtLeast(0.1, 0.2);
/// RULE: tumour in the normal: beyond 30 % of the tumour's own fraction a pipeline of Sweden drops a call (BALSAMIC).
const TUMOUR_IN_NORMAL: Below = Below(0.02, 0.3);
/// METHOD: the project's choice: from 1 % on foreign alleles reach the fractions of small clones.
const ANOTHER_PERSON: Below = Below(0.01, 0.05);
/// RULE: another person in the normal: from 2 % on it is a donor's cells or a mix; from 30 % on the patient's own inherited
/// alleles show in so few of the normal's reads that they pass for acquired ones.
const CHIMERISM: Below = Below(0.02, 0.3);
/// RULE: acquired changes stand in the tumour. Where one half of what a single sample shows stands in the normal alone, a clone
/// of the normal's own (clonal haematopoiesis, cultured skin) or a mix-up is to be thought of; where four fifths do, the
/// samples are exchanged until the opposite is shown.
const EXCHANGED: Below = Below(0.5, 0.8);
/// METHOD: fewer substitutions than these in the normal alone are what sequencing and mapping err: 20, and one in 50 million
/// places (60 in a genome; an acute leukaemia has hundreds).
const ALONE: u64 = 20;
const PLACES: u64 = 50_000_000;
/// METHOD: the project's choice: a third of the reads being copies costs a third of the depth.
const DUPLICATES: Below = Below(0.3, 0.6);
/// METHOD: the project's choice: shorter fragments are read twice by both mates and show fewer junctions.
const FRAGMENT: AtLeast = AtLeast(120.0, 250.0);
/// METHOD: the project's choice: the share of the genes that guidelines ask for (all genes where they ask for none) that
/// could be read.
const GENES: AtLeast = AtLeast(0.8, 1.0);

/// The gates, in their order.
pub const NAMES: [&str; 14] = [
    "tumour_depth",
    "normal_depth",
    "identity",
    "sex",
    "tumour_in_normal",
    "exchanged",
    "contamination",
    "chimerism",
    "purity",
    "tumour_duplicates",
    "normal_duplicates",
    "tumour_fragment",
    "normal_fragment",
    "genes",
];

/// Every gate of a case, in a fixed order. A measure that is not at hand leaves its gate not assessed.
pub fn gates(case: &Case) -> Vec<Gate> {
    let sample = |role: SampleRole| case.samples.iter().find(|sample| sample.role == role);
    let (tumour, normal) = (sample(SampleRole::Tumour), sample(SampleRole::Normal));
    let depth = |of: Option<&Sample>| of.and_then(|sample| sample.mean_depth);
    let quality = &case.quality;
    let identity = quality.identity.filter(|_| quality.identity_sites >= SITES);
    let in_normal = quality.tumour_in_normal.map(|estimate| estimate.value);
    let purity = case.copy_number.as_ref().and_then(|result| result.purity);
    vec![
        at_least("tumour_depth", depth(tumour), TUMOUR_DEPTH),
        at_least("normal_depth", depth(normal), NORMAL_DEPTH),
        at_least("identity", identity, IDENTITY),
        sex(case),
        below("tumour_in_normal", in_normal, TUMOUR_IN_NORMAL),
        exchanged(case),
        below("contamination", quality.another_person.map(|estimate| estimate.value), ANOTHER_PERSON),
        below("chimerism", quality.another_in_normal.map(|estimate| estimate.value), CHIMERISM),
        at_least("purity", purity, PURITY),
        below("tumour_duplicates", tumour.and_then(duplicates), DUPLICATES),
        below("normal_duplicates", normal.and_then(duplicates), DUPLICATES),
        at_least("tumour_fragment", quality.fragment_length[0], FRAGMENT),
        at_least("normal_fragment", quality.fragment_length[1], FRAGMENT),
        at_least("genes", genes(case), GENES),
    ]
}

/// Warnings of the report's first page that gates give, as keys of the message catalogue.
pub fn warnings(gates: &[Gate]) -> impl Iterator<Item = &'static str> + '_ {
    gates.iter().filter_map(|gate| match (gate.name.as_str(), gate.outcome) {
        ("exchanged", GateOutcome::Fail) => Some("exchanged"),
        ("exchanged", GateOutcome::Attention) => Some("mutations_in_normal"),
        ("chimerism", GateOutcome::Fail | GateOutcome::Attention) => Some("another_person_in_normal"),
        _ => None,
    })
}

/// Whether tumour and normal look exchanged: the share of what one of them shows alone that is the normal's.
///
/// RULE: two persons differ both ways, and another person in the normal makes it differ alone: neither is judged here, both
/// have a gate of their own. Beside the count known mutations speak, since a panel has few substitutions: one in the normal alone,
/// and none in the tumour alone, needs a person's eyes (clonal haematopoiesis has one as a rule); two say that samples are
/// exchanged.
#[expect(clippy::cast_precision_loss, reason = "counts of sites stay far below 2^52")]
fn exchanged(case: &Case) -> Gate {
    let quality = &case.quality;
    let two_persons = quality.identity.is_some_and(|share| quality.identity_sites >= SITES && share < IDENTITY.0);
    let foreign = quality.another_in_normal.is_some_and(|estimate| estimate.value >= CHIMERISM.0);
    let Some(counted) = quality.one_sided.filter(|_| !two_persons && !foreign) else {
        return below("exchanged", None, EXCHANGED);
    };
    let [tumour, normal] = counted.substitutions;
    let share = if normal < ALONE.max(counted.loci / PLACES) {
        (tumour >= ALONE).then_some(0.0)
    } else {
        Some(normal as f64 / (tumour + normal) as f64)
    };
    let mut gate = below("exchanged", share, EXCHANGED);
    match counted.hotspots {
        [0, 1] if gate.outcome != GateOutcome::Fail => gate.outcome = GateOutcome::Attention,
        [0, normal] if normal > 1 => gate.outcome = GateOutcome::Fail,
        _ => {}
    }
    gate
}

fn gate(name: &str, value: Option<f64>, limit: Option<f64>, outcome: GateOutcome) -> Gate {
    Gate { name: name.to_owned(), value, limit, outcome }
}

fn at_least(name: &str, value: Option<f64>, AtLeast(fails, enough): AtLeast) -> Gate {
    let outcome = value.map_or(GateOutcome::NotAssessed, |value| {
        if value < fails {
            GateOutcome::Fail
        } else if value < enough {
            GateOutcome::Attention
        } else {
            GateOutcome::Pass
        }
    });
    gate(name, value, Some(if outcome == GateOutcome::Fail { fails } else { enough }), outcome)
}

fn below(name: &str, value: Option<f64>, Below(attention, fails): Below) -> Gate {
    let outcome = value.map_or(GateOutcome::NotAssessed, |value| {
        if value >= fails {
            GateOutcome::Fail
        } else if value >= attention {
            GateOutcome::Attention
        } else {
            GateOutcome::Pass
        }
    });
    gate(name, value, Some(if outcome == GateOutcome::Fail { fails } else { attention }), outcome)
}

#[expect(clippy::cast_precision_loss, reason = "counts of reads stay far below 2^52")]
fn duplicates(sample: &Sample) -> Option<f64> {
    let tally = sample.reads.filter(|tally| tally.records > 0)?;
    Some(tally.duplicates as f64 / tally.records as f64)
}

/// RULE: the inherited sex chromosomes are held against what the department says of the patient. The number is told as copies
/// of X and Y, such as 1.1; other numbers than XX and XY are for a person to see.
fn sex(case: &Case) -> Gate {
    let found = case.copy_number.as_ref().and_then(|result| result.sex_chromosomes);
    let told = case.clinical.status(Circumstance::Male);
    let value = found.map(|[x, y]| f64::from(x) + f64::from(y) / 10.0);
    let outcome = match (found, told) {
        (None, _) | (_, Status::Unknown) => GateOutcome::NotAssessed,
        (Some([1, 1]), Status::Present) | (Some([2, 0]), Status::Absent) => GateOutcome::Pass,
        (Some([2, 0]), Status::Present) | (Some([1, 1]), Status::Absent) => GateOutcome::Fail,
        (Some(_), _) => GateOutcome::Attention,
    };
    gate("sex", value, None, outcome)
}

/// The share of the genes that could be read.
#[expect(clippy::cast_precision_loss, reason = "a few hundred genes")]
fn genes(case: &Case) -> Option<f64> {
    let asked: Vec<_> = case.genes.iter().filter(|gene| gene.guideline_gene).collect();
    let of = if asked.is_empty() { case.genes.iter().collect() } else { asked };
    let read = of.iter().filter(|gene| gene.finding.status() != Status::Unknown).count();
    (!of.is_empty()).then(|| read as f64 / of.len() as f64)
}
