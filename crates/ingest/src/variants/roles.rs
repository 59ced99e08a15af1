//! Which column is the tumour and which the normal.

use std::path::Path;

use super::header::{VariantHeader, shortened, structured};
use crate::error::{Error, Problem};

/// What the user says of the samples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SampleNames {
    /// The tumour's column.
    pub tumour: Option<String>,
    /// The normal's column.
    pub normal: Option<String>,
}

/// The columns of the pair; none where a file has no such column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles {
    /// Number of the tumour's column, from 0.
    pub tumour: Option<usize>,
    /// Number of the normal's column, from 0.
    pub normal: Option<usize>,
}

const TUMOUR_WORDS: [&str; 4] = ["tumor", "tumour", "primary", "tumors"];
const NORMAL_WORDS: [&str; 2] = ["normal", "germline"];

impl Roles {
    /// By the names that the user gave, else by the header's own statement, else by names that say it themselves. Two
    /// samples that none of these tells apart are an error that says how to name them: guessing would swap the pair.
    pub fn find(header: &VariantHeader, names: &SampleNames, file: &Path) -> Result<Self, Error> {
        if header.samples.is_empty() {
            return Ok(Self::default());
        }
        if names.tumour.is_some() || names.normal.is_some() {
            return Self::named(header, names, file);
        }
        let stated = Self { tumour: header.stated("tumor", "TUMOUR"), normal: header.stated("normal", "NORMAL") };
        let by_word = Self {
            tumour: header.only(|name| has_word(name, &TUMOUR_WORDS) || is_tcga(name, 1..=9)),
            normal: header.only(|name| has_word(name, &NORMAL_WORDS) || is_tcga(name, 10..=14)),
        };
        let mut roles = Self { tumour: stated.tumour.or(by_word.tumour), normal: stated.normal.or(by_word.normal) };
        if roles.tumour == roles.normal {
            roles = stated;
        }
        // Of two columns one of which says that it is the normal's, the other is the tumour's. Not so the other way round:
        // beside a tumour another tumour may stand.
        if let (2, None, Some(normal)) = (header.samples.len(), roles.tumour, roles.normal) {
            roles.tumour = Some(1 - normal);
        }
        match (header.samples.len(), roles) {
            (_, Self { tumour: Some(t), normal })
                if normal != Some(t) && (normal.is_some() || header.samples.len() < 3) =>
            {
                // Of two columns the one that is not the tumour's is the normal's only where something says so.
                if header.samples.len() == 2 && normal.is_none() && stated.tumour.is_none() {
                    return Err(ambiguous(header, file));
                }
                Ok(roles)
            }
            (1, Self { normal: Some(_), .. }) => Ok(roles),
            (1, _) => Ok(Self { tumour: Some(0), normal: None }),
            _ => Err(ambiguous(header, file)),
        }
    }

    fn named(header: &VariantHeader, names: &SampleNames, file: &Path) -> Result<Self, Error> {
        let find = |name: &Option<String>| match name {
            None => Ok(None),
            Some(name) => header.samples.iter().position(|s| s == name).map(Some).ok_or_else(|| {
                Error::new(
                    file,
                    Problem::Mismatch {
                        detail: format!("it has no sample {}: it has {}", shortened(name), listed(header)),
                    },
                )
                .advice("name samples as they stand in the line #CHROM")
            }),
        };
        let roles = Self { tumour: find(&names.tumour)?, normal: find(&names.normal)? };
        if roles.tumour == roles.normal {
            return Err(Error::new(
                file,
                Problem::Mismatch { detail: "one sample is named as tumour and normal".into() },
            ));
        }
        Ok(roles)
    }
}

fn ambiguous(header: &VariantHeader, file: &Path) -> Error {
    Error::new(
        file,
        Problem::Mismatch {
            detail: format!("it does not say which sample is the tumour and which the normal: {}", listed(header)),
        },
    )
    .field("samples")
    .advice("name them: --tumour-sample NAME --normal-sample NAME")
}

fn listed(header: &VariantHeader) -> String {
    let mut names: Vec<String> = header.samples.iter().take(6).map(|name| shortened(name)).collect();
    if header.samples.len() > 6 {
        names.push(format!("and {} more", header.samples.len() - 6));
    }
    names.join(", ")
}

/// Whether a name, cut at everything that is no letter, has one of these words.
fn has_word(name: &str, words: &[&str]) -> bool {
    name.split(|c: char| !c.is_ascii_alphabetic()).any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

/// A TCGA barcode (TCGA-XX-XXXX-NN...) whose sample type NN is in the range: 01-09 tumour, 10-14 normal.
fn is_tcga(name: &str, kinds: std::ops::RangeInclusive<u8>) -> bool {
    let mut parts = name.split('-');
    parts.next() == Some("TCGA")
        && parts.nth(2).and_then(|part| part.get(..2)?.parse().ok()).is_some_and(|kind: u8| kinds.contains(&kind))
}

impl VariantHeader {
    /// The only column whose name fits.
    fn only(&self, fits: impl Fn(&str) -> bool) -> Option<usize> {
        let mut fitting = self.samples.iter().enumerate().filter(|(_, name)| fits(name)).map(|(column, _)| column);
        fitting.next().filter(|_| fitting.next().is_none())
    }
    /// The column that the header states: `##tumor_sample=`, GATK's command line, or a column that bears the role's name.
    fn stated(&self, role: &str, column: &str) -> Option<usize> {
        let key = format!("{role}_sample");
        let named: Vec<&str> = self.values(&key).map(str::trim).collect();
        if let [name] = named[..]
            && let Some(found) = self.samples.iter().position(|sample| sample == name)
        {
            return Some(found);
        }
        let option = format!("--{role}-sample ");
        let by_command = self.meta.iter().filter(|line| line.contains("CommandLine")).find_map(|line| {
            let name = line.split_once(option.as_str())?.1.split_whitespace().next()?;
            self.samples.iter().position(|sample| sample == name)
        });
        by_command.or_else(|| self.by_sample_line(column)).or_else(|| {
            let exact = |name: &str| name.eq_ignore_ascii_case(column) || name.eq_ignore_ascii_case(role);
            self.only(exact)
        })
    }
    /// CaVEMan and cgpPindel: `##SAMPLE=<ID=TUMOUR,..>`, where the column bears the ID or the line's SampleName.
    fn by_sample_line(&self, id: &str) -> Option<usize> {
        self.values("SAMPLE").filter_map(structured).find_map(|fields| {
            let field = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
            if field("ID") != Some(id) {
                return None;
            }
            let name = field("SampleName");
            self.samples.iter().position(|sample| sample == id || Some(sample.as_str()) == name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(meta: &[&str], samples: &[&str], names: &SampleNames) -> Result<Roles, String> {
        let header = VariantHeader {
            meta: meta.iter().map(|m| (*m).to_owned()).collect(),
            samples: samples.iter().map(|s| (*s).to_owned()).collect(),
            ..VariantHeader::default()
        };
        Roles::find(&header, names, Path::new("x.vcf")).map_err(|e| e.to_string())
    }
    const NOBODY: SampleNames = SampleNames { tumour: None, normal: None };

    fn pair(tumour: usize, normal: usize) -> Roles {
        Roles { tumour: Some(tumour), normal: Some(normal) }
    }

    #[test]
    fn the_header_states_the_pair() {
        let meta = ["##normal_sample=A", "##tumor_sample=B"];
        assert_eq!(find(&meta, &["A", "B"], &NOBODY), Ok(pair(1, 0)));
        let command =
            ["##GATKCommandLine=<ID=Mutect2,CommandLine=\"Mutect2 --tumor-sample A --normal-sample B -O x\">"];
        assert_eq!(find(&command, &["A", "B"], &NOBODY), Ok(pair(0, 1)));
        let caveman = ["##SAMPLE=<ID=NORMAL,SampleName=A>", "##SAMPLE=<ID=TUMOUR,SampleName=B>"];
        assert_eq!(find(&caveman, &["NORMAL", "TUMOUR"], &NOBODY), Ok(pair(1, 0)));
    }

    #[test]
    fn columns_that_bear_the_role_are_found_in_either_order() {
        assert_eq!(find(&[], &["NORMAL", "TUMOR"], &NOBODY), Ok(pair(1, 0)));
        assert_eq!(find(&[], &["TUMOUR", "NORMAL"], &NOBODY), Ok(pair(0, 1)));
        assert_eq!(find(&[], &["NORMAL", "PRIMARY"], &NOBODY), Ok(pair(1, 0)));
        assert_eq!(find(&[], &["P9_1.2", "P9_Normal"], &NOBODY), Ok(pair(0, 1)));
        assert_eq!(find(&[], &["NORMAL", "TUMOR", "MET"], &NOBODY), Ok(pair(1, 0)));
        assert_eq!(find(&[], &["TCGA-00-0000-10A-01D", "TCGA-00-0000-01A-31D"], &NOBODY), Ok(pair(1, 0)));
    }

    #[test]
    fn what_does_not_say_is_refused_with_the_way_to_say_it() {
        let error = find(&[], &["A", "B"], &NOBODY).unwrap_err();
        assert!(error.contains("--tumour-sample NAME --normal-sample NAME"), "{error}");
        assert!(find(&[], &["A_TUMOR", "B"], &NOBODY).is_err());
        let names = SampleNames { tumour: Some("B".into()), normal: Some("A".into()) };
        assert_eq!(find(&[], &["A", "B"], &names), Ok(pair(1, 0)));
        let wrong = SampleNames { tumour: Some("C".into()), normal: None };
        assert!(find(&[], &["A", "B"], &wrong).unwrap_err().contains("no sample"));
    }

    #[test]
    fn a_single_sample_is_the_tumour_unless_it_says_normal() {
        assert_eq!(find(&[], &["A"], &NOBODY), Ok(Roles { tumour: Some(0), normal: None }));
        assert_eq!(find(&[], &["NORMAL"], &NOBODY), Ok(Roles { tumour: None, normal: Some(0) }));
        assert_eq!(find(&[], &[], &NOBODY), Ok(Roles::default()));
    }
}
