"""TEI written: what is known of dates put into the file that it was imported from, or a file of its own.

Into a file: the attributes of the W3C's kind at each date whose days are other ones now, with `@cert` and `@resp`, and
a `date` where a letter has none. Every other byte of the file stays, and the result is read again before it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from chrono import dates
from chrono.answers.infer import SpanResult
from chrono.answers.material import Material, is_hull_alone
from chrono.core.diagnostics import Diagnostic
from chrono.core.ids import is_rule
from chrono.core.version import __version__
from chrono.engine.intervals import Interval
from chrono.exchange import tei
from chrono.exchange.datable import KINDS, Dating, Found, dating
from chrono.exchange.exported import Choices, Edges, Exported, Inexpressible, asked_in_words, lost
from chrono.exchange.imported import AskedOf, Foreign, Unreadable, read_as
from chrono.exchange.tei_dates import attributes, certainty_of, in_days, interval_of
from chrono.exchange.xml import XML_ID, Changes, Node, parsed

RESP = "#chrono"
"""Who is responsible for what is added, in `@resp`."""
_SPANS = {"": "origDate", "start": "birth", "end": "death"}


def write(material: Material, choices: Choices) -> Exported:
    """The file; raises `Inexpressible` where what is to be written into cannot be read, or there is no span in it."""
    if choices.onto is not None:
        return _Onto(material, choices, choices.onto).exported()
    if not material.results:
        raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
    return _New(material, choices).exported()


# -- into a file


class _Onto:
    def __init__(self, material: Material, choices: Choices, file: Foreign) -> None:
        self.material, self.edge, self.file = material, choices.edge, file
        self.losses: list[Diagnostic] = []
        self.changes = Changes(file)
        self.sided: list[str] = []
        """Documents whose other side is not in the date that is written."""
        self.expected: list[tuple[int, Interval]] = []
        """Which of the located dates has which days when it is read again."""

    def exported(self) -> Exported:
        """The file with what is known in it."""
        if self.file.content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message = "the file is UTF-16, in which no place can be changed alone"
            raise Inexpressible(Diagnostic("import", message, self.file.place(), "save it as UTF-8"))
        try:
            found = tei.located(self.file, AskedOf())
            root = parsed(self.file, tei.NAMESPACE)
        except Unreadable as mistakes:
            raise Inexpressible(*mistakes.diagnostics) from None
        pairs = [*self.matched(found)]
        if not pairs:
            message = "no span that was asked for is dated in this file"
            raise Inexpressible(Diagnostic("empty-selection", message, self.file.place(), "import it first"))
        changed = sum(self.put(number, at, result) for number, at, result in pairs)
        if changed and all(node.get(XML_ID) != RESP[1:] for node in root.walk()):
            message = (
                f'resp="{RESP}" points to nothing yet: give the respStmt of whoever is responsible xml:id="chrono"'
            )
            self.losses.append(read_as(message, self.file.place()))
        if self.sided:
            which = "begun" if self.edge == "end" else "finished"
            some = ", ".join(self.sided[:3]) + (f" and {len(self.sided) - 3} more" if len(self.sided) > 3 else "")
            message = f"when {some} {'was' if len(self.sided) == 1 else 'were'} {which}"
            help = "--edge both writes one date from the one to the other"
            self.losses.append(lost(message, self.file.place(), bears=True, help=help))
        made = self.changes.made()
        self.confirm(made)
        return Exported(made, tuple(self.losses), f"{changed} of {len(pairs)} dates changed")

    def matched(self, found: tuple[tei.Located, ...]) -> Iterator[tuple[int, tei.Located, SpanResult]]:
        """Each date of the file with what is known of its span: by where it is cited, else by its id."""
        entries = self.material.entries
        ours = {
            key for key, told in self.material.chronology.sources if f"sha256:{self.file.digest}" in dict(told).values()
        }
        if not ours:
            message = "the file is not, byte for byte, one that was imported: its dates are found by their ids"
            self.losses.append(read_as(message, self.file.place()))
        results = {r.id: r for r in self.material.results}
        cited = {
            entries[id].citation.text.partition(", ")[2]: result
            for id, result in results.items()
            if entries[id].citation.source in ours
        }
        for number, at in enumerate(found):
            result = None if at.edge else cited.get(tei.locator(at.element))
            if result is None and (by_id := results.get(at.id)):
                source = entries[at.id].citation.source
                result = by_id if source in ours or not ours else None
            if result is not None:
                yield number, at, result

    def put(self, number: int, at: tei.Located, result: SpanResult) -> bool:
        """Writes what is known of one date; whether it is another than before."""
        edge: Edges = "start" if at.edge == "start" else "end" if at.edge else self.edge
        scale = self.material.asked.scale
        days = in_days(interval_of(result, edge), scale)
        given = attributes(days)
        node, entry = at.element, self.material.entries[result.id]
        windows = [
            side.window for side in (result.start, result.end) if edge == "both" or side is getattr(result, edge)
        ]
        if not all(map(is_hull_alone, windows)):
            self.losses.append(lost(f"the gaps of the window of {result.id}", entry.place, bears=True))
        if not given or _days(dating(node, self.file, "", Found())) == days:
            return False
        if not at.edge and self.edge != "both" and result.start.window != result.end.window:
            self.sided.append(result.id)
        if certainty := certainty_of(result, edge):
            given["cert"] = certainty
        if node.name in ("correspAction", "correspDesc"):
            return self.insert(number, node, result, given, days)
        if node.name in tei.OBJECTS:
            message = f"the date of {result.id}: there is no origDate in it"
            self.losses.append(
                lost(message, node.place(self.file), bears=True, help="write <origDate/> into its origin")
            )
            return False
        resp = " ".join(dict.fromkeys([*node.get("resp").split(), RESP]))
        self.changes.attributes(node, {kind: given.get(kind) for kind in KINDS} | given | {"resp": resp})
        self.expected.append((number, days))
        return True

    def insert(self, number: int, node: Node, result: SpanResult, given: dict[str, str], days: Interval) -> bool:
        """A date for a letter that has none: it is inferred, not read."""
        if node.name == "correspDesc" or node.ended == node.began:
            message = f"the date of {result.id}: nothing is said of its being sent"
            self.losses.append(lost(message, node.place(self.file), bears=True))
            return False
        told = given | {"evidence": "conjecture", "resp": RESP}
        prefix = self.file.content[node.began + 1 :].split(b"correspAction", 1)[0].decode("ascii", "replace")
        self.changes.insert_last(node, f"<{prefix}date{''.join(f' {k}={quoteattr(v)}' for k, v in told.items())}/>")
        self.expected.append((number, days))
        return True

    def confirm(self, made: bytes) -> None:
        """Reads the file again: the dates that were written must be those, and no other date another."""
        file = Foreign(self.file.name, made)
        before, after = (tei.located(of, AskedOf()) for of in (self.file, file))
        expected = dict(self.expected)
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            known = _days(dating(new.element, file, "", Found()))
            was = expected.get(number, _days(dating(old.element, self.file, "", Found())))
            if new.id != old.id or known != was:
                raise ValueError(f"{old.id} has other days in the file that was made than it should have")


def _days(said: Dating) -> Interval:
    """The days within which something lies, by what its attributes say."""
    if not said:
        return None, None
    read = dates.read(said.moment())
    return read.first, read.last


# -- a file of its own


class _New:
    def __init__(self, material: Material, choices: Choices) -> None:
        self.material, self.edge = material, choices.edge
        self.scale = material.asked.scale
        self.losses: list[Diagnostic] = []

    def exported(self) -> Exported:
        content = "\n".join([*self.lines(), ""]).encode()
        try:
            tei.read([Foreign("written", content)], AskedOf())
        except Unreadable as mistakes:
            raise ValueError(str(mistakes)) from mistakes
        return Exported(content, tuple(self.losses))

    def lines(self) -> Iterator[str]:
        results = self.material.results
        title = escape(self.material.asked.chronology or "A chronology")
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f'<TEI xmlns="{tei.NAMESPACE}">'
        yield "<teiHeader><fileDesc>"
        yield f"<titleStmt><title>{title}</title>"
        yield '<respStmt xml:id="chrono"><resp>dates inferred from evidence</resp>'
        yield f"<name>chrono {__version__}</name></respStmt></titleStmt>"
        yield "<publicationStmt>"
        yield from (f"<p>{escape(words)}</p>" for words in asked_in_words(self.material))
        yield "</publicationStmt>"
        yield "<sourceDesc>"
        documents = [result for result in results if result.kind == "document"]
        yield from self.sources(bare=not documents)
        for result in documents:
            yield from self.document(result)
        yield "</sourceDesc></fileDesc>"
        yield '<profileDesc><calendarDesc><calendar xml:id="proleptic-gregorian"><p>Proleptic Gregorian</p></calendar>'
        yield "</calendarDesc></profileDesc></teiHeader>"
        yield "<standOff>"
        people = [result for result in results if result.kind == "person"]
        others = [result for result in results if result.kind in ("event", "period")]
        if people:
            yield "<listPerson>"
            for result in people:
                yield from self.person(result)
            yield "</listPerson>"
        if others or not people:
            yield "<listEvent>"
            for result in others:
                yield from self.event(result)
            yield "</listEvent>"
        yield "</standOff></TEI>"

    def sources(self, *, bare: bool) -> Iterator[str]:
        listed = self.material.chronology.sources
        if not listed:
            if bare:
                yield "<p>A chronology of chrono.</p>"
            return
        yield "<listBibl>"
        for key, told in listed:
            yield f"<bibl xml:id={quoteattr(f'source-{key}')}>{escape('. '.join(value for _, value in told))}</bibl>"
        yield "</listBibl>"

    def document(self, result: SpanResult) -> Iterator[str]:
        name = f"<msIdentifier><msName>{escape(result.name)}</msName></msIdentifier>"
        yield f"<msDesc xml:id={quoteattr(result.id)}>{name}"
        yield "<history><origin>"
        if self.edge == "both":
            yield self.date("origDate", result, "start", 'type="begun"')
            yield self.date("origDate", result, "end", 'type="finished"')
        else:
            yield self.date("origDate", result, self.edge)
            if result.start.window != result.end.window:
                side = "finished" if self.edge == "start" else "begun"
                place = self.material.entries[result.id].place
                self.losses.append(lost(f"when {result.id} was {side}", place, bears=True, help="--edge both has both"))
        yield from self.argument(result)
        yield "</origin></history></msDesc>"

    def person(self, result: SpanResult) -> Iterator[str]:
        yield f"<person xml:id={quoteattr(result.id)}><persName>{escape(result.name)}</persName>"
        yield self.date("birth", result, "start")
        yield self.date("death", result, "end")
        for uri in result.refs:
            yield f'<idno type="URI">{escape(uri)}</idno>'
        yield from self.argument(result)
        yield "</person>"

    def event(self, result: SpanResult) -> Iterator[str]:
        given = self.given(result, "both")
        first, last = (in_days((side, side), self.scale) for side in (_only(result, "start"), _only(result, "end")))
        if first[0] is not None and last[1] is not None and given:
            begun, finished = attributes(first), attributes(last)
            if "when" in begun and "when" in finished and begun != finished:
                given = {"from": begun["when"], "to": finished["when"]}
        if "notBefore" in given and result.start.window != result.end.window:
            place = self.material.entries[result.id].place
            self.losses.append(lost(f"by when {result.id} had begun and until when it lasted", place, bears=True))
        kind = ' type="period"' if result.kind == "period" else ""
        yield f"<event xml:id={quoteattr(result.id)}{kind}{self.written(result, 'both', given)}>"
        yield f"<label>{escape(result.name)}</label>"
        yield from self.argument(result)
        yield "</event>"

    def given(self, result: SpanResult, edge: Edges) -> dict[str, str]:
        days = in_days(interval_of(result, edge), self.scale)
        given = attributes(days)
        place = self.material.entries[result.id].place
        windows = [result.start.window, result.end.window]
        asked = windows[:1] if edge == "start" else windows[1:] if edge == "end" else windows
        if not all(map(is_hull_alone, asked)):
            self.losses.append(lost(f"the gaps of the window of {result.id}", place, bears=True))
        if len(given) < sum(day is not None for day in days) and "when" not in given:
            self.losses.append(lost(f"a bound of {result.id} beyond four digits of a year", place, bears=True))
        return given

    def written(self, result: SpanResult, edge: Edges, given: dict[str, str]) -> str:
        if not given:
            return ""
        certainty = certainty_of(result, edge)
        told = given | ({"cert": certainty} if certainty else {}) | {"resp": RESP}
        return "".join(f" {name}={quoteattr(value)}" for name, value in told.items())

    def date(self, name: str, result: SpanResult, edge: Edges, more: str = "") -> str:
        given = self.given(result, edge)
        words = dates.say_bounds(*interval_of(result, edge), self.scale) if given else ""
        opened = f"<{name}{f' {more}' if more else ''}{self.written(result, edge, given)}"
        return f"{opened}>{escape(words)}</{name}>" if words and name == "origDate" else f"{opened}/>"

    def argument(self, result: SpanResult) -> Iterator[str]:
        """The evidence that the bounds rest on."""
        bounds = (result.start.earliest, result.start.latest, result.end.earliest, result.end.latest)
        ids = dict.fromkeys(id for reason in bounds if reason for id in reason.ids)
        evidence = sorted(id for id in ids if not is_rule(id)) + sorted(id for id in ids if is_rule(id))
        if evidence:
            yield f'<note type="argument" resp="{RESP}">{escape(", ".join(evidence))}</note>'


def _only(result: SpanResult, edge: str) -> int | None:
    """The one step of an edge; None where there are several."""
    window = getattr(result, edge).window
    return window.least if window.proven and window.least == window.most else None
