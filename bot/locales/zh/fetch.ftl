# 读取订阅源和网页：没有读到的原因。

fetch-no-address = “{ $value }”不是网址。请写完整，例如 https://example.org/feed.xml
fetch-long-address = 网址超过 { $most } 个字符。
fetch-scheme = 只读取 http 和 https，不读取“{ $scheme }”。
fetch-credentials = 网址里带有用户名或密码，我不会发送，请去掉。
fetch-refused = { $host } 不是公网地址（{ $inside ->
    [loopback] 本机
    [private] 内部网络
    [link-local] 仅限本网段
    [multicast] 组播
    [unspecified] 空地址
    [embedded] 内嵌地址
   *[reserved] 保留地址
}）。部署者可以在 config.toml 的 [fetch] allow_addresses 里放行。
fetch-unresolved = 找不到主机 { $host }，请检查网址。
fetch-unreachable = 连接不上：{ $reason }。
fetch-slow = 超过 { $seconds } 秒还没有读完。
fetch-redirects = 跳转超过 { $most } 次。
fetch-lost-redirect = 跳转的目标不是网址。
fetch-too-large = 内容超过 { $mebibytes } MiB，或者解压后太大。
fetch-damaged = 收到的内容无法解压：{ $reason }。
fetch-gone = 已经永久删除（410）。
fetch-later = 网站要求 { $minutes } 分钟后再来。
fetch-robots = 网站不允许程序读取这个页面（robots.txt）。
fetch-busy = 等待这个网站的请求太多。
fetch-status = 网站返回 { $status }。
