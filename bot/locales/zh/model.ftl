# 语言模型、存储，以及出错时说的话。

language-name = { $code ->
    [en] 英文
    [zh] 中文
    [ja] 日文
    [ko] 韩文
    [ru] 俄文
    [ar] 阿拉伯文
    [fr] 法文
    [de] 德文
    [es] 西班牙文
    [it] 意大利文
    [pt] 葡萄牙文
    [tr] 土耳其文
    [pl] 波兰文
    [nl] 荷兰文
    [sv] 瑞典文
    [fi] 芬兰文
    [hu] 匈牙利文
    [id] 印尼文
    [vi] 越南文
    [cs] 捷克文
    [ro] 罗马尼亚文
    [da] 丹麦文
    [no] 挪威文
    [uk] 乌克兰文
    [el] 希腊文
    [he] 希伯来文
    [th] 泰文
    [hi] 印地文
    [fa] 波斯文
    [none] 我不认识的语言
    *[other] 这种语言
}
model-language = { $model } 不会写{ $language }。
model-language-help = 会写的模型：{ $names }。{ $name } 可以直接下载：make run MODEL={ $name }
model-language-others = config.toml 里会写的模型：{ $names }。
model-language-none = 目前我只写中文和英文。
model-file-missing = 模型 { $model } 还没有：{ $path } 不存在。
model-file-unusable = 模型 { $model } 不能用：{ $path }：{ $reason }。
model-fetch-help = 下载：make model MODEL={ $model }（或 copydesk model fetch { $model }），然后重新启动。不需要模型的功能照常可用。
model-bring-help = 请把文件放到那里，或修改 config.toml 的 [models.{ $model }]，然后重新启动。不需要模型的功能照常可用。
model-too-long = 请求有 { $tokens } 个词元，模型最多 { $limit } 个。
model-too-long-help = 请说得短一些。
model-key-missing = 模型 { $model } 需要密钥：{ $reason }。
model-unauthorized = { $server } 拒绝了密钥（{ $status }）。
model-unauthorized-help = 请管理员设置 config.toml 里 [models.{ $model }] 指定的密钥，然后重新启动。
model-rate-limited = { $server } 要求放慢速度。
model-wait-help = 请过大约 { $seconds } 秒再试。
model-unavailable = { $server } 的语言模型没有回应（{ $reason }）。
model-unavailable-help = 请过一分钟再试，或检查 config.toml 的 [models.{ $model }]。不需要模型的功能照常可用。
model-bad-answer = { $server } 的回答读不懂（{ $reason }）。
model-bad-answer-help = 请检查 config.toml 里 [models.{ $model }] 的 base_url：应该是兼容 OpenAI 的地址，例如 http://127.0.0.1:8080/v1。
model-interrupted = 回答中途断了，所以不当作完整回答显示。
model-again-help = 请再试一次。
model-deadline = 模型用了超过 { $seconds } 秒。
model-deadline-help = 请减少条数再试，或调大 config.toml 的 llm.deadline_seconds。
waiting = { $ahead ->
    [0] 马上轮到你
    *[other] 前面还有 { $ahead } 个请求
}{ $seconds ->
    [0] { "……" }
    *[other] ，大约 { $seconds } 秒……
}
note-fell-back = { $because }改由 { $model } 回答。
model-nobody-else = { $because }{ $names } 也不能回答。
model-overloaded = 现在使用的人太多。
model-stopped = 模型已停止。
model-restart-help = 请重新启动。
model-refused = 模型 { $model } 拒绝了请求：{ $reason }。
model-refused-help = 请检查 config.toml 的 [models.{ $model }]。
model-failed = 模型出错了。
model-silent = 模型没有给出回答。
reference-help = 管理员可以在日志里按编号 { $reference } 找到原因。

models-heading = 现在由 { $model } 回答
models-nobody = 现在没有模型能回答
models-rank = { $place ->
    [0] 首选
    *[other] 备用 { $place }
}
models-aside = { $rank }，{ $state }
models-state = { $state ->
    [ready] 就绪
    [loading] 正在加载
    [resting] 需要时才加载
    [failing] 上次没能回答
    *[missing] 不能回答
}
models-place = { $kind ->
    [local] 在本程序里计算，文件是 { $place }。
    *[remote] 在 { $place } 上计算。
}
models-languages = 语言
models-list = { $names }
models-weak = { $language }（较弱）
models-speed = 速度
models-rates = 每秒写 { $output } 个词元，读 { $prompt } 个
models-rate = 每秒写 { $output } 个词元
models-no-rate = 还没有测到，先问我点什么
models-load = 现在
models-load-now = { $running ->
    [0] 没有请求在处理
    *[other] 正在处理 { $running } 个请求
}，{ $waiting ->
    [0] 没有人排队
    *[other] { $waiting } 个在排队
}
models-reuse = 复用
models-reused = 启动以来读的 { $read } 个词元里，{ $reused } 个以前算过（{ $percent }%）
models-licence = 许可证
models-problem = 问题

disk-full = { $dir } 所在的磁盘满了（剩 { $free } MB），没有改动任何内容。
disk-full-help = 腾出空间后再试，不用重启。
storage-busy = 同时改动的人太多，没有改动任何内容。
storage-busy-help = 请再试一次。
internal = 我这边出错了，没有改动任何内容。

welcome = Copydesk：为市场团队出点子、写草稿、审稿、做趋势简报，每条都有依据。
welcome-sample = 这是示例团队 { $team }：虚构的咖啡馆，有 { $count } 条往期帖子。
welcome-team = 这是团队 { $team }，有 { $count } 条往期帖子。
welcome-try = 试试：给新品燕麦拿铁写三条小红书文案
welcome-try-command = /审稿 ‹我们是全城最好的咖啡› · /往期 统计 · /帮助
welcome-new = 先设置：/偏好 设置 ‹品牌 “……”›，再用 /往期 导入 加上帖子文件的路径
line-too-long = 这一行超过 1 MB，后面的部分没有读。
leave-hint = 再按一次 Ctrl-C 退出。
model-adapter-unusable = LoRA 适配器 { $path } 不能使用：{ $reason }。
model-adapter-help = 请在 config.toml 的 [llm.local] lora 写另一个 GGUF 适配器，或写 "" 表示不用，然后重新启动。
note-summary-model = 最近几轮之前的对话以摘要形式提供，摘要由模型概括。
note-summary-sentences = 最近几轮之前的对话以摘要形式提供：取每条消息的第一句。
