//! Writes the table of `docs/CALLERS.md`: what Marv makes of each real file of small variants in the shared folder.
//!
//! `cargo run -p marv-ingest --example caller_table > docs/CALLERS.md`

use std::{
    collections::BTreeSet,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use marv_ingest::variants::{SampleNames, SuppliedVariants, VariantReader, read_supplied};
use marv_model::genome::{Contig, Contigs};

const FOLDERS: [&str; 3] = ["vcf_snv", "annotated", "tn/cgpcaveman_pp"];

fn main() -> Result<(), Box<dyn Error>> {
    let shared = env::var_os("MARV_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&shared.join("real").join(folder), &mut files);
    }
    files.sort();
    if files.is_empty() {
        return Err("the folder of real files is absent: set MARV_SHARED. Nothing was read.".into());
    }
    let mut out = String::from("# Callers' files\n\n");
    let _ = writeln!(
        out,
        "What Marv makes of real files of small variants (`cargo run -p marv-ingest --example caller_table`). Contigs are"
    );
    let _ = writeln!(
        out,
        "taken as the files name them, without a reference; so nothing is skipped for its contig or its REF here.\n"
    );
    let _ = writeln!(
        out,
        "| file | caller | tumour, normal | records | alleles | used | skipped, and why; or the refusal |"
    );
    let _ = writeln!(out, "|---|---|---|---|---|---|---|");
    let mut refused = 0;
    for file in &files {
        let name = file.strip_prefix(shared.join("real")).unwrap_or(file).display().to_string();
        match read(file) {
            Ok(read) => {
                let _ = writeln!(out, "| {name} | {}", row(&read));
            }
            Err(error) => {
                refused += 1;
                let told =
                    error.replace(&file.display().to_string(), "the file").replace('|', "\\|").replace('\n', " ");
                let told = match told.split_once("which the normal: ").zip(told.split_once("what to do: ")) {
                    Some(((head, _), (_, advice))) => format!("{head}which the normal; what to do: {advice}"),
                    None => told,
                };
                let _ = writeln!(out, "| {name} | | | | | | refused: {told} |");
            }
        }
    }
    let _ = writeln!(out, "\n{} files, {} read, {refused} refused.", files.len(), files.len() - refused);
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}

fn row(read: &SuppliedVariants) -> String {
    let why: Vec<String> = read.tally.skipped.iter().map(|n| format!("{} {}", n.count, n.what)).collect();
    // The samples' names are not repeated: only which columns were found.
    let [tumour, normal] = read.samples.clone().map(|name| if name.is_some() { "yes" } else { "no" });
    let unknown = read.tally.notices.iter().filter(|n| n.what.starts_with("no count")).map(|n| n.count).sum::<u64>();
    let counted = if unknown > 0 { format!(" ({unknown} without counts)") } else { String::new() };
    format!(
        "{} | {tumour}, {normal} | {} | {} | {}{counted} | {} |",
        read.caller,
        read.tally.records,
        read.tally.alleles,
        read.tally.used,
        why.join("; ")
    )
}

/// First the contigs that the records name, then the variants.
fn read(file: &Path) -> Result<SuppliedVariants, String> {
    let mut reader = VariantReader::open(file).map_err(|e| e.to_string())?;
    let mut names = BTreeSet::new();
    while let Some(record) = reader.next_record().map_err(|e| e.to_string())? {
        names.insert(record.contig);
    }
    let contigs = Contigs::new(names.iter().map(|name| Contig::new(name, 0))).map_err(|e| e.to_string())?;
    read_supplied(file, &contigs, None, &SampleNames::default()).map_err(|e| e.to_string())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, files);
        } else if [".vcf", ".vcf.gz", ".gvcf", ".vcf.1", ".bcf"].iter().any(|ending| name.ends_with(ending)) {
            files.push(path);
        }
    }
}
