echo f >f && ln f g && tar -cf a.tar f g
