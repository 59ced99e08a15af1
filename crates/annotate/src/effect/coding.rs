//! An edit within one exon that touches the coding sequence: codons before and after.

use marv_model::{
    annotation::Consequence,
    genome::{ContigId, Interval},
    sequence::ReferenceSource,
};

use super::{
    codon::{STOP, residue, translate},
    edit::{Edit, on_strand},
    protein::{Change, Named},
};
use crate::transcript::Transcript;

/// What an edit does to the coding sequence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CodingEffect {
    /// The terms that sequence tells, the most severe first; without bases, those that lengths tell.
    pub(crate) terms: Vec<Consequence>,
    pub(crate) hgvs_p: Option<String>,
    /// 1-based first residue that changes or is touched.
    pub(crate) protein_position: Option<u32>,
    /// 1-based first and last coding base.
    pub(crate) cds: Option<(u32, u32)>,
    /// 1-based first and last residue whose codon is touched.
    pub(crate) residues: Option<(u32, u32)>,
    /// As VEP writes them: `R/H`.
    pub(crate) amino_acids: Option<String>,
    /// As VEP writes them: `cGc/cAc`.
    pub(crate) codons: Option<String>,
    /// The last residues of the new protein where the frame is broken, for rules that ask for them.
    pub(crate) new_end: Option<Vec<u8>>,
}

/// Spliced bases from the reference; N where it cannot be read, or where there is none.
fn spliced_bases(
    t: &Transcript,
    contig: ContigId,
    reference: Option<&dyn ReferenceSource>,
    range: std::ops::Range<u32>,
) -> Vec<u8> {
    let wanted = range.start.min(t.length())..range.end.min(t.length());
    let mut forward: Vec<u8> = Vec::with_capacity(wanted.len());
    let (Some(first), Some(last)) = (t.genomic(wanted.start), wanted.end.checked_sub(1).and_then(|l| t.genomic(l)))
    else {
        return Vec::new();
    };
    if wanted.is_empty() {
        return Vec::new();
    }
    let (low, high) = (first.min(last), first.max(last) + 1);
    for exon in t.exons() {
        let (start, end) = (exon.start.max(low), exon.end.min(high));
        if start < end {
            let read = Interval::new(contig, start, end).ok().and_then(|i| reference?.bases(i));
            match read {
                Some(bases) if bases.len() == (end - start) as usize => forward.extend_from_slice(&bases),
                _ => forward.extend(std::iter::repeat_n(b'N', (end - start) as usize)),
            }
        }
    }
    on_strand(&forward, t.strand())
}

/// The effect of an edit that starts at a spliced coordinate, within one exon.
pub(crate) fn effect(
    t: &Transcript,
    contig: ContigId,
    edit: &Edit,
    spliced: u32,
    reference: Option<&dyn ReferenceSource>,
) -> CodingEffect {
    use Consequence as C;
    let (removed, inserted) = (edit.removed_on(t.strand()), edit.inserted_on(t.strand()));
    let coding = t.coding();
    let Some(start) = spliced.checked_sub(coding.start) else {
        // Begins before the start codon and reaches into it.
        return CodingEffect {
            terms: vec![C::StartLost, C::FivePrimeUtrVariant],
            hgvs_p: Some("p.(Met1?)".to_owned()),
            protein_position: Some(1),
            ..CodingEffect::default()
        };
    };
    let end = start + u32::try_from(removed.len()).unwrap_or(0);
    let length_change = inserted.len().cast_signed() - removed.len().cast_signed();
    let past_end = end > t.coding_length();
    let gained = (length_change % 3 == 0 && !past_end).then_some(length_change / 3);
    let (first_codon, end_codon) = (start / 3, if removed.is_empty() { start.div_ceil(3) } else { end.div_ceil(3) });
    // Only the touched codons are read where no others can matter.
    let local = gained == Some(0) && end_codon < t.coding_length() / 3;
    let (from, to) = if local { (3 * first_codon, 3 * end_codon) } else { (0, t.length() - coding.start) };
    let bases = spliced_bases(t, contig, reference, coding.start + from..coding.start + to);
    let (before, after) = ((start - from) as usize, (end - from) as usize);
    let Some(known) = bases.get(before..after) else { return unknown(t, start, end, gained, length_change) };
    let agrees = known.iter().zip(&removed).all(|(b, r)| b == r);
    if !agrees || reference.is_none() {
        return unknown(t, start, end, gained, length_change);
    }
    let mut changed = bases.clone();
    changed.splice(before..after, inserted.iter().copied());

    let coding_bases = &bases[..bases.len().min((t.coding_length() - from.min(t.coding_length())) as usize)];
    let mut protein = translate(coding_bases);
    let mut altered = translate(&changed);
    let start_touched = start < 3 && (end > 0 || start > 0);
    let keeps_start = changed.get(..3).is_some_and(|codon| codon == b"ATG" || bases.get(..3) == Some(codon));
    if from == 0 {
        // RULE: HGVS, protein: residue 1 is methionine whatever the start codon is (WT1 starts at CTG).
        let initiates = |residues: &mut Vec<u8>| {
            if let Some(residue) = residues.first_mut() {
                *residue = b'M';
            }
        };
        initiates(&mut protein);
        if keeps_start {
            initiates(&mut altered);
        }
    }
    let mut effect = CodingEffect {
        cds: Some(if removed.is_empty() { (start, start + 1) } else { (start + 1, end) }),
        residues: Some((first_codon + 1, end_codon.max(first_codon + 1))),
        ..CodingEffect::default()
    };
    (effect.codons, effect.amino_acids) =
        vep_columns(&bases, &changed, from, first_codon, end_codon, start, end, length_change);
    if start_touched && !keeps_start {
        effect.hgvs_p = Some("p.(Met1?)".to_owned());
        effect.protein_position = Some(1);
        effect.terms = vec![C::StartLost];
        if gained.is_none() {
            effect.terms.push(C::FrameshiftVariant);
        }
        effect.terms.sort_unstable();
        return effect;
    }
    let offset = (from / 3) as usize;
    if local {
        protein.splice(0..0, std::iter::repeat_n(b'X', offset)); // residues before are not read and not needed
        altered.splice(0..0, std::iter::repeat_n(b'X', offset));
        protein.push(b'X'); // so that the touched residues are not taken for the end
        altered.push(b'X');
    } else if let Some(stop) = altered.iter().position(|r| *r == STOP) {
        altered.truncate(stop + 1);
    }
    let touched = first_codon as usize..(end_codon as usize).min(protein.len());
    let named = Change { reference: &protein, altered: &altered, touched, gained }.named();
    effect.terms = terms(&named, gained, &removed, &inserted, t, start, start_touched);
    if past_end {
        effect.terms.push(C::ThreePrimeUtrVariant);
    }
    effect.new_end = gained.is_none().then(|| altered.iter().rev().take(16).rev().copied().collect());
    effect.protein_position = u32::try_from(named.first + 1).ok();
    effect.hgvs_p = named.hgvs;
    effect
}

fn terms(
    named: &Named,
    gained: Option<isize>,
    removed: &[u8],
    inserted: &[u8],
    t: &Transcript,
    start: u32,
    start_touched: bool,
) -> Vec<Consequence> {
    use Consequence as C;
    let mut terms = named.terms.clone();
    let quiet = [C::SynonymousVariant, C::StopRetainedVariant].iter().any(|c| terms.contains(c));
    match gained {
        None => terms.push(C::FrameshiftVariant),
        Some(_) if quiet => {}
        Some(_) if removed.is_empty() => terms.push(C::InframeInsertion),
        Some(_) if inserted.is_empty() => terms.push(C::InframeDeletion),
        Some(0) if named.hgvs.is_none() => terms.push(C::CodingSequenceVariant),
        Some(0) if terms.is_empty() => terms.push(C::MissenseVariant),
        Some(0) => {}
        Some(_) => terms.push(C::ProteinAlteringVariant),
    }
    if start_touched {
        terms.push(C::StartRetainedVariant);
    }
    if !t.coding_length().is_multiple_of(3) && start >= t.coding_length() / 3 * 3 {
        terms = vec![C::IncompleteTerminalCodonVariant, C::CodingSequenceVariant];
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// What lengths alone tell, where the bases are not known or not those of the variant.
fn unknown(t: &Transcript, start: u32, end: u32, gained: Option<isize>, length_change: isize) -> CodingEffect {
    use Consequence as C;
    let term = match (gained, length_change) {
        (None, _) => C::FrameshiftVariant,
        _ => C::CodingSequenceVariant,
    };
    let inside = end <= t.coding_length();
    let (first, last) = (start / 3 + 1, end.max(start + 1).div_ceil(3));
    CodingEffect {
        terms: vec![if inside { term } else { C::CodingSequenceVariant }],
        protein_position: Some(first),
        cds: Some(if start == end { (start, start + 1) } else { (start + 1, end) }),
        residues: Some((first, last.max(first))),
        ..CodingEffect::default()
    }
}

/// Codons with the changed bases in capitals, and their residues.
#[expect(clippy::too_many_arguments, reason = "the coordinates of one edit")]
fn vep_columns(
    bases: &[u8],
    changed: &[u8],
    from: u32,
    first_codon: u32,
    end_codon: u32,
    start: u32,
    end: u32,
    length_change: isize,
) -> (Option<String>, Option<String>) {
    let (codon_start, codon_end) = ((3 * first_codon - from) as usize, (3 * end_codon - from) as usize);
    let new_end = codon_end.saturating_add_signed(length_change);
    let (Some(old), Some(new)) = (bases.get(codon_start..codon_end), changed.get(codon_start..new_end)) else {
        return (None, None);
    };
    let prefix = (start - 3 * first_codon) as usize;
    let suffix = (3 * end_codon).saturating_sub(end) as usize;
    let show = |codon: &[u8]| {
        if codon.is_empty() {
            return "-".to_owned();
        }
        let upper = prefix..codon.len().saturating_sub(suffix);
        let letter = |(i, b): (usize, &u8)| char::from(if upper.contains(&i) { *b } else { b.to_ascii_lowercase() });
        codon.iter().enumerate().map(letter).collect()
    };
    let residues = |codon: &[u8]| {
        if codon.is_empty() {
            return "-".to_owned();
        }
        let mut text: String = codon.chunks(3).map(|c| char::from(residue(c))).collect();
        if let Some(stop) = text.find('*') {
            text.truncate(stop + 1);
        }
        text
    };
    let (a, b) = (residues(old), residues(new));
    (Some(format!("{}/{}", show(old), show(new))), Some(if a == b { a } else { format!("{a}/{b}") }))
}

#[cfg(test)]
mod tests {
    use marv_model::{sequence::Bases, variant::SmallVariant};

    use super::*;
    use crate::{
        effect::{place, splice},
        transcript::{Role, Strand},
    };

    /// A genome of 72 bases: two exons, 10..20 and 40..62, with the coding sequence CTG GCT TG|G AAA TAA (M A W K stop,
    /// and a start that is no ATG), and GCTTGACCCCCCCCC behind it.
    const GENOME: &str = "TTTTTTTTTTACCTGGCTTGGTAAGTCCCCCCTTTCTCAGGAAATAAGCTTGACCCCCCCCCTTTTTTTTTT";

    struct Text(String);

    impl ReferenceSource for Text {
        fn bases(&self, interval: Interval) -> Option<Bases> {
            Bases::new(self.0.get(interval.start() as usize..interval.end() as usize)?).ok()
        }
    }

    /// c., p. and terms on the forward transcript; the mirror image on the reverse strand must give the same.
    fn named(start: u32, removed: &str, inserted: &str) -> (String, String, Vec<&'static str>) {
        let length = u32::try_from(GENOME.len()).unwrap();
        let flip = |text: &str| Bases::new(text).unwrap().reverse_complement().to_string();
        let end = start + u32::try_from(removed.len()).unwrap();
        let exons = [10..20, 40..62];
        let on = |strand: Strand| {
            let forward = strand == Strand::Forward;
            let mirrored = |r: std::ops::Range<u32>| if forward { r } else { length - r.end..length - r.start };
            let mut exons: Vec<_> = exons.iter().cloned().map(mirrored).collect();
            exons.sort_by_key(|e| e.start);
            let cds = mirrored(12..47);
            let t = Transcript::new("G", None, "NM_1.1", None, Role::ManeSelect, "chr1", strand, cds, exons).unwrap();
            let reference = Text(if forward { GENOME.to_owned() } else { flip(GENOME) });
            let place = mirrored(start..end);
            let alleles = [removed, inserted].map(|a| if forward { a.to_owned() } else { flip(a) });
            let before = reference.bases(Interval::new(ContigId(0), place.start - 1, place.start).unwrap()).unwrap();
            let [old, new] = alleles.map(|allele| format!("{before}{allele}"));
            let variant = SmallVariant::new(ContigId(0), place.start - 1, old, new).unwrap();
            let other = if forward { Strand::Reverse } else { Strand::Forward };
            let last = Edit::of(&variant).shifted(ContigId(0), strand, &reference).unwrap();
            let edit = splice::telling(&t, &last, &Edit::of(&variant).shifted(ContigId(0), other, &reference).unwrap());
            let mut terms = splice::terms(&t, &edit);
            let mut protein = String::new();
            if let splice::Region::Coding(at) = splice::region(&t, &edit) {
                let found = effect(&t, ContigId(0), &edit, at, Some(&reference));
                terms.extend(&found.terms);
                protein = found.hgvs_p.unwrap_or_default();
            }
            terms.sort_unstable();
            let coding = place::describe(&t, ContigId(0), &last, Some(&reference)).unwrap_or_default();
            (coding, protein, terms.iter().map(|t| t.name()).collect::<Vec<_>>())
        };
        let forward = on(Strand::Forward);
        assert_eq!(on(Strand::Reverse), forward);
        forward
    }

    fn check(start: u32, removed: &str, inserted: &str, c: &str, p: &str, terms: &[&str]) {
        assert_eq!(named(start, removed, inserted), (c.to_owned(), p.to_owned(), terms.to_vec()));
    }

    /// By hand from the sequence above: 12 is c.1, 19 is c.8, 40 is c.9, 44-46 the stop codon c.13_15.
    #[test]
    fn each_kind_of_change_on_both_strands() {
        check(12, "C", "T", "c.1C>T", "p.(Met1?)", &["start_lost"]);
        check(12, "C", "A", "c.1C>A", "p.(Met1=)", &["start_retained_variant", "synonymous_variant"]);
        check(15, "G", "A", "c.4G>A", "p.(Ala2Thr)", &["missense_variant"]);
        check(17, "T", "C", "c.6T>C", "p.(Ala2=)", &["splice_region_variant", "synonymous_variant"]);
        check(40, "G", "A", "c.9G>A", "p.(Trp3Ter)", &["stop_gained", "splice_region_variant"]);
        // TAA to GAA: GAA GCT TGA, two residues on.
        check(44, "T", "G", "c.13T>G", "p.(Ter5GluextTer2)", &["stop_lost"]);
        check(46, "A", "G", "c.15A>G", "p.(Ter5=)", &["stop_retained_variant"]);
        // One G of c.3_4 gone: CTG CTT GGA AAT AAG CTT GAC CCC CCC CCC, no stop before the end.
        check(14, "G", "", "c.4del", "p.(Ala2LeufsTer?)", &["frameshift_variant"]);
        // An A in front of AAA: CTG GCT TGG AAA ATA AGC TTG ACC.
        check(41, "", "A", "c.12dup", "p.(Ter5IleextTer?)", &["frameshift_variant", "stop_lost"]);
        // CTG GCT GCT TGG, in frame, a copy.
        check(15, "", "GCT", "c.4_6dup", "p.(Ala2dup)", &["inframe_insertion", "splice_region_variant"]);
        check(41, "AAA", "", "c.10_12del", "p.(Lys4del)", &["inframe_deletion", "splice_region_variant"]);
        // GCT to GTAAG: a stop within.
        check(
            16,
            "CT",
            "ATGA",
            "c.5_6delinsATGA",
            "p.(Ala2AspfsTer?)",
            &["frameshift_variant", "splice_region_variant"],
        );
        check(15, "GCT", "AGC", "c.4_6inv", "p.(Ala2Ser)", &["missense_variant", "splice_region_variant"]);
        check(20, "G", "A", "c.8+1G>A", "", &["splice_donor_variant"]);
        // The G of G|gt: HGVS shifts along the genome, out of the exon; the donor stands, and the exon is one base
        // shorter: CTG GCT TGA.
        check(19, "G", "", "c.8+1del", "p.(Trp3Ter)", &["stop_gained", "frameshift_variant", "splice_region_variant"]);
        // Both gone: no equal place is within the exon.
        check(19, "GG", "", "c.8_8+1del", "", &["splice_donor_variant"]);
        // A copy of TTG|GT reaches into the intron. The exon gains GTTTG: CTG GCT TGG TTT GGA AAT AAG CTT GAC CCC.
        let terms = ["frameshift_variant", "splice_region_variant"];
        check(22, "", "TTGGT", "c.6_8+2dup", "p.(Lys4PhefsTer?)", &terms);
    }

    #[test]
    fn without_bases_only_lengths_speak() {
        let t = Transcript::new(
            "G",
            None,
            "N",
            None,
            Role::ManeSelect,
            "chr1",
            Strand::Forward,
            12..47,
            vec![10..20, 40..62],
        );
        let t = t.unwrap();
        let edit = |r: &str, i: &str| Edit { start: 15, removed: r.into(), inserted: i.into() };
        let terms = |e: Edit| effect(&t, ContigId(0), &e, 5, None).terms;
        assert_eq!(terms(edit("G", "")), [Consequence::FrameshiftVariant]);
        assert_eq!(terms(edit("G", "A")), [Consequence::CodingSequenceVariant]);
        assert_eq!(effect(&t, ContigId(0), &edit("G", "A"), 5, None).hgvs_p, None);
        // The reference has another base than the variant says: nothing is translated.
        let reference = Text(GENOME.to_owned());
        assert_eq!(effect(&t, ContigId(0), &edit("C", "A"), 5, Some(&reference)).hgvs_p, None);
    }
}
