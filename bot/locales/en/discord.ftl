# The menu of a message on Discord: at most 32 characters each.

message-ideas = Ideas from this
message-review = Review this
