"""Every case is rendered by our engine and by Python's Jinja2; both must print the same, or both must refuse.

The binary is found through HURTROCK_TEMPLATE_RENDER; `template_cases.py` next to this file holds the corpus.
"""

import json
import os
import random
import subprocess

import jinja2
import jinja2.sandbox
import pytest

from template_cases import CASES, CONTEXT

SEED = 20240607
RANDOM_EXPRESSIONS = 3000


class Ours:
    def __init__(self):
        binary = os.environ.get("HURTROCK_TEMPLATE_RENDER")
        if not binary:
            pytest.skip("HURTROCK_TEMPLATE_RENDER names no binary")
        self.process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def render(self, templates, options):
        request = {"templates": templates, "name": "main", "context": CONTEXT, "options": options}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the engine died on {templates!r}"
        return json.loads(line)


@pytest.fixture(scope="module")
def ours():
    engine = Ours()
    yield engine
    engine.process.stdin.close()
    engine.process.wait(timeout=10)


def jinja(templates, options):
    environment = jinja2.sandbox.SandboxedEnvironment(
        loader=jinja2.DictLoader(templates),
        autoescape=options.get("autoescape", True),
        trim_blocks=options.get("trim_blocks", False),
        lstrip_blocks=options.get("lstrip_blocks", False),
        keep_trailing_newline=options.get("keep_trailing_newline", False),
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)
    context = json.loads(json.dumps(CONTEXT))
    try:
        return {"output": environment.get_template("main").render(context)}
    except Exception as error:  # noqa: BLE001 -- any refusal counts as a refusal
        return {"error": f"{type(error).__name__}: {error}"}


def compare(ours, templates, options):
    expected = jinja(templates, options)
    actual = ours.render(templates, options)
    where = f"\ntemplates: {templates!r}\noptions: {options!r}\njinja2: {expected!r}\nours:   {actual!r}"
    if "error" in expected:
        assert "error" in actual, "Jinja2 refuses, we do not" + where
    else:
        assert actual.get("output") == expected["output"], "different output" + where


def normalized(case):
    templates, options = case if isinstance(case, tuple) else (case, {})
    return ({"main": templates} if isinstance(templates, str) else templates), options


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_case_prints_what_jinja2_prints(ours, case):
    compare(ours, *normalized(case))


class Expressions:
    """Random expressions over the context, built so that most of them mean something."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def number(self, depth):
        if depth <= 0 or self.random.random() < 0.3:
            return self.pick("0", "1", "2", "7", "-3", "2.5", "0.1", "1e3", "one", "seven", "half", "user.age", "numbers[0]", "numbers|length")
        a, b = self.number(depth - 1), self.number(depth - 1)
        return self.pick(
            f"({a} + {b})", f"({a} - {b})", f"({a} * {b})", f"({a} / {b})", f"({a} // {b})", f"({a} % {b})",
            f"({a})|round", f"({a})|round(1)", f"({a})|int", f"({a})|float", f"({a})|abs", f"-({a})",
            f"({a} if {self.truth(depth - 1)} else {b})", f"({self.text(depth - 1)})|length", f"({self.items(depth - 1)})|length",
            f"[{a}, {b}]|max", f"[{a}, {b}]|sum", f"({a}) ** 2",
        )

    def text(self, depth):
        if depth <= 0 or self.random.random() < 0.3:
            return self.pick("'abc'", "'a<b'", "''", "'Straße ünï'", "name", "html", "user.name", "words[1]", "missing", "safe_html|safe")
        a, b = self.text(depth - 1), self.text(depth - 1)
        return self.pick(
            f"({a} ~ {b})", f"({a} + {b})", f"({a})|upper", f"({a})|lower", f"({a})|title", f"({a})|capitalize",
            f"({a})|replace('a', {b})", f"({a})|trim", f"({a})[1:]", f"({a})[::-1]", f"({a})[:3]", f"({a} ~ '')|reverse",
            f"({a})|default({b})", f"({a}) * 2", f"({self.items(depth - 1)})|join({b})", f"({a})|e", f"({a})|string",
            f"({a})|truncate(5, true, '')", f"({a})|center(9)", f"({a})|urlencode", f"({a})|striptags",
            f"'%s-%s'|format({a}, {self.number(depth - 1)})", f"({a} if {self.truth(depth - 1)} else {b})", f"({a})|first",
        )

    def items(self, depth):
        if depth <= 0 or self.random.random() < 0.3:
            return self.pick("[]", "numbers", "words", "[1, 'a', none]", "(1, 2)", "user", "range(4)|list", "things|map(attribute='name')|list")
        a, b = self.items(depth - 1), self.items(depth - 1)
        return self.pick(
            f"({a})|list", f"({a})|reverse|list", f"({a})|sort", f"({a})|unique|list", f"({a} + {b})", f"({a})[1:]",
            f"({a})[::2]", f"({a})|map('string')|list", f"({a})|select|list", f"({a})|reject('none')|list",
            f"({a})|batch(2)|list", f"({a})|slice(2)|list", f"[{self.number(depth - 1)}, {self.text(depth - 1)}]",
        )

    def truth(self, depth):
        if depth <= 0 or self.random.random() < 0.2:
            return self.pick("true", "false", "none", "missing", "name", "numbers", "yes")
        a, b = self.truth(depth - 1), self.truth(depth - 1)
        x, y = self.number(depth - 1), self.number(depth - 1)
        return self.pick(
            f"({a} and {b})", f"({a} or {b})", f"(not {a})", f"({x} < {y})", f"({x} <= {y} < 9)", f"({x} == {y})", f"({x} != {y})",
            f"({self.text(depth - 1)} == {self.text(depth - 1)})", f"({self.text(depth - 1)} in {self.items(depth - 1)})",
            f"({self.number(depth - 1)} not in {self.items(depth - 1)})", f"(({x})|int is odd)", f"({self.text(depth - 1)} is defined)",
            f"({self.items(depth - 1)} is sequence)", f"(({self.text(depth - 1)}) is string)", f"({x} is divisibleby 2)",
            f"({self.text(depth - 1)} < {self.text(depth - 1)})",
        )

    def any(self, depth):
        return self.pick(self.number, self.text, self.items, self.truth)(depth)


def test_random_expressions_print_what_jinja2_prints(ours):
    expressions = Expressions(SEED)
    agreed = 0
    for number in range(RANDOM_EXPRESSIONS):
        template = "{{ " + expressions.any(number % 4 + 1) + " }}"
        options = {"autoescape": number % 3 != 0}
        expected = jinja({"main": template}, options)
        if " object at 0x" in expected.get("output", ""):
            continue  # Python prints the address of an iterator; we have lists in its place.
        compare(ours, {"main": template}, options)
        agreed += "output" in expected
    # Most of them must mean something, or the comparison is empty.
    assert agreed > RANDOM_EXPRESSIONS // 2
