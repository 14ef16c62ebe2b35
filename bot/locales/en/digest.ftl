# Trend digests: setting up, the message, history, sources.

command-trends = What is rising now in everything that your digests follow.
command-digest-create = A new trend digest. Shows the next five times before it is saved; an OPML file can come along.
command-digest-create-example = /digest create ‹Coffee› sources="reddit:Coffee; news:oat milk" schedule="weekdays 9:00" zone=Europe/Berlin
command-digest-list = All digests of the team.
command-digest-show = One digest: its sources, filters and next times, and which sources fail.
command-digest-edit = Change a digest: only what is named; "-" clears it.
command-digest-edit-example = /digest edit ‹D-1› schedule="every Monday 8:30" exclude="giveaway, coupon"
command-digest-run = One digest now, here.
command-digest-pause = Nothing of a digest until it is resumed.
command-digest-resume = A paused digest again.
command-digest-delete = A digest and its history, for good.
command-digest-history = What became of a digest each time: state, items, model, messages.
command-digest-opml = The feeds of a digest as OPML, for feed readers.
command-digest-mute = Nothing more of a topic in any digest.
command-digest-more = More of a topic: it stands first in every digest.
command-digest-unmute = A topic neither muted nor first any more.
command-digest-answer = Answer a question of /digest create; where you can write to me, plain words do.
command-digest-alerts = Tell admins here when a digest could not be posted; "off": where it was set up.
command-mute = Nothing more of a topic in any digest.
rest-digest-name = [NAME]
rest-digest = [D-NUMBER]
rest-digest-topic = TOPIC
rest-digest-answer = [QUESTION] ANSWER
rest-digest-alerts = [off]
ask-digest-answer = Your answer
ask-digest-topic = Which topic?

digest-trends = Trends
digest-heading = { $name } · { $schedule }, { $zone }
digest-period = { $sources ->
    [one] 1 source
   *[other] { $sources } sources
}, { $items ->
    [0] no items
    [one] 1 item
   *[other] { $items } items
} since { $since }.
digest-missed = { $count ->
    [one] I was away for 1 digest before this one.
   *[other] I was away for { $count } digests before this one.
} This one stands for them.
digest-no-baseline = No baseline yet: what is usual shows after 7 periods, and I have { $windows }. Until then, the newest and most covered stories:
digest-nothing-rises = Nothing rises above its usual. Instead, the newest and most covered stories:
digest-empty = Nothing new.
digest-rises = "{ $name }"  ↑ { $ratio } × its usual
digest-is-new = "{ $name }"  ↑ new
digest-covered = { $name }
digest-why = Why
digest-for-you = For you
digest-told = told { $count ->
    [1] once
    [2] twice
   *[other] { $count } times
} by { $sources } of { $all ->
    [one] 1 source
   *[other] { $all } sources
}
digest-usual = usually { $usual } × in a period
digest-usual-never = never in the periods before
digest-first-seen = first seen { $at }
digest-related = with { $terms }
digest-is-wanted = you asked for more of it
digest-score = score { $total } = burst { $burst } + sources { $coverage } + new { $novelty } + fresh { $freshness }
digest-quiet = Quiet: { $topics }.
digest-failed = Could not read:
digest-retired = I don't ask it any more.
digest-chart = How often it was told, in the last { $windows } periods
digest-no-model = Headlines only, without the model's words: { $because }
digest-preview-old = The items are older than the period. To see the digest of their time: --at { $at }
digest-preview-note = A preview: nothing is stored, and no model is asked for summaries and angles.
digest-button-draft = { $number } Draft a post
digest-button-more = { $number } More
digest-button-mute = { $number } Mute
digest-button-save = Save
digest-collecting = Reading { $count ->
    [one] 1 source
   *[other] { $count } sources
} …

digest-confirm = Not saved yet. Like this?
digest-confirm-help = To save it:
digest-done = { $done ->
    [created] Saved.
    [changed] Changed.
    [paused] Paused. Nothing comes until it is resumed.
    [resumed] Resumed. What was due meanwhile does not come.
   *[deleted] Deleted, with its history.
}
digest-none = There is no digest yet.
digest-none-help = Make one: /digest create ‹Coffee› sources="reddit:Coffee; news:oat milk" schedule="weekdays 9:00"
digest-unknown = There is no digest { $id }.
digest-which = There are several digests; name one.
digest-id-wrong = "{ $value }" is no digest's id.
digest-id-help = Ids are as in /digest list: D-1.
digest-missing = A digest needs { $names }.
digest-missing-help = Such as: /digest create ‹Coffee› sources="reddit:Coffee; https://example.org/feed.xml" schedule="weekdays 9:00"
digest-unnamed = Trends
digest-name-long = A digest's name has at most { $most } characters.
digest-many-sources = { $count } sources are too many: a digest has at most { $most }.
digest-label-sources = Sources
digest-label-topics = Topics
digest-label-channel = Channel
digest-label-quiet = Quiet hours
digest-label-filters = Filters
digest-label-tone = Tone
digest-label-state = State
digest-label-next = Next
digest-label-jitter = Starts
digest-paused = paused
digest-jitter = { $seconds } s after its time, so that not all digests start at once
digest-aside = { $schedule }, { $zone } · up to { $count } trends
digest-filter = { $name }: { $value }
digest-failing = Sources that fail: { $sources }

digest-question-title = A new digest · { $number } of { $of }
digest-question = { $question ->
    [name] What is the digest to be called? Such as: Coffee
    [sources] What should it follow? Addresses of feeds or pages, and names such as reddit:Coffee or news:oat milk, apart by ";".
    [topics] Which topics do you want to hear of even when they are quiet? Such as: oat milk, matcha
    [schedule] When should it come? Such as: weekdays 9:00 · every Monday and Thursday at 8am · monthly on the 15th
    [zone] In which time zone? Without an answer: { $zone }.
    [channel] Into which channel? Without an answer it comes here.
    [count] How many trends at most? 1 to 10; without an answer 5.
    [lang] In which language, en or zh? Without an answer, the one we are speaking now.
    [quiet] Hours without posts? What is due then comes at their end. Without an answer there are none.
   *[tone] How should summaries sound? Such as: brisk, no jargon
}
digest-question-how = Write your answer, or: skip · back · cancel
digest-question-how-must = Write your answer, or: back · cancel
digest-question-empty = The answer is empty.
digest-question-yes = Answer "yes" to save it, "back" to change the last answer, "cancel" to leave it.
digest-question-cancelled = Nothing was saved.
digest-question-none = I have asked you nothing here, or it is more than an hour ago.
digest-question-none-help = Begin with /digest create
digest-button-answer = Answer
digest-button-skip = Skip
digest-button-cancel = Cancel
digest-alerts = { $done ->
    [here] When a digest can't be posted, I say so here.
   *[off] When a digest can't be posted, I say so where it was set up.
}
digest-alerts-wrong = "{ $value }" is neither here nor off.
digest-alerts-help = Write /digest alerts in the channel for admins, or /digest alerts ‹off›.

digest-history = { $id }  { $name }
digest-history-none = It has not run yet.
digest-column-due = due
digest-column-state = state
digest-column-items = items
digest-column-model = model
digest-column-messages = messages
digest-by-hand = by hand
digest-state = { $state ->
    [due] due
    [claimed] begun
    [collected] items read
    [composed] written
    [posting] being posted
    [posted] posted
    [failed] failed
   *[uncertain] uncertain
}
digest-problem = { $kind ->
    [no-right] the bot has no right to write there
    [removed] the bot was removed
    [blocked] the bot is blocked
    [channel] the channel is not there
    [topic] the topic is not there
    [refused] the platform refuses it
    [interrupted] it was interrupted while it was sent
    [absent] the bot is not on that platform now
   *[not-sent] the platform did not take it
}
digest-problem-why = { $problem } ({ $why })
digest-told-failed = The digest "{ $name }" of { $due } could not be posted: { $because }.
digest-told-uncertain = The digest "{ $name }" of { $due } may or may not have arrived: { $because }. I don't send it again.
digest-told-help = See /digest history ‹{ $id }›; /digest run ‹{ $id }› shows it here.
digest-told-paused = It is paused now. When the channel takes messages again: /digest resume ‹{ $id }›; or give it another one: /digest edit ‹{ $id }› channel=…

digest-topic-none = Which topic? Write a word or phrase.
digest-topic-help = Such as: /mute ‹matcha›
digest-topic-done = { $wish ->
    [muted] Nothing more of "{ $topic }".
    [wanted] "{ $topic }" stands first from now on.
    [unmuted] "{ $topic }" is no longer muted.
    [unwanted] "{ $topic }" no longer stands first.
   *[neither] "{ $topic }" was neither muted nor first.
}
digest-topics = { $wish ->
    [muted] Muted: { $topics }. /digest unmute takes one back.
   *[wanted] First: { $topics }.
}

digest-source-unknown = I don't know the source "{ $value }".
digest-source-help = Write an address (https://…) or one of { $names }, such as reddit:Coffee.
digest-source-part = "{ $value }" is not complete.
digest-source-example = Such as { $example }
digest-selector = "{ $value }" is no CSS selector.
digest-selector-help = Such as: https://example.org/news > ul.news li
digest-file = { $path } can't be read: { $reason }
digest-pattern = The pattern "{ $value }" is wrong: { $reason }.
digest-pattern-help = It is a regular expression, such as oat.?milk|燕麦奶
feed-page = It is a web page that names no feed, and no article was found in it.
feed-none = It is no RSS, Atom or JSON feed, or the selector finds nothing.
feed-entities = It declares entities of its own, which I don't read.
feed-deep = Its elements are nested too deeply.
feed-broken = It is broken: { $reason }

schedule-daily = daily { $time }
schedule-weekdays = weekdays { $time }
schedule-weekly = { $days } { $time }
schedule-monthly = monthly on day { $day }, { $time }
schedule-cron = { $line }
weekday = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
schedule-unknown = I don't understand "{ $word }" in the schedule "{ $value }".
schedule-time = "{ $value }" is no time of day.
schedule-field = "{ $value }" is wrong in a cron line.
schedule-no-day = The schedule "{ $value }" names no day.
schedule-never = The schedule "{ $value }" is never due.
schedule-help = Such as: weekdays 9:00 · every Monday and Thursday at 8am · daily at 8 · monthly on the 15th · 0 9 * * 1-5
zone-unknown = I don't know the time zone "{ $value }".
zone-help = Such as Europe/Berlin, Asia/Shanghai, America/New_York or UTC.
channel-wrong = "{ $value }" is no channel.
channel-help = Write its id, or name it as the platform does: <#123456789>. Without it the digest comes here.
quiet-wrong = "{ $value }" are no quiet hours.
quiet-help = Such as 22:00-7:00; "-" for none.
digest-fits = fits you: { $parts }
digest-language = Digests are written in English or Chinese, not in "{ $code }".
digest-label-language = Language
digest-next-steps = Next: /ideas ‹"{ $name }"› count=1 · /digest more ‹TOPIC› · /mute ‹TOPIC›
digest-list = { $sources ->
    [one] 1 feed
   *[other] { $sources } feeds
} of { $id }, for feed readers.
