"""Just enough C++ to measure it: text without comments and strings, and where functions are.

No preprocessor and no parser. It relies on what clang-format guarantees about our layout and on
what the compiler has accepted; on other code it may be wrong, but never fails.
"""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"
      | "(?:\\.|[^"\\\n])*"
      | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'
    """,
    re.VERBOSE | re.DOTALL,
)


def blank(text):
    """The text with comments and strings emptied; every line keeps its number."""

    def empty(match):
        lines = "\n" * match[0].count("\n")
        return lines or " " if match[0].startswith(("//", "/*")) else f'"{lines}"'

    return _TOKEN.sub(empty, text)


_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)


class Function(NamedTuple):
    name: str
    line: int  # where its body opens
    lines: int  # from the opening to the closing brace, both included


_TYPE_HEAD = re.compile(r"\b(class|struct|union|enum|namespace)\b|\bextern\s*\"")
_TEMPLATE = re.compile(r"^\s*template\s*<")
_MEMBER_INIT = re.compile(r"\)[^;{}]*?(?<!:):(?!:)\s*[\w:<>,\s]", re.DOTALL)
_NAME = re.compile(r"(operator\s*(?:\(\)|\[\]|[^\s\w(]+|\w+)|~?[\w:]+)\s*\(")


def _without_template(head):
    match = _TEMPLATE.match(head)
    if not match:
        return head
    depth = 0
    for index in range(match.end() - 1, len(head)):
        depth += (head[index] == "<") - (head[index] == ">" and head[index - 1] != "-")
        if depth == 0:
            return _without_template(head[index + 1 :])
    return head


def _kind(head):
    """What the brace after `head` opens, outside of functions: scope, function or value."""
    head = _without_template(head).strip()
    outside = re.sub(r"\([^()]*\)", "", head)
    is_type = re.match(r"(?:class|struct|union|enum)\b[^=]*$", outside) and not head.endswith(")")
    if "(" not in head or is_type:
        return "scope" if _TYPE_HEAD.search(head) else "value"
    if head.endswith(("=", ",", "(", "return")):
        return "value"
    if re.search(r"(?<![=!<>])=(?!=)", outside) and "operator" not in head:
        return "value"
    if _MEMBER_INIT.search(head) and re.search(r"[\w>]$", head):
        return "value"  # a_{…} among a constructor's initialisers
    return "function"


def functions(text):
    """Every function definition with a body, in order. Lambdas belong to what contains them."""
    text = _DIRECTIVE.sub(lambda directive: "\n" * directive[0].count("\n"), blank(text))
    found = []
    stack = []  # (kind, name, line)
    head_start = 0
    line = 1
    inside = 0  # function or value bodies that are open
    parens = 0
    for index, char in enumerate(text):
        if char == "\n":
            line += 1
        elif inside:
            if char == "{":
                inside += 1
            elif char == "}":
                inside -= 1
                if inside == 0:
                    kind, name, opened = stack.pop()
                    if kind == "function":
                        found.append(Function(name, opened, line - opened + 1))
                        head_start = index + 1
        elif char in "()":
            parens += 1 if char == "(" else -1
        elif char == "{":
            head = text[head_start:index]
            kind = "value" if parens else _kind(head)
            if kind == "scope":
                stack.append((kind, "", line))
                head_start = index + 1
            else:
                name = _NAME.search(_without_template(head))
                stack.append((kind, name[1] if name else "?", line))
                inside = 1
        elif char == "}":
            if stack:
                stack.pop()
            head_start = index + 1
        elif char == ";" and not parens:
            head_start = index + 1
        elif char == ":" and re.search(r"\b(public|private|protected)\s*$", text[head_start:index]):
            head_start = index + 1
    return found
