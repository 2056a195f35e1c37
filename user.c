int user_fn(void); int main(void){return user_fn();}
