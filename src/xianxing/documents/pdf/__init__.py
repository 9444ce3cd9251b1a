"""Reading PDF: text by pdfium, paragraphs rebuilt from lines, what can't be seen apart, scans left to OCR."""
