# What is stored: joining places, forgetting.

command-link = Join another server, group or terminal to this team: makes a code here, takes it there.
command-link-example = /link ‹7F3K-Q2MX›
command-forget-me = Remove what I keep of you: your turns of talk, and what you used before today.
command-forget-team = Show what I keep of this team, and with the team's name remove all of it.
command-forget-undo = Call the removal of this team off, as long as it is not done.
rest-link = [CODE | off]
rest-team = [NAME]

link-code = Code { $code }: for { $minutes } minutes and one use, it joins another place to the team { $team }.
link-code-help = In the other server, group or terminal, somebody who may manage it writes /link and the code. Both then share preferences, past posts and limits. A new code replaces this one.
team-unnamed = this { $platform ->
    [discord] server
   *[other] chat
}
link-places = Places of this team
link-place = { $platform ->
    [console] terminal
    [discord] Discord
    [telegram] Telegram
   *[other] { $platform }
}: { $name }
link-joined = This place belongs to the team { $team } now. /link ‹off› makes it a team of its own again.
link-joined-kept = This place belongs to the team { $team } now. What { $own } had stays stored for { $days } days and is removed then; /link ‹off› goes back to it until then.
link-left = This place has left the team { $team } and is a team of its own: { $own }.
link-extra = I read "{ $words }" after /link.
link-help = Write /link for a code, /link and the code to join, or /link ‹off› to leave.
link-wrong = "{ $code }" is no code that is good now. Nothing was changed.
link-wrong-help = Codes are good for 10 minutes and one use. Ask for a new one in the other place: /link
link-same = This place belongs to the team { $team } already, and the code is of the same team.
link-same-help = Use it in another server, group or terminal.
link-own-data = This place has a team of its own, { $own }, with what people made in it and { $posts ->
    [0] no past posts
    [one] 1 past post
   *[other] { $posts } past posts
}. In the team { $team } they are not to be seen. Nothing was changed.
link-confirm-help = To join anyway: /link ‹{ $code } confirm›. What is left behind stays stored for { $days } days, and /link ‹off› goes back to it; then it is removed.
link-not-linked = This place did not join the team { $team } with a code, so it can't leave it.
link-not-linked-help = Places that joined with a code can: /link ‹off› there.
link-too-many = { $count } wrong codes came from here within an hour.
link-too-many-help = Try again in { $minutes } minutes.

forget-me-done = Removed at { $at }, for good:
forget-me-nothing = I keep nothing of you but what you used today.
forget-me-stays = Preferences, past posts, ideas and drafts belong to the team and stay, without your name. What you have just sent is forgotten with this answer.
forget-me-usage = What you used today stays until it is a week old, because limits are held against it.
forget-team-stored = What I keep of the team { $team }:
forget-team-due = The team { $team } will be removed at { $at }, with all of this:
forget-team-how = To remove all of it, somebody who may manage the team writes: /forget team ‹{ $team }›
forget-team-name = "{ $name }" is not the name of this team, which is "{ $team }". Nothing was changed.
forget-team-set = In { $seconds } seconds, at { $at }, the team { $team } is removed for good, with all of this:
forget-team-undo = /forget undo calls it off until then. The rest of me works as before; the next words here after it begin a new, empty team.
forget-team-sample = This is the sample team: it comes back as new with my next start.
forget-undone = Nothing is removed: the team { $team } stays as it is.
forget-undo-nothing = No removal of this team is under way.
forget-undo-nothing-help = What was removed can't be brought back.
stored-count = { $kind ->
    [preferences] preferences
    [campaigns] past posts
    [conversations] conversations
    [turns] turns of talk, with the answers
    [explanations] last prompts, for /why
    [usage] days of use
    [usage-limits] limits of use
    [offers] steps behind buttons
    [digests] digests
    [sources] sources of digests
    [source-items] items of sources
    [topic-wishes] topic wishes
    [occurrences] times that a digest was due
    [learned-models] models learned from past posts
    [training-tries] records of training
    [content-tastes] tastes of people
    [access] people who are not let in
    [wishes] your name and your own wishes
    [named] ideas, drafts, rules and changes with your name
    [word-rules] rules for words
    [preference-changes] changes of preferences
    [people] names and wishes of people
    [ideas] ideas
    [angle-tallies] tallies of used and refused ideas
    [drafts] drafts
    [draft-versions] versions of drafts
    [draft-events] steps of drafts
    [reviewed-texts] reviewed texts
    [shown-messages] messages that show ideas or drafts
    [refusal-reasons] lists of why ideas were refused
    [talk-messages] messages of talks
    [campaign-sources] sources of past posts
    [post-vectors] vectors of past posts
    [models-in-force] models in force
    [digest-times] times of digests
    [admin-channels] channels for admins
    [digest-questions] steps of new digests
    [pending-imports] files that wait to be imported
   *[other] { $kind }
}: { $count }
team-removed = The team { $team } was removed at { $at }: { $records }.
team-removed-empty = The team { $team } was removed at { $at }.

command-export = Hand over all that I keep of this team, as a zip; for admins.
export-about = All that Copydesk kept of the team { $team } at { $at }.
    Each file has the records of one kind, as JSON in UTF-8:
export-sent = All that I keep of the team { $team }, as JSON files in a zip.
export-saved = All that I keep of the team { $team } is in { $path }, as JSON files in a zip.
export-large = All that I keep of the team is { $megabytes } MB, and this chat takes { $most } MB at most.
export-large-help = Whoever runs me gets it in a terminal: copydesk ask --team { $team } /export
