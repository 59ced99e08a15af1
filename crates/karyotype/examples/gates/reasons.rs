//! Why a row differs from its label, in our own words: by row, or for a whole set where all rows differ for one reason.

/// The reason for a row of a set.
pub(crate) fn of(set: &str, row: &str) -> &'static str {
    let fits = |(s, r, _): &&(&str, &str, &str)| set.contains(s) && row.starts_with(r) && !r.is_empty();
    let general = |(s, r, _): &&(&str, &str, &str)| set.contains(s) && r.is_empty();
    REASONS.iter().find(fits).or_else(|| REASONS.iter().find(general)).map_or("", |(_, _, why)| why)
}

/// Part of the set's name, beginning of the row's identifier (empty: every row), reason.
const REASONS: &[(&str, &str, &str)] = &[
    // Complex karyotype.
    ("AMLSG: complex", "PD10948a", "t(6;11) is class-defining; the label counts the rest"),
    ("AMLSG: complex", "PD10990a", "inv(3) is class-defining; the label counts the rest"),
    ("AMLSG: complex", "PD11041a", "label off: add(8), three markers, a ring, dmin and +9 are more than three"),
    ("AMLSG: complex", "PD7673a", "ins(10;11) with 11q23 is class-defining; the label counts the rest"),
    ("AMLSG: complex", "PD8164a", "t(9;11) is class-defining; the label counts the rest"),
    ("AMLSG: complex", "PD8227a", "der(11)t(3;11) with 11q23 is taken as class-defining"),
    ("AMLSG: complex", "PD8362a", "der(2)t(2;11) with 11q23 is taken as class-defining"),
    ("AMLSG: complex", "PD10793a", "-21 in two cells is not clonal: two are left"),
    ("AMLSG: complex", "PD9310a", "one cell of seven"),
    (
        "AMLSG: complex as read",
        "PD10864a",
        "t(?7;11)(q31;q23) at its word is class-defining; the label counts the rest",
    ),
    ("complex", "E-H-122424", "one single cell of 25"),
    ("complex", "E-H-131480", "two are named; `inc` leaves the rest out"),
    ("complex", "E-H-118214", "two are named; further changes are told in words"),
    ("complex", "E-H-120373", "one single cell"),
    ("complex", "E-H-120394", "-17 in two cells is not clonal: two are left; `inc` leaves the rest out"),
    (
        "TCGA: complex",
        "TCGA-AB-2910",
        "two items, an unbalanced derivative gained and t(8;16); four by ISCN 2024, three by Grimwade 2010 and Haase 2019, two by Chun 2010",
    ),
    (
        "TCGA: complex",
        "TCGA-AB-2883",
        "eight abnormalities in the string; the label is of KMT2A's fusion, which RNA shows and bands do not: see the gate with fusions",
    ),
    ("complex", "E-H-117202", "two unrelated clones of two: summed over the sample here"),
    ("complex", "E-H-105551", "three unrelated clones of one: summed over the sample here"),
    ("complex", "E-H-105567", "unrelated clones: summed over the sample here"),
    ("complex", "E-H-105893", "unrelated clones: summed over the sample here"),
    ("complex", "E-H-105911", "unrelated clones: summed over the sample here"),
    ("complex", "E-H-106225", "unrelated clones: summed over the sample here"),
    ("complex", "E-H-105512", "two abnormalities; label from sequencing"),
    ("complex", "E-H-105629", "two abnormalities; label from sequencing"),
    ("complex", "E-H-110402", "two abnormalities; label from sequencing"),
    ("complex", "E-H-110895", "two abnormalities; label from sequencing"),
    ("complex", "E-H-100088", "two abnormalities; label from sequencing"),
    ("complex", "E-H-120338", "two abnormalities; label from sequencing"),
    ("complex", "E-H-100118", "one single cell; label from sequencing"),
    ("complex", "E-H-100266", "normal in five cells; label from sequencing"),
    ("complex", "E-H-100357", "one abnormality; label from sequencing"),
    ("complex", "E-H-100049", "markers by their stated number (Chun 2010): -20 and two"),
    ("complex", "E-H-121091", "markers by their stated number (Chun 2010): three in one clone"),
    ("complex", "E-H-122322", "two items; three where the unbalanced derivative counts two"),
    ("complex", "E-H-110506", "del(20), +12 and i(12) are three; the label's own IPSS-R group says so too"),
    ("complex", "E-H-118191", "one deletion in two spellings; label counts more"),
    ("complex", "E-H-121826", "tetrasomy 21 counts twice"),
    // IPSS-R groups.
    ("IPSS-R", "E-H-106069", "a double including del(5q) is good by the table"),
    (
        "IPSS-R",
        "E-H-105835",
        "t(3;21)(q26;q22): the labels say poor once and intermediate once; by the table t(3q) is poor",
    ),
    (
        "IPSS-R",
        "E-H-105911",
        "independent clones, one with -7 and t(3;3): poor by itself here, intermediate by the label",
    ),
    ("IPSS-R", "E-H-110789", "one cell"),
    ("IPSS-R", "E-H-100049", "markers by their stated number (Chun 2010): three"),
    ("IPSS-R", "E-H-116798", "45,X in two cells is not clonal"),
    ("IPSS-R", "E-H-116433", "four with dmin"),
    ("IPSS-R", "E-H-121053", "marked as born with"),
    ("IPSS-R", "E-H-102733", "marked as born with"),
    ("IPSS-R", "E-H-122322", "two items; three where the unbalanced derivative counts two"),
    ("IPSS-R", "E-H-122487", "the derivative of 7 loses 7q33 and beyond: a double with loss of 7q"),
    ("IPSS-R", "E-H-122424", "one single cell of 25"),
    ("IPSS-R", "E-H-131519", "a doubled complement in one cell"),
    ("IPSS-R", "E-H-118191", "one deletion of 5q in two spellings; the label counts two"),
    ("IPSS-R", "E-H-118262", "a double including del(5q): one deletion of 2p in two spellings"),
    ("IPSS-R", "E-H-121826", "tetrasomy 21 counts twice: three"),
    // AMLSG risk and flags.
    ("cytogenetic risk", "PD11041a", "label off: complex by any count"),
    ("cytogenetic risk", "PD11061a", "t(11;19)(q23;p13.1) is t(v;11) by the table"),
    ("flag t_9_11", "", "t(9;11) within a translocation of three or four chromosomes, or with a missing slash"),
    ("flag t_v_11", "PD11061a", "t(11;19)(q23;p13.1) is t(v;11) by the table"),
    ("flag t_v_11", "", "t(9;11) within a translocation of several chromosomes is told as t(9;11) here"),
    ("flag minus5_5q", "PD11107a", "an insertion within 5q in doubt: nothing lost by the notation"),
    (
        "flag minus7q",
        "",
        "the flag is of del(7q) written as such or differs from its own string; here any loss of 7q with 7 kept counts: add, derivatives, losses in near-triploid clones",
    ),
    ("flag minus7", "", "-7 against a higher ploidy level, or one of several clones"),
    ("flag minus20_20q", "", "the flag counts -20 and add(20p); here the loss of 20q by a structural change"),
    (
        "flag mono12_12p",
        "",
        "the flag counts -12, +12 and balanced breaks in 12p; here the loss of 12p by a structural change",
    ),
    ("flag mono17", "PD9296a", "-17 beside add(17)(q21): one copy of 17p"),
    ("flag mono17", "PD11075a", "nothing of chromosome 17 in the string"),
    ("flag minusY", "PD8485a", "-Y is written"),
    ("chromosome 17", "", "label also from sequencing: the string says otherwise, or nothing"),
    ("parsed", "E-H-120410", "FISH only: no karyotype"),
];
