"""Small firms that Hanse was not built with: their tables as programs export them, and questions with right answers.

One module makes a firm's rows and files, the one beside it asks. Answers are computed from the rows, never by Hanse.
"""
