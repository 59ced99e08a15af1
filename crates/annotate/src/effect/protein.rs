//! From the protein before to the protein after: HGVS and consequence.

use marv_model::annotation::Consequence;

use super::codon::{STOP, UNKNOWN, three_letters};

/// A protein and what became of it. Residues are one-letter, the stop included; index 0 is residue 1.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// The whole reference protein, `*` last.
    pub(crate) reference: &'a [u8],
    /// The new protein up to and with its first stop, or as far as the transcript goes.
    pub(crate) altered: &'a [u8],
    /// The residues of the reference whose codons are touched; empty for an insertion between two codons.
    pub(crate) touched: std::ops::Range<usize>,
    /// Codons gained (negative: lost); none where the frame is broken.
    pub(crate) gained: Option<isize>,
}

/// What a change is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// With `p.` and parentheses.
    pub(crate) hgvs: Option<String>,
    /// Index of the first residue that changes, or is touched where none changes.
    pub(crate) first: usize,
    /// Those that the protein tells: stops gained, lost and kept, and nothing changed.
    pub(crate) terms: Vec<Consequence>,
}

fn name(residues: &[u8], index: usize) -> String {
    let residue = residues.get(index).copied().unwrap_or(UNKNOWN);
    format!("{}{}", three_letters(residue), index + 1)
}

fn names(residues: &[u8]) -> String {
    residues.iter().map(|r| three_letters(*r)).collect()
}

fn range(residues: &[u8], start: usize, end: usize) -> String {
    if end == start + 1 {
        name(residues, start)
    } else {
        format!("{}_{}", name(residues, start), name(residues, end - 1))
    }
}

impl Change<'_> {
    pub(crate) fn named(&self) -> Named {
        let stop = self.reference.len().saturating_sub(1);
        let touches_stop = self.touched.end > stop || self.touched.start >= stop;
        match self.gained {
            Some(gained) if !touches_stop => self.in_frame(gained),
            _ => self.to_the_end(),
        }
    }

    /// Frame broken, or the stop codon touched: the new protein is read to its end.
    fn to_the_end(&self) -> Named {
        use Consequence as C;
        let from = self.touched.start.min(self.reference.len());
        let (reference, altered) = (&self.reference[from..], self.altered.get(from..).unwrap_or(&[]));
        let same = reference.iter().zip(altered).take_while(|(r, a)| r == a && **r != UNKNOWN).count();
        let first = from + same;
        let (before, after) = (self.reference.get(first), self.altered.get(first));
        let named = |hgvs: Option<String>, terms: Vec<C>| Named { hgvs, first, terms };
        match (before.copied(), after.copied()) {
            (None, _) => {
                let last = self.reference.len().saturating_sub(1);
                let first = last.min(self.touched.start.max(from));
                Named {
                    hgvs: Some(format!("p.({}=)", name(self.reference, first))),
                    first,
                    terms: vec![C::StopRetainedVariant],
                }
            }
            (Some(UNKNOWN), _) | (_, Some(UNKNOWN) | None) => named(None, Vec::new()),
            (Some(STOP), Some(new)) => {
                let tail = &self.altered[first..];
                let end = match tail.iter().position(|r| *r == STOP) {
                    _ if tail.contains(&UNKNOWN) => return named(None, vec![C::StopLost]),
                    Some(end) => end.to_string(),
                    None => "?".to_owned(),
                };
                let hgvs = format!("p.({}{}extTer{end})", name(self.reference, first), three_letters(new));
                named(Some(hgvs), vec![C::StopLost])
            }
            (Some(_), Some(STOP)) => {
                named(Some(format!("p.({}Ter)", name(self.reference, first))), vec![C::StopGained])
            }
            (Some(_), Some(new)) if self.gained.is_none() => {
                let tail = &self.altered[first..];
                let old = name(self.reference, first);
                let hgvs = match tail.iter().position(|r| *r == STOP) {
                    _ if tail.contains(&UNKNOWN) => format!("p.({old}fs)"), // where it ends is not known
                    Some(end) => format!("p.({old}{}fsTer{})", three_letters(new), end + 1),
                    None => format!("p.({old}{}fsTer?)", three_letters(new)),
                };
                named(Some(hgvs), Vec::new())
            }
            (Some(_), Some(_)) => named(Some("p.?".to_owned()), vec![C::StopLost]), // residues and the stop together
        }
    }

    /// Whole codons changed, none of them the stop.
    fn in_frame(&self, gained: isize) -> Named {
        use Consequence as C;
        let (start, end) = (self.touched.start, self.touched.end);
        let new_end = end.saturating_add_signed(gained).min(self.altered.len());
        let mut old = &self.reference[start..end];
        let mut new = self.altered.get(start..new_end).unwrap_or(&[]);
        let stop = new.iter().position(|r| *r == STOP);
        let premature = stop.is_some();
        new = &new[..stop.map_or(new.len(), |at| at + 1)];
        if old.contains(&UNKNOWN) || new.contains(&UNKNOWN) {
            return Named { hgvs: None, first: start, terms: Vec::new() };
        }
        if old == new {
            let hgvs = format!("p.({}=)", range(self.reference, start, end.max(start + 1)));
            return Named { hgvs: Some(hgvs), first: start, terms: vec![C::SynonymousVariant] };
        }
        let mut first = start;
        while let (Some((o, rest_o)), Some((n, rest_n))) = (old.split_first(), new.split_first()) {
            if o != n {
                break;
            }
            (old, new, first) = (rest_o, rest_n, first + 1);
        }
        if premature && new.first() == Some(&STOP) {
            let hgvs = format!("p.({}Ter)", name(self.reference, first));
            return Named { hgvs: Some(hgvs), first, terms: vec![C::StopGained] };
        }
        while let (Some((o, rest_o)), Some((n, rest_n))) = (old.split_last(), new.split_last()) {
            if o != n {
                break;
            }
            (old, new) = (rest_o, rest_n);
        }
        let terms = if premature { vec![C::StopGained] } else { Vec::new() };
        let named = |text: Option<String>, first: usize| Named { hgvs: text.map(|t| format!("p.({t})")), first, terms };
        match (old.len(), new.len()) {
            (0, _) => {
                let (text, first) = self.insertion(first, new.to_vec());
                named(text, first)
            }
            (_, 0) => {
                let (text, first) = self.deletion(first, old.len());
                named(text, first)
            }
            (1, 1) => named(Some(format!("{}{}", name(self.reference, first), names(new))), first),
            (length, _) => {
                let place = range(self.reference, first, first + length);
                named(Some(format!("{place}delins{}", names(new))), first)
            }
        }
    }

    /// RULE: HGVS 3' rule for proteins: the most C-terminal of equal descriptions; a copy of what stands before is a
    /// duplication.
    fn insertion(&self, mut at: usize, mut new: Vec<u8>) -> (Option<String>, usize) {
        while self.reference.get(at) == new.first() && self.reference.get(at) != Some(&STOP) {
            new.rotate_left(1);
            at += 1;
        }
        let copied = at.checked_sub(new.len()).and_then(|from| self.reference.get(from..at)).is_some_and(|r| r == new);
        if copied {
            let from = at - new.len();
            return (Some(format!("{}dup", range(self.reference, from, at))), from);
        }
        if at == 0 || self.reference.get(at).is_none_or(|r| *r == UNKNOWN) || self.reference[at - 1] == UNKNOWN {
            return (None, at);
        }
        let flanks = format!("{}_{}", name(self.reference, at - 1), name(self.reference, at));
        (Some(format!("{flanks}ins{}", names(&new))), at)
    }

    fn deletion(&self, mut at: usize, length: usize) -> (Option<String>, usize) {
        while self.reference.get(at).is_some_and(|r| self.reference.get(at + length) == Some(r) && *r != UNKNOWN) {
            at += 1;
        }
        (Some(format!("{}del", range(self.reference, at, at + length))), at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hgvs(reference: &str, altered: &str, touched: std::ops::Range<usize>, gained: Option<isize>) -> String {
        let change = Change { reference: reference.as_bytes(), altered: altered.as_bytes(), touched, gained };
        change.named().hgvs.unwrap_or_default()
    }

    /// Expected by the examples and rules of hgvs-nomenclature.org, protein recommendations.
    #[test]
    fn changes_are_named_as_hgvs_does() {
        assert_eq!(hgvs("MTRW*", "MTHW*", 2..3, Some(0)), "p.(Arg3His)");
        assert_eq!(hgvs("MTRW*", "MT*", 2..3, Some(0)), "p.(Arg3Ter)");
        assert_eq!(hgvs("MTRW*", "MTRW*", 2..3, Some(0)), "p.(Arg3=)");
        assert_eq!(hgvs("MTRW*", "MTLSW*", 2..3, None), "p.(Arg3LeufsTer4)"); // residues 3 L, 4 S, 5 W, stop at 4th
        assert_eq!(hgvs("MTRW*", "MTLS", 2..3, None), "p.(Arg3LeufsTer?)");
        assert_eq!(hgvs("MTRW*", "MT*", 2..3, None), "p.(Arg3Ter)");
        assert_eq!(hgvs("MTRW*", "MTRWQAA*", 4..5, Some(0)), "p.(Ter5GlnextTer3)");
        assert_eq!(hgvs("MTRW*", "MTRW*", 4..5, Some(0)), "p.(Ter5=)");
        assert_eq!(hgvs("MTRRRW*", "MTRRW*", 2..3, Some(-1)), "p.(Arg5del)"); // 3' rule
        assert_eq!(hgvs("MTRWA*", "MTRWRWA*", 2..2, Some(2)), "p.(Arg3_Trp4dup)");
        assert_eq!(hgvs("MTRWA*", "MTGGRWA*", 2..2, Some(2)), "p.(Thr2_Arg3insGlyGly)");
        assert_eq!(hgvs("MTRWA*", "MTSA*", 2..4, Some(-1)), "p.(Arg3_Trp4delinsSer)");
        assert_eq!(hgvs("MTRWA*", "MTSSA*", 2..4, Some(0)), "p.(Arg3_Trp4delinsSerSer)");
        assert_eq!(hgvs("MTRWA*", "MTG*", 2..2, Some(3)), "p.(Thr2_Arg3insGlyTer)");
        assert_eq!(hgvs("MTRWAG*", "MTS*LG*", 2..5, Some(0)), "p.(Arg3_Ala5delinsSerTer)");
        assert_eq!(hgvs("MTXWA*", "MTLWA*", 2..3, Some(0)), "");
    }
}
