"""What is wrong with a file, in words for people instead of the reader's codes."""

from __future__ import annotations

from collections.abc import Iterable

from xianxing.law import Text

WORDS = {
    "not-found": Text("文件不存在或者无法打开", "not there, or can't be opened"),
    "empty-file": Text("空文件", "an empty file"),
    "too-large": Text("文件过大", "too large"),
    "too-slow": Text("读取超时", "reading took too long"),
    "worker-crashed": Text("读取时出错", "reading it failed"),
    "encrypted": Text("文件已加密或者设有密码", "protected by a password"),
    "damaged": Text("文件损坏或者不完整", "damaged or cut off"),
    "mistyped": Text("实际类型与扩展名不符", "not of the type that its name says"),
    "unsupported-type": Text("不支持的文件类型", "a type that isn't read"),
    "legacy-office": Text(
        "2007年以前的旧格式，请另存为新格式", "of the format before 2007; save it in the new one"
    ),
    "zip-bomb": Text("解压后过大", "unpacks to far too much"),
    "too-many-entries": Text("内含条目过多", "too many entries"),
    "overlapping-entries": Text("压缩结构异常", "entries that overlap"),
    "external-entity": Text("内含外部实体声明", "declares external entities"),
    "unsafe-name": Text("条目路径指向文件夹之外或者名称不合规", "names that point outside the folder"),
    "duplicate-name": Text("条目重名", "two entries of one name"),
    "symlink": Text("含符号链接", "a symbolic link"),
    "nested-archive": Text("内含压缩包", "an archive within"),
    "control-characters-in-name": Text("名称含控制字符", "control characters in a name"),
    "white": Text("与底色相同或者相近", "of the colour of its ground"),
    "tiny": Text("字号过小", "too small to read"),
    "vanish": Text("设为隐藏", "set to be hidden"),
    "zero_width": Text("零宽字符", "zero-width characters"),
    "bidi": Text("改变文字方向的字符", "characters that turn the direction"),
    "off_page": Text("位于页面之外", "off the page"),
    "covered": Text("被图形遮盖", "covered"),
    "transparent": Text("透明", "transparent"),
    "hidden_slide": Text("在隐藏的幻灯片中", "on a hidden slide"),
    "hidden_sheet": Text("在隐藏的工作表中", "on a hidden sheet"),
    "hidden_row": Text("在隐藏的行或者列中", "in a hidden row or column"),
}


def said(*codes: str) -> Text:
    """The words for some codes, each once and in order; a code that no words are known for stays itself."""
    return _joined(WORDS.get(code, Text(code, code)) for code in dict.fromkeys(codes))


def _joined(texts: Iterable[Text]) -> Text:
    kept = list(texts)
    return Text("、".join(text.zh for text in kept), ", ".join(text.en for text in kept))
