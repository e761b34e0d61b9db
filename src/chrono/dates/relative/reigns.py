"""Which period of a chronology a date of a reign names: by its id, by what it is called, or by its ruler.

Takes the words of a date and what the chronology declares, gives the id; `None` where no period is meant. What could be
several, or is no reign whose years are counted, is refused with `DateError` and its column.
"""

from __future__ import annotations

import re

from chrono.core.declared import as_kinds, of_kinds
from chrono.core.diagnostics import nearest
from chrono.dates.relative.date import Declared, as_reigns
from chrono.dates.relative.rulers import NAME_OF, REALMS, Ruler, Said, read_year
from chrono.dates.runs import DateError

_YEAR_BEHIND = re.compile(r"\s[0-9]{3,4}$", re.ASCII)
ADD = "declare it under periods, or write a list that has it into the chronology: see `chrono add`"


def by_id(word: str, declared: Declared) -> str | None:
    """The id of the one period that has this id."""
    if declared.kinds.get(word) == "period":
        return word
    alike = as_kinds(declared.kinds).folded.get(" ".join(word.split()).casefold(), [])
    ids = [id for id in alike if declared.kinds[id] == "period"]
    return ids[0] if len(ids) == 1 else None


def by_name(word: str, declared: Declared) -> str | None:
    """The id of the one period that has this name."""
    named = declared.reigns.get(" ".join(word.split()).casefold(), ())
    return named[0] if len(named) == 1 else None


def by_ruler(said: Said, text: str, declared: Declared) -> str | None:
    """The id of the reign of the ruler that a date names; `None` where no ruler of that name is declared; refuses a
    name that several have, and that of somebody whose years nothing says are counted."""
    alike = [(ruler, id) for ruler, id in as_reigns(declared.reigns).rulers if said.ruler.may_be(ruler)]
    fitting = [(r, id) for r, id in alike if said.ruler.number in (None, r.number)]
    # "8 John" is no year of John of Ely, who was a chancellor.
    fitting = [(r, id) for r, id in fitting if _reigning(r, id, declared) or _just_so(said.ruler, r)]
    called = [(r, id) for r, id in fitting if len(r.names) == len(said.ruler.names)]
    exactly = [(r, id) for r, id in called if (r.number, r.of) == (said.ruler.number, said.ruler.of)]
    # A reign that is called just so comes before one "of England"; but a pope is no king, and a prior neither.
    alone = len({(r.kind or "reign") if _reigning(r, id, declared) else "" for r, id in called}) == 1
    chosen = (alone and exactly) or called or fitting
    if said.ruler.number is None and not said.ruler.kind:
        # Without a number a king may be meant ("17 John"), but no pope is dated by so.
        chosen = [(r, id) for r, id in chosen if r.kind != "pontificate"] or chosen
    ids = sorted({id for _, id in chosen})
    reigning = {id for r, id in alike if _reigning(r, id, declared)}
    if len(ids) == 1 and ids[0] in reigning:
        return ids[0]
    if not alike:
        return None
    word = text[said.column : said.column + said.length]
    if not ids:
        ids = sorted(reigning)
        message, help = f"no reign of '{word}' is declared", "declared are" if ids else ADD
    elif not reigning.intersection(ids):
        message = f"nothing says that years of '{word}' are counted"
        help = "give the period a `reckoning` if they are; of kings and popes `chrono add` writes lists"
    else:
        message, help = f"'{word}' may be any of {len(ids)} reigns", "write its number, or the id of one"
        if said.ruler.number is not None:
            help = f"say of where ({word} of ...), or write the id of one"
        elif not reigning.issuperset(ids):
            help = "write the id of one, or call who is no king by his office too"
    if ids:
        help += f": {', '.join(ids[:6])}" + (f" and {len(ids) - 6} more" if len(ids) > 6 else "")
    raise DateError(message, said.column, said.length, help, code="unknown-id")


def undeclared(text: str) -> Said | None:
    """The year of somebody who is a ruler for certain, by a name that rulers have or by the word for his years."""
    said = read_year(text)
    return said if said and (said.ruler.kind or said.ruler.names[0] in NAME_OF.values()) else None


def refuse_names(word: str, column: int, declared: Declared) -> None:
    """Refuses a name that several periods have, and the id of what is no period."""
    wanted = " ".join(word.split()).casefold()
    if named := sorted(declared.reigns.get(wanted, ())):
        help = "write the id of one: " + ", ".join(named)
        message = f"{len(named)} periods are called {word!r}"
        raise DateError(message, column, len(word), help, code="unknown-id", mends=tuple(named))
    if ids := as_kinds(declared.kinds).folded.get(wanted, []):
        kind = declared.kinds[ids[0]]
        help = "declare the reign under periods, with its own start"
        message = f"years of a reign are counted from a period, and '{word}' is {_article(kind)}"
        raise DateError(message, column, len(word), help, code="wrong-kind")


def refuse_tenure(id: str, word: str, column: int, declared: Declared) -> None:
    """Refuses an id made of the cells of a table that is a ruler's bare name, where nothing says that years of this
    period are counted."""
    if id not in declared.rows or word.casefold() not in NAME_OF:
        return
    if not any(_reigning(ruler, of, declared) for ruler, of in as_reigns(declared.reigns).rulers if of == id):
        message = f"nothing says that years of the period '{id}' are counted"
        help = f"give it a `reckoning` if they are; if not, another id, and '{word}' can be a king"
        raise DateError(message, column, len(word), help, code="unknown-id")


def refuse_unknown(word: str, column: int, declared: Declared, *, certain: bool) -> None:
    """Refuses the name of a reign that is not declared, unless the text may be something else."""
    if not certain and _YEAR_BEHIND.search(word):
        return  # 23 Agust 1939 is a day, and no year of an "Agust 1939"
    wanted = " ".join(word.split()).casefold()
    near = nearest(wanted, of_kinds(declared.kinds, ("period",))) or nearest(wanted, declared.reigns)
    if not (near or certain):
        return
    help = f"did you mean '{near}'?" if near else "declare the reign under periods, or see `chrono add`"
    message, mends = f"no period is called '{word}'", (near,) if near else ()
    raise DateError(message, column, len(word), help, code="unknown-id", mends=mends)


def _reigning(ruler: Ruler, id: str, declared: Declared) -> bool:
    """Whether a period says that years are counted from it: by a ruler's number, by what it is called ("the reign of
    John"), or by how they are counted. Others are tenures and lives, which are called as rulers are: so is William II
    of Bywell."""
    numbered = ruler.number and (not ruler.seated or not REALMS.isdisjoint(ruler.of))
    return bool(numbered or ruler.kind) or id in declared.reckonings or id in declared.epochs


def _just_so(written: Ruler, name: Ruler) -> bool:
    """Whether a date has the whole name of a period, with all that follows it."""
    return (written.names, written.of) == (name.names, name.of)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
