//! A panel of normals for junctions: which pairs of places unrelated normals join, as BEDPE.
//!
//! A line is a junction: contig, start and end (0-based, half-open) of the last joined base of the one side and of the
//! other, a name, how many normals show it, and the strands: `+` where the bases up to the place are joined, `-` where
//! those from it on are. Panels of other programs in this form, such as GRIDSS's, are read as well.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use marv_model::{
    genome::{ContigId, Contigs},
    structure::{Breakend, Junction, Kept},
};

use crate::{
    error::{Error, Place, Problem},
    output::Output,
    variants::input::Input,
};

/// The line that says how many normals a panel is made of.
const SAMPLES: &str = "##marvPanelOfJunctions=";
/// METHOD: sides of two normals' junctions as near as this, bases, are one: bases that both sides share and what an aligner
/// clips move a break by so much.
const SLACK: u32 = 10;
/// What a line holds, for messages.
const COLUMNS: &str =
    "BEDPE is contig, start, end of the one side, the same of the other, name, normals, strand, strand";

/// One side of a line: the stretch in which the break lies, 0-based, both ends within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    contig: ContigId,
    kept: Kept,
    from: u32,
    to: u32,
}

impl Side {
    fn of(side: Breakend) -> Self {
        let at = side.locus.position;
        Self { contig: side.locus.contig, kept: side.kept, from: at, to: at }
    }
    /// Whether the break lies in the stretch, or nearly.
    fn holds(&self, side: Breakend, slack: u32) -> bool {
        let at = side.locus.position;
        let near = self.from.saturating_sub(slack) <= at && at <= self.to.saturating_add(slack);
        (self.contig, self.kept) == (side.locus.contig, side.kept) && near
    }
}

/// The two sides of a junction, the first in the genome's order first, and how many normals show it.
type Entry = (Side, Side, u32);

/// Junctions of normals, with how many show each.
///
/// ```
/// use marv_ingest::junction_panel::JunctionPanel;
/// use marv_model::{genome::{Contigs, Locus}, structure::{Breakend, Junction, Kept}};
///
/// let contigs = Contigs::grch38();
/// let side = |name, position, kept| Breakend { locus: Locus::new(contigs.id(name).unwrap(), position), kept };
/// let of = |shift: u32| Junction {
///     one: side("chr9", 1_000 + shift, Kept::Before),
///     other: side("chr22", 5_000, Kept::From),
///     cell_fraction: None,
/// };
/// let panel = JunctionPanel::of(&[vec![of(0)], vec![of(3)], vec![]]);
/// assert_eq!((panel.samples(), panel.normals(&of(1), [0, 0])), (Some(3), 2));
/// assert_eq!(panel.normals(&of(500), [0, 0]), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JunctionPanel {
    samples: Option<u32>,
    /// In the genome's order, by the contig and direction of the one side.
    entries: BTreeMap<(ContigId, Kept), Vec<Entry>>,
}

impl JunctionPanel {
    /// Of the junctions of each normal. Those that lie within ten bases of another's are one, and a normal counts once.
    pub fn of(normals: &[Vec<Junction>]) -> Self {
        let mut all: Vec<(Breakend, Breakend, usize)> = Vec::new();
        for (number, junctions) in normals.iter().enumerate() {
            all.extend(junctions.iter().map(|junction| {
                let (one, other) = ordered(junction);
                (one, other, number)
            }));
        }
        let by = |(one, other, number): &(Breakend, Breakend, usize)| {
            (
                one.locus.contig,
                one.kept,
                one.locus.position,
                other.locus.contig,
                other.kept,
                other.locus.position,
                *number,
            )
        };
        all.sort_unstable_by_key(by);
        let mut panel = Self { samples: u32::try_from(normals.len()).ok(), entries: BTreeMap::new() };
        let mut open: Vec<(Side, Side, BTreeSet<usize>)> = Vec::new();
        for (one, other, number) in all {
            let (done, still) = open.into_iter().partition(|(first, ..)| !first.holds(one, SLACK));
            panel.close(done);
            open = still;
            match open.iter_mut().find(|(_, second, _)| second.holds(other, SLACK)) {
                Some((first, second, who)) => {
                    first.to = first.to.max(one.locus.position);
                    second.from = second.from.min(other.locus.position);
                    second.to = second.to.max(other.locus.position);
                    who.insert(number);
                }
                None => open.push((Side::of(one), Side::of(other), BTreeSet::from([number]))),
            }
        }
        panel.close(open);
        panel.entries.values_mut().for_each(|list| list.sort_unstable());
        panel
    }

    fn close(&mut self, done: Vec<(Side, Side, BTreeSet<usize>)>) {
        for (one, other, who) in done {
            let normals = u32::try_from(who.len()).unwrap_or(u32::MAX);
            self.entries.entry((one.contig, one.kept)).or_default().push((one, other, normals));
        }
    }

    /// Reads a panel, plain or compressed. Lines of contigs that the reference lacks are passed over.
    ///
    /// # Errors
    /// The first line that is not as the format asks.
    pub fn read(path: &Path, contigs: &Contigs) -> Result<Self, Error> {
        let mut panel = Self::default();
        let side =
            |(name, from, to, kept): Told<'_>| contigs.id_or_alias(name).map(|contig| Side { contig, kept, from, to });
        panel.samples = each(path, |one, other, normals| {
            let Some((one, other)) = side(one).zip(side(other)) else { return };
            let (one, other) = if one <= other { (one, other) } else { (other, one) };
            panel.entries.entry((one.contig, one.kept)).or_default().push((one, other, normals));
        })?;
        panel.entries.values_mut().for_each(|list| list.sort_unstable());
        Ok(panel)
    }

    /// Writes the panel, compressed where the name ends in `.gz`. It is there whole or not at all.
    ///
    /// # Errors
    /// When the place cannot be written to.
    pub fn write(&self, path: &Path, contigs: &Contigs) -> Result<(), Error> {
        let mut text = format!("{SAMPLES}{}\n", self.samples.unwrap_or_default());
        text.push_str("#contig_a\tstart_a\tend_a\tcontig_b\tstart_b\tend_b\tname\tnormals\tstrand_a\tstrand_b\n");
        let row = |(one, other, normals): &Entry| {
            let place = |side: &Side| format!("{}\t{}\t{}", contigs.name(side.contig), side.from, side.to + 1);
            format!("{}\t{}\t.\t{normals}\t{}\t{}\n", place(one), place(other), strand(one.kept), strand(other.kept))
        };
        text.extend(self.rows().map(row));
        let mut output = Output::create(path)?;
        let failed = |error| Error::new(path, Problem::from(error));
        if path.extension().is_some_and(|ending| ending == "gz") {
            let mut encoder = GzEncoder::new(&mut output, Compression::default());
            encoder.write_all(text.as_bytes()).and_then(|()| encoder.try_finish()).map_err(failed)?;
        } else {
            output.write(text.as_bytes())?;
        }
        output.publish()
    }

    /// Normals that it is made of; none where the file does not say.
    pub fn samples(&self) -> Option<u32> {
        self.samples
    }

    /// What a file holds, without a reference: how many normals it is made of, and junctions by how many show them.
    ///
    /// # Errors
    /// The first line that is not as the format asks.
    pub fn counts(path: &Path) -> Result<(Option<u32>, BTreeMap<u32, u64>), Error> {
        let mut carriers = BTreeMap::new();
        let samples = each(path, |_, _, normals| *carriers.entry(normals).or_default() += 1)?;
        Ok((samples, carriers))
    }

    /// Junctions by how many normals show them.
    pub fn carriers(&self) -> BTreeMap<u32, u64> {
        let mut carriers = BTreeMap::new();
        self.rows().for_each(|(.., normals)| *carriers.entry(*normals).or_default() += 1);
        carriers
    }

    /// How many normals show a junction, whose sides may lie `uncertainty` bases on either side of their places. 0 is
    /// none of them.
    pub fn normals(&self, junction: &Junction, uncertainty: [u32; 2]) -> u32 {
        let swapped = junction.one > junction.other;
        let (one, other) = ordered(junction);
        let [first, second] = if swapped { [uncertainty[1], uncertainty[0]] } else { uncertainty };
        let list = self.entries.get(&(one.locus.contig, one.kept)).map_or(&[][..], Vec::as_slice);
        let alike = |(a, b, _): &&Entry| {
            a.holds(one, SLACK.saturating_add(first)) && b.holds(other, SLACK.saturating_add(second))
        };
        list.iter().filter(alike).map(|(.., normals)| *normals).max().unwrap_or(0)
    }

    fn rows(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().flatten()
    }
}

fn ordered(junction: &Junction) -> (Breakend, Breakend) {
    let (one, other) = (junction.one, junction.other);
    if one <= other { (one, other) } else { (other, one) }
}

fn strand(kept: Kept) -> char {
    match kept {
        Kept::Before => '+',
        Kept::From => '-',
    }
}

fn fault(path: &Path, line: u64, field: &str, found: &str) -> Error {
    let problem = Problem::Malformed { found: found.chars().take(60).collect(), expected: "a value of BEDPE".into() };
    Error::new(path, problem).at(Place::Line(line)).field(field).advice(COLUMNS)
}

/// A side as a line has it: the contig's name, both ends of the stretch, the direction.
type Told<'a> = (&'a str, u32, u32, Kept);

/// A line's two sides and its number of normals.
fn row<'a>(path: &Path, text: &'a str, line: u64) -> Result<(Told<'a>, Told<'a>, u32), Error> {
    let columns: Vec<&str> = text.split('\t').collect();
    let [contig_a, start_a, end_a, contig_b, start_b, end_b, _, normals, strand_a, strand_b, ..] = columns[..] else {
        return Err(fault(path, line, "columns", text));
    };
    let number = |field: &str, found: &str| found.parse::<u32>().map_err(|_| fault(path, line, field, found));
    let side = |field: &str, contig, [start, end, strand]: [&str; 3]| {
        let (from, end) = (number(field, start)?, number(field, end)?);
        let to =
            end.checked_sub(1).filter(|to| *to >= from).ok_or_else(|| fault(path, line, field, &end.to_string()))?;
        let kept = match strand {
            "+" => Kept::Before,
            "-" => Kept::From,
            _ => return Err(fault(path, line, field, strand)),
        };
        Ok((contig, from, to, kept))
    };
    let one = side("first side", contig_a, [start_a, end_a, strand_a])?;
    let other = side("second side", contig_b, [start_b, end_b, strand_b])?;
    Ok((one, other, number("normals", normals)?))
}

/// The rows of a file and, where it says, how many normals it is made of, handed on one by one.
fn each(path: &Path, mut take: impl FnMut(Told<'_>, Told<'_>, u32)) -> Result<Option<u32>, Error> {
    let mut input = Input::open(path)?;
    let (mut line, mut samples) = (Vec::new(), None);
    while input.next_line(&mut line)? {
        let number = input.line();
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if let Some(told) = text.strip_prefix(SAMPLES) {
            samples = Some(told.parse().map_err(|_| fault(path, number, "normals", told))?);
        }
        if !text.is_empty() && !text.starts_with('#') {
            let (one, other, normals) = row(path, text, number)?;
            take(one, other, normals);
        }
    }
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{Contig, Locus};

    use super::*;

    fn contigs() -> Contigs {
        Contigs::new([Contig::new("chr9", 10_000), Contig::new("chr22", 10_000)]).unwrap()
    }
    fn junction(one: (&str, u32, Kept), other: (&str, u32, Kept)) -> Junction {
        let contigs = contigs();
        let side = |(name, at, kept)| Breakend { locus: Locus::new(contigs.id(name).unwrap(), at), kept };
        Junction { one: side(one), other: side(other), cell_fraction: None }
    }

    #[test]
    fn a_normal_counts_once_and_near_places_are_one() {
        use Kept::{Before, From};
        let of = |at, to| junction(("chr9", at, Before), ("chr22", to, From));
        // The first normal shows the place twice; the second 8 bases on; the third 8 on from that; the fourth elsewhere.
        let panel = JunctionPanel::of(&[
            vec![of(100, 500), of(102, 501)],
            vec![of(108, 500)],
            vec![of(116, 505)],
            vec![of(100, 900), junction(("chr9", 100, From), ("chr22", 500, From))],
        ]);
        assert_eq!(panel.carriers(), BTreeMap::from([(3, 1), (1, 2)]));
        assert_eq!(panel.normals(&of(110, 503), [0, 0]), 3);
        // 126 is ten bases behind 116; 127 is not, unless it may lie a base further off.
        assert_eq!([of(126, 500), of(127, 500)].map(|one| panel.normals(&one, [0, 0])), [3, 0]);
        assert_eq!(panel.normals(&of(127, 500), [1, 0]), 3);
        // The other order of the sides is the same junction; the other direction is not.
        let turned = junction(("chr22", 500, From), ("chr9", 127, Before));
        assert_eq!(panel.normals(&turned, [0, 1]), 3);
        assert_eq!(panel.normals(&junction(("chr9", 100, Before), ("chr22", 500, Before)), [0, 0]), 0);
    }

    #[test]
    fn what_is_written_is_read_again_and_other_programs_lines_too() {
        use Kept::{Before, From};
        let panel = JunctionPanel::of(&[
            vec![junction(("chr9", 100, Before), ("chr22", 500, From))],
            vec![junction(("chr9", 104, Before), ("chr22", 500, From))],
        ]);
        let folder = tempfile::tempdir().unwrap();
        for name in ["panel.bedpe", "panel.bedpe.gz"] {
            let path = folder.path().join(name);
            panel.write(&path, &contigs()).unwrap();
            assert_eq!(JunctionPanel::read(&path, &contigs()).unwrap(), panel);
            assert_eq!(JunctionPanel::counts(&path).unwrap(), (Some(2), panel.carriers()));
        }
        let plain = std::fs::read_to_string(folder.path().join("panel.bedpe")).unwrap();
        assert_eq!(plain.lines().last(), Some("chr9\t100\t105\tchr22\t500\t501\t.\t2\t+\t-"));
        // As GRIDSS writes them: without a head, the sides in either order, contigs of alternative loci among them.
        let other = folder.path().join("other.bedpe");
        std::fs::write(&other, "chr22\t500\t501\tchr9\t100\t105\t.\t7\t-\t+\nchrUn_1\t1\t2\tchr9\t1\t2\t.\t3\t+\t+\n")
            .unwrap();
        let read = JunctionPanel::read(&other, &contigs()).unwrap();
        assert_eq!((read.samples(), read.carriers()), (None, BTreeMap::from([(7, 1)])));
        assert_eq!(read.normals(&junction(("chr9", 103, Before), ("chr22", 500, From)), [0, 0]), 7);
    }

    #[test]
    fn a_line_that_is_no_line_is_told_with_its_field() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("panel.bedpe");
        for (line, field) in [
            ("chr9\t1\t2", "columns"),
            ("chr9\tx\t2\tchr22\t1\t2\t.\t1\t+\t+", "first side"),
            ("chr9\t1\t2\tchr22\t2\t2\t.\t1\t+\t+", "second side"),
            ("chr9\t1\t2\tchr22\t1\t2\t.\tmany\t+\t+", "normals"),
            ("chr9\t1\t2\tchr22\t1\t2\t.\t1\t+\t*", "second side"),
            ("##marvPanelOfJunctions=none", "normals"),
        ] {
            std::fs::write(&path, format!("{line}\n")).unwrap();
            let error = JunctionPanel::read(&path, &contigs()).unwrap_err().to_string();
            assert!(error.contains(field) && error.contains("line 1"), "{line}: {error}");
        }
    }
}
