# Files that people send.

file-option = A file: CSV, TSV, JSON, JSONL, txt, md, docx or html
file-kind = I can't read "{ $name }", so it was left alone.
file-kind-help = I read CSV, TSV, JSON, JSONL, txt, md, docx, html and OPML files.
file-kind-none = Paste the text into a message.
file-large = "{ $name }" is too large: I take files of at most { $most } MB here. It was left alone.
file-large-help = Send it in parts, or have whoever runs me import it at their machine.
file-missing = "{ $name }" can't be had from here any more.
file-again-help = Please send it again.
file-cut = "{ $name }" did not arrive whole, so nothing was done with it.
file-unreachable = "{ $name }" can't be fetched now: the place that keeps it does not answer.
file-unwritable = "{ $name }" can't be stored here; the reason is in the log. Nothing was done with it.
file-alone = What should I do with "{ $name }"?
file-alone-help = Send it again with a command beside it, or reply to it with one: { $commands }.
file-not-taken = { $command } takes no file, so "{ $name }" was left alone.
