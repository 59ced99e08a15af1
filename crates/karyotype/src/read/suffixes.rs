//! What stands behind an item or a cell line: born with, multiplied, in how many cells, or something else instead.

use super::{
    items::item_with,
    text::Cursor,
    warnings::{Warning, WarningKind, warn},
};
use crate::karyotype::{Cells, Constitutional, Item};

/// `c`, `×2`, `[4]`, `?`, `or ...`. None where a bracket cannot be read.
pub(super) fn suffixes(
    cursor: &mut Cursor<'_>,
    item: &mut Item,
    warnings: &mut Vec<Warning>,
    alternatives: u8,
) -> Option<()> {
    loop {
        let mut ahead = *cursor;
        ahead.skip_blanks();
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if ahead.starts_with("?c") && !letter(ahead.peek_at(2)) {
            ahead.skip(2);
            item.constitutional = Some(Constitutional::Questioned);
        } else if ahead.lower() == Some('c') && !letter(ahead.peek_at(1)) {
            ahead.advance();
            item.constitutional = Some(Constitutional::Certain);
        } else if matches!(ahead.lower(), Some('×' | 'x')) && ahead.peek_at(1).is_some_and(|c| c.is_ascii_digit()) {
            ahead.advance();
            item.times = Some(ahead.number()?);
        } else if ["or ", "or+", "or-"].iter().any(|word| ahead.starts_with(word)) {
            ahead.skip(2);
            let left = alternatives.checked_sub(1)?;
            item.alternative = Some(Box::new(item_with(&mut ahead, warnings, left)?));
        } else if ahead.peek() == Some('?') && !letter(ahead.peek_at(1)) {
            warn(warnings, &ahead, WarningKind::Spelling, "?");
            ahead.advance();
            item.questioned = true;
        } else if ahead.peek() == Some('[') && item.cells.is_none() {
            let mut found = Vec::new();
            let cells = cells(&mut ahead, &mut found)?;
            if !is_of_an_item(ahead) {
                return Some(());
            }
            warnings.append(&mut found);
            item.cells = Some(cells);
        } else {
            return Some(());
        }
        *cursor = ahead;
    }
}

/// `[20]`, `[cp5]`. The dirt inside is told.
pub(super) fn cells(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Cells> {
    cursor.skip_blanks();
    let before_bracket = cursor.starts_with("cp[");
    if before_bracket {
        warn(warnings, cursor, WarningKind::CellCount, "cp[");
        cursor.skip(2);
    }
    if !cursor.eat('[') {
        return None;
    }
    let begin = *cursor;
    while match cursor.peek() {
        None | Some(']') => false,
        Some('/' | ',') => in_bracket(cursor),
        Some(_) => true,
    } {
        cursor.advance();
    }
    let inside = begin.until(cursor).to_ascii_lowercase().replace(' ', "");
    if !cursor.eat(']') {
        let kind = if cursor.done() { WarningKind::Truncated } else { WarningKind::UnclosedBracket };
        warn(warnings, &begin, kind, inside.clone());
    }
    let composite = before_bracket || inside.starts_with("cp");
    let number = inside.trim_start_matches("cp").trim_start_matches('~');
    let count = if number.is_empty() {
        warn(warnings, &begin, WarningKind::CellCount, inside.clone());
        None
    } else if let Ok(count) = number.parse() {
        Some(count)
    } else {
        warn(warnings, &begin, WarningKind::CellCount, inside.clone());
        // `6+3` adds up; of `12+` and `5/20` the first number is that of the cells.
        let parts: Vec<u32> = number.split('+').filter_map(|part| part.parse().ok()).collect();
        if number.contains('+') && !parts.is_empty() {
            Some(parts.iter().fold(0u32, |sum, part| sum.saturating_add(*part)))
        } else {
            number.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
        }
    };
    Some(Cells { composite, count })
}

/// Whether a slash or a comma stands inside a bracket that is closed before the next one opens.
fn in_bracket(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    loop {
        match ahead.peek() {
            Some(']') => return true,
            None | Some('[') => return false,
            Some(_) => ahead.advance(),
        }
    }
}

/// Whether the bracket before this is that of an item: another item follows, with its comma or a sign, or the line's own bracket. The
/// last bracket of a line is the line's.
pub(super) fn is_of_an_item(behind: Cursor<'_>) -> bool {
    let signed = |sign: char| behind.peek() == Some(sign) && behind.peek_at(1).is_some_and(|c| c.is_ascii_digit());
    let goes_on = matches!(behind.peek_past_blanks(), Some(',' | '[')) || signed('-') || behind.starts_with("cp[");
    goes_on && opens_again(behind)
}

/// Whether another bracket opens in the line.
fn opens_again(cursor: Cursor<'_>) -> bool {
    let mut ahead = cursor;
    while let Some(character) = ahead.peek() {
        if character == '[' {
            return true;
        }
        ahead.advance();
    }
    false
}
