"""Pages of the archive: the volumes of a case, and a batch's list."""
