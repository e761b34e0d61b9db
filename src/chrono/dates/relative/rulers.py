"""Rulers as sources and editors name them: `Henry II`, `Hen. 2`, `Henrici secundi`, `King Henry the Second` are one.

Takes a name and gives its parts, to be compared; takes a date by a ruler's year (`14 Hen. II`, `a. r. Henrici II 14`,
`Innocent III a. 5`) and gives the year, and where in it the ruler stands. Knows words alone: which reigns are declared
is asked further on, and an abbreviation stands for every name that it can begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_SPELLINGS = """
adolf adolphus adolphi adolfi; adrian hadrian adrianus hadrianus adriani hadriani; albert albertus alberti albrecht
alexander alexandri alexandre; alexius alexios alexii; alfonso alphonsus alfonsi; anastasius anastasii anastasios
andronicus andronikos andronici; anne anna annae; antoninus antonini; arcadius arkadios; augustus augusti
basil basilius basilii basileios; benedict benedictus benedicti; boniface bonifacius bonifacii bonifatius bonifatii
callixtus calixtus callisti calixti callistus; celestine celestinus celestini coelestinus coelestini; jane
charles chas carolus caroli karolus karoli karl carlo; claudius claudii; clement clemens clementis; zeno zenonis
conrad conradus conradi konrad; constans constantis; constantine constantinus constantini konstantinos constantin
david davidis; domitian domitianus domitiani; edgar eadgar edgari; edward edw edwardus edwardi eduardus eduardi
elizabeth eliz elizabetha elizabethae elisabeth; eugene eugenius eugenii; ferdinand ferdinandus ferdinandi
francis franciscus francisci franz; frederick fridericus friderici friedrich frederic; gelasius gelasii
george geo georgius georgii; gregory gregorius gregorii gregor; henry hen henricus henrici henrico heinrich henri hy
heraclius heraklios heraclii; honorius honorii; hugh hugo hugonis hugues; maurice mauricius mauricii
innocent innoc innocentius innocentii innozenz; irene eirene; isaac isaacius isaakios isaacii; pius pii
james jas jacobus iacobus jacobi iacobi; joseph josephus josephi; julius iulius julii iulii; lucius lucii
john johannes iohannes johannis iohannis joannes ioannes joannis ioannis jean johann; leo leonis; otto ottonis
justin justinus justini iustinus iustini; justinian justinianus justiniani iustinianus iustiniani; nero neronis
leontius leontios; leopold leopoldus leopoldi; lothar lothair lotharius lotharii; manuel manuelis; urban urbanus urbani
louis ludovicus ludovici ludwig lewis; malcolm malcolmus malcolmi; marcellus marcelli; michael michaelis
margaret margareta margaretae; martin martinus martini; mary maria mariae; matthias mathias matthiae
maximilian maximilianus maximiliani; nicephorus nikephoros nicephori; nicholas nicolaus nicolai nicholaus nikolaus
paschal paschalis; paul paulus pauli; philip philippus philippi philippe philipp; philippicus philippikos
phocas phokas; richard ric ricardus ricardi richardus; robert robertus roberti; romanus romanos romani; titus titi
rudolf rudolfus rudolfi rudolph; rupert rupertus ruperti ruprecht; severus severi; sigismund sigismundus sigismundi
sixtus sixti xystus; stauracius staurakios; stephen stephanus stephani; theodora theodorae; victor victoris
theodore theodorus theodori theodoros; theodosius theodosii theodosios; theophilus theophilos theophili
tiberius tiberii tiberios; trajan traianus traiani trajanus; vespasian vespasianus vespasiani; victoria vict victoriae
wenceslas wenceslaus wenceslai wenzel
william will wm willelmus willelmi wilhelmus wilhelmi guillelmus guillelmi gulielmus gulielmi wilhelm guillaume
"""
_GROUPS = [group.split() for line in _SPELLINGS.strip().splitlines() for group in line.split(";")]
NAME_OF = {spelling: group[0] for group in _GROUPS for spelling in group}
"""The name that stands for each of its spellings: English, Latin in the nominative and the genitive, some others."""


def _words(text: str) -> list[str]:
    return text.split()


_TITLES = frozenset(
    _words(
        "king queen rex regis regina reginae emperor empress imperator imperatoris pope papa papae pp lord"
        " domini dominus domine our sovereign d dni nostri sancti saint st the"
    )
)
_OF = frozenset(["of", "de", "von", "du"])
REALMS = frozenset(
    _words(
        "england scotland ireland wales france germany spain castile leon aragon navarre portugal sicily naples"
        " hungary bohemia poland denmark norway sweden jerusalem cyprus armenia burgundy lorraine provence bavaria"
        " saxony prussia austria russia savoy byzantium constantinople trebizond nicaea rome romans franks lombards"
        " english scots french egypt macedon syria pontus parthia persia assyria babylon judah israel serbia bulgaria"
        " georgia"
    )
)
"""Places of whose rulers a number alone says that years are counted; elsewhere it can be a prior's or a count's."""
_KINDS = {
    "reign": "reign", "regni": "reign", "r": "reign", "regnal": "reign",
    "pontificate": "pontificate", "pontificatus": "pontificate", "pont": "pontificate",
    "emperorship": "emperorship", "imperii": "emperorship", "imp": "emperorship",
}  # fmt: skip
_MARKS = frozenset(_words("year anno annus a yr an"))
_FILLING = frozenset(_words("in the of du de la"))
_AND = frozenset(("and", "&", "et"))
# What is no ruler though a name begins so: months, days of months, weekdays, eras.
_NO_RULER = frozenset(
    _words(
        "jan feb mar mart apr apl may jun jul aug sep sept oct nov dec kal non id mon tue wed thu fri sat sun"
        " ad bc ce bce ah am bp ca s saec"
    )
)
_UNITS = _words("first second third fourth fifth sixth seventh eighth ninth")
_ENGLISH = {word: n for n, word in enumerate(_UNITS, 1)} | {
    word: n
    for n, word in enumerate(
        _words("tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"),
        10,
    )
}
_ENGLISH |= {f"{tens}ieth": n for tens, n in (("twent", 20), ("thirt", 30), ("fort", 40), ("fift", 50))}
_ENGLISH |= {
    f"{tens} {unit}": n + of
    for tens, n in (("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50))
    for of, unit in enumerate(_UNITS, 1)
}
_STEMS = _words("prim secund terti quart quint sext septim octav non")
_TENS = (
    ("vicesim", 20),
    ("vigesim", 20),
    ("tricesim", 30),
    ("trigesim", 30),
    ("quadragesim", 40),
    ("quinquagesim", 50),
)


def _latin(ending: str) -> dict[str, int]:
    """Latin ordinals in one case: `primo` to `quinquagesimo nono`."""
    units = [f"{stem}{ending}" for stem in _STEMS]
    teens = [f"undecim{ending}", f"duodecim{ending}", *(f"{unit} decim{ending}" for unit in units[2:])]
    found = {word: n for n, word in enumerate((*units, f"decim{ending}", *teens), 1)}
    for stem, n in _TENS:
        found[f"{stem}{ending}"] = n
        found |= {f"{stem}{ending} {unit}": n + of for of, unit in enumerate(units, 1)}
    return found


# The year stands in the ablative, the ruler's number in the genitive: "Henrici quarti decimo" is Henry IV, 10.
_YEARS = _ENGLISH | _latin("o")
_NUMBERS = {word: n for word, n in (_ENGLISH | _latin("i") | _latin("us") | _latin("ae")).items() if " " not in word}
_ROMAN = {
    tens + units: 10 * ten + unit
    for ten, tens in enumerate(("", "x", "xx", "xxx", "xl", "l"))
    for unit, units in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + units
} | {"iiii": 4, "viiii": 9, "xiiii": 14}
_TOKEN = re.compile(r"\([^()]*\)|[0-9]{1,3}(?:st|nd|rd|th)?(?![0-9])\.?|[^\W\d_]+\.?|[&,]")
_BETWEEN = re.compile(r"[\s-]*")


class Ruler(NamedTuple):
    """A ruler's name in parts: `King Henry II of England` is ("henry",), 2, of {"england"}.

    `names` are as written where a spelling is not known; of a name, an abbreviation is kept with its full stop. `kind`
    says which of somebody's years are meant: reign, pontificate, emperorship, or nothing. `seated` says that a place
    follows ("of England").
    """

    names: tuple[str, ...]
    number: int | None = None
    kind: str = ""
    of: frozenset[str] = frozenset()
    bynames: frozenset[str] = frozenset()
    seated: bool = False

    @property
    def known(self) -> bool:
        """Whether it is named as rulers are."""
        return bool(self.number or self.kind or self.names[0] in NAME_OF.values())

    def may_be(self, other: Ruler) -> bool:
        """Whether this name, as a date has it, can stand for a declared one, whatever their numbers."""
        if (self.kind and other.kind not in ("", self.kind)) or not self.of <= other.of | other.bynames:
            return False
        if self.names[0] in other.bynames:
            return True
        return len(self.names) <= len(other.names) and all(map(_stands_for, self.names, other.names))


class Said(NamedTuple):
    """A year of a ruler as a date says it, and the ruler's place in the text."""

    year: int
    ruler: Ruler
    column: int
    length: int


def _stands_for(written: str, name: str) -> bool:
    if not written.endswith("."):
        return written == name
    short = written[:-1]
    return name.startswith(short) or any(s.startswith(short) for s, of in NAME_OF.items() if of == name)


def read_ruler(text: str) -> Ruler | None:
    """The parts of a ruler's name; `None` where it has none."""
    tokens = _tokens(text)
    return _ruler([token.group() for token in tokens]) if tokens else None


def read_year(text: str) -> Said | None:
    """The year and the ruler of a date by a ruler's year; `None` where it has no such form."""
    tokens = _tokens(text)
    if not tokens:
        return None
    words = [token.group().casefold().rstrip(".") for token in tokens]
    at, kind, marked, year = 0, "", False, 0
    while at < len(words):
        if words[at] in _KINDS or words[at] in _MARKS:
            kind, marked = _KINDS.get(words[at], kind), True
            at += 1
        elif words[at] in _FILLING or words[at] == ",":
            at += 1
        elif not year and (found := _number(words, at, roman=marked)):
            year, at = found[0], at + found[1]
        else:
            break
    end = len(words)
    if not year:
        # The year may stand last, where a word says that one follows.
        for count in (2, 1):
            found = _number(words, end - count, roman=False) if end - count > at else None
            if found and found[1] == count:
                year, end = found[0], end - count
                break
        while end > at and (words[end - 1] in _KINDS or words[end - 1] in _MARKS or words[end - 1] == ","):
            kind, marked = _KINDS.get(words[end - 1], kind), marked or words[end - 1] != ","
            end -= 1
        if not (year and marked):
            return None
    ruler = _ruler([token.group() for token in tokens[at:end]])
    if ruler is None:
        return None
    start, stop = tokens[at].start(), tokens[end - 1].end()
    return Said(year, ruler._replace(kind=kind or ruler.kind), start, stop - start)


def _tokens(text: str) -> list[re.Match[str]]:
    """The words of a text; none where it has anything else in it."""
    found: list[re.Match[str]] = []
    at = 0
    while at < len(text):
        at = match.end() if (match := _BETWEEN.match(text, at)) else at
        if at == len(text):
            break
        token = _TOKEN.match(text, at)
        if token is None:
            return []
        found.append(token)
        at = token.end()
    return found


def _number(words: Sequence[str], at: int, *, roman: bool) -> tuple[int, int] | None:
    """The number of a year that begins with a word, and how many words it takes."""
    if digits := re.match("[0-9]+", words[at]):
        return int(digits[0]), 1
    for count in (2, 1):
        if (n := _YEARS.get(" ".join(words[at : at + count]))) and at + count <= len(words):
            return n, count
    return (_ROMAN[words[at]], 1) if roman and words[at] in _ROMAN else None


def _ruler(words: Sequence[str]) -> Ruler | None:
    kind, number = "", None
    names: list[str] = []
    of: set[str] = set()
    bynames: set[str] = set()
    joined = any(word.casefold() in _AND for word in words)
    after = False
    for before, written in zip(("", *words), words, strict=False):
        word = written.casefold().rstrip(".")
        if not kind and (_office(word) if written.startswith("(") else before == "," and word not in _TITLES | _OF):
            # "William II, prior of Bywell" is no king.
            return None
        if written.startswith("("):
            bynames |= {each.strip(".") for each in word.strip("()").split()} - _TITLES
        elif not names and word in _KINDS:
            kind = _KINDS[word]
        elif word in _TITLES or word in (*_AND, ",") or word in _OF:
            after = after or bool(names and word in _OF)
        elif names and number is None and not after and (n := _rank(word)):
            number = n
        elif number is not None or after:
            of.add(word)
        elif word[0].isdigit() or (word in _NO_RULER and not (joined and names)) or (len(word) < 2 and not joined):
            # Of two rulers the second may be called as a month is: Will. & Mar.
            return None
        elif word in NAME_OF:
            names.append(NAME_OF[word])
        else:
            names.append(f"{word}." if written.endswith(".") else word)
    return Ruler(tuple(names), number, kind, frozenset(of), frozenset(bynames), after) if names else None


def _office(words: str) -> bool:
    """Whether what stands in brackets is an office, as in `William (prior of Bywell)`, and not another name."""
    return any(word in _OF for word in words.strip("()").split())


def _rank(word: str) -> int | None:
    """A ruler's number: `ii`, `2`, `2nd`, `second`, `secundi`."""
    if digits := re.match("[0-9]+", word):
        return int(digits[0])
    return _ROMAN.get(word) or _NUMBERS.get(word)
