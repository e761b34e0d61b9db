"""The grammar of dates in words: tokens to a `Phrase`.

One grammar for all languages: it knows what words do (their roles), not the words. A phrase is a list of moments with
links between them; what a moment leaves out, its neighbours say (see `sharing`). Gives a `Phrase`, or raises
`DateError` that says up to where the text was understood and why it stops there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.notations.brackets import TRAILING, within_brackets
from chrono.dates.notations.moment_grammar import Moments
from chrono.dates.notations.moments import SAME, Moment, Phrase
from chrono.dates.notations.month_names import months_at
from chrono.dates.notations.sharing import of_hijra, share, two_eras
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_DASHES = {"-": "-", "–": "-", "—": "-", "−": "-", "‒": "-", "‐": "-", "‑": "-", "/": "/", "..": "-"}
_CHANCE = re.compile(r"[(,;]?\s*(at\s+)?([0-9]{2}([.,][0-9])?\s?%|[1-3]\s?(σ|sigma))[\w\s]*\)?", re.IGNORECASE)
"""What a laboratory says of a range that it calibrated: with what chance, or how many standard deviations it is."""
_MOST_YEARS = 100
"""A day of one of more years than these is read as a span, as without brackets."""
_CUT = {"к": ("конец (end)", "к (by)"), "с": ("середина (middle)", "с (from)")}
"""Russian words that are cut to one letter, by that letter, and what it is besides."""
_ABBREVIATED = frozenset(("a", "h", "am", "apr", "av", *_CUT))
_BEGINS = frozenset(("bound", "between", "either"))
_ANDS = ("and", "und", "et", "e", "ed", "y", "en")


class Grammar(Moments):
    """A parser of one text."""

    def __init__(self, text: str, tokens: list[Token], calendar: Calendar) -> None:
        kept = _uncalibrated(text, tokens)
        self.calibrated = len(kept) < len(tokens)
        super().__init__(text, within_brackets(text, kept), calendar)
        self.inside = False
        """Whether this is within brackets behind a date."""
        self.pending = ""
        """The bound of the next moment, where it is one word with the link before it ("and before")."""

    def whole(self) -> Phrase:
        """The phrase that the whole text is; raises `DateError`."""
        if not self.tokens:
            raise DateError("there is no date here", 0, max(1, len(self.text)), "write for example 25 October 1917")
        phrase = self.phrase()
        if phrase is None:
            raise self.stopped(self.at)
        last, end = phrase, len(self.tokens)
        while self.at < end:
            at = self.at
            if self.tokens[at].key == "[" and not self._of_a_day(at + 1) and not last.moments[-1].scale:
                self.at += 1
                self._corrected(last)
                continue
            closing = {"(": ")", "[": "]"}.get(self.tokens[at].key, "")
            bracketed = bool(closing) and self.take_sign(self.tokens[at].key)
            while self.take_sign(",") or self.take_sign(";") or self.take_sign(":") or self.take_sign("="):
                pass
            more = self.at < end and not {"bound", "indiction"}.isdisjoint(self.tokens[self.at].roles)
            more = more or (last.moments[-1].plain_year and (self._is_marker(0) or self._is_marker(1)))
            if not bracketed and self.at == at and not more:
                raise self.stopped(at)
            if self.at >= end:
                break
            self.inside = bracketed
            inner = self.phrase()
            if inner is None:
                raise self.stopped(self.at)
            if inner.undated:
                continue
            if bracketed and not self.take_sign(closing):
                raise self.stopped(self.at)
            last.within = inner
            last = inner
        if len(phrase.moments) == 1 and phrase.moments[0].open:
            only = phrase.moments[0]
            raise DateError(
                f"{self.text[only.start : only.end]!r} is the end of a span, and no date by itself",
                only.start, only.end - only.start, "write 1990–present, or a date",
            )  # fmt: skip
        phrase.calibrated = self.calibrated
        return phrase

    def _of_a_day(self, at: int) -> bool:
        token = self.tokens[at] if at < self.size else None
        return token is not None and (0 < token.digits <= 2 or "month" in token.roles)

    def _corrected(self, phrase: Phrase) -> None:
        """`1898 [1897]`: the year as printed or the one that a cataloguer found; `[i.e. 1897]`: the second."""
        instead = self.take_sign("=") or self.take("namely") is not None
        if instead and self.take_sign("]"):
            # 1450 [sic]
            return
        inner = self.phrase()
        if inner is None or inner.undated or not self.take_sign("]"):
            raise self.stopped(self.at)
        printed, found = phrase.moments[-1], inner.moments[0]
        if instead and len(inner.moments) == 1 and found.plain_year and printed.dated_within:
            # 10 February 1648 [i.e. 1649]
            inner.moments[0] = replace(printed, year=found.year, following=found.following, unsure=found.unsure)
        if of_hijra(printed.year or 0, found.year or 0):
            raise two_eras(printed, found)
        if instead:
            phrase.moments, phrase.links, phrase.mode = inner.moments, inner.links, inner.mode
            return
        phrase.links.extend(("or", *inner.links))
        phrase.moments.extend(inner.moments)

    def phrase(self) -> Phrase | None:
        """Moments and the links between them, from here on; `None` where no moment begins here. Raises `DateError`."""
        token = self.peek()
        if token is None:
            return None
        if "filler" in token.roles and (after := self.peek(1)) and not _BEGINS.isdisjoint(after.roles):
            # some time after 1450
            self.at += 1
            token = after
        mode, start, turn = "", self.at, False
        if roles := token.roles:
            if "undated" in roles:
                return self._undated()
            if "either" in roles or "between" in roles:
                mode = "either" if "either" in roles else "between"
                self.at += 1
            elif "from" in roles:
                if (found := self._from()) is not None:
                    return found
                self.at = start
            turn = bool(self.take("turn"))
            if turn:
                self.skip_fillers()
        first = self.element()
        if first is None:
            if mode or turn:
                raise self.stopped(self.at)
            self.at = start
            return None
        phrase = Phrase([first], mode=mode, turn=turn)
        self._more(phrase)
        joints = [link for link in phrase.links if link not in (SAME, "/")]
        if mode == "between" and (len(joints) != 1 or joints[0] not in ("and", "-", "to", "or")):
            raise self.stopped(self.at, "between needs two dates with “and” between them")
        return phrase

    def _undated(self) -> Phrase:
        self.take("undated")
        while self.take_sign("?") or self.take_sign("."):
            pass
        if self.peek() is None or (self.peek() and self.tokens[self.at].key in TRAILING and self.peek(1) is None):
            self.at = len(self.tokens)
            return Phrase([], undated=True)
        bracketed = self.take_sign("(")
        while self.take_sign(",") or self.take_sign(";") or self.take_sign(":"):
            pass
        self.take("namely")
        inner = self.phrase()
        if inner is None:
            raise self.stopped(self.at)
        if bracketed and not self.take_sign(")"):
            raise self.stopped(self.at)
        return inner

    def _from(self) -> Phrase | None:
        """`from a to b`; of `from a` alone the grammar of bounds decides."""
        self.take("from")
        first = self.element()
        if first is None:
            return None
        phrase = Phrase([first], mode="from")
        self._more(phrase)
        return phrase if phrase.links and phrase.links[-1] in ("to", "-", "x", "and") else None

    def _more(self, phrase: Phrase) -> None:
        """Further moments, each with the link before it."""
        while self.at < self.size:
            at = self.at
            if self.tokens[at].key in ("(", "[") and (self._again(phrase) or self._in_years(phrase)):
                continue
            if self.tokens[at].key == "to date" and self.tokens[at].roles.get("present") is not None:
                phrase.moments.append(Moment(self.tokens[at].start, self.tokens[at].end, open=True))
                phrase.links.append("-")
                self.at += 1
                return
            link = self.link()
            if not link:
                return
            # 1450–1–5 is no span from 1450 over 1451 to 1455; 1/11–5/15 May has two days in two styles each.
            third = link == "-" and phrase.links[-1:] == ["-"] and phrase.moments[-1].bare
            again = "/" in phrase.links and (phrase.links[-1] == "/" or phrase.moments[-1].plain_year)
            if third or (link == "/" and again):
                self.at = at
                return
            if link == "-" and self.peek() is None and phrase.moments[-1].plain_year:
                phrase.moments.append(Moment(self.tokens[at].start, self.tokens[at].end, open=True))
                phrase.links.append("-")
                return
            if link == ",":
                self._check_decimal(at)
            moment = self.element()
            ranged = phrase.links[-1:] in (["x"], ["-"], ["to"]) and not self.inside
            if moment is None or (
                link == "," and ((ranged and moment.unsure) or not self._lists(phrase.moments[-1], moment))
            ):
                self.at = at
                return
            phrase.moments.append(moment)
            phrase.links.append(link)

    def _again(self, phrase: Phrase) -> bool:
        """`25 October (7 November) 1917`, `14 (26) December 1825`: a day told once more, in brackets before what is
        said of both."""
        one, at = phrase.moments[-1], self.at
        if one.year is not None or not (one.bare or one.day is not None):
            return False
        closing = ")" if self.tokens[at].key == "(" else "]"
        self.at += 1
        other = self.element()
        alike = other is not None and other.year is None and (other.bare or other.day is not None)
        if other is None or not alike or not self.take_sign(closing):
            self.at = at
            return False
        months = months_at(self.tokens, self.at, self.calendar) if other.bare else None
        if months is not None:
            other.day, other.number = other.number, None
            self._month_first(other, months)
        else:
            self._year_behind(other)
        other.end = self.tokens[self.at - 1].end
        phrase.moments.append(other)
        phrase.links.append(SAME)
        return True

    def _in_years(self, phrase: Phrase) -> bool:
        """`5 June [1245 × 1250]`: that day, month or feast of each year from the first to the last."""
        one, at = phrase.moments[-1], self.at
        if not one.dated_within or one.datable or self.tokens[at].key != "[":
            return False
        self.at += 1
        years = self.phrase()
        if years is not None and years.links in (["-"], ["x"]) and self.take_sign("]"):
            share(years)
            first, last = (moment.year or 0 for moment in years.moments)
            if all(moment.plain_year for moment in years.moments) and first < last <= first + _MOST_YEARS:
                each = [replace(one, year=year, digits=4) for year in range(first, last + 1)]
                phrase.moments[-1:] = each
                phrase.links.extend(["or"] * (len(each) - 1))
                return True
        self.at = at
        return False

    def _check_decimal(self, at: int) -> None:
        """Raises at `1450,5`, which is a number where a comma stands before decimals, and a list of years to others."""
        year, comma, more = self.tokens[at - 1], self.tokens[at], self.peek()
        if year.digits < 3 or comma.key != "," or not comma.glued or more is None or not more.glued:
            return
        later = year.text[: -more.digits] + more.text
        if more.digits in (1, 2) and int(later) > year.number:
            raise DateError(
                f"“{year.text},{more.text}” can be a number with decimals, or the years {year.text} and {later}",
                year.start, more.end - year.start, f"write {year.text}, {later}, or the year alone",
            )  # fmt: skip

    def _lists(self, one: Moment, other: Moment) -> bool:
        """Whether a comma stands between two members of a list, and not before what narrows the first."""
        if other.bound or one.bound:
            return bool(one.bound and other.bound)
        if one.plain_year and other.dated_within and not other.datable:
            # 1245, V Id. Maii
            return False
        if one.indiction or other.indiction or one.calendar != other.calendar:
            # 1245, indiction 3; 1245, era 1283: one date by two counts.
            return False
        coarse = one.scale or one.base is not None
        return not (coarse and (other.year is not None or other.edtf)) or bool(other.scale)

    def link(self) -> str:
        """What stands between two moments; empty where nothing does."""
        token = self.peek()
        if token is None:
            return ""
        if (dash := _DASHES.get(token.key)) is not None:
            self.at += 1
            return dash
        if "connector" in token.roles:
            if token.glued and len(token.key) == 1 and token.key.isalpha() and token.key != "x":
                raise DateError(
                    f"“{token.text}” close behind a figure can be one that was misread, or a word that joins two dates",
                    token.start, 1, "write the figure, or put a space before and behind the word",
                )  # fmt: skip
            if "part" not in token.roles:
                # Of “alla fine” (to the end) the end is the next date's.
                self.at += 1
            return str(token.roles["connector"])
        if "reach" in token.roles and self.peek(1) is not None:
            # after 1130 and before 1140
            self.at += 1
            self.pending = str(token.roles["reach"])
            return "and" if token.key.split()[0] in _ANDS else "or"
        if token.key in (",", ";"):
            self.at += 1
            again = self.peek()
            if again and "connector" in again.roles and again.roles["connector"] in ("or", "and"):
                self.at += 1
                return str(again.roles["connector"])
            return ","
        if "bound" in token.roles and "connector" not in token.roles:
            # Not before 1130, not after 1140: no word need stand between two bounds.
            return "and" if str(token.roles["bound"]).startswith("not-") else ""
        return ""

    def element(self) -> Moment | None:
        """A moment with what stands before it (a bound, about, perhaps) and behind it; raises `DateError`."""
        start = self.at
        token = self.peek()
        if token is None:
            return None
        unsure = circa = False
        bound, self.pending = self.pending, ""
        while token is not None:
            if token.key in _ABBREVIATED:
                self._check_abbreviation(token)
            if token.key == "?" or "unsure" in token.roles:
                unsure = True
                self.at += (comma := self.peek(1)) is not None and comma.key == ","
            elif ("circa" in token.roles and self._begins_date(1)) or (
                token.key in ("~", "≈") and self._begins_date(1)
            ):
                circa = True
            elif "calibrated" in token.roles and (after := self.peek(1)) is not None and after.number >= 0:
                # GEDCOM's CAL: calculated, and so not exact.
                circa = True
            elif "bound" in token.roles and not bound and self._bounds():
                bound = str(token.roles["bound"])
            else:
                break
            self.at += 1
            token = self.peek()
        self.about = circa or self.about
        moment = self.moment()
        if moment is None:
            self.at = start
            return None
        if circa:
            moment.circa, moment.told = True, self.tokens[start].start
        moment.unsure = moment.unsure or unsure
        moment.bound = bound
        self._behind(moment)
        return moment

    def _check_abbreviation(self, token: Token) -> None:
        """Raises at `a1250`, `H. 1450`, `AM 6601` and `apr. 1204`, which mean one thing to some, another to others."""
        year = self.peek(1)
        if token.key in _CUT and self.text[token.end : token.end + 1] == ".":
            one, other = _CUT[token.key]
            raise DateError(
                f"“{token.text}.” can be {one} or {other}",
                token.start,
                token.end - token.start,
                "write the word in full",
            )
        if year is None or year.digits < 3 or year.roles:
            return
        of_months = self.at > 1 and "month" in self.tokens[self.at - 2].roles
        if token.text in ("apr", "av") and self.text[token.end : token.end + 1] == "." and not of_months:
            month, bound, english = "April", "après", "after"
            if token.text == "av":
                month, bound, english = "avril or Av", "avant", "before"
            raise DateError(
                f"“{token.text}.” can be {month} or {bound} ({english})", token.start, token.end - token.start,
                f"write {english} {year.text}, or the month in full",
            )  # fmt: skip
        if self.at and self.tokens[self.at - 1].key != "?":
            return
        if token.key == "a":
            two, ways = "ante (before) or anno (in the year)", f"ante {year.text}, or anno {year.text}"
        elif token.key == "am" and self.calendar.era != "AM":
            two, ways = (
                "a year of the world, by Hebrew or by Byzantine count",
                f"hebrew:{year.text} or byzantine-am:{year.text}",
            )
        elif token.text == "H":
            two, ways = "hacia (about) or a year of the Hijra", f"c. {year.text}, or AH {year.text}"
        else:
            return
        raise DateError(f"“{token.text}” can be {two}", token.start, token.end - token.start, f"write {ways}")

    def _begins_date(self, ahead: int) -> bool:
        return self.peek(ahead) is not None

    def _bounds(self) -> bool:
        """Whether a word for a bound is one here, and not the first word of a date counted from another."""
        after = self.peek(1)
        return after is not None

    def _behind(self, moment: Moment) -> None:
        """What may stand behind a moment: (?), circa, or later."""
        while (token := self.peek()) is not None:
            if token.key == "?" or "unsure" in token.roles:
                self.at += 1
                moment.unsure = True
                if (moment.plain_year or moment.bare) and not moment.named and self._era_follows():
                    self._era_behind(moment)
            elif (
                "circa" in token.roles
                and token.key != "h"
                and (self.peek(1) is None or self.tokens[self.at + 1].key in (")", "-", "–", ",", "?", ";"))
            ):
                self.at += 1
                moment.circa = moment.circa_behind = True
            elif "reach" in token.roles and ((after := self.peek(1)) is None or after.key in (")", ",", "?", ";")):
                self.at += 1
                moment.bound, moment.bound_behind = str(token.roles["reach"]), True
            elif token.key == "(" and (inside := self.peek(1)) and (close := self.peek(2)) and close.key == ")":
                if inside.key == "?" or "unsure" in inside.roles:
                    moment.unsure = True
                elif "circa" in inside.roles:
                    moment.circa = moment.circa_behind = True
                elif "era" in inside.roles:
                    moment.era = str(inside.roles["era"])
                elif "reach" in inside.roles:
                    moment.bound, moment.bound_behind = str(inside.roles["reach"]), True
                else:
                    return
                self.at += 3
            elif token.key in ("!", "*"):
                self.at += 1
            else:
                return
            moment.end = self.tokens[self.at - 1].end


def _uncalibrated(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens without "cal" before an era or at the end, and without the chance behind it: `50 cal BC–cal AD 60
    (95.4%)`. GEDCOM's CAL, calculated, stands before a number and stays."""
    if not any("calibrated" in token.roles for token in tokens):
        return tokens
    ends = next((at for at, token in enumerate(tokens) if _CHANCE.fullmatch(text, token.start)), len(tokens))
    kept = [
        token
        for token, after in zip(tokens[:ends], [*tokens[1:ends], None], strict=True)
        if "calibrated" not in token.roles or not (after is None or "era" in after.roles)
    ]
    return kept if len(kept) < ends else tokens
