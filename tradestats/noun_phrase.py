"""Which words of a noun phrase name goods, where the name of goods ends, and whose name is none."""

from __future__ import annotations

from collections.abc import Sequence

from tradestats.frozen import replace
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.phrase import Product
from tradestats.stretch import is_verb
from tradestats.words import NOISE, is_attribute, is_goods, is_head, is_never_goods, is_product_word

JOINTS = frozenset(("and", ",", "/"))
_PARTING = JOINTS | {"or"}
_OF_LABELS = frozenset(("prod", "w", "adj", "and", ","))  # what a line of a list names goods with
_NAMED = frozenset(("prod", "w"))
_TIES = frozenset(("and", "or", ",", "/", "of", "det", "w", "adj", "-"))
_ENDS_NOUN = frozenset(("at", "num", "(", "to", "lev", "chg"))  # what follows a noun phrase that ends, and no flow that it only describes
_ENDS_TAIL = frozenset(("flow", "num", ",", "("))
_GOES_ON = frozenset(("by", "in", "for", "of", "as", "on", "w", "to"))
_MOST_TAIL = 10  # items that the rest of a tariff heading's name has at the most
GOODS_LISTED = frozenset(("prod", "w", "adj", "det", "and", ",", "flow"))
_BRANCH = 8  # items in which the branch that goods come from is named
ANY_MADE = frozenset(("products", "goods", "items"))
_MAKERS = ("makers", "builders")  # what makes one word of goods and who makes them
_BARE = frozenset(("industry", "sector", "group", "products", "product"))  # heads that name no product by themselves


def names_goods(item: Item) -> bool:
    """Whether an item is a noun for goods, not one that only stands for any."""
    return item.low not in word_set("neutral") and (item.kind == "prod" or (item.kind == "w" and is_goods(item.word)))


def members(words: list[Item]) -> list[list[Item]]:
    """The goods that a noun phrase may name: parted at "and", commas and slashes, each trimmed."""
    parts = _parted(words) if holds(words, _PARTING) else [words]
    return [_without_branch(run) for part in parts if (run := trim(part))]


def _parted(words: Sequence[Item]) -> list[list[Item]]:
    parts: list[list[Item]] = [[]]
    for item in words:
        if item.kind in _PARTING:
            parts.append([])
        else:
            parts[-1].append(item)
    return _coordinated(parts)


def _without_branch(run: list[Item]) -> list[Item]:
    """ "The steel industry" makes steel; "products from the steel industry" are called so."""
    return run[:-1] if len(run) > 1 and run[-1].low in word_set("branches") and run[0].low not in ANY_MADE else run


def _coordinated(parts: Sequence[list[Item]]) -> list[list[Item]]:
    """Parts of a list, with attributes of one noun put together: "canned and | processed tuna", "mechanical and | electrical goods"."""
    out: list[list[Item]] = []
    held: list[Item] = []
    for part in parts:
        if part and all(only_describes(x) for x in part):
            held = [*held, *part]
        else:
            out.append([*held, *part])
            held = []
    return [*out, held] if held else out


def one_label(items: list[Item]) -> list[Item]:
    """A line of a list with the goods it begins with as one item: "Pearl, Precious, Semiprec Stones | (6.46%)"."""
    end = next((k for k, x in enumerate(items) if x.kind == "("), 0)
    label = items[:end]
    if not holds(label, ("and", ",")) or not holds(label, ("prod",)) or [x.kind for x in items[end + 1 : end + 3]] != ["num", ")"]:
        return items
    if any(x.kind not in _OF_LABELS for x in label):
        return items
    goods = next(x for x in reversed(label) if x.kind == "prod")
    return [replace(goods, start=label[0].start, end=label[-1].end, word=" ".join(x.word for x in label)), *items[end:]]


def with_ampersands(items: list[Item]) -> list[Item]:
    """The sentence with names that an ampersand joins as one item each, where "and" parts them: "oil & gas and iron & steel"."""
    out: list[Item] = []
    for k, item in enumerate(items):
        joined = len(out) > 1 and out[-1].word == "&" and {item.kind, out[-2].kind} <= _NAMED and "prod" in (item.kind, out[-2].kind)
        if joined and _in_a_list(items, k):
            first = out[-2]
            goods = item if item.kind == "prod" else replace(first, end=item.end)
            out[-2:] = [replace(goods, start=first.start, word=f"{first.word} & {item.word}")]
        else:
            out.append(item)
    return out


def parts_of_goods(items: list[Item]) -> list[Item]:
    """The sentence with parts and the goods they are of as one item: "disk media products and | parts of ICs"."""
    for k in range(len(items) - 3, -1, -1):
        if items[k].low in word_set("parts_of") and items[k + 1].low == "of" and items[k + 2].kind == "prod":
            goods = items[k + 2]
            word = f"{items[k].word} of {goods.word}"
            items = [*items[:k], replace(goods, start=items[k].start, word=word, low=word.lower(), code=""), *items[k + 3 :]]
    return items


def _in_a_list(items: Sequence[Item], k: int) -> bool:
    """Whether "and" parts the noun phrase at `k` from another one."""
    begin = end = k
    while begin and items[begin - 1].kind in _OF_LABELS:
        begin -= 1
    while end < len(items) and items[end].kind in _OF_LABELS:
        end += 1
    return any(x.low == "and" for x in items[begin:end])


def only_describes(item: Item) -> bool:
    if item.kind != "w" or item.low in word_set("product_stop"):
        return False
    return item.low in word_set("modifiers") or is_attribute(item.word) or (is_product_word(item.word) and not is_head(item.word))


def trim(part: Sequence[Item]) -> list[Item]:
    """The longest run of words that can name a product, from the end backwards: the head of an English noun phrase is last."""
    run: list[Item] = []
    alien = False
    for item in reversed(part):
        if _goes_before(item, run):
            run.append(item)
        elif run:
            break
        else:
            alien = alien or (item.kind == "w" and is_never_goods(item.word))
    if part and part[-1].low in word_set("bodies"):
        return []  # "the grains exchange"
    if alien and not holds(run, ("prod",)):
        return []  # the head of "press release" is no product, and what stands before it only describes it
    run.reverse()
    if run and all(item.low in _BARE for item in run):
        return []
    while run and not _begins_name(run):
        run.pop(0)
    return run


def _goes_before(item: Item, run: Sequence[Item]) -> bool:
    """Whether an item can stand before the words of a product's name that `run` has, the last of them first; as their head if none."""
    kind = item.kind
    if kind == "prod":
        return True
    if kind == "w" and is_product_word(item.word) and (run or is_head(item.word)):
        return True
    if not run:
        return False
    return kind in ("adj", "stat") or item.low in word_set("modifiers") or (names_goods(run[0]) and is_attribute(item.word))


def _begins_name(run: Sequence[Item]) -> bool:
    """Whether a product's name can begin as these words do."""
    first = run[0]
    if first.kind == "prod":
        return True
    if first.kind == "adj" or first.low in word_set("product_stop"):
        return False
    if is_head(first.word) or first.low.rsplit("-", 1)[-1] in word_set("modifiers"):
        return True
    return is_attribute(first.word) and names_goods(run[-1])


def verdict_of(words: Sequence[Item]) -> str:
    """The verdict on the noun phrase that words end in."""
    run = trim(words)
    return verdict(run) if run else ""


def verdict(run: Sequence[Item]) -> str:
    """What the head of a noun phrase says of it: `goods`, `never` goods, `neutral` if it only counts or measures, or nothing."""
    head = run[-1]
    if head.kind == "prod" or is_goods(head.word):
        return "goods"
    inside = any(x.kind == "prod" for x in run)
    if head.low in word_set("neutral"):
        return "goods" if inside else "neutral"
    named = len(head.word) > 1 and head.word.isupper()  # an abbreviation may stand for anything
    noun = head.word if head.low.startswith("the ") else head.word.rsplit(" ", 1)[-1]  # "trade statistics", not the name "the mainland"
    if is_never_goods(noun) and not named:
        return "never"
    return "goods" if inside else ""


def part_of_makers(words: Sequence[Item]) -> list[Item]:
    """The goods in "coffee growers", "car makers" and "carmakers"; empty if words name no such people."""
    last = words[-1] if words else None
    if last is not None and last.kind == "w" and last.low.endswith(_MAKERS):
        stem = last.word[: -len(next(end for end in _MAKERS if last.low.endswith(end)))]
        made = [replace(last, end=last.start + len(stem), word=stem, low=stem.lower())]
        return made if len(stem) > 2 and verdict(made) == "goods" else []
    if len(words) < 2 or words[-1].low not in word_set("makers"):
        return []
    made = trim(words[:-1])
    return made if made and made[-1] is words[-2] and verdict(made) == "goods" else []


def names_somebody(words: Sequence[Item]) -> bool:
    """Whether words in mid-sentence are the name of a firm or a person: capitals that no table knows and no abbreviation."""
    found = any(x.low in word_set("titles") for x in words[:-1])
    if found:
        return True  # "Energy Minister Shahbazov"
    for item in words:
        word = item.word
        if item.kind == "prod":
            return False
        if not found and item.kind == "w" and word[0].isupper() and not item.first:
            found = not word.isupper() and not word[1:].isupper() and item.low not in NOISE
    return found


def span(products: Sequence[Product]) -> Product | None:
    """All products of a phrase as one noun phrase."""
    return Product("", products[0].start, products[-1].end) if products else None


def ends_noun(items: Sequence[Item], k: int) -> bool:
    return k >= len(items) or items[k].kind not in ("w", "prod", "flow", "nodx", "stat")


def describes(items: Sequence[Item], k: int) -> bool:
    """Whether the participle at `k` stands before goods and describes them: "and studded jewellery at", not "and helped car exports"."""
    noun = next((m for m in range(k + 1, len(items)) if not only_describes(items[m])), len(items))
    if not is_attribute(items[k].word) or noun == len(items) or not names_goods(items[noun]):
        return False
    before = items[k - 1].kind if k else ""
    verb = noun + 1 < len(items) and is_verb(items[noun + 1])  # "Conveying technology gained", not "boosting steel exports"
    if items[k].low.endswith("ing"):
        return verb and (before == "of" or not k)
    if before in ("of", "det", "in", "for", "or") or (not k and items[k].first):
        return True
    end = next((m for m in range(noun + 1, len(items)) if items[m].kind not in ("w", "prod")), len(items))
    return before in ("", "and", ",") and (end == len(items) or items[end].kind in _ENDS_NOUN)


def rest_of_name(items: Sequence[Item], k: int) -> int:
    """Where the rest of a product's name that begins at `k` ends: before the verb or the flow of its clause; 0 if it is no such rest."""
    if items[k].low == "thereof":
        return k + 1
    last = min(k + _MOST_TAIL, len(items))
    end = next((m for m in range(k + 1, last) if is_verb(items[m]) or items[m].kind in _ENDS_TAIL), 0)
    return end if end > k + 1 and items[end].kind != "num" and holds(items[k + 1 : k + 3], _GOES_ON) else 0


def branch_end(made: Item, items: Sequence[Item], k: int) -> int:
    """Where the branch ends that goods called no more than "products" come from: "from the food processing industry"; 0 for none."""
    if made.low not in ANY_MADE:
        return 0
    end = next((m for m in range(k, min(k + _BRANCH, len(items))) if items[m].kind not in GOODS_LISTED), min(k + _BRANCH, len(items)))
    last = next((m for m in range(end - 1, k, -1) if items[m].low.split()[-1] in word_set("branches")), 0)
    return last + 1 if last else 0


def is_equation(products: list[Product], items: Sequence[Item]) -> bool:
    """Whether the first product is said to be the flow that follows: "motor cars are also the number one import"."""
    between = [x for x in items if products[0].end <= x.start < products[-1].start]
    return any(x.kind == "lev" and x.code == "be" for x in between)


def first_list(products: list[Product], items: Sequence[Item]) -> list[Product]:
    """The products up to the first that no "and", comma or "of" ties to the one before: "knitwear did better than woven" is of knitwear."""
    kept = products[:1]
    k = 0
    for product in products[1:]:
        while k < len(items) and items[k].start < kept[-1].end:
            k += 1
        while k < len(items) and items[k].start < product.start:
            if items[k].kind not in _TIES or (items[k].kind == "w" and items[k].low in NOISE):
                return kept
            k += 1
        kept.append(product)
    return kept


def ends_in_product(items: Sequence[Item], k: int) -> bool:
    """Whether nothing but a known product follows, or "led by" one: "by" is passed over."""
    rest = [x for x in items[k:] if x.kind not in ("adv", "det", "adj", "by", "ledby")]
    if len(rest) > 1 and rest[-1].kind in ("chg", "at", "with"):
        rest = rest[:-1]  # "products with high export growth were jewellery up", "was copper at"
    return bool(rest) and rest[-1].kind == "prod" and all(x.kind in ("prod", "w") for x in rest)
