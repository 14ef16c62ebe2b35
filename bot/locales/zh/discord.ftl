# Discord 上消息的菜单，每项最多 32 个字符。

message-ideas = 由此出点子
message-review = 审阅这条
thread-continue = 在子区继续
thread-begun = 我们在这里继续。每条消息都请提及我，否则 Discord 不会把内容交给我。之前说过的我都记得。
thread-none = 这里无法创建子区：我没有“创建公开子区”权限，或者这里不能有子区。
