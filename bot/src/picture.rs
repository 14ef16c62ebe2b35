//! Charts as PNG, with fonts of our own: the same picture on every machine.

use std::sync::{Arc, LazyLock};

use copydesk_analysis::chart::Chart;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

/// Pixels for each unit of the chart: sharp on a phone.
const SCALE: f32 = 2.0;
/// The highest picture, in the chart's units.
const HIGHEST: f32 = 3_000.0;

/// Latin letters first, then one font that has Chinese; see bot/fonts/README.md.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    static LATIN: &[u8] = include_bytes!("../fonts/OpenSans-Regular.ttf");
    static CHINESE: &[u8] = include_bytes!("../fonts/DroidSansFallbackFull.ttf");
    let mut fonts = Database::new();
    for font in [LATIN, CHINESE] {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    Arc::new(fonts)
});

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The SVG is none.
    #[error("the chart can't be drawn: {0}")]
    Drawing(String),
    /// It is higher than any chart.
    #[error("the chart is too high: {0} units")]
    TooHigh(f32),
}

/// The chart as the bytes of a PNG, twice as wide as the chart.
///
/// # Errors
/// See [`PictureError`]; a chart that holds what charts may hold has none.
pub fn png(chart: &Chart) -> Result<Vec<u8>, PictureError> {
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(&chart.svg(), &options).map_err(|error| PictureError::Drawing(error.to_string()))?;
    let size = tree.size();
    if size.height() > HIGHEST {
        return Err(PictureError::TooHigh(size.height()));
    }
    let (width, height) = ((size.width() * SCALE).ceil() as u32, (size.height() * SCALE).ceil() as u32);
    let mut pixels = Pixmap::new(width, height).ok_or_else(|| PictureError::Drawing("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PictureError::Drawing(error.to_string()))
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::Language;
    use copydesk_analysis::chart::{Bar, Caption, Chart, Figure};
    use resvg::tiny_skia::Pixmap;

    use super::png;

    fn chart(title: &str) -> Chart {
        let bar = Bar { label: "a".into(), figure: Figure::new(1.0, "1"), interval: None, strong: true };
        let caption = Caption { title: title.into(), reading: String::new(), language: Language::Chinese };
        Chart::Bars { caption, bars: vec![bar], reference: None }
    }

    #[test]
    fn chinese_and_latin_letters_are_drawn_with_our_own_fonts() {
        let ink = |title: &str| {
            let picture = Pixmap::decode_png(&png(&chart(title)).expect("it is a chart")).expect("it is a PNG");
            assert_eq!(picture.width(), 1600);
            picture.pixels().iter().filter(|pixel| pixel.red() < 80 && pixel.blue() < 80).count()
        };
        let none = ink("");
        let (latin, chinese) = (ink("Oat latte"), ink("燕麦拿铁"));
        assert!(latin > none + 300 && chinese > none + 300, "{none} {latin} {chinese}");
        // A box for a missing letter would look the same for each.
        assert_ne!(ink("燕燕燕燕"), ink("麦麦麦麦"));
    }
}
