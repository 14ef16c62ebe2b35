# Reviews of texts.

command-review = Review a text: score, findings, length on each platform. Put --- between variants to rank them.
command-review-example = /review "Our oat latte is back. Come by before ten." platform=x keyphrase="oat latte"
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
review-size = { $characters } characters, { $words } words, { $sentences } sentences, { $seconds } s to read.
review-from = Source: { $source }
review-place = - line { $line }, character { $column }: “{ $words }”
review-more-places = - and { $count } more places
review-checks = Checks, with their weights
review-left-out = { $check }: left out, { $why ->
    [language] there is no version of it for this language
    [short] the text is too short for it
    [no-platform] no platform was named
    [no-keyphrase] no keyphrase was given or found
    [no-rules] the team has no rules for words
    *[other] there are no earlier posts
}
review-remark = { $kind ->
    [instructions] The text gives orders to whoever reviews it. They are part of the text and change nothing.
    [mixed] The text mixes English and Chinese; it is held against the language that it has most of.
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
    [claim-superlative] a claim that needs proof
    [claim-promise] a promise that needs proof
    [claim-number] a number without its source
    [hard-to-read] hard to read: reading ease { $ease }, grade { $grade }
    [hard-to-read-chinese] hard to read: { $mean } characters to a sentence, { $rare }% rare characters
    [excluding] a word that leaves people out
    [long-sentences] { $long } of { $sentences } sentences are long ({ $share }%; over { $most })
    [no-call] the reader is not told what to do
    [close-to-earlier] { $percent }% like { $id }
    [too-negative] the text sounds negative ({ $sentiment } from −1 to 1)
    [not-positive] the text is less warm than the team's voice ({ $sentiment } from −1 to 1)
    [too-strong] the text is more emotional than the team's voice ({ $sentiment } from −1 to 1)
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
    [claim-superlative] name the award or the comparison, or drop it
    [claim-promise] say what you can show, or drop it
    [claim-number] say where it is from
    [hard-to-read] shorter sentences and words
    [hard-to-read-chinese] shorter sentences and more common words
    [excluding] better: { $instead }
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
    [hashtags] Too many look like spam and are ranked lower.
    [emoji] Many are noise, and screen readers read each one aloud.
    [links] Each link takes readers from the others.
    [mentions] Many look like spam.
    *[other] It makes the text weaker.
}
review-source = { $check ->
    [brand-rules] the team's own rules (/rule)
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
    [hashtags] [platforms] in config.toml
    [emoji] the team's preference (/prefs set emoji)
    *[other] our own values
}

review-empty = There is no text to review.
review-empty-help = Write it behind /review, or send a txt, md, docx or html file with /review beside it.
review-no-letters = There are no words in it, so there is nothing to review.
review-file-large = { $name } is larger than { $most } MB.
review-file-help = Send the text itself, or a txt, md, docx or html file.
review-file-not-utf8 = { $name } is not UTF-8: byte { $byte } is none of it.
review-file-not-utf8-help = Save it as UTF-8 and send it again.
review-docx-damaged = { $name } is no Word document that I can read.
review-docx-bomb = { $name } unpacks to more than { $most } MB, so I left it alone.
review-page-empty = I find no article in { $name }.
review-page-login = { $name } asks for a login, so I can't read it.
review-page-help = Send the text itself.
