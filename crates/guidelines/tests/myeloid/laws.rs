//! The tables against brute force, and what more data may never do.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use marv_guidelines::{
    SCHEMES, eln2010, eln2017, eln2024_less_intensive,
    engine::{
        decision::Decision,
        judge::{Facts, Judgement},
        scheme::{Answer, Scheme},
    },
    icc2022,
    myeloid::IccTp53Fraction,
    profile::Asked,
    tp53_aml, who5,
};
use marv_karyotype::Karyotype;
use marv_model::{case::Disease, cytogenetics::Lesion, finding::Status, verdict::Outcome};
use proptest::prelude::*;

use crate::case::{judge, outcome, profile};

struct Given(BTreeMap<Asked, bool>);

impl Facts<Asked> for Given {
    fn status(&self, asked: Asked) -> Status {
        match self.0.get(&asked) {
            Some(true) => Status::Present,
            Some(false) => Status::Absent,
            None => Status::Unknown,
        }
    }
    fn evidence(&self, _: Asked) -> Vec<String> {
        Vec::new()
    }
}

static TABLES: LazyLock<Vec<Decision<Asked>>> = LazyLock::new(|| tables().into_iter().map(Decision::new).collect());

fn tables() -> Vec<Scheme<Asked>> {
    vec![
        eln2017::scheme(&eln2017::Eln2017Policies::default()),
        eln2010::scheme(),
        eln2024_less_intensive::scheme(&eln2024_less_intensive::Eln2024Policies::default()),
        tp53_aml::complex_scheme(),
        tp53_aml::monosomal_scheme(),
        icc2022::scheme(Disease::Aml, IccTp53Fraction::FromTen),
        icc2022::scheme(Disease::Cmml, IccTp53Fraction::FromTen),
        icc2022::scheme(Disease::Mds, IccTp53Fraction::AboveTen),
        who5::scheme(Disease::Mds),
        who5::scheme(Disease::MdsMpn),
    ]
}

fn reached(table: &Decision<Asked>, given: BTreeMap<Asked, bool>) -> BTreeSet<Answer> {
    Judgement::new(table, &Given(given)).reached().iter().copied().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, max_global_rejects: 200_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Up to nine inputs hidden from a case that is otherwise known: the reachable set is that of all lawful completions, and one
    /// input more never adds to it.
    #[test]
    fn each_table_is_exact_and_shrinks(which in 0..10usize, present in prop::collection::btree_set(0..130usize, 0..12), hidden in prop::collection::btree_set(0..130usize, 1..10)) {
        let scheme = &TABLES[which];
        let questions = scheme.questions();
        let count = questions.len();
        let lawful = |world: &BTreeMap<Asked, bool>| {
            let is = |(question, answer): (Asked, bool)| world.get(&question) == Some(&answer);
            !scheme.laws.iter().any(|law| is(law.first) && is(law.second))
        };
        let present: BTreeSet<usize> = present.into_iter().map(|place| place % count).collect();
        let world: BTreeMap<Asked, bool> =
            questions.iter().enumerate().map(|(place, question)| (*question, present.contains(&place))).collect();
        prop_assume!(lawful(&world));
        let hidden: Vec<Asked> = hidden.into_iter().map(|place| questions[place % count]).collect::<BTreeSet<_>>().into_iter().collect();
        let mut expected = BTreeSet::new();
        for bits in 0..1u32 << hidden.len() {
            let mut completion = world.clone();
            completion.extend(hidden.iter().enumerate().map(|(bit, question)| (*question, bits >> bit & 1 == 1)));
            if lawful(&completion) {
                expected.extend(reached(scheme, completion));
            }
        }
        let known = |hidden: &[Asked]| world.iter().filter(|(q, _)| !hidden.contains(q)).map(|(q, a)| (*q, *a)).collect();
        let open = reached(scheme, known(&hidden));
        prop_assert_eq!(&open, &expected);
        prop_assert!(reached(scheme, known(&hidden[1..])).is_subset(&open));
    }
}

/// Whatever is unknown of a decided case, its category stays among what is reached; and what was decided without an input is
/// decided with it.
#[test]
fn hiding_a_gene_never_loses_the_category() {
    let genes = ["NPM1", "FLT3-ITD", "TP53", "RUNX1", "SF3B1", "CEBPA-bZIP", "CEBPA-biallelic", "IDH1", "NRAS"];
    let patient = "marrow_blasts=25 blood_blasts=10 prior_mds=no prior_mds_mpn=no prior_hypomethylating=no n=0";
    for listed in
        SCHEMES.iter().filter(|listed| listed.diseases.contains(&Disease::Aml) || listed.id.starts_with("eln"))
    {
        for mutated in genes {
            let known = judge(listed.id, &profile("aml", &format!("{mutated}=0.4"), "", patient));
            for hidden in genes.iter().filter(|hidden| **hidden != mutated) {
                let open = judge(listed.id, &profile("aml", &format!("{mutated}=0.4 {hidden}=?"), "", patient));
                let category = outcome(&known);
                assert!(outcome(&open).split('|').any(|word| word == category), "{} {mutated} {hidden}", listed.id);
                if let Outcome::Decided { category: decided } = &open.outcome {
                    assert_eq!(*decided, category);
                    assert!(open.missing.is_empty());
                }
            }
        }
    }
}

/// What one karyotype has together is no contradiction: by definition del(5q) with a monosomy is both del(5q) with one other
/// abnormality and a monosomal karyotype, and two clones may have -7 and del(7q).
#[test]
fn a_karyotype_does_not_contradict_itself() {
    for (iscn, both) in [
        ("45,XX,del(5)(q13q33),-18[20]", [Lesion::Isolated5q, Lesion::MonosomalKaryotype]),
        ("45,XY,-7[8]/46,XY,del(7)(q22)[7]/46,XY[5]", [Lesion::Monosomy7, Lesion::Loss7q]),
    ] {
        let findings = Karyotype::read(iscn).cytogenetics();
        for lesion in both {
            assert_eq!(findings.status(lesion), Status::Present, "{iscn}: {lesion}");
        }
        for (listed, disease) in
            [("eln2022", "aml"), ("eln2017", "aml"), ("icc2022", "mds"), ("who5", "mds"), ("aml_tp53_monosomal", "aml")]
        {
            let verdict = judge(listed, &profile(disease, "", "", "cytopenia=yes").cytogenetics(findings.clone()));
            let contradictory: Vec<&String> = verdict.flags.iter().filter(|f| f.contains("contradictory")).collect();
            assert!(contradictory.is_empty(), "{listed} {iscn}: {contradictory:?}");
        }
    }
}
