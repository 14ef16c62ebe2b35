# 每天用了多少，最多能用多少。

command-usage = 你和团队今天用了多少、上限是多少，以及最近几天的用量。
command-usage-limit = 设置每个人或整个团队一天最多能用多少；0 表示取消团队自己的上限。
command-usage-limit-example = /用量 上限 ‹个人› 请求=50 词元=100000
rest-whose = 个人|团队

usage-heading = { $team } 今天（{ $day }）的用量
usage-changed = 已修改{ $whose }的上限。
usage-person = 你
usage-team = 团队
usage-requests = 请求
usage-tokens = 词元
usage-money = 金额
usage-of = { $used } / { $limit }
usage-unlimited = { $used }
usage-days = 最近 { $count } 天
usage-day = { $requests } 次请求，{ $tokens } 个词元
usage-no-limits = 目前没有上限。
usage-how = 每天午夜重新计算。设置上限：/用量 上限 ‹个人› 请求=50 词元=100000，或 /用量 上限 ‹团队› …
usage-extra = /用量 只显示用量，后面不需要别的内容；我看到了“{ $words }”。
usage-limit-whose = 要设置谁的上限：每个人的，还是整个团队的？
usage-limit-whose-wrong = 没有“{ $name }”这种上限。
usage-limit-which = 要设置哪一项上限？
usage-limit-help = 这样写：/用量 上限 ‹个人› 请求=50 词元=100000 金额=2.50，或 /用量 上限 ‹团队› …；0 表示取消团队自己的上限，改用配置里的上限。
usage-money-help = 金额请写大于 0、不超过 { $most } 的数字，货币与模型价格相同。
column-used = 用量

budget-requests = { $count } 次请求
budget-tokens = { $count } 个词元
budget-over = { $whose ->
    [person] 你
    *[team] 团队
}每天的上限是 { $limit }，{ $state ->
    [reached] 已经用完
    *[near] 剩下的不够这次用
}：已用 { $used }{ $held }{ $needed }。
budget-held = ，进行中的请求预留 { $amount }
budget-needed = ，这次最多需要 { $amount }
budget-help = 午夜重新计算，大约还有 { $hours } 小时。管理员可以修改：/用量 上限 ‹{ $whose }› { $option }=…
