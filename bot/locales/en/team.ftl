# Rules for words, the history of preferences, suggestions, and what is stored of a person.

command-prefs-rule = Rules for words: say X, not Y; banned and required words.
command-prefs-rule-example = /prefs rule ‹add "say café, not coffee shop"› example="Our coffee shop opens at eight."
command-prefs-history = Every change of preferences and rules: who, when, what it was, what it is.
command-prefs-undo = Take the last change of preferences or rules back.
command-prefs-learn = What your best posts have in common, as preferences to accept.
command-prefs-learn-example = /prefs learn ‹accept 1 3›
command-me = All that I keep about you, and your own wishes.
command-me-set = Your language, the topics you follow, the platforms you write for.
command-me-set-example = /me set ‹topics oat lattes, rainy days›
rest-rule = [list | add "RULE" | remove R-001]
rest-learn = [accept 1 3]
rest-me = WISH VALUE
ask-me = language, topics or platforms, and the value

rule-verb = I don't know what to do with "{ $verb }".
rule-which = Which rule? Say what the team says, or never says.
rule-remove-which = Which rule should go?
rule-unread = I can't read "{ $text }" as a rule.
rule-unread-help = Three forms: "say café, not coffee shop" · "ban game-changer" · "require Morning Barn". Write it as /prefs rule ‹add "ban game-changer"› example="A real game-changer." – the example is a sentence with the words in it. Also: /prefs rule ‹list›, /prefs rule ‹remove R-001›
rule-no-example = The rule needs an example: a sentence with "{ $pattern }" in it, so that I can test that it finds something.
rule-no-example-help = Write: /prefs rule ‹add "{ $text }"› example="a sentence with { $pattern } in it"
rule-unknown = There is no rule { $id }.
rule-unknown-help = /prefs rule ‹list› shows them all.
rule-too-many = There are { $most } rules already, and that is the most I take. Remove one first: /prefs rule ‹remove R-001›
rule-contradicts = { $id } says the opposite: no text could follow both. Nothing was stored.
rule-contradicts-help = /prefs rule ‹list› shows it; /prefs rule ‹remove { $id }› takes it away first.
rule-known = { $id } says that already.
rule-empty = A rule needs words to look for.
rule-long = { $length } characters are too many for a rule; I take { $most }.
rule-not-expression = "{ $pattern }" is no regular expression: { $reason }.
rule-expression-help = Between slashes stands a regular expression, such as /\d+ ?% off/; plain words need no slashes.
rule-example-unmatched = The example "{ $example }" does not have "{ $pattern }" in it, so the rule would not find it. Nothing was stored.
rule-example-help = Give an example with the words as people write them. Words match whole and in their simple forms; parts of words don't.
rule-done = { $done ->
    [added] { $id } is kept; its example matches.
    *[removed] { $id } is removed. /prefs undo brings it back.
}
rule-meaning = { $demand ->
    [required] always say "{ $pattern }"
    [banned] never say "{ $pattern }"
    *[preferred] say "{ $say }", not "{ $pattern }"
}
rule-named = { $id }: { $meaning }
rules-heading = Rules for words
rules-none = There are no rules for words yet.
rules-how = Add one: /prefs rule ‹add "say café, not coffee shop"› example="Our coffee shop opens at eight."
column-rule = rule
column-example = example
column-matched = matched
column-old = before
column-new = since
column-number = no.

prefs-undone = { $id } is taken back.
prefs-undo-nothing = There is no change of preferences to take back.
prefs-history-heading = Changes of preferences, the newest first
prefs-history-none = Nobody has changed the preferences yet.
prefs-history-rule = rule
prefs-history-undoes = undoes { $id }
prefs-history-undone = undone
prefs-history-how = /prefs undo takes the newest one back.

learn-help = /prefs learn proposes; /prefs learn ‹accept 1 3› stores the first and the third.
learn-verb = I don't know what to do with "{ $text }".
learn-numbers = "{ $text }" are no numbers of proposals.
learn-unknown = There is no proposal { $number }; they go up to { $most }.
learn-too-few = { $posts } past posts with numbers say too little; I need { $needed }.
learn-too-few-help = Add some: /campaign add ‹"the text"› platform=instagram likes=120
learn-heading = What your { $best } best posts have in common, of { $posts } with numbers
learn-how = { $stored ->
    [some] The rest is not stored yet.
    *[none] Nothing is stored yet.
} Accept by number: /prefs learn ‹accept 1 3›
learn-accepted = Stored: { $keys }. /prefs history shows what it was before.
learn-nothing-new = Your best posts suggest nothing that your preferences don't say already.
learn-accept = Accept { $number }
learn-words = more often in your best posts: { $words }
learn-word = { $word } ({ $best } against { $rest } posts)
learn-emoji = your best posts have { $median } emoji (median)
learn-hashtags = in a third of your best posts or more; { $median } hashtags each (median)
voice-trait = { $voice ->
    [curious] curious
    [concise] concise
    [calm] calm
    [lively] lively
    *[personal] personal
}
voice-because = { $voice ->
    [curious] half of your best posts ask something
    [concise] half of their sentences have 8 words or fewer
    [calm] at most one in ten has an exclamation mark
    [lively] half of them or more have an exclamation mark
    *[personal] most of them speak to the reader as "you"
}

me-heading = What I keep about you
me-changed = Your { $wish ->
    [language] language is
    [topics] topics are
    *[platforms] platforms are
} changed.
me-wish = { $wish ->
    [language] language
    [topics] topics
    *[platforms] platforms
}
me-stored = Records of you, or with your name, in every team here:
me-file-heading = All that Copydesk keeps about you, { $at }
me-file-team = In the team { $team }:
me-saved = All of it, word for word, is in { $path }.
me-how = Change it: /me set ‹language zh› · /me set ‹topics oat lattes, rainy days› · /me set ‹platforms instagram, x›. "-" clears one. It holds wherever this team meets; another team asks you anew. /forget me removes it all.
me-unknown = I don't know the wish "{ $name }".
me-no-value = What should { $name } be?
me-no-value-help = Write the value behind it; "-" clears it.
me-too-many = That is too many; I take { $most }.
me-language = I answer in English or Chinese; "{ $code }" I don't speak yet.
