"""Reads CTest's JUnit reports, prints what failed and how, and ends with `N passed, N failed`.

A CTest test is a program; what is counted are the cases inside it, as GoogleTest, unittest,
Node's test runner and Vitest report them. A program that reports no cases counts as one, and so
does one that dies without.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

GTEST_PASSED = re.compile(r"^\[  PASSED  \] (\d+) tests?\.", re.MULTILINE)
GTEST_FAILED = re.compile(r"^\[  FAILED  \] .* \(\d+ ms\)$", re.MULTILINE)
GTEST_SKIPPED = re.compile(r"^\[  SKIPPED \] (\d+) tests?\b", re.MULTILINE)
UNITTEST_RAN = re.compile(r"^Ran (\d+) tests? in ", re.MULTILINE)
UNITTEST_FAILED = re.compile(r"^FAILED \((.*)\)$", re.MULTILINE)

NODE_PASSED = re.compile(r"^(?:#|ℹ) pass (\d+)$", re.MULTILINE)
NODE_FAILED = re.compile(r"^(?:#|ℹ) fail (\d+)$", re.MULTILINE)
VITEST_PASSED = re.compile(r"^\s*Tests .*?(\d+) passed", re.MULTILINE)

UNITTEST_BROKEN = re.compile(r"(?:failures|errors)=(\d+)")


def sum_of(pattern, text):
    return sum(int(number) for number in pattern.findall(text))


def count_cases(succeeded, output):
    """(passed, failed) cases of one program; a failed program has at least one failed case."""
    passed = sum_of(GTEST_PASSED, output)
    failed = len(GTEST_FAILED.findall(output))
    passed += sum_of(NODE_PASSED, output) + sum_of(VITEST_PASSED, output)
    failed += sum_of(NODE_FAILED, output)
    ran = sum_of(UNITTEST_RAN, output)
    if ran:
        outcome = UNITTEST_FAILED.search(output)
        broken = sum_of(UNITTEST_BROKEN, outcome[1]) if outcome else 0
        passed += ran - broken
        failed += broken
    if succeeded:
        return max(passed, 1), failed
    return passed, max(failed, 1)


def read_report(path):
    """Yields (name, succeeded, output) for each program of a report."""
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        output = case.findtext("system-out") or ""
        yield case.get("name"), case.get("status") == "run", output


def main(paths):
    passed = failed = skipped = 0
    for path in paths:
        try:
            programs = list(read_report(path))
        except (OSError, ElementTree.ParseError) as error:
            print(f"no report of the tests: {error}")
            programs = []
        if not programs:
            print(f"no test ran: {path}")
            failed += 1
        for name, succeeded, output in programs:
            cases = count_cases(succeeded, output)
            passed += cases[0]
            failed += cases[1]
            skipped += sum_of(GTEST_SKIPPED, output)
            if not succeeded:
                print(f"--- {name}\n{output.rstrip()}\n")
    if skipped:
        print(f"{skipped} skipped")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
