# 用词规则、偏好的历史、建议，以及关于个人的数据。

command-prefs-rule = 用词规则：说什么不说什么、禁用词、必用词。
command-prefs-rule-example = /偏好 规则 ‹添加 "说客人，不说顾客"› 例句="顾客坐在窗边。"
command-prefs-history = 偏好和规则的每次改动：谁、何时、之前、之后。
command-prefs-undo = 撤销上一次对偏好或规则的改动。
command-prefs-learn = 从表现最好的往期内容中总结偏好，由你决定采用哪些。
command-prefs-learn-example = /偏好 学习 ‹采用 1 3›
command-me = 我保存的关于你的一切，以及你自己的设置。
command-me-set = 你的语言、关注的主题、常写的平台。
command-me-set-example = /我 设置 ‹主题 燕麦拿铁、雨天›
rest-rule = [列表 | 添加 "规则" | 删除 R-001]
rest-learn = [采用 1 3]
rest-me = 名称 值
ask-me = 语言、主题或平台，以及它的值

rule-verb = 不明白“{ $verb }”要做什么。
rule-which = 要什么规则？说明团队怎么说、不说什么。
rule-remove-which = 删除哪条规则？
rule-unread = 看不懂“{ $text }”这条规则。
rule-unread-help = 三种写法：“说客人，不说顾客”、“禁用 最好”、“必须有晨仓”。例如 /偏好 规则 ‹添加 "禁用 最好"› 例句="全城最好的咖啡。"，例句是一句含有这些词的话。还有：/偏好 规则 ‹列表›、/偏好 规则 ‹删除 R-001›
rule-no-example = 规则需要一个例句：一句含有“{ $pattern }”的话，用来检验规则找得到它。
rule-no-example-help = 请写：/偏好 规则 ‹添加 "{ $text }"› 例句="一句含有{ $pattern }的话"
rule-unknown = 没有 { $id } 这条规则。
rule-unknown-help = /偏好 规则 ‹列表› 列出全部规则。
rule-too-many = 已经有 { $most } 条规则，到上限了。请先删除一条：/偏好 规则 ‹删除 R-001›
rule-contradicts = { $id } 与它正好相反，没有文案能同时符合。什么都没有保存。
rule-contradicts-help = /偏好 规则 ‹列表› 可以看到它；请先用 /偏好 规则 ‹删除 { $id }› 去掉。
rule-known = { $id } 已经是这样规定的。
rule-empty = 规则里要有查找的词。
rule-long = { $length } 个字符太长，规则最多 { $most } 个。
rule-not-expression = “{ $pattern }”不是正则表达式：{ $reason }。
rule-expression-help = 两条斜线之间是正则表达式，例如 /\d+ ?折/；普通词语不用斜线。
rule-example-unmatched = 例句“{ $example }”里没有“{ $pattern }”，规则找不到它，所以没有保存。
rule-example-help = 请给一个含有这些词的例句。英文按整词匹配，中文在任何位置都匹配。
rule-done = { $done ->
    [added] { $id } 已保存，例句能匹配。
    *[removed] { $id } 已删除；/偏好 撤销 可以恢复。
}
rule-meaning = { $demand ->
    [required] 总会写“{ $pattern }”
    [banned] 从不说“{ $pattern }”
    *[preferred] 说“{ $say }”，不说“{ $pattern }”
}
rule-named = { $id }：{ $meaning }
rules-heading = 用词规则
rules-none = 还没有用词规则。
rules-how = 添加：/偏好 规则 ‹添加 "说客人，不说顾客"› 例句="顾客坐在窗边。"
column-rule = 规则
column-example = 例句
column-matched = 命中次数
column-old = 之前
column-new = 之后
column-number = 序号

prefs-undone = 已撤销 { $id }。
prefs-undo-nothing = 没有可以撤销的改动。
prefs-history-heading = 偏好的改动，从新到旧
prefs-history-none = 还没有人改过偏好。
prefs-history-rule = 规则
prefs-history-undoes = 撤销 { $id }
prefs-history-undone = 已撤销
prefs-history-how = /偏好 撤销 可以撤销最新的一次。

learn-help = /偏好 学习 给出建议；/偏好 学习 ‹采用 1 3› 保存第 1 条和第 3 条。
learn-verb = 不明白“{ $text }”要做什么。
learn-numbers = “{ $text }”不是建议的序号。
learn-unknown = 没有第 { $number } 条建议，最多到第 { $most } 条。
learn-too-few = 有数据的往期内容只有 { $posts } 篇，太少了，至少要 { $needed } 篇。
learn-too-few-help = 可以添加：/往期 添加 ‹"正文"› 平台=小红书 点赞=120
learn-heading = { $posts } 篇有数据的内容里，表现最好的 { $best } 篇有这些共同点
learn-how = { $stored ->
    [some] 其余还没有保存。
    *[none] 还没有保存。
}按序号采用：/偏好 学习 ‹采用 1 3›
learn-accepted = 已保存：{ $keys }。/偏好 历史 可以看到之前的值。
learn-nothing-new = 表现最好的内容所体现的，偏好里都已经有了。
learn-accept = 采用第 { $number } 条
learn-words = 在最好的内容里更常见：{ $words }
learn-word = { $word }（{ $best } 篇对 { $rest } 篇）
learn-emoji = 最好的内容里表情数的中位数是 { $median }
learn-hashtags = 至少三分之一的最好内容都用；每篇话题数的中位数是 { $median }
voice-trait = { $voice ->
    [curious] 爱提问
    [concise] 简短
    [calm] 平和
    [lively] 活泼
    *[personal] 亲切
}
voice-because = { $voice ->
    [curious] 最好的内容里有一半在提问
    [concise] 一半的句子不超过 14 个字
    [calm] 十篇里最多一篇用感叹号
    [lively] 一半以上用了感叹号
    *[personal] 大多直接对“你”说话
}

me-heading = 我保存的关于你的内容
me-changed = 你的{ $wish ->
    [language] 语言
    [topics] 主题
    *[platforms] 平台
}已修改。
me-wish = { $wish ->
    [language] 语言
    [topics] 主题
    *[platforms] 平台
}
me-stored = 在这里的所有团队中，属于你或带有你名字的记录：
me-file-heading = Copydesk 存着的所有与你有关的内容，{ $at }
me-file-team = 在团队 { $team }：
me-saved = 全部内容原样存在 { $path }。
me-how = 修改：/我 设置 ‹语言 zh› · /我 设置 ‹主题 燕麦拿铁、雨天› · /我 设置 ‹平台 小红书、微博›；“-”清除。只在本团队所在的地方有效，其他团队要另设。/忘记 我 会全部删除。
me-unknown = 没有“{ $name }”这项设置。
me-no-value = { $name }要设成什么？
me-no-value-help = 请在后面写上值；“-”清除。
me-too-many = 太多了，最多 { $most } 个。
me-language = 我用中文或英文回答，还不会“{ $code }”。
