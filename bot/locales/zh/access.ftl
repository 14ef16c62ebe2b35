# 谁可以使用。

command-access = 查看谁在这里不能和我对话。
command-access-block = 不再回答某人；仅限管理员。
command-access-block-example = /权限 禁止 ‹telegram:7›
command-access-allow = 重新回答某人；仅限管理员。
command-access-allow-example = /权限 允许 ‹telegram:7›
rest-access = 成员

access-place = 我不在这个地方回答。
access-place-help = 运行我的人可以放行：/权限 允许 ‹地方 { $id }›，或修改 config.toml。
access-person = 你不在我回答的名单里。
access-person-help = 运行我的人可以加上你：/权限 允许 ‹{ $id } 全部›，或修改 config.toml。
access-team = 这个团队的管理员已让我不再回答你。
access-team-help = 管理员可以撤回：/权限 允许 ‹{ $id }›
access-whom = 不知道你指的是谁。
access-whom-help = 请写成员的编号，如 telegram:7，在 Discord 里也可以 @某人；地方写成：地方 telegram:-1001234。后面加“全部”表示所有团队。
access-extra = 收到的是“{ $words }”，不止一个成员或地方。
access-who-wrong = “{ $who }”不是成员或地方的编号。没有改动任何内容。
access-owner = 只有运行我的人能决定地方和所有团队。没有改动任何内容。
access-owner-help = 只针对这个团队时，请去掉“全部”。config.toml 里 [access] owners 列出的人可以决定全部。
access-locked-out = { $id } 是你自己，或是运行我的人：这样会把做决定的人挡在外面。没有改动任何内容。
access-locked-out-help = 可以请另一位管理员来做，或先从 config.toml 的 [access] owners 里去掉。
access-set = { $allowed ->
    [yes] { $id } 可以在团队 { $team } 里和我对话。
   *[no] 我在团队 { $team } 里不再回答 { $id }。
}
access-set-everywhere = { $allowed ->
    [yes] 已放行 { $id }，不论 config.toml 的名单怎么写。
   *[no] 我不再回答 { $id }，不论 config.toml 的名单怎么写。
}
access-nobody = 在团队 { $team } 里，所有人都可以和我对话。
access-list = 团队 { $team } 里谁可以、谁不可以：
access-entry = { $place ->
    [yes] 地方 { $id }
   *[no] { $id }
}：{ $allowed ->
    [yes] 可以
   *[no] 不可以
}{ $everywhere ->
    [yes] ，在所有团队
   *[no] { "" }
}（{ $by }）
