//! Haematology rules on the consequence of a variant on one transcript.

use marv_model::annotation::{Consequence, HaemRule, Impact, TranscriptConsequence};

use crate::effect::coding::CodingEffect;

/// What the rules look at beside the consequence.
pub(crate) struct Facts<'a> {
    pub(crate) effect: Option<&'a CodingEffect>,
    /// 1-based number of the exon, and count.
    pub(crate) exon: Option<(u32, u32)>,
    /// Bases gained, negative for lost.
    pub(crate) length_change: i64,
    /// Listed in the bundle, as this variant or by this protein change.
    pub(crate) hotspot: bool,
}

/// The rules that a variant meets on this transcript, in the order of [`HaemRule`]. The rules of genes hold on MANE
/// Select, in whose numbering they are written.
pub(crate) fn rules(c: &TranscriptConsequence, facts: &Facts<'_>) -> Vec<HaemRule> {
    let mut found = Vec::new();
    let has = |term: Consequence| c.consequences.contains(&term);
    let impact = c.consequences.iter().map(|t| t.impact()).min().unwrap_or(Impact::Modifier);
    // RULE: Sequence Ontology: null variants are nonsense, frameshift, canonical splice site and start loss.
    let truncating = [
        Consequence::StopGained,
        Consequence::FrameshiftVariant,
        Consequence::SpliceDonorVariant,
        Consequence::SpliceAcceptorVariant,
        Consequence::StartLost,
        Consequence::TranscriptAblation,
    ]
    .into_iter()
    .any(has);
    let altering = impact <= Impact::Moderate;
    if c.mane_select {
        of_gene(c, facts, &mut found);
    }
    if altering {
        found.push(HaemRule::ProteinAltering);
    }
    if truncating {
        found.push(HaemRule::Truncating);
    }
    if facts.hotspot {
        found.push(HaemRule::Hotspot);
    }
    found.sort_unstable();
    found
}

fn of_gene(c: &TranscriptConsequence, facts: &Facts<'_>, found: &mut Vec<HaemRule>) {
    let has = |term: Consequence| c.consequences.contains(&term);
    let (frameshift, stop) = (has(Consequence::FrameshiftVariant), has(Consequence::StopGained));
    let in_frame_length = has(Consequence::InframeInsertion)
        || has(Consequence::InframeDeletion)
        || (has(Consequence::ProteinAlteringVariant) && !frameshift);
    let altering = c.consequences.iter().any(|t| t.impact() <= Impact::Moderate);
    let (first, last) = facts.effect.and_then(|e| e.residues).unwrap_or((0, 0));
    let position = c.protein_position.unwrap_or(first);
    match c.gene.as_str() {
        "NPM1" if frameshift && npm1_cytoplasmic(facts) => found.push(HaemRule::Npm1Cytoplasmic),
        "CEBPA" => {
            // RULE: ELN 2022 table 6, note on CEBPA; bZIP is residues 282-345 (UniProt P49715). In-frame insertions and
            // deletions count as bZIP in-frame; missense, nonsense and frameshift there do not.
            let bzip = first <= 345 && last.max(position) >= 282 && first > 0;
            if bzip && in_frame_length && !stop {
                found.push(HaemRule::CebpaBzipInframe);
            } else if bzip && position <= 345 && altering {
                found.push(HaemRule::CebpaBzipOther);
            }
            // RULE: CEBPA p30 starts at methionine 120 (UniProt P49715): a truncation before it leaves p30 alone.
            if (frameshift || stop) && (1..120).contains(&position) {
                found.push(HaemRule::CebpaNTerminalTruncation);
            }
        }
        // RULE: ELN 2022 and IPSS-M: ASXL1 truncations are those of the last exons, 12 and 13 of NM_015338.
        "ASXL1" if (frameshift || stop) && facts.exon.is_some_and(|(number, _)| number >= 12) => {
            found.push(HaemRule::Asxl1Truncation);
        }
        "FLT3" => {
            // RULE: ELN 2022: FLT3-ITD is an in-frame gain in the juxtamembrane or first kinase domain, exons 14-15.
            let exon = facts.exon.is_some_and(|(number, _)| number == 14 || number == 15);
            let gain = facts.length_change >= 3 && facts.length_change % 3 == 0;
            // Intron 14 has 90 bases: a longer duplication may hold it whole and splice it out, so that a stop read
            // through it is none of the protein.
            let stopped = stop && facts.length_change <= 90;
            if exon && gain && !stopped && facts.effect.is_some() {
                found.push(HaemRule::Flt3Itd);
            }
            // RULE: FLT3-TKD: activation loop from DFG to APE (residues 829-858 of P36888), or a listed residue of the
            // kinase domain (610-943).
            let point = has(Consequence::MissenseVariant) || in_frame_length;
            if point && ((829..=858).contains(&position) || (facts.hotspot && (610..=943).contains(&position))) {
                found.push(HaemRule::Flt3Tkd);
            }
        }
        // RULE: NCI TP53 Database: silent changes of the last base of exons 4, 6 and 9 (c.375, c.672, c.993) break
        // splicing; they count with what changes the protein.
        "TP53" => {
            let silent = has(Consequence::SynonymousVariant)
                && facts.effect.and_then(|e| e.cds).is_some_and(|(a, b)| a == b && [375, 672, 993].contains(&a));
            if altering || silent {
                found.push(HaemRule::Tp53Altering);
            }
        }
        _ => {}
    }
}

/// RULE: NPM1c, N Engl J Med 2005;352:254: a frameshift of the last coding exon replaces the tryptophans 288 and 290 and
/// adds a nuclear export signal, hydrophobic-x(2,3)-hydrophobic-x(2)-V-x-L, before the new end VSLRK. Known by its
/// sequence where that can be read, else by a net gain of bases, one modulo three, within codons 283 to 294.
fn npm1_cytoplasmic(facts: &Facts<'_>) -> bool {
    let Some(effect) = facts.effect else { return false };
    let last_exon = facts.exon.is_some_and(|(number, count)| number == count);
    let tail_known = effect.new_end.as_ref().filter(|tail| !tail.contains(&b'X'));
    last_exon
        && match tail_known {
            Some(tail) => {
                let hydrophobic = |from_valine: usize| {
                    let index = tail.len().checked_sub(6 + from_valine);
                    index.and_then(|i| tail.get(i)).is_some_and(|r| b"LIVMF".contains(r))
                };
                tail.ends_with(b"VSLRK*") && hydrophobic(3) && (hydrophobic(6) || hydrophobic(7))
            }
            None => {
                facts.length_change > 0
                    && facts.length_change % 3 == 1
                    && effect.residues.is_some_and(|(first, _)| (283..=294).contains(&first))
            }
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(gene: &str, term: Consequence, residues: (u32, u32), exon: (u32, u32), length_change: i64) -> Vec<HaemRule> {
        let consequence = TranscriptConsequence {
            gene: gene.to_owned(),
            transcript: "NM_1.1".to_owned(),
            protein: None,
            mane_select: true,
            consequences: vec![term],
            hgvs_c: None,
            hgvs_p: None,
            exon: None,
            intron: None,
            protein_position: Some(residues.0),
            rules: Vec::new(),
        };
        let effect = CodingEffect { residues: Some(residues), ..CodingEffect::default() };
        rules(&consequence, &Facts { effect: Some(&effect), exon: Some(exon), length_change, hotspot: false })
    }

    /// ELN 2022, table 6: only in-frame insertions and deletions of residues 282-345 are the favourable class.
    #[test]
    fn cebpa() {
        use Consequence as C;
        use HaemRule as R;
        assert!(on("CEBPA", C::InframeInsertion, (312, 312), (1, 1), 3).contains(&R::CebpaBzipInframe));
        assert!(on("CEBPA", C::InframeDeletion, (345, 346), (1, 1), -3).contains(&R::CebpaBzipInframe));
        assert!(!on("CEBPA", C::InframeInsertion, (200, 200), (1, 1), 6).contains(&R::CebpaBzipInframe));
        assert_eq!(on("CEBPA", C::MissenseVariant, (300, 300), (1, 1), 0), [R::CebpaBzipOther, R::ProteinAltering]);
        let nonsense = on("CEBPA", C::StopGained, (310, 310), (1, 1), 0);
        assert_eq!(nonsense, [R::CebpaBzipOther, R::ProteinAltering, R::Truncating]);
        let terminal = on("CEBPA", C::FrameshiftVariant, (60, 60), (1, 1), 1);
        assert_eq!(terminal, [R::CebpaNTerminalTruncation, R::ProteinAltering, R::Truncating]);
        assert!(!on("CEBPA", C::FrameshiftVariant, (120, 120), (1, 1), 1).contains(&R::CebpaNTerminalTruncation));
        assert_eq!(on("CEBPA", C::SynonymousVariant, (300, 300), (1, 1), 0), []);
    }

    #[test]
    fn asxl1_flt3_and_npm1() {
        use Consequence as C;
        use HaemRule as R;
        assert!(on("ASXL1", C::FrameshiftVariant, (646, 646), (13, 13), 1).contains(&R::Asxl1Truncation));
        assert!(!on("ASXL1", C::StopGained, (100, 100), (5, 13), 0).contains(&R::Asxl1Truncation));
        assert!(!on("ASXL1", C::MissenseVariant, (646, 646), (13, 13), 0).contains(&R::Asxl1Truncation));
        assert!(on("FLT3", C::MissenseVariant, (835, 835), (20, 24), 0).contains(&R::Flt3Tkd));
        assert!(on("FLT3", C::InframeDeletion, (836, 836), (20, 24), -3).contains(&R::Flt3Tkd));
        assert!(!on("FLT3", C::MissenseVariant, (227, 227), (6, 24), 0).contains(&R::Flt3Tkd));
        assert!(on("FLT3", C::InframeInsertion, (600, 600), (14, 24), 21).contains(&R::Flt3Itd));
        assert!(!on("FLT3", C::InframeInsertion, (600, 600), (13, 24), 21).contains(&R::Flt3Itd));
        // Without bases of the new protein the frame of the gain decides.
        assert!(on("NPM1", C::FrameshiftVariant, (288, 288), (11, 11), 4).contains(&R::Npm1Cytoplasmic));
        assert!(!on("NPM1", C::FrameshiftVariant, (288, 288), (11, 11), 5).contains(&R::Npm1Cytoplasmic));
        assert!(!on("NPM1", C::FrameshiftVariant, (100, 100), (5, 11), 4).contains(&R::Npm1Cytoplasmic));
    }
}
