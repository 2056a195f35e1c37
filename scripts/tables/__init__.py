"""Readers of tables: the rows of Triples.td, and the lists of symbols that the committed tables are made from."""
