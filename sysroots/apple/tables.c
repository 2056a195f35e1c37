/* The packed symbol lists. */
const unsigned char linkshim_apple_tables[] = {
#embed "apple-tables.bin"
};
const unsigned long linkshim_apple_tables_size = sizeof linkshim_apple_tables;
