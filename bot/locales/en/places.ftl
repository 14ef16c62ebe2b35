# Who may do what, and what is said in chats that are no terminal.

reads-only = I am not a member of this server: here you can ask me things, and change nothing. Nothing was changed.
reads-only-help = Somebody with Manage Server can add me; then the whole team can work on ideas and drafts.
may-not = Only an admin of this team may do that. Nothing was changed.
may-not-help = { $platform ->
    [discord] In Discord, that is whoever may manage the server, or has the role that was set up for it.
    [telegram] In Telegram, that is whoever is an administrator of the group.
   *[other] Ask whoever set me up.
}
may-unknown = I can't find out what you may do here, so nothing was changed.
sent-directly = That is for you alone, so I sent it to you directly.
not-directly = That is for you alone, and I can't write to you directly. Write to me in a private chat once, any word will do, then ask here again.
not-to-a-chat = That is for you alone, and you write here in the name of the group: I can't tell who you are. Turn "Remain anonymous" off for yourself among the group's administrators, then ask here again.
not-to-a-channel = That is for one person alone, and in a channel I can't tell who writes. Ask in a private chat or a group with me; what this channel's team has, whoever runs me can ask for in a terminal.
acted-there = No buttons here: this belongs to the chat where you asked. Write its commands there; here they may be for another team.
forgotten-aloud = Done: what I kept of you is removed. What it was is for you alone, and I can't write to you directly.
interrupted = I was restarted while I was answering you, and can't tell what reached you. Please ask again.
edited = Your message was changed while I was answering it: this answers it as it stood first. Send it anew to ask again.
introduction = Hello, I am Copydesk. I give ideas for posts, titles and video scripts in your team's voice, each with its reason. I keep what you tell me about the team, your past posts and the last turns of our talk; nothing else that is said here. Whoever manages this place may change the team's preferences. First step: /prefs; then /ideas and a topic.
offer-more = More like these
offer-why = Why these
offer-prefs = Preferences
offer-campaigns = Past posts
offer-taken = That button was pressed already; its answer is above.
offer-taken-help = Ask again in words, or with a command: /help lists them.
offer-gone = That button is from an answer that I don't have any more.
command-reset = Forget the talk in this channel and start anew.
reset-done = Our talk here is forgotten. Preferences and past posts stay.
