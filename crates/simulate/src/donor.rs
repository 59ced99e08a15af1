//! The patient: two inherited haplotypes, clones with what they acquired and lost, and the fractions that follow.

mod alleles;
mod chosen;
mod drawing;
mod germline;
mod junctions;
mod molecules;
mod places;
mod populations;
mod somatic;

use marv_model::{
    genome::{ContigId, Contigs, Interval},
    sequence::ReferenceSource,
    variant::SmallVariant,
};

pub(crate) use alleles::{Edit, left_aligned};
pub(crate) use chosen::LONGEST_ALLELE;
pub(crate) use drawing::gap;
pub(crate) use germline::Inherited;
pub(crate) use junctions::TrueJunction;
pub(crate) use molecules::Kind;
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

    /// Share of the tumour's and of the normal's cells that carry a junction.
    pub(crate) fn cells_with(&self, junction: &TrueJunction) -> [f64; 2] {
        [0, 1].map(|sample| {
            let carriers = self.populations.iter().filter(|one| junction.carried(one, &self.populations) > 0);
            carriers.map(|one| one.share[sample]).sum()
        })
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
