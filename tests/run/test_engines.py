"""Ray, Spark, Hugging Face and datatrove give what a run on one machine gives, record by record.

Each on its real package, on a cluster of this machine; where that is not installed, it is skipped.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner.run.arrow import clean_table, read_report
from cleaner.run.batch import Batch, Options, clean_batch
from cleaner.run.description import Description, describe
from cleaner.run.local import Plan, run_to_folder
from cleaner.run.report import Report

pa = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
OPTIONS = Options(details="changes")
RULES = """\
rules:
  - id: test.odd
    about: Rejects what says so.
    drop_document: {pattern: '^odd'}
    examples: [{drop: odd}, {keep: even}]
"""


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Description:
    """The shipped repairs, and a rule that rejects."""
    path = tmp_path_factory.mktemp("rules") / "odd.yaml"
    path.write_text(RULES, "utf-8")
    return describe(Description("repair", (str(path),), "traditional"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """The heads of the seeds, a null, and one to be rejected."""
    texts = [seed.read_text("utf-8")[:1500] for seed in SEEDS]
    texts = [text[n : n + 300] for text in texts for n in range(0, len(text), 300)]
    return [{"id": str(n), "text": text, "n": n} for n, text in enumerate([*texts, None, "odd"])]


@pytest.fixture(scope="module")
def expected(description: Description, rows: list[dict[str, Any]]) -> Batch:
    """What the pure batch makes of them."""
    return clean_batch(description.chain(), rows, replace(OPTIONS, as_text=True))


def compare(expected: Batch, found: list[dict[str, Any]], report: Report) -> None:
    """Texts, other fields, changes, rejections, and the report."""
    found = sorted(found, key=lambda row: int(row["n"]))
    assert [
        {**outcome.record, "cleaner_rejected": outcome.rejected, "cleaner_failed": outcome.failed}
        for outcome in expected.outcomes
    ] == [{k: v for k, v in row.items() if k != "cleaner_report"} for row in found]
    assert expected.report == report


def test_tables(description: Description, rows: list[dict[str, Any]], expected: Batch) -> None:
    """The function that the engines call."""
    table = pa.Table.from_pylist(rows)
    parts = [
        clean_table(table.slice(n, 5), description.chain(), OPTIONS) for n in range(0, len(rows), 5)
    ]
    cleaned = pa.concat_tables(parts)
    compare(expected, cleaned.to_pylist(), read_report(cleaned["cleaner_report"].to_pylist()))
    assert "test.odd: " in str(cleaned["cleaner_rejected"].to_pylist()[-1])


def test_a_run_on_this_machine(
    description: Description, rows: list[dict[str, Any]], expected: Batch, tmp_path: Path
) -> None:
    """The same records by `cleaner run`; samples know their files there."""
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    plan = Plan((str(tmp_path / "a.jsonl"),), description, OPTIONS, workers=2)
    summary = run_to_folder(plan, str(tmp_path / "out"))
    lines = (tmp_path / "out" / "a.jsonl").read_text("utf-8").splitlines()
    kept = [outcome.record for outcome in expected.outcomes if outcome.rejected is None]
    assert [
        {**record, "cleaner": json.loads(str(record["cleaner"]))}
        if record["cleaner"]
        else {k: v for k, v in record.items() if k != "cleaner"}
        for record in kept
    ] == [json.loads(line) for line in lines]
    totals = ("records", "changed", "rejected", "empty", "letters_in", "letters_out", "shares")
    for name in totals:
        assert getattr(expected.report, name) == getattr(summary.report, name)
    assert {rule: count.edits for rule, count in expected.report.rules.items()} == {
        rule: count.edits for rule, count in summary.report.rules.items()
    }


@pytest.mark.filterwarnings("ignore")  # of Ray's own
def test_ray(description: Description, rows: list[dict[str, Any]], expected: Batch) -> None:
    """On a cluster of two cores."""
    ray = pytest.importorskip("ray", reason="the extra ray is not installed")
    from cleaner.run.ray import clean_dataset, sum_report

    pytest.importorskip("ray.data")
    environment = {"env_vars": {"PYTHONPATH": str(ROOT)}}
    ray.init(num_cpus=2, include_dashboard=False, runtime_env=environment, logging_level="ERROR")
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        dataset = ray.data.from_arrow(pa.Table.from_pylist(rows)).repartition(3)
        cleaned = clean_dataset(dataset, description, OPTIONS, batch_size=4).materialize()
        compare(expected, cleaned.take_all(), sum_report(cleaned))
    finally:
        ray.shutdown()


@pytest.fixture
def spark() -> Iterator[Any]:
    """A cluster of two threads."""
    sql = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    os.environ["PYSPARK_PYTHON"] = sys.executable  # not the first python on the path
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.config("spark.executorEnv.PYTHONPATH", path).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore")  # of Spark's own
def test_spark(
    description: Description, rows: list[dict[str, Any]], expected: Batch, spark: Any
) -> None:
    """In Arrow batches of several partitions."""
    from cleaner.run.spark import clean_frame, sum_report

    frame = spark.createDataFrame(rows, "id string, text string, n long").repartition(3)
    cleaned = clean_frame(frame, description, OPTIONS).cache()
    compare(expected, [row.asDict() for row in cleaned.collect()], sum_report(cleaned))


@pytest.mark.filterwarnings("ignore")  # of the package's own
def test_hugging_face(
    description: Description, rows: list[dict[str, Any]], expected: Batch
) -> None:
    """A function for `Dataset.map`."""
    datasets = pytest.importorskip("datasets", reason="datasets is not installed")
    from cleaner.run.huggingface import clean_dataset

    dataset = datasets.Dataset.from_list(rows)
    cleaned = clean_dataset(dataset, description, OPTIONS, batch_size=4)
    compare(expected, cleaned.to_list(), read_report(cleaned["cleaner_report"]))


@pytest.mark.filterwarnings("ignore")  # of the package's own
def test_datatrove(
    description: Description, rows: list[dict[str, Any]], expected: Batch, tmp_path: Path
) -> None:
    """A step of a pipeline, with its own filter behind it."""
    pytest.importorskip("datatrove", reason="datatrove is not installed")
    pytest.importorskip("orjson", reason="what datatrove writes JSON with is not installed")
    from datatrove.data import Document
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.filters import LambdaFilter
    from datatrove.pipeline.writers.jsonl import JsonlWriter

    from cleaner.run.datatrove import Step, is_wanted

    rows = [row for row in rows if row["text"] is not None]
    documents = [Document(row["text"], row["id"], metadata={"n": row["n"]}) for row in rows]
    LocalPipelineExecutor(
        [
            documents,
            Step(description, OPTIONS),
            LambdaFilter(is_wanted, exclusion_writer=JsonlWriter(str(tmp_path / "rejected"))),
            JsonlWriter(str(tmp_path / "clean"), compression=None),
        ],
        logging_dir=str(tmp_path / "logs"),
    ).run()
    [path] = (tmp_path / "clean").glob("*.jsonl")
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    kept = [o for o in expected.outcomes if o.rejected is None and o.record["text"] is not None]
    assert [(o.record["text"], o.record["cleaner"]) for o in kept] == [
        (
            f["text"],
            json.dumps(c, ensure_ascii=False) if (c := f["metadata"].get("cleaner")) else None,
        )
        for f in found
    ]
    assert 1 == len(list((tmp_path / "rejected").glob("*")))
