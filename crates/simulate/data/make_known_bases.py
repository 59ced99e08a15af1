#!/usr/bin/env python3
"""Writes known_bases.tsv: the true bases of GRCh38 at the places that the demonstration and its readers care for.

    make_known_bases.py MANE.tsv WINDOWS.fa SMALL.fa > known_bases.tsv

MANE.tsv      gene, ..., chrom, ..., coding start and end, exon starts and ends (0-based, half-open), from RefSeq
WINDOWS.fa    FASTA of GRCh38 windows whose names are contig:start-end (1-based, closed)
SMALL.fa      the same for short stretches
The sequence of GRCh38 (GCF_000001405.40) is in the public domain.
"""
import csv
import gzip
import re
import sys

EXONS_OF = ("TP53", "TET2")
PAD = 20
# Stretches of SMALL.fa that are the forward strand of the genome, checked against the codons known there.
SMALL = {
    ("chr13", 28018469): "FLT3 codons around D835",
    ("chr13", 28033301): "FLT3 exons 14-15",
    ("chr2", 25234341): "DNMT3A codons around R882",
    ("chr2", 208248369): "IDH1 codons around R132",
    ("chr5", 171410527): "NPM1 last exon",
}


def windows(path):
    name, text = None, []
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as lines:
        for line in lines:
            if line.startswith(">"):
                if name:
                    yield name, "".join(text).upper()
                name, text = re.match(r">(\w+):(\d+)-(\d+)", line).groups(), []
            else:
                text.append(line.strip())
    yield name, "".join(text).upper()


def main():
    mane, large, small = sys.argv[1:4]
    rows = {row["gene"]: row for row in csv.DictReader(open(mane), delimiter="\t")}
    found = []
    for (contig, start, end), text in windows(large):
        start, end = int(start), int(end)
        for gene in EXONS_OF:
            row = rows[gene]
            if row["chrom"] != contig:
                continue
            coding = int(row["cds_start0"]), int(row["cds_end"])
            exons = zip(row["exon_starts0"].split(",")[:-1], row["exon_ends"].split(",")[:-1])
            for first, last in exons:
                first, last = max(int(first), coding[0]) - PAD, min(int(last), coding[1]) + PAD
                if last - first > 2 * PAD and start - 1 <= first and last <= end:
                    found.append((contig, first, text[first - start + 1:last - start + 1], f"{gene} coding exon"))
    for (contig, start, end), text in windows(small):
        start, first, last = int(start), 0, len(text)
        note = SMALL.get((contig, start))
        if note is None:
            continue
        if note == "FLT3 exons 14-15":  # with the intron between, less the surroundings
            first, last = 28033880 - start, 28034420 - start
        found.append((contig, start - 1 + first, text[first:last], note))
    print("# True bases of GRCh38 (GCF_000001405.40, public domain), made by make_known_bases.py.")
    print("#contig\tstart_0based\tbases\tnote")
    for row in sorted(set(found)):
        print(*row, sep="\t")


main()
