//! One gate: how many agree, and which do not.

use std::fmt::Write as _;

use crate::reasons;

pub(crate) struct Miss {
    pub(crate) set: String,
    pub(crate) row: String,
    pub(crate) text: String,
    pub(crate) label: String,
    pub(crate) here: String,
}

impl Miss {
    pub(crate) fn reason(&self) -> &'static str {
        reasons::of(&self.set, &self.row)
    }
}

pub(crate) struct Gate {
    pub(crate) name: String,
    pub(crate) agree: usize,
    /// Left open: several answers are possible, the label's among them.
    pub(crate) open: usize,
    /// Rows left open, with their strings.
    pub(crate) left_open: Vec<(String, String)>,
    pub(crate) misses: Vec<Miss>,
    /// The share that is asked.
    pub(crate) asked: f64,
    /// Of the rows decided; otherwise it is shown and holds nothing up.
    pub(crate) required: bool,
}

impl Gate {
    pub(crate) fn new(name: &str, gate: f64) -> Self {
        Self {
            name: name.to_owned(),
            agree: 0,
            open: 0,
            left_open: Vec::new(),
            misses: Vec::new(),
            asked: gate,
            required: true,
        }
    }
    pub(crate) fn judge(&mut self, row: &str, text: &str, label: &str, here: &[String]) {
        let fits = here.iter().any(|one| one == label);
        match here {
            [_] if fits => self.agree += 1,
            _ if fits => {
                self.open += 1;
                self.left_open.push((row.to_owned(), text.to_owned()));
            }
            _ => self.misses.push(Miss {
                set: self.name.clone(),
                row: row.to_owned(),
                text: text.to_owned(),
                label: label.to_owned(),
                here: here.join(" or "),
            }),
        }
    }
    pub(crate) fn rows(&self) -> usize {
        self.agree + self.open + self.misses.len()
    }
    /// Of all rows, those left open counted as not agreeing.
    pub(crate) fn share_of_all(&self) -> f64 {
        share(self.agree, self.agree + self.open + self.misses.len())
    }
    /// Of the rows that were decided.
    pub(crate) fn share(&self) -> f64 {
        share(self.agree, self.agree + self.misses.len())
    }
    pub(crate) fn holds(&self) -> bool {
        self.share() >= self.asked
    }
    pub(crate) fn line(&self) -> String {
        format!(
            "{}: {} of {} decided agree ({:.2} %, of all {:.2} %), {} open, gate {:.1} %{}",
            self.name,
            self.agree,
            self.agree + self.misses.len(),
            100.0 * self.share(),
            100.0 * self.share_of_all(),
            self.open,
            100.0 * self.asked,
            if self.holds() { "" } else { " BELOW" }
        )
    }
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The page for docs/validation. Rows by identifier: the strings stay where they lie.
pub(crate) fn page(gates: &[Gate], by_policy: &str) -> String {
    let mut text = String::from(
        "# Karyotypes against vectors made by others\n\n\
         Made by `cargo run -p marv-karyotype --example gates -- docs/validation/karyotypes.md`; without the file name it\n\
         prints the strings too. Labels are other people's curation: no rule is bent to a row. *Open* is where the reading\n\
         leaves several answers possible, the label's among them, because something was not read or not told; the share is\n\
         of the rows decided, and beside it of all rows with an open one counted as a miss. *As read* puts every row on one\n\
         side: what could not be read or is not clonal adds nothing, what is questioned is taken at its word; it is shown\n\
         beside its gate and holds nothing up.\n\n\
         | gate | rows | agree | open | differ | share | of all | asked |\n|---|---|---|---|---|---|---|---|\n",
    );
    for gate in gates {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {:.2} % | {:.2} % | {:.1} % |",
            gate.name,
            gate.agree + gate.open + gate.misses.len(),
            gate.agree,
            gate.open,
            gate.misses.len(),
            100.0 * gate.share(),
            100.0 * gate.share_of_all(),
            100.0 * gate.asked
        );
    }
    text += CHECKS;
    text += by_policy;
    text += "\n## Disagreements\n";
    for gate in gates.iter().filter(|gate| !gate.misses.is_empty()) {
        let _ = write!(text, "\n### {}\n\n| row | label | here | why |\n|---|---|---|---|\n", gate.name);
        for miss in &gate.misses {
            let _ = writeln!(text, "| {} | {} | {} | {} |", miss.row, miss.label, miss.here, miss.reason());
        }
    }
    text
}

const CHECKS: &str = "
## Beside the gates

| what | expected from | command |
|---|---|---|
| the notation item by item; each kind of dirt with its character | ISCN 2024, by hand | `cargo test -p marv-karyotype --test grammar` |
| loss, gain and fusion of six karyotypes over 916 bands: 28 of 30 vectors equal, 2 differ for `r(15)` without breakpoints, which CytoGPS sets at the last bands and which is left open here; one karyotype CytoGPS refuses is read | CytoGPS | `cargo test -p marv-karyotype --test projection` |
| 65 karyotypes: five counting policies, complex, monosomal, with the reasoning in `tests/data/worked.tsv` | by hand | `cargo test -p marv-karyotype --test worked` |
| what is written is read back; counting monotone where an item stands for itself; a karyotype agrees with a genome made of its own projection | laws | `--test generated`, `--test worked`, `--test compare` |
| states of TP53 of 2,208 patients | published states | `--test tp53_cohort` |
| mutated strings, seeded, 30 minutes on a shared core: 14,919,081 texts, 1,638,275 of them read whole, no finding. Runs before it found nine texts that were not read back as written, all corrected, and no panic | laws | `cargo run --profile quick -p marv-karyotype --example fuzz -- --minutes 30 --seed 20261126` |
| interphase hybridisation: patterns of signals and what they show, what usual signals exclude, texts that are not the notation | ISCN 2024, chapter 14, by hand | `cargo test -p marv-karyotype --lib in_situ` |
| speed: 10,000 real strings read, counted and classified in 0.26 to 0.29 s on one shared core (1 s is asked) | clock | `cargo bench -p marv-benches --bench karyotype` |

## TCGA, row by row

The label of this cohort is one class a patient. How it was made is not written beside it. From the table's own columns we infer that it
rests on karyotype and RNA together and is a hierarchy, a recurrent fusion first, then the number of abnormalities (three or more): no
row whose RNA shows one of the recurrent fusions is called complex, however many items its string has. If so, it is the definition of ELN 2017, with its class-defining
exclusion, where the fusions are known by whatever method. Five rows were on the other side of it as read:

| row | label | settled by |
|---|---|---|
| TCGA-AB-2945 | complex | a chromosome stands alone, its sign lost, in three cells: gained or lost it is the third abnormality. The rule is of any such item |
| TCGA-AB-2911 | KMT2A | a questioned t(11;19) counts as an abnormality, and so is believed where it excuses; RNA shows the fusion |
| TCGA-AB-2860 | complex | t(4;11) stands in one clone; a clone that has nothing in common with it has nine and more by itself. RNA was sequenced and shows no fusion of KMT2A |
| TCGA-AB-2883 | KMT2A | eight abnormalities in the string, of 11q23 a deletion alone: complex by every definition that has the string alone. RNA shows the fusion, and with it the row agrees |
| TCGA-AB-2910 | complex | two items: the gain of an unbalanced derivative, and t(8;16). ISCN 2024 counts four, Grimwade 2010 and Haase 2019 three, Chun 2010 and the tradition of ELN (one an item) two. The tables of ELN speak of unrelated abnormalities and say no more; to count derivatives twice throughout agrees with more labels of no cohort, and with fewer of most (below). It stays a disagreement, and the policies are told to lie on both sides |

What is left open with the fusions known is open by the string: `incomplete` karyotypes of two and five cells, a missing arm, words
behind the karyotype, and the two clones of TCGA-AB-2860, whose t(4;11) the bands show plainly.

## Complex as read, by the way of counting

Rows that agree, of all rows read; the definition otherwise as at the gates, where ELN counts `events` and IPSS-R `chun2010`.

";
