# 趋势简报：设置、消息、历史、来源。

command-trends = 你们关注的所有来源里，现在什么在上升。
command-digest-create = 新建趋势简报，保存前会列出接下来的五次时间。可以附上 OPML 文件。
command-digest-create-example = /简报 新建 ‹咖啡› 来源="news-zh:燕麦奶; reddit:Coffee" 时间="工作日 9:00" 时区=Asia/Shanghai
command-digest-list = 团队的全部简报。
command-digest-show = 查看一份简报：来源、筛选、接下来的时间，以及读不到的来源。
command-digest-edit = 修改简报：只改写出来的部分，“-”表示清空。
command-digest-edit-example = /简报 修改 ‹D-1› 时间="每周一 8:30" 排除="抽奖、优惠券"
command-digest-run = 现在就在这里看一份简报。
command-digest-pause = 暂停简报，恢复之前不再发送。
command-digest-resume = 恢复暂停的简报。
command-digest-delete = 永久删除简报和它的历史。
command-digest-history = 简报每一次的情况：状态、条目、模型、消息。
command-digest-opml = 把简报的订阅源导出为 OPML，供阅读器使用。
command-digest-mute = 所有简报都不再出现这个话题。
command-digest-more = 多看这个话题：在所有简报里排在最前。
command-digest-unmute = 取消对话题的屏蔽或关注。
command-digest-answer = 回答 /简报 新建 的问题。能直接和我说话的地方，直接写就行。
command-digest-alerts = 简报没能发出时，在这里通知管理员；“关闭”则通知设置简报的地方。
command-mute = 所有简报都不再出现这个话题。
rest-digest-name = [名称]
rest-digest = [D-编号]
rest-digest-topic = 话题
rest-digest-answer = [问题] 回答
rest-digest-alerts = [关闭]
ask-digest-answer = 你的回答
ask-digest-topic = 哪个话题？

digest-trends = 趋势
digest-heading = { $name } · { $schedule }，{ $zone }
digest-period = { $sources } 个来源，{ $since } 以来 { $items } 条。
digest-missed = 在这之前我错过了 { $count } 份简报，这一份一并补上。
digest-no-baseline = 还没有基线：满 7 期才看得出平时的水平，目前有 { $windows } 期。在那之前，先列出最新、报道最多的消息：
digest-nothing-rises = 没有话题高于平时，下面是最新、报道最多的消息：
digest-empty = 没有新内容。
digest-rises = “{ $name }”  ↑ 平时的 { $ratio } 倍
digest-is-new = “{ $name }”  ↑ 新出现
digest-covered = { $name }
digest-why = 依据
digest-for-you = 可以这样做
digest-told = { $all } 个来源中有 { $sources } 个报道，共 { $count } 次
digest-usual = 平时每期 { $usual } 次
digest-usual-never = 以前各期没有出现
digest-first-seen = 首次出现于 { $at }
digest-related = 相关：{ $terms }
digest-is-wanted = 你们想多看
digest-score = 得分 { $total } = 突增 { $burst } + 来源 { $coverage } + 新颖 { $novelty } + 新鲜 { $freshness }
digest-quiet = 没有动静：{ $topics }。
digest-failed = 读不到：
digest-retired = 以后不再读取。
digest-chart = 最近 { $windows } 期的报道次数
digest-no-model = 只有标题，没有模型写的内容：{ $because }
digest-preview-old = 这些条目早于本期。要看它们当时的简报：--at { $at }
digest-preview-note = 这是预览：不保存任何内容，也不请模型写摘要和建议。
digest-button-draft = { $number } 写一篇
digest-button-more = { $number } 多看
digest-button-mute = { $number } 屏蔽
digest-button-save = 保存
digest-collecting = 正在读取 { $count } 个来源……

digest-confirm = 还没有保存，这样可以吗？
digest-confirm-help = 保存请发送：
digest-done = { $done ->
    [created] 已保存。
    [changed] 已修改。
    [paused] 已暂停，恢复之前不再发送。
    [resumed] 已恢复，暂停期间的不再补发。
   *[deleted] 已删除，历史也一并删除。
}
digest-none = 还没有简报。
digest-none-help = 新建一份：/简报 新建 ‹咖啡› 来源="news-zh:燕麦奶; reddit:Coffee" 时间="工作日 9:00"
digest-unknown = 没有简报 { $id }。
digest-which = 有好几份简报，请写明是哪一份。
digest-id-wrong = “{ $value }”不是简报编号。
digest-id-help = 编号见 /简报 列表，例如 D-1。
digest-missing = 简报还缺少：{ $names }。
digest-missing-help = 例如：/简报 新建 ‹咖啡› 来源="news-zh:燕麦奶; https://example.org/feed.xml" 时间="工作日 9:00"
digest-unnamed = 趋势
digest-name-long = 简报名称最多 { $most } 个字符。
digest-many-sources = { $count } 个来源太多了，一份简报最多 { $most } 个。
digest-label-sources = 来源
digest-label-topics = 话题
digest-label-channel = 频道
digest-label-quiet = 免打扰
digest-label-filters = 筛选
digest-label-tone = 口吻
digest-label-state = 状态
digest-label-next = 接下来
digest-label-jitter = 开始
digest-paused = 已暂停
digest-jitter = 到点后 { $seconds } 秒，以免所有简报同时开始
digest-aside = { $schedule }，{ $zone } · 最多 { $count } 个趋势
digest-filter = { $name }：{ $value }
digest-failing = 读不到的来源：{ $sources }

digest-question-title = 新建简报 · 第 { $number } 步，共 { $of } 步
digest-question = { $question ->
    [name] 简报叫什么名字？例如：咖啡
    [sources] 要关注哪些来源？可以写订阅源或网页的网址，也可以写 reddit:Coffee、news-zh:燕麦奶 这样的名称，用“;”隔开。
    [topics] 哪些话题即使没有动静也想知道？例如：燕麦奶、抹茶
    [schedule] 什么时候发送？例如：工作日 9:00 · 每周一、四上午8点 · 每月15号
    [zone] 按哪个时区？不回答则为 { $zone }。
    [channel] 发到哪个频道？不回答就发到这里。
    [count] 最多列几个趋势？1 到 10，不回答则为 5。
    [lang] 用什么语言，en 还是 zh？不回答就用现在的语言。
    [quiet] 哪些时段不要发送？到点的会推迟到时段结束。不回答则不设。
   *[tone] 摘要用什么口吻？例如：简洁，不用行话
}
digest-question-how = 直接写下回答，或者：跳过 · 返回 · 取消
digest-question-how-must = 直接写下回答，或者：返回 · 取消
digest-question-empty = 回答是空的。
digest-question-yes = 回答“是”保存，“返回”修改上一个回答，“取消”放弃。
digest-question-cancelled = 没有保存任何内容。
digest-question-none = 我在这里没有问你什么，或者已经超过一小时了。
digest-question-none-help = 请从 /简报 新建 开始
digest-button-answer = 回答
digest-button-skip = 跳过
digest-button-cancel = 取消
digest-alerts = { $done ->
    [here] 简报没能发出时，我会在这里说明。
   *[off] 简报没能发出时，我会在设置它的地方说明。
}
digest-alerts-wrong = “{ $value }”既不是“这里”，也不是“关闭”。
digest-alerts-help = 请在管理员的频道里发送 /简报 提醒，或者 /简报 提醒 ‹关闭›。

digest-history = { $id }  { $name }
digest-history-none = 还没有运行过。
digest-column-due = 时间
digest-column-state = 状态
digest-column-items = 条目
digest-column-model = 模型
digest-column-messages = 消息
digest-by-hand = 手动
digest-state = { $state ->
    [due] 到点
    [claimed] 已开始
    [collected] 已读取
    [composed] 已写好
    [posting] 发送中
    [posted] 已发送
    [failed] 失败
   *[uncertain] 不确定
}
digest-problem = { $kind ->
    [no-right] 机器人没有在那里发言的权限
    [removed] 机器人被移出了
    [blocked] 机器人被屏蔽了
    [channel] 频道不存在
    [topic] 话题不存在
    [refused] 平台拒绝了
    [interrupted] 发送时被中断
    [absent] 机器人现在不在那个平台
   *[not-sent] 平台没有接收
}
digest-problem-why = { $problem }（{ $why }）
digest-told-failed = { $due } 的简报“{ $name }”没能发出：{ $because }。
digest-told-uncertain = { $due } 的简报“{ $name }”不确定是否已送达：{ $because }。我不会重发。
digest-told-help = 请看 /简报 历史 ‹{ $id }›；用 /简报 运行 ‹{ $id }› 可以在这里查看。
digest-told-paused = 已先暂停。频道恢复后请发送 /简报 恢复 ‹{ $id }›，或者换一个频道：/简报 修改 ‹{ $id }› 频道=…

digest-topic-none = 哪个话题？请写一个词或短语。
digest-topic-help = 例如：/屏蔽 ‹抹茶›
digest-topic-done = { $wish ->
    [muted] 不再出现“{ $topic }”。
    [wanted] “{ $topic }”以后排在最前。
    [unmuted] 不再屏蔽“{ $topic }”。
    [unwanted] “{ $topic }”不再排在最前。
   *[neither] “{ $topic }”原本就没有屏蔽，也没有排在最前。
}
digest-topics = { $wish ->
    [muted] 已屏蔽：{ $topics }。用 /简报 取消屏蔽 可以取消。
   *[wanted] 优先：{ $topics }。
}

digest-source-unknown = 不认识来源“{ $value }”。
digest-source-help = 请写网址（https://…），或者 { $names } 之一，例如 reddit:Coffee。
digest-source-part = “{ $value }”不完整。
digest-source-example = 例如 { $example }
digest-selector = “{ $value }”不是 CSS 选择器。
digest-selector-help = 例如：https://example.org/news > ul.news li
digest-file = 无法读取 { $path }：{ $reason }
digest-pattern = 正则“{ $value }”有误：{ $reason }。
digest-pattern-help = 请写正则表达式，例如 oat.?milk|燕麦奶
feed-page = 这是网页，没有注明订阅源，也找不到正文。
feed-none = 这不是 RSS、Atom 或 JSON 订阅源，或者选择器什么也没找到。
feed-entities = 它声明了自己的实体，我不读取。
feed-deep = 它的元素嵌套太深。
feed-broken = 它的内容已损坏：{ $reason }

schedule-daily = 每天 { $time }
schedule-weekdays = 工作日 { $time }
schedule-weekly = { $days } { $time }
schedule-monthly = 每月 { $day } 日 { $time }
schedule-cron = { $line }
weekday = { $day ->
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
    [6] 周六
   *[7] 周日
}
schedule-unknown = 时间“{ $value }”里的“{ $word }”我看不懂。
schedule-time = “{ $value }”不是钟点。
schedule-field = cron 里的“{ $value }”有误。
schedule-no-day = 时间“{ $value }”没有写哪一天。
schedule-never = 时间“{ $value }”永远不会到。
schedule-help = 例如：工作日 9:00 · 每周一、四上午8点 · 每天8点 · 每月15号 · 0 9 * * 1-5
zone-unknown = 不认识时区“{ $value }”。
zone-help = 例如 Asia/Shanghai、Europe/Berlin、America/New_York 或 UTC。
channel-wrong = “{ $value }”不是频道。
channel-help = 请写频道 id，或按平台的写法：<#123456789>。不写就发到这里。
quiet-wrong = “{ $value }”不是免打扰时段。
quiet-help = 例如 22:00-7:00，“-”表示不设。
digest-fits = 合你们的口味：{ $parts }
digest-language = 简报用中文或英文写，不能用“{ $code }”。
digest-label-language = 语言
digest-next-steps = 接下来：/点子 ‹"{ $name }"› 数量=1 · /简报 关注 ‹话题› · /屏蔽 ‹话题›
digest-list = { $id } 的 { $sources } 个订阅源，可导入阅读器。
