//! What counts as one and as several hits, guideline by guideline.

use marv_model::tp53::{self, Tp53Hits};

/// A completely known TP53: every mutation's allele fraction, and the state of the locus.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Allele {
    /// Allele fractions of the distinct mutations, 0 to 1.
    pub mutations: Vec<f64>,
    /// The locus is lost on one chromosome.
    pub deletion: bool,
    /// Copy-neutral loss of heterozygosity over the locus.
    pub copy_neutral_loh: bool,
    /// Both copies are lost, of the locus or of a part of it.
    pub homozygous_deletion: bool,
}

/// A guideline's definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Definition {
    /// ICC 2022, multi-hit.
    Icc2022,
    /// ICC 2022, multi-hit, where a mutation counts above 10 %, as the paper prints it, and not from 10 %.
    Icc2022Strict,
    /// WHO 5th edition, biallelic.
    Who5,
    /// ELN 2022, mutated: one allele or both count alike, so the state is none or single.
    Eln2022,
    /// IPSS-M, multi-hit.
    IpssM,
}

/// The allele fraction from which ICC 2022 and ELN 2022 count a mutation.
pub(super) const FLOOR: f64 = 0.10;

impl Definition {
    /// Those that are told of every case, in the order of a report.
    pub const ALL: [Definition; 4] = [Self::Icc2022, Self::Who5, Self::Eln2022, Self::IpssM];

    /// The name, as it stands in a report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Icc2022 => tp53::ICC_2022,
            Self::Icc2022Strict => tp53::ICC_2022_STRICT,
            Self::Who5 => tp53::WHO_5,
            Self::Eln2022 => tp53::ELN_2022,
            Self::IpssM => tp53::IPSS_M,
        }
    }

    /// Whether the loss of both copies counts though no mutation is there.
    ///
    /// RULE: ICC 2022 and WHO 5 list a mutation with a loss, or two mutations, and name what they mean multi-hit and biallelic
    /// inactivation: both copies deleted is that, told as what it is. IPSS-M counts mutations, and is none of zero, as the
    /// authors' package; ELN 2022 asks for a mutation.
    pub(super) fn counts_homozygous_deletion(self) -> bool {
        matches!(self, Self::Icc2022 | Self::Icc2022Strict | Self::Who5)
    }

    /// The state of a completely known TP53. Without a mutation, the loss of one copy is no hit under any of the definitions.
    pub fn hits(self, allele: &Allele) -> Tp53Hits {
        let mutations = &allele.mutations;
        let at_floor = mutations.iter().filter(|fraction| **fraction >= FLOOR).count();
        let above_floor = mutations.iter().filter(|fraction| **fraction > FLOOR).count();
        let highest = mutations.iter().copied().fold(0.0, f64::max);
        let lost = allele.deletion || allele.copy_neutral_loh || allele.homozygous_deletion;
        if allele.homozygous_deletion && self.counts_homozygous_deletion() {
            return Tp53Hits::Multi;
        }
        if mutations.is_empty() {
            return Tp53Hits::None;
        }
        let multi = match self {
            // RULE: ICC 2022, myeloid neoplasms with mutated TP53, multi-hit: two distinct mutations each at 10 % or above,
            // or one mutation with 17p deletion, a fraction above 50 %, or copy-neutral LOH. The floor stands with the two
            // mutations only; one mutation with loss counts at any fraction.
            Self::Icc2022 => at_floor >= 2 || lost || highest > 0.50,
            // RULE: the same with the sign as the paper prints it: two mutations each above 10 %.
            Self::Icc2022Strict => above_floor >= 2 || lost || highest > 0.50,
            // RULE: WHO 5th edition, MDS-biTP53: two or more mutations, or one with copy loss or copy-neutral LOH; no floor.
            Self::Who5 => mutations.len() >= 2 || lost,
            // RULE: ELN 2022 Table 6, footnote i: at 10 % or above, irrespective of allelic status.
            Self::Eln2022 => return if at_floor > 0 { Tp53Hits::Single } else { Tp53Hits::None },
            // RULE: IPSS-M, derived variable TP53multi: two or more, or one with LOH, where a fraction above 55 % or a loss of
            // 17p says LOH.
            Self::IpssM => mutations.len() >= 2 || lost || highest > 0.55,
        };
        if multi { Tp53Hits::Multi } else { Tp53Hits::Single }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Tp53Hits::{Multi, None, Single};

    fn hits(mutations: &[f64], deletion: bool, copy_neutral_loh: bool) -> [Tp53Hits; 4] {
        let allele = Allele { mutations: mutations.to_vec(), deletion, copy_neutral_loh, ..Allele::default() };
        Definition::ALL.map(|definition| definition.hits(&allele))
    }

    /// By hand from the definitions: ICC 2022, WHO 5, ELN 2022, IPSS-M.
    #[test]
    fn each_definition_at_its_borders() {
        assert_eq!(hits(&[], false, false), [None, None, None, None]);
        assert_eq!(hits(&[], true, true), [None, None, None, None]);
        assert_eq!(hits(&[0.40], false, false), [Single, Single, Single, Single]);
        assert_eq!(hits(&[0.50], false, false), [Single, Single, Single, Single]);
        assert_eq!(hits(&[0.501], false, false), [Multi, Single, Single, Single]);
        assert_eq!(hits(&[0.55], false, false), [Multi, Single, Single, Single]);
        assert_eq!(hits(&[0.551], false, false), [Multi, Single, Single, Multi]);
        assert_eq!(hits(&[0.40], true, false), [Multi, Multi, Single, Multi]);
        assert_eq!(hits(&[0.40], false, true), [Multi, Multi, Single, Multi]);
        assert_eq!(hits(&[0.10, 0.10], false, false), [Multi, Multi, Single, Multi]);
        assert_eq!(hits(&[0.10, 0.099], false, false), [Single, Multi, Single, Multi]);
        assert_eq!(hits(&[0.099], false, false), [Single, Single, None, Single]);
        assert_eq!(hits(&[0.05], true, false), [Multi, Multi, None, Multi]);
    }

    /// By hand: both copies deleted is biallelic by ICC 2022 and WHO 5; ELN 2022 and IPSS-M count mutations, and beside one the
    /// loss is a loss.
    #[test]
    fn both_copies_deleted() {
        let hits = |mutations: &[f64]| {
            let allele = Allele {
                mutations: mutations.to_vec(),
                deletion: true,
                homozygous_deletion: true,
                ..Allele::default()
            };
            Definition::ALL.map(|definition| definition.hits(&allele))
        };
        assert_eq!(hits(&[]), [Multi, Multi, None, None]);
        assert_eq!(hits(&[0.05]), [Multi, Multi, None, Multi]);
    }

    /// By hand: the two readings of ICC 2022 differ at exactly 10 %, and only where two mutations make the two hits.
    #[test]
    fn the_strict_reading_at_exactly_ten_percent() {
        let both = |mutations: &[f64], deletion| {
            let allele = Allele { mutations: mutations.to_vec(), deletion, ..Allele::default() };
            [Definition::Icc2022, Definition::Icc2022Strict].map(|definition| definition.hits(&allele))
        };
        assert_eq!(both(&[0.10, 0.10], false), [Multi, Single]);
        assert_eq!(both(&[0.40, 0.10], false), [Multi, Single]);
        assert_eq!(both(&[0.101, 0.101], false), [Multi, Multi]);
        assert_eq!(both(&[0.40, 0.099], false), [Single, Single]);
        assert_eq!(both(&[0.10, 0.10], true), [Multi, Multi]);
        assert_eq!(both(&[0.10], false), [Single, Single]);
    }
}
