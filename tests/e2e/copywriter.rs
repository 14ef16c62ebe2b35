//! A model that writes well: for each angle, copy about an oat-milk latte that holds.

use crate::fake_openai::Asked;

/// Copy for the angle that is asked for, in the language of the request.
pub fn copy(asked: &Asked) -> String {
    let request = asked.request();
    let chinese = request.contains("角度：");
    let all: &[(&str, &str)] = if chinese { &CHINESE } else { &ENGLISH };
    let (_, usual) = all[all.len() - 1];
    all.iter().find(|(angle, _)| request.contains(angle)).map_or(usual, |(_, copy)| copy).to_string()
}

const ENGLISH: [(&str, &str); 6] = [
    ("Angle: question", "What does a quiet hour taste like? Oat milk, warm foam and a latte in both hands."),
    (
        "Angle: behind the scenes",
        "Behind the counter, oat milk turns to silk before it meets the espresso in your latte.",
    ),
    ("Angle: contrast", "Not another rushed cup, but an oat-milk latte that waits until you are ready for it."),
    (
        "Angle: how-to",
        "How to begin a grey day: hang up your coat, find the bench by the radiator, and let an oat-milk latte cool.",
    ),
    ("Angle: story", "Yesterday the tram was late, and her oat-milk latte was the warmest thing on the street."),
    ("Angle: statement", "An oat-milk latte keeps your fingers warm all the way to the station."),
];

const CHINESE: [(&str, &str); 6] = [
    ("角度：提问", "赶早班车的路上，一杯热乎乎的燕麦拿铁，能不能让你走得慢一点？"),
    ("角度：幕后", "开门前，师傅先把燕麦奶打成细细的泡沫，再轻轻倒进今天的拿铁里。"),
    ("角度：对比", "不是赶时间的那一杯，而是愿意陪你坐下来的燕麦拿铁。"),
    ("角度：教程", "教你把周末过得松一点：带本旧书，挑个靠墙的座位，点一杯燕麦拿铁。"),
    ("角度：小故事", "昨天电车晚点，站台上风很大，她手里的燕麦拿铁还是热的。"),
    ("角度：直说", "燕麦拿铁端上来的时候，外面的雨刚好停了，可以多坐一会儿。"),
];
