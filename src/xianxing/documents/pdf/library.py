"""pdfium, started with a font for Chinese text whose file embeds none, so that no machine shows it blank.

Import `pdfium` and `raw` from here only. The fonts of the machine are found as well.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

import manimgx_fonts_cjk
import pypdfium2 as pdfium
import pypdfium2.raw as raw

__all__ = ["pdfium", "raw"]

_MACHINE = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")


def font_folders() -> list[str]:
    """Where fonts are looked for: the product's own folder first, then those of common systems."""
    return [str(Path(manimgx_fonts_cjk.__file__).parent), *_MACHINE]


def _start_with_fonts() -> None:
    folders = font_folders()
    paths = (ctypes.c_char_p * (len(folders) + 1))(*(folder.encode() for folder in folders), None)
    config = raw.FPDF_LIBRARY_CONFIG(
        version=2,
        m_pUserFontPaths=ctypes.cast(paths, ctypes.POINTER(ctypes.POINTER(ctypes.c_char))),
        m_pIsolate=None,
        m_v8EmbedderSlot=0,
    )
    raw.FPDF_DestroyLibrary()  # pypdfium2 has started it without fonts of ours
    raw.FPDF_InitLibraryWithConfig(config)


_start_with_fonts()
