# 发来的文件。

file-option = 文件：CSV、TSV、JSON、JSONL、txt、md、docx 或 html
file-kind = 我读不了“{ $name }”，没有处理。
file-kind-help = 我能读 CSV、TSV、JSON、JSONL、txt、md、docx、html 和 OPML 文件。
file-kind-none = 请把文字粘贴到消息里。
file-large = “{ $name }”太大：这里最多接收 { $most } MB 的文件，没有处理。
file-large-help = 请分成几份发送，或请运行我的人在那台机器上导入。
file-missing = “{ $name }”已经取不到了。
file-again-help = 请重新发送。
file-cut = “{ $name }”没有完整收到，所以没有处理。
file-unreachable = 现在取不到“{ $name }”：存放文件的服务器没有响应。
file-unwritable = “{ $name }”无法保存，原因见日志，没有处理。
file-alone = “{ $name }”要怎么处理？
file-alone-help = 请连同命令一起重新发送，或用命令回复它：{ $commands }。
file-not-taken = { $command } 不接收文件，“{ $name }”没有处理。
