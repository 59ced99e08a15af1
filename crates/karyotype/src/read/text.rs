//! The characters of a karyotype, evened out, each with its place, and a cursor over them.

use super::warnings::{Warning, WarningKind};

/// The text: signs of one kind, each white space a blank, lower case except for what is compared without regard to case.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    characters: Vec<(char, usize)>,
}

/// Entities that files exported from web pages hold.
const ENTITIES: [(&str, char); 3] = [("&gt;", '>'), ("&lt;", '<'), ("&amp;", '&')];

impl Text {
    pub(super) fn new(given: &str, warnings: &mut Vec<Warning>) -> Self {
        let given: Vec<char> = given.chars().collect();
        let mut characters: Vec<(char, usize)> = Vec::with_capacity(given.len());
        let mut at = 0;
        let mut bracket_open = false;
        while at < given.len() {
            let place = at + 1;
            let entity = ENTITIES.iter().find(|(name, _)| {
                name.chars().enumerate().all(|(offset, wanted)| given.get(at + offset) == Some(&wanted))
            });
            if let Some((name, meant)) = entity {
                warnings.push(Warning { position: place, kind: WarningKind::Spelling, text: (*name).to_owned() });
                match characters.last_mut() {
                    // `-&gt;`
                    Some(before) if before.0 == '-' && *meant == '>' => before.0 = '→',
                    _ => characters.push((*meant, place)),
                }
                at += name.len();
                continue;
            }
            let character = match given[at] {
                // Minus signs and dashes, multiplication, tildes, arrows.
                '\u{2212}' | '\u{2010}'..='\u{2015}' => '-',
                '\u{00d7}' | '*' => '×',
                '\u{223c}' | '\u{2248}' | '\u{02dc}' => '~',
                '\u{2192}' => '→',
                '_' => ' ',
                // `{cp20}`: braces in place of brackets.
                '{' if holds_cells(&given[at + 1..]) => '[',
                '}' if bracket_open => ']',
                space if space.is_whitespace() => ' ',
                other => other,
            };
            bracket_open = character == '[' || bracket_open && character != ']';
            // A blank before a number of cells or a slash.
            if character == ' '
                && given.get(at + 1).is_some_and(|next| matches!(next, '[' | '/'))
                && !characters.is_empty()
            {
                warnings.push(Warning { position: place, kind: WarningKind::Blank, text: String::new() });
            }
            if matches!((given[at], character), ('*' | '_', _) | ('{', '[') | ('}', ']')) {
                warnings.push(Warning { position: place, kind: WarningKind::Spelling, text: given[at].to_string() });
            }
            if character == '-' && given.get(at + 1) == Some(&'>') {
                characters.push(('→', place));
                at += 2;
                continue;
            }
            characters.push((character, place));
            at += 1;
        }
        Self { characters }
    }
    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor { characters: &self.characters, at: 0 }
    }
}

/// Whether text behind a brace is a number of cells.
fn holds_cells(behind: &[char]) -> bool {
    let inside: String = behind.iter().take_while(|c| **c != '}').collect();
    let number = inside.trim().trim_start_matches("cp");
    !inside.is_empty()
        && inside.len() < 12
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '~' | '+' | ' '))
}

/// A place in a stretch of text. Reading moves it; a copy of it is a place to come back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    characters: &'a [(char, usize)],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn done(&self) -> bool {
        self.at >= self.characters.len()
    }
    pub(super) fn remaining(&self) -> usize {
        self.characters.len() - self.at
    }
    /// The character `offset` ahead, as given.
    pub(super) fn peek_at(&self, offset: usize) -> Option<char> {
        self.characters.get(self.at + offset).map(|(character, _)| *character)
    }
    pub(super) fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }
    /// The next character in lower case.
    pub(super) fn lower(&self) -> Option<char> {
        self.peek().map(|c| c.to_ascii_lowercase())
    }
    /// The place in the text as given, 1-based; behind the end, one past the last.
    pub(super) fn position(&self) -> usize {
        match self.characters.get(self.at) {
            Some((_, place)) => *place,
            None => self.characters.last().map_or(1, |(_, place)| place + 1),
        }
    }
    pub(super) fn advance(&mut self) {
        self.at = (self.at + 1).min(self.characters.len());
    }
    pub(super) fn skip_blanks(&mut self) {
        while self.peek() == Some(' ') {
            self.advance();
        }
    }
    /// The first character behind blanks.
    pub(super) fn peek_past_blanks(&self) -> Option<char> {
        let mut ahead = *self;
        ahead.skip_blanks();
        ahead.peek()
    }
    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let met = self.lower() == Some(wanted);
        if met {
            self.advance();
        }
        met
    }
    /// Eats a word without regard to case.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let met = self.starts_with(word);
        if met {
            self.at += word.chars().count();
        }
        met
    }
    pub(super) fn starts_with(&self, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, wanted)| {
            self.peek_at(offset).is_some_and(|character| character.to_ascii_lowercase() == wanted)
        })
    }
    /// A whole number, if one stands here and fits.
    pub(super) fn number(&mut self) -> Option<u32> {
        let digits: String = std::iter::from_fn({
            let mut ahead = *self;
            move || {
                let digit = ahead.peek().filter(char::is_ascii_digit)?;
                ahead.advance();
                Some(digit)
            }
        })
        .collect();
        let number = digits.parse().ok()?;
        self.at += digits.len();
        Some(number)
    }
    /// A stretch of it: `length` characters from here.
    pub(super) fn take(&self, length: usize) -> Cursor<'a> {
        let end = (self.at + length).min(self.characters.len());
        Cursor { characters: &self.characters[self.at..end], at: 0 }
    }
    pub(super) fn skip(&mut self, length: usize) {
        self.at = (self.at + length).min(self.characters.len());
    }
    /// What is left, without blanks at its ends, each run of blanks one.
    pub(super) fn rest(&self) -> String {
        let text: String = self.characters[self.at..].iter().map(|(character, _)| *character).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
    /// From here to `end`, which was reached from here.
    pub(super) fn until(&self, end: &Cursor<'_>) -> String {
        self.take(end.at.saturating_sub(self.at)).rest()
    }
}
