//! Pedigrees (PED): family, person, father, mother, sex, affected; one person a line.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Place, Problem},
    variants::{Notice, Notices, header::shortened, header::text_of, input::Input},
};

/// What a line holds, for messages.
const COLUMNS: &str =
    "PED is family, person, father, mother, sex (1 male, 2 female, 0 unknown), affected (1 no, 2 yes)";

/// A person of a pedigree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The family.
    pub family: String,
    /// The person, once in a family.
    pub id: String,
    /// The father, where he is known. He may have no line of his own.
    pub father: Option<String>,
    /// The mother, where she is known. She may have no line of her own.
    pub mother: Option<String>,
    /// Whether male; none where the sex is not told.
    pub male: Option<bool>,
    /// Whether affected; none where that is not told, or is a measure and not a yes or no.
    pub affected: Option<bool>,
}

/// A pedigree, as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pedigree {
    path: PathBuf,
    people: Vec<Person>,
    notices: Vec<Notice>,
}

impl Pedigree {
    /// Reads a pedigree whole.
    ///
    /// # Errors
    /// The first line that is not as the format asks: fewer than six columns, a word that is no sex and no state, a person
    /// twice in a family, a father who is told to be female, somebody who is an own ancestor.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut input = Input::open(path)?;
        let mut notices = Notices::default();
        let mut line = Vec::new();
        let mut people: Vec<(Person, u64)> = Vec::new();
        let mut lines: BTreeMap<(String, String), usize> = BTreeMap::new();
        while input.next_line(&mut line)? {
            let number = input.line();
            let text = text_of(&line, number, &mut notices);
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            let person = person(path, &text, number)?;
            if lines.insert((person.family.clone(), person.id.clone()), people.len()).is_some() {
                return Err(fault(path, number, "person", &person.id, "each person once in a family"));
            }
            people.push((person, number));
        }
        for (child, number) in &people {
            for (parent, male, field) in [(&child.father, true, "father"), (&child.mother, false, "mother")] {
                let Some(parent) = parent else { continue };
                let Some(at) = lines.get(&(child.family.clone(), parent.clone())) else {
                    notices.add("a parent without a line", *number);
                    continue;
                };
                if people[*at].0.male.is_some_and(|told| told != male) {
                    let expected = if male { "a person of male sex" } else { "a person of female sex" };
                    return Err(fault(path, *number, field, parent, expected));
                }
            }
        }
        let read = Self {
            path: path.to_owned(),
            people: people.iter().map(|(one, _)| one.clone()).collect(),
            notices: notices.list(),
        };
        for (one, number) in &people {
            if read.ancestors(one).contains(&one.id) {
                return Err(fault(path, *number, "parents", &one.id, "nobody is an own ancestor"));
            }
        }
        Ok(read)
    }

    /// Everybody, in the file's order.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// What is odd about the file and was read all the same.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The person of a name, written `PERSON`, or `FAMILY:PERSON` where several families have one.
    ///
    /// # Errors
    /// When nobody or more than one person has the name.
    pub fn person(&self, name: &str) -> Result<&Person, Error> {
        let called = |one: &&Person| one.id == name || name == format!("{}:{}", one.family, one.id);
        let found: Vec<&Person> = self.people.iter().filter(called).collect();
        let fail = |found: &str, advice: &str| {
            let problem = Problem::Malformed { found: found.to_owned(), expected: "the name of one person".to_owned() };
            Err(Error::new(&self.path, problem).field("person").advice(advice))
        };
        match found[..] {
            [one] => Ok(one),
            [] => fail(
                &format!("nobody of the name {}", shortened(name)),
                "give a name of the second column; names are read with their case",
            ),
            _ => fail(&format!("several people of the name {}", shortened(name)), "write FAMILY:PERSON"),
        }
    }

    /// Everybody from whom a person descends, by name within the family.
    fn ancestors(&self, of: &Person) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let mut open: Vec<&str> = parents(of).collect();
        while let Some(next) = open.pop() {
            if all.insert(next.to_owned())
                && let Some(one) = self.people.iter().find(|one| one.family == of.family && one.id == next)
            {
                open.extend(parents(one));
            }
        }
        all
    }
}

fn parents(of: &Person) -> impl Iterator<Item = &str> {
    [&of.father, &of.mother].into_iter().flatten().map(String::as_str)
}

fn fault(path: &Path, line: u64, field: &str, found: &str, expected: &str) -> Error {
    Error::new(path, Problem::Malformed { found: shortened(found), expected: expected.into() })
        .at(Place::Line(line))
        .field(field)
        .advice(COLUMNS)
}

/// One line. Names may not hold blanks, as in the format; columns behind the sixth are passed over.
fn person(path: &Path, text: &str, number: u64) -> Result<Person, Error> {
    let fault = |field: &str, found: &str, expected: &str| fault(path, number, field, found, expected);
    let columns: Vec<&str> = text.split_whitespace().collect();
    let [family, id, father, mother, sex, affected, ..] = columns[..] else {
        return Err(fault("columns", text, "six columns"));
    };
    let male = match sex {
        "1" => Some(true),
        "2" => Some(false),
        "0" | "-9" | "other" | "unknown" => None,
        _ => return Err(fault("sex", sex, "1, 2 or 0")),
    };
    if affected.parse::<f64>().is_err() {
        return Err(fault("affected", affected, "1, 2, 0 or -9"));
    }
    if father == id || mother == id {
        return Err(fault("parents", id, "another person"));
    }
    if father == mother && father != "0" {
        return Err(fault("parents", father, "two people"));
    }
    let told = |name: &str| (name != "0").then(|| name.to_owned());
    Ok(Person {
        family: family.to_owned(),
        id: id.to_owned(),
        father: told(father),
        mother: told(mother),
        male,
        affected: match affected {
            "1" => Some(false),
            "2" => Some(true),
            _ => None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Pedigree, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("family.ped");
        std::fs::write(&path, text).unwrap();
        Pedigree::read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn people_and_their_parents_are_read() {
        let family = read("#FID\tIID\nF\tC\tD\tM\t1\t2\nF D 0 0 1 1 extra\nF M 0 0 0 -9\nG C 0 X 2 1\n").unwrap();
        let child = family.person("F:C").unwrap();
        assert_eq!((child.father.as_deref(), child.mother.as_deref()), (Some("D"), Some("M")));
        assert_eq!((child.male, child.affected), (Some(true), Some(true)));
        assert_eq!(family.person("M").map(|one| (one.male, one.affected)).unwrap(), (None, None));
        assert!(family.person("C").unwrap_err().to_string().contains("FAMILY:PERSON"), "two families have one");
        assert!(family.person("nobody").is_err());
        assert_eq!(family.notices().len(), 1, "the mother X has no line");
    }

    #[test]
    fn what_cannot_be_is_told_by_line_and_field() {
        for (text, line, field) in [
            ("F C D M 1\n", "line 1", "columns"),
            ("F C 0 0 1 2\nF C 0 0 1 2\n", "line 2", "person"),
            ("F D 0 0 2 1\nF C D 0 1 2\n", "line 2", "father"),
            ("F M 0 0 1 1\nF C 0 M 1 2\n", "line 2", "mother"),
            ("F C C 0 1 2\n", "line 1", "parents"),
            ("F C D D 1 2\n", "line 1", "parents"),
            ("F C D 0 1 2\nF D C 0 1 2\n", "line 1", "parents"),
            ("F C 0 0 1 ill\n", "line 1", "affected"),
        ] {
            let message = read(text).unwrap_err();
            assert!(message.contains(line) && message.contains(field), "{text}: {message}");
        }
        let message = read("F 010190-1234 0 0 9 2\n").unwrap_err();
        assert!(!message.contains("010190"), "{message}");
    }
}
