//! Groups and the lesions of every indication, by hand from guidelines.md 2, 5 and 6.
#![allow(clippy::unwrap_used, clippy::panic)]

use marv_karyotype::{Karyotype, batch, groups::Patient};
use marv_model::{
    cytogenetics::{CountRange, Group, Lesion},
    finding::Status,
};

fn words<T: Group>(groups: impl Iterator<Item = T>) -> String {
    groups.map(Group::word).collect::<Vec<_>>().join("|")
}

/// guidelines.md 4.1, 4.2: IPSS-R counts as Chun 2010, markers by their number; ELN one an event. Clones that have nothing in
/// common are not added up for IPSS-R.
#[test]
fn ipssr_counts_markers_and_eln_events() {
    for (iscn, events, ipssr) in [
        ("46,XX[20]", 0, 0),
        ("45,XX,-7[20]", 1, 1),
        ("49,XX,-20,+4mar[20]", 2, 5),
        ("49,XX,+3mar[20]", 1, 3),
        ("46,XX,+1,der(1;7)(q10;p10)[20]", 1, 2),
        ("47,XX,+8[7]/47,XX,+21[6]/46,XX,del(20)(q11q13)[7]", 3, 1),
    ] {
        let groups = Karyotype::read(iscn).groups();
        assert_eq!(groups.abnormalities, CountRange::exactly(events), "{iscn}");
        assert_eq!(groups.ipssr_abnormalities, CountRange::exactly(ipssr), "{iscn}");
    }
    let more = Karyotype::read("49,XX,-20,+4mar,inc[20]").groups();
    assert_eq!(more.ipssr_abnormalities, CountRange { at_least: 5, at_most: None });
}

/// guidelines.md 2, 6.6, 6.7: IPSS-R, CPSS, MIPSS70+ v2.
#[test]
fn groups_of_the_scoring_systems() {
    for (iscn, ipssr, cpss, myelofibrosis) in [
        ("46,XX[20]", "Good", "Low", "Favourable"),
        ("45,X,-Y[20]", "Very Good", "Low", "Favourable"),
        ("46,XX,del(11)(q14q23)[20]", "Very Good", "Intermediate", "Very high risk"),
        ("46,XX,del(5)(q13q33)[20]", "Good", "Intermediate", "Unfavourable"),
        ("46,XX,del(12)(p11p13)[20]", "Good", "Intermediate", "Very high risk"),
        ("46,XX,del(20)(q11q13)[20]", "Good", "Intermediate", "Favourable"),
        ("46,XX,del(13)(q12q14)[20]", "Intermediate", "Intermediate", "Favourable"),
        ("46,XX,del(7)(q22q36)[20]", "Intermediate", "High", "Unfavourable"),
        ("47,XX,+8[20]", "Intermediate", "High", "Unfavourable"),
        ("47,XX,+9[20]", "Intermediate", "Intermediate", "Favourable"),
        ("47,XX,+19[20]", "Intermediate", "Intermediate", "Very high risk"),
        ("46,XX,i(17)(q10)[20]", "Intermediate", "Intermediate", "Very high risk"),
        ("46,XX,dup(1)(q21q32)[20]", "Intermediate", "Intermediate", "Favourable"),
        ("45,XX,-7[20]", "Poor", "High", "Very high risk"),
        ("46,XX,inv(3)(q21q26)[20]", "Poor", "Intermediate", "Very high risk"),
        ("46,XX,t(2;3)(p21;q26)[20]", "Poor", "Intermediate", "Unfavourable"),
        ("46,XX,t(3;12)(q24;q13)[20]", "Intermediate", "Intermediate", "Unfavourable"),
        ("46,XX,del(3)(q21q26)[20]", "Poor", "Intermediate", "Very high risk"),
        ("47,XX,del(5)(q13q33),+8[20]", "Good", "High", "Unfavourable"),
        ("46,XX,del(5)(q13q33),del(7)(q22q36)[20]", "Poor", "High", "Unfavourable"),
        ("48,XX,+8,+21[20]", "Intermediate", "High", "Very high risk"),
        ("46,XX,+1,der(1;7)(q10;p10)[20]", "Poor", "High", "Favourable|Unfavourable"),
        ("46,XX,der(7)t(1;7)(q10;p10),del(12)(p12)[20]", "Poor", "High", "Very high risk"),
        ("46,XX,del(5)(q13q33)[10]/47,XX,+8[10]", "Intermediate", "High", "Unfavourable"),
        ("46,XX,del(20)(q11q13),del(5)(q13q33),del(12)(p12)[20]", "Poor", "High", "Very high risk"),
        ("48,XX,+8,+21,del(20)(q11q13),del(5)(q13q33)[20]", "Very Poor", "High", "Very high risk"),
        // Open: more is there than was listed; which sex chromosome was lost is not told.
        (
            "46,XX,inc[20]",
            "Very Good|Good|Intermediate|Poor|Very Poor",
            "Low|Intermediate|High",
            "Favourable|Unfavourable|Very high risk",
        ),
        ("45,XX,-7,inc[20]", "Poor|Very Poor", "High", "Very high risk"),
        ("45,X[20]", "Very Good|Good|Intermediate", "Low|Intermediate", "Favourable"),
        ("45,XX,-7[1]", "Good|Poor", "Low|High", "Favourable|Very high risk"),
    ] {
        let groups = Karyotype::read(iscn).groups();
        assert_eq!(words(groups.ipssr.groups()), ipssr, "{iscn}");
        assert_eq!(words(groups.cpss.groups()), cpss, "{iscn}");
        assert_eq!(words(groups.myelofibrosis.groups()), myelofibrosis, "{iscn}");
    }
    let of = |male| words(Karyotype::read("45,X[20]").groups_of(Patient { male }).ipssr.groups());
    assert_eq!(of(Some(true)), "Very Good");
    assert_eq!(of(Some(false)), "Good|Intermediate");
}

#[test]
fn lesions_of_every_indication() {
    use Lesion as L;
    use Status::{Absent, Present, Unknown};
    for (iscn, lesion, expected) in [
        ("46,XX,t(1;22)(p13;q13)[20]", L::Rbm15Mrtfa, Present),
        ("46,XX,t(3;5)(q25;q35)[20]", L::Npm1Mlf1, Present),
        ("46,XX,t(16;21)(p11;q22)[20]", L::FusErg, Present),
        ("46,XX,t(16;21)(q24;q22)[20]", L::Runx1Cbfa2t3, Present),
        ("46,XX,t(10;11)(p13;q21)[20]", L::PicalmMllt10, Present),
        ("46,XX,t(7;11)(p15;p15)[20]", L::Nup98Rearranged, Present),
        ("46,XX,t(5;12)(q33;p13)[20]", L::TyrosineKinaseFusion, Present),
        ("46,XX,t(1;19)(q23;p13.3)[20]", L::Tcf3Pbx1, Present),
        ("46,XX,t(11;14)(q13;q32)[20]", L::IghCcnd1, Present),
        ("46,XX,t(8;14)(q24;q32)[20]", L::MycImmunoglobulin, Present),
        ("46,XX,t(8;14)(q24;q32)[20]", L::MycRearranged, Present),
        ("46,XX,t(14;18)(q32;q21)[20]", L::Bcl2Rearranged, Present),
        // Banding shows them at times: not to be named excludes none.
        ("46,XX[20]", L::Etv6Runx1, Unknown),
        ("46,XX[20]", L::Nup98Rearranged, Unknown),
        ("46,XX[20]", L::IghNsd2, Unknown),
        ("46,XX[20]", L::Iamp21, Unknown),
        ("46,XX[20]", L::Tcf3Pbx1, Absent),
        ("46,XX,del(13)(q12q14)[20]", L::Deletion13q14, Present),
        ("46,XX,del(13)(q12q14)[20]", L::Loss13q, Present),
        ("45,XX,-13[20]", L::Loss13q, Present),
        ("46,XX,del(11)(q14q23)[20]", L::Deletion11q22, Present),
        ("46,XX,del(1)(p22p34)[20]", L::Deletion1p32, Present),
        ("46,XX,dup(1)(q21q32)[20]", L::Gain1q, Present),
        ("45,XX,-20[20]", L::Loss20q, Absent),
        ("46,XX,der(20)t(1;20)(q21;q11)[20]", L::Loss20q, Present),
        ("46,XX,add(12)(p11)[20]", L::Loss12p, Present),
        ("47,XX,+12[20]", L::Trisomy12, Present),
        ("46,X,idic(X)(q13)[20]", L::IdicXq13, Present),
        ("46,XX,idic(17)(p11)[20]", L::Isochromosome17q, Present),
        ("46,XX,del(5)(q13q33),del(20)(q11q13)[20]", L::Isolated5q, Present),
        ("45,XX,del(5)(q13q33),-7[20]", L::Isolated5q, Absent),
        ("54,XX,+X,+4,+6,+10,+14,+17,+18,+21[20]", L::HighHyperdiploidy, Present),
        ("54,XX,+X,+4,+6,+10,+14,+17,+18,+21[20]", L::TripleTrisomy, Present),
        ("52,XX,+4,+4,+10,+10,+21,+21[20]", L::HighHyperdiploidy, Unknown),
        ("52(26,X,+8,+18,+21)×2[20]", L::NearHaploidy, Present),
        ("36,XX,-3,-4,-7,-9,-12,-13,-15,-16,-17,-20[20]", L::LowHypodiploidy, Present),
        ("46,XX[20]", L::HighHypodiploidy, Absent),
    ] {
        assert_eq!(Karyotype::read(iscn).cytogenetics().status(lesion), expected, "{iscn}: {lesion}");
    }
}

#[test]
fn rows_of_a_table() {
    let row = |iscn| batch::row(iscn, Patient::default());
    assert_eq!(
        row("43,XY,-5,-7,add(17)(p11),-20[14]/46,XY[6]"),
        ["exact", "", "1", "4", "yes", "yes", "yes", "Very Poor", "adverse", "del", "-5;-7;add(17)(p11);-20"]
    );
    let unread = row("no metaphases");
    assert_eq!((unread[0].as_str(), unread[1].as_str(), unread[4].as_str()), ("unparsed", "unread_line:1", "unknown"));
    assert_eq!(unread[7], "Very Good|Good|Intermediate|Poor|Very Poor");
    let open = row("45,XX,-7,inc[20]");
    assert_eq!(
        (open[3].as_str(), open[4].as_str(), open[8].as_str()),
        (">=1", "unknown", "favourable|intermediate|adverse|promyelocytic")
    );
}
