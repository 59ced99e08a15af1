//! Parents and donor beside the patient. Four invented founders' chromosomes make a mother, a father, their child and a stranger;
//! what the report must say of each planted variant follows from who was given it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod support;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use marv::{
    CaseFile, DonorFile, FamilyFile, SampleFile, Settings,
    marv_ingest::reference::Reference,
    marv_model::{
        case::Case,
        family::{FamilyRole, Inheritance, Relation, Zygosity},
        finding::{Finding, Status},
        genome::Interval,
        interpretation::GateOutcome,
        predisposition::{AcmgClass, GermlineVariant},
    },
    marv_simulate::{ReferenceChoice, Scenario, scenario},
    progress::Silent,
    run_case,
};
use support::small::simulated_of;

/// Sites of a person that are spread over the genome: 72 places on twelve chromosomes, six sites in each.
const PLACES: u32 = 72;
const SITES: u32 = 6;

fn places() -> impl Iterator<Item = (String, u32)> {
    (0..PLACES).map(|place| (format!("chr{}", 1 + place / 6), 14_000_000 + place % 6 * 11_000_000))
}

fn region(contig: &str, start: u32, length: u32) -> scenario::Region {
    scenario::Region {
        contig: Some(contig.to_owned()),
        start: Some(start),
        end: Some(start + length),
        ..scenario::Region::default()
    }
}

fn gene(name: &str) -> scenario::Region {
    scenario::Region { gene: Some(name.to_owned()), flank: Some(300), ..scenario::Region::default() }
}

/// Two chromosomes of each founder, drawn by a small congruential generator: each site is hit on about half of all.
fn founders() -> Vec<Vec<bool>> {
    let mut state = 20_220_705_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 63 == 1
    };
    (0..6).map(|_| (0..PLACES * SITES).map(|_| draw()).collect()).collect()
}

struct World {
    folder: tempfile::TempDir,
    reference: PathBuf,
    regions: PathBuf,
    sites: Vec<scenario::AlleleChoice>,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let first = simulated_of(&base("empty"), &ReferenceChoice::Generated, &folder.path().join("empty"));
        let reference = Reference::open(&first.reference).unwrap();
        let mut sites = Vec::new();
        for (contig, start) in places() {
            let id = reference.contigs().id(&contig).unwrap();
            for site in 0..SITES {
                let at = start + 200 + site * 150; // 1-based
                let base = reference.window(Interval::new(id, at - 1, at).unwrap()).unwrap().bases().to_string();
                let alternate = match base.as_str() {
                    "A" => "G",
                    "G" => "A",
                    "C" => "T",
                    _ => "C",
                };
                sites.push(scenario::AlleleChoice {
                    contig: Some(contig.clone()),
                    position: Some(at),
                    reference: Some(base),
                    alternate: Some(alternate.to_owned()),
                    ..scenario::AlleleChoice::default()
                });
            }
        }
        Self { reference: first.reference, regions: first.regions, sites, folder }
    }

    /// A person of two chromosomes, with further variants by gene, name and chromosome; reads lie on all regions but those of `without`.
    fn person(&self, name: &str, chromosomes: [&[bool]; 2], further: &[(&str, &str, u8)], without: &str) -> PathBuf {
        let mut own = base(name);
        own.regions.retain(|region| region.gene.as_deref() != Some(without));
        let planted = |allele: &scenario::AlleleChoice, haplotype: Option<u8>| scenario::GermlineVariant {
            allele: allele.clone(),
            homozygous: haplotype.is_none(),
            haplotype,
        };
        for (at, allele) in self.sites.iter().enumerate() {
            match (chromosomes[0][at], chromosomes[1][at]) {
                (true, true) => own.germline_variants.push(planted(allele, None)),
                (true, false) => own.germline_variants.push(planted(allele, Some(1))),
                (false, true) => own.germline_variants.push(planted(allele, Some(2))),
                (false, false) => {}
            }
        }
        for (gene, hotspot, haplotype) in further {
            let allele = scenario::AlleleChoice {
                gene: Some((*gene).to_owned()),
                hotspot: Some((*hotspot).to_owned()),
                ..scenario::AlleleChoice::default()
            };
            own.germline_variants.push(planted(&allele, Some(*haplotype)));
        }
        let out = self.folder.path().join(name);
        simulated_of(&own, &ReferenceChoice::File(self.reference.clone()), &out);
        out
    }

    fn run(
        &self,
        name: &str,
        patient: &Path,
        family: Option<FamilyFile>,
        donor: Option<DonorFile>,
        consent: bool,
    ) -> Case {
        let file = CaseFile {
            normal: Some(sample(patient, "normal")),
            regions: Some(self.regions.clone()),
            consent_predisposition: consent,
            family,
            donor,
            ..CaseFile::new(&self.reference, patient.join("tumour.bam"))
        };
        let out = self.folder.path().join(name);
        run_case(&file, &Settings::default(), &out, &Silent).unwrap().case
    }
}

fn sample(folder: &Path, of: &str) -> SampleFile {
    SampleFile { alignment: folder.join(format!("{of}.bam")), sample: None }
}

fn base(name: &str) -> Scenario {
    let spread = places().map(|(contig, start)| region(&contig, start, 1_200));
    Scenario {
        name: name.to_owned(),
        seed: 11,
        regions: ["TP53", "DDX41", "GATA2"].map(gene).into_iter().chain(spread).collect(),
        tumour_depth: 30.0,
        normal_depth: 30.0,
        germline: scenario::Germline { snv_rate: 0.0, indel_rate: 0.0, ..scenario::Germline::default() },
        ..Scenario::default()
    }
}

fn variant<'a>(case: &'a Case, change: &str) -> &'a GermlineVariant {
    let all = &case.predisposition.as_ref().unwrap().variants;
    let named = |one: &&GermlineVariant| {
        one.consequence.hgvs_p.as_deref().is_some_and(|p| p.contains(change))
            || one.consequence.hgvs_c.as_deref().is_some_and(|c| c.contains(change))
    };
    all.iter().find(named).unwrap_or_else(|| panic!("{change} among {all:#?}"))
}

#[test]
fn each_allele_is_told_with_where_it_comes_from_and_a_stranger_is_no_father() {
    let world = World::new();
    let chromosomes = founders();
    let one = |at: usize| chromosomes[at].as_slice();
    // DDX41: one truncation from each parent. TP53 R306*: in the child alone. GATA2 S340*: in the child, and where the mother
    // has no read.
    let child = world.person(
        "child",
        [one(0), one(2)],
        &[("DDX41", "A500Cfs", 1), ("DDX41", "D140Gfs", 2), ("TP53", "R306*", 1), ("GATA2", "S340*", 2)],
        "",
    );
    let father = world.person("father", [one(0), one(1)], &[("DDX41", "A500Cfs", 1)], "");
    let mother = world.person("mother", [one(2), one(3)], &[("DDX41", "D140Gfs", 1)], "GATA2");
    let stranger = world.person("stranger", [one(4), one(5)], &[("TP53", "R306*", 2), ("TP53", "R213*", 1)], "");
    let pedigree = world.folder.path().join("family.ped");
    std::fs::write(&pedigree, "F child-normal DAD MUM 0 2\nF DAD 0 0 0 1\nF MUM 0 0 0 1\n").unwrap();
    let family = |father: &Path| {
        let members = [("DAD", father), ("MUM", mother.as_path())];
        let members: BTreeMap<_, _> =
            members.map(|(name, folder)| (name.to_owned(), sample(folder, "normal"))).into_iter().collect();
        FamilyFile { pedigree: pedigree.clone(), patient: None, members }
    };
    let donor =
        DonorFile { alignment: stranger.join("normal.bam"), sample: None, person: None, consent_predisposition: false };

    let case = world.run("run", &child, Some(family(&father)), Some(donor.clone()), true);
    let found = case.predisposition.as_ref().unwrap().family.as_ref().unwrap();
    let roles: Vec<FamilyRole> = found.members.iter().map(|member| member.role).collect();
    assert_eq!(roles, [FamilyRole::Patient, FamilyRole::Father, FamilyRole::Mother, FamilyRole::Donor]);
    assert!(found.members.iter().all(|member| !member.contradicted), "{found:#?}");
    for (pair, told, seen, outcome) in [
        ([0, 1], Some(Relation::ParentChild), Relation::ParentChild, GateOutcome::Pass),
        ([0, 2], Some(Relation::ParentChild), Relation::ParentChild, GateOutcome::Pass),
        ([0, 3], None, Relation::Unrelated, GateOutcome::NotAssessed),
        ([1, 2], Some(Relation::Unrelated), Relation::Unrelated, GateOutcome::Pass),
    ] {
        let check = found.pairs.iter().find(|check| check.members == pair).unwrap();
        assert_eq!((check.told, check.seen, check.outcome), (told, Some(seen), outcome), "{check:?}");
    }
    let carries = |change: &str| {
        let carriers = &variant(&case, change).carriers;
        carriers.iter().map(|carrier| carrier.finding.clone()).collect::<Vec<_>>()
    };
    let heterozygous = || Finding::present(Zygosity::Heterozygous);
    assert_eq!(variant(&case, "c.1496").inheritance, Some(Inheritance::FromFather));
    assert_eq!(carries("c.1496"), [heterozygous(), Finding::absent(), Finding::absent()]);
    assert_eq!(variant(&case, "c.418").inheritance, Some(Inheritance::FromMother));
    let compound = &found.compounds[..];
    assert_eq!((compound.len(), compound[0].gene.as_str(), compound[0].phase.as_str()), (1, "DDX41", "trans"));
    assert_eq!(variant(&case, "Arg306Ter").inheritance, Some(Inheritance::DeNovo));
    assert_eq!(carries("Arg306Ter"), [Finding::absent(), Finding::absent(), heterozygous()], "the donor carries it");
    // Nobody read the mother there: not absent, and so not new.
    assert_eq!(variant(&case, "Ser340Ter").inheritance, Some(Inheritance::NotKnown));
    let report = |name: &str| std::fs::read_to_string(world.folder.path().join(name).join("report.en.html")).unwrap();
    assert!(report("run").contains("both copies of the gene are hit"));

    // What only the donor has is looked for with the donor's own consent, and not without it.
    assert_eq!(found.donor, None);
    assert!(!report("run").contains("The donor's own variants") && !report("run").contains("Arg213Ter"));
    let willing = DonorFile { consent_predisposition: true, ..donor.clone() };
    let case = world.run("willing", &child, Some(family(&father)), Some(willing), true);
    let own = case.predisposition.as_ref().unwrap().family.as_ref().unwrap().donor.clone().unwrap();
    let listed: Vec<(&str, &str, AcmgClass, bool)> = own
        .variants
        .iter()
        .map(|one| {
            let change = one.consequence.hgvs_p.as_deref().unwrap_or_default();
            (one.consequence.gene.as_str(), change, one.class, one.in_patient)
        })
        .collect();
    // PVS1 alone is eight points: likely pathogenic.
    let likely = AcmgClass::LikelyPathogenic;
    assert_eq!(listed, [("TP53", "p.(Arg306Ter)", likely, true), ("TP53", "p.(Arg213Ter)", likely, false)]);
    let gene = |name: &str| own.genes.iter().find(|gene| gene.gene == name).unwrap().finding.status();
    assert_eq!((gene("TP53"), gene("DDX41"), gene("RUNX1")), (Status::Present, Status::Absent, Status::Unknown));
    assert!(report("willing").contains("The donor carries a pathogenic or likely pathogenic variant"));

    // Another man in the father's place.
    let case = world.run("swapped", &child, Some(family(&stranger)), None, true);
    let found = case.predisposition.as_ref().unwrap().family.as_ref().unwrap();
    assert!(found.members[1].contradicted && !found.members[2].contradicted, "{found:#?}");
    assert_eq!(found.pairs[0].outcome, GateOutcome::Fail);
    assert!(case.quality.warnings.iter().any(|warning| warning == "pedigree_contradicted"));
    assert_eq!(variant(&case, "Arg306Ter").inheritance, Some(Inheritance::NotKnown), "nothing rests on him");
    assert!(report("swapped").contains("The reads contradict the pedigree"));

    // Without consent nobody is looked at, and no output speaks of them.
    let willing = DonorFile { consent_predisposition: true, ..donor };
    let case = world.run("silent", &child, Some(family(&father)), Some(willing), false);
    assert_eq!(case.predisposition, None);
    let text = std::fs::read_to_string(world.folder.path().join("silent/case.json")).unwrap();
    for word in ["Arg213Ter", "DDX41 A500", "c.1496", "c.418", "pedigree", "father", "donor (", "\"carriers\""] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(!report("silent").contains("id=\"predisposition\""));
}
