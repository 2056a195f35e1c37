// Says of an assembled object for 32-bit Windows that it has no exception handler which a list would have to name, as
// compilers say of theirs: linkers refuse others.
#ifdef __ASSEMBLER__
.def @feat.00
.scl 3
.type 0
.endef
.globl @feat.00
.set @feat.00, 1
#endif
