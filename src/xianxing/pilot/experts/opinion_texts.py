"""An opinion as it is written: the words first, then a score and a sentence for each criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from xianxing.pilot.experts.practice import ExpertPractice
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.record.canonical import JSON

LONGEST_OPINION, LONGEST_SENTENCE = 8_000, 300


@dataclass(frozen=True)
class OpinionText:
    """The words, and for each criterion's key a score (0 where none is given yet) and a sentence."""

    words: str = ""
    scores: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, JSON]:
        """As data, in the form that is committed to."""
        return {"words": self.words, "scores": dict(self.scores), "reasons": dict(self.reasons)}

    @classmethod
    def again(cls, said: JSON) -> OpinionText:
        """From its data; what isn't there, as after an erasure, is empty."""
        held = said if isinstance(said, dict) else {}
        scores, reasons = held.get("scores", {}), held.get("reasons", {})
        return cls(
            str(held.get("words", "")),
            {k: v for k, v in scores.items() if isinstance(v, int)} if isinstance(scores, dict) else {},
            {k: str(v) for k, v in reasons.items()} if isinstance(reasons, dict) else {},
        )

    def cleaned(self) -> OpinionText:
        """With the words as they are kept."""
        reasons = {key: cleaned(sentence) for key, sentence in self.reasons.items()}
        return OpinionText(cleaned(self.words), self.scores, reasons)


def must_be_whole(text: OpinionText, practice: ExpertPractice) -> None:
    """Refused, naming all that is missing, unless there are words and each criterion's score and sentence."""
    missing = [] if text.words else [_("the opinion in words")]
    for criterion in practice.criteria:
        if not 1 <= text.scores.get(criterion.key, 0) <= practice.scale:
            missing.append(
                _("a score from 1 to {scale} for “{name}”").format(scale=practice.scale, name=criterion.label)
            )
        if not text.reasons.get(criterion.key):
            missing.append(_("a sentence of reason for “{name}”").format(name=criterion.label))
    if missing:
        raise Refused("incomplete", _("Still missing: {what}.").format(what=_("; ").join(missing)))
    must_fit(text)


def must_fit(text: OpinionText) -> None:
    """Refused where words or a sentence are longer than can be kept."""
    if len(text.words) > LONGEST_OPINION:
        raise Refused(
            "too-long", _("An opinion takes at most {limit} characters.").format(limit=LONGEST_OPINION)
        )
    if any(len(sentence) > LONGEST_SENTENCE for sentence in text.reasons.values()):
        raise Refused(
            "too-long", _("A sentence takes at most {limit} characters.").format(limit=LONGEST_SENTENCE)
        )
