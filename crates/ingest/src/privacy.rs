//! Civil registration numbers (Danish CPR) are never repeated: not in an error, a table or a report.

use std::borrow::Cow;

/// What stands in place of a number.
pub const REPLACEMENT: &str = "[CPR]";

/// `text` with everything that looks like a CPR number replaced by [`REPLACEMENT`].
///
/// Ten digits whose first six are a date (`ddmmyy`), with or without a hyphen or space after them, and no digit on
/// either side. The check digit is not asked for: since 2007 numbers are given out that do not satisfy it.
pub fn redact(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut result = String::new();
    let (mut kept, mut at) = (0, 0);
    while at < bytes.len() {
        match cpr_length(bytes, at) {
            Some(length) => {
                result.push_str(&text[kept..at]);
                result.push_str(REPLACEMENT);
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
    let separator = usize::from(matches!(bytes.get(at + 6), Some(b'-' | b' ')));
    let length = 6 + separator + 4;
    (digits(at + 6 + separator, 4) && !bytes.get(at + length).is_some_and(u8::is_ascii_digit)).then_some(length)
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
