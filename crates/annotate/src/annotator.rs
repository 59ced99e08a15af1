//! Variants to consequences, transcript by transcript.

use marv_model::{
    annotation::{Consequence, HaemRule, Impact, TranscriptConsequence},
    genome::Interval,
    sequence::ReferenceSource,
    variant::SmallVariant,
};

use crate::{
    bundle::BoundBundle,
    effect::{
        coding::{self, CodingEffect},
        edit::Edit,
        place, splice,
        splice::Region,
    },
    rules,
    transcript::{Role, Strand, Transcript},
};

/// Upstream and downstream of a transcript, in bases (VEP's default).
pub const NEIGHBOURHOOD: u32 = 5_000;

/// A variant on one transcript, with what VEP's columns ask for beside the consequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The consequence, as the case holds it.
    pub consequence: TranscriptConsequence,
    /// NCBI gene number.
    pub gene_id: Option<String>,
    /// Versioned Ensembl accession of the same transcript, for MANE Select.
    pub ensembl: Option<String>,
    /// Of the transcript.
    pub strand: Strand,
    /// Of the transcript; what decides first which is reported on.
    pub role: Role,
    /// Whether the gene is one of the bundle.
    pub of_panel: bool,
    /// 1-based first and last base of the spliced transcript.
    pub cdna: Option<(u32, u32)>,
    /// 1-based first and last coding base.
    pub cds: Option<(u32, u32)>,
    /// 1-based first and last residue whose codon is touched.
    pub residues: Option<(u32, u32)>,
    /// As `R/H`.
    pub amino_acids: Option<String>,
    /// As `cGc/cAc`.
    pub codons: Option<String>,
    /// To the transcript in bases, outside it.
    pub distance: Option<u32>,
    /// Why HGVS is missing or not certain: which bases are not at hand.
    pub unknown: Option<Unknown>,
}

/// What could not be told, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// No reference was given, or it has N here: the 3'-most place, the codon or the new protein is not known.
    ReferenceBases,
    /// The reference has other bases than the variant's reference allele.
    ReferenceDiffers,
}

/// Annotates the variants of one genome.
#[derive(Debug, Clone)]
pub struct Annotator<'a> {
    bundle: &'a BoundBundle,
    /// Models of genes that the bundle does not have, each with its contig's name.
    beyond: &'a [Transcript],
}

impl<'a> Annotator<'a> {
    /// With the models of this bundle.
    pub fn new(bundle: &'a BoundBundle) -> Self {
        Self { bundle, beyond: &[] }
    }
    /// The same, and these models for the genes that the bundle has none of. They must lie on the contig of the variants
    /// that are asked for: a caller gives those around a region.
    #[must_use]
    pub fn beyond(&self, models: &'a [Transcript]) -> Self {
        Self { bundle: self.bundle, beyond: models }
    }
    /// The consequences of a variant on the bundle's transcripts within 5 kb: MANE Select first, then by severity. Empty
    /// elsewhere, which says nothing of genes outside the panel.
    ///
    /// Without a reference (or where it has N) only what needs no base is told: coding positions of substitutions,
    /// regions, frames; no protein change.
    pub fn annotate(
        &self,
        variant: &SmallVariant,
        reference: Option<&dyn ReferenceSource>,
    ) -> Vec<TranscriptConsequence> {
        self.effects(variant, reference).into_iter().map(|effect| effect.consequence).collect()
    }
    /// The same with the columns of VEP.
    pub fn effects(&self, variant: &SmallVariant, reference: Option<&dyn ReferenceSource>) -> Vec<Effect> {
        let edit = Edit::of(variant);
        let near = |t: &Transcript| {
            let span = t.span();
            edit.start <= span.end.saturating_add(NEIGHBOURHOOD)
                && edit.end() >= span.start.saturating_sub(NEIGHBOURHOOD)
        };
        let placed: Vec<&Transcript> = self
            .bundle
            .placed()
            .iter()
            .filter(|p| p.contig == variant.contig() && near(&p.transcript))
            .map(|p| &p.transcript)
            .chain(self.beyond.iter().filter(|t| near(t) && !self.bundle.has_gene(t.gene())))
            .collect();
        if placed.is_empty() {
            return Vec::new(); // most of a genome: no base is read
        }
        let differs = reference.is_some_and(|r| differs(variant, r));
        let usable = reference.filter(|_| !differs);
        let mut effects: Vec<Effect> =
            placed.into_iter().filter_map(|t| self.on_transcript(variant, &edit, t, usable)).collect();
        if differs {
            for effect in &mut effects {
                effect.unknown = Some(Unknown::ReferenceDiffers);
            }
        }
        for effect in &mut effects {
            effect.of_panel = self.bundle.has_gene(&effect.consequence.gene);
        }
        // RULE: what changes a gene of the panel is told on that gene, whatever it does to one that overlaps it.
        let of_panel = effects.iter().any(|e| e.of_panel && impact(&e.consequence.consequences) < Impact::Modifier);
        // And a gene that holds it goes before the neighbour of one that does not.
        let others = effects.iter().any(|e| !e.of_panel);
        effects.sort_by(|a, b| {
            let beyond = |e: &Effect| of_panel && !e.of_panel || others && e.distance.is_some();
            let key = |e: &Effect| (beyond(e), order(e.role), e.consequence.consequences.first().copied(), !e.of_panel);
            let names = |e: &'_ Effect| (e.consequence.gene.clone(), e.consequence.transcript.clone());
            key(a).cmp(&key(b)).then_with(|| names(a).cmp(&names(b)))
        });
        effects
    }
    /// Variants of one haplotype that change one codon, as one: the merged variant and its consequences. None when no
    /// transcript has them in one codon, when they overlap, when an intron parts the codon, or when a base between them
    /// is not known. All must lie on one contig and be in cis (one phase set, one haplotype).
    pub fn annotate_phased(
        &self,
        variants: &[&SmallVariant],
        reference: &dyn ReferenceSource,
    ) -> Option<(SmallVariant, Vec<TranscriptConsequence>)> {
        let merged = self.merge_phased(variants, reference)?;
        let consequences = self.annotate(&merged, Some(reference));
        Some((merged, consequences))
    }
    /// The variant that variants of one haplotype in one codon make together; see [`Annotator::annotate_phased`].
    pub fn merge_phased(&self, variants: &[&SmallVariant], reference: &dyn ReferenceSource) -> Option<SmallVariant> {
        let contig = variants.first()?.contig();
        let mut edits: Vec<Edit> = variants.iter().map(|v| Edit::of(v)).collect();
        edits.sort_by_key(|e| (e.start, e.end()));
        let apart = edits.windows(2).all(|w| w[0].end() <= w[1].start && w[0].start < w[1].start);
        if variants.len() < 2 || !apart || variants.iter().any(|v| v.contig() != contig) {
            return None;
        }
        let codons = |edit: &Edit, t: &Transcript| -> Option<(u32, u32)> {
            let last = edit.end().max(edit.start + 1) - 1;
            let (a, b) = (t.spliced(edit.start)?, t.spliced(last)?);
            let coding = t.coding();
            let codon = |s: u32| s.checked_sub(coding.start).filter(|_| s < coding.end).map(|s| s / 3);
            let (a, b) = (codon(a)?, codon(b)?);
            Some((a.min(b), a.max(b)))
        };
        let placed = self.bundle.placed().iter().filter(|p| p.contig == contig).map(|p| &p.transcript);
        let shared = placed.chain(self.beyond.iter().filter(|t| !self.bundle.has_gene(t.gene()))).any(|t| {
            let one_exon = |a: &Edit, b: &Edit| t.exons().iter().any(|e| e.start <= a.start && b.end() <= e.end);
            edits.windows(2).all(|w| match (codons(&w[0], t), codons(&w[1], t)) {
                (Some(a), Some(b)) => a.0 <= b.1 && b.0 <= a.1 && one_exon(&w[0], &w[1]),
                _ => false,
            })
        });
        if !shared {
            return None;
        }
        let (first, last) = (edits.first()?, edits.last()?);
        let start = first.start.checked_sub(1)?; // with an anchor, in case one allele would be empty
        let between = reference.bases(Interval::new(contig, start, last.end()).ok()?)?;
        if between.contains(&b'N') {
            return None;
        }
        let mut alternate: Vec<u8> = Vec::with_capacity(between.len());
        let mut at = start;
        for edit in &edits {
            alternate.extend_from_slice(between.get((at - start) as usize..(edit.start - start) as usize)?);
            if between.get((edit.start - start) as usize..(edit.end() - start) as usize)? != edit.removed {
                return None;
            }
            alternate.extend_from_slice(&edit.inserted);
            at = edit.end();
        }
        SmallVariant::new(contig, start, &*between, alternate).ok().map(|v| v.trimmed())
    }

    fn on_transcript(
        &self,
        variant: &SmallVariant,
        unshifted: &Edit,
        t: &Transcript,
        reference: Option<&dyn ReferenceSource>,
    ) -> Option<Effect> {
        let contig = variant.contig();
        let shifted = match reference {
            Some(source) => unshifted.shifted(contig, t.strand(), source),
            None => (!unshifted.can_shift()).then(|| unshifted.clone()),
        };
        let other_way = if t.strand() == Strand::Forward { Strand::Reverse } else { Strand::Forward };
        let first = shifted.as_ref().and_then(|_| unshifted.shifted(contig, other_way, reference?));
        let telling = shifted.as_ref().map(|last| splice::telling(t, last, first.as_ref().unwrap_or(unshifted)));
        let edit = telling.as_ref().unwrap_or(unshifted);
        let mut effect = blank(t);
        if let Some((term, distance)) = outside(t, edit) {
            if distance > NEIGHBOURHOOD {
                return None;
            }
            effect.consequence.consequences = vec![term];
            effect.distance = Some(distance);
            if self.is_hotspot(variant, &effect.consequence, reference) {
                effect.consequence.rules = vec![HaemRule::Hotspot]; // a promoter, such as TERT's
            }
            return Some(effect);
        }
        let mut terms = splice::terms(t, edit);
        let essential =
            terms.iter().any(|c| matches!(c, Consequence::SpliceDonorVariant | Consequence::SpliceAcceptorVariant));
        let region = splice::region(t, edit);
        let mut coding_effect: Option<CodingEffect> = None;
        match region {
            Region::Coding(spliced) => {
                let found = coding::effect(t, contig, edit, spliced, reference);
                terms.extend_from_slice(&found.terms);
                coding_effect = Some(found);
            }
            Region::CodingEdge => terms.push(Consequence::CodingSequenceVariant),
            Region::FivePrime => terms.push(Consequence::FivePrimeUtrVariant),
            Region::ThreePrime => terms.push(Consequence::ThreePrimeUtrVariant),
            Region::NotExonic => {
                if terms.is_empty() {
                    terms.push(Consequence::IntronVariant);
                }
            }
        }
        if covers(t, edit) {
            terms = vec![Consequence::TranscriptAblation];
        }
        terms.sort_unstable();
        terms.dedup();
        effect.consequence.hgvs_c = shifted.as_ref().and_then(|e| place::describe(t, contig, e, reference));
        effect.consequence.hgvs_p = coding_effect.as_ref().and_then(|e| e.hgvs_p.clone()).filter(|_| shifted.is_some());
        if essential || region == Region::CodingEdge {
            effect.consequence.hgvs_p = Some("p.?".to_owned()); // RULE: HGVS: an effect on splicing is not predicted
        }
        effect.consequence.protein_position = coding_effect.as_ref().and_then(|e| e.protein_position);
        let (exon, intron) = numbers(t, edit);
        let count = u32::try_from(t.exons().len()).unwrap_or(0);
        effect.consequence.exon = exon.map(|n| format!("{n}/{count}"));
        effect.consequence.intron =
            intron.filter(|_| exon.is_none()).map(|n| format!("{n}/{}", count.saturating_sub(1)));
        effect.consequence.consequences = terms;
        effect.cdna = cdna(t, edit);
        if let Some(found) = &coding_effect {
            (effect.cds, effect.residues) = (found.cds, found.residues);
            (effect.amino_acids, effect.codons) = (found.amino_acids.clone(), found.codons.clone());
        }
        let told =
            effect.consequence.hgvs_c.is_some() && (coding_effect.is_none() || effect.consequence.hgvs_p.is_some());
        effect.unknown = (!told && inside(t, edit)).then_some(Unknown::ReferenceBases);
        let facts = rules::Facts {
            effect: coding_effect.as_ref(),
            exon: exon.map(|n| (n, count)),
            length_change: variant.length_change(),
            hotspot: self.is_hotspot(variant, &effect.consequence, reference),
        };
        effect.consequence.rules = rules::rules(&effect.consequence, &facts);
        Some(effect)
    }

    /// Listed as this variant, left-aligned where the reference allows, or as this protein change of this transcript.
    fn is_hotspot(
        &self,
        variant: &SmallVariant,
        consequence: &TranscriptConsequence,
        reference: Option<&dyn ReferenceSource>,
    ) -> bool {
        let of_gene = |listed: Option<&crate::bundle::Hotspot>| listed.is_some_and(|h| *h.gene == *consequence.gene);
        if of_gene(self.bundle.hotspot(variant)) {
            return true;
        }
        let aligned = reference.and_then(|r| Edit::of(variant).left_aligned(variant.contig(), r));
        if aligned.is_some_and(|v| of_gene(self.bundle.hotspot(&v))) {
            return true;
        }
        let change = consequence.hgvs_p.as_deref().filter(|p| !p.contains('?') && !p.contains('='));
        change.is_some_and(|p| {
            let same =
                |h: &crate::bundle::Hotspot| *h.transcript == *consequence.transcript && h.hgvs_p.as_deref() == Some(p);
            self.bundle.hotspots().iter().any(same)
        })
    }
}

/// RULE: MANE Select goes before all; a gene that has none is told on the transcript that its source chose.
fn order(role: Role) -> u8 {
    match role {
        Role::ManeSelect => 0,
        Role::Chosen => 1,
        Role::Clinical | Role::Other => 2,
    }
}

fn blank(t: &Transcript) -> Effect {
    Effect {
        consequence: TranscriptConsequence {
            gene: t.gene().to_owned(),
            transcript: t.accession().to_owned(),
            protein: None, // the gene models name no protein accession
            mane_select: t.is_mane_select(),
            consequences: Vec::new(),
            hgvs_c: None,
            hgvs_p: None,
            exon: None,
            intron: None,
            protein_position: None,
            rules: Vec::new(),
        },
        gene_id: t.gene_id().map(str::to_owned),
        ensembl: t.ensembl().map(str::to_owned),
        strand: t.strand(),
        role: t.role(),
        of_panel: true,
        cdna: None,
        cds: None,
        residues: None,
        amino_acids: None,
        codons: None,
        distance: None,
        unknown: None,
    }
}

/// Whether the reference has other bases than the variant's reference allele; N and unread bases do not count.
fn differs(variant: &SmallVariant, reference: &dyn ReferenceSource) -> bool {
    let bases = variant.interval().and_then(|i| reference.bases(i));
    bases.is_some_and(|b| b.iter().zip(variant.reference().iter()).any(|(b, r)| *b != b'N' && *r != b'N' && b != r))
}

fn inside(t: &Transcript, edit: &Edit) -> bool {
    t.span().start <= edit.start && edit.end() <= t.span().end
}

fn covers(t: &Transcript, edit: &Edit) -> bool {
    edit.start <= t.span().start && t.span().end <= edit.end()
}

fn outside(t: &Transcript, edit: &Edit) -> Option<(Consequence, u32)> {
    let span = t.span();
    let before = edit.end() <= span.start;
    let behind = edit.start >= span.end;
    let distance = if before {
        span.start - edit.end() + u32::from(!edit.is_insertion())
    } else if behind {
        edit.start - span.end + 1
    } else {
        return None;
    };
    let upstream = before == (t.strand() == Strand::Forward);
    Some((if upstream { Consequence::UpstreamGeneVariant } else { Consequence::DownstreamGeneVariant }, distance))
}

/// 1-based numbers of the exon and of the intron that the edit touches first, in the transcript's direction.
fn numbers(t: &Transcript, edit: &Edit) -> (Option<u32>, Option<u32>) {
    let hit = |start: u32, end: u32| {
        if edit.is_insertion() {
            start <= edit.start && edit.start <= end
        } else {
            edit.start < end && start < edit.end()
        }
    };
    let exon = t.numbered_exons().filter(|(_, e)| hit(e.start, e.end)).map(|(n, _)| n).min();
    let count = u32::try_from(t.exons().len()).unwrap_or(0);
    let number = |index: u32| if t.strand() == Strand::Forward { index + 1 } else { count.saturating_sub(index + 1) };
    let pairs = (0u32..).zip(t.exons().windows(2));
    let intron = pairs.filter(|(_, w)| hit(w[0].end, w[1].start)).map(|(i, _)| number(i)).min();
    (exon, intron)
}

fn cdna(t: &Transcript, edit: &Edit) -> Option<(u32, u32)> {
    let (a, b) = if edit.is_insertion() {
        (t.spliced(edit.start.checked_sub(1)?)?, t.spliced(edit.start)?)
    } else {
        (t.spliced(edit.start)?, t.spliced(edit.end() - 1)?)
    };
    Some((a.min(b) + 1, a.max(b) + 1))
}

/// The gravest impact of a list of terms.
pub(crate) fn impact(consequences: &[Consequence]) -> Impact {
    consequences.iter().map(|c| c.impact()).min().unwrap_or(Impact::Modifier)
}
