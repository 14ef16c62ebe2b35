# What is learned from the team's own posts: predictions, times, audience, recommendations, audits.

command-model-train = Learn from the team's past posts, or from labels (topic, sentiment, format); the new model is used only if it is better.
command-model-train-example = /model train metric=engagement platforms=instagram,x days=365 level=80 folds=5 seed=1
command-model-history = Earlier models of a metric or of labels, and what came of each training.
command-model-rollback = Go back to an earlier model.
command-model-rollback-example = /model rollback ‹2›
command-predict = What a text will likely do, why, and what would raise it; " | " (or ｜) between variants ranks them.
command-predict-example = /predict ‹"Is it still Monday if your latte has a heart on it?"› platform=instagram time="tue 8:00"
command-besttime = When posts did well, with how sure that is.
command-besttime-example = /besttime platform=instagram
command-audience = Which topics, angles, tones and times go with reactions, by platform, language, segment or a column of your files.
command-audience-example = /audience by=region
command-compare = Two platforms, periods, topics or angles against each other, with an honest test.
command-compare-example = /compare ‹2026-01 2026-02›
command-audit = What is one-sided in the posts, in the model, and when only a name changes.
command-similar = Terms and posts near a term.
command-similar-example = /similar ‹coffee›
command-recommend = What to make next, each with its reason.
command-recommend-example = /recommend less="rainy days"
command-model-export = Approved copy as files to fine-tune a language model on.
rest-label = [topic|sentiment|format]
rest-label-version = [topic|sentiment|format] [VERSION]
rest-two = A B
rest-term = TERM
rest-team-or-nothing = [team]
ask-predict = Which text?
ask-compare = Which two? Platforms, months, topics in quotes.
ask-similar = Which term?

metric-name = { $metric ->
    [engagement-rate] engagement rate
    [likes] likes
    [comments] comments
    [shares] shares
    [saves] saves
    [clicks] clicks
    [views] views
    [impressions] impressions
   *[engagement] engagement
}
weekday-name = { $day ->
    [0] Monday
    [1] Tuesday
    [2] Wednesday
    [3] Thursday
    [4] Friday
    [5] Saturday
   *[6] Sunday
}
daypart-name = { $part ->
    [morning] morning
    [midday] midday
    [afternoon] afternoon
    [evening] evening
   *[night] night
}
tone-name = { $tone ->
    [positive] positive
    [negative] negative
   *[neutral] neutral
}
time-cell = { $day } { $part }
feature-name = { $kind ->
    [length] length
    [links] links
    [hashtags] hashtags
    [mentions] mentions
    [emoji] emoji
    [question] { $given ->
        [yes] no question
       *[no] a question
    }
    [sentiment] sentiment
    [sentence-length] sentence length
    [hour] { $given ->
        [yes] time of day: { $level }
       *[no] time of day
    }
    [weekday] { $given ->
        [yes] { $level }
       *[no] weekday
    }
    [slot] { $given ->
        [yes] { $level }
       *[no] time of the week
    }
    [platform] { $given ->
        [yes] { $level }
       *[no] platform
    }
    [angle] { $given ->
        [yes] angle { $level }
       *[no] angle
    }
    [format] { $given ->
        [yes] format { $level }
       *[no] format
    }
    [topic] { $given ->
        [yes] topic { $level }
       *[no] topic
    }
    [language] { $given ->
        [yes] language { $level }
       *[no] language
    }
    [word] { $given ->
        [yes] the word "{ $level }"
       *[no] words it does without
    }
   *[column] { $given ->
        [yes] column { $level }
       *[no] other columns
    }
}
form-name = { $name }
trait-name = { $kind ->
    [topic] topic { $level }
    [angle] angle { $level }
    [format] format { $level }
    [tone] { $level } tone
    [weekday] { $level }
    [daypart] { $level }
   *[word] the word "{ $level }"
}
dimension-name = { $dimension ->
    [platform] platform
    [language] language
    [segment] segment
    [format] format
    [period] period
   *[weekday] weekday
}
learn-times = { $ratio } ×
learn-usual = usual
learn-mean = mean
learn-below = below usual
learn-above = above usual
learn-method = { $method ->
    [trees] boosted trees
    [platform-and-format] same platform and format
    [regression] regression
    [classifier] classifier
   *[usual] what is usual
}
learn-not-cause = These are things that went together, not causes: what else differed may be the reason.
learn-few = Not enough data: { $posts ->
    [one] 1 past post has
   *[other] { $posts } past posts have
} the number that is asked for, and I say nothing under 30.
learn-few-help = Add past posts with their numbers (/campaign add), or import a file of them.
learn-step-features = Reading { $posts } posts …
learn-step-fold = Testing on posts it has not seen: { $fold } of { $of } …
learn-feature-unknown = I don't know the feature "{ $name }".
learn-metric-unknown = I don't know the metric "{ $name }".
learn-lambda-wrong = lambda can't be "{ $value }".
learn-lambda-help = Give one number, several with commas, or a range such as 0.01..10; between 0.000001 and 1000000.
learn-no-version = There is no such version.
learn-no-version-help = /model history lists them.

train-outcome = { $outcome ->
    [first] Model version { $version } is in use, the first one.
    [replaced] Model version { $version } is in use: it is better than the one before.
    [kept] The new model is no better; version { $version } stays.
    [other-level] Model version { $version } is in use: the one before, with intervals of the level that you asked for.
    [nothing-new] Too little is new to tell a new model from version { $version }, which stays.
    [loses] There is no model in use: the new one is no better than rules.
   *[none] There is no new model.
}
train-duel = On { $posts } posts that neither had seen, the old one errs by { $old } and the new one by { $new } (log units).
card-verdict = { $verdict ->
    [not-enough] Not enough data: { $posts ->
        [one] 1 past post has
       *[other] { $posts } past posts have
    } { $metric }, and I say nothing under 30.
    [constant] All { $posts } posts have the same { $metric }: there is nothing to learn.
    [usual-few] With { $posts } posts I tell what is usual for { $metric } and its range. From { $minimum } posts I try a regression.
    [usual] Neither a regression nor boosted trees on { $posts } posts beat what is usual for { $metric } on posts they have not seen. So I tell what is usual, and its range.
    [format] Neither a regression nor boosted trees on { $posts } posts predict { $metric } best on posts they have not seen: what posts of the same platform and format did comes closer, and closer than what is usual on the platform. So I tell that.
    [trees] Boosted trees on { $posts } posts predict { $metric } better than a regression and both baselines on posts they have not seen: what counts depends on what it comes with.
   *[regression] A regression on { $posts } posts predicts { $metric } better than both baselines on posts it has not seen.
}
card-data = Learned from
card-posts = { $posts ->
    [one] 1 post from { $first }
   *[other] { $posts } posts from { $first } to { $last }
}
card-platforms = Platforms: { $counts }
card-languages = Languages: { $counts }
card-outliers = Far outside and drawn in, none deleted: { $count }
card-columns = Regression with { $count } columns, λ = { $lambda }
card-columns-trees = Boosted trees over { $count } columns
card-columns-format = What is usual for { $count } formats (angles, where there is no format), each on its platform
card-shift = { $platform }: since { $day } the numbers are { $ratio } × what they were. If they are counted differently since then, that is why; "usual" starts anew there.
left-out-unmeasured = Left out: { $posts ->
    [one] one post
   *[other] { $posts } posts
} without the number
left-out-platform = Left out: { $posts ->
    [one] one post
   *[other] { $posts } posts
} on other platforms
left-out-undated = Left out: { $posts ->
    [one] one post
   *[other] { $posts } posts
} without a date
left-out-no-platform = Left out: { $posts ->
    [one] one post
   *[other] { $posts } posts
} without a platform that I know
left-out-window = Left out: { $posts ->
    [one] one post
   *[other] { $posts } posts
} outside the time window
left-out-id = Left out: the column "{ $column }", which only counts or names the posts
left-out-result = Left out: the column "{ $column }", which knows the result
left-out-protected = Left out: the column "{ $column }", which is about a protected trait
left-out-protected-value = Left out: "{ $value }" of the column "{ $column }", which is about a protected trait
card-errors = Mean error on { $tested } posts not seen, { $folds } folds in the order of time (log units)
card-method = { $method ->
    [trees] boosted trees
    [regression] regression
    [median] what is usual on the platform
   *[format] the same platform and format
}
card-luck = Luck alone would show such an advantage over the better baseline { $chance } of the time. It is used where it errs less than both baselines; where this is much, expect little of it.
card-luck-trees = Boosted trees are used only where luck alone would show their advantage over all the others less than 5% of the time; here it is { $chance }.
card-luck-format = Luck alone would show the advantage of the same platform and format over what is usual on the platform { $chance } of the time; it is used under 5%, where neither of the other two does better.
card-coverage = How often intervals held on posts not seen (should → did)
card-group = { $dimension }: { $name }
card-groups = Errors by group of 30 posts or more
card-groups-note = Above 0 the model says too little for a group, below 0 too much; "!" where that is no luck.
card-effects = What goes with the result, all else equal
card-no-effects = Nothing that luck does not explain, of { $count } features.
card-effect = { $name }: { $ratio } × ({ $low } to { $high })
card-effect-of-number = { $name }, per standard deviation
card-effect-alike = { $name } (or { $alike }: these posts have them together, so it may be either)
card-effects-note = Of { $count } features; the chance that any of these is luck is under 5%. Not causes.
card-not-for = Not for
card-not-for-text = Not for judging people or their work, for promises to customers, for other teams or platforms, or for guessing who somebody is. It knows only what this team posted; what was never tried, it cannot tell.

history-none = There is no model of { $metric } yet. Train one: /model train
history-rolled-back = Version { $version } is in use again.
history-heading = Models of { $metric }
column-posts = posts
column-method = method
column-error = error
column-in-force = in use
column-group = group
column-bias = bias
column-chance = chance to be best
column-expected = expected

predict-no-text = Which text?
predict-no-text-help = For example: /predict ‹"Oat foam, two minutes."› platform=instagram
predict-blank = There is nothing to read in this text: no letter, no digit, no emoji.
predict-many = { $count } variants are too many; I rank up to { $most }.
predict-time-wrong = I can't read the time "{ $value }".
predict-time-help = Write a day, an hour, or both: time="tue 8:00pm", time="friday morning", time="tomorrow 8pm", time="2026-12-01 20:30".
train-narrow = The model in use knows { $platforms } alone. /model train without platforms= learns from all.
predict-not-in-model = The model in use was trained on other platforms alone, and knows nothing of { $platform }; /model train learns from all.
predict-no-platform = There are no past posts on { $platform } to learn from.
predict-line = Likely { $expected } { $metric } on { $platform } ({ $level } of the time { $low } to { $high }): { $ratio } × your usual { $usual }.
predict-chart = Why this prediction
predict-chart-reading = What counts most is { $name }: { $ratio } × the mean post.
predict-why = Why, against your mean post:
predict-raises = What would raise it, each checked by predicting the changed post:
predict-raises-nothing = Nothing that your posts have tried would raise it by more than luck.
predict-raise = { $change }: { $ratio } ×
predict-stands = Learned from { $posts } posts, model version { $version } (/model history). Association, not cause.
predict-stands-new = Learned from { $posts } posts just now; /model train keeps the model. Association, not cause.
predict-usual = From { $posts } posts I know only what is usual and its range: what is known of texts would make predictions worse, not better, for posts not seen before (/model train says why). An effect that its card names may be true all the same.
change = { $kind ->
    [ask] ask the reader something
    [shorter] only the first sentence
    [figure] let a figure carry the point
    [longer] half as long again
    [link] with one more link
    [no-links] no links
    [emoji] one more emoji
    [no-emoji] no emoji
    [mention] @mention somebody
    [no-mentions] no @mentions
    [hashtags] { $detail ->
        [1] one more hashtag
       *[other] { $detail } more hashtags
    }
    [no-hashtags] no hashtags
    [weekday] on { $detail }
    [slot] on a { $detail }
    [format] as { $detail }
   *[hour] at { $detail }
}

besttime-title = Best time to post
besttime-title-on = Best time to post on { $platform }
besttime-best = { $time } did best: { $ratio } × the mean of all times, 80% sure between { $low } and { $high } ({ $posts } posts).
besttime-none = No detectable difference between times in { $posts } posts: chance alone would show as much { $chance } of the time.
besttime-no-hours = The posts have dates but no hours, so this is by weekday only.

audience-heading = What goes with reactions, in { $posts } posts
audience-reading = Surest: posts with { $name } do { $direction ->
    [better] better
   *[worse] worse
} than usual more often than others.
audience-nothing = Nothing stands out surely among { $count } topics, angles, tones, times and words. The strongest hints are shown, to try out.
audience-chart = What goes with reactions
audience-zero = as others
audience-share = { $better } of { $posts }
persona-title = { $by ->
    [all] All posts
    [platform] Readers on { $name }
    [segment] Segment { $name }
    [topic] Posts on { $name }
    [format] Posts of the form { $name }
    [column] { $name }
   *[language] Posts in { $name }
}: { $posts } posts, { $reactions } reactions
persona-column = { $column } { $value }
persona-sure = Surely
persona-hint = Perhaps
persona-liking = { $name } goes { $direction ->
    [better] better
   *[worse] worse
} ({ $better } of { $posts } posts above usual, e.g. { $examples })
audience-small = Fewer than 30 posts, so nothing is said of: { $names }
audience-protected = Nothing is said of segments about protected traits: { $names }
audience-not-people = This describes what people react to, not who they are. Things that went together, not causes.

recommend-whose = I don't know for whom: "{ $name }".
recommend-whose-help = /recommend is for you, /recommend ‹team› for the team.
recommend-muted = { $whose ->
    [team] The team sees no more of "{ $topic }", in recommendations and in digests.
    [only-you] You see no more of "{ $topic }". For the whole team an admin decides.
   *[you] You see no more of "{ $topic }".
}
recommend-again = { $whose ->
    [team] "{ $topic }" is shown to the team again.
   *[you] "{ $topic }" is shown to you again.
}
recommend-left-out = Left out, because { $whose ->
    [team] the team
   *[you] you
} muted { $more ->
    [0] it: { $topics }
   *[other] it: { $topics } and { $more } more
}. To see one again: /recommend { $whose ->
    [team] ‹team› more="{ $topic }"
   *[you] more="{ $topic }"
}
recommend-all-muted = Everything that I could recommend is muted.
recommend-none = There is nothing to recommend yet: past posts with topics are what I choose from.
recommend-heading = { $count ->
    [one] One topic
   *[other] { $count } topics
} for { $whose ->
    [team] the team
   *[you] you
}
recommend-fit = Fit
recommend-because = its posts do { $ratio } × your usual (few posts count less), e.g. { $posts }
recommend-because-topic = past posts on it: { $posts }
recommend-no-topics = Topics followed count for nothing yet, as nobody follows any: /me set ‹topics›, or /digest more for all.
recommend-no-sentiment = The sentiment that fits counts for nothing yet, as no voice or example of it is set that shows one: /prefs set ‹voice›.
recommend-new-person = I don't know your taste yet, so this starts from what the team posted and how it did.
recommend-next = Draft one: /ideas ‹{ $topic }› · less of one: /recommend { $team ->
    [yes] ‹team› less="{ $topic }"
   *[no] less="{ $topic }"
}
offer-draft = Draft { $topic }
offer-less = Less of { $topic }

compare-two = I need two things to compare, and read "{ $text }".
compare-two-help = Platforms, periods (2026-03, 2026 Q1, last month, October), days of the week (weekend, monday), topics or angles; quotes around more than one word: /compare ‹"oat-milk latte" "cold brew"›
compare-protected = I don't compare posts of "{ $name }": that is about a protected trait, and I say nothing of those.
compare-unknown = I don't know what "{ $name }" is.
compare-unknown-near = I don't know what "{ $name }" is. Did you mean { $near }?
compare-known = I take platforms ({ $platforms }), periods (2026, 2026-03, 2026 Q1, March 2026, 2026-01..2026-03, last month, October), days of the week (monday, weekend, weekdays), angles ({ $angles }), languages (English), forms (video), tones (positive){ $has_topics ->
    [yes] , segments, and topics ({ $topics }, …)
   *[no] {" "}and segments
}.
compare-few = Too few posts to compare: { $left } has { $left_posts }, { $right } has { $right_posts }{ $both ->
    [0] .
   *[other] {" "}that are not in the other; { $both } are in both, and left out.
}
compare-inside = All { $posts } posts of { $inner } are in { $outer } too, so there is nothing to hold it against.
compare-apart = { $left } and { $right } ran on different platforms, which have too few posts of both. What each platform counts would be all of the difference, so I say nothing.
compare-inside-help = Take two that do not contain each other, such as /compare ‹2026-08 2026-09›.
compare-apart-help = Take two that ran on the same platform, at least { $least } posts each.
compare-platform-mixed = { $platform } is a platform, and posts of { $other } run on platforms too: each would be a part of the other.
compare-platform-mixed-help = Compare { $platform } with another platform, or { $other } with something else than a platform.
compare-few-help = Each side needs { $least } posts with the number.
compare-reading = { $differs ->
    [yes] { $left } does { $ratio } × { $right } in { $metric } (95% sure between { $low } and { $high }); chance alone would show as much { $chance } of the time.
    [alike] { $left } and { $right } do about the same in { $metric }: { $ratio } ×, and no more than from { $low } to { $high } fits.
   *[unsure] No detectable difference in { $metric } between { $left } and { $right }: { $ratio } ×, but anything from { $low } to { $high } fits, so the posts can't tell; chance alone would show as much { $chance } of the time.
}
compare-reading-pairs = { $differs ->
    [yes] { $more } does better than { $less } in { $metric }: { $zero ->
        [yes] { $more_any } of its posts have more than 0, against { $less_any }, and it
       *[no] it
    } is ahead in { $ahead } of the pairs of posts that differ; chance alone would show as much { $chance } of the time.
   *[unsure] No detectable difference in { $metric } between { $more } and { $less }: { $zero ->
        [yes] { $more_any } of the first's posts have more than 0, against { $less_any } of the second's, and the first
       *[no] { $more }
    } is ahead in { $ahead } of the pairs of posts that differ; chance alone would show as much { $chance } of the time. The numbers stand in too few heaps to say how many times as much.
}
compare-chart-any = Share of posts with more than 0 { $metric }
compare-against = { $by ->
    [usual] Posts were held only against others on the same platform, each by what was usual there when it ran.
    [usual-and-form] Posts were held only against others of the same form on the same platform, each by what was usual there when it ran.
    [platform] Posts were held only against others on the same platform.
   *[all] These are the numbers as each platform counts them: it may have more readers, or count more, and no better posts.
}
compare-both = { $posts ->
    [one] One post is
   *[other] { $posts } posts are
} in both, and left out.
compare-left-apart = { $posts ->
    [one] One post of { $name } is
   *[other] { $posts } posts of { $name } are
} on platforms where the other side has none, and left out.
compare-bar = { $name } · { $of }
compare-chart = Median { $metric }, with the middle half of posts
compare-side = { $median } ({ $posts } posts)

audit-heading = Audit of { $posts } posts: { $count ->
    [0] nothing to name
    [one] one thing to name
   *[other] { $count } things to name
}
audit-nothing = { $looked ->
    [all] Nothing dominates, nothing that you want is missing, and no group or word is treated differently beyond luck.
    [groups] Nothing dominates, nothing that you want is missing, and no group is treated differently beyond luck. Words were not looked at.
    [words] Nothing dominates, nothing that you want is missing, and no word is treated differently beyond luck. There is no model that could treat groups differently.
   *[neither] Nothing dominates, and nothing that you want is missing. Neither groups nor words could be looked at.
}
audit-dominates = { $dimension }: { $name } has { $share } of the posts, so what is learned is mostly about it.
audit-covers = { $dimension }: only { $name }; that is what your posts cover
audit-unread = { $posts ->
    [one] One post is
   *[other] { $posts } posts are
} in languages that I have no methods for ({ $counts }). Their angles and sentiment are left out, and names, genders and regions were not swapped in them: of such a bias there this says nothing.
audit-missing = { $dimension }: { $name } is in your preferences, and no post is for it.
audit-gap = { $months } of { $of } months have no post.
audit-unmeasured = { $share } of the posts have no numbers.
audit-bias = { $dimension } { $name }: the model says too { $direction ->
    [little] little
   *[much] much
}, by { $ratio } × ({ $posts } posts).
audit-word = Posts with { $more } do { $ratio } × as well as { $against ->
    [others] those with { $less }
   *[without] those without; too few posts name another to compare with
} ({ $low } to { $high } × at 95%; { $posts }{ $against ->
    [others] { " " }and { $others }
   *[without] { "" }
} posts), all else equal.{ $changes ->
    [yes] { " " }In the prediction, "{ $to }" in place of "{ $from }" changes { $change }.
   *[no] { "" }
}
audit-swap = "{ $to }" in place of "{ $from }" changes the { $what ->
    [review] review's score (0 to 100)
   *[sentiment] sentiment score
} by { $difference } ({ $texts } texts). It should change nothing.
audit-chart = Posts by platform
audit-chart-reading = { $name } has most: { $share }.
audit-shares = { $dimension }: { $parts }
audit-looked = Looked at: { $groups } groups of 30 posts or more; { $words ->
    [one] 1 comparison
   *[other] { $words } comparisons
} of posts by the names, places and words for women and men in them; { $swaps ->
    [one] 1 swap
   *[other] { $swaps } swaps
} of such words in your own and in made-up sentences, on sentiment and on the review's score. Corrected for how many were looked at.
audit-looked-no-model = Looked at: { $words ->
    [one] 1 comparison
   *[other] { $words } comparisons
} of posts by the names, places and words for women and men in them; { $swaps ->
    [one] 1 swap
   *[other] { $swaps } swaps
} of such words on sentiment and on the review's score. There is no regression to look at: predictions are what is usual, the same for every text.

similar-no-term = Which term?
similar-common = "{ $term }" is in too many texts to say what is near it: give a word of what posts are about.
similar-unknown = No past post has "{ $term }".
similar-heading = Near "{ $term }" (in { $posts } posts)
similar-chart = Terms near "{ $term }"
similar-reading = Nearest is "{ $term }": both come with { $shared }.
similar-note = By the words that terms come with in your posts (mutual information, cosine); with few posts that is rough.

tuning-made = { $training } lines for training, { $validation } for validation ({ $share }). No text of validation is { $likeness } or more like one of training.
tuning-repeats = Left out because they repeat another: { $count }
tuning-cleaned = Personal data taken out of { $count } texts: { $classes ->
    [yes] { $counts }
   *[no] none was found
}
tuning-class = { $class ->
    [link] links to profiles
    [email] e-mail addresses
    [phone] phone numbers
    [address] addresses and postcodes
    [birth] dates of birth
    [key] keys and passwords
    [ip] IP addresses
    [number] numbers of ids, cards and accounts
   *[name] names and accounts
} { $count }
tuning-not-found = Names without a title, nicknames, and what is written in other ways than the usual are not found: read the files before you hand them on.
tuning-short = Left out because they are too short: { $count }

learned-label = { $kind ->
    [topic] topic labels
    [sentiment] sentiment labels
    [hook] angle labels
    [language] language labels
   *[format] format labels
}
learn-label-unknown = I can't learn the label "{ $name }".
labels-outcome = { $outcome ->
    [first] A classifier gives { $label } to new posts now, version { $version }, the first one.
    [replaced] A classifier gives { $label } to new posts now, version { $version }: it is better than the one before.
    [kept] The new classifier is no better; version { $version } goes on giving { $label }.
    [nothing-new] Too few labels are new to tell a new classifier from version { $version }, which stays.
    [loses] Rules go on giving { $label }: a classifier is no better on labels that it has not seen.
   *[none] There is no classifier for { $label }.
}
labels-duel = Of { $labels } labels that neither had seen, the old one gets { $old } wrong and the new one { $new }.
labels-few = Not enough to learn { $label } from: { $labels ->
    [one] 1 post has one
   *[other] { $labels } posts have one
} that people gave. I need { $least }, and at least two different ones.
labels-same = I can't learn { $label }: all { $labels } that people gave are "{ $only }". { $missing ->
    [0] A second kind is needed.
   *[other] A second kind is needed, and { $missing } more labels.
}
labels-few-help = Correct labels with /campaign label, for example: /campaign label ‹C-031› { $kind ->
    [topic] topic="oat-milk latte"
    [format] format=carousel
   *[sentiment] sentiment=positive
}
labels-data = { $labels } labels that people gave: { $counts }
labels-accuracy = Right on labels not seen (five times on a fifth), and agreement with people beyond chance (Cohen's κ)
labels-method = { $method ->
    [classifier] the classifier
    [rules] the rules that label without it
   *[frequent] always the most frequent label
}
labels-luck = Luck alone would show such an advantage over the better of the two others { $chance } of the time; it is used under 5%.
labels-group = { $kind ->
    [language] language
   *[label] label
}
labels-not-for-text = Not for judging people, nor for what decides about somebody. It knows only the labels that it was shown, and gives one of them to every text that resembles them; what you correct counts more than what it says.
column-right = right
history-try = { $at } UTC, { $by ->
    [schedule] by the schedule
   *[person] asked for
}, on { $posts }: { $outcome }
history-compared = (old error { $old }, new { $new })
likely = Likely
likely-line = { $expected } { $metric } on { $platform } ({ $level } of the time { $low } to { $high }), { $ratio } × your usual { $usual } · model { $version }
predict-new-language = The model has seen next to no posts in { $language }: it counts length, time, platform and form here, and says nothing of the words.
because-recommended = you named no topic; "{ $topic }" fits: { $parts }{ $known ->
    [yes] ; its posts do { $ratio } × your usual
   *[no] { "" }
}
recommend-because-followed = you follow it, and there is no post on it yet
audit-agreement = { $label }: people and rules agree on { $agreed } of { $labels } (Cohen's κ { $kappa })
audit-corrected = People corrected { $corrected } of the { $labels } labels that they looked at.
audit-refused = People refused { $refused } of { $ideas } ideas that they decided on.
audit-no-people = Nobody has labelled posts or decided on ideas yet, so there is nothing to agree on.
learn-constant = All { $posts } posts have the same { $metric }: there is nothing to learn from them.
learn-constant-help = Import numbers that differ, or ask for another metric: metric=likes
predict-unread = This text is in { $language }. I have no method there for angle and sentiment: length, time, platform, form and words that past posts have count, nothing else.
predict-unknown-language = I can't tell which language this text is in. So angle, sentiment and words that mean nothing alone are unknown to me here: length, time, platform, form and words that past posts have count, nothing else.
learn-unread-languages = Posts in { $languages }: I have no method there for angle and sentiment. I count length, time, platform, form and words, and claim nothing else.
card-protected-segments = Left out: { $count ->
    [one] one segment
   *[other] { $count } segments
} about protected traits, of which nothing is said
predict-others = { $count } smaller reasons
predict-sum = The mean post does { $mean } × your usual; times all reasons together, { $reasons } ×, that is { $ratio } × your usual.
predict-now = For now, { $day } { $hour }; another time: time="tue 8:00".
predict-hour-unknown = No past posts ran at that time of day, so the hour counts as usual.
besttime-cells = Each cell: result against the mean of all times, posts in brackets, and from where to where it lies with 80% certainty. Only cells that are surely better or worse are coloured.
compare-same = "{ $left }" and "{ $right }" are the same.
compare-shift = { $platform }: since { $day } the numbers are { $ratio } × what they were, and posts from before and after are compared here. That may be all of the difference.
recommend-because-chosen = { $by ->
    [person] you chose topics like it more often than others; past posts on it: { $posts }
   *[team] your team posts about topics like it more often than about others, e.g. { $posts }
}
recommend-because-variety = for variety; its posts do { $ratio } × your usual, e.g. { $posts }
recommend-because-follows = you follow it; past posts on it: { $posts }
recommend-part-topic = topics followed { $share }
recommend-part-sentiment = sentiment { $share }
recommend-part-behaviour = behaviour so far { $share }
recommend-parts = { $parts }
recommend-muted-unknown = No past post and no wish is about "{ $topic }"; it is noted all the same.
by-protected = I don't divide posts by "{ $column }": that is about a protected trait, and I say nothing of those.
by-unknown = No post has a column "{ $column }".
by-values = "{ $column }" has { $count ->
    [one] one value
   *[other] { $count } values
}; I divide posts by columns with { $least } to { $most }.
by-few = No value of "{ $column }" has { $least } posts with the number; the most frequent has { $posts }. So there is nothing to say.
by-columns = I can divide them by: { $names }
predict-form-unknown = { $forms ->
    [0] None of your past posts has a form in the data, so "{ $form }" changes nothing here.
   *[other] No past post has the form "{ $form }", so it changes nothing here. Your posts have: { $names }.
}
predict-form-few = { $posts ->
    [one] Only one past post has
   *[other] Only { $posts } past posts have
} the form "{ $form }", too few to learn from, so it changes nothing here.
predict-form = These posts are told apart by their form only, and I don't know that of this one, so it counts as usual. I know: { $forms }. For example: form="{ $form }"
recommend-less-empty = Which topic do you want less of?
likely-note = Likely { $line }
by-knows = "{ $column }" knows the result, by its name or because its values follow the numbers of the posts: each part would only show how it was cut.
by-none = No post has { $kind ->
    [segment] a segment
    [topic] a topic
    [form] a form
    [language] a language that I know
   *[platform] a platform
} and the number that is asked for, so there is nothing to divide by.
by-one = All posts have the same { $kind }: { $value }. So there is nothing to divide by.
learn-few-because = { $few } { $why }
learn-unlearnable-help = Remove them (/campaign delete) and import them again with their day and platform: platform=instagram says it for a whole file, /campaign import ‹map 2=date› names the column.
unlearnable-undated = { $posts ->
    [one] One more post has no date
   *[other] { $posts } more posts have no date
}: without its day I can't tell what was usual then, so I don't learn from it.
unlearnable-platform = { $posts ->
    [one] One more post has no platform that I know
   *[other] { $posts } more posts have no platform that I know
}: without it I can't tell what is usual there, so I don't learn from it.
unlearnable-both = { $first } { $second }
