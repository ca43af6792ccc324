mkdir dir && echo f >dir/f && tar --mtime=@0 --owner=0 --group=0 --numeric-owner -C dir -cf dir/a.tar f
