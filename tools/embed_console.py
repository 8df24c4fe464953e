"""Writes the C++ source that holds the console's files: embed_console.py DIST OUTPUT.cpp

Beside each file of DIST that compresses well stand its .gz and .br forms; they become members of
the same row and no rows of their own. The source is rewritten only when something changed.
"""

import hashlib
import sys
from pathlib import Path

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
PACKED = (".gz", ".br")


def arrays(files):
    """The definition of each file's bytes, and how to name them."""
    text, names = [], {}
    for number, path in enumerate(files):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        text.append(f"// {digest}\nconstexpr unsigned char kBytes{number}[] = {{\n"
                    f'#embed "{path}"\n}};\n')
        names[path] = f"bytes(kBytes{number})"
    return "".join(text), names


def row(dist, path, names):
    if path.suffix not in TYPES:
        raise SystemExit(f"{path}: no content type is known for {path.suffix or 'it'}")
    etag = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    packed = [names.get(path.with_name(path.name + suffix), '""') for suffix in PACKED]
    return (f'    {{"/{path.relative_to(dist).as_posix()}", "{TYPES[path.suffix]}", "{etag}", '
            f"{names[path]}, {packed[0]}, {packed[1]}}},\n")


def source(dist):
    files = sorted(path for path in dist.rglob("*")
                   if path.is_file() and not path.name.startswith("."))
    definitions, names = arrays(files)
    plain = sorted((path for path in files if path.suffix not in PACKED),
                   key=lambda path: "/" + path.relative_to(dist).as_posix())
    rows = "".join(row(dist, path, names) for path in plain)
    helper = ("template <std::size_t size>\n"
              "std::string_view bytes(const unsigned char (&array)[size]) {\n"
              "  return {reinterpret_cast<const char*>(array), size};\n}\n\n") if plain else ""
    return ('#include "api/console/files.h"\n\n#include <array>\n#include <cstddef>\n\n'
            "namespace muster::api {\nnamespace {\n\n"
            f"{definitions}\n{helper}}}  // namespace\n\n"
            "std::span<const ConsoleFile> console_files() {\n"
            f"  static const std::array<ConsoleFile, {len(plain)}> files{{{{\n{rows}  }}}};\n"
            "  return files;\n}\n\n}  // namespace muster::api\n")


def main():
    dist, output = Path(sys.argv[1]), Path(sys.argv[2])
    text = source(dist)
    output.parent.mkdir(parents=True, exist_ok=True)
    if not output.exists() or output.read_text() != text:
        output.write_text(text)
    else:
        output.touch()


if __name__ == "__main__":
    main()
