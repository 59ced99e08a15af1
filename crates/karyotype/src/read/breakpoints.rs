//! Chromosomes and breakpoints: what stands in parentheses behind a symbol.

use super::{
    text::Cursor,
    warnings::{Warning, WarningKind, warn},
};
use crate::karyotype::{Arm, Breakpoint, Chromosome, Doubt, Place, Structural, Symbol};

/// A change with the doubt that was written into its chromosomes.
pub(super) struct Read {
    pub(super) change: Structural,
    pub(super) questioned: bool,
}

/// The chromosomes and breakpoints behind `symbol`. None where they cannot be read; the cursor is then anywhere.
pub(super) fn structural(cursor: &mut Cursor<'_>, symbol: Symbol, warnings: &mut Vec<Warning>) -> Option<Read> {
    cursor.skip_blanks();
    let mut questioned = cursor.eat('?');
    cursor.skip_blanks();
    if !cursor.eat('(') {
        return None;
    }
    let mut chromosomes = Vec::new();
    let mut implied = Vec::new();
    loop {
        cursor.skip_blanks();
        if chromosomes.is_empty() && symbol == Symbol::T && cursor.starts_with("t:") {
            cursor.skip(2);
        }
        let (chromosome, doubtful) = chromosome(cursor)?;
        questioned |= doubtful;
        chromosomes.push(chromosome);
        if let Some(arm) = arm(cursor) {
            // `i(17q)`, `del(5q)`, `t(9q34;22q11)`: the arm beside the chromosome.
            let band = band(cursor);
            let band = if band.is_empty() && symbol == Symbol::I { "10".to_owned() } else { band };
            warn(warnings, cursor, WarningKind::Spelling, format!("{chromosome}{arm}{band}"));
            implied.push(vec![Breakpoint { place: Place::Band(arm, band), questioned: false, until: None }]);
        }
        cursor.skip_blanks();
        match cursor.peek() {
            Some(';') => cursor.advance(),
            Some(',' | ':' | '.') => {
                warn(warnings, cursor, WarningKind::WrongSeparator, cursor.peek().unwrap_or(';'));
                cursor.advance();
            }
            _ => break,
        }
    }
    if !cursor.eat(')') {
        match cursor.peek() {
            Some('(') => warn(warnings, cursor, WarningKind::UnclosedBracket, symbol.text()),
            None => {
                warn(warnings, cursor, WarningKind::Truncated, symbol.text());
                return Some(Read {
                    change: Structural { symbol, chromosomes, breakpoints: implied, detailed: None },
                    questioned,
                });
            }
            Some(_) => return None,
        }
    }
    cursor.skip_blanks();
    let mut change = Structural { symbol, chromosomes, breakpoints: implied, detailed: None };
    let mut inside = *cursor;
    let made_by_in_brackets = inside.eat('(')
        && inside.peek_past_blanks().is_some_and(|c| c.is_ascii_lowercase() && !matches!(c, 'p' | 'q' | 'c'));
    if !made_by_in_brackets && cursor.eat('(') {
        if let Some(detailed) = detailed(cursor, symbol) {
            // It tells every breakpoint: what stood beside the chromosomes is in it, or is not meant.
            (change.detailed, change.breakpoints) = (Some(detailed), Vec::new());
        } else {
            change.breakpoints = groups(cursor, &change, warnings)?;
        }
    }
    Some(Read { change, questioned })
}

/// A chromosome within brackets, and whether its number stands in doubt: `?7`, `7?`.
fn chromosome(cursor: &mut Cursor<'_>) -> Option<(Chromosome, bool)> {
    let (chromosome, doubtful) = chromosome_alone(cursor)?;
    let questioned = chromosome.is_autosome() && cursor.eat('?');
    Some((chromosome, doubtful || questioned))
}

/// A chromosome that is an item by itself, and whether a question mark stands before it; one behind it is the item's.
pub(super) fn chromosome_alone(cursor: &mut Cursor<'_>) -> Option<(Chromosome, bool)> {
    let doubtful = cursor.peek() == Some('?') && cursor.peek_at(1).is_some_and(|c| c.is_ascii_alphanumeric());
    if doubtful {
        cursor.advance();
    }
    let chromosome = match cursor.lower()? {
        'x' => Chromosome::X,
        'y' => Chromosome::Y,
        '?' => Chromosome::Unknown,
        _ => {
            let number = cursor.number()?;
            return Some((Chromosome::autosome(u8::try_from(number).ok()?)?, doubtful));
        }
    };
    cursor.advance();
    Some((chromosome, doubtful))
}

fn arm(cursor: &mut Cursor<'_>) -> Option<Arm> {
    if cursor.eat('p') {
        Some(Arm::P)
    } else if cursor.eat('q') {
        Some(Arm::Q)
    } else {
        None
    }
}

/// Digits, a point and question marks that belong to them; a question mark before an arm belongs to the next breakpoint.
fn band(cursor: &mut Cursor<'_>) -> String {
    let mut band = String::new();
    while let Some(character) = cursor.peek() {
        let next = cursor.peek_at(1).map(|c| c.to_ascii_lowercase());
        let belongs = match character {
            '0'..='9' => true,
            '.' => next.is_some_and(|c| c.is_ascii_digit() || c == '?') && !band.is_empty() && !band.contains('.'),
            '?' => !matches!(next, Some('p' | 'q' | 'c')),
            _ => false,
        };
        if !belongs {
            break;
        }
        band.push(character);
        cursor.advance();
    }
    band
}

/// The detailed system, if it is one: up to the bracket that closes it.
fn detailed(cursor: &mut Cursor<'_>, symbol: Symbol) -> Option<String> {
    let mut ahead = *cursor;
    let mut depth = 0;
    loop {
        match ahead.peek()? {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            ',' | '/' | '[' if depth == 0 => return None,
            _ => {}
        }
        ahead.advance();
    }
    let text = cursor.until(&ahead).replace(' ', "").replace("->", "→");
    let arrows = text.contains('→') || text.contains("::");
    let opening = matches!(symbol, Symbol::Del | Symbol::Der) && (text.starts_with(':') || text.ends_with(':'));
    if !arrows && !opening {
        return None;
    }
    ahead.advance();
    *cursor = ahead;
    Some(text)
}

/// Breakpoints up to the closing bracket, in groups by chromosome.
fn groups(cursor: &mut Cursor<'_>, change: &Structural, warnings: &mut Vec<Warning>) -> Option<Vec<Vec<Breakpoint>>> {
    let mut groups: Vec<Vec<Breakpoint>> = vec![Vec::new()];
    let one_chromosome = change.chromosomes.len() == 1;
    let mut last_arm = None;
    loop {
        cursor.skip_blanks();
        match cursor.peek() {
            Some(')') => {
                cursor.advance();
                break;
            }
            Some(separator @ (';' | ':' | ',')) => {
                if separator != ';' || one_chromosome {
                    warn(warnings, cursor, WarningKind::WrongSeparator, separator);
                }
                // A comma that another item follows stands outside: the bracket was not closed.
                let mut ahead = *cursor;
                ahead.advance();
                ahead.skip_blanks();
                if separator == ',' && !matches!(ahead.lower(), Some('p' | 'q' | '0'..='9' | '?')) {
                    warn(warnings, cursor, WarningKind::UnclosedBracket, change.symbol.text());
                    break;
                }
                cursor.advance();
                // `q22;?`, `?;q22`: without the semicolon the question mark would belong to the band.
                let doubtful = ahead.peek() == Some('?') || groups.last().is_some_and(|group| ends_in_doubt(group));
                if !one_chromosome || doubtful {
                    groups.push(Vec::new());
                    last_arm = None;
                }
            }
            None => {
                warn(warnings, cursor, WarningKind::Truncated, change.symbol.text());
                break;
            }
            Some('[') => {
                warn(warnings, cursor, WarningKind::UnclosedBracket, change.symbol.text());
                closed_by_a_zero(&mut groups);
                break;
            }
            Some(_) => {
                let breakpoint = breakpoint(cursor, last_arm, warnings)?;
                if let Place::Band(arm, _) | Place::Terminus(arm) = breakpoint.place {
                    last_arm = Some(arm);
                }
                let group = groups.last_mut()?;
                // `q2? 3`, `p13 ?`: whose the question mark is cannot be told.
                if ends_in_doubt(group) || !group.is_empty() && breakpoint.place == Place::Unknown {
                    return None;
                }
                group.push(breakpoint);
            }
        }
    }
    if groups.iter().all(Vec::is_empty) {
        groups.clear();
    }
    Some(groups)
}

/// Whether the last breakpoint of a group ends with a question mark.
fn ends_in_doubt(group: &[Breakpoint]) -> bool {
    let Some(mut last) = group.last() else { return false };
    while let Some(until) = &last.until {
        last = &until.1;
    }
    match &last.place {
        Place::Unknown => true,
        Place::Band(_, band) => band.ends_with('?'),
        _ => false,
    }
}

fn breakpoint(cursor: &mut Cursor<'_>, last_arm: Option<Arm>, warnings: &mut Vec<Warning>) -> Option<Breakpoint> {
    let mut point = single(cursor, last_arm, warnings)?;
    let same_arm = match point.place {
        Place::Band(arm, _) | Place::Terminus(arm) => Some(arm),
        _ => last_arm,
    };
    let mut ahead = *cursor;
    ahead.skip_blanks();
    let hyphen = ahead.peek() == Some('-');
    let doubt = if ahead.eat('~') || ahead.eat('-') {
        if hyphen {
            warn(warnings, cursor, WarningKind::Spelling, "-");
        }
        Doubt::Range
    } else if ahead.eat_word("or") {
        Doubt::Alternative
    } else {
        return Some(point);
    };
    ahead.skip_blanks();
    // The arm may be left out in a range: `q21~22`.
    let other = match (ahead.peek().is_some_and(|c| c.is_ascii_digit()), same_arm) {
        (true, Some(arm)) => Breakpoint { place: Place::Band(arm, band(&mut ahead)), questioned: false, until: None },
        _ => single(&mut ahead, same_arm, warnings)?,
    };
    *cursor = ahead;
    point.until = Some(Box::new((doubt, other)));
    Some(point)
}

/// A breakpoint without a range.
fn single(cursor: &mut Cursor<'_>, last_arm: Option<Arm>, warnings: &mut Vec<Warning>) -> Option<Breakpoint> {
    let questioned = cursor.peek() == Some('?')
        && matches!(cursor.peek_at(1).map(|c| c.to_ascii_lowercase()), Some('p' | 'q' | 'c'));
    if questioned {
        cursor.advance();
    }
    let place = if let Some(arm) = arm(cursor) {
        if cursor.eat_word("ter") { Place::Terminus(arm) } else { Place::Band(arm, band(cursor)) }
    } else if cursor.eat_word("cen") {
        Place::Centromere
    } else if cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        let arm = last_arm?;
        warn(warnings, cursor, WarningKind::MissingArm, cursor.peek().unwrap_or('?'));
        Place::Band(arm, band(cursor))
    } else if cursor.eat('?') {
        Place::Unknown
    } else {
        return None;
    };
    Some(Breakpoint { place, questioned, until: None })
}

/// `(p11.20[2]`: a bracket written without shift on an American keyboard. No band ends in a zero but p10 and q10.
fn closed_by_a_zero(groups: &mut [Vec<Breakpoint>]) {
    if let Some(Place::Band(_, band)) = groups.last_mut().and_then(|group| group.last_mut()).map(|last| &mut last.place)
        && band != "10"
        && band.ends_with('0')
    {
        band.pop();
        // `(q22.0[10]`: no point without a sub-band behind it.
        if band.ends_with('.') {
            band.pop();
        }
    }
}
