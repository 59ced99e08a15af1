//! Runs of text → lines of a width. Lines break at spaces; a word that is wider than a line is broken anywhere.

use super::{
    content::{Run, Tone},
    fonts::Fonts,
};

/// Size of small text beside its surroundings.
const SMALL: f32 = 0.88;

/// A line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    pub(super) width: f32,
}

/// Text of one look on a line, the space behind it included.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) tone: Tone,
    pub(super) x: f32,
}

/// The size of text of a look.
pub(super) fn size_of(tone: Tone, size: f32) -> f32 {
    if tone.small { size * SMALL } else { size }
}

/// What is not broken: letters up to the next space, of one look or several.
#[derive(Debug, Default)]
struct Word {
    parts: Vec<(String, Tone)>,
    width: f32,
    /// A line ends before it.
    breaks: bool,
}

fn words(runs: &[Run], size: f32, fonts: &Fonts) -> Vec<Word> {
    let mut list: Vec<Word> = Vec::new();
    let mut fresh = true;
    let mut breaks = false;
    for run in runs {
        let mut rest = run.text.as_str();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix([' ', '\n']) {
                breaks |= rest.starts_with('\n');
                fresh = true;
                rest = after;
                continue;
            }
            let end = rest.find([' ', '\n']).unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            rest = after;
            if fresh {
                list.push(Word { breaks, ..Word::default() });
            }
            (fresh, breaks) = (false, false);
            if let Some(word) = list.last_mut() {
                word.width += fonts.width(text, size_of(run.tone, size), run.tone.bold);
                word.parts.push((text.to_owned(), run.tone));
            }
        }
    }
    list
}

/// The widest word, and the widest line where nothing needs to break.
pub(super) fn extent(runs: &[Run], size: f32, fonts: &Fonts) -> (f32, f32) {
    let space = fonts.width(" ", size, false);
    let (mut narrow, mut wide, mut line) = (0f32, 0f32, 0f32);
    for word in words(runs, size, fonts) {
        narrow = narrow.max(word.width);
        line = if word.breaks || line <= 0.0 { word.width } else { line + space + word.width };
        wide = wide.max(line);
    }
    (narrow, wide)
}

/// The lines.
pub(super) fn lines(runs: &[Run], size: f32, width: f32, fonts: &Fonts) -> Vec<Line> {
    let mut list = Vec::new();
    let mut line = Line::default();
    for word in words(runs, size, fonts) {
        let space = if line.pieces.is_empty() { 0.0 } else { fonts.width(" ", size, false) };
        if !line.pieces.is_empty() && (word.breaks || line.width + space + word.width > width) {
            // A word ends with a space even at the end of a line: a reader that speaks hears no other sign of it.
            if let Some(last) = line.pieces.last_mut() {
                last.text.push(' ');
            }
            list.push(std::mem::take(&mut line));
        }
        if !line.pieces.is_empty() {
            if let Some(last) = line.pieces.last_mut() {
                last.text.push(' ');
            }
            line.width += space;
        }
        for (text, tone) in word.parts {
            add(&mut line, &mut list, &text, tone, size, width, fonts);
        }
    }
    if !line.pieces.is_empty() {
        list.push(line);
    }
    list
}

/// Adds text to a line, and begins a new one wherever it is full.
fn add(line: &mut Line, done: &mut Vec<Line>, text: &str, tone: Tone, size: f32, width: f32, fonts: &Fonts) {
    let own = size_of(tone, size);
    let whole = fonts.width(text, own, tone.bold);
    if line.width + whole <= width {
        push(line, text, tone, whole);
        return;
    }
    let mut part = String::new();
    let mut taken = 0.0;
    for c in text.chars() {
        let wide = fonts.width(c.encode_utf8(&mut [0; 4]), own, tone.bold);
        if line.width + taken + wide > width && (!part.is_empty() || !line.pieces.is_empty()) {
            push(line, &part, tone, taken);
            done.push(std::mem::take(line));
            part.clear();
            taken = 0.0;
        }
        part.push(c);
        taken += wide;
    }
    push(line, &part, tone, taken);
}

fn push(line: &mut Line, text: &str, tone: Tone, wide: f32) {
    if text.is_empty() {
        return;
    }
    match line.pieces.last_mut() {
        Some(last) if last.tone == tone => last.text.push_str(text),
        _ => line.pieces.push(Piece { text: text.to_owned(), tone, x: line.width }),
    }
    line.width += wide;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Run {
        Run { text: text.to_owned(), tone: Tone::default() }
    }

    fn shown(lines: &[Line]) -> Vec<String> {
        let text = |line: &Line| line.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        lines.iter().map(|line| text(line).trim_end().to_owned()).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        let fonts = Fonts::embedded().unwrap();
        let wide = fonts.width("aaaa bbbb", 10.0, false) + 0.1;
        assert_eq!(shown(&lines(&[run("aaaa bbbb cccc")], 10.0, wide, &fonts)), ["aaaa bbbb", "cccc"]);
        assert_eq!(shown(&lines(&[run("aa\nbb")], 10.0, 500.0, &fonts)), ["aa", "bb"]);
        let long = "x".repeat(100);
        let broken = lines(&[run(&long)], 10.0, wide, &fonts);
        assert_eq!(shown(&broken).concat(), long);
        assert!(broken.len() > 5 && broken.iter().all(|line| line.width <= wide));
        // A letter wider than the line still stands, by itself.
        assert_eq!(lines(&[run("ab")], 10.0, 1.0, &fonts).len(), 2);
    }

    #[test]
    fn a_word_of_two_looks_stays_together() {
        let fonts = Fonts::embedded().unwrap();
        let bold = Run { text: "TP53".to_owned(), tone: Tone { bold: true, ..Tone::default() } };
        let wide = fonts.width("word", 10.0, false) + 1.0;
        let set =
            lines(&[run("word "), bold, run(".")], 10.0, wide.max(fonts.width("TP53.", 10.0, true) + 1.0), &fonts);
        assert_eq!(shown(&set), ["word", "TP53."]);
    }
}
