#include "shim/link/Hint.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

const Target &x86 = *findTarget("x86_64-unknown-linux-gnu");

TEST(LinkHint, Symbols) {
  struct {
    const char *symbol;
    Version floor;
    const char *hint;
  } cases[] = {
      {"statx",
       {2, 17},
       "linkshim: note: statx came with glibc 2.28 (libc.so.6), and this link is for 2.17; a floor of 2.28 "
       "would do: "
       "x86_64-unknown-linux-gnu.2.28\n"},
      {"__malloc_hook",
       {2, 34},
       "linkshim: note: glibc 2.34 has __malloc_hook for programs that were linked long ago, not for new "
       "ones\n"},
      {"cos", {2, 17}, "linkshim: note: cos is in glibc's libm.so.6; add -lm\n"},
      {"dladdr", {2, 17}, "linkshim: note: dladdr is in glibc's libdl.so.2; add -ldl\n"},
      {"xdr_void",
       {2, 32},
       "linkshim: note: glibc 2.32 has xdr_void for programs that were linked long ago, not for new ones\n"},
      {"main", {2, 17}, ""},
      {"_ZN4core9panicking5panic17h0123456789abcdefE", {2, 17}, ""},
  };
  for (const auto &c : cases)
    EXPECT_EQ(symbolHint(x86, c.floor, c.symbol), c.hint) << c.symbol;
}

TEST(LinkHint, Libraries) {
  EXPECT_EQ(libraryHint(x86, {2, 17}, "mvec"), "linkshim: note: glibc has libmvec from 2.22 on; a floor of "
                                               "that would do: x86_64-unknown-linux-gnu.2.22\n");
  EXPECT_EQ(libraryHint(x86, {2, 17}, "z"),
            "linkshim: note: libz is no part of glibc 2.17; give the folder of the target's own with -L\n");
}

TEST(LinkHint, OnlyWhenALinkAsked) {
  Environment asked({{"LINKSHIM_LINKS_FOR", "x86_64-unknown-linux-gnu 2.17"}});
  EXPECT_TRUE(isHintCall({"undefined-symbol", "statx"}, asked));
  EXPECT_TRUE(isHintCall({"missing-lib", "z"}, asked));
  EXPECT_FALSE(isHintCall({"undefined-symbol", "statx"}, {}));
  EXPECT_FALSE(isHintCall({"undefined-symbol"}, asked));
  EXPECT_FALSE(isHintCall({"-o", "statx"}, asked));
  EXPECT_EQ(linkHint({"missing-lib", "z"}, Environment({{"LINKSHIM_LINKS_FOR", "nonsense"}})), "");
}

} // namespace
} // namespace linkshim
