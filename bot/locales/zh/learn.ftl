# 从团队自己的帖子里学到的：预测、时间、受众、推荐、审计。

command-model-train = 从往期帖子学习，或从标签学习（主题、情感、形式）；新模型更好才会启用。
command-model-train-example = /模型 训练 指标=互动 各平台=小红书,微博 天数=365 置信=80 折数=5 种子=1
command-model-history = 某个指标或标签以前的模型，以及每次训练的结果。
command-model-rollback = 换回以前的模型。
command-model-rollback-example = /模型 回退 ‹2›
command-predict = 预测一段文案的效果、原因，以及怎样改会更好；用“｜”隔开几个版本可以排序。
command-predict-example = /预测 ‹"周一的咖啡上有颗心，还算周一吗？"› 平台=小红书 时间="周二 8点"
command-besttime = 什么时候发效果好，有多大把握。
command-besttime-example = /最佳时间 平台=小红书
command-audience = 哪些主题、角度、语气和时间更能带来互动，可按平台、语言、人群或文件里的一列来看。
command-audience-example = /受众 按=地区
command-compare = 比较两个平台、时段、主题或角度，并做如实的检验。
command-compare-example = /比较 ‹2026-01 2026-02›
command-audit = 帖子和模型有没有偏向；只换一个名字，结果会不会变。
command-similar = 和某个词相近的词和帖子。
command-similar-example = /相似 ‹咖啡›
command-recommend = 接下来可以写什么，各有依据。
command-recommend-example = /推荐 少看="雨天"
command-model-export = 把通过的文案导出，供语言模型微调。
rest-label = [主题|情感|形式]
rest-label-version = [主题|情感|形式] [版本]
rest-two = 甲 乙
rest-term = 词
rest-team-or-nothing = [团队]
ask-predict = 哪段文案？
ask-compare = 比较哪两个？可以是平台、月份，或加引号的主题。
ask-similar = 哪个词？

metric-name = { $metric ->
    [engagement-rate] 互动率
    [likes] 点赞
    [comments] 评论
    [shares] 分享
    [saves] 收藏
    [clicks] 点击
    [views] 播放
    [impressions] 曝光
   *[engagement] 互动
}
weekday-name = { $day ->
    [0] 周一
    [1] 周二
    [2] 周三
    [3] 周四
    [4] 周五
    [5] 周六
   *[6] 周日
}
daypart-name = { $part ->
    [morning] 早上
    [midday] 中午
    [afternoon] 下午
    [evening] 晚上
   *[night] 深夜
}
tone-name = { $tone ->
    [positive] 积极
    [negative] 消极
   *[neutral] 平和
}
time-cell = { $day }{ $part }
feature-name = { $kind ->
    [length] 长度
    [links] 链接
    [hashtags] 话题标签
    [mentions] @提及
    [emoji] 表情
    [question] { $given ->
        [yes] 没有提问
       *[no] 提问
    }
    [sentiment] 情感
    [sentence-length] 句子长度
    [hour] { $given ->
        [yes] 时段：{ $level }
       *[no] 时段
    }
    [weekday] { $given ->
        [yes] { $level }
       *[no] 星期
    }
    [slot] { $given ->
        [yes] { $level }
       *[no] 一周中的时段
    }
    [platform] { $given ->
        [yes] { $level }
       *[no] 平台
    }
    [angle] { $given ->
        [yes] 角度：{ $level }
       *[no] 角度
    }
    [format] { $given ->
        [yes] 形式：{ $level }
       *[no] 形式
    }
    [topic] { $given ->
        [yes] 主题：{ $level }
       *[no] 主题
    }
    [language] { $given ->
        [yes] 语言：{ $level }
       *[no] 语言
    }
    [word] { $given ->
        [yes] “{ $level }”这个词
       *[no] 没有用到的词
    }
   *[column] { $given ->
        [yes] 列：{ $level }
       *[no] 其他列
    }
}
form-name = { $form ->
    [video] 视频
    [short-video] 短视频
    [photo] 图片
    [image] 图片
    [carousel] 多图
    [story] 快拍
    [reel] 短视频
    [text] 文字
    [link] 链接
    [article] 文章
    [poll] 投票
    [live] 直播
    [thread] 串文
    [post] 帖子
   *[other] { $name }
}
trait-name = { $kind ->
    [topic] 主题“{ $level }”
    [angle] 角度“{ $level }”
    [format] 形式“{ $level }”
    [tone] 语气{ $level }
    [weekday] { $level }
    [daypart] { $level }
   *[word] “{ $level }”这个词
}
dimension-name = { $dimension ->
    [platform] 平台
    [language] 语言
    [segment] 人群
    [format] 形式
    [period] 时段
   *[weekday] 星期
}
learn-times = { $ratio } 倍
learn-usual = 平时
learn-mean = 平均
learn-below = 低于平时
learn-above = 高于平时
learn-method = { $method ->
    [trees] 提升树
    [platform-and-format] 同平台同形式
    [regression] 回归
    [classifier] 分类器
   *[usual] 平时水平
}
learn-not-cause = 这只说明它们一起出现，不说明谁导致谁：原因可能在别处。
learn-few = 数据不够：只有 { $posts } 篇往期帖子有这个数字，少于 30 篇我不下结论。
learn-few-help = 可以用 /往期 添加 补上帖子和数据，或者导入文件。
learn-step-features = 正在读 { $posts } 篇帖子……
learn-step-fold = 正在没见过的帖子上检验：{ $fold } / { $of }……
learn-feature-unknown = 没有“{ $name }”这个特征。
learn-metric-unknown = 没有“{ $name }”这个指标。
learn-lambda-wrong = 正则不能是“{ $value }”。
learn-lambda-help = 请写一个数，或用逗号隔开几个，或写范围，例如 0.01..10；在 0.000001 到 1000000 之间。
learn-no-version = 没有这个版本。
learn-no-version-help = /模型 历史 会列出所有版本。

train-outcome = { $outcome ->
    [first] 已启用第 { $version } 版模型，这是第一版。
    [replaced] 已启用第 { $version } 版模型：比之前的更好。
    [kept] 新模型没有更好，继续用第 { $version } 版。
    [other-level] 已启用第 { $version } 版模型：还是之前的模型，区间改为你要的把握。
    [nothing-new] 新数据太少，分不出新模型和第 { $version } 版的高低，继续用旧的。
    [loses] 没有启用模型：新模型不比规则好。
   *[none] 没有新模型。
}
train-duel = 在两者都没见过的 { $posts } 篇帖子上，旧模型误差 { $old }，新模型误差 { $new }（对数单位）。
card-verdict = { $verdict ->
    [not-enough] 数据不够：只有 { $posts } 篇帖子有{ $metric }数据，少于 30 篇我不下结论。
    [constant] { $posts } 篇帖子的{ $metric }都一样，没有可学的。
    [usual-few] 有 { $posts } 篇帖子，可以给出{ $metric }的平时水平和范围。满 { $minimum } 篇才尝试回归。
    [usual] 用 { $posts } 篇帖子做的回归和提升树，在没见过的帖子上都不比{ $metric }的平时水平更准。所以只给平时水平和范围。
    [format] 用 { $posts } 篇帖子做的回归和提升树，在没见过的帖子上预测{ $metric }都不是最准的：同平台同形式的帖子以往的水平更接近，也比该平台的平时水平更接近。所以按它来说。
    [trees] 用 { $posts } 篇帖子做的提升树，在没见过的帖子上预测{ $metric }比回归和两个基准都准：什么有用，要看它和什么一起出现。
   *[regression] 用 { $posts } 篇帖子做的回归，在没见过的帖子上预测{ $metric }比两个基准都准。
}
card-data = 学习所用的数据
card-posts = { $posts } 篇帖子，{ $first } 至 { $last }
card-platforms = 平台：{ $counts }
card-languages = 语言：{ $counts }
card-outliers = 明显偏离、已收拢到边界（没有删除）：{ $count } 篇
card-columns = 回归共 { $count } 列，λ = { $lambda }
card-columns-trees = 提升树共用 { $count } 列
card-columns-format = { $count } 种形式（没有形式时按角度）各自在其平台上的平时水平
card-shift = { $platform }：从 { $day } 起，数字是之前的 { $ratio } 倍。如果统计口径变了，原因就在这里；“平时”从那天重新算起。
left-out-unmeasured = 未使用：{ $posts } 篇没有这个数字的帖子
left-out-platform = 未使用：{ $posts } 篇其他平台的帖子
left-out-undated = 未使用：{ $posts } 篇没有日期的帖子
left-out-no-platform = 未使用：{ $posts } 篇没有平台或平台未知的帖子
left-out-window = 未使用：{ $posts } 篇不在时间范围内的帖子
left-out-id = 未使用：“{ $column }”列，它只是编号
left-out-result = 未使用：“{ $column }”列，它已经知道结果
left-out-protected = 未使用：“{ $column }”列，它涉及受保护的个人特征
left-out-protected-value = 未使用：“{ $column }”列中的“{ $value }”，它涉及受保护的个人特征
card-errors = { $tested } 篇没见过的帖子上的平均误差，按时间分 { $folds } 折（对数单位）
card-method = { $method ->
    [trees] 提升树
    [regression] 回归
    [median] 该平台的平时水平
   *[format] 同平台同形式
}
card-luck = 单凭运气，有 { $chance } 的可能显出这样的优势。误差比两个基准都小才启用；这个数大时，别指望太多。
card-luck-trees = 只有单凭运气显出优势的可能低于 5% 时才启用提升树；这里是 { $chance }。
card-luck-format = 单凭运气，有 { $chance } 的可能显出“同平台同形式”比该平台平时水平更准；低于 5%、且另外两种没有更准时才启用。
card-coverage = 区间在没见过的帖子上的命中率（应有 → 实际）
card-group = { $dimension }：{ $name }
card-groups = 各组误差（30 篇以上的组）
card-groups-note = 大于 0 表示模型对这组说少了，小于 0 表示说多了；带“!”的不是运气。
card-effects = 其他条件相同时，与效果相关的因素
card-no-effects = 看了 { $count } 个特征，没有运气解释不了的。
card-effect = { $name }：{ $ratio } 倍（{ $low } 至 { $high }）
card-effect-of-number = { $name }（每增加一个标准差）
card-effect-alike = { $name }（或{ $alike }：它们总是一起出现，分不出是哪个）
card-effects-note = 共看了 { $count } 个特征；其中任何一个是运气的可能低于 5%。相关，不等于因果。
card-not-for = 不可用于
card-not-for-text = 不可用来评判人或人的工作，不可作为对客户的承诺，不可用于其他团队或平台，也不可用来猜测某人是谁。它只了解这个团队发过的内容；没试过的，它说不上来。

history-none = 还没有{ $metric }的模型。可以训练一个：/模型 训练
history-rolled-back = 已换回第 { $version } 版。
history-heading = { $metric }的模型
column-posts = 帖子
column-method = 方法
column-error = 误差
column-in-force = 使用中
column-group = 组
column-bias = 偏差
column-chance = 最好的可能
column-expected = 预计

predict-no-text = 哪段文案？
predict-no-text-help = 例如：/预测 ‹"燕麦奶泡，两分钟。"› 平台=小红书
predict-blank = 这段文案里没有可读的内容：没有文字、数字，也没有表情。
predict-many = { $count } 个版本太多了，最多排 { $most } 个。
predict-time-wrong = 看不懂时间“{ $value }”。
predict-time-help = 请写日期、时刻，或两者：时间="周二晚上8点"、时间="周五 上午"、时间="明天晚上8点"、时间="12月1日"。
train-narrow = 使用中的模型只了解{ $platforms }。不写 平台= 的 /模型 训练 会从所有平台学。
predict-not-in-model = 使用中的模型只用其他平台的帖子训练过，不了解 { $platform }；用 /模型 训练 可以从所有平台学。
predict-no-platform = { $platform } 上没有可以学习的往期帖子。
predict-line = 在{ $platform }上预计{ $metric } { $expected }（{ $level } 的情况在 { $low } 到 { $high } 之间）：是你们平时（{ $usual }）的 { $ratio } 倍。
predict-chart = 为什么这样预测
predict-chart-reading = 影响最大的是“{ $name }”，为平均帖子的 { $ratio } 倍。
predict-why = 依据（与你们的平均帖子相比）：
predict-raises = 怎样改会更好（每一项都用改过的帖子重新预测过）：
predict-raises-nothing = 在你们试过的做法里，没有哪种改动有把握让它更好。
predict-raise = { $change }：{ $ratio } 倍
predict-stands = 学自 { $posts } 篇帖子，模型第 { $version } 版（/模型 历史）。相关，不等于因果。
predict-stands-new = 刚从 { $posts } 篇帖子学的；/模型 训练 可以保存模型。相关，不等于因果。
predict-usual = 从 { $posts } 篇帖子里只能知道平时水平和范围：用文案的特点来预测没见过的帖子，误差反而更大（/模型 训练 会说明原因）。模型卡上写明的影响仍可能是真的。
change = { $kind ->
    [ask] 向读者提个问题
    [shorter] 只留第一句
    [figure] 用一个数字说话
    [longer] 加长一半
    [link] 多放一个链接
    [no-links] 去掉链接
    [emoji] 多加一个表情
    [no-emoji] 去掉表情
    [mention] @ 一个人
    [no-mentions] 不 @ 人
    [no-hashtags] 不用话题标签
    [hashtags] 多加 { $detail } 个话题标签
    [weekday] { $detail }发
    [slot] { $detail }发
    [format] 做成{ $detail }
   *[hour] { $detail } 发
}

besttime-title = 最佳发布时间
besttime-title-on = 最佳发布时间（{ $platform }）
besttime-best = { $time }最好：是各时段平均的 { $ratio } 倍，80% 的把握在 { $low } 到 { $high } 倍之间（{ $posts } 篇）。
besttime-none = { $posts } 篇帖子里看不出时间上的差别：单凭运气，有 { $chance } 的可能出现这样的差异。
besttime-no-hours = 这些帖子只有日期没有时刻，所以只能按星期来看。

audience-heading = 什么更能带来互动（{ $posts } 篇帖子）
audience-reading = 最有把握的：带{ $name }的帖子，超过平时水平的情况比其他帖子{ $direction ->
    [better] 多
   *[worse] 少
}。
audience-nothing = 看了 { $count } 个主题、角度、语气、时间和词，没有十分有把握的。下面是最强的线索，可以试试。
audience-chart = 什么更能带来互动
audience-zero = 和其他一样
audience-share = { $better } / { $posts } 篇
persona-title = { $by ->
    [all] 全部帖子
    [platform] { $name } 的读者
    [segment] 人群“{ $name }”
    [topic] 主题“{ $name }”
    [format] 形式“{ $name }”
    [column] { $name }
   *[language] { $name }帖子
}：{ $posts } 篇，{ $reactions } 次互动
persona-column = { $column }：{ $value }
persona-sure = 有把握
persona-hint = 也许
persona-liking = { $name }{ $direction ->
    [better] 效果更好
   *[worse] 效果更差
}（{ $posts } 篇中 { $better } 篇高于平时，如 { $examples }）
audience-small = 不到 30 篇，不下结论：{ $names }
audience-protected = 涉及受保护的个人特征，不作任何描述：{ $names }
audience-not-people = 这里描述的是人们对什么有反应，不是他们是谁。相关，不等于因果。

recommend-whose = 不知道是给谁的：“{ $name }”。
recommend-whose-help = /推荐 是给你的，/推荐 ‹团队› 是给团队的。
recommend-muted = { $whose ->
    [team] 以后不再给团队推荐“{ $topic }”，简报里也不出现。
    [only-you] 以后不再给你推荐“{ $topic }”。整个团队的由管理员决定。
   *[you] 以后不再给你推荐“{ $topic }”。
}
recommend-again = { $whose ->
    [team] 团队会重新看到“{ $topic }”。
   *[you] 你会重新看到“{ $topic }”。
}
recommend-left-out = 没有列出{ $whose ->
    [team] 团队
   *[you] 你
}不想看的：{ $topics }{ $more ->
    [0] { "" }
   *[other] ，另有 { $more } 个
}。想再看到：/推荐 { $whose ->
    [team] ‹团队› 再看="{ $topic }"
   *[you] 再看="{ $topic }"
}
recommend-all-muted = 可以推荐的都设为不看了。
recommend-none = 还没有可以推荐的：我从带主题的往期帖子里选。
recommend-heading = 给{ $whose ->
    [team] 团队
   *[you] 你
}的 { $count } 个主题
recommend-fit = 契合度
recommend-because = 这个主题的帖子是平时的 { $ratio } 倍（篇数少的打了折扣），如 { $posts }
recommend-because-topic = 这个主题的往期帖子：{ $posts }
recommend-no-topics = 还没有人关注话题，所以“关注的话题”这一项不计：/我 设置 ‹主题›，或为全团队用 /简报 关注。
recommend-no-sentiment = 还没有设置能看出情感的语气或范例，所以“合适的情感”这一项不计：/偏好 设置 ‹语气›。
recommend-new-person = 还不了解你的口味，先看团队发过什么、效果如何。
recommend-next = 写一篇：/点子 ‹{ $topic }› · 少看：/推荐 { $team ->
    [yes] ‹团队› 少看="{ $topic }"
   *[no] 少看="{ $topic }"
}
offer-draft = 写：{ $topic }
offer-less = 少看：{ $topic }

compare-two = 需要两个才能比较，收到的是“{ $text }”。
compare-two-help = 可以是平台、时段（2026年9月、2026年第一季度、上个月、10月）、星期几（周一、周末、工作日）、主题或角度；多个词请加引号：/比较 ‹"燕麦拿铁" "冷萃"›
compare-protected = 不比较“{ $name }”的帖子：它涉及受保护的个人特征，对此不作任何描述。
compare-unknown = 不知道“{ $name }”是什么。
compare-unknown-near = 不知道“{ $name }”是什么。是不是“{ $near }”？
compare-known = 可以是平台（{ $platforms }）、时段（2026年、2026年9月、2026年第一季度、2026-01..2026-03、上个月、10月）、星期几（周一、周末、工作日）、角度（{ $angles }）、语言（中文）、形式（视频）、情感（积极）{ $has_topics ->
    [yes] 、人群，或主题（{ $topics }等）
   *[no] 或人群
}。
compare-few = 帖子太少，无法比较：{ $left } 有 { $left_posts } 篇，{ $right } 有 { $right_posts } 篇{ $both ->
    [0] 。
   *[other] 不在另一边；两边都有的 { $both } 篇没有算。
}
compare-inside = { $inner } 的 { $posts } 篇帖子全都也在 { $outer } 里，没有可以比较的。
compare-apart = { $left }和{ $right }发在不同的平台上，两边都有的平台帖子太少。差别可能全来自平台，所以不下结论。
compare-inside-help = 请选互不包含的两个，例如 /比较 ‹2026-08 2026-09›。
compare-apart-help = 请选发在同一平台上的两个，每一边至少 { $least } 篇。
compare-platform-mixed = { $platform }是平台，“{ $other }”的帖子也都发在平台上：两者互相包含。
compare-platform-mixed-help = 请拿{ $platform }和另一个平台比，或拿“{ $other }”和平台以外的比。
compare-few-help = 每一边需要 { $least } 篇有这个数字的帖子。
compare-reading = { $differs ->
    [yes] { $left }的{ $metric }是{ $right }的 { $ratio } 倍（95% 的把握在 { $low } 到 { $high } 倍之间）；单凭运气，出现这样差异的可能是 { $chance }。
    [alike] { $left }和{ $right }的{ $metric }差不多：{ $ratio } 倍，最多也就在 { $low } 到 { $high } 倍之间。
   *[unsure] { $left }和{ $right }的{ $metric }看不出差别：{ $ratio } 倍，但 { $low } 到 { $high } 倍都说得通，这些帖子还分不出来；单凭运气，出现这样差异的可能是 { $chance }。
}
compare-reading-pairs = { $differs ->
    [yes] { $more }的{ $metric }比{ $less }好：{ $zero ->
        [yes] 大于 0 的帖子占 { $more_any }，{ $less }占 { $less_any }；
       *[no] {""}
    }两边各取一篇，数字不同时，有 { $ahead } 是{ $more }的更高；单凭运气，出现这样差异的可能是 { $chance }。
   *[unsure] { $more }和{ $less }的{ $metric }看不出差别：{ $zero ->
        [yes] 大于 0 的帖子，{ $more }占 { $more_any }，{ $less }占 { $less_any }；
       *[no] {""}
    }两边各取一篇，数字不同时，有 { $ahead } 是{ $more }的更高；单凭运气，出现这样差异的可能是 { $chance }。相同的数字太多，说不出是多少倍。
}
compare-chart-any = { $metric }大于 0 的帖子所占的比例
compare-against = { $by ->
    [usual] 只和同一平台的帖子相比，并且都按发布时该平台的平时水平折算。
    [usual-and-form] 只和同一平台、同一形式的帖子相比，并且都按发布时该平台的平时水平折算。
    [platform] 只和同一平台的帖子相比。
   *[all] 这是各平台自己的数字：可能是读者更多、算法不同，不一定是帖子更好。
}
compare-both = 两边都有的 { $posts } 篇帖子没有算。
compare-left-apart = { $name } 有 { $posts } 篇发在另一边没有帖子的平台上，没有算。
compare-bar = { $name } · { $of }
compare-chart = { $metric }的中位数，以及中间一半帖子的范围
compare-side = { $median }（{ $posts } 篇）

audit-heading = { $posts } 篇帖子的审计：{ $count ->
    [0] 没有要指出的
   *[other] { $count } 件要指出的事
}
audit-nothing = { $looked ->
    [all] 没有哪一类占得过多，想要的没有缺，也没有哪一组或哪个词受到运气之外的不同对待。
    [groups] 没有哪一类占得过多，想要的没有缺，也没有哪一组受到运气之外的不同对待。用词没有查。
    [words] 没有哪一类占得过多，想要的没有缺，也没有哪个词受到运气之外的不同对待。没有能区别对待各组的模型。
   *[neither] 没有哪一类占得过多，想要的没有缺。各组和用词都没法查。
}
audit-dominates = { $dimension }：{ $name } 占 { $share }，学到的主要是它。
audit-covers = { $dimension }：只有{ $name }，你们的帖子只涉及它
audit-unread = 有 { $posts } 篇帖子的语言没有相应的方法（{ $counts }）：没有算角度和情感，也没有在其中替换姓名、性别和地区，所以那里有没有这类偏向，这里说不上来。
audit-missing = { $dimension }：偏好里有 { $name }，却没有一篇是给它的。
audit-gap = { $of } 个月里有 { $months } 个月没有帖子。
audit-unmeasured = { $share } 的帖子没有数据。
audit-bias = { $dimension }{ $name }：模型说得太{ $direction ->
    [little] 少
   *[much] 多
}，差 { $ratio } 倍（{ $posts } 篇）。
audit-word = 其他条件相同时，提到{ $more }的帖子是{ $against ->
    [others] 提到{ $less }的
   *[without] 没有提到的（提到别的太少，没法比）
} { $ratio } 倍（95% 的把握在 { $low } 到 { $high } 倍之间；{ $posts } 篇{ $against ->
    [others] 和 { $others } 篇
   *[without] { "" }
}）。{ $changes ->
    [yes] 把“{ $from }”换成“{ $to }”，预测变化 { $change }。
   *[no] { "" }
}
audit-swap = 把“{ $from }”换成“{ $to }”，{ $what ->
    [review] 审稿分（0 到 100）
   *[sentiment] 情感分
}变化 { $difference }（{ $texts } 段文字）。本不该变。
audit-chart = 各平台的帖子
audit-chart-reading = { $name } 最多：{ $share }。
audit-shares = { $dimension }：{ $parts }
audit-looked = 看过的：{ $groups } 个 30 篇以上的组；按帖子里的姓名、地名和男女用词做的 { $words } 项比较；这类词的 { $swaps } 对替换对情感分和审稿分的影响（用你们自己的和编写的句子）。已按看过的数量校正。
audit-looked-no-model = 看过的：按帖子里的姓名、地名和男女用词做的 { $words } 项比较；这类词的 { $swaps } 对替换对情感分和审稿分的影响。没有回归模型可查：预测就是平时水平，对每段文案都一样。

similar-no-term = 哪个词？
similar-common = “{ $term }”几乎每篇都有，看不出和什么相近：换一个说内容的词。
similar-unknown = 往期帖子里没有“{ $term }”。
similar-heading = 和“{ $term }”相近的（{ $posts } 篇有它）
similar-chart = 和“{ $term }”相近的词
similar-reading = 最近的是“{ $term }”：两者都常和 { $shared } 一起出现。
similar-note = 依据是词在你们帖子里的搭配（互信息、余弦）；帖子少时比较粗略。

tuning-made = 训练 { $training } 行，验证 { $validation } 行（{ $share }）。验证里没有一段与训练里的相似到 { $likeness } 以上。
tuning-repeats = 因重复未用：{ $count }
tuning-cleaned = 从 { $count } 段文字里去掉了个人信息：{ $classes ->
    [yes] { $counts }
   *[no] 没有发现
}
tuning-class = { $class ->
    [link] 个人主页链接
    [email] 电子邮箱
    [phone] 电话号码
    [address] 地址和邮编
    [birth] 出生日期
    [key] 密钥和密码
    [ip] IP 地址
    [number] 证件号、卡号和账号
   *[name] 姓名和账号名
} { $count }
tuning-not-found = 没有称谓的姓名、昵称，以及不按常见写法写的内容找不出来：交给别人之前请先读一遍文件。
tuning-short = 因太短未用：{ $count }

learned-label = { $kind ->
    [topic] 主题标签
    [sentiment] 情感标签
    [hook] 角度标签
    [language] 语言标签
   *[format] 形式标签
}
learn-label-unknown = 我学不了“{ $name }”这种标签。
labels-outcome = { $outcome ->
    [first] 现在由分类器给新帖子打{ $label }：第 { $version } 版，这是第一版。
    [replaced] 现在由分类器给新帖子打{ $label }：第 { $version } 版，比之前的更好。
    [kept] 新分类器没有更好，继续用第 { $version } 版打{ $label }。
    [nothing-new] 新标签太少，分不出新分类器和第 { $version } 版的高低，继续用旧的。
    [loses] 仍按规则打{ $label }：在没见过的标签上，分类器没有更好。
   *[none] 没有打{ $label }的分类器。
}
labels-duel = 在两者都没见过的 { $labels } 个标签上，旧的错 { $old }，新的错 { $new }。
labels-few = 数据不够，学不了{ $label }：只有 { $labels } 条帖子有人给过标签。至少要 { $least } 条，并且至少有两种。
labels-same = 学不了{ $label }：人给的 { $labels } 个标签全是“{ $only }”。{ $missing ->
    [0] 还需要另一种标签。
   *[other] 还需要另一种标签，总数也还差 { $missing } 个。
}
labels-few-help = 用 /往期 标签 更正标签，例如：/往期 标签 ‹C-031› { $kind ->
    [topic] 主题="燕麦拿铁"
    [format] 形式=图文
   *[sentiment] 情感=积极
}
labels-data = 人给的标签 { $labels } 个：{ $counts }
labels-accuracy = 在没见过的标签上的正确率（五次，每次五分之一），以及与人的一致程度（Cohen κ，已扣除偶然）
labels-method = { $method ->
    [classifier] 分类器
    [rules] 没有它时的规则
   *[frequent] 一律给最常见的标签
}
labels-luck = 仅凭运气，比另外两种中较好的还强这么多的概率是 { $chance }；低于 5% 才启用。
labels-group = { $kind ->
    [language] 语言
   *[label] 标签
}
labels-not-for-text = 不用于评判人，也不用于任何决定某个人的事。它只知道见过的标签，凡是相像的文字都会给其中一个；你们的更正总是优先。
column-right = 正确
history-try = { $at } UTC，{ $by ->
    [schedule] 按计划
   *[person] 应要求
}，用 { $posts } 条：{ $outcome }
history-compared = （旧误差 { $old }，新误差 { $new }）
likely = 预计
likely-line = { $platform }{ $metric } { $expected }（{ $level } 的情况在 { $low } 到 { $high }），是你们平时 { $usual } 的 { $ratio } 倍 · 第 { $version } 版模型
predict-new-language = 模型几乎没见过{ $language }的帖子：这里只看长度、时间、平台和形式，用词说不上什么。
because-recommended = 你没说主题，“{ $topic }”合适：{ $parts }{ $known ->
    [yes] ；这类帖子是你们平时的 { $ratio } 倍
   *[no] { "" }
}
recommend-because-followed = 你关注它，但还没有这方面的帖子
audit-agreement = { $label }：人和规则在 { $labels } 个里有 { $agreed } 个一致（Cohen κ { $kappa }）
audit-corrected = 人看过的 { $labels } 个标签里，更正了 { $corrected } 个。
audit-refused = 人决定过的 { $ideas } 个点子里，否掉了 { $refused } 个。
audit-no-people = 还没有人打过标签或决定过点子，无从比较。
learn-constant = { $posts } 篇帖子的{ $metric }都一样，从中学不到什么。
learn-constant-help = 请导入有差别的数据，或换一个指标：指标=点赞
predict-unread = 这段文案是{ $language }。角度和情感没有相应的方法：这里只看长度、时间、平台、体裁和往期出现过的词，别的不下结论。
predict-unknown-language = 认不出这段文案是哪种语言，所以角度、情感和虚词都无从判断：这里只看长度、时间、平台、体裁和往期出现过的词，别的不下结论。
learn-unread-languages = { $languages }的帖子：角度和情感没有相应的方法。这里只看长度、时间、平台、形式和用词，别的不下结论。
card-protected-segments = 未使用：{ $count } 个涉及受保护个人特征的人群，不作任何描述
predict-others = 其余 { $count } 个较小的原因
predict-sum = 平均帖子是你们平时的 { $mean } 倍；乘上全部原因（{ $reasons } 倍），就是平时的 { $ratio } 倍。
predict-now = 按现在算：{ $day } { $hour }；换个时间：时间="周二 8点"。
predict-hour-unknown = 往期帖子没有在这个时段发过，所以时段按平时算。
besttime-cells = 每一格：与各时段平均相比的效果，括号里是篇数，后面是 80% 把握的范围。只有确实更好或更差的格子才上色。
compare-same = “{ $left }”和“{ $right }”是同一个。
compare-shift = { $platform }：从 { $day } 起，数字是之前的 { $ratio } 倍，而这里比较的帖子前后都有。差别可能全在这里。
recommend-because-chosen = { $by ->
    [person] 这类主题你选得比别的多；往期帖子：{ $posts }
   *[team] 这类主题团队发得比别的多，如 { $posts }
}
recommend-because-variety = 换换口味；这个主题的帖子是平时的 { $ratio } 倍，如 { $posts }
recommend-because-follows = 你关注它；往期帖子：{ $posts }
recommend-part-topic = 关注的主题 { $share }
recommend-part-sentiment = 情感 { $share }
recommend-part-behaviour = 以往表现 { $share }
recommend-parts = { $parts }
recommend-muted-unknown = 没有往期帖子或愿望是关于“{ $topic }”的；还是记下了。
by-protected = 不按“{ $column }”来分：它涉及受保护的个人特征，对此不作任何描述。
by-unknown = 没有哪篇帖子有“{ $column }”这一列。
by-values = “{ $column }”有 { $count } 个值；只按有 { $least } 到 { $most } 个值的列来分。
by-few = “{ $column }”没有哪个值有 { $least } 篇带这个数字的帖子，最多的有 { $posts } 篇，所以不下结论。
by-columns = 可以按这些来分：{ $names }
predict-form-unknown = { $forms ->
    [0] 往期帖子的数据里没有体裁，所以“{ $form }”在这里不起作用。
   *[other] 往期帖子里没有“{ $form }”这种体裁，所以它在这里不起作用。你们的帖子有：{ $names }。
}
predict-form-few = 往期只有 { $posts } 篇是“{ $form }”，太少，学不到什么，所以它在这里不起作用。
predict-form = 这些帖子只能按形式区分，而这一篇的形式不知道，所以按平时算。已知的有：{ $forms }。例如：体裁="{ $form }"
recommend-less-empty = 想少看哪个主题？
likely-note = 预计：{ $line }
by-knows = “{ $column }”已经知道结果：从名称看是事后填的，或者它的值是跟着帖子的数字来的，按它分只会看到当初是怎么划分的。
by-none = 有这个数字的帖子都没有{ $kind ->
    [segment] 标明受众
    [topic] 标明主题
    [form] 标明形式
    [language] 能认出的语言
   *[platform] 标明平台
}，没法这样分。
by-one = 所有帖子的{ $kind ->
    [segment] 受众
    [topic] 主题
    [form] 形式
    [language] 语言
   *[platform] 平台
}都是{ $value }，没法这样分。
learn-few-because = { $few }{ $why }
learn-unlearnable-help = 请删掉它们（/往期 删除），补上日期和平台再导入：平台=小红书 可以说明整个文件的平台，/往期 导入 ‹对应 2=日期› 可以指明哪一列是日期。
unlearnable-undated = 另有 { $posts } 篇帖子没有日期：不知道是哪天发的，就不知道当时的平时水平，所以没法从中学习。
unlearnable-platform = 另有 { $posts } 篇帖子没有可识别的平台：不知道那里的平时水平，所以没法从中学习。
unlearnable-both = { $first }{ $second }
