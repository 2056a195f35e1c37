int pthread_create(void*,void*,void*,void*); void*dlopen(const char*,int); int main(void){pthread_create(0,0,0,0);return !dlopen("x",1);}
