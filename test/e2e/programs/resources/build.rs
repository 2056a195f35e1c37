fn main() {
    embed_resource::compile_for("app.rc", ["embedded"], embed_resource::NONE).manifest_required().unwrap();
    winresource::WindowsResource::new().set_icon("app.ico").set("ProductName", "Größe").compile_for("winres").unwrap();
    embed_manifest::embed_manifest(embed_manifest::new_manifest("Linkshim.Resources")).unwrap();
}
