//! Choices by name: what a command line or a table of a department says where a guideline is silent.
//!
//! The names and values are those that a verdict lists under its policies.

use std::collections::BTreeMap;

use marv_model::{units::AlleleFraction, verdict::Policy};

use crate::rules::{LARGEST_LIMIT, policy};

/// A choice: the values that it may have, by the words under which a verdict lists them; the default is [`Default`].
pub(crate) trait Choice: Copy + Default + PartialEq + 'static {
    /// The name of the option.
    const OPTION: &'static str;
    /// Each value with its word.
    const VALUES: &'static [(&'static str, Self)];

    /// As a verdict lists it.
    fn listed(self) -> Policy {
        policy(Self::OPTION, Self::VALUES.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word))
    }
}

/// Makes the words of a choice.
macro_rules! choice {
    ($type:ty, $option:literal, $($word:literal => $value:ident),+ $(,)?) => {
        impl crate::choices::Choice for $type {
            const OPTION: &'static str = $option;
            const VALUES: &'static [(&'static str, Self)] = &[$(($word, Self::$value)),+];
        }
    };
}
pub(crate) use choice;

/// Options with the values chosen for them. What is not chosen has its documented default.
///
/// ```
/// use marv_guidelines::{Choices, profile::Profile, scheme};
/// use marv_model::case::Disease;
///
/// let choices = Choices::default().with("icc2022_tp53_fraction", "above_10");
/// let verdict = scheme("icc2022").unwrap().judged_by(&Profile::unknown().disease(Disease::Aml), &choices)?;
/// assert!(verdict.policies.iter().any(|policy| policy.value == "above_10"));
/// # Ok::<(), marv_guidelines::UnknownChoice>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices(BTreeMap<String, String>);

/// An option that a scheme does not have, or a value that the option does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownChoice {
    /// The option.
    pub option: String,
    /// The value.
    pub value: String,
    /// The options or the values that there are.
    pub expected: Vec<String>,
}

impl std::fmt::Display for UnknownChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let expected = if self.expected.is_empty() {
            "there are no options".to_owned()
        } else {
            format!("choose from {}", self.expected.join(", "))
        };
        write!(f, "policy {}={}: {expected}", self.option, self.value)
    }
}

impl std::error::Error for UnknownChoice {}

impl Choices {
    /// With a value for an option; the later of two goes before.
    #[must_use]
    pub fn with(mut self, option: &str, value: &str) -> Self {
        self.0.insert(option.to_owned(), value.to_owned());
        self
    }
    /// Each option with its value, by the option's name.
    pub fn each(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(option, value)| (option.as_str(), value.as_str()))
    }
    /// Those of some options alone.
    pub(crate) fn of(&self, options: &[String]) -> Self {
        Self(
            self.0.iter().filter(|(option, _)| options.contains(option)).map(|(o, v)| (o.clone(), v.clone())).collect(),
        )
    }
    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub(crate) fn reader(&self) -> ChoiceReader<'_> {
        ChoiceReader { left: self.0.clone(), known: Vec::new(), wrong: None, choices: self }
    }
}

impl<O: Into<String>, V: Into<String>> FromIterator<(O, V)> for Choices {
    fn from_iter<T: IntoIterator<Item = (O, V)>>(choices: T) -> Self {
        Self(choices.into_iter().map(|(option, value)| (option.into(), value.into())).collect())
    }
}

/// Reads choices one by one, and knows at the end which of them no option took.
pub(crate) struct ChoiceReader<'a> {
    choices: &'a Choices,
    left: BTreeMap<String, String>,
    known: Vec<String>,
    wrong: Option<UnknownChoice>,
}

impl ChoiceReader<'_> {
    /// The value chosen for an option, or its default.
    pub(crate) fn choice<C: Choice>(&mut self) -> C {
        let words: Vec<&str> = C::VALUES.iter().map(|(word, _)| *word).collect();
        self.take(C::OPTION, &words, |text| C::VALUES.iter().find(|(word, _)| *word == text).map(|(_, value)| *value))
            .unwrap_or_default()
    }
    /// The largest limit of detection that is read as absent.
    pub(crate) fn largest_limit(&mut self, default: AlleleFraction) -> AlleleFraction {
        self.fraction(LARGEST_LIMIT, default)
    }
    /// An allele fraction.
    pub(crate) fn fraction(&mut self, option: &str, default: AlleleFraction) -> AlleleFraction {
        let read = |text: &str| text.parse().ok().and_then(|value| AlleleFraction::new(value).ok());
        self.take(option, &["a fraction, 0 to 1"], read).unwrap_or(default)
    }
    fn take<T>(&mut self, option: &str, expected: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.known.push(option.to_owned());
        self.left.remove(option);
        let text = self.choices.0.get(option)?;
        let value = read(text);
        if value.is_none() {
            let expected = expected.iter().map(|word| (*word).to_owned()).collect();
            self.wrong.get_or_insert(UnknownChoice { option: option.to_owned(), value: text.clone(), expected });
        }
        value
    }
    /// What was read, where every choice was one of this scheme.
    pub(crate) fn done<T>(self, read: T) -> Result<T, UnknownChoice> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        match self.left.into_iter().next() {
            Some((option, value)) => Err(UnknownChoice { option, value, expected: self.known }),
            None => Ok(read),
        }
    }
}
