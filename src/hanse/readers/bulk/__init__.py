"""Tables too large to travel cell by cell: from delimited or fixed-width text straight to a typed Parquet file.

A reader says what the text looks like (Shape) and what each column means (Field); DuckDB reads, checks and casts. No
value is cast by guess: each must match its column's pattern in full. A column that has one that doesn't is kept as
text, as it stands, and is told about. Records with a wrong number of fields are left out, and told with their text.
"""

from hanse.readers.bulk.field import Field, Kind
from hanse.readers.bulk.shape import Irregular, Shape
from hanse.readers.bulk.writing import LARGE, Rejected, Written, is_large, write

__all__ = ["LARGE", "Field", "Irregular", "Kind", "Rejected", "Shape", "Written", "is_large", "write"]
