"""What is known of the reference's bases, and which variants others have recorded. Records of tables whose terms do not
allow copying serve only as a check: a reference base is a fact of the genome, and no row of theirs enters the bundle."""

import csv
import gzip
import re

from models import lines, reverse_complement

PUBLIC_DOMAIN = "public domain"
CHECK_ONLY = "used as a check only, nothing of it is in the bundle"


def gene_ids(clinvar_file):
    """NCBI gene numbers by symbol, from ClinVar's GENEINFO."""
    ids = {}
    for line in lines(clinvar_file):
        for symbol, number in re.findall(r"(?:GENEINFO=|\|)([A-Za-z0-9-]+):(\d+)", line):
            ids.setdefault(symbol, number)
    return ids


class Known:
    """Reference bases by place, and recorded variants."""

    def __init__(self):
        self.sequence = {}  # (chrom, position) -> base, from sequence
        self.records = {}  # the same, from reference alleles of records; "?" where two records disagree
        self.variants = {}  # (chrom, position, ref, alt), trimmed -> names of tables
        self.effects = {}  # (chrom, position, ref, alt) -> one-letter protein changes told for it
        self.proteins = {}  # (gene, one-letter change) -> names of tables
        self.residues = {}  # (gene, one-letter residue) -> names of tables
        self.inputs = []

    def base(self, chrom, position):
        found = self.sequence.get((chrom, position), "N")
        if found in "ACGT":
            return found
        found = self.records.get((chrom, position), "N")
        return found if found in "ACGT" else "N"

    def from_sequence(self, chrom, position):
        return self.sequence.get((chrom, position), "N") in "ACGT"

    def add_sequence(self, chrom, start, bases, wanted=None):
        for offset, base in enumerate(bases.upper()):
            key = (chrom, start + offset)
            if base in "ACGT" and (wanted is None or key in wanted):
                assert self.sequence.setdefault(key, base) == base, f"two sequences disagree at {key}"

    def add_record(self, table, chrom, position, ref, alt, change=None):
        ref, alt = ref.upper(), alt.upper()
        if set(ref + alt) - set("ACGT"):
            return
        for offset, base in enumerate(ref):
            key = (chrom, position + offset)
            if self.records.setdefault(key, base) != base:
                self.records[key] = "?"
        key = trim(chrom, position, ref, alt)
        self.variants.setdefault(key, set()).add(table)
        if change:
            self.effects.setdefault(key, set()).add(change)


def trim(chrom, position, ref, alt):
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, position = ref[1:], alt[1:], position + 1
    return chrom, position, ref, alt


def one_letter(text):
    """p.R175H or R175H, else nothing."""
    match = re.fullmatch(r"(?:p\.)?\(?([A-Z])(\d+)([A-Z*])\)?", text.strip())
    return "".join(match.groups()) if match else None


def grch38(shared, transcripts):
    known = Known()
    knowledge = shared / "knowledge"
    wanted = {(t.chrom, p) for t in transcripts for s, e in t.exons for p in range(s - 400, e + 400)}

    def fasta(path):
        name, parts = None, []
        for line in lines(path):
            if line.startswith(">"):
                if name:
                    yield name, "".join(parts)
                name, parts = line[1:].strip(), []
            else:
                parts.append(line.strip())
        yield name, "".join(parts)

    path = knowledge / "reference" / "GRCh38_windows.fa.gz"
    known.inputs.append((path, PUBLIC_DOMAIN))
    for title, bases in fasta(path):
        chrom, start, end = re.match(r"(\w+):(\d+)-(\d+)", title).groups()
        assert len(bases) == int(end) - int(start) + 1, title
        known.add_sequence(chrom, int(start) - 1, bases, wanted)
    path = knowledge / "reference" / "refseq_transcripts_subset.fna"
    known.inputs.append((path, PUBLIC_DOMAIN))
    by_accession = {t.accession: t for t in transcripts}
    for title, bases in fasta(path):
        t = by_accession.get(title.split()[0])
        if t is None or len(bases) < len(t.spliced) or set(bases[len(t.spliced):]) - {"A"}:
            continue  # another transcript, or one whose bases the genome does not have one by one
        placed = [(p, b if t.strand == "+" else reverse_complement(b)) for p, b in zip(t.spliced, bases)]
        if all(known.sequence.get((t.chrom, p), b) == b for p, b in placed):
            for p, b in placed:
                known.sequence.setdefault((t.chrom, p), b)
    read_records(knowledge, shared, known, by_accession)
    path = knowledge / "reference" / "GRCh38_small_loci.fa"
    known.inputs.append((path, PUBLIC_DOMAIN))
    for title, bases in fasta(path):  # their strand is not stated: records tell it, or they are not used
        chrom, start, end = re.match(r"(\w+):(\d+)-(\d+)", title).groups()
        if len(bases) != int(end) - int(start) + 1:
            continue
        for oriented in (bases.upper(), reverse_complement(bases.upper())):
            pairs = [(known.base(chrom, int(start) - 1 + i), b) for i, b in enumerate(oriented)]
            compared = [a == b for a, b in pairs if a != "N"]
            if len(compared) >= 4 and all(compared):
                known.add_sequence(chrom, int(start) - 1, oriented, wanted)
    return known


def read_records(knowledge, shared, known, by_accession):
    path = knowledge / "hotspots" / "clinvar_PLP_haem_panel_GRCh38.vcf.gz"
    for line in lines(path):
        if not line.startswith("#"):
            chrom, position, _, ref, alt = line.split("\t")[:5]
            known.add_record("ClinVar", chrom, int(position) - 1, ref, alt)
    path = knowledge / "hotspots" / "chromoseq_hotspot.vcf.gz"
    known.inputs.append((path, CHECK_ONLY))
    for line in lines(path):
        if not line.startswith("#"):
            chrom, position, _, ref, alt = line.split("\t")[:5]
            known.add_record("check", chrom, int(position) - 1, ref, alt)
    path = shared / "vectors" / "hgvs" / "panel_variants.public.tsv"
    known.inputs.append((path, CHECK_ONLY))
    with open(path, newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            table = "CIViC" if row["source"].startswith("CIViC") else "check"
            ref, alt, position = row["ref"].strip("-"), row["alt"].strip("-"), int(row["pos"]) - 1
            change = one_letter(row["hgvs_p"])
            known.add_record(table, row["chrom"], position if ref else position + 1, ref, alt, change)
            if change:
                known.proteins.setdefault((row["gene"], change), set()).add(table)
                known.residues.setdefault((row["gene"], change[:-1]), set()).add(table)
    path = knowledge / "hotspots" / "maftools_cancerhotspots_v2_hg38.tsv"
    known.inputs.append((path, CHECK_ONLY))
    for line in lines(path):
        chrom, position, ref, alt, gene, _, change = line.rstrip("\n").split("\t")[:7]
        ref, alt = ref.strip("-"), alt.strip("-")
        if len(ref) == len(alt) == 1:
            known.add_record("check", chrom, int(position) - 1, ref, alt, one_letter(change))
        if one_letter(change):
            known.proteins.setdefault((gene, change), set()).add("check")
            known.residues.setdefault((gene, change[:-1]), set()).add("check")
    path = knowledge / "hotspots" / "genome_nexus_hotspots_v2_and_3d.txt"
    known.inputs.append((path, CHECK_ONLY))
    with open(path, newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            known.residues.setdefault((row["hugo_symbol"], row["residue"]), set()).add("check")
    path = knowledge / "hotspots" / "chip_whitelist" / "CHIP_missense_vars_cv_08262022.txt"
    known.inputs.append((path, CHECK_ONLY))
    for line in lines(path):
        gene, change = line.strip().split("\t")[:2]
        if one_letter(change):
            known.proteins.setdefault((gene, change), set()).add("check")
            known.residues.setdefault((gene, change[:-1]), set()).add("check")
    path = knowledge / "civic" / "civic_2019-10_nightly-VariantSummaries.tsv.gz"
    known.inputs.append((path, "CC0"))
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            cells = line.split("\t")
            if len(cells) > 4 and one_letter(cells[4]):
                known.proteins.setdefault((cells[2], cells[4]), set()).add("CIViC")
                known.residues.setdefault((cells[2], cells[4][:-1]), set()).add("CIViC")
    path = knowledge / "itd_ptd" / "pickett_branford_SNVs_230118.bed"
    known.inputs.append((path, CHECK_ONLY))
    abl1 = by_accession.get("NM_005157.6")
    for line in lines(path):
        match = re.search(r"NM_005157\.\d+:c\.\(?(\d+)([ACGT])>([ACGT])\)?.*\t([A-Z]\d+[A-Z])\s*$", line)
        if match and abl1:
            number, ref, alt, change = match.groups()
            known.add_record("check", abl1.chrom, abl1.position(int(number)), ref, alt, change)  # ABL1: plus strand
            known.proteins.setdefault(("ABL1", change), set()).add("check")
            known.residues.setdefault(("ABL1", change[:-1]), set()).add("check")


def from_fasta(path, transcripts, known=None):
    """All bases from a whole reference. Beside nothing recorded, every fact is taken at its word."""
    known = known or Known()
    known.inputs.append((f"{path}.fai", "the user's reference"))
    index = {}
    for line in lines(f"{path}.fai"):
        name, length, offset, width, stride = line.split("\t")[:5]
        index[name] = (int(length), int(offset), int(width), int(stride))
    with open(path, "rb") as handle:
        for t in transcripts:
            name = t.chrom if t.chrom in index else t.chrom.removeprefix("chr")
            length, offset, width, stride = index[name]
            for start, end in t.exons:
                start, end = max(0, start - 400), min(length, end + 400)
                first = offset + start // width * stride + start % width
                last = offset + end // width * stride + end % width
                handle.seek(first)
                bases = handle.read(last - first).decode().replace("\n", "").replace("\r", "")
                known.add_sequence(t.chrom, start, bases)
    return known
