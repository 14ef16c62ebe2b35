# Past posts: from files, found, labelled, counted.

command-campaign-show = One past post with all that is known of it.
command-campaign-show-example = /campaign show ‹C-031›
command-campaign-search = Past posts that fit some words, weighed by result and age.
command-campaign-search-example = /campaign search ‹"oat latte"› platform=instagram since=2026-01-01
command-campaign-stats = How past posts did, by platform, topic and angle, with a chart.
command-campaign-stats-example = /campaign stats platform=instagram since=2026-01-01
command-campaign-label = Correct a label of a past post; the correction stays.
command-campaign-label-example = /campaign label ‹C-031› topic="oat latte" hook=question
command-campaign-import = Take past posts from a CSV, TSV, JSON or JSON Lines file. Nothing is stored before you say yes.
command-campaign-import-example = /campaign import ‹posts.csv› platform=instagram, then /campaign import ‹map 3=likes›, /campaign import ‹confirm› or /campaign import ‹cancel›
command-campaign-delete = Remove past posts, once you have typed how many it will be.
command-campaign-delete-example = /campaign delete ‹C-031›, or /campaign delete platform=x until=2025-12-31
command-campaign-export = Past posts as a CSV that an import takes back.

rest-campaign = C-…
rest-words = words
rest-file = [file]
ask-campaign = Which past post? Its id is like C-031.
ask-words = Which words should I look for?

campaign-id-wrong = "{ $value }" is no id of a past post.
campaign-id-help = Ids are like C-031; /campaign list shows them.
campaign-gone = There is no past post { $id }.
campaign-search-none = No past post shares enough words with "{ $words }".
campaign-search-how = The best first: { $by ->
    [meaning] words in common and meaning
    *[words] words in common
}, weighed by result and age.

import-no-file = Which file should I take past posts from?
import-no-file-help = In a chat, send the file with /campaign import; in a terminal, write /campaign import and its path. I take CSV, TSV, JSON and JSON Lines.
import-none-waits = No file of yours waits to be imported.
import-cancelled = { $file } is left alone; nothing was stored.
import-progress = { $done } posts stored …
import-failed = { $kind ->
    [missing] There is no file { $file }.
    [unreadable] I can't read { $file }: { $what }.
    [empty] { $file } is empty.
    [large] { $file } has more than 50 MiB.
    [no-text] { $file } is { $what }, not a text.
    [no-rows] { $file } has names of columns, and no row below them.
    [no-list] The JSON in { $file } holds no list of objects.
    *[no-column] I don't see which column of { $file } holds the text of the posts.
}
import-failed-help = { $kind ->
    [missing] Write its whole path, or start from the folder that it is in. Nothing was stored.
    [large] Split it, and send the parts one after the other.
    [no-text] Save it as CSV (UTF-8), and send that.
    [no-rows] Send the file with its posts, one to a row.
    [no-list] Send a list of objects, one for each post, or one object to a line.
    [no-column] Say it: --map COLUMN=text here, /campaign import ‹map 2=text› in the chat.
    *[other] Nothing was stored.
}
import-column-unknown = There is no column "{ $column }".
column-wrong = "{ $value }" is no column and field.
column-help = Write a column's number or name, "=", and what it holds: 3=likes, or 3=- to keep it out; in the chat a name in quotes, "Gefällt mir=likes". I know text, title, topic, platform, date, link, post id, hashtags, impressions, reach, views, likes, comments, shares, saves, clicks, click rate, engagement rate, language, segment, format, sentiment, hook.
dates-wrong = "{ $value }" is no order of days.
dates-help = Write day-first or month-first.
import-zone-wrong = I don't know the time zone "{ $value }".
import-zone-help = Write it like Europe/Berlin, Asia/Shanghai or +08:00.

import-proposed = { $file }: { $rows ->
    [one] one row
    *[other] { $rows } rows
}. Is this right?
import-done = { $file }: { $added ->
    [0] nothing new
    [one] one new post
    *[other] { $added } new posts
}{ $updated ->
    [0] { "" }
    [one] , one with newer numbers
    *[other] , { $updated } with newer numbers
}{ $unchanged ->
    [0] { "" }
    [one] , one known already
    *[other] , { $unchanged } known already
}.
import-form = { $known ->
    [own] our own export
    [yes] { $export }
    *[no] a table of no platform that I know
} · { $encoding } · { $format ->
    [csv] separated by commas
    [tsv] separated by tabs
    [semicolons] separated by semicolons
    [bars] separated by bars
    [json] JSON
    *[json-lines] JSON Lines
}
import-kept = Taken for nothing, and kept with each post as they are: { $names }. To keep a column out, say 7=- with its number.
import-kept-out = Kept out, so that nothing is learned from them: { $names }
import-no-text = No column for the text was found; say which: 2=text, with /campaign import ‹map› (--map on the command line).
import-no-platform = Nothing says where the posts ran; say it with platform=… (--platform on the command line), or they stay without one.
import-dates-unsure = Dates can be read both ways; I take them as { $order ->
    [month-first] month/day/year
    *[day-first] day/month/year
}. Change it with dates=… (--dates on the command line).
import-counts = { $count ->
    [one] 1 row
    *[other] { $rows } rows
}: { $taken } taken as they are, { $mended } mended, { $aside } set aside.
import-rows = { $text }: { $count ->
    [one] one row, line { $lines }
    *[other] { $count } rows, lines { $lines }
}
import-mend = { $kind ->
    [markup] Markup became plain text
    [tracking] Links lost their tracking parameters
    [invisible] Invisible characters were taken out
    [destroyed] Characters that a wrong encoding had destroyed were taken out
    [at-least] "100,000+" was taken for 100,000
    [link] Links that are none were left out
    [rounded-id] A spreadsheet had rounded the ids (1.9E+18); they were left out
    [short] Cells at the end of the row are missing, and stay so
    *[other] { $kind }
}
import-outliers = Far from the usual engagement; kept and flagged
import-missing = Missing, and not taken for 0: { $what }
import-missing-of = { $kind ->
    [date] date
    [platform] platform
    [impressions] impressions
    [likes] likes
    [comments] comments
    [shares] shares
    *[clicks] clicks
} { $all ->
    [yes] (all)
    *[no] ({ $rows })
}
import-aside-saved = The rows that were set aside, with their reasons, are in { $path }. Correct them and send the file again.
import-aside-sent = The rows that were set aside come with this, each with its reason. Correct them and send the file again.
import-how = Nothing is stored yet. /campaign import ‹confirm› stores the posts, /campaign import ‹cancel› leaves them, /campaign import ‹map 3=likes› corrects a column.
import-say-yes = Nothing is stored yet. The same command with --yes stores the posts; --map 3=likes corrects a column.
aside-reason = { $kind ->
    [no-text] It has no text
    [long-text] Its text has { $one } characters, and no platform takes more than { $other }
    [cells] It has another number of cells ({ $one }) than the header ({ $other })
    [no-number] { $column } is "{ $value }", which is no count
    [negative] { $column } is "{ $value }", below zero
    [fraction] { $column } is "{ $value }", not whole
    [no-date] { $column } is "{ $value }", which is no date
    [future] { $column } is "{ $value }", which is in the future
    [more-clicks] It has { $one } clicks and only { $other } impressions
    [more-reach] It reached { $one } people with only { $other } impressions
    [more-likes] It has { $one } likes with only { $other } impressions
    [over-all] { $column } is "{ $value }", more than all
    [rate-else] { $column } is "{ $value }", and clicks and impressions say far less
    [destroyed] Most of its text was destroyed by another encoding
    [duplicate] The same post as on line { $one }
    [near-stored] Nearly the same post as { $id } of the same days
    [total] A total, not a post
    [quote] A quotation mark opens and never closes
    [long-row] It is longer than any post
    [no-object] It is no JSON object
    *[too-many] It comes after { $one } rows, the most of a file
}
# Rows of one kind that differ; $examples are lines with what is wrong on each.
aside-reasons = { $kind ->
    [long-text] The text is longer than any platform takes
    [cells] It has another number of cells than the header
    [no-number] It is no count
    [negative] It is below zero
    [fraction] It is not whole
    [no-date] It is no date
    [future] It is in the future
    [more-clicks] More clicks than impressions
    [more-reach] More people reached than impressions
    [more-likes] More likes than impressions
    [over-all] More than all
    [rate-else] Clicks and impressions say far less
    [duplicate] The same post as on an earlier line
    *[near-stored] Nearly the same post as a stored one of the same days
} ({ $examples })

import-column-number = no.
import-column-column = column
import-column-field = taken for
import-column-sure = { "" }
sure = { $how ->
    [likely] likely
    [guess] a guess: check it
    *[known] { "" }
}
field-name = { $field ->
    [text] text
    [title] title
    [topic] topic
    [platform] platform
    [date] date
    [time-of-day] time
    [link] link
    [post-id] the platform's id
    [hashtags] hashtags
    [impressions] impressions
    [reach] reach
    [views] views
    [likes] likes
    [comments] comments
    [shares] shares
    [saves] saves
    [clicks] clicks
    [click-rate] click rate
    [engagement-rate] engagement rate
    [language] language
    [segment] audience segment
    [format] format
    [sentiment] sentiment
    *[hook] angle
}
metric = { $kind ->
    [impressions] { $value } impressions
    [reach] { $value } people reached
    [views] { $value } views
    [likes] { $value } likes
    [comments] { $value } comments
    [shares] { $value } shares
    [saves] { $value } saves
    [clicks] { $value } clicks
    [click-rate] click rate { $value }
    *[engagement-rate] engagement rate { $value }
}
detail-numbers = numbers
detail-outlier = (far from the usual)
detail-columns = also in the file
detail-link = link
detail-source = from
label-name = { $kind ->
    [topic] topic
    [hook] angle
    [sentiment] sentiment
    [language] language
    [format] format
    *[segment] segment
}
label-line = { $value } ({ $how })
label-how = { $how ->
    [person] a person said so
    [file] the file said so
    [script] by its letters and words
    [vader] VADER 3.3.2
    [chinese-reviews] learned from Chinese reviews; may not fit posts
    [signs] by its words and signs
    [classifier] a classifier that learned from your labels
    [cluster] posts like it
    *[unknown] unknown
}
label-changed = Corrected; the { $kind ->
    [topic] topic
    [hook] angle
    [sentiment] sentiment
    [language] language
    [format] format
    *[segment] segment
} stays as you said.
label-taken-back = Taken back; what the rules say of the { $kind ->
    [topic] topic
    [hook] angle
    [sentiment] sentiment
    [language] language
    [format] format
    *[segment] segment
} counts again.
sentiment-name = { $value ->
    [positive] positive
    [negative] negative
    *[neutral] neutral
}
label-wrong = A label can't be "{ $value }".
campaign-known = That post is stored already, as #{ $id }.
campaign-known-help = /campaign show ‹{ $id }› shows it; a post that ran again has another date.
label-none = Which label, and what should it be?
label-help = { $kind ->
    [hook] Angles are question, story, number, behind-the-scenes, customer-words, contrast, how-to, statement.
    [sentiment] It is positive, neutral or negative.
    [language] Write a language's code, such as en or zh.
    *[other] Write up to 60 characters.
}
label-filter-help = Write the label and its value: label=hook:question, label=sentiment:positive, label=language:zh

campaign-delete-which = Which past posts should go?
campaign-delete-confirm = This removes { $count ->
    [one] one past post
    *[other] { $count } past posts
} for good.
campaign-delete-confirm-help = To do it, write /campaign delete ‹{ $which }› confirm={ $count }
campaign-deleted = { $count ->
    [one] One past post is
    *[other] { $count } past posts are
} removed.
campaign-export-saved = { $count ->
    [one] One past post is
    *[other] { $count } past posts are
} in { $path }; /campaign import takes the file back.
campaign-export-sent = { $count ->
    [one] One past post
    *[other] { $count } past posts
} as a CSV; /campaign import takes it back.

stats-heading = { $posts ->
    [one] One past post
    *[other] { $posts } past posts
}, { $measured } with numbers{ $dated ->
    [no] { "" }
    *[other] , { $from } to { $to }
}{ $filtered ->
    [no] { "" }
    *[other] { " " }({ $filter })
}
stats-by = { $kind ->
    [platform] platform
    [topic] topic
    *[hook] angle
}
stats-posts = posts
stats-median = median engagement
stats-how = Engagement is likes, comments and shares as far as they are known. "vs usual" is the median against the platform's own median.
stats-title = What did better than usual
stats-bar = { $name } ({ $count })
stats-usual = usual
stats-reading = { $name } did best: { $ratio } × the usual of its platform.
note-already-run = Close to one you ran: { $what ->
    [draft] the copy for { $place }
    *[idea] idea { $place }
} resembles #{ $id } "{ $text }"{ $dated ->
    [no] { "" }
    *[other] { " " }({ $date }{ $rated ->
        [no] { "" }
        *[other] , { $ratio } × usual
    })
}. Kept, so that you can decide.

import-column-dropped = { $column } is no longer taken for { $field }: { $other } is.
offer-dates = { $order ->
    [month-first] Month first
    *[day-first] Day first
}
offer-import = Import
offer-cancel = Cancel
offer-stats = Statistics
