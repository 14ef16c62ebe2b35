use super::vader;

/// What vaderSentiment 3.3.2 says: negative, neutral, positive, compound. The first are the examples of its own source.
#[test]
#[rustfmt::skip] // a row to a line
fn scores_are_those_of_the_original() {
    let expected = [
        ("VADER is smart, handsome, and funny.", 0.0, 0.254, 0.746, 0.8316),
        ("VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!", 0.0, 0.294, 0.706, 0.9469),
        ("VADER is not smart, handsome, nor funny.", 0.646, 0.354, 0.0, -0.7424),
        ("At least it isn't a horrible book.", 0.0, 0.678, 0.322, 0.431),
        ("The book was only kind of good.", 0.0, 0.697, 0.303, 0.3832),
        ("The plot was good, but the characters are uncompelling and the dialog is not great.", 0.327, 0.579, 0.094, -0.7042),
        ("Today SUX!", 0.779, 0.221, 0.0, -0.5461),
        ("Today only kinda sux! But I'll get by, lol", 0.127, 0.556, 0.317, 0.5249),
        ("Make sure you :) or :D today!", 0.0, 0.294, 0.706, 0.8633),
        ("Catch utf-8 emoji such as 💘 and 💋 and 😁", 0.0, 0.583, 0.417, 0.875),
        ("Not bad at all", 0.0, 0.513, 0.487, 0.431),
        ("No problem, no good or bad news here", 0.18, 0.298, 0.522, 0.5559),
        ("It was never so good, without doubt the least bad of all", 0.0, 0.483, 0.517, 0.8641),
        ("good good good but bad bad good GOOD", 0.378, 0.04, 0.582, 0.4853),
        ("We are to die for, the bomb, yeah right???", 0.639, 0.361, 0.0, -0.8919),
        ("It is sort of great and this was kind of a bad ass thing to do, is it?? Really??", 0.131, 0.598, 0.271, 0.5813),
        ("", 0.0, 0.0, 0.0, 0.0),
        ("😊😊 love", 0.0, 0.27, 0.73, 0.9451),
        ("the shit was the kiss of death for them", 0.409, 0.403, 0.188, -0.5106),
        ("a\u{1c}great\u{1c}day", 0.0, 0.328, 0.672, 0.6249),
        ("least bad", 0.0, 0.26, 0.74, 0.431),
        ("very least bad thing", 0.557, 0.443, 0.0, -0.5829),
        ("I have never been this happy and so so sad", 0.26, 0.479, 0.262, 0.0092),
    ];
    for (text, negative, neutral, positive, compound) in expected {
        let polarity = vader(text);
        let close = |left: f64, right: f64| (left - right).abs() < 0.001;
        assert!(close(polarity.compound, compound), "{text}: {polarity:?} is not {compound}");
        assert!(close(polarity.negative, negative) && close(polarity.positive, positive), "{text}: {polarity:?}");
        assert!(close(polarity.neutral, neutral), "{text}: {polarity:?}");
    }
}
