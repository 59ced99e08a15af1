//! The groups that scoring systems make of a whole karyotype, each as the set that is still possible.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A closed list of groups.
pub trait Group: Copy + Ord + 'static {
    /// All, in the system's order.
    const ALL: &'static [Self];
    /// The word that tables use.
    fn word(self) -> &'static str;
}

/// The groups that the karyotype leaves possible: one where it was understood, all where nothing is known. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Group + Serialize + serde::de::DeserializeOwned")]
pub struct Possible<T>(BTreeSet<T>);

impl<T: Group> Possible<T> {
    /// Nothing known.
    pub fn unknown() -> Self {
        Self(T::ALL.iter().copied().collect())
    }
    /// This one.
    pub fn only(group: T) -> Self {
        Self(BTreeSet::from([group]))
    }
    /// One of these; nothing known where the list is empty.
    pub fn one_of(groups: impl IntoIterator<Item = T>) -> Self {
        let groups: BTreeSet<T> = groups.into_iter().collect();
        if groups.is_empty() { Self::unknown() } else { Self(groups) }
    }
    /// The group, where only one is left.
    pub fn decided(&self) -> Option<T> {
        if self.0.len() == 1 { self.0.first().copied() } else { None }
    }
    /// What is possible, in the system's order.
    pub fn groups(&self) -> impl Iterator<Item = T> + '_ {
        self.0.iter().copied()
    }
    /// What either leaves possible.
    #[must_use]
    pub fn either(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).copied().collect())
    }
    /// Whether this one is possible.
    pub fn may_be(&self, group: T) -> bool {
        self.0.contains(&group)
    }
}

impl<T: Group> Default for Possible<T> {
    fn default() -> Self {
        Self::unknown()
    }
}

macro_rules! groups {
    ($(#[$doc:meta])+ $name:ident { $($(#[$of:meta])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$of])+ $variant,)+
        }
        impl Group for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
        impl $name {
            /// The group that a word of a table names, whatever its case; none where no group has that name.
            pub fn from_word(word: &str) -> Option<Self> {
                <Self as Group>::ALL.iter().copied().find(|group| group.word().eq_ignore_ascii_case(word.trim()))
            }
        }
    };
}

groups! {
    /// The cytogenetic groups of IPSS-R (Schanz 2012), which IPSS-M uses too.
    IpssrCytogenetics {
        /// −Y; del(11q).
        VeryGood = "Very Good",
        /// Normal; del(5q), alone or in a double; del(12p); del(20q).
        Good = "Good",
        /// del(7q); +8; +19; i(17q); other single or double; independent clones.
        Intermediate = "Intermediate",
        /// −7; inv(3)/t(3q)/del(3q); double with −7 or del(7q); three abnormalities.
        Poor = "Poor",
        /// More than three abnormalities.
        VeryPoor = "Very Poor",
    }
}

groups! {
    /// The cytogenetic groups of CPSS (Such 2013), which CPSS-Mol uses.
    CpssCytogenetics {
        /// Normal; −Y alone.
        Low = "Low",
        /// All others.
        Intermediate = "Intermediate",
        /// +8; abnormalities of chromosome 7; complex.
        High = "High",
    }
}

groups! {
    /// The karyotype groups of MIPSS70+ version 2.0 and GIPSS (Tefferi 2018).
    MyelofibrosisKaryotype {
        /// Normal; or sole 13q−, +9, 20q−, chromosome 1 translocation or duplication, sex chromosome change.
        Favourable = "Favourable",
        /// All others.
        Unfavourable = "Unfavourable",
        /// −7; i(17q); inv(3)/3q21; 12p−/12p11.2; 11q−/11q23; autosomal trisomy other than +8 and +9.
        VeryHighRisk = "Very high risk",
    }
}

/// A number of abnormalities, known within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountRange {
    /// At least this many.
    pub at_least: u32,
    /// At most this many; none where there is no bound, as when nothing is known or the karyotype is incomplete.
    pub at_most: Option<u32>,
}

impl CountRange {
    /// Nothing known.
    pub const UNKNOWN: Self = Self { at_least: 0, at_most: None };
    /// Exactly this many.
    pub const fn exactly(count: u32) -> Self {
        Self { at_least: count, at_most: Some(count) }
    }
    /// What either leaves possible.
    #[must_use]
    pub fn either(self, other: Self) -> Self {
        let at_most = self.at_most.zip(other.at_most).map(|(one, two)| one.max(two));
        Self { at_least: self.at_least.min(other.at_least), at_most }
    }
}

impl Default for CountRange {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

/// What a whole karyotype says to the scoring systems.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct KaryotypeGroups {
    /// For IPSS-R and IPSS-M.
    pub ipssr: Possible<IpssrCytogenetics>,
    /// For CPSS and CPSS-Mol.
    pub cpss: Possible<CpssCytogenetics>,
    /// For MIPSS70+ version 2.0 and GIPSS.
    pub myelofibrosis: Possible<MyelofibrosisKaryotype>,
    /// Unrelated abnormalities, as ELN and ICC count them.
    pub abnormalities: CountRange,
    /// Abnormalities as IPSS-R counts them, where each marker is one: in clones that have nothing in common, of the clone with most.
    #[serde(default)]
    pub ipssr_abnormalities: CountRange,
    /// Chromosomes of the clones: of the clone with the fewest and the clone with the most.
    pub chromosomes: Option<[u32; 2]>,
}

impl KaryotypeGroups {
    /// Nothing known.
    pub fn unknown() -> Self {
        Self::default()
    }
    /// What either of two ways to count leaves possible.
    #[must_use]
    pub fn either(&self, other: &Self) -> Self {
        let chromosomes = self.chromosomes.zip(other.chromosomes);
        Self {
            ipssr: self.ipssr.either(&other.ipssr),
            cpss: self.cpss.either(&other.cpss),
            myelofibrosis: self.myelofibrosis.either(&other.myelofibrosis),
            abnormalities: self.abnormalities.either(other.abnormalities),
            ipssr_abnormalities: self.ipssr_abnormalities.either(other.ipssr_abnormalities),
            chromosomes: chromosomes.map(|([a, b], [c, d])| [a.min(c), b.max(d)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_known_leaves_every_group() {
        assert_eq!(KaryotypeGroups::unknown().ipssr.groups().count(), 5);
        assert_eq!(Possible::<CpssCytogenetics>::one_of([]), Possible::unknown());
        assert_eq!(Possible::only(CpssCytogenetics::High).decided(), Some(CpssCytogenetics::High));
    }

    #[test]
    fn two_ways_to_count_leave_what_either_leaves() {
        let one = KaryotypeGroups {
            ipssr: Possible::only(IpssrCytogenetics::Poor),
            abnormalities: CountRange::exactly(3),
            ..KaryotypeGroups::unknown()
        };
        let two = KaryotypeGroups {
            ipssr: Possible::only(IpssrCytogenetics::VeryPoor),
            abnormalities: CountRange::exactly(4),
            ..KaryotypeGroups::unknown()
        };
        let both = one.either(&two);
        assert_eq!(both.ipssr, Possible::one_of([IpssrCytogenetics::Poor, IpssrCytogenetics::VeryPoor]));
        assert_eq!(both.abnormalities, CountRange { at_least: 3, at_most: Some(4) });
        assert_eq!(one.either(&KaryotypeGroups::unknown()).abnormalities, CountRange::UNKNOWN);
    }

    #[test]
    fn words_are_read_back() {
        assert_eq!(IpssrCytogenetics::from_word(" very good"), Some(IpssrCytogenetics::VeryGood));
        assert_eq!(IpssrCytogenetics::from_word("bad"), None);
    }
}
