//! Another caller's small variants as values: each allele on its own, in one spelling, with what its caller counted.

use std::path::Path;

use marv_model::{
    genome::{ContigId, Contigs, bare_name},
    sequence::ReferenceSource,
    variant::SmallVariant,
};
use serde::{Deserialize, Serialize};

use super::{
    caller::Caller,
    counts::{CallerCounts, Cell, counts, lofreq},
    header::VariantHeader,
    normalise::{Normalised, normalise},
    notice::{Notice, Notices},
    reader::VariantReader,
    record::GenericRecord,
    roles::{Roles, SampleNames},
};
use crate::error::{Error, Place, Problem};

/// The longest allele that counts as a small variant, in bases; longer ones are structural.
pub const MAX_ALLELE: usize = 10_000;

/// One allele as a caller gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct SuppliedVariant {
    /// The allele in its one spelling.
    pub variant: SmallVariant,
    /// Who called it.
    pub caller: Caller,
    /// The caller's filters; empty where it passed or was not filtered (see `filtered`).
    pub filters: Vec<String>,
    /// Whether the caller applied filters: FILTER is not `.`.
    pub filtered: bool,
    /// QUAL.
    pub quality: Option<f64>,
    /// What the caller counted in the tumour; none where the file has no such column.
    pub tumour: Option<CallerCounts>,
    /// What the caller counted in the normal; none where the file has no such column.
    pub normal: Option<CallerCounts>,
    /// The line of the file, 1-based; in BCF the number of the record.
    pub line: u64,
}

/// How many records there were and what became of their alleles. Every allele is counted once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SuppliedTally {
    /// Records.
    pub records: u64,
    /// Alternate alleles, and records without one.
    pub alleles: u64,
    /// Taken as variants.
    pub used: u64,
    /// Not taken, by reason.
    pub skipped: Vec<Notice>,
    /// What was odd and read all the same.
    pub notices: Vec<Notice>,
}

/// A file of small variants as read.
#[derive(Debug, Clone, PartialEq)]
pub struct SuppliedVariants {
    /// Who wrote it.
    pub caller: Caller,
    /// The tumour's and the normal's names in the file.
    pub samples: [Option<String>; 2],
    /// The alleles, in the order of the file.
    pub variants: Vec<SuppliedVariant>,
    /// Counts.
    pub tally: SuppliedTally,
}

/// Reads all small variants of a VCF or BCF file.
///
/// Contigs are found by name or alias; a length that the header declares otherwise than `contigs` has it, or a file none of
/// whose contigs is among them, is an error (length 0 is unknown and not compared). With a reference the alleles are moved left and REF is compared: where more than
/// one in a hundred differ the file is of another genome, an error; fewer are left out and counted with their places.
///
/// # Errors
/// When a line cannot be read, when the pair's columns cannot be told apart, or when the genome is another.
pub fn read_supplied(
    path: &Path,
    contigs: &Contigs,
    reference: Option<&dyn ReferenceSource>,
    names: &SampleNames,
) -> Result<SuppliedVariants, Error> {
    let mut reader = VariantReader::open(path)?;
    check_contigs(reader.header(), contigs, path)?;
    let mut intake = Intake::new(reader.header(), names, path, reference)?;
    let mut variants = Vec::new();
    while let Some(record) = reader.next_record()? {
        intake.take(&record, |name| contigs.id_or_alias(name), &mut |variant| variants.push(variant));
    }
    intake.check_genome(path)?;
    let samples = intake.sample_names(reader.header());
    Ok(SuppliedVariants { caller: intake.caller, samples, variants, tally: intake.tally(reader.notices()) })
}

/// Takes records one by one; the part that `read_supplied` and the examination of a file share.
pub(crate) struct Intake<'a> {
    pub(crate) caller: Caller,
    stated: bool,
    roles: Roles,
    reference: Option<&'a dyn ReferenceSource>,
    records: u64,
    alleles: u64,
    used: u64,
    elsewhere: u64,
    compared: u64,
    mismatches: u64,
    first_mismatch: Option<(String, u64)>,
    skipped: Notices,
    notices: Notices,
}

impl<'a> Intake<'a> {
    pub(crate) fn new(
        header: &VariantHeader,
        names: &SampleNames,
        path: &Path,
        reference: Option<&'a dyn ReferenceSource>,
    ) -> Result<Self, Error> {
        let roles = Roles::find(header, names, path)?;
        let stated = Caller::of_header(header);
        let fallback = if header.samples.is_empty() { Caller::SitesOnly } else { Caller::Generic };
        let mut notices = Notices::default();
        let others = header.samples.len() - usize::from(roles.tumour.is_some()) - usize::from(roles.normal.is_some());
        if others > 0 {
            notices.add_many("samples besides tumour and normal, left out", others as u64, 0);
        }
        Ok(Self {
            caller: stated.unwrap_or(fallback),
            stated: stated.is_some(),
            roles,
            reference,
            records: 0,
            alleles: 0,
            used: 0,
            elsewhere: 0,
            compared: 0,
            mismatches: 0,
            first_mismatch: None,
            skipped: Notices::default(),
            notices,
        })
    }

    /// Takes a record's alleles.
    pub(crate) fn take(
        &mut self,
        record: &GenericRecord,
        contig: impl FnOnce(&str) -> Option<ContigId>,
        give: &mut dyn FnMut(SuppliedVariant),
    ) {
        self.records += 1;
        self.alleles += record.alternates.len().max(1) as u64;
        if record.alternates.is_empty() {
            self.skipped.add("no alternate allele", record.line);
            return;
        }
        let Some(contig) = contig(&record.contig) else {
            let all = record.alternates.len() as u64;
            self.elsewhere += all;
            self.skipped.add_many("on a contig that the reference does not have", all, record.line);
            return;
        };
        let caller = self.caller_of(record);
        for allele in 0..record.alternates.len() {
            match self.variant(record, contig, allele) {
                Err(reason) => self.skipped.add(reason, record.line),
                Ok(variant) => {
                    self.used += 1;
                    give(self.supplied(record, caller, allele, variant));
                }
            }
        }
    }

    /// Fields that only one program writes tell it where the header does not, and in files that several programs'
    /// records were merged into.
    fn caller_of(&mut self, record: &GenericRecord) -> Caller {
        const MERGED: [Caller; 7] = [
            Caller::Mutect2,
            Caller::Strelka2,
            Caller::Strelka1,
            Caller::VarDict,
            Caller::VarScan2,
            Caller::FreeBayes,
            Caller::Pindel,
        ];
        let Some(own) = Caller::of_record(record) else { return self.caller };
        if !self.stated {
            if matches!(self.caller, Caller::Generic | Caller::SitesOnly) {
                self.caller = own;
            }
            return own;
        }
        let older = (self.caller, own) == (Caller::Strelka1, Caller::Strelka2);
        let merged = MERGED.contains(&own) && MERGED.contains(&self.caller) && !older;
        if merged { own } else { self.caller }
    }

    fn variant(
        &mut self,
        record: &GenericRecord,
        contig: ContigId,
        allele: usize,
    ) -> Result<SmallVariant, &'static str> {
        let alternate = record.alternates[allele].as_str();
        if let Some(reason) = not_small(alternate) {
            return Err(reason);
        }
        let plain = |text: &str| text.bytes().all(|b| b"ACGTN".contains(&b));
        if !plain(&record.reference) || !plain(alternate) {
            return Err("an allele with an IUPAC code other than A, C, G, T, N");
        }
        if alternate.contains('N') {
            return Err("an alternate allele with N: any base");
        }
        if record.reference.len() > MAX_ALLELE || alternate.len() > MAX_ALLELE {
            return Err("an allele of more than 10,000 bases (structural)");
        }
        let Some(position) = record.position.checked_sub(1) else { return Err("at position 0 (telomere)") };
        self.compared += 1;
        match normalise(contig, position, record.reference.as_bytes(), alternate.as_bytes(), self.reference) {
            Normalised::Variant(variant) => Ok(variant),
            Normalised::NoVariant => Err("the alternate allele is the reference allele"),
            Normalised::Outside => {
                self.differs(record, "no bases");
                Err("outside the reference's contig")
            }
            Normalised::Mismatch(there) => {
                self.differs(record, &there);
                Err("REF is not what the reference has")
            }
        }
    }

    fn differs(&mut self, record: &GenericRecord, there: &str) {
        self.mismatches += 1;
        self.first_mismatch.get_or_insert_with(|| {
            let text =
                format!("{}:{} has REF {} and the reference {there}", record.contig, record.position, record.reference);
            (text, record.line)
        });
    }

    fn supplied(
        &mut self,
        record: &GenericRecord,
        caller: Caller,
        allele: usize,
        variant: SmallVariant,
    ) -> SuppliedVariant {
        let of = |sample: Option<usize>| sample.map(|sample| counts(caller, Cell { record, sample, allele }));
        let (mut tumour, normal) = (of(self.roles.tumour), of(self.roles.normal));
        if caller == Caller::LoFreq && tumour.is_none_or(|counts| counts.is_empty()) {
            tumour = Some(lofreq(record, allele));
        }
        if tumour.is_some_and(|counts| counts.alternate.is_none()) {
            self.notices
                .add("no count of the alternate allele in the tumour: its fields do not state one", record.line);
        }
        SuppliedVariant {
            variant,
            caller,
            filters: record.filters.clone().unwrap_or_default(),
            filtered: record.filters.is_some(),
            quality: record.quality,
            tumour,
            normal,
            line: record.line,
        }
    }

    /// One allele in a hundred that is not of this reference makes it another genome.
    pub(crate) fn check_genome(&self, path: &Path) -> Result<(), Error> {
        if self.used == 0 && self.elsewhere > 0 {
            let detail =
                format!("none of its contigs is among the reference's; {} alleles lie on others", self.elsewhere);
            return Err(Error::new(path, Problem::WrongReference { detail })
                .field("CHROM")
                .advice("give the reference that the caller used; `bcftools annotate --rename-chrs` renames contigs"));
        }
        let Some((first, line)) = self.first_mismatch.as_ref().filter(|_| self.mismatches * 100 > self.compared) else {
            return Ok(());
        };
        let detail = format!("{} of {} alleles differ from it; first {first}", self.mismatches, self.compared);
        Err(Error::new(path, Problem::WrongReference { detail })
            .at(Place::Line(*line))
            .field("REF")
            .advice("give the reference that the caller used, or the caller's file for this reference"))
    }

    pub(crate) fn sample_names(&self, header: &VariantHeader) -> [Option<String>; 2] {
        [self.roles.tumour, self.roles.normal].map(|column| header.samples.get(column?).cloned())
    }

    pub(crate) fn tally(&self, read: &Notices) -> SuppliedTally {
        let mut notices = self.notices.clone();
        notices.merge(read);
        SuppliedTally {
            records: self.records,
            alleles: self.alleles,
            used: self.used,
            skipped: self.skipped.list(),
            notices: notices.list(),
        }
    }
}

/// Declared lengths tell another build before a single record is read. The mitochondrion is left out: hg19 has another one
/// than every other form of GRCh37.
pub(crate) fn check_contigs(header: &VariantHeader, contigs: &Contigs, path: &Path) -> Result<(), Error> {
    for declared in &header.contigs {
        let known = contigs.id_or_alias(&declared.name).and_then(|id| contigs.get(id));
        let (Some(known), Some(length)) = (known, declared.length) else { continue };
        let mitochondrion = matches!(bare_name(&declared.name), "M" | "MT");
        if known.length != 0 && length != 0 && known.length != length && !mitochondrion {
            let detail =
                format!("{} has {length} bases in its header and {} in the reference", declared.name, known.length);
            return Err(Error::new(path, Problem::WrongReference { detail })
                .field("contig")
                .advice("give the reference that the caller used, or the caller's file for this reference"));
        }
    }
    Ok(())
}

fn not_small(alternate: &str) -> Option<&'static str> {
    match alternate {
        "*" | "<*:DEL>" => Some("`*`: deleted by another record's variant"),
        "<*>" | "<NON_REF>" | "<X>" => Some("a stand-in for any other allele"),
        text if text.starts_with('<') => Some("a symbolic allele (structural)"),
        text if text.contains(['[', ']', '.']) => Some("a breakend (structural)"),
        _ => None,
    }
}
