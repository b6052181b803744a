"""Write src/hanse/search/compounds-de.json: German heads and modifiers counted over simplemma's word list (MIT)."""

from pathlib import Path

import msgspec
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from hanse.search.lexicon import FILE, count

TARGET = Path(__file__).parent.parent / "src" / "hanse" / "search" / FILE


def main() -> None:
    """Count anew; the same word list gives the same bytes."""
    dictionary = DefaultDictionaryFactory().get_dictionary("de")
    lexicon = count({lemma for lemma in dictionary.values() if len(lemma) <= 40})
    sorted_counts = [dict(sorted(counts.items())) for counts in (lexicon.heads, lexicon.modifiers)]
    TARGET.write_bytes(msgspec.json.encode(type(lexicon)(*sorted_counts)) + b"\n")


if __name__ == "__main__":
    main()
