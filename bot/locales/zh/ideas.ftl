# 点子和依据。

ideas-no-topic = 想写什么主题？
ideas-no-topic-help = 请给一个主题，例如 /点子 ‹燕麦拿铁› 平台=小红书。
ideas-topic-long = 主题有 { $length } 个字符，最多 { $most } 个。
ideas-topic-long-help = 用一句话说：什么产品，新在哪里。
ideas-writing = 正在写第 { $place } 条，共 { $count } 条……
ideas-heading = { $count ->
    [1] 一
    [2] 两
    [3] 三
    [4] 四
    [5] 五
    *[other] { $count }
}条{ $platform }{ $kind }：{ $topic }
format-name = { $format ->
    [post] 文案
    [title] 标题
    *[script] 视频脚本
}
format-counted = { $format ->
    [post] 文案
    [title] 标题
    *[script] 视频脚本
}
platform-name = { $chinese }
limit = { $number } { $unit ->
    [seconds] 秒
    [weighted] 加权字符
    [bytes] 字节
    *[characters] 字
}
length = { $used } / { $limit } { $unit ->
    [seconds] 秒
    [weighted] 加权字符
    [bytes] 字节
    *[characters] 字
}
angle-name = { $angle ->
    [question] 提问
    [story] 小故事
    [number] 数字
    [behind-the-scenes] 幕后
    [customer-words] 顾客的话
    [contrast] 对比
    [how-to] 教程
    *[statement] 直说
}
angle-plural = { $angle ->
    [question] 提问类
    [story] 故事类
    [number] 数字类
    [behind-the-scenes] 幕后类
    [customer-words] 顾客原话类
    [contrast] 对比类
    [how-to] 教程类
    *[statement] 直说类
}

because = 依据
because-angle = { $angle }在{ $platform }是你们平时的 { $ratio } 倍（{ $count } 篇，如 { $example }）
because-topic = 最接近的往期：{ $campaign }
because-preference = { $key ->
    [voice] 语气：{ $value }
    [use] 常用词：{ $value }
    [avoid] 不用“{ $value }”
    *[emoji] 表情：{ $value }
}
because-nothing = 还没有往期帖子和偏好；可用 /往期 添加 和 /偏好 设置 补充
campaign-named = #{ $id }“{ $text }”，{ $result }
campaign-likes = { $likes } 赞，平时的 { $ratio } 倍
campaign-engagement = { $engagement } 次互动，平时的 { $ratio } 倍
campaign-unmeasured = 没有数据

angles-heading = 写{ $platform }的“{ $topic }”，对你们有效的角度
note-too-few = { $found ->
    [0] 没有站得住的点子：候选文案要么跑题，要么照抄或编造。换大一些的模型会更好；/为什么 可以看到模型收到的内容。
    *[other] { $count } 条里有 { $found } 条站得住；其余候选跑题、照抄或编造了内容。换大一些的模型会更好。
}
note-weak = { $model } 的{ $language }能力较弱：使用前请逐条检查。
note-cut = 第 { $place } 条太长，已截到{ $limit }以内。
note-shortened = 第 { $place } 条太长，已缩短到{ $limit }以内。
note-turns-left-out = 有 { $count } 轮较早的对话放不下，没有给模型看。
note-posts-left-out = 有 { $count } 条往期帖子放不下，没有给模型看。
note-links = 去掉了 { $count } 个来源不明的链接。
note-small = { $model } 是小模型：这段话可以启发思路，但不能当作建议。
note-numbers = 这些数字是模型自己写的，没有依据：{ $numbers }。
thinking = 思考中……

why-heading = 回答“{ $question }”时 { $model } 看到的内容
why-tokens = 读入 { $prompt } 个词元，写出 { $output } 个。
why-chosen = { $angle }：从 { $candidates } 条候选中选出（排除了 { $faults } 处问题），得分 { $score }：{ $terms }
why-none = { $angle }：{ $candidates } 条候选都站不住
why-nothing = 还没有可以解释的回答。
why-nothing-help = 先要几个点子，例如 /点子 ‹燕麦拿铁›。
