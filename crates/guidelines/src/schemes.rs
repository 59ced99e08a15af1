//! The schemes that there are, and which are asked of which disease.

use marv_model::{
    case::Disease,
    verdict::{Comparison, Outcome, Verdict},
};

use crate::{
    b_all, cll, cll_ipi, cml_kinase, cpss_mol, eln2010, eln2017, eln2022, eln2024_less_intensive, gipss, icc2022,
    ims_imwg2025, ipssm, ipssr, iss, lymphoma, mipss70, mpn_drivers, myeloid, myeloid::MyeloidPolicies,
    profile::Profile, scores::ScorePolicies, tall_graall, tp53_aml, who5,
};

/// A scheme as the command line and a report list it.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    /// Identifier, such as `eln2022`.
    pub id: &'static str,
    /// Name with its version, such as `ELN 2022`.
    pub name: &'static str,
    /// The indications of which it is asked without being named.
    pub diseases: &'static [Disease],
    /// The scheme, under its documented defaults where its source is silent.
    pub judge: fn(&Profile) -> Verdict,
}

/// Every scheme, in the order of a report. Those that a later version of theirs supersedes are asked by name alone.
pub const SCHEMES: &[Listed] = &[
    Listed {
        id: "icc2022",
        name: "ICC 2022",
        diseases: &[Disease::Aml, Disease::Mds, Disease::MdsMpn, Disease::Cmml],
        judge: |profile| icc2022::icc2022(profile, &MyeloidPolicies::default()),
    },
    Listed {
        id: "who5",
        name: "WHO 5",
        diseases: &[Disease::Aml, Disease::Mds, Disease::MdsMpn, Disease::Cmml],
        judge: |profile| who5::who5(profile, &MyeloidPolicies::default()),
    },
    Listed {
        id: "eln2022",
        name: "ELN 2022",
        diseases: &[Disease::Aml],
        judge: |profile| eln2022::eln2022(profile, &eln2022::Eln2022Policies::default()),
    },
    Listed {
        id: "eln2024_less_intensive",
        name: "ELN 2024 (less intensive)",
        diseases: &[Disease::Aml],
        judge: |profile| {
            eln2024_less_intensive::eln2024_less_intensive(profile, &eln2024_less_intensive::Eln2024Policies::default())
        },
    },
    Listed {
        id: "eln2017",
        name: "ELN 2017",
        diseases: &[],
        judge: |profile| eln2017::eln2017(profile, &eln2017::Eln2017Policies::default()),
    },
    Listed {
        id: "eln2010",
        name: "ELN 2010",
        diseases: &[],
        judge: |profile| eln2010::eln2010(profile, &eln2010::Eln2010Policies::default()),
    },
    Listed {
        id: "ruecker2012",
        name: "Ruecker 2012",
        diseases: &[Disease::Aml],
        judge: |profile| tp53_aml::ruecker2012(profile, &tp53_aml::Tp53AmlPolicies::default()),
    },
    Listed {
        id: "aml_tp53_monosomal",
        name: "TP53 and monosomal karyotype",
        diseases: &[Disease::Aml],
        judge: |profile| tp53_aml::aml_tp53_monosomal(profile, &tp53_aml::Tp53AmlPolicies::default()),
    },
    Listed {
        id: "cll_tp53",
        name: "CLL TP53 (ERIC 2024)",
        diseases: &[Disease::Cll],
        judge: |profile| cll::cll_tp53(profile, &cll::CllPolicies::default()),
    },
    Listed {
        id: "cll_karyotype",
        name: "CLL complex karyotype (Baliakas 2019)",
        diseases: &[Disease::Cll],
        judge: |profile| cll::cll_karyotype(profile, &cll::CllPolicies::default()),
    },
    Listed {
        id: "cll_resistance",
        name: "CLL resistance mutations (2024)",
        diseases: &[Disease::Cll],
        judge: |profile| cll::cll_resistance(profile, &cll::CllPolicies::default()),
    },
    Listed {
        id: "ims_imwg2025",
        name: "IMS/IMWG 2025",
        diseases: &[Disease::PlasmaCell],
        judge: |profile| ims_imwg2025::ims_imwg2025(profile, &ims_imwg2025::ImsImwgPolicies::default()),
    },
    Listed {
        id: "lymphoma_who5",
        name: "WHO 5th edition, lymphoma by genetics",
        diseases: &[Disease::Lymphoma],
        judge: |profile| lymphoma::lymphoma_who5(profile, &lymphoma::LymphomaPolicies::default()),
    },
    Listed {
        id: "lymphoma_icc2022",
        name: "ICC 2022, lymphoma by genetics",
        diseases: &[Disease::Lymphoma],
        judge: |profile| lymphoma::lymphoma_icc2022(profile, &lymphoma::LymphomaPolicies::default()),
    },
    Listed {
        id: "mantle_tp53",
        name: "Mantle cell lymphoma, TP53 (2017)",
        diseases: &[Disease::Lymphoma],
        judge: |profile| lymphoma::mantle_tp53(profile, &lymphoma::LymphomaPolicies::default()),
    },
    Listed {
        id: "ball_who5",
        name: "WHO 5th edition, B-ALL by genetics",
        diseases: &[Disease::BAll, Disease::All],
        judge: |profile| b_all::ball_who5(profile, &b_all::BAllPolicies::default()),
    },
    Listed {
        id: "ball_icc2022",
        name: "ICC 2022, B-ALL by genetics",
        diseases: &[Disease::BAll, Disease::All],
        judge: |profile| b_all::ball_icc2022(profile, &b_all::BAllPolicies::default()),
    },
    Listed {
        id: "ball_risk",
        name: "B-ALL genetic risk (NCCN style, 2024)",
        diseases: &[Disease::BAll, Disease::All],
        judge: |profile| b_all::ball_risk(profile, &b_all::BAllPolicies::default()),
    },
    Listed {
        id: "ikzf1plus",
        name: "IKZF1plus (2018)",
        diseases: &[Disease::BAll, Disease::All],
        judge: |profile| b_all::ikzf1plus(profile, &b_all::BAllPolicies::default()),
    },
    Listed {
        id: "tall_graall",
        name: "GRAALL four-gene risk (2013)",
        diseases: &[Disease::TAll, Disease::All],
        judge: |profile| tall_graall::tall_graall(profile, &tall_graall::GraallPolicies::default()),
    },
    Listed {
        id: "cml_kinase",
        name: "BCR::ABL1 kinase domain mutations (2021)",
        diseases: &[Disease::Cml, Disease::BAll, Disease::All],
        judge: |profile| cml_kinase::cml_kinase(profile, &cml_kinase::CmlKinasePolicies::default()),
    },
    Listed {
        id: "mpn_drivers",
        name: "MPN driver mutations (WHO 5, ICC 2022)",
        diseases: &[Disease::Mpn, Disease::Myelofibrosis],
        judge: |profile| mpn_drivers::mpn_drivers(profile, &mpn_drivers::MpnPolicies::default()),
    },
    Listed {
        id: "ipssm",
        name: "IPSS-M",
        diseases: &[Disease::Mds],
        judge: |profile| ipssm::ipssm(profile, &ipssm::IpssmPolicies::default()),
    },
    Listed { id: "ipssr", name: "IPSS-R", diseases: &[Disease::Mds], judge: ipssr::ipssr },
    Listed { id: "ipssra", name: "IPSS-RA", diseases: &[Disease::Mds], judge: ipssr::ipssra },
    Listed {
        id: "cpss_mol",
        name: "CPSS-Mol",
        diseases: &[Disease::Cmml],
        judge: |profile| cpss_mol::cpss_mol(profile, &ScorePolicies::default()),
    },
    Listed {
        id: "mipss70",
        name: "MIPSS70",
        diseases: &[Disease::Myelofibrosis],
        judge: |profile| mipss70::mipss70(profile, &ScorePolicies::default()),
    },
    Listed {
        id: "mipss70_plus_v2",
        name: "MIPSS70+ version 2.0",
        diseases: &[Disease::Myelofibrosis],
        judge: |profile| mipss70::mipss70_plus_v2(profile, &ScorePolicies::default()),
    },
    Listed {
        id: "gipss",
        name: "GIPSS",
        diseases: &[Disease::Myelofibrosis],
        judge: |profile| gipss::gipss(profile, &ScorePolicies::default()),
    },
    Listed {
        id: "cll_ipi",
        name: "CLL-IPI",
        diseases: &[Disease::Cll],
        judge: |profile| cll_ipi::cll_ipi(profile, &ScorePolicies::default()),
    },
    Listed { id: "iss", name: "ISS", diseases: &[Disease::PlasmaCell], judge: iss::iss },
    Listed { id: "r_iss", name: "R-ISS", diseases: &[Disease::PlasmaCell], judge: iss::r_iss },
    Listed { id: "r2_iss", name: "R2-ISS", diseases: &[Disease::PlasmaCell], judge: iss::r2_iss },
];

/// The scheme of this identifier.
pub fn scheme(id: &str) -> Option<&'static Listed> {
    SCHEMES.iter().find(|listed| listed.id == id)
}

/// What every scheme that is asked of the profile's disease says.
pub fn verdicts(profile: &Profile) -> Vec<Verdict> {
    SCHEMES
        .iter()
        .filter(|listed| listed.diseases.contains(&profile.indication()))
        .map(|listed| (listed.judge)(profile))
        .collect()
}

/// ICC 2022 and WHO 5 held against each other, where both are among the verdicts and one of them at least is for the case.
pub fn side_by_side(profile: &Profile, verdicts: &[Verdict]) -> Option<Comparison> {
    let of = |id: &str| verdicts.iter().find(|verdict| verdict.scheme_id == id);
    let (icc, who) = (of("icc2022")?, of("who5")?);
    let applies = |verdict: &Verdict| !matches!(verdict.outcome, Outcome::NotApplicable { .. });
    (applies(icc) || applies(who)).then(|| myeloid::compare(profile, &MyeloidPolicies::default(), icc, who))
}
