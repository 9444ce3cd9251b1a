"""How much a file may cost: bytes, entries, pages, seconds, memory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024


class OcrMode(StrEnum):
    """Whether pages without text are read by OCR (when the extra is installed) or left unread."""

    AUTO = "auto"
    NEVER = "never"


@dataclass(frozen=True)
class Limits:
    """Bounds for reading one file or unpacking one filing.

    These are the product's own safety bounds, not the guide's: no clause limits the size of a file. Memory
    and processor bounds hold where the system has resource limits (not on Windows, where only the wall clock
    bounds the reader).
    """

    file_bytes: int = 100 * MEGABYTE
    archive_entries: int = 2000
    unpacked_bytes: int = 200 * MEGABYTE
    part_bytes: int = 32 * MEGABYTE  # one XML part of an office file
    ratio: int = 100  # unpacked to packed, judged for entries above ratio_floor
    ratio_floor: int = MEGABYTE
    characters: int = 2_000_000  # visible text kept of one file
    blocks: int = 50_000
    pages: int = 400
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    memory_bytes: int = 1024 * MEGABYTE
    image_pixels: int = 60_000_000
    shown_side: int = 1800  # pixels of a page drawn for looking at
    ocr_pages: int = 40
    ocr_seconds: float = 300.0
    picture_pages: int = 20  # pictures within one file that are read by OCR
    picture_seconds: float = 60.0
    ocr_memory_bytes: int = 4096 * MEGABYTE
    filing_files: int = 200
    filing_bytes: int = 500 * MEGABYTE
