//! The items of one cell line, up to its end.

use super::{
    items::item,
    line::{base, reference},
    suffixes::{cells, is_of_an_item},
    text::{Cursor, Text},
    warnings::{Warning, WarningKind, warn},
};
use crate::karyotype::{Base, Cells, Change, Chromosome, Item, Modal, Sign};

/// The items up to the end of the line, and its number of cells.
pub(super) fn items_of(
    cursor: &mut Cursor<'_>,
    base: &mut Option<Base>,
    modal: Option<Modal>,
    warnings: &mut Vec<Warning>,
) -> (Vec<Item>, Option<Cells>) {
    // A diploid cell has one Y to lose.
    let few_chromosomes = modal.is_none_or(|modal| modal.low < 58 && modal.level.is_none_or(|level| level < 3));
    let mut items = Vec::new();
    let mut line_cells = None;
    // Whether a comma is due before the next item.
    let mut due = base.is_some();
    loop {
        cursor.skip_blanks();
        let here = *cursor;
        match cursor.peek() {
            None => break,
            Some(',') => {
                cursor.advance();
                if !due {
                    warn(warnings, &here, WarningKind::DoubleComma, "");
                }
                due = false;
                continue;
            }
            Some('[') if line_cells.is_none() => {
                line_cells = cells(cursor, warnings);
                if line_cells.is_none() {
                    cursor.advance();
                }
                continue;
            }
            Some(_) => {}
        }
        if cursor.starts_with("cp[") && line_cells.is_none() {
            line_cells = cells(cursor, warnings);
            continue;
        }
        if line_cells.is_some() && !due_item(*cursor) {
            // Words such as the specimen change nothing; numbers may be findings.
            let text = cursor.rest();
            let telling = text.contains(|c: char| c.is_ascii_digit());
            warn(warnings, &here, if telling { WarningKind::UnreadLine } else { WarningKind::TrailingText }, text);
            break;
        }
        if items.is_empty() && second_base(cursor, base) {
            warn(warnings, &here, WarningKind::Spelling, here.until(cursor));
            due = true;
            continue;
        }
        let mut ahead = *cursor;
        let mut found = Vec::new();
        if let Some(item) = item(&mut ahead, &mut found).filter(|_| item_ends(ahead)) {
            if due {
                warn(warnings, &here, WarningKind::MissingComma, "");
            }
            warnings.append(&mut found);
            let is_lost_y = |item: &Item| item.change == Change::Whole(Chromosome::Y) && item.sign == Some(Sign::Loss);
            *cursor = ahead;
            if is_lost_y(&item) && few_chromosomes && items.iter().any(is_lost_y) {
                warn(warnings, &here, WarningKind::RepeatedLoss, item.to_string());
                pass_its_multiplier(cursor, item);
            } else {
                items.push(item);
            }
            due = true;
            continue;
        }
        if reference_behind(cursor, base) {
            warn(warnings, &here, WarningKind::Spelling, here.until(cursor));
            due = true;
            continue;
        }
        if multiplies_the_last(cursor, &mut items) {
            warn(warnings, &here, WarningKind::Spelling, here.until(cursor));
            due = true;
            continue;
        }
        if let Some(item) = slip(cursor) {
            warn(warnings, &here, WarningKind::Spelling, here.until(cursor));
            items.push(item);
            due = true;
            continue;
        }
        let text = unread(cursor);
        if text.is_empty() {
            cursor.advance();
            continue;
        }
        warn(warnings, &here, WarningKind::UnreadItem, text.clone());
        let item = Item { cells: cells_of_an_item(cursor, warnings), ..Item::new(None, Change::Unread(text)) };
        items.push(item);
        due = true;
    }
    (items, line_cells)
}

/// `46,xx,idem` and `46,XX,XX`: the second word is the base.
fn second_base(cursor: &mut Cursor<'_>, base: &mut Option<Base>) -> bool {
    let mut ahead = *cursor;
    let Some(second) = self::base(&mut ahead, &mut Vec::new()) else { return false };
    if !matches!(ahead.peek_past_blanks(), None | Some(',' | '[' | '+' | '-')) {
        return false;
    }
    if !matches!(second, Base::Sex { .. }) || base.is_none() {
        *base = Some(second);
    }
    *cursor = ahead;
    true
}

/// `44,XY,-5,idem`: the reference stands behind an item.
fn reference_behind(cursor: &mut Cursor<'_>, base: &mut Option<Base>) -> bool {
    let mut ahead = *cursor;
    if !matches!(base, Some(Base::Sex { .. })) {
        return false;
    }
    let Some(behind) = reference(&mut ahead, &mut Vec::new()) else { return false };
    if !matches!(ahead.peek_past_blanks(), None | Some(',' | '[')) {
        return false;
    }
    *base = Some(behind);
    *cursor = ahead;
    true
}

/// The cells of an item that was not read, where its bracket is not the line's.
fn cells_of_an_item(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Cells> {
    let mut behind = *cursor;
    let mut found = Vec::new();
    let cells = cells(&mut behind, &mut found).filter(|_| is_of_an_item(behind))?;
    warnings.append(&mut found);
    *cursor = behind;
    Some(cells)
}

/// A bracket written without shift, as the digit that shares its key: `del(59(q12q35)` and `inv(1198q15q22)` (8 and 9, the keyboards of
/// most of Europe). Only where the text is no item as it stands, is one with the bracket,
/// and no number in it is a chromosome or a band that there is.
fn slip(cursor: &mut Cursor<'_>) -> Option<Item> {
    const SLIPS: [(&str, &str); 2] = [("98", ")("), ("9(", ")(")];
    let mut ahead = *cursor;
    let written = unread(&mut ahead);
    SLIPS.into_iter().find_map(|(slip, meant)| {
        let at = written.find(slip)?;
        let open = written[..at].matches('(').count() > written[..at].matches(')').count();
        let repaired = format!("{}{meant}{}", &written[..at], &written[at + slip.len()..]);
        let text = Text::new(&repaired, &mut Vec::new());
        let mut inner = text.cursor();
        let item = item(&mut inner, &mut Vec::new()).filter(|_| open && inner.done())?;
        *cursor = ahead;
        Some(item)
    })
}

/// `-20,×2`: a multiplier behind a comma is that of the item before.
fn multiplies_the_last(cursor: &mut Cursor<'_>, items: &mut [Item]) -> bool {
    let mut ahead = *cursor;
    if !(ahead.eat('×') || ahead.eat('x')) {
        return false;
    }
    let Some(times) = ahead.number() else { return false };
    let Some(last) = items.last_mut().filter(|last| last.times.is_none()) else { return false };
    if !matches!(ahead.peek_past_blanks(), None | Some(',' | '[')) {
        return false;
    }
    last.times = Some(times);
    *cursor = ahead;
    true
}

/// Passes the multiplier behind a comma of an item that was left out.
fn pass_its_multiplier(cursor: &mut Cursor<'_>, item: Item) {
    let mut ahead = *cursor;
    ahead.skip_blanks();
    if ahead.eat(',') {
        ahead.skip_blanks();
        if multiplies_the_last(&mut ahead, &mut [item]) {
            *cursor = ahead;
        }
    }
}

/// Whether what follows the number of cells looks like another item.
fn due_item(cursor: Cursor<'_>) -> bool {
    matches!(cursor.peek(), Some(',' | '+'))
}

/// Whether an item may end here: nothing of a word or a bracket is left over.
fn item_ends(cursor: Cursor<'_>) -> bool {
    if cursor.starts_with("cp[") {
        return true;
    }
    match cursor.peek_past_blanks() {
        None | Some(',' | '[' | '+' | '-' | '?') => true,
        // The next item without its comma: a symbol and a bracket.
        Some(letter) if letter.is_ascii_alphabetic() => item(&mut cursor.clone(), &mut Vec::new()).is_some(),
        // A bracket too many, or a full stop at the end.
        Some(_) => false,
    }
}

/// Takes what cannot be read, up to a comma or cells outside brackets, or the end; where a bracket is not closed, up to the first
/// comma.
fn unread(cursor: &mut Cursor<'_>) -> String {
    let begin = *cursor;
    let mut depth = 0u32;
    let mut first_comma = None;
    while let Some(character) = cursor.peek() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => break,
            ',' => first_comma = first_comma.or(Some(*cursor)),
            '[' => break,
            _ => {}
        }
        cursor.advance();
    }
    if depth > 0
        && let Some(comma) = first_comma
    {
        *cursor = comma;
    }
    begin.until(cursor)
}
