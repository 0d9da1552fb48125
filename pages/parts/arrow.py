"""Arrow, for tables that are worked with. Loaded while no picture is drawn: NumPy comes with it, and Plotly asks whatever stands in sys.modules."""

from pages.parts.charts import drawing

with drawing:
    import pyarrow

__all__ = ["pyarrow"]
