//! Gene models of a test: read from genePred, written as GFF3 and GTF, lifted to another build by a chain.

use std::{collections::BTreeMap, fmt::Write as _};

/// A line of genePredExt. Places are 0-based and half-open.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) name: String,
    pub(crate) gene: String,
    pub(crate) chrom: String,
    pub(crate) reverse: bool,
    pub(crate) cds: (u32, u32),
    pub(crate) exons: Vec<(u32, u32)>,
    frames: Vec<i32>,
    statuses: [String; 2],
    pub(crate) coding: bool,
    pub(crate) complete: bool,
}

impl Model {
    pub(crate) fn of(line: &str) -> Self {
        let f: Vec<&str> = line.split('\t').collect();
        let list = |text: &str| -> Vec<i64> {
            text.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect()
        };
        let at = |n: i64| u32::try_from(n).unwrap();
        let exons: Vec<(u32, u32)> =
            list(f[8]).into_iter().zip(list(f[9])).map(|(start, end)| (at(start), at(end))).collect();
        let cds = (f[5].parse().unwrap(), f[6].parse().unwrap());
        Self {
            name: f[0].to_owned(),
            gene: f[11].to_owned(),
            chrom: f[1].to_owned(),
            reverse: f[2] == "-",
            cds,
            exons,
            frames: list(f[14]).into_iter().map(|n| i32::try_from(n).unwrap()).collect(),
            statuses: [f[12].to_owned(), f[13].to_owned()],
            coding: cds.0 < cds.1,
            complete: f[12] == "cmpl" && f[13] == "cmpl",
        }
    }
    pub(crate) fn on_chromosome(&self) -> bool {
        self.chrom.strip_prefix("chr").is_some_and(|name| name.len() <= 2 && name != "M")
    }
    pub(crate) fn line(&self) -> String {
        let list = |of: fn(&(u32, u32)) -> u32| -> String {
            self.exons.iter().fold(String::new(), |mut text, exon| {
                write!(text, "{},", of(exon)).unwrap();
                text
            })
        };
        let frames: String = self.frames.iter().fold(String::new(), |mut text, frame| {
            write!(text, "{frame},").unwrap();
            text
        });
        let (first, last) = (self.exons.first().unwrap().0, self.exons.last().unwrap().1);
        let (start, end) = self.cds;
        let strand = if self.reverse { "-" } else { "+" };
        let [one, other] = &self.statuses;
        format!(
            "{}\t{}\t{strand}\t{first}\t{last}\t{start}\t{end}\t{}\t{}\t{}\t0\t{}\t{one}\t{other}\t{frames}",
            self.name,
            self.chrom,
            self.exons.len(),
            list(|exon| exon.0),
            list(|exon| exon.1),
            self.gene
        )
    }
    /// Parts of the coding sequence with their phase, in the genome's order.
    fn parts(&self) -> Vec<(u32, u32, i32)> {
        let part = |((start, end), frame): (&(u32, u32), &i32)| {
            let (start, end) = ((*start).max(self.cds.0), (*end).min(self.cds.1));
            (start < end).then_some((start, end, (3 - frame).rem_euclid(3)))
        };
        self.exons.iter().zip(&self.frames).filter_map(part).collect()
    }
    /// How a file calls it: a model's second placement has a number of its own.
    fn placed(&self, seen: &mut BTreeMap<String, u32>) -> String {
        let count = seen.entry(self.name.clone()).or_default();
        *count += 1;
        if *count == 1 { self.name.clone() } else { format!("{}_{}", self.name, *count - 1) }
    }
}

pub(crate) fn gff3(models: &[Model]) -> String {
    let mut text = String::from("##gff-version 3\n");
    let mut seen = BTreeMap::new();
    for m in models {
        let id = m.placed(&mut seen);
        let strand = if m.reverse { "-" } else { "+" };
        let mut line = |kind: &str, start: u32, end: u32, phase: &str, attributes: &str| {
            let chrom = &m.chrom;
            writeln!(text, "{chrom}\ttest\t{kind}\t{}\t{end}\t.\t{strand}\t{phase}\t{attributes}", start + 1).unwrap();
        };
        let (first, last) = (m.exons.first().unwrap().0, m.exons.last().unwrap().1);
        let kind = if m.coding { "mRNA" } else { "lnc_RNA" };
        let partial = if m.complete || !m.coding { "" } else { ";partial=true" };
        let own = format!("ID=rna-{id};gene={};transcript_id={}{partial}", m.gene, m.name);
        line(kind, first, last, ".", &own);
        for (start, end) in &m.exons {
            line("exon", *start, *end, ".", &format!("Parent=rna-{id}"));
        }
        for (start, end, phase) in m.parts() {
            line("CDS", start, end, &phase.to_string(), &format!("Parent=rna-{id}"));
        }
    }
    text
}

/// As GENCODE writes it: the last three coding bases are the stop codon's, and in no coding part.
pub(crate) fn gtf(models: &[Model]) -> String {
    let mut text = String::new();
    let mut seen = BTreeMap::new();
    for m in models {
        let id = m.placed(&mut seen);
        let strand = if m.reverse { "-" } else { "+" };
        let tag = if m.complete || !m.coding { "" } else { " tag \"cds_start_NF\";" };
        let attributes = format!("gene_id \"{}\"; transcript_id \"{id}\";{tag}", m.gene);
        let mut line = |kind: &str, start: u32, end: u32, phase: &str| {
            let chrom = &m.chrom;
            writeln!(text, "{chrom}\ttest\t{kind}\t{}\t{end}\t.\t{strand}\t{phase}\t{attributes}", start + 1).unwrap();
        };
        line("transcript", m.exons.first().unwrap().0, m.exons.last().unwrap().1, ".");
        for (start, end) in &m.exons {
            line("exon", *start, *end, ".");
        }
        let mut parts = m.parts();
        let mut left = if m.complete { 3 } else { 0 };
        while left > 0 && !parts.is_empty() {
            let at = if m.reverse { 0 } else { parts.len() - 1 };
            let (start, end, phase) = parts[at];
            let taken = left.min(end - start);
            let (stop, rest) = if m.reverse {
                ((start, start + taken), (start + taken, end))
            } else {
                ((end - taken, end), (start, end - taken))
            };
            line("stop_codon", stop.0, stop.1, ".");
            if rest.0 < rest.1 {
                parts[at] = (rest.0, rest.1, phase);
            } else {
                parts.remove(at);
            }
            left -= taken;
        }
        for (start, end, phase) in parts {
            line("CDS", start, end, &phase.to_string());
        }
    }
    text
}

/// Blocks of a chain file by chromosome: start and end here, chromosome, start there, whether there it is the same strand.
pub(crate) struct Chain {
    blocks: BTreeMap<String, Vec<(u32, u32, String, u32)>>,
}

impl Chain {
    /// The chains of whole chromosomes to themselves on the forward strand, which hold nearly all genes.
    pub(crate) fn read(text: &str) -> Self {
        let mut blocks: BTreeMap<String, Vec<(u32, u32, String, u32)>> = BTreeMap::new();
        let mut at: Option<(String, u32, u32)> = None;
        for line in text.lines() {
            let f: Vec<&str> = line.split_whitespace().collect();
            match f[..] {
                ["chain", _, from, _, "+", start, _, to, _, strand, other, ..] => {
                    let (start, other): (u32, u32) = (start.parse().unwrap(), other.parse().unwrap());
                    let usable = from == to && strand == "+" && !blocks.contains_key(from);
                    at = usable.then(|| (from.to_owned(), start, other));
                    if usable {
                        blocks.insert(from.to_owned(), Vec::new());
                    }
                }
                [size, ref gaps @ ..] => {
                    let Some((chrom, here, there)) = &mut at else { continue };
                    let size: u32 = size.parse().unwrap();
                    blocks.get_mut(chrom).unwrap().push((*here, *here + size, chrom.clone(), *there));
                    if let [one, other] = gaps {
                        *here += size + one.parse::<u32>().unwrap();
                        *there += size + other.parse::<u32>().unwrap();
                    }
                }
                [] => at = None,
            }
        }
        Self { blocks }
    }
    fn base(&self, chrom: &str, at: u32) -> Option<u32> {
        let blocks = self.blocks.get(chrom)?;
        let index = blocks.partition_point(|block| block.1 <= at);
        let (start, _, _, there) = blocks.get(index).filter(|block| block.0 <= at)?;
        Some(there + (at - start))
    }
    /// The model on the other build; none where an exon changes its length.
    pub(crate) fn lift(&self, model: &Model) -> Option<Model> {
        let span = |(start, end): (u32, u32)| {
            let lifted = (self.base(&model.chrom, start)?, self.base(&model.chrom, end - 1)? + 1);
            (lifted.1.checked_sub(lifted.0) == Some(end - start)).then_some(lifted)
        };
        let exons = model.exons.iter().map(|exon| span(*exon)).collect::<Option<Vec<_>>>()?;
        let cds = (self.base(&model.chrom, model.cds.0)?, self.base(&model.chrom, model.cds.1 - 1)? + 1);
        Some(Model { cds, exons, ..model.clone() })
    }
}
