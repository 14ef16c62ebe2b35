# What commands are called and say of themselves.

command-ideas = Post ideas on a topic, each with its reasons.
command-ideas-example = /ideas ‹oat-milk latte› platform=instagram count=3 format=post
command-prefs = How the team wants to sound.
command-prefs-set = Change one preference; "-" clears it.
command-prefs-set-example = /prefs set ‹voice "warm, witty"›
command-campaign-list = Past posts, the newest first, with how they did.
command-campaign-list-example = /campaign list platform=instagram count=5
command-campaign-add = Add a past post with its numbers; the next ideas learn from it.
command-campaign-add-example = /campaign add ‹"Our oat latte has a heart on it."› platform=instagram likes=890 date=2026-03-14 topic="oat-milk latte"
command-why = What the model was told for the last answer, and why these ideas were chosen.
command-model = Which model answers, where it computes and how fast it is.
command-help = This list; with a command, its options and an example.
command-help-example = /help ‹review›
command-start = What this is, and three things to try.
command-quit = Leave.
rest-topic = TOPIC
rest-command = [COMMAND]
rest-key-value = KEY VALUE
rest-text = TEXT

command-more = { $name } needs one more word: { $names }.
command-unknown = I don't know the command { $name }.
command-near = Did you mean { $name }? /help lists them all.
command-one-of = I know { $names }.
command-see-help = /help lists what I can do.
option-unknown = { $command } has no option "{ $name }".
option-near = Did you mean { $name }? It has { $names }.
option-known = It has { $names }. Put text that contains "=" in quotes.
option-none = It has no options. Put text that contains "=" in quotes.
option-twice = { $name } is there twice: "{ $first }" and "{ $second }".
option-twice-help = Write { $name } once.

did-you-mean = Did you mean { $name }? I know { $names }.
i-know = I know { $names }.
platform-unknown = I don't know the platform "{ $name }".
format-unknown = I don't know the format "{ $name }".
format-not-there = { $platform } has no { $format }.
format-not-there-help = Formats on { $platform }: { $formats }.
language-unknown = I don't know the language "{ $code }".
number-wrong = { $name } can't be "{ $value }".
number-help = Give { $name } as a whole number from { $least } to { $most }.
date-wrong = "{ $value }" is not one day that I can tell.
date-future = { $value } is in the future.
date-help = Write the day with its year, such as 2026-03-14 or 14 March 2026.

message-wordless = I read text and files (CSV, TSV, JSON, JSONL, txt, md, docx, html and OPML), and nothing was done with this. Write to me in words, or see /help.
message-unreadable = I couldn't read that: it is of a kind that I don't know, and nothing was done with it. Send it as text or as a file.
message-empty = There is nothing to answer.
message-long = The message has { $length } characters; I take { $most }.
message-long-help = Send it in parts.
note-invisible = I left out invisible characters: { $names }.
team-unknown = I don't know the team "{ $name }".

help-heading = What I can do
help-options = Options
help-required = { " " }(needed)
help-related = See also: { $names }
start-ideas = Ideas: give me three posts about the oat-milk latte for Instagram
start-review = A review: /review ‹We are the best coffee in town›
start-posts = Your past posts, to learn from: send me a CSV file. /help lists all that I do.
choice-taken-back = take the correction back
choice-original = the text as it was
choice-rewrite = the rewrite
choice-me = my own
choice-yes = yes
choice-date-order = { $order ->
    [day-first] 3/4/2026 is 3 April
    *[month-first] 3/4/2026 is March 4
}
help-plain = Plain words work as well: "give me three posts about the oat-milk latte for Instagram", or just ask me something. Put values of several words in quotes.
farewell = See you.
stopped = Stopped.
next-line-answers = Your next line answers it; an empty one leaves it out.
nothing = { "" }

ask-topic = What should the ideas be about?
ask-preference = Which preference, and what should it be? For example: voice warm, witty
ask-post = What was the text of the post?
command-written = { $english }
