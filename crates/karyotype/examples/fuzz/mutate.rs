//! Texts to try: strings of the corpus changed a little, and strings put together of the notation's words.

use crate::shared;

const WORDS: &[&str] = &[
    "45",
    "46",
    "47",
    "44~46",
    "92",
    "<3n>",
    "<2n>",
    "XX",
    "XY",
    "X",
    "Y",
    "XXY",
    "?",
    ",",
    ",",
    ",",
    "/",
    "//",
    "[",
    "]",
    "[20]",
    "[cp5]",
    "[2]",
    "cp",
    "(",
    ")",
    ";",
    ":",
    "::",
    "->",
    "→",
    "+",
    "-",
    "−",
    "–",
    "×2",
    "x2",
    "*2",
    "~",
    "idem",
    "sl",
    "sdl",
    "sdl2",
    "idem×2",
    "del(",
    "del(5)(q13q33)",
    "del(5)(q)",
    "dup(1)(q21q32)",
    "inv(3)(q21q26)",
    "inv(16)(p13.1q22)",
    "t(8;21)(q22;q22)",
    "t(9;22;17)(q34;q11.2;p11.2)",
    "ins(5;2)(p14;q22q32)",
    "i(17)(q10)",
    "i(17q)",
    "idic(X)(q13)",
    "dic(5;17)(q11;p11)",
    "psu dic(",
    "r(7)(p22q36)",
    "r",
    "add(17)(p11)",
    "der(",
    "der(1;7)(q10;p10)",
    "der(5)t(5;17)(q11;q11)",
    "der(7)del(7)(p15)del(7)(q32)",
    "ider(20)(q10)del(20)(q11.2q13.1)",
    "trp(",
    "qdp(",
    "hsr(4)(q25)",
    "hsr",
    "rob(13;14)(q10;q10)",
    "tas(",
    "trc(",
    "rec(",
    "fis(",
    "rea(",
    "mar",
    "+mar",
    "+1~3mar",
    "+mar1-5",
    "5~20dmin",
    "dmin",
    "inc",
    "c",
    "?c",
    "9qh+",
    "21pstk+",
    "inv(9)(p12q13)c",
    " or ",
    "or",
    "p",
    "q",
    "pter",
    "qter",
    "cen",
    "q11.2",
    "p13.1",
    "q?",
    "p?1",
    "q2?1",
    "5q-",
    "8",
    "-7",
    "+8",
    "-Y",
    "-X",
    "21",
    "22",
    "0",
    "99999999999",
    ".ish ",
    ".nuc ish(",
    ".arr",
    "nonclonal",
    "w/",
    "na",
    "mos ",
    "chi ",
    "&gt;",
    "_",
    "{",
    "}",
    " ",
    "\n",
    "\t",
    "ä",
    "\u{1F9EC}",
    "\u{0}",
    "\u{301}",
    "×",
    "order(",
    "iso(",
    "ring(",
];

/// The strings of the vectors, and a few of our own.
pub(crate) fn corpus() -> Vec<String> {
    let mut corpus: Vec<String> = [
        "46,XX[20]",
        "45,XY,-7[12]/46,idem,+8[3]/46,XY[5]",
        "46,XX,+1,der(1;7)(q10;p10)[11]/46,idem,add(3)(q12)[6]",
        "45,XY,der(5)t(5;17)(q11;q11),-7,+mar[cp8]",
        "46,XX,der(5)(pter->q13::q33->qter)[10]",
        "60<2n>,XY,+X,+4,+5[18]//46,XX[2]",
    ]
    .map(str::to_owned)
    .to_vec();
    for (file, column) in [
        ("vectors/cohorts/amlsg2016.public.tsv", "karyotype"),
        ("vectors/cohorts/iwg_mds2022.public.tsv", "CYTOGENETICS"),
        ("vectors/cohorts/tcga_laml2013.public.tsv", "Cytogenetics"),
        ("vectors/cohorts/beataml2_2022.public.tsv", "karyotype"),
        ("vectors/iscn/rcytogps_startKaryotypes.csv", "Karyotype"),
        ("vectors/iscn/iscn_counts_table8.tsv", "iscn"),
    ] {
        corpus.extend(shared::column(file, column).unwrap_or_default());
    }
    corpus
}

/// Makes texts, always the same for a seed and a corpus.
pub(crate) struct Mutator {
    state: u64,
    corpus: Vec<String>,
    kept: usize,
}

impl Mutator {
    pub(crate) fn new(seed: u64, corpus: Vec<String>) -> Self {
        Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, kept: corpus.len(), corpus }
    }
    /// xorshift64*.
    fn random(&mut self, below: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let number = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or(0) % below.max(1)
    }
    fn word(&mut self) -> &'static str {
        WORDS[self.random(WORDS.len())]
    }
    /// Keeps a text to mutate on, in place of an earlier one when there are many.
    pub(crate) fn keep(&mut self, text: String) {
        if text.chars().count() > 600 {
            return;
        }
        if self.corpus.len() < self.kept + 4_000 {
            self.corpus.push(text);
        } else {
            let at = self.kept + self.random(4_000);
            self.corpus[at] = text;
        }
    }
    pub(crate) fn next(&mut self) -> String {
        if self.random(8) == 0 {
            let words = self.random(24);
            return (0..words).map(|_| self.word()).collect();
        }
        let at = self.random(self.corpus.len());
        let mut text: Vec<char> = self.corpus[at].chars().collect();
        for _ in 0..=self.random(5) {
            let (from, other) = (self.random(text.len() + 1), self.random(text.len() + 1));
            let (from, to) = (from.min(other), from.max(other));
            match self.random(7) {
                0 => drop(text.splice(from..from, self.word().chars())),
                1 => drop(text.splice(from..to.min(from + 4), self.word().chars())),
                2 => drop(text.drain(from..to.min(from + 6))),
                3 => text.truncate(from),
                4 => {
                    let copy: Vec<char> = text[from..to.min(from + 40)].to_vec();
                    drop(text.splice(to..to, copy));
                }
                5 => {
                    let other = self.random(self.corpus.len());
                    let other: Vec<char> = self.corpus[other].chars().collect();
                    let cut = self.random(other.len() + 1);
                    text.truncate(from);
                    text.extend_from_slice(&other[cut..]);
                }
                _ => {
                    if let Some(character) = text.get_mut(from) {
                        let code = u32::try_from(self.random(0x180)).unwrap_or(0);
                        *character = char::from_u32(code).unwrap_or('?');
                    }
                }
            }
        }
        text.into_iter().collect()
    }
}
