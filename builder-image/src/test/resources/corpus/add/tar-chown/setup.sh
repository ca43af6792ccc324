echo f >f && tar --owner=5 --group=6 -cf a.tar f
