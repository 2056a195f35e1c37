double sin(double); int main(int c,char**v){return (int)sin(c);}
