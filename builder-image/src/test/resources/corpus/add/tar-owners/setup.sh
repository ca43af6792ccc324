echo f >f && tar --owner=nobody:1234 --group=nogroup:2345 -cf a.tar f
