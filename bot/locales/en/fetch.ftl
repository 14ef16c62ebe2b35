# Fetching feeds and pages: why nothing came. Each stands after a source's name, or alone.

fetch-no-address = "{ $value }" is no web address. Write it whole, such as https://example.org/feed.xml
fetch-long-address = The address is longer than { $most } characters.
fetch-scheme = I fetch http and https only, not "{ $scheme }".
fetch-credentials = The address has a name or password in it. I don't send those: take them out.
fetch-refused = { $host } is not a place on the public internet ({ $inside ->
    [loopback] this machine itself
    [private] a private network
    [link-local] this network only
    [multicast] many machines at once
    [unspecified] no address
    [embedded] an address inside another
   *[reserved] a reserved address
}). Whoever runs me can allow it in config.toml: [fetch] allow_addresses.
fetch-unresolved = Nobody knows the host { $host }. Check the address.
fetch-unreachable = It can't be reached: { $reason }.
fetch-slow = It took longer than { $seconds } seconds.
fetch-redirects = It redirects more than { $most } times.
fetch-lost-redirect = It redirects to no address.
fetch-too-large = It is larger than { $mebibytes } MiB, or unpacks to far more.
fetch-damaged = What came can't be unpacked: { $reason }.
fetch-gone = It is gone for good (410).
fetch-later = The site asks to be left alone for { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}.
fetch-robots = The site does not let programs read this page (robots.txt).
fetch-busy = Too many requests wait for this site.
fetch-status = The site answered { $status }.
