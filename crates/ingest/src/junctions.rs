//! Junctions of a structural-variant VCF: breakends, deletions, duplications and inversions of any caller.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use marv_model::{
    genome::{ContigId, Contigs, Locus},
    structure::{Breakend, Junction, Kept},
};

use crate::{
    Error,
    error::{Place, Problem},
    variants::{GenericRecord, VariantReader},
};

/// What a file holds. Every record is counted once: those that gave a junction are the rest of [`Self::records`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Junctions {
    /// Each once, by its two sides, in the genome's order.
    pub junctions: Vec<Junction>,
    /// Records of the file.
    pub records: u64,
    /// Records that a filter of the caller holds back.
    pub filtered: u64,
    /// Records whose junctions were there already: the other side of a pair, or the same once more.
    pub again: u64,
    /// Records that join no two places of the reference, by the reason.
    pub unjoined: BTreeMap<Unjoined, u64>,
}

impl Junctions {
    /// Records that join no two places of the reference.
    pub fn without_place(&self) -> u64 {
        self.unjoined.values().sum()
    }
}

/// Why a record joins no two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unjoined {
    /// Bases that come in between: of the other place nothing is known.
    Insertion,
    /// A breakend without a mate.
    SingleBreakend,
    /// A side lies on a contig that the reference lacks, or beyond a contig's end.
    OtherContig,
    /// A junction, and no word of which ends are joined, or of where the other one lies.
    EndsNotTold,
    /// No change of structure: a small variant, or a number of copies.
    NoJunction,
}

impl Unjoined {
    /// In words, as a table may show it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Insertion => "insertion",
            Self::SingleBreakend => "single breakend",
            Self::OtherContig => "contig or place that the reference lacks",
            Self::EndsNotTold => "joined ends not told",
            Self::NoJunction => "no junction",
        }
    }
}

/// Reads the junctions that pass the caller's own filters. A pair of breakends, or a record that is there twice, is one.
pub fn read(path: impl AsRef<Path>, contigs: &Contigs) -> Result<Junctions, Error> {
    read_of(path.as_ref(), contigs, false)
}

/// Reads the junctions whatever the caller's filters say, as a panel of normals asks for.
pub fn read_unfiltered(path: impl AsRef<Path>, contigs: &Contigs) -> Result<Junctions, Error> {
    read_of(path.as_ref(), contigs, true)
}

fn read_of(path: &Path, contigs: &Contigs, filtered_too: bool) -> Result<Junctions, Error> {
    let mut reader = VariantReader::open(path)?;
    let mut found = Junctions::default();
    let mut seen: BTreeSet<(Breakend, Breakend)> = BTreeSet::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    while let Some(record) = reader.next_record()? {
        found.records += 1;
        if !filtered_too && record.filters.as_ref().is_some_and(|filters| !filters.is_empty()) {
            found.filtered += 1;
            continue;
        }
        // Where bases may belong to either side, the two records of a pair spell one junction at different places.
        let mate = record.info("MATEID").or_else(|| record.info("PARID"));
        if mate.is_some_and(|mate| taken.contains(mate)) {
            found.again += 1;
            continue;
        }
        taken.extend(record.ids.iter().cloned());
        let before = seen.len();
        let pairs = pairs(&record, contigs).map_err(|text| {
            Error::new(
                path,
                Problem::Malformed { found: text, expected: "a breakend as the VCF specification writes it".into() },
            )
            .at(Place::Line(record.line))
            .field("ALT")
        })?;
        if pairs.is_empty() {
            *found.unjoined.entry(unjoined(&record, contigs)).or_default() += 1;
            continue;
        }
        seen.extend(pairs.into_iter().map(|(one, other)| if one <= other { (one, other) } else { (other, one) }));
        found.again += u64::from(before == seen.len());
    }
    found.junctions = seen.into_iter().map(|(one, other)| Junction { one, other, cell_fraction: None }).collect();
    Ok(found)
}

/// Why a record gave no pair of places.
fn unjoined(record: &GenericRecord, contigs: &Contigs) -> Unjoined {
    let lacks = |name: &str| contigs.id_or_alias(name).is_none();
    let alternate = record.alternates.first().map_or("", String::as_str);
    let kind = kind(record, alternate);
    if lacks(&record.contig) || record.info("CHR2").is_some_and(lacks) {
        Unjoined::OtherContig
    } else if kind == "INS" || alternate.starts_with("<INS") {
        Unjoined::Insertion
    } else if alternate.contains(['[', ']']) {
        Unjoined::OtherContig
    } else if alternate.len() > 1 && (alternate.starts_with('.') || alternate.ends_with('.')) {
        Unjoined::SingleBreakend
    } else if matches!(kind, "TRA" | "BND" | "CTX" | "ITX" | "DEL" | "DUP" | "TDUP" | "INV" | "INVDUP")
        || kind.contains('/')
    {
        Unjoined::EndsNotTold
    } else {
        Unjoined::NoJunction
    }
}

/// The pairs of places that a record joins; the offending text where a breakend is not written as it should be.
fn pairs(record: &GenericRecord, contigs: &Contigs) -> Result<Vec<(Breakend, Breakend)>, String> {
    let Some(contig) = contigs.id_or_alias(&record.contig) else { return Ok(Vec::new()) };
    let mut pairs = Vec::new();
    for alternate in &record.alternates {
        if alternate.contains(['[', ']']) {
            pairs.extend(breakend(record, contig, alternate, contigs)?);
        } else if matches!(kind(record, alternate), "TRA" | "BND" | "CTX") {
            pairs.extend(translocation(record, contig, contigs));
        } else if let Some(end) = end(record) {
            pairs.extend(symbolic(record, contig, end, alternate));
        }
    }
    Ok(pairs)
}

/// VCF 4.4, section 5.4: `t[p[`, `t]p]`, `]p]t`, `[p[t`.
fn breakend(
    record: &GenericRecord,
    contig: ContigId,
    alternate: &str,
    contigs: &Contigs,
) -> Result<Option<(Breakend, Breakend)>, String> {
    let wrong = || alternate.to_owned();
    let bracket = if alternate.contains('[') { '[' } else { ']' };
    let parts: Vec<&str> = alternate.split(bracket).collect();
    let [before, place, after] = parts[..] else { return Err(wrong()) };
    let (name, position) = place.rsplit_once(':').ok_or_else(wrong)?;
    let position: u32 = position.parse().map_err(|_| wrong())?;
    if before.is_empty() == after.is_empty() {
        return Err(wrong());
    }
    // Contigs of an assembly stand in angle brackets and are no place of the reference.
    let Some(mate) = contigs.id_or_alias(name) else { return Ok(None) };
    let own = if after.is_empty() { Kept::Before } else { Kept::From };
    let mates = if bracket == '[' { Kept::From } else { Kept::Before };
    Ok(side(contigs, contig, record.position, own).zip(side(contigs, mate, position, mates)))
}

/// The last base of a deletion, duplication or inversion, 1-based.
fn end(record: &GenericRecord) -> Option<u32> {
    let by_length = || {
        let length: i64 = record.info("SVLEN")?.split(',').next()?.parse().ok()?;
        u32::try_from(i64::from(record.position) + length.abs()).ok()
    };
    record.info("END").and_then(|end| end.parse().ok()).or_else(by_length).filter(|end| *end > record.position)
}

fn symbolic(record: &GenericRecord, contig: ContigId, end: u32, alternate: &str) -> Vec<(Breakend, Breakend)> {
    // The record's position is the base before the event; the event ends with `end`. Positions become 0-based.
    let (before, first, last, behind) =
        (record.position.saturating_sub(1), record.position, end.saturating_sub(1), end);
    let at = |position, kept| Breakend { locus: Locus::new(contig, position), kept };
    match kind(record, alternate) {
        "DEL" => vec![(at(before, Kept::Before), at(behind, Kept::From))],
        "DUP" | "TDUP" => vec![(at(first, Kept::From), at(last, Kept::Before))],
        kind @ ("INV" | "INVDUP") => {
            // Where the program says which end of the inversion it saw, the other is not made up; of a part that is there once more,
            // turned, there is one (Sniffles).
            let told = joined_ends(record);
            let saw = |kept: Kept| told.is_empty() && kind == "INV" || told.contains(&(kept, kept));
            let left = saw(Kept::Before).then(|| (at(before, Kept::Before), at(last, Kept::Before)));
            let right = saw(Kept::From).then(|| (at(first, Kept::From), at(behind, Kept::From)));
            left.into_iter().chain(right).collect()
        }
        _ => Vec::new(),
    }
}

/// The kind of a record: of its symbolic allele, or of `SVTYPE`.
fn kind<'a>(record: &'a GenericRecord, alternate: &'a str) -> &'a str {
    let kind = alternate.trim_matches(['<', '>']).split(':').next().unwrap_or_default();
    if alternate.starts_with('<') { kind } else { record.info("SVTYPE").unwrap_or_default() }
}

/// Two chromosomes without breakend notation, as Delly before 0.8 and novoBreak write them: `<TRA>` with CHR2, the place there
/// (POS2 or END) and CT. Nothing where the record does not say which ends are joined.
fn translocation(record: &GenericRecord, contig: ContigId, contigs: &Contigs) -> Vec<(Breakend, Breakend)> {
    let other = record.info("CHR2").and_then(|name| contigs.id_or_alias(name));
    let place = record.info("POS2").or_else(|| record.info("END")).and_then(|place| place.parse::<u32>().ok());
    let (Some(other), Some(place)) = (other, place) else { return Vec::new() };
    joined_ends(record)
        .into_iter()
        .filter_map(|(own, mates)| side(contigs, contig, record.position, own).zip(side(contigs, other, place, mates)))
        .collect()
}

/// Which ends a record says are joined: CT of Delly and novoBreak (`3to5`), STRANDS of LUMPY and Sniffles and STR of svtools
/// (`+-:12`), INV3 and INV5 of Manta and DRAGEN. Empty where it says nothing.
fn joined_ends(record: &GenericRecord) -> Vec<(Kept, Kept)> {
    let kept = |end: &str| match end {
        "3" | "+" => Some(Kept::Before),
        "5" | "-" => Some(Kept::From),
        _ => None,
    };
    if let Some((own, mate)) = record.info("CT").and_then(|text| text.split_once("to")) {
        return kept(own).zip(kept(mate)).into_iter().collect();
    }
    if let Some(text) = record.info("STRANDS").or_else(|| record.info("STR")) {
        let pair = |part: &str| {
            let strands = part.split(':').next().filter(|strands| strands.len() == 2 && strands.is_ascii())?;
            kept(&strands[..1]).zip(kept(&strands[1..]))
        };
        return text.split(',').filter_map(pair).collect();
    }
    let flags = [("INV3", Kept::Before), ("INV5", Kept::From)];
    flags.into_iter().filter(|(flag, _)| record.has_info(flag)).map(|(_, kept)| (kept, kept)).collect()
}

/// One side at a 1-based position; none beyond the contig, as at a telomere.
fn side(contigs: &Contigs, contig: ContigId, position: u32, kept: Kept) -> Option<Breakend> {
    let position = position.checked_sub(1).filter(|position| *position < contigs.length(contig))?;
    Some(Breakend { locus: Locus::new(contig, position), kept })
}

#[cfg(test)]
mod tests {
    use marv_model::genome::Contig;

    use super::*;

    fn contigs() -> Contigs {
        Contigs::new([Contig::new("chr9", 1_000), Contig::new("chr22", 1_000)]).unwrap()
    }
    fn read_text(records: &str) -> Result<Junctions, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sv.vcf");
        let header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        std::fs::write(&path, format!("{header}{records}")).unwrap();
        read(&path, &contigs())
    }
    fn shown(junctions: &Junctions) -> Vec<String> {
        let contigs = contigs();
        let side = |one: &Breakend| {
            format!(
                "{}:{}{}",
                contigs.name(one.locus.contig),
                one.locus.position + 1,
                if one.kept == Kept::Before { "<" } else { ">" }
            )
        };
        junctions.junctions.iter().map(|j| format!("{} {}", side(&j.one), side(&j.other))).collect()
    }

    #[test]
    fn the_four_forms_of_a_breakend_and_its_mate_are_one_junction() {
        // VCF 4.4, section 5.4: t[p[ keeps what lies before pos and joins what lies from p.
        let found = read_text(
            "chr9\t100\ta\tA\tA[22:500[\t.\tPASS\tSVTYPE=BND;MATEID=b\n\
             chr22\t500\tb\tC\t]9:100]C\t.\tPASS\tSVTYPE=BND;MATEID=a\n\
             chr9\t200\tc\tA\tA]chr22:600]\t.\t.\tSVTYPE=BND\n\
             chr9\t300\td\tA\t[chr22:700[A\t.\tPASS\tSVTYPE=BND\n\
             chr9\t300\te\tA\t[chr22:700[A\t.\tLowQual\tSVTYPE=BND\n",
        )
        .unwrap();
        assert_eq!(shown(&found), ["chr9:100< chr22:500>", "chr9:200< chr22:600<", "chr9:300> chr22:700>"]);
        assert_eq!((found.records, found.filtered, found.again, found.without_place()), (5, 1, 1, 0));
    }

    #[test]
    fn symbolic_records_join_their_ends() {
        let found = read_text(
            "chr9\t100\t.\tA\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=200\n\
             chr9\t300\t.\tA\t<DUP:TANDEM>\t.\tPASS\tSVTYPE=DUP;SVLEN=100\n\
             chr9\t500\t.\tA\t<INV>\t.\tPASS\tEND=600\n\
             chr9\t700\t.\tA\t<INS>\t.\tPASS\tEND=700\n\
             chr9\t800\t.\tA\tC\t.\tPASS\t.\n",
        )
        .unwrap();
        // Deleted are 101 to 200; duplicated 301 to 400; inverted 501 to 600.
        assert_eq!(
            shown(&found),
            ["chr9:100< chr9:201>", "chr9:301> chr9:400<", "chr9:500< chr9:600<", "chr9:501> chr9:601>"]
        );
        let expected = BTreeMap::from([(Unjoined::Insertion, 1), (Unjoined::NoJunction, 1)]);
        assert_eq!(found.unjoined, expected);
    }

    /// Delly's manual: CT 3to5 joins the 3' end of the first place to the 5' end of the second, as a deletion does; 3to3 and
    /// 5to5 are the two ends of an inversion. LUMPY writes ++ and -- for them, Manta INV3 and INV5.
    #[test]
    fn programs_say_which_ends_are_joined_and_no_other_is_made_up() {
        let found = read_text(
            "chr9\t100\t.\tA\t<TRA>\t.\tPASS\tSVTYPE=TRA;CHR2=chr22;END=500;CT=3to5\n\
             chr9\t200\t.\tA\t<TRA>\t.\tPASS\tSVTYPE=TRA;CHR2=chr22;END=600\n\
             chr9\t300\t.\tA\t<INV>\t.\tPASS\tEND=400;CT=3to3\n\
             chr9\t500\t.\tA\t<INV>\t.\tPASS\tEND=600;STRANDS=--:7\n\
             chr9\t700\t.\tA\t<INV>\t.\tPASS\tEND=800;INV3\n\
             chr9\t850\t.\tA\t<INV>\t.\tPASS\tEND=900;STRANDS=++:4,--:5\n\
             chr9\t910\t.\tA\t<INVDUP>\t.\tPASS\tEND=950;STRANDS=--\n\
             chr9\t960\t.\tA\t<INVDUP>\t.\tPASS\tEND=970\n\
             chr9\t980\t.\tA\t<DUP/INS>\t.\tPASS\tEND=990;STRANDS=+-\n",
        )
        .unwrap();
        let expected = [
            "chr9:100< chr22:500>",
            "chr9:300< chr9:400<",
            "chr9:501> chr9:601>",
            "chr9:700< chr9:800<",
            "chr9:850< chr9:900<",
            "chr9:851> chr9:901>",
            "chr9:911> chr9:951>",
        ];
        assert_eq!(shown(&found), expected);
        assert_eq!(found.unjoined, BTreeMap::from([(Unjoined::EndsNotTold, 3)]));
    }

    #[test]
    fn a_breakend_that_is_none_is_told_by_its_line() {
        let message = read_text("chr9\t100\t.\tA\tA[22[\t.\tPASS\tSVTYPE=BND\n").unwrap_err().to_string();
        assert!(message.contains("line 3") && message.contains("A[22["), "{message}");
    }
}
