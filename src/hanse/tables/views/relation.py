"""The SQL that reads the rows of a table or of a view. Of a view only one row of each thing counts.

Which one does is told when it is read and not when the view is made, since it hangs on the sources that the asker may
see.
"""

from collections.abc import Sequence

from hanse.store import bulkparts
from hanse.tables.views.model import View, of_file

COUNTED = """(SELECT * {filled} FROM read_parquet(?) {allowed}
    WINDOW same AS (PARTITION BY _key ORDER BY _rank ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    QUALIFY rank() OVER (PARTITION BY _key ORDER BY _rank) = 1
    AND row_number() OVER (PARTITION BY _key, _rank, _same ORDER BY _part, _row) = 1)"""


def relation(file: str, sources: Sequence[int] | None = None) -> str:
    """Return what a file holds, with _part, _row and _source; its path is bound. sources: those that may be seen.

    For a table they are no matter here: each of its rows counts by itself.
    """
    view = of_file(file)
    return bulkparts.relation(file) if view is None else _counted(view, sources)


def _counted(view: View, sources: Sequence[int] | None) -> str:
    others = ", ".join(f"coalesce(c{i}, first_value(c{i} IGNORE NULLS) OVER same) AS c{i}" for i in view.filled)
    listed = ", ".join(str(int(source)) for source in sources or ()) or "NULL"
    allowed = "" if sources is None else f"WHERE _source IN ({listed})"
    return COUNTED.format(filled=f"REPLACE ({others})" if others else "", allowed=allowed)
