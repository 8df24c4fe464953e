"""Tests of summary.py on what the frameworks really print."""

import unittest

import summary


class CountCases(unittest.TestCase):
    CASES = [
        ("one program without cases", True, "", (1, 0)),
        ("gtest, all well", True, "[  PASSED  ] 57 tests.\n", (57, 0)),
        ("gtest, single", True, "[  PASSED  ] 1 test.\n", (1, 0)),
        (
            "gtest, two of them broken",
            False,
            "[  FAILED  ] A.bad (0 ms)\n[  FAILED  ] I/P.x/1, where GetParam() = 2 (3 ms)\n"
            "[  PASSED  ] 55 tests.\n[  FAILED  ] 2 tests, listed below:\n[  FAILED  ] A.bad\n",
            (55, 2),
        ),
        ("a crash leaves no report", False, "Segmentation fault\n", (0, 1)),
        ("a crash after a first report", False, "[  PASSED  ] 3 tests.\nboom\n", (3, 1)),
        ("unittest, all well", True, "..\nRan 12 tests in 0.001s\n\nOK\n", (12, 0)),
        (
            "unittest, broken",
            False,
            "Ran 12 tests in 0.001s\n\nFAILED (failures=2, errors=1)\n",
            (9, 3),
        ),
    ]

    def test_cases(self):
        for label, succeeded, output, expected in self.CASES:
            with self.subTest(label):
                self.assertEqual(summary.count_cases(succeeded, output), expected)


if __name__ == "__main__":
    unittest.main()
