# 按编号的想法、草稿和看板。

command-idea-show = 按编号再看一条想法。
command-idea-more = 更多类似的：同一角度，换个说法。
command-idea-angle = 同一主题，换个角度。
command-idea-shorter = 把一条想法写短一点。
command-idea-longer = 把一条想法写长一点。
command-idea-use = 采用一条想法，变成草稿。
command-idea-use-example = /想法 采用 ‹I-017›
command-idea-reject = 说明某条想法不适合我们、为什么；之后的点子会参考。
command-idea-reject-example = /想法 不要 ‹I-017 太俏皮，不像我们›
command-draft = 按想法或主题，为每个平台写出整篇内容。
command-draft-example = /草稿 ‹I-017› 平台=小红书,公众号,抖音
command-draft-write = 按想法或主题，为每个平台写出整篇内容。
command-draft-show = 查看草稿内容和下一步。
command-draft-submit = 提交草稿，等待审核。
command-draft-approve = 通过待审草稿；仅限管理员。
command-draft-changes = 要求修改草稿；仅限管理员。
command-draft-changes-example = /草稿 要求修改 ‹D-004 写上价格，再短一点›
command-draft-reject = 否决草稿；仅限管理员。
command-draft-edit = 修改草稿内容；每个版本都会保留。
command-draft-edit-example = /草稿 编辑 ‹D-004 新的文字，带上 #话题› 平台=小红书
command-draft-publish = 登记已通过的草稿已发布，附链接，之后补数据；仅限管理员。
command-draft-publish-example = /草稿 发布 ‹D-004› 链接=https://www.xiaohongshu.com/explore/abc 点赞=120 评论=8
command-draft-note = 只有审核人能看到的备注；仅限管理员。
command-draft-history = 谁对草稿做过什么，每个版本改了什么。
command-drafts = 看板：待用的想法，各草稿的进度。
command-drafts-example = /草稿箱 状态=待审
rest-idea = I-017
rest-idea-reason = I-017 原因
rest-draft = D-004
rest-draft-text = D-004 文字
rest-draft-topic = 想法或主题
ask-idea = 哪条想法？请给编号，如 I-017
ask-idea-reason = 哪条想法，为什么不要？如 I-017 太俏皮
ask-draft = 哪份草稿？请给编号，如 D-004
ask-draft-topic = 想法的编号，或一个主题
ask-draft-changes = 哪份草稿，要改什么？
ask-draft-edit = 草稿编号和新的文字
ask-draft-note = 草稿编号和备注
then-idea-reject = 为什么不适合你们？
then-draft-changes = 要改什么？
then-draft-reject = 为什么否决？
then-draft-note = 备注写什么？
question-idea-reject = { $id } 为什么不适合你们？之后的点子会参考。
question-idea-reject-command = /想法 不要 { $id }
question-draft = { $action ->
    [changes] { $id } 要改什么？
    [reject] 为什么否决 { $id }？
    *[note] { $id } 的备注写什么？
}
question-draft-command = { $action ->
    [changes] /草稿 要求修改 { $id }
    [reject] /草稿 否决 { $id }
    *[note] /草稿 备注 { $id }
}{ $version ->
    [none] { "" }
    *[other] { " " }版本={ $version }
}
ai-mark = 内容由 AI 辅助生成
ai-platform = { $rule ->
    [china] { $platform }：发布时还要在平台的发布页声明内容含 AI 生成；2025 年 9 月 1 日起施行的标识办法有此要求。
    *[media] { $platform }：如果画面、声音或场景也是 AI 生成的，发布时请打开平台自己的 AI 标签。
}

idea-which = 哪条想法？
idea-unknown = 没有 { $id } 这条想法。
idea-unknown-help = 每条想法都有编号，如 I-017；用 /点子 可以要新的。
idea-used-before = { $id } 已由{ $by }在 { $at } 采用，成为草稿 { $draft }。
idea-used-before-help = 查看：/草稿 显示 ‹{ $draft }›
idea-refuse-used = { $id } 已经采用，是草稿 { $draft }。
idea-refuse-used-help = 要停掉草稿：/草稿 否决 ‹{ $draft }›
idea-refused = 记下了：{ $id } 不适合你们，{ $angle }之后会少一些。
idea-refused-because = 记下了：{ $id } 不适合你们（“{ $reason }”），{ $angle }之后会少一些。
idea-not-shorter = 没有找到比 { $id } 更短又站得住的写法。
idea-not-longer = 没法把 { $id } 写长。
idea-not-reworked-help = 可以自己改：/想法 采用 ‹{ $id }› 会把它变成草稿。
idea-longer-post = 只有文案能写长；标题和脚本的长度是定好的。
idea-button = { $step ->
    [use] 采用
    [more] 更多类似的
    [angle] 换个角度
    [shorter] 短一点
    [longer] 长一点
    *[reject] 不适合我们
}
because-actions = { $angle }你们 { $of } 条里用了 { $used } 条
because-reactions = { $angle }收到的表态：{ $liked } 个喜欢，{ $disliked } 个不喜欢
because-rule = { $demand ->
    [required] 总会写“{ $pattern }”（{ $id }）
    [banned] 从不说“{ $pattern }”（{ $id }）
    *[preferred] 说“{ $say }”，不说“{ $pattern }”（{ $id }）
}
note-missing-word = 第 { $place } 条缺少“{ $word }”（{ $id } 的要求）。

draft-which = 哪份草稿？
draft-unknown = 没有 { $id } 这份草稿。
draft-unknown-help = /草稿箱 列出全部草稿。
draft-no-topic = 草稿写什么？
draft-no-topic-help = 请给想法编号或主题：/草稿 ‹I-017›，或 /草稿 ‹燕麦拿铁› 平台=小红书,公众号
draft-idea-used = { $id } 已经是草稿 { $draft } 了。
draft-many-platforms = 一份草稿写 { $count } 个平台太多了，最多 { $most } 个。
draft-writing = 正在写{ $platform }……
draft-missing = { $kind ->
    [script] { $platform }还没有内容：脚本需要模型，或由你来写。
    [blog] { $platform }还没有内容：文章需要模型，或由你来写。
    *[post] { $platform }还没有内容：文案需要模型，或由你来写。
}
draft-piece-missing = （还没写）
draft-title-missing = 没有写出站得住的{ $platform }标题，暂时用主题代替。
draft-cut = { $platform }的文字已截到{ $limit }以内。
draft-nothing = 没有站得住的候选：要么跑题，要么照抄或编造。
draft-nothing-help = 换个说法描述主题，或换大一些的模型；/为什么 可以看到模型收到的内容。
draft-state = { $state ->
    [idea] 想法
    [draft] 草稿
    [in-review] 待审
    [changes-requested] 待改
    [approved] 已通过
    [rejected] 已否决
    *[published] 已发布
}
draft-deed = { $action ->
    [write] 写成
    [submit] 提交
    [approve] 通过
    [changes] 要求修改
    [reject] 否决
    [edit] 编辑
    [publish] 发布
    *[note] 备注
}
draft-done = { $done ->
    [write] { $id } 写好了。
    [submit] { $id } 已提交，等待审核。
    [approve] { $id } 已通过。
    [changes] 已要求修改 { $id }。
    [reject] { $id } 已否决。
    [edit] { $id } 已修改。
    [publish] { $id } 已登记为发布。
    *[note] { $id } 的备注已记下。
}
draft-heading = { $id } · { $topic } · { $state } · 第 { $version } 版
draft-title = 标题
draft-changed = { $platform }改了什么
draft-campaign = 数据见 #{ $id }
draft-private-notes-elsewhere = 有 { $count } 条只给审核人看的备注：/草稿 显示 ‹{ $id }› 只给你一个人看。
draft-private-notes = 仅审核人可见
draft-wish = 修改要求：{ $text }
draft-too-long = { $platform }太长：{ $used }，最多{ $limit }。
draft-breaks = { $platform }的文字不符合 { $rules }；/偏好 规则 ‹列表› 可以看到要求。
draft-hand-over = 我不会自己发布：请复制文字去发，发布后用 /草稿 发布 ‹{ $id }› 链接=… 告诉我。
draft-next = 下一步：{ $steps }
draft-step = { $step ->
    [submit] /草稿 提交 ‹{ $id }›
    [approve] /草稿 通过 ‹{ $id }›
    [changes] /草稿 要求修改 ‹{ $id } 改什么›
    [reject] /草稿 否决 ‹{ $id } 原因›
    [edit] /草稿 编辑 ‹{ $id } 文字›
    [publish] /草稿 发布 ‹{ $id }› 链接=…
    *[note] /草稿 备注 ‹{ $id } 给审核人›
}
draft-button = { $step ->
    [submit] 提交
    [approve] 通过
    [changes] 要求修改
    [reject] 否决
    [history] 历史
    *[why] 为什么
}
draft-refused = { $id } 现在不能{ $action ->
    [submit] 提交
    [approve] 通过
    [changes] 退回修改
    [reject] 否决
    [edit] 编辑
    [publish] 发布
    *[other] 改动
}：它{ $state }（{ $by }于 { $at } { $last ->
    [write] 写成
    [submit] 提交
    [approve] 通过
    [changes] 要求修改
    [reject] 否决
    [edit] 编辑
    [publish] 发布
    *[note] 备注
}）。
draft-moved = { $id } 已经变成{ $state }了（{ $by }于 { $at } { $last ->
    [write] 写成
    [submit] 提交
    [approve] 通过
    [changes] 要求修改
    [reject] 否决
    [edit] 编辑
    [publish] 发布
    *[note] 备注
}）。什么都没有改动。
draft-refused-help = { $state ->
    [draft] 先提交：/草稿 提交 ‹{ $id }›
    [in-review] 可以通过、退回或否决：/草稿 显示 ‹{ $id }›
    [changes-requested] 改好后会重新待审：/草稿 编辑 ‹{ $id } 文字›
    [approved] 可以发布：/草稿 发布 ‹{ $id }› 链接=…
    [rejected] 想继续就修改它：/草稿 编辑 ‹{ $id } 文字›
    *[published] 已经发布了。可以写一份新的：/草稿 加上主题
}
draft-newer = { $id } 现在是第 { $version } 版，你看的是第 { $seen } 版，所以没有改动。
draft-newer-help = 请再看一遍：/草稿 显示 ‹{ $id }›
draft-changes-what = { $id } 要改什么？
draft-changes-help = 请写 /草稿 要求修改 ‹{ $id }› 加上要改的地方。
draft-note-what = { $id } 的备注写什么？
draft-note-help = 请写 /草稿 备注 ‹{ $id }› 加上备注。
draft-note-long = 这段文字有 { $length } 个字符，最多 { $most } 个。
draft-edit-what = { $id } 改成什么？
draft-edit-help = 请写 /草稿 编辑 ‹{ $id }› 加上完整的新文字，或 标题="…"。
draft-edit-same = { $id } 已经是这样写的，没有改动。
draft-which-platform = { $id } 有几个平台的内容。
draft-which-platform-help = 请说明是哪一个：平台=…，有 { $names }。
draft-link-wrong = “{ $link }”不是网址。
draft-link-help = 请给出帖子的完整网址：链接=https://…
draft-state-unknown = 没有“{ $name }”这个状态。
draft-history-heading = { $id } 的经过
draft-versions = 第 { $old } 版 → 第 { $new } 版，{ $platform }
board-heading = { $total } 份草稿，显示 { $shown } 份
board-ideas = { $total } 条待用的想法，显示 { $shown } 条
board-ideas-how = /想法 采用 ‹{ $id }› 把它变成草稿；/草稿箱 状态=想法 可以看更多。
board-by-wrong = 不能按“{ $who }”来找草稿。
board-by-help = 作者=我 显示你自己的。
board-empty = { $state ->
    [idea] 没有待用的想法。
    [in-review] 没有待审的草稿。
    [changes-requested] 没有要求修改的草稿。
    [approved] 没有已通过而未发布的草稿。
    [rejected] 没有被否决的草稿。
    [published] 没有已发布的草稿。
    [draft] 没有待提交的草稿。
    *[all] 这里没有草稿。
}
board-empty-help = /想法 采用 ‹I-017› 把想法变成草稿；/草稿 加上主题 可以写一份新的。
board-how = /草稿 显示 ‹{ $id }› 查看一份草稿和下一步。
board-last = { $by } { $at } { $done ->
    [write] 写成
    [submit] 提交
    [approve] 通过
    [changes] 要求修改
    [reject] 否决
    [edit] 编辑
    [publish] 发布
    *[note] 备注
}
column-state = 状态
column-topic = 主题
column-last = 最近
column-when = 时间（UTC）
column-who = 谁
column-deed = 做了什么
column-version = 版本
column-note = 说明

person-you = 你
person-named = { $name }
person-somewhere = { $platform ->
    [console] 终端前的人
    [discord] Discord 上的成员
    [telegram] Telegram 上的成员
   *[other] 某人
}
person-forgotten = 某人

command-why-example = /为什么 ‹I-017›
rest-why = [编号]
why-unknown = 没有编号为“{ $id }”的内容可以解释。
why-unknown-help = 请给想法或草稿的编号，如 /为什么 ‹I-017› 或 /为什么 ‹D-004›；只写 /为什么 则解释上一条回答。
why-heading-id = { $id } 是怎么来的：{ $question }
why-asked = { $by } 于 { $at } 提出；{ $model ->
    [none] 没有用模型
    *[other] 由 { $model } 写成
}
why-settings = 设置：{ $settings }
why-campaigns = 相符的往期内容，最相符的在前；相符度 1.00 为其中最高，已按效果和时间加权：
column-fit = 相符度
column-told = 已告知模型
why-told = { $told ->
    [yes] 是
   *[no] 否
}
why-rules = 当时生效的用词规则：
why-rule = { $what }：{ $matched ->
    [0] 候选中没有出现
   *[other] 候选中出现 { $matched } 次
}{ $mended ->
    [yes] ，本文中已改正
   *[no] {""}
}
why-from = { $how ->
    [more] 与 { $id } 类似
    [angle] { $id } 换个角度
    [shorter] { $id } 的短版
    *[longer] { $id } 的长版
}
why-brief = 要求：{ $platform }，{ $format ->
    [script] 脚本
    [title] 标题
    *[post] 帖子
}，{ $language }
why-idea-chosen = { $angle }：{ $candidates ->
    [0] 由原想法的文字改成
    *[other] 从 { $candidates } 条候选中选出
}，得分 { $score }：{ $terms }
why-draft-idea = 由 { $id } 而来；/为什么 ‹{ $id }› 有更多说明。
why-reactions = 大家的表态：{ $liked } 人喜欢，{ $disliked } 人不喜欢。
why-draft-edits = 之后有人改过 { $count } 次。
why-drawn = 角度按你们对之前想法的取舍抽选；各角度排第一的机会：{ $shares }
