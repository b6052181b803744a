       01  BELEGKOPF.
           05  SATZART             PIC X(02) VALUE '10'.
           05  BELEG-NR            PIC 9(08).
           05  BELEGDATUM          PIC 9(08).
           05  ANZAHL-POS          PIC 9(02).
           05  POSITION-ZEILE OCCURS 0 TO 5 TIMES
                              DEPENDING ON ANZAHL-POS.
               10  ARTIKEL         PIC X(08).
               10  MENGE           PIC S9(5)V9 COMP-3.
           05  KENNUNG             PIC X(02).
       01  BELEGSUMME.
           05  SATZART             PIC X(02) VALUE '90'.
           05  SUMME               PIC S9(9)V99 COMP-3.
