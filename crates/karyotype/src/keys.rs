//! Every key of the message catalogue that this crate emits, with what it means in English.

/// Keys and meanings. A reason or a warning stands as its key, and behind `: ` its values.
pub const KEYS: &[(&str, &str)] = &[
    ("iscn.warning.lower_case", "Sex chromosomes in lower case"),
    ("iscn.warning.spelling", "A spelling that stands for another"),
    ("iscn.warning.blank", "A blank where none belongs"),
    ("iscn.warning.missing_comma", "A comma is missing"),
    ("iscn.warning.double_comma", "Two commas follow each other"),
    ("iscn.warning.missing_slash", "A slash is missing between cell lines"),
    ("iscn.warning.unclosed_bracket", "A bracket is not closed"),
    ("iscn.warning.wrong_separator", "Another separator stands in place of a semicolon"),
    ("iscn.warning.missing_arm", "A breakpoint without its arm"),
    ("iscn.warning.missing_breakpoints", "Breakpoints are missing"),
    ("iscn.warning.cell_count", "The number of cells is not a plain number"),
    ("iscn.warning.missing_modal_number", "The number of chromosomes is missing"),
    ("iscn.warning.missing_sex", "The sex chromosomes are missing"),
    ("iscn.warning.ploidy_unstated", "The ploidy level is not stated and does not follow from the sex chromosomes"),
    (
        "iscn.warning.number_does_not_fit",
        "The items do not lead to the number of chromosomes that is given; the number that they lead to",
    ),
    ("iscn.warning.repeated_loss", "A chromosome that can be lost once is written as lost again: counted once"),
    ("iscn.warning.trailing_text", "Text behind a cell line was left out"),
    ("iscn.warning.truncated", "The text ends in the middle of an item: the karyotype is read in part"),
    ("iscn.warning.unread_item", "An item cannot be read: the karyotype is read in part"),
    ("iscn.warning.unread_line", "A cell line cannot be read: the karyotype is read in part"),
    ("iscn.warning.leading_text", "Text before the karyotype cannot be read: the karyotype is read in part"),
    (
        "iscn.warning.other_technique",
        "What another technique says (FISH, array) is kept and not interpreted: the karyotype is read in part",
    ),
    (
        "iscn.too_few_cells",
        "Seen in too few cells to be called clonal: to be confirmed by another method (why a lesion is not assessable)",
    ),
    ("iscn.count.one_item", "An item is one"),
    ("iscn.count.numerical", "A whole chromosome gained or lost is one"),
    ("iscn.count.copies", "Counted by its stated number"),
    ("iscn.count.balanced", "A balanced change is one"),
    ("iscn.count.one_chromosome", "A change of one chromosome is one, or as many as befell it"),
    ("iscn.count.several_chromosomes", "An unbalanced derivative of several chromosomes"),
    ("iscn.count.abnormal_gained", "The gain of an abnormal chromosome counts besides the abnormality"),
    ("iscn.count.twofold", "A change that counts two by itself"),
    ("iscn.count.doubling", "The whole complement doubled"),
    ("iscn.count.absorbed", "Not counted: another item already tells it"),
    ("tp53.reason.mutations_not_assessable", "Mutations of TP53 were not assessable"),
    ("tp53.reason.no_mutation", "No mutation of TP53"),
    ("tp53.reason.no_mutation_down_to_limit", "No mutation of TP53 down to this allele fraction"),
    (
        "tp53.reason.no_mutation_but_limit_above_floor",
        "No mutation of TP53 seen, but one at 10 % or above could have been missed; seen would have been this fraction",
    ),
    ("tp53.reason.one_mutation", "One mutation of TP53"),
    ("tp53.reason.several_mutations", "Several mutations of TP53"),
    ("tp53.reason.below_floor", "Below the 10 % that the definition counts from"),
    ("tp53.reason.fraction_implies_loss", "The allele fraction implies that the other allele is lost"),
    ("tp53.reason.irrespective_of_alleles", "One or two alleles count alike in this guideline"),
    ("tp53.reason.deletion", "Deletion over TP53"),
    ("tp53.reason.deletion_without_mutation", "Deletion over TP53 without a mutation"),
    ("tp53.reason.no_deletion", "No deletion over TP53"),
    ("tp53.reason.deletion_not_assessable", "Whether TP53 is deleted was not assessable"),
    ("tp53.reason.no_copy_left", "No copy of TP53 is left to be mutated"),
    ("tp53.reason.homozygous_deletion", "Deletion of both copies of TP53"),
    (
        "tp53.reason.homozygous_deletion_without_mutation",
        "Deletion of both copies of TP53 without a mutation, which the definition counts",
    ),
    ("tp53.reason.copy_neutral_loh", "Copy-neutral loss of heterozygosity over TP53"),
    ("tp53.reason.no_copy_neutral_loh", "No copy-neutral loss of heterozygosity over TP53"),
    (
        "tp53.reason.copy_neutral_loh_not_assessable",
        "Whether there is copy-neutral loss of heterozygosity over TP53 was not assessable",
    ),
    ("TP53", "Mutations of TP53 (an unknown input)"),
    ("tp53_deletion", "Whether TP53 is deleted (an unknown input)"),
    ("tp53_copy_neutral_loh", "Whether there is copy-neutral loss of heterozygosity over TP53 (an unknown input)"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// `keys.txt` is the list that a message catalogue is checked against.
    #[test]
    fn the_list_of_keys_is_up_to_date() {
        let lines: Vec<String> = KEYS.iter().map(|(key, english)| format!("{key}\t{english}")).collect();
        let listed = lines.join("\n") + "\n";
        assert!(include_str!("../keys.txt") == listed, "keys.txt should be:\n{listed}");
    }

    #[test]
    fn every_warning_has_its_words_and_no_key_stands_twice() {
        for kind in crate::WarningKind::ALL {
            assert!(KEYS.iter().any(|(key, _)| *key == kind.key()), "{}", kind.key());
        }
        let mut keys: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
