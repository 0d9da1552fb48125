"""Tables of texts as Arrow has them. Arrow is loaded while no picture is drawn: NumPy comes with it, and Plotly asks whatever stands in sys.modules."""

from array import array
from collections.abc import Sequence
from itertools import accumulate

from pages.parts.charts import drawing

with drawing:
    import pyarrow


def table(labels: Sequence[str], columns: Sequence[Sequence[str]]) -> pyarrow.Table:
    """Columns of texts, a label for each."""
    return pyarrow.Table.from_arrays([_array(texts) for texts in columns], labels)


def _array(texts: Sequence[str]) -> pyarrow.StringArray:
    """Texts as Arrow lays them out, one behind another: pyarrow.array() would import pandas first, a third of a server's start."""
    encoded = [text.encode() for text in texts]
    offsets = array("i", accumulate(map(len, encoded), initial=0))
    return pyarrow.StringArray.from_buffers(
        len(encoded), pyarrow.py_buffer(offsets), pyarrow.py_buffer(b"".join(encoded))
    )
