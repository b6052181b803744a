"""The notice on each answer (AI Act, Art. 50): who or what made it. The doors show it, for people and machines."""

from hanse.words import Words

WRITTEN = Words(
    "Von einer KI aus Ihren Unterlagen herausgesucht; die Fundstellen hat ein Programm geprüft.",
    "Picked from your documents by an AI; a program has checked the places.",
)
COMPUTED = Words(
    "Von einem Programm aus Ihren Tabellen berechnet; keine KI hat Zahlen geschrieben.",
    "Computed from your tables by a program; no AI wrote any figure.",
)
EXCERPT = Words(
    "Von einem Programm wörtlich aus Ihrem Dokument ausgewählt; keine KI hat etwas geschrieben.",
    "Chosen word for word from your document by a program; no AI wrote anything.",
)
REFUSED = Words("Keine Antwort der KI; es fehlt der Beleg.", "No answer from the AI; there is no proof.")
ASKED_BACK = Words("Rückfrage eines Programms; keine KI hat geantwortet.", "A program asks back; no AI has answered.")
FREE = Words("Von einer KI geschrieben, ohne Beleg aus Ihren Daten.", "Written by an AI, without proof from your data.")
