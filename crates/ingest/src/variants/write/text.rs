//! How values are spelled in VCF: numbers the same everywhere, text with what has a meaning of its own escaped.

use std::fmt::Write;

/// A number with six significant digits and no needless zero; `.` for what is no number.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return ".".to_owned();
    }
    let scientific = format!("{value:.5e}");
    let Some(exponent) = scientific.split_once('e').and_then(|(_, e)| e.parse::<i32>().ok()) else { return scientific };
    if !(-5..6).contains(&exponent) && value != 0.0 {
        let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        return format!("{}e{exponent}", trimmed(digits));
    }
    let decimals = usize::try_from(5 - exponent).unwrap_or(0);
    trimmed(&format!("{value:.decimals$}")).to_owned()
}

fn trimmed(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

/// An INFO value: `;`, `=`, `%`, white space and control characters as `%XX` (VCF 4.3, § 1.2); `,` only where `commas`.
pub(super) fn escaped(text: &str, commas: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let special = matches!(letter, ';' | '=' | '%') || letter.is_ascii_whitespace() || letter.is_ascii_control();
        if special || (commas && letter == ',') {
            let _ = write!(out, "%{:02X}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}

/// Text between quotes of a header line.
pub(super) fn quoted(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ").replace('\\', "\\\\").replace('"', "\\\"")
}

/// One line of a header, whatever it was given.
pub(super) fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_six_digits_at_most() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.25, "0.25"),
            (1.0 / 3.0, "0.333333"),
            (2.0 / 3.0 * 100.0, "66.6667"),
            (37.0, "37"),
            (1e-7, "1e-7"),
            (1.25e-9, "1.25e-9"),
            (0.000_05, "0.00005"),
            (123_456.7, "123457"),
            (f64::NAN, "."),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn what_has_a_meaning_is_escaped() {
        assert_eq!(escaped("p.(Arg=);x y%", false), "p.(Arg%3D)%3Bx%20y%25");
        assert_eq!(escaped("a,b", true), "a%2Cb");
        assert_eq!(escaped("a,b|c", false), "a,b|c");
    }
}
