//! Files in a terminal: where they were saved. What a picture shows stands in the figures before it.

use std::io;
use std::path::Path;

use crate::{Attachment, Block};

/// A file as the path at which it is saved now; all other blocks as they are.
pub(super) fn saved(block: Block, folder: Option<&Path>) -> Block {
    let (Block::File(Attachment { name, bytes, .. }), Some(folder)) = (&block, folder) else {
        return block;
    };
    match save(folder, name, bytes) {
        Ok(path) => Block::Note(path),
        Err(error) => {
            tracing::warn!(path = %folder.display(), %error, "a file can't be saved");
            block
        }
    }
}

/// Under a name that says what is in it: the same picture, shown twice, is one file.
fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<String> {
    std::fs::create_dir_all(folder)?;
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    let plain = |it: char| if it.is_alphanumeric() || it == '-' { it } else { '_' };
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "txt"));
    let (stem, ending): (String, String) = (stem.chars().map(plain).collect(), ending.chars().map(plain).collect());
    let path = folder.join(format!("{stem}-{hash:08x}.{ending}"));
    std::fs::write(&path, bytes)?;
    Ok(std::path::absolute(path)?.display().to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_file_is_saved_once_and_its_path_is_shown() {
        let folder = tempfile::tempdir().unwrap();
        let picture = |bytes: &'static [u8]| {
            let alt = Some("Oat milk by week: rising.".to_owned());
            Block::File(Attachment { name: "../weeks.png".to_owned(), bytes: Arc::from(bytes), alt })
        };
        let shown = |bytes| match saved(picture(bytes), Some(folder.path())) {
            Block::Note(path) => path,
            other => panic!("{other:?}"),
        };
        let first = shown(b"one");
        assert_eq!(std::fs::read(&first).unwrap(), b"one");
        assert_eq!(shown(b"one"), first);
        assert_ne!(shown(b"two"), first);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
        assert_eq!(saved(picture(b"one"), None), picture(b"one"));
    }
}
