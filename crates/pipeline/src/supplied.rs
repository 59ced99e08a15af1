//! Other callers' variants: read, and remembered by allele.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use marv_ingest::variants::{SampleNames, SuppliedVariant, VariantReader, read_supplied};
use marv_model::{
    genome::{Contigs, Interval, Locus},
    sequence::ReferenceSource,
    variant::{SmallVariant, VariantKind},
};

use crate::{
    Error,
    error::file_name,
    progress::{Event, Progress},
};

/// What the user's VCF files hold.
#[derive(Debug, Default)]
pub(crate) struct Supplied {
    pub(crate) variants: Vec<SuppliedVariant>,
    /// Alleles that were not taken, for whatever reason.
    pub(crate) not_used: u64,
    callers: BTreeMap<SmallVariant, BTreeSet<&'static str>>,
    /// The callers that passed each allele.
    passing: BTreeMap<SmallVariant, BTreeSet<&'static str>>,
    /// The callers that pass any substitution, and any other change.
    speaking: [BTreeSet<&'static str>; 2],
    /// All callers by place.
    places: BTreeMap<Locus, BTreeSet<&'static str>>,
}

impl Supplied {
    pub(crate) fn read(
        files: &[PathBuf],
        contigs: &Contigs,
        reference: &dyn ReferenceSource,
        names: &SampleNames,
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        let mut all = Self::default();
        for path in files {
            let read = read_supplied(path, contigs, Some(reference), &borne(path, names)?)?;
            for notice in read.tally.skipped.iter().chain(&read.tally.notices) {
                progress.event(Event::Warning {
                    message: format!(
                        "{}: {} ({} of {} alleles)",
                        file_name(path),
                        notice.what,
                        notice.count,
                        read.tally.alleles
                    ),
                });
            }
            all.not_used += read.tally.skipped.iter().map(|notice| notice.count).sum::<u64>();
            for variant in read.variants {
                all.callers.entry(variant.variant.clone()).or_default().insert(variant.caller.name());
                if variant.filters.is_empty() {
                    let name = variant.caller.name();
                    all.passing.entry(variant.variant.clone()).or_default().insert(name);
                    all.speaking[usize::from(variant.variant.kind() != VariantKind::Snv)].insert(name);
                }
                all.places.entry(variant.variant.locus()).or_default().insert(variant.caller.name());
                all.variants.push(variant);
            }
        }
        Ok(all)
    }
    /// Whether a caller had this allele.
    pub(crate) fn has(&self, variant: &SmallVariant) -> bool {
        self.callers.contains_key(variant)
    }
    /// How many alleles lie in none of `regions`, which are in the genome's order: nothing is said of them.
    pub(crate) fn outside(&self, regions: &[Interval]) -> usize {
        let inside = |variant: &SmallVariant| {
            let next = regions
                .partition_point(|region| (region.contig(), region.start()) <= (variant.contig(), variant.position()));
            next.checked_sub(1).is_some_and(|last| regions[last].contains(variant.locus()))
        };
        self.callers.keys().filter(|variant| !inside(variant)).count()
    }
    /// How many callers had this allele without a filter of theirs.
    pub(crate) fn passing(&self, variant: &SmallVariant) -> u32 {
        self.passing.get(variant).map_or(0, |names| u32::try_from(names.len()).unwrap_or(u32::MAX))
    }
    /// How many callers that pass any substitution (or any other change, whichever this is) do not pass this one.
    pub(crate) fn dissenting(&self, variant: &SmallVariant) -> u32 {
        let speak = &self.speaking[usize::from(variant.kind() != VariantKind::Snv)];
        u32::try_from(speak.len()).unwrap_or(u32::MAX).saturating_sub(self.passing(variant))
    }
    /// The callers that had this allele, by name; of an allele that none had, those that had a part of it, as where
    /// neighbouring changes on the same fragments became one.
    pub(crate) fn callers(&self, variant: &SmallVariant) -> Vec<String> {
        let names = |names: &mut dyn Iterator<Item = &&'static str>| {
            names.copied().collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        if let Some(own) = self.callers.get(variant) {
            return names(&mut own.iter());
        }
        if variant.reference().len() == 1 && variant.alternate().len() == 1 {
            return Vec::new();
        }
        let end = variant.position() + u32::try_from(variant.reference().len()).unwrap_or(u32::MAX);
        let parts = self.places.range(variant.locus()..Locus::new(variant.contig(), end));
        names(&mut parts.flat_map(|(_, names)| names))
    }
}

/// Of the pair's names those that columns of the file bear. Many callers name their columns NORMAL and TUMOR whatever
/// the samples are called; such a file says by itself which is which.
fn borne(path: &Path, names: &SampleNames) -> Result<SampleNames, Error> {
    if names.tumour == names.normal {
        return Ok(SampleNames::default());
    }
    let reader = VariantReader::open(path)?;
    let there = |name: &Option<String>| name.clone().filter(|name| reader.header().samples.contains(name));
    Ok(SampleNames { tumour: there(&names.tumour), normal: there(&names.normal) })
}
