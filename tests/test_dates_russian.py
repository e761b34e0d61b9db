"""Russian dates as catalogues, archives and letters have them, and letters of two alphabets that look alike.

The days of Trotsky's life by both styles: D. Volkogonov, Trotsky (1996). The years of the world: E. I. Kamentseva,
Khronologiia (2003): from 1492 to 1699 from 1 September.
"""

from __future__ import annotations

import unicodedata

import pytest

from chrono.dates import DateError, iso, read

READ = [
    ("20 августа 1940 г.", "1940-08-20", "1940-08-20"),
    ("вторник, 20 августа 1940 года", "1940-08-20", "1940-08-20"),
    ("20 авг. 1940", "1940-08-20", "1940-08-20"),
    ("1940 г., 20 августа", "1940-08-20", "1940-08-20"),
    ("1940 г. августа 20", "1940-08-20", "1940-08-20"),
    ("25-го октября 1917", "1917-10-25", "1917-10-25"),
    ("20-е октября 1917", "1917-10-20", "1917-10-20"),
    ("26.X.1879", "1879-10-26", "1879-10-26"),
    ("26.Х.1879", "1879-10-26", "1879-10-26"),
    ("август 1940 г.", "1940-08-01", "1940-08-31"),
    ("с мая по август 1940 г.", "1940-05-01", "1940-08-31"),
    ("между 5 и 20 августа 1940 г.", "1940-08-05", "1940-08-20"),
    ("не ранее 5 мая и не позднее 20 августа 1940 г.", "1940-05-05", "1940-08-20"),
    ("в ночь с 25 на 26 октября 1917 г.", "1917-10-25", "1917-10-26"),
    ("в 1940-м году", "1940-01-01", "1940-12-31"),
    ("до 1940 г.", None, "1940-12-31"),
    ("с 1929 г.", "1929-01-01", None),
    ("не позднее конца 1940-х гг.", None, "1949-12-31"),
    ("1940 г. или позднее", "1940-01-01", None),
    ("с 1929 по 1940 г.", "1929-01-01", "1940-12-31"),
    ("в начале 1940 г.", "1940-01-01", "1940-06-30"),
    ("конец 1939 – начало 1940 г.", "1939-07-01", "1940-06-30"),
    ("зима 1939–1940 гг.", "1939-01-01", "1940-02-29"),
    ("лето 1940 г.", "1940-01-01", "1941-02-28"),
    ("1940-е годы", "1940-01-01", "1949-12-31"),
    ("конец 1940-х гг.", "1944-01-01", "1949-12-31"),
    ("1940–1950-е гг.", "1940-01-01", "1959-12-31"),
    ("ок. 1150–1160 гг.", "1140-01-01", "1170-12-31"),
    ("XVI в.", "1500-01-01", "1600-12-31"),
    ("1-я пол. XVI в.", "1500-01-01", "1550-12-31"),
    ("посл. четв. XVI века", "1575-01-01", "1600-12-31"),
    ("кон. XVI – нач. XVII в.", "1550-01-01", "1650-12-31"),
    ("на рубеже XVI и XVII веков", "1550-01-01", "1650-12-31"),
    ("Х–ХI вв.", "0900-01-01", "1100-12-31"),
    ("ХУIII в.", "1700-01-01", "1800-12-31"),
    ("V в. до н. э.", "-0499-01-01", "-0400-12-31"),
    ("44 г. до н.э.", "-0043-01-01", "-0043-12-31"),
    ("300 г. до Р. Х.", "-0299-01-01", "-0299-12-31"),
    ("III тыс. до н. э.", "-2999-01-01", "-2000-12-31"),
    ("26 октября (7 ноября) 1879 г.", "1879-11-07", "1879-11-07"),
    ("25 октября ст. ст. / 7 ноября н. ст. 1917 г.", "1917-11-07", "1917-11-07"),
    ("25 октября 1917 года по старому стилю", "1917-11-07", "1917-11-07"),
    ("10 февраля 1725 г. (ст. ст.)", "1725-02-21", "1725-02-21"),
    ("16 сентября 1380 г. (н. ст.)", "1380-09-16", "1380-09-16"),
    ("лето 7120", "1611-09-11", "1612-09-10"),
    ("7120 г. от сотворения мира", "1611-09-11", "1612-09-10"),
    ("5 мая 7120 г.", "1612-05-15", "1612-05-15"),
]


@pytest.mark.parametrize(("text", "first", "last"), READ, ids=[text for text, _, _ in READ])
def test_russian_dates(text: str, first: str | None, last: str | None) -> None:
    date = read(text)
    assert (iso(date.first), iso(date.last)) == (first, last)
    alone = read(text, conventions="wide ru")
    assert alone.runs == date.runs


@pytest.mark.parametrize("text", ["б. г.", "б/г", "без даты", "не датировано"])
def test_no_date_in_russian(text: str) -> None:
    assert read(text).precision == "undated"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("3 октября\u0301 1917", "3 октября 1917"),
        (unicodedata.normalize("NFD", "3 май 1940"), "3 мая 1940"),
        ("четвертая четверть XVI века", "четвёртая четверть XVI века"),
        (unicodedata.normalize("NFD", "3 février 1244"), "3 février 1244"),
    ],
)
def test_marks_over_letters_do_not_count(text: str, plain: str) -> None:
    assert read(text).runs == read(plain).runs


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("44 г.", "only with an era"),
        ("лето 6745", "began in March"),
        ("6745 г.", "began in March"),
        ("7300 г.", "7001 to 7208"),
        ("с 1150", "look alike"),
        ("с. 1150", "look alike"),
        ("c 1929 по 1940 г.", "look alike"),
        ("са. 1150", "look like Latin"),
        ("70 ВС", "look like Latin"),
        ("АD 70", "its А is a Cyrillic letter"),
        ("3 Маy 1450", "its М is a Cyrillic letter"),
        ("род. 1879", "birth"),
    ],
)
def test_what_is_refused(text: str, why: str) -> None:
    with pytest.raises(DateError, match=why) as refused:
        read(text)
    assert refused.value.help


def test_in_russian_alone_a_letter_is_what_it_looks_like() -> None:
    assert iso(read("с 1150", conventions="wide ru").first) == "1150-01-01"
