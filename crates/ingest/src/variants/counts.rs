//! What a caller says it counted, out of the fields that it alone writes this way. A count that a caller does not state
//! stays unknown; it is never taken for zero.

use marv_model::units::AlleleFraction;
use serde::{Deserialize, Serialize};

use super::{caller::Caller, record::GenericRecord};

/// One allele in one sample, as its caller stated it. The units are the caller's own: reads for some, fragments for others.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct CallerCounts {
    /// For the reference allele.
    pub reference: Option<u32>,
    /// For this alternate allele.
    pub alternate: Option<u32>,
    /// In all.
    pub depth: Option<u32>,
    /// The fraction as stated; where a caller states none, by the formula of its manual (see each dialect).
    pub fraction: Option<AlleleFraction>,
}

impl CallerCounts {
    /// Whether the caller stated nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
    fn of(reference: Option<u32>, alternate: Option<u32>, depth: Option<u32>, fraction: Option<f64>) -> Self {
        Self { reference, alternate, depth, fraction: fraction.and_then(|f| AlleleFraction::new(f).ok()) }
    }
    fn ratio(part: Option<u32>, whole: Option<u32>) -> Option<f64> {
        AlleleFraction::of(part?, whole?).map(AlleleFraction::get)
    }
}

/// Where the counts of an allele stand: the record, the sample's column, and which of the alternates (from 0).
#[derive(Clone, Copy)]
pub(crate) struct Cell<'a> {
    pub(crate) record: &'a GenericRecord,
    pub(crate) sample: usize,
    pub(crate) allele: usize,
}

/// The counts of one allele in one sample.
pub(crate) fn counts(caller: Caller, cell: Cell<'_>) -> CallerCounts {
    let read = match caller {
        Caller::Strelka1 | Caller::Strelka2 => strelka(cell),
        Caller::VarScan2 => varscan(cell),
        Caller::VarDict => vardict(cell),
        Caller::FreeBayes => freebayes(cell),
        Caller::Pindel => pindel(cell),
        Caller::CgpPindel => cgppindel(cell),
        Caller::Caveman => caveman(cell),
        Caller::SomaticSniper => four_depths(cell),
        _ => CallerCounts::default(),
    };
    let read = if read.is_empty() { allele_depths(cell) } else { read };
    // What no dialect explains is read from the strands, which mean the same wherever they are written.
    if read.alternate.is_none() && read.reference.is_none() {
        let stranded = four_depths(cell);
        return CallerCounts { depth: read.depth.or(stranded.depth), fraction: read.fraction, ..stranded };
    }
    read
}

impl Cell<'_> {
    fn value(&self, key: &str) -> Option<&str> {
        self.record.value(self.sample, key)
    }
    fn integer(&self, key: &str) -> Option<u32> {
        integer(self.value(key)?)
    }
    /// The items of a list; missing ones are none.
    fn list(&self, key: &str) -> Vec<Option<u32>> {
        self.value(key).map(|text| text.split(',').map(integer).collect()).unwrap_or_default()
    }
    /// The item of a list with one value an alternate allele, or of a single value for the only one.
    fn fraction(&self, key: &str) -> Option<f64> {
        fraction_at(self.value(key)?, self.allele, self.record.alternates.len())
    }
    fn alternate(&self) -> &str {
        &self.record.alternates[self.allele]
    }
}

fn integer(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

fn fraction_at(text: &str, allele: usize, alleles: usize) -> Option<f64> {
    let items: Vec<&str> = text.split(',').collect();
    let item = (items.len() == alleles).then(|| items[allele])?;
    match item.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok().map(|p| p / 100.0),
        None => item.parse().ok(),
    }
}

/// AD with one value an allele (Number=R), AF or VAF with one an alternate, DP. Without DP the depth is the sum of AD.
/// Read so: Mutect2, MuTect, DRAGEN, TNscope, SAGE, DeepSomatic, MuSE, Scalpel, Strelka2 germline, HaplotypeCaller, others.
fn allele_depths(cell: Cell<'_>) -> CallerCounts {
    let depths = cell.list("AD");
    let one_an_allele = depths.len() == cell.record.alternates.len() + 1;
    let (reference, alternate) = if one_an_allele { (depths[0], depths[cell.allele + 1]) } else { (None, None) };
    let sum = one_an_allele.then(|| depths.iter().try_fold(0u32, |sum, d| sum.checked_add((*d)?))).flatten();
    let depth = cell.integer("DP").or(sum);
    let stated = ["AF", "VAF", "FA"].iter().find_map(|key| cell.fraction(key));
    CallerCounts::of(reference, alternate, depth, stated)
}

/// Strelka: tier 1 (the first number) of AU, CU, GU, TU for a base, TAR and TIR for an indel. It states no fraction; its
/// manual gives alternate / (alternate + reference).
fn strelka(cell: Cell<'_>) -> CallerCounts {
    let tier1 = |key: &str| cell.list(key).first().copied().flatten();
    let base = |allele: &str| tier1(&format!("{allele}U"));
    let single = cell.record.reference.len() == 1 && cell.alternate().len() == 1;
    let (reference, alternate) = if single && cell.record.has_format("AU") {
        (base(&cell.record.reference), base(cell.alternate()))
    } else if cell.record.has_format("TIR") && cell.record.alternates.len() == 1 {
        (tier1("TAR"), tier1("TIR"))
    } else {
        return CallerCounts::default();
    };
    let both = reference.zip(alternate).and_then(|(r, a)| r.checked_add(a));
    CallerCounts::of(reference, alternate, cell.integer("DP"), CallerCounts::ratio(alternate, both))
}

/// VarScan 2: RD is the reference's depth, AD a single number, the alternate's; FREQ is a percentage. With several
/// alternates its single AD says not which, and stays unknown.
fn varscan(cell: Cell<'_>) -> CallerCounts {
    if !cell.record.has_format("RD") || !cell.record.has_format("AD") {
        return CallerCounts::default();
    }
    let alternates = cell.list("AD");
    let alternate = (alternates.len() == cell.record.alternates.len()).then(|| alternates[cell.allele]).flatten();
    CallerCounts::of(cell.integer("RD"), alternate, cell.integer("DP"), cell.fraction("FREQ"))
}

/// VarDict: AD is reference and alternate, VD the alternate alone, DP counts all, AF is of DP.
fn vardict(cell: Cell<'_>) -> CallerCounts {
    if !cell.record.has_format("VD") {
        return CallerCounts::default();
    }
    let depths = cell.list("AD");
    let one_an_allele = depths.len() == cell.record.alternates.len() + 1;
    let only = (cell.record.alternates.len() == 1).then(|| cell.integer("VD")).flatten();
    let alternate = one_an_allele.then(|| depths[cell.allele + 1]).flatten().or(only);
    let reference = one_an_allele.then(|| depths[0]).flatten();
    CallerCounts::of(reference, alternate, cell.integer("DP"), cell.fraction("AF"))
}

/// FreeBayes: RO and AO; it states no fraction. AO / DP, where DP also counts other alleles.
fn freebayes(cell: Cell<'_>) -> CallerCounts {
    if !cell.record.has_format("AO") {
        return CallerCounts::default();
    }
    let alternates = cell.list("AO");
    let alternate = (alternates.len() == cell.record.alternates.len()).then(|| alternates[cell.allele]).flatten();
    let depth = cell.integer("DP");
    CallerCounts::of(cell.integer("RO"), alternate, depth, CallerCounts::ratio(alternate, depth))
}

/// Pindel: AD is the alternate's alone up to 0.2.4, reference and alternate from 0.2.5.
fn pindel(cell: Cell<'_>) -> CallerCounts {
    match cell.list("AD")[..] {
        [alternate] if cell.record.alternates.len() == 1 => CallerCounts::of(None, alternate, cell.integer("DP"), None),
        _ => CallerCounts::default(),
    }
}

/// cgpPindel: fragments with the variant (FC) of all (FD) where it writes them, else reads with it on both strands (PU,
/// NU) of all (PR, NR). It states no reference count.
fn cgppindel(cell: Cell<'_>) -> CallerCounts {
    let both = |forward: &str, reverse: &str| cell.integer(forward)?.checked_add(cell.integer(reverse)?);
    let (alternate, depth) = match (cell.integer("FC"), cell.integer("FD")) {
        (Some(with), Some(all)) => (Some(with), Some(all)),
        _ => (both("PU", "NU"), both("PR", "NR")),
    };
    CallerCounts::of(None, alternate, depth, CallerCounts::ratio(alternate, depth))
}

/// CaVEMan: reads a base, forward (FAZ, FCZ, FGZ, FTZ) and reverse (RAZ, ..), or both in AA, CA, GA, TA of older versions.
/// PM is the fraction.
fn caveman(cell: Cell<'_>) -> CallerCounts {
    let of = |base: char| {
        cell.integer(&format!("F{base}Z"))
            .zip(cell.integer(&format!("R{base}Z")))
            .and_then(|(forward, reverse)| forward.checked_add(reverse))
            .or_else(|| cell.integer(&format!("{base}A")))
    };
    let single = |allele: &str| {
        let mut letters = allele.chars();
        letters.next().filter(|_| letters.next().is_none())
    };
    let (Some(reference), Some(alternate)) = (single(&cell.record.reference), single(cell.alternate())) else {
        return CallerCounts::default();
    };
    let depth = ['A', 'C', 'G', 'T'].into_iter().try_fold(0u32, |sum, base| sum.checked_add(of(base)?));
    CallerCounts::of(of(reference), of(alternate), depth, cell.fraction("PM"))
}

/// DP4 in a sample's column: reference forward and reverse, alternate forward and reverse. With several alternates the
/// last two are of all of them, and stay unknown.
fn four_depths(cell: Cell<'_>) -> CallerCounts {
    let [Some(rf), Some(rr), Some(af), Some(ar)] = cell.list("DP4")[..] else { return CallerCounts::default() };
    let alternate = (cell.record.alternates.len() == 1).then(|| af.saturating_add(ar));
    CallerCounts::of(Some(rf.saturating_add(rr)), alternate, cell.integer("DP"), None)
}

/// LoFreq has no samples' columns: DP4, DP and AF of INFO are the tumour's.
pub(crate) fn lofreq(record: &GenericRecord, allele: usize) -> CallerCounts {
    let alleles = record.alternates.len();
    let four: Vec<Option<u32>> = record.info("DP4").map(|t| t.split(',').map(integer).collect()).unwrap_or_default();
    let (reference, alternate) = match four[..] {
        [Some(rf), Some(rr), Some(af), Some(ar)] => {
            (Some(rf.saturating_add(rr)), (alleles == 1).then(|| af.saturating_add(ar)))
        }
        _ => (None, None),
    };
    let fraction = record.info("AF").and_then(|text| fraction_at(text, allele, alleles));
    CallerCounts::of(reference, alternate, record.info("DP").and_then(integer), fraction)
}
