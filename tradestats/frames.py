"""Rows to a pandas data frame with proper types. The only module that imports pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from tradestats.query import column_types, pick_columns


def to_frame(rows: Sequence[object], table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Rows of `table` as a data frame, one column for each of the table's (or of `columns`).

    Numbers are exact `Decimal` objects (None where empty), integers `Int64`, codes and periods categories, texts `string` with
    <NA> for empty. `period_start` and `period_end` are `datetime64[s]`, which holds any year; `published` stays text, since
    it may be a month.
    """
    types = column_types(table)
    return pd.DataFrame({name: _series([getattr(row, name) for row in rows], name, types[name]) for name in pick_columns(table, columns)})


def _series(cells: list[Any], name: str, kind: str) -> pd.Series[Any]:
    if kind == "number":
        return pd.Series(cells, dtype=object)
    if kind == "integer":
        return pd.Series(cells, dtype="Int64")
    if kind == "date" and name.startswith("period_"):
        return pd.Series(np.array([cell or "NaT" for cell in cells], dtype="datetime64[s]"))
    texts = pd.Series([cell or None for cell in cells], dtype="string")
    return texts.astype("category") if kind in ("code", "period") else texts
