"""Reading the files of a filing defensively, counting 字, and writing blank forms.

`read_document` and `read_documents` (in `reading`) turn a file into a `Document`; `count_zi` (in
`counting`) is the one counter of 字; `unpack_filing` (in `filing`) opens a zipped filing; `writing` makes
Word forms. Nothing here judges a filing: what a problem or a count means for a clause is the checker's
business.
"""
