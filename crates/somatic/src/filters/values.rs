//! What the value of each rule of the ledger is, in words.

/// What a rule's value is, by the rule's name in the ledger; none for a name that no rule of small variants has.
///
/// ```
/// assert_eq!(marv_somatic::value_of("map_qual"), Some("median mapping quality of the allele's reads, Phred"));
/// ```
pub fn value_of(rule: &str) -> Option<&'static str> {
    VALUES.iter().find(|(name, _)| *name == rule).map(|(_, what)| *what)
}

const VALUES: [(&str, &str); 28] = [
    ("candidate", "fragments of the tumour with the allele"),
    ("posterior", "probability that it is somatic"),
    ("set_aside_normal_fraction", "fraction in the normal"),
    ("set_aside_tumour_margin", "standard errors below what an acquired allele would have in the tumour"),
    ("unseen_in_tumour", "fragments of the tumour over the hotspot, none of which shows it"),
    ("unseen_in_normal", "fragments of the normal over the hotspot, none of which shows it"),
    ("low_depth", "informative fragments of the tumour"),
    ("low_normal_depth", "informative fragments of the normal"),
    ("high_depth", "depth as a multiple of the sample's mean"),
    ("base_call_noise", "share of the fragments that were set aside"),
    ("spanning_deletion", "share of the tumour's fragments that delete the place"),
    ("base_qual", "median base quality of the allele, Phred"),
    ("map_qual", "median mapping quality of the allele's reads, Phred"),
    ("map_qual_difference", "mapping quality below that of the reference's reads, Phred"),
    ("position", "median distance from the nearer read end, bases"),
    ("strand_bias", "probability of an error on one strand"),
    ("orientation", "probability of an error in one orientation"),
    ("duplicate", "distinct fragments with the allele"),
    ("fragment_length", "share of the library's fragments that are as short"),
    ("slippage", "probability that slippage alone makes as many"),
    ("panel_of_normals", "normals of the panel that show it"),
    ("normal_artifact", "probability of an error that both samples share"),
    ("contamination", "probability that another person carries it"),
    ("germline", "probability that it is inherited"),
    ("weak_evidence", "probability of an artefact, among artefact and somatic"),
    ("low_allele_frac", "fraction in the tumour"),
    ("clustered_events", "other candidates near by"),
    ("multiallelic", "other strong alleles at the place"),
];

#[cfg(test)]
mod tests {
    use marv_model::call::Filter;

    use super::value_of;

    #[test]
    fn every_filter_s_value_has_words() {
        for filter in Filter::ALL {
            assert!(value_of(filter.id()).is_some(), "{}", filter.id());
        }
        assert_eq!(value_of("no_rule"), None);
    }
}
