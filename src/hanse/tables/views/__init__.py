"""Views of a common model over the tables of all sources: derived tables whose rows lead back to their true place."""
