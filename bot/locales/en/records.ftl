# Preferences and past posts.

prefs-heading = Preferences of { $team }
prefs-changed = { $key } is changed.
prefs-how = Change one: /prefs set ‹voice "warm, witty"›
prefs-unset = –
prefs-meaning = { $key ->
    [brand] the brand's name
    [voice] how it sounds
    [audience] who reads it
    [languages] languages it writes
    [platforms] where it posts
    [use] words to use
    [avoid] words to avoid
    [emoji] none, few or many
    [hashtags] its own hashtags
    [ai-label] mark AI copy: on, off
    *[examples] texts that sound right
}
prefs-extra = /prefs shows the preferences and takes no more words; I read "{ $words }".
prefs-extra-help = To change one: /prefs set ‹{ $key } { $value }›
prefs-extra-all = /prefs shows them all; /prefs set changes one: /prefs set ‹voice warm, witty›
prefs-no-key = Which preference?
prefs-unknown-key = There is no preference "{ $key }".
prefs-no-value = What should { $key } be?
prefs-no-value-help = Write /prefs set ‹{ $key }› and the value; "-" clears it.
prefs-wrong-value = { $key } can't be "{ $value }".
prefs-long-value = The value for { $key } has { $length } characters; I take { $most }.
note-sample = { $team } is a made-up sample team: no real café, no real numbers.

campaign-heading = { $shown } of { $total } past posts
campaign-added = Added #{ $id }; { $total ->
    [one] that is the first past post.
    *[other] you have { $total } past posts now.
}
campaign-none = No past posts found.
campaign-no-text = What did the post say?
campaign-none-help = No past post fits that. /campaign list without filters shows them all.
campaign-no-text-help = Write /campaign add ‹"the text"› platform=instagram likes=120 date=2026-03-14
numbers-impossible = { $clicks } clicks of { $impressions } impressions can't be: nobody clicks what was not shown.
numbers-impossible-help = Check both numbers and send it again. Nothing was stored.
campaign-long-text = The post has { $length } characters; no platform takes more than { $most }.
campaign-no-platform = Where did the post run?

column-key = preference
column-value = value
column-meaning = meaning
column-id = id
column-date = date
column-platform = platform
column-angle = angle
column-likes = likes
column-ratio = vs usual
column-text = text
