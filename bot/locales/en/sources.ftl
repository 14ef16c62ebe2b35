# Accounts and feeds whose posts are collected as past posts.

command-campaign-source = Collect past posts from a feed, or from a Mastodon, Bluesky or YouTube account, by itself.
command-campaign-source-example = /campaign source ‹add @barn@mastodon.example› every=daily, /campaign source ‹list›, /campaign source ‹run S-001› or /campaign source ‹remove S-001›
rest-source = [list | add URL or @account | run S-… | remove S-…]

source-verb = I can't "{ $verb }" a source.
source-unknown = "{ $value }" is no account or feed that I know.
source-help = Write a feed's address, @name@server for Mastodon, @name.bsky.social for Bluesky, or youtube:UC… with the channel's id.
source-every-wrong = "{ $value }" is no time between two runs.
source-every-help = Write 6h, 2d, daily or weekly: from one hour to four weeks.
source-id-wrong = "{ $value }" is no id of a source.
source-id-help = /campaign source ‹list› shows all of them with their ids, such as S-001.
source-gone = There is no source { $id }.
source-known = { $name } is { $id } already.
source-known-help = /campaign source ‹run { $id }› asks it now.
source-many = There are { $most } sources already, and more is too many.
source-no-account = there is no such account
source-strange = what answers there is not the platform's public API
source-not-stored = its posts could not be stored
source-failed = { $name } gave nothing: { $why }.
source-failed-help = Check how it is written and try again; posts that were stored before stay.
source-removed = { $name } is asked no more. Its posts stay; /campaign delete removes them.
source-every = { $hours ->
    [1] every hour
    [24] every day
    [168] every week
    *[other] every { $hours } hours
}
source-next = { $id }: { $name } is asked again { $every }.
source-left-out = { $count ->
    [one] One repost, reply or post that is not public is left out.
    *[other] { $count } reposts, replies and posts that are not public are left out.
}
source-nothing-new = { $name } has nothing new.

sources-heading = Where past posts come from
sources-none = No account or feed is followed yet.
sources-how = /campaign source ‹add @name@server›, an address, @name.bsky.social or youtube:UC… collects posts from now on.
source-column-id = id
source-column-name = account or feed
source-column-every = asked
source-column-last = last time
source-column-next = next
source-last = { $at }: { $taken ->
    [one] one post
    *[other] { $taken } posts
}, { $new } new
source-never = never
source-stopped = gone; not asked any more
