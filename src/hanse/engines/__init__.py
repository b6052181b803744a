"""Runs a model behind the OpenAI-compatible HTTP of llama-server. Knows not why it is asked."""
