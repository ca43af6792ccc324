echo 1 >f1 && tar -cf 1.tar f1 && echo 2 >f2 && tar -cf 2.tar f2
