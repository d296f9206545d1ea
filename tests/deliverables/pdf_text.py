"""Text of a PDF page in reading order, from the fonts' own Unicode tables; enough for what typst writes."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf


def _unicode_table(font: pikepdf.Object) -> dict[int, str]:
    text = font.ToUnicode.read_bytes().decode("latin-1")
    table: dict[int, str] = {}

    def decoded(digits: str) -> str:
        return bytes.fromhex(digits).decode("utf-16-be")

    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[int(code, 16)] = decoded(target)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                table[code] = chr(ord(decoded(target)) + step)
    return table


def pdf_text(content: bytes) -> str:
    """All shown text, without any space: lines break where the layout wants."""
    pieces: list[str] = []
    with pikepdf.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            fonts = {name: _unicode_table(font) for name, font in page.Resources.get("/Font", {}).items()}
            table: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    table = fonts[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for item in shown:
                        if isinstance(item, pikepdf.String):
                            raw = bytes(item)
                            codes = (int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2))
                            pieces += [table.get(code, "") for code in codes]
    return re.sub(r"\s", "", "".join(pieces))
