//! Where a variant file departs from its specification in ways that do not stop it from being read.

use std::collections::{HashMap, HashSet};

use crate::variants::{Declaration, GenericRecord, Notices, VariantHeader};

/// Types and numbers that the specification fixes (VCF 4.3, tables 1 and 2): identifier, Number, Type.
const FIXED_INFO: [(&str, &str, &str); 16] = [
    ("AA", "1", "String"),
    ("AC", "A", "Integer"),
    ("AF", "A", "Float"),
    ("AN", "1", "Integer"),
    ("BQ", "1", "Float"),
    ("CIGAR", "A", "String"),
    ("DB", "0", "Flag"),
    ("DP", "1", "Integer"),
    ("END", "1", "Integer"),
    ("H2", "0", "Flag"),
    ("H3", "0", "Flag"),
    ("MQ0", "1", "Integer"),
    ("NS", "1", "Integer"),
    ("SB", ".", "String"),
    ("SOMATIC", "0", "Flag"),
    ("1000G", "0", "Flag"),
];
const FIXED_FORMAT: [(&str, &str, &str); 8] = [
    ("DP", "1", "Integer"),
    ("EC", "A", "Integer"),
    ("FT", "1", "String"),
    ("GL", "G", "Float"),
    ("GP", "G", "Float"),
    ("GQ", "1", "Integer"),
    ("GT", "1", "String"),
    ("PL", "G", "Integer"),
];
/// Records of which one position is remembered, to see the same record twice.
const REMEMBERED: usize = 10_000;

/// Holds records to their header.
pub(super) struct Conformance<'a> {
    header: &'a VariantHeader,
    declared: HashSet<&'a str>,
    of_header: Notices,
    notices: Notices,
    finished: HashSet<String>,
    last: Option<(String, u32)>,
    here: HashMap<(String, String), u64>,
    sorted: bool,
}

impl<'a> Conformance<'a> {
    pub(super) fn new(header: &'a VariantHeader) -> Self {
        let mut of_header = Notices::default();
        check_declarations("INFO", &header.info, &FIXED_INFO, &mut of_header);
        check_declarations("FORMAT", &header.format, &FIXED_FORMAT, &mut of_header);
        check_meta(header, &mut of_header);
        let declared = header.contigs.iter().map(|contig| contig.name.as_str()).collect();
        Self {
            header,
            declared,
            of_header,
            notices: Notices::default(),
            finished: HashSet::new(),
            last: None,
            here: HashMap::new(),
            sorted: true,
        }
    }
    /// Of the header alone: they change nothing in how records are read.
    pub(super) fn of_header(&self) -> &Notices {
        &self.of_header
    }
    pub(super) fn notices(&self) -> &Notices {
        &self.notices
    }
    pub(super) fn sorted(&self) -> bool {
        self.sorted
    }
    pub(super) fn check(&mut self, record: &GenericRecord) {
        self.place(record);
        self.alleles(record);
        let odd = |text: &str| text.is_empty() || text.contains(char::is_whitespace);
        if record.ids.iter().any(|id| odd(id)) {
            self.notices.add("white space in ID", record.line);
        }
        if record.ids.iter().collect::<HashSet<_>>().len() < record.ids.len() {
            self.notices.add("the same ID twice in a record", record.line);
        }
        if record.quality.is_some_and(|quality| quality < 0.0) {
            self.notices.add("QUAL is negative", record.line);
        }
        let filters = record.filters.as_deref().unwrap_or_default();
        for filter in filters {
            if odd(filter) || filter == "0" {
                self.notices.add("FILTER is `0` or holds white space", record.line);
            } else if !self.header.filters.contains_key(filter) {
                self.notices.add(format!("FILTER {filter} is not declared"), record.line);
            }
        }
        if filters.iter().collect::<HashSet<_>>().len() < filters.len() {
            self.notices.add("the same FILTER twice in a record", record.line);
        }
        self.info(record);
        self.samples(record);
    }

    fn place(&mut self, record: &GenericRecord) {
        let line = record.line;
        if !self.declared.is_empty() && !self.declared.contains(record.contig.as_str()) {
            self.notices.add("a contig that the header does not declare", line);
        }
        if record.contig.contains([':', '<', '>', '[', ']', '*']) || record.contig.contains(char::is_whitespace) {
            self.notices.add("a contig's name with a character that has a meaning of its own", line);
        }
        let same = self.last.as_ref().is_some_and(|(contig, _)| *contig == record.contig);
        if !same {
            if let Some((contig, _)) = self.last.take() {
                self.finished.insert(contig);
            }
            if self.finished.contains(&record.contig) {
                self.sorted = false;
                self.notices.add("a contig's records are not together", line);
            }
        } else if self.last.as_ref().is_some_and(|(_, position)| *position > record.position) {
            self.sorted = false;
        }
        if !same || self.last.as_ref().is_none_or(|(_, position)| *position != record.position) {
            self.here.clear();
        }
        self.last = Some((record.contig.clone(), record.position));
        if self.here.len() < REMEMBERED {
            for alternate in record.alternates.iter().filter(|a| !a.starts_with('<') && !a.contains(['[', ']'])) {
                let seen = self.here.entry((record.reference.clone(), alternate.clone())).or_insert(0);
                *seen += 1;
                if *seen > 1 {
                    self.notices.add("the same allele at the same place twice", line);
                }
            }
        }
    }

    fn alleles(&mut self, record: &GenericRecord) {
        let line = record.line;
        if !record.reference.bytes().all(|b| b"ACGTN".contains(&b)) {
            self.notices.add("REF with an IUPAC code other than A, C, G, T, N", line);
        }
        if record.alternates.contains(&record.reference) {
            self.notices.add("an alternate allele that is the reference allele", line);
        }
        let indel = |a: &String| a.bytes().all(|b| b"ACGTN".contains(&b)) && a.len() != record.reference.len();
        if record.position > 0
            && record.alternates.iter().any(|a| {
                indel(a)
                    && a.as_bytes()[0] != record.reference.as_bytes()[0]
                    && a.as_bytes().last() != record.reference.as_bytes().last()
            })
            && record.alternates.len() == 1
            && record.reference.len().min(record.alternates[0].len()) == 1
        {
            self.notices.add("an insertion or deletion without the base before it", line);
        }
    }

    fn info(&mut self, record: &GenericRecord) {
        let mut seen = HashSet::new();
        for (key, value) in &record.info {
            if !seen.insert(key.as_str()) {
                self.notices.add(format!("INFO {} twice in a record", short(key)), record.line);
            }
            if key.contains(char::is_whitespace) || value.as_deref().is_some_and(|v| v.contains(char::is_whitespace)) {
                self.notices.add("white space in INFO", record.line);
            }
            let Some(declaration) = self.header.info.get(key) else {
                self.notices.add(format!("INFO {} is not declared", short(key)), record.line);
                continue;
            };
            match value {
                None if declaration.kind != "Flag" => {
                    self.notices.add(format!("INFO {} without a value", short(key)), record.line);
                }
                Some(value) if declaration.kind == "Flag" && value != "0" && value != "1" => {
                    self.notices.add(format!("INFO {} is a flag with a value", short(key)), record.line);
                }
                Some(value) if declaration.kind != "Flag" => {
                    if let Some(what) = fits(value, declaration, record.alternates.len(), None) {
                        self.notices.add(format!("INFO {} {what}", short(key)), record.line);
                    }
                }
                _ => {}
            }
        }
        if let Some(end) = record.info("END").and_then(|end| end.parse::<i64>().ok())
            && end < i64::from(record.position)
        {
            self.notices.add("END lies before POS", record.line);
        }
    }

    fn samples(&mut self, record: &GenericRecord) {
        let line = record.line;
        if record.format.iter().collect::<HashSet<_>>().len() < record.format.len() {
            self.notices.add("the same FORMAT twice in a record", line);
        }
        if record.format.iter().position(|key| key == "GT").is_some_and(|place| place > 0) {
            self.notices.add("GT is not the first FORMAT", line);
        }
        for key in record.format.iter().filter(|key| !self.header.format.contains_key(*key)) {
            self.notices.add(format!("FORMAT {} is not declared", short(key)), line);
        }
        for values in &record.samples {
            let ploidy = record.format.first().filter(|key| *key == "GT").and_then(|_| values.first()).map(|gt| {
                let alleles: Vec<&str> = gt.split(['/', '|']).filter(|allele| !allele.is_empty()).collect();
                let known = |a: &str| a == "." || a.parse::<usize>().is_ok_and(|a| a <= record.alternates.len());
                if alleles.is_empty() || !alleles.iter().all(|allele| known(allele)) {
                    self.notices.add("GT names an allele that the record does not have", line);
                }
                alleles.len()
            });
            for (key, value) in record.format.iter().zip(values) {
                if let Some(declaration) = self.header.format.get(key)
                    && key != "GT"
                    && let Some(what) = fits(value, declaration, record.alternates.len(), ploidy)
                {
                    self.notices.add(format!("FORMAT {} {what}", short(key)), line);
                }
            }
        }
    }
}

/// What is wrong with a value against its declaration; none where it fits.
fn fits(value: &str, declaration: &Declaration, alternates: usize, ploidy: Option<usize>) -> Option<&'static str> {
    if value == "." {
        return None;
    }
    let count = value.split(',').count();
    let genotypes = |ploidy: usize| match ploidy {
        1 => Some(alternates + 1),
        2 => Some((alternates + 1) * (alternates + 2) / 2),
        _ => None,
    };
    let expected = match declaration.number.as_str() {
        "A" => Some(alternates.max(1)),
        "R" => Some(alternates + 1),
        "G" => ploidy.and_then(genotypes),
        number => number.parse().ok(),
    };
    if expected.is_some_and(|expected| expected != count) && declaration.kind != "Character" {
        return Some("has another number of values than declared");
    }
    let typed = |item: &str| match declaration.kind.as_str() {
        _ if item == "." => true,
        // The eight lowest values are reserved (VCF 4.3, § 1.3).
        "Integer" => item.parse::<i32>().is_ok_and(|value| value >= i32::MIN + 8),
        "Float" => item.parse::<f64>().is_ok(),
        "Character" => item.chars().count() == 1,
        _ => true,
    };
    (!value.split(',').all(typed)).then_some("has a value that is not of the declared type")
}

fn check_declarations<'a>(
    what: &str,
    declared: impl IntoIterator<Item = (&'a String, &'a Declaration)>,
    fixed: &[(&str, &str, &str)],
    notices: &mut Notices,
) {
    for (id, declaration) in declared {
        let number = declaration.number.as_str();
        if !matches!(number, "A" | "R" | "G" | "." | "LA" | "LR" | "LG" | "P" | "M") && number.parse::<u32>().is_err() {
            notices.add(format!("{what} {} is declared with a Number that is none", short(id)), 0);
        }
        let flag = declaration.kind == "Flag";
        let known = matches!(declaration.kind.as_str(), "Integer" | "Float" | "Character" | "String");
        if !(known || flag && what == "INFO") {
            notices.add(format!("{what} {} is declared with a Type that is none", short(id)), 0);
        }
        if flag && number != "0" || !flag && number == "0" {
            notices.add(format!("{what} {} is declared with Number and Type that do not fit", short(id)), 0);
        }
        if declaration.description.is_empty() {
            notices.add(format!("{what} {} is declared without a description", short(id)), 0);
        }
        let legal = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
        if !legal || id.starts_with(|c: char| c.is_ascii_digit()) && id != "1000G" {
            notices.add(format!("{what} {} is no identifier", short(id)), 0);
        }
        if let Some((_, number, kind)) = fixed.iter().find(|(fixed, ..)| fixed == id)
            && (*number != declaration.number || *kind != declaration.kind)
        {
            notices.add(
                format!("{what} {id} is declared otherwise than the specification fixes it ({number}, {kind})"),
                0,
            );
        }
    }
}

/// Structured lines of the header that need brackets, and what they need inside.
fn check_meta(header: &VariantHeader, notices: &mut Notices) {
    for (line, text) in (1u64..).zip(&header.meta) {
        let Some((key, value)) = text.get(2..).and_then(|body| body.split_once('=')) else { continue };
        if value.trim().is_empty() {
            notices.add("a header line without a value", line);
        }
        let structured = matches!(key, "ALT" | "SAMPLE" | "META" | "PEDIGREE" | "FILTER");
        if structured && !(value.starts_with('<') && value.ends_with('>')) {
            notices.add(format!("a {key} line of the header without brackets"), line);
        } else if structured && key != "PEDIGREE" && !value.contains("ID=") {
            notices.add(format!("a {key} line of the header without ID"), line);
        } else if matches!(key, "ALT" | "FILTER") && !value.contains("Description=\"") {
            notices.add(format!("a {key} line of the header without a quoted description"), line);
        }
        if matches!(key, "assembly" | "pedigreeDB") && !value.contains("://") {
            notices.add(format!("a {key} line of the header that is no address"), line);
        }
    }
}

fn short(name: &str) -> String {
    name.chars().take(30).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
