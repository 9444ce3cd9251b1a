"""The adversary's suite: each attack that `docs/security.md` claims to hold against, tried with real parts.

One module an aim; a test's name is the claim. Attacks on bytes and processes need no database; those on rows
run on both databases (they are marked `both_databases`). No test asks how fast the
machine is: limits are asked by what was refused and in which order things ended, never by seconds.

* `bombs.py` makes the bytes; `test_forms.py`, `test_archives.py`, `test_documents.py` and `test_comparing.py`
  hand them in;
* `test_processes.py`: the limited processes themselves; `test_visitors.py`: many at once;
* `test_words.py`: what is typed; `test_entrance.py`: log-in, secrets, port; `test_stopping.py`: the worker;
* `test_inserted_act.py`, `test_every_column.py`, `test_swapped_files.py`, `test_replaced_triggers.py` and
  `test_spoilt_dossier.py`: the record, with SQL and with files;
* `test_rooms.py`: no parser is within reach of the server's own rooms.
"""
