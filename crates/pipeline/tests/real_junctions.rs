//! Junctions of a melanoma cell line (COLO829) in slices of real reads, against what another caller states of them. The slices
//! come without a normal: that a junction was acquired is not told, and nothing passes.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests

mod support;

use std::{fs, path::Path};

use marv::{
    Settings, Structure,
    marv_model::structure::{JunctionCall, JunctionKind},
    progress::Silent,
    structure,
};
use support::{pair, real, reference::Known};

/// The slices, and how many junctions the other caller (VarDict) states of each.
const SLICES: [(&str, usize); 3] =
    [("Colo829.chr10.LGDEL3", 3), ("Colo829.chr20.DEL", 1), ("Colo829.chr20.DELSV3Unhappy", 1)];
/// Lengths of hg19, as the files' own headers say.
const LENGTHS: [(&str, u32); 2] = [("chr10", 135_534_747), ("chr20", 63_025_520)];
/// A duplication that it states on three fragments, three split reads and a pair.
const NOT_FOUND: [(u32, u32); 1] = [(127_190_775, 127_201_193)];

/// A junction as it is stated: its first and its last base, 1-based, its kind, and the fragments that show it.
struct Stated {
    ends: (u32, u32),
    kind: JunctionKind,
    fragments: u32,
}

/// Rows of the other caller's table whose allele is a junction.
fn stated(folder: &Path, slice: &str) -> Vec<Stated> {
    let files = fs::read_dir(folder.join("expected")).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().contains(&format!(";{slice}.bam;"));
    let file = files.into_iter().find(|path| name(path)).unwrap();
    let text = fs::read_to_string(file).unwrap();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let kind = match *fields.get(6)? {
            "<DEL>" => JunctionKind::Deletion,
            "<DUP>" => JunctionKind::TandemDuplication,
            "<INV>" => JunctionKind::Inversion,
            _ => return None,
        };
        let number = |index: usize| fields[index].parse().unwrap();
        Some(Stated { ends: (number(3), number(4)), kind, fragments: number(8) })
    };
    text.lines().filter_map(row).collect()
}

/// The pieces of the genome that stand beside the table.
fn known(folder: &Path, contig: &str) -> Known {
    let text = fs::read_to_string(folder.join("expected/hg19.fa.csv")).unwrap();
    let length = LENGTHS.iter().find(|(name, _)| *name == contig).unwrap().1;
    let mut known = Known::default();
    for line in text.lines() {
        let mut fields = line.splitn(4, ',');
        let (Some(name), Some(start), Some(_), Some(bases)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        if name == contig {
            known.add(contig, length, start.parse::<u32>().unwrap() - 1, bases.as_bytes());
        }
    }
    known
}

/// Whether the two sides are the stated ones, within the bases that may belong to either.
fn is(call: &JunctionCall, stated: &Stated) -> bool {
    let either = u32::try_from(call.homology.len()).unwrap() + 1;
    let near = |place: u32, said: u32| (place + 1).abs_diff(said) <= either;
    call.junction.kind() == stated.kind
        && near(call.junction.one.locus.position, stated.ends.0)
        && near(call.junction.other.locus.position, stated.ends.1)
}

#[test]
fn junctions_of_a_cell_line_lie_where_another_caller_has_them() {
    let Some(folder) = real("bam/vardict") else { return };
    for (slice, count) in SLICES {
        let contig = slice.split('.').nth(1).unwrap();
        let scratch = tempfile::tempdir().unwrap();
        let (reference, regions) = known(&folder, contig).write(scratch.path());
        let mut case = pair(&reference, &folder.join(format!("{slice}.bam")), None);
        case.regions = Some(regions);
        let Structure { junctions, .. } = structure(&case, &Settings::default(), scratch.path(), &Silent).unwrap();
        let stated = stated(&folder, slice);
        assert_eq!(stated.len(), count, "{slice}");
        for one in &stated {
            let found = junctions.iter().find(|call| is(call, one));
            println!("{slice} {:?} {:?} {} fragments: {}", one.kind, one.ends, one.fragments, found.is_some());
            assert_eq!(found.is_some(), !NOT_FOUND.contains(&one.ends), "{slice} {:?}: {junctions:#?}", one.ends);
        }
        // Without a normal none is said to be acquired, and no other one is told.
        assert_eq!(
            junctions.len(),
            stated.iter().filter(|one| !NOT_FOUND.contains(&one.ends)).count(),
            "{junctions:#?}"
        );
        assert!(junctions.iter().all(|call| !call.passes() && call.posterior.germline > 0.5), "{junctions:#?}");
    }
}
