//! One cell line: its number, what it starts from, its items, its cells.

use super::{
    line_items::items_of,
    lines::line_begins,
    suffixes::cells,
    text::Cursor,
    warnings::{Warning, WarningKind, warn},
};
use crate::{
    clones::number_that_items_lead_to,
    karyotype::{Base, CellLine, Change, Constitutional, Item, Modal},
};

/// One cell line. None where nothing of it can be read.
pub(super) fn line_of(stretch: Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<CellLine> {
    let mut cursor = stretch;
    cursor.skip_blanks();
    for word in ["nonclonal", "non-clonal", "non clonal"] {
        if cursor.eat_word(word) {
            return Some(non_clonal(cursor, warnings));
        }
    }
    let word = cursor;
    for words in ["einzelaberrationen", "einzelaberration"] {
        if cursor.eat_word(words) {
            let _ = cursor.eat(':');
            warn(warnings, &word, WarningKind::Spelling, words);
            return Some(non_clonal(cursor, warnings));
        }
    }
    let begin = cursor;
    if cursor.eat('~') {
        warn(warnings, &begin, WarningKind::Spelling, "~");
    }
    let modal = modal(&mut cursor, warnings);
    cursor.skip_blanks();
    if let Some(line) = modal.and_then(|modal| doubled(cursor, modal, warnings)) {
        return Some(line);
    }
    if modal.is_none() && !refers(cursor) {
        // Words before the karyotype.
        let mut ahead = begin;
        while !ahead.done() && !line_begins(ahead) {
            ahead.advance();
        }
        if ahead.done() {
            warn(warnings, &begin, WarningKind::UnreadLine, begin.rest());
            return None;
        }
        warn(warnings, &begin, WarningKind::LeadingText, begin.until(&ahead));
        return line_of(ahead, warnings);
    }
    if modal.is_none() {
        warn(warnings, &begin, WarningKind::MissingModalNumber, "");
    }
    let separated = separator(&mut cursor, warnings);
    let at_base = cursor;
    let mut base = base(&mut cursor, warnings);
    if base.is_none() && modal.is_some() && !separated {
        warn(warnings, &begin, WarningKind::UnreadLine, begin.rest());
        return None;
    }
    if base.is_none() {
        warn(warnings, &at_base, WarningKind::MissingSex, "");
    } else if !separated && modal.is_some() {
        warn(warnings, &at_base, WarningKind::MissingComma, "");
    }
    let (items, cells) = items_of(&mut cursor, &mut base, modal, warnings);
    if base.is_none() && items.is_empty() {
        warn(warnings, &begin, WarningKind::UnreadLine, begin.rest());
        return None;
    }
    let base = base.unwrap_or(Base::Sex { chromosomes: String::new(), constitutional: None });
    let line = CellLine { modal, base, items, cells, non_clonal: false };
    if let Some(expected) = number_that_items_lead_to(&line)
        && modal.is_some_and(|modal| modal.low != expected)
    {
        warn(warnings, &begin, WarningKind::NumberDoesNotFit, expected.to_string());
    }
    Some(line)
}

/// A line that the laboratory calls non-clonal: its number of cells, and the words as they are.
fn non_clonal(mut cursor: Cursor<'_>, warnings: &mut Vec<Warning>) -> CellLine {
    let begin = cursor;
    let mut found = None;
    let mut trailing = false;
    while !cursor.done() {
        if cursor.peek() == Some('[') {
            let mut ahead = cursor;
            if let Some(count) = cells(&mut ahead, &mut Vec::new()) {
                found = Some((cursor, count));
                trailing = ahead.peek_past_blanks().is_some();
            }
        }
        cursor.advance();
    }
    let (end, count) = found.map_or((cursor, None), |(end, count)| (end, Some(count)));
    let words = begin.until(&end);
    // A bracket that stays open would hide the slash that follows; one too many closes nothing.
    let open = words.chars().fold((0u32, 0u32), |(round, square), c| match c {
        '(' => (round + 1, square),
        ')' => (round.saturating_sub(1), square),
        '[' => (round, square + 1),
        ']' => (round, square.saturating_sub(1)),
        _ => (round, square),
    });
    let words = words.trim_start_matches([' ', ',']).to_owned();
    // Of `w/` without what it is with, the slash may be the end of the line.
    let lower = words.to_ascii_lowercase();
    let cut = lower == "w" || lower.ends_with(" w") || lower.ends_with('/');
    if trailing || cut || open != (0, 0) {
        warn(warnings, &begin, WarningKind::UnreadLine, begin.rest());
    }
    CellLine {
        modal: None,
        base: Base::Sex { chromosomes: String::new(), constitutional: None },
        items: if words.is_empty() { Vec::new() } else { vec![Item::new(None, Change::Unread(words))] },
        cells: count,
        non_clonal: true,
    }
}

fn refers(cursor: Cursor<'_>) -> bool {
    ["idem", "sl", "sdl"].iter().any(|word| cursor.starts_with(word))
}

/// `50(25,X,+Y,+21)×2`: a complement that doubled.
fn doubled(mut cursor: Cursor<'_>, modal: Modal, warnings: &mut Vec<Warning>) -> Option<CellLine> {
    if !cursor.eat('(') {
        return None;
    }
    let inside = cursor;
    let mut depth = 1;
    let mut length = 0;
    while depth > 0 {
        match cursor.peek()? {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        cursor.advance();
        length += usize::from(depth > 0);
    }
    let mut found = Vec::new();
    let mut inside = inside.take(length);
    let of = self::modal(&mut inside, &mut found)?;
    if !separator(&mut inside, &mut found) {
        return None;
    }
    let mut base = base(&mut inside, &mut found);
    let Some(Base::Sex { chromosomes, constitutional: None }) = base.clone() else { return None };
    let (items, inner_cells) = items_of(&mut inside, &mut base, Some(of), &mut found);
    cursor.skip_blanks();
    if inner_cells.is_some() || !(cursor.eat('×') || cursor.eat('x')) {
        return None;
    }
    let times = cursor.number().filter(|times| (2..=8).contains(times))?;
    cursor.skip_blanks();
    let cells = if cursor.done() { None } else { Some(cells(&mut cursor, &mut found)?) };
    cursor.skip_blanks();
    if !cursor.done() {
        return None;
    }
    warnings.append(&mut found);
    let base = Base::Doubled { modal: of, chromosomes, times };
    Some(CellLine { modal: Some(modal), base, items, cells, non_clonal: false })
}

fn modal(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Modal> {
    let low = cursor.number()?;
    let mut ahead = *cursor;
    ahead.skip_blanks();
    let sign = ahead;
    let high = if ahead.eat('~') || ahead.eat('-') {
        ahead.skip_blanks();
        if sign.peek() == Some('-') && ahead.peek().is_some_and(|c| c.is_ascii_digit()) {
            warn(warnings, &sign, WarningKind::Spelling, "-");
        }
        ahead.number()
    } else {
        None
    };
    if high.is_some() {
        *cursor = ahead;
    }
    let mut ahead = *cursor;
    ahead.skip_blanks();
    let level = if ahead.eat('<') {
        ahead.skip_blanks();
        let level = ahead.number().and_then(|level| u8::try_from(level).ok()).filter(|level| (1..=9).contains(level));
        let named = ahead.eat('n');
        ahead.skip_blanks();
        level.filter(|_| named && ahead.eat('>'))
    } else {
        None
    };
    if level.is_some() {
        *cursor = ahead;
    }
    Some(Modal { low, high, level })
}

/// A comma, or what stands for it.
fn separator(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> bool {
    cursor.skip_blanks();
    match cursor.peek() {
        Some(',') => {
            cursor.advance();
            true
        }
        Some('.' | ';') => {
            warn(warnings, cursor, WarningKind::Spelling, cursor.peek().unwrap_or(','));
            cursor.advance();
            true
        }
        _ => false,
    }
}

/// Sex chromosomes, or a reference to another line. None where there is neither.
pub(super) fn base(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Base> {
    cursor.skip_blanks();
    if let Some(base) = reference(cursor, warnings) {
        return Some(base);
    }
    let mut ahead = *cursor;
    let mut chromosomes = String::new();
    while let Some(character) = ahead.peek() {
        let behind = ahead.peek_at(1).map(|c| c.to_ascii_lowercase());
        match character.to_ascii_uppercase() {
            letter @ ('X' | 'Y') => {
                if character.is_ascii_lowercase() {
                    warn(warnings, &ahead, WarningKind::LowerCase, character);
                }
                chromosomes.push(letter);
            }
            // `46,X X`: a blank between them.
            ' ' if !chromosomes.is_empty() && parted(ahead) => {
                warn(warnings, &ahead, WarningKind::Blank, "");
            }
            '?' if matches!(behind, None | Some(',' | '[' | 'x' | 'y' | '?' | ' ')) => chromosomes.push('?'),
            _ => break,
        }
        ahead.advance();
    }
    if chromosomes.is_empty() {
        return None;
    }
    let constitutional = if ahead.eat_word("?c") {
        Some(Constitutional::Questioned)
    } else if ahead.lower() == Some('c') && ahead.peek_at(1) != Some('p') {
        ahead.advance();
        Some(Constitutional::Certain)
    } else {
        None
    };
    // `Xqh+`, `Yq`: the letter belongs to an item.
    if ahead.peek().is_some_and(|c| matches!(c.to_ascii_lowercase(), 'p' | 'q')) {
        return None;
    }
    *cursor = ahead;
    Some(Base::Sex { chromosomes, constitutional })
}

/// Whether one more sex chromosome stands behind a blank, and nothing else.
fn parted(cursor: Cursor<'_>) -> bool {
    let mut ahead = cursor;
    ahead.skip_blanks();
    let letter = matches!(ahead.lower(), Some('x' | 'y'));
    ahead.advance();
    letter && matches!(ahead.peek_past_blanks(), None | Some(',' | '[' | '/'))
}

pub(super) fn reference(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Base> {
    let mut ahead = *cursor;
    let word = ["idem", "sdl", "sl"].into_iter().find(|word| ahead.eat_word(word))?;
    let number = if word == "idem" { None } else { ahead.number() };
    let mut times = None;
    let mut behind = ahead;
    behind.skip_blanks();
    if (behind.eat('×') || behind.eat('x'))
        && let Some(number) = behind.number()
    {
        times = Some(number);
        ahead = behind;
    }
    if ahead.peek().is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    if !matches!(ahead.peek_past_blanks(), None | Some(',' | '[')) {
        warn(warnings, &ahead, WarningKind::MissingComma, "");
    }
    *cursor = ahead;
    Some(match word {
        "idem" => Base::Idem { times },
        "sl" => Base::Stemline { number, times },
        _ => Base::Sideline { number, times },
    })
}
