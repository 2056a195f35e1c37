//! TLS in Rust, with the system's own certificates.
fn main() {
    let mut store = rustls::RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        store.add(certificate).unwrap();
    }
    let provider = rustls::crypto::ring::default_provider();
    let config = rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(store)
        .with_no_client_auth();
    println!("{:?}", config.alpn_protocols);
}
