"""What bank files have in common, whichever format: columns, codes, the SEPA words of a purpose, the balance chain."""
