"""Pages per second: fifty rows of an authority against the least the same server can say, in one run.

    python benchmarks/pages.py      needs wrk (Debian package of that name)

Both go through the same process, middleware and connections, in turn; rounds are printed one by one.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys

from instance import SIREN, Instance, instance
from measure import load

ROUNDS, SECONDS, CONNECTIONS = 5, 6, 8


def wrk(served: Instance, path: str) -> tuple[float, float]:
    """Requests per second and 99th percentile in milliseconds of one page under eight connections."""
    done = subprocess.run(
        ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency",
         "-H", f"Cookie: {served.cookies[0]}", "-H", "Accept-Encoding: gzip",
         f"http://127.0.0.1:{served.port}{path}"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", done.stdout).groups()
    return rate, float(value) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def main() -> int:
    """Print every round, the median ratio, the percentiles."""
    if shutil.which("wrk") is None:
        print("wrk is missing: apt install wrk")
        return 2
    with instance(people=1) as served:
        check = served.connection()
        check.request("GET", f"/c/{SIREN}/banc/", headers={"Cookie": served.cookies[0]})
        body = check.getresponse().read().decode()
        assert body.count("<tr>") == 51, "the page must hold its fifty rows before it is timed"
        wrk(served, "/banc/"), wrk(served, f"/c/{SIREN}/banc/")
        ratios, tails = [], []
        for _ in range(ROUNDS):
            floor, _ = wrk(served, "/banc/")
            rate, tail = wrk(served, f"/c/{SIREN}/banc/")
            ratios.append(floor / rate)
            tails.append(tail)
            print(f"hello {floor:7.0f}/s   50 rows {rate:6.0f}/s   1/{floor / rate:.1f}   p99 {tail:.0f} ms")
    ratio, tail = statistics.median(ratios), statistics.median(tails)
    print(f"median 1/{ratio:.1f} (goal 1/15 or better)   p99 {tail:.0f} ms (goal < 50)   load {load()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
