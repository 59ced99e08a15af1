//! GFF3 (RefSeq, Ensembl, GENCODE, MANE) and GTF: features → drafts of transcripts.

use std::{collections::BTreeMap, ops::Range, path::Path};

use marv_ingest::Error as FileError;
use marv_model::genome::{Build, Contig, Contigs};

use super::{
    attributes,
    draft::{Draft, Marks},
    place::{Place, placed},
};
use crate::store::lines::Lines;

/// The drafts of a file and what its head says of it.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) drafts: Vec<Draft>,
    /// Directives such as `#!genome-build GRCh38.p14`.
    pub(super) told: Vec<String>,
}

/// Kinds of feature from which a protein is read off.
const MESSENGERS: [&str; 3] = ["mRNA", "transcript", "protein_coding"];

/// Parts of transcripts that say nothing which exons and coding sequence do not.
const PARTS: [&str; 8] = [
    "five_prime_UTR",
    "three_prime_UTR",
    "UTR",
    "start_codon",
    "stop_codon",
    "intron",
    "Selenocysteine",
    "stop_codon_redefined_as_selenocysteine",
];

/// Reads a file whose features are GFF3 (`gff3`) or GTF.
pub(super) fn read(path: &Path, build: Build, gff3: bool) -> Result<Read, FileError> {
    let mut lines = Lines::open(path)?;
    let mut head = Head::default();
    let mut file = if gff3 { Dialect::Gff3(Gff3::default()) } else { Dialect::Gtf(BTreeMap::new()) };
    while let Some((_, line)) = lines.next_line()? {
        if line.starts_with("##FASTA") || line.starts_with('>') {
            break; // sequence follows
        }
        if line.starts_with('#') {
            head.take(line);
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let line = line.to_owned();
        let cells: Vec<&str> = line.split('\t').collect();
        let [contig, _, kind, start, end, _, strand, phase, attributes] = cells[..] else {
            let found = format!("{} columns", cells.len());
            return Err(lines.refuse("the line", &found, "nine columns with tabs between them"));
        };
        let asked = ["exon", "CDS", "stop_codon", "start_codon", "gene"].contains(&kind)
            || kind.ends_with("gene")
            || gff3 && (attributes.contains("Parent=") || attributes.contains("transcript_id="))
            || !gff3 && kind == "transcript";
        if !asked {
            continue;
        }
        let number = |text: &str, column: &str| {
            text.parse::<u32>()
                .ok()
                .filter(|n| *n > 0)
                .ok_or_else(|| lines.refuse(column, text, "a position from 1 on"))
        };
        let (first, last) = (number(start, "column 4, start")?, number(end, "column 5, end")?);
        if last < first {
            return Err(lines.refuse("column 5, end", end, "a position that is not before the start"));
        }
        let reverse = match strand {
            "+" | "." | "?" => false,
            "-" => true,
            _ => return Err(lines.refuse("column 7, strand", strand, "+ or -")),
        };
        let phase = match phase {
            "." => None,
            "0" | "1" | "2" => phase.parse().ok(),
            _ => return Err(lines.refuse("column 8, phase", phase, "0, 1, 2 or .")),
        };
        let place = placed(contig, build).map_err(|expected| lines.refuse("column 1, contig", contig, &expected))?;
        let feature = Feature { kind, place, range: first - 1..last, reverse, phase };
        match &mut file {
            Dialect::Gff3(file) => file.take(&feature, attributes),
            Dialect::Gtf(file) => gtf(file, &feature, attributes)
                .map_err(|expected| lines.refuse("column 9, attributes", attributes, expected))?,
        }
    }
    head.hold(path, build)?;
    let drafts = match file {
        Dialect::Gff3(file) => file.drafts(),
        Dialect::Gtf(drafts) => drafts.into_values().collect(),
    };
    Ok(Read { drafts, told: head.told })
}

enum Dialect {
    Gff3(Gff3),
    /// By transcript and chromosome: the two placements of one in the pseudoautosomal regions stay apart.
    Gtf(BTreeMap<(String, Option<u16>), Draft>),
}

struct Feature<'a> {
    kind: &'a str,
    place: Place,
    range: Range<u32>,
    reverse: bool,
    phase: Option<u8>,
}

/// What comment lines say.
#[derive(Default)]
struct Head {
    told: Vec<String>,
    lengths: BTreeMap<String, u32>,
}

impl Head {
    fn take(&mut self, line: &str) {
        const TOLD: [&str; 7] = [
            "#!genome-build ",
            "#!annotation-source ",
            "#!annotation-date ",
            "#!genebuild-last-updated ",
            "##description: ",
            "##date: ",
            "##species-build ",
        ];
        if let Some(rest) = line.strip_prefix("##sequence-region") {
            let mut words = rest.split_whitespace();
            let (name, _, end) = (words.next(), words.next(), words.next());
            if let (Some(name), Some(end)) = (name, end.and_then(|end| end.parse().ok())) {
                self.lengths.insert(name.to_owned(), end);
            }
        } else if TOLD.iter().any(|start| line.starts_with(start)) && self.told.len() < 8 {
            self.told.push(line.trim_start_matches(['#', '!']).trim().to_owned());
        }
    }
    /// The chromosomes' lengths must not be another build's.
    fn hold(&self, path: &Path, build: Build) -> Result<(), FileError> {
        let contigs = Contigs::new(self.lengths.iter().map(|(name, length)| Contig::new(name, *length)));
        let found = contigs.map_or(Build::Unknown, |contigs| contigs.build());
        super::same_build(path, found, build, "the lengths of its ##sequence-region lines")
    }
}

/// Transcripts by their ID, and genes that they name as parents.
#[derive(Default)]
struct Gff3 {
    transcripts: BTreeMap<String, (Draft, Option<String>)>,
    genes: BTreeMap<String, (String, Option<String>)>,
}

impl Gff3 {
    fn take(&mut self, feature: &Feature<'_>, column: &str) {
        let mut told = Told::default();
        for (key, value) in attributes::gff3(column) {
            told.take(key, &value);
        }
        match feature.kind {
            kind if PARTS.contains(&kind) => {}
            "exon" => self.parts(feature, &told, |draft, range, _| draft.exons.push(range)),
            "CDS" => self.parts(feature, &told, |draft, range, phase| draft.coding.push((range, phase))),
            kind if kind.ends_with("gene") && told.parents.is_empty() => {
                let symbol = told.symbol.or(told.name);
                if let (Some(id), Some(symbol)) = (told.id, symbol) {
                    self.genes.insert(id, (symbol, told.gene_id));
                }
            }
            _ => {
                let Some(id) = told.id.clone() else { return };
                let (draft, gene) = self.transcripts.entry(id.clone()).or_default();
                place(draft, feature);
                told.marks.not_protein |= !MESSENGERS.contains(&feature.kind);
                *gene = told.parents.first().cloned();
                let bare = id.trim_start_matches("rna-").trim_start_matches("transcript:").to_owned();
                told.fill(draft, bare);
            }
        }
    }
    fn parts(&mut self, feature: &Feature<'_>, told: &Told, add: impl Fn(&mut Draft, Range<u32>, Option<u8>)) {
        for parent in &told.parents {
            let (draft, _) = self.transcripts.entry(parent.clone()).or_default();
            add(draft, feature.range.clone(), feature.phase);
        }
    }
    fn drafts(self) -> Vec<Draft> {
        let Self { transcripts, genes } = self;
        let named = |(mut draft, parent): (Draft, Option<String>)| {
            if let Some((symbol, id)) = parent.and_then(|parent| genes.get(&parent)) {
                if draft.gene.is_empty() {
                    draft.gene.clone_from(symbol);
                }
                draft.gene_id = draft.gene_id.or_else(|| id.clone());
            }
            draft
        };
        // What has no line of its own, or no exon, is no transcript.
        let whole = |draft: &Draft| !draft.accession.is_empty() && !draft.exons.is_empty();
        transcripts.into_values().map(named).filter(whole).collect()
    }
}

/// Attributes that models ask for.
#[derive(Default)]
struct Told {
    id: Option<String>,
    parents: Vec<String>,
    name: Option<String>,
    symbol: Option<String>,
    gene_id: Option<String>,
    accession: Option<String>,
    version: Option<String>,
    ensembl: Option<String>,
    refseq: Option<String>,
    marks: Marks,
}

impl Told {
    fn take(&mut self, key: &str, value: &str) {
        let text = || Some(value.to_owned());
        match key {
            "ID" => self.id = text(),
            "Parent" => self.parents = value.split(',').map(str::to_owned).collect(),
            "Name" => self.name = text(),
            "gene" | "gene_name" => self.symbol = text(),
            "transcript_id" => self.accession = text(),
            "version" | "transcript_version" => self.version = text(),
            "tag" => value.split(',').for_each(|tag| self.marks.tag(tag)),
            "partial" => self.marks.incomplete |= value == "true",
            "biotype" | "transcript_type" | "transcript_biotype" => self.marks.not_protein |= value != "protein_coding",
            "Dbxref" | "db_xref" => {
                for one in value.split(',') {
                    match one.split_once(':') {
                        Some(("GeneID", id)) => self.gene_id = Some(id.to_owned()),
                        Some(("Ensembl", id)) if id.starts_with("ENST") => self.ensembl = Some(id.to_owned()),
                        Some(("RefSeq", id)) if id.starts_with("NM_") => self.refseq = Some(id.to_owned()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    fn fill(self, draft: &mut Draft, fallback: String) {
        let mut own = self.accession.unwrap_or(fallback);
        // A second placement of one transcript: `NM_005088.3_1`, `ENST00000381567.8_PAR_Y`.
        if let Some(cut) = own.strip_suffix("_PAR_Y").map(str::len) {
            own.truncate(cut);
        } else if let Some((first, behind)) = own.rsplit_once('_')
            && first.contains('.')
            && behind.bytes().all(|b| b.is_ascii_digit())
        {
            own.truncate(first.len());
        }
        if let Some(version) = self.version.filter(|_| own.starts_with("ENS") && !own.contains('.')) {
            own = format!("{own}.{version}");
        }
        let ensembl = if own.starts_with("ENST") { Some(own.clone()) } else { self.ensembl };
        draft.accession = self.refseq.unwrap_or(own);
        draft.ensembl = ensembl;
        draft.gene = self.symbol.unwrap_or_default();
        draft.gene_id = self.gene_id;
        draft.marks = self.marks;
    }
}

fn place(draft: &mut Draft, feature: &Feature<'_>) {
    draft.chromosome = feature.place.chromosome;
    draft.reverse = feature.reverse;
}

fn gtf(
    drafts: &mut BTreeMap<(String, Option<u16>), Draft>,
    feature: &Feature<'_>,
    column: &str,
) -> Result<(), &'static str> {
    if feature.kind.ends_with("gene") {
        return Ok(());
    }
    let mut told = Told::default();
    let mut gene = None;
    for (key, value) in attributes::gtf(column) {
        if key == "gene_id" {
            gene = Some(value.to_owned());
        }
        told.take(key, value);
    }
    let id = told.accession.clone().filter(|id| !id.is_empty()).ok_or("transcript_id \"...\"")?;
    told.symbol = told.symbol.or(gene);
    let draft = drafts.entry((id.clone(), feature.place.chromosome)).or_default();
    if draft.accession.is_empty() || feature.kind == "transcript" {
        place(draft, feature);
        told.fill(draft, id);
    }
    match feature.kind {
        "exon" => draft.exons.push(feature.range.clone()),
        "CDS" => draft.coding.push((feature.range.clone(), feature.phase)),
        "start_codon" | "stop_codon" => draft.codons.push(feature.range.clone()),
        _ => {}
    }
    Ok(())
}
