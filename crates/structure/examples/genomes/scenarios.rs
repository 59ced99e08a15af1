//! Genomes as blood cancers have them, each with its truth. Whole arms, single bands, copy-neutral losses and ploidies are
//! taken from the diseases' textbook karyotypes; which purity and depth a genome gets follows from its number.

/// Part of a chromosome that is changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Whole,
    P,
    Q,
    /// Megabases.
    Between(f64, f64),
}

/// One event: a chromosome's part, the copies of the two parents' alleles, the share of the tumour's cells.
pub(crate) type Event = (&'static str, Place, u8, u8, f64);

pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) male: bool,
    /// Copies of each parent elsewhere: 1, or 2 in a doubled genome.
    pub(crate) doubled: bool,
    pub(crate) events: Vec<Event>,
}

/// The chromosomes listed, with one state.
fn all(chromosomes: &[&'static str], major: u8, minor: u8) -> Vec<Event> {
    chromosomes.iter().map(|name| (*name, Place::Whole, major, minor, 1.0)).collect()
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    use Place::{Between, P, Q, Whole};
    let of = |name, male, events| Scenario { name, male, doubled: false, events };
    let lost = ["2", "3", "4", "5", "7", "9", "12", "13", "15", "16", "17", "20"];
    let haploid =
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "15", "16", "17", "19", "20", "22"];
    vec![
        of("normal karyotype, AML", true, vec![]),
        of("normal karyotype, AML with 13q copy-neutral loss", false, vec![("13", Q, 2, 0, 0.8)]),
        of("AML, -7", true, vec![("7", Whole, 1, 0, 1.0)]),
        of("AML, +8 in half of the cells", false, vec![("8", Whole, 2, 1, 0.5), ("9", Between(60.0, 85.0), 1, 0, 1.0)]),
        of(
            "AML, complex with 17p",
            true,
            vec![
                ("5", Between(85.0, 165.0), 1, 0, 1.0),
                ("7", Q, 1, 0, 1.0),
                ("17", P, 1, 0, 1.0),
                ("12", Between(8.0, 21.0), 1, 0, 0.6),
                ("8", Q, 3, 1, 0.4),
                ("18", Whole, 1, 0, 0.5),
            ],
        ),
        of("MDS, del(5q)", false, vec![("5", Between(71.0, 159.0), 1, 0, 1.0)]),
        of("MDS, del(20q) and -Y", true, vec![("20", Between(32.0, 52.0), 1, 0, 1.0), ("Y", Whole, 0, 0, 0.7)]),
        of("MDS, copy-neutral loss of 4q and 7q", false, vec![("4", Q, 2, 0, 1.0), ("7", Q, 2, 0, 0.5)]),
        of("MDS, biallelic TP53 by copy-neutral loss", true, vec![("17", P, 2, 0, 1.0), ("5", Q, 1, 0, 0.9)]),
        of(
            "ALL, high hyperdiploid",
            true,
            [all(&["4", "6", "10", "14", "17", "18"], 2, 1), vec![("21", Whole, 2, 2, 1.0)]].concat(),
        ),
        of("ALL, low hypodiploid", false, all(&lost, 1, 0)),
        Scenario { name: "ALL, doubled low hypodiploid", male: false, doubled: true, events: all(&lost, 2, 0) },
        of("ALL, near-haploid", true, all(&haploid, 1, 0)),
        of(
            "ALL, iAMP21",
            false,
            vec![
                ("21", Between(15.0, 28.0), 2, 1, 1.0),
                ("21", Between(28.0, 38.0), 4, 1, 1.0),
                ("21", Between(38.0, 42.0), 3, 1, 1.0),
                ("21", Between(42.0, 46.7), 1, 0, 1.0),
            ],
        ),
        of("ALL, 9p and IKZF1", true, vec![("9", P, 1, 0, 1.0), ("9", Between(21.5, 22.5), 0, 0, 1.0)]),
        of("CLL, del(13q)", true, vec![("13", Between(48.0, 51.5), 1, 0, 1.0)]),
        of("CLL, +12", false, vec![("12", Whole, 2, 1, 1.0)]),
        of("CLL, del(11q) and del(17p)", true, vec![("11", Between(92.0, 115.0), 1, 0, 1.0), ("17", P, 1, 0, 0.5)]),
        of(
            "myeloma, hyperdiploid",
            false,
            [all(&["3", "5", "7", "9", "11", "15", "19"], 2, 1), vec![("1", Q, 2, 1, 0.6)]].concat(),
        ),
        of("myeloma, -13 and 1q", true, vec![("13", Whole, 1, 0, 1.0), ("1", Q, 3, 1, 0.8), ("1", P, 1, 0, 0.4)]),
    ]
}
