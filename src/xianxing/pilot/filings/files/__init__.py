"""The files of a filing: brought, kept within limits, read, looked at."""
