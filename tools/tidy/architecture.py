"""Reads the tables of ARCHITECTURE.md: who may include which module and which library."""

import fnmatch
import re
from typing import NamedTuple

_CODE = re.compile(r"`([^`]+)`")
# Headers of C++ itself have neither a slash nor a dot.
_STANDARD = re.compile(r"^[a-z_0-9]+$")


class Library(NamedTuple):
    name: str
    headers: list  # patterns
    modules: list  # empty: all


class Rules(NamedTuple):
    modules: dict  # name → what it may include: modules, or folders of modules
    libraries: list

    def refuse_own(self, module, header):
        """Why this module may not include "header", or None."""
        allowed = [module, *self.modules[module]]
        if any(header.startswith(name + "/") for name in allowed):
            return None
        return f'{module} may include {", ".join(self.modules[module])}, not "{header}"'

    def refuse_foreign(self, module, header):
        """Why this module may not include <header>, or None."""
        if _STANDARD.match(header):
            return None
        for library in self.libraries:
            if any(fnmatch.fnmatch(header, pattern) for pattern in library.headers):
                if not library.modules or module in library.modules:
                    return None
                return f"<{header}> ({library.name}) belongs to {', '.join(library.modules)}"
        return f"<{header}> is of no library in ARCHITECTURE.md's table"


def _rows(text, first_heading):
    """The cells of the table whose first column is headed `first_heading`."""
    rows = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == first_heading:
            inside = True
        elif inside and not set(cells[0]) <= set("-: "):
            rows.append(cells)
    return rows


def read(text):
    modules = {}
    for name, _, may_include in _rows(text, "module"):
        modules[_CODE.findall(name)[0]] = _CODE.findall(may_include)
    libraries = []
    for name, headers, used_in, _ in _rows(text, "library"):
        libraries.append(Library(name, _CODE.findall(headers), _CODE.findall(used_in)))
    return Rules(modules, libraries)
