# The menu of a message on Discord: at most 32 characters each.

message-ideas = Ideas from this
message-review = Review this
thread-continue = Continue in a thread
thread-begun = Let us go on here. Mention me with each message: Discord hands me no other. I remember what we said before.
thread-none = I can't make a thread here: I lack the permission "Create Public Threads", or this is no place for one.
