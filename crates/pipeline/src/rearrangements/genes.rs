//! What a junction does to genes: on GRCh38 by the embedded models, and by a department's where they are given. Without
//! models nothing is said.

use marv_annotate::{
    Bundle, Role, Transcript,
    fusion::{GeneFusion, Side, fusions_of, genes_at, place_of, receptor_locus},
};
use marv_knowledge::Knowledge;
use marv_model::{
    genome::{Build, Contigs, bare_name},
    rearrangement::{BrokenGene, JunctionSide},
    structure::{Breakend, JunctionCall},
};

use crate::Error;

/// The contig's name with the `chr` prefix.
pub(crate) fn chromosome(contigs: &Contigs, side: Breakend) -> String {
    format!("chr{}", bare_name(contigs.name(side.locus.contig)))
}

/// Where gene models come from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Models<'a> {
    pub(crate) contigs: &'a Contigs,
    /// The department's, of the same build.
    pub(crate) knowledge: Option<&'a Knowledge>,
}

impl Models<'_> {
    /// Whether anything is known of genes here.
    pub(super) fn any(self) -> bool {
        self.contigs.build() == Build::Grch38 || self.knowledge.and_then(Knowledge::transcripts).is_some()
    }
    /// The models that hold a side: the embedded ones, then those of genes that these do not have.
    fn at(self, chrom: &str, position: u32) -> Result<Vec<Transcript>, Error> {
        let mut found: Vec<Transcript> = match self.contigs.build() {
            Build::Grch38 => {
                genes_at(Bundle::embedded(), chrom, position).map(|place| place.transcript.clone()).collect()
            }
            _ => Vec::new(),
        };
        let Some(models) = self.knowledge.and_then(Knowledge::transcripts) else { return Ok(found) };
        let told = |model: &Transcript| matches!(model.role(), Role::ManeSelect | Role::Chosen);
        let mut more = models.around(chrom, position..position + 1)?;
        more.retain(|model| told(model) && model.span().contains(&position));
        more.sort_by_key(Transcript::role); // stable: of a gene with both, MANE Select
        for model in more {
            if !found.iter().any(|known| known.gene() == model.gene()) {
                found.push(model);
            }
        }
        Ok(found)
    }
    /// The gene's models near a place: the embedded, then the department's where these do not have it.
    fn near(self, gene: &str, chrom: &str, position: u32) -> Result<bool, Error> {
        let range = position.saturating_sub(HIJACKED)..position.saturating_add(HIJACKED);
        let reaches = |model: &Transcript| model.span().start < range.end && range.start < model.span().end;
        let here = |model: &&Transcript| model.gene() == gene && model.chrom() == chrom;
        if Bundle::embedded().fusion_models().filter(here).any(reaches) {
            return Ok(true);
        }
        let Some(models) = self.knowledge.and_then(Knowledge::transcripts) else { return Ok(false) };
        Ok(models.around(chrom, range.clone())?.iter().any(|model| model.gene() == gene && reaches(model)))
    }
    /// Whether there is a department's table of fusions.
    pub(super) fn lists_fusions(self) -> bool {
        self.knowledge.and_then(Knowledge::fusions).is_some()
    }
    /// What the department's table says of a fusion.
    pub(super) fn listed(self, fusion: &GeneFusion) -> Option<String> {
        let table = self.knowledge.and_then(Knowledge::fusions)?;
        table.of(&fusion.five, &fusion.three).map(str::to_owned)
    }
}

/// The genes that a junction joins.
pub(super) fn joined(call: &JunctionCall, models: Models<'_>) -> Result<Vec<GeneFusion>, Error> {
    let (one, other) = (call.junction.one, call.junction.other);
    let names = [one, other].map(|side| chromosome(models.contigs, side));
    let side = |chrom, end: Breakend| Side { chrom, position: end.locus.position, kept: end.kept };
    let at_one = models.at(&names[0], one.locus.position)?;
    let at_other = models.at(&names[1], other.locus.position)?;
    let at_one: Vec<&Transcript> = at_one.iter().collect();
    let at_other: Vec<&Transcript> = at_other.iter().collect();
    Ok(fusions_of((&at_one, side(&names[0], one)), (&at_other, side(&names[1], other))))
}

/// METHOD: how far from a break a gene may lie that an enhancer of a receptor locus drives: breaks of t(11;14) and t(8;14)
/// are spread over several hundred kilobases.
const HIJACKED: u32 = 500_000;

/// A receptor locus joined to a gene, as a department's table lists the pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hijack {
    /// Such as `IGH`, in the table's word.
    pub(super) locus: String,
    pub(super) gene: String,
    pub(super) note: String,
}

/// The pairs of a department's table that a junction is: one side in the immunoglobulin or T-cell receptor locus, the
/// other in the gene or near it, in any direction.
///
/// RULE: a junction within one receptor locus is the cells' own recombination and is none. The loci are those of GRCh38.
pub(super) fn hijacked(call: &JunctionCall, models: Models<'_>) -> Result<Vec<Hijack>, Error> {
    let Some(table) = models.knowledge.and_then(Knowledge::fusions) else { return Ok(Vec::new()) };
    if models.contigs.build() != Build::Grch38 {
        return Ok(Vec::new());
    }
    let sides = [call.junction.one, call.junction.other].map(|side| (chromosome(models.contigs, side), side));
    let locus_of = |at: usize| receptor_locus(Build::Grch38, &sides[at].0, sides[at].1.locus.position);
    let mut found = Vec::new();
    for (at, far) in [(0, 1), (1, 0)] {
        let Some(locus) = locus_of(at).filter(|locus| locus_of(far) != Some(*locus)) else { continue };
        for (name, gene, note) in table.with_locus(locus) {
            let hijack = Hijack { locus: name.to_owned(), gene: gene.to_owned(), note: note.to_owned() };
            let (chrom, side) = &sides[far];
            if !found.contains(&hijack) && models.near(gene, chrom, side.locus.position)? {
                found.push(hijack);
            }
        }
    }
    Ok(found)
}

/// A side with its band and genes.
pub(super) fn placed(side: Breakend, models: Models<'_>) -> Result<JunctionSide, Error> {
    let chrom = chromosome(models.contigs, side);
    let position = side.locus.position;
    let bands = match models.contigs.build() {
        Build::Grch38 => Bundle::embedded().bands(),
        _ => models.knowledge.map_or(&[][..], Knowledge::bands),
    };
    let band = bands.iter().find(|band| *band.chrom == *chrom && band.range.contains(&position));
    Ok(JunctionSide {
        contig: models.contigs.name(side.locus.contig).to_owned(),
        position: position + 1,
        kept: side.kept,
        band: band.map_or_else(String::new, |band| format!("{}{}", bare_name(&chrom), band.name)),
        genes: models.at(&chrom, position)?.iter().map(|model| broken(place_of(model, position))).collect(),
    })
}

fn broken(place: marv_annotate::fusion::GenePlace<'_>) -> BrokenGene {
    BrokenGene {
        gene: place.transcript.gene().to_owned(),
        transcript: place.transcript.accession().to_owned(),
        forward: place.transcript.strand() == marv_annotate::Strand::Forward,
        exon: place.exon,
        intron: place.intron,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use marv_knowledge::store::{Sources, build};
    use marv_model::structure::Kept::Before;

    use super::*;
    use crate::rearrangements::made::call;

    /// CCND1 lies at chr11:69,641,156-69,654,474 and IGH at chr14:105,586,437-106,879,844 of GRCh38 (NCBI Gene); breaks of
    /// t(11;14) lie up to some hundred kilobases before CCND1.
    #[test]
    fn a_departments_pair_with_a_receptor_locus_is_told_whichever_way_it_is_written_and_only_near_the_gene() {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("fusions.txt");
        fs::write(&table, "IGH@::CCND1\tmantle cell\nBEYOND1::IGK\n").unwrap();
        let models = folder.path().join("models.txt");
        let row = "NM_900000001.1\tchr5\t+\t50000000\t50000030\t50000000\t50000009\t1\t50000000,\t50000030,\t0\tBEYOND1\tcmpl\tcmpl\t0,\n";
        fs::write(&models, row).unwrap();
        let out = folder.path().join("knowledge");
        build(&Sources { fusions: Some(table), transcripts: vec![models], ..Sources::default() }, &out).unwrap();
        let knowledge = Knowledge::open(&out).unwrap();
        let contigs = Contigs::grch38();
        let told = |one: (&str, u32), other: (&str, u32)| {
            let models = Models { contigs: &contigs, knowledge: Some(&knowledge) };
            let found = hijacked(&call((one.0, one.1, Before), (other.0, other.1, Before), None), models).unwrap();
            found.into_iter().map(|one| format!("{}::{} {}", one.locus, one.gene, one.note)).collect::<Vec<_>>()
        };
        let igh = ("chr14", 105_860_000);
        assert_eq!(told(("chr11", 69_531_000), igh), ["IGH@::CCND1 mantle cell"]);
        assert_eq!(told(igh, ("chr11", 69_531_000)), ["IGH@::CCND1 mantle cell"]);
        assert_eq!(told(("chr11", 68_000_000), igh), Vec::<String>::new(), "1.6 Mb away");
        // The gene is the department's own, and the pair stands the other way round.
        assert_eq!(told(("chr5", 49_900_000), ("chr2", 89_000_000)), ["IGK::BEYOND1 "]);
        assert_eq!(told(("chr5", 49_900_000), igh), Vec::<String>::new(), "another locus");
        assert_eq!(told(igh, ("chr14", 106_300_000)), Vec::<String>::new(), "recombination");
    }
}
