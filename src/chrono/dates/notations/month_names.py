"""The months that tokens name: in the languages read, in the calendar in force, or of the one calendar that has them.

Takes tokens and a place, gives the calendar that the name belongs to ("" is the one in force), the month's number and
how many tokens name it; `None` where they name none.
"""

from __future__ import annotations

import unicodedata

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.notations.tokens import Token

_ALIASES = {
    "september": ("sept",),
    "adar": ("adar i", "adar 1", "adar rishon"),
    "adar ii": ("adar 2", "adar sheni", "veadar"),
    "iyyar": ("iyar",),
    "marheshvan": ("cheshvan", "heshvan"),
    "shaban": ("sha'ban",),
    "rabi i": ("rabi al-awwal",),
    "rabi ii": ("rabi al-thani", "rabi al-akhir"),
    "jumada i": ("jumada al-ula", "jumada al-awwal"),
    "jumada ii": ("jumada al-akhira", "jumada al-thani"),
    "sansculottides": ("jour complementaire", "jours complementaires"),
}


def plain(name: str) -> str:
    """A name in small letters without accents or a final full stop, spaces single."""
    letters = unicodedata.normalize("NFKD", name.lower().rstrip("."))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def month_of(name: str, calendar: Calendar) -> int | None:
    """The number of the month a name means in a calendar: in full, by an alias, or cut so that only one begins so."""
    wanted = plain(name)
    names = [plain(month) for month in calendar.months]
    for number, month in enumerate(names, 1):
        if wanted == month or wanted in _ALIASES.get(month, ()):
            return number
        if wanted == f"{month} i" and f"{month} ii" in names:
            # Of two months of one name the first, and no second one cut short.
            return number
    near = [number for number, month in enumerate(names, 1) if len(wanted) >= 3 and month.startswith(wanted)]
    return near[0] if len(near) == 1 else None


def counted_month(tokens: list[Token], at: int) -> int:
    """The number of a month that is told by it, as in `3rd month` and `3 mo.`; 0 where none stands there."""
    if at + 1 >= len(tokens) or "counted" not in tokens[at + 1].roles:
        return 0
    token = tokens[at]
    number = token.number if token.number >= 0 else int(str(token.roles.get("ordinal", 0)))
    return number if 1 <= number <= 12 else 0


def months_at(tokens: list[Token], at: int, calendar: Calendar) -> tuple[str, int, int] | None:
    """The calendar, number and length of the month named from a token on."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    roles = token.roles
    if (token.number >= 0 or "ordinal" in roles) and (counted := counted_month(tokens, at)):
        return "", counted, 2
    if calendar.months[0] == "January":
        if "month" in roles:
            return "", int(str(roles["month"])), 1
        if "foreign" in roles:
            foreign = roles["foreign"]
            assert isinstance(foreign, tuple)
            return foreign[0], foreign[1], 1
        return None
    if token.number >= 0 or not token.key[:1].isalpha():
        return None
    own = roles.get("foreign")
    if isinstance(own, tuple) and own[0] == calendar.name:
        return "", own[1], 1
    # The names of a calendar's months are one to three words, the last of them perhaps a number.
    for count in (4, 3, 2, 1):
        piece = tokens[at : at + count]
        if len(piece) == count and (count == 1 or piece[-1].number <= 2):
            name = " ".join(each.text for each in piece).replace(" - ", "-")
            number = month_of(name, calendar)
            if number is not None:
                return "", number, count
    return None
