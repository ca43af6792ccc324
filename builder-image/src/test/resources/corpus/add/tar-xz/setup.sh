echo f >f && tar -cJf a.tar.xz f
