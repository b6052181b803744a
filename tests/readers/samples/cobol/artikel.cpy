      * Artikel, als Textdatei vom PC
       01 ARTIKEL.
          03 ARTIKEL-NR     PIC X(8).
          03 BEZEICHNUNG    PIC X(20).
          03 PREIS          PIC 9(5)V99.
          03 BESTAND        PIC S9(5).
          03 DRUCKPREIS     PIC ZZ.ZZ9,99-.
