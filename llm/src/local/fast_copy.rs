//! A second copy of a model in a form that processors compute faster.
//!
//! llama.cpp has fast kernels for 8-bit weights, and none for those of 4 or 5 bits with an offset (`Q4_1`, `Q5_1`). Their
//! 8-bit copy reads prompts more than twice as fast. Its rounding, at most 1/254 of a block's largest weight, is a small
//! part of the original's own: the answers are as good.

use std::ffi::CString;
use std::fs;
use std::path::{Path, PathBuf};

use super::{LocalSettings, file};
use crate::LlmError;

/// `LLAMA_FTYPE_MOSTLY_Q4_1` and `LLAMA_FTYPE_MOSTLY_Q5_1`, as the file says it.
const SLOW: [u64; 2] = [3, 9];

/// The file to load: the copy, made now if it is missing, or the model itself where a copy gains nothing or fails.
pub(super) fn faster(path: &Path, settings: &LocalSettings) -> Result<PathBuf, LlmError> {
    let facts = crate::inspect(path)?;
    // A graphics card has kernels of its own.
    if !settings.fast_copy || settings.gpu_layers > 0 || !facts.file_type.is_some_and(|kind| SLOW.contains(&kind)) {
        return Ok(path.to_owned());
    }
    match copy(path) {
        Ok(copy) => Ok(copy),
        Err(error) => {
            tracing::info!(model = %path.display(), error, "no faster copy of the model could be made");
            Ok(path.to_owned())
        }
    }
}

/// The copy of the model at `path`, in a folder beside it, by its fingerprint: another file of this name has another copy.
fn copy(path: &Path) -> Result<PathBuf, String> {
    let told = |error: std::io::Error| error.to_string();
    let folder = path.parent().unwrap_or(Path::new(".")).join("fast");
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let fingerprint = file::fingerprint([path]).map_err(told)?;
    let copy = folder.join(format!("{stem}.{}.Q8_0.gguf", &fingerprint[..12]));
    if copy.is_file() {
        return Ok(copy);
    }
    fs::create_dir_all(&folder).map_err(told)?;
    tracing::info!(model = %path.display(), "making a faster copy of the model, once");
    // Made beside it and renamed when it is whole; another process may be doing the same.
    let making = tempfile::Builder::new().prefix(".making-").suffix(".gguf").tempfile_in(&folder).map_err(told)?;
    quantize(path, making.path())?;
    let persisted = making.persist(&copy);
    persisted.map_err(|error| error.to_string())?;
    Ok(copy)
}

#[expect(unsafe_code, reason = "llama-cpp-2 does not wrap this function")]
fn quantize(from: &Path, to: &Path) -> Result<(), String> {
    super::load::backend().map_err(|error| error.to_string())?;
    let name = |path: &Path| CString::new(path.as_os_str().as_encoded_bytes()).map_err(|error| error.to_string());
    let (from, to) = (name(from)?, name(to)?);
    // SAFETY: returns a struct of plain values.
    let mut params = unsafe { llama_cpp_sys_2::llama_model_quantize_default_params() };
    params.ftype = llama_cpp_sys_2::LLAMA_FTYPE_MOSTLY_Q8_0;
    params.allow_requantize = true;
    // SAFETY: both names are NUL-terminated and, like the parameters, live until it returns; it keeps nothing.
    match unsafe { llama_cpp_sys_2::llama_model_quantize(from.as_ptr(), to.as_ptr(), &params) } {
        0 => Ok(()),
        code => Err(format!("llama.cpp failed to convert it (code {code})")),
    }
}
