"""Forms that come back filled in: read cell by cell, by tags where they survived, else by labels."""

from xianxing.documents.forms_back.matching import FormBack, RowBack, match_form
from xianxing.documents.forms_back.raw import RawForm
from xianxing.documents.forms_back.values import spelled

__all__ = ["FormBack", "RawForm", "RowBack", "match_form", "spelled"]
