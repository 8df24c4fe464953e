"""Holds the source to the rules of ARCHITECTURE.md that no compiler knows.

  tools/tidy/tidy.py [ROOT]    prints findings as path:line: rule: message; exits 1 if there are any

Sizes are bounded by the figures below. What was larger before its rule came may stand in
ratchet.txt, whose entries have to be lowered or removed as the code shrinks. What is banned in
general and right in one place stands in allowed.txt with its reason; an entry that is not used any
more is a finding.
"""

import fnmatch
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import architecture
import cpp_text

LINES_PER_FUNCTION = 70
LINES_PER_FILE = 600
COLUMNS = 100

RATCHET = "tools/tidy/ratchet.txt"
ALLOWED = "tools/tidy/allowed.txt"
CPP = (".h", ".cpp")
BOUNDED = CPP + (".py", ".sh", ".lua", ".cmake", ".sql")
BANNED_NAMES = {"util", "utils", "common", "helper", "helpers", "misc", "stuff", "manager"}

BANNED = {
    "clock": (r"\b(?:system|steady|high_resolution)_clock::now\b"
              r"|\b(?:clock_gettime|gettimeofday)\s*\(",
              "reads a clock; the present comes in as an argument (engine/ports/clock.h)"),
    "sleep": (r"\b(?:sleep|usleep|nanosleep|sleep_for|sleep_until)\s*\(",
              "sleeps; wait for the event itself"),
    "random": (r"\b(?:rand|srand)\s*\(|\bstd::random_device\b",
               "is not our randomness; use engine/ports/entropy.h"),
    "regex": (r"\bstd::regex\b|#include <regex>", "std::regex recurses on what it is given"),
    "throw": (r"\bthrow\b(?!\s*\()", "throws; return a Result (base/result.h)"),
    "shell": (r"(?<![\w.>:])(?:system|popen)\s*\(|\bstd::system\b", "starts a shell"),
    "using": (r"^\s*using namespace std;", "opens all of std"),
}
# What tests may include besides: the frameworks, the simulation, and the machine.
TEST_INCLUDES = r"(?:gtest|gmock|sim|sys|netinet|arpa)/|\w+\.h$"
PURE = {
    "core": r"#include <(?:thread|mutex|shared_mutex|condition_variable|future|fstream|iostream"
    r"|cstdio|filesystem|random)>",
}


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    message: str


class Size(NamedTuple):
    rule: str  # function, file or line
    subject: str  # path, or path:function
    line: int
    size: int
    limit: int


class Source(NamedTuple):
    path: str
    text: str

    @property
    def is_cpp(self):
        return self.path.endswith(CPP)

    @property
    def is_test(self):
        return re.search(r"_test[_.]|/test_|_fixture\.|/testing/", self.path) is not None

    @property
    def module(self):
        parts = self.path.split("/")
        return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def sizes(source):
    lines = source.text.splitlines()
    if source.path.endswith(BOUNDED):
        yield Size("file", source.path, 1, len(lines), LINES_PER_FILE)
        widest = max(range(len(lines)), key=lambda i: len(lines[i]), default=None)
        if widest is not None:
            yield Size("line", source.path, widest + 1, len(lines[widest]), COLUMNS)
    if source.is_cpp:
        for function in cpp_text.functions(source.text):
            yield Size("function", f"{source.path}:{function.name}", function.line, function.lines,
                       LINES_PER_FUNCTION)


def check_sizes(sources, ratchet):
    """`ratchet` maps (rule, subject) to the size that is allowed there."""
    largest = {}
    for source in sources:
        for size in sizes(source):
            key = (size.rule, size.subject)
            if key not in largest or size.size > largest[key].size:
                largest[key] = size
    for key, size in sorted(largest.items()):
        if size.size > ratchet.get(key, size.limit):
            message = f"{size.size}, and {size.limit} is the limit"
            yield Finding(size.subject, size.line, size.rule, message)
    for key, allowed in sorted(ratchet.items()):
        size = largest.get(key)
        if size is None or size.size <= size.limit:
            yield Finding(RATCHET, 0, key[0], f"{key[1]} is within the limit now: remove it")
        elif size.size < allowed:
            yield Finding(RATCHET, 0, key[0], f"{key[1]} has shrunk: lower it to {size.size}")


def check_header(source):
    if not source.path.endswith(".h"):
        return
    if "\n#pragma once\n" not in source.text:
        yield Finding(source.path, 1, "header", "has no #pragma once")
    if source.module and not source.text.startswith("// "):
        yield Finding(source.path, 1, "header", "does not open with what it is and who owns it")


def check_names(source):
    for part in source.path.split("/"):
        if part.split(".")[0].lower() in BANNED_NAMES:
            yield Finding(source.path, 0, "name", f"'{part}' says nothing about what is inside")


def check_unfinished(source):
    if source.path.startswith("tools/tidy/"):
        return
    for number, line in enumerate(source.text.splitlines(), 1):
        if re.search(r"\b(?:TODO|FIXME|XXX|HACK)\b", line):
            yield Finding(source.path, number, "unfinished", "finish it, or leave it out")


def check_banned(source):
    if not source.is_cpp:
        return
    for number, line in enumerate(cpp_text.blank(source.text).splitlines(), 1):
        for rule, (pattern, message) in BANNED.items():
            if re.search(pattern, line):
                yield Finding(source.path, number, rule, message)
        if source.module in PURE and not source.is_test and re.search(PURE[source.module], line):
            yield Finding(source.path, number, "pure", f"{source.module} has no I/O, no threads")


INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def check_includes(source, rules):
    """The module graph and the libraries are those of ARCHITECTURE.md."""
    if not source.module:
        return
    if source.module not in rules.modules:
        yield Finding(source.path, 0, "module", f"src/{source.module} is not in ARCHITECTURE.md")
        return
    for match in INCLUDE.finditer(source.text):
        line = source.text.count("\n", 0, match.start()) + 1
        if source.is_test and re.match(TEST_INCLUDES, match[1] or match[2]):
            problem = None
        elif match[1]:
            problem = rules.refuse_own(source.module, match[1])
        else:
            problem = rules.refuse_foreign(source.module, match[2])
        if problem:
            yield Finding(source.path, line, "module", problem)


def check_modules(sources, rules):
    standing = {source.module for source in sources if source.module and source.is_cpp}
    for name in sorted(set(rules.modules) - standing):
        message = f"the table lists src/{name}, which is not there"
        yield Finding("ARCHITECTURE.md", 0, "module", message)


def read_entries(path):
    """The lines of a list file as (number, words), without comments."""
    if not path.exists():
        return []
    lines = (line.split("#")[0].split() for line in path.read_text().splitlines())
    return [(number, words) for number, words in enumerate(lines, 1) if words]


def read_ratchet(path):
    return {(rule, subject): int(size) for _, (rule, subject, size) in read_entries(path)}


def apply_allowed(findings, path):
    """Drops what allowed.txt (rule, path pattern) allows; reports entries that allow nothing."""
    entries = {(rule, pattern): number for number, (rule, pattern) in read_entries(path)}
    used = set()
    for finding in findings:
        fitting = [(rule, pattern) for rule, pattern in entries
                   if rule == finding.rule and fnmatch.fnmatch(finding.path, pattern)]
        used.update(fitting)
        if not fitting:
            yield finding
    for entry in sorted(set(entries) - used):
        yield Finding(ALLOWED, entries[entry], entry[0], f"{entry[1]} is not used any more")


def list_files(root):
    listed = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False,
    )
    if listed.returncode == 0:
        paths = [root / name for name in listed.stdout.decode().split("\0") if name]
    else:  # a release archive
        paths = [path for path in root.rglob("*") if "build" not in path.parts]
    return sorted(path for path in paths if path.is_file())


def read_sources(root):
    for path in list_files(root):
        try:
            yield Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # a binary: only its name could be wrong


def check(root):
    sources = list(read_sources(root))
    rules = architecture.read((root / "ARCHITECTURE.md").read_text())
    findings = []
    for source in sources:
        if source.path.startswith(("src/", "tests/", "bench/", "tools/", "scripts/", "cmake/")):
            for rule in (check_header, check_names, check_unfinished, check_banned):
                findings.extend(rule(source))
            findings.extend(check_includes(source, rules))
    findings.extend(check_modules(sources, rules))
    findings.extend(check_sizes(sources, read_ratchet(root / RATCHET)))
    return list(apply_allowed(findings, root / ALLOWED))


def main(arguments):
    root = Path(arguments[0] if arguments else Path(__file__).parents[2]).resolve()
    findings = check(root)
    for finding in findings:
        print(f"{finding.path}:{finding.line}: {finding.rule}: {finding.message}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
