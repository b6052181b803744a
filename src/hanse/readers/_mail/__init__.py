"""What the readers of mails share: the letters of a text, its paragraphs, the row of the table "Mails"."""
