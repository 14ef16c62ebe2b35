# Who may do what, and what is said in chats that are no terminal.

reads-only = 我不是这个服务器的成员：在这里可以向我提问，但不能改动任何内容。没有改动任何内容。
reads-only-help = 有“管理服务器”权限的人可以把我加进来，之后整个团队就能一起处理点子和草稿。
may-not = 只有这个团队的管理员可以这样做。没有改动任何内容。
may-not-help = { $platform ->
    [discord] 在 Discord，即有“管理服务器”权限或设置中指定身份组的人。
    [telegram] 在 Telegram，即群管理员。
   *[other] 请联系安装我的人。
}
may-unknown = 查不到你在这里的权限，所以没有改动任何内容。
sent-directly = 这些只给你看，我已经私信发给你了。
not-directly = 这些只给你看，但我没法私信你。请先私下给我发一条消息（随便什么都行），再回到这里问一次。
not-to-a-chat = 这些只给你看，而你是以群的名义发言的，我不知道你是谁。请在群管理员设置里关掉自己的“保持匿名”，再回到这里问一次。
not-to-a-channel = 这些只给一个人看，而在频道里我不知道是谁在发言。请在和我的私聊或群里问；这个频道所属团队的内容，可以请运行我的人在终端里查看。
acted-there = 这里没有按钮：这些属于你提问的那个聊天。请回到那里输入命令；在这里输入，可能会用到另一个团队上。
forgotten-aloud = 已删除我保存的与你有关的内容。具体是哪些只给你看，而我没法私信你。
interrupted = 我在回答你的时候重启了，不确定你收到了多少。请再问一次。
edited = 你在我回答时修改了消息；以上回答的是修改前的内容。要重新提问，请再发一次。
introduction = 你好，我是 Copydesk。我按团队的语气给出文案、标题和视频脚本的点子，每条都有依据。我会保存你们告诉我的团队偏好、往期内容和最近几轮对话，这里的其他聊天不保存。能管理这里的人可以修改团队偏好。第一步：/偏好；然后 /点子 加主题。
offer-more = 再来几条
offer-why = 为什么是这些
offer-prefs = 偏好
offer-campaigns = 往期内容
offer-taken = 这个按钮已经按过了，回答在上面。
offer-taken-help = 可以用文字或命令再问一次：/帮助 列出全部命令。
offer-gone = 这个按钮属于我已经没有的回答。
command-reset = 忘掉这个频道里的对话，重新开始。
reset-done = 这里的对话已经忘掉了。偏好和往期内容还在。
