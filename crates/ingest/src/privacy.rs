//! Civil registration numbers (Danish CPR), names and dates of birth are never repeated: not in an error, a table or a report.
//!
//! Two nets. At the door, what comes from files and may be shown is redacted: any text of numbers ([`redact`]), names of samples
//! and files of people's names and dates as well ([`redact_name`]). At the exit, every text that is written is searched once more
//! ([`find`]), and refused where a number is left.

use std::borrow::Cow;

/// What stands in place of a number.
pub const REPLACEMENT: &str = "[CPR]";
/// What stands in place of a date in a name.
pub const DATE: &str = "[DATE]";
/// What stands in place of a person's name.
pub const NAME: &str = "[NAME]";

/// `text` with everything that looks like a CPR number replaced by [`REPLACEMENT`].
///
/// Ten digits whose first six are a date (`ddmmyy`), with or without a hyphen, dash, underscore or space after them, and no
/// digit on either side. The check digit is not asked for: since 2007 numbers are given out that do not satisfy it.
pub fn redact(text: &str) -> Cow<'_, str> {
    replaced(text, cpr_length, REPLACEMENT)
}

/// The name of a sample or of a file as outputs may show it: without numbers, without dates (`dd-mm-yyyy`, `yyyy-mm-dd`, with
/// other separators or none), and replaced as a whole where it is written as people's names are: in words, with a comma or `^`
/// between them, or with letters beyond ASCII.
///
/// ```
/// use marv_ingest::privacy::redact_name;
///
/// assert_eq!(redact_name("AML-0042_T"), "AML-0042_T");
/// assert_eq!(redact_name("T_1985-03-12"), "T_[DATE]");
/// assert_eq!(redact_name("Hansen^Jens"), "[NAME]");
/// ```
pub fn redact_name(text: &str) -> Cow<'_, str> {
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let words = text.split([' ', '\t', ',', '^', '\u{a0}']).filter(|part| letters(part)).count();
    if words > 1 || text.chars().any(|c| !c.is_ascii() && c.is_alphabetic()) {
        return Cow::Borrowed(NAME);
    }
    redact_text(text)
}

/// A text that a person typed of a patient, such as a karyotype, without numbers and without dates.
pub fn redact_text(text: &str) -> Cow<'_, str> {
    match replaced(text, cpr_length, REPLACEMENT) {
        Cow::Borrowed(text) => replaced(text, date_length, DATE),
        Cow::Owned(text) => Cow::Owned(replaced(&text, date_length, DATE).into_owned()),
    }
}

/// Whether something in `text` is a date, as of birth: day, month and year of four digits, in either order.
pub fn holds_date(text: &str) -> bool {
    (0..text.len()).any(|at| date_length(text.as_bytes(), at).is_some())
}

/// Where in a text that is to be written something looks like a CPR number: its line, 1-based.
///
/// Numbers that are numbers are passed over: digits after a decimal point, and hashes (32 letters and digits or more).
pub fn find(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let found = (0..bytes.len()).find(|at| cpr_length(bytes, *at).is_some() && !is_number(bytes, *at))?;
    Some(1 + text[..found].matches('\n').count())
}

/// Whether the digits at `at` belong to a decimal number or a hash.
fn is_number(bytes: &[u8], at: usize) -> bool {
    if at > 1 && bytes[at - 1] == b'.' && bytes[at - 2].is_ascii_digit() {
        return true;
    }
    let before = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let after = bytes[at..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    before + after >= 32
}

/// `text` with what `length` finds replaced.
fn replaced<'a>(text: &'a str, length: fn(&[u8], usize) -> Option<usize>, by: &str) -> Cow<'a, str> {
    let bytes = text.as_bytes();
    let mut result = String::new();
    let (mut kept, mut at) = (0, 0);
    while at < bytes.len() {
        match length(bytes, at) {
            Some(length) => {
                result.push_str(&text[kept..at]);
                result.push_str(by);
                at += length;
                kept = at;
            }
            None => at += 1,
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    result.push_str(&text[kept..]);
    Cow::Owned(result)
}

/// Whether something in `text` looks like a CPR number.
pub fn holds_identifier(text: &str) -> bool {
    (0..text.len()).any(|at| cpr_length(text.as_bytes(), at).is_some())
}

/// The bytes of the number that starts at `at`, if one does.
fn cpr_length(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = |from: usize, count: usize| {
        bytes.get(from..from + count).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    if at > 0 && bytes[at - 1].is_ascii_digit() || !digits(at, 6) || !is_date(&bytes[at..at + 6]) {
        return None;
    }
    let separator = match &bytes[at + 6..] {
        [b'-' | b' ' | b'_', ..] => 1,
        // A no-break space; a hyphen or dash of General Punctuation.
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0x90..=0x95, ..] => 3,
        _ => 0,
    };
    let length = 6 + separator + 4;
    (digits(at + 6 + separator, 4) && !bytes.get(at + length).is_some_and(u8::is_ascii_digit)).then_some(length)
}

/// The bytes of the date that starts at `at`, if one does: day, month and year of four digits in either order, with one
/// separator between them or none.
fn date_length(bytes: &[u8], at: usize) -> Option<usize> {
    if at > 0 && bytes[at - 1].is_ascii_digit() {
        return None;
    }
    let number = |from: usize, count: usize| {
        let digits = bytes.get(from..from + count)?;
        digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0, |sum, d| 10 * sum + u32::from(d - b'0')))
    };
    let fits = |day: u32, month: u32, year: u32| {
        (1..=31).contains(&day) && (1..=12).contains(&month) && (1900..=2099).contains(&year)
    };
    let parts = |sizes: [usize; 3], gap: usize| {
        let [a, b, c] = sizes;
        let values = [number(at, a)?, number(at + a + gap, b)?, number(at + a + b + 2 * gap, c)?];
        let end = at + a + b + c + 2 * gap;
        let same = gap == 0 || bytes[at + a] == bytes[at + a + gap + b] && b"-./_ ".contains(&bytes[at + a]);
        (same && !bytes.get(end).is_some_and(u8::is_ascii_digit)).then_some((values, end - at))
    };
    [0, 1].into_iter().find_map(|gap| {
        let day_first = parts([2, 2, 4], gap).filter(|([d, m, y], _)| fits(*d, *m, *y));
        let year_first = || parts([4, 2, 2], gap).filter(|([y, m, d], _)| fits(*d, *m, *y));
        day_first.or_else(year_first).map(|(_, length)| length)
    })
}

/// `ddmmyy`; the century is not known, so 29 February is a date in any year.
fn is_date(digits: &[u8]) -> bool {
    let number = |at: usize| u32::from(digits[at] - b'0') * 10 + u32::from(digits[at + 1] - b'0');
    let days = match number(2) {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&number(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_replaced_wherever_they_stand() {
        assert_eq!(redact("/data/010190-1234_T.bam"), "/data/[CPR]_T.bam");
        assert_eq!(redact("0101901234"), "[CPR]");
        assert_eq!(redact("a 290200 1234, 3112991234."), "a [CPR], [CPR].");
        assert!(holds_identifier("S010190-1234"));
    }

    #[test]
    fn separators_of_every_kind_are_seen() {
        for number in ["010190_1234", "010190\u{2013}1234", "010190\u{2011}1234", "010190\u{a0}1234"] {
            assert_eq!(redact(number), "[CPR]", "{number}");
        }
    }

    #[test]
    fn names_and_dates_of_birth_are_taken_out_of_names() {
        for (name, shown) in [
            ("Jens Hansen", NAME),
            ("HANSEN, JENS", NAME),
            ("S\u{f8}ren", NAME),
            ("T12031985", "T[DATE]"),
            ("12.03.1985", DATE),
            ("x_1985_03_12_y", "x_[DATE]_y"),
            ("19850312-N", "[DATE]-N"),
            ("010190-1234_T", "[CPR]_T"),
        ] {
            assert_eq!(redact_name(name), shown, "{name}");
        }
        for name in
            ["NA12878", "demo-tumour", "AML 0042 T", "TUMOUR", "20453112", "1985-13-40", "HG002.2x250", "123456789"]
        {
            assert_eq!(redact_name(name), name);
        }
    }

    /// Hashes and decimals hold such digits by chance; they are no numbers of people.
    #[test]
    fn what_is_written_is_searched_and_numbers_are_passed_over() {
        assert_eq!(find("a\nb 010190-1234"), Some(2));
        assert_eq!(find("T0101901234"), Some(1));
        assert_eq!(find("0.0101901234"), None);
        assert_eq!(find(&format!("{}a0101901234b{}", "f".repeat(20), "0".repeat(20))), None);
        assert_eq!(find("chr17:7668421-7687490"), None);
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "310299-1234",
            "3213901234",
            "01019012345",
            "90101901234",
            "010190-12345",
            "NA12878",
            "chr17:7668421",
            "æ010190",
        ] {
            assert_eq!(redact(text), text);
            assert!(!holds_identifier(text), "{text}");
        }
    }
}
