#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;
fn main() {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    let n: i64 = db
        .query_row(
            "select sum(value) from (select 1 value union select 41)",
            [],
            |r| r.get(0),
        )
        .unwrap();
    let packed = zstd::encode_all(&b"hello hello hello hello"[..], 3).unwrap();
    let back = zstd::decode_all(&packed[..]).unwrap();
    let lua = mlua::Lua::new();
    let lines: i64 = lua
        .load("local t={} for i=1,10 do t[i]=i end return #t")
        .eval()
        .unwrap();
    let failed = lua.load("error('no')").exec().is_err();
    let bz = unsafe { bzip2_sys::BZ2_bzCompressInit(&mut std::mem::zeroed(), 1, 0, 0) };
    let lz = lz4::block::compress(b"aaaaaaaaaaaaaaaaaaaaaaaa", None, true).unwrap();
    let lz = lz4::block::decompress(&lz, None).unwrap();
    let found = onig::Regex::new(r"(\w+)@").unwrap().find("mail me@x");
    let parser = tree_sitter::Parser::new();
    println!(
        "{n} {} {lines} {failed} {} {} {found:?} {}",
        back.len(),
        bz,
        lz.len(),
        parser.language().is_none()
    );
}
