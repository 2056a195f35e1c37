//! Runs in the compiler, on the machine that builds.
use proc_macro::{Literal, TokenStream, TokenTree};

/// The text in small letters.
#[proc_macro]
pub fn small(input: TokenStream) -> TokenStream {
    TokenTree::Literal(Literal::string(&input.to_string().trim_matches('"').to_lowercase())).into()
}
