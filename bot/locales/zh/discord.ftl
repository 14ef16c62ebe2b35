# Discord 上消息的菜单，每项最多 32 个字符。

message-ideas = 由此出点子
message-review = 审阅这条
