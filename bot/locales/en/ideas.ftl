# Ideas and what they stand on.

ideas-no-topic = What should the ideas be about?
ideas-no-topic-help = Name a topic, such as /ideas ‹oat-milk latte› platform=instagram.
ideas-topic-long = The topic has { $length } characters; I take { $most }.
ideas-topic-long-help = Say it in a sentence: the product, and what is new about it.
ideas-writing = Writing idea { $place } of { $count } …
ideas-heading = { $count ->
    [one] One
    [2] Two
    [3] Three
    [4] Four
    [5] Five
    *[other] { $count }
} { $platform } { $kind } about { $topic }
format-name = { $format ->
    [post] posts
    [title] titles
    *[script] video scripts
}
format-counted = { $format ->
    [post] { $count ->
        [one] post
        *[other] posts
    }
    [title] { $count ->
        [one] title
        *[other] titles
    }
    *[script] { $count ->
        [one] video script
        *[other] video scripts
    }
}
platform-name = { $english }
limit = { $number } { $unit ->
    [seconds] seconds
    [weighted] weighted characters
    [bytes] bytes
    *[characters] characters
}
length = { $used } of { $limit } { $unit ->
    [seconds] seconds
    [weighted] weighted characters
    [bytes] bytes
    *[characters] characters
}
angle-name = { $angle ->
    [question] Question
    [story] Story
    [number] Number
    [behind-the-scenes] Behind the scenes
    [customer-words] Customer's words
    [contrast] Contrast
    [how-to] How-to
    *[statement] Straight
}
angle-plural = { $angle ->
    [question] questions
    [story] stories
    [number] numbers
    [behind-the-scenes] looks behind the scenes
    [customer-words] customers' words
    [contrast] contrasts
    [how-to] how-tos
    *[statement] straight posts
}

because = Because
because-angle = { $angle } did { $ratio } × your usual on { $platform } ({ $count ->
    [one] 1 post
    *[other] { $count } posts
}, e.g. { $example })
because-topic = closest to your topic: { $campaign }
because-preference = { $key ->
    [voice] voice: { $value }
    [use] you like "{ $value }"
    [avoid] you avoid "{ $value }"
    *[emoji] emoji: { $value }
}
because-nothing = no past posts or preferences yet; /campaign add and /prefs set give me some
campaign-named = #{ $id } "{ $text }", { $result }
campaign-likes = { $likes } likes, { $ratio } × usual
campaign-engagement = { $engagement } reactions, { $ratio } × usual
campaign-unmeasured = no numbers

angles-heading = What works for you when you write about { $topic } for { $platform }
note-too-few = { $found ->
    [0] I found no idea that holds up: the model's candidates were off the topic, copied or made something up. A larger model does better; /why shows what this one was told.
    *[other] { $found } of { $count } ideas hold up; the other candidates were off the topic, copied or made something up. A larger model does better.
}
note-weak = { $model } is weak in { $language }: read each idea before you use it.
note-cut = Idea { $place } was too long and is cut to fit { $limit }.
note-shortened = Idea { $place } was too long and was shortened to fit { $limit }.
note-turns-left-out = { $count ->
    [one] One earlier turn did not fit and was left out.
    *[other] { $count } earlier turns did not fit and were left out.
}
note-posts-left-out = { $count ->
    [one] One past post did not fit into the brief and was left out.
    *[other] { $count } past posts did not fit into the brief and were left out.
}
note-links = { $count ->
    [one] One link that nobody gave was left out.
    *[other] { $count } links that nobody gave were left out.
}
note-small = { $model } is a small model: take this as a prompt for your own thoughts, not as advice.
note-numbers = The model made up these numbers: { $numbers }. Nothing of yours says so.
thinking = Thinking …

why-heading = What { $model } was told for "{ $question }"
why-tokens = { $prompt } tokens read, { $output } written.
why-chosen = { $angle }: best of { $candidates } candidates; faults found in the others: { $faults }; score { $score } from { $terms }
why-none = { $angle }: none of { $candidates } candidates held up
why-nothing = There is no answer yet to explain.
why-nothing-help = Ask for ideas first, such as /ideas ‹oat-milk latte›.
