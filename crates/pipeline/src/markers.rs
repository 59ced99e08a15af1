//! Which calls are the mutations that guidelines mean, marker by marker.
//!
//! A guideline says "mutated RUNX1" and means a mutation that does harm. What plainly does counts; what plainly does not is
//! left out; a change that a person must judge, such as a missense outside of the known domains of a gene that is hit by
//! truncations, is neither, and leaves the marker open.

use marv_guidelines::profile::Marker;
use marv_model::{
    annotation::{Consequence, HaemRule, TranscriptConsequence},
    units::AlleleFraction,
};

use crate::decide::Judged;

/// Whether a call is a mutation of the marker's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Counts {
    /// It is not.
    No,
    /// A person must judge.
    Perhaps,
    /// It is.
    Yes,
}

/// Residues, first and last.
type Stretch = (u32, u32);

/// How harm is told in a gene. A hotspot of the bundle counts in every one of them.
enum Harm {
    /// Any change of the protein or its splicing.
    AnyChange,
    /// Truncation; another change of the protein is for a person to judge.
    Truncation,
    /// Truncation, or a change within these residues; another change is for a person to judge.
    TruncationOr(&'static [Stretch]),
    /// A change within these residues; another is for a person to judge.
    Within(&'static [Stretch]),
    /// Exactly these protein changes.
    Exactly(&'static [&'static str]),
    /// Any protein change of these residues and no other.
    Residues(&'static [u32]),
    /// An HGVS-independent rule of the annotation.
    Rule(HaemRule),
    /// A frameshift of CALR's last exon, by type.
    Calr { first_type: bool },
    /// A change in this exon of the MANE transcript.
    Exon(&'static str),
}

/// RULE: what counts as a mutation of each gene: splicing factors by their hotspot residues, RAS by its activating codons,
/// cohesin, BCOR and PHF6 by truncation. The guidelines say "mutated" and no more; the residues (of the MANE Select
/// protein) are from general knowledge of the genes, not from one table, and a haematologist has yet to review them.
fn harm(marker: Marker) -> Option<Harm> {
    use Harm::{AnyChange, Calr, Exactly, Exon, Residues, Rule, Truncation, TruncationOr, Within};
    const RAS: &[Stretch] = &[(12, 14), (58, 64), (117, 117), (146, 147)];
    Some(match marker {
        Marker::Npm1 => Rule(HaemRule::Npm1Cytoplasmic),
        Marker::Flt3Itd => Rule(HaemRule::Flt3Itd),
        Marker::Flt3Tkd => Rule(HaemRule::Flt3Tkd),
        Marker::CebpaBzip => Rule(HaemRule::CebpaBzipInframe),
        Marker::Tp53 => Rule(HaemRule::Tp53Altering),
        Marker::Asxl1 => Rule(HaemRule::Asxl1Truncation),
        Marker::Bcor
        | Marker::Stag2
        | Marker::Zrsr2
        | Marker::Bcorl1
        | Marker::Phf6
        | Marker::Nf1
        | Marker::Ppm1d
        | Marker::Wt1
        | Marker::Etv6
        | Marker::Ddx41
        | Marker::Tet2
        | Marker::Pten
        | Marker::Birc3
        | Marker::Atm => Truncation,
        Marker::Ezh2 => TruncationOr(&[(520, 746)]), // CXC and SET domains
        Marker::Runx1 => TruncationOr(&[(77, 204)]), // Runt domain
        Marker::Sf3b1 => Within(&[(600, 790)]),      // HEAT repeats 4 to 8
        Marker::Srsf2 => Within(&[(93, 107)]),
        Marker::U2af1 => Within(&[(34, 34), (156, 157)]),
        Marker::U2af1Q157 => Residues(&[157]),
        Marker::Idh1 => Residues(&[132]),
        Marker::Idh2 => Residues(&[140, 172]),
        Marker::Kras | Marker::Nras => Within(RAS),
        Marker::Ptpn11 => Within(&[(58, 76), (491, 511)]),
        Marker::Cbl => TruncationOr(&[(366, 420)]), // linker and RING finger
        Marker::Setbp1 => Within(&[(858, 880)]),
        Marker::Gata2 => TruncationOr(&[(294, 398)]), // zinc fingers
        Marker::Jak2V617f => Exactly(&["p.(Val617Phe)"]),
        Marker::Jak2Exon12 => Exon("12/"),
        Marker::CalrType1 => Calr { first_type: true },
        Marker::CalrOther => Calr { first_type: false },
        Marker::Mpl => Residues(&[505, 515]),
        Marker::Abl1 => Within(&[(229, 515)]), // kinase domain
        Marker::Btk => Residues(&[481]),
        Marker::Bcl2G101v => Exactly(&["p.(Gly101Val)"]),
        Marker::Myd88L265p => Exactly(&["p.(Leu265Pro)", "p.(Leu252Pro)"]),
        Marker::BrafV600e => Exactly(&["p.(Val600Glu)"]),
        Marker::Ezh2Y646 => Residues(&[646]),
        Marker::RhoaG17v => Exactly(&["p.(Gly17Val)"]),
        Marker::Pax5P80r => Exactly(&["p.(Pro80Arg)"]),
        Marker::Ikzf1N159y => Exactly(&["p.(Asn159Tyr)"]),
        // Told by the number of calls, or by reads that this stage does not have.
        Marker::CebpaBiallelic | Marker::Kmt2aPtd => return None,
        Marker::Kit
        | Marker::Cebpa
        | Marker::Dnmt3a
        | Marker::Etnk1
        | Marker::Gnb1
        | Marker::Prpf8
        | Marker::Csf3r
        | Marker::Notch1
        | Marker::Fbxw7
        | Marker::Plcg2
        | Marker::Cxcr4
        | Marker::Id3
        | Marker::Tcf3
        | Marker::Cd79b => AnyChange,
    })
}

/// Whether this stage can tell the marker from single calls.
pub(crate) fn is_told_by_calls(marker: Marker) -> bool {
    harm(marker).is_some()
}

/// Whether a call is a mutation of the marker's kind, on any transcript.
pub(crate) fn counts(marker: Marker, judged: &Judged) -> Counts {
    counts_on(marker, judged.consequences(), judged.call.variant.length_change())
}

/// The same by what a variant does to transcripts, and by how many bases it is longer.
pub(crate) fn counts_on<'a>(
    marker: Marker,
    consequences: impl IntoIterator<Item = &'a TranscriptConsequence>,
    length_change: i64,
) -> Counts {
    let Some(harm) = harm(marker) else { return Counts::No };
    consequences
        .into_iter()
        .filter(|consequence| consequence.gene == marker.gene())
        .map(|consequence| on_transcript(&harm, consequence, length_change))
        .max()
        .unwrap_or(Counts::No)
}

fn on_transcript(harm: &Harm, c: &TranscriptConsequence, length_change: i64) -> Counts {
    let meets = |rule| c.rules.contains(&rule);
    let (altering, truncating) = (meets(HaemRule::ProteinAltering), meets(HaemRule::Truncating));
    let within = |stretches: &[Stretch]| {
        c.protein_position.is_some_and(|at| stretches.iter().any(|(first, last)| (*first..=*last).contains(&at)))
    };
    let open = if altering { Counts::Perhaps } else { Counts::No };
    let yes_if = |met: bool| if met { Counts::Yes } else { Counts::No };
    let hotspot = altering && meets(HaemRule::Hotspot);
    match harm {
        Harm::Rule(rule) => yes_if(meets(*rule)),
        Harm::Exactly(changes) => yes_if(c.hgvs_p.as_deref().is_some_and(|p| changes.contains(&p))),
        Harm::Residues(residues) => {
            yes_if(altering && !truncating && c.protein_position.is_some_and(|at| residues.contains(&at)))
        }
        Harm::Exon(exon) => yes_if(c.mane_select && altering && c.exon.as_deref().is_some_and(|e| e.starts_with(exon))),
        Harm::Calr { first_type } => calr(c, length_change, *first_type),
        Harm::AnyChange => yes_if(altering),
        _ if hotspot => Counts::Yes,
        Harm::Truncation if truncating => Counts::Yes,
        Harm::TruncationOr(stretches) if truncating || altering && within(stretches) => Counts::Yes,
        Harm::Within(stretches) if altering && !truncating && within(stretches) => Counts::Yes,
        Harm::Truncation | Harm::TruncationOr(_) | Harm::Within(_) => open,
    }
}

/// RULE: CALR mutations that count shift the frame of the last exon by one. Type 1 is the 52-bp deletion, type 2 the 5-bp
/// insertion. Which other deletions are like type 1 is told by the helix that is left, which this stage does not work out:
/// they are open for type 1 and count as a CALR mutation.
fn calr(c: &TranscriptConsequence, length_change: i64, first_type: bool) -> Counts {
    let last_exon = c.exon.as_deref().and_then(|exon| exon.split_once('/')).is_some_and(|(at, of)| at == of);
    let shifts_by_one = c.consequences.contains(&Consequence::FrameshiftVariant) && length_change.rem_euclid(3) == 2;
    match (last_exon && shifts_by_one, length_change, first_type) {
        (false, _, _) | (true, 5.., true) => Counts::No,
        (true, -52, first_type) => {
            if first_type {
                Counts::Yes
            } else {
                Counts::No
            }
        }
        (true, 5, false) => Counts::Yes,
        (true, _, _) => Counts::Perhaps,
    }
}

/// Two distinct mutations of CEBPA that count: as a rule one on each allele.
///
/// RULE: ELN 2017 and WHO call it biallelic; a single mutation on most of the fragments may stand on both alleles by loss of
/// heterozygosity, and is open.
pub(crate) fn cebpa_biallelic(calls: &[&Judged]) -> Counts {
    let fractions: Vec<Option<AlleleFraction>> = calls.iter().map(|one| one.call.tumour.fraction()).collect();
    cebpa_biallelic_of(&fractions)
}

/// The same by the fractions of the mutations, none where it is not known.
pub(crate) fn cebpa_biallelic_of(fractions: &[Option<AlleleFraction>]) -> Counts {
    const ON_BOTH: f64 = 0.6;
    match fractions {
        [] => Counts::No,
        [Some(one)] if one.get() < ON_BOTH => Counts::No,
        [_] => Counts::Perhaps,
        _ => Counts::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consequence(gene: &str, protein: &str, position: u32, rules: &[HaemRule]) -> TranscriptConsequence {
        TranscriptConsequence {
            gene: gene.to_owned(),
            transcript: "NM_1.1".to_owned(),
            protein: None,
            mane_select: true,
            consequences: vec![Consequence::MissenseVariant],
            hgvs_c: None,
            hgvs_p: Some(protein.to_owned()),
            exon: Some("9/9".to_owned()),
            intron: None,
            protein_position: Some(position),
            rules: rules.to_vec(),
        }
    }
    fn told(marker: Marker, c: &TranscriptConsequence) -> Counts {
        on_transcript(&harm(marker).unwrap(), c, 0)
    }

    #[test]
    fn a_truncation_counts_and_a_missense_is_for_a_person() {
        use HaemRule::{Hotspot, ProteinAltering, Truncating};
        let nonsense = consequence("BCOR", "p.(Arg1480Ter)", 1480, &[ProteinAltering, Truncating]);
        let missense = consequence("BCOR", "p.(Asn1459Ser)", 1459, &[ProteinAltering]);
        let hotspot = consequence("BCOR", "p.(Asn1459Ser)", 1459, &[ProteinAltering, Hotspot]);
        let silent = consequence("BCOR", "p.(Asn1459=)", 1459, &[]);
        assert_eq!(told(Marker::Bcor, &nonsense), Counts::Yes);
        assert_eq!(told(Marker::Bcor, &missense), Counts::Perhaps);
        assert_eq!(told(Marker::Bcor, &hotspot), Counts::Yes);
        assert_eq!(told(Marker::Bcor, &silent), Counts::No);
        let runt = consequence("RUNX1", "p.(Arg201Gln)", 201, &[ProteinAltering]);
        assert_eq!(told(Marker::Runx1, &runt), Counts::Yes);
        let far = consequence("RUNX1", "p.(Leu56Ser)", 56, &[ProteinAltering]);
        assert_eq!(told(Marker::Runx1, &far), Counts::Perhaps);
    }

    #[test]
    fn a_named_change_is_that_change_and_no_other() {
        use HaemRule::ProteinAltering;
        let change = |protein: &str| consequence("JAK2", protein, 617, &[ProteinAltering]);
        assert_eq!(told(Marker::Jak2V617f, &change("p.(Val617Phe)")), Counts::Yes);
        assert_eq!(told(Marker::Jak2V617f, &change("p.(Val617Ile)")), Counts::No);
        assert_eq!(told(Marker::Idh1, &consequence("IDH1", "p.(Arg132His)", 132, &[ProteinAltering])), Counts::Yes);
        assert_eq!(told(Marker::Idh1, &consequence("IDH1", "p.(Val178Ile)", 178, &[ProteinAltering])), Counts::No);
    }

    #[test]
    fn calr_by_its_type() {
        let mut c = consequence("CALR", "p.(Leu367ThrfsTer46)", 367, &[]);
        c.consequences = vec![Consequence::FrameshiftVariant];
        // 52 bases out and 5 bases in shift the same way; a deletion of 34 does too (-34 = -12 * 3 + 2).
        for (change, first, other) in [
            (-52, Counts::Yes, Counts::No),
            (5, Counts::No, Counts::Yes),
            (-34, Counts::Perhaps, Counts::Perhaps),
            (-1, Counts::Perhaps, Counts::Perhaps),
            (1, Counts::No, Counts::No),
        ] {
            assert_eq!((calr(&c, change, true), calr(&c, change, false)), (first, other), "{change}");
        }
    }
}
