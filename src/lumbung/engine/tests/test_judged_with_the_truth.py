"""The whole queue of the development list judged with its truth: what is left to doubt is nothing."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest

from lumbung.engine.pipeline import Request, reconcile


@pytest.mark.shared
@pytest.mark.slow
def test_judging_the_queue_with_the_truth_leaves_no_wrong_link_and_no_interval(shared, tmp_path):
    """Issue D: F1 at least 0.99, no wrong merge, and the interval of "active" of width 0."""
    data = shared / "data" / "balikpapan-dev"
    with (data / "truth.csv").open(encoding="utf-8-sig") as file:
        really = {
            ("register" if row["sumber"] == "ods" else "census", row["no"]): row["eid"] for row in csv.DictReader(file)
        }
    judged: dict[tuple[tuple[str, str], tuple[str, str]], str] = {}
    while True:
        file = tmp_path / "judgements.csv"
        lines = [",".join((*left, *right, verdict)) for (left, right), verdict in judged.items()]
        file.write_text("\n".join(["left_source,left_key,right_source,right_key,judgement", *lines]) + "\n", "utf-8")
        run = reconcile(Request(data / "ods.xlsx", data / "field.csv", judgements=file))
        records = run.tables["records"]
        told = zip(*(records.column(c).to_pylist() for c in ("record_id", "source", "key")), strict=True)
        keys = {record: (source, key) for record, source, key in told}
        links = run.tables["links"].to_pylist()
        waiting = [(k["left_id"], k["right_id"]) for k in links if k["tier"] == "review" and k["judged"] is None]
        if not waiting:
            break
        # One by one, the most useful first: an answer settles others of its knot.
        left, right = (keys[end] for end in waiting[0])
        judged[left, right] = "same" if really[left] == really[right] else "different"
        assert len(judged) < 100

    pairs = tmp_path / "links.csv"
    lines = [
        f"{keys[k['left_id']][1]},{keys[k['right_id']][1]},{k['probability']},{k['tier']}"
        for k in links
        if k["scope"] == "register_census" and k["linked"]
    ]
    pairs.write_text("\n".join(["register_key,census_key,probability,tier", *lines]) + "\n")
    command = [sys.executable, shared / "tools" / "score.py", data / "truth.csv", "--pairs", pairs]
    score = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    active = next(
        c for c in run.tables["cells"].to_pylist() if (c["table"], c["row"], c["column"]) == ("streams", "active", "total")
    )  # fmt: skip
    print(len(judged), score, active["low"], active["count"], active["high"])
    assert score["f1"] >= 0.99
    assert score["wrong_merges"] == 0
    assert active["low"] == active["count"] == active["high"]
