//! The languages of a report, and how each writes numbers, dates and lists.

use std::str::FromStr;

use crate::Error;

/// A no-break space, between a number and its unit.
const NBSP: char = '\u{a0}';

/// A language that a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Dansk.
    Danish,
    /// English.
    English,
}

impl Language {
    /// All, in the order in which they are offered.
    pub const ALL: [Language; 2] = [Language::Danish, Language::English];

    /// The BCP 47 tag: `da` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Danish => "da",
            Language::English => "en",
        }
    }

    /// With a fixed number of decimals: `1.234,5` and `1,234.5`. What is no finite number is a dash.
    pub(crate) fn decimal(self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let plain = format!("{value:.decimals$}");
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("\u{2212}", digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let mark = if self == Language::Danish { ',' } else { '.' };
        let tail = if part.is_empty() { String::new() } else { format!("{mark}{part}") };
        format!("{sign}{}{tail}", self.grouped(whole))
    }

    /// A count: `12.345` and `12,345`.
    pub(crate) fn number(self, value: u64) -> String {
        self.grouped(&value.to_string())
    }

    /// A length of the genome: `3,4 Mb` and `3.4 Mb`, below a tenth of a megabase `32 kb`, below a kilobase `620 bp`.
    pub(crate) fn bases(self, bases: u64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "bases of a genome")]
        let value = bases as f64;
        match bases {
            ..1_000 => format!("{bases} bp"),
            1_000..100_000 => format!("{} kb", self.decimal(value / 1e3, 0)),
            _ => format!("{} Mb", self.decimal(value / 1e6, 1)),
        }
    }

    /// A small number: `1,0e-5` and `1.0e-5`.
    pub(crate) fn scientific(self, value: f64) -> String {
        let plain = format!("{value:.1e}");
        if self == Language::Danish { plain.replace('.', ",") } else { plain }
    }

    /// A fraction as a percentage: `46,3 %` and `46.3%`.
    pub(crate) fn percent(self, fraction: f64, decimals: usize) -> String {
        let value = self.decimal(fraction * 100.0, decimals);
        if self == Language::Danish { format!("{value}{NBSP}%") } else { format!("{value}%") }
    }

    /// A limit of detection as a percentage of one decimal, rounded up so that it promises no more than was measured.
    pub(crate) fn limit(self, fraction: f64) -> String {
        // The small step back keeps 0.05, which is 5.000000000000000277 %, from becoming 5.1 %.
        self.percent((fraction * 1000.0 - 1e-6).ceil() / 1000.0, 1)
    }

    /// The day of an RFC 3339 time: `dd-mm-yyyy` in Danish, `yyyy-mm-dd` in English. Other text as it stands.
    pub(crate) fn date(self, time: &str) -> String {
        let day = time.get(..10).filter(|day| {
            day.bytes()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
                && time.len() >= 10
                && !time[10..].starts_with(|next: char| next.is_ascii_digit())
        });
        match (self, day) {
            (_, None) => time.to_owned(),
            (Language::English, Some(day)) => day.to_owned(),
            (Language::Danish, Some(day)) => format!("{}-{}-{}", &day[8..10], &day[5..7], &day[..4]),
        }
    }

    /// Percentages inside a text of the case, which writes them as `46.3 %`, in the language's own form.
    pub(crate) fn percentages(self, text: &str) -> String {
        let parts: Vec<&str> = text.split(" %").collect();
        let Some((last, numbers)) = parts.split_last() else { return String::new() };
        let mut out = String::with_capacity(text.len());
        for part in numbers {
            let start = part
                .rfind(|c: char| !c.is_ascii_digit() && c != '.')
                .map_or(0, |at| at + part[at..].chars().next().map_or(1, char::len_utf8));
            out.push_str(&part[..start]);
            let decimals = part[start..].split_once('.').map_or(0, |(_, decimals)| decimals.len());
            if let Ok(value) = part[start..].parse::<f64>() {
                out.push_str(&self.percent(value / 100.0, decimals));
            } else {
                out.push_str(&part[start..]);
                out.push_str(" %");
            }
        }
        out.push_str(last);
        out
    }

    /// A value that stands alone or before its unit (`0.20`, `8.37928 g/dL`, `-0.35`), in the language's own form; from one on
    /// with two decimals at most: more than that no measure here has. Text that does not begin with such a number stays: points of
    /// bands and accessions are no decimal marks.
    pub(crate) fn measure(self, text: &str) -> String {
        let number = text.split(' ').next().unwrap_or(text);
        let (unit, digits) = (&text[number.len()..], number.trim_start_matches(['+', '-']));
        let sign = &number[..number.len() - digits.len()];
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let (Some((whole, part)), Ok(value)) = (digits.split_once('.'), digits.parse::<f64>()) else {
            return text.to_owned();
        };
        if !plain(whole) || !plain(part) || sign.len() > 1 {
            return text.to_owned();
        }
        // Below one every digit may matter: thresholds are such numbers.
        let decimals = if value >= 1.0 { part.len().min(2) } else { part.len() };
        format!("{}{}{unit}", sign.replace('-', "\u{2212}"), self.decimal(value, decimals))
    }

    fn grouped(self, digits: &str) -> String {
        let mark = if self == Language::Danish { '.' } else { ',' };
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(digit);
        }
        out
    }
}

impl FromStr for Language {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        match text.to_lowercase().as_str() {
            "da" | "dansk" | "danish" => Ok(Language::Danish),
            "en" | "engelsk" | "english" => Ok(Language::English),
            _ => Err(Error::Language { found: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_measure_has_the_decimal_mark_of_the_language_and_bands_keep_their_point() {
        use super::Language::{Danish, English};
        assert_eq!(
            (Danish.measure("8.38 g/dL"), English.measure("8.38 g/dL")),
            ("8,38 g/dL".into(), "8.38 g/dL".into())
        );
        assert_eq!((Danish.measure("0.0005"), Danish.measure("-0.35")), ("0,0005".into(), "\u{2212}0,35".into()));
        assert_eq!(English.measure("8.37928 g/dL"), "8.38 g/dL");
        for kept in ["17p13.1", "NM_000546.6", "del(17)(p11.2)", "312 10^9/L", "", "1.2.3"] {
            assert_eq!(Danish.measure(kept), kept);
        }
    }

    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        let (da, en) = (Language::Danish, Language::English);
        assert_eq!((da.number(1_234_567).as_str(), en.number(1_234_567).as_str()), ("1.234.567", "1,234,567"));
        assert_eq!((da.number(999).as_str(), en.number(1000).as_str()), ("999", "1,000"));
        assert_eq!((da.percent(0.463, 1).as_str(), en.percent(0.463, 1).as_str()), ("46,3\u{a0}%", "46.3%"));
        assert_eq!(da.decimal(-1234.56, 1), "\u{2212}1.234,6");
        assert_eq!(da.decimal(f64::NAN, 1), "–");
    }

    #[test]
    fn a_length_is_never_rounded_to_nothing() {
        let (da, en) = (Language::Danish, Language::English);
        let english = [620, 3_000, 32_000, 99_900, 100_000, 160_000, 75_000_000].map(|bases| en.bases(bases));
        assert_eq!(english, ["620 bp", "3 kb", "32 kb", "100 kb", "0.1 Mb", "0.2 Mb", "75.0 Mb"]);
        assert_eq!((da.bases(30_000).as_str(), da.bases(3_400_000).as_str()), ("30 kb", "3,4 Mb"));
    }

    #[test]
    fn a_limit_is_rounded_up_and_never_down() {
        assert_eq!(Language::English.limit(0.0501), "5.1%");
        assert_eq!(Language::English.limit(0.05), "5.0%");
        assert_eq!(Language::English.limit(0.0234), "2.4%");
    }

    #[test]
    fn percentages_inside_a_text_follow_the_language() {
        let text = "p.(Arg175His) 46.3 %, p.(Tyr220Cys) 8.0 %, æ %, 12 %";
        assert_eq!(
            Language::Danish.percentages(text),
            "p.(Arg175His) 46,3\u{a0}%, p.(Tyr220Cys) 8,0\u{a0}%, æ %, 12\u{a0}%"
        );
        assert_eq!(Language::English.percentages("46.3 %"), "46.3%");
        assert_eq!(Language::English.percentages("none"), "none");
    }

    #[test]
    fn dates_follow_the_language_and_other_text_stays() {
        assert_eq!(Language::Danish.date("2026-03-09T08:00:00Z"), "09-03-2026");
        assert_eq!(Language::English.date("2026-03-09T08:00:00Z"), "2026-03-09");
        assert_eq!(Language::Danish.date("i går æøå"), "i går æøå");
        assert_eq!(Language::Danish.date("2026-03-091"), "2026-03-091");
    }

    #[test]
    fn a_language_is_named_by_its_tag() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse::<Language>().unwrap(), language);
        }
        assert!("de".parse::<Language>().is_err());
    }
}
