"""Reads the feeds of a folder with Python's feedparser, and says how long it took.

    copydesk bench digest --write /tmp/feeds
    pip install feedparser
    python3 tests/peers/feedparser_speed.py /tmp/feeds

feedparser does not read JSON Feed: those files are left out, and so are their items.
"""

import pathlib
import sys
import time

import feedparser


def main() -> None:
    files = sorted(pathlib.Path(sys.argv[1]).iterdir())
    contents = [content for content in (file.read_bytes() for file in files) if not content.startswith(b"{")]
    begun = time.perf_counter()
    items = sum(len(feedparser.parse(content).entries) for content in contents)
    seconds = time.perf_counter() - begun
    print(
        f"feedparser {feedparser.__version__}: {items} items of {len(contents)} feeds in {seconds:.2f} s, "
        f"{items / seconds:.0f} items a second"
    )


main()
