"""Transcripts and bands: which models the bundle carries, and the arithmetic of a transcript."""

import csv
import gzip

HEADER = (
    "gene gene_id transcript ensembl role chrom strand cds_start cds_end exon_starts exon_ends reason".split()
)
BAND_HEADER = ("chrom", "start", "end", "band", "stain")
CHROMS = {f"chr{c}" for c in [*range(1, 23), "X", "Y"]}
COMPLEMENT = str.maketrans("ACGTN", "TGCAN")


def lines(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as handle:
        yield from handle


def reverse_complement(bases):
    return bases.translate(COMPLEMENT)[::-1]


class Transcript:
    """A gene model, 0-based and half-open; exons in the genome's order."""

    def __init__(self, gene, accession, chrom, strand, cds, exons, ensembl="", role="", reason=""):
        self.gene, self.accession, self.chrom, self.strand = gene, accession, chrom, strand
        self.cds, self.exons, self.ensembl, self.role, self.reason = cds, exons, ensembl, role, reason
        coding = [p for s, e in exons for p in range(max(s, cds[0]), min(e, cds[1]))]
        self.coding = coding if strand == "+" else coding[::-1]
        spliced = [p for s, e in exons for p in range(s, e)]
        self.spliced = spliced if strand == "+" else spliced[::-1]
        self.utr5 = self.spliced.index(self.coding[0])

    def position(self, number, offset=0):
        """The genomic position of coding position `number` (1-based; negative: 5' of the start) and intron offset.
        Before the first exon, numbering goes on along the genome."""
        step = 1 if self.strand == "+" else -1
        if number < 0:
            index = self.utr5 + number
            at = self.spliced[index] if index >= 0 else self.spliced[0] + index * step
        else:
            at = self.coding[number - 1]
        return at + offset * step

    def codon(self, residue):
        at = self.coding[3 * residue - 3 : 3 * residue]
        return at if len(at) == 3 else None

    def row(self, gene_id):
        starts, ends = (",".join(str(e[i]) for e in self.exons) for i in (0, 1))
        return (self.gene, gene_id, self.accession, self.ensembl, self.role, self.chrom, self.strand, *self.cds,
                starts, ends, self.reason)


def gene_pred(path):
    """Rows of a genePredExt table, with or without UCSC's bin column and header."""
    names = "name chrom strand txStart txEnd cdsStart cdsEnd exonCount exonStarts exonEnds score name2".split()
    for line in lines(path):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("#") or cells[0] == "name":
            continue
        if cells[0].isdigit():
            cells = cells[1:]
        row = dict(zip(names, cells))
        row["rest"] = cells[len(names):]
        yield row


def parse(row, **more):
    exons = list(zip(*([int(n) for n in row[k].rstrip(",").split(",")] for k in ("exonStarts", "exonEnds"))))
    cds = (int(row["cdsStart"]), int(row["cdsEnd"]))
    return Transcript(row["name2"], row["name"], row["chrom"], row["strand"], cds, exons, **more)


def partners(model_file, rearrangements_file, transcripts):
    """MANE Select of the genes of rearrangements.tsv that the panel lacks. Returns them and what was not found."""
    with open(rearrangements_file, newline="", encoding="utf-8") as handle:
        wanted = {row[side] for row in csv.DictReader(handle, delimiter="\t") for side in ("one", "other")}
    # Loci without a coding transcript have their places in the program.
    wanted -= {t.gene for t in transcripts} | {"", "IGH", "IGK", "IGL", "TRA/TRD", "TRB", "MIR15A"}
    found = {}
    for row in gene_pred(model_file):
        if row["name2"] in wanted and row["chrom"] in CHROMS and row["name"].startswith("NM_"):
            found.setdefault(row["name2"], parse(row, ensembl=row["rest"][-1], role="mane_select", reason="fusion partner"))
    return [found[gene] for gene in sorted(found)], sorted(wanted - set(found))


def choose(model_file, mane_file, panel_file, isoforms_file):
    """MANE Select of every panel gene, and the isoforms of isoforms.tsv. Returns them and what was not found."""
    with open(panel_file, newline="", encoding="utf-8") as handle:
        panel = {row["gene"]: row["mane_refseq"] for row in csv.DictReader(handle, delimiter="\t")}
    ensembl = {row["name"]: row["rest"][-1] for row in gene_pred(mane_file)}
    wanted = {accession: ("mane_select", "") for accession in panel.values()}
    for line in lines(isoforms_file):
        if not line.startswith(("#", "gene\t")):
            gene, accession, reason = line.rstrip("\n").split("\t")
            wanted.setdefault(accession, ("clinical", reason))
    by_accession, by_base = {}, {}
    for row in gene_pred(model_file):
        if row["chrom"] in CHROMS and row["name2"] in panel and row["cdsStart"] != row["cdsEnd"]:
            by_accession.setdefault(row["name"], row)
            by_base.setdefault(row["name"].split(".")[0], row)
    found, missing = [], []
    for accession, (role, reason) in wanted.items():
        row = by_accession.get(accession) or by_base.get(accession.split(".")[0])
        if row is None:
            missing.append(accession)
        else:
            found.append(parse(row, ensembl=ensembl.get(row["name"], ""), role=role, reason=reason))
    rank = {"mane_select": 0, "clinical": 1}
    found.sort(key=lambda t: (t.gene, rank[t.role], t.accession))
    return found, missing


def bands(path):
    rows = []
    for line in lines(path):
        cells = line.rstrip("\n").split("\t")
        if len(cells) >= 5 and cells[0] in CHROMS and cells[1].isdigit():
            rows.append((cells[0], int(cells[1]), int(cells[2]), cells[3], cells[4]))
    order = {c: i for i, c in enumerate([f"chr{n}" for n in [*range(1, 23), "X", "Y"]])}
    return sorted(rows, key=lambda r: (order[r[0]], r[1]))
