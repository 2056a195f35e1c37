int counter = 1;
__declspec(dllexport) int __stdcall thrice(int n) { return 3 * n; }
__declspec(dllexport) int __fastcall quick(int a, int b) { return a + b; }
__declspec(dllexport) int twice(int n) { return counter + 2 * n; }
