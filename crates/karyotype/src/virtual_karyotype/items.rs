//! Items of a karyotype from places of the genome.

use super::{
    abnormality::{Abnormality, AbnormalityEvidence, AbnormalityKind, StretchEvidence},
    chromosomes::{Naming, band, breakpoint, centromere, ends, order},
    layers::Layer,
};
use crate::karyotype::{Arm, Breakpoint, Change, Chromosome, Item, Sign, Structural, Symbol};

/// An item in the words of banding, and with all digits of its bands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    pub(super) banding: Item,
    pub(super) finest: Item,
}

impl Written {
    pub(super) fn of(write: impl Fn(Naming) -> Item) -> Self {
        Self { banding: write(Naming::Banding), finest: write(Naming::Finest) }
    }
}

pub(super) fn whole(chromosome: Chromosome, gain: bool) -> Item {
    Item::new(Some(if gain { Sign::Gain } else { Sign::Loss }), Change::Whole(chromosome))
}

/// A symbol with a chromosome and its breakpoints for each site.
pub(super) fn structural(symbol: Symbol, sites: Vec<(Chromosome, Vec<Breakpoint>)>) -> Structural {
    let (chromosomes, breakpoints) = sites.into_iter().unzip();
    Structural { symbol, chromosomes, breakpoints, detailed: None }
}

pub(super) fn item(sign: Option<Sign>, head: Structural, made_by: Vec<Structural>) -> Item {
    Item::new(sign, Change::Structural { head, made_by })
}

/// A derivative of a chromosome, by what made it.
pub(super) fn derivative(sign: Option<Sign>, chromosome: Chromosome, made_by: Vec<Structural>) -> Item {
    let head =
        Structural { symbol: Symbol::Der, chromosomes: vec![chromosome], breakpoints: Vec::new(), detailed: None };
    item(sign, head, made_by)
}

/// The band that holds a base.
pub(super) fn point(chromosome: Chromosome, position: u32, naming: Naming) -> Breakpoint {
    breakpoint(band(chromosome, position, naming))
}

/// The bands of two bases, from pter to qter.
pub(super) fn ends_of(chromosome: Chromosome, [low, high]: [u32; 2], naming: Naming) -> Vec<Breakpoint> {
    ends(chromosome, low, high.saturating_add(1), naming).to_vec()
}

/// The band at a layer's break nearest to the centromere.
pub(super) fn break_of(chromosome: Chromosome, layer: &Layer, naming: Naming) -> Breakpoint {
    if layer.from_centromere {
        return centromere(layer.arm);
    }
    let base = if layer.arm == Arm::P { layer.end.saturating_sub(1) } else { layer.start };
    point(chromosome, base, naming)
}

/// A stretch that is lost: RULE: ISCN 2024, a terminal deletion has one breakpoint, an interstitial one two, from pter to
/// qter.
pub(super) fn deletion(chromosome: Chromosome, layer: &Layer, naming: Naming) -> Item {
    let points = if layer.to_terminus {
        vec![break_of(chromosome, layer, naming)]
    } else {
        ends(chromosome, layer.start, layer.end, naming).to_vec()
    };
    item(None, structural(Symbol::Del, vec![(chromosome, points)]), Vec::new())
}

/// A stretch that is there more often, by so many copies.
pub(super) fn duplication(chromosome: Chromosome, layer: &Layer, more: usize, naming: Naming) -> Item {
    let symbol = match more {
        0 | 1 => Symbol::Dup,
        2 => Symbol::Trp,
        3 => Symbol::Qdp,
        _ => Symbol::Amp,
    };
    let mut points = ends(chromosome, layer.start, layer.end, naming).to_vec();
    if layer.is_whole_arm() {
        let near = usize::from(layer.arm == Arm::P);
        points[near] = centromere(layer.arm);
    }
    item(None, structural(symbol, vec![(chromosome, points)]), Vec::new())
}

/// `t(A;B)` and its like: the sites in a karyotype's order.
pub(super) fn exchange(symbol: Symbol, sites: &[(Chromosome, u32)], naming: Naming) -> Structural {
    let mut sorted = sites.to_vec();
    sorted.sort_by_key(|(chromosome, _)| order(*chromosome));
    exchange_as_given(symbol, &sorted, naming)
}

/// The same with the sites in the order given.
pub(super) fn exchange_as_given(symbol: Symbol, sites: &[(Chromosome, u32)], naming: Naming) -> Structural {
    let with_runx1 = sites.iter().any(|(chromosome, _)| *chromosome == Chromosome::Autosome(21));
    let site = |(chromosome, position): &(Chromosome, u32)| {
        let at = if with_runx1 && naming == Naming::Banding && is_runx1t1(*chromosome, *position) {
            breakpoint((Arm::Q, "22".to_owned()))
        } else {
            point(*chromosome, *position, naming)
        };
        (*chromosome, vec![at])
    };
    structural(symbol, sites.iter().map(site).collect())
}

/// RULE: ELN 2022 names RUNX1::RUNX1T1 t(8;21)(q22;q22.1), and banding writes 8q22; the gene (NM_001198679, GRCh38) lies at
/// the end of the table's band 8q21.3.
fn is_runx1t1(chromosome: Chromosome, position: u32) -> bool {
    chromosome == Chromosome::Autosome(8) && (91_950_000..92_120_000).contains(&position)
}

/// A stretch in the words of a microarray: `5q14.2q33.3(82000001_159000000)×1`; a whole chromosome `(5)×1`.
pub(super) fn stretch_text(stretch: &StretchEvidence, whole: bool) -> String {
    let StretchEvidence { chromosome, start, end, total, .. } = *stretch;
    if whole {
        return format!("({chromosome})×{total}");
    }
    let last = end.saturating_sub(1).max(start);
    let [from, to] = [start, last].map(|base| {
        let (arm, digits) = band(chromosome, base, Naming::Finest);
        format!("{arm}{digits}")
    });
    let to = if from == to { String::new() } else { to };
    format!("{chromosome}{from}{to}({}_{end})×{total}", u64::from(start) + 1)
}

/// What is known of an abnormality before it is judged whether banding shows it.
pub(super) struct Draft {
    pub(super) kind: AbnormalityKind,
    pub(super) written: Option<Written>,
    /// The text of the `seq` line; that of the finest item where it is empty.
    pub(super) text: String,
    pub(super) chromosomes: Vec<Chromosome>,
    pub(super) bases: u64,
    pub(super) clone: usize,
    pub(super) inferred: bool,
    pub(super) stretches: Vec<StretchEvidence>,
    pub(super) confidence: f64,
}

impl Draft {
    /// Of stretches alone.
    pub(super) fn of_stretches(
        kind: AbnormalityKind,
        written: Option<Written>,
        clone: usize,
        stretches: Vec<StretchEvidence>,
        confidence: f64,
    ) -> Self {
        let mut chromosomes: Vec<Chromosome> = stretches.iter().map(|stretch| stretch.chromosome).collect();
        chromosomes.sort_by_key(|chromosome| order(*chromosome));
        chromosomes.dedup();
        let bases = stretches.iter().map(|stretch| u64::from(stretch.end.saturating_sub(stretch.start))).sum();
        Self { kind, written, text: String::new(), chromosomes, bases, clone, inferred: false, stretches, confidence }
    }
    pub(super) fn text(self, text: String) -> Self {
        Self { text, ..self }
    }
    pub(super) fn inferred(self) -> Self {
        Self { inferred: true, ..self }
    }
    pub(super) fn finish(self, fractions: &[f64], doubtful_below: f64) -> Abnormality {
        let text = match (&self.written, self.text.is_empty()) {
            (Some(written), true) => written.finest.to_string(),
            _ => self.text,
        };
        let doubtful = self.confidence < doubtful_below;
        let item = self.written.map(|written| Item { questioned: doubtful, ..written.banding });
        Abnormality {
            kind: self.kind,
            item,
            sequence_text: text,
            chromosomes: self.chromosomes,
            bases: self.bases,
            cell_fraction: fractions.get(self.clone).copied().unwrap_or(1.0),
            clone: Some(self.clone),
            inferred: self.inferred,
            recurrent: false,
            cryptic: None,
            evidence: AbnormalityEvidence {
                stretches: self.stretches,
                junctions: Vec::new(),
                genes: Vec::new(),
                confidence: self.confidence,
            },
        }
    }
}
