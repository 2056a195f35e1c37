/* The packed symbol tables and start files. */
const unsigned char linkshim_glibc_tables[] = {
#embed "glibc-tables.bin"
};
const unsigned long linkshim_glibc_tables_size = sizeof linkshim_glibc_tables;
