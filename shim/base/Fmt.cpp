/// The compiled part of fmt, whose package has it as a shared library only. Header-only, it would be compiled
/// again with every file, which is half of the time of a build. After the src/format.cc of fmt 9, 10 and 11.
#ifndef FMT_HEADER_ONLY
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {

template FMT_API auto dragonbox::to_decimal(float x) noexcept -> dragonbox::decimal_fp<float>;
template FMT_API auto dragonbox::to_decimal(double x) noexcept -> dragonbox::decimal_fp<double>;
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template FMT_API auto decimal_point_impl(locale_ref) -> char;
template FMT_API void buffer<char>::append(const char *, const char *);
#if FMT_VERSION < 110000
using Arguments =
    std::conditional_t<(FMT_VERSION < 100000), basic_format_args<buffer_context<char>>, format_args>;
template FMT_API void vformat_to(buffer<char> &, string_view, Arguments, locale_ref);
#endif

} // namespace detail
FMT_END_NAMESPACE
#endif
