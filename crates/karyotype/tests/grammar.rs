//! The notation item by item: each production of the grammar once, and each kind of dirt that real strings have.
#![allow(clippy::unwrap_used, clippy::panic)]

use marv_karyotype::{Fidelity, Karyotype, WarningKind, clones::clones, karyotype::Constitutional};
use marv_model::{cytogenetics::Lesion, finding::Status};

fn round_trip(iscn: &str) {
    let first = Karyotype::read(iscn);
    let again = Karyotype::read(&first.karyotype.to_string());
    assert_eq!(again.karyotype, first.karyotype, "{iscn}");
}

/// Written as it is meant, read exactly, and written back: the right column where ISCN has a sign of its own for it.
#[test]
fn every_production_of_the_grammar() {
    for (what, iscn, written) in [
        ("mosaicism", "mos 47,XX,+8[5]/46,XX[15]", "47,XX,+8[5]/46,XX[15]"),
        ("chimaera", "chi 46,XX[10]/46,XY[10]", "46,XX[10]/46,XY[10]"),
        ("recipient and donor", "46,XX[10]//46,XY[10]", "46,XX[10]//46,XY[10]"),
        ("donor only", "//46,XY[20]", "//46,XY[20]"),
        ("recipient only", "46,XX[20]//", "46,XX[20]//"),
        ("doubled complement", "50(25,X,+Y,+21)x2[10]", "50(25,X,+Y,+21)×2[10]"),
        ("range of numbers", "44~48,XX,+8[cp5]", "44~48,XX,+8[cp5]"),
        ("ploidy level", "49<2n>,XX,+4,+8,+21", "49<2n>,XX,+4,+8,+21"),
        ("triploid", "68<3n>,XXX,-7", "68<3n>,XXX,-7"),
        ("idem", "47,XX,+8[3]/48,idem,+9[3]", "47,XX,+8[3]/48,idem,+9[3]"),
        ("idem doubled", "45,XX,-7[3]/90,idem×2[3]", "45,XX,-7[3]/90,idem×2[3]"),
        ("stemline and sidelines", "47,XX,+8[3]/48,sl,+9[3]/49,sdl1,+10[2]", "47,XX,+8[3]/48,sl,+9[3]/49,sdl1,+10[2]"),
        ("born with", "47,XX,+21c[20]", "47,XX,+21c[20]"),
        ("perhaps born with", "46,XX,inv(9)(p12q13)?c", "46,XX,inv(9)(p12q13)?c"),
        ("sex born with", "47,XXYc[20]", "47,XXYc[20]"),
        ("unknown sex", "46,?,del(5)(q13)", "46,?,del(5)(q13)"),
        (
            "cells of items and of the composite",
            "46,XX,del(5)(q13q33)[4],-7[3][cp7]",
            "46,XX,del(5)(q13q33)[4],-7[3][cp7]",
        ),
        ("gain, loss", "46,XX,+8,-7", "46,XX,+8,-7"),
        ("times", "48,XX,+8x2", "48,XX,+8×2"),
        ("one or the other", "46,XX,dic(1;5)(p22;q13) or del(5)(q13)", "46,XX,dic(1;5)(p22;q13) or del(5)(q13)"),
        ("addition", "46,XX,add(19)(p13.3)", "46,XX,add(19)(p13.3)"),
        ("deletion, terminal", "46,XX,del(5)(q13)", "46,XX,del(5)(q13)"),
        ("deletion, interstitial", "46,XX,del(5)(q13q33)", "46,XX,del(5)(q13q33)"),
        ("derivative", "46,XX,der(5)t(5;17)(q13;q21)", "46,XX,der(5)t(5;17)(q13;q21)"),
        (
            "derivative of several changes",
            "46,XX,der(1)t(1;3)(p32;q21)t(1;11)(q25;q13)",
            "46,XX,der(1)t(1;3)(p32;q21)t(1;11)(q25;q13)",
        ),
        ("derivative of whole arms", "46,XX,+1,der(1;7)(q10;p10)", "46,XX,+1,der(1;7)(q10;p10)"),
        ("dicentric", "45,XX,dic(13;15)(q22;q24)", "45,XX,dic(13;15)(q22;q24)"),
        ("pseudodicentric", "45,XX,psu dic(15;13)(q12;q12)", "45,XX,psu dic(15;13)(q12;q12)"),
        ("isodicentric", "46,XX,idic(17)(p11.2)", "46,XX,idic(17)(p11.2)"),
        ("duplication", "46,XX,dir dup(1)(q21q32)", "46,XX,dup(1)(q21q32)"),
        ("inverted duplication", "46,XX,inv dup(1)(q32q21)", "46,XX,inv dup(1)(q32q21)"),
        ("triplication", "46,XX,trp(1)(q21q32)", "46,XX,trp(1)(q21q32)"),
        ("quadruplication", "46,XX,qdp(1)(q23q32)", "46,XX,qdp(1)(q23q32)"),
        ("fission", "47,XX,-10,+fis(10)(p10),+fis(10)(q10)", "47,XX,-10,+fis(10)(p10),+fis(10)(q10)"),
        ("homogeneously staining region", "46,XX,hsr(4)(q25)", "46,XX,hsr(4)(q25)"),
        ("isochromosome", "46,XX,i(17)(q10)", "46,XX,i(17)(q10)"),
        ("isoderivative", "46,XX,ider(20)(q10)del(20)(q11.2q13.1)", "46,XX,ider(20)(q10)del(20)(q11.2q13.1)"),
        ("insertion within", "46,XX,inv ins(2)(p13q31q23)", "46,XX,ins(2)(p13q31q23)"),
        ("insertion between", "46,XX,ins(5;2)(p14;q22q32)", "46,XX,ins(5;2)(p14;q22q32)"),
        ("inversion", "46,XX,inv(16)(p13.1q22)", "46,XX,inv(16)(p13.1q22)"),
        ("ring", "46,XX,r(7)(p22q36)", "46,XX,r(7)(p22q36)"),
        ("recombinant", "46,XX,rec(6)(p22q25)", "46,XX,rec(6)(p22q25)"),
        ("Robertsonian", "45,XX,rob(13;14)(q10;q10)", "45,XX,rob(13;14)(q10;q10)"),
        ("translocation of three", "46,XX,t(9;22;17)(q34;q11.2;p11.2)", "46,XX,t(9;22;17)(q34;q11.2;p11.2)"),
        ("telomeric association", "46,XX,tas(12;13)(q24.3;q34)", "46,XX,tas(12;13)(q24.3;q34)"),
        ("tricentric", "44,XX,trc(4;12;9)(q31.2;q22p13;q34)", "44,XX,trc(4;12;9)(q31.2;q22p13;q34)"),
        ("markers", "49,XX,+mar1,+2mar", "49,XX,+mar1,+2mar"),
        ("markers, about", "47~50,XX,+1~4mar[cp3]", "47~50,XX,+1~4mar[cp3]"),
        ("unknown ring", "47,XX,+r", "47,XX,+r"),
        ("double minutes", "46,XX,5~20dmin", "46,XX,5~20dmin"),
        ("region of unknown place", "46,XX,hsr", "46,XX,hsr"),
        ("incomplete", "46,XX,-7,+8,inc", "46,XX,-7,+8,inc"),
        ("complex", "46,XX,cx", "46,XX,cx"),
        (
            "question marks",
            "46,XX,?del(8)(q22),add(9)(?p24),del(5)(q3?1)",
            "46,XX,?del(8)(q22),add(9)(?p24),del(5)(q3?1)",
        ),
        ("unknown chromosome", "46,XX,der(?)t(?;9)(?;q22)", "46,XX,der(?)t(?;9)(?;q22)"),
        ("range of bands", "46,XX,t(12;15)(q13~q15;q22~24)", "46,XX,t(12;15)(q13~q15;q22~q24)"),
        ("band or band", "46,XX,del(1)(q21 or q24)", "46,XX,del(1)(q21 or q24)"),
        ("arm only", "46,XX,del(5)(q)", "46,XX,del(5)(q)"),
        ("ends and centromere", "46,XX,dup(5)(qterq31),del(1)(cenq21)", "46,XX,dup(5)(qterq31),del(1)(cenq21)"),
        ("detailed system", "46,XX,del(5)(pter->q13::q33->qter)", "46,XX,del(5)(pter→q13::q33→qter)"),
        ("detailed, a free end", "46,XX,del(5)(:p13→qter)", "46,XX,del(5)(:p13→qter)"),
        ("normal variants", "46,XX,9qh+,16qh-,21pstk+,15ps-", "46,XX,9qh+,16qh-,21pstk+,15ps-"),
        ("other minus signs", "44,XX,\u{2212}7,\u{2013}5", "44,XX,-7,-5"),
    ] {
        let reading = Karyotype::read(iscn);
        assert_eq!(reading.karyotype.to_string(), written, "{what}: {:?}", reading.warnings);
        assert_eq!(reading.fidelity, Fidelity::Exact, "{what}: {iscn} {:?}", reading.warnings);
        round_trip(iscn);
    }
}

/// What other techniques say is kept as it stands. Interphase hybridisation in ISCN's notation is read; the rest makes the reading
/// partial: it is not interpreted.
#[test]
fn other_techniques_are_kept() {
    for technique in [
        ".ish del(17)(p13p13)(TP53-)",
        ".nuc ish(TP53x1) and words",
        ".arr(1-22,X)x2",
        ".ogm[GRCh38] del(5)(q14.2q33.3)",
        ".rsa(X,13,18,21)x2",
        ".seq[GRCh38] del(5)(q14.2q33.3)",
        ".sseq(X,1-22)x2",
    ] {
        let iscn = format!("46,XX[20]{technique}");
        let reading = Karyotype::read(&iscn);
        assert_eq!(reading.fidelity, Fidelity::Partial, "{iscn}");
        assert_eq!(reading.karyotype.other_technique.as_deref(), Some(technique), "{iscn}");
        assert_eq!(reading.warnings[0].position, 10, "{iscn}");
        round_trip(&iscn);
    }
    for technique in
        [".nuc ish(TP53x1)", ".nuc ish(ABL1,BCR)x2[200]", ".nuc ish 17p13.1(TP53x1),17q11.2(NF1x2)[90/200]"]
    {
        let iscn = format!("46,XX[20]{technique}");
        let reading = Karyotype::read(&iscn);
        assert_eq!(reading.fidelity, Fidelity::Exact, "{iscn}");
        assert_eq!(reading.karyotype.other_technique.as_deref(), Some(technique), "{iscn}");
        round_trip(&iscn);
    }
}

/// Each kind of dirt with its repair, its warning, and the character that the warning points at.
#[test]
fn every_kind_of_dirt() {
    use WarningKind as W;
    for (iscn, written, kind, position) in [
        ("46,xy,del(5)(q13q33)[14]", "46,XY,del(5)(q13q33)[14]", W::LowerCase, 4),
        ("45,t(9;22)(q34;q11.2)", "45,t(9;22)(q34;q11.2)", W::MissingSex, 4),
        ("46,Y,-X", "46,Y,-X", W::NumberDoesNotFit, 1),
        ("47,XX+8", "47,XX,+8", W::MissingComma, 6),
        ("45,XX,-7[11] /46,XX", "45,XX,-7[11]/46,XX", W::Blank, 13),
        ("47,XX,+8 [9]", "47,XX,+8[9]", W::Blank, 9),
        ("46,X Y", "46,XY", W::Blank, 5),
        ("45,XX,-7[cp]", "45,XX,-7[cp]", W::CellCount, 10),
        ("47,XX,+8[12+]", "47,XX,+8[12]", W::CellCount, 10),
        ("47,XX,+8[6+3]", "47,XX,+8[9]", W::CellCount, 10),
        ("47,XX,+8[]", "47,XX,+8[]", W::CellCount, 10),
        ("46,XX,inv(3)(q21;26)", "46,XX,inv(3)(q21q26)", W::MissingArm, 18),
        ("46,XX,del(5(q31q33)", "46,XX,del(5)(q31q33)", W::UnclosedBracket, 12),
        ("46,XX,del(59(q12q35)", "46,XX,del(5)(q12q35)", W::Spelling, 7),
        ("46,XX,inv(1198p15q22)", "46,XX,inv(11)(p15q22)", W::Spelling, 7),
        ("46,XX,del(12)(p11.20[2]", "46,XX,del(12)(p11.2)[2]", W::UnclosedBracket, 21),
        ("45,XX,-7[cp5}", "45,XX,-7[cp5]", W::Spelling, 13),
        ("45,XX,add(18)(q23)[3]-20[3],-7[cp9]", "45,XX,add(18)(q23)[3],-20[3],-7[cp9]", W::MissingComma, 22),
        ("46,XX,del(9)(q13,q22)", "46,XX,del(9)(q13q22)", W::WrongSeparator, 17),
        ("47,XX,+iso(8)(q10)", "47,XX,+i(8)(q10)", W::Spelling, 8),
        ("46,XX,order(5)t(5;17)(q13;q11)", "46,XX,der(5)t(5;17)(q13;q11)", W::Spelling, 7),
        ("46,XX,2xadd(21)(p11)", "46,XX,add(21)(p11)×2", W::Spelling, 7),
        ("88<4n>,XXXX,-4*2,-5*2", "88<4n>,XXXX,-4×2,-5×2", W::Spelling, 15),
        ("51,XX,+mar1-5", "51,XX,+5mar", W::Spelling, 8),
        ("47,XX,+1-3mar", "47,XX,+1~3mar", W::Spelling, 9),
        ("46,XX,~10dmin", "46,XX,10dmin", W::Spelling, 7),
        ("~49,X,-Y,+8", "49,X,-Y,+8", W::Spelling, 1),
        ("43-46,XX,-7", "43~46,XX,-7", W::Spelling, 3),
        ("46,XX,del(5)(q13-q33)", "46,XX,del(5)(q13~q33)", W::Spelling, 17),
        ("46,XX,DEL(5)(q13)", "46,XX,del(5)(q13)", W::Spelling, 7),
        ("46,XX,t(15;17)(q22:q21)", "46,XX,t(15;17)(q22;q21)", W::WrongSeparator, 19),
        ("46,XX[20] 47,XX,+8[2]", "46,XX[20]/47,XX,+8[2]", W::MissingSlash, 11),
        ("47,idem+r,-5", "47,idem,+r,-5", W::MissingComma, 8),
        ("45,X,-Y,-Y", "45,X,-Y", W::RepeatedLoss, 9),
        ("46,X,-Y,+mar,-Y,x5", "46,X,-Y,+mar", W::RepeatedLoss, 14),
        ("46,XX,-7", "46,XX,-7", W::NumberDoesNotFit, 1),
        ("47,XX,+8{cp9}", "47,XX,+8[cp9]", W::Spelling, 9),
        ("46<2n&gt;,XX", "46<2n>,XX", W::Spelling, 6),
        ("46,XX,t(8;21)(q22;q22)[20] (bone marrow)", "46,XX,t(8;21)(q22;q22)[20]", W::TrailingText, 28),
        ("46.XX,del(5)(q13q33)", "46,XX,del(5)(q13q33)", W::Spelling, 3),
        ("46,XX,5q-", "46,XX,del(5)(q)", W::Spelling, 7),
        ("46,XX,i(17q)", "46,XX,i(17)(q10)", W::Spelling, 12),
        ("45,XY,-7[6]/44,XY,-5,idem[21]", "45,XY,-7[6]/44,idem,-5[21]", W::Spelling, 22),
        ("48,idem,+9[5]/47,XX,+8[10]", "47,XX,+8[10]/48,idem,+9[5]", W::Spelling, 1),
    ] {
        let reading = Karyotype::read(iscn);
        assert_eq!(reading.karyotype.to_string(), written, "{iscn}: {:?}", reading.warnings);
        assert_eq!(reading.fidelity, Fidelity::Repaired, "{iscn}: {:?}", reading.warnings);
        assert!(
            reading.warnings.iter().any(|warning| warning.kind == kind && warning.position == position),
            "{iscn}: {:?}",
            reading.warnings
        );
        round_trip(iscn);
    }
}

/// Dirt that loses something: what was read stands, and nothing is called absent.
#[test]
fn dirt_that_loses_something() {
    use WarningKind as W;
    for (iscn, kind, position) in [
        ("47,XX,+8[12", W::Truncated, 10),
        ("46,XX,del(5)(q13q3", W::Truncated, 19),
        ("46,XX,na,del(5)(q13)", W::UnreadItem, 7),
        ("46,XY PCR: Nachweis einer Inversion", W::UnreadItem, 7),
        ("46,XX u.a. mit del(5q)", W::UnreadItem, 7),
        ("47,XX,+8[12]. FISH: +8 in 40%", W::UnreadLine, 13),
        ("46,XX,del(5)(q13q33)&gt;", W::UnreadItem, 7),
        ("45,XX,-7,?", W::UnreadItem, 10),
        ("46,XX/wordy clone", W::UnreadLine, 7),
        ("Befund: 46,XX[20]", W::LeadingText, 1),
    ] {
        let reading = Karyotype::read(iscn);
        assert_eq!(reading.fidelity, Fidelity::Partial, "{iscn}: {:?}", reading.warnings);
        assert!(
            reading.warnings.iter().any(|warning| warning.kind == kind && warning.position == position),
            "{iscn}: {:?}",
            reading.warnings
        );
        let findings = reading.cytogenetics();
        // None of these texts says of which chromosomes it speaks. How many abnormalities metaphases show is another question.
        let by_counting = [Lesion::ComplexKaryotype, Lesion::MonosomalKaryotype, Lesion::HyperdiploidTrisomies];
        let others = Lesion::ALL.iter().filter(|lesion| !by_counting.contains(lesion));
        assert!(others.into_iter().all(|lesion| findings.status(*lesion) != Status::Absent), "{iscn}");
        round_trip(iscn);
    }
}

#[test]
fn what_is_no_karyotype() {
    for text in [
        "no metaphases",
        ">3abnormalities",
        ">4 CA",
        "na",
        "N.D.",
        "complex karyotype",
        "nuc ish(D5S23x2)",
        "nucish5p15.2(5p15.2x2)",
    ] {
        let reading = Karyotype::read(text);
        assert_eq!(reading.fidelity, Fidelity::Unparsed, "{text}");
        assert_eq!(reading.warnings[0].position, 1, "{text}");
    }
    // A donor's cells alone: read, and of the patient nothing is known.
    let donor = Karyotype::read("//46,XX[20]");
    assert_eq!(donor.fidelity, Fidelity::Exact);
    assert_eq!(donor.cytogenetics().status(Lesion::AnyAbnormality), Status::Unknown);
}

/// ISCN 2024, 4.5, 6.3: what clones carry.
#[test]
fn references_between_clones() {
    let items = |iscn: &str| {
        clones(&Karyotype::read(iscn).karyotype)
            .iter()
            .map(|clone| clone.items.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
            .collect::<Vec<_>>()
    };
    // idem is the first clone, whatever stands between; sl and sdl go by the group.
    assert_eq!(items("47,XX,+8/48,idem,+9/48,idem,+10"), ["+8", "+8,+9", "+8,+10"]);
    assert_eq!(items("47,XX,+8/48,sl,+9/49,sdl1,+10/49,sdl2,+11"), ["+8", "+8,+9", "+8,+9,+10", "+8,+9,+10,+11"]);
    // A reversed sign and -der take back.
    assert_eq!(items("45,XX,-7,der(5)t(5;8)(q13;q22)/46,idem,+7,-der(5)"), ["-7,der(5)t(5;8)(q13;q22)", ""]);
    assert_eq!(items("45,XX,-7/90,idem×2"), ["-7", "-7×2"]);
    // Written again, it is the same.
    assert_eq!(items("46,XX,del(20)(q11)/47,idem,del(20)(q11),+8"), ["del(20)(q11)", "del(20)(q11),+8"]);
    // A reference behind an item is that of its line.
    assert_eq!(items("45,XY,-7[6]/44,XY,-5,idem[21]"), ["-7", "-7,-5"]);
    // In the first line it means the one line in full that has abnormalities, where the numbers of chromosomes say so too:
    // 46 and +12 are 47.
    assert_eq!(
        items("47,XY,idem,+12[7]/46,XY,del(20)(q12)[15]/47,idem,+12[7]/46,XY[1]"),
        ["del(20)(q12)", "del(20)(q12),+12", "del(20)(q12),+12", ""]
    );
    // +8 and +8 would be 48, and of two lines in full either may be meant: nothing is moved, and nothing is then absent.
    for iscn in
        ["47,XX,idem,+8[5]/47,XX,+8[10]", "48,idem,+9[5]/47,XX,+8[10]/47,XX,+21[3]", "47,XX,idem,+8[5]/46,XX[3]"]
    {
        let reading = Karyotype::read(iscn);
        assert_eq!(clones(&reading.karyotype)[0].items.len(), 1, "{iscn}");
        assert_eq!(reading.cytogenetics().status(Lesion::Monosomy7), Status::Unknown, "{iscn}");
    }
    // Doubled in brackets; 45,X beside 46,XY has lost its Y.
    assert_eq!(items("50(25,X,+Y,+21)×2"), ["+Y×2,+21×2"]);
    assert_eq!(items("45,X[5]/46,XY[15]"), ["-Y", ""]);
    let levels = |iscn: &str| clones(&Karyotype::read(iscn).karyotype).iter().map(|c| c.level).collect::<Vec<_>>();
    assert_eq!(levels("45,XX,-7/90,idem×2"), [2, 4]);
    assert_eq!(levels("69,XXX/58<2n>,XX,+1/92,XXXX/26,X,+8,+21,+Y"), [3, 2, 4, 1]);
    assert_eq!(levels("50(25,X,+Y,+21)×2"), [2]);
}

/// Met by the fuzzer: what a question mark, an entity or an open bracket made read back as something else.
#[test]
fn what_the_fuzzer_found() {
    for iscn in [
        "46,XX,del(12)(?;q24)",
        "46,XX,t(21)(?;p11)",
        "46,XX,del(5)(q31;?;q1?)",
        "46,XX,t(1;16)(q2? 3;p13)[3]",
        "46,XX,ins(3;?)(p13 ?)",
        "46,XX,del(1)(p3?,4)",
        "46,XX/nonclonal hsr-&gt;x",
        "46,XX/nonclonal der(4[20])x/47,idem,+8",
        "46,XY,del(20)(q11.0[cp20]",
        "47,XY,+8,add(21)(q22.0[10]/46,XY[2]",
        "46,X,-1,-3?c?c,-4,-5",
    ] {
        round_trip(iscn);
    }
    // Written back as `nonclonal w`, which is cut off: the comma before it changes nothing.
    assert_eq!(Karyotype::read("nonclonal,w/").fidelity, Karyotype::read("nonclonal w").fidelity);
    assert_eq!(Karyotype::read("46,XX/nonclonal, w/47,XX,+8[3]").fidelity, Fidelity::Partial);
    // A question mark behind a chromosome is the item's: in doubt, or in doubt whether it was born with.
    let first = |iscn: &str| Karyotype::read(iscn).karyotype.lines[0].items[0].clone();
    assert!(first("47,XX,+8?[20]").questioned);
    assert_eq!(first("47,XX,+21?c[20]").constitutional, Some(Constitutional::Questioned));
    assert!(!first("47,XX,+21?c[20]").questioned);
    // Cells and words in one bracket: nothing is hidden.
    let reading = Karyotype::read("46,XX,t(14;19)(q32;p13)[9/one w/nonclonal abnormalities]/47,sl,+22[4]");
    assert_eq!(reading.fidelity, Fidelity::Repaired, "{:?}", reading.warnings);
    // Words behind the number of cells, or in a bracket that is not closed, may hide what follows.
    assert_eq!(Karyotype::read("46,XX/nonclonal der(4[20])x/47,idem,+8").fidelity, Fidelity::Partial);
    assert_eq!(Karyotype::read("46,XX,t(1;16)(q2? 3;p13)[3]").fidelity, Fidelity::Partial);
}
