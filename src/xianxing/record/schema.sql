-- The record in SQLite. Rows are added and never changed; a payload goes only after a recorded erasure.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE event (
  place INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  skeleton BLOB NOT NULL,
  blind BLOB NOT NULL CHECK (length(blind) = 32),
  hashes BLOB NOT NULL,
  erases INTEGER CHECK (erases < sequence),
  seal BLOB NOT NULL DEFAULT x'',
  UNIQUE (case_id, sequence)
);

CREATE TABLE payload (place INTEGER PRIMARY KEY REFERENCES event, salt BLOB NOT NULL, body BLOB NOT NULL);

CREATE TABLE head (number INTEGER PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL);

CREATE TRIGGER meta_update BEFORE UPDATE ON meta
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER meta_delete BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER event_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER event_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER head_update BEFORE UPDATE ON head
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER head_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER payload_update BEFORE UPDATE ON payload
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER payload_delete BEFORE DELETE ON payload WHEN NOT EXISTS (
  SELECT 1 FROM event AS erased
  JOIN event AS erasing ON erasing.case_id = erased.case_id AND erasing.erases = erased.sequence
  WHERE erased.place = old.place
)
BEGIN SELECT RAISE(ABORT, 'a payload goes only after a recorded erasure'); END;

-- INSERT OR REPLACE removes the row in its way without asking the triggers on removal; and what was erased does
-- not come back.
CREATE TRIGGER meta_replace BEFORE INSERT ON meta WHEN EXISTS (SELECT 1 FROM meta WHERE name = new.name)
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER event_replace BEFORE INSERT ON event WHEN EXISTS (
  SELECT 1 FROM event WHERE place = new.place OR (case_id = new.case_id AND sequence = new.sequence)
)
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER head_replace BEFORE INSERT ON head WHEN EXISTS (SELECT 1 FROM head WHERE number = new.number)
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER payload_replace BEFORE INSERT ON payload WHEN EXISTS (
  SELECT 1 FROM payload WHERE place = new.place
) OR EXISTS (
  SELECT 1 FROM event AS erased
  JOIN event AS erasing ON erasing.case_id = erased.case_id AND erasing.erases = erased.sequence
  WHERE erased.place = new.place
)
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
