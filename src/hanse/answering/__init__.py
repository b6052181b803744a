"""Evidence to prompt, check of what came back, refusal. Knows not where evidence came from."""
