//! A karyotype as its notation tells it: cell lines, items, breakpoints. ISCN 2024; section numbers refer to it.
//!
//! This is the sentence, not yet its meaning: `idem` is not expanded and nothing is counted here (see [`crate::clones`]).

/// A chromosome's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chromosome {
    /// 1 to 22.
    Autosome(u8),
    /// X.
    X,
    /// Y.
    Y,
    /// `?`: not identified.
    Unknown,
}

impl Chromosome {
    /// The autosome of this number; none outside 1 to 22.
    pub fn autosome(number: u8) -> Option<Self> {
        (1..=22).contains(&number).then_some(Self::Autosome(number))
    }
    /// Whether it is one of 1 to 22.
    pub fn is_autosome(self) -> bool {
        matches!(self, Self::Autosome(_))
    }
}

/// The short or the long arm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arm {
    /// Short.
    P,
    /// Long.
    Q,
}

/// A place on a chromosome.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// An arm and a band as written, such as `q` and `11.2`; empty where only the arm is known. May hold `?`.
    Band(Arm, String),
    /// `pter` or `qter`.
    Terminus(Arm),
    /// `cen`.
    Centromere,
    /// `?`.
    Unknown,
}

/// A breakpoint with its marks of doubt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Breakpoint {
    /// Where.
    pub place: Place,
    /// A question mark before it.
    pub questioned: bool,
    /// The other end of a range (`q21~q24`), or the alternative (`q21 or q24`).
    pub until: Option<Box<(Doubt, Breakpoint)>>,
}

/// How two breakpoints stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// `~`: somewhere from one to the other.
    Range,
    /// `or`.
    Alternative,
}

/// A symbol of a structural change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// Additional material of unknown origin.
    Add,
    /// Amplification: many copies of a stretch, wherever they stand.
    Amp,
    /// Deletion.
    Del,
    /// Derivative.
    Der,
    /// Dicentric.
    Dic,
    /// Duplication.
    Dup,
    /// Fission.
    Fis,
    /// Homogeneously staining region.
    Hsr,
    /// Isochromosome.
    I,
    /// Isodicentric.
    Idic,
    /// Isoderivative.
    Ider,
    /// Insertion.
    Ins,
    /// Inversion.
    Inv,
    /// Inverted duplication, `inv dup`.
    InvDup,
    /// Pseudodicentric.
    Psudic,
    /// Quadruplication.
    Qdp,
    /// Ring.
    R,
    /// Rearrangement, not further told.
    Rea,
    /// Recombinant.
    Rec,
    /// Robertsonian translocation.
    Rob,
    /// Translocation.
    T,
    /// Telomeric association.
    Tas,
    /// Tricentric.
    Trc,
    /// Triplication.
    Trp,
}

impl Symbol {
    /// All, as written.
    pub const ALL: [(Symbol, &'static str); 24] = [
        (Symbol::Add, "add"),
        (Symbol::Amp, "amp"),
        (Symbol::Del, "del"),
        (Symbol::Der, "der"),
        (Symbol::Dic, "dic"),
        (Symbol::Dup, "dup"),
        (Symbol::Fis, "fis"),
        (Symbol::Hsr, "hsr"),
        (Symbol::I, "i"),
        (Symbol::Idic, "idic"),
        (Symbol::Ider, "ider"),
        (Symbol::Ins, "ins"),
        (Symbol::Inv, "inv"),
        (Symbol::InvDup, "inv dup"),
        (Symbol::Psudic, "psu dic"),
        (Symbol::Qdp, "qdp"),
        (Symbol::R, "r"),
        (Symbol::Rea, "rea"),
        (Symbol::Rec, "rec"),
        (Symbol::Rob, "rob"),
        (Symbol::T, "t"),
        (Symbol::Tas, "tas"),
        (Symbol::Trc, "trc"),
        (Symbol::Trp, "trp"),
    ];
    /// As written.
    pub fn text(self) -> &'static str {
        Self::ALL.iter().find(|(symbol, _)| *symbol == self).map_or("?", |(_, text)| text)
    }
}

/// A symbol with its chromosomes and breakpoints, such as `t(8;21)(q22;q22.1)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Structural {
    /// What kind of change.
    pub symbol: Symbol,
    /// In the order written.
    pub chromosomes: Vec<Chromosome>,
    /// Breakpoints, a list for each group between semicolons; empty where none are given.
    pub breakpoints: Vec<Vec<Breakpoint>>,
    /// The detailed system (`pter->q13::q14->qter`), kept as written.
    pub detailed: Option<String>,
}

/// What an item says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A whole chromosome; the item's sign says gained or lost.
    Whole(Chromosome),
    /// A structural change; a derivative with the changes that made it behind it.
    Structural {
        /// What stands first.
        head: Structural,
        /// What made it, in the order written.
        made_by: Vec<Structural>,
    },
    /// `mar`, with its number where it has one.
    Marker(String),
    /// `r` without a chromosome, with its number where it has one.
    Ring(String),
    /// `dmin`.
    DoubleMinutes,
    /// `hsr` without a chromosome.
    Hsr,
    /// `inc`: more than is listed.
    Incomplete,
    /// `cx`: a complex rearrangement that is not told further.
    Complex,
    /// A normal variant such as `9qh+`, as written.
    Variant(String),
    /// What could not be read, as written.
    Unread(String),
}

/// Gained or lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// `+`
    Gain,
    /// `-`
    Loss,
}

/// A count that may be a range, such as `5~20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count {
    /// The lower end.
    pub low: u32,
    /// The upper end, where it is a range.
    pub high: Option<u32>,
}

/// `c` behind an item: born with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constitutional {
    /// `c`
    Certain,
    /// `?c`
    Questioned,
}

/// The number of cells in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cells {
    /// `cp`: a composite of cells that share a part of the items each.
    pub composite: bool,
    /// The number; none where the brackets are empty.
    pub count: Option<u32>,
}

/// One item between commas.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// A question mark before it.
    pub questioned: bool,
    /// Gained, lost, or in place of a normal chromosome.
    pub sign: Option<Sign>,
    /// A number before the symbol, as in `3~5mar`.
    pub count: Option<Count>,
    /// What it says.
    pub change: Change,
    /// Born with.
    pub constitutional: Option<Constitutional>,
    /// `×2` behind it.
    pub times: Option<u32>,
    /// Cells with this item in a composite clone.
    pub cells: Option<Cells>,
    /// Behind `or`.
    pub alternative: Option<Box<Item>>,
}

impl Item {
    /// An item that says only this.
    pub fn new(sign: Option<Sign>, change: Change) -> Self {
        Self {
            questioned: false,
            sign,
            count: None,
            change,
            constitutional: None,
            times: None,
            cells: None,
            alternative: None,
        }
    }
    /// How many of it there are: the lower end of a count, times the multiplier; 1 without either.
    pub fn copies(&self) -> u32 {
        self.count.map_or(1, |count| count.low.max(1)).saturating_mul(self.times.unwrap_or(1).max(1))
    }
}

/// The number of chromosomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Modal {
    /// The number, or the lower end of a range.
    pub low: u32,
    /// The upper end.
    pub high: Option<u32>,
    /// The ploidy level as given, 3 for `<3n>`.
    pub level: Option<u8>,
}

/// What a cell line starts from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// Its sex chromosomes, `true` for X, `false` for Y; empty where they are not given. `?` where not known.
    Sex {
        /// As written, of `X`, `Y` and `?`.
        chromosomes: String,
        /// The complement is constitutional.
        constitutional: Option<Constitutional>,
    },
    /// A complement that doubled, such as `(25,X,+Y,+21)×2`; its items are those of the one that doubled.
    Doubled {
        /// Its number of chromosomes before it doubled.
        modal: Modal,
        /// Its sex chromosomes before.
        chromosomes: String,
        /// How many times it is there.
        times: u32,
    },
    /// `idem`: the first clone.
    Idem {
        /// `×2`
        times: Option<u32>,
    },
    /// `sl`: the stemline.
    Stemline {
        /// Its number, where it has one.
        number: Option<u32>,
        /// `×2`
        times: Option<u32>,
    },
    /// `sdl`: a sideline.
    Sideline {
        /// Its number, where it has one.
        number: Option<u32>,
        /// `×2`
        times: Option<u32>,
    },
}

/// One cell line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellLine {
    /// None where it is not given.
    pub modal: Option<Modal>,
    /// What it starts from.
    pub base: Base,
    /// Its items, in the order written.
    pub items: Vec<Item>,
    /// None where it is not given.
    pub cells: Option<Cells>,
    /// Called non-clonal by the laboratory.
    pub non_clonal: bool,
}

/// A karyotype.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Karyotype {
    /// The patient's cell lines.
    pub lines: Vec<CellLine>,
    /// The donor's, behind `//`; none where there is no `//`.
    pub donor: Option<Vec<CellLine>>,
    /// What another technique says (`.ish`, `.nuc ish`, `.arr` ...), as written.
    pub other_technique: Option<String>,
}
