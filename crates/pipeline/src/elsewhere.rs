//! What a department's knowledge says of the reported calls: population frequency, ClinVar, hotspots, CIViC.

use std::path::{Path, PathBuf};

use marv_annotate::{
    GeneRole,
    oncogenicity::{HotspotCount, Observed},
};
use marv_ingest::privacy;
use marv_knowledge::{
    KnownAllele, Trials,
    store::{self, Knowledge, Manifest, Sources},
};
use marv_model::{annotation::TranscriptConsequence, interpretation::KnownElsewhere};

use crate::{Error, decide::Judged, error::file_name, inputs::Pair, select::principal};

/// Builds a folder of knowledge from downloaded files.
pub fn build_knowledge(sources: &Sources, out: &Path) -> Result<Manifest, Error> {
    Ok(store::build(sources, out)?)
}

/// What is known of each call, in their order; none where no knowledge was given.
pub(crate) fn known(
    kept: &[Judged],
    pair: &Pair,
    folder: Option<&PathBuf>,
) -> Result<Vec<Option<KnownElsewhere>>, Error> {
    let Some(folder) = folder else { return Ok(vec![None; kept.len()]) };
    let mut knowledge = Knowledge::open(folder)?;
    let of = |judged: &Judged| {
        let variant = &judged.call.variant;
        let name = pair.contigs().name(variant.contig());
        let allele = knowledge.allele(
            name,
            variant.position() + 1,
            variant.reference().as_str(),
            variant.alternate().as_str(),
        )?;
        Ok(Some(known_of(&allele, principal(judged), &knowledge)))
    };
    kept.iter().map(of).collect()
}

/// What is known of an allele and of the change that it makes.
pub(crate) fn known_of(
    allele: &KnownAllele,
    main: Option<&TranscriptConsequence>,
    knowledge: &Knowledge,
) -> KnownElsewhere {
    KnownElsewhere {
        frequency: allele.frequency,
        clinvar: allele.clinvar.map(|word| word.word().to_owned()),
        hotspot: main.and_then(|on| substituted(on, knowledge)),
        civic: main.map_or_else(Vec::new, |on| {
            knowledge.civic(&on.gene, on.hgvs_p.as_deref()).into_iter().map(|row| row.id).collect()
        }),
        role: main.and_then(|on| knowledge.role(&on.gene)).map(|role| role.word().to_owned()),
    }
}

/// RULE: counts of tumours are asked of a missense alone: the codes of hotspots are about an amino acid's change.
fn substituted(on: &TranscriptConsequence, knowledge: &Knowledge) -> Option<[u32; 2]> {
    let missense = on.consequences.contains(&marv_model::annotation::Consequence::MissenseVariant);
    let (residue, change) = knowledge.hotspot(&on.gene, on.hgvs_p.as_deref()).filter(|_| missense)?;
    Some([residue, change])
}

/// The department's list of trials.
pub(crate) fn trials(path: &Path) -> Result<Trials, Error> {
    let advice = "give a list of trials in TOML, see the user guide";
    let text = std::fs::read_to_string(path).map_err(|error| Error::file(path, None, error.to_string(), advice))?;
    // Titles stand in reports.
    Trials::parse(&privacy::redact(&text), &file_name(path))
        .map_err(|error| Error::file(path, None, error.to_string(), advice))
}

/// As the codes of oncogenicity ask for it.
pub(crate) fn observed(known: Option<&KnownElsewhere>) -> Observed {
    known.map_or_else(Observed::default, |known| Observed {
        highest_frequency: known.frequency,
        hotspot: known.hotspot.map(|[residue, change]| HotspotCount { residue, change }),
        predicted: None,
        role: known.role.as_deref().and_then(GeneRole::from_word),
    })
}
