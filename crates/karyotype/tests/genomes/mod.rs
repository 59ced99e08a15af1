//! Genomes with the karyotype that they have, written by hand: `cells` makes them, `CASES` lists them.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

pub(crate) mod cells;

use cells::{Cell, Part, measured, named};
use marv_karyotype::{
    karyotype::Chromosome,
    virtual_karyotype::{MeasuredGenome, SexChromosomes},
};

/// A genome and its karyotype.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// `XX`, `XY` or `XXY`.
    pub(crate) sex: &'static str,
    /// Clones behind `|`: share of the tumour's cells, `<` and the clone it arose in, then its events.
    pub(crate) clones: &'static str,
    /// The karyotype, by hand: bands from the published table (UCSC, hg38) at the places of the events.
    pub(crate) truth: &'static str,
}

const fn case(name: &'static str, sex: &'static str, clones: &'static str, truth: &'static str) -> Case {
    Case { name, sex, clones, truth }
}

/// Events with `!` recur in blood cancers. Places are in megabases of GRCh38.
pub(crate) const CASES: &[Case] = &[
    case("normal, woman", "XX", "", "46,XX"),
    case("normal, man", "XY", "", "46,XY"),
    // AML
    case("AML, RUNX1::RUNX1T1", "XX", "1.0: t! 8 92.05 21 34.85", "46,XX,t(8;21)(q22;q22)"),
    case("AML, RUNX1::RUNX1T1 and -X", "XX", "1.0: t! 8 92.05 21 34.85, loss X", "45,X,-X,t(8;21)(q22;q22)"),
    case("AML, CBFB::MYH11", "XY", "1.0: inv! 16 15.8 67", "46,XY,inv(16)(p13q22)"),
    case("AML, CBFB::MYH11 and +22", "XY", "1.0: inv! 16 15.8 67, gain 22", "47,XY,inv(16)(p13q22),+22"),
    case("APL", "XX", "1.0: t! 15 74 17 40.3", "46,XX,t(15;17)(q24;q21)"),
    case("AML, MECOM", "XX", "1.0: inv! 3 129 169.1, loss 7", "45,XX,inv(3)(q21q26),-7"),
    case("AML, DEK::NUP214", "XY", "1.0: t! 6 18.2 9 131.1", "46,XY,t(6;9)(p22;q34)"),
    case(
        "AML, KMT2A::MLLT3 and +8 in a part",
        "XY",
        "1.0: t! 9 20.4 11 118.5 | 0.4 <0: gain 8",
        "46,XY,t(9;11)(p21;q23)/47,idem,+8",
    ),
    case("AML, three-way with PML", "XX", "1.0: t3! 4 100 17 40.3 15 74", "46,XX,t(4;17;15)(q23;q21;q24)"),
    case(
        "AML, complex",
        "XY",
        "1.0: del 5 83 158, loss 7, gain 8, del 17 0 19.5",
        "46,XY,del(5)(q14q33),-7,+8,del(17)(p11.2)",
    ),
    case("AML, der(5;17)", "XY", "1.0: arms 5 p 17 q", "45,XY,der(5;17)(p10;q10)"),
    case("AML, der(5)t(5;17)", "XX", "1.0: der 5 70 17 35", "46,XX,der(5)t(5;17)(q13;q12)"),
    case("AML, shattered 5", "XX", "1.0: shatter 5 60 170", "46,XX,der(5)"),
    case("AML, +13 in two fifths", "XY", "0.4: gain 13", "47,XY,+13/46,XY"),
    case("AML, i(17q)", "XX", "1.0: iso 17 q", "46,XX,i(17)(q10)"),
    case("AML, idic(17)", "XY", "1.0: idic 17 18.5", "46,XY,idic(17)(p11.2)"),
    case("AML, +i(8q)", "XX", "1.0: +iso 8 q", "47,XX,+i(8)(q10)"),
    case("AML, ring 7", "XY", "1.0: ring 7 12 130", "46,XY,r(7)(p21q32)"),
    case("AML, insertion", "XX", "1.0: ins 5 30 2 40 80", "46,XX,ins(5;2)(p13;p22p12)"),
    // MDS
    case("MDS, 5q-", "XX", "1.0: del 5 92 154", "46,XX,del(5)(q14q33)"),
    case("MDS, -7 in most cells", "XY", "0.8: loss 7", "45,XY,-7/46,XY"),
    case("MDS, 7q- to the end", "XX", "1.0: del 7 103 end", "46,XX,del(7)(q22)"),
    case("MDS, +8 in half of the cells", "XX", "0.5: gain 8", "47,XX,+8/46,XX"),
    case("MDS, 20q-", "XY", "1.0: del 20 33.5 57", "46,XY,del(20)(q11.2q13)"),
    case("MDS, -Y", "XY", "0.7: loss Y", "45,X,-Y/46,XY"),
    case("MDS, der(1;7)", "XY", "1.0: arms +1 q 7 p", "46,XY,+1,der(1;7)(q10;p10)"),
    case("MDS, 12p-", "XY", "1.0: del 12 5 20", "46,XY,del(12)(p13p12)"),
    case("MDS, idic(X)", "XX", "1.0: idic X 73", "46,X,idic(X)(q13)"),
    case(
        "MDS, three clones",
        "XX",
        "1.0: del 5 83 158 | 0.6 <0: gain 8 | 0.3 <0: gain 21",
        "46,XX,del(5)(q14q33)/47,idem,+8/47,idem,+21",
    ),
    case(
        "MDS, two clones side by side",
        "XY",
        "0.5: gain 8 | 0.25: del 20 33.5 57",
        "47,XY,+8/46,XY,del(20)(q11.2q13)/46,XY",
    ),
    case("MDS, born with XXY", "XXY", "1.0: gain 8", "48,XXYc,+8"),
    case("MDS, cnLOH of 17p and 11q", "XX", "1.0: loh 17 0 20, loh 11 80 end", "46,XX"),
    // CLL
    case("CLL, small 13q14", "XY", "1.0: del 13 49.5 51.2", "46,XY"),
    case("CLL, large 13q", "XY", "1.0: del 13 40 85", "46,XY,del(13)(q14q31)"),
    case("CLL, +12", "XY", "0.6: gain 12", "47,XY,+12/46,XY"),
    case("CLL, 11q22", "XX", "1.0: del 11 100 112", "46,XX,del(11)(q22q23)"),
    case("CLL, 17p and 6q", "XY", "1.0: del 17 0 15, del 6 80 112", "46,XY,del(6)(q14q21),del(17)(p12)"),
    // Myeloma
    case("Myeloma, CCND1", "XX", "1.0: t! 11 69.5 14 105.8", "46,XX,t(11;14)(q13;q32)"),
    case("Myeloma, NSD2 and -13", "XY", "1.0: t! 4 1.9 14 105.8, loss 13", "45,XY,t(4;14)(p16;q32),-13"),
    case(
        "Myeloma, hyperdiploid",
        "XY",
        "1.0: gain 3, gain 5, gain 7, gain 9, gain 11, gain 15, gain 19, gain 21",
        "54,XY,+3,+5,+7,+9,+11,+15,+19,+21",
    ),
    case("Myeloma, 1q", "XX", "1.0: arm 1 q, loss 13", "45,XX,dup(1)(q10q44),-13"),
    case(
        "Myeloma, MAF and der(1;16)",
        "XX",
        "1.0: t! 14 105.8 16 78.5 | 0.5 <0: arms +1 q 16 p",
        "46,XX,t(14;16)(q32;q23)/46,idem,+1,der(1;16)(q10;p10)",
    ),
    case("Myeloma, MYC amplified", "XY", "1.0: amp 8 124 131 20", "46,XY,amp(8)(q24.1q24.2)"),
    // ALL
    case("ALL, Ph", "XY", "1.0: t! 9 130.8 22 23.2", "46,XY,t(9;22)(q34;q11.2)"),
    case(
        "ALL, Ph twice",
        "XX",
        "1.0: t! 9 130.8 22 23.2, +der! 22 23.2 9 130.8",
        "47,XX,t(9;22)(q34;q11.2),+der(22)t(9;22)(q34;q11.2)",
    ),
    case("ALL, ETV6::RUNX1", "XY", "1.0: t! 12 11.9 21 34.9", "46,XY,t(12;21)(p13;q22)"),
    case("ALL, TCF3::PBX1 unbalanced", "XX", "1.0: der! 19 1.6 1 165", "46,XX,der(19)t(1;19)(q23;p13)"),
    case("ALL, dic(9;20)", "XY", "1.0: dic 9 36 20 35", "45,XY,dic(9;20)(p13;q11.2)"),
    case(
        "ALL, high hyperdiploid",
        "XX",
        "1.0: gain X, gain 4, gain 6, gain 10, gain 14, gain 17, gain 18, gain 21, gain 21",
        "55,XX,+X,+4,+6,+10,+14,+17,+18,+21,+21",
    ),
    case(
        "ALL, near-haploid",
        "XX",
        "1.0: loss 1, loss 2, loss 3, loss 4, loss 5, loss 6, loss 7, loss 8, loss 9, loss 10, loss 11, loss 12, loss 13, loss 15, loss 16, loss 17, loss 19, loss 20, loss 22, loss X",
        "26<1n>,X,+14,+18,+21",
    ),
    case(
        "ALL, near-haploid doubled",
        "XX",
        "1.0: loss 1, loss 2, loss 3, loss 4, loss 5, loss 6, loss 7, loss 8, loss 9, loss 10, loss 11, loss 12, loss 13, loss 15, loss 16, loss 17, loss 19, loss 20, loss 22, loss X, double",
        "52(26,X,+14,+18,+21)×2",
    ),
    case(
        "ALL, low hypodiploid",
        "XX",
        "1.0: loss 2, loss 3, loss 4, loss 7, loss 9, loss 13, loss 15, loss 16, loss 17, loss 20",
        "36,XX,-2,-3,-4,-7,-9,-13,-15,-16,-17,-20",
    ),
    case("ALL, tetraploid less 7", "XX", "1.0: double, loss 7", "91<4n>,XXXX,-7"),
    case("ALL, iAMP21", "XY", "1.0: amp 21 25 42 5", "46,XY,amp(21)(q21q22)"),
    case("ALL, +8 without its end", "XY", "1.0: gain 8, del 8 128 end", "47,XY,+del(8)(q24)"),
    case("ALL, dup(1q)", "XX", "1.0: dup 1 156 205", "46,XX,dup(1)(q22q32)"),
    case("ALL, triplicated 1q", "XX", "1.0: dup 1 156 205 2", "46,XX,trp(1)(q22q32)"),
    // Made after the rules stood, to confirm them.
    case("AML, t(3;3)-like exchange of 3q and 12p", "XX", "1.0: t! 3 169.1 12 11.9", "46,XX,t(3;12)(q26;p13)"),
    case("AML, t(16;21)", "XY", "1.0: t! 16 31.2 21 38.4, gain 10", "47,XY,+10,t(16;21)(p11.2;q22)"),
    case(
        "AML, der(12)t(12;17) and del(5q)",
        "XX",
        "1.0: der 12 12 17 30, del 5 80 170",
        "46,XX,del(5)(q14q35),der(12)t(12;17)(p13;q11.2)",
    ),
    case("AML, dic(5;17) and -3", "XY", "1.0: dic 5 60 17 12, loss 3", "44,XY,-3,dic(5;17)(q12;p12)"),
    case("AML, ring 18", "XX", "1.0: ring 18 8 70", "46,XX,r(18)(p11.2q22)"),
    case(
        "AML, four trisomies, three in a part",
        "XX",
        "1.0: gain 8 | 0.45 <0: gain 13, gain 19, gain 21",
        "47,XX,+8/50,idem,+13,+19,+21",
    ),
    case(
        "AML, clones in clones",
        "XY",
        "0.95: del 7 103 end | 0.75 <0: gain 8 | 0.55 <1: loss 17",
        "46,XY,del(7)(q22)/47,sl,+8/46,sdl1,-17",
    ),
    case("MDS, i(X)(p10) in a woman", "XX", "1.0: iso X p", "46,X,i(X)(p10)"),
    case("MDS, der(Y)t(Y;1)", "XY", "1.0: der Y 20 1 165", "46,X,der(Y)t(Y;1)(q11.2;q23)"),
    case("CLL, two losses of 13q", "XY", "1.0: del 13 40 85 | 0.4 <0: gain 12", "46,XY,del(13)(q14q31)/47,idem,+12"),
    case(
        "Myeloma, t(6;14), 1p and 17p",
        "XX",
        "1.0: t! 6 41.9 14 105.8, del 1 60 110, del 17 0 18",
        "46,XX,del(1)(p32p13),t(6;14)(p21;q32),del(17)(p11.2)",
    ),
    case("ALL, t(1;19) balanced", "XY", "1.0: t! 1 164.7 19 1.6", "46,XY,t(1;19)(q23;p13)"),
    case("ALL, -7, i(9q), +21", "XX", "1.0: loss 7, iso 9 q, gain 21", "46,XX,-7,i(9)(q10),+21"),
    case("ALL, inverted insertion", "XX", "1.0: ins 11 118.5 10 20 60", "46,XX,ins(11;10)(q23;p12q21)"),
];

pub(crate) fn sex(text: &str) -> SexChromosomes {
    let count = |letter| u8::try_from(text.matches(letter).count()).unwrap();
    SexChromosomes { x: count('X'), y: count('Y') }
}

/// Numbers from 0 to 1, by a linear congruential generator: the same for a seed.
pub(crate) fn numbers(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        #[expect(clippy::cast_precision_loss, reason = "53 bits")]
        let value = (state >> 11) as f64 / (1u64 << 53) as f64;
        value
    }
}

/// The clones that a text tells of, and the places of its recurrent events.
pub(crate) fn parts(text: &str, sex: SexChromosomes) -> (Vec<Part>, Vec<(Chromosome, u32)>) {
    let mut parts: Vec<Part> = Vec::new();
    let mut recurrent = Vec::new();
    for clone in text.split('|').map(str::trim).filter(|clone| !clone.is_empty()) {
        let (head, events) = clone.split_once(':').unwrap();
        let mut head = head.split_whitespace();
        let fraction: f64 = head.next().unwrap().parse().unwrap();
        let parent = head.next().map(|word| word.trim_start_matches('<').parse::<usize>().unwrap());
        let mut cell = parent.map_or_else(|| Cell::normal(sex), |parent| parts[parent].cell.clone());
        for event in events.split(',').map(str::trim) {
            cell.apply(event);
            let words: Vec<&str> = event.split_whitespace().collect();
            if words[0].ends_with('!') {
                // A chromosome before each place; an inversion has two places of one.
                let mut chromosome = named(words[1]);
                for (at, word) in words.iter().enumerate().skip(2) {
                    let is_place = word.contains('.') || at % 2 == 0 || words[0].starts_with("inv");
                    if is_place {
                        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "megabases")]
                        recurrent.push((chromosome, (word.parse::<f64>().unwrap() * 1e6) as u32));
                    } else {
                        chromosome = named(word);
                    }
                }
            }
        }
        parts.push(Part { fraction, parent, cell });
    }
    (parts, recurrent)
}

impl Case {
    /// As sequencing would measure it.
    pub(crate) fn genome(&self, purity: f64, seed: u64) -> MeasuredGenome {
        let sex = sex(self.sex);
        let (parts, recurrent) = parts(self.clones, sex);
        measured(sex, purity, &parts, &recurrent, numbers(seed))
    }
}
