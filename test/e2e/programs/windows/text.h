#define TEXT_SEVEN 7
