//! Writes `docs/validation/structure_files.md`: what Marv makes of each real file of segments or of structural variants in the
//! shared folder.
//!
//! `cargo run -p marv-ingest --example structure_table > docs/validation/structure_files.md`

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    io::{Read, Write as _},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use marv_ingest::{
    junctions::{self, Junctions},
    segments,
    variants::VariantReader,
};
use marv_model::{
    genome::{Contig, Contigs},
    structure::Segment,
};

const FOLDERS: [&str; 9] = [
    "cn",
    "vcf_sv",
    "tn/manta_hcc1954",
    "scout",
    "vcf_snv/gatk_misc",
    "vcf_snv/balsamic",
    "maf/moalmanac",
    "maf/maftools",
    "vcf_snv/hydra_hd832",
];

fn main() -> Result<(), Box<dyn Error>> {
    let shared = env::var_os("MARV_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let real = shared.join("real");
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&real.join(folder), &mut files);
    }
    files.sort();
    if files.is_empty() {
        return Err("the folder of real files is absent: set MARV_SHARED. Nothing was read.".into());
    }
    let contigs = contigs()?;
    let mut out = String::from(HEAD);
    let tables: Vec<&PathBuf> = files.iter().filter(|file| is_table(file)).collect();
    for file in &tables {
        let told = match segments::read(file, &contigs) {
            Ok(read) => of_segments(&read),
            Err(error) => format!("| | refused: {}", plain(&error.to_string(), file)),
        };
        let _ = writeln!(out, "| {} | {} {told} |", shown(file, &real), rows(file)?);
    }
    out.push_str(MIDDLE);
    for file in files.iter().filter(|file| is_structural(file)) {
        let program = program(file);
        let told = match junctions::read(file, &contigs) {
            Ok(read) => of_junctions(&read),
            Err(error) => format!("| | | | refused: {}", plain(&error.to_string(), file)),
        };
        let _ = writeln!(out, "| {} | {program} | {} {told} |", shown(file, &real), rows(file)?);
    }
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}

const HEAD: &str = "# Files of other programs' structure

What Marv makes of real files of segments and of structural variants (`cargo run -p marv-ingest --example structure_table`). Lengths
of contigs are GRCh37's or GRCh38's, whichever is longer, so that files of both are read. *Lines* are those that do not begin with
`#` or `@`, counted without any reader.

## Segments

| file | lines | segments | copies, minor copies, log2 ratio, cell fraction; or the refusal |
|---|---|---|---|
";

const MIDDLE: &str = "
## Structural variants

*Again*: records of the other side of a pair, or of the same once more. An inversion of which the program does not say which end
it saw is two junctions. A record that is neither again, held back nor without a junction gave one: none is lost.

| file | program | lines | junctions | again | held back by the program | without a junction, and why; or the refusal |
|---|---|---|---|---|---|---|
";

/// The chromosomes of man, as long as the longer of the two builds has them.
fn contigs() -> Result<Contigs, Box<dyn Error>> {
    let names = (1..=22).map(|number| format!("chr{number}")).chain(["chrX", "chrY", "chrM"].map(str::to_owned));
    Ok(Contigs::new(names.map(|name| Contig::new(&name, 250_000_000)))?)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn shown(file: &Path, real: &Path) -> String {
    file.strip_prefix(real).unwrap_or(file).display().to_string()
}

fn is_table(file: &Path) -> bool {
    let name = name(file);
    let name = name.trim_end_matches(".gz");
    let ends = [".seg", ".cns", ".cnr", ".segments.txt", "_seg.txt", ".seg.txt", ".seg.annotated", ".denoisedcr.tsv"];
    ends.iter().any(|end| name.ends_with(end)) || name.ends_with("cr.tsv")
}

/// VCF files that hold structural variants, and junctions in BEDPE.
fn is_structural(file: &Path) -> bool {
    let name = name(file);
    let vcf = [".vcf", ".vcf.gz"].iter().any(|end| name.ends_with(end));
    let pairs = [".bedpe"].iter().any(|end| name.ends_with(end));
    pairs || vcf && text(file).is_ok_and(|text| text.contains("SVTYPE="))
}

fn text(file: &Path) -> Result<String, Box<dyn Error>> {
    let mut bytes = fs::read(file)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let packed = std::mem::take(&mut bytes);
        MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Lines that are neither comments nor empty.
fn rows(file: &Path) -> Result<usize, Box<dyn Error>> {
    Ok(text(file)?.lines().filter(|line| !line.trim().is_empty() && !line.starts_with(['#', '@'])).count())
}

/// As the header says, cut short.
fn program(file: &Path) -> String {
    let Ok(reader) = VariantReader::open(file) else { return String::new() };
    let header = reader.header();
    let known = ["gridss", "purple", "delly", "lumpy", "svaba", "crest", "manta"];
    let named = |line: &String| known.iter().find(|name| line.to_lowercase().starts_with(&format!("##{name}")));
    let source = header.values("source").next().map(str::to_owned);
    let told = source.or_else(|| header.meta.iter().find_map(named).map(|name| (*name).to_owned()));
    told.unwrap_or_default().chars().take(30).collect::<String>().replace('|', "\\|")
}

fn of_segments(read: &[Segment]) -> String {
    let with = |of: fn(&Segment) -> Option<f64>| read.iter().filter(|segment| of(segment).is_some()).count();
    let counts = [
        with(|one| one.total_copies),
        with(|one| one.minor_copies),
        with(|one| one.log2_ratio),
        with(|one| one.cell_fraction),
    ];
    format!("| {} | {}", read.len(), counts.map(|count| count.to_string()).join(", "))
}

fn of_junctions(read: &Junctions) -> String {
    let why: Vec<String> = read.unjoined.iter().map(|(why, count)| format!("{count} {}", why.reason())).collect();
    format!("| {} | {} | {} | {}", read.junctions.len(), read.again, read.filtered, why.join(", "))
}

/// A refusal in one line, without its advice; samples' names are not repeated.
fn plain(error: &str, file: &Path) -> String {
    let told = error.replace(&file.display().to_string(), "the file").replace('|', "\\|").replace('\n', " ");
    let told = told.split("what to do:").next().unwrap_or_default().trim().to_owned();
    match told.split_once("sample: found").zip(told.rsplit_once("expected")) {
        Some(((head, _), (_, expected))) => format!("{head}sample: another one; expected{expected}"),
        None => told,
    }
}
