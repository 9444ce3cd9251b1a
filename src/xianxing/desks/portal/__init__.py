"""The applicants' pages: from an empty form to a receipt, and what happens after it."""
