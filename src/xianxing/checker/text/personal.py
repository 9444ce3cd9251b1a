"""Numbers of persons in running text: identity cards, bank cards, mobile phones. They are never quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_DIGITS = re.compile(r"(?<![A-Za-z0-9])(?:\d[ \-]?){10,22}[\dXx](?![A-Za-z0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# Full-width digits and the other dashes and blanks that stand between groups, each as one plain character.
_PLAIN = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | dict.fromkeys("－‐‑‒–—―", "-")
    | dict.fromkeys("\u00a0\u2002\u2003\u2009\u3000", " ")
    | {"Ｘ": "X", "ｘ": "x", "＋": "+"}
)
_HAND = re.compile(r"(?:86[ -]?)?1[3-9]\d(?:\d{8}|\d{4}[ -]|[ -])")  # how people group a mobile number
_GROUPED_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_CARD_STARTS = ("62", "4", "51", "52", "53", "54", "55", "60", "35")


# Numbers that only the words before them make personal: an identity number of fifteen digits, or one whose
# check character is mistyped; a passport.
_DAY = r"(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])"
_CALLED = re.compile(
    r"(?P<identity>(?:身份证|身份号码|证件)(?:件)?(?:号码?|编号)?[：:\s为是]{0,3}[1-8]\d{5}[ -]?"
    rf"(?:\d{{2}}{_DAY}[ -]?\d{{3}}|(?:19|20)\d{{2}}[ -]?{_DAY}[ -]?\d{{3}}[\dXx])(?![0-9Xx]))"
    r"|(?P<document>(?:护照|通行证|居留证)(?:证件)?(?:号码?|编号)?[：:\s]{0,3}[A-Za-z]{1,2}\d{7,9}(?!\d))"
)


@dataclass(frozen=True)
class Number:
    """Where a personal number stands, and what it is: `identity`, `document`, `bank_card` or `mobile`."""

    kind: str
    start: int


def personal_numbers(text: str, *, known: frozenset[str] = frozenset()) -> list[Number]:
    """Personal numbers in the text; `known` are numbers of institutions that only look like one."""
    text = text.translate(_PLAIN)
    called = list(_CALLED.finditer(text))
    found = [Number(match.lastgroup or "document", match.start()) for match in called]
    for match in _DIGITS.finditer(text):
        if any(one.start() < match.end() and match.start() < one.end() for one in called):
            continue
        for digits in _readings(match.group()):
            kind = "" if digits in known else _kind(digits)
            if kind:
                found.append(Number(kind, match.start()))
                break
    return found


def _readings(run: str) -> list[str]:
    """The numbers that a run of digits may hold: the whole, and, where several stand in a row, each alone."""
    run = run.upper()
    whole = re.sub(r"[ \-]", "", run)
    if _MOBILE.fullmatch(whole) and not _HAND.match(run):
        whole = ""  # 1500 1320 130: three numbers
    grouped = [re.sub(r"\D", "", one) for one in _GROUPED_MOBILE.findall(run)]
    return [whole, *(piece for piece in re.split(r"[ \-]", run) if len(piece) >= 11), *grouped]


def telephone(text: str) -> str:
    """A telephone number as its digits alone, without the code of the country, however it is written."""
    digits = re.sub(r"\D", "", text.translate(_PLAIN))
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)


def _kind(digits: str) -> str:
    if is_identity(digits):
        return "identity"
    if 16 <= len(digits) <= 19 and digits.isdigit() and digits.startswith(_CARD_STARTS) and luhn(digits):
        return "bank_card"
    return "mobile" if _MOBILE.fullmatch(digits) else ""


def is_identity(digits: str) -> bool:
    """An 18-character identity number with a real birthday and the right check character (GB 11643)."""
    if len(digits) != 18 or not digits[:17].isdigit() or digits[0] not in "12345678":
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return born.year >= 1900 and digits[17] == "10X98765432"[total % 11]


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
