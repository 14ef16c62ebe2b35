# Reviews of texts.

command-review = Review a text: score, findings, length on each platform. Put --- between variants to rank them.
command-review-example = /review ‹"Our oat latte is back. Come by before ten."› platform=x keyphrase="oat latte"
ask-review = Which text shall I review?

review-heading = Score { $score } of 100 – { $all ->
    [0] nothing to mend
    *[other] { $poor ->
        [0] good to post; { $all } { $all ->
            [one] thing
            *[other] things
        } could be better
        *[other] { $poor } to mend before it is posted
    }
}{ $kept ->
    [yes] { " " }· { $id }
   *[no] { "" }
}
review-column-variant = variant
review-column-score = Score
review-column-first = to mend first
review-column-text = text
review-column-platform = platform
review-column-length = length
review-column-fits = fits
review-rest = { $count ->
    [one] One more finding is in the details.
    *[other] { $count } more findings are in the details.
}
review-level = { $level ->
    [good] good
    [fair] fair
    *[poor] poor
}
review-line = { $level }: { $what } → { $mend }
review-quoted = “{ $words }” – { $text }
review-size = { $characters } characters, { $words ->
    [one] 1 word
   *[other] { $words } words
}, { $sentences ->
    [one] 1 sentence
   *[other] { $sentences } sentences
}, { $seconds } s to read.
review-from = Source: { $source }
review-place = line { $line }, character { $column }: “{ $words }”
review-checks = Checks, with their weights
review-left-out = { $check }: left out, { $why ->
    [language] there is no version of it for this language
    [short] the text is too short for it
    [no-platform] no platform was named, and it fits at least one
    [no-limit] the platform has no limit for this text
    [no-keyphrase] no keyphrase was given or found
    [keyphrase-not-given] it is for a keyphrase that is given (keyphrase=…), and this one was found
    [keyphrase-missing] the keyphrase is not in the text
    [no-rules] the team has no rules for words
    *[other] there are no earlier posts
}
review-remark = { $kind ->
    [instructions] The text gives orders to whoever reviews it. They are counted nowhere: score, findings and lengths are those of the text without them.
    [mixed] The text mixes English and Chinese: claims, absolute terms, words that leave people out and what the reader is to do are looked for in both; the other checks follow the language that it has most of.
    [other-language] Only checks that need no language were made: the others know English and Chinese.
    [right-to-left] The text has letters written from right to left; lines and characters are counted in the order in which they are stored.
    [short] There is too little text for most checks.
    *[no-letters] There are no words in it, so only lengths, emoji and tags were looked at.
}
review-check = { $check ->
    [brand-rules] brand rules
    [absolute-terms] absolute terms
    [platform-length] length on the platform
    [claims] claims that need proof
    [readability] readability
    [inclusive] inclusive language
    [sentence-length] sentence length
    [call-to-action] call to action
    [closeness] closeness to earlier posts
    [tone] tone
    [filler] filler
    [spelling] spelling
    [keyphrase-density] keyphrase density
    [keyphrase-placement] keyphrase placement
    [keyphrase-distribution] keyphrase distribution
    [paragraph-length] paragraph length
    [passive] passive voice
    [repeated-starts] repeated sentence starts
    [transitions] transition words
    [hashtags] hashtags
    [emoji] emoji
    [links] links
    [mentions] mentions
    *[other] other
}
review-what = { $kind ->
    [rule-banned] the team bans “{ $words }”
    [rule-preferred] the team says “{ $instead }”, not “{ $words }”
    [rule-required] the team wants “{ $words }” in every text
    [absolute-term] an absolute term that advertising law forbids
    [too-long] { $over } too many: { $used } of { $limit }
    [title-too-long] the first line is long for a title: { $used } of { $limit } characters
    [claim-superlative] a claim that needs proof
    [claim-promise] a promise that needs proof
    [claim-number] a number without its source
    [hard-to-read] hard to read{ $audience ->
        [children] {" "}for children
        [teenagers] {" "}for teenagers
        [experts] , even for experts
        *[general] {""}
    }: reading ease { $ease }, good from { $target }; grade { $grade }
    [hard-to-read-chinese] hard to read{ $audience ->
        [children] {" "}for children
        [teenagers] {" "}for teenagers
        [experts] , even for experts
        *[general] {""}
    }: { $mean } characters to a sentence, good up to { $target }; { $rare }% rare characters
    [excluding] a word that leaves people out
    [long-sentences] { $long } of { $sentences } sentences are long ({ $share }%; over { $most })
    [no-call] the reader is not told what to do
    [close-to-earlier] { $percent }% like { $id }
    [too-negative] the text sounds negative (sentiment { $sentiment }, where −1 is coldest and 1 warmest)
    [not-positive] the text is less warm than the team's voice (sentiment { $sentiment }, where −1 is coldest and 1 warmest)
    [too-strong] the text is more emotional than the team's voice (sentiment { $sentiment }, where −1 is coldest and 1 warmest)
    [filler] { $count ->
        [one] one word that says nothing
        *[other] { $count } words that say nothing
    }
    [keyphrase-missing] the keyphrase “{ $keyphrase }” is not there
    [keyphrase-rare] “{ $keyphrase }” stands { $count } times in { $words } words ({ $density }%)
    [keyphrase-often] “{ $keyphrase }” stands { $count } times in { $words } words ({ $density }%)
    [keyphrase-late] “{ $keyphrase }” is not in the first paragraph
    [keyphrase-not-in-title] “{ $keyphrase }” is not in the title
    [keyphrase-late-in-title] “{ $keyphrase }” comes late in the title
    [keyphrase-gap] { $run } sentences in a row without “{ $keyphrase }” ({ $percent }% of the text)
    [long-paragraphs] the longest paragraph has { $longest }, over { $most }
    [passive] { $count ->
        [one] one sentence is passive
        *[other] { $count } sentences are passive ({ $share }%)
    }
    [same-starts] { $row } sentences in a row begin alike
    [few-transitions] { $share }% of the sentences begin with a transition word
    [spelling] “{ $words }” is misspelled
    [spelling-unknown] “{ $words }” is in no word list
    [hashtags-many] { $count } hashtags, over { $most }
    [hashtags-unused] hashtags where nobody uses them
    [hashtags-share] { $percent }% of the text is hashtags
    [emoji-many] { $count } emoji, over { $most }
    [emoji-none] emoji, and the brand uses none
    [emoji-row] the same emoji again and again
    [links-many] { $count } links, over { $most }
    [links-dead] a link that nobody can click on this platform
    [links-insecure] a link that is not encrypted
    [mentions-many] { $count } mentions, over { $most }
    *[other] something to mend
}
review-mend = { $kind ->
    [rule-banned] say it in other words
    [rule-preferred] say “{ $instead }”
    [rule-required] work it in
    [absolute-term] say what is special, with a fact that can be checked
    [too-long] cut what comes last, or split it in two
    [title-too-long] shorten it; if it is no title, put a short one above it
    [claim-superlative] name the award or the comparison, or drop it
    [claim-promise] say what you can show, or drop it
    [claim-number] say where it is from
    [hard-to-read] shorter sentences and words
    [hard-to-read-chinese] shorter sentences and more common words
    [excluding] { $instead ->
        [leave-out] leave it out
        *[other] better: { $instead }
    }
    [long-sentences] split them where a thought ends
    [no-call] say one thing to do: order, ask, come by
    [close-to-earlier] take another way in, or wait some weeks
    [too-negative] say what gets better
    [not-positive] add one warm detail
    [too-strong] take the strongest words back
    [filler] leave them out
    [keyphrase-missing] use it once, early
    [keyphrase-rare] once or twice more, early
    [keyphrase-often] say it in other words here and there
    [keyphrase-late] move it to the first lines
    [keyphrase-not-in-title] put it into the title
    [keyphrase-late-in-title] begin the title with it
    [keyphrase-gap] use it once in the long stretch
    [long-paragraphs] break the paragraph
    [passive] say who does it
    [same-starts] begin one of them with something else
    [few-transitions] lead from one thought to the next: so, but, for example
    [spelling] { $instead }
    [spelling-unknown] check it; if it is right, put it among the brand's words (/prefs set ‹use›)
    [hashtags-many] keep the { $most } that fit best
    [hashtags-unused] leave them out here
    [hashtags-share] more text, or fewer tags
    [emoji-many] keep { $most } at most
    [emoji-none] leave them out
    [emoji-row] one is enough
    [links-many] keep the one that matters
    [links-dead] say “link in bio”, and put it there
    [links-insecure] use https
    [mentions-many] name only those who matter
    *[other] look at it again
}
review-why = { $check ->
    [brand-rules] Texts of one brand sound like one brand.
    [absolute-terms] A breach costs 200,000 to 1,000,000 yuan.
    [platform-length] The platform cuts the text or refuses it.
    [claims] Readers doubt what is not shown, and advertising law asks for proof.
    [readability] What is hard to read is not read.
    [inclusive] Some of the readers are meant by it.
    [sentence-length] Readers lose a long sentence on a small screen.
    [call-to-action] Without a next step nothing follows from reading.
    [closeness] Followers notice what they have read before.
    [tone] A text that feels other than the brand confuses.
    [filler] Each one costs attention and gives nothing.
    [keyphrase-density] Search finds what is named, and distrusts what is repeated.
    [keyphrase-placement] Readers and search look at the beginning first.
    [keyphrase-distribution] A text that leaves its subject loses its readers.
    [paragraph-length] A wall of text is skipped.
    [passive] Readers want to know who does it.
    [repeated-starts] It reads like a list.
    [transitions] Thoughts that are not joined are hard to follow.
    [spelling] A slip costs trust, and search does not find it.
    [hashtags] Too many look like spam and are ranked lower.
    [emoji] Many are noise, and screen readers read each one aloud.
    [links] Each link takes readers from the others.
    [mentions] Many look like spam.
    *[other] It makes the text weaker.
}
review-source = { $check ->
    [brand-rules] the team's own rules (/prefs rule)
    [absolute-terms] Advertising Law of the PRC, articles 9 (3) and 57
    [platform-length] the platform's limit, [platforms] in config.toml
    [claims] Copydesk's list; ICC Advertising Code, article 6 (substantiation)
    [readability] Flesch 1948, Kincaid et al. 1975; for Chinese our own start values, [review] in config.toml
    [inclusive] Copydesk's list, after the APA's guidelines for bias-free language
    [sentence-length] Yoast: at most 25% over 20 words; for Chinese [review] in config.toml
    [call-to-action] Copydesk's list
    [closeness] share of pairs of words in common: fair over 30%, poor over 60% (our own values)
    [tone] VADER 3.3.2; for Chinese a classifier of product reviews, which may not transfer
    [filler] Copydesk's list: one in 100 words is no fault
    [keyphrase-density] Yoast: 0.5 to 3%
    [keyphrase-placement] Yoast
    [keyphrase-distribution] Yoast: no gap over 40% of the sentences
    [paragraph-length] Yoast: 150 words; for Chinese [review] in config.toml
    [passive] Yoast: at most 10% of the sentences
    [repeated-starts] Yoast: fewer than three in a row
    [transitions] Yoast: 30% of the sentences
    [spelling] SCOWL's American and British word lists, 2020
    [hashtags] [platforms] in config.toml
    [emoji] the preference (/prefs set ‹emoji›); a few where none is set
    *[other] our own values
}

review-variants-many = These are { $count } variants, and { $most } are ranked at once.
review-variants-many-help = Send at most { $most }, with a line of --- between them.
review-empty = There is no text to review.
review-empty-help = Write it behind /review, or send a txt, md, docx or html file with /review beside it.
review-empty-help-terminal = Write it behind /review, or name a txt, md, docx or html file: /review ‹post.docx›. Put " --- " between variants.
review-no-letters = There are no words in it, so there is nothing to review.
review-only-orders = There is nothing in it but orders to whoever reviews it, so there is no text to review.
review-file-large = { $name } is larger than { $most } MB.
review-file-help = Send the text itself, or a txt, md, docx or html file.
review-file-not-utf8 = { $name } is not UTF-8: byte { $byte } is none of it.
review-file-not-utf8-help = Save it as UTF-8 and send it again.
review-docx-damaged = { $name } is no Word document that I can read.
review-docx-bomb = { $name } unpacks to more than { $most } MB, so I left it alone.
review-file-kind = { $name } is { $kind ->
    [pdf] a PDF, and I read text only.
    [picture] a picture or a recording, and I read text only.
    [old-word] an old Word document (.doc), and I read text only: save it as docx.
    [rtf] an RTF document, and I read text only: save it as docx or txt.
   *[archive] an archive, and I read text only.
}
review-no-file = I can't read a file { $name }.
review-page-kind = { $name } is no page with text ({ $kind }).
review-page-empty = I find no article in { $name }.
review-page-login = { $name } asks for a login, so I can't read it.
review-page-help = Send the text itself.

review-words-wrong = { $name } can't be “{ $words }”.
review-words-help = { $name } is a few words, at most { $most } characters.
review-invisible = The text has invisible characters ({ $names }): take them out, they break search and links.
review-audience = { $known ->
    [yes] { $copy ->
        [zh] For { $words }: sentences may be { $percent }% as long as usual.
       *[other] For { $words }: reading ease from { $ease } is good, and sentences may be { $percent }% as long as usual.
    }
   *[no] I have no target of its own for “{ $words }”: it is held against the general public's{ $copy ->
        [zh] { "" }
       *[other] { " " }(reading ease from { $ease })
    }, and a model is told who reads it.
}
review-next = Next: /text details ‹{ $id }› · /text explain ‹{ $id }› · { $rewrite ->
    [yes] /text rewrite ‹{ $id }› ·{ " " }
   *[no] { "" }
}/text for ‹{ $id }› platform=… · /text send ‹{ $id }›
review-button = { $step ->
    [details] Details
    [explain] Explain
    [rewrite] Rewrite
    [send] Send for approval
   *[send-rewrite] Send the rewrite for approval
}
review-button-for = For { $platform }
review-mends = The other findings, the most important first:
review-status-critique = Critique …
review-status-rewrite = Rewrite, try { $place } of { $tries } …
review-critique = Critique by { $model }
review-figures-left-out = Left out: what named figures that are neither in the text nor in the findings ({ $figures }).
review-rewrite = Rewrite by { $model }
review-before = before
review-now = now
review-measure = { $measure ->
    [score] score
    [findings] findings
    [poor] of them poor
    [reading-ease] reading ease
    [mean-characters] characters to a sentence
    [long-sentences] long sentences
    [passive] passive sentences
   *[other] { $measure }
}
review-new-text = The new text
review-kept = Checked: the names that I can tell, figures with their units, days, negations, links, addresses, mentions and quotations are those of the text, and no word of my list of claims is new. Whether the rest says the same is for you to read. Marked: [-gone-] and {"{"}+new+{"}"}.
review-still = Still to mend:
review-none-better = None of { $tries } tries at a rewrite was better, so none is shown: { $reasons }.
review-nothing-to-rewrite = There is nothing to mend, so nothing was rewritten.
review-fault-empty = it was empty
review-fault-chatter = it spoke of its own work (“{ $words }”)
review-fault-lost = it lost { $facts }
review-fault-banned = it says { $words }, which your team avoids
review-fault-invented = it made up { $facts }
review-fault-language = it was in another language
review-fault-long = it was too long for { $platform }: { $used } of { $limit }
review-fault-little = it left out most of what the text says
review-fault-score = it scored { $now }, and the text { $was }
review-small = { $model } is too small for a critique or a rewrite that helps; what to change stands in the findings.
review-no-model = No critique and no rewrite: { $because }
review-critique-none = Nothing that the model said held, so there is no critique.
review-long = The text has { $length } characters and a model is handed { $most } at most, so there is no critique and no rewrite.
review-no-words = There are no words in it for a model to speak about.
review-explained = Findings of { $id }, explained
review-explain-more = { $id } has { $all } findings. One of them: /text explain ‹{ $id }› finding=4
review-details-heading = { $id }: score { $score } of 100
review-in-file = All { $count } findings with their places are in the file.
review-checked = { $check }: { $level } ({ $weight })
review-more = and { $count } more
review-label = { $label ->
    [where] Where
    [why] Why
    [mend] Mend
   *[source] Source
}

command-text-details = All that was found in a reviewed text: places, reasons, sources, checks.
command-text-explain = Explain what was found: where, why it matters, how to mend it, where the rule is from.
command-text-rewrite = Have a model write a reviewed text better, checked by the same rules.
command-text-for = Review the text for another platform.
command-text-for-example = /text for ‹T-001› platform=x
command-text-send = Hand a reviewed text in for approval: it becomes a draft on the board.
command-text-send-example = /text send ‹T-001› what=rewrite
ask-text = Which text? Its id is like T-001.
rest-text-id = T-001
text-which = Which text? Say its id.
text-unknown = There is no reviewed text { $id }.
text-unknown-help = /review gives a text its id, such as T-001.
text-for-what = For which platform shall I review { $id }?
text-for-help = Such as /text for ‹{ $id }› platform=x
text-send-what = I can't send “{ $what }”.
text-send-help = what is original or rewrite.
text-sent-before = { $id } is on the board already, as { $draft }.
text-sent-before-help = See it: /draft show ‹{ $draft }›
text-no-rewrite = There is no rewrite of { $id } yet.
text-no-rewrite-help = Ask for one: /text rewrite ‹{ $id }›
text-nothing-found = Nothing was found in { $id }, so there is nothing to explain.
text-finding-unknown = { $id } has no finding { $place }; it has { $all }.
text-see-details = See all of it: /text details ‹{ $id }›
