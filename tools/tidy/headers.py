"""Proves that every header compiles alone.

  tools/tidy/headers.py BUILD_FOLDER

A header that is the first include of a compiled file is proved already. Each other one gets a file
that includes nothing else, compiled with the flags of its module; ccache makes repetition cheap.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tidy

DROPPED_WITH_VALUE = {"-o", "-c", "-MF", "-MT", "-MQ"}
DROPPED = {"-MD", "-MMD"}


def flags_of(command):
    """The compiler and its flags, without the file and the outputs."""
    words = iter(shlex.split(command))
    kept = []
    for word in words:
        if word in DROPPED_WITH_VALUE:
            next(words)
        elif word not in DROPPED and not word.endswith(".cpp"):
            kept.append(word)
    return kept


def first_include(path):
    match = tidy.INCLUDE.search(path.read_text())
    return match[1] if match else None


def read_commands(build, root):
    """The compile commands of our own files, by path."""
    commands = json.loads((build / "compile_commands.json").read_text())
    ours = {Path(command["file"]): command["command"] for command in commands}
    return {path: text for path, text in ours.items() if path.is_relative_to(root / "src")}


def header_flags(header, commands, root):
    """The flags of a neighbour of the header: the closest compiled file of its module."""
    module = root / "src" / header.relative_to(root / "src").parts[0]
    neighbours = [path for path in commands if path.is_relative_to(module)]
    if not neighbours:
        return None
    own = [path for path in neighbours if "_test" in path.name or "_test" not in header.name]
    return flags_of(commands[min(own or neighbours, key=lambda path: len(path.parts))])


def compile_alone(header, flags, build, root):
    name = header.relative_to(root / "src").as_posix()
    file = build / "headers" / (name.replace("/", "_") + ".cpp")
    text = f'#include "{name}"\n'
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
    launcher = [] if "ccache" in flags[0] or not shutil.which("ccache") else ["ccache"]
    command = [*launcher, *flags, "-O0", "-g0", "-c", str(file), "-o", str(file.with_suffix(".o"))]
    result = subprocess.run(command, cwd=build, capture_output=True, text=True, check=False)
    return name, result


def main(arguments):
    root = Path(__file__).resolve().parents[2]
    build = Path(arguments[0]).resolve()
    commands = read_commands(build, root)
    proved = {first_include(path) for path in commands}
    headers = [path for path in tidy.list_files(root / "src") if path.suffix == ".h"]
    headers = [path for path in headers if path.relative_to(root / "src").as_posix() not in proved]
    work = [(header, header_flags(header, commands, root)) for header in headers]
    work = [(header, flags) for header, flags in work if flags]

    (build / "headers").mkdir(exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda item: compile_alone(*item, build, root), work))
    failed = [(name, result) for name, result in results if result.returncode]
    for name, result in failed:
        print(f"{name} does not compile alone:\n{result.stderr}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
