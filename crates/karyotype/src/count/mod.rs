//! How many abnormalities a karyotype has. Prognostic systems counted differently, so the scheme is named, and what was
//! counted is listed: the item, its weight and why.
//!
//! The data's way: `absorb` takes from a clone what another of its items already tells; `weights` says how much one item
//! counts; here the clones are added up, by sample or by the lineage with most.

mod absorb;
mod weights;

use std::fmt;

use crate::{
    clones::{CellClone, same},
    karyotype::Item,
};

/// A way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountScheme {
    /// Every item between commas is one, once over all clones: the tradition of ELN and IPSS-R.
    Token,
    /// As `Token`, with what is one event counted once: a gain that makes up for a whole-arm derivative (`+1,der(1;7)`), a
    /// lost chromosome that is there as a derivative (`-5,+der(5)`), the two derivatives of one translocation.
    Events,
    /// The highest number of items in one clone.
    MostComplexClone,
    /// ISCN 2024, table 7: over all clones; unbalanced derivatives of two chromosomes, triplications and isoderivatives are
    /// two, markers and rings by their stated number, doubling one.
    Iscn2024,
    /// Chun, Leuk Res 2010;34:160 (MDS): over all clones; every item one, also a derivative of many parts; markers by their
    /// stated number, doubling one.
    Chun2010,
    /// Haase, Leukemia 2019 (MDS): the lineage with most; as Chun, but an unbalanced translocation is two and takes the
    /// gain or loss that belongs to it along, and markers are not multiplied.
    Haase2019,
    /// Grimwade, Blood 2010 (AML): over all clones; balanced changes one, gains and losses by their number, the gain of an
    /// abnormal chromosome two, an unbalanced derivative as many as it has disrupted chromosomes.
    Grimwade2010,
    /// As `Iscn2024`, with compensating gains and losses taken along: `+1,der(1;7)` counts as `-7,+der(1;7)`.
    EventCollapsed,
}

impl CountScheme {
    /// All, with the names by which they are asked for.
    pub const ALL: [(CountScheme, &'static str); 8] = [
        (CountScheme::Token, "token"),
        (CountScheme::Events, "events"),
        (CountScheme::MostComplexClone, "most_complex_clone"),
        (CountScheme::Iscn2024, "iscn2024"),
        (CountScheme::Chun2010, "chun2010"),
        (CountScheme::Haase2019, "haase2019"),
        (CountScheme::Grimwade2010, "grimwade2010"),
        (CountScheme::EventCollapsed, "event_collapsed"),
    ];
    /// The published policies, whose counts are told side by side.
    pub const POLICIES: [CountScheme; 5] =
        [Self::Iscn2024, Self::Chun2010, Self::Haase2019, Self::Grimwade2010, Self::EventCollapsed];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(scheme, _)| *scheme == self).map_or("", |(_, name)| name)
    }
    /// The scheme of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(scheme, _)| *scheme)
    }
    /// Whether only one lineage of clones is counted.
    fn one_lineage(self) -> bool {
        matches!(self, Self::MostComplexClone | Self::Haase2019)
    }
}

impl fmt::Display for CountScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why an item counts as much as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// An item is one.
    OneItem,
    /// A whole chromosome gained or lost is one.
    Numerical,
    /// So many copies are stated.
    Copies,
    /// A balanced change is one.
    Balanced,
    /// A change of one chromosome is one, or as many as befell the derivative.
    OneChromosome,
    /// A derivative of several chromosomes.
    SeveralChromosomes,
    /// The gain of an abnormal chromosome counts besides the abnormality.
    AbnormalGained,
    /// The change itself counts two: a triplication, an isoderivative.
    Twofold,
    /// The whole complement doubled.
    Doubling,
    /// Not counted: another item of the clone already tells it.
    Absorbed,
}

impl Why {
    /// All.
    pub const ALL: [Why; 10] = [
        Why::OneItem,
        Why::Numerical,
        Why::Copies,
        Why::Balanced,
        Why::OneChromosome,
        Why::SeveralChromosomes,
        Why::AbnormalGained,
        Why::Twofold,
        Why::Doubling,
        Why::Absorbed,
    ];
    /// The key of the message catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::OneItem => "iscn.count.one_item",
            Self::Numerical => "iscn.count.numerical",
            Self::Copies => "iscn.count.copies",
            Self::Balanced => "iscn.count.balanced",
            Self::OneChromosome => "iscn.count.one_chromosome",
            Self::SeveralChromosomes => "iscn.count.several_chromosomes",
            Self::AbnormalGained => "iscn.count.abnormal_gained",
            Self::Twofold => "iscn.count.twofold",
            Self::Doubling => "iscn.count.doubling",
            Self::Absorbed => "iscn.count.absorbed",
        }
    }
}

/// One abnormality as counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedItem {
    /// The item; none for the doubling of the complement.
    pub item: Option<Item>,
    /// How much it counts, 0 where another item tells it.
    pub weight: u32,
    /// Why so much.
    pub why: Why,
}

impl fmt::Display for CountedItem {
    /// The item and its weight, such as `der(5)t(5;7)(q31;q22) 2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.item {
            Some(item) => write!(f, "{item} {}", self.weight),
            None => write!(f, "×2 {}", self.weight),
        }
    }
}

/// A count with what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The way of counting.
    pub scheme: CountScheme,
    /// The number.
    pub total: u32,
    /// Every abnormality with its weight, in the order of the text, and what was not counted.
    pub items: Vec<CountedItem>,
    /// More is there than was listed (`inc`, an item that was not read): the number is the least.
    pub at_least: bool,
}

/// The number of abnormalities over these clones, which should hold only what is clonal (see [`crate::clones::clonal`]).
pub fn count(clones: &[CellClone], scheme: CountScheme) -> u32 {
    counted(clones, scheme).total
}

/// The number of abnormalities and what was counted.
///
/// ```
/// use marv_karyotype::{CountScheme, Karyotype, clones::{clonal, clones}, count::counted};
///
/// let clones = clonal(&clones(&Karyotype::read("46,XX,+1,der(1;7)(q10;p10),del(20)(q11q13)[20]").karyotype));
/// let counted = counted(&clones, CountScheme::EventCollapsed);
/// assert_eq!(counted.total, 3);
/// let listed: Vec<String> = counted.items.iter().map(ToString::to_string).collect();
/// assert_eq!(listed, ["+1 0", "der(1;7)(q10;p10) 2", "del(20)(q11q13) 1"]);
/// ```
pub fn counted(clones: &[CellClone], scheme: CountScheme) -> Counted {
    let items = if scheme.one_lineage() {
        let mut best: Vec<CountedItem> = Vec::new();
        for end in 0..clones.len() {
            let counted = union(lineage(clones, end).into_iter(), scheme);
            // The first of equals.
            if total(&counted) > total(&best) || best.is_empty() {
                best = counted;
            }
        }
        best
    } else {
        union(clones.iter(), scheme)
    };
    Counted { scheme, total: total(&items), items, at_least: clones.iter().any(|clone| clone.incomplete) }
}

fn total(items: &[CountedItem]) -> u32 {
    items.iter().fold(0u32, |sum, counted| sum.saturating_add(counted.weight))
}

/// A clone and those that it comes from, the first first.
fn lineage(clones: &[CellClone], end: usize) -> Vec<&CellClone> {
    let mut chain: Vec<&CellClone> = Vec::new();
    let mut at = Some(end);
    while let Some(clone) = at.and_then(|at| clones.get(at)) {
        chain.push(clone);
        // A clone comes from an earlier one, so that the chain ends.
        at = clone.derived_from.filter(|from| at.is_some_and(|at| *from < at));
    }
    chain.reverse();
    chain
}

/// Adds up over the clones: an abnormality that several clones share counts once, as often as in the clone with most of it.
fn union<'a>(clones: impl Iterator<Item = &'a CellClone>, scheme: CountScheme) -> Vec<CountedItem> {
    let mut seen: Vec<CountedItem> = Vec::new();
    let mut doubled = false;
    for clone in clones {
        // Like a gain it is clonal from two cells.
        doubled |= clone.level > 2 && clone.cells.is_none_or(|cells| cells >= 2);
        let mut here: Vec<CountedItem> = Vec::new();
        for counted in weights::of(clone, scheme) {
            match here.iter_mut().find(|other| alike(other, &counted)) {
                Some(other) => other.weight = other.weight.saturating_add(counted.weight),
                None => here.push(counted),
            }
        }
        for counted in here {
            match seen.iter_mut().find(|other| alike(other, &counted)) {
                Some(other) if other.weight < counted.weight => *other = counted,
                Some(_) => {}
                None => seen.push(counted),
            }
        }
    }
    if doubled && weights::counts_doubling(scheme) {
        seen.push(CountedItem { item: None, weight: 1, why: Why::Doubling });
    }
    seen
}

fn alike(a: &CountedItem, b: &CountedItem) -> bool {
    match (&a.item, &b.item) {
        (Some(a), Some(b)) => same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}
