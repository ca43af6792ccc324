echo f >f && tar --mtime=@0 --owner=0 --group=0 --numeric-owner -cf a.tar f
