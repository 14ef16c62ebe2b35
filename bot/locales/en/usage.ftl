# What was used in a day, and how much may be.

command-usage = What you and the team used today, of how much, and on the last days.
command-usage-limit = Set how much each person, or the whole team, may use in a day; 0 takes the team's own limit away.
command-usage-limit-example = /usage limit ‹person› requests=50 tokens=100000
rest-whose = person|team

usage-heading = What { $team } used today, { $day }
usage-changed = The limits for { $whose } are changed.
usage-person = you
usage-team = team
usage-requests = requests
usage-tokens = tokens
usage-money = money
usage-of = { $used } of { $limit }
usage-unlimited = { $used }
usage-days = The last { $count } days
usage-day = { $requests ->
    [one] 1 request
    *[other] { $requests } requests
}, { $tokens ->
    [one] 1 token
    *[other] { $tokens } tokens
}
usage-no-limits = There are no limits.
usage-how = A day ends at midnight. Set a limit: /usage limit ‹person› requests=50 tokens=100000, or /usage limit ‹team› …
usage-extra = /usage shows what was used and takes no more words; I read "{ $words }".
usage-limit-whose = Whose limit: that of each person, or of the whole team?
usage-limit-whose-wrong = I don't know whose limit "{ $name }" is.
usage-limit-which = Which limit?
usage-limit-help = Write /usage limit ‹person› requests=50 tokens=100000 money=2.50, or /usage limit ‹team› …; 0 takes the team's own limit away, so that the configured one holds.
usage-money-help = Give money as a number above 0, at most { $most }, in the currency of your models' prices.
column-used = used

budget-requests = { $count ->
    [one] 1 request
    *[other] { $count } requests
}
budget-tokens = { $count ->
    [one] 1 token
    *[other] { $count } tokens
}
budget-over = { $whose ->
    [person] Your
    *[team] The team's
} limit of { $limit } a day { $state ->
    [reached] is reached
    *[near] leaves too little for this
}: { $used } used{ $held }{ $needed }.
budget-held = , { $amount } held for requests under way
budget-needed = , and up to { $amount } needed
budget-help = It starts anew at midnight, in about { $hours } h. An admin changes it with: /usage limit ‹{ $whose }› { $option }=…
