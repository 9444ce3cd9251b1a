"""Tools for the supervisor's desk (guide 3.3.2, 3.3.5): pure packages over tables, on dated rule packs.

Every verdict names its rule, the pack in force on the day it looks at and the rows it rests on; what data
can't decide goes to a person. No Django and no database; the command line and the pages only call them.
"""
