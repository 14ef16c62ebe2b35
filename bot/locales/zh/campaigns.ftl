# 往期帖子：导入、查找、标签、统计。

command-campaign-show = 查看一条往期帖子的全部信息。
command-campaign-show-example = /往期 查看 ‹C-031›
command-campaign-search = 按词查找往期帖子，效果好的、近期的排在前面。
command-campaign-search-example = /往期 搜索 ‹“燕麦拿铁”› 平台=小红书 开始=2026-01-01
command-campaign-stats = 按平台、主题和角度统计往期效果，附图表。
command-campaign-stats-example = /往期 统计 平台=小红书 开始=2026-01-01
command-campaign-label = 更正一条往期帖子的标签，更正后不再变动。
command-campaign-label-example = /往期 标签 ‹C-031› 主题=燕麦拿铁 角度=提问
command-campaign-import = 从 CSV、TSV、JSON 或 JSON Lines 文件导入往期帖子；确认之前不会保存。
command-campaign-import-example = /往期 导入 ‹posts.csv› 平台=小红书，然后 /往期 导入 ‹对应 3=点赞›、/往期 导入 ‹确认› 或 /往期 导入 ‹取消›
command-campaign-delete = 删除往期帖子；要先写明会删除几条。
command-campaign-delete-example = /往期 删除 ‹C-031›，或 /往期 删除 平台=x 结束=2025-12-31
command-campaign-export = 把往期帖子导出为 CSV，可以再导入。

rest-campaign = C-…
rest-words = 词
rest-file = [文件]
ask-campaign = 哪一条往期帖子？编号如 C-031。
ask-words = 要找哪些词？

campaign-id-wrong = “{ $value }”不是往期帖子的编号。
campaign-id-help = 编号如 C-031；用 /往期 列表 查看。
campaign-gone = 没有 { $id } 这条往期帖子。
campaign-search-none = 没有往期帖子和“{ $words }”有足够多的共同词。
campaign-search-how = 最合适的在前：看{ $by ->
    [meaning] 共同的词和意思
    *[words] 共同的词
}，并参考效果和时间。

import-no-file = 要从哪个文件导入往期帖子？
import-no-file-help = 在聊天里把文件和 /往期 导入 一起发；在终端里写 /往期 导入 和路径。支持 CSV、TSV、JSON 和 JSON Lines。
import-none-waits = 没有等待你确认的文件。
import-cancelled = { $file } 没有导入，什么也没有保存。
import-progress = 已保存 { $done } 条……
import-failed = { $kind ->
    [missing] 没有 { $file } 这个文件。
    [unreadable] 无法读取 { $file }：{ $what }。
    [empty] { $file } 是空的。
    [large] { $file } 超过 50 MiB。
    [no-text] { $file } 不是文本文件（{ $what }）。
    [no-rows] { $file } 只有列名，没有数据行。
    [no-list] { $file } 里的 JSON 没有对象列表。
    *[no-column] 看不出 { $file } 的哪一列是正文。
}
import-failed-help = { $kind ->
    [missing] 请写完整路径，或从文件所在的文件夹启动。没有保存任何内容。
    [large] 请拆成几份，依次发送。
    [no-text] 请另存为 CSV（UTF-8）再发。
    [no-rows] 请发送带数据的文件，每条内容一行。
    [no-list] 请发一个对象列表，一条帖子一个对象；或一行一个对象。
    [no-column] 请指明：命令行用 --map 列=正文，聊天里用 /往期 导入 ‹对应 2=正文›。
    *[other] 什么也没有保存。
}
import-column-unknown = 没有“{ $column }”这一列。
column-wrong = “{ $value }”不是“列=字段”。
column-help = 请写列的序号或名称、等号和字段，例如 3=点赞；3=- 表示不要这一列；在聊天里写列名要加引号。字段有：正文、标题、主题、平台、日期、链接、帖子id、标签、曝光、触达、阅读、点赞、评论、分享、收藏、点击、点击率、互动率、语言、受众、形式、情感、角度。
dates-wrong = “{ $value }”不是日期顺序。
dates-help = 请写 day-first（日在前）或 month-first（月在前）。
import-zone-wrong = 没有“{ $value }”这个时区。
import-zone-help = 请写成 Asia/Shanghai、Europe/Berlin 或 +08:00。

import-proposed = { $file }：{ $rows } 行。这样对吗？
import-done = { $file }：{ $added ->
    [0] 没有新帖子
    *[other] 新增 { $added } 条
}{ $updated ->
    [0] { "" }
    *[other] ，更新数据 { $updated } 条
}{ $unchanged ->
    [0] { "" }
    *[other] ，{ $unchanged } 条原来就有
}。
import-form = { $known ->
    [own] Copydesk 自己的导出
    [yes] { $export }
    *[no] 不是已知平台的导出
} · { $encoding } · { $format ->
    [csv] 逗号分隔
    [tsv] 制表符分隔
    [semicolons] 分号分隔
    [bars] 竖线分隔
    [json] JSON
    *[json-lines] JSON Lines
}
import-kept = 没认出来、原样随帖子保存的列：{ $names }。不想保存哪一列，就写 7=-（7 换成列号）。
import-kept-out = 不导入、也不从中学习的列：{ $names }
import-no-text = 没有找到正文列，请用 /往期 导入 ‹对应›（命令行 --map）指明：2=正文
import-no-platform = 看不出发在哪个平台；可以用 平台=…（命令行 --platform）指明，否则就不记平台。
import-dates-unsure = 日期有两种读法，现在按{ $order ->
    [month-first] 月/日/年
    *[day-first] 日/月/年
}读。要改请写 日期顺序=…（命令行 --dates）。
import-counts = 共 { $rows } 行：直接采用 { $taken } 行，修正后采用 { $mended } 行，搁置 { $aside } 行。
import-rows = { $text }：{ $count } 行（第 { $lines } 行）
import-mend = { $kind ->
    [markup] 去掉了网页标记
    [tracking] 去掉了链接里的跟踪参数
    [invisible] 去掉了看不见的字符
    [destroyed] 去掉了乱码
    [at-least] “10万+”按 10 万计
    [link] 去掉了不是链接的链接
    [rounded-id] 表格软件把编号写成了 1.9E+18 这样的近似数，已去掉这些编号
    [short] 行尾缺几格，按缺失处理
    *[other] { $kind }
}
import-outliers = 互动量远离平时；保留并标出
import-missing = 缺失，不当作 0：{ $what }
import-missing-of = { $kind ->
    [date] 日期
    [platform] 平台
    [impressions] 曝光
    [likes] 点赞
    [comments] 评论
    [shares] 分享
    *[clicks] 点击
}{ $all ->
    [yes] （全部）
    *[no] （{ $rows } 行）
}
import-aside-saved = 搁置的行和原因在 { $path }。改好后可以再发。
import-aside-sent = 搁置的行附在这里，每行都有原因。改好后可以再发。
import-how = 还没有保存。/往期 导入 ‹确认› 保存，/往期 导入 ‹取消› 放弃，/往期 导入 ‹对应 3=点赞› 更正一列。
import-say-yes = 还没有保存。同一命令加 --yes 保存；--map 3=点赞 更正一列。
aside-reason = { $kind ->
    [no-text] 没有正文
    [long-text] 正文有 { $one } 个字符，没有平台能超过 { $other } 个
    [cells] 有 { $one } 格，表头有 { $other } 格
    [no-number] { $column } 是“{ $value }”，不是数目
    [negative] { $column } 是“{ $value }”，小于零
    [fraction] { $column } 是“{ $value }”，不是整数
    [no-date] { $column } 是“{ $value }”，不是日期
    [future] { $column } 是“{ $value }”，还没到
    [more-clicks] 点击 { $one } 次，曝光只有 { $other } 次
    [more-reach] 触达 { $one } 人，曝光只有 { $other } 次
    [more-likes] 点赞 { $one } 次，曝光只有 { $other } 次
    [over-all] { $column } 是“{ $value }”，超过了全部
    [rate-else] { $column } 是“{ $value }”，按点击和曝光算远没有这么高
    [destroyed] 编码不同，正文大多已损坏
    [duplicate] 与第 { $one } 行是同一条
    [near-stored] 与相近日期的 { $id } 几乎相同
    [total] 是合计，不是帖子
    [quote] 引号没有配对
    [long-row] 比任何帖子都长
    [no-object] 不是 JSON 对象
    *[too-many] 在一个文件最多的 { $one } 行之后
}
# 同一类里各行不同；$examples 是行号和各自的问题。
aside-reasons = { $kind ->
    [long-text] 正文比任何平台允许的都长
    [cells] 格数与表头不同
    [no-number] 不是数目
    [negative] 小于零
    [fraction] 不是整数
    [no-date] 不是日期
    [future] 还没到
    [more-clicks] 点击多于曝光
    [more-reach] 触达人数多于曝光
    [more-likes] 点赞多于曝光
    [over-all] 超过了全部
    [rate-else] 按点击和曝光算远没有这么高
    [duplicate] 与前面某行是同一条
    *[near-stored] 与相近日期的已存帖子几乎相同
}（{ $examples }）

import-column-number = 序号
import-column-column = 列
import-column-field = 认作
import-column-sure = { "" }
sure = { $how ->
    [likely] 很可能
    [guess] 猜的，请核对
    *[known] { "" }
}
field-name = { $field ->
    [text] 正文
    [title] 标题
    [topic] 主题
    [platform] 平台
    [date] 日期
    [time-of-day] 时间
    [link] 链接
    [post-id] 平台编号
    [hashtags] 话题标签
    [impressions] 曝光
    [reach] 触达人数
    [views] 阅读或播放
    [likes] 点赞
    [comments] 评论
    [shares] 分享
    [saves] 收藏
    [clicks] 点击
    [click-rate] 点击率
    [engagement-rate] 互动率
    [language] 语言
    [segment] 人群
    [format] 形式
    [sentiment] 情感
    *[hook] 角度
}
metric = { $kind ->
    [impressions] 曝光 { $value }
    [reach] 触达 { $value } 人
    [views] 阅读 { $value }
    [likes] 赞 { $value }
    [comments] 评论 { $value }
    [shares] 分享 { $value }
    [saves] 收藏 { $value }
    [clicks] 点击 { $value }
    [click-rate] 点击率 { $value }
    *[engagement-rate] 互动率 { $value }
}
detail-numbers = 数据
detail-outlier = （远离平时）
detail-columns = 文件中的其他列
detail-link = 链接
detail-source = 来自
label-name = { $kind ->
    [topic] 主题
    [hook] 角度
    [sentiment] 情感
    [language] 语言
    [format] 形式
    *[segment] 人群
}
label-line = { $value }（{ $how }）
label-how = { $how ->
    [person] 由人指定
    [file] 文件里写的
    [script] 按文字判断
    [vader] VADER 3.3.2
    [chinese-reviews] 由中文评论训练得出，不一定适合帖子
    [signs] 按用词和标点判断
    [classifier] 由学了你们标签的分类器判断
    [cluster] 与相似的帖子归为一类
    *[unknown] 未知
}
label-changed = 已更正；{ $kind ->
    [topic] 主题
    [hook] 角度
    [sentiment] 情感
    [language] 语言
    [format] 形式
    *[segment] 人群
}以你说的为准。
label-taken-back = 已撤回；{ $kind ->
    [topic] 主题
    [hook] 角度
    [sentiment] 情感
    [language] 语言
    [format] 形式
    *[segment] 人群
}重新按规则判断。
sentiment-name = { $value ->
    [positive] 积极
    [negative] 消极
    *[neutral] 中性
}
label-wrong = 标签不能是“{ $value }”。
campaign-known = 这条已经存过了：#{ $id }。
campaign-known-help = /往期 查看 ‹{ $id }› 可以看到它；再次发布的请写上当天的日期。
label-none = 要改哪个标签，改成什么？
label-help = { $kind ->
    [hook] 角度有 question、story、number、behind-the-scenes、customer-words、contrast、how-to、statement。
    [sentiment] 可以是积极、中性或消极。
    [language] 请写语言代码，如 zh 或 en。
    *[other] 最多 60 个字符。
}
label-filter-help = 请写标签和值：标签=角度:question、标签=情感:positive、标签=语言:zh

campaign-delete-which = 要删除哪些往期帖子？
campaign-delete-confirm = 这会永久删除 { $count } 条往期帖子。
campaign-delete-confirm-help = 确定的话请写：/往期 删除 ‹{ $which }› 确认={ $count }
campaign-deleted = 已删除 { $count } 条往期帖子。
campaign-export-saved = { $count } 条往期帖子在 { $path }，可以用 /往期 导入 再导入。
campaign-export-sent = { $count } 条往期帖子（CSV），可以用 /往期 导入 再导入。

stats-heading = 往期帖子 { $posts } 条，有数据的 { $measured } 条{ $dated ->
    [no] { "" }
    *[other] ，{ $from } 至 { $to }
}{ $filtered ->
    [no] { "" }
    *[other] （{ $filter }）
}
stats-by = { $kind ->
    [platform] 平台
    [topic] 主题
    *[hook] 角度
}
stats-posts = 条数
stats-median = 互动中位数
stats-how = 互动是已知的点赞、评论和分享之和；“比平时”是中位数与该平台中位数之比。
stats-title = 哪些比平时好
stats-bar = { $name }（{ $count } 条）
stats-usual = 平时
stats-reading = { $name }最好：是所在平台平时的 { $ratio } 倍。
note-already-run = 和发过的很像：{ $what ->
    [draft] { $place } 的文案
    *[idea] 第 { $place } 条
}接近 #{ $id }“{ $text }”{ $dated ->
    [no] { "" }
    *[other] （{ $date }{ $rated ->
        [no] { "" }
        *[other] ，平时的 { $ratio } 倍
    }）
}。保留在此，由你决定。

import-column-dropped = { $column } 不再认作{ $field }，改由 { $other } 担任。
offer-dates = { $order ->
    [month-first] 月在前
    *[day-first] 日在前
}
offer-import = 导入
offer-cancel = 取消
offer-stats = 统计
