"""What a finished trial leaves behind: lessons for the guide, a library of cases, proposed rules (6.1)."""
