//! The calls of a VCF, read as text by the columns' own names.

use std::collections::BTreeMap;

/// One sample's counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Counts {
    pub(crate) alternate: u32,
    pub(crate) depth: u32,
}

impl Counts {
    pub(crate) fn fraction(self) -> f64 {
        if self.depth == 0 { 0.0 } else { f64::from(self.alternate) / f64::from(self.depth) }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.alternate, self.depth)
    }
}

/// One record.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) contig: String,
    /// 1-based.
    pub(crate) position: u32,
    pub(crate) reference: String,
    pub(crate) alternate: String,
    pub(crate) filters: Vec<String>,
    pub(crate) info: BTreeMap<String, String>,
    pub(crate) tumour: Counts,
    pub(crate) normal: Option<Counts>,
}

impl Row {
    pub(crate) fn passes(&self) -> bool {
        self.filters == ["PASS"]
    }
    fn probability(&self, key: &str) -> f64 {
        self.info[key].parse().unwrap()
    }
    pub(crate) fn germline(&self) -> f64 {
        self.probability("PG")
    }
    pub(crate) fn artefact(&self) -> f64 {
        self.probability("PA")
    }
    /// SPP is the Phred-scaled probability of the other two.
    pub(crate) fn somatic(&self) -> f64 {
        1.0 - 10f64.powf(-self.probability("SPP") / 10.0)
    }
    pub(crate) fn allele(&self) -> String {
        format!("{}:{} {}>{}", self.contig, self.position, self.reference, self.alternate)
    }
    pub(crate) fn is(&self, contig: &str, position: u32, reference: &str, alternate: &str) -> bool {
        (self.contig.as_str(), self.position, self.reference.as_str(), self.alternate.as_str())
            == (contig, position, reference, alternate)
    }
}

/// The records of a VCF that Marv wrote: tumour first, then the normal where there is one.
pub(crate) fn read(text: &str) -> Vec<Row> {
    text.lines().filter(|line| !line.starts_with('#')).map(row).collect()
}

fn row(line: &str) -> Row {
    let fields: Vec<&str> = line.split('\t').collect();
    let keys: Vec<&str> = fields[8].split(':').collect();
    let counts = |column: &str| {
        let values: Vec<&str> = column.split(':').collect();
        let value = |key: &str| values[keys.iter().position(|known| *known == key).unwrap()];
        let alternate = value("AD").split(',').nth(1).unwrap();
        Counts { alternate: alternate.parse().unwrap(), depth: value("DP").parse().unwrap() }
    };
    Row {
        contig: fields[0].to_owned(),
        position: fields[1].parse().unwrap(),
        reference: fields[3].to_owned(),
        alternate: fields[4].to_owned(),
        filters: fields[6].split(';').map(str::to_owned).collect(),
        info: fields[7]
            .split(';')
            .map(|item| item.split_once('=').unwrap_or((item, "")))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
        tumour: counts(fields[9]),
        normal: fields.get(10).map(|column| counts(column)),
    }
}
