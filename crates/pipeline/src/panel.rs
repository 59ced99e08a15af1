//! What is asked of a genome wherever it differs: the panel's bases to measure, and the alleles that are always looked at.

use std::path::Path;

use marv_annotate::{BoundBundle, Bundle, Transcript};
use marv_ingest::variants::SuppliedVariant;
use marv_knowledge::Knowledge;
use marv_model::{
    call::Forced,
    genome::{Build, Contigs, Interval},
    sequence::ReferenceSource,
};
use marv_somatic::{ForcedAllele, PanelInterval};

use crate::Error;

/// RULE: exons (of the MANE Select transcript, first and last) where in-frame tandem duplications are recurrent drivers:
/// FLT3-ITD (13 to 15; structure.md, 7.2), UBTF-TD (13), BCOR-ITD (15), and CEBPA's only exon (7.4).
const TANDEM: [(&str, u32, u32); 4] = [("FLT3", 13, 15), ("UBTF", 13, 13), ("BCOR", 15, 15), ("CEBPA", 1, 1)];

/// The knowledge bundle on one genome; without models where the genome is of another build.
#[derive(Debug)]
pub(crate) struct Panel {
    /// The bundle, where it fits the build or a department's models took it there.
    pub(crate) bundle: Option<BoundBundle>,
    /// Whether a department's models took it there: what is looked at then depends on them.
    pub(crate) moved: bool,
    /// The department's knowledge.
    pub(crate) knowledge: Option<Knowledge>,
    /// What a person should know about it, as a sentence for the log.
    pub(crate) messages: Vec<String>,
    /// The same as keys of the report's catalogue.
    pub(crate) warnings: Vec<String>,
    /// Coding intervals of the panel's genes, by number.
    pub(crate) intervals: Vec<PanelInterval>,
    /// Where tandem duplications recur.
    pub(crate) tandem: Vec<Interval>,
    /// In the genome's order.
    pub(crate) forced: Vec<ForcedAllele>,
}

impl Panel {
    /// Takes the embedded bundle to a genome, by the models of a folder of knowledge where the genome is of another build.
    /// Hotspots whose reference allele is not the reference's are left out and said so: forced onto another sequence they
    /// would be counted wrongly.
    pub(crate) fn new(
        contigs: &Contigs,
        reference: &dyn ReferenceSource,
        supplied: &[SuppliedVariant],
        folder: Option<&Path>,
    ) -> Result<Self, Error> {
        let (mut messages, mut warnings) = (Vec::new(), Vec::new());
        let knowledge = folder.map(|folder| opened(folder, contigs)).transpose()?;
        let (bundle, moved) = match bundle_on(contigs, reference, knowledge.as_ref())? {
            Ok(found) => found,
            Err(message) => {
                messages.push(message); // the report says it under what was not assessed
                (None, false)
            }
        };
        let mut forced: Vec<ForcedAllele> = supplied
            .iter()
            .map(|supplied| ForcedAllele { variant: supplied.variant.clone(), why: Forced::Supplied })
            .collect();
        let (mut intervals, mut tandem) = (Vec::new(), Vec::new());
        if let Some(bundle) = &bundle {
            intervals.extend(
                (0u32..)
                    .zip(bundle.coding_intervals())
                    .map(|(index, coding)| PanelInterval { index, interval: coding.interval }),
            );
            let recur = bundle.coding_intervals().iter().filter(|coding| {
                TANDEM
                    .iter()
                    .any(|(gene, first, last)| *gene == &*coding.gene && (*first..=*last).contains(&coding.exon))
            });
            tandem.extend(recur.map(|coding| coding.interval));
            let mut elsewhere = 0u32;
            for hotspot in bundle.hotspots() {
                let there = hotspot.variant.interval().and_then(|interval| reference.bases(interval));
                if there.as_ref() == Some(hotspot.variant.reference()) {
                    forced.push(ForcedAllele { variant: hotspot.variant.clone(), why: Forced::Hotspot });
                } else if there.is_some_and(|bases| !bases.contains(&b'N')) {
                    elsewhere += 1;
                }
            }
            if elsewhere > 0 {
                warnings.push(format!("hotspots_elsewhere: {elsewhere}"));
                messages.push(format!(
                    "{elsewhere} of the bundle's hotspots have another base in this reference and are not looked at by force: is it {}?",
                    if moved { contigs.build() } else { Bundle::embedded().build() }
                ));
            }
        }
        // A hotspot that was also supplied is a hotspot.
        forced.sort_by(|a, b| (&a.variant, a.why).cmp(&(&b.variant, b.why)));
        forced.dedup_by(|later, earlier| later.variant == earlier.variant);
        Ok(Self { bundle, moved, knowledge, messages, warnings, intervals, tandem, forced })
    }

    /// The department's models around a stretch of the genome.
    pub(crate) fn models(&self, contigs: &Contigs, stretch: Interval) -> Result<Vec<Transcript>, Error> {
        let Some(models) = self.knowledge.as_ref().and_then(Knowledge::transcripts) else { return Ok(Vec::new()) };
        // An allele that starts within the stretch may end behind it.
        let range = stretch.start()..stretch.end().saturating_add(LONGEST);
        Ok(models.around(contigs.name(stretch.contig()), range)?)
    }
}

/// Bases that an allele may take behind the stretch in which it starts.
const LONGEST: u32 = 10_000;

/// Opens a folder of knowledge for a genome: of another build it is refused.
pub(crate) fn opened(folder: &Path, contigs: &Contigs) -> Result<Knowledge, Error> {
    let knowledge = Knowledge::open(folder)?;
    let (own, found) = (knowledge.build(), contigs.build());
    if found != Build::Unknown && own != found {
        return Err(Error::file(
            folder,
            Some("build"),
            format!("the knowledge is of {own}, the reference of {found}"),
            format!("give knowledge of {found}: `marv knowledge build --build {found} ...`"),
        ));
    }
    Ok(knowledge)
}

type OnBuild = (Option<BoundBundle>, bool);

/// The embedded bundle on this genome, or moved there by a department's models; else why not.
pub(crate) fn bundle_on(
    contigs: &Contigs,
    reference: &dyn ReferenceSource,
    knowledge: Option<&Knowledge>,
) -> Result<Result<OnBuild, String>, Error> {
    let wrong = match Bundle::embedded().for_contigs(contigs) {
        Ok(bundle) => return Ok(Ok((Some(bundle), false))),
        Err(wrong) => wrong,
    };
    let Some((knowledge, models)) = knowledge.and_then(|k| Some((k, k.transcripts()?))) else {
        return Ok(Err(wrong.to_string()));
    };
    let models = models.all()?;
    let bundle = Bundle::embedded().moved(knowledge.build(), models.iter(), knowledge.bands().to_vec());
    if let Some((with, of)) = starts(&bundle, contigs, reference).filter(|(with, of)| 10 * with < 9 * of) {
        return Ok(Err(format!(
            "of the panel's {of} gene models in the folder of knowledge {with} start with a start codon in this reference: they \
             are of another genome, and nothing is annotated. Build the knowledge from models of {}",
            contigs.build()
        )));
    }
    match bundle.for_contigs(contigs) {
        Ok(bound) => Ok(Ok((Some(bound), true))),
        Err(wrong) => Ok(Err(wrong.to_string())),
    }
}

/// How many of the panel's models start with ATG in a reference, and of how many that can be read there; none where none can.
fn starts(bundle: &Bundle, contigs: &Contigs, reference: &dyn ReferenceSource) -> Option<(usize, usize)> {
    let codon = |model: &Transcript| {
        let contig = contigs.id_or_alias(model.chrom())?;
        let at = |index: u32| {
            let place = model.genomic_of_coding(index)?;
            reference.bases(Interval::new(contig, place, place + 1).ok()?)?.first().copied()
        };
        let bases = [at(0)?, at(1)?, at(2)?];
        let forward = model.strand() == marv_annotate::Strand::Forward;
        (!bases.contains(&b'N')).then_some(bases == if forward { *b"ATG" } else { *b"TAC" })
    };
    let found: Vec<bool> =
        bundle.transcripts().iter().filter(|model| model.is_mane_select()).filter_map(codon).collect();
    (!found.is_empty()).then(|| (found.iter().filter(|starts| **starts).count(), found.len()))
}
