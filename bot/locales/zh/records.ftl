# 偏好和往期帖子。

prefs-heading = { $team } 的偏好
prefs-changed = { $key } 已修改。
prefs-how = 修改一项：/偏好 设置 ‹语气 温暖、俏皮›
prefs-unset = –
prefs-meaning = { $key ->
    [brand] 品牌的名称
    [voice] 文案听起来怎样
    [audience] 写给谁看
    [languages] 用哪些语言写
    [platforms] 发在哪些平台
    [use] 喜欢用的词
    [avoid] 不用的词
    [emoji] 表情：none 不用、few 少量、many 多
    [hashtags] 自己的话题标签
    [ai-label] AI 写的文案附上标识：on 或 off
    *[examples] 例文
}
prefs-extra = /偏好 只显示偏好，后面不用写别的；收到的是“{ $words }”。
prefs-extra-help = 要修改请写：/偏好 设置 ‹{ $key } { $value }›
prefs-extra-all = /偏好 显示全部；修改某一项请写 /偏好 设置，例如 /偏好 设置 ‹语气 温暖、俏皮›
prefs-no-key = 要修改哪一项？
prefs-unknown-key = 没有“{ $key }”这项偏好。
prefs-no-value = { $key } 要改成什么？
prefs-no-value-help = 请写 /偏好 设置 ‹{ $key }› 和内容；“-”表示清空。
prefs-wrong-value = { $key } 不能是“{ $value }”。
prefs-long-value = { $key } 有 { $length } 个字符，最多 { $most } 个。
note-sample = { $team } 是虚构的示例团队：没有真实的咖啡馆，也没有真实的数据。

campaign-heading = 往期帖子：{ $shown } / { $total }
campaign-added = 已添加 #{ $id }，现在共有 { $total } 条往期帖子。
campaign-none = 没有找到往期帖子。
campaign-no-text = 帖子的正文是什么？
campaign-none-help = 没有符合条件的往期帖子。不加条件的 /往期 列表 显示全部。
campaign-no-text-help = 请写 /往期 添加 ‹“正文”› 平台=小红书 点赞=120 日期=2026-03-14
numbers-impossible = 曝光 { $impressions } 次，点击却有 { $clicks } 次：没有展示就不会有点击。
numbers-impossible-help = 请核对这两个数字后再发一次。什么都没有保存。
campaign-long-text = 正文有 { $length } 个字符，没有平台能超过 { $most } 个。
campaign-no-platform = 这条发在哪个平台？

column-key = 名称
column-value = 内容
column-meaning = 含义
column-id = 编号
column-date = 日期
column-platform = 平台
column-angle = 角度
column-likes = 赞
column-ratio = 比平时
column-text = 正文
