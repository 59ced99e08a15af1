//! What the text that was not read may hold.

use std::collections::BTreeSet;

use super::FEW_CELLS;
use crate::karyotype::{CellLine, Change, Chromosome, Karyotype, Symbol};

/// What unread text may hold, and no more than that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    /// At most so many abnormalities more, counted on metaphases; none: any number.
    pub(crate) more: Option<u32>,
    /// The chromosomes that it speaks of.
    pub(crate) of: Chromosomes,
}

/// Of which chromosomes a text speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chromosomes {
    /// These; empty where it speaks of none.
    These(BTreeSet<Chromosome>),
    /// It may be any.
    Any,
}

impl Unread {
    /// Nothing was left unread.
    pub(crate) const fn nothing() -> Self {
        Self { more: Some(0), of: Chromosomes::These(BTreeSet::new()) }
    }
    /// Anything at all.
    const fn anything() -> Self {
        Self { more: None, of: Chromosomes::Any }
    }
    /// Findings of another technique: no abnormality more of metaphases, and any lesion.
    pub(crate) const fn of_another_technique() -> Self {
        Self { more: Some(0), of: Chromosomes::Any }
    }
    /// Both.
    pub(crate) fn and(self, other: Self) -> Self {
        let more = self.more.zip(other.more).map(|(one, other)| one.saturating_add(other));
        let of = match (self.of, other.of) {
            (Chromosomes::These(mut these), Chromosomes::These(others)) => {
                these.extend(others);
                Chromosomes::These(these)
            }
            _ => Chromosomes::Any,
        };
        Self { more, of }
    }
    /// The items of a karyotype's lines that could not be read. Those of lines that the laboratory calls non-clonal say nothing.
    ///
    /// RULE: ISCN 2024, 4.5: nothing is clonal that one cell shows. What one cell of many shows adds to no count; which lesion it
    /// is stays open.
    pub(crate) fn items(karyotype: &Karyotype) -> Self {
        let lines = || karyotype.lines.iter().filter(|line| !line.non_clonal);
        let unread = |line: &&CellLine| line.items.iter().any(|item| matches!(item.change, Change::Unread(_)));
        let cells = |line: &CellLine| line.cells.filter(|cells| !cells.composite).and_then(|cells| cells.count);
        let sum = |sum: u32, line: &CellLine| Some(sum.saturating_add(cells(line)?));
        let alone = lines().filter(unread).try_fold(0, sum).is_some_and(|cells| cells < 2)
            && lines().try_fold(0, sum).is_some_and(|cells| cells >= FEW_CELLS);
        let mut all = Self::nothing();
        for item in lines().flat_map(|line| &line.items) {
            if let Change::Unread(text) = &item.change {
                all = all.and(Self::text(text));
            }
        }
        Self { more: if alone { Some(0) } else { all.more }, ..all }
    }
    /// What a text may hold.
    ///
    /// METHOD: behind a word such as `FISH` the text tells of another technique than the metaphases' count. Words before it,
    /// without a number, are remarks. Other text is bounded only where every word of it is of the notation: then it holds no more
    /// abnormalities than symbols, of no other chromosomes than it names.
    pub(crate) fn text(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let Some(at) = TECHNIQUES.iter().filter_map(|word| lower.find(word)).min() else {
            return in_notation(&lower).unwrap_or(Self::anything());
        };
        let (before, behind) = lower.split_at(at);
        let before = if before.contains(|c: char| c.is_ascii_digit()) {
            in_notation(before).unwrap_or(Self::anything())
        } else {
            Self::nothing()
        };
        let word = TECHNIQUES.iter().find(|word| behind.starts_with(**word)).map_or(0, |word| word.len());
        let of =
            in_notation(behind[word..].trim_start_matches([':', ' '])).map_or(Chromosomes::Any, |unread| unread.of);
        before.and(Self { more: Some(0), of })
    }
}

/// Words that begin what another technique found.
const TECHNIQUES: [&str; 6] = ["fish", "pcr", "cgh", "array", "snp", "nuc ish"];

/// The most that a symbol counts under any scheme, the gain of an abnormal chromosome aside.
fn weight(symbol: Symbol) -> u32 {
    match symbol {
        Symbol::Add
        | Symbol::Amp
        | Symbol::Del
        | Symbol::Dup
        | Symbol::Fis
        | Symbol::I
        | Symbol::Ins
        | Symbol::Inv
        | Symbol::Rob
        | Symbol::T
        | Symbol::Tas => 1,
        _ => 2,
    }
}

/// What a text of the notation's words may hold; none where a word is no such word.
fn in_notation(text: &str) -> Option<Unread> {
    let mut more = 0u32;
    let mut named = BTreeSet::new();
    let mut nameless = false;
    // `x2`, `3mar`, `mars`: how many there are is not worked out.
    let mut numbered = false;
    let mut by_chromosomes = false;
    let mut rest = text;
    let mut inside = false;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_alphabetic() {
            let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
            let (word, behind) = rest.split_at(length);
            rest = behind;
            match word {
                "x" if !inside && rest.starts_with(|c: char| c.is_ascii_digit()) => numbered = true,
                "x" => _ = named.insert(Chromosome::X),
                "y" => _ = named.insert(Chromosome::Y),
                "p" | "q" | "pter" | "qter" | "cen" => rest = past_the_band(rest),
                "or" => {}
                _ if inside && symbol(word).is_none() => return None,
                // An abnormality that is not told further, by an older symbol.
                "abn" => more = more.saturating_add(1),
                "mar" | "mars" | "min" | "dmin" => numbered = true,
                "var" => {}
                _ => {
                    let symbol = word.strip_prefix("or").and_then(symbol).or_else(|| symbol(word))?;
                    by_chromosomes |= weight(symbol) > 1;
                    more = more.saturating_add(weight(symbol));
                }
            }
        } else if first.is_ascii_digit() {
            let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (digits, behind) = rest.split_at(length);
            rest = behind;
            match digits.parse().ok().and_then(Chromosome::autosome) {
                Some(chromosome) => _ = named.insert(chromosome),
                None => nameless = true,
            }
        } else {
            match first {
                '(' => inside = true,
                ')' => inside = false,
                '?' => nameless = true,
                '+' => more = more.saturating_add(1),
                '×' | '*' => numbered = true,
                '-' | '~' | ';' | ':' | ',' | ' ' | '.' => {}
                _ => return None,
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    if named.is_empty() && !numbered && !nameless && more == 0 {
        return None;
    }
    // A number that stands alone is a chromosome whose sign is missing; some schemes count the chromosomes of a derivative.
    if by_chromosomes || more == 0 {
        more = more.max(u32::try_from(named.len()).unwrap_or(u32::MAX)).max(1);
    }
    // A marker has no chromosome to name; any other symbol has.
    let of = if nameless || named.is_empty() && !numbered { Chromosomes::Any } else { Chromosomes::These(named) };
    Some(Unread { more: Some(more).filter(|_| !numbered), of })
}

fn symbol(word: &str) -> Option<Symbol> {
    Symbol::ALL.iter().find(|(_, text)| *text == word || text.replace(' ', "") == word).map(|(symbol, _)| *symbol)
}

/// What stands behind the number of a band.
fn past_the_band(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '?'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn these(numbers: &[u8]) -> Chromosomes {
        Chromosomes::These(numbers.iter().filter_map(|number| Chromosome::autosome(*number)).collect())
    }

    /// By hand.
    #[test]
    fn text_holds_no_more_than_its_words() {
        for (text, more, of) in [
            ("der(5)t(5;13)q22;q31)", Some(3), these(&[5, 13])),
            ("t(3;21)(26;22)", Some(1), Chromosomes::Any),
            ("abn(16)(q22)", Some(1), these(&[16])),
            ("der(7)(t:7;12)(p11.1;p11.2)", Some(3), these(&[7, 12])),
            ("der(17p)", Some(2), these(&[17])),
            ("add(3)(p1?)ordel(3)(p14p21)", Some(2), these(&[3])),
            ("21", Some(1), these(&[21])),
            ("+der1", Some(3), these(&[1])),
            // How many there are is not worked out.
            ("+2-4 var mar", None, these(&[2, 4])),
            ("+mars", None, these(&[])),
            ("del(5)(q13)x2", None, these(&[2, 5])),
            // No chromosome, one that is not known, and one that there is not.
            ("t(q22;q22)", Some(1), Chromosomes::Any),
            ("t(?;15)(?;q15)", Some(1), Chromosomes::Any),
            ("del(59(q12q35)", Some(1), Chromosomes::Any),
            // Words that are not of the notation.
            ("na", None, Chromosomes::Any),
            ("words", None, Chromosomes::Any),
            ("andfurtherstructuralchanges", None, Chromosomes::Any),
            ("", None, Chromosomes::Any),
            // Another technique.
            ("FISH 11q23 positiv >>t(9;11) positiv", Some(0), Chromosomes::Any),
            ("(Schlechte Qualitaet); in FISH Monosomie 7", Some(0), Chromosomes::Any),
            ("CGH: -5q,-6p,amp(6p)", Some(0), these(&[5, 6])),
            ("del(5)(q13) FISH", Some(1), Chromosomes::Any),
            ("trisomy8onfish", None, Chromosomes::Any),
        ] {
            assert_eq!(Unread::text(text), Unread { more, of }, "{text}");
        }
    }
}
