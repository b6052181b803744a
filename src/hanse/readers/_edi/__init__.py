"""What the readers of data interchange share: one tree of segments, one mapping language, one set of tables.

EDIFACT, X12, VDA and IDoc say the same things (orders, delivery notes, invoices, call-offs) in different notations.
Each reader makes its file a tree of nodes; rules in its own TOML files say where in the tree each column of the common
tables stands.
"""
