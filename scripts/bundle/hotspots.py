"""Hotspots: from a protein or coding change to a place and alleles of the genome, checked."""

import itertools
import re

from evidence import trim
from models import lines, reverse_complement

HEADER = (
    "gene label chrom position ref alt transcript hgvs_c hgvs_p codon codon_offset residue basis seen_in source".split()
)
AMINO = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODE = {"".join(c): AMINO[i] for i, c in enumerate(itertools.product("TCAG", repeat=3))}
THREE = dict(
    A="Ala", C="Cys", D="Asp", E="Glu", F="Phe", G="Gly", H="His", I="Ile", K="Lys", L="Leu", M="Met", N="Asn",
    P="Pro", Q="Gln", R="Arg", S="Ser", T="Thr", V="Val", W="Trp", Y="Tyr", **{"*": "Ter"},
)


class Hotspot:
    """One variant. `position` is 0-based; alleles on the genome's plus strand."""

    def __init__(self, **values):
        self.__dict__.update(values)

    def row(self):
        return [getattr(self, name) for name in HEADER]


class Refused(Exception):
    """Why a change is left out."""


def derive(facts_file, transcripts, known):
    mane = {t.gene: t for t in transcripts if t.role == "mane_select"}
    found, dropped = {}, []
    for line in lines(facts_file):
        if line.startswith(("#", "gene\t")):
            continue
        gene, changes, offset, source = line.rstrip("\n").split("\t")
        told = told_changes(gene, changes, known)
        for text in changes.split():
            keep = "!" in text
            change, _, coding = text.replace("!", "").partition("@")
            coding = change if change.startswith("c.") else coding
            try:
                if gene not in mane:
                    raise Refused("no model on this build")
                single = re.match(r"[A-Z]\d+[A-Z*]$", change) and re.match(r"c\.\d+[ACGT]>[ACGT]$", coding)
                make = coding_change if coding and not single else substitution
                for spot in make(mane[gene], change, coding, known, told):
                    spot.source, spot.label = source, label(gene, change, coding, offset)
                    check(spot, known, keep, source)
                    found.setdefault((spot.chrom, spot.position, spot.ref, spot.alt), spot)
            except Refused as reason:
                dropped.append((gene, text, str(reason)))
    chroms = {f"chr{c}": i for i, c in enumerate([*range(1, 23), "X", "Y"])}
    key = lambda s: (chroms[s.chrom], s.position, s.ref, s.alt)  # noqa: E731
    return sorted(found.values(), key=key), dropped


def label(gene, change, coding, offset):
    if change == coding:
        return f"{gene} {coding}"
    match = re.match(r"([A-Z])(\d+)([A-Z*])$", change)
    customary = f" ({match[1]}{int(match[2]) + int(offset)}{match[3]})" if offset and match else ""
    return f"{gene} {change}{customary}"


def check(spot, known, keep, source):
    """A change that no table repeats, neither the variant nor its residue, is not taken from memory alone."""
    if not known.variants:
        spot.seen_in = ""
        return
    seen = set()
    for key in same_variant(*trim(spot.chrom, spot.position, spot.ref, spot.alt), known):
        seen |= known.variants.get(key, set())
    protein = set()
    if spot.residue:
        protein |= known.residues.get((spot.gene, f"{spot.residue_letter}{spot.residue}"), set())
    if source == "ClinVar" and "ClinVar" not in seen:
        raise Refused("its source is ClinVar, which does not list it")
    if not (seen or protein or keep):
        raise Refused("no table repeats the variant or its residue")
    spot.seen_in = ",".join(sorted(s for s in seen | protein if s != "check"))


def plus(strand, bases):
    return bases if strand == "+" else reverse_complement(bases)


def told_changes(gene, changes, known):
    """The one-letter changes of each residue that single-nucleotide variants are known to make: from the facts that a
    table repeats or the source is about. They tell of the codon: what they say must be reachable from it."""
    told = {}
    for text in changes.split():
        match = re.match(r"([A-Z])(\d+)([A-Z*])(!?)(?:@c\.(\d+)([ACGT])>([ACGT]))?$", text)
        if match and (match[4] or (gene, text) in known.proteins or not known.variants):
            told.setdefault(int(match[2]), []).append((match[3], match[5], match[6], match[7]))
    return told


def allows(codon, residue, change):
    """Whether a codon can become the residue as told, by the base that is told where one is."""
    new, number, old_base, new_base = change
    if number is None:
        return new in reachable(codon)
    offset = int(number) - (3 * residue - 2)
    return 0 <= offset < 3 and codon[offset] == old_base and CODE[codon[:offset] + new_base + codon[offset + 1:]] == new


def reachable(codon):
    return {CODE[codon[:i] + b + codon[i + 1:]] for i in range(3) for b in "ACGT" if b != codon[i]}


def codon_of(t, residue, letter, known, told):
    """Places of the codon; its bases as read, N where unknown; the codons that agree with these bases, with recorded
    variants whose protein change is told, and with the changes that are known to happen; and what all of them share."""
    places = t.codon(residue)
    if places is None:
        raise Refused(f"{t.accession} has no residue {residue}")
    seen = "".join(plus(t.strand, known.base(t.chrom, p)) for p in places)
    fits = [c for c, a in CODE.items() if a == letter and all(s in ("N", b) for s, b in zip(seen, c))]
    if not fits:
        raise Refused(f"the reference codon {seen} of residue {residue} does not give {letter}")
    recorded = []
    for offset, base in itertools.product(range(3), "ACGT"):
        if seen[offset] == "N" or base == seen[offset]:
            continue
        key = (t.chrom, places[offset], plus(t.strand, seen[offset]), plus(t.strand, base))
        for effect in known.effects.get(key, ()):
            if effect[:-1] == f"{letter}{residue}":
                recorded.append((offset, base, effect[-1]))
    narrowed = [c for c in fits if all(CODE[c[:o] + b + c[o + 1:]] == a for o, b, a in recorded)]
    narrowed = [c for c in narrowed if all(allows(c, residue, change) for change in told.get(residue, ()))]
    fits = narrowed or fits
    if seen == "NNN" and not (narrowed and told.get(residue)):
        raise Refused("no reference base of the codon is known")
    agreed = "".join(b[0] if len(set(b)) == 1 else "N" for b in zip(*fits))
    return places, seen, fits, agreed


def substitution(t, change, _, known, told):
    match = re.match(r"([A-Z])(\d+)([A-Z*])$", change)
    if not match:
        raise Refused("not a change this table can hold")
    letter, residue, new = match[1], int(match[2]), match[3]
    places, seen, fits, agreed = codon_of(t, residue, letter, known, told)
    if all(known.from_sequence(t.chrom, p) for p in places):
        basis = "sequence"
    else:
        basis = "genetic code" if seen == "NNN" else "records and genetic code"
    made = 0
    for offset, base in itertools.product(range(3), "ACGT"):
        read = agreed[offset]
        if read == "N" or base == read or {CODE[c[:offset] + base + c[offset + 1:]] for c in fits} != {new}:
            continue
        made += 1
        yield Hotspot(
            gene=t.gene, chrom=t.chrom, position=places[offset], ref=plus(t.strand, read), alt=plus(t.strand, base),
            transcript=t.accession, hgvs_c=f"c.{3 * residue - 2 + offset}{read}>{base}",
            hgvs_p=protein(letter, residue, new), codon=agreed, codon_offset=offset, residue=residue,
            residue_letter=letter, basis=basis,
        )
    if not made:
        raise Refused(f"no single-nucleotide change of codon {seen} (known bases) certainly gives {new}")


def protein(letter, residue, new):
    if residue == 1:
        return "p.(Met1?)"
    return f"p.({THREE[letter]}{residue}{THREE[new]})"


def coding_change(t, change, coding, known, told):
    """A coding change with positions: substitution, del, dup, ins, delins."""
    match = re.match(
        r"c\.(-?\d+)([+-]\d+)?(?:_(-?\d+)([+-]\d+)?)?(?:([ACGT])>([ACGT])|(delins|del|dup|ins)([ACGT]*))$", coding
    )
    if not match:
        raise Refused(f"{coding} is not read here")
    first = t.position(int(match[1]), int(match[2] or 0))
    last = t.position(int(match[3]), int(match[4] or 0)) if match[3] else first
    low, high = min(first, last), max(first, last) + 1
    kind, new = match[7], plus(t.strand, match[8] or "")
    if match[5]:
        kind, new = "sub", plus(t.strand, match[6])
    bases = "".join(known.base(t.chrom, p) for p in range(low, high if kind != "ins" else high - 1))
    if "N" in bases and kind == "del" and new and (told_here := told_by_frameshift(t, change, coding, known)):
        return [indel_of_name(t, change, coding, low, new, told_here)]
    if "N" in bases and kind in ("del", "dup"):
        chrom, position, ref, alt = recorded_indel(t.chrom, low, high - low, kind, new, known)
        return [indel_of_record(t, change, coding, position, ref, alt)]
    if kind in ("del", "dup") and new not in ("", bases):
        raise Refused(f"the reference has {plus(t.strand, bases)}")
    if "N" in bases:
        raise Refused(f"the reference bases {bases} are not all known")
    if kind == "sub" and bases != plus(t.strand, match[5]):
        raise Refused(f"the reference has {plus(t.strand, bases)}")
    position, ref, alt = low, bases, "" if kind == "del" else new
    if kind == "ins":
        position, ref = high - 1, ""
    elif kind == "dup":
        position, ref, alt = low, "", bases
    chrom, position, ref, alt = trim(t.chrom, position, ref, alt)
    chrom, position, ref, alt = left_aligned(chrom, position, ref, alt, known)
    residue = None
    named = re.match(r"([A-Z])(\d+)", change) if change != coding else None
    if named:
        residue = int(named[2])
        codon_of(t, residue, named[1], known, told)
    place = int(match[1])
    inside = place > 0 and not match[2]
    codon, offset = "", ""
    if inside:
        affected = (place - 1) // 3 + 1
        at = t.codon(affected)
        codon = "".join(plus(t.strand, known.base(t.chrom, p)) for p in at) if at else ""
        offset = (place - 1) % 3
    return [Hotspot(
        gene=t.gene, chrom=chrom, position=position, ref=ref, alt=alt, transcript=t.accession,
        hgvs_c=named_coding(coding, kind, plus(t.strand, bases), plus(t.strand, new)),
        hgvs_p=mnv_protein(t, change, coding, known, told), codon=codon, codon_offset=offset, residue=residue or "",
        residue_letter=named[1] if named else "", basis="sequence"
        if all(known.from_sequence(t.chrom, p) for p in range(low, high)) else "records",
    )]


def named_coding(coding, kind, removed, new):
    """HGVS: bases deleted or duplicated are not stated, and a change to the reverse complement is an inversion."""
    if kind == "delins" and new == reverse_complement(removed):
        return re.sub(r"delins.*", "inv", coding)
    return re.sub(r"(del|dup)[ACGT]+$", r"\1", coding)


def recorded_indel(chrom, low, length, kind, bases, known):
    """The one recorded insertion or deletion of these bases (of this length, where none are stated), or a rotation of
    them, at most 12 bases to the left."""
    rotations = {bases[i:] + bases[:i] for i in range(len(bases))}
    fits = lambda allele: allele in rotations if bases else len(allele) == length  # noqa: E731
    hits = [
        key for key, tables in known.variants.items()
        if "ClinVar" in tables and key[0] == chrom and low - 12 <= key[1] <= low + length
        and fits(key[2] if kind == "del" else key[3]) and (key[3] if kind == "del" else key[2]) == ""
    ]
    if len(hits) != 1:
        raise Refused(f"the reference bases are not all known, and {len(hits)} ClinVar records match")
    before = known.base(chrom, hits[0][1] - 1)
    if before == "N":
        raise Refused("the base before the recorded variant is not known")
    chrom, position, ref, alt = hits[0]
    return chrom, position - 1, before + ref, before + alt


def indel_of_record(t, change, coding, position, ref, alt):
    named = re.match(r"([A-Z])(\d+)", change)
    return Hotspot(
        gene=t.gene, chrom=t.chrom, position=position, ref=ref, alt=alt, transcript=t.accession,
        hgvs_c=re.sub(r"(del|dup)[ACGT]+$", r"\1", coding), hgvs_p="", codon="", codon_offset="",
        residue=int(named[2]) if named else "", residue_letter=named[1] if named else "", basis="ClinVar record",
    )


def told_by_frameshift(t, change, coding, known):
    """The base behind the bases that a frameshift deletes from the end of a codon, on the transcript's strand, where name and
    genetic code leave one: P2514Rfs by c.7541_7542delCT says CCT, and that C and the next bases make an arginine, CGN.
    Only on the minus strand, where that base is the one before the deletion that VCF asks for."""
    named = re.match(r"([A-Z])(\d+)([A-Z])fs$", change)
    stated = re.match(r"c\.(\d+)_(\d+)del([ACGT]+)$", coding)
    if t.strand != "-" or not named or not stated:
        return None
    residue, first, last, lost = int(named[2]), int(stated[1]), int(stated[2]), stated[3]
    kept = first - (3 * residue - 2)
    if last != 3 * residue or len(lost) != last - first + 1 or kept < 0:
        return None
    seen = "".join(plus(t.strand, known.base(t.chrom, p)) for p in t.codon(residue))
    codons = [c for c, a in CODE.items() if a == named[1] and c[kept:] == lost and all(s in ("N", b) for s, b in zip(seen, c))]
    behind = {
        rest[0]
        for codon in codons
        for rest in map("".join, itertools.product("ACGT", repeat=len(lost)))
        if CODE[codon[:kept] + rest] == named[3]
    }
    base = behind.pop() if len(behind) == 1 else None
    next_codon = t.codon(residue + 1)
    read = plus(t.strand, known.base(t.chrom, next_codon[0])) if next_codon else "N"
    if base and read not in ("N", base):
        raise Refused(f"the reference has {read} behind it, its name says {base}")
    return base


def indel_of_name(t, change, coding, low, deleted, behind):
    before = plus(t.strand, behind)
    # Already as far left as it goes: the base before it is not its last.
    if before == deleted[-1]:
        raise Refused("bases that are not known tell how far left it goes")
    spot = indel_of_record(t, change, coding, low - 1, before + deleted, before)
    spot.basis = "name and genetic code"
    return spot


def same_variant(chrom, position, ref, alt, known):
    """The variant, trimmed, and its equal descriptions further right, as far as reference bases are known."""
    yield chrom, position, ref, alt
    while bool(ref) != bool(alt):
        allele, after = ref or alt, known.base(chrom, position + len(ref))
        if after != allele[0]:
            return
        allele, position = allele[1:] + after, position + 1
        ref, alt = (allele, "") if ref else ("", allele)
        yield chrom, position, ref, alt


def mnv_protein(t, change, coding, known, told):
    """The protein change of a substitution of several bases in one codon, checked; of others none is stored, since it
    is the annotator's to give."""
    match = re.match(r"c\.(\d+)_(\d+)delins([ACGT]+)$", coding)
    named = re.match(r"([A-Z])(\d+)([A-Z*])$", change)
    if not match or not named or len(match[3]) != int(match[2]) - int(match[1]) + 1:
        return ""
    residue = int(named[2])
    first = int(match[1]) - (3 * residue - 2)
    _, _, fits, agreed = codon_of(t, residue, named[1], known, told)
    if not 0 <= first <= 3 - len(match[3]):
        return ""
    results = {CODE[c[:first] + match[3] + c[first + len(match[3]):]] for c in fits}
    if results != {named[3]}:
        raise Refused(f"codon {agreed} does not certainly give {named[3]}")
    return protein(named[1], residue, named[3])


def left_aligned(chrom, position, ref, alt, known):
    """As VCF asks: an insertion or deletion as far left as it goes, with the base before it."""
    if ref and alt:
        return chrom, position, ref, alt
    while True:
        before = known.base(chrom, position - 1)
        if before == "N":
            if (chrom, position, ref, alt) in known.variants:
                raise Refused("recorded, but the base before it is not known")
            raise Refused("the base before it is not known, so that its leftmost place is not")
        allele = ref or alt
        if allele[-1] != before:
            return chrom, position - 1, before + ref, before + alt
        allele = before + allele[:-1]
        position -= 1
        ref, alt = (allele, "") if ref else ("", allele)
