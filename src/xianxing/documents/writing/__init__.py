"""Writing documents from a guide's data: Word forms, blank or filled, and a blank filing.toml."""

from xianxing.documents.writing.filing_toml import blank_filing
from xianxing.documents.writing.filling import Filling
from xianxing.documents.writing.forms import FORMS, Form, write_form_docx, write_forms
from xianxing.documents.writing.printed_text import PrintedText, TextPart, write_text_docx
from xianxing.documents.writing.stamp import Stamp, blank_stamp, find_stamp
from xianxing.documents.writing.value_text import shown

__all__ = [
    "FORMS", "Filling", "Form", "PrintedText", "Stamp", "TextPart", "blank_filing", "blank_stamp",
    "find_stamp", "shown", "write_form_docx", "write_forms", "write_text_docx",
]  # fmt: skip
