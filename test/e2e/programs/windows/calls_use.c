int __stdcall thrice(int n);
__declspec(dllimport) int __fastcall quick(int a, int b);
int twice(int n);
int main(void) { return thrice(2) + twice(3) + quick(1, 2); }
