"""Where data lies: folders now. Yields items, notices change and deletion. Knows no format."""
