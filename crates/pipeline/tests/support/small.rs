//! A simulated pair small enough that the whole job on it takes seconds.

use std::path::Path;

use super::reference::Known;

use marv::{
    CaseFile, SampleFile,
    marv_ingest::{
        reference::Reference,
        regions::{Regions, shards},
    },
    marv_model::case::Disease,
    marv_simulate::{ReferenceChoice, Scenario, Simulated, demo_scenario, scenario, simulate},
};

/// Genes on three chromosomes, with the demonstration's mutations in them.
pub(crate) const GENES: [&str; 4] = ["TP53", "NPM1", "IDH2", "NRAS"];

/// Shallow, but with every kind of noise and with enough acquired variants that a difference would show.
pub(crate) fn scenario() -> Scenario {
    let gene =
        |gene: &str| scenario::Region { gene: Some(gene.to_owned()), flank: Some(400), ..scenario::Region::default() };
    Scenario {
        name: "small".to_owned(),
        seed: 7,
        regions: GENES.map(gene).to_vec(),
        tumour_depth: 40.0,
        normal_depth: 25.0,
        purity: 0.9,
        tumour_in_normal: 0.02,
        somatic: demo_scenario()
            .somatic
            .into_iter()
            .filter(|one| one.allele.gene.as_deref().is_some_and(|gene| GENES.contains(&gene)))
            .map(|one| scenario::SomaticVariant { clone: None, ..one })
            .collect(),
        random_somatic: scenario::RandomSomatic {
            snv_per_mb: 400.0,
            indel_per_mb: 200.0,
            mnv_per_mb: 100.0,
            late: 0.0,
        },
        ..Scenario::default()
    }
}

pub(crate) fn simulated(folder: &Path) -> Simulated {
    simulated_of(&scenario(), &ReferenceChoice::Generated, folder)
}

pub(crate) fn simulated_of(scenario: &Scenario, reference: &ReferenceChoice, folder: &Path) -> Simulated {
    simulate(scenario, reference, folder, &|_| ()).unwrap()
}

/// What is known of one contig where the pair's reads lie.
pub(crate) fn only(pair: &Simulated, contig: &str) -> Known {
    let reference = Reference::open(&pair.reference).unwrap();
    let regions = Regions::from_bed(&pair.regions, reference.contigs()).unwrap();
    let id = reference.contigs().id(contig).unwrap();
    let region = shards(reference.contigs(), u32::MAX, Some(&regions)).into_iter().find(|region| region.contig() == id);
    let window = reference.window(region.unwrap()).unwrap();
    Known::slice(contig, reference.contigs().length(id), window.interval().start(), window.bases())
}

/// The pair as a case, restricted to where reads are, as a panel would be.
pub(crate) fn case(pair: &Simulated) -> CaseFile {
    let sample = |path: &Path| SampleFile { alignment: path.to_owned(), sample: None };
    CaseFile {
        id: "small".to_owned(),
        disease: Disease::Aml,
        normal: Some(sample(&pair.normal)),
        regions: Some(pair.regions.clone()),
        karyotype: Some("45,XX,-7[18]/46,XX[2]".to_owned()),
        ..CaseFile::new(&pair.reference, &pair.tumour)
    }
}
