"""Tests of the tidy test: each rule finds what it is there for, and nothing else."""

import unittest
from pathlib import Path

import architecture
import cpp_text
import tidy

TABLES = """
| module | what it is | may include |
|---|---|---|
| `base` | words | |
| `engine` | parts | `base` |
| `store` | rows | `engine/ports`, `base` |

| library | headers | in | why |
|---|---|---|---|
| SQLite | `sqlite3.h` | `store` | small |
| fmt | `fmt/*` | | none else |
"""


def source(text, path="src/store/x.cpp"):
    return tidy.Source(path, text)


def rules_of(findings):
    return [finding.rule for finding in findings]


class Functions(unittest.TestCase):
    CASES = [
        ("plain", "int f(int a) {\n  return a;\n}\n", [("f", 1, 3)]),
        ("const", "int C::f() const noexcept {\n}\n", [("C::f", 1, 2)]),
        ("trailing type", "auto f() -> std::vector<int> {\n}\n", [("f", 1, 2)]),
        ("in a class", "class A {\n public:\n  int f() {\n  }\n};\n", [("f", 3, 2)]),
        ("template", "template <class T = int>\nvoid f(T t) {\n\n}\n", [("f", 2, 3)]),
        ("initialisers", "A::A(int b)\n    : a_{b}, c_(b) {\n}\n", [("A::A", 2, 2)]),
        ("last initialiser in braces", "A::A(int b) : a_(b), c_{b} {\n}\n", [("A::A", 1, 2)]),
        ("operator", "bool operator==(A a, A b) {\n}\n", [("operator==", 1, 2)]),
        ("test", "TEST(A, B) {\n  f();\n}\n", [("TEST", 1, 3)]),
        ("table", "constexpr int kTable[] = {\n  1,\n};\n", []),
        ("table of calls", "const auto kTable = std::to_array<int>({\n  {1},\n});\n", []),
        ("type", "struct A final : B<int> {\n  int a = f();\n};\nenum class E { a, b };\n", []),
        ("namespace", "namespace a::b {\nint f() {\n}\n}\n", [("f", 2, 2)]),
        ("lambda inside", "int f() {\n  auto g = [] {\n  };\n}\n", [("f", 1, 4)]),
        ("braces in text", 'int f() {\n  g("}{{", \'{\');  // {\n}\nint h() {\n}\n',
         [("f", 1, 3), ("h", 4, 2)]),
        ("raw text", 'auto k = R"sql({\n{\n)sql";\nint h() {\n}\n', [("h", 4, 2)]),
        ("directives", "#define M(x) \\\n  {\nint h() {\n}\n", [("h", 3, 2)]),
        ("two", "int f() {}\nint g() {\n}\n", [("f", 1, 1), ("g", 2, 2)]),
        ("default argument", "int f(A a = {}) {\n}\n", [("f", 1, 2)]),
    ]

    def test_finds_them(self):
        for label, text, expected in self.CASES:
            with self.subTest(label):
                self.assertEqual([tuple(found) for found in cpp_text.functions(text)], expected)


class Sizes(unittest.TestCase):
    def check(self, text, ratchet=None):
        return rules_of(tidy.check_sizes([source(text)], ratchet or {}))

    def test_function(self):
        body = "  a();\n"
        self.assertEqual(self.check("int f() {\n" + body * 68 + "}\n"), [])
        self.assertEqual(self.check("int f() {\n" + body * 69 + "}\n"), ["function"])

    def test_file_and_line(self):
        self.assertEqual(self.check("int a;\n" * 600), [])
        self.assertEqual(self.check("int a;\n" * 601), ["file"])
        self.assertEqual(self.check("x" * 100), [])
        self.assertEqual(self.check("ä" * 101), ["line"])

    def test_ratchet_only_shrinks(self):
        key = ("file", "src/store/x.cpp")
        self.assertEqual(self.check("int a;\n" * 700, {key: 700}), [])
        self.assertEqual(self.check("int a;\n" * 701, {key: 700}), ["file"])
        self.assertEqual(self.check("int a;\n" * 699, {key: 700}), ["file"])
        self.assertEqual(self.check("int a;\n" * 600, {key: 700}), ["file"])


class Banned(unittest.TestCase):
    CASES = [
        ("std::chrono::system_clock::now();", ["clock"]),
        ("steady_clock::time_point t;", []),
        ("std::this_thread::sleep_for(1s);", ["sleep"]),
        ("asleep(1);", []),
        ("int n = rand();", ["random"]),
        ("std::regex r;", ["regex"]),
        ("throw std::bad_alloc();", ["throw"]),
        ("// throw it away, then sleep(1)", []),
        ('log("sleep(1)");', []),
        ("system(text);", ["shell"]),
        ("context.system(text);", []),
    ]

    def test_calls(self):
        for text, expected in self.CASES:
            with self.subTest(text):
                self.assertEqual(rules_of(tidy.check_banned(source(text))), expected)

    def test_core_is_pure(self):
        text = "#include <thread>\n"
        self.assertEqual(rules_of(tidy.check_banned(source(text, "src/core/x.cpp"))), ["pure"])
        self.assertEqual(rules_of(tidy.check_banned(source(text, "src/net/x.cpp"))), [])

    def test_allowed(self):
        here = Path(__file__).with_name("tidy_test_allowed.txt")
        here.write_text("clock src/net/*  # time limits\nsleep src/net/*\n")
        self.addCleanup(here.unlink)
        findings = [
            tidy.Finding("src/net/a.cpp", 1, "clock", ""),
            tidy.Finding("src/core/a.cpp", 1, "clock", ""),
        ]
        left = list(tidy.apply_allowed(findings, here))
        self.assertEqual([(f.path, f.rule) for f in left],
                         [("src/core/a.cpp", "clock"), (tidy.ALLOWED, "sleep")])


class Modules(unittest.TestCase):
    RULES = architecture.read(TABLES)
    CASES = [
        ('#include "base/result.h"', True),
        ('#include "store/open.h"', True),
        ('#include "engine/ports/store.h"', True),
        ('#include "engine/ledger.h"', False),
        ('#include "net/http.h"', False),
        ("#include <sqlite3.h>", True),
        ("#include <fmt/format.h>", True),
        ("#include <vector>", True),
        ("#include <nlohmann/json.hpp>", False),
    ]

    def test_includes(self):
        for text, fine in self.CASES:
            with self.subTest(text):
                findings = list(tidy.check_includes(source(text + "\n"), self.RULES))
                self.assertEqual(findings == [], fine, findings)

    def test_foreign_library_of_another_module(self):
        text = source("#include <sqlite3.h>\n", "src/base/x.cpp")
        self.assertEqual(rules_of(tidy.check_includes(text, self.RULES)), ["module"])

    def test_table_and_folders_agree(self):
        sources = [source("", f"src/{name}/a.h") for name in ("base", "store", "new")]
        self.assertEqual([f.message for f in tidy.check_modules(sources, self.RULES)],
                         ["the table lists src/engine, which is not there"])
        self.assertEqual(rules_of(tidy.check_includes(sources[2], self.RULES)), ["module"])


class Text(unittest.TestCase):
    def test_headers(self):
        fine = "// What it is.\n#pragma once\n\nint a;\n"
        self.assertEqual(rules_of(tidy.check_header(source(fine, "src/net/a.h"))), [])
        self.assertEqual(rules_of(tidy.check_header(source("#pragma once\n", "src/net/a.h"))),
                         ["header", "header"])

    def test_names(self):
        self.assertEqual(rules_of(tidy.check_names(source("", "src/net/utils.h"))), ["name"])
        self.assertEqual(rules_of(tidy.check_names(source("", "src/helpers/a.h"))), ["name"])
        self.assertEqual(rules_of(tidy.check_names(source("", "src/net/a.h"))), [])

    def test_unfinished(self):
        self.assertEqual(rules_of(tidy.check_unfinished(source("// TODO: more\n"))), ["unfinished"])


if __name__ == "__main__":
    unittest.main()
