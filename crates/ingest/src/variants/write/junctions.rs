//! Our own junctions as VCF: deletions, duplications, inversions and insertions as such, all else as pairs of breakends.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use marv_model::{
    genome::{Contigs, Interval, Locus},
    sequence::ReferenceSource,
    structure::{Breakend, JunctionCall, JunctionFilter, JunctionKind, JunctionSupport, Kept},
};

use super::{
    calls::CallHeader,
    meta,
    sink::{Sink, SinkContig},
    text::{escaped, number, quoted},
};
use crate::error::Error;

/// ALT of symbolic records.
const ALT: [(&str, &str); 4] = [
    ("DEL", "Deletion"),
    ("DUP:TANDEM", "Tandem duplication"),
    ("INV", "Inversion"),
    ("INS", "Insertion that no read shows whole"),
];

/// INFO: identifier, Number, Type, description.
const INFO: [(&str, &str, &str, &str); 20] = [
    ("SVTYPE", "1", "String", "Kind: DEL, DUP, INV, INS, BND"),
    ("END", "1", "Integer", "Last base of the event"),
    ("SVLEN", "1", "Integer", "Bases gained, or lost where negative"),
    ("MATEID", "1", "String", "The record of the other breakend"),
    ("EVENT", "1", "String", "Records of one exchange share it"),
    ("IMPRECISE", "0", "Flag", "No read crosses the junction"),
    ("CIPOS", "2", "Integer", "Where POS may lie"),
    ("CIEND", "2", "Integer", "Where END may lie"),
    ("HOMLEN", "1", "Integer", "Bases that may belong to either side; POS is the leftmost spelling"),
    ("HOMSEQ", "1", "String", "Those bases"),
    ("SVINSLEN", "1", "Integer", "Bases between the two sides"),
    ("SVINSSEQ", "1", "String", "Those bases"),
    ("LEFT_SVINSSEQ", "1", "String", "The first bases of an insertion that no read shows whole"),
    ("RIGHT_SVINSSEQ", "1", "String", "The last bases of an insertion that no read shows whole"),
    ("SOMATIC", "0", "Flag", "No filter applies"),
    ("SPP", "1", "Float", "Phred-scaled posterior probability that it is not somatic (as QUAL, at most 100)"),
    ("PG", "1", "Float", "Posterior probability that it is inherited"),
    ("PA", "1", "Float", "Posterior probability that it is an artefact"),
    ("CF", "1", "Float", "Share of the tumour's cells that have it"),
    ("FUSION", ".", "String", "Genes joined, 5' gene first | last whole exon | first whole exon | frame; MANE Select"),
];

/// FORMAT: identifier, Number, Type, description.
const FORMAT: [(&str, &str, &str, &str); 4] = [
    ("PR", "R", "Integer", "Fragments whose unread middle spans the unbroken place, and the junction"),
    ("SR", "R", "Integer", "Reads across the unbroken place, and fragments with a read across the junction"),
    ("AF", "1", "Float", "The junction's share of the copies at its sides"),
    ("MQ", "1", "Float", "Mean mapping quality of the supporting reads"),
];

/// Bases of an insertion up to which ALT holds them.
const LONGEST_LITERAL: usize = 1_000;

/// A line with where it stands.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    contig: u32,
    position: u32,
    id: String,
    end: u32,
    text: String,
}

/// What goes with a junction into its record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JunctionExtra {
    /// The genes that it joins, as `GENE5::GENE3|last exon|first exon|frame`.
    pub fusions: Vec<String>,
}

/// Writes junctions. The form follows the name, as with calls; `extras` has one entry a call, or none.
pub fn write_junctions(
    path: &Path,
    header: &CallHeader<'_>,
    calls: &[JunctionCall],
    extras: &[JunctionExtra],
    reference: &dyn ReferenceSource,
) -> Result<(), Error> {
    let contigs: Vec<SinkContig> =
        header.contigs.iter().map(|(_, c)| SinkContig { name: c.name.to_string(), length: c.length }).collect();
    let mut sink = Sink::create(path, &head(header), &contigs, true)?;
    let mut records =
        Records { contigs: header.contigs, reference, normal: header.normal.is_some(), lines: Vec::new() };
    let inversions = inversions(calls);
    let none = JunctionExtra::default();
    for (index, call) in calls.iter().enumerate() {
        let extra = extras.get(index).unwrap_or(&none);
        match inversions.get(&index) {
            Some(Some((start, end))) => records.inversion(call, index, *start, *end, extra),
            Some(None) => {} // told by its fellow's record
            None => records.add(call, index, extra),
        }
    }
    records.lines.sort();
    for line in &records.lines {
        sink.write(
            line.text.as_bytes(),
            header.contigs.name(marv_model::genome::ContigId(line.contig)),
            line.position,
            line.end,
        )?;
    }
    sink.finish().map(|_| ())
}

fn head(header: &CallHeader<'_>) -> String {
    let samples: Vec<&str> = [Some(header.tumour), header.normal].into_iter().flatten().collect();
    let mut out = meta::opening(header);
    for (id, what) in ALT {
        let _ = writeln!(out, "##ALT=<ID={id},Description=\"{}\">", quoted(what));
    }
    for filter in JunctionFilter::ALL {
        let _ = writeln!(out, "##FILTER=<ID={},Description=\"{}\">", filter.id(), quoted(filter.description()));
    }
    for (id, number, kind, what) in INFO {
        let _ = writeln!(out, "##INFO=<ID={id},Number={number},Type={kind},Description=\"{}\">", quoted(what));
    }
    for (id, number, kind, what) in FORMAT {
        let _ = writeln!(out, "##FORMAT=<ID={id},Number={number},Type={kind},Description=\"{}\">", quoted(what));
    }
    out.push_str(&meta::closing(header, &samples));
    out
}

/// Pairs of junctions that are the two ends of one inversion: the first and the last base turned, 0-based, at the first of
/// the two, nothing at the second.
fn inversions(calls: &[JunctionCall]) -> BTreeMap<usize, Option<(u32, u32)>> {
    let mut found = BTreeMap::new();
    for (first, call) in calls.iter().enumerate() {
        let fellow = calls.iter().enumerate().skip(first + 1).find(|(_, other)| {
            call.event.is_some() && other.event == call.event && call.junction.kind() == JunctionKind::Inversion
        });
        if let Some((second, other)) = fellow
            && let Some(turned) = turned(call, other)
        {
            found.insert(first, Some(turned));
            found.insert(second, None);
        }
    }
    found
}

/// The first and the last base turned, where both junctions can be spelled as the ends of one stretch.
fn turned(a: &JunctionCall, b: &JunctionCall) -> Option<(u32, u32)> {
    let precise = |call: &JunctionCall| call.uncertainty.is_none() && call.inserted.is_empty();
    let (before, from) = if a.junction.one.kept == Kept::Before { (a, b) } else { (b, a) };
    let kept = |call: &JunctionCall, kept| call.junction.one.kept == kept && call.junction.other.kept == kept;
    if !precise(a) || !precise(b) || !kept(before, Kept::Before) || !kept(from, Kept::From) {
        return None;
    }
    let at = |side: Breakend| i64::from(side.locus.position);
    // Each may be spelled so many bases further right at its first side, and left at its second.
    let room = |call: &JunctionCall| i64::try_from(call.homology.len()).unwrap_or(0);
    let ahead = at(from.junction.one) - at(before.junction.one) - 1;
    if ahead != at(before.junction.other) + 1 - at(from.junction.other) {
        return None;
    }
    let shift = ahead.max(0);
    if shift > room(before) || shift - ahead > room(from) {
        return None;
    }
    let start = u32::try_from(at(before.junction.one) + shift + 1).ok()?;
    let end = u32::try_from(at(before.junction.other) - shift).ok()?;
    (start <= end && start > 0).then_some((start, end))
}

struct Records<'a> {
    contigs: &'a Contigs,
    reference: &'a dyn ReferenceSource,
    normal: bool,
    lines: Vec<Line>,
}

impl Records<'_> {
    fn base(&self, locus: Locus) -> char {
        Interval::new(locus.contig, locus.position, locus.position + 1)
            .ok()
            .and_then(|interval| self.reference.bases(interval))
            .and_then(|bases| bases.first().copied())
            .map_or('N', char::from)
    }

    fn add(&mut self, call: &JunctionCall, index: usize, extra: &JunctionExtra) {
        let (one, other) = (call.junction.one, call.junction.other);
        let (first, last) = (one.locus.position, other.locus.position);
        let inserted = i64::try_from(call.inserted.len()).unwrap_or(0);
        match call.junction.kind() {
            JunctionKind::Deletion => {
                let lost = i64::from(last - first - 1);
                let info = format!("SVTYPE=DEL;END={last};SVLEN={}", -lost);
                self.push(call, index, one.locus, last, "<DEL>", &info, extra);
            }
            JunctionKind::TandemDuplication if first > 0 => {
                let gained = i64::from(last - first + 1);
                let info = format!("SVTYPE=DUP;END={};SVLEN={gained}", last + 1);
                let before = Locus::new(one.locus.contig, first - 1);
                self.push(call, index, before, last + 1, "<DUP:TANDEM>", &info, extra);
            }
            JunctionKind::Insertion => {
                let end = first + 1;
                if call.inserted.contains(&b'N') {
                    let info = format!("SVTYPE=INS;END={end}");
                    self.push(call, index, one.locus, end, "<INS>", &info, extra);
                } else {
                    let info = format!("SVTYPE=INS;END={end};SVLEN={inserted}");
                    let literal = call.inserted.len() <= LONGEST_LITERAL;
                    let alternate =
                        if literal { format!("{}{}", self.base(one.locus), call.inserted) } else { "<INS>".to_owned() };
                    self.push(call, index, one.locus, end, &alternate, &info, extra);
                }
            }
            _ => self.breakends(call, index, extra),
        }
    }

    fn inversion(&mut self, call: &JunctionCall, index: usize, start: u32, end: u32, extra: &JunctionExtra) {
        let info = format!("SVTYPE=INV;END={};SVLEN={}", end + 1, end - start + 1);
        let before = Locus::new(call.junction.one.locus.contig, start - 1);
        self.push(call, index, before, end + 1, "<INV>", &info, extra);
    }

    /// VCF 4.4, section 5.4: `t[p[`, `t]p]`, `]p]t`, `[p[t`.
    fn breakends(&mut self, call: &JunctionCall, index: usize, extra: &JunctionExtra) {
        let (one, other) = (call.junction.one, call.junction.other);
        let turned = one.kept == other.kept;
        for (own, mate, names, inserted) in [
            (one, other, ["1", "2"], call.inserted.clone()),
            (other, one, ["2", "1"], if turned { call.inserted.reverse_complement() } else { call.inserted.clone() }),
        ] {
            let bracket = if mate.kept == Kept::From { '[' } else { ']' };
            let place = self.contigs.show(&mate.locus).to_string();
            let base = self.base(own.locus);
            let alternate = match own.kept {
                Kept::Before => format!("{base}{inserted}{bracket}{place}{bracket}"),
                Kept::From => format!("{bracket}{place}{bracket}{inserted}{base}"),
            };
            let info = format!("SVTYPE=BND;MATEID={}_{}", junction_id(index), names[1]);
            let id = format!("{}_{}", junction_id(index), names[0]);
            let first = own == one;
            self.line(call, id, own.locus, own.locus.position + 1, &alternate, &info, (extra, first));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of a record")]
    fn push(
        &mut self,
        call: &JunctionCall,
        index: usize,
        at: Locus,
        end: u32,
        alternate: &str,
        info: &str,
        extra: &JunctionExtra,
    ) {
        self.line(call, junction_id(index), at, end, alternate, info, (extra, true));
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of a record")]
    fn line(
        &mut self,
        call: &JunctionCall,
        id: String,
        at: Locus,
        end: u32,
        alternate: &str,
        info: &str,
        (extra, first): (&JunctionExtra, bool),
    ) {
        let filters = if call.passes() {
            "PASS".to_owned()
        } else {
            call.filters.iter().map(|filter| filter.id()).collect::<Vec<_>>().join(";")
        };
        let position = at.position + 1;
        let mut columns = vec![column(&call.tumour)];
        if self.normal {
            columns.push(call.normal.as_ref().map_or_else(|| ".".to_owned(), column));
        }
        let text = format!(
            "{}\t{position}\t{id}\t{}\t{alternate}\t{}\t{filters}\t{info}{}\tPR:SR:AF:MQ\t{}",
            self.contigs.name(at.contig),
            self.base(at),
            number(call.posterior.quality().0),
            further(call, alternate, extra, first),
            columns.join("\t"),
        );
        self.lines.push(Line { contig: at.contig.0, position, id, end: end.max(position), text });
    }
}

/// The identifier of a junction's record by its place in the list that is written, from 0. A pair of breakends has it with
/// `_1` and `_2` behind it.
pub fn junction_id(index: usize) -> String {
    format!("marv_sv_{}", index + 1)
}

fn column(support: &JunctionSupport) -> String {
    format!(
        "{:.0},{}:{:.0},{}:{}:{}",
        support.reference_pairs,
        support.pairs,
        support.reference_split,
        support.split,
        support.fraction.map_or_else(|| ".".to_owned(), |fraction| number(fraction.get())),
        if support.fragments() > 0 { number(support.mapping_quality) } else { ".".to_owned() },
    )
}

/// INFO behind what the kind asks for. `first`: the record stands at the first side of the junction.
fn further(call: &JunctionCall, alternate: &str, extra: &JunctionExtra, first: bool) -> String {
    let mut out = String::new();
    if let Some(event) = call.event {
        let _ = write!(out, ";EVENT=marv_event_{event}");
    }
    if let Some([one, other]) = call.uncertainty {
        let range = |side: Breakend, reach: u32| match side.kept {
            Kept::Before => format!("0,{reach}"),
            Kept::From => format!("-{reach},0"),
        };
        let sides = [range(call.junction.one, one), range(call.junction.other, other)];
        let [own, far] = if first { [&sides[0], &sides[1]] } else { [&sides[1], &sides[0]] };
        let _ = write!(out, ";IMPRECISE;CIPOS={own}");
        if alternate.starts_with('<') {
            let _ = write!(out, ";CIEND={far}");
        }
    }
    if !call.homology.is_empty() {
        let _ = write!(out, ";HOMLEN={};HOMSEQ={}", call.homology.len(), call.homology);
    }
    if call.junction.kind() == JunctionKind::Insertion && call.inserted.contains(&b'N') {
        let text = call.inserted.as_str();
        let ends = [text.split('N').next().unwrap_or_default(), text.rsplit('N').next().unwrap_or_default()];
        let _ = write!(out, ";LEFT_SVINSSEQ={};RIGHT_SVINSSEQ={}", ends[0], ends[1]);
    } else if !call.inserted.is_empty() && first {
        let _ = write!(out, ";SVINSLEN={};SVINSSEQ={}", call.inserted.len(), call.inserted);
    }
    if call.passes() {
        out.push_str(";SOMATIC");
    }
    let posterior = call.posterior;
    let _ = write!(
        out,
        ";SPP={};PG={};PA={}",
        number(posterior.quality().0),
        number(posterior.germline),
        number(posterior.artefact)
    );
    if let Some(share) = call.junction.cell_fraction {
        let _ = write!(out, ";CF={}", number(share));
    }
    if !extra.fusions.is_empty() {
        let fusions: Vec<String> = extra.fusions.iter().map(|fusion| escaped(fusion, true)).collect();
        let _ = write!(out, ";FUSION={}", fusions.join(","));
    }
    out
}
