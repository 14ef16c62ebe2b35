//! The `copydesk` program, built along with the tests that run it.

fn main() -> std::process::ExitCode {
    copydesk::cli::main()
}
