//! The patient: two inherited haplotypes, clones with what they acquired and lost, and the fractions that follow.

mod alleles;
mod drawing;
mod germline;
mod junctions;
mod places;
mod populations;
mod somatic;

use std::collections::BTreeMap;

use marv_model::{
    genome::{ContigId, Contigs, Interval},
    sequence::ReferenceSource,
    variant::SmallVariant,
};

pub(crate) use alleles::{Edit, left_aligned};
pub(crate) use drawing::gap;
pub(crate) use germline::Inherited;
pub(crate) use junctions::TrueJunction;
use places::regions;
pub(crate) use populations::{Acquired, interval};
pub use populations::{Population, Populations, SampleKind};
pub(crate) use somatic::Somatic;

use crate::{Error, catalogue::Catalogue, scenario::Scenario, streams::contig_key};

/// Where reads lie, what the patient inherited and acquired there, and the cells of both samples.
#[derive(Debug)]
pub(crate) struct Donor {
    pub(crate) contigs: Contigs,
    /// Where reads are wanted: in order, apart.
    pub(crate) asked: Vec<Interval>,
    /// The same with the scenario's margin: where fragments lie.
    pub(crate) regions: Vec<Interval>,
    pub(crate) populations: Populations,
    /// In order.
    pub(crate) inherited: Vec<Inherited>,
    /// In order.
    pub(crate) somatic: Vec<Somatic>,
    /// In the scenario's order.
    pub(crate) junctions: Vec<TrueJunction>,
    inherited_edits: Vec<(ContigId, Edit)>,
    somatic_edits: Vec<(ContigId, Edit)>,
}

/// A kind of DNA molecule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kind {
    pub(crate) edits: Vec<Edit>,
    /// Places before which the molecule ends: what goes on there is another chromosome's.
    pub(crate) ends: Vec<u32>,
    /// Copies for each cell of the sample; 1 where a diploid sample has two kinds.
    pub(crate) weight: f64,
}

/// The longest allele that a scenario may ask for, in bases: longer ones do not fit the margin of a window.
pub(crate) const LONGEST_ALLELE: u32 = 600;

impl Donor {
    /// As the scenario says, on this reference.
    pub(crate) fn new(
        scenario: &Scenario,
        contigs: &Contigs,
        source: &dyn ReferenceSource,
        catalogue: &Catalogue,
    ) -> Result<Self, Error> {
        scenario.check()?;
        let (populations, junctions) = structure(scenario, contigs)?;
        let asked = regions(scenario, contigs, catalogue, &junctions)?;
        let wider = asked.iter().map(|region| region.padded(scenario.margin, contigs.length(region.contig())));
        let mut donor = Self {
            contigs: contigs.clone(),
            regions: places::merged(wider.collect()),
            asked,
            populations,
            inherited: Vec::new(),
            somatic: Vec::new(),
            junctions,
            inherited_edits: Vec::new(),
            somatic_edits: Vec::new(),
        };
        let mut taken = Vec::new();
        donor.take_chosen(scenario, source, catalogue, &mut taken)?;
        donor.take_random(scenario, source, &taken);
        donor.inherited.sort_by(|a, b| a.variant.cmp(&b.variant));
        donor.somatic.sort_by(|a, b| a.variant.cmp(&b.variant));
        donor.inherited_edits = edits(donor.inherited.iter().map(|inherited| &inherited.variant));
        donor.somatic_edits = edits(donor.somatic.iter().map(|somatic| &somatic.variant));
        Ok(donor)
    }

    /// Variants at the places that the scenario names.
    fn take_chosen(
        &mut self,
        scenario: &Scenario,
        source: &dyn ReferenceSource,
        catalogue: &Catalogue,
        taken: &mut Vec<Interval>,
    ) -> Result<(), Error> {
        for (number, chosen) in scenario.germline_variants.iter().enumerate() {
            let field = format!("germline_variants[{number}]");
            let (variant, _) = catalogue.resolve(&format!("{field}.allele"), &chosen.allele, &self.contigs)?;
            let variant = self.placed(&field, &variant, source, taken)?;
            let first = haplotype(&field, chosen.haplotype)? == 0;
            let on = if chosen.homozygous { [true, true] } else { [first, !first] };
            self.inherited.push(Inherited { variant, on });
        }
        for (number, chosen) in scenario.somatic.iter().enumerate() {
            let field = format!("somatic[{number}]");
            let (variant, label) = catalogue.resolve(&format!("{field}.allele"), &chosen.allele, &self.contigs)?;
            let variant = self.placed(&field, &variant, source, taken)?;
            let acquired = Acquired {
                clone: self.populations.clone_number(&field, chosen.clone.as_deref())?,
                haplotype: haplotype(&field, chosen.haplotype)?,
                copies: chosen.copies,
            };
            self.keep(&field, Somatic { variant, acquired, label, duplicated: None })?;
        }
        for (number, chosen) in scenario.tandem_duplications.iter().enumerate() {
            let field = format!("tandem_duplications[{number}]");
            let stretch = interval(&field, &self.contigs, &chosen.contig, Some(chosen.start), Some(chosen.end))?;
            let unread = || Error::scenario(&field, "the reference cannot be read there");
            let copy = source.bases(stretch).ok_or_else(unread)?;
            let anchor = copy.last().copied().ok_or_else(unread)?;
            let alternate = [&[anchor], chosen.filler.to_ascii_uppercase().as_bytes(), &copy].concat();
            let variant = SmallVariant::new(stretch.contig(), stretch.end() - 1, [anchor], alternate)?;
            let variant = self.placed(&field, &variant, source, taken)?;
            let acquired = Acquired {
                clone: self.populations.clone_number(&field, chosen.clone.as_deref())?,
                haplotype: haplotype(&field, chosen.haplotype)?,
                copies: chosen.copies,
            };
            let length = stretch.length() + crate::count::bases(chosen.filler.len());
            self.keep(&field, Somatic { variant, acquired, label: None, duplicated: Some(length) })?;
        }
        Ok(())
    }

    /// Left-aligned, inside a region, apart from the others.
    fn placed(
        &self,
        field: &str,
        variant: &SmallVariant,
        source: &dyn ReferenceSource,
        taken: &mut Vec<Interval>,
    ) -> Result<SmallVariant, Error> {
        let shown = self.contigs.show(variant).to_string();
        let found = variant.interval().and_then(|interval| source.bases(interval));
        let aligned = left_aligned(variant, source).ok_or_else(|| {
            let found = found.map_or_else(|| "nothing".to_owned(), |bases| bases.to_string());
            Error::scenario(field, format!("{shown}: the reference has {found} there"))
        })?;
        let longest = variant.reference().len().max(variant.alternate().len());
        if crate::count::bases(longest) > LONGEST_ALLELE {
            return Err(Error::scenario(
                field,
                format!("{shown}: alleles of at most {LONGEST_ALLELE} bases can be simulated"),
            ));
        }
        let span =
            germline::spaced(&aligned).ok_or_else(|| Error::scenario(field, format!("{shown}: has no interval")))?;
        let inside = |region: &Interval| {
            region.contig() == span.contig() && region.start() < span.start() && span.end() < region.end()
        };
        if !self.regions.iter().any(inside) {
            return Err(Error::scenario(field, format!("{shown} lies in none of the regions; add one that holds it")));
        }
        if taken.iter().any(|other| other.overlaps(&span)) {
            return Err(Error::scenario(
                field,
                format!("{shown} lies within {} bases of another variant", 2 * germline::SPACE),
            ));
        }
        taken.push(span);
        Ok(aligned)
    }

    /// Refuses what no cell of the tumour would carry.
    fn keep(&mut self, field: &str, somatic: Somatic) -> Result<(), Error> {
        let place = somatic.variant.interval().unwrap_or(self.contigs.whole(somatic.variant.contig()));
        if self.populations.fractions(&somatic.acquired, place)[0] <= 0.0 {
            let shown = self.contigs.show(&somatic.variant);
            return Err(Error::scenario(
                field,
                format!(
                    "{shown}: no cell of the tumour sample has a copy of that haplotype; choose the other haplotype or clone"
                ),
            ));
        }
        self.somatic.push(somatic);
        Ok(())
    }

    /// Variants at random places.
    fn take_random(&mut self, scenario: &Scenario, source: &dyn ReferenceSource, taken: &[Interval]) {
        let clones = self.populations.clone_names().len();
        for region in self.regions.clone() {
            let key = contig_key(self.contigs.name(region.contig()));
            let inherited = germline::draw_inherited(&scenario.germline, scenario.seed, key, region, source, taken);
            let mut near: Vec<Interval> = taken.iter().copied().filter(|span| span.overlaps(&region)).collect();
            near.extend(inherited.iter().filter_map(|inherited| germline::spaced(&inherited.variant)));
            self.inherited.extend(inherited);
            let rates = &scenario.random_somatic;
            let drawn = somatic::draw_acquired(rates, scenario.seed, key, region, source, clones, &mut near);
            let expected = |somatic: &Somatic| {
                somatic.variant.interval().is_some_and(|at| self.populations.fractions(&somatic.acquired, at)[0] > 0.0)
            };
            let drawn: Vec<Somatic> = drawn.into_iter().filter(expected).collect();
            self.somatic.extend(drawn);
        }
    }

    /// Each kind of DNA molecule near `window`, in an order that does not depend on the window.
    pub(crate) fn molecules(&self, window: Interval, near: Interval, sample: SampleKind) -> Vec<Kind> {
        let inherited = range(&self.inherited_edits, near);
        let somatic = range(&self.somatic_edits, near);
        let mut kinds: BTreeMap<(usize, Vec<usize>, Vec<u32>), f64> = BTreeMap::new();
        for population in self.populations.iter() {
            let copies = self.populations.copies(population, window);
            for haplotype in 0..2 {
                let carrying: Vec<(usize, u8)> = somatic
                    .clone()
                    .filter(|index| self.somatic[*index].acquired.haplotype == haplotype)
                    .map(|index| {
                        let Somatic { variant, acquired, .. } = &self.somatic[index];
                        let place = variant.interval().unwrap_or(window);
                        (index, self.populations.carrying(population, acquired, place))
                    })
                    .collect();
                let ends = self.ends(population, haplotype, near);
                for copy in 0..copies[haplotype] {
                    let set = carrying.iter().filter(|(_, copies)| copy < *copies).map(|(index, _)| *index).collect();
                    let own = ends.iter().filter(|(_, copies)| copy < *copies).map(|(end, _)| *end).collect();
                    *kinds.entry((haplotype, set, own)).or_default() += population.share[sample as usize];
                }
            }
        }
        kinds
            .into_iter()
            .filter(|(_, weight)| *weight > 0.0)
            .map(|((haplotype, set, ends), weight)| {
                let own = set.iter().map(|index| self.somatic_edits[*index].1.clone());
                let mut edits: Vec<Edit> = inherited
                    .clone()
                    .filter(|index| self.inherited[*index].on[haplotype])
                    .map(|index| self.inherited_edits[index].1.clone())
                    .chain(own)
                    .collect();
                edits.sort();
                Kind { edits, ends, weight }
            })
            .collect()
    }

    /// Where copies of a haplotype end within a stretch, and how many.
    fn ends(&self, population: &Population, haplotype: usize, near: Interval) -> Vec<(u32, u8)> {
        let of = |junction: &TrueJunction| {
            let copies = junction.carried(population, &self.populations);
            junction.ends(haplotype).filter(|end| near.contains(*end)).map(|end| (end.position, copies)).collect()
        };
        let mut ends: Vec<(u32, u8)> = self.junctions.iter().flat_map::<Vec<(u32, u8)>, _>(of).collect();
        ends.sort_unstable();
        ends
    }

    /// Share of the tumour's and of the normal's cells that carry a junction.
    pub(crate) fn cells_with(&self, junction: &TrueJunction) -> [f64; 2] {
        [0, 1].map(|sample| {
            let carriers = self.populations.iter().filter(|one| junction.carried(one, &self.populations) > 0);
            carriers.map(|one| one.share[sample]).sum()
        })
    }

    /// The inherited edits of a haplotype that start in a stretch.
    pub(crate) fn inherited_of(&self, haplotype: usize, near: Interval) -> Vec<Edit> {
        range(&self.inherited_edits, near)
            .filter(|index| self.inherited[*index].on[haplotype])
            .map(|index| self.inherited_edits[index].1.clone())
            .collect()
    }
}

/// The cells and the junctions of a scenario.
fn structure(scenario: &Scenario, contigs: &Contigs) -> Result<(Populations, Vec<TrueJunction>), Error> {
    let populations = Populations::new(scenario, contigs)?;
    let read = |(number, one)| TrueJunction::read(&format!("rearrangements[{number}]"), one, contigs, &populations);
    let junctions: Vec<TrueJunction> =
        scenario.rearrangements.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    junctions::check(&junctions, contigs, &populations)?;
    Ok((populations, junctions))
}

/// Where a scenario wants reads.
pub(crate) fn asked(scenario: &Scenario, contigs: &Contigs, catalogue: &Catalogue) -> Result<Vec<Interval>, Error> {
    regions(scenario, contigs, catalogue, &structure(scenario, contigs)?.1)
}

fn edits<'a>(variants: impl Iterator<Item = &'a SmallVariant>) -> Vec<(ContigId, Edit)> {
    variants.map(|variant| (variant.contig(), Edit::new(variant))).collect()
}

/// The indices of the edits that start in an interval.
fn range(edits: &[(ContigId, Edit)], near: Interval) -> std::ops::Range<usize> {
    let before =
        |position: u32| edits.partition_point(|(contig, edit)| (*contig, edit.start) < (near.contig(), position));
    before(near.start())..before(near.end())
}

fn haplotype(field: &str, haplotype: Option<u8>) -> Result<usize, Error> {
    match haplotype {
        None | Some(1) => Ok(0),
        Some(2) => Ok(1),
        Some(other) => Err(Error::scenario(format!("{field}.haplotype"), format!("is {other}, expected 1 or 2"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        embedded_catalogue,
        reference::GeneratedGenome,
        scenario::{AlleleChoice, CopyNumber, RandomSomatic, Region, SomaticVariant, TandemDuplication},
    };

    fn tp53() -> Scenario {
        Scenario { regions: vec![Region { gene: Some("TP53".into()), ..Region::default() }], ..Scenario::default() }
    }

    fn hotspot(gene: &str, name: &str) -> SomaticVariant {
        let allele = AlleleChoice { gene: Some(gene.into()), hotspot: Some(name.into()), ..AlleleChoice::default() };
        SomaticVariant { allele, ..SomaticVariant::default() }
    }

    fn donor(scenario: &Scenario) -> Result<Donor, Error> {
        let catalogue = embedded_catalogue().unwrap();
        let genome = GeneratedGenome::new(scenario.seed, &catalogue.genes, &catalogue.anchors);
        Donor::new(scenario, genome.contigs(), &genome, &catalogue)
    }

    fn refused(scenario: &Scenario) -> String {
        donor(scenario).unwrap_err().to_string()
    }

    #[test]
    fn variants_that_cannot_be_are_refused() {
        let with = |somatic: Vec<SomaticVariant>| Scenario { somatic, ..tp53() };
        assert!(refused(&with(vec![hotspot("NRAS", "G12D")])).contains("lies in none of the regions"));
        assert!(refused(&with(vec![hotspot("TP53", "R175H"), hotspot("TP53", "R175C")])).contains("somatic[1]"));
        let wrong = AlleleChoice {
            contig: Some("17".into()),
            position: Some(7_675_088),
            reference: Some("G".into()),
            alternate: Some("T".into()),
            ..AlleleChoice::default()
        };
        let error = refused(&with(vec![SomaticVariant { allele: wrong, ..SomaticVariant::default() }]));
        assert!(error.contains("the reference has C there"), "{error}");
        let lost = Scenario {
            segments: vec![CopyNumber {
                contig: "chr17".into(),
                start: 1,
                end: 22_000_000,
                clone: None,
                copies: [0, 1],
            }],
            ..with(vec![hotspot("TP53", "R175H")])
        };
        assert!(refused(&lost).contains("no cell of the tumour sample"));
        let long = TandemDuplication {
            contig: "chr17".into(),
            start: 7_670_000,
            end: 7_671_000,
            filler: String::new(),
            clone: None,
            haplotype: None,
            copies: None,
        };
        assert!(refused(&Scenario { tandem_duplications: vec![long], ..tp53() }).contains("at most 600 bases"));
    }

    #[test]
    fn random_variants_come_at_their_rates_and_apart() {
        let scenario = Scenario {
            regions: vec![Region {
                contig: Some("chr20".into()),
                start: Some(1_000_001),
                end: Some(3_000_000),
                ..Region::default()
            }],
            random_somatic: RandomSomatic { snv_per_mb: 100.0, indel_per_mb: 50.0, mnv_per_mb: 25.0, late: 0.0 },
            ..Scenario::default()
        };
        let donor = donor(&scenario).unwrap();
        // 2 Mb: 2,000 SNVs and 240 indels inherited, 350 acquired, less the few that fall too near to another.
        assert!((2_000..2_330).contains(&donor.inherited.len()), "{}", donor.inherited.len());
        assert!((270..430).contains(&donor.somatic.len()), "{}", donor.somatic.len());
        let homozygous = donor.inherited.iter().filter(|inherited| inherited.on == [true, true]).count();
        // 1 in 2.6: 0.385 of about 2,200, five standard deviations of 23.
        assert!((730..970).contains(&homozygous), "{homozygous}");
        let mut spans: Vec<_> =
            donor.inherited.iter().map(|i| &i.variant).chain(donor.somatic.iter().map(|s| &s.variant)).collect();
        spans.sort();
        assert!(spans.windows(2).all(|pair| pair[0].interval().unwrap().end() < pair[1].position()));
    }

    #[test]
    fn molecules_carry_what_their_cells_carry() {
        let scenario = Scenario {
            purity: 0.6,
            somatic: vec![hotspot("TP53", "R175H")],
            segments: vec![CopyNumber {
                contig: "chr17".into(),
                start: 1,
                end: 22_000_000,
                clone: None,
                copies: [2, 0],
            }],
            germline: crate::scenario::Germline { snv_rate: 0.0, indel_rate: 0.0, het_per_hom: 1.0 },
            ..tp53()
        };
        let donor = donor(&scenario).unwrap();
        let region = donor.regions[0];
        let molecules = donor.molecules(region, region, SampleKind::Tumour);
        let told: Vec<_> = molecules.iter().map(|kind| (kind.edits.len(), kind.weight)).collect();
        // Haplotype 1 of normal cells 0.4, of tumour cells with the mutation 2 x 0.6; haplotype 2 of normal cells 0.4.
        assert_eq!(told, [(0, 0.4), (1, 1.2), (0, 0.4)]);
        let normal = donor.molecules(region, region, SampleKind::Normal);
        assert_eq!(normal.iter().map(|kind| (kind.edits.len(), kind.weight)).collect::<Vec<_>>(), [(0, 1.0), (0, 1.0)]);
    }
}
