//! The cell lines of a karyotype, and what stands around them.

use super::{
    line::line_of,
    suffixes::cells,
    text::{Cursor, Text},
    warnings::{Warning, WarningKind, warn},
};
use crate::{
    clones::number_that_items_lead_to,
    in_situ::InSitu,
    karyotype::{Base, CellLine, Change, Karyotype, Modal},
};

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
        let mut read = match normal_in_words(line, &karyotype.lines, warnings) {
            Some(normal) => Some(normal),
            None => line_of(line, warnings),
        };
        if let Some(technique) = technique {
            let text = technique_of(technique, read.as_mut(), warnings);
            if InSitu::read_all(&text).is_none() {
                warn(warnings, &technique, WarningKind::OtherTechnique, technique.rest());
            }
            techniques.push_str(&text);
        }
        if let Some(line) = read {
            match &mut karyotype.donor {
                Some(donors) if donor => donors.push(line),
                _ => karyotype.lines.push(line),
            }
        }
    }
    if let Some(meant) = meant_by_the_first(&karyotype.lines) {
        warnings.push(Warning { position: 1, kind: WarningKind::Spelling, text: "idem".to_owned() });
        karyotype.lines[..=meant].rotate_right(1);
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

/// The line that `idem` means in a first line, where it has none before it: `47,XY,idem,+8/46,XY,del(20)(q12)`. Only where one other
/// line is written in full and has abnormalities, and the number of chromosomes is that of both together; that line goes first.
fn meant_by_the_first(lines: &[CellLine]) -> Option<usize> {
    let first = lines.first().filter(|line| matches!(line.base, Base::Idem { times: None }))?;
    let in_full = |line: &CellLine| matches!(line.base, Base::Sex { .. }) && !line.items.is_empty() && !line.non_clonal;
    let mut all = lines.iter().enumerate().filter(|(_, line)| in_full(line));
    let (Some((place, meant)), None) = (all.next(), all.next()) else { return None };
    let items = meant.items.iter().chain(&first.items).cloned().collect();
    let together = CellLine { modal: first.modal, items, ..meant.clone() };
    let number = number_that_items_lead_to(&together)?;
    first.modal.filter(|modal| modal.low == number).map(|_| place)
}

/// Words for normal cells, with the number of them behind.
const NORMAL: [&str; 2] = ["nl[", "normal["];

/// `nl[24]`: normal cells of the patient, whose sex the line before tells.
fn normal_in_words(mut cursor: Cursor<'_>, before: &[CellLine], warnings: &mut Vec<Warning>) -> Option<CellLine> {
    cursor.skip_blanks();
    let begin = cursor;
    let word = NORMAL.iter().find(|word| cursor.starts_with(word))?;
    cursor.skip(word.len() - 1);
    let mut found = Vec::new();
    let cells = cells(&mut cursor, &mut found)?;
    let first = before.first()?;
    let Base::Sex { chromosomes, constitutional: None } = &first.base else { return None };
    let many = first.modal.is_some_and(|modal| modal.low >= 58);
    let sex = match &chromosomes[..] {
        "XY" | "XX" => &chromosomes[..],
        several if many && several.contains('Y') => "XY",
        several if many && several.len() > 2 => "XX",
        // Of `X` and `XXY` it is not said what the normal cells have.
        _ => return None,
    };
    if cursor.peek_past_blanks().is_some() {
        return None;
    }
    warnings.append(&mut found);
    warn(warnings, &begin, WarningKind::Spelling, begin.until(&cursor));
    let base = Base::Sex { chromosomes: sex.to_owned(), constitutional: None };
    let modal = Modal { low: 46, high: None, level: None };
    Some(CellLine { modal: Some(modal), base, items: Vec::new(), cells: Some(cells), non_clonal: false })
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
                // `[19];46,XY[1]`: another sign in place of the slash.
                let _ = ahead.eat(';') || ahead.eat('.');
                ahead.skip_blanks();
                if line_begins(ahead) || NORMAL.iter().any(|word| ahead.starts_with(word)) {
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
    // `nonclonalw/...` is written with the blank that it lacks.
    text == "w" || [" w", "nonclonalw", "non-clonalw", "non clonalw"].iter().any(|end| text.ends_with(end))
}

/// Whether a cell line begins here: a number of chromosomes and a comma, or a word that refers to another line.
pub(super) fn line_begins(cursor: Cursor<'_>) -> bool {
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

/// What another technique says, as written. A number of cells behind it is the cell line's, where that has none; of nuclei it is
/// the hybridisation's own.
fn technique_of(technique: Cursor<'_>, line: Option<&mut CellLine>, warnings: &mut Vec<Warning>) -> String {
    let whole = technique.rest();
    if InSitu::read_all(&whole).is_some() {
        return if whole.starts_with('.') { whole } else { format!(".{whole}") };
    }
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
