int main(){int*p=new int; throw p;}
