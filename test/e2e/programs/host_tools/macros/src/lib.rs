#[proc_macro]
pub fn caught(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
    helper::caught().to_string().parse().unwrap()
}
