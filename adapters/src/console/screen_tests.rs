use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use super::*;

/// Bytes that a test can read while the screen writes them.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn screen(interactive: bool) -> (Screen, Shared) {
    let shown = Shared::default();
    (Screen::new(Box::new(shown.clone()), Look::new(30, false), interactive), shown)
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

fn text(text: &str) -> Partial {
    Partial::Text(text.to_owned())
}

fn reply(blocks: Vec<Block>) -> Reply {
    Reply { blocks, ..Reply::default() }
}

#[test]
fn streamed_text_is_wrapped_as_it_comes_and_not_shown_again() {
    let (mut screen, shown) = screen(false);
    for part in ["\nOat foam, two minutes, ", "on the", " way to", " the 8:14", "."] {
        screen.progress(text(part)).unwrap();
    }
    assert_eq!(shown.text(), "Oat foam, two minutes, on the\nway to the", "the last word waits for its end");
    let note = Block::Note("87 characters".to_owned());
    screen.finish(&reply(vec![paragraph("Oat foam, two minutes, on the way to the 8:14."), note])).unwrap();
    insta::assert_snapshot!(shown.text(), @r"
    Oat foam, two minutes, on the
    way to the 8:14.

    87 characters
    ");
}

#[test]
fn streamed_text_that_the_bot_has_changed_is_shown_again() {
    let (mut screen, shown) = screen(false);
    screen.progress(text("See http://evil.example now.")).unwrap();
    screen.finish(&reply(vec![paragraph("See now.")])).unwrap();
    insta::assert_snapshot!(shown.text(), @r"
    See http://evil.example now.

    See now.
    ");
}

#[test]
fn blocks_are_shown_once_in_whatever_order_text_came_between() {
    let (mut screen, shown) = screen(false);
    let heading = Block::Heading("Review".to_owned());
    screen.progress(Partial::Block(heading.clone())).unwrap();
    screen.progress(Partial::Block(paragraph("Score 71"))).unwrap();
    screen.progress(text("A fine")).unwrap();
    screen.progress(text(" text.")).unwrap();
    screen.progress(Partial::Block(paragraph("Twice"))).unwrap();
    let blocks = vec![
        heading,
        paragraph("Score 71"),
        paragraph("A fine text."),
        paragraph("Twice"),
        paragraph("Twice"),
        paragraph("End"),
    ];
    screen.finish(&reply(blocks)).unwrap();
    insta::assert_snapshot!(shown.text(), @r"
    Review

    Score 71

    A fine text.

    Twice

    Twice

    End
    ");
}

#[test]
fn white_space_alone_leaves_no_trace() {
    let (mut screen, shown) = screen(false);
    screen.show(&paragraph("Before")).unwrap();
    screen.progress(text("\n\n ")).unwrap();
    screen.finish(&reply(vec![paragraph("\n\n "), paragraph("After")])).unwrap();
    assert_eq!(shown.text(), "Before\n\nAfter\n");
}

#[test]
fn a_status_is_replaced_and_erased_on_a_terminal() {
    let (mut screen, shown) = screen(true);
    screen.progress(Partial::Status("Reading".to_owned())).unwrap();
    screen.progress(Partial::Status("Writing, which takes a while longer".to_owned())).unwrap();
    screen.finish(&reply(vec![paragraph("Done")])).unwrap();
    assert_eq!(shown.text(), "Reading\r\x1b[2KWriting, which takes a while \r\x1b[2KDone\n");
}

#[test]
fn text_goes_on_where_it_was_before_a_status() {
    let (mut screen, shown) = screen(true);
    screen.progress(text("Oat milk")).unwrap();
    screen.progress(Partial::Status("Critique".to_owned())).unwrap();
    screen.progress(text(" rises. ")).unwrap();
    screen.finish(&reply(vec![paragraph("Oat milk rises.")])).unwrap();
    assert_eq!(shown.text(), "Oat milk\nCritique\r\x1b[2K\x1b[1A\x1b[8C rises.\n");
}

#[test]
fn a_pipe_never_sees_a_status() {
    let (mut screen, shown) = screen(false);
    screen.progress(Partial::Status("Reading".to_owned())).unwrap();
    screen.close().unwrap();
    assert_eq!(shown.text(), "");
}

#[test]
fn a_new_answer_remembers_nothing_of_an_abandoned_one() {
    let (mut screen, shown) = screen(false);
    screen.progress(text("Half an")).unwrap();
    screen.abandon().unwrap();
    screen.finish(&reply(vec![paragraph("Half an")])).unwrap();
    assert_eq!(shown.text(), "Half an\n\nHalf an\n");
}

proptest! {
    #[test]
    fn nothing_that_is_streamed_echoed_or_said_can_send_a_control_character(
        parts in prop::collection::vec("(?s)[\\x00-\\x1f\u{7f}-\u{9f}\u{202a}-\u{202e}a 燕é]{0,12}|(?s).{0,20}", 0..8),
    ) {
        let (mut screen, shown) = screen(false);
        for part in &parts {
            screen.echo("> ", part).unwrap();
            screen.progress(text(part)).unwrap();
            screen.progress(Partial::Status(part.clone())).unwrap();
            screen.progress(Partial::Block(Block::Note(part.clone()))).unwrap();
        }
        screen.finish(&reply(vec![paragraph(&parts.concat())])).unwrap();
        let text = shown.text();
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        prop_assert!(!text.contains("\n\n\n"), "{text:?}");
    }
}
