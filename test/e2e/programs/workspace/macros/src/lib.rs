use proc_macro::{Literal, TokenStream, TokenTree};

/// A string literal → the same, last character first.
#[proc_macro]
pub fn reversed(input: TokenStream) -> TokenStream {
    let text: String = input.to_string().trim_matches('"').chars().rev().collect();
    TokenTree::from(Literal::string(&text)).into()
}
