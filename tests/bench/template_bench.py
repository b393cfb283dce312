#!/usr/bin/env python3
"""Renders one page with a list of 100 things by our engine and by Python's Jinja2, and prints the ratio.

    template_bench.py path/to/template_render
"""

import json
import subprocess
import sys
import time

import jinja2

OURS_ROUNDS = 2000
JINJA_ROUNDS = 200

TEMPLATES = {
    "base": "<!doctype html><html><head><title>{% block title %}{% endblock %} - {{ site.title }}</title></head><body>"
            "<nav>{% for entry in site.menu %}<a href=\"{{ entry.url }}\"{% if entry.url == path %} class=\"active\"{% endif %}>{{ entry.label }}</a>{% endfor %}</nav>"
            "{% block body %}{% endblock %}</body></html>",
    "card": "{% macro badge(text, kind='info') %}<span class=\"badge badge-{{ kind }}\">{{ text }}</span>{% endmacro %}",
    "main": "{% extends 'base' %}{% from 'card' import badge %}{% block title %}{{ _('All things') }}{% endblock %}{% block body %}<ul>\n"
            "{% for thing in things %}<li class=\"{{ loop.cycle('odd', 'even') }}\" id=\"t{{ loop.index }}\">\n"
            "  <a href=\"/things/{{ thing.slug|urlencode }}\"><img src=\"{{ thing.image }}\" alt=\"{{ thing.name }}\"></a>\n"
            "  <h2>{{ thing.name }}</h2><p>{{ thing.summary|truncate(60) }}</p>\n"
            "  {% if thing.left > 3 %}{{ badge(_('In stock')) }}{% elif thing.left %}{{ badge(_('Only a few'), 'warning') }}{% else %}{{ badge(_('Gone'), 'danger') }}{% endif %}\n"
            "  {% for tag in thing.tags %}<em>{{ tag|upper }}</em>{% if not loop.last %}, {% endif %}{% endfor %}\n"
            "  <b>{{ thing.maker.name }}</b> {{ '%.2f'|format(thing.weight / 1000) }} kg {{ thing.rating|round(1) }}\n"
            "</li>{% endfor %}</ul>{% endblock %}",
}
CONTEXT = {
    "path": "/things",
    "site": {"title": "Rock & Roll", "menu": [{"url": f"/{n}", "label": f"Entry {n}"} for n in ("home", "things", "about", "help")]},
    "things": [
        {
            "slug": f"thing-{n}", "image": f"/files/{n}.webp", "name": f"Thing <{n}> & more", "left": n % 6, "weight": 1234 + n, "rating": 4.25,
            "summary": "A long sentence about this very thing that goes on & on until it is cut off somewhere.",
            "tags": ["red", "loud", "new"], "maker": {"name": "Maker & Sons", "country": "ID"},
        }
        for n in range(100)
    ],
}


def seconds_ours(binary):
    request = {"templates": TEMPLATES, "name": "main", "context": CONTEXT, "repeat": OURS_ROUNDS}
    answer = subprocess.run([binary], input=json.dumps(request) + "\n", capture_output=True, text=True, check=True).stdout
    answer = json.loads(answer)
    if "error" in answer:
        sys.exit(answer["error"])
    return answer["seconds"] / OURS_ROUNDS, answer["output"]


def seconds_jinja():
    environment = jinja2.Environment(loader=jinja2.DictLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.install_null_translations(newstyle=True)
    template = environment.get_template("main")
    output = template.render(CONTEXT)
    begin = time.perf_counter()
    for _ in range(JINJA_ROUNDS):
        output = template.render(CONTEXT)
    return (time.perf_counter() - begin) / JINJA_ROUNDS, output


def main():
    ours, our_output = seconds_ours(sys.argv[1])
    theirs, their_output = seconds_jinja()
    if our_output != their_output:
        sys.exit("the two engines print different pages")
    print(f"page of {len(our_output)} bytes: ours {ours * 1e6:.0f} us, Jinja2 {theirs * 1e6:.0f} us, ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
