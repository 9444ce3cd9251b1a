"""Writing documents from a guide's data: blank Word forms and a blank filing.toml."""

from xianxing.documents.writing.filing_toml import blank_filing
from xianxing.documents.writing.forms import FORMS, Form, write_form_docx, write_forms

__all__ = ["FORMS", "Form", "blank_filing", "write_form_docx", "write_forms"]
