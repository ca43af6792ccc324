mkdir t && chmod 0700 t && echo f >t/f && tar --owner=5 --group=6 -C t -cf a.tar .
