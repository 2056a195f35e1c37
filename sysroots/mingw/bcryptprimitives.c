// The DLL of Windows from which Rust's std takes random numbers. Wine has it from 9.0 on; for older ones the runner gives
// this, where Wine looks for DLLs last.
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG size); // RtlGenRandom, of advapi32

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
  const ULONG most = 1u << 30;
  while (size != 0) {
    ULONG part = size < most ? (ULONG)size : most;
    if (!SystemFunction036(data, part)) return FALSE;
    data += part;
    size -= part;
  }
  return TRUE;
}

BOOL WINAPI DllMainCRTStartup(HINSTANCE instance, DWORD reason, LPVOID reserved) {
  (void)instance, (void)reason, (void)reserved;
  return TRUE;
}
