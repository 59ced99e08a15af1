//! The catalogues: every sentence of a report, by key and language.
//!
//! A catalogue is TOML of one level: `[section]` and `name = "text with {placeholders}"`; the key is `section.name`.
//! A name may hold dots when it stands in quotes. A plural is two names, `name.one` and `name.other`.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::{Error, Language};

type Sections = BTreeMap<String, BTreeMap<String, String>>;
type Loaded = Result<Messages, String>;

/// The files of a language: the report's own, and one for each family of guidelines.
macro_rules! catalogues {
    ($language:literal) => {
        [
            include_str!(concat!("../messages/", $language, ".toml")),
            include_str!(concat!("../messages/rearrangements.", $language, ".toml")),
            include_str!(concat!("../messages/meaning.", $language, ".toml")),
            include_str!(concat!("../messages/family.", $language, ".toml")),
            include_str!(concat!("../messages/virtual_karyotype.", $language, ".toml")),
            include_str!(concat!("../messages/guidelines/data.", $language, ".toml")),
            include_str!(concat!("../messages/guidelines/eln.", $language, ".toml")),
            include_str!(concat!("../messages/guidelines/scores.", $language, ".toml")),
            include_str!(concat!("../messages/guidelines/lymphoid.", $language, ".toml")),
            include_str!(concat!("../messages/guidelines/cml.", $language, ".toml")),
            include_str!(concat!("../messages/guidelines/myeloid.", $language, ".toml")),
        ]
    };
}

static DANISH: LazyLock<Loaded> = LazyLock::new(|| load(Language::Danish, &catalogues!("da")));
static ENGLISH: LazyLock<Loaded> = LazyLock::new(|| load(Language::English, &catalogues!("en")));

/// One language's catalogue.
#[derive(Debug)]
pub(crate) struct Messages {
    pub(crate) language: Language,
    sections: Sections,
}

/// Whether both catalogues have a text for a name of a section, such as (`item`, `copy_number`) or
/// (`criterion`, `eln2022.adverse.tp53`). A caller's test can hold its keys to this.
pub fn has_message(section: &str, name: &str) -> bool {
    Language::ALL.iter().all(|language| Messages::of(*language).is_ok_and(|m| m.find(section, name).is_some()))
}

/// One catalogue of several files; a name that two of them give is an error.
fn load(language: Language, files: &[&str]) -> Loaded {
    let mut sections = Sections::new();
    for text in files {
        let more: Sections = toml::from_str(text).map_err(|error| error.to_string())?;
        for (section, names) in more {
            let known = sections.entry(section.clone()).or_default();
            for (name, text) in names {
                if known.insert(name.clone(), text).is_some() {
                    return Err(format!("{section}.{name} stands in two files"));
                }
            }
        }
    }
    Ok(Messages { language, sections })
}

impl Messages {
    /// The catalogue of a language.
    pub(crate) fn of(language: Language) -> Result<&'static Messages, Error> {
        let (loaded, file) = match language {
            Language::Danish => (&DANISH, "da"),
            Language::English => (&ENGLISH, "en"),
        };
        loaded.as_ref().map_err(|reason| Error::Catalogue { file, reason: reason.clone() })
    }

    fn find(&self, section: &str, name: &str) -> Option<&str> {
        self.sections.get(section)?.get(name).map(String::as_str)
    }

    /// The text of a key that stands in the program or a template; the key itself where the catalogue lacks it.
    pub(crate) fn text<'a>(&'a self, key: &'a str) -> &'a str {
        key.split_once('.').and_then(|(section, name)| self.find(section, name)).unwrap_or(key)
    }

    /// The text of a key with its placeholders filled.
    pub(crate) fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.text(key), values)
    }

    /// The singular or plural of a key; `{n}` is the count.
    pub(crate) fn count(&self, key: &str, n: usize) -> String {
        let form = if n == 1 { "one" } else { "other" };
        let number = self.language.number(u64::try_from(n).unwrap_or(u64::MAX));
        self.with(&format!("{key}.{form}"), &[("n", &number)])
    }

    /// The text of an identifier that came with the case. It may carry a value (`deletion: 17p`, filled in for `{value}`)
    /// or several by name (`late|days=3|of=5`). One that no catalogue knows is shown as it stands: it never vanishes.
    pub(crate) fn word(&self, section: &str, id: &str) -> String {
        if let Some(text) = self.find(section, id) {
            return text.to_owned();
        }
        let (name, values) = if let Some((name, value)) = id.split_once(": ") {
            (name, vec![("value", value)])
        } else {
            let mut parts = id.split('|');
            (parts.next().unwrap_or(id), parts.filter_map(|part| part.split_once('=')).collect())
        };
        let values: Vec<(&str, String)> =
            values.into_iter().map(|(key, value)| (key, self.language.percentages(value))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        match self.find(section, name) {
            Some(text) => fill(text, &values),
            None => id.to_owned(),
        }
    }

    /// As [`Messages::word`], looking first among the names of one scheme: `scheme_id.id`, then `id`.
    pub(crate) fn word_of(&self, section: &str, scheme: &str, id: &str) -> String {
        self.find(section, &format!("{scheme}.{id}")).map_or_else(|| self.word(section, id), str::to_owned)
    }

    /// `a, b and c`.
    pub(crate) fn list<S: AsRef<str>>(&self, items: &[S], joiner: &str) -> String {
        match items {
            [] => String::new(),
            [only] => only.as_ref().to_owned(),
            [first @ .., last] => {
                let head: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
                format!("{} {} {}", head.join(", "), self.text(joiner), last.as_ref())
            }
        }
    }
}

/// One pass, so that a value which looks like a placeholder stays what it is.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            out.push_str(value);
        } else {
            out.push('{');
            out.push_str(name);
            out.push('}');
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn both_catalogues_have_the_same_keys_and_placeholders() {
        let (da, en) = (Messages::of(Language::Danish).unwrap(), Messages::of(Language::English).unwrap());
        let keys = |m: &Messages| -> BTreeSet<(String, String)> {
            m.sections.iter().flat_map(|(s, names)| names.keys().map(|n| (s.clone(), n.clone()))).collect()
        };
        let (in_danish, in_english) = (keys(da), keys(en));
        assert_eq!(in_danish.difference(&in_english).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
        assert_eq!(in_english.difference(&in_danish).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
        for (section, name) in &in_danish {
            let (a, b) = (da.find(section, name).unwrap(), en.find(section, name).unwrap());
            assert_eq!(placeholders(a), placeholders(b), "{section}.{name}");
            assert!(!a.trim().is_empty() && !b.trim().is_empty(), "{section}.{name} is empty");
        }
    }

    /// Sections whose names come with a case, so that the program does not spell them.
    const OPEN_SECTIONS: &[&str] = &[
        "virtual_kind",
        "virtual_hidden",
        "virtual_statement",
        "junction_filter",
        "compound",
        "family_relation",
        "family_role",
        "inheritance",
        "zygosity",
        "acmg_class",
        "acmg_reason",
        "antigen_copies",
        "antigen_statement",
        "clonal_state",
        "drug",
        "entity",
        "evidence_because",
        "gate",
        "gene_role",
        "gate_meaning",
        "gate_outcome",
        "statement",
        "tier_flag",
        "tier_reason",
        "trial_outcome",
        "copy_state",
        "ploidy_class",
        "purity_method",
        "multiqc",
        "oncogenicity_code",
        "oncogenicity_reason",
        "compared",
        "monosomy",
        "seen",
        "seen_why",
        "build",
        "category",
        "consequence",
        "criterion",
        "datum",
        "definition",
        "definition_short",
        "disease",
        "fidelity",
        "filter",
        "flag",
        "hits",
        "item",
        "karyotype_warning",
        "option",
        "policy",
        "reason",
        "scheme",
        "score",
        "step",
        "tp53_reason",
        "unit",
        "warning",
        "why",
    ];

    /// Every string literal of the program (before its tests) and of the templates that has the form of a key.
    fn keys_in_use() -> BTreeSet<String> {
        fn files(folder: &std::path::Path, list: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { files(&path, list) } else { list.push(path) }
            }
        }
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut list = Vec::new();
        files(&root.join("src"), &mut list);
        files(&root.join("templates"), &mut list);
        let sections = &Messages::of(Language::English).unwrap().sections;
        let mut keys = BTreeSet::new();
        for path in list {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            for part in text.split('"') {
                let form = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
                if !part.split('.').any(|word| word == "html")
                    && part.chars().all(form)
                    && part
                        .split_once('.')
                        .is_some_and(|(section, name)| sections.contains_key(section) && !name.is_empty())
                {
                    keys.insert(part.to_owned());
                }
            }
        }
        keys
    }

    #[test]
    fn every_key_in_use_exists_and_every_text_is_used() {
        let m = Messages::of(Language::English).unwrap();
        let used = keys_in_use();
        assert!(used.len() > 150, "the search for keys found only {}", used.len());
        let has = |key: &str| m.text(key) != key;
        let missing: Vec<&String> = used
            .iter()
            .filter(|key| !(has(key) || has(&format!("{key}.one")) && has(&format!("{key}.other"))))
            .collect();
        assert!(missing.is_empty(), "no text for {missing:?}");
        let idle: Vec<String> = m
            .sections
            .iter()
            .filter(|(section, _)| !OPEN_SECTIONS.contains(&section.as_str()))
            .flat_map(|(section, names)| names.keys().map(move |name| format!("{section}.{name}")))
            .filter(|key| {
                let stem = key.strip_suffix(".one").or_else(|| key.strip_suffix(".other")).unwrap_or(key);
                !used.contains(stem) && !used.contains(key)
            })
            .collect();
        assert!(idle.is_empty(), "texts that nothing uses: {idle:?}");
    }

    #[test]
    fn every_word_of_the_model_has_a_text() {
        use marv_model::{
            annotation::Consequence,
            call::Filter,
            case::Disease,
            oncogenicity::{CodeReason, OncogenicityCode},
        };
        for (section, name) in Consequence::ALL
            .iter()
            .map(|term| ("consequence", term.name()))
            .chain(Filter::ALL.iter().map(|filter| ("filter", filter.id())))
            .chain(Disease::ALL.iter().map(|(_, word)| ("disease", *word)))
            .chain(OncogenicityCode::ALL.iter().map(|code| ("oncogenicity_code", code.name())))
            .chain(CodeReason::ALL.iter().map(|reason| ("oncogenicity_reason", reason.name())))
        {
            assert!(has_message(section, name), "{section}.{name}");
        }
    }

    #[test]
    fn every_word_of_a_family_has_a_text() {
        let of = |section: &'static str, words: &'static [&'static str]| words.iter().map(move |word| (section, *word));
        let roles = ["patient", "father", "mother", "sibling", "child", "relative", "donor"];
        let from = ["de_novo", "from_father", "from_mother", "from_either", "from_both", "father_carries"];
        for (section, word) in roles
            .into_iter()
            .map(|word| ("family_role", word))
            .chain(of("family_relation", &["same", "parent_child", "siblings", "related", "unrelated"]))
            .chain(of("zygosity", &["heterozygous", "homozygous"]))
            .chain(from.into_iter().map(|word| ("inheritance", word)))
            .chain(of("inheritance", &["mother_carries", "one_parent_only", "not_known"]))
            .chain(of("compound", &["trans", "cis", "not_known"]))
            .chain(of("acmg_reason", &["new_or_acquired", "inherited", "parents_confirmed", "parents_unconfirmed"]))
            .chain([("acmg_reason", "parents_unknown"), ("warning", "pedigree_contradicted")])
        {
            assert!(has_message(section, word), "{section}.{word}");
        }
    }

    #[test]
    fn every_key_of_the_evidence_has_a_text() {
        let evidence = marv_knowledge::Evidence::embedded();
        for row in evidence.rows() {
            assert!(has_message("statement", &row.statement), "{}: {}", row.id, row.statement);
            assert!(row.entity.is_empty() || has_message("entity", &row.entity), "{}: {}", row.id, row.entity);
            for language in Language::ALL {
                let text = Messages::of(language).unwrap().find("statement", &row.statement).unwrap();
                assert_eq!(text.contains("{entity}"), !row.entity.is_empty(), "{}: its entity is not shown", row.id);
                assert_eq!(text.contains("{drugs}"), !row.drugs.is_empty(), "{}: its treatment is not shown", row.id);
            }
        }
        for antigen in evidence.antigens() {
            assert!(has_message("antigen_statement", &antigen.statement), "{}", antigen.gene);
        }
        for name in marv_knowledge::quality::NAMES {
            assert!(has_message("gate", name) && has_message("gate_meaning", name), "{name}");
        }
        for key in marv_knowledge::meaning::KEYS {
            let (section, name) = key.split_once('.').unwrap();
            assert!(has_message(section, name), "{key}");
        }
    }

    #[test]
    fn every_key_of_the_guidelines_has_a_text() {
        use marv_guidelines::{KeyKind, keys};
        let missing: Vec<&str> = keys()
            .filter(|key| {
                let section = match key.kind {
                    KeyKind::Category => "category",
                    KeyKind::Criterion => "criterion",
                    KeyKind::Datum => "datum",
                    KeyKind::Flag => "flag",
                    KeyKind::Reason => "reason",
                    KeyKind::Policy => "policy",
                    KeyKind::Score => "score",
                };
                !has_message(section, key.key)
            })
            .map(|key| key.key)
            .collect();
        assert!(missing.is_empty(), "no text for {missing:?}");
    }

    #[test]
    fn every_input_has_a_name() {
        use marv_guidelines::profile::Marker;
        use marv_model::{
            clinical::{Circumstance, Measure},
            cytogenetics::Lesion,
        };
        let names = Marker::ALL
            .iter()
            .map(|(_, name)| *name)
            .chain(Lesion::ALL.iter().map(|lesion| lesion.name()))
            .chain(Measure::ALL.iter().map(|measure| measure.word()))
            .chain(Circumstance::ALL.iter().map(|circumstance| circumstance.word()));
        let missing: Vec<&str> = names.filter(|name| !has_message("datum", name)).collect();
        assert!(missing.is_empty(), "no text for {missing:?}");
    }

    #[test]
    fn every_key_of_karyotype_and_tp53_has_a_text() {
        let missing: Vec<&str> = marv_karyotype::KEYS
            .iter()
            .map(|(key, _)| *key)
            .filter(|key| {
                let section = match key.split_once('.') {
                    Some(("iscn", rest)) if rest.starts_with("warning.") => "karyotype_warning",
                    Some(("iscn", _)) => "why",
                    Some(_) => "tp53_reason",
                    None => "datum",
                };
                !has_message(section, key)
            })
            .collect();
        assert!(missing.is_empty(), "no text for {missing:?}");
    }

    #[test]
    fn every_plural_has_both_forms() {
        for language in Language::ALL {
            for (section, names) in &Messages::of(language).unwrap().sections {
                for name in names.keys().filter_map(|name| name.strip_suffix(".one")) {
                    assert!(names.contains_key(&format!("{name}.other")), "{section}.{name}");
                }
            }
        }
    }

    #[test]
    fn values_are_filled_once_and_unknown_keys_stay_visible() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
        assert_eq!(fill("open { brace", &[]), "open { brace");
        let m = Messages::of(Language::English).unwrap();
        assert_eq!(m.word("tp53_reason", "tp53.reason.deletion: del(17)(p13)"), "Deletion of 17p13.1: del(17)(p13).");
        assert_eq!(m.word("flag", "no_such_flag: 2"), "no_such_flag: 2");
        assert_eq!(m.word("flag", "no_such_flag|n=2"), "no_such_flag|n=2");
        assert_eq!(m.text("no.such"), "no.such");
    }
}
