/* The packed symbol tables and start files of musl. */
const unsigned char linkshim_musl_tables[] = {
#embed "musl-tables.bin"
};
const unsigned long linkshim_musl_tables_size = sizeof linkshim_musl_tables;
