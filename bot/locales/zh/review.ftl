# 审稿。

command-review = 审一篇文案：评分、问题、各平台长度。几个版本之间用 --- 隔开，会排出名次。
command-review-example = /审稿 ‹"燕麦拿铁回来了，十点前来店尝尝。"› 平台=小红书 关键词=燕麦拿铁
ask-review = 要审哪段文字？

review-heading = { $score } 分（满分 100）——{ $all ->
    [0] 没有要改的
    *[other] { $poor ->
        [0] 可以发，还有 { $all } 处能更好
        *[other] 发之前有 { $poor } 处要改
    }
}{ $kept ->
    [yes] { " " }· { $id }
   *[no] { "" }
}
review-column-variant = 版本
review-column-score = 评分
review-column-first = 先改
review-column-text = 文字
review-column-platform = 平台
review-column-length = 长度
review-column-fits = 放得下
review-rest = 另有 { $count } 个问题见详情。
review-level = { $level ->
    [good] 好
    [fair] 一般
    *[poor] 差
}
review-line = { $level }：{ $what } → { $mend }
review-quoted = “{ $words }”——{ $text }
review-size = { $characters } 个字符，{ $words } 个词，{ $sentences } 句，读完约 { $seconds } 秒。
review-from = 依据：{ $source }
review-place = 第 { $line } 行第 { $column } 个字：“{ $words }”
review-checks = 各项检查及权重
review-left-out = { $check }：未计入，{ $why ->
    [language] 没有适用于这种语言的版本
    [short] 文字太短
    [no-platform] 没有指定平台，且至少有一个平台放得下
    [no-limit] 这个平台对这段文字没有上限
    [no-keyphrase] 没有给出也没有找到关键词
    [keyphrase-not-given] 只看指定的关键词（关键词=…），这个是自动找到的
    [keyphrase-missing] 文中没有这个关键词
    [no-rules] 团队没有用词规则
    *[other] 没有往期文案
}
review-remark = { $kind ->
    [instructions] 文中有对审稿者下的指令。它们不计入任何结果：评分、问题和长度都按去掉它们之后的文字来算。
    [mixed] 文中中英混写：需要证据的说法、绝对化用语、包容用语和行动号召两种语言都查，其余检查按占多数的语言来做。
    [other-language] 只做了与语言无关的检查：其余检查只懂中文和英文。
    [right-to-left] 文中有从右往左写的字母；行和字按存储顺序计数。
    [short] 文字太少，多数检查做不了。
    *[no-letters] 文中没有文字，只看了长度、表情和话题标签。
}
review-check = { $check ->
    [brand-rules] 用词规则
    [absolute-terms] 绝对化用语
    [platform-length] 平台长度
    [claims] 需要证据的说法
    [readability] 易读性
    [inclusive] 包容用语
    [sentence-length] 句子长度
    [call-to-action] 行动号召
    [closeness] 与往期的相似度
    [tone] 语气
    [filler] 赘词
    [spelling] 拼写
    [keyphrase-density] 关键词密度
    [keyphrase-placement] 关键词位置
    [keyphrase-distribution] 关键词分布
    [paragraph-length] 段落长度
    [passive] 被动句
    [repeated-starts] 句首重复
    [transitions] 连接词
    [hashtags] 话题标签
    [emoji] 表情
    [links] 链接
    [mentions] @提及
    *[other] 其他
}
review-what = { $kind ->
    [rule-banned] 团队禁用“{ $words }”
    [rule-preferred] 团队说“{ $instead }”，不说“{ $words }”
    [rule-required] 团队要求每篇都有“{ $words }”
    [absolute-term] 广告法禁止的绝对化用语
    [too-long] 超出 { $over }：{ $used } / { $limit }
    [title-too-long] 第一行作标题太长：{ $used } / { $limit } 字
    [claim-superlative] 需要证据的说法
    [claim-promise] 需要证据的承诺
    [claim-number] 数字没有出处
    [hard-to-read] { $audience ->
        [children] 对孩子来说难读
        [teenagers] 对青少年来说难读
        [experts] 对专业读者也难读
        *[general] 难读
    }：易读度 { $ease }，{ $target } 起算好；年级 { $grade }
    [hard-to-read-chinese] { $audience ->
        [children] 对孩子来说难读
        [teenagers] 对青少年来说难读
        [experts] 对专业读者也难读
        *[general] 难读
    }：每句平均 { $mean } 字，{ $target } 字以内算好；生僻字 { $rare }%
    [excluding] 带偏见的说法
    [long-sentences] { $sentences } 句中有 { $long } 句偏长（{ $share }%，超过 { $most } 字）
    [no-call] 没有告诉读者接下来做什么
    [close-to-earlier] 与 { $id } 相似 { $percent }%
    [too-negative] 读起来偏负面（情感值 { $sentiment }，−1 最冷，1 最暖）
    [not-positive] 不如团队的语气温暖（情感值 { $sentiment }，−1 最冷，1 最暖）
    [too-strong] 比团队的语气更情绪化（情感值 { $sentiment }，−1 最冷，1 最暖）
    [filler] { $count } 处赘词
    [keyphrase-missing] 文中没有关键词“{ $keyphrase }”
    [keyphrase-rare] “{ $keyphrase }”在 { $words } 个词中只出现 { $count } 次（{ $density }%）
    [keyphrase-often] “{ $keyphrase }”在 { $words } 个词中出现 { $count } 次（{ $density }%）
    [keyphrase-late] 第一段没有“{ $keyphrase }”
    [keyphrase-not-in-title] 标题里没有“{ $keyphrase }”
    [keyphrase-late-in-title] “{ $keyphrase }”在标题里太靠后
    [keyphrase-gap] 连续 { $run } 句没有“{ $keyphrase }”（占全文 { $percent }%）
    [long-paragraphs] 最长的段落 { $longest } 字，超过 { $most }
    [passive] { $count } 句被动句（{ $share }%）
    [same-starts] 连续 { $row } 句开头相同
    [few-transitions] 只有 { $share }% 的句子以连接词开头
    [spelling] “{ $words }”拼错了
    [spelling-unknown] “{ $words }”不在词表里
    [hashtags-many] { $count } 个话题标签，超过 { $most } 个
    [hashtags-unused] 这个平台不用话题标签
    [hashtags-share] 话题标签占了全文的 { $percent }%
    [emoji-many] { $count } 个表情，超过 { $most } 个
    [emoji-none] 有表情，而品牌不用表情
    [emoji-row] 同一个表情连着用
    [links-many] { $count } 个链接，超过 { $most } 个
    [links-dead] 这个平台上点不开的链接
    [links-insecure] 没有加密的链接
    [mentions-many] @了 { $count } 次，超过 { $most } 次
    *[other] 有地方要改
}
review-mend = { $kind ->
    [rule-banned] 换个说法
    [rule-preferred] 改成“{ $instead }”
    [rule-required] 写进去
    [absolute-term] 说出特别在哪里，用查得到的事实
    [too-long] 删掉末尾，或拆成两条
    [title-too-long] 缩短；如果不是标题，在上面加一个短标题
    [claim-superlative] 写明奖项或对比，否则删掉
    [claim-promise] 只说拿得出证据的，否则删掉
    [claim-number] 写明出处
    [hard-to-read] 句子和单词都短一些
    [hard-to-read-chinese] 句子短一些，字常用一些
    [excluding] { $instead ->
        [leave-out] 删掉
        *[other] 建议：{ $instead }
    }
    [long-sentences] 在意思说完的地方断句
    [no-call] 只说一件事：下单、留言或来店
    [close-to-earlier] 换个角度，或过几周再发
    [too-negative] 说说会变好的地方
    [not-positive] 加一个温暖的细节
    [too-strong] 把最重的词收一收
    [filler] 删掉
    [keyphrase-missing] 在开头用一次
    [keyphrase-rare] 在前面再用一两次
    [keyphrase-often] 有几处换个说法
    [keyphrase-late] 挪到开头几行
    [keyphrase-not-in-title] 写进标题
    [keyphrase-late-in-title] 放在标题最前面
    [keyphrase-gap] 在这一长段里用一次
    [long-paragraphs] 分段
    [passive] 说出是谁做的
    [same-starts] 换一个开头
    [few-transitions] 用“所以”“但是”“比如”把意思连起来
    [spelling] { $instead }
    [spelling-unknown] 请核对；如果没错，可以放进品牌用词（/偏好 设置 ‹用词›）
    [hashtags-many] 留下最贴切的 { $most } 个
    [hashtags-unused] 在这里删掉
    [hashtags-share] 多写点正文，或少放标签
    [emoji-many] 最多留 { $most } 个
    [emoji-none] 删掉
    [emoji-row] 一个就够
    [links-many] 留下要紧的那个
    [links-dead] 写“链接在主页”，并放到主页
    [links-insecure] 用 https
    [mentions-many] 只@要紧的人
    *[other] 再看一看
}
review-why = { $check ->
    [brand-rules] 同一个品牌的文字要像同一个品牌。
    [absolute-terms] 违法可罚二十万到一百万元。
    [platform-length] 平台会截断或拒绝。
    [claims] 没有证据的话读者不信，广告法也要求有依据。
    [readability] 难读就没人读。
    [inclusive] 读者里有人会被伤到。
    [sentence-length] 小屏幕上长句容易读丢。
    [call-to-action] 没有下一步，读完就完了。
    [closeness] 粉丝看得出读过的内容。
    [tone] 语气不像品牌会让人困惑。
    [filler] 占了注意力，却没有内容。
    [keyphrase-density] 搜索认得提到的词，也不信堆砌的词。
    [keyphrase-placement] 读者和搜索都先看开头。
    [keyphrase-distribution] 离题太久，读者就走了。
    [paragraph-length] 一大段字会被跳过。
    [passive] 读者想知道是谁做的。
    [repeated-starts] 读起来像清单。
    [transitions] 意思不连，就难跟上。
    [spelling] 写错一个词，读者少一分信任，搜索也找不到。
    [hashtags] 太多像刷屏，还会降权。
    [emoji] 太多是噪音，读屏软件会逐个念出来。
    [links] 链接之间会互相抢走读者。
    [mentions] 太多像刷屏。
    *[other] 会让文字变弱。
}
review-source = { $check ->
    [brand-rules] 团队自己的规则（/偏好 规则）
    [absolute-terms] 《广告法》第九条第三项、第五十七条
    [platform-length] 平台的上限，config.toml 的 [platforms]
    [claims] Copydesk 的词表；《广告法》第十一条
    [readability] Flesch 1948、Kincaid 等 1975；中文为自定的起始值，见 config.toml 的 [review]
    [inclusive] Copydesk 的词表，参考 APA 无偏见用语指南
    [sentence-length] Yoast：超过 20 词的句子不多于 25%；中文见 config.toml 的 [review]
    [call-to-action] Copydesk 的词表
    [closeness] 相同的相邻词对所占比例：超过 30% 一般，超过 60% 差（自定）
    [tone] VADER 3.3.2；中文为商品评论分类器，用在别的文体上未必准
    [filler] Copydesk 的词表：每 100 词一处不算
    [keyphrase-density] Yoast：0.5% 到 3%
    [keyphrase-placement] Yoast
    [keyphrase-distribution] Yoast：空档不超过句子的 40%
    [paragraph-length] Yoast：150 词；中文见 config.toml 的 [review]
    [passive] Yoast：不多于 10% 的句子
    [repeated-starts] Yoast：连续少于三句
    [transitions] Yoast：30% 的句子
    [spelling] SCOWL 的美式和英式词表（2020）
    [hashtags] config.toml 的 [platforms]
    [emoji] 偏好（/偏好 设置 ‹表情›）；没有设置时，少量算好
    *[other] 自定的值
}

review-variants-many = 这里有 { $count } 个版本，一次最多比较 { $most } 个。
review-variants-many-help = 请最多发 { $most } 个版本，中间用一行 --- 隔开。
review-empty = 没有可审的文字。
review-empty-help = 把文字写在 /审稿 后面，或发送 txt、md、docx、html 文件并附上 /审稿。
review-empty-help-terminal = 把文字写在 /审稿 后面，或写 txt、md、docx、html 文件的路径：/审稿 ‹文案.docx›。几个版本之间用“ --- ”隔开。
review-no-letters = 里面没有文字，没什么可审的。
review-only-orders = 里面只有对审稿者下的指令，没有可审的文字。
review-file-large = { $name } 超过 { $most } MB。
review-file-help = 请直接发文字，或发 txt、md、docx、html 文件。
review-file-not-utf8 = { $name } 不是 UTF-8：第 { $byte } 个字节不对。
review-file-not-utf8-help = 请另存为 UTF-8 再发。
review-docx-damaged = { $name } 不是我能读的 Word 文档。
review-docx-bomb = { $name } 解压后超过 { $most } MB，我没有打开它。
review-file-kind = { $name } 是{ $kind ->
    [pdf] { "" } PDF，我只读文字。
    [picture] 图片或音视频，我只读文字。
    [old-word] 旧版 Word 文档（.doc），我读不了：请另存为 docx。
    [rtf] { "" } RTF 文档，我读不了：请另存为 docx 或 txt。
   *[archive] 压缩包，我只读文字。
}
review-no-file = 读不到文件 { $name }。
review-page-kind = { $name } 不是文字网页（{ $kind }）。
review-page-empty = 在 { $name } 里没有找到正文。
review-page-login = { $name } 需要登录，我读不到。
review-page-help = 请直接发文字。

review-words-wrong = { $name }不能是“{ $words }”。
review-words-help = { $name }写几个词就好，最多 { $most } 个字符。
review-invisible = 文中有看不见的字符（{ $names }）：请删掉，它们会影响搜索和链接。
review-audience = { $known ->
    [yes] { $copy ->
        [zh] 读者是{ $words }：句子长度以平常的 { $percent }% 为限。
       *[other] 读者是{ $words }：英文易读度从 { $ease } 起算好，句子长度以平常的 { $percent }% 为限。
    }
   *[no] “{ $words }”没有专门的标准：按大众读者衡量{ $copy ->
        [zh] { "" }
       *[other] （英文易读度从 { $ease } 起算好）
    }，并会告诉模型读者是谁。
}
review-next = 接下来：/文案 详情 ‹{ $id }› · /文案 解释 ‹{ $id }› · { $rewrite ->
    [yes] /文案 改写 ‹{ $id }› ·{ " " }
   *[no] { "" }
}/文案 换平台 ‹{ $id }› 平台=… · /文案 送审 ‹{ $id }›
review-button = { $step ->
    [details] 详情
    [explain] 解释
    [rewrite] 改写
    [send] 提交审核
   *[send-rewrite] 提交改写版
}
review-button-for = 换{ $platform }
review-mends = 其他问题，重要的在前：
review-status-critique = 正在点评……
review-status-rewrite = 正在改写，第 { $place } 次，共 { $tries } 次……
review-critique = { $model } 的点评
review-figures-left-out = 已略去带有这些数字的句子，文案和发现里都没有它们：{ $figures }。
review-rewrite = { $model } 的改写
review-before = 之前
review-now = 现在
review-measure = { $measure ->
    [score] 评分
    [findings] 问题
    [poor] 其中差的
    [reading-ease] 易读度
    [mean-characters] 每句字数
    [long-sentences] 长句
    [passive] 被动句
   *[other] { $measure }
}
review-new-text = 新文案
review-kept = 已核对：认得出的名称、数字和单位、日期时间、否定、链接、邮箱、提及和引语都与原文一致，也没有新增我词表里的宣传用语。其余内容是否与原文同义，请自己读一遍。标记：[-删去-]、{"{"}+新增+{"}"}。
review-still = 还可以改：
review-none-better = 改写了 { $tries } 次，都不比原文好，所以不展示：{ $reasons }。
review-nothing-to-rewrite = 没有要改的，所以没有改写。
review-fault-empty = 没有写出内容
review-fault-chatter = 夹带了对改写本身的说明（“{ $words }”）
review-fault-lost = 丢了{ $facts }
review-fault-banned = 用了你们团队不用的词：{ $words }
review-fault-invented = 编造了{ $facts }
review-fault-language = 换了语言
review-fault-long = 超出{ $platform }的长度：{ $used } / { $limit }
review-fault-little = 原文的内容大多没有保留
review-fault-score = 得 { $now } 分，原文 { $was } 分
review-small = { $model } 太小，写不出有用的点评和改写；要改什么，请看上面的发现。
review-no-model = 没有点评和改写：{ $because }
review-critique-none = 模型说的都站不住，所以没有点评。
review-long = 这篇有 { $length } 个字符，交给模型的最多 { $most } 个，所以没有点评和改写。
review-no-words = 里面没有文字，模型无话可说。
review-explained = { $id } 的发现
review-explain-more = { $id } 共有 { $all } 处发现。看某一处：/文案 解释 ‹{ $id }› 发现=4
review-details-heading = { $id }：{ $score } 分（满分 100）
review-in-file = 全部 { $count } 处发现和位置都在文件里。
review-checked = { $check }：{ $level }（{ $weight }）
review-more = 另有 { $count } 处
review-label = { $label ->
    [where] 位置
    [why] 原因
    [mend] 改法
   *[source] 依据
}

command-text-details = 一篇审过的文案的全部发现：位置、原因、依据、各项检查。
command-text-explain = 解释发现：在哪里，为什么重要，怎么改，依据是什么。
command-text-rewrite = 让模型改写审过的文案，按同样的规则核对。
command-text-for = 换一个平台来审这篇文案。
command-text-for-example = /文案 换平台 ‹T-001› 平台=微博
command-text-send = 把审过的文案提交审核：它会成为草稿箱里的草稿。
command-text-send-example = /文案 送审 ‹T-001› 版本=改写
ask-text = 哪一篇？编号像 T-001 这样。
rest-text-id = T-001
text-which = 哪一篇？请给出编号。
text-unknown = 没有编号为 { $id } 的文案。
text-unknown-help = /审稿 会给文案编号，如 T-001。
text-for-what = 要为哪个平台审 { $id }？
text-for-help = 例如 /文案 换平台 ‹{ $id }› 平台=微博
text-send-what = 不能提交“{ $what }”。
text-send-help = 版本是 原文 或 改写。
text-sent-before = { $id } 已经在草稿箱里了，是 { $draft }。
text-sent-before-help = 查看：/草稿 显示 ‹{ $draft }›
text-no-rewrite = { $id } 还没有改写。
text-no-rewrite-help = 先改写：/文案 改写 ‹{ $id }›
text-nothing-found = { $id } 没有发现问题，没有要解释的。
text-finding-unknown = { $id } 没有第 { $place } 处发现，一共 { $all } 处。
text-see-details = 查看全部：/文案 详情 ‹{ $id }›
