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
