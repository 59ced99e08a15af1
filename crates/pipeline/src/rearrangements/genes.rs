//! What a junction does to genes: on GRCh38 by the embedded models, and by a department's where they are given. Without
//! models nothing is said.

use marv_annotate::{
    Bundle, Role, Transcript,
    fusion::{GeneFusion, Side, fusions_of, genes_at, place_of},
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
