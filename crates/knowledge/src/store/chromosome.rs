//! Chromosomes by every name that downloads give them.

use marv_model::genome::{Build, bare_name};

/// A chromosome's number in tables, in the genome's order: 1 to 22, X, Y, M. None for other contigs.
pub(super) fn number(name: &str) -> Option<u16> {
    match bare_name(name) {
        "X" => Some(23),
        "Y" => Some(24),
        "M" | "MT" => Some(25),
        number => number.parse().ok().filter(|number| (1..=22).contains(number)),
    }
}

/// Its name with the `chr` prefix.
pub(super) fn name(number: u16) -> String {
    match number {
        23 => "chrX".to_owned(),
        24 => "chrY".to_owned(),
        25 => "chrM".to_owned(),
        other => format!("chr{other}"),
    }
}

/// Versions of the chromosomes' RefSeq accessions in GRCh38, 1 to 22, X, Y; those of GRCh37 are one lower.
/// Source: the assembly reports of NCBI, GCF_000001405.40 and GCF_000001405.25.
const GRCH38: [u8; 24] = [11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10];

/// The chromosome and the build of a RefSeq accession such as `NC_000017.11`; no build for the mitochondrion, which both
/// share.
pub(super) fn accession(name: &str) -> Option<(u16, Option<Build>)> {
    if name.starts_with("NC_012920.") {
        return Some((25, None));
    }
    let (digits, version) = name.strip_prefix("NC_")?.split_once('.')?;
    let of_chm13 = digits.parse::<u32>().ok().and_then(|n| n.checked_sub(60_924)).filter(|n| (1..=24).contains(n));
    if let Some(number) = of_chm13 {
        return Some((u16::try_from(number).ok()?, Some(Build::Chm13))); // NC_060925.1 to NC_060948.1
    }
    let (number, version): (u16, u8) = (digits.parse().ok()?, version.parse().ok()?);
    let known = *GRCH38.get(usize::from(number.checked_sub(1)?))?;
    let build = match version {
        v if v == known => Build::Grch38,
        v if v + 1 == known => Build::Grch37,
        _ => Build::Unknown,
    };
    Some((number, Some(build)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accessions_tell_the_build() {
        assert_eq!(accession("NC_000017.11"), Some((17, Some(Build::Grch38))));
        assert_eq!(accession("NC_000017.10"), Some((17, Some(Build::Grch37))));
        assert_eq!(accession("NC_000023.10"), Some((23, Some(Build::Grch37))));
        assert_eq!(accession("NC_060948.1"), Some((24, Some(Build::Chm13))));
        assert_eq!(accession("NC_012920.1"), Some((25, None)));
        assert_eq!((accession("NT_187361.1"), accession("chr17"), number("chr17")), (None, None, Some(17)));
        assert_eq!((number("MT"), number("17_random"), name(24).as_str()), (Some(25), None, "chrY"));
    }
}
