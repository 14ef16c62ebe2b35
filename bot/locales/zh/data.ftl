# 保存的内容：关联、忘记。

command-link = 把另一个服务器、群或终端并入这个团队：在这里取码，在那里输入。
command-link-example = /关联 ‹7F3K-Q2MX›
command-forget-me = 删除我保存的关于你的内容：你的对话，以及今天以前的用量。
command-forget-team = 查看我为这个团队保存了什么；加上团队名则全部删除。
command-forget-undo = 在删除完成之前撤销团队的删除。
rest-link = [代码 | 断开]
rest-team = [团队名]

link-code = 代码 { $code }：{ $minutes } 分钟内有效，只能用一次，可把另一个地方并入团队 { $team }。
link-code-help = 请在另一个服务器、群或终端里，由能管理它的人输入 /关联 加代码。之后两边共用偏好、往期内容和上限。新代码会替换这个。
team-unnamed = { $platform ->
    [discord] 本服务器
   *[other] 本聊天
}
link-places = 这个团队的地方
link-place = { $platform ->
    [console] 终端
    [discord] Discord
    [telegram] Telegram
   *[other] { $platform }
}：{ $name }
link-joined = 这里现在属于团队 { $team }。输入 /关联 ‹断开› 可恢复为独立团队。
link-joined-kept = 这里现在属于团队 { $team }。{ $own } 原有的内容再保存 { $days } 天，之后删除；在那之前输入 /关联 ‹断开› 可以回去。
link-left = 这里已离开团队 { $team }，现在是独立团队：{ $own }。
link-extra = /关联 后面收到的是“{ $words }”。
link-help = /关联 取代码，/关联 加代码 并入，/关联 ‹断开› 离开。
link-wrong = “{ $code }”不是现在有效的代码。没有改动任何内容。
link-wrong-help = 代码 10 分钟内有效，只能用一次。请在另一边重新获取：/关联
link-same = 这里已经属于团队 { $team }，代码也是这个团队的。
link-same-help = 请在另一个服务器、群或终端里使用。
link-own-data = 这里有自己的团队 { $own }，已有大家做的内容，以及 { $posts } 条往期内容。在团队 { $team } 里看不到这些。没有改动任何内容。
link-confirm-help = 仍要并入请输入：/关联 ‹{ $code } 确认›。留下的内容再保存 { $days } 天，之后删除；在那之前 /关联 ‹断开› 可以回去。
link-not-linked = 这里不是用代码并入团队 { $team } 的，所以不能离开。
link-not-linked-help = 用代码并入的地方可以离开：在那里输入 /关联 ‹断开›
link-too-many = 一小时内这里输错了 { $count } 次代码。
link-too-many-help = 请 { $minutes } 分钟后再试。

forget-me-done = 已于 { $at } 永久删除：
forget-me-nothing = 除了今天的用量，我没有保存你的任何内容。
forget-me-stays = 偏好、往期内容、想法和草稿属于团队，会保留，但不再带有你的名字。你刚发的这条在回答之后就忘掉。
forget-me-usage = 今天的用量保留到满一周，因为上限要按它计算。
forget-team-stored = 我为团队 { $team } 保存的内容：
forget-team-due = 团队 { $team } 将于 { $at } 删除，包括以下全部内容：
forget-team-how = 要全部删除，请由能管理团队的人输入：/忘记 团队 ‹{ $team }›
forget-team-name = “{ $name }”不是这个团队的名字，这个团队叫“{ $team }”。没有改动任何内容。
forget-team-set = { $seconds } 秒后（{ $at }），团队 { $team } 将永久删除，包括以下全部内容：
forget-team-undo = 在那之前可以用 /忘记 撤销 取消。其他功能照常；删除之后，这里的下一条消息会开始一个新的空团队。
forget-team-sample = 这是示例团队：下次启动时会重新出现。
forget-undone = 没有删除任何内容：团队 { $team } 保持原样。
forget-undo-nothing = 这个团队没有正在进行的删除。
forget-undo-nothing-help = 已经删除的内容无法恢复。
stored-count = { $kind ->
    [preferences] 偏好
    [campaigns] 往期内容
    [conversations] 对话
    [turns] 对话（含回答）
    [explanations] 最近一次的提示（/为什么）
    [usage] 用量天数
    [usage-limits] 用量上限
    [offers] 按钮后的步骤
    [digests] 简报
    [sources] 简报来源
    [source-items] 来源条目
    [topic-wishes] 话题偏好
    [occurrences] 简报记录
    [learned-models] 从往期帖子学到的模型
    [training-tries] 训练记录
    [content-tastes] 个人口味
    [access] 不可对话的人
    [wishes] 你的称呼和个人设置
    [named] 带有你名字的想法、草稿、规则和改动
    [word-rules] 用词规则
    [preference-changes] 偏好的改动
    [people] 成员的称呼和个人设置
    [ideas] 想法
    [angle-tallies] 想法取舍的统计
    [drafts] 草稿
    [draft-versions] 草稿版本
    [draft-events] 草稿经过
    [reviewed-texts] 审过的文案
    [shown-messages] 展示过想法或草稿的消息
    [refusal-reasons] 想法被否的原因
    [talk-messages] 对话里的消息
    [campaign-sources] 往期内容的来源
    [post-vectors] 往期内容的向量
    [models-in-force] 正在用的模型
    [digest-times] 简报时间
    [admin-channels] 管理员频道
    [digest-questions] 新简报的步骤
    [pending-imports] 等待导入的文件
   *[other] { $kind }
}：{ $count }
team-removed = 团队 { $team } 已于 { $at } 删除：{ $records }。
team-removed-empty = 团队 { $team } 已于 { $at } 删除。

command-export = 把这个团队的全部数据打包成 zip 交给你；仅限管理员。
export-about = Copydesk 于 { $at } 保存的团队 { $team } 的全部数据。
    每个文件是一类记录，UTF-8 编码的 JSON：
export-sent = 团队 { $team } 的全部数据（zip，内为 JSON 文件）。
export-saved = 团队 { $team } 的全部数据已存到 { $path }（zip，内为 JSON 文件）。
export-large = 团队的全部数据有 { $megabytes } MB，这里最多能发 { $most } MB。
export-large-help = 运行我的人可以在终端取得：copydesk ask --team { $team } /export
