"""A filing as a folder: taken in, and written out."""
