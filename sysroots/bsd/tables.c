/* The packed symbol tables and start files. */
const unsigned char linkshim_bsd_tables[] = {
#embed "bsd-tables.bin"
};
const unsigned long linkshim_bsd_tables_size = sizeof linkshim_bsd_tables;
