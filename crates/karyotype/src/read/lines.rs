//! The cell lines of a karyotype, and what stands around them.

use super::{
    items::{cells, item},
    text::{Cursor, Text},
    warnings::{Warning, WarningKind},
};
use crate::karyotype::{Base, CellLine, Cells, Change, Constitutional, Item, Karyotype, Modal};

fn warn(warnings: &mut Vec<Warning>, at: &Cursor<'_>, kind: WarningKind, text: impl Into<String>) {
    warnings.push(Warning { position: at.position(), kind, text: text.into() });
}

/// Where other techniques begin: what follows is not a karyotype.
const TECHNIQUES: [&str; 12] =
    [".ish", ". ish", ".nuc", ". nuc", ".arr", ".rsa", ".ogm", ".seq", ".sseq", ".fish", " nuc ish", " nucish"];

pub(super) fn karyotype(text: &Text, warnings: &mut Vec<Warning>) -> Karyotype {
    let mut cursor = text.cursor();
    cursor.skip_blanks();
    for prefix in ["mos ", "chi "] {
        cursor.eat_word(prefix);
    }
    let mut karyotype = Karyotype::default();
    let mut techniques = String::new();
    for (stretch, donor) in stretches(cursor, warnings) {
        if donor {
            karyotype.donor.get_or_insert_default();
        }
        if stretch.peek_past_blanks().is_none() {
            continue;
        }
        let (line, technique) = without_technique(stretch);
        let mut read = line_of(line, warnings);
        if let Some(technique) = technique {
            techniques.push_str(&technique_of(technique, read.as_mut(), warnings));
        }
        if let Some(line) = read {
            match &mut karyotype.donor {
                Some(donors) if donor => donors.push(line),
                _ => karyotype.lines.push(line),
            }
        }
    }
    // The donor's lines alone say nothing of the patient's; they are the patient's sample all the same.
    if !techniques.is_empty() && !karyotype.lines.is_empty() {
        karyotype.other_technique = Some(techniques);
    }
    let lines = karyotype.lines.iter().chain(karyotype.donor.iter().flatten());
    for line in lines {
        if ploidy_unstated(line) {
            let modal = line.modal.map_or(String::new(), |modal| modal.to_string());
            warnings.push(Warning { position: 1, kind: WarningKind::PloidyUnstated, text: modal });
        }
    }
    karyotype
}

/// The stretches between slashes, and whether each stands behind `//`.
fn stretches<'a>(cursor: Cursor<'a>, warnings: &mut Vec<Warning>) -> Vec<(Cursor<'a>, bool)> {
    let mut found = Vec::new();
    let mut donor = false;
    let (mut parentheses, mut brackets) = (0u32, 0u32);
    let mut start = cursor;
    let mut at = cursor;
    while let Some(character) = at.peek() {
        let here = at;
        at.advance();
        match character {
            '(' => parentheses += 1,
            ')' => parentheses = parentheses.saturating_sub(1),
            '[' => brackets += 1,
            ']' => {
                brackets = brackets.saturating_sub(1);
                let mut ahead = at;
                ahead.skip_blanks();
                if line_begins(ahead) {
                    warn(warnings, &ahead, WarningKind::MissingSlash, "");
                    found.push((start.take(start.remaining() - at.remaining()), donor));
                    start = ahead;
                    at = ahead;
                    (parentheses, brackets) = (0, 0);
                }
            }
            '/' => {
                let double = at.peek() == Some('/');
                let outside = parentheses == 0 && brackets == 0;
                let separates = (outside && !behind_w(start, here)) || line_begins(at) || double && outside;
                if separates {
                    found.push((start.take(start.remaining() - here.remaining()), donor));
                    if double {
                        at.advance();
                        donor = true;
                    }
                    start = at;
                    (parentheses, brackets) = (0, 0);
                }
            }
            _ => {}
        }
    }
    found.push((start, donor));
    found
}

/// Whether a `/` stands in `w/`, as in `nonclonal w/clonal abnormalities`.
fn behind_w(start: Cursor<'_>, slash: Cursor<'_>) -> bool {
    let text = start.until(&slash).to_ascii_lowercase();
    text == "w" || text.ends_with(" w")
}

/// Whether a cell line begins here: a number of chromosomes and a comma, or a word that refers to another line.
fn line_begins(cursor: Cursor<'_>) -> bool {
    let mut ahead = cursor;
    ahead.skip_blanks();
    let words = ["nonclonal", "non-clonal", "idem,", "sl,", "sdl"];
    if words.iter().any(|word| ahead.starts_with(word)) {
        return true;
    }
    let _ = ahead.eat('~');
    let digits =
        ahead.peek().is_some_and(|c| c.is_ascii_digit()) && ahead.peek_at(1).is_some_and(|c| c.is_ascii_digit());
    if !digits || ahead.number().is_none() {
        return false;
    }
    ahead.skip_blanks();
    if ahead.eat('~') || ahead.eat('-') {
        ahead.skip_blanks();
        let _ = ahead.number();
    }
    ahead.skip_blanks();
    matches!(ahead.peek(), Some(',' | '<')) || ahead.starts_with("xx") || ahead.starts_with("xy")
}

fn without_technique(stretch: Cursor<'_>) -> (Cursor<'_>, Option<Cursor<'_>>) {
    let mut at = stretch;
    while !at.done() {
        if TECHNIQUES.iter().any(|word| at.starts_with(word)) {
            return (stretch.take(stretch.remaining() - at.remaining()), Some(at));
        }
        at.advance();
    }
    (stretch, None)
}

/// What another technique says, as written. A number of cells behind it is the cell line's, where that has none.
fn technique_of(technique: Cursor<'_>, line: Option<&mut CellLine>, warnings: &mut Vec<Warning>) -> String {
    let mut at = technique;
    let mut bracket = None;
    while !at.done() {
        if at.peek() == Some('[') {
            bracket = Some(at);
        }
        at.advance();
    }
    let mut text = technique.rest();
    if let Some(begin) = bracket {
        let mut end = begin;
        if let Some(count) = cells(&mut end, &mut Vec::new())
            && end.peek_past_blanks().is_none()
        {
            if let Some(line) = line
                && line.cells.is_none()
            {
                line.cells = Some(count);
                warn(warnings, &begin, WarningKind::CellCount, begin.rest());
            }
            text = technique.until(&begin);
        }
    }
    if text.starts_with('.') { text } else { format!(".{text}") }
}

/// One cell line. None where nothing of it can be read.
fn line_of(stretch: Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<CellLine> {
    let mut cursor = stretch;
    cursor.skip_blanks();
    for word in ["nonclonal", "non-clonal", "non clonal"] {
        if cursor.eat_word(word) {
            return Some(non_clonal(cursor));
        }
    }
    let begin = cursor;
    let _ = cursor.eat('~');
    let modal = modal(&mut cursor);
    cursor.skip_blanks();
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
    let (items, cells) = items_of(&mut cursor, &mut base, warnings);
    if base.is_none() && items.is_empty() {
        warn(warnings, &begin, WarningKind::UnreadLine, begin.rest());
        return None;
    }
    let base = base.unwrap_or(Base::Sex { chromosomes: String::new(), constitutional: None });
    Some(CellLine { modal, base, items, cells, non_clonal: false })
}

/// A line that the laboratory calls non-clonal: its number of cells, and the words as they are.
fn non_clonal(mut cursor: Cursor<'_>) -> CellLine {
    let begin = cursor;
    let mut found = None;
    while !cursor.done() {
        if cursor.peek() == Some('[') {
            let mut ahead = cursor;
            if let Some(count) = cells(&mut ahead, &mut Vec::new()) {
                found = Some((cursor, count));
            }
        }
        cursor.advance();
    }
    let (end, count) = found.map_or((cursor, None), |(end, count)| (end, Some(count)));
    let words = begin.until(&end);
    let words = words.trim_start_matches([' ', ',']).to_owned();
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

fn modal(cursor: &mut Cursor<'_>) -> Option<Modal> {
    let low = cursor.number()?;
    let mut ahead = *cursor;
    ahead.skip_blanks();
    let high = if ahead.eat('~') || ahead.eat('-') {
        ahead.skip_blanks();
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
fn base(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Base> {
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

fn reference(cursor: &mut Cursor<'_>, warnings: &mut Vec<Warning>) -> Option<Base> {
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

/// The items up to the end of the line, and its number of cells.
fn items_of(
    cursor: &mut Cursor<'_>,
    base: &mut Option<Base>,
    warnings: &mut Vec<Warning>,
) -> (Vec<Item>, Option<Cells>) {
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
            warn(warnings, &here, WarningKind::TrailingText, cursor.rest());
            break;
        }
        // `46,xx,idem` and `46,XX,XX`: the second word is the base.
        let mut ahead = *cursor;
        let mut found = Vec::new();
        if items.is_empty()
            && let Some(second) = self::base(&mut ahead, &mut found)
            && matches!(ahead.peek_past_blanks(), None | Some(',' | '[' | '+' | '-'))
        {
            warn(warnings, &here, WarningKind::Spelling, here.until(&ahead));
            if !matches!(second, Base::Sex { .. }) || base.is_none() {
                *base = Some(second);
            }
            *cursor = ahead;
            due = true;
            continue;
        }
        let mut ahead = *cursor;
        let mut found = Vec::new();
        match item(&mut ahead, &mut found).filter(|_| item_ends(ahead)) {
            Some(item) => {
                if due {
                    warn(warnings, &here, WarningKind::MissingComma, "");
                }
                warnings.append(&mut found);
                items.push(item);
                *cursor = ahead;
                due = true;
            }
            None => {
                // `-20,×2`: the multiplier behind a comma is that of the item before.
                let mut ahead = *cursor;
                if (ahead.eat('×') || ahead.eat('x'))
                    && let Some(times) = ahead.number()
                    && matches!(ahead.peek_past_blanks(), None | Some(',' | '['))
                    && let Some(last) = items.last_mut().filter(|last: &&mut Item| last.times.is_none())
                {
                    warn(warnings, &here, WarningKind::Spelling, here.until(&ahead));
                    last.times = Some(times);
                    *cursor = ahead;
                    due = true;
                    continue;
                }
                let text = unread(cursor);
                if text.is_empty() {
                    cursor.advance();
                    continue;
                }
                warn(warnings, &here, WarningKind::UnreadItem, text.clone());
                items.push(Item::new(None, Change::Unread(text)));
                due = true;
            }
        }
    }
    (items, line_cells)
}

/// Whether what follows the number of cells looks like another item.
fn due_item(cursor: Cursor<'_>) -> bool {
    matches!(cursor.peek(), Some(',' | '+'))
}

/// Whether an item may end here: nothing of a word or a bracket is left over.
fn item_ends(cursor: Cursor<'_>) -> bool {
    match cursor.peek_past_blanks() {
        None | Some(',' | '[' | '+' | '-' | '?') => true,
        // The next item without its comma: a symbol and a bracket.
        Some(letter) if letter.is_ascii_alphabetic() => item(&mut cursor.clone(), &mut Vec::new()).is_some(),
        // A bracket too many, or a full stop at the end.
        Some(_) => false,
    }
}

/// Takes what cannot be read, up to a comma or cells outside brackets, or the end.
fn unread(cursor: &mut Cursor<'_>) -> String {
    let begin = *cursor;
    let mut depth = 0u32;
    while let Some(character) = cursor.peek() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => break,
            '[' => break,
            _ => {}
        }
        cursor.advance();
    }
    begin.until(cursor)
}

/// Whether the sex chromosomes given do not fit the ploidy level that the number stands for: `58,XX` is near-triploid by
/// the number, and hyperdiploid by its sex chromosomes.
fn ploidy_unstated(line: &CellLine) -> bool {
    let Base::Sex { chromosomes, .. } = &line.base else { return false };
    let Some(modal) = line.modal else { return false };
    if modal.level.is_some() || chromosomes.is_empty() || chromosomes.contains('?') {
        return false;
    }
    let sex_items = line.items.iter().any(|item| match &item.change {
        Change::Whole(chromosome) => !chromosome.is_autosome(),
        Change::Structural { head, .. } => head.chromosomes.iter().any(|c| !c.is_autosome()),
        _ => false,
    });
    let low = if modal.low > 103 { true } else { modal.low >= 58 };
    low && chromosomes.len() <= 2 && !sex_items
}
