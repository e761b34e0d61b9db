"""TEI both ways: what a catalogue says of dates, and what is known of them back in the same file."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology, dates
from chrono.exchange import AskedOf, Choices, Foreign, Imported, Inexpressible, Unreadable, read, sniffed
from chrono.exchange.told import text
from chrono.frontends.cli import main
from tests.test_exporting import chronologies, inside, windows

SAMPLES = Path(__file__).parent / "data" / "exchange"
HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="cat"><teiHeader><fileDesc><titleStmt><title>A catalogue</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc>"""
TAIL = "</sourceDesc></fileDesc></teiHeader><text><body><p/></body></text></TEI>\n"


def tei(body: str) -> Foreign:
    return Foreign("cat.xml", (HEAD + body + TAIL).encode())


def ms(date: str, id: str = "ms-1") -> str:
    return f'<msDesc xml:id="{id}"><history><origin>{date}</origin></history></msDesc>'


def origin(attributes: str) -> Foreign:
    return tei(ms(f"<origDate {attributes}>then</origDate>"))


def imported(file: Foreign, **asked: str) -> Imported:
    return read("tei", [file], AskedOf(**asked))


def chronology(file: Foreign, **asked: str) -> Chronology:
    return Chronology.loads(text(imported(file, **asked), "tei", [file]))


def days(found: Chronology, id: str, at_least: str = "weak") -> tuple[str | None, ...]:
    (result,) = found.windows(id, at_least=at_least).results
    return tuple(dates.iso(day) for day in (*result.start.hull, *result.end.hull))


# -- in


@pytest.mark.parametrize(
    ("name", "documents", "people", "events"),
    [("example01_basic.xml", 3, 2, 1), ("example02.xml", 3, 2, 1), ("isicily-ISic000809.xml", 1, 0, 0)],
)
def test_the_samples(name: str, documents: int, people: int, events: int) -> None:
    file = Foreign(name, (SAMPLES / name).read_bytes())
    assert sniffed(file) == "tei"
    sections = imported(file).sections
    counts = [len(sections.get(section, ())) for section in ("documents", "people", "events")]
    assert counts == [documents, people, events]
    assert chronology(file).infer().status == "consistent"


def test_the_inscription_of_sicily_is_dated_in_julian_years_without_a_year_0() -> None:
    found = chronology(Foreign("i.xml", (SAMPLES / "isicily-ISic000809.xml").read_bytes()))
    # 1 January 100 BCE and 31 December 100 CE of the Julian calendar.
    assert days(found, "isic000809") == ("-0100-12-30", "0100-12-30", "-0100-12-30", "0100-12-30")


def test_a_letter_is_by_its_sender_and_came_after_it_was_written() -> None:
    found = chronology(Foreign("e.xml", (SAMPLES / "example01_basic.xml").read_bytes()))
    assert days(found, "a044980") == ("1810-07-11", "1810-07-18", "1810-07-11", "1810-07-18")
    entry = next(e for e in found.value.entries if e.id == "a044980")
    assert entry.authors == ("gansbacher-johann",)
    assert found.verdict("end(a044980) <= start(a044980-received)") == "entailed"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('when="-0002"', ("-0001-01-01", "-0001-12-31")),
        ('when="-0001"', ("0000-01-01", "0000-12-31")),
        ('when="0001"', ("0001-01-01", "0001-12-31")),
        ('notBefore="-0002" notAfter="0002"', ("-0001-01-01", "0002-12-31")),
        ('when="-0045-02-29"', ("-0044-02-29", "-0044-02-29")),
        ('when="-0044-03-15"', ("-0043-03-15", "-0043-03-15")),
        ('when-iso="-0043-03-15"', ("-0043-03-15", "-0043-03-15")),
        ('when-iso="0000"', ("0000-01-01", "0000-12-31")),
        ('when-custom="-0044-03-15" datingMethod="#julian"', ("-0043-03-13", "-0043-03-13")),
        ('when-custom="5408" datingMethod="#Jewish"', ("1647-09-30", "1648-09-16")),
        ('when="1540-05-03T12:00:00+01:00"', ("1540-05-03", "1540-05-03")),
        ('when="1540-05-03" when-custom="1540-04-23" datingMethod="#julian"', ("1540-05-03", "1540-05-03")),
        ('notAfter="1450"', (None, "1450-12-31")),
        ('notBefore="1400-05"', ("1400-05-01", None)),
    ],
)
def test_years_around_the_era_and_calendars(attributes: str, expected: tuple[str | None, str | None]) -> None:
    found = days(chronology(origin(attributes)), "ms-1")
    first, last = found[0], found[3]
    assert (first, last) == expected


def test_what_lasted_has_both_ends() -> None:
    assert days(chronology(origin('from="1400" to="1450"')), "ms-1") == (
        *("1400-01-01", "1400-12-31", "1450-01-01", "1450-12-31"),
    )


def test_a_manuscript_within_a_range_may_have_taken_any_time_of_it() -> None:
    found = chronology(origin('notBefore="1400" notAfter="1450"'))
    assert found.verdict("duration(ms-1) >= 40 years") == "undetermined"


def test_a_range_beside_a_date_is_a_bound_of_its_own() -> None:
    found = chronology(origin('when="1420" notBefore="1420-06"'))
    assert days(found, "ms-1")[0] == "1420-06-01"


@pytest.mark.parametrize(
    ("attributes", "level"),
    [('cert="high"', "strong"), ('cert="medium"', "moderate"), ('cert="low"', "weak"), ("", "certain")],
)
def test_certainty(attributes: str, level: str) -> None:
    entry = imported(origin(f'when="1420" {attributes}'), certainty="certain").sections["documents"]["ms-1"]
    assert entry["certainty"] == level


def test_what_is_weak_is_told() -> None:
    assert any("--at-least weak" in loss.message for loss in imported(origin('when="1420" cert="low"')).losses)


def test_words_evidence_and_responsibility_stand_in_the_note() -> None:
    file = tei(ms('<origDate when="1550" evidence="lettering" resp="#AB">c. 1550</origDate>'))
    entry = imported(file).sections["documents"]["ms-1"]
    assert entry["note"] == "“c. 1550”. evidence: lettering. resp: #AB"
    assert entry["tags"] == ["evidence-lettering"]
    before = file.content.decode().partition("<origDate")[0]
    assert entry["source"] == f"tei, line 3, column {len(before.rpartition(chr(10))[2]) + 1}"


def test_days_before_the_reform_are_gregorian_unless_said_otherwise() -> None:
    file = origin('when="1540-05-03"')
    (told,) = imported(file).losses
    assert told.code == "read-as"
    assert "--calendar julian" in told.message
    assert days(chronology(file, calendar="julian"), "ms-1")[0] == "1540-05-13"


def test_a_calendar_that_is_not_known_is_told_and_can_be_given() -> None:
    file = origin('when-custom="1540" datingMethod="#local"')
    found = imported(file)
    assert found.loses_dates
    assert days(chronology(file, calendar="julian"), "ms-1")[0] == "1540-01-11"


def test_dates_in_words_alone_are_told() -> None:
    found = imported(tei(ms("<origDate>s. XV</origDate>")))
    assert found.loses_dates
    assert found.sections["documents"]["ms-1"]["note"] == "“s. XV”"


def test_several_dates_of_one_object_are_a_document_each() -> None:
    found = imported(tei(ms('<origDate when="1420"/><origDate when="1450"/>')))
    assert [*found.sections["documents"]] == ["ms-1", "ms-1-2"]
    assert any("several dates" in loss.message for loss in found.losses)


def test_parts_have_their_own_dates_and_what_has_none_is_a_document_too() -> None:
    part = '<msPart xml:id="{}"><history><origin>{}</origin></history></msPart>'
    whole = '<msDesc xml:id="w">' + part.format("p-1", '<origDate when="1420"/>') + part.format("p-2", "") + "</msDesc>"
    found = imported(tei(whole)).sections["documents"]
    assert [*found] == ["p-1", "p-2"]
    assert "date" not in found["p-2"]


def test_a_part_is_called_by_what_it_is_part_of() -> None:
    part = '<msPart xml:id="{}"><history><origin><origDate when="1420"/></origin></history></msPart>'
    mark = "<msIdentifier><idno>MS. 3</idno></msIdentifier>"
    found = imported(tei(f'<msDesc xml:id="w">{mark}{part.format("p-1")}</msDesc>')).sections["documents"]
    assert found["p-1"]["name"] == "MS. 3, p-1"


def test_people_with_their_lives() -> None:
    person = """<listPerson><person xml:id="anna"><persName ref="https://d-nb.info/gnd/1">Anna</persName>
    <persName>Hanna</persName><birth when="1400"/><death notBefore="1450" notAfter="1460" cert="low"/></person>
    <person xml:id="bert"><persName>Bert</persName><floruit from="1400" to="1420"/></person></listPerson>"""
    found = imported(tei(person))
    anna = found.sections["people"]["anna"]
    assert (anna["born"], anna["certainty"], anna["refs"]) == ("1400", "moderate", ["https://d-nb.info/gnd/1"])
    assert found.sections["evidence"]["anna-died"]["certainty"] == "weak"
    lives = chronology(tei(person))
    assert days(lives, "anna")[2:] == ("1450-01-01", "1460-12-31")
    assert days(lives, "bert")[1:3] == ("1400-12-31", "1420-01-01")


def test_events_with_place_and_description() -> None:
    event = '<listEvent><event xml:id="fair" from="1400-05-01" to="1400-05-08" where="#york"><label>The fair</label>'
    found = imported(tei(f"{event}<desc>at Whitsun</desc></event></listEvent>")).sections["events"]["fair"]
    assert (found["name"], found["start"], found["end"], found["note"]) == (
        *("The fair", "1400-05-01", "1400-05-08", "at Whitsun. #york"),
    )


def test_the_date_of_a_text_and_of_its_print() -> None:
    body = """<biblStruct><monogr><imprint><date when="1550"/></imprint></monogr></biblStruct></sourceDesc></fileDesc>
    <profileDesc><creation><date notAfter="1540"/></creation></profileDesc></teiHeader></TEI>"""
    found = imported(Foreign("t.xml", (HEAD + body).encode())).sections
    assert (found["documents"]["cat"]["end"], found["events"]["cat-print"]["date"]) == ("[..1540]", "1550")


def test_an_author_who_is_a_conjecture_is_evidence() -> None:
    body = """</sourceDesc></fileDesc><profileDesc><correspDesc key="7"><correspAction type="sent">
    <persName cert="low">Anna</persName></correspAction></correspDesc></profileDesc></teiHeader></TEI>"""
    found = imported(Foreign("t.xml", (HEAD + body).encode())).sections
    assert "author" not in found["documents"]["doc-7"]
    assert found["evidence"]["doc-7-author"] == {
        **{"says": "anna wrote doc-7", "certainty": "weak", "source": "tei, line 4, column 5"},
    }


@pytest.mark.parametrize(
    ("names", "author"), [(("Anna", "Anna"), "anna"), (("Anna", "Berta", "Anna"), ["anna", "berta"])]
)
def test_whoever_is_named_twice_wrote_a_letter_once(names: tuple[str, ...], author: str | list[str]) -> None:
    sent = "".join(f'<persName ref="http://d-nb.info/gnd/{name}">{name}</persName>' for name in names)
    body = f"""</sourceDesc></fileDesc><profileDesc><correspDesc key="7"><correspAction type="sent">{sent}
    </correspAction></correspDesc></profileDesc></teiHeader></TEI>"""
    file = Foreign("t.xml", (HEAD + body).encode())
    assert imported(file).sections["documents"]["doc-7"]["author"] == author


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('when="0000"', "there is no year 0"),
        ('when="150"', "is no date"),
        ('when="--06-10"', "is no date"),
        ('when="17011"', "is no date"),
        ('when="1540-13"', "there is no month 13"),
        ('notBefore="1450" notAfter="1400"', "notBefore lies after notAfter"),
        ('from="1450" to="1400"', "from lies after to"),
        ('notBefore-iso="1540/1550"', "is no date|cannot"),
    ],
)
def test_dates_that_are_none_are_refused_with_their_line(attributes: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        imported(origin(attributes))
    assert {d.place.line for d in refused.value.diagnostics} == {3}


# -- what must not be read


BOMB = '<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20))
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB.encode() + HEAD.split("\n", 1)[1].encode() + b"&u;", "declares entities"),
        (b'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI>&x;</TEI>', "declares entities"),
        (b'<!DOCTYPE TEI SYSTEM "http://example.org/tei.dtd"><TEI>&eacute;</TEI>', "declared nowhere"),
        (HEAD.encode() + b"<p>" * 100_000, "nested"),
        (HEAD.encode() + b"<p/>" * 310_000, "more than 300,000 elements"),
        (HEAD.encode() + b"<p " + b"".join(b'a%d="" ' % n for n in range(200)) + b"/>", "more than 100 attributes"),
        (HEAD.encode() + b'<p a="' + b"x" * 1_000_000 + b'"/>', "longer than 1,000,000 bytes"),
        (HEAD.encode(), "no element found"),
        (b"", "no element found"),
        (b"<TEI xmlns='http://www.tei-c.org/ns/1.0'>\xff</TEI>", "not well-formed"),
        (b"<?xml version='1.0' encoding='no-such'?><TEI/>", "no XML"),
        (b"<html/>", "no TEI"),
    ],
)
def test_what_is_hostile_or_broken_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imported(Foreign("x.xml", content))


@given(st.data())
@settings(deadline=None)
def test_a_mutated_file_gives_a_chronology_or_mistakes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["example01_basic.xml", "isicily-ISic000809.xml"]))
    content = bytearray((SAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    file = Foreign(name, bytes(content))
    try:
        text(imported(file), "tei", [file])
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise


# -- out, into the file


CATALOGUE = tei(
    ms("""<origDate notBefore = '1400' notAfter="1450"   calendar="#Gregorian">s. XV &amp; in.</origDate>""")
    + ms('<origDate when="1420"\n cert="high">1420</origDate>', "ms-2")
)
EVIDENCE = "evidence: {copied: {holds: start(ms-1) >= end(ms-2)}, late: {holds: end(ms-2) >= 1420-06-05}}"


def with_evidence(file: Foreign, evidence: str) -> Chronology:
    files = {"events.yaml": text(imported(file), "tei", [file]), "evidence/e.yaml": evidence}
    return Chronology.loads(files)


def changed(before: bytes, after: bytes) -> list[str]:
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line for line in lines if line[:2] in ("- ", "+ ")]


def test_what_is_known_stands_in_the_attributes_and_nothing_else_is_changed() -> None:
    made = with_evidence(CATALOGUE, EVIDENCE).export("tei", choices=Choices(onto=CATALOGUE))
    expected = CATALOGUE.content.decode().replace(
        """notBefore = '1400' notAfter="1450"   calendar="#Gregorian">""",
        """notBefore = '1420-06-05' notAfter="1450"   calendar="#Gregorian" cert="medium" resp="#chrono">""",
    )
    expected = expected.replace(
        """<origDate when="1420"\n cert="high">""",
        """<origDate\n cert="medium" notBefore="1420-06-05" notAfter="1420" resp="#chrono">""",
    )
    assert made.content.decode() == expected
    assert made.said == "2 of 2 dates changed"


def test_the_start_or_both_ends_may_be_written() -> None:
    known = with_evidence(origin('notBefore="1400" notAfter="1450"'), "evidence: {e: {holds: start(ms-1) <= 1410}}")
    file = origin('notBefore="1400" notAfter="1450"')
    start = known.export("tei", choices=Choices(onto=file, edge="start")).content
    assert b'notBefore="1400" notAfter="1410"' in start
    assert known.export("tei", choices=Choices(onto=file, edge="both")).content == file.content


def test_what_is_known_already_is_left_as_it_is() -> None:
    made = chronology(CATALOGUE).export("tei", choices=Choices(onto=CATALOGUE))
    assert made.content == CATALOGUE.content
    assert made.said == "0 of 2 dates changed"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_letter_without_a_date_gets_one(newline: str) -> None:
    letter = """<correspDesc xml:id="l">
      <correspAction type="sent">
        <persName>Anna</persName>
      </correspAction>
      <correspAction type="received"><date when="1501-02-03"/></correspAction>
    </correspDesc>"""
    body = f"</sourceDesc></fileDesc><profileDesc>{letter}</profileDesc></teiHeader></TEI>"
    file = Foreign("l.xml", (HEAD + body).replace("\n", newline).encode())
    made = with_evidence(file, "evidence: {e: {holds: start(l) >= 1500-12}}").export("tei", choices=Choices(onto=file))
    (line,) = changed(file.content, made.content)
    assert line.strip() == (
        '+         <date notBefore="1500-12" notAfter="1501-02-03" cert="medium" evidence="conjecture" resp="#chrono"/>'
    )
    assert made.content.count(b"\r\n") == (made.content.count(b"\n") if newline == "\r\n" else 0)


def test_births_and_deaths_are_written_each_in_its_place() -> None:
    file = tei(
        '<listPerson><person xml:id="a"><persName>A</persName><birth when="1400"/><death/></person></listPerson>'
    )
    made = with_evidence(file, "evidence: {e: {holds: 1450 <= end(a) <= 1460}}").export(
        "tei", choices=Choices(onto=file)
    )
    assert b'<birth when="1400"/><death notBefore="1450" notAfter="1460" cert="medium" resp="#chrono"/>' in made.content


def test_bce_years_are_written_without_a_year_0() -> None:
    file = origin('notBefore="-0050" notAfter="0050"')
    made = with_evidence(file, "evidence: {e: {holds: -0043-03-15 <= end(ms-1) <= 0000}}")
    content = made.export("tei", choices=Choices(onto=file)).content
    assert b'notBefore="-0044-03-15" notAfter="-0001"' in content


@given(chronologies("day"), st.binary(max_size=3))
@settings(deadline=None, max_examples=25)
def test_only_tags_of_dates_change(body: str, noise: bytes) -> None:
    """Whatever is known, the file without its tags of dates stays byte for byte."""
    found = Chronology.loads(body)
    ids = [entry.id for entry in found.value.entries]
    events = "".join(f'<event xml:id="{id}" when="2000"><label>é {id}</label></event>\n' for id in ids)
    file = tei(f"<!-- {noise.hex()} --><listEvent>{events}</listEvent>")
    made = found.export("tei", choices=Choices(onto=file)).content
    bare = re.compile(rb"<event[^>]*>")
    assert bare.sub(b"", made) == bare.sub(b"", file.content)


def test_a_file_in_another_encoding_stays_in_it() -> None:
    body = CATALOGUE.content.decode().replace("UTF-8", "ISO-8859-1").replace("A catalogue", "Köln").encode("latin-1")
    file = Foreign("cat.xml", body)
    made = with_evidence(file, EVIDENCE).export("tei", choices=Choices(onto=file)).content
    assert "Köln".encode("latin-1") in made
    wide = Foreign("w.xml", CATALOGUE.content.decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    with pytest.raises(Inexpressible, match="UTF-16"):
        chronology(CATALOGUE).export("tei", choices=Choices(onto=wide))


def test_a_file_that_was_changed_since_is_told() -> None:
    later = Foreign("cat.xml", CATALOGUE.content + b"<!-- later -->")
    made = chronology(CATALOGUE).export("tei", choices=Choices(onto=later))
    assert any("not, byte for byte" in loss.message for loss in made.losses)
    with pytest.raises(Inexpressible, match="no span that was asked for"):
        chronology(CATALOGUE).export("tei", choices=Choices(onto=tei(ms('<origDate when="1500"/>', "other"))))


# -- out, a file of its own


@given(chronologies("day"))
@settings(deadline=None, max_examples=50)
def test_what_is_written_holds_the_windows_when_it_is_read_again(body: str) -> None:
    found = Chronology.loads(body.replace('"periods"', '"documents"'))
    file = Foreign("new.xml", found.export("tei", choices=Choices(edge="both")).content)
    back = windows(chronology(file))
    for name, sides in windows(found).items():
        assert all(inside(narrow, wide) for narrow, wide in zip(sides, back[name], strict=True))


@given(chronologies())
@settings(deadline=None, max_examples=50)
def test_years_of_periods_are_held_too(body: str) -> None:
    found = Chronology.loads(body)
    file = Foreign("new.xml", found.export("tei").content)
    back, scale = windows(chronology(file)), found.value.scale
    for name, sides in windows(found).items():
        for (low, high), wide in zip(sides, back[name], strict=True):
            first, last = None if low is None else scale.first_day(low), None if high is None else scale.last_day(high)
            assert inside((first, last), wide)


def test_a_document_of_its_own_has_reasons_and_what_was_asked() -> None:
    content = with_evidence(CATALOGUE, EVIDENCE).export("tei", "ms-1", without="late").content.decode()
    assert '<note type="argument" resp="#chrono">copied, ms-1.end, ms-2.date</note>' in content
    assert "<p>without: late</p>" in content
    assert '<origDate notBefore="1420" notAfter="1450" cert="medium" resp="#chrono">1420 – 1450</origDate>' in content


def test_the_side_that_is_not_written_is_told() -> None:
    content = tei(
        '<msDesc xml:id="m"><history><origin><origDate notBefore="1400" notAfter="1450"/></origin></history></msDesc>'
    )
    file = Foreign("a.xml", content.content if isinstance(content, Foreign) else content)
    body = text(read("tei", [file]), "tei", [file]) + "evidence: {later: {holds: end(m) >= 1420}}\n"
    found = Chronology.loads(body)
    one, both = (found.export("tei", choices=Choices(onto=file, edge=edge)) for edge in ("end", "both"))
    assert [loss.message for loss in one.losses if loss.severity == "warning"] == ["when m was begun"]
    assert one.loses_dates
    assert not both.loses_dates


def test_the_way_of_an_archivist(tmp_path: Path) -> None:
    """From a catalogue to windows, and back to the catalogue."""
    (tmp_path / "cat.xml").write_bytes(CATALOGUE.content)
    (tmp_path / "evidence").mkdir()

    def run(*words: str) -> str:
        ran = CliRunner().invoke(main, [*words])
        assert ran.exit_code == 0, ran.output
        return ran.stderr

    run("import", str(tmp_path / "cat.xml"), "-o", str(tmp_path / "events.yaml"))
    (tmp_path / "evidence" / "mine.yaml").write_text(EVIDENCE)
    run("infer", "-C", str(tmp_path))
    out = str(tmp_path / "out.xml")
    told = run("export", "tei", "-C", str(tmp_path), "--onto", str(tmp_path / "cat.xml"), "-o", out)
    assert "2 of 2 dates changed" in told
    assert b"notBefore = '1420-06-05'" in (tmp_path / "out.xml").read_bytes()
