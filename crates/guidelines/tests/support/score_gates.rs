//! The scores against what others computed: the tables of `vectors/` in the shared folder, row by row.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use marv_guidelines::{
    ipssm::score,
    table::{Karyotype, Row, RowAnswer, TableOptions, ipssm_inputs, ipssm_row, ipssr_row},
};

/// The shared folder; none where it is absent.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("MARV_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    folder.join("vectors").is_dir().then_some(folder)
}

/// How many values of one kind agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Equal.
    pub agree: usize,
    /// Of so many that the table states.
    pub of: usize,
}

impl Agreement {
    /// 0 to 1.
    pub fn share(self) -> f64 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        number(self.agree) / number(self.of.max(1))
    }
}

/// One table's comparison.
#[derive(Debug, Default)]
pub struct Gate {
    /// The file.
    pub name: &'static str,
    /// Rows of the table.
    pub rows: usize,
    /// By what was compared.
    pub checks: BTreeMap<&'static str, Agreement>,
    /// Every value that differs.
    pub disagreements: Vec<String>,
}

impl Gate {
    fn compare(&mut self, check: &'static str, row: &Row, column: &str, ours: &str, equal: bool) {
        let tally = self.checks.entry(check).or_default();
        tally.of += 1;
        if equal {
            tally.agree += 1;
        } else {
            let theirs = text(row, column);
            self.disagreements.push(format!("line {}, {column}: table {theirs}, here {ours}", self.rows + 1));
        }
    }
    /// Each of these columns, as text.
    fn texts(&mut self, check: &'static str, row: &Row, answer: &RowAnswer, columns: &[(&str, &str)]) {
        for (theirs, ours) in columns {
            let here = answer.get(ours).unwrap_or("absent");
            self.compare(check, row, theirs, here, here == text(row, theirs));
        }
    }
    /// What agrees of one check; nothing where it was not made.
    pub fn check(&self, name: &str) -> Agreement {
        self.checks.get(name).copied().unwrap_or_default()
    }
}

fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("absent", String::as_str)
}

fn table(path: &Path, separator: char) -> Vec<Row> {
    let all = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = all.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(separator).collect();
    lines
        .map(|line| header.iter().zip(line.split(separator)).map(|(c, t)| ((*c).to_owned(), t.to_owned())).collect())
        .collect()
}

fn ipssm(row: &Row) -> RowAnswer {
    ipssm_row(row, &TableOptions::default(), &Karyotype::default())
        .unwrap_or_else(|errors| panic!("{}: {errors}", text(row, "ID")))
}

const SCORES: [(&str, &str); 3] = [
    ("IPSSMscore_best", "IPSSMscore_best"),
    ("IPSSMscore_mean", "IPSSMscore_mean"),
    ("IPSSMscore_worst", "IPSSMscore_worst"),
];
const CATEGORIES: [(&str, &str); 3] =
    [("IPSSMcat_best", "IPSSMcat_best"), ("IPSSMcat_mean", "IPSSMcat_mean"), ("IPSSMcat_worst", "IPSSMcat_worst")];

/// The authors' package over made patients, with missing values.
pub fn ipssm_public(shared: &Path) -> Gate {
    let mut gate = Gate { name: "ipssm/public.tsv", ..Gate::default() };
    for row in table(&shared.join("vectors").join(gate.name), '\t') {
        gate.rows += 1;
        let answer = ipssm(&row);
        let (inputs, _) = ipssm_inputs(&row, &TableOptions::default(), &Karyotype::default()).unwrap();
        let result = score(&inputs);
        for (column, scored) in [("raw_best", result.best), ("raw_mean", result.mean), ("raw_worst", result.worst)] {
            let expected: f64 = text(&row, column).parse().unwrap();
            gate.compare("raw to 1e-9", &row, column, &scored.raw.to_string(), (scored.raw - expected).abs() <= 1e-9);
        }
        gate.texts("scores", &row, &answer, &SCORES);
        gate.texts("categories", &row, &answer, &CATEGORIES);
        gate.texts("final score", &row, &answer, &[("IPSSMscore_final", "IPSSMscore_final")]);
        gate.texts("final category", &row, &answer, &[("IPSSMcat_final", "IPSSMcat_final")]);
        gate.texts("comment", &row, &answer, &[("Comment", "Comment")]);
    }
    gate
}

/// The authors' package over the published cohort, and what was published.
pub fn ipssm_cohort(shared: &Path) -> Gate {
    let mut gate = Gate { name: "ipssm/iwg_cohort.public.tsv", ..Gate::default() };
    for row in table(&shared.join("vectors").join(gate.name), '\t') {
        gate.rows += 1;
        let answer = ipssm(&row);
        gate.texts("scores", &row, &answer, &SCORES);
        gate.texts("categories", &row, &answer, &CATEGORIES);
        if text(&row, "published_IPSSM_SCORE") != "NA" {
            gate.texts("published score", &row, &answer, &[("published_IPSSM_SCORE", "IPSSMscore_mean")]);
        }
    }
    gate
}

/// The package's own example.
pub fn ipssm_example(shared: &Path) -> Gate {
    let mut gate = Gate { name: "ipssm/IPSSMexample_Rpackage.csv", ..Gate::default() };
    let folder = shared.join("vectors/ipssm");
    let expected = table(&folder.join("IPSSMexample_Rpackage_expected.tsv"), '\t');
    for (row, expected) in table(&folder.join("IPSSMexample_Rpackage.csv"), ',').iter().zip(&expected) {
        gate.rows += 1;
        assert_eq!(row.get("ID"), expected.get("ID"));
        let answer = ipssm(row);
        gate.texts("scores", expected, &answer, &SCORES);
        gate.texts("categories", expected, &answer, &CATEGORIES);
        gate.texts("final score", expected, &answer, &[("IPSSMscore", "IPSSMscore_final")]);
        gate.texts("final category", expected, &answer, &[("IPSSMcat", "IPSSMcat_final")]);
    }
    gate
}

/// The published IPSS-R of the cohort.
pub fn ipssr_cohort(shared: &Path) -> Gate {
    let mut gate = Gate { name: "ipssr/ipssr_iwg2022.public.tsv", ..Gate::default() };
    for row in table(&shared.join("vectors").join(gate.name), '\t') {
        gate.rows += 1;
        let answer = ipssr_row(&row, &TableOptions::default(), &Karyotype::default())
            .unwrap_or_else(|errors| panic!("{}: {errors}", text(&row, "ID")));
        gate.texts("score", &row, &answer, &[("IPSSR_SCORE", "IPSSR_SCORE")]);
        gate.texts("category", &row, &answer, &[("IPSSR", "IPSSR")]);
        if text(&row, "IPSSRA") != "NA" {
            gate.texts("age-adjusted category", &row, &answer, &[("IPSSRA", "IPSSRA")]);
            let ours = answer.get("IPSSRA_SCORE").unwrap_or("absent");
            let equal = match (ours.parse::<f64>(), text(&row, "IPSSRA_SCORE").parse::<f64>()) {
                // A year moves the score by 0.05 at most, and the table gives the age in whole years.
                (Ok(ours), Ok(theirs)) => (ours - theirs).abs() <= 0.05,
                _ => false,
            };
            gate.compare("age-adjusted score, within a year", &row, "IPSSRA_SCORE", ours, equal);
        }
    }
    gate
}
