"""German and English analysis, lexical and vector retrieval, fusion; rights before ranking. Knows no talking model."""
