//! The schemes that there are, and which are asked of which disease.

use std::collections::BTreeSet;

use marv_model::{
    case::Disease,
    verdict::{Comparison, Outcome, Verdict},
};

use crate::{
    b_all,
    choices::{Choices, UnknownChoice},
    cll, cll_ipi, cml_kinase, cpss_mol, eln2010, eln2017, eln2022, eln2024_less_intensive, gipss, icc2022,
    ims_imwg2025, ipssm, ipssr, iss, lymphoma, mipss70, mpn_drivers, myeloid,
    myeloid::MyeloidPolicies,
    profile::Profile,
    scores::ScorePolicies,
    tall_graall, tp53_aml, who5,
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
    /// The scheme under choices by name.
    by: fn(&Profile, &Choices) -> Result<Verdict, UnknownChoice>,
}

impl Listed {
    /// What the scheme says under these choices, and its documented defaults for the others. The options and their values are those
    /// that a verdict lists under its policies.
    ///
    /// # Errors
    /// An option that the scheme does not have, or a value that the option does not have.
    pub fn judged_by(&self, profile: &Profile, choices: &Choices) -> Result<Verdict, UnknownChoice> {
        (self.by)(profile, choices)
    }
    /// The names of its options.
    fn options(&self) -> Vec<String> {
        // No option is called nothing, and what is refused is told with what there is.
        let refused = self.judged_by(&Profile::unknown(), &Choices::default().with("", ""));
        refused.err().map_or_else(Vec::new, |unknown| unknown.expected)
    }
}

/// A scheme with its policies, by default and as chosen.
macro_rules! by {
    ($scheme:path, $policies:path, $chosen:ident) => {
        |profile, choices| {
            let mut reader = choices.reader();
            let policies = <$policies>::$chosen(&mut reader);
            let policies = reader.done(policies)?;
            Ok($scheme(profile, &policies))
        }
    };
    ($scheme:path, $policies:path) => {
        by!($scheme, $policies, chosen)
    };
    // Without a choice.
    ($scheme:path) => {
        |profile, choices| choices.reader().done($scheme(profile))
    };
}

/// Every scheme, in the order of a report. Those that a later version of theirs supersedes are asked by name alone.
pub const SCHEMES: &[Listed] = &[
    Listed {
        id: "icc2022",
        name: "ICC 2022",
        diseases: &[Disease::Aml, Disease::Mds, Disease::MdsMpn, Disease::Cmml],
        judge: |profile| icc2022::icc2022(profile, &MyeloidPolicies::default()),
        by: by!(icc2022::icc2022, MyeloidPolicies, chosen_for_icc),
    },
    Listed {
        id: "who5",
        name: "WHO 5",
        diseases: &[Disease::Aml, Disease::Mds, Disease::MdsMpn, Disease::Cmml],
        judge: |profile| who5::who5(profile, &MyeloidPolicies::default()),
        by: by!(who5::who5, MyeloidPolicies),
    },
    Listed {
        id: "eln2022",
        name: "ELN 2022",
        diseases: &[Disease::Aml],
        judge: |profile| eln2022::eln2022(profile, &eln2022::Eln2022Policies::default()),
        by: by!(eln2022::eln2022, eln2022::Eln2022Policies),
    },
    Listed {
        id: "eln2024_less_intensive",
        name: "ELN 2024 (less intensive)",
        diseases: &[Disease::Aml],
        judge: |profile| {
            eln2024_less_intensive::eln2024_less_intensive(profile, &eln2024_less_intensive::Eln2024Policies::default())
        },
        by: by!(eln2024_less_intensive::eln2024_less_intensive, eln2024_less_intensive::Eln2024Policies),
    },
    Listed {
        id: "eln2017",
        name: "ELN 2017",
        diseases: &[],
        judge: |profile| eln2017::eln2017(profile, &eln2017::Eln2017Policies::default()),
        by: by!(eln2017::eln2017, eln2017::Eln2017Policies),
    },
    Listed {
        id: "eln2010",
        name: "ELN 2010",
        diseases: &[],
        judge: |profile| eln2010::eln2010(profile, &eln2010::Eln2010Policies::default()),
        by: by!(eln2010::eln2010, eln2010::Eln2010Policies),
    },
    Listed {
        id: "ruecker2012",
        name: "Ruecker 2012",
        diseases: &[Disease::Aml],
        judge: |profile| tp53_aml::ruecker2012(profile, &tp53_aml::Tp53AmlPolicies::default()),
        by: by!(tp53_aml::ruecker2012, tp53_aml::Tp53AmlPolicies),
    },
    Listed {
        id: "aml_tp53_monosomal",
        name: "TP53 and monosomal karyotype",
        diseases: &[Disease::Aml],
        judge: |profile| tp53_aml::aml_tp53_monosomal(profile, &tp53_aml::Tp53AmlPolicies::default()),
        by: by!(tp53_aml::aml_tp53_monosomal, tp53_aml::Tp53AmlPolicies),
    },
    Listed {
        id: "cll_tp53",
        name: "CLL TP53 (ERIC 2024)",
        diseases: &[Disease::Cll],
        judge: |profile| cll::cll_tp53(profile, &cll::CllPolicies::default()),
        by: by!(cll::cll_tp53, cll::CllPolicies, chosen_for_tp53),
    },
    Listed {
        id: "cll_karyotype",
        name: "CLL complex karyotype (Baliakas 2019)",
        diseases: &[Disease::Cll],
        judge: |profile| cll::cll_karyotype(profile, &cll::CllPolicies::default()),
        by: by!(cll::cll_karyotype, cll::CllPolicies),
    },
    Listed {
        id: "cll_resistance",
        name: "CLL resistance mutations (2024)",
        diseases: &[Disease::Cll],
        judge: |profile| cll::cll_resistance(profile, &cll::CllPolicies::default()),
        by: by!(cll::cll_resistance, cll::CllPolicies),
    },
    Listed {
        id: "ims_imwg2025",
        name: "IMS/IMWG 2025",
        diseases: &[Disease::PlasmaCell],
        judge: |profile| ims_imwg2025::ims_imwg2025(profile, &ims_imwg2025::ImsImwgPolicies::default()),
        by: by!(ims_imwg2025::ims_imwg2025, ims_imwg2025::ImsImwgPolicies),
    },
    Listed {
        id: "lymphoma_who5",
        name: "WHO 5th edition, lymphoma by genetics",
        diseases: &[Disease::Lymphoma],
        judge: |profile| lymphoma::lymphoma_who5(profile, &lymphoma::LymphomaPolicies::default()),
        by: by!(lymphoma::lymphoma_who5, lymphoma::LymphomaPolicies),
    },
    Listed {
        id: "lymphoma_icc2022",
        name: "ICC 2022, lymphoma by genetics",
        diseases: &[Disease::Lymphoma],
        judge: |profile| lymphoma::lymphoma_icc2022(profile, &lymphoma::LymphomaPolicies::default()),
        by: by!(lymphoma::lymphoma_icc2022, lymphoma::LymphomaPolicies),
    },
    Listed {
        id: "mantle_tp53",
        name: "Mantle cell lymphoma, TP53 (2017)",
        diseases: &[Disease::Lymphoma],
        judge: |profile| lymphoma::mantle_tp53(profile, &lymphoma::LymphomaPolicies::default()),
        by: by!(lymphoma::mantle_tp53, lymphoma::LymphomaPolicies),
    },
    Listed {
        id: "ball_who5",
        name: "WHO 5th edition, B-ALL by genetics",
        diseases: &[Disease::BAll, Disease::All],
        judge: |profile| b_all::ball_who5(profile, &b_all::BAllPolicies::default()),
        by: by!(b_all::ball_who5, b_all::BAllPolicies, chosen_limit),
    },
    Listed {
        id: "ball_icc2022",
        name: "ICC 2022, B-ALL by genetics",
        diseases: &[Disease::BAll, Disease::All],
        judge: |profile| b_all::ball_icc2022(profile, &b_all::BAllPolicies::default()),
        by: by!(b_all::ball_icc2022, b_all::BAllPolicies, chosen_limit),
    },
    Listed {
        id: "ball_risk",
        name: "B-ALL genetic risk (NCCN style, 2024)",
        diseases: &[Disease::BAll, Disease::All],
        judge: |profile| b_all::ball_risk(profile, &b_all::BAllPolicies::default()),
        by: by!(b_all::ball_risk, b_all::BAllPolicies),
    },
    Listed {
        id: "ikzf1plus",
        name: "IKZF1plus (2018)",
        diseases: &[Disease::BAll, Disease::All],
        judge: |profile| b_all::ikzf1plus(profile, &b_all::BAllPolicies::default()),
        by: by!(b_all::ikzf1plus, b_all::BAllPolicies, chosen_limit),
    },
    Listed {
        id: "tall_graall",
        name: "GRAALL four-gene risk (2013)",
        diseases: &[Disease::TAll, Disease::All],
        judge: |profile| tall_graall::tall_graall(profile, &tall_graall::GraallPolicies::default()),
        by: by!(tall_graall::tall_graall, tall_graall::GraallPolicies),
    },
    Listed {
        id: "cml_kinase",
        name: "BCR::ABL1 kinase domain mutations (2021)",
        diseases: &[Disease::Cml, Disease::BAll, Disease::All],
        judge: |profile| cml_kinase::cml_kinase(profile, &cml_kinase::CmlKinasePolicies::default()),
        by: by!(cml_kinase::cml_kinase, cml_kinase::CmlKinasePolicies),
    },
    Listed {
        id: "mpn_drivers",
        name: "MPN driver mutations (WHO 5, ICC 2022)",
        diseases: &[Disease::Mpn, Disease::Myelofibrosis],
        judge: |profile| mpn_drivers::mpn_drivers(profile, &mpn_drivers::MpnPolicies::default()),
        by: by!(mpn_drivers::mpn_drivers, mpn_drivers::MpnPolicies),
    },
    Listed {
        id: "ipssm",
        name: "IPSS-M",
        diseases: &[Disease::Mds],
        judge: |profile| ipssm::ipssm(profile, &ipssm::IpssmPolicies::default()),
        by: by!(ipssm::ipssm, ipssm::IpssmPolicies),
    },
    Listed { id: "ipssr", name: "IPSS-R", diseases: &[Disease::Mds], judge: ipssr::ipssr, by: by!(ipssr::ipssr) },
    Listed { id: "ipssra", name: "IPSS-RA", diseases: &[Disease::Mds], judge: ipssr::ipssra, by: by!(ipssr::ipssra) },
    Listed {
        id: "cpss_mol",
        name: "CPSS-Mol",
        diseases: &[Disease::Cmml],
        judge: |profile| cpss_mol::cpss_mol(profile, &ScorePolicies::default()),
        by: by!(cpss_mol::cpss_mol, ScorePolicies),
    },
    Listed {
        id: "mipss70",
        name: "MIPSS70",
        diseases: &[Disease::Myelofibrosis],
        judge: |profile| mipss70::mipss70(profile, &mipss70::Mipss70Policies::default()),
        by: by!(mipss70::mipss70, mipss70::Mipss70Policies),
    },
    Listed {
        id: "mipss70_plus_v2",
        name: "MIPSS70+ version 2.0",
        diseases: &[Disease::Myelofibrosis],
        judge: |profile| mipss70::mipss70_plus_v2(profile, &ScorePolicies::default()),
        by: by!(mipss70::mipss70_plus_v2, ScorePolicies),
    },
    Listed {
        id: "gipss",
        name: "GIPSS",
        diseases: &[Disease::Myelofibrosis],
        judge: |profile| gipss::gipss(profile, &ScorePolicies::default()),
        by: by!(gipss::gipss, ScorePolicies),
    },
    Listed {
        id: "cll_ipi",
        name: "CLL-IPI",
        diseases: &[Disease::Cll],
        judge: |profile| cll_ipi::cll_ipi(profile, &cll_ipi::CllIpiPolicies::default()),
        by: by!(cll_ipi::cll_ipi, cll_ipi::CllIpiPolicies),
    },
    Listed { id: "iss", name: "ISS", diseases: &[Disease::PlasmaCell], judge: iss::iss, by: by!(iss::iss) },
    Listed { id: "r_iss", name: "R-ISS", diseases: &[Disease::PlasmaCell], judge: iss::r_iss, by: by!(iss::r_iss) },
    Listed { id: "r2_iss", name: "R2-ISS", diseases: &[Disease::PlasmaCell], judge: iss::r2_iss, by: by!(iss::r2_iss) },
];

/// The scheme of this identifier.
pub fn scheme(id: &str) -> Option<&'static Listed> {
    SCHEMES.iter().find(|listed| listed.id == id)
}

/// What every scheme that is asked of the profile's disease says.
pub fn verdicts(profile: &Profile) -> Vec<Verdict> {
    asked_of(profile.indication()).map(|listed| (listed.judge)(profile)).collect()
}

fn asked_of(disease: Disease) -> impl Iterator<Item = &'static Listed> {
    SCHEMES.iter().filter(move |listed| listed.diseases.contains(&disease))
}

/// The same under choices: each scheme takes those that are its own.
///
/// ```
/// use marv_guidelines::{Choices, profile::Profile, verdicts_by};
/// use marv_model::case::Disease;
///
/// let chosen = Choices::default().with("icc2022_tp53_fraction", "above_10");
/// assert!(verdicts_by(&Profile::unknown().disease(Disease::Aml), &chosen).is_ok());
/// // No scheme that is asked of this disease has it.
/// assert!(verdicts_by(&Profile::unknown().disease(Disease::Cll), &chosen).is_err());
/// ```
///
/// # Errors
/// An option that no scheme of the disease has, or a value that the option does not have.
pub fn verdicts_by(profile: &Profile, choices: &Choices) -> Result<Vec<Verdict>, UnknownChoice> {
    if choices.is_empty() {
        return Ok(verdicts(profile));
    }
    let asked: Vec<(&Listed, Vec<String>)> =
        asked_of(profile.indication()).map(|listed| (listed, listed.options())).collect();
    let options: BTreeSet<&String> = asked.iter().flat_map(|(_, options)| options).collect();
    if let Some((option, value)) = choices.each().find(|(option, _)| !options.contains(&(*option).to_owned())) {
        let expected = options.into_iter().cloned().collect();
        return Err(UnknownChoice { option: option.to_owned(), value: value.to_owned(), expected });
    }
    asked.iter().map(|(listed, options)| listed.judged_by(profile, &choices.of(options))).collect()
}

/// ICC 2022 and WHO 5 held against each other, where both are among the verdicts and one of them at least is for the case; under the
/// choices that made the verdicts.
pub fn side_by_side(profile: &Profile, choices: &Choices, verdicts: &[Verdict]) -> Option<Comparison> {
    let of = |id: &str| verdicts.iter().find(|verdict| verdict.scheme_id == id);
    let (icc, who) = (of("icc2022")?, of("who5")?);
    let applies = |verdict: &Verdict| !matches!(verdict.outcome, Outcome::NotApplicable { .. });
    let policies = MyeloidPolicies::chosen_for_icc(&mut choices.reader());
    (applies(icc) || applies(who)).then(|| myeloid::compare(profile, &policies, icc, who))
}
