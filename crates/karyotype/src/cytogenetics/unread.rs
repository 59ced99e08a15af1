//! What the text that was not read may hold.

use std::collections::BTreeSet;

use super::FEW_CELLS;
use crate::karyotype::{CellLine, Change, Chromosome, Item, Karyotype, Symbol};

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
    /// Findings of another technique, or of single cells: no abnormality more of metaphases, and any lesion.
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
        let unread = |line: &CellLine| line.items.iter().any(|item| matches!(item.change, Change::Unread(_)));
        let alone = is_one_cell_of_many(karyotype, unread);
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
    /// without a number, are remarks. How many cells were looked at is no finding, and what a laboratory calls single aberrations
    /// adds to no count. Other text is bounded only where every word of it is of the notation: then it holds no more
    /// abnormalities than symbols, of no other chromosomes than it names.
    pub(crate) fn text(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        if tells_cells_only(&lower) {
            return Self::nothing();
        }
        if NON_CLONAL.iter().any(|word| lower.starts_with(word)) {
            return Self::of_another_technique();
        }
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

/// How many whole chromosomes stand alone as an item, their sign lost: `10[3]`.
///
/// METHOD: gained or lost, it is one abnormality. Counted where it would be clonal as a loss, which asks for the more cells, and
/// where no other item names the chromosome, whose loss or gain that item may tell already.
pub(super) fn without_sign(karyotype: &Karyotype) -> u32 {
    let lines = || karyotype.lines.iter().filter(|line| !line.non_clonal);
    let alone = |item: &Item| match &item.change {
        Change::Unread(text) => text.trim().parse().ok().and_then(Chromosome::autosome),
        _ => None,
    };
    let clonal = |line: &CellLine, item: &Item| {
        let of_line = line.cells.filter(|cells| !cells.composite).and_then(|cells| cells.count);
        item.cells.and_then(|cells| cells.count).or(of_line).is_none_or(|cells| cells >= 3)
    };
    let mut found = BTreeSet::new();
    for line in lines() {
        found.extend(line.items.iter().filter(|item| clonal(line, item)).filter_map(alone));
    }
    let names = |item: &Item, chromosome: &Chromosome| match &item.change {
        Change::Whole(whole) => whole == chromosome,
        Change::Structural { head, made_by } => {
            std::iter::once(head).chain(made_by).any(|change| change.chromosomes.contains(chromosome))
        }
        // What was not read may name any; a chromosome alone names itself.
        Change::Unread(_) => alone(item).is_none(),
        _ => false,
    };
    let named = |item: &Item, chromosome: &Chromosome| {
        std::iter::successors(Some(item), |item| item.alternative.as_deref()).any(|item| names(item, chromosome))
    };
    found.retain(|chromosome| !lines().flat_map(|line| &line.items).any(|item| named(item, chromosome)));
    u32::try_from(found.len()).unwrap_or(u32::MAX)
}

/// Whether the lines of which something holds are one cell together, of so many that it is no clone.
pub(super) fn is_one_cell_of_many(karyotype: &Karyotype, holds: impl Fn(&CellLine) -> bool) -> bool {
    let lines = || karyotype.lines.iter().filter(|line| !line.non_clonal);
    let cells = |line: &CellLine| line.cells.filter(|cells| !cells.composite).and_then(|cells| cells.count);
    let sum = |sum: u32, line: &CellLine| Some(sum.saturating_add(cells(line)?));
    lines().any(&holds)
        && lines().filter(|line| holds(line)).try_fold(0, sum).is_some_and(|cells| cells < 2)
        && lines().try_fold(0, sum).is_some_and(|cells| cells >= FEW_CELLS)
}

/// Words that begin what another technique found.
const TECHNIQUES: [&str; 6] = ["fish", "pcr", "cgh", "array", "snp", "nuc ish"];

/// Words that begin what single cells show.
const NON_CLONAL: [&str; 4] = ["einzelaberration", "single cell", "nonclonal", "non-clonal"];

/// Whether a text says how many cells were looked at and nothing else: `-only 5 metaphases`.
fn tells_cells_only(text: &str) -> bool {
    const REMARKS: [&str; 6] = ["only", "nur", "kun", "in", "of", "analysed"];
    const CELLS: [&str; 8] =
        ["cells", "metaphases", "mitoses", "zellen", "metaphasen", "mitosen", "celler", "metafaser"];
    let words = || text.split([' ', '-', '.', '(', ')']).filter(|word| !word.is_empty());
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '(' | ')'));
    plain
        && words().next_back().is_some_and(|word| CELLS.contains(&word))
        && words().all(|word| number(word) || CELLS.contains(&word) || REMARKS.contains(&word))
        && words().filter(|word| number(word)).count() == 1
}

/// Words for a change of one chromosome, whose number stands behind: `trisomy 8`, `deletion 12p-`.
const NAMED_CHANGES: [&str; 10] = [
    "trisomy",
    "trisomie",
    "trisomia",
    "trisomi",
    "monosomy",
    "monosomie",
    "monosomia",
    "monosomi",
    "deletion",
    "delezione",
];

/// Words for a complement that is there more than twice.
const DOUBLED: [&str; 6] = ["tetraploid", "tetraploider", "tetraploide", "triploid", "triploider", "triploide"];

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
    // A whole complement more: one, of no chromosome of its own.
    let (mut doubled, mut plain) = (false, false);
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
                "on" | "in" | "by" if !inside => {}
                "klon" | "clone" | "cells" | "zellen" if doubled => {}
                _ if !inside && DOUBLED.contains(&word) => (doubled, more) = (true, more.saturating_add(1)),
                _ if !inside && NAMED_CHANGES.contains(&word) => more = more.saturating_add(1),
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
            if let Some(behind) = rest.strip_prefix('n').filter(|behind| !inside && ends_a_word(behind)) {
                rest = behind;
                match digits {
                    // The usual complement.
                    "2" => plain = true,
                    "3" | "4" | "5" | "6" | "8" => (doubled, more) = (true, more.saturating_add(1)),
                    _ => return None,
                }
                continue;
            }
            match digits.parse().ok().and_then(Chromosome::autosome) {
                Some(chromosome) => _ = named.insert(chromosome),
                None => nameless = true,
            }
        } else {
            if first == '['
                && let Some((cells, behind)) = rest.split_once(']')
                && cells.trim_start_matches(['[', 'c', 'p']).chars().all(|c| c.is_ascii_digit())
            {
                rest = behind;
                continue;
            }
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
        return plain.then(Unread::nothing);
    }
    // A number that stands alone is a chromosome whose sign is missing; some schemes count the chromosomes of a derivative.
    if by_chromosomes || more == 0 {
        more = more.max(u32::try_from(named.len()).unwrap_or(u32::MAX)).max(1);
    }
    // A marker has no chromosome to name; any other symbol has.
    let without_name = named.is_empty() && !numbered && !(doubled && more == 1);
    let of = if nameless || without_name { Chromosomes::Any } else { Chromosomes::These(named) };
    Some(Unread { more: Some(more).filter(|_| !numbered), of })
}

fn ends_a_word(behind: &str) -> bool {
    !behind.starts_with(|c: char| c.is_ascii_alphanumeric())
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
            ("(Schlechte Qualitaet); in FISH Monosomie 7", Some(0), these(&[7])),
            ("CGH: -5q,-6p,amp(6p)", Some(0), these(&[5, 6])),
            ("del(5)(q13) FISH", Some(1), Chromosomes::Any),
            ("trisomy8onfish", Some(1), Chromosomes::Any),
            ("deletion12p-", Some(1), these(&[12])),
            ("Monosomie 7", Some(1), these(&[7])),
            ("evoluzionelam:trisomia8", None, Chromosomes::Any),
            // Whole complements; more than that is not said of them, and no chromosome.
            ("4n", Some(1), these(&[])),
            ("2n", Some(0), these(&[])),
            ("tetraploider Klon[25]", Some(1), these(&[])),
            ("4n,del(5)(q13)", Some(2), these(&[5])),
            ("7n", None, Chromosomes::Any),
            ("tetraploid and more", None, Chromosomes::Any),
            ("...", None, Chromosomes::Any),
            // Cells that were looked at, and single ones.
            ("-only 5 metaphases", Some(0), these(&[])),
            ("5 metaphases with -7", None, Chromosomes::Any),
            ("no metaphases", None, Chromosomes::Any),
            ("einzelaberrationen(11)", Some(0), Chromosomes::Any),
        ] {
            assert_eq!(Unread::text(text), Unread { more, of }, "{text}");
        }
    }
}
