"""Logs in XES: read event by event, whole or not at all."""

import gzip
import tracemalloc

import pytest

from ruta.accountability.comply.xes import BadXes, events

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
  <string key="concept:name" value="a log"/>
  <global scope="event"><string key="concept:name" value="none"/></global>
  <trace>
    <string key="concept:name" value="NA"/>
    <event><string key="concept:name" value="told"/>
      <date key="time:timestamp" value="2020-01-01T10:00:00-05:00"/></event>
    <event><string key="concept:name" value="ruled"/>
      <date key="time:timestamp" value="2020-01-02T10:00:00-05:00"/></event>
  </trace>
  <trace><string key="concept:name" value="2"/></trace>
</log>
"""


def test_each_event_comes_with_the_name_of_its_case(tmp_path):
    (tmp_path / "log.xes").write_text(LOG)
    assert list(events(tmp_path / "log.xes")) == [
        {"case:concept:name": "NA", "concept:name": "told",
         "time:timestamp": "2020-01-01T10:00:00-05:00"},
        {"case:concept:name": "NA", "concept:name": "ruled",
         "time:timestamp": "2020-01-02T10:00:00-05:00"},
    ]  # fmt: skip


def test_a_gzipped_log_is_the_same_log(tmp_path):
    (tmp_path / "log.xes.gz").write_bytes(gzip.compress(LOG.encode()))
    assert len(list(events(tmp_path / "log.xes.gz"))) == 2


@pytest.mark.parametrize("kept", [40, len(LOG) // 2, len(LOG) - 8])
def test_a_log_cut_short_is_told_with_its_line(tmp_path, kept):
    (tmp_path / "log.xes").write_text(LOG[:kept])
    with pytest.raises(BadXes, match="line"):
        list(events(tmp_path / "log.xes"))


def test_a_gzipped_log_cut_short_is_told(tmp_path):
    whole = gzip.compress(LOG.encode())
    (tmp_path / "log.xes.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadXes):
        list(events(tmp_path / "log.xes.gz"))


def test_a_log_that_would_grow_without_end_is_refused(tmp_path):
    bomb = '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log>&b;</log>'
    (tmp_path / "log.xes").write_text(bomb)
    with pytest.raises(BadXes, match="DTDForbidden"):
        list(events(tmp_path / "log.xes"))


@pytest.mark.parametrize("each", [1, 20_000])
def test_what_was_read_is_not_held(tmp_path, each):
    event = '<event><string key="concept:name" value="told"/></event>'
    trace = f'<trace><string key="concept:name" value="c"/>{event * each}</trace>\n'
    (tmp_path / "log.xes").write_text(f"<log>{trace * (20_000 // each)}</log>")
    tracemalloc.start()
    try:
        assert sum(1 for _ in events(tmp_path / "log.xes")) == 20_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_500_000
