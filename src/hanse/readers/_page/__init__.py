"""A page as words with boxes, made into paragraphs and tables. PDF text layers and OCR both end up here.

No reader itself. Knows neither PDF nor images.
"""
