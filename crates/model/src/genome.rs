//! Contigs, loci and intervals: 0-based, half-open inside; 1-based where shown.

use std::{collections::HashMap, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::Error;

/// A contig's number in its [`Contigs`] table, which is the reference's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContigId(pub u32);

impl ContigId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One base of a genome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Locus {
    /// The contig.
    pub contig: ContigId,
    /// 0-based.
    pub position: u32,
}

impl Locus {
    /// The base at `position` (0-based) of `contig`.
    pub fn new(contig: ContigId, position: u32) -> Self {
        Self { contig, position }
    }
}

/// A stretch of one contig, 0-based and half-open. It may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interval {
    contig: ContigId,
    start: u32,
    end: u32,
}

impl Interval {
    /// From `start` (0-based, inclusive) to `end` (exclusive). Refused when it would end before it starts.
    pub fn new(contig: ContigId, start: u32, end: u32) -> Result<Self, Error> {
        if end < start { Err(Error::Interval { start, end }) } else { Ok(Self { contig, start, end }) }
    }
    /// The contig.
    #[inline]
    pub fn contig(&self) -> ContigId {
        self.contig
    }
    /// 0-based, inclusive.
    #[inline]
    pub fn start(&self) -> u32 {
        self.start
    }
    /// 0-based, exclusive.
    #[inline]
    pub fn end(&self) -> u32 {
        self.end
    }
    /// In bases.
    pub fn length(&self) -> u32 {
        self.end - self.start
    }
    /// Whether it holds no base.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
    /// Whether the base lies inside.
    pub fn contains(&self, locus: Locus) -> bool {
        locus.contig == self.contig && (self.start..self.end).contains(&locus.position)
    }
    /// Whether the two share a base.
    pub fn overlaps(&self, other: &Interval) -> bool {
        self.contig == other.contig && self.start < other.end && other.start < self.end
    }
    /// The shared bases, if any.
    pub fn intersection(&self, other: &Interval) -> Option<Interval> {
        self.overlaps(other).then(|| Interval {
            contig: self.contig,
            start: self.start.max(other.start),
            end: self.end.min(other.end),
        })
    }
    /// Wider by `margin` bases on both sides, within a contig of `contig_length` bases.
    #[must_use]
    pub fn padded(&self, margin: u32, contig_length: u32) -> Interval {
        Interval {
            contig: self.contig,
            start: self.start.saturating_sub(margin).min(contig_length),
            end: self
                .end
                .saturating_add(margin)
                .min(contig_length)
                .max(self.start.saturating_sub(margin).min(contig_length)),
        }
    }
}

/// A contig of a reference or an alignment header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contig {
    /// As written in the reference.
    pub name: Arc<str>,
    /// In bases.
    pub length: u32,
    /// The MD5 of the upper-case sequence (SAM specification, M5), in lower-case hexadecimal, where known.
    pub md5: Option<String>,
}

impl Contig {
    /// A contig of unknown MD5.
    pub fn new(name: &str, length: u32) -> Self {
        Self { name: name.into(), length, md5: None }
    }
}

/// The human genome builds that Marv tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Build {
    /// GRCh37, hg19, b37, hs37d5.
    #[serde(rename = "GRCh37")]
    Grch37,
    /// GRCh38, hg38.
    #[serde(rename = "GRCh38")]
    Grch38,
    /// T2T-CHM13 v2.0.
    #[serde(rename = "T2T-CHM13v2.0")]
    Chm13,
    /// None of these, or a part that does not tell.
    #[serde(rename = "unknown")]
    Unknown,
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Build::Grch37 => "GRCh37",
            Build::Grch38 => "GRCh38",
            Build::Chm13 => "T2T-CHM13v2.0",
            Build::Unknown => "unknown build",
        })
    }
}

/// Contig lengths that tell the builds apart: (name without `chr`, GRCh37, GRCh38, T2T-CHM13v2.0).
/// Source: the assembly reports of NCBI, GCF_000001405.25, GCF_000001405.40 and GCF_009914755.1.
const BUILD_LENGTHS: [(&str, u32, u32, u32); 24] = [
    ("1", 249_250_621, 248_956_422, 248_387_328),
    ("2", 243_199_373, 242_193_529, 242_696_752),
    ("3", 198_022_430, 198_295_559, 201_105_948),
    ("4", 191_154_276, 190_214_555, 193_574_945),
    ("5", 180_915_260, 181_538_259, 182_045_439),
    ("6", 171_115_067, 170_805_979, 172_126_628),
    ("7", 159_138_663, 159_345_973, 160_567_428),
    ("8", 146_364_022, 145_138_636, 146_259_331),
    ("9", 141_213_431, 138_394_717, 150_617_247),
    ("10", 135_534_747, 133_797_422, 134_758_134),
    ("11", 135_006_516, 135_086_622, 135_127_769),
    ("12", 133_851_895, 133_275_309, 133_324_548),
    ("13", 115_169_878, 114_364_328, 113_566_686),
    ("14", 107_349_540, 107_043_718, 101_161_492),
    ("15", 102_531_392, 101_991_189, 99_753_195),
    ("16", 90_354_753, 90_338_345, 96_330_374),
    ("17", 81_195_210, 83_257_441, 84_276_897),
    ("18", 78_077_248, 80_373_285, 80_542_538),
    ("19", 59_128_983, 58_617_616, 61_707_364),
    ("20", 63_025_520, 64_444_167, 66_210_255),
    ("21", 48_129_895, 46_709_983, 45_090_682),
    ("22", 51_304_566, 50_818_468, 51_324_926),
    ("X", 155_270_560, 156_040_895, 154_259_566),
    ("Y", 59_373_566, 57_227_415, 62_460_029),
];

/// The table of contigs of one genome, in its order.
///
/// Names are matched exactly first and then with the `chr` prefix added or taken away, and `M` for `MT`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contigs {
    list: Vec<Contig>,
    index: HashMap<Arc<str>, ContigId>,
}

impl Contigs {
    /// A table in the order given. A name may stand in it once.
    pub fn new(contigs: impl IntoIterator<Item = Contig>) -> Result<Self, Error> {
        let list: Vec<Contig> = contigs.into_iter().collect();
        let mut index = HashMap::with_capacity(list.len());
        for (number, contig) in (0u32..).zip(&list) {
            if index.insert(Arc::clone(&contig.name), ContigId(number)).is_some() {
                return Err(Error::DuplicateContig { name: contig.name.to_string() });
            }
        }
        Ok(Self { list, index })
    }
    /// The chromosomes of GRCh38 as its usual analysis set names and orders them: `chr1` to `chr22`, `chrX`, `chrY`,
    /// `chrM`.
    pub fn grch38() -> Self {
        // The mitochondrial sequence is NC_012920.1, 16,569 bases.
        let list = BUILD_LENGTHS.iter().map(|row| (row.0, row.2)).chain([("M", 16_569)]);
        Self::new(list.map(|(name, length)| Contig::new(&format!("chr{name}"), length))).unwrap_or_default()
    }
    /// The contig of exactly this name.
    pub fn id(&self, name: &str) -> Option<ContigId> {
        self.index.get(name).copied()
    }
    /// The contig of this name, or of its alias: `chr17` and `17`, `chrM` and `MT`.
    pub fn id_or_alias(&self, name: &str) -> Option<ContigId> {
        self.id(name).or_else(|| {
            let bare = bare_name(name);
            [bare.to_owned(), format!("chr{bare}")]
                .into_iter()
                .chain(
                    matches!(bare, "M" | "MT")
                        .then(|| ["M", "MT", "chrM", "chrMT"].map(str::to_owned))
                        .into_iter()
                        .flatten(),
                )
                .find_map(|alias| self.id(&alias))
        })
    }
    /// The contig of this number, which must come from this table.
    pub fn get(&self, id: ContigId) -> Option<&Contig> {
        self.list.get(id.index())
    }
    /// The name of a contig of this table; `?` for a number that is not of it.
    pub fn name(&self, id: ContigId) -> &str {
        self.get(id).map_or("?", |contig| &contig.name)
    }
    /// The length in bases of a contig of this table; 0 for a number that is not of it.
    pub fn length(&self, id: ContigId) -> u32 {
        self.get(id).map_or(0, |contig| contig.length)
    }
    /// In the genome's order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (ContigId, &Contig)> {
        self.list
            .iter()
            .enumerate()
            .map(|(number, contig)| (ContigId(u32::try_from(number).unwrap_or(u32::MAX)), contig))
    }
    /// How many contigs.
    pub fn len(&self) -> usize {
        self.list.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
    /// The whole of a contig.
    pub fn whole(&self, id: ContigId) -> Interval {
        Interval { contig: id, start: 0, end: self.length(id) }
    }
    /// The build, where the lengths of the chromosomes agree on one.
    pub fn build(&self) -> Build {
        let votes = |pick: fn(&(&str, u32, u32, u32)) -> u32| {
            self.list
                .iter()
                .filter(|contig| {
                    BUILD_LENGTHS.iter().any(|row| row.0 == bare_name(&contig.name) && pick(row) == contig.length)
                })
                .count()
        };
        let mut ranked =
            [(votes(|r| r.1), Build::Grch37), (votes(|r| r.2), Build::Grch38), (votes(|r| r.3), Build::Chm13)];
        ranked.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        if ranked[0].0 > 0 && ranked[1].0 == 0 { ranked[0].1 } else { Build::Unknown }
    }
    /// A value of this genome, ready to be shown with contig names and 1-based positions.
    pub fn show<'a, T>(&'a self, value: &'a T) -> Shown<'a, T> {
        Shown { contigs: self, value }
    }
}

/// A contig's name without the `chr` prefix.
pub fn bare_name(name: &str) -> &str {
    name.strip_prefix("chr").unwrap_or(name)
}

/// A value with the contig names needed to show it. Positions are 1-based, intervals closed: `chr17:7668421-7687490`.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a, T> {
    contigs: &'a Contigs,
    value: &'a T,
}

impl fmt::Display for Shown<'_, Locus> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.contigs.name(self.value.contig), u64::from(self.value.position) + 1)
    }
}

impl fmt::Display for Shown<'_, Interval> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { contig, start, end } = self.value;
        write!(f, "{}:{}-{end}", self.contigs.name(*contig), u64::from(*start) + 1)
    }
}

impl fmt::Display for Shown<'_, crate::variant::SmallVariant> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let locus = self.value.locus();
        write!(f, "{} {}>{}", self.contigs.show(&locus), self.value.reference(), self.value.alternate())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_never_ends_before_it_starts() {
        assert_eq!(Interval::new(ContigId(0), 5, 4), Err(Error::Interval { start: 5, end: 4 }));
        assert!(Interval::new(ContigId(0), 5, 5).unwrap().is_empty());
    }

    #[test]
    fn padding_stays_inside_the_contig() {
        let interval = Interval::new(ContigId(0), 5, 90).unwrap();
        assert_eq!(interval.padded(10, 95), Interval::new(ContigId(0), 0, 95).unwrap());
    }

    #[test]
    fn aliases_are_found_and_the_build_is_told_by_lengths() {
        let contigs = Contigs::new([Contig::new("17", 81_195_210), Contig::new("MT", 16_569)]).unwrap();
        assert_eq!(contigs.id("chr17"), None);
        assert_eq!(contigs.id_or_alias("chr17"), Some(ContigId(0)));
        assert_eq!(contigs.id_or_alias("chrM"), Some(ContigId(1)));
        assert_eq!(contigs.build(), Build::Grch37);
        assert_eq!(Contigs::new([Contig::new("demo20", 5_000)]).unwrap().build(), Build::Unknown);
    }

    #[test]
    fn grch38_is_told_as_itself() {
        let contigs = Contigs::grch38();
        assert_eq!((contigs.len(), contigs.build()), (25, Build::Grch38));
        assert_eq!(contigs.name(ContigId(16)), "chr17");
        assert_eq!(contigs.length(ContigId(24)), 16_569);
    }

    #[test]
    fn lengths_of_two_builds_give_no_build() {
        let mixed = Contigs::new([Contig::new("chr17", 81_195_210), Contig::new("chr18", 80_373_285)]).unwrap();
        assert_eq!(mixed.build(), Build::Unknown);
    }
}
