//! A family's genotypes: how two people are related, their sex, what a member carries, and where an allele comes from.
//!
//! Nothing here is called without consent.

use marv_model::{
    family::{Compound, Inheritance, Relation, Zygosity},
    finding::{Finding, NotAssessed},
    interpretation::GateOutcome,
    predisposition::GermlineVariant,
};

/// Copies of an allele that a person has at a site; none where the reads do not tell.
pub type Genotype = Option<u8>;

/// Reads at a site, at least.
///
/// METHOD: at twelve reads a heterozygous site shows one allele alone once in two thousand times.
const LEAST_READS: u32 = 12;
/// Fragments at a variant without which nothing is absent (as for the patient's own normal).
const LEAST_DEPTH: u32 = 15;
/// Fragments with the allele without which nothing is carried.
const LEAST_FRAGMENTS: u32 = 4;
/// METHOD: shares of an inherited allele. Between absent and one copy, and between one copy and two, nothing is said: there lie
/// mosaics, the patient's cells in a donor's sample and the reverse, and places that reads of elsewhere reach.
const NONE: f64 = 0.05;
const ONE: [f64; 2] = [0.25, 0.75];
const TWO: f64 = 0.95;
/// At a variant of a gene, where a person looks at the counts: the share from which on all copies carry it.
const ALL_COPIES: f64 = 0.85;

/// The genotype of reads with the allele among all.
pub fn genotype(alternate: u32, depth: u32) -> Genotype {
    if depth < LEAST_READS {
        return None;
    }
    let share = f64::from(alternate) / f64::from(depth);
    match share {
        _ if share <= NONE => Some(0),
        _ if (ONE[0]..=ONE[1]).contains(&share) => Some(1),
        _ if share >= TWO => Some(2),
        _ => None,
    }
}

/// Two people's genotypes at the same sites, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shared {
    /// Genotyped in both, and not without the allele in both.
    pub sites: u64,
    /// Heterozygous in the one, in the other.
    pub heterozygous: [u64; 2],
    /// Heterozygous in both.
    pub both: u64,
    /// Homozygous for different alleles.
    pub opposite: u64,
    /// Stretches of the genome that the sites lie in.
    pub stretches: u64,
}

impl Shared {
    /// Counts sites, each with the stretch of the genome that it lies in (ascending) and both genotypes.
    ///
    /// METHOD: where both are without the allele counts for nothing here, so that sites may be found in the people themselves:
    /// every site at which one of the two differs from the reference is among them.
    pub fn of(sites: impl Iterator<Item = (u64, Genotype, Genotype)>) -> Self {
        let mut shared = Self::default();
        let mut last = None;
        for (stretch, one, other) in sites {
            let (Some(one), Some(other)) = (one, other) else { continue };
            if one == 0 && other == 0 {
                continue;
            }
            shared.sites += 1;
            shared.heterozygous[0] += u64::from(one == 1);
            shared.heterozygous[1] += u64::from(other == 1);
            shared.both += u64::from(one == 1 && other == 1);
            shared.opposite += u64::from(one.abs_diff(other) == 2);
            if last.replace(stretch) != Some(stretch) {
                shared.stretches += 1;
            }
        }
        shared
    }

    /// The coefficient of relatedness: twice KING's robust kinship within a family (Manichaikul, Bioinformatics 2010;26:2867,
    /// equation 9). None where neither is heterozygous anywhere.
    #[expect(clippy::cast_precision_loss, reason = "counts of sites stay far below 2^52")]
    pub fn relatedness(&self) -> Option<f64> {
        let heterozygous = self.heterozygous[0] + self.heterozygous[1];
        let agreeing = self.both as f64 - 2.0 * self.opposite as f64;
        (heterozygous > 0).then(|| 2.0 * agreeing / heterozygous as f64)
    }

    /// The relation that they show; none where too few sites tell.
    ///
    /// METHOD: the cuts of relatedness lie midway between degrees (1, 1/2, 1/4, 1/8: 2^-0.5, 2^-1.5, 2^-3.5 as KING has them).
    /// Parent and child share an allele at every site, siblings share none at one site in four; one in a hundred parts them,
    /// which leaves room for errors. Strangers' relatedness scatters around 0 by about 1.6 over the root of the sites (binomial, alleles
    /// of half of all copies): a distant relation is told only where twice that keeps it above its cut.
    #[expect(clippy::cast_precision_loss, reason = "counts of sites stay far below 2^52")]
    pub fn relation(&self) -> Option<Relation> {
        const SITES: u64 = 200;
        const STRETCHES: u64 = 20;
        let relatedness = self.relatedness().filter(|_| self.sites >= SITES && self.stretches >= STRETCHES)?;
        let opposite = self.opposite as f64 / self.sites as f64;
        Some(match relatedness {
            _ if relatedness >= 0.5f64.sqrt() => Relation::Same,
            _ if relatedness >= 0.5f64.powf(1.5) && opposite < 0.01 => Relation::ParentChild,
            _ if relatedness >= 0.5f64.powf(1.5) => Relation::Siblings,
            _ if relatedness - 2.0 * 1.6 / (self.sites as f64).sqrt() >= 0.5f64.powf(3.5) => Relation::Related,
            _ => Relation::Unrelated,
        })
    }
}

/// What genotypes say beside a pedigree.
///
/// RULE: parents that are related to each other need attention and contradict nothing; of two people of whom the pedigree says
/// nothing, one genotype twice is a mix-up until identical twins are known.
pub fn agreement(told: Option<Relation>, seen: Option<Relation>) -> GateOutcome {
    use Relation::{Related, Same, Unrelated};
    match (told, seen) {
        (None, Some(Same)) => GateOutcome::Fail,
        (None, _) | (_, None) => GateOutcome::NotAssessed,
        (Some(told), Some(seen)) if told == seen => GateOutcome::Pass,
        (Some(Unrelated), Some(Related)) | (Some(Related), Some(Unrelated)) => GateOutcome::Attention,
        _ => GateOutcome::Fail,
    }
}

/// Depth and heterozygous sites of the sex chromosomes against the autosomes', the regions that X and Y share left out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SexSigns {
    /// Depth of X over that of the autosomes.
    pub x_depth: f64,
    /// Depth of Y over that of the autosomes; none where no base of Y was looked at.
    pub y_depth: Option<f64>,
    /// Heterozygous sites a base of X over those of the autosomes.
    pub x_heterozygous: f64,
}

/// Whether a person is male; none where the signs do not agree, as in other numbers of sex chromosomes, in a man who lost Y from
/// his blood, and in a mixture of two people.
///
/// METHOD: one X has half of the depth and no heterozygous site; the cuts lie between.
pub fn male(signs: SexSigns) -> Option<bool> {
    let one_x = signs.x_depth < 0.65 && signs.x_heterozygous < 0.15;
    let two_x = signs.x_depth > 0.8 && signs.x_heterozygous >= 0.25;
    match signs.y_depth {
        _ if one_x && signs.y_depth.is_none_or(|y| y >= 0.2) => Some(true),
        _ if two_x && signs.y_depth.is_none_or(|y| y <= 0.08) => Some(false),
        _ => None,
    }
}

/// What a member's reads say of an allele of the patient: fragments with it, and all.
///
/// RULE: without fifteen fragments nothing is absent; a few fragments with the allele are neither absence nor a copy.
pub fn carried([alternate, depth]: [u32; 2]) -> Finding<Zygosity> {
    let share = if depth == 0 { 0.0 } else { f64::from(alternate) / f64::from(depth) };
    if alternate >= LEAST_FRAGMENTS && share >= ONE[0] {
        let all = share >= ALL_COPIES;
        return Finding::present(if all { Zygosity::Homozygous } else { Zygosity::Heterozygous });
    }
    if depth < LEAST_DEPTH {
        return Finding::unknown(NotAssessed::LowCoverage);
    }
    if alternate > 1 && share >= 0.02 { Finding::unknown(NotAssessed::CallUnclear) } else { Finding::absent() }
}

/// Where an allele comes from, by what the parents carry: a parent of whom nothing is known is given as unknown.
///
/// `one_copy` is true where the patient has one copy of the chromosome (X of a man), which comes from the mother.
pub fn inheritance(
    patient: Zygosity,
    one_copy: bool,
    father: &Finding<Zygosity>,
    mother: &Finding<Zygosity>,
) -> Inheritance {
    use Finding::{Absent, NotAssessable, Present};
    if one_copy {
        return match mother {
            Present { .. } => Inheritance::FromMother,
            Absent { .. } => Inheritance::DeNovo,
            NotAssessable { .. } => Inheritance::NotKnown,
        };
    }
    match (father, mother) {
        (Absent { .. }, Absent { .. }) => Inheritance::DeNovo,
        (Present { .. }, Present { .. }) if patient == Zygosity::Homozygous => Inheritance::FromBoth,
        (Present { .. }, Present { .. }) => Inheritance::FromEither,
        (Present { .. }, Absent { .. }) | (Absent { .. }, Present { .. }) if patient == Zygosity::Homozygous => {
            Inheritance::OneParentOnly
        }
        (Present { .. }, Absent { .. }) => Inheritance::FromFather,
        (Absent { .. }, Present { .. }) => Inheritance::FromMother,
        (Present { .. }, NotAssessable { .. }) => Inheritance::FatherCarries,
        (NotAssessable { .. }, Present { .. }) => Inheritance::MotherCarries,
        (NotAssessable { .. }, _) | (_, NotAssessable { .. }) => Inheritance::NotKnown,
    }
}

/// Variants of one gene by twos, with what inheritance says of their copies. Homozygous ones are left out: both copies have them.
pub fn compounds(variants: &[GermlineVariant]) -> Vec<Compound> {
    let single: Vec<&GermlineVariant> =
        variants.iter().filter(|one| carried(one.normal) == Finding::present(Zygosity::Heterozygous)).collect();
    let mut found = Vec::new();
    for (at, one) in single.iter().enumerate() {
        for other in single[at + 1..].iter().filter(|other| other.consequence.gene == one.consequence.gene) {
            found.push(Compound {
                gene: one.consequence.gene.clone(),
                variants: [label(one), label(other)],
                phase: phase(one.inheritance, other.inheritance).to_owned(),
            });
        }
    }
    found
}

fn phase(one: Option<Inheritance>, other: Option<Inheritance>) -> &'static str {
    use Inheritance::{FromFather, FromMother};
    match (one, other) {
        (Some(FromFather), Some(FromMother)) | (Some(FromMother), Some(FromFather)) => "trans",
        (Some(FromFather), Some(FromFather)) | (Some(FromMother), Some(FromMother)) => "cis",
        _ => "not_known",
    }
}

fn label(one: &GermlineVariant) -> String {
    let on = &one.consequence;
    on.hgvs_p.clone().or_else(|| on.hgvs_c.clone()).unwrap_or_else(|| format!("{}:{}", one.contig, one.position))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNKNOWN: Finding<Zygosity> = Finding::NotAssessable { reason: NotAssessed::LowCoverage };
    const ABSENT: Finding<Zygosity> = Finding::Absent { limit_of_detection: None };
    const ONE_COPY: Finding<Zygosity> = Finding::Present { evidence: Zygosity::Heterozygous };

    #[test]
    fn an_uncovered_parent_is_unknown_and_no_allele_is_new_by_it() {
        assert_eq!(carried([0, 14]), UNKNOWN);
        assert_eq!(carried([0, 15]), ABSENT);
        assert_eq!(carried([1, 30]), ABSENT, "one read of an error");
        assert_eq!(carried([3, 40]), Finding::unknown(NotAssessed::CallUnclear), "a mosaic parent may pass it on");
        assert_eq!(carried([15, 30]), ONE_COPY);
        assert_eq!(carried([30, 30]), Finding::present(Zygosity::Homozygous));
        for (father, mother, expected) in [
            (ABSENT, ABSENT, Inheritance::DeNovo),
            (ABSENT, UNKNOWN, Inheritance::NotKnown),
            (UNKNOWN, ABSENT, Inheritance::NotKnown),
            (ONE_COPY, UNKNOWN, Inheritance::FatherCarries),
            (ONE_COPY, ABSENT, Inheritance::FromFather),
            (ABSENT, ONE_COPY, Inheritance::FromMother),
            (ONE_COPY, ONE_COPY, Inheritance::FromEither),
        ] {
            assert_eq!(inheritance(Zygosity::Heterozygous, false, &father, &mother), expected);
        }
        assert_eq!(inheritance(Zygosity::Homozygous, false, &ONE_COPY, &ABSENT), Inheritance::OneParentOnly);
        assert_eq!(inheritance(Zygosity::Homozygous, false, &ONE_COPY, &ONE_COPY), Inheritance::FromBoth);
        // A son has his X from his mother, whatever his father carries.
        assert_eq!(inheritance(Zygosity::Homozygous, true, &ONE_COPY, &ABSENT), Inheritance::DeNovo);
        assert_eq!(inheritance(Zygosity::Homozygous, true, &UNKNOWN, &ONE_COPY), Inheritance::FromMother);
    }

    /// At an allele of half of the copies of a population the genotypes 0, 1, 2 are 1/4, 1/2, 1/4. Of 16 pairs of parent and child
    /// then 2 are (0,0), 2 (0,1), 2 (1,0), 4 (1,1), 2 (1,2), 2 (2,1), 2 (2,2); of 16 strangers 1, 2, 2, 4, 2, 2, 1, and 1 each (0,2)
    /// and (2,0).
    #[test]
    fn relatedness_is_as_mendel_expects() {
        let of = |table: &[(u8, u8, usize)]| {
            let sites = table.iter().flat_map(|(one, other, times)| vec![(*one, *other); times * 30]);
            Shared::of((0u64..).zip(sites).map(|(at, (one, other))| (at / 10, Some(one), Some(other))))
        };
        let parent = of(&[(0, 0, 2), (0, 1, 2), (1, 0, 2), (1, 1, 4), (1, 2, 2), (2, 1, 2), (2, 2, 2)]);
        assert_eq!((parent.relatedness(), parent.relation()), (Some(0.5), Some(Relation::ParentChild)));
        let stranger =
            of(&[(0, 0, 1), (0, 1, 2), (1, 0, 2), (1, 1, 4), (1, 2, 2), (2, 1, 2), (2, 2, 1), (0, 2, 1), (2, 0, 1)]);
        assert_eq!((stranger.relatedness(), stranger.relation()), (Some(0.0), Some(Relation::Unrelated)));
        let self_ = of(&[(0, 0, 4), (1, 1, 8), (2, 2, 4)]);
        assert_eq!((self_.relatedness(), self_.relation()), (Some(1.0), Some(Relation::Same)));
        let few = Shared::of((0..150).map(|at| (at, Some(1), Some(1))));
        assert_eq!(few.relation(), None, "too few sites");
        let narrow = Shared::of((0..1_000).map(|at| (at / 100, Some(1), Some(1))));
        assert_eq!(narrow.relation(), None, "people share stretches by chance");
    }

    #[test]
    fn a_pedigree_is_contradicted_by_another_relation() {
        use Relation::{ParentChild, Related, Same, Unrelated};
        assert_eq!(agreement(Some(ParentChild), Some(ParentChild)), GateOutcome::Pass);
        assert_eq!(agreement(Some(ParentChild), Some(Unrelated)), GateOutcome::Fail);
        assert_eq!(agreement(Some(ParentChild), None), GateOutcome::NotAssessed);
        assert_eq!(agreement(Some(Unrelated), Some(Related)), GateOutcome::Attention);
        assert_eq!(agreement(None, Some(Same)), GateOutcome::Fail);
        assert_eq!(agreement(None, Some(Unrelated)), GateOutcome::NotAssessed);
    }

    #[test]
    fn sex_needs_signs_that_agree() {
        let signs = |x_depth, y_depth, x_heterozygous| SexSigns { x_depth, y_depth, x_heterozygous };
        assert_eq!(male(signs(0.5, Some(0.45), 0.02)), Some(true));
        assert_eq!(male(signs(1.0, Some(0.01), 0.7)), Some(false));
        assert_eq!(male(signs(1.0, Some(0.45), 0.7)), None, "XXY");
        assert_eq!(male(signs(0.5, Some(0.01), 0.02)), None, "X, or a man's blood without Y");
        assert_eq!(male(signs(0.75, Some(0.2), 0.3)), None, "a mixture");
    }

    #[test]
    fn genotypes_leave_the_doubtful_open() {
        assert_eq!(
            [0, 1, 4, 15, 28, 30].map(|alternate| genotype(alternate, 30)),
            [Some(0), Some(0), None, Some(1), None, Some(2)]
        );
        assert_eq!(genotype(0, 11), None);
    }
}
