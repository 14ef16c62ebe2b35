# Ideas by their id, drafts and the board.

command-idea-show = One idea again, by its id.
command-idea-more = More like an idea: the same angle in other words.
command-idea-angle = The same topic from another angle.
command-idea-shorter = An idea, shorter.
command-idea-longer = An idea, longer.
command-idea-use = Use an idea: it becomes a draft.
command-idea-use-example = /idea use ‹I-017›
command-idea-reject = Say that an idea is not for us, and why; the next ones follow it.
command-idea-reject-example = /idea reject ‹I-017 too playful for a bank›
command-draft = Write the whole piece for each platform, from an idea or a topic.
command-draft-example = /draft ‹I-017› platforms=instagram,blog,tiktok
command-draft-write = Write the whole piece for each platform, from an idea or a topic.
command-draft-show = A draft with its copy, and what can be done next.
command-draft-submit = Hand a draft in for review.
command-draft-approve = Approve a draft that is in review; for admins.
command-draft-changes = Ask for changes in a draft; for admins.
command-draft-changes-example = /draft changes ‹D-004 name the price, and shorter›
command-draft-reject = Reject a draft; for admins.
command-draft-edit = Change a draft's copy; every version is kept.
command-draft-edit-example = /draft edit ‹D-004 The new text, with its #hashtags› platform=instagram
command-draft-publish = Note that an approved draft is out, with its link and later its numbers; for admins.
command-draft-publish-example = /draft publish ‹D-004› link=https://instagram.com/p/abc likes=120 comments=8
command-draft-note = A note that only those who approve can read; for admins.
command-draft-history = Who did what with a draft, and what each version changed.
command-drafts = The board: open ideas, drafts and where they stand.
command-drafts-example = /drafts state=in-review
rest-idea = I-017
rest-idea-reason = I-017 WHY
rest-draft = D-004
rest-draft-text = D-004 TEXT
rest-draft-topic = IDEA OR TOPIC
ask-idea = Which idea? Its id, such as I-017
ask-idea-reason = Which idea, and why not? I-017 too playful
ask-draft = Which draft? Its id, such as D-004
ask-draft-topic = An idea's id, or a topic
ask-draft-changes = Which draft, and what should change?
ask-draft-edit = The draft's id, and the new text
ask-draft-note = The draft's id, and the note
then-idea-reject = Why is it not for you?
then-draft-changes = What should change?
then-draft-reject = Why is it rejected?
then-draft-note = What should the note say?
question-idea-reject = Why is { $id } not for you? The next ideas are told.
question-idea-reject-command = /idea reject { $id }
question-draft = { $action ->
    [changes] What should change in { $id }?
    [reject] Why is { $id } rejected?
    *[note] What should the note on { $id } say?
}
question-draft-command = { $action ->
    [changes] /draft changes { $id }
    [reject] /draft reject { $id }
    *[note] /draft note { $id }
}{ $version ->
    [none] { "" }
    *[other] { " " }version={ $version }
}
ai-mark = Made with AI.
ai-platform = { $rule ->
    [china] { $platform }: declare AI content on the publishing page as well; the labelling rules in force in China since 1 September 2025 ask for it.
    *[media] { $platform }: if pictures, voices or scenes are made by AI too, switch on the platform's own AI label when you post.
}

idea-which = Which idea?
idea-unknown = There is no idea { $id }.
idea-unknown-help = Ideas carry their ids, such as I-017; /ideas gives new ones.
idea-used-before = { $id } is used already, by { $by } at { $at }: it is the draft { $draft }.
idea-used-before-help = See it with /draft show ‹{ $draft }›
idea-refuse-used = { $id } is used already: it is the draft { $draft }.
idea-refuse-used-help = To stop the draft: /draft reject ‹{ $draft }›
idea-refused = Noted: { $id } is not for you. From now on, { $angle } come a little less often.
idea-refused-because = Noted: { $id } is not for you ("{ $reason }"). From now on, { $angle } come a little less often.
idea-not-shorter = I found nothing shorter than { $id } that still holds up.
idea-not-longer = I can't make { $id } longer.
idea-not-reworked-help = Edit it yourself: /idea use ‹{ $id }› makes it a draft.
idea-longer-post = Only posts grow; titles and scripts have their length.
idea-button = { $step ->
    [use] Use it
    [more] More like this
    [angle] Other angle
    [shorter] Shorter
    [longer] Longer
    *[reject] Not for us
}
because-actions = you used { $used } of { $of } { $angle }
because-reactions = reactions to { $angle }: { $liked } liked, { $disliked } not
because-rule = { $demand ->
    [required] you always say "{ $pattern }" ({ $id })
    [banned] you never say "{ $pattern }" ({ $id })
    *[preferred] you say "{ $say }", not "{ $pattern }" ({ $id })
}
note-missing-word = Idea { $place } lacks "{ $word }", which { $id } asks for.

draft-which = Which draft?
draft-unknown = There is no draft { $id }.
draft-unknown-help = /drafts shows them all.
draft-no-topic = What should the draft be about?
draft-no-topic-help = Name an idea or a topic: /draft ‹I-017›, or /draft ‹oat-milk latte› platforms=instagram,blog
draft-idea-used = { $id } became the draft { $draft } already.
draft-many-platforms = { $count } platforms are too many for one draft; I take { $most }.
draft-writing = Writing for { $platform } …
draft-missing = { $kind ->
    [script] Nothing is written for { $platform } yet: a script needs a model, or your own words.
    [blog] Nothing is written for { $platform } yet: an article needs a model, or your own words.
    *[post] Nothing is written for { $platform } yet: a post needs a model, or your own words.
}
draft-piece-missing = (not written yet)
draft-title-missing = No headline for { $platform } held up; the topic stands there for now.
draft-cut = For { $platform } the text is cut to fit { $limit }.
draft-nothing = No candidate held up: they were off the topic, copied or made something up.
draft-nothing-help = Try other words for the topic, or a larger model; /why shows what this one was told.
draft-state = { $state ->
    [idea] idea
    [draft] draft
    [in-review] in review
    [changes-requested] changes requested
    [approved] approved
    [rejected] rejected
    *[published] published
}
draft-deed = { $action ->
    [write] written
    [submit] handed in
    [approve] approved
    [changes] changes requested
    [reject] rejected
    [edit] edited
    [publish] published
    *[note] note
}
draft-done = { $done ->
    [write] { $id } is written.
    [submit] { $id } is handed in for review.
    [approve] { $id } is approved.
    [changes] Changes are asked for in { $id }.
    [reject] { $id } is rejected.
    [edit] { $id } is changed.
    [publish] { $id } is published.
    *[note] The note on { $id } is kept.
}
draft-heading = { $id } · { $topic } · { $state } · version { $version }
draft-title = Title
draft-changed = What changed for { $platform }
draft-campaign = numbers in #{ $id }
draft-private-notes-elsewhere = { $count ->
    [one] One note is for reviewers only
   *[other] { $count } notes are for reviewers only
}: /draft show ‹{ $id }› shows { $count ->
    [one] it
   *[other] them
} to you alone.
draft-private-notes = For reviewers
draft-wish = Asked for: { $text }
draft-too-long = Too long for { $platform }: { $used }, and { $limit } fit.
draft-breaks = The copy for { $platform } breaks { $rules }; /prefs rule ‹list› says what they demand.
draft-hand-over = I publish nothing myself: copy the text, and tell me with /draft publish ‹{ $id }› link=… where it is.
draft-next = Next: { $steps }
draft-step = { $step ->
    [submit] /draft submit ‹{ $id }›
    [approve] /draft approve ‹{ $id }›
    [changes] /draft changes ‹{ $id } what to change›
    [reject] /draft reject ‹{ $id } why›
    [edit] /draft edit ‹{ $id } the text›
    [publish] /draft publish ‹{ $id }› link=…
    *[note] /draft note ‹{ $id } for reviewers›
}
draft-button = { $step ->
    [submit] Hand in
    [approve] Approve
    [changes] Request changes
    [reject] Reject
    [history] History
    *[why] Why
}
draft-refused = { $id } can't be { $action ->
    [submit] handed in
    [approve] approved
    [changes] sent back for changes
    [reject] rejected
    [edit] edited
    [publish] published
    *[other] changed
}: its state is { $state } ({ $last ->
    [write] written
    [submit] handed in
    [approve] approved
    [changes] changes requested
    [reject] rejected
    [edit] edited
    [publish] published
    *[note] note
} by { $by } at { $at }).
draft-moved = Meanwhile { $id } became { $state } ({ $last ->
    [write] written
    [submit] handed in
    [approve] approved
    [changes] changes requested
    [reject] rejected
    [edit] edited
    [publish] published
    *[note] note
} by { $by } at { $at }). Nothing was done.
draft-refused-help = { $state ->
    [draft] Hand it in first: /draft submit ‹{ $id }›
    [in-review] It can be approved, sent back or rejected: /draft show ‹{ $id }›
    [changes-requested] Change it and it is in review again: /draft edit ‹{ $id } the text›
    [approved] It can be published: /draft publish ‹{ $id }› link=…
    [rejected] Change it to take it up again: /draft edit ‹{ $id } the text›
    *[published] It is out. Start a new one: /draft and the topic
}
draft-newer = { $id } has version { $version } now, and you saw version { $seen }. Nothing was done.
draft-newer-help = Look at it again: /draft show ‹{ $id }›
draft-changes-what = What should change in { $id }?
draft-changes-help = Write /draft changes ‹{ $id }› and what should change.
draft-note-what = What should the note on { $id } say?
draft-note-help = Write /draft note ‹{ $id }› and the note.
draft-note-long = The text has { $length } characters; I take { $most }.
draft-edit-what = What should { $id } say?
draft-edit-help = Write /draft edit ‹{ $id }› and the whole new text, or title="…".
draft-edit-same = { $id } says that already; nothing was changed.
draft-which-platform = { $id } has copy for several platforms.
draft-which-platform-help = Say which one: platform=… It has { $names }.
draft-link-wrong = "{ $link }" is no web address.
draft-link-help = Give the whole address of the post: link=https://…
draft-state-unknown = I don't know the state "{ $name }".
draft-history-heading = What happened to { $id }
draft-versions = Version { $old } → { $new }, { $platform }
board-heading = { $shown } of { $total } drafts
board-ideas = { $shown } of { $total } open ideas
board-ideas-how = /idea use ‹{ $id }› makes one a draft; /drafts state=idea shows more.
board-by-wrong = I can't show the drafts of "{ $who }".
board-by-help = by=me shows your own.
board-empty = { $state ->
    [idea] No ideas wait here.
    [in-review] No draft is in review.
    [changes-requested] No draft has changes requested.
    [approved] No draft is approved and unpublished.
    [rejected] No draft is rejected.
    [published] No draft is published.
    [draft] No draft waits to be handed in.
    *[all] No drafts here.
}
board-empty-help = /idea use ‹I-017› makes one of an idea; /draft and a topic writes a new one.
board-how = /draft show ‹{ $id }› shows one, with what can be done next.
board-last = { $done ->
    [write] written
    [submit] handed in
    [approve] approved
    [changes] changes requested
    [reject] rejected
    [edit] edited
    [publish] published
    *[note] note
} by { $by }, { $at }
column-state = state
column-topic = topic
column-last = last
column-when = when (UTC)
column-who = who
column-deed = what
column-version = version
column-note = said

person-you = you
person-named = { $name }
person-somewhere = { $platform ->
    [console] somebody at the terminal
    [discord] somebody on Discord
    [telegram] somebody on Telegram
   *[other] somebody
}
person-forgotten = somebody

command-why-example = /why ‹I-017›
rest-why = [ID]
why-unknown = There is nothing with the id "{ $id }" to explain.
why-unknown-help = Name an idea or a draft, such as /why ‹I-017› or /why ‹D-004›; /why alone explains the last answer.
why-heading-id = How { $id } came about: { $question }
why-asked = Asked by { $by }, { $at }; { $model ->
    [none] no model wrote
    *[other] written by { $model }
}
why-settings = Settings: { $settings }
why-campaigns = Past posts that fitted, the best first; fit 1.00 is the best of them, weighed by result and age:
column-fit = fit
column-told = model was told
why-told = { $told ->
    [yes] yes
   *[no] no
}
why-rules = Your rules for words that were in force:
why-rule = { $what }: { $matched ->
    [0] not in any candidate
    [one] found { $matched } time in the candidates
   *[other] found { $matched } times in the candidates
}{ $mended ->
    [yes] , and put right in this text
   *[no] {""}
}
why-from = { $how ->
    [more] More like { $id }
    [angle] { $id } from another angle
    [shorter] { $id }, shorter
    *[longer] { $id }, longer
}
why-brief = Asked for: { $platform }, { $format ->
    [script] a script
    [title] a title
    *[post] a post
}, in { $language }
why-idea-chosen = { $angle }: { $candidates ->
    [0] made from the idea's own words
    [one] the only candidate
    *[other] best of { $candidates } candidates
}; score { $score } from { $terms }
why-draft-idea = Made from { $id }; /why ‹{ $id }› says more.
why-reactions = Reactions of people: { $liked } liked it, { $disliked } did not.
why-draft-edits = { $count ->
    [one] People edited it once since.
    *[other] People edited it { $count } times since.
}
why-drawn = The angle was drawn after what you did with earlier ideas; chances to come first: { $shares }
