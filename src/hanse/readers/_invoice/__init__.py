"""What invoices have in common wherever they are read: the columns of their tables and the terms of EN 16931-1.

parse and read make the groups and terms (BG, BT) of an XML invoice, the same from UBL, CII and ZUGFeRD 1.0. Readers
import from here only. Knows neither tables' rows nor pages.
"""

from hanse.readers._invoice.cells import day, decimal
from hanse.readers._invoice.codes import code_list, is_credit, labelled, meaning
from hanse.readers._invoice.columns import (
    HEAD,
    HEAD_KIND,
    HEAD_NAME,
    LINES,
    LINES_KIND,
    LINES_NAME,
    NUMBER,
    POSITION,
    SIGNED,
    TAXES,
    TAXES_KIND,
    TAXES_NAME,
    column,
    sign,
    signed,
)
from hanse.readers._invoice.semantic import Element, Group, Value, read, tidy
from hanse.readers._invoice.terms import SYNTAXES, Syntax, Term, model
from hanse.readers._invoice.tree import Parsed, parse, path_of

__all__ = (
    "HEAD", "HEAD_KIND", "HEAD_NAME", "LINES", "LINES_KIND", "LINES_NAME", "NUMBER", "POSITION", "SIGNED",
    "SYNTAXES", "TAXES", "TAXES_KIND", "TAXES_NAME", "Element", "Group", "Parsed", "Syntax", "Term", "Value",
    "code_list", "column", "day", "decimal", "is_credit", "labelled", "meaning", "model", "parse", "path_of", "read",
    "sign", "signed", "tidy",
)  # fmt: skip
