//! What is asked of a genome wherever it differs: the panel's bases to measure, and the alleles that are always looked at.

use marv_annotate::{BoundBundle, Bundle};
use marv_ingest::variants::SuppliedVariant;
use marv_model::{
    call::Forced,
    genome::{Contigs, Interval},
    sequence::ReferenceSource,
};
use marv_somatic::{ForcedAllele, PanelInterval};

/// RULE: exons (of the MANE Select transcript, first and last) where in-frame tandem duplications are recurrent drivers:
/// FLT3-ITD (13 to 15; structure.md, 7.2), UBTF-TD (13), BCOR-ITD (15), and CEBPA's only exon (7.4).
const TANDEM: [(&str, u32, u32); 4] = [("FLT3", 13, 15), ("UBTF", 13, 13), ("BCOR", 15, 15), ("CEBPA", 1, 1)];

/// The knowledge bundle on one genome; without models where the genome is of another build.
#[derive(Debug)]
pub(crate) struct Panel {
    /// The bundle, where it fits the build.
    pub(crate) bundle: Option<BoundBundle>,
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
    /// Takes the embedded bundle to a genome. Hotspots whose reference allele is not the reference's are left out and
    /// said so: forced onto another sequence they would be counted wrongly.
    pub(crate) fn new(contigs: &Contigs, reference: &dyn ReferenceSource, supplied: &[SuppliedVariant]) -> Self {
        let (mut messages, mut warnings) = (Vec::new(), Vec::new());
        let bundle = match Bundle::embedded().for_contigs(contigs) {
            Ok(bundle) => Some(bundle),
            Err(wrong) => {
                messages.push(wrong.to_string()); // the report says it under what was not assessed
                None
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
                    Bundle::embedded().build()
                ));
            }
        }
        // A hotspot that was also supplied is a hotspot.
        forced.sort_by(|a, b| (&a.variant, a.why).cmp(&(&b.variant, b.why)));
        forced.dedup_by(|later, earlier| later.variant == earlier.variant);
        Self { bundle, messages, warnings, intervals, tandem, forced }
    }
}
