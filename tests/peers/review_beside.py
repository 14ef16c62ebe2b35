"""Reviews the corpus's English texts with textstat and vaderSentiment beside Copydesk, and prints differences and speeds.

    python3 tests/peers/review_beside.py path/to/copydesk

Both are installed by pip into a temporary folder; textstat in its last version that gets its dictionary by pip, too. What
is compared is what both compute: Flesch reading ease, Flesch-Kincaid grade, Gunning fog, SMOG, ARI, Coleman-Liau and
VADER's compound score. Why figures differ is in docs/review.md.

Speed is that of texts that are met for the first time: sentences of the corpus, mixed into texts of which no two are the same.
textstat's caches of texts are emptied before each round; what it keeps for one text while its figures are computed counts in its
favour. Starting Python, loading dictionaries and reading the texts is in neither time.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import venv

CORPUS = pathlib.Path(__file__).parents[2] / "analysis/src/review/corpus/english.txt"
PACKAGES = ["textstat==0.7.8", "vaderSentiment==3.3.2"]
ROUNDS = 5
# Words of the texts that are timed, and how many there are.
TIMED = {40: 1000, 300: 200}
MEASURES = ["reading_ease", "grade", "fog", "smog", "ari", "coleman_liau", "compound"]
# Differences that are rounding: textstat's figures as printed here have one decimal less than ours at most.
CLOSE = {name: 0.05 for name in MEASURES} | {"compound": 0.001}


def corpus() -> list[str]:
    pieces = CORPUS.read_text(encoding="utf-8").split("\n=== ")[1:]
    return [piece.split("---\n", 1)[1].strip() for piece in pieces]


def mixed(texts: list[str], words: int, count: int) -> list[str]:
    """Texts of about so many words, of the corpus's sentences in an order that is the same each time."""
    drawn = random.Random(6)
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text)]

    def one() -> str:
        text = ""
        while len(text.split()) < words:
            text = f"{text} {drawn.choice(sentences)}".strip()
        return text

    return [one() for _ in range(count)]


def peers(texts: list[str]) -> None:
    """What the peers say, as JSON: run inside the temporary environment."""
    import textstat
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()

    def figures(text: str) -> dict:
        return {
            "reading_ease": textstat.flesch_reading_ease(text),
            "grade": textstat.flesch_kincaid_grade(text),
            "fog": textstat.gunning_fog(text),
            "smog": textstat.smog_index(text),
            "ari": textstat.automated_readability_index(text),
            "coleman_liau": textstat.coleman_liau_index(text),
            "compound": analyzer.polarity_scores(text)["compound"],
        }

    def details(text: str) -> dict:
        return {
            "words": textstat.lexicon_count(text),
            "sentences": textstat.sentence_count(text),
            "syllables": textstat.syllable_count(text),
        }

    first = [figures(text) | details(text) for text in texts]
    times = []
    for _ in range(ROUNDS):
        forget(textstat)
        begun = time.perf_counter()
        for text in texts:
            figures(text)
        times.append(time.perf_counter() - begun)
    print(json.dumps({"seconds": sorted(times)[ROUNDS // 2], "texts": first}))


def forget(textstat) -> None:
    """Empties textstat's caches of texts, since a new text is never in them; its dictionary stays."""
    import functools
    import gc

    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper) and "textstat" in getattr(thing, "__module__", ""):
            if not thing.__name__.startswith("get_"):
                thing.cache_clear()


def run(command: list, file: pathlib.Path) -> dict:
    return json.loads(subprocess.run([*map(str, command), str(file)], check=True, stdout=subprocess.PIPE).stdout)


def main() -> None:
    copydesk = pathlib.Path(sys.argv[1]).resolve()
    texts = corpus()
    speeds = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv/bin/python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        file = folder / "texts.json"

        def beside(these: list[str]) -> tuple[dict, dict]:
            file.write_text(json.dumps(these), encoding="utf-8")
            return run([copydesk, "bench", "review", "--texts"], file), run([python, __file__, "--peers"], file)

        ours, theirs = beside(texts)
        for words, count in TIMED.items():
            speeds[words] = [count / found["seconds"] for found in beside(mixed(texts, words, count))]
    print(f"{len(texts)} texts; ours, theirs")
    equal = dict.fromkeys(MEASURES, 0)
    for text, our, their in zip(texts, ours["texts"], theirs["texts"]):
        different = [name for name in MEASURES if abs(our[name] - their[name]) >= CLOSE[name]]
        for name in MEASURES:
            equal[name] += name not in different
        if different:
            counts = [f"{name} {our[name]}, {their[name]}" for name in ("words", "sentences", "syllables") if our[name] != their[name]]
            shown = [f"{name} {our[name]:.2f}, {their[name]:.2f}" for name in different]
            print(f"- {' '.join(text.split())[:50]}…\n    {'; '.join(shown)}\n    counts: {'; '.join(counts) or 'the same'}")
    print("equal:", ", ".join(f"{name} {count}" for name, count in equal.items()), f"of {len(texts)}")
    for words, (our, their) in speeds.items():
        print(
            f"texts of {words} words, {TIMED[words]} of them: ours {our:.0f} texts/s, textstat and vaderSentiment {their:.0f}: "
            f"{our / their:.0f} times as fast"
        )


if "--peers" in sys.argv:
    peers(json.loads(pathlib.Path(sys.argv[-1]).read_text(encoding="utf-8")))
else:
    main()
