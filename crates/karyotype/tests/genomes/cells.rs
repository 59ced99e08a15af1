//! A forward model that knows nothing of the writer: cells as lists of chromosomes, chromosomes as lists of pieces, and
//! what sequencing would measure of a mixture of them.

use std::collections::{BTreeMap, BTreeSet};

use marv_karyotype::{
    karyotype::Chromosome,
    projection::{Resolution, table},
    virtual_karyotype::{JunctionEnd, Kept, MeasuredGenome, MeasuredJunction, MeasuredSegment, SexChromosomes},
};

/// A stretch of one parent's chromosome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) chromosome: Chromosome,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) parent: u8,
    pub(crate) forward: bool,
}

pub(crate) type Chain = Vec<Piece>;

/// One cell's chromosomes.
#[derive(Debug, Clone)]
pub(crate) struct Cell(pub(crate) Vec<Chain>);

pub(crate) fn named(name: &str) -> Chromosome {
    match name {
        "X" => Chromosome::X,
        "Y" => Chromosome::Y,
        number => Chromosome::Autosome(number.parse().unwrap()),
    }
}

pub(crate) fn length(chromosome: Chromosome) -> u32 {
    table(Resolution::Bands850).iter().filter(|band| band.chromosome == chromosome).map(|band| band.end).max().unwrap()
}

pub(crate) fn centromere(chromosome: Chromosome) -> u32 {
    table(Resolution::Bands850).iter().find(|band| band.chromosome == chromosome && band.name == "q10").unwrap().start
}

fn all() -> Vec<Chromosome> {
    (1..=22).map(Chromosome::Autosome).chain([Chromosome::X, Chromosome::Y]).collect()
}

fn whole(chromosome: Chromosome, parent: u8) -> Chain {
    vec![Piece { chromosome, from: 0, to: length(chromosome), parent, forward: true }]
}

fn reversed(chain: &[Piece]) -> Chain {
    chain.iter().rev().map(|piece| Piece { forward: !piece.forward, ..*piece }).collect()
}

impl Cell {
    pub(crate) fn normal(sex: SexChromosomes) -> Self {
        let mut chains = Vec::new();
        for chromosome in all() {
            let copies = match chromosome {
                Chromosome::X => sex.x,
                Chromosome::Y => sex.y,
                _ => 2,
            };
            chains.extend((0..copies).map(|parent| whole(chromosome, parent)));
        }
        Self(chains)
    }
    /// The first chain that holds this centromere; whole ones first.
    fn find(&self, chromosome: Chromosome) -> usize {
        let at = centromere(chromosome);
        let holds = |chain: &Chain| {
            chain.iter().any(|piece| piece.chromosome == chromosome && piece.from < at && at < piece.to)
        };
        let intact = |chain: &Chain| chain.len() == 1 && chain[0].from == 0 && chain[0].to == length(chromosome);
        let wanted =
            |intact_only: bool| self.0.iter().position(|chain| holds(chain) && (!intact_only || intact(chain)));
        wanted(true).or_else(|| wanted(false)).unwrap()
    }
    fn take(&mut self, chromosome: Chromosome) -> Chain {
        let at = self.find(chromosome);
        self.0.remove(at)
    }
    fn cut(chain: &[Piece], chromosome: Chromosome, at: u32) -> (Chain, Chain) {
        let number = chain
            .iter()
            .position(|piece| piece.chromosome == chromosome && piece.forward && piece.from < at && at < piece.to)
            .unwrap();
        let piece = chain[number];
        let mut left = chain[..number].to_vec();
        left.push(Piece { to: at, ..piece });
        let mut right = vec![Piece { from: at, ..piece }];
        right.extend_from_slice(&chain[number + 1..]);
        (left, right)
    }
    /// A centromere's part of one chromosome with the end of another.
    fn derivative(of: (Chain, Chain), of_long: bool, from: (Chain, Chain), from_long: bool) -> Chain {
        let centric = if of_long { of.0 } else { of.1 };
        let end = if from_long { from.1 } else { from.0 };
        match (of_long, from_long) {
            (true, true) => [centric, end].concat(),
            (true, false) => [centric, reversed(&end)].concat(),
            (false, false) => [end, centric].concat(),
            (false, true) => [reversed(&end), centric].concat(),
        }
    }

    /// One event, such as `del 5 83 158`; places in megabases.
    #[expect(clippy::too_many_lines, reason = "a list of events")]
    pub(crate) fn apply(&mut self, event: &str) {
        let words: Vec<&str> = event.split_whitespace().collect();
        let chromosome = |at: usize| named(words[at]);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "megabases")]
        let place = |at: usize| match words[at] {
            "end" => length(named(words[at - 2])),
            megabases => (megabases.parse::<f64>().unwrap() * 1e6) as u32,
        };
        let long = |chromosome: Chromosome, at: u32| at > centromere(chromosome);
        match words[0].trim_end_matches('!') {
            "loss" => {
                self.take(chromosome(1));
            }
            "gain" => {
                let chain = self.0[self.find(chromosome(1))].clone();
                self.0.push(chain);
            }
            "loh" if words.len() == 2 => {
                self.take(chromosome(1));
                let chain = self.0[self.find(chromosome(1))].clone();
                self.0.push(chain);
            }
            "loh" => {
                let (c, from, to) = (chromosome(1), place(2), place(3));
                let chain = self.take(c);
                let other = 1 - chain[0].parent;
                let piece = |from, to, parent| Piece { chromosome: c, from, to, parent, forward: true };
                let own = chain[0].parent;
                let mut parts = vec![piece(0, from, own), piece(from, to, other), piece(to, length(c), own)];
                parts.retain(|piece| piece.from < piece.to);
                self.0.push(parts);
            }
            "del" => {
                let (c, from, to) = (chromosome(1), place(2), place(3));
                let chain = self.take(c);
                let mut parts = Vec::new();
                if from > 0 {
                    parts.extend(Self::cut(&chain, c, from).0);
                }
                if to < length(c) {
                    parts.extend(Self::cut(&chain, c, to).1);
                }
                self.0.push(parts);
            }
            "dup" => {
                let (c, from, to) = (chromosome(1), place(2), place(3));
                let more = words.get(4).map_or(1, |word| word.parse::<usize>().unwrap());
                let chain = self.take(c);
                let piece = Piece { chromosome: c, from, to, parent: chain[0].parent, forward: true };
                let mut parts = if to < length(c) { Self::cut(&chain, c, to).0 } else { chain.clone() };
                parts.extend(std::iter::repeat_n(piece, more));
                if to < length(c) {
                    parts.extend(Self::cut(&chain, c, to).1);
                }
                self.0.push(parts);
            }
            // So many further copies outside of chromosomes.
            "amp" => {
                let (chromosome, from, to) = (chromosome(1), place(2), place(3));
                let piece = Piece { chromosome, from, to, parent: 0, forward: true };
                self.0.extend(std::iter::repeat_n(vec![piece], words[4].parse().unwrap()));
            }
            kind @ ("t" | "der" | "+der" | "dic") => {
                let (a, at, b, bt) = (chromosome(1), place(2), chromosome(3), place(4));
                let (la, lb) = (long(a, at), long(b, bt));
                if kind == "+der" {
                    // One more of the product that holds the centromere of the first.
                    let product = self
                        .0
                        .iter()
                        .find(|chain| {
                            let has = |c| chain.iter().any(|piece| piece.chromosome == c);
                            let cen = centromere(a);
                            has(b)
                                && chain.iter().any(|piece| piece.chromosome == a && piece.from < cen && cen < piece.to)
                        })
                        .cloned();
                    let product = product.unwrap_or_else(|| {
                        let (one, other) = (self.0[self.find(a)].clone(), self.0[self.find(b)].clone());
                        Self::derivative(Self::cut(&one, a, at), la, Self::cut(&other, b, bt), lb)
                    });
                    self.0.push(product);
                    return;
                }
                let (one, other) = (self.take(a), self.take(b));
                let (one_cut, other_cut) = (Self::cut(&one, a, at), Self::cut(&other, b, bt));
                match kind {
                    "t" => {
                        self.0.push(Self::derivative(one_cut.clone(), la, other_cut.clone(), lb));
                        self.0.push(Self::derivative(other_cut, lb, one_cut, la));
                    }
                    "der" => {
                        self.0.push(Self::derivative(one_cut, la, other_cut, lb));
                        self.0.push(other);
                    }
                    _ => {
                        let first = if la { one_cut.0 } else { reversed(&one_cut.1) };
                        let second = if lb { reversed(&other_cut.0) } else { other_cut.1 };
                        self.0.push([first, second].concat());
                    }
                }
            }
            "t3" => {
                let sites: Vec<(Chromosome, u32)> = (0..3).map(|n| (chromosome(1 + 2 * n), place(2 + 2 * n))).collect();
                let cuts: Vec<(Chain, Chain)> = sites
                    .iter()
                    .map(|(c, at)| {
                        let chain = self.take(*c);
                        Self::cut(&chain, *c, *at)
                    })
                    .collect();
                for receiver in 0..3 {
                    let giver = (receiver + 2) % 3;
                    let is_long = |n: usize| long(sites[n].0, sites[n].1);
                    let product = Self::derivative(
                        cuts[receiver].clone(),
                        is_long(receiver),
                        cuts[giver].clone(),
                        is_long(giver),
                    );
                    self.0.push(product);
                }
            }
            "inv" => {
                let (c, from, to) = (chromosome(1), place(2), place(3));
                let chain = self.take(c);
                let (left, rest) = Self::cut(&chain, c, from);
                let (middle, right) = Self::cut(&rest, c, to);
                self.0.push([left, reversed(&middle), right].concat());
            }
            "ins" => {
                let (a, at, b, from, to) = (chromosome(1), place(2), chromosome(3), place(4), place(5));
                let (one, other) = (self.take(a), self.take(b));
                let (left, right) = Self::cut(&one, a, at);
                let (before, rest) = Self::cut(&other, b, from);
                let (moved, behind) = Self::cut(&rest, b, to);
                self.0.push([left, moved, right].concat());
                self.0.push([before, behind].concat());
            }
            kind @ ("iso" | "+iso") => {
                let c = chromosome(1);
                let chain = if kind == "iso" { self.take(c) } else { self.0[self.find(c)].clone() };
                let (short, long) = Self::cut(&chain, c, centromere(c));
                let mirrored = match words[2] {
                    "q" => [reversed(&long), long].concat(),
                    _ => [short.clone(), reversed(&short)].concat(),
                };
                self.0.push(mirrored);
            }
            "idic" => {
                let (c, at) = (chromosome(1), place(2));
                let chain = self.take(c);
                let (left, right) = Self::cut(&chain, c, at);
                let mirrored = if long(c, at) {
                    [left.clone(), reversed(&left)].concat()
                } else {
                    [reversed(&right), right].concat()
                };
                self.0.push(mirrored);
            }
            // A ring: what joins its ends is told by the chain that begins where it ends.
            "ring" => {
                let (c, from, to) = (chromosome(1), place(2), place(3));
                let chain = self.take(c);
                let (_, rest) = Self::cut(&chain, c, from);
                let (kept, _) = Self::cut(&rest, c, to);
                let at = centromere(c);
                let (short, long) = Self::cut(&kept, c, at);
                self.0.push([long, short].concat());
            }
            // Two arms joined at their centromeres; `+` before a chromosome that stays whole beside it.
            "arms" => {
                let arm = |cell: &mut Self, name: &str, arm: &str| {
                    let stays = name.starts_with('+');
                    let c = named(name.trim_start_matches('+'));
                    let chain = if stays { cell.0[cell.find(c)].clone() } else { cell.take(c) };
                    let (short, long) = Self::cut(&chain, c, centromere(c));
                    if arm == "p" { short } else { reversed(&long) }
                };
                let first = arm(self, words[1], words[2]);
                let second = arm(self, words[3], words[4]);
                self.0.push([first, reversed(&second)].concat());
            }
            // An arm more, joined to nothing that reads show.
            "arm" => {
                let c = chromosome(1);
                let (short, long) = Self::cut(&whole(c, 0), c, centromere(c));
                self.0.push(if words[2] == "p" { short } else { long });
            }
            "double" => self.0.extend_from_within(..),
            // Of twelve equal parts of a stretch every second is lost; the others stand in another order.
            "shatter" => {
                let (c, from, to) = (chromosome(1), place(2), place(3));
                let chain = self.take(c);
                let (left, rest) = Self::cut(&chain, c, from);
                let (_, right) = Self::cut(&rest, c, to);
                let step = (to - from) / 24;
                let mut parts: Vec<Piece> = (0..24)
                    .step_by(2)
                    .map(|n| {
                        let (from, to) = (from + n * step, from + (n + 1) * step);
                        Piece { chromosome: c, from, to, parent: chain[0].parent, forward: n % 4 == 0 }
                    })
                    .collect();
                // Every fifth, so that junctions cross.
                let order: Vec<usize> = (0..parts.len()).map(|n| n * 5 % parts.len()).collect();
                parts = order.iter().map(|n| parts[*n]).collect();
                self.0.push([left, parts, right].concat());
            }
            other => panic!("no event {other}"),
        }
    }
}

/// A clone: its share of the tumour's cells, those of what arose in it among them.
pub(crate) struct Part {
    pub(crate) fraction: f64,
    pub(crate) parent: Option<usize>,
    pub(crate) cell: Cell,
}

/// What is measured of a mixture. `jitter` gives numbers from 0 to 1: borders lie up to 30 kb off, shares of cells up to
/// 0.02.
pub(crate) fn measured(
    sex: SexChromosomes,
    purity: f64,
    parts: &[Part],
    recurrent: &[(Chromosome, u32)],
    mut jitter: impl FnMut() -> f64,
) -> MeasuredGenome {
    let normal = Cell::normal(sex);
    // Each clone's own cells, and the cells without any change.
    let own = |number: usize| {
        let within: f64 = parts.iter().filter(|part| part.parent == Some(number)).map(|part| part.fraction).sum();
        parts[number].fraction - within
    };
    let rest = 1.0 - parts.iter().filter(|part| part.parent.is_none()).map(|part| part.fraction).sum::<f64>();
    let mut mixture: Vec<(f64, &Cell)> = parts.iter().enumerate().map(|(n, part)| (own(n), &part.cell)).collect();
    mixture.push((rest, &normal));
    mixture.retain(|(share, _)| *share > 1e-9);

    let mut segments = Vec::new();
    for chromosome in all() {
        let inherited = match chromosome {
            Chromosome::X => sex.x,
            Chromosome::Y => sex.y,
            _ => 2,
        };
        if inherited == 0 {
            continue;
        }
        let mut borders: BTreeSet<u32> = [0, length(chromosome)].into();
        for piece in mixture.iter().flat_map(|(_, cell)| cell.0.iter().flatten()) {
            if piece.chromosome == chromosome {
                borders.extend([piece.from, piece.to]);
            }
        }
        let borders: Vec<u32> = borders.into_iter().collect();
        let mut own: Vec<MeasuredSegment> = Vec::new();
        for pair in borders.windows(2) {
            let mut states: BTreeMap<(u8, u8), f64> = BTreeMap::new();
            for (share, cell) in &mixture {
                let mut counts = [0u8; 3];
                for piece in cell.0.iter().flatten().filter(|piece| piece.chromosome == chromosome) {
                    if piece.from <= pair[0] && pair[1] <= piece.to {
                        counts[usize::from(piece.parent)] += 1;
                    }
                }
                let total: u8 = counts.iter().sum();
                let minor = if inherited == 1 { 0 } else { counts[0].min(counts[1]) };
                *states.entry((total, minor)).or_default() += share;
            }
            let unchanged = (inherited, u8::from(inherited != 1));
            let changed = states.iter().filter(|(state, _)| **state != unchanged).max_by(|a, b| a.1.total_cmp(b.1));
            let ((total, minor), fraction) = changed.map_or((unchanged, 1.0), |(state, share)| (*state, *share));
            match own.last_mut() {
                Some(last)
                    if (last.total, last.minor) == (Some(total), Some(minor))
                        && last.cell_fraction == Some(fraction) =>
                {
                    last.end = pair[1];
                }
                _ => own.push(MeasuredSegment {
                    chromosome,
                    start: pair[0],
                    end: pair[1],
                    total: Some(total),
                    minor: Some(minor),
                    cell_fraction: Some(fraction),
                    inherited,
                    confidence: 0.95,
                }),
            }
        }
        let count = own.len();
        for (at, segment) in own.iter_mut().enumerate() {
            if at > 0 {
                segment.start += 15_000;
            }
            if at + 1 < count {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 30,000")]
                let off = (jitter() * 30_000.0) as u32;
                segment.end = segment.end + 15_000 - off;
            }
            if let Some(fraction) = segment.cell_fraction.as_mut().filter(|fraction| **fraction < 0.999) {
                *fraction = (*fraction + (jitter() - 0.5) * 0.04).clamp(0.05, 1.0);
            }
        }
        segments.extend(own);
    }
    let junctions = junctions(&mixture, recurrent);
    MeasuredGenome {
        sex: Some(sex),
        purity: Some(purity),
        purity_interval: None,
        ploidy_ambiguous: false,
        doubling_ambiguous: false,
        limit: None,
        segments,
        junctions: Some(junctions),
    }
}

/// What adjacent pieces join, but for what lies in centromeres.
fn junctions(mixture: &[(f64, &Cell)], recurrent: &[(Chromosome, u32)]) -> Vec<MeasuredJunction> {
    let mut found: BTreeMap<(JunctionEnd, JunctionEnd), f64> = BTreeMap::new();
    for (share, cell) in mixture {
        let mut seen = BTreeSet::new();
        for pair in cell.0.iter().flat_map(|chain| chain.windows(2)) {
            let (a, b) = (pair[0], pair[1]);
            let one = JunctionEnd {
                chromosome: a.chromosome,
                position: if a.forward { a.to - 1 } else { a.from },
                kept: if a.forward { Kept::Before } else { Kept::From },
            };
            let other = JunctionEnd {
                chromosome: b.chromosome,
                position: if b.forward { b.from } else { b.to - 1 },
                kept: if b.forward { Kept::From } else { Kept::Before },
            };
            let neighbours = a.chromosome == b.chromosome && one.kept != other.kept && {
                let (before, from) = if one.kept == Kept::Before { (one, other) } else { (other, one) };
                before.position + 1 == from.position
            };
            let in_centromere = |end: &JunctionEnd| end.position.abs_diff(centromere(end.chromosome)) < 1_000_000;
            // An allele that goes on as the other's copy is no junction.
            if neighbours || in_centromere(&one) && in_centromere(&other) {
                continue;
            }
            seen.insert(if one <= other { (one, other) } else { (other, one) });
        }
        for ends in seen {
            *found.entry(ends).or_default() += share;
        }
    }
    let is_recurrent = |end: &JunctionEnd| {
        recurrent.iter().any(|(chromosome, at)| *chromosome == end.chromosome && at.abs_diff(end.position) < 10_000)
    };
    found
        .into_iter()
        .enumerate()
        .map(|(number, ((one, other), share))| MeasuredJunction {
            recurrent: is_recurrent(&one) && is_recurrent(&other),
            one,
            other,
            cell_fraction: Some(share),
            fragments: None,
            genes: None,
            event: None,
            id: format!("J{}", number + 1),
        })
        .collect()
}
