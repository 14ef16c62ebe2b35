# 命令的说明。

command-ideas = 围绕一个主题出文案点子，每条都有依据。
command-ideas-example = /点子 ‹燕麦拿铁› 平台=小红书 数量=3 形式=文案
command-prefs = 团队的偏好：品牌、语气、用词。
command-prefs-set = 修改一项偏好；“-”表示清空。
command-prefs-set-example = /偏好 设置 ‹语气 温暖、俏皮›
command-campaign-list = 往期帖子和效果，从新到旧。
command-campaign-list-example = /往期 列表 平台=小红书 数量=5
command-campaign-add = 添加一条往期帖子和数据，之后的点子会参考它。
command-campaign-add-example = /往期 添加 ‹“燕麦拿铁上有一颗心。”› 平台=小红书 点赞=890 日期=2026-03-14 主题=燕麦拿铁
command-why = 上一条回答时模型看到的内容，以及为什么选了这些点子。
command-model = 哪个模型在回答、在哪里计算、有多快。
command-help = 命令列表；后面加一个命令，就列出它的选项和例子。
command-help-example = /帮助 ‹审稿›
command-start = 这是什么，以及可以先试的三件事。
command-quit = 退出。
rest-topic = 主题
rest-command = [命令]
rest-key-value = 名称 内容
rest-text = 正文

command-more = { $name } 后面还要一个词：{ $names }。
command-unknown = 没有 { $name } 这个命令。
command-near = 是不是 { $name }？输入 /帮助 查看全部命令。
command-one-of = 可用的有：{ $names }。
command-see-help = 输入 /帮助 看看我能做什么。
option-unknown = { $command } 没有“{ $name }”这个选项。
option-near = 是不是 { $name }？可用的选项：{ $names }。
option-known = 可用的选项：{ $names }。正文里有“=”时请加引号。
option-none = 这个命令没有选项。正文里有“=”时请加引号。
option-twice = { $name } 写了两次：“{ $first }”和“{ $second }”。
option-twice-help = { $name } 只写一次。

did-you-mean = 是不是 { $name }？可用的有：{ $names }。
i-know = 可用的有：{ $names }。
platform-unknown = 没有“{ $name }”这个平台。
format-unknown = 没有“{ $name }”这种形式。
format-not-there = { $platform }没有{ $format }这种形式。
format-not-there-help = { $platform } 可用的形式：{ $formats }。
language-unknown = 没有“{ $code }”这种语言。
number-wrong = { $name } 不能是“{ $value }”。
number-help = { $name } 请写 { $least } 到 { $most } 之间的整数。
date-wrong = 看不出“{ $value }”是哪一天。
date-future = { $value } 还没有到。
date-help = 请写明年份，例如 2026-03-14 或 2026年3月14日。

message-wordless = 我只读文字和文件（CSV、TSV、JSON、JSONL、txt、md、docx、html、OPML），这条没有处理。请用文字告诉我，或看 /帮助。
message-unreadable = 这条我读不了：它的类型我不认识，没有处理。请改用文字或文件发送。
message-empty = 没有内容可以回答。
message-long = 这条消息有 { $length } 个字符，最多 { $most } 个。
message-long-help = 请分几次发。
note-invisible = 去掉了看不见的字符：{ $names }。
team-unknown = 没有“{ $name }”这个团队。

help-heading = 我能做的事
help-options = 选项
help-required = （必填）
help-related = 另见：{ $names }
start-ideas = 出点子：给我三条燕麦拿铁的小红书文案
start-review = 审稿：/审稿 ‹我们是全城最好的咖啡›
start-posts = 让我学习你们的往期内容：发一个 CSV 给我。/帮助 列出全部命令。
choice-taken-back = 撤回更正
choice-original = 原文
choice-rewrite = 改写
choice-me = 我的
choice-yes = 是
choice-date-order = { $order ->
    [day-first] 3/4/2026 是 4 月 3 日
    *[month-first] 3/4/2026 是 3 月 4 日
}
help-plain = 直接说也可以：“给新品燕麦拿铁写三条小红书文案”，或者随便问我。内容里有空格时请加引号。
farewell = 回头见。
stopped = 已停止。
next-line-answers = 下一行就是回答；直接回车则跳过。
nothing = { "" }

ask-topic = 想写什么主题？
ask-preference = 要改哪一项，改成什么？例如：语气 温暖、俏皮
ask-post = 那条内容的正文是什么？
command-written = { $chinese }
