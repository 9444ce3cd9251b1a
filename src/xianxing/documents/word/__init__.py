"""Reading .docx: what a reader of the printed page sees, in order, with its notes; the rest named as
hidden.
"""
