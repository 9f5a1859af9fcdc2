"""Several JavaScript modules as one, without a build step.

A component takes a single module, which its browser cannot let import others from here. So each
becomes a function that is called at once and returns what it exports; what it imports is there
already, since the modules it names stand before it.
"""

import re
from collections.abc import Iterable
from pathlib import Path

_IMPORT = re.compile(r'^import [^"]*"[^"]+"\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
_EXPORT_WORD = re.compile(r"^export (?!default)", re.MULTILINE)


def script(modules: Iterable[Path]) -> str:
    """Return modules as one, each after those that it imports; the last has the default export."""
    return "\n".join(_enclosed(path.read_text(encoding="utf-8")) for path in modules)


def _enclosed(text: str) -> str:
    body = _IMPORT.sub("", text)
    exported = ", ".join(_EXPORT.findall(body))
    if not exported:
        return body
    return (
        f"const {{ {exported} }} = (() => {{\n{_EXPORT_WORD.sub('', body)}"
        f"return {{ {exported} }}\n}})()\n"
    )
