//! The bundle on another build, by a department's gene models of it.

use std::{collections::BTreeMap, ops::Range};

use marv_model::genome::Build;

use super::{Band, Bundle, HotspotRecord};
use crate::transcript::Transcript;

impl Bundle {
    /// The same panel on another build: each transcript where `models` have it (by accession, else by accession without
    /// version), hotspots where their codon lies there. What the models do not have is left out, a gene without its MANE Select
    /// transcript is listed in [`Bundle::absent`].
    ///
    /// RULE: a hotspot moves only where its transcript has the same strand and coding length on both builds. Its reference
    /// allele is not looked at here: hold it against the reference before use ([`super::BoundBundle::check_hotspots`]).
    #[must_use]
    pub fn moved<'a>(&self, build: Build, models: impl Iterator<Item = &'a Transcript>, bands: Vec<Band>) -> Self {
        let (mut exact, mut bare) = (BTreeMap::new(), BTreeMap::new());
        for model in models {
            for name in [Some(model.accession()), model.ensembl()].into_iter().flatten() {
                exact.entry(name).or_insert(model);
                bare.entry(without_version(name)).or_insert(model);
            }
        }
        let find = |old: &Transcript| -> Option<Transcript> {
            let names = [Some(old.accession()), old.ensembl()];
            let found = names.into_iter().flatten().find_map(|name| exact.get(name));
            let found = found.or_else(|| names.into_iter().flatten().find_map(|name| bare.get(without_version(name))));
            found.map(|model| (*model).clone().with_role(old.gene(), old.gene_id(), old.role()))
        };
        let place = |all: &[Transcript]| -> Vec<Transcript> { all.iter().filter_map(find).collect() };
        let transcripts = place(&self.transcripts);
        let has = |old: &&Transcript| {
            old.is_mane_select() && !transcripts.iter().any(|new| new.is_mane_select() && new.gene() == old.gene())
        };
        let absent = self.transcripts.iter().filter(has).map(|old| old.gene().into()).collect();
        let hotspots = self.hotspots.iter().filter_map(|spot| hotspot(spot, self, &find)).collect();
        let mut manifest = self.manifest.clone();
        manifest.build = build;
        Self {
            manifest,
            hash: self.hash.clone(),
            partners: place(&self.partners),
            transcripts,
            recurrent: self.recurrent.clone(),
            bands,
            hotspots,
            genes: self.genes.clone(),
            studies: self.studies.clone(),
            absent,
        }
    }
}

fn without_version(accession: &str) -> &str {
    accession.split('.').next().unwrap_or(accession)
}

fn hotspot(
    spot: &HotspotRecord,
    bundle: &Bundle,
    find: &impl Fn(&Transcript) -> Option<Transcript>,
) -> Option<HotspotRecord> {
    let old = bundle.transcript(&spot.transcript)?;
    let new = find(old)?;
    if old.strand() != new.strand() || old.coding_length() != new.coding_length() {
        return None;
    }
    let (anchor, offset) = nearest_coding(old, spot.position)?;
    let coding = old.spliced(anchor)?.checked_sub(old.coding().start)?;
    let position = new.genomic_of_coding(coding)?.checked_add_signed(offset)?;
    Some(HotspotRecord { chrom: new.chrom().into(), position, transcript: new.accession().into(), ..spot.clone() })
}

/// The coding base nearest to a place, and how far the place lies behind it.
fn nearest_coding(transcript: &Transcript, position: u32) -> Option<(u32, i32)> {
    let cds = transcript.cds();
    let coding = |exon: &Range<u32>| exon.start.max(cds.start)..exon.end.min(cds.end);
    let parts = transcript.exons().iter().map(coding).filter(|part| part.start < part.end);
    let anchors = parts.map(|part| position.clamp(part.start, part.end - 1));
    let anchor = anchors.min_by_key(|anchor| anchor.abs_diff(position))?;
    let offset = i32::try_from(anchor.abs_diff(position)).ok()?;
    Some((anchor, if position < anchor { -offset } else { offset }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::{Role, Strand};

    /// Every model shifted by 1,000 bases, with a version of its own: hotspots must move by as much.
    #[test]
    fn hotspots_move_with_their_transcript() {
        let bundle = Bundle::embedded();
        let shift = |t: &Transcript| {
            let exons = t.exons().iter().map(|e| e.start + 1_000..e.end + 1_000).collect();
            let cds = t.cds().start + 1_000..t.cds().end + 1_000;
            let accession = format!("{}.99", without_version(t.accession()));
            Transcript::new("other", None, &accession, None, Role::Other, t.chrom(), t.strand(), cds, exons).unwrap()
        };
        let models: Vec<Transcript> = bundle.transcripts().iter().filter(|t| t.gene() != "TP53").map(shift).collect();
        let moved = bundle.moved(Build::Grch37, models.iter(), Vec::new());
        assert_eq!((moved.build(), moved.absent()), (Build::Grch37, &["TP53".into()][..]));
        let of_others = bundle.hotspot_records().iter().filter(|spot| &*spot.gene != "TP53");
        let pairs: Vec<_> = of_others.zip(moved.hotspot_records()).collect();
        assert_eq!(pairs.len(), moved.hotspot_records().len());
        assert!(pairs.iter().all(|(old, new)| old.label == new.label && new.position == old.position + 1_000));
        let flt3 = moved.transcripts().iter().find(|t| t.gene() == "FLT3").unwrap();
        assert_eq!((flt3.role(), flt3.accession(), flt3.strand()), (Role::ManeSelect, "NM_004119.99", Strand::Reverse));
    }
}
