//! Variants at the places that a scenario names.

use marv_model::{genome::Interval, sequence::ReferenceSource, variant::SmallVariant};

use super::{Acquired, Donor, Inherited, Somatic, germline, interval, left_aligned};
use crate::{Error, catalogue::Catalogue, scenario::Scenario};

/// The longest allele that a scenario may ask for, in bases: longer ones do not fit the margin of a window.
pub(crate) const LONGEST_ALLELE: u32 = 600;

impl Donor {
    /// Variants at the places that the scenario names.
    pub(super) fn take_chosen(
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
}

fn haplotype(field: &str, haplotype: Option<u8>) -> Result<usize, Error> {
    match haplotype {
        None | Some(1) => Ok(0),
        Some(2) => Ok(1),
        Some(other) => Err(Error::scenario(format!("{field}.haplotype"), format!("is {other}, expected 1 or 2"))),
    }
}
