# 自动收集往期帖子的账号和订阅源。

command-campaign-source = 从订阅源，或 Mastodon、Bluesky、YouTube 账号自动收集往期帖子。
command-campaign-source-example = /往期 来源 ‹添加 @barn@mastodon.example› 间隔=每天、/往期 来源 ‹列表›、/往期 来源 ‹运行 S-001› 或 /往期 来源 ‹删除 S-001›
rest-source = [列表 | 添加 网址或 @账号 | 运行 S-… | 删除 S-…]

source-verb = 来源没有“{ $verb }”这个操作。
source-unknown = 认不出“{ $value }”是哪个账号或订阅源。
source-help = 请写订阅源的网址；Mastodon 写 @名字@服务器，Bluesky 写 @名字.bsky.social，YouTube 写 youtube:UC…（频道编号）。
source-every-wrong = “{ $value }”不是时间间隔。
source-every-help = 请写 6小时、2天、每天 或 每周，从一小时到四周。
source-id-wrong = “{ $value }”不是来源的编号。
source-id-help = 用 /往期 来源 ‹列表› 查看所有来源和编号，如 S-001。
source-gone = 没有 { $id } 这个来源。
source-known = { $name } 已经是 { $id } 了。
source-known-help = 用 /往期 来源 ‹运行 { $id }› 立刻更新。
source-many = 已经有 { $most } 个来源，不能再多了。
source-no-account = 没有这个账号
source-strange = 那里的回答不是该平台的公开接口
source-not-stored = 帖子没能保存
source-failed = 没能从 { $name } 收集到帖子：{ $why }。
source-failed-help = 请检查写法后再试；之前保存的帖子都在。
source-removed = 不再收集 { $name }。已收集的帖子保留；用 /往期 删除 可以删掉。
source-every = { $hours ->
    [1] 每小时
    [24] 每天
    [168] 每周
    *[other] 每 { $hours } 小时
}
source-next = { $id }：之后{ $every }收集一次 { $name }。
source-left-out = 有 { $count } 条是转发、回复或未公开的，没有收集。
source-nothing-new = { $name } 没有新内容。

sources-heading = 往期帖子的来源
sources-none = 还没有添加账号或订阅源。
sources-how = 用 /往期 来源 ‹添加› 加上网址、@名字@服务器、@名字.bsky.social 或 youtube:UC…，之后会自动收集。
source-column-id = 编号
source-column-name = 账号或订阅源
source-column-every = 频率
source-column-last = 上一次
source-column-next = 下一次
source-last = { $at }：{ $taken } 条，{ $new } 条是新的
source-never = 还没有
source-stopped = 已失效，不再收集
