"""A page from memory on our transport against nginx serving the same bytes from a file, as they are (no compression)."""

from measuring import Line, cpu_note, files_max, in_turns, load, rate_text, ratio_of
from yardsticks import bare_server, nginx

BODY = (b"<p>a page of thirty kilobytes</p>\n" * 1000)[: 30 * 1024]
CONNECTIONS = (64, 1000, 5000)
AIM = {64: 1.3}


def run():
    lines = []
    with nginx(BODY) as theirs, bare_server(BODY) as ours:
        for connections in CONNECTIONS:
            # We hold two descriptors a connection, wrk one.
            if 2 * connections + 200 > files_max():
                lines.append(Line(f"page from memory, {connections} connections", "not measured", notes="the limit on open files is too low"))
                continue
            measured = in_turns(
                {"ours": lambda: load(f"{ours}/page", connections, ours.pids), "nginx": lambda: load(theirs, connections, theirs.pids)}
            )
            lost = sum(one.lost for one in measured["ours"]), sum(one.lost for one in measured["nginx"])
            lines.append(
                Line(
                    f"page from memory, {connections} connections",
                    rate_text(measured["ours"]),
                    "nginx " + rate_text(measured["nginx"]),
                    ratio_of([one.per_second for one in measured["ours"]], [one.per_second for one in measured["nginx"]]),
                    AIM.get(connections),
                    cpu_note(measured["ours"], measured["nginx"]) + (f"; socket errors {lost[0]}, nginx {lost[1]}" if any(lost) else ""),
                )
            )
    return lines
