"""pandas, for the tables of staff's pages. Loaded while no picture is drawn: Plotly asks whatever stands in sys.modules, half loaded too."""

from pages.parts.charts import drawing

with drawing:
    from pandas import DataFrame, isna

__all__ = ["DataFrame", "isna"]
