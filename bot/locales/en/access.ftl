# Who is let in.

command-access = Show who may not talk with me here.
command-access-block = Stop somebody from talking with me; for admins.
command-access-block-example = /access block ‹telegram:7›
command-access-allow = Let somebody talk with me again; for admins.
command-access-allow-example = /access allow ‹telegram:7›
rest-access = PERSON

access-place = I don't answer in this place.
access-place-help = Whoever runs me can let it in, with /access allow ‹place { $id }› or in config.toml.
access-person = You are not on the list of those whom I answer.
access-person-help = Whoever runs me can put you there, with /access allow ‹{ $id } everywhere› or in config.toml.
access-team = An admin of this team has stopped me from answering you.
access-team-help = An admin can take that back: /access allow ‹{ $id }›
access-whom = I don't know whom you mean.
access-whom-help = Name a person by id, such as telegram:7 or @somebody in Discord, or a place: place telegram:-1001234. Behind it, "everywhere" means all teams.
access-extra = I read "{ $words }", which is more than one person or place.
access-who-wrong = "{ $who }" is no id of a person or place. Nothing was changed.
access-owner = Only whoever runs me decides for places and for all teams. Nothing was changed.
access-owner-help = For this team alone, leave "everywhere" out. People named in [access] owners of config.toml may decide for all.
access-locked-out = { $id } is you, or runs me: this would lock out who decides. Nothing was changed.
access-locked-out-help = Somebody else who may manage the team can do it, or take them from [access] owners of config.toml first.
access-set = { $allowed ->
    [yes] { $id } may talk with me in the team { $team }.
   *[no] I don't answer { $id } in the team { $team } any more.
}
access-set-everywhere = { $allowed ->
    [yes] { $id } is let in, whatever the lists of config.toml say.
   *[no] I don't answer { $id } any more, whatever the lists of config.toml say.
}
access-nobody = In the team { $team }, nobody is kept from talking with me.
access-list = Who is let in, and who is not, in the team { $team }:
access-entry = { $place ->
    [yes] place { $id }
   *[no] { $id }
}: { $allowed ->
    [yes] let in
   *[no] not let in
}{ $everywhere ->
    [yes] , in all teams
   *[no] { "" }
} (by { $by })
