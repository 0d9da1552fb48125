"""The rows of questions have the columns and types that DuckDB says."""

import os
import subprocess
import sys

from etl.store.queries import describe, questions, rows


def test_the_rows_are_what_the_questions_give():
    with open(rows.__file__, encoding="utf-8") as file:
        kept = file.read()
    ruff = os.path.join(os.path.dirname(sys.executable), "ruff")
    command = [ruff, "format", "--stdin-filename", "rows.py", "-"]
    formatted = subprocess.run(command, input=describe.source(), capture_output=True, text=True, check=True).stdout
    assert kept == formatted


def test_a_class_names_its_question():
    assert describe.class_name("target_changes") == "TargetChanges"
    assert questions.name_of(rows.TargetChanges) == "target_changes"
