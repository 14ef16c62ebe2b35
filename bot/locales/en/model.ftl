# The language model, the storage, and what goes wrong with them.

language-name = { $code ->
    [en] English
    [zh] Chinese
    [ja] Japanese
    [ko] Korean
    [ru] Russian
    [ar] Arabic
    [fr] French
    [de] German
    [es] Spanish
    [it] Italian
    [pt] Portuguese
    [tr] Turkish
    [pl] Polish
    [nl] Dutch
    [sv] Swedish
    [fi] Finnish
    [hu] Hungarian
    [id] Indonesian
    [vi] Vietnamese
    [cs] Czech
    [ro] Romanian
    [da] Danish
    [no] Norwegian
    [uk] Ukrainian
    [el] Greek
    [he] Hebrew
    [th] Thai
    [hi] Hindi
    [fa] Persian
    [none] a language that I do not know
    *[other] this language
}
model-language = { $model } doesn't write { $language }.
model-language-help = Models that do: { $names }. { $name } is fetched with: make run MODEL={ $name }
model-language-others = Models in config.toml that do: { $names }.
model-language-none = I write English and Chinese so far.
model-file-missing = The model { $model } isn't here: { $path } does not exist.
model-file-unusable = The model { $model } can't be used: { $path }: { $reason }.
model-fetch-help = Fetch it with: make model MODEL={ $model } (or copydesk model fetch { $model }), then start me again. Everything that needs no model works meanwhile.
model-bring-help = Put the file there, or correct [models.{ $model }] in config.toml, then start me again. Everything that needs no model works meanwhile.
model-too-long = The request has { $tokens } tokens, and the model takes { $limit }.
model-too-long-help = Say it more briefly.
model-key-missing = The model { $model } needs a key: { $reason }.
model-unauthorized = { $server } refused the key ({ $status }).
model-unauthorized-help = Whoever runs me sets the key that [models.{ $model }] in config.toml names, and starts me again.
model-rate-limited = { $server } asks to slow down.
model-wait-help = Try again in about { $seconds } s.
model-unavailable = The language model is not answering at { $server } ({ $reason }).
model-unavailable-help = Try again in a minute, or check [models.{ $model }] in config.toml. Everything that needs no model still works.
model-bad-answer = { $server } sent an answer that can't be read ({ $reason }).
model-bad-answer-help = Check base_url of [models.{ $model }] in config.toml: it should be an OpenAI-compatible address such as http://127.0.0.1:8080/v1.
model-interrupted = The answer was cut before its end, so I don't show it as one.
model-again-help = Try again.
model-deadline = The model took longer than { $seconds } s.
model-deadline-help = Try again with fewer ideas, or raise llm.deadline_seconds in config.toml.
waiting = { $ahead ->
    [0] You are next
    [one] One request is ahead of yours
    *[other] { $ahead } requests are ahead of yours
}{ $seconds ->
    [0] { " …" }
    *[other] , about { $seconds } s …
}
note-fell-back = { $because } { $model } answers instead.
model-nobody-else = { $because } { $names } can't answer either.
model-overloaded = Too many people are asking right now.
model-stopped = The model has stopped.
model-restart-help = Start me again.
model-refused = The model { $model } refused the request: { $reason }.
model-refused-help = Check [models.{ $model }] in config.toml.
model-failed = The model failed.
model-silent = The model had nothing to say.
reference-help = Whoever runs me finds the reason in the log under the reference { $reference }.

models-heading = { $model } answers
models-nobody = No model can answer now
models-rank = { $place ->
    [0] asked first
    *[other] fallback { $place }
}
models-aside = { $rank }, { $state }
models-state = { $state ->
    [ready] ready
    [loading] loading
    [resting] loads when it is needed
    [failing] failed the last time
    *[missing] can't answer
}
models-place = { $kind ->
    [local] Computes in this program, from { $place }.
    *[remote] Computes at { $place }.
}
models-languages = Languages
models-list = { $names }
models-weak = { $language } (weak)
models-speed = Speed
models-rates = { $output } tokens a second written, { $prompt } read
models-rate = { $output } tokens a second written
models-no-rate = not measured yet; ask me something first
models-load = Now
models-load-now = { $running ->
    [0] no request is being answered
    [one] 1 request is being answered
    *[other] { $running } requests are being answered
}, { $waiting ->
    [0] none waits
    [one] 1 waits
    *[other] { $waiting } wait
}
models-reuse = Reused
models-reused = { $reused } of { $read } tokens read since the start were still there from before ({ $percent } %)
models-licence = Licence
models-problem = Problem

disk-full = The disk with { $dir } is full ({ $free } MB free). Nothing was changed.
disk-full-help = Free some space and try again; no restart is needed.
storage-busy = Too many changes at the same time. Nothing was changed.
storage-busy-help = Try again.
internal = Something went wrong on my side. Nothing was changed.

welcome = Copydesk: ideas, drafts, reviews and trend digests for marketing teams, each with its reason.
welcome-sample = This is the sample team { $team }, a made-up café with { $count } past posts.
welcome-team = This is the team { $team }, with { $count ->
    [one] 1 past post
    *[other] { $count } past posts
}.
welcome-try = Try: give me three posts about the oat-milk latte for Instagram
welcome-try-command = /review ‹We are the best coffee in town› · /campaign stats · /help
welcome-new = Begin with: /prefs set ‹brand "…"›, then /campaign import and the path of a file of your posts
line-too-long = The line was longer than 1 MB; the rest of it was dropped.
leave-hint = Press Ctrl-C again to leave.
model-adapter-unusable = The LoRA adapter { $path } can't be used: { $reason }.
model-adapter-help = Name another GGUF adapter in [llm.local] lora of config.toml, or "" for none, and start again.
note-summary-model = What was said before the last turns was told in short, as the model summed it up.
note-summary-sentences = What was said before the last turns was told in short: the first sentence of each message.
