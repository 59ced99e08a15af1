//! One item of a cell line.

use super::{
    breakpoints::{chromosome_alone, structural},
    suffixes::suffixes,
    text::Cursor,
    warnings::{Warning, WarningKind, warn},
};
use crate::karyotype::{Arm, Breakpoint, Change, Count, Item, Place, Sign, Structural, Symbol};

/// Symbols by spelling, the longer first where one begins with another; the second are spellings that are not ISCN's.
const SYMBOLS: [(&str, Symbol, bool); 36] = [
    ("psu dic", Symbol::Psudic, true),
    ("psudic", Symbol::Psudic, true),
    ("inv dup", Symbol::InvDup, true),
    ("invdup", Symbol::InvDup, true),
    ("dir dup", Symbol::Dup, true),
    ("dir ins", Symbol::Ins, true),
    ("inv ins", Symbol::Ins, true),
    ("der dic", Symbol::Dic, true),
    ("derdic", Symbol::Dic, true),
    ("order", Symbol::Der, false),
    ("add", Symbol::Add, true),
    ("amp", Symbol::Amp, true),
    ("del", Symbol::Del, true),
    ("der", Symbol::Der, true),
    ("dic", Symbol::Dic, true),
    ("dup", Symbol::Dup, true),
    ("fis", Symbol::Fis, true),
    ("hsr", Symbol::Hsr, true),
    ("idic", Symbol::Idic, true),
    ("i dic", Symbol::Idic, false),
    ("ider", Symbol::Ider, true),
    ("ins", Symbol::Ins, true),
    ("inv", Symbol::Inv, true),
    ("iso", Symbol::I, false),
    ("qdp", Symbol::Qdp, true),
    ("rea", Symbol::Rea, true),
    ("rec", Symbol::Rec, true),
    ("ring", Symbol::R, false),
    ("rob", Symbol::Rob, true),
    ("tas", Symbol::Tas, true),
    ("trc", Symbol::Trc, true),
    ("trp", Symbol::Trp, true),
    ("tr", Symbol::T, false),
    ("i", Symbol::I, true),
    ("r", Symbol::R, true),
    ("t", Symbol::T, true),
];

/// The item here, up to what does not belong to it. None where there is none that can be read.
pub(super) fn item(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Item> {
    item_with(cursor, warnings, ALTERNATIVES)
}

/// So many alternatives (`or`) one item may have; more are no karyotype.
const ALTERNATIVES: u8 = 8;

/// An item that may have so many alternatives.
pub(super) fn item_with(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>, alternatives: u8) -> Option<Item> {
    let mut questioned = question(cursor);
    let sign = sign(cursor);
    questioned |= question(cursor);
    cursor.skip_blanks();
    let mut item = Item::new(sign, Change::Incomplete);
    let mut found = Vec::new();
    let before = *cursor;
    let change = if let Some(change) = number_first(cursor, sign, &mut item, &mut found) {
        change
    } else {
        *cursor = before;
        found.clear();
        item.count = None;
        multiplier(cursor, &mut item, &mut found);
        named(cursor, &mut item, &mut questioned, &mut found)?
    };
    item.change = change;
    item.questioned = questioned;
    suffixes(cursor, &mut item, &mut found, alternatives)?;
    warnings.append(&mut found);
    Some(item)
}

fn question(cursor: &mut Cursor<'_>) -> bool {
    cursor.skip_blanks();
    let ahead = cursor.peek_at(1);
    let asked =
        cursor.peek() == Some('?') && ahead.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | ' '));
    if asked {
        cursor.advance();
    }
    asked
}

fn sign(cursor: &mut Cursor<'_>) -> Option<Sign> {
    cursor.skip_blanks();
    let sign = match cursor.peek() {
        Some('+') => Sign::Gain,
        Some('-') => Sign::Loss,
        _ => return None,
    };
    cursor.advance();
    Some(sign)
}

/// `8`, `X`, `3~5mar`, `5~20dmin`, `9qh+`, `5q-`.
fn number_first(
    cursor: &mut Cursor<'_>,
    sign: Option<Sign>,
    item: &mut Item,
    warnings: &mut Vec<Warning>,
) -> Option<Change> {
    let begin = *cursor;
    if multiplier_at(begin).is_some() {
        return None;
    }
    // `~10dmin`: about so many.
    if cursor.peek() == Some('~') && cursor.peek_at(1).is_some_and(|c| c.is_ascii_digit()) {
        warn(warnings, cursor, WarningKind::Spelling, "~");
        cursor.advance();
    }
    if cursor.peek().is_some_and(|c| c.is_ascii_digit())
        && let Some(low) = cursor.number()
    {
        let high = if cursor.peek() == Some('~') || cursor.peek() == Some('-') {
            if cursor.peek() == Some('-') {
                warn(warnings, cursor, WarningKind::Spelling, "-");
            }
            let mut ahead = *cursor;
            ahead.advance();
            let high = ahead.number();
            if high.is_some() {
                *cursor = ahead;
            }
            high
        } else {
            None
        };
        let mut ahead = *cursor;
        ahead.skip_blanks();
        if let Some(change) = unnumbered(&mut ahead, warnings) {
            *cursor = ahead;
            item.count = Some(Count { low, high });
            return Some(change);
        }
        if high.is_some() {
            return None;
        }
        *cursor = begin;
    }
    let (chromosome, _) = chromosome_alone(cursor)?;
    if let Some(variant) = variant(&begin, cursor) {
        return Some(variant);
    }
    // RULE: ISCN before 2005: a sign behind the arm is a loss or a gain in it. Only the loss has one meaning today.
    let mut ahead = *cursor;
    let arm = if ahead.eat('p') {
        Some(Arm::P)
    } else if ahead.eat('q') {
        Some(Arm::Q)
    } else {
        None
    };
    if let Some(arm) = arm {
        if sign.is_none() && ahead.eat('-') && !ahead.peek().is_some_and(|c| c.is_ascii_alphanumeric()) {
            warn(warnings, &begin, WarningKind::Spelling, begin.until(&ahead));
            *cursor = ahead;
            let breakpoint = Breakpoint { place: Place::Band(arm, String::new()), questioned: false, until: None };
            let head = Structural {
                symbol: Symbol::Del,
                chromosomes: vec![chromosome],
                breakpoints: vec![vec![breakpoint]],
                detailed: None,
            };
            return Some(Change::Structural { head, made_by: Vec::new() });
        }
        return None;
    }
    sign.map(|_| Change::Whole(chromosome))
}

/// A heteromorphism: `9qh+`, `1qh-`, `21pstk+`, `15ps+`, `Yqh+`, `9ph`, `16qh`, `22pss`.
fn variant(begin: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Option<Change> {
    let mut ahead = *cursor;
    if !(ahead.eat('p') || ahead.eat('q')) {
        return None;
    }
    let known = ["stkstk", "cenh", "stk", "ss", "h", "s"]
        .into_iter()
        .find(|word| ahead.starts_with(word))
        .is_some_and(|w| ahead.eat_word(w));
    if !known {
        return None;
    }
    let _ = ahead.eat('+') || ahead.eat('-');
    let text = begin.until(&ahead);
    *cursor = ahead;
    Some(Change::Variant(text))
}

/// Markers, rings without a chromosome, double minutes: what a number may stand before.
fn unnumbered(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Change> {
    let digits = |cursor: &mut Cursor<'_>| cursor.number().map_or(String::new(), |number| number.to_string());
    if cursor.eat_word("dmin") {
        return Some(Change::DoubleMinutes);
    }
    if cursor.eat_word("dm") {
        warn(warnings, cursor, WarningKind::Spelling, "dm");
        return Some(Change::DoubleMinutes);
    }
    for (word, iscn) in [("markers", false), ("marker", false), ("mars", false), ("mar", true), ("min", false)] {
        if cursor.eat_word(word) {
            if !iscn {
                warn(warnings, cursor, WarningKind::Spelling, word);
            }
            return Some(Change::Marker(digits(cursor)));
        }
    }
    let mut ahead = *cursor;
    if ahead.eat_word("hsr") && ahead.peek_past_blanks() != Some('(') {
        *cursor = ahead;
        return Some(Change::Hsr);
    }
    let mut ahead = *cursor;
    if ahead.eat('r') {
        let number = digits(&mut ahead);
        if !ahead.peek_past_blanks().is_some_and(|c| c == '(' || c.is_ascii_alphabetic() && c != 'c' && c != 'x') {
            *cursor = ahead;
            return Some(Change::Ring(number));
        }
    }
    None
}

/// `2xadd(21)(p11)`: a multiplier that stands before.
fn multiplier(cursor: &mut Cursor<'_>, item: &mut Item, warnings: &mut Vec<Warning>) {
    let Some((times, behind)) = multiplier_at(*cursor) else { return };
    warn(warnings, cursor, WarningKind::Spelling, cursor.until(&behind));
    item.times = Some(times);
    *cursor = behind;
}

fn multiplier_at(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let mut ahead = cursor;
    let times = ahead.number()?;
    let multiplies =
        (ahead.eat('x') || ahead.eat('×')) && ahead.peek_past_blanks().is_some_and(|c| c.is_ascii_alphabetic());
    multiplies.then_some((times, ahead))
}

/// What begins with a symbol.
fn named(
    cursor: &mut Cursor<'_>,
    item: &mut Item,
    questioned: &mut bool,
    warnings: &mut Vec<Warning>,
) -> Option<Change> {
    let mut ahead = *cursor;
    if ahead.eat_word("cx") && !ahead.peek().is_some_and(|c| c.is_ascii_alphanumeric()) {
        *cursor = ahead;
        return Some(Change::Complex);
    }
    let mut ahead = *cursor;
    if ahead.eat_word("inc") && !ahead.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
        *cursor = ahead;
        return Some(Change::Incomplete);
    }
    let mut ahead = *cursor;
    if let Some(change) = unnumbered(&mut ahead, warnings) {
        // `+mar1-5`, `+mar1~3`: from the first number to the last.
        if let Change::Marker(first) = &change
            && let Ok(low) = first.parse::<u32>()
            && matches!(ahead.peek(), Some('-' | '~'))
        {
            let mut range = ahead;
            range.advance();
            if let Some(high) = range.number().filter(|high| *high > low) {
                warn(warnings, cursor, WarningKind::Spelling, cursor.until(&range));
                *cursor = range;
                item.count = Some(Count { low: high - low + 1, high: None });
                return Some(Change::Marker(String::new()));
            }
        }
        *cursor = ahead;
        return Some(change);
    }
    let symbol = symbol(cursor, warnings)?;
    let head = structural(cursor, symbol, warnings)?;
    *questioned |= head.questioned;
    let mut made_by = Vec::new();
    if chains(symbol) {
        loop {
            let mut ahead = *cursor;
            ahead.skip_blanks();
            let doubtful = ahead.peek() == Some('?') && ahead.peek_at(1).is_some_and(|c| c.is_ascii_lowercase());
            if doubtful {
                ahead.advance();
            }
            let mut found = Vec::new();
            // `der(22)(t(9;22)(q34;q11))`: what made it in brackets of its own.
            let bracketed = ahead.peek() == Some('(');
            if bracketed {
                warn(&mut found, &ahead, WarningKind::Spelling, "(");
                ahead.advance();
            }
            let Some(next) = self::symbol(&mut ahead, &mut found) else { break };
            let Some(read) = structural(&mut ahead, next, &mut found) else { break };
            if bracketed && ahead.peek() == Some(')') {
                ahead.advance();
            }
            warnings.append(&mut found);
            *questioned |= doubtful || read.questioned;
            made_by.push(read.change);
            *cursor = ahead;
        }
    }
    for change in std::iter::once(&head.change).chain(&made_by) {
        // A derivative is told by what made it; everything else needs its own breakpoints, a partner's once told elsewhere.
        let told = change.detailed.is_some()
            || change.breakpoints.len() >= change.chromosomes.len()
            || !change.breakpoints.is_empty() && change.chromosomes.len() == 1;
        let derived = change.symbol == Symbol::Der && change.chromosomes.len() == 1;
        let reference = item.sign == Some(Sign::Loss);
        if !told && !derived && !reference && change.symbol != Symbol::R {
            warn(warnings, cursor, WarningKind::MissingBreakpoints, change.to_string());
        }
    }
    Some(Change::Structural { head: head.change, made_by })
}

/// Symbols behind which the changes follow that made the chromosome.
fn chains(symbol: Symbol) -> bool {
    matches!(
        symbol,
        Symbol::Der
            | Symbol::Ider
            | Symbol::Dic
            | Symbol::Psudic
            | Symbol::Idic
            | Symbol::R
            | Symbol::Rec
            | Symbol::Trc
            | Symbol::Tas
    )
}

fn symbol(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Symbol> {
    cursor.skip_blanks();
    for (spelling, symbol, iscn) in SYMBOLS {
        let mut ahead = *cursor;
        if ahead.eat_word(spelling) {
            let behind = ahead.peek_past_blanks();
            if behind == Some('(') || behind == Some('?') && ahead.peek_at(1) == Some('(') {
                let written = cursor.until(&ahead);
                if !iscn || written.chars().any(|c| c.is_ascii_uppercase()) {
                    warn(warnings, cursor, WarningKind::Spelling, written);
                }
                *cursor = ahead;
                return Some(symbol);
            }
        }
    }
    None
}
