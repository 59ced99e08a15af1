//! Our own calls as VCF or BCF.

use std::path::Path;

use marv_model::{
    call::{AlleleEvidence, Forced, Posterior, RuleVerdict, SmallVariantCall},
    genome::Contigs,
    tandem::{AllelicRatio, TandemDuplication},
};

use super::{
    meta,
    sink::{Sink, SinkContig},
    text::{escaped, number},
};
use crate::error::{Error, Problem};

/// What stands in the header of a file of calls.
#[derive(Debug, Clone, Copy)]
pub struct CallHeader<'a> {
    /// The reference's contigs; records come in their order.
    pub contigs: &'a Contigs,
    /// The reference's file name, without folders.
    pub reference_name: &'a str,
    /// The tumour sample's name.
    pub tumour: &'a str,
    /// The normal sample's name; none in tumour-only work.
    pub normal: Option<&'a str>,
    /// The command, for the record.
    pub command: &'a str,
    /// Marv's version.
    pub version: &'a str,
    /// The fields of INFO/CSQ, separated by `|`, where consequences are written.
    pub csq_format: Option<&'a str>,
    /// Further header lines, with or without `##`.
    pub extra_meta: &'a [String],
}

/// What goes with a call into its record.
#[derive(Debug, Clone, Copy, Default)]
pub struct CallExtra<'a> {
    /// The value of INFO/CSQ: consequences separated by `,`, their fields by `|`.
    pub csq: Option<&'a str>,
    /// Supplied files' callers that have it.
    pub callers: &'a [String],
}

/// Writes calls. The form follows the name: `.vcf`, `.vcf.gz` (BGZF, with `.tbi`, or `.csi` where a contig is longer than
/// 2^29 bases), `.bcf` (with `.csi`), or `-` for VCF on standard output. The file stands under its name only when
/// [`CallWriter::finish`] has returned. Equal calls give equal bytes.
pub struct CallWriter<'a> {
    sink: Sink,
    header: CallHeader<'a>,
}

impl<'a> CallWriter<'a> {
    /// Starts a file.
    pub fn create(path: &Path, header: &CallHeader<'a>) -> Result<Self, Error> {
        let samples: Vec<&str> = [Some(header.tumour), header.normal].into_iter().flatten().collect();
        for name in &samples {
            if name.is_empty() || name.chars().any(char::is_control) {
                let found = format!("the sample name {name:?}");
                let expected = "a name without tabs and line ends".into();
                return Err(Error::new(path, Problem::Malformed { found, expected }).field("samples"));
            }
        }
        if header.normal == Some(header.tumour) {
            let detail = format!("tumour and normal have one name, {:?}", header.tumour);
            return Err(Error::new(path, Problem::Mismatch { detail })
                .field("samples")
                .advice("rename one of them: a file with two columns of one name cannot be read"));
        }
        let contigs: Vec<SinkContig> =
            header.contigs.iter().map(|(_, c)| SinkContig { name: c.name.to_string(), length: c.length }).collect();
        let sink = Sink::create(path, &meta::text(header, &samples), &contigs, true)?;
        Ok(Self { sink, header: *header })
    }

    /// Writes one call. Calls come in the order of the genome.
    pub fn write(&mut self, call: &SmallVariantCall, extra: &CallExtra<'_>) -> Result<(), Error> {
        let variant = &call.variant;
        let contig = self.header.contigs.name(variant.contig());
        let start = variant.position().saturating_add(1);
        let end = variant.interval().map_or(start, |interval| interval.end());
        let filters = if call.passes() {
            "PASS".to_owned()
        } else {
            call.filters.iter().map(|filter| filter.id()).collect::<Vec<_>>().join(";")
        };
        let (keys, mut columns) = (keys(call), vec![column(call, &call.tumour, true)]);
        if self.header.normal.is_some() {
            columns.push(call.normal.as_ref().map_or_else(|| "./.".to_owned(), |normal| column(call, normal, false)));
        }
        let line = format!(
            "{contig}\t{start}\t.\t{}\t{}\t{}\t{filters}\t{}\t{keys}\t{}",
            variant.reference(),
            variant.alternate(),
            number(call.posterior.quality().0),
            self.info(call, extra),
            columns.join("\t"),
        );
        self.sink.write(line.as_bytes(), contig, start, end)
    }

    /// Closes the file, writes its index, and puts both in their places.
    pub fn finish(self) -> Result<(), Error> {
        self.sink.finish().map(|_| ())
    }

    fn info(&self, call: &SmallVariantCall, extra: &CallExtra<'_>) -> String {
        let Posterior { germline, artefact, .. } = call.posterior;
        let mut fields = Vec::new();
        if call.passes() {
            fields.push("SOMATIC".to_owned());
        }
        fields.push(format!("SPP={}", number(call.posterior.quality().0)));
        fields.push(format!("PG={}", number(germline)));
        fields.push(format!("PA={}", number(artefact)));
        match call.forced {
            Some(Forced::Hotspot) => fields.push("HOTSPOT".to_owned()),
            Some(Forced::Supplied) => fields.push("SUPPLIED".to_owned()),
            None => {}
        }
        if call.seen_in_normal_as_contamination {
            fields.push("TIN".to_owned());
        }
        if let Some(tandem) = &call.tandem {
            fields.extend(duplication(tandem, &call.tumour));
        }
        let joined = |items: Vec<String>| items.join(",");
        if !extra.callers.is_empty() {
            fields.push(format!("CALLERS={}", joined(extra.callers.iter().map(|c| escaped(c, true)).collect())));
        }
        let exempt: Vec<String> = call
            .ledger
            .iter()
            .filter(|entry| entry.verdict == RuleVerdict::Exempt)
            .map(|entry| escaped(&entry.rule, true))
            .collect();
        if !exempt.is_empty() {
            fields.push(format!("EXEMPT={}", joined(exempt)));
        }
        if let Some(csq) = extra.csq.filter(|csq| !csq.is_empty() && self.header.csq_format.is_some()) {
            fields.push(format!("CSQ={}", escaped(csq, false)));
        }
        fields.join(";")
    }
}

/// What is said of a tandem duplication.
fn duplication(tandem: &TandemDuplication, tumour: &AlleleEvidence) -> Vec<String> {
    let value = |value: Option<f64>| value.map_or_else(|| ".".to_owned(), number);
    let (first, last) = (tandem.interval.start() + 1, tandem.interval.end());
    let mut fields = vec![format!("DUPLEN={}", tandem.length()), format!("DUPRANGE={first},{last}")];
    if !tandem.filler.is_empty() {
        fields.push(format!("DUPNTS={}", tandem.filler));
    }
    fields.push(format!("HOMLEN={}", tandem.homology));
    if let Some(AllelicRatio { ratio, interval: [low, high] }) = AllelicRatio::of(tumour) {
        fields.push(format!("AR={}", value(ratio)));
        fields.push(format!("ARCI={},{}", value(low), value(high)));
    }
    fields
}

/// The keys of FORMAT: PS only where the call is in a phase set.
fn keys(call: &SmallVariantCall) -> String {
    let phased = call.phase_set.is_some();
    let keys: Vec<&str> = meta::FORMAT.iter().map(|(id, ..)| *id).filter(|id| *id != "PS" || phased).collect();
    keys.join(":")
}

fn column(call: &SmallVariantCall, evidence: &AlleleEvidence, tumour: bool) -> String {
    let e = evidence;
    // METHOD: the tumour carries what was called in it; the normal carries what is more likely inherited than not.
    let carries = e.alternate > 0 && (tumour || call.posterior.germline > 0.5);
    let bar = if tumour && call.phase_set.is_some() { '|' } else { '/' };
    let genotype = match (e.depth(), carries) {
        (0, _) => format!(".{bar}."),
        (_, true) => format!("0{bar}1"),
        (_, false) => format!("0{bar}0"),
    };
    let median =
        |value: f32, observations: u32| if observations > 0 { number(f64::from(value)) } else { ".".to_owned() };
    let [rf, rr] = e.reference_strands;
    let [af, ar] = e.alternate_strands;
    let mut values = vec![
        genotype,
        format!("{},{}", e.reference, e.alternate),
        e.depth().to_string(),
        e.fraction().map_or_else(|| ".".to_owned(), |fraction| number(fraction.get())),
        e.other.to_string(),
        format!("{rf},{rr},{af},{ar}"),
        e.alternate_orientation[0].to_string(),
        e.alternate_orientation[1].to_string(),
        median(e.alternate_base_quality, e.alternate),
        format!("{},{}", median(e.mapping_quality[1], e.reference), median(e.mapping_quality[0], e.alternate)),
        median(e.alternate_end_distance, e.alternate),
        e.alternate_starts.to_string(),
        e.raw_depth.to_string(),
    ];
    if let Some(set) = call.phase_set {
        values.push(if tumour { set.to_string() } else { ".".to_owned() });
    }
    values.join(":")
}
