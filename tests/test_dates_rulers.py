"""Rulers by name: what a date by a ruler's year says, which reign is found, what is refused with its candidates."""

from __future__ import annotations

import pytest

from chrono import dates
from chrono.dates import Declared, Relative, read_stated
from chrono.dates.relative.counting import InYear, Regnal, Years
from chrono.dates.relative.date import Reigns
from chrono.dates.relative.days import image
from chrono.dates.relative.reading import by_a_reign, read_reckoning
from chrono.dates.relative.rulers import NAME_OF, read_ruler, read_year
from chrono.engine.outcomes import Answer, Distance
from tests.small import base, loaded, mistakes

NAMES = {
    "england-henry-i": "Henry I of England",
    "england-henry-ii": "Henry II of England",
    "england-henry-iii": "Henry III of England",
    "england-stephen": "Stephen of England",
    "england-john": "John of England",
    "england-mary": "Mary I of England",
    "england-philip-and-mary": "Philip and Mary of England",
    "england-william-and-mary": "William and Mary of England",
    "england-william-iii": "William III of England",
    "france-henry-ii": "Henry II of France",
    "germany-otto-i": "Otto I of Germany",
    "rome-gaius": "the emperor Gaius (Caligula)",
    "rome-augustus": "the emperor Augustus",
    "rome-marcus": "the emperor Marcus Aurelius",
    "scotland-mary": "Mary of Scotland",
    "scotland-alexander-iii": "Alexander III of Scotland",
}
POPES = {
    f"pope-{name.lower().replace(' ', '-')}": name
    for name in ("Innocent III", "Innocent IV", "John XXII", "Clement VII", "Alexander III")
}
PERIODS = {
    **{id: f"the reign of {name}" for id, name in NAMES.items()},
    **{id: f"the pontificate of {name}" for id, name in POPES.items()},
    "germany-otto-i-empire": "the emperorship of Otto I of Germany",
    "pope-clement-vii-avignon": "the pontificate of Clement VII (Avignon)",
    "england-readeption": "the readeption of Henry VI of England",
}


def declared(*ids: str) -> Declared:
    chosen = ids or tuple(PERIODS)
    reigns = Reigns()
    for id in chosen:
        name = PERIODS[id].casefold()
        for called in {name, name.removeprefix("the reign of ")}:
            reigns[called] = (*reigns.get(called, ()), id)
    return Declared(dict.fromkeys(chosen, "period"), reigns)


ENGLAND = declared(*(id for id in PERIODS if id.startswith(("england-", "pope-"))))


@pytest.mark.parametrize(
    "text",
    [
        "14 Henry II",
        "14 Hen. II",
        "14 Hen. 2",
        "14 Hen 2",
        "14 Hy II",
        "14 henry ii",
        "14 King Henry II",
        "14 Henry the Second",
        "14 Henry II of England",
        "14th year of Henry II",
        "the 14th year of the reign of King Henry II",
        "in the fourteenth year of the reign of king Henry the second",
        "year 14 of Henry II",
        "a. r. Henrici II 14",
        "a.r. Henrici II 14",
        "anno regni regis Henrici secundi quarto decimo",
        "anno regni Henrici regis secundi quarto decimo",
        "anno quarto decimo regni regis Henrici secundi",
        "anno regni xiv Henrici II",
        "anno xiv regni Henrici II",
        "Henry II a. 14",
        "Henry II, year 14",
        "Henrici II anno 14",
        "14 Henri II",
    ],
)
def test_one_year_written_in_many_ways(text: str) -> None:
    found = read_stated(text, ENGLAND)
    assert isinstance(found, Relative)
    assert (found.reign, found.counting) == ("england-henry-ii", Regnal(14, "anniversary", "gregorian"))


@pytest.mark.parametrize(
    ("text", "id", "year"),
    [
        ("pont. Innocent III 5", "pope-innocent-iii", 5),
        ("Innocent III a. 5", "pope-innocent-iii", 5),
        ("5 Innocent III", "pope-innocent-iii", 5),
        ("pontificatus Innocentii III anno 5", "pope-innocent-iii", 5),
        ("anno pontificatus Innocentii III quinto", "pope-innocent-iii", 5),
        ("a. pont. Innoc. IV 2", "pope-innocent-iv", 2),
        ("pont. Iohannis XXII 12", "pope-john-xxii", 12),
        # Without a number a king is meant, and no pope.
        ("17 John", "england-john", 17),
        ("12 Steph.", "england-stephen", 12),
        ("3 W. & M.", "england-william-and-mary", 3),
        ("3 William and Mary", "england-william-and-mary", 3),
        ("2 Phil. & Mary", "england-philip-and-mary", 2),
        ("8 Will. 3", "england-william-iii", 8),
        ("1 Mary", "england-mary", 1),
        ("49th year of Henry III", "england-henry-iii", 49),
        ("twenty-third year of Henry III", "england-henry-iii", 23),
        ("anno regni Henrici tertii vicesimo tertio", "england-henry-iii", 23),
    ],
)
def test_rulers_are_found_by_the_names_that_sources_give_them(text: str, id: str, year: int) -> None:
    found = read_stated(text, ENGLAND)
    assert isinstance(found, Relative)
    assert isinstance(found.counting, Regnal)
    assert (found.reign, found.counting.year) == (id, year)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("a. r. Ottonis I 3", "germany-otto-i"),
        ("a. imp. Ottonis I 3", "germany-otto-i-empire"),
        ("anno imperii Ottonis primi tertio", "germany-otto-i-empire"),
        ("14 Henry II of France", "france-henry-ii"),
        ("4 Caligula", "rome-gaius"),
        ("4 Marcus Aurelius", "rome-marcus"),
        ("4 Augustus", "rome-augustus"),
        ("3 Clement VII of Avignon", "pope-clement-vii-avignon"),
        ("3 Mary of Scotland", "scotland-mary"),
    ],
)
def test_what_the_name_adds_tells_rulers_apart(text: str, id: str) -> None:
    found = read_stated(text, declared())
    assert isinstance(found, Relative)
    assert found.reign == id


@pytest.mark.parametrize(
    ("text", "id", "first", "last"),
    [
        ("1 & 2 Philip and Mary", "england-philip-and-mary", 1, 2),
        ("3 and 4 Ph. & M.", "england-philip-and-mary", 3, 4),
        ("4 & 6 Phil. & Mar.", "england-philip-and-mary", 4, 6),
        ("3rd and 4th year of Philip and Mary", "england-philip-and-mary", 3, 4),
        ("1 et 2 W. & M.", "england-william-and-mary", 1, 2),
        ("8 & 9 Will. III", "england-william-iii", 8, 9),
        ("52-53 Hen. III", "england-henry-iii", 52, 53),
    ],
)
def test_two_years_of_a_reign_are_the_years_from_one_to_the_other(text: str, id: str, first: int, last: int) -> None:
    found = read_stated(text, ENGLAND)
    assert isinstance(found, Relative)
    assert isinstance(found.counting, Years)
    assert (found.reign, found.counting.first.year, found.counting.last.year) == (id, first, last)


@pytest.mark.parametrize(
    "text", ["2 & 1 Philip and Mary", "1 & 4 Philip and Mary", "3 & 5 Henry III", "3 & 3 Henry III"]
)
def test_two_years_that_no_date_has_are_refused(text: str) -> None:
    with pytest.raises(dates.DateError, match="are no two years that one date has"):
        read_stated(text, ENGLAND)


def test_two_years_are_counted_from_the_day_of_the_accession() -> None:
    """1 & 2 Philip and Mary, from their marriage on 25 July 1554: to 24 July 1556."""
    julian = dates.calendar_named("julian").days
    first, last = julian(1554, 7, 25)[0], julian(1556, 7, 24)[0]
    counting = Years(Regnal(1, "anniversary", "julian"), Regnal(2, "anniversary", "julian"))
    assert image(counting, first, first) == (dates.Run(first, last),)
    assert image(counting, first - 3, first) == (dates.Run(first - 3, last),)
    may = image(InYear("12 May", counting, "julian"), first, first)
    assert may == tuple(dates.Run(day, day) for day in (julian(1555, 5, 12)[0], julian(1556, 5, 12)[0]))


@pytest.mark.parametrize(
    ("text", "message", "candidates"),
    [
        ("14 Henry", "'Henry' may be any of 4 reigns", "england-henry-i, england-henry-ii, england-henry-iii, france-"),
        ("14 Hen. II", "'Hen. II' may be any of 2 reigns", "england-henry-ii, france-henry-ii"),
        (
            "14 Henry IV",
            "no reign of 'Henry IV' is declared",
            "england-henry-i, england-henry-ii, england-henry-iii, fr",
        ),
        ("14 Alexander III", "'Alexander III' may be any of 2 reigns", "pope-alexander-iii, scotland-alexander-iii"),
        ("3 Otto I", "'Otto I' may be any of 2 reigns", "germany-otto-i, germany-otto-i-empire"),
        ("pont. Clement VII 3", "'Clement VII' may be any of 2 reigns", "pope-clement-vii, pope-clement-vii-avignon"),
        ("1 Mary", "'Mary' may be any of 2 reigns", "england-mary, scotland-mary"),
    ],
)
def test_what_can_be_several_is_refused_with_all_of_them(text: str, message: str, candidates: str) -> None:
    with pytest.raises(dates.DateError) as caught:
        read_stated(text, declared())
    assert message in caught.value.message
    assert candidates in caught.value.help
    word = text[caught.value.column : caught.value.column + caught.value.length]
    assert word in message or word == text


@pytest.mark.parametrize(
    "text",
    [
        "3 Mar.",
        "3 Aug.",
        "12 May",
        "3 Jan.",
        "3 Non. Mart.",
        "5 c. Henry",
        "3 H.",
        "Henry II 14",
        "14 II",
        "a. r. 14",
        "3 the",
    ],
)
def test_what_can_be_something_else_is_no_year_of_a_reign(text: str) -> None:
    """A month is not taken for the ruler whose name begins so: 3 Mar. is not in Mary's third year."""
    with pytest.raises(dates.DateError) as caught:
        read_stated(text, declared())
    assert caught.value.code != "unknown-id"


def test_a_kind_of_years_that_nobody_has_is_not_read() -> None:
    with pytest.raises(dates.DateError):
        read_stated("a. r. Innocentii III 5", declared())


def test_a_reign_called_just_so_comes_before_one_of_somewhere() -> None:
    both = Declared(
        {"reign": "period", "england-henry-ii": "period"},
        Reigns({"henry ii": ("reign",), "henry ii of england": ("england-henry-ii",)}),
    )
    for text in ("14 Henry II", "14 Hen. II", "a. r. Henrici II 14"):
        found = read_stated(text, both)
        assert isinstance(found, Relative)
        assert found.reign == "reign"


def test_the_false_message_about_two_kings_is_gone() -> None:
    with pytest.raises(dates.DateError) as caught:
        read_stated("14 Henry II", declared("england-henry-i", "england-henry-iii"))
    assert "did you mean" not in caught.value.help
    assert caught.value.help == "declared are: england-henry-i, england-henry-iii"


def test_the_number_of_the_king_and_the_year_are_told_apart_by_their_cases() -> None:
    said = read_year("anno regni Henrici quarti decimo")
    assert said is not None
    assert (said.ruler.number, said.year) == (4, 10)
    said = read_year("anno regni Henrici quarto decimo")
    assert said is not None
    assert (said.ruler.number, said.year) == (None, 14)


@pytest.mark.parametrize("spelling", sorted(NAME_OF))
def test_every_spelling_is_read_back_to_its_name(spelling: str) -> None:
    found = read_ruler(f"{spelling.title()} III")
    assert found is not None
    assert (found.names, found.number) == ((NAME_OF[spelling],), 3)


@pytest.mark.parametrize("text", ["14 Henry II", "12 May 14 Henry II", "in the 14th year of Henry II"])
def test_a_reign_that_nothing_declares_is_named(text: str) -> None:
    with pytest.raises(dates.DateError, match="no reign of 'Henry II' is declared") as caught:
        read_stated(text, Declared())
    assert text[caught.value.column or 0 :] == "Henry II"
    assert "`chrono add`" in (caught.value.help or "")
    alone = dates.describe(text)
    assert alone.error == "the years of 'Henry II' are counted from a reign"
    assert text[alone.column or 0 :] == "Henry II"


@pytest.mark.parametrize("text", ["14 saec. II", "5 Roman Catholic", "3 James 2:4", "12 foo"])
def test_what_is_no_year_of_a_ruler_is_not_told_to_be(text: str) -> None:
    assert "reign" not in (dates.describe(text).error or "")


def tenures(**names: str) -> Declared:
    """English kings, and beside them tenures of other people, whose years nothing counts."""
    reigns = Reigns(declared("england-john", "england-henry-ii").reigns)
    for id, name in names.items():
        reigns[name.casefold()] = (*reigns.get(name.casefold(), ()), id)
    kinds = dict.fromkeys((*names, "england-john", "england-henry-ii"), "period")
    return Declared(kinds, reigns, rows=frozenset(names))


@pytest.mark.parametrize("text", ["8 John", "in the eighth year of King John", "a. r. Iohannis 8"])
@pytest.mark.parametrize(
    "name",
    [
        "John of Ely, Chancellor of York",
        "John of Ely",
        "John, prior",
        "John (prior of Bywell)",
        "Prior John",
        "John II, prior",
    ],
)
def test_years_of_who_holds_an_office_are_no_kings(text: str, name: str) -> None:
    found = read_stated(text, tenures(one=name))
    assert isinstance(found, Relative)
    assert found.reign == "england-john"
    alone = Declared({"one": "period"}, Reigns({name.casefold(): ("one",)}))
    with pytest.raises(dates.DateError, match=r"no reign of '(King )?(John|Iohannis)' is declared") as caught:
        read_stated(text, alone)
    assert "`chrono add`" in caught.value.help


def test_a_number_makes_no_king_of_who_has_another_place() -> None:
    """Counts, abbots and priors have numbers too; of kings of a realm their number is enough."""
    bywell = Declared({"one": "period"}, Reigns({"william ii of bywell": ("one",)}))
    with pytest.raises(dates.DateError, match="no reign of 'William II' is declared"):
        read_stated("3 William II", bywell)
    with pytest.raises(dates.DateError, match="nothing says that years of 'William II of Bywell' are counted"):
        read_stated("3 William II of Bywell", bywell)
    for name in ("william ii of england", "william ii rufus"):
        found = read_stated("3 William II", Declared({"one": "period"}, Reigns({name: ("one",)})))
        assert isinstance(found, Relative)


def test_a_bare_name_is_a_king_or_nothing_until_years_are_said_to_be_counted() -> None:
    with pytest.raises(dates.DateError, match="may be any of 2 reigns") as caught:
        read_stated("8 John", tenures(one="John"))
    assert caught.value.help == "write the id of one, or call who is no king by his office too: england-john, one"
    alone = Declared({"one": "period"}, Reigns({"john": ("one",)}))
    with pytest.raises(dates.DateError, match="nothing says that years of 'John' are counted"):
        read_stated("8 John", alone)
    counted = Declared(alone.kinds, alone.reigns, {"one": (read_reckoning("anniversary"),)})
    found = read_stated("8 John", counted)
    assert isinstance(found, Relative)
    assert found.reign == "one"


def test_an_id_made_of_cells_is_no_kings_name() -> None:
    rows = tenures(John="John of Ely")
    with pytest.raises(dates.DateError, match="nothing says that years of the period 'John' are counted"):
        read_stated("8 John", rows)
    # One that was chosen is.
    found = read_stated("8 John", Declared(rows.kinds, rows.reigns))
    assert isinstance(found, Relative)
    assert found.reign == "John"


REIGNS = """
chronology: {title: Reigns, calendar: julian}
periods:
  henry-ii: {name: Henry II, start: 19 Dec 1154, end: 6 July 1189}
  richard: {name: the reign of Richard I, start: 3 Sep 1189, end: 6 Apr 1199}
  prior-john: {name: "John, prior of Bywell", start: 1190, end: 1200}
  innocent: {name: the pontificate of Innocent III, start: 8 Jan 1198, end: 16 July 1216}
documents:
"""


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("temp. Henry II", "1154-12-19", "1189-07-06"),
        ("temp Hen. II", "1154-12-19", "1189-07-06"),
        ("tempore regis Henrici secundi", "1154-12-19", "1189-07-06"),
        ("in the reign of Richard I", "1189-09-03", "1199-04-06"),
        ("the pontificate of Innocent III", "1198-01-08", "1216-07-16"),
        ("temp. John, prior of Bywell", "1190-01-01", "1200-12-31"),
        ("in the time of prior-john", "1190-01-01", "1200-12-31"),
        ("temp. John", "", "no reign of 'John' is declared"),
        ("temp. Henry III", "", "no reign of 'Henry III' is declared"),
        ("temp. Henry II–Richard I", "", "'Henry II–Richard I' is more than one reign"),
        ("temp. Henry II or Richard I", "", "'Henry II or Richard I' is more than one reign"),
        ("temp. Henry II (1200)", "", "no year stands behind a whole reign"),
        ("in the reign of Henry II [1170]", "", "no year stands behind a whole reign"),
        ("temp. Bertram", "", "no period is called 'Bertram'"),
    ],
)
def test_the_time_of_a_reign(text: str, first: str, last: str) -> None:
    """What is dated by a reign alone begins and ends within it, and goes with what says when the reign was."""
    written = f"{REIGNS}  act: {{date: '{text}'}}\n"
    if not first:
        assert [d.message for d in mistakes(written)] == [last]
        return
    asked = base(written)
    days = [dates.read(day, calendar="julian") for day in (first, last)]
    for edge in ("start(act)", "end(act)"):
        window = asked.solver.window(Distance(edge))
        assert (window.least, window.most) == (days[0].first, days[1].last)


def test_the_time_of_a_reign_is_no_date_by_itself() -> None:
    error = by_a_reign("temp. Henry III")
    assert error is not None
    assert error.message == "the time of 'Henry III' is told by a reign"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("14 Henry II (1168)", "1168-01-01", "1168-12-18"),
        ("14 Henry II (1167)", "1167-12-19", "1168-03-24"),
        ("14 Henry II [1167-8]", "1167-12-19", "1168-12-18"),
        ("14 Henry II (1190)", "", ""),
        ("12 May 14 Henry II (1168)", "1168-05-12", "1168-05-12"),
        ("12 May 14 Henry II (1167)", "", ""),
        ("10 Feb. 14 Henry II (1167)", "1168-02-10", "1168-02-10"),
        ("10 Feb. 14 Henry II (1169)", "", ""),
        ("4 June 10 Richard I (1198)", "", ""),
        ("29 Feb. 14 Henry II", "1168-02-29", "1168-02-29"),
        ("29 Feb. 15 Henry II", "", ""),
    ],
)
def test_the_year_in_brackets_behind_a_reigns_year_is_no_ornament(text: str, first: str, last: str) -> None:
    """It holds too, as editors count it or as was counted then, from 25 March; where the two cannot both be true, or no
    day of the year is called so, the date and what it is counted from contradict each other."""
    asked = base(f"{REIGNS}  act: {{date: '{text}'}}\n")
    assert asked.solver.consistent() is (Answer.YES if first else Answer.NO)
    if not first:
        return
    days = [dates.read(day, calendar="julian") for day in (first, last)]
    window = asked.solver.window(Distance("start(act)"))
    assert (window.least, window.most) == (days[0].first, days[1].last)


def test_a_year_of_a_reign_that_was_over_is_warned_of() -> None:
    """Henry II died in his 35th year; nothing is said of the year in which he died, nor of a reign without an end."""
    rows = {"34": False, "35": False, "36": True, "40": True, "12 May 36": True, "35 & 36": False}
    for years, warned in rows.items():
        found = loaded(f"{REIGNS}  act: {{date: '{years} Henry II'}}\n").diagnostics
        told = [d for d in found if d.code == "past-reign"]
        assert [d.severity for d in told] == ["warning"] * warned, years
    open_end = REIGNS.replace(", end: 6 July 1189", "")
    assert not loaded(f"{open_end}  act: {{date: 60 Henry II}}\n").diagnostics


def test_an_id_behind_which_a_year_stands_in_brackets_is_found() -> None:
    found = read_stated("14 england-henry-ii (1168)", ENGLAND)
    assert isinstance(found, Relative)
    assert dates.id_in(found) == ("england-henry-ii", 3)


def test_a_month_that_is_written_wrong_is_no_reign() -> None:
    """Where a period is called nearly so, the mend is the month's all the same."""
    found = loaded("periods:\n  august-1939: {date: 1939-08}\nevents:\n  act: {date: 23 Agust 1939}\n").diagnostics
    assert [(d.code, d.help) for d in found] == [("date", "did you mean August?")]
